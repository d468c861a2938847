"""The guideline of a project: its versions, what changed between two, and the next one."""

import difflib
import sys
from datetime import datetime
from pathlib import Path

from amana.cli.terminal import client, out
from amana.client import Client


def listing(project_id: str) -> None:
    """Show the versions of a project's guideline, the one in force first."""
    with client() as asking:
        versions = asking.get(_base(project_id))
    for number, one in enumerate(versions):
        at = datetime.fromisoformat(one["created_at"])
        out.print(f"v{one['version']}  {at:%Y-%m-%d %H:%M:%S} UTC{'' if number else '  in force'}", markup=False)


def show(project_id: str, *, version: int | None = None) -> None:
    """Print a project's guideline as it was written, in Markdown.

    Parameters
    ----------
    project_id
        The project's id.
    version
        Which one; without it, the one in force.
    """
    with client() as asking:
        sys.stdout.write(_text(asking, project_id, version or _in_force(asking, project_id)))


def diff(project_id: str, older: int, newer: int | None = None) -> None:
    """Show what changed between two versions of a guideline, line by line.

    Parameters
    ----------
    project_id
        The project's id.
    older
        The version to begin from.
    newer
        The version to compare; without it, the one in force.
    """
    with client() as asking:
        newer = newer or _in_force(asking, project_id)
        before, after = (_text(asking, project_id, version).splitlines() for version in (older, newer))
    for line in difflib.unified_diff(before, after, f"v{older}", f"v{newer}", lineterm=""):
        out.print(line, markup=False)


def change(project_id: str, file: Path, *, against: int | None = None) -> None:
    """Put the next version of a guideline in force, for what is handed out from now on. What is held keeps its version.

    Parameters
    ----------
    project_id
        The project's id.
    file
        The text, in Markdown. Under the headings "## Examples" and "## Counter-examples" stand examples.
    against
        The version that it was written against: refused where another is in force. Without it, whichever is.
    """
    text = file.read_text(encoding="utf-8")
    with client() as asking:
        against = against or _in_force(asking, project_id)
        version = asking.put(_base(project_id), {"text": text, "against": against})["version"]
    out.print(f"v{version} in force" if version != against else f"v{version} in force: nothing was changed")


def _base(project_id: str) -> str:
    return f"/api/client/projects/{project_id}/guideline"


def _in_force(asking: Client, project_id: str) -> int:
    return int(asking.get(_base(project_id))[0]["version"])


def _text(asking: Client, project_id: str, version: int) -> str:
    return str(asking.get(f"{_base(project_id)}/{version}")["text"])
