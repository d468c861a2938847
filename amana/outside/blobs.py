"""Files that clients bring and people look at or listen to: sealed in frames, in a folder of the home or an S3-compatible store.

A blob is named by a keyed hash of its content, so that its name tells nothing and a project keeps the same file once. Each frame
is a sealed body of its own (see seal.py), bound to workspace, project, name, its number and whether it is the last: so any range
is served by opening the frames it lies in, and frames can't be cut off, swapped or moved to another blob.
"""

import asyncio
import errno
import os
import shutil
import time
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID, uuid4, uuid5

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from amana.config import BlobsAt
from amana.model.errors import BlobMissing, BlobsAway, DiskFull
from amana.outside.files import rename_for_good
from amana.outside.seal import OVERHEAD_BYTES, Owner, SaltAt, Seal, SealBroken

FRAME_BYTES = 256 * 1024
_SEALED_FRAME_BYTES = FRAME_BYTES + OVERHEAD_BYTES
_FRAMES_AT_ONCE = 4
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_UNFINISHED = ".new"
_S3_WAIT = timedelta(seconds=20)
_S3_PART_BYTES = 5 * 1024 * 1024


class BlobHome(Protocol):
    """Where sealed files lie, by paths of `owner/name`."""

    async def put(self, path: str, pieces: AsyncIterator[bytes]) -> None:
        """Keep a file, whole or not at all, in place of what was there. Raises DiskFull, BlobsAway."""

    async def read(self, path: str, start: int, stop: int) -> bytes:
        """These bytes of a file, fewer at its end. Raises BlobMissing, BlobsAway."""

    async def delete(self, path: str) -> None:
        """Nothing is there any more. Raises BlobsAway."""

    async def delete_all(self, prefix: str) -> None:
        """The same for all that lies under `prefix/`."""

    async def delete_unfinished(self, seconds: float) -> int:
        """Delete what began to come more than `seconds` ago and never became whole; how many."""

    async def said(self) -> str:
        """What it is and that it answers, in words. Raises BlobsAway."""


class Blobs:
    """Puts, reads and deletes blobs."""

    def __init__(self, home: BlobHome, seal: Seal) -> None:
        self.home = home
        self._seal = seal

    async def put(self, owner: Owner, name: UUID, salt: SaltAt, content: AsyncIterator[bytes]) -> None:
        """Seal and keep a content as it comes; whole or not at all. Again under the same salt changes nothing.

        Raises DiskFull, BlobsAway, ContentDestroyed.
        """

        async def sealed() -> AsyncIterator[bytes]:
            number = 0
            async for frame, is_last in _frames(content):
                yield self._seal.seal("blob", owner, name, frame, _part(number, is_last=is_last), salt)
                number += 1

        await self.home.put(_path(owner, name), sealed())

    async def read(self, owner: Owner, name: UUID, size_bytes: int, start: int, stop: int) -> AsyncIterator[bytes]:
        """The bytes from `start` to before `stop` of a blob whose content has `size_bytes`.

        Raises SealBroken where it was altered or cut off, ContentDestroyed, KeysMissing, BlobMissing, BlobsAway.
        """
        last = max(0, size_bytes - 1) // FRAME_BYTES
        for first in range(start // FRAME_BYTES, (stop - 1) // FRAME_BYTES + 1, _FRAMES_AT_ONCE):
            after = min(first + _FRAMES_AT_ONCE, (stop - 1) // FRAME_BYTES + 1)
            sealed = await self.home.read(_path(owner, name), first * _SEALED_FRAME_BYTES, after * _SEALED_FRAME_BYTES)
            for number in range(first, after):
                at = (number - first) * _SEALED_FRAME_BYTES
                part = _part(number, is_last=number == last)
                frame = self._seal.open("blob", owner, name, sealed[at : at + _SEALED_FRAME_BYTES], part)
                begins = number * FRAME_BYTES
                if len(frame) != min(FRAME_BYTES, size_bytes - begins):
                    raise SealBroken(f"the sealed blob {name} is not as long as it was")
                yield frame[max(0, start - begins) : stop - begins]

    async def delete(self, owner: Owner, names: Iterable[UUID]) -> None:
        for name in names:
            await self.home.delete(_path(owner, name))

    async def delete_all(self, owner: Owner) -> None:
        """Every blob of a project, or (an owner without one) of a workspace."""
        await self.home.delete_all(f"{owner.workspace_id}/{owner.project_id}" if owner.project_id else f"{owner.workspace_id}")


def blob_name(digest: bytes) -> UUID:
    """The name of the content that has this keyed hash: half of it, which nobody finds a second content for without the key."""
    return UUID(bytes=digest[:16])


def made_of(blob: UUID, what: str) -> UUID:
    """The name of what was made of a blob: it follows from the blob's own, so that it is found, and destroyed, without a list."""
    return uuid5(blob, what)


def home_of(home: Path, at: BlobsAt | None) -> BlobHome:
    """The store that the settings name, or the folder of the engine's home."""
    return S3(at) if at else Folder(home / "blobs")


class Folder:
    """A folder of the engine's home. A file is written aside, flushed, put in place."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, path: str, pieces: AsyncIterator[bytes]) -> None:
        target = self._folder / path
        aside = target.with_name(f".{target.name}.{uuid4().hex}{_UNFINISHED}")
        try:
            await asyncio.to_thread(target.parent.mkdir, mode=0o700, parents=True, exist_ok=True)
            with await asyncio.to_thread(_made, aside) as file:
                async for piece in pieces:
                    await asyncio.to_thread(file.write, piece)
                await asyncio.to_thread(_flushed, file)
            await asyncio.to_thread(rename_for_good, aside, target)
        except BaseException as error:
            aside.unlink(missing_ok=True)
            if isinstance(error, OSError) and error.errno in _NO_ROOM:
                raise DiskFull() from error
            raise

    async def read(self, path: str, start: int, stop: int) -> bytes:
        try:
            return await asyncio.to_thread(_piece, self._folder / path, start, stop)
        except FileNotFoundError:
            raise BlobMissing() from None

    async def delete(self, path: str) -> None:
        await asyncio.to_thread((self._folder / path).unlink, missing_ok=True)

    async def delete_all(self, prefix: str) -> None:
        await asyncio.to_thread(shutil.rmtree, self._folder / prefix, ignore_errors=True)

    async def delete_unfinished(self, seconds: float) -> int:
        return await asyncio.to_thread(self._delete_unfinished, time.time() - seconds)

    def _delete_unfinished(self, before: float) -> int:
        old = [path for path in self._folder.rglob(f".*{_UNFINISHED}") if path.stat().st_mtime < before]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    async def said(self) -> str:
        return f"in {self._folder}"


class S3:
    """A bucket of any store that speaks S3. Who we are to it is in the environment, as for any program that asks S3.

    What never became whole is the store's own to forget: give the bucket a rule for unfinished uploads.
    """

    def __init__(self, at: BlobsAt) -> None:
        self._at = at
        self._store = S3Store(
            at.bucket,
            prefix=at.prefix or None,
            endpoint=at.endpoint,
            virtual_hosted_style_request=False,
            client_options={"allow_http": at.endpoint is not None and at.endpoint.startswith("http://")},
            retry_config={"max_retries": 3, "retry_timeout": _S3_WAIT},
        )

    async def put(self, path: str, pieces: AsyncIterator[bytes]) -> None:
        with _Away(self._at):
            await obstore.put_async(self._store, path, pieces, chunk_size=_S3_PART_BYTES)

    async def read(self, path: str, start: int, stop: int) -> bytes:
        try:
            with _Away(self._at):
                return bytes(await obstore.get_range_async(self._store, path, start=start, end=stop))
        except FileNotFoundError:
            raise BlobMissing() from None

    async def delete(self, path: str) -> None:
        with _Away(self._at):
            await obstore.delete_async(self._store, path)

    async def delete_all(self, prefix: str) -> None:
        with _Away(self._at):
            async for some in obstore.list(self._store, prefix):
                await obstore.delete_async(self._store, [one["path"] for one in some])

    async def delete_unfinished(self, seconds: float) -> int:
        return 0

    async def said(self) -> str:
        with _Away(self._at):
            await anext(aiter(obstore.list(self._store, chunk_size=1)), None)
        return f"in {self._at!r}, which answers"


class _Away:
    """Turns what the store's client raises into words."""

    def __init__(self, at: BlobsAt) -> None:
        self._at = at

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, BaseError) and not isinstance(error, FileNotFoundError):
            raise BlobsAway(store=repr(self._at)) from error


def _path(owner: Owner, name: UUID) -> str:
    return f"{owner.workspace_id}/{owner.project_id}/{name.hex}"


def _part(number: int, *, is_last: bool) -> int:
    return number << 1 | is_last


async def _frames(content: AsyncIterator[bytes]) -> AsyncIterator[tuple[bytes, bool]]:
    """The content in frames of FRAME_BYTES, and whether each is the last, which may be shorter."""
    waiting = bytearray()
    async for piece in content:
        waiting += piece
        while len(waiting) > FRAME_BYTES:
            yield bytes(waiting[:FRAME_BYTES]), False
            del waiting[:FRAME_BYTES]
    yield bytes(waiting), True


def _made(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _flushed(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _piece(path: Path, start: int, stop: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        return file.read(stop - start)
