"""Files as clients have them: what each row holds, or what is wrong with it in words."""

import csv
import io
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.compute  # heavy: not within a timed test
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from amana.core.lines import LINE_BYTES_MAX
from amana.model.errors import FileBroken, LineTooLong, UnpacksTooLarge
from amana.outside import tables

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ROWS = st.lists(st.fixed_dictionaries({"left": TEXTS, "right": TEXTS}), min_size=1, max_size=20)


def read(content: bytes, name: str = "rows.jsonl") -> list[tables.Row]:
    return [row for portion in tables.rows(io.BytesIO(content), name) for row in portion]


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, ["left", "right"])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def as_parquet(rows: list[dict[str, Any]]) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(rows), out, row_group_size=7)
    return out.getvalue()


@pytest.mark.parametrize(("write", "name"), [(as_csv, "rows.CSV"), (as_parquet, "whatever")])
@given(rows=ROWS)
def test_what_was_written_is_read(write: Callable[[list[dict[str, Any]]], bytes], name: str, rows: list[dict[str, Any]]) -> None:
    # A lone carriage return inside quotes is a line break to every reader of CSV.
    rows = [{column: text.replace("\r", "") for column, text in row.items()} for row in rows] if write is as_csv else rows
    found = read(write(rows), name)
    assert [row for _, row in found] == rows
    numbers = [number for number, _ in found]
    assert numbers == sorted(set(numbers))


def test_rows_of_csv_are_numbered_as_an_editor_counts_their_first_lines() -> None:
    found = read(b'\xef\xbb\xbfleft,right\r\n"two\nlines",b\r\n\r\nc,d\r\n', "rows.csv")
    assert found == [(2, {"left": "two\nlines", "right": "b"}), (5, {"left": "c", "right": "d"})]


def test_bad_rows_of_csv_are_named_and_the_others_read() -> None:
    found = read(b'left,right\na\n"b" x,c\n\xff,d\ne,\xd8\xb9\n', "rows.csv")
    reasons = {number: row for number, row in found if isinstance(row, str)}
    assert set(reasons) == {2, 3, 4}
    assert "1 values and the header 2" in reasons[2]
    assert "Quote" in reasons[3]
    assert "UTF-8" in reasons[4]
    assert found[-1] == (5, {"left": "e", "right": "ع"})


def test_tabs_are_read_where_the_name_says_so() -> None:
    assert read(b"left\tright\na,b\tc\n", "rows.tsv") == [(2, {"left": "a,b", "right": "c"})]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"a": "1", "b": "2", "a": "3"}', "'a' is there twice"),
        (b"\xff\xfe\x41", "not"),
        (b'{"a": "\\ud800"}', "not JSON"),
        (b"[" * 100_000, "too deeply"),
        (b'{"a": 1', "not JSON"),
        (b"[1, 2]", "not an object"),
    ],
)
def test_a_bad_line_is_told_what_is_wrong_with_it(line: bytes, said: str) -> None:
    [(number, found), (_, good)] = read(b" \n" + line + b'\n{"a": "x \\"a\\": y", "b": {"a": 1}}\n')
    assert number == 2
    assert isinstance(found, str)
    assert said in found
    assert good == {"a": 'x "a": y', "b": {"a": 1}}


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ('{"a": 1}\n'.encode("utf-16"), "rows.jsonl", "UTF-16"),
        (b"PAR1 and then nothing of the kind", "rows.parquet", "Parquet"),
        (b"a,b,a\n1,2,3\n", "rows.csv", "two columns"),
    ],
)
def test_a_file_that_is_broken_as_a_whole_is_refused_with_the_reason(content: bytes, name: str, said: str) -> None:
    with pytest.raises(FileBroken, match=said):
        read(content, name)


def test_a_line_of_two_hundred_megabytes_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    with open(path, "wb") as file:
        file.truncate(200_000_000)
    with open(path, "rb") as file:
        with pytest.raises(LineTooLong):
            list(tables.rows(file, path.name))
        assert file.tell() < 20_000_000


def parquet_of(table: pyarrow.Table, **options: Any) -> bytes:
    out = io.BytesIO()
    parquet.write_table(table, out, compression="zstd", **options)
    return out.getvalue()


def test_a_text_that_repeats_is_unpacked_a_piece_at_a_time() -> None:
    """Rows of megabytes, in a file of some kilobytes."""
    text = "x" * 1_000_000
    repeated = pyarrow.DictionaryArray.from_arrays(pyarrow.array([0] * 100, pyarrow.int32()), pyarrow.array([text]))
    content = parquet_of(pyarrow.table({"left": repeated, "right": pyarrow.array([["y", text]] * 100)}))
    assert len(content) < 20_000
    pieces = [len(portion) for portion in itertools.islice(tables.rows(io.BytesIO(content), "x"), 3)]
    assert sum(pieces) < 20
    assert next(tables.rows(io.BytesIO(content), "x"))[0] == (1, {"left": text, "right": ["y", text]})


def test_what_a_file_unpacks_to_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    content = parquet_of(pyarrow.table({"left": ["x" * 1000] * 1000}))
    monkeypatch.setattr(tables, "UNPACKED_BYTES_MAX", 500_000)
    with pytest.raises(UnpacksTooLarge, match="500000"):
        list(tables.rows(io.BytesIO(content), "x"))
    with pytest.raises(UnpacksTooLarge):  # said at once, before anything is read
        next(tables.rows(io.BytesIO(parquet_of(pyarrow.table({"left": [str(n) * 100 for n in range(10_000)]}))), "x"))


def test_a_row_of_parquet_is_no_longer_than_a_line() -> None:
    content = parquet_of(pyarrow.table({"left": ["x", "y" * (LINE_BYTES_MAX + 1)]}))
    with pytest.raises(LineTooLong, match="Row 2"):
        list(tables.rows(io.BytesIO(content), "x"))
