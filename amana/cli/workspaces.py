"""A client's whole workspace: freezing it, letting it go on, carrying it away."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from amana.cli.terminal import client, out
from amana.outside.files import write_whole


def show() -> None:
    """Show the workspace whose key AMANA_KEY is."""
    with client() as asking:
        found = asking.get("/api/client/workspace")
    out.print(f"{found['name'] or 'destroyed on ' + str(found['destroyed_on'])}  {found['workspace_id']}")
    out.print(f"frozen since {found['frozen_at']}" if found["frozen_at"] else "not frozen")


def freeze() -> None:
    """From now on nothing of it is shown to anybody but your own leads and auditors. Nothing is lost; `thaw` lets it go on."""
    with client() as asking:
        asking.post("/api/client/workspace/freeze")
    out.print("Frozen. What lies on people's desks may still be sent in, and is paid.")


def thaw() -> None:
    """Let a frozen workspace go on where it stood."""
    with client() as asking:
        asking.post("/api/client/workspace/thaw")
    out.print("Work goes on.")


def archive(*, out_file: Annotated[Path, Parameter(name=["--out", "-o"])]) -> None:
    """Write everything of the workspace into one ZIP: tasks, annotations, guidelines, people by your labels, ledger, deliveries,
    trail and access log, with a signed list of hashes.

    Parameters
    ----------
    out_file
        Where to write.
    """
    with client() as asking:
        write_whole(out_file, asking.stream("/api/client/workspace/archive"), mode=0o600)
    out.print(f"{out_file.stat().st_size} bytes in {out_file}; `amana workspace verify {out_file}` checks it.")


def verify(file: Path, *, key: str | None = None) -> None:
    """Check an archive offline: that it is whole, signed, and was not altered since. Exit status 1 if not so.

    Parameters
    ----------
    file
        What `amana workspace archive` wrote.
    key
        The public key in hex that must have signed it: `public_key` of the engine's /api.
    """
    from amana.outside import workspace_archive

    found = workspace_archive.verify(file, key)
    moment = f"frozen since {found.frozen_at}" if found.frozen_at else "not frozen: its files are of several moments"
    out.print(f"{found.name or 'A destroyed workspace'}: {found.projects} projects in {len(found.files)} files.")
    out.print(f"Made {found.made_at}, {moment}.")
    for delivery in found.left_out:
        out.print(f"Delivery {delivery} is not in it: with one of its tasks its kept files were destroyed.")
    out.print("Yes: it is as it was signed" + ("" if key else "; by whom, --key tells"))
