"""Rows out of the files that clients have: JSON Lines, CSV, Parquet. Never the whole of one in memory."""

import csv
import itertools
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from amana.core.lines import LINE_BYTES_MAX, LineCutter
from amana.model.errors import FileBroken, LineTooLong, UnpacksTooLarge

# A row's number in its file (for lines of text as an editor counts them) and its columns, or what is wrong with it in words.
Row = tuple[int, dict[str, Any] | str]

UNPACKED_BYTES_MAX = 16 * 1024**3
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


def is_parquet(head: bytes) -> bool:
    """Whether a file that begins like this is Parquet, which may unpack to far more than its size."""
    return head.startswith(_PARQUET)


def _parquet(file: BinaryIO) -> Iterator[list[Row]]:
    """Texts that repeat are kept once, as the file has them, until it is known how much they come to."""
    import pyarrow  # heavy; only a reading needs it
    from pyarrow import parquet

    try:
        schema = parquet.ParquetFile(file, pre_buffer=False).schema
        texts = [schema.column(at).path for at in range(len(schema)) if schema.column(at).physical_type == "BYTE_ARRAY"]
        source = parquet.ParquetFile(file, buffer_size=_PIECE_BYTES, pre_buffer=False, read_dictionary=texts)
        groups = source.metadata
        if sum(groups.row_group(at).total_byte_size for at in range(groups.num_row_groups)) > UNPACKED_BYTES_MAX:
            raise UnpacksTooLarge(limit_bytes=UNPACKED_BYTES_MAX)
        number = unpacked = 0
        for batch in source.iter_batches(batch_size=_ROWS_AT_ONCE, use_threads=False):
            for some, size_bytes in _in_pieces(batch, number):
                unpacked += size_bytes
                if unpacked > UNPACKED_BYTES_MAX:
                    raise UnpacksTooLarge(limit_bytes=UNPACKED_BYTES_MAX)
                found = some.to_pylist()
                yield [(number + index, row) for index, row in enumerate(found, 1)]
                number += len(found)
    except MemoryError:  # the process that reads has no more than it may need (see amana/reader.py)
        raise FileBroken(format="Parquet", reason="its rows unpack to more than fits into memory. Write shorter ones.") from None
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise FileBroken(format="Parquet", reason=f"{error}") from None


def _in_pieces(batch: Any, rows_before: int) -> Iterator[tuple[Any, int]]:
    """The rows of a batch in pieces of bounded size, each with what it comes to. Raises LineTooLong."""
    size_bytes = sum(map(_unpacked_bytes, batch.columns))
    if size_bytes <= LINE_BYTES_MAX:
        yield batch, size_bytes
    elif len(batch) == 1:
        raise LineTooLong(row=rows_before + 1, limit_bytes=LINE_BYTES_MAX)
    else:
        half = len(batch) // 2
        yield from _in_pieces(batch.slice(0, half), rows_before)
        yield from _in_pieces(batch.slice(half), rows_before + half)


def _unpacked_bytes(column: Any) -> int:
    """What the values of a column come to when each stands by itself."""
    import pyarrow
    from pyarrow import compute

    kind = column.type
    if pyarrow.types.is_dictionary(kind):
        return compute.sum(compute.binary_length(column.dictionary).take(column.indices)).as_py() or 0
    if pyarrow.types.is_struct(kind):
        return sum(map(_unpacked_bytes, column.flatten()))
    if pyarrow.types.is_list(kind) or pyarrow.types.is_large_list(kind):
        return _unpacked_bytes(column.flatten())
    return int(column.nbytes)
