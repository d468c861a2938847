"""Sending an annotator away from the whole workspace, and the list of all that they saw."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from amana.cli.terminal import client, download, out


def offboard(pseudonym: str, *, out_file: Annotated[Path | None, Parameter(name=["--out", "-o"])] = None) -> None:
    """Send somebody away from every project of the workspace, at once. What they hold goes to others, their pay stays theirs.

    Parameters
    ----------
    pseudonym
        As exports and the project's page know the person.
    out_file
        Where to write all that they saw: CSV if its name ends in .csv, else JSON Lines.
    """
    with client() as asking:
        done = asking.post(f"/api/client/people/{pseudonym}/off-board")
        seen = asking.get(f"/api/client/seen/{pseudonym}", limit=1)
    out.print(f"sent away from {done['projects']} projects; {done['tasks']} tasks went back to others")
    for kind, rows in seen["counts"].items():
        out.print(f"{rows:>8}  {kind}")
    if out_file is not None:
        format = "csv" if out_file.suffix == ".csv" else "jsonl"
        download(f"/api/client/seen/{pseudonym}/file", out_file, format=format)
        out.print(f"all that they saw is in {out_file}")
