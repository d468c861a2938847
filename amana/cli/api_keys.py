"""API keys of the workspace."""

from typing import Annotated

from cyclopts import Parameter

from amana.cli.terminal import client, out
from amana.model.scope import Verb


def make(
    label: str,
    *,
    verb: Annotated[list[Verb], Parameter(negative="")],
    project: Annotated[list[str] | None, Parameter(name=["--project", "-p"], negative="")] = None,
) -> None:
    """Make a key that may do this and no more. It is printed once and kept nowhere.

    Parameters
    ----------
    label
        What you call it.
    verb
        read, import, export, deliver or manage; say it again for several.
    project
        The id of a project it is for; say it again for several. Without one it is for every project and the workspace itself.
    """
    with client() as asking:
        made = asking.post("/api/client/keys", {"label": label, "verbs": verb, "projects": project or None})
    out.print(f"key id   {made['key_id']}")
    out.print(f"API key  {made['key']}")


def listing() -> None:
    """Show the workspace's keys: what they may do, where, and when they were last used. Never the keys themselves."""
    with client() as asking:
        rows = asking.get("/api/client/keys")
    for row in rows:
        used = "revoked" if row["revoked_at"] else f"used {row['last_used_at'][:16]}" if row["last_used_at"] else "never used"
        where = f"{len(row['projects'])} projects" if row["projects"] else "all projects"
        out.print(f"{row['key_id']}  {','.join(row['verbs']):<34} {where:<12} {used:<22} {row['label'] or 'the first key'}")


def revoke(key_id: str) -> None:
    """End a key, at once."""
    with client() as asking:
        asking.post(f"/api/client/keys/{key_id}/revoke")
    out.print("revoked")
