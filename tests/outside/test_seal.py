from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.model.errors import KeysMissing
from amana.outside.key_store import FileKeyStore
from amana.outside.seal import OVERHEAD_BYTES, Owner, SaltAt, Seal, SealBroken

ids = st.uuids()
OWNER = Owner(uuid4(), uuid4())
PAGE = 3


@pytest.fixture(scope="module")
def seal(tmp_path_factory: pytest.TempPathFactory) -> Seal:
    return sealing(tmp_path_factory.mktemp("home"))


def sealing(home: Path) -> Seal:
    """A seal whose store knows OWNER and has salts for a few rows of a page."""
    store = FileKeyStore.open_or_create(home)
    store.add_key(Owner(OWNER.workspace_id))
    store.add_key(OWNER)
    store.reserve(OWNER, PAGE, 10)
    return Seal(store)


@given(st.binary(max_size=300), ids, st.integers(0, 5), st.integers(0, 9))
def test_what_is_sealed_opens(seal: Seal, content: bytes, row: UUID, part: int, salt_row: int) -> None:
    salt = SaltAt(PAGE, salt_row) if salt_row else SaltAt(0, 0)
    body = seal.seal("task", OWNER, row, content, part, salt)
    assert content not in body or len(content) < 4
    assert len(body) == len(content) + OVERHEAD_BYTES
    assert seal.open("task", OWNER, row, body, part) == content
    assert seal.salt_of(body) == salt


@given(st.binary(max_size=50), ids, ids, st.data())
def test_a_body_that_was_moved_or_altered_does_not_open(
    seal: Seal, content: bytes, row: UUID, other: UUID, data: st.DataObject
) -> None:
    body = seal.seal("task", OWNER, row, content, salt=SaltAt(PAGE, 1))
    place = data.draw(st.integers(0, len(body) - 1))
    altered = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
    with pytest.raises((SealBroken, KeysMissing)):  # a salt that never was is missing
        seal.open("task", OWNER, row, altered)
    with pytest.raises(SealBroken):
        seal.open("annotation", OWNER, row, body)
    with pytest.raises(SealBroken):
        seal.open("task", OWNER, row, body, part=1)
    if other != row:
        with pytest.raises(SealBroken):
            seal.open("task", OWNER, other, body)


def test_a_body_that_was_moved_to_another_owner_does_not_open(seal: Seal) -> None:
    row = uuid4()
    body = seal.seal("project", OWNER, row, b"words")
    another = Owner(OWNER.workspace_id, uuid4())
    seal.store.add_key(another)
    for elsewhere in (another, Owner(OWNER.workspace_id), Owner(None)):
        with pytest.raises(SealBroken):
            seal.open("project", elsewhere, row, body)


def test_what_is_too_short_or_of_another_version_does_not_open(seal: Seal) -> None:
    for body in (b"", b"\x02", b"\x01" + bytes(60), bytes(60)):
        with pytest.raises(SealBroken):
            seal.open("task", OWNER, uuid4(), body)


def test_many_rows_are_sealed_as_one_is(seal: Seal) -> None:
    many = seal.sealer("task", OWNER, page=4)
    rows = {uuid4(): number for number in range(1, 600)}
    bodies = {row_id: many(row_id, number, b"row %d" % number) for row_id, number in rows.items()}
    assert {row_id: seal.open("task", OWNER, row_id, body) for row_id, body in bodies.items()} == {
        row_id: b"row %d" % number for row_id, number in rows.items()
    }
    assert [seal.salt_of(body) for body in bodies.values()] == [SaltAt(4, number) for number in rows.values()]


def test_equal_contents_of_one_owner_agree_and_no_others(seal: Seal) -> None:
    another = Owner(OWNER.workspace_id, uuid4())
    seal.store.add_key(another)
    before = seal.digest(OWNER, b"words")
    assert before != seal.digest(OWNER, b"word")
    assert before != seal.digest(another, b"words")
    seal.store.add_key(OWNER)  # a newer key
    assert before == seal.digest(OWNER, b"words")


def test_a_newer_key_seals_what_is_new_and_the_old_one_opens_what_was_sealed(tmp_path: Path) -> None:
    seal, row = sealing(tmp_path), uuid4()
    before = seal.seal("task", OWNER, row, b"before", salt=SaltAt(PAGE, 1))
    seal.store.add_key(OWNER)
    after = seal.seal("task", OWNER, row, b"after", salt=SaltAt(PAGE, 1))
    assert before[1:3] != after[1:3]
    for one in (seal, Seal(FileKeyStore(tmp_path))):
        assert one.open("task", OWNER, row, before) == b"before"
        assert one.open("task", OWNER, row, after) == b"after"


def test_an_owner_without_keys_is_told_so(seal: Seal) -> None:
    with pytest.raises(KeysMissing):
        seal.seal("project", Owner(OWNER.workspace_id, uuid4()), uuid4(), b"")
    with pytest.raises(KeysMissing):
        seal.seal("workspace", Owner(uuid4()), uuid4(), b"")
    with pytest.raises(KeysMissing):
        seal.store.add_key(Owner(uuid4(), uuid4()))
