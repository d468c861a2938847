"""A process that listens to one file: `python -m amana.listener`, started by the engine (see outside/listening.py)."""

import io
import os
import resource
from typing import BinaryIO, cast

import msgspec

from amana.outside.listening import ASK, DONE, LENGTH_BYTES, PIECE, Answer, Asked
from amana.outside.sound import TooLong, TooMuch, Unfit, listen, probe

MEMORY_BYTES_MAX = 1024**3
_NICENESS = 10
_AHEAD_BYTES = 256 * 1024  # a trip for each of a decoder's small reads would cost more than the decoding


class Remote(io.RawIOBase):
    """The file, of which the engine gives the bytes that are asked for."""

    def __init__(self, size_bytes: int) -> None:
        self._size = size_bytes
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = max(0, {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence] + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        _say(ASK, self._at.to_bytes(8) + len(buffer).to_bytes(8))
        piece = _exactly(int.from_bytes(_exactly(LENGTH_BYTES)))
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


class Made(io.RawIOBase):
    """What is written goes to the engine. It is written from its beginning to its end."""

    _at = 0

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._at

    def write(self, piece: object) -> int:
        content = bytes(cast("bytes", piece))
        _say(PIECE, content)
        self._at += len(content)
        return len(content)


def _say(kind: bytes, content: bytes) -> None:
    said = kind + len(content).to_bytes(LENGTH_BYTES) + content
    while said:
        said = said[os.write(1, said) :]


def _exactly(count: int) -> bytes:
    read = bytearray()
    while len(read) < count:
        piece = os.read(0, count - len(read))
        if not piece:
            os._exit(1)  # nobody waits any more
        read += piece
    return bytes(read)


def _done(asked: Asked) -> Answer:
    file = cast("BinaryIO", io.BufferedReader(Remote(asked.size_bytes), _AHEAD_BYTES))
    try:
        if asked.what == "probe":
            return Answer(sound=probe(file, asked.size_bytes))
        return Answer(drawn=listen(file, cast("BinaryIO", Made()) if asked.make_playable else None))
    except (Unfit, TooLong, TooMuch) as refused:
        return Answer(refused=type(refused).__name__, reason=str(refused))


if __name__ == "__main__":
    os.nice(_NICENESS)
    asked = msgspec.msgpack.decode(_exactly(int.from_bytes(_exactly(LENGTH_BYTES))), type=Asked)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (asked.seconds_max, asked.seconds_max))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _say(DONE, msgspec.msgpack.encode(_done(asked)))
