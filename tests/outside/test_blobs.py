"""Blobs in a folder and in an S3-compatible store: any range of what was put, and nothing of what was tampered with."""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from moto.server import ThreadedMotoServer

from amana.config import BlobsAt, SettingInvalid
from amana.model.errors import BlobMissing, BlobsAway, ContentDestroyed
from amana.model.shreds import SaltAt
from amana.outside.blobs import FRAME_BYTES, S3, BlobHome, Blobs, Folder, blob_name
from amana.outside.key_store import FileKeyStore
from amana.outside.seal import OVERHEAD_BYTES, Owner, Seal, SealBroken

BUCKET = "amana-test"
SEALED_FRAME = FRAME_BYTES + OVERHEAD_BYTES
SIZES = (1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 5 * FRAME_BYTES, 23 * FRAME_BYTES + 77)


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """A store that speaks S3, with one bucket; its address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    who = {"AWS_ACCESS_KEY_ID": "somebody", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1"}
    before = {name: os.environ.get(name) for name in who}
    os.environ.update(who)
    httpx.put(f"{endpoint}/{BUCKET}").raise_for_status()
    yield endpoint
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> BlobHome:
    if request.param == "folder":
        return Folder(tmp_path / "blobs")
    return S3(BlobsAt(f"s3://{BUCKET}/{uuid4().hex}", request.getfixturevalue("s3")))


class Shelf:
    """Blobs of one project in one home."""

    def __init__(self, folder: Path, home: BlobHome) -> None:
        self.store = FileKeyStore.open_or_create(folder)
        self.owner = Owner(uuid4(), uuid4())
        self.store.add_key(Owner(self.owner.workspace_id))
        self.store.add_key(self.owner)
        self.home, self.seal = home, Seal(self.store)
        self.blobs = Blobs(home, self.seal)

    async def put(self, content: bytes) -> tuple[UUID, SaltAt]:
        name = blob_name(self.seal.digest(self.owner, content))
        [salt] = self.store.new_slots(self.owner, 1)
        await self.blobs.put(self.owner, name, salt, in_pieces(content))
        return name, salt

    async def read(self, name: UUID, size: int, start: int = 0, stop: int | None = None) -> bytes:
        stop = size if stop is None else stop
        return b"".join([piece async for piece in self.blobs.read(self.owner, name, size, start, stop)])

    def path(self, name: UUID) -> str:
        return f"{self.owner.workspace_id}/{self.owner.project_id}/{name.hex}"

    async def raw(self, name: UUID) -> bytes:
        return await self.home.read(self.path(name), 0, 2**26)

    async def overwrite(self, name: UUID, raw: bytes) -> None:
        await self.home.put(self.path(name), in_pieces(raw))


@pytest.fixture
def shelf(tmp_path: Path, home: BlobHome) -> Shelf:
    return Shelf(tmp_path / "home", home)


async def in_pieces(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 100_003):
        yield content[start : start + 100_003]


@pytest.mark.parametrize("size", SIZES)
async def test_any_range_of_what_was_put_comes_back(shelf: Shelf, size: int) -> None:
    content = random.Random(size).randbytes(size)
    name, _ = await shelf.put(content)
    assert await shelf.read(name, size) == content
    chance = random.Random(1)
    for _ in range(10):
        start = chance.randrange(size)
        stop = chance.randint(start + 1, size)
        assert await shelf.read(name, size, start, stop) == content[start:stop]
    assert size < 64 or content[:64] not in await shelf.raw(name)


async def test_a_name_is_the_projects_own_and_the_same_file_has_one(tmp_path: Path) -> None:
    one, other = Shelf(tmp_path / "one", Folder(tmp_path / "b")), Shelf(tmp_path / "other", Folder(tmp_path / "b"))
    assert (await one.put(b"x"))[0] == (await one.put(b"x"))[0] != (await other.put(b"x"))[0]
    in_pieces_too = one.seal.hasher(one.owner)
    in_pieces_too.update(b"a")
    in_pieces_too.update(b"b")
    assert in_pieces_too.digest() == one.seal.digest(one.owner, b"ab")


async def test_frames_that_were_cut_off_swapped_moved_or_altered_do_not_open(shelf: Shelf) -> None:
    content = os.urandom(3 * FRAME_BYTES)
    name, _ = await shelf.put(content)
    raw = await shelf.raw(name)
    frames = [raw[at : at + SEALED_FRAME] for at in range(0, len(raw), SEALED_FRAME)]
    assert len(frames) == 3
    other = b"other" * FRAME_BYTES
    other_name, _ = await shelf.put(other[: 3 * FRAME_BYTES])
    others = await shelf.raw(other_name)
    tampered = {
        "cut off at a frame": (b"".join(frames[:2]), 2 * FRAME_BYTES),
        "cut off within one": (raw[:-9], len(content)),
        "a frame left out": (frames[0] + frames[2], 2 * FRAME_BYTES),
        "swapped": (frames[1] + frames[0] + frames[2], len(content)),
        "the last one twice": (raw + frames[2], len(content) + FRAME_BYTES),
        "of another blob": (others[:SEALED_FRAME] + b"".join(frames[1:]), len(content)),
        "altered": (raw[:1000] + bytes([raw[1000] ^ 1]) + raw[1001:], len(content)),
    }
    for what, (bad, size) in tampered.items():
        await shelf.overwrite(name, bad)
        with pytest.raises(SealBroken):
            pytest.fail(f"{what}: {len(await shelf.read(name, size))} bytes were read")
    await shelf.overwrite(name, raw)
    assert await shelf.read(name, len(content)) == content


async def test_a_blob_whose_salt_was_destroyed_opens_nowhere(shelf: Shelf) -> None:
    name, salt = await shelf.put(b"x" * 1000)
    shelf.store.shred(shelf.owner, (uuid4(),), (salt,), "somebody")
    with pytest.raises(ContentDestroyed):
        await shelf.read(name, 1000)


async def test_what_breaks_off_leaves_nothing(shelf: Shelf) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"x" * (30 * FRAME_BYTES)
        raise ConnectionResetError

    name = uuid4()
    with pytest.raises((ConnectionResetError, BlobsAway)):
        await shelf.blobs.put(shelf.owner, name, shelf.store.new_slots(shelf.owner, 1)[0], broken())
    with pytest.raises(BlobMissing):
        await shelf.raw(name)


async def test_deleting_takes_what_is_named_and_no_more(shelf: Shelf) -> None:
    names = [(await shelf.put(bytes([number])))[0] for number in range(4)]
    elsewhere = Owner(shelf.owner.workspace_id, uuid4())
    shelf.store.add_key(elsewhere)
    kept = shelf.seal.store.new_slots(elsewhere, 1)[0]
    await shelf.blobs.put(elsewhere, names[0], kept, in_pieces(b"kept"))
    await shelf.blobs.delete(shelf.owner, names[:1])
    await shelf.blobs.delete(shelf.owner, names[:1])  # again is harmless
    with pytest.raises(BlobMissing):
        await shelf.raw(names[0])
    assert await shelf.read(names[1], 1) == b"\x01"
    await shelf.blobs.delete_all(shelf.owner)
    for name in names:
        with pytest.raises(BlobMissing):
            await shelf.raw(name)
    assert [piece async for piece in shelf.blobs.read(elsewhere, names[0], 4, 0, 4)] == [b"kept"]
    await shelf.blobs.delete_all(Owner(shelf.owner.workspace_id))
    with pytest.raises(BlobMissing):
        await shelf.home.read(f"{elsewhere.workspace_id}/{elsewhere.project_id}/{names[0].hex}", 0, 9)


async def test_what_a_kill_left_unfinished_goes_by_its_age(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "home", Folder(tmp_path / "blobs"))
    name, _ = await shelf.put(b"whole")
    left = (tmp_path / "blobs" / shelf.path(name)).with_name(".x.new")
    left.write_bytes(b"x")
    os.utime(left, (1, 1))
    assert await shelf.home.delete_unfinished(60) == 1
    assert not left.exists()
    assert await shelf.read(name, 5) == b"whole"


async def test_a_store_that_does_not_answer_is_said_in_words(tmp_path: Path, s3: str) -> None:
    away = S3(BlobsAt(f"s3://{BUCKET}", "http://127.0.0.1:9"))
    no_bucket = S3(BlobsAt("s3://nobodys", s3))
    for store in (away, no_bucket):
        with pytest.raises(BlobsAway, match="does not answer"):
            await asyncio.wait_for(store.said(), 120)


def test_a_place_for_blobs_is_a_bucket_whose_way_nobody_listens_to() -> None:
    assert repr(BlobsAt("s3://b/folder/", "https://store.example.org")) == "s3://b/folder at https://store.example.org"
    for url, endpoint in (("/tmp", None), ("https://b", None), ("s3://", None), ("s3://me:secret@b", None), ("s3://b", "http://store.example.org")):  # fmt: skip
        with pytest.raises(SettingInvalid):
            BlobsAt(url, endpoint)
