"""Rows into the files that clients read: JSON Lines, CSV, Parquet. Piece by piece; nothing holds the whole."""

import csv
import io
from collections.abc import Sequence
from typing import Any, Literal, Protocol

import msgspec

RowFormat = Literal["jsonl", "csv", "parquet"]
MEDIA_TYPES: dict[RowFormat, str] = {"jsonl": "application/jsonl", "csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


class Writer(Protocol):
    """`rows` may be called any number of times, then `end` once; each returns the bytes that come next."""

    def rows(self, rows: Sequence[dict[str, Any]]) -> bytes: ...
    def end(self) -> bytes: ...


def writer(format: RowFormat, columns: Sequence[str], *, header: bool = True) -> Writer:
    """A writer of rows with these columns. Tables hold texts as they are, and what is nested as JSON; in CSV alone a text that a
    spreadsheet would run is changed: it has an apostrophe before it.

    `header` False: the continuation of a CSV that has one.
    """
    match format:
        case "jsonl":
            return _JsonLines()
        case "csv":
            return _Csv(columns, header=header)
        case "parquet":
            return _Parquet(columns)


class _JsonLines:
    def rows(self, rows: Sequence[dict[str, Any]]) -> bytes:
        return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)

    def end(self) -> bytes:
        return b""


_BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # in some languages the wide signs, too


class _Csv:
    def __init__(self, columns: Sequence[str], *, header: bool) -> None:
        self._columns = columns
        self._out = io.StringIO(newline="")
        self._csv = csv.writer(self._out)
        if header:
            self._csv.writerow(columns)

    def rows(self, rows: Sequence[dict[str, Any]]) -> bytes:
        self._csv.writerows([_harmless(row.get(column)) for column in self._columns] for row in rows)
        return self._taken()

    def end(self) -> bytes:
        return self._taken()

    def _taken(self) -> bytes:
        text = self._out.getvalue()
        self._out.seek(0)
        self._out.truncate()
        return text.encode()


class _Parquet:
    def __init__(self, columns: Sequence[str]) -> None:
        import pyarrow  # heavy; only this format needs it
        from pyarrow import parquet

        self._arrow = pyarrow
        self._columns = columns
        self._schema = pyarrow.schema([(column, pyarrow.string()) for column in columns])
        self._out = _Taken()
        self._parquet = parquet.ParquetWriter(pyarrow.PythonFile(self._out, mode="w"), self._schema, compression="zstd")

    def rows(self, rows: Sequence[dict[str, Any]]) -> bytes:
        table = [[_cell(row.get(column)) for row in rows] for column in self._columns]
        arrays = [self._arrow.array(column, self._arrow.string()) for column in table]
        self._parquet.write_batch(self._arrow.record_batch(arrays, schema=self._schema))
        return self._out.take()

    def end(self) -> bytes:
        self._parquet.close()
        return self._out.take()


class _Taken(io.RawIOBase):
    """What a writer of files writes, to be taken piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, piece: Any) -> int:
        content = bytes(piece)
        self._pieces.append(content)
        self._at += len(content)
        return len(content)

    def take(self) -> bytes:
        content = b"".join(self._pieces)
        self._pieces.clear()
        return content


def _harmless(value: Any) -> str | None:
    """A spreadsheet runs a text that begins like a formula: an apostrophe before it says that it is none."""
    return f"'{value}" if isinstance(value, str) and value[:1] in _BEGINS_A_FORMULA else _cell(value)


def _cell(value: Any) -> str | None:
    """A text as it is, nothing as nothing, all else as JSON."""
    if value is None or isinstance(value, str):
        return value
    encoded = msgspec.json.encode(value).decode()
    return encoded[1:-1] if encoded.startswith('"') else encoded  # ids and times are texts without quotes
