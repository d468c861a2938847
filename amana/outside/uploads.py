"""Files that clients sent to be imported: sealed frame by frame in a folder of the home, for a day."""

import asyncio
import errno
import io
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

from amana.model.errors import DiskFull
from amana.outside.seal import OVERHEAD_BYTES, Owner, SaltAt, Seal

FRAME_BYTES = 1024 * 1024
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class Uploads:
    """The folder. A file is whole or absent: it is written aside and renamed when its last byte is there."""

    def __init__(self, folder: Path, seal: Seal) -> None:
        self._folder = folder
        self._seal = seal

    async def keep(self, owner: Owner, upload_id: UUID, salt: SaltAt, content: AsyncIterator[bytes]) -> int:
        """Seal and keep `content` as it arrives; how many bytes there were. Nothing is left if the sender breaks off.

        Raises DiskFull.
        """
        await asyncio.to_thread(self._folder.mkdir, mode=0o700, parents=True, exist_ok=True)
        aside = self._path(upload_id).with_suffix(".new")
        size = frames = 0
        try:
            with await asyncio.to_thread(open, aside, "wb") as file:
                async for frame in _frames(content):
                    sealed = self._seal.seal("upload", owner, upload_id, frame, frames, salt)
                    await asyncio.to_thread(file.write, sealed)
                    size += len(frame)
                    frames += 1
            await asyncio.to_thread(aside.rename, self._path(upload_id))
        except BaseException as error:
            aside.unlink(missing_ok=True)
            if isinstance(error, OSError) and error.errno in _NO_ROOM:
                raise DiskFull() from error
            raise
        return size

    def open(self, owner: Owner, upload_id: UUID) -> io.BufferedReader:
        """The file as it was sent, readable from anywhere. Raises FileNotFoundError."""
        return io.BufferedReader(_Sealed(self._path(upload_id), self._seal, owner, upload_id), FRAME_BYTES)

    def delete(self, upload_id: UUID) -> None:
        self._path(upload_id).unlink(missing_ok=True)

    def delete_older(self, seconds: float) -> int:
        """Delete what came more than `seconds` ago, whole or not; how many files."""
        if not self._folder.exists():
            return 0
        old = [path for path in self._folder.iterdir() if path.stat().st_mtime < time.time() - seconds]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _path(self, upload_id: UUID) -> Path:
        return self._folder / f"{upload_id}.sealed"


class _Sealed(io.RawIOBase):
    """Opens a frame at a time; the last one is remembered."""

    def __init__(self, path: Path, seal: Seal, owner: Owner, upload_id: UUID) -> None:
        self._file = open(path, "rb")  # noqa: SIM115 - closed with this one
        self._seal = seal
        self._bound = (owner, upload_id)
        sealed = os.fstat(self._file.fileno()).st_size
        whole, rest = divmod(sealed, FRAME_BYTES + OVERHEAD_BYTES)
        self._size = whole * FRAME_BYTES + max(0, rest - OVERHEAD_BYTES)
        self._at = 0
        self._frame_no = -1
        self._frame = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        frame_no, within = divmod(self._at, FRAME_BYTES)
        if self._at >= self._size:
            return 0
        if frame_no != self._frame_no:
            self._file.seek(frame_no * (FRAME_BYTES + OVERHEAD_BYTES))
            owner, upload_id = self._bound
            sealed = self._file.read(FRAME_BYTES + OVERHEAD_BYTES)
            self._frame = self._seal.open("upload", owner, upload_id, sealed, part=frame_no)
            self._frame_no = frame_no
        piece = self._frame[within : within + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()


async def _frames(content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The stream in frames of FRAME_BYTES, the last one shorter."""
    waiting = bytearray()
    async for piece in content:
        waiting += piece
        while len(waiting) >= FRAME_BYTES:
            yield bytes(waiting[:FRAME_BYTES])
            del waiting[:FRAME_BYTES]
    if waiting:
        yield bytes(waiting)
