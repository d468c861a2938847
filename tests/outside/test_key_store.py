"""The folder of keys: what a kill, another process, a rotation, a wrong file and a shredding do to it."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from amana.model.errors import ContentDestroyed, KeysMissing
from amana.outside import shred_list
from amana.outside.key_store import Backup, FileKeyStore, Owner
from amana.outside.salts import SALT_BYTES
from amana.outside.seal import SaltAt, Seal
from amana.outside.vault import HomeTooOld, KeyFileDamaged

WORKSPACE, PROJECT = uuid4(), uuid4()
OWNER = Owner(WORKSPACE, PROJECT)


@pytest.fixture
def store(tmp_path: Path) -> FileKeyStore:
    store = FileKeyStore.open_or_create(tmp_path)
    store.add_key(Owner(WORKSPACE))
    store.add_key(OWNER)
    return store


def test_a_store_is_made_once_and_read_by_everybody(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as several:
        stores = list(several.map(lambda _: FileKeyStore.open_or_create(tmp_path), range(8)))
    assert len({one.working.fingerprint for one in stores}) == 1
    assert FileKeyStore(tmp_path).working == stores[0].working


def test_no_key_lies_open_on_the_disk(store: FileKeyStore) -> None:
    secrets = [*store.keys(OWNER).values(), *store.keys(Owner(WORKSPACE)).values(), *store.keys(Owner(None)).values()]
    for path in (path for path in store.folder.rglob("*") if path.is_file()):
        assert path.stat().st_mode & 0o077 == 0, path
        assert not any(secret in path.read_bytes() for secret in secrets), path
    assert store.folder.stat().st_mode & 0o077 == 0


def test_a_kill_between_the_first_two_files_is_made_good(tmp_path: Path) -> None:
    FileKeyStore.open_or_create(tmp_path)
    (tmp_path / "keys" / "installation.vault").unlink()
    assert FileKeyStore.open_or_create(tmp_path).keys(Owner(None))


def test_a_lost_vault_is_not_made_anew_beside_others(store: FileKeyStore, tmp_path: Path) -> None:
    (store.folder / "installation.vault").unlink()
    with pytest.raises(KeyFileDamaged):
        FileKeyStore.open_or_create(tmp_path)


def test_a_home_of_before_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "root.key").write_bytes(bytes(32))
    with pytest.raises(HomeTooOld, match="another AMANA_HOME"):
        FileKeyStore.open_or_create(tmp_path)
    assert [path.name for path in (tmp_path / "keys").iterdir() if path.name != "lock"] == ["root.key"]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\x00", b'{"format":2,"keys":[{"number":1,"key":"AAAA"}]}'])
def test_another_root_key_opens_nothing(store: FileKeyStore, tmp_path: Path, content: bytes) -> None:
    (store.folder / "root.key").write_bytes(content)
    with pytest.raises(KeyFileDamaged):
        FileKeyStore(tmp_path)


def test_a_vault_under_another_name_does_not_open(store: FileKeyStore) -> None:
    another = uuid4()
    (store.folder / f"{WORKSPACE}.vault").rename(store.folder / f"{another}.vault")
    with pytest.raises(KeyFileDamaged):
        store.keys(Owner(another))


def test_rotating_the_installations_root_changes_files_and_no_key(store: FileKeyStore, tmp_path: Path) -> None:
    before, vault = store.keys(OWNER), (store.folder / f"{WORKSPACE}.vault").read_bytes()
    root = (store.folder / "root.key").read_bytes()
    assert store.rotate_root() == 2
    assert (store.folder / "root.key").read_bytes() != root
    assert (store.folder / f"{WORKSPACE}.vault").read_bytes() != vault
    again = FileKeyStore(tmp_path)
    assert again.keys(OWNER) == store.keys(OWNER) == before
    assert again.working == store.working
    (store.folder / f"{WORKSPACE}.vault").write_bytes(vault)  # a vault of before
    with pytest.raises(KeyFileDamaged, match=r"another root\.key"):
        again.keys(OWNER)


def test_a_rotation_that_is_cut_off_loses_nothing_and_is_finished_by_the_next(
    store: FileKeyStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from amana.outside import vault

    before = store.keys(OWNER)
    written = 0

    def dies_at_the_second(path: Path, content: bytes) -> None:
        nonlocal written
        written += 1
        if written == 2:
            raise KeyboardInterrupt
        path.write_bytes(content)

    with monkeypatch.context() as killed:
        killed.setattr(vault, "replace_and_erase", dies_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            store.rotate_root()
    again = FileKeyStore(tmp_path)
    assert again.keys(OWNER) == before
    assert again.working == store.working
    again.rotate_root()
    assert FileKeyStore(tmp_path).keys(OWNER) == before


def test_rotating_a_workspaces_root(store: FileKeyStore) -> None:
    before = store.keys(OWNER)
    store.rotate_workspace(WORKSPACE)
    assert store.keys(OWNER) == before
    with pytest.raises(KeysMissing):
        store.rotate_workspace(uuid4())


def test_a_torn_page_of_salts_is_gone_on_with(store: FileKeyStore) -> None:
    store.reserve(OWNER, 1, 5)
    kept = store.salt(OWNER, SaltAt(1, 4))
    page = store.folder / OWNER.folder / "1.salts"
    page.write_bytes(page.read_bytes()[: 5 * SALT_BYTES + 7])  # a kill in the middle of the sixth
    again = FileKeyStore(store.folder.parent)
    with pytest.raises(KeysMissing):
        again.salt(OWNER, SaltAt(1, 5))
    again.reserve(OWNER, 1, 6)
    assert again.salt(OWNER, SaltAt(1, 4)) == kept
    assert again.salt(OWNER, SaltAt(1, 5)) != bytes(SALT_BYTES)
    assert page.stat().st_size % SALT_BYTES == 0


def test_salts_differ_and_stay_as_they_are(store: FileKeyStore) -> None:
    store.reserve(OWNER, 1, 300)
    before = [store.salt(OWNER, SaltAt(1, row)) for row in range(300)]
    assert len(set(before)) == 300
    store.reserve(OWNER, 1, 3000)
    store.reserve(OWNER, 1, 10)
    assert [store.salt(OWNER, SaltAt(1, row)) for row in range(300)] == before
    store.salt(OWNER, SaltAt(1, 2999))


def test_nobody_gets_a_slot_twice(store: FileKeyStore) -> None:
    stores = [FileKeyStore(store.folder.parent) for _ in range(4)]
    with ThreadPoolExecutor(4) as several:
        given = [slot for slots in several.map(lambda one: one.new_slots(OWNER, 25), stores * 4) for slot in slots]
    assert len(set(given)) == 400
    assert SaltAt(0, 0) not in given
    assert len({store.salt(OWNER, slot) for slot in given}) == 400


# ---- shredding ----------------------------------------------------------------------------------------------------------------


def test_a_destroyed_salt_closes_its_bodies_and_no_others(store: FileKeyStore) -> None:
    seal, row = Seal(store), uuid4()
    store.reserve(OWNER, 1, 10)
    gone, stays = (seal.seal("task", OWNER, row, b"words", salt=SaltAt(1, number)) for number in (3, 4))
    signed = store.shred(OWNER, (row,), (SaltAt(1, 3),), "somebody")
    for one in (seal, Seal(FileKeyStore(store.folder.parent))):
        with pytest.raises(ContentDestroyed) as refused:
            one.open("task", OWNER, row, gone)
        assert refused.value.destroyed_on == signed.shred.at.date().isoformat()
        assert one.open("task", OWNER, row, stays) == b"words"
        with pytest.raises(ContentDestroyed):
            one.seal("task", OWNER, row, b"again", salt=SaltAt(1, 3))


@pytest.mark.parametrize("whole", [False, True])
def test_a_destroyed_project_or_workspace_closes_everything_of_it(store: FileKeyStore, whole: bool) -> None:
    seal, row, other = Seal(store), uuid4(), Owner(WORKSPACE, uuid4())
    elsewhere = Owner(uuid4())
    store.add_key(other)
    store.add_key(elsewhere)
    store.reserve(OWNER, 1, 10)
    gone = [seal.seal("project", OWNER, row, b"words"), seal.seal("task", OWNER, row, b"words", salt=SaltAt(1, 3))]
    beside = seal.seal("project", other, row, b"words")
    store.shred(Owner(WORKSPACE) if whole else OWNER, (), (), "somebody")
    for one in (seal, Seal(FileKeyStore(store.folder.parent))):
        for kind, body in zip(("project", "task"), gone, strict=True):
            with pytest.raises(ContentDestroyed):
                one.open(kind, OWNER, row, body)  # type: ignore[arg-type]
        with pytest.raises(ContentDestroyed):
            one.store.add_key(OWNER)
        with pytest.raises(ContentDestroyed):
            one.store.reserve(OWNER, 2, 1)
        one.seal("workspace", elsewhere, row, b"")
        if whole:
            with pytest.raises(ContentDestroyed):
                one.open("project", other, row, beside)
        else:
            assert one.open("project", other, row, beside) == b"words"
    assert not (store.folder / OWNER.folder).exists()
    assert (store.folder / f"{WORKSPACE}.vault").exists() != whole


def test_every_entry_is_signed_and_follows_the_one_before(store: FileKeyStore) -> None:
    store.reserve(OWNER, 1, 10)
    tasks = [uuid4() for _ in range(3)]
    receipts = [store.shred(OWNER, (task,), (SaltAt(1, row),), "somebody") for row, task in enumerate(tasks)]
    assert store.shred(OWNER, (tasks[1],), (SaltAt(1, 1),), "another") == receipts[1]  # again is the same
    assert store.shreds() == tuple(receipts)
    path = store.folder / "shreds.jsonl"
    lines = path.read_bytes().splitlines()
    assert shred_list.checked(lines, receipts[0].signature.public_key) == tuple(receipts)
    for altered in ([lines[1]], [lines[0], lines[2]], [lines[1], lines[0]], [lines[0].replace(b"somebody", b"nobody")], [b"{}"]):
        path.write_bytes(b"\n".join(altered) + b"\n")
        with pytest.raises(shred_list.ShredListBroken):
            FileKeyStore(store.folder.parent)
    path.write_bytes(b"\n".join(lines) + b'\n{"shred":{"num')  # a kill in the middle of an entry that nobody was told of
    again = FileKeyStore(store.folder.parent)
    assert again.shreds() == tuple(receipts)
    again.shred(OWNER, (), (), "somebody")
    assert len(FileKeyStore(store.folder.parent).shreds()) == 4


def test_a_receipt_names_the_day_the_last_backup_lapses(store: FileKeyStore) -> None:
    from datetime import UTC, datetime, timedelta

    store.reserve(OWNER, 1, 10)
    assert store.shred(OWNER, (uuid4(),), (SaltAt(1, 1),), "x").shred.backup_lapses_on is None
    now = datetime.now(UTC)
    for days in (-3, 40, 7):
        store.note_backup(Backup(now, (now + timedelta(days=days)).date()))
    expected = (now + timedelta(days=40)).date()
    assert store.shred(OWNER, (uuid4(),), (SaltAt(1, 2),), "x").shred.backup_lapses_on == expected


@pytest.mark.parametrize("what", ["task", "project", "workspace"])
def test_old_files_that_are_put_back_are_destroyed_again_before_anything_opens(
    store: FileKeyStore, tmp_path: Path, what: str
) -> None:
    seal, row = Seal(store), uuid4()
    store.reserve(OWNER, 1, 10)
    body = seal.seal("task", OWNER, row, b"words", salt=SaltAt(1, 3))
    old = {path: path.read_bytes() for path in store.folder.rglob("*") if path.suffix in (".vault", ".salts")}
    owner = Owner(WORKSPACE) if what == "workspace" else OWNER
    store.shred(owner, (row,) if what == "task" else (), (SaltAt(1, 3),) if what == "task" else (), "somebody")
    for path, content in old.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    again = FileKeyStore(tmp_path)
    with pytest.raises(ContentDestroyed):
        Seal(again).open("task", OWNER, row, body)
    assert again.replay() == 0
    if what == "task":
        assert (store.folder / OWNER.folder / "1.salts").read_bytes()[3 * SALT_BYTES : 4 * SALT_BYTES] == bytes(SALT_BYTES)
    else:
        assert not (store.folder / OWNER.folder).exists()


def _opens_until_destroyed(home: Path, owner: Owner, row: UUID, body: bytes, said: Connection) -> None:
    seal = Seal(FileKeyStore(home))
    said.send(seal.open("task", owner, row, body))
    said.recv()
    try:
        said.send(seal.open("task", owner, row, body))
    except ContentDestroyed:
        said.send("destroyed")


@pytest.mark.parametrize("tasks", [1, 0])
def test_another_process_that_has_opened_it_before_sees_it_gone_at_once(store: FileKeyStore, tmp_path: Path, tasks: int) -> None:
    row = uuid4()
    store.reserve(OWNER, 1, 10)
    body = Seal(store).seal("task", OWNER, row, b"words", salt=SaltAt(1, 3))
    here, there = multiprocessing.Pipe()
    arguments = (tmp_path, OWNER, row, body, there)
    other = multiprocessing.get_context("spawn").Process(target=_opens_until_destroyed, args=arguments, daemon=True)
    other.start()
    there.close()  # should the other die, `recv` ends
    assert here.recv() == b"words"
    store.shred(OWNER, (row,) * tasks, (SaltAt(1, 3),) * tasks, "somebody")
    here.send("look again")
    assert here.recv() == "destroyed"
    other.join()
