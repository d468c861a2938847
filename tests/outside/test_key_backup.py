"""A backup of the keys: what it holds, what it refuses, and that it never brings back what was destroyed since."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from amana.model.errors import ContentDestroyed
from amana.outside import key_backup, shred_list
from amana.outside.key_backup import BackupThere, BackupUnreadable, HomeHasKeys, ListMissing, PassphraseTooShort
from amana.outside.key_store import FileKeyStore, Owner
from amana.outside.seal import SaltAt, Seal

PASSPHRASE = "correct horse battery"
OWNER = Owner(uuid4(), uuid4())
UNTIL = date(2100, 1, 1)
ROW = uuid4()


@pytest.fixture
def store(tmp_path: Path) -> FileKeyStore:
    store = FileKeyStore.open_or_create(tmp_path / "home")
    store.add_key(Owner(OWNER.workspace_id))
    store.add_key(OWNER)
    store.reserve(OWNER, 1, 10)
    return store


@pytest.fixture
def body(store: FileKeyStore) -> bytes:
    return Seal(store).seal("task", OWNER, ROW, b"words", salt=SaltAt(1, 3))


def test_a_backup_opens_what_was_sealed_and_only_with_its_passphrase(store: FileKeyStore, body: bytes, tmp_path: Path) -> None:
    file = tmp_path / "keys.backup"
    key_backup.write(store, file, PASSPHRASE, UNTIL)
    assert file.stat().st_mode & 0o077 == 0
    assert [backup.lapses_on for backup in store.backups()] == [UNTIL]
    home = tmp_path / "elsewhere"
    with pytest.raises(BackupUnreadable):
        key_backup.restore(file, "another passphrase", home, None, nothing_destroyed_since=True)
    assert list(home.iterdir()) == []
    assert key_backup.restore(file, PASSPHRASE, home, None, nothing_destroyed_since=True) == 0
    assert [path.name for path in home.iterdir()] == ["keys"]
    again = FileKeyStore(home)
    assert Seal(again).open("task", OWNER, ROW, body) == b"words"
    assert again.working == store.working
    assert again.backups() == store.backups()


def test_nothing_of_the_keys_lies_open_in_a_backup(store: FileKeyStore, tmp_path: Path) -> None:
    file = tmp_path / "keys.backup"
    key_backup.write(store, file, PASSPHRASE, UNTIL)
    content = file.read_bytes()
    for path in store.folder.rglob("*"):
        if path.is_file() and path.stat().st_size > 16:
            assert path.read_bytes()[:40] not in content, path


@pytest.mark.parametrize("altered", [b"", b"amana-keys-1\n", b"something else", None])
def test_what_is_no_backup_is_refused(store: FileKeyStore, tmp_path: Path, altered: bytes | None) -> None:
    file = tmp_path / "keys.backup"
    key_backup.write(store, file, PASSPHRASE, UNTIL)
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]) if altered is None else altered)
    with pytest.raises(BackupUnreadable):
        key_backup.unpack(file, PASSPHRASE, tmp_path / "elsewhere")


def test_what_would_lose_something_is_refused(store: FileKeyStore, tmp_path: Path) -> None:
    file = tmp_path / "keys.backup"
    with pytest.raises(PassphraseTooShort):
        key_backup.write(store, file, "short", UNTIL)
    assert not file.exists()
    assert store.backups() == ()
    key_backup.write(store, file, PASSPHRASE, UNTIL)
    with pytest.raises(BackupThere):
        key_backup.write(store, file, PASSPHRASE, UNTIL)
    with pytest.raises(HomeHasKeys):
        key_backup.restore(file, PASSPHRASE, store.folder.parent, None, nothing_destroyed_since=True)
    with pytest.raises(ListMissing):
        key_backup.restore(file, PASSPHRASE, tmp_path / "elsewhere", None)


@pytest.mark.parametrize("what", ["task", "project", "workspace"])
def test_what_was_destroyed_since_is_destroyed_before_anything_is_served(
    store: FileKeyStore, body: bytes, tmp_path: Path, what: str
) -> None:
    file = tmp_path / "keys.backup"
    key_backup.write(store, file, PASSPHRASE, UNTIL)
    owner = Owner(OWNER.workspace_id) if what == "workspace" else OWNER
    tasks, salts = ((ROW,), (SaltAt(1, 3),)) if what == "task" else ((), ())
    receipt = store.shred(owner, tasks, salts, "somebody")
    assert receipt.shred.backup_lapses_on == UNTIL
    home = tmp_path / "elsewhere"
    assert key_backup.restore(file, PASSPHRASE, home, store.list_file) == 1
    again = FileKeyStore(home)
    with pytest.raises(ContentDestroyed):
        Seal(again).open("task", OWNER, ROW, body)
    assert again.shreds() == (receipt,)


def test_a_shorter_list_is_no_excuse_and_another_story_is_refused(store: FileKeyStore, body: bytes, tmp_path: Path) -> None:
    before = tmp_path / "before.backup"
    key_backup.write(store, before, PASSPHRASE, UNTIL)
    store.shred(OWNER, (ROW,), (SaltAt(1, 3),), "somebody")
    file = tmp_path / "after.backup"
    key_backup.write(store, file, PASSPHRASE, UNTIL)
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"")
    key_backup.restore(file, PASSPHRASE, tmp_path / "one", empty)  # the backup's own list is the longer one
    with pytest.raises(ContentDestroyed):
        Seal(FileKeyStore(tmp_path / "one")).open("task", OWNER, ROW, body)

    other = key_backup.unpack(before, PASSPHRASE, tmp_path / "other")
    other.shred(OWNER, (uuid4(),), (SaltAt(1, 4),), "another")
    with pytest.raises(shred_list.ShredListsDiffer):
        key_backup.restore(file, PASSPHRASE, tmp_path / "two", other.list_file)
    foreign = FileKeyStore.open_or_create(tmp_path / "foreign")
    foreign.add_key(Owner(uuid4()))
    foreign.shred(Owner(uuid4()), (), (), "somebody")
    with pytest.raises(shred_list.ShredListBroken):
        key_backup.restore(file, PASSPHRASE, tmp_path / "two", foreign.list_file)
    assert list((tmp_path / "two").iterdir()) == []
