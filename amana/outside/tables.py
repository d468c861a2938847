"""Rows out of the files that clients have: JSON Lines, CSV, Parquet. Never the whole of one in memory."""

import csv
import itertools
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from amana.core.lines import LINE_BYTES_MAX, LineCutter
from amana.model.errors import FileBroken

# A row's number in its file (for lines of text as an editor counts them) and its columns, or what is wrong with it in words.
Row = tuple[int, dict[str, Any] | str]

_PIECE_BYTES = 3 * 1024 * 1024
_ROWS_AT_ONCE = 1000
_PARQUET = b"PAR1"
_OTHER_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def rows(file: BinaryIO, file_name: str) -> Iterator[list[Row]]:
    """The rows of a file, some at a time, in order. Parquet is known by its first bytes, CSV by its name, the rest are lines.

    Raises FileBroken where the whole of it can't be read, LineTooLong.
    """
    head = file.read(4)
    file.seek(0)
    if head == _PARQUET:
        return _parquet(file)
    if encoding := _OTHER_ENCODINGS.get(head[:2]):
        raise FileBroken(format="text", reason=f"it is {encoding}. Save it as UTF-8 and send it again.")
    name = file_name.lower()
    if name.endswith((".csv", ".tsv")):
        return _csv(file, "\t" if name.endswith(".tsv") else ",")
    return _json_lines(file)


def _json_lines(file: BinaryIO) -> Iterator[list[Row]]:
    for lines in _lines(file):
        yield [(number, _object(line)) for number, line in lines]


def _lines(file: BinaryIO) -> Iterator[list[tuple[int, bytes]]]:
    cutter = LineCutter()
    while piece := file.read(_PIECE_BYTES):
        yield list(cutter.feed(piece))
    yield list(cutter.end())


def _object(line: bytes) -> dict[str, Any] | str:
    try:
        row = msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        return f"the line is not JSON: {error}. Write one object a line."
    except RecursionError:
        return "the line is nested too deeply. A row has columns of text; flatten it."
    except UnicodeDecodeError:
        return "the line is not UTF-8. Save the file as UTF-8 and send it again."
    if not isinstance(row, dict):
        return "the line is JSON but not an object. Write one object a line."
    # A column that is there twice leaves one name fewer than there are colons after names; so does a text that looks like one.
    if line.count(b'":') != len(row) and (twice := _twice(line)):
        return f"column {twice!r} is there twice, and nobody can know which is meant. Leave one of them."
    return row


def _twice(line: bytes) -> str | None:
    """The first name that an object on this line has twice, at its first level."""
    found: list[str] = []

    class Pairs(dict[str, Any]):
        pass

    def note(pairs: list[tuple[str, Any]]) -> Any:
        names = [name for name, _ in pairs]
        found[:] = [name for name, count in ((name, names.count(name)) for name in dict.fromkeys(names)) if count > 1]
        return Pairs(pairs)

    json.loads(line, object_pairs_hook=note)  # shows every pair, the outermost object's last
    return found[0] if found else None


def _csv(file: BinaryIO, delimiter: str) -> Iterator[list[Row]]:
    csv.field_size_limit(LINE_BYTES_MAX)
    # Bytes that are not UTF-8 become lone surrogates, which no text of UTF-8 has: the row is found by them.
    text = (line.decode("utf-8", "surrogateescape") for line in _whole_lines(file))
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    header = next(reader, None)
    if header is None:
        return
    if twice := [name for name in dict.fromkeys(header) if header.count(name) > 1]:
        raise FileBroken(format="CSV", reason=f"two columns are called {twice[0]!r}. Give each a name of its own.")
    numbered = _records(reader, header)
    while some := list(itertools.islice(numbered, _ROWS_AT_ONCE)):
        yield some


def _records(reader: Any, header: list[str]) -> Iterator[Row]:
    while True:
        number = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield (
                number,
                f"the row is not CSV: {error}. Quote texts with quotes or line breaks in them, and double those quotes.",
            )
            continue
        if not values:
            continue
        if len(values) != len(header):
            yield number, f"the row has {len(values)} values and the header {len(header)}. Quote texts that hold the delimiter."
        elif any(not value.isascii() and any("\udc80" <= letter <= "\udcff" for letter in value) for value in values):
            yield number, "the row is not UTF-8. Save the file as UTF-8 and send it again."
        else:
            yield number, dict(zip(header, values, strict=True))


def _whole_lines(file: BinaryIO) -> Iterator[bytes]:
    first = True
    while line := file.readline(LINE_BYTES_MAX + 1):
        yield line.removeprefix(b"\xef\xbb\xbf") if first else line
        first = False


def _parquet(file: BinaryIO) -> Iterator[list[Row]]:
    import pyarrow  # heavy; only a reading needs it
    from pyarrow import parquet

    try:
        source = parquet.ParquetFile(file, buffer_size=_PIECE_BYTES, pre_buffer=False)
        number = 0
        for batch in source.iter_batches(batch_size=_ROWS_AT_ONCE, use_threads=False):
            found = batch.to_pylist()
            yield [(number + index, row) for index, row in enumerate(found, 1)]
            number += len(found)
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise FileBroken(format="Parquet", reason=f"{error}") from None
