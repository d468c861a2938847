"""The access log as a file, and checking it offline."""

import sys
from pathlib import Path

import msgspec

from amana.cli.terminal import OutOption, download, err, out
from amana.core.access_log import ExportedRow


def export(*, out_file: OutOption) -> None:
    """Write the workspace's access log as JSON Lines.

    Parameters
    ----------
    out_file
        Where to write.
    """
    out.print(f"{download('/api/client/access-log', out_file)} rows in {out_file}")


def verify(file: Path) -> None:
    """Recompute every row's commitment, offline. Exit status 1 and the row numbers if any was altered.

    Parameters
    ----------
    file
        What `amana log export` wrote.
    """
    rows = [msgspec.json.decode(line, type=ExportedRow) for line in file.read_bytes().splitlines()]
    bad = [row.seq for row in rows if not row.holds()]
    missing = [number for number, row in enumerate(rows, start=1) if row.seq != number]
    if bad:
        err.print(f"{len(bad)} of {len(rows)} rows were altered; first: row {bad[0]}", style="red")
    if missing:
        err.print(f"rows are missing or out of order from row {missing[0]}", style="red")
    if bad or missing:
        sys.exit(1)
    out.print(f"{len(rows)} rows, every commitment holds")
