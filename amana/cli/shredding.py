"""Destroying content for good, and checking the receipt."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
from cyclopts import Parameter

from amana.cli.terminal import client, out
from amana.model.shreds import SignedShred
from amana.outside.files import write_whole

NameOption = Annotated[str | None, Parameter(name="--name")]
ReceiptOption = Annotated[Path, Parameter(name=["--out", "-o"])]


def tasks(project: str, *task: str, name: NameOption = None, out_file: ReceiptOption = Path("shred-receipt.json")) -> None:
    """Destroy tasks with their answers, the files they came in, and every delivery's kept files that may hold them.

    Parameters
    ----------
    project
        The project's id.
    task
        The tasks' ids.
    name
        The project's name, to confirm. Without it nothing is done and the name is told.
    out_file
        Where the signed receipt goes.
    """
    _shred(f"/api/client/projects/{project}/shred", {"task_ids": task, "name": name}, out_file)


def project(project_id: str, *, name: NameOption = None, out_file: ReceiptOption = Path("shred-receipt.json")) -> None:
    """Destroy everything of a project. It is closed for good; who worked on it is paid.

    Parameters
    ----------
    project_id
        The project's id.
    name
        The project's name, to confirm. Without it nothing is done and the name is told.
    out_file
        Where the signed receipt goes.
    """
    _shred(f"/api/client/projects/{project_id}/shred", {"name": name}, out_file)


def workspace(*, name: NameOption = None, out_file: ReceiptOption = Path("shred-receipt.json")) -> None:
    """Destroy everything of the workspace whose key AMANA_KEY is.

    Parameters
    ----------
    name
        The workspace's name, to confirm. Without it nothing is done and the name is told.
    out_file
        Where the signed receipt goes.
    """
    _shred("/api/client/shred", {"name": name}, out_file)


def listing() -> None:
    """Show what was ever destroyed in the workspace."""
    with client() as asking:
        found = asking.get("/api/client/shreds")
    for one in found:
        out.print(_told(one))
    if not found:
        out.print("Nothing was ever destroyed.")


def verify_receipt(file: Path, *, key: str | None = None) -> None:
    """Check a receipt offline: that it was signed and not altered since. Exit status 1 if not so.

    Parameters
    ----------
    file
        What `amana shred` wrote.
    key
        The public key in hex that must have signed it: `public_key` of the engine's /api.
    """
    from amana.outside import shred_receipt

    out.print(_told({"shred": msgspec.to_builtins(shred_receipt.verify(file, key))}))
    out.print("Yes: it is as it was signed" + ("" if key else "; by whom, --key tells"))


def _shred(path: str, body: dict[str, Any], out_file: Path) -> None:
    with client() as asking:
        receipt = asking.post(path, body)
    write_whole(out_file, msgspec.json.format(msgspec.json.encode(msgspec.convert(receipt, SignedShred))) + b"\n", mode=0o644)
    out.print(_told(receipt))
    out.print(f"The signed receipt is in {out_file}; `amana verify-receipt {out_file}` checks it.")


def _told(receipt: dict[str, Any]) -> str:
    entry = receipt["shred"]
    what = f"workspace {entry['workspace_id']}"
    if entry["project_id"] is not None:
        what = f"project {entry['project_id']}"
    if entry["tasks"]:
        what = f"{len(entry['tasks'])} tasks of {what}"
    lapses = entry["backup_lapses_on"]
    copies = f"the last backup of keys lapses on {lapses}" if lapses else "the keys were in no backup that is kept"
    return f"{entry['at']}  destroyed: {what}; {copies}"
