import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.core import lines
from amana.core.lines import LineCutter
from amana.model.errors import LineTooLong


def cut(content: bytes, sizes: list[int]) -> list[tuple[int, bytes]]:
    cutter, start = LineCutter(), 0
    found: list[tuple[int, bytes]] = []
    for size in [*sizes, len(content)]:
        found += cutter.feed(content[start : start + size])
        start += size
    return found + list(cutter.end())


@given(st.binary(max_size=200).map(lambda b: b.replace(b"\x00", b"\n")), st.lists(st.integers(1, 30), max_size=20))
def test_lines_do_not_depend_on_the_pieces_they_come_in(content: bytes, sizes: list[int]) -> None:
    assert cut(content, sizes) == cut(content, [])


def test_numbers_are_those_of_an_editor_and_blank_lines_are_left_out() -> None:
    assert cut(b"a\n\n  \nb", []) == [(1, b"a"), (4, b"b")]


def test_a_byte_order_mark_is_not_content() -> None:
    assert cut(b"\xef\xbb\xbf{}\n", []) == [(1, b"{}")]


@pytest.mark.parametrize("content", [b"ok\n" + b"x" * 40, b"ok\n" + b"x" * 40 + b"\n"])
def test_a_line_over_the_limit_is_named_by_its_number(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LINE_BYTES_MAX", 30)
    with pytest.raises(LineTooLong) as caught:
        cut(content, [])
    assert caught.value.row == 2
