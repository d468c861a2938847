"""Sound in a process of its own (`python -m amana.listener`), which has neither keys nor settings nor a connection.

It asks for the bytes that it wants and is given them; what it makes comes back the same way. A decoder that a hostile file
takes over has that file. It is niced, has so much memory and processor time, and is killed when its time is over.
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import msgspec

from amana.outside.sound import Drawn, Sound, TooLong, TooMuch, Unfit

PROBE_SECONDS_MAX = 60
LISTEN_SECONDS_MAX = 1800
LENGTH_BYTES = 8
ASK, PIECE, DONE = b"?", b">", b"."

Read = Callable[[int, int], Awaitable[bytes]]


class Asked(msgspec.Struct, frozen=True):
    """What the process is to do: look at a file (`probe`), or draw it, and perhaps make it playable (`listen`)."""

    what: str
    size_bytes: int
    seconds_max: int
    make_playable: bool = False


class Answer(msgspec.Struct, frozen=True):
    """What came of it; or which refusal, with its words."""

    sound: Sound | None = None
    drawn: Drawn | None = None
    refused: str | None = None
    reason: str = ""


class TooSlow(Exception):
    """The process was killed because its time was over."""


_REFUSALS: dict[str, type[Exception]] = {kind.__name__: kind for kind in (Unfit, TooLong, TooMuch)}


async def probe(read: Read, size_bytes: int) -> Sound:
    """What a file is. `read(start, stop)` gives its bytes. Raises Unfit, TooLong, TooMuch, TooSlow."""
    async with _talk(Asked("probe", size_bytes, PROBE_SECONDS_MAX), read) as talk:
        answer = await talk.answer()
    assert answer.sound is not None
    return answer.sound


@asynccontextmanager
async def listen(read: Read, size_bytes: int, *, make_playable: bool) -> AsyncIterator["Talk"]:
    """Have a file listened to: first `pieces()` of what is to be played, then its `answer()`. Raises as `probe`."""
    async with _talk(Asked("listen", size_bytes, LISTEN_SECONDS_MAX, make_playable), read) as talk:
        yield talk


class Talk:
    """A process at work: what it asks for is given while somebody waits for what it makes."""

    def __init__(self, process: asyncio.subprocess.Process, read: Read, size_bytes: int) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process, self._in, self._out = process, process.stdin, process.stdout
        self._read, self._size_bytes = read, size_bytes
        self._answer: bytes | None = None

    async def pieces(self) -> AsyncIterator[bytes]:
        """What it writes, until it has an answer."""
        while self._answer is None:
            kind, content = await self._heard()
            if kind == PIECE:
                yield content
            elif kind == DONE:
                self._answer = content
            else:
                start = min(int.from_bytes(content[:8]), self._size_bytes)
                stop = min(start + int.from_bytes(content[8:]), self._size_bytes)
                wanted = await self._read(start, stop) if stop > start else b""
                self._in.write(len(wanted).to_bytes(LENGTH_BYTES) + wanted)
                await self._in.drain()

    async def answer(self) -> Answer:
        async for _ in self.pieces():
            pass
        assert self._answer is not None
        answer = msgspec.msgpack.decode(self._answer, type=Answer)
        if answer.refused is not None:
            raise _REFUSALS[answer.refused](answer.reason)
        return answer

    async def _heard(self) -> tuple[bytes, bytes]:
        try:
            head = await self._out.readexactly(1 + LENGTH_BYTES)
            return head[:1], await self._out.readexactly(int.from_bytes(head[1:]))
        except (asyncio.IncompleteReadError, ConnectionError):
            raise Unfit("it can't be listened to: whatever tried it died of it.") from None


@asynccontextmanager
async def _talk(asked: Asked, read: Read) -> AsyncIterator[Talk]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "amana.listener",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # decoders speak of what they were given
        env=kept | {"OPENBLAS_NUM_THREADS": "1"},
    )
    talk = Talk(process, read, asked.size_bytes)
    try:
        job = msgspec.msgpack.encode(asked)
        talk._in.write(len(job).to_bytes(LENGTH_BYTES) + job)
        async with asyncio.timeout(asked.seconds_max):
            yield talk
    except TimeoutError:
        raise TooSlow from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        await process.wait()
