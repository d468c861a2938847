import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.core.ranges import Range
from amana.model.errors import RangeNotThere


@given(st.integers(1, 10**12), st.data())
def test_a_range_lies_within_the_file_and_is_what_was_asked_for(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, size - 1))
    last = data.draw(st.integers(first, 2 * size))
    assert Range.of(f"bytes={first}-{last}", size) == Range(first, min(last + 1, size), True)
    assert Range.of(f"bytes={first}-", size) == Range(first, size, True)
    tail = data.draw(st.integers(1, 2 * size))
    assert Range.of(f"bytes=-{tail}", size) == Range(max(0, size - tail), size, True)
    with pytest.raises(RangeNotThere):
        Range.of(f"bytes={size + first}-", size)


@given(
    st.text(max_size=20)
    | st.sampled_from([None, "bytes=5-2", "bytes=0-1,3-4", "bytes=-", "bytes= 0-1", "items=0-1", "bytes=" + "9" * 19 + "-"])
)
def test_what_is_no_range_asks_for_the_whole(header: str | None) -> None:
    assert Range.of(header, 100) == Range(0, 100)


def test_the_last_no_bytes_are_not_there() -> None:
    with pytest.raises(RangeNotThere):
        Range.of("bytes=-0", 100)
