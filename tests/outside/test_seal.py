import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.outside import keys
from amana.outside.seal import Seal, SealBroken

seal = Seal(keys.derive(bytes(range(32))))
ids = st.uuids()


@given(st.binary(max_size=300), ids, ids, st.integers(0, 5))
def test_what_is_sealed_opens(content: bytes, workspace: object, row: object, part: int) -> None:
    body = seal.seal("task", workspace, row, content, part)  # type: ignore[arg-type]
    assert content not in body or len(content) < 4
    assert seal.open("task", workspace, row, body, part) == content  # type: ignore[arg-type]


@given(st.binary(max_size=50), ids, ids, ids, st.data())
def test_a_body_that_was_moved_or_altered_does_not_open(
    content: bytes, workspace: object, row: object, other: object, data: st.DataObject
) -> None:
    body = seal.seal("task", workspace, row, content)  # type: ignore[arg-type]
    place = data.draw(st.integers(0, len(body) - 1))
    altered = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
    attempts = [("task", workspace, row, altered), ("annotation", workspace, row, body)]
    if other not in (workspace, row):
        attempts += [("task", other, row, body), ("task", workspace, other, body)]
    for attempt in attempts:
        with pytest.raises(SealBroken):
            seal.open(*attempt)  # type: ignore[arg-type]


def test_a_key_file_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(keys.KeyFileDamaged):
        keys.derive(b"short")
