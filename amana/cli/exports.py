"""Annotations out, into a file that is whole or absent; one that was cut off goes on where it stopped."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import httpx
import msgspec

from amana.cli.terminal import OutOption, ProjectOption, client, out
from amana.outside.files import rename_for_good

UP_TO_HEADER = "amana-up-to"
_TAIL_BYTES = 1 << 20


def export(
    *,
    project: ProjectOption,
    out_file: OutOption,
    format: Literal["jsonl", "csv", "parquet"] | None = None,
    annotator: str | None = None,
    since: datetime | None = None,
    settled: bool = False,
) -> None:
    """Write a project's annotations, as of now. JSON Lines that were cut off go on where they stopped: run it again.

    Parameters
    ----------
    project
        The project's id.
    out_file
        Where to write.
    format
        By the file's name, if nothing is said; JSON Lines where that says nothing either.
    annotator
        Only this person's, by pseudonym.
    since
        Only those from this moment on.
    settled
        Only those of settled tasks.
    """
    chosen = format or {".csv": "csv", ".parquet": "parquet"}.get(out_file.suffix, "jsonl")
    asked = {"format": chosen, "annotator": annotator, "since": since and since.isoformat(), "settled": settled and "true"}
    part, after = _part(out_file, project, asked)
    path = f"/api/client/projects/{project}/annotations"

    def heard(headers: httpx.Headers) -> None:
        nonlocal part
        if part is None:
            part = part_name(out_file, project, asked, headers[UP_TO_HEADER])

    with client() as asking:
        pieces = asking.stream(path, heard, **asked, after=after, up_to=_up_to(part) if after else None)
        first = next(pieces, b"")
        assert part is not None
        with open(part, "ab" if after else "wb") as file:
            file.write(first)
            for piece in pieces:
                file.write(piece)
    rename_for_good(part, out_file)
    out.print(f"{_rows(out_file, chosen)} annotations in {out_file}")


def _part(out_file: Path, project: str, asked: dict[str, Any]) -> tuple[Path | None, str | None]:
    """What an earlier run of the same export left, cut to whole lines, and the id of its last row."""
    if asked["format"] != "jsonl":
        return None, None
    for part in out_file.parent.glob(f".{out_file.name}.{_digest(project, asked)}.*.part"):
        size = part.stat().st_size
        with open(part, "r+b") as file:
            file.seek(max(0, size - _TAIL_BYTES))
            tail = file.read()
            whole = tail.rfind(b"\n") + 1
            lines = tail[:whole].splitlines()
            if not lines:
                continue
            file.truncate(size - len(tail) + whole)
        return part, msgspec.json.decode(lines[-1])["submit_id"]
    return None, None


def part_name(out_file: Path, project: str, asked: dict[str, Any], up_to: str) -> Path:
    """Where an export lies until it is whole: the name says of which question, and how far it goes."""
    return out_file.with_name(f".{out_file.name}.{_digest(project, asked)}.{up_to}.part")


def _up_to(part: Path | None) -> str | None:
    return None if part is None else part.name.split(".")[-2]


def _digest(project: str, asked: dict[str, Any]) -> str:
    """Another question's part is not this one's."""
    return hashlib.sha256(msgspec.json.encode((project, asked))).hexdigest()[:12]


def _rows(file: Path, format: str) -> int:
    if format == "parquet":
        from pyarrow import parquet

        return int(parquet.ParquetFile(file).metadata.num_rows)
    if format == "csv":
        import csv

        with open(file, newline="", encoding="utf-8") as rows:
            csv.field_size_limit(1 << 30)
            return sum(1 for _ in csv.reader(rows)) - 1
    with open(file, "rb") as lines:
        return sum(1 for _ in lines)
