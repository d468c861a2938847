"""Heavy work in a process of its own, so that nobody's next task waits for it: niced, and gone when its parent is."""

import asyncio
import gc
import os
import sys
import threading
from typing import Any

import msgspec

from amana.model.errors import DomainError, revived

_NICENESS = 10
_LENGTH_BYTES = 8
_REFUSED = b"refused "
# Work in portions of some megabytes: memory that is given back and asked for again at each costs a sixth of the time.
_KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(1 << 26), "MALLOC_TRIM_THRESHOLD_": str(1 << 28)}


async def run(module: str, job: bytes) -> bytes:
    """Run `python -m module` on a job and return its reply. Raises the DomainError it replied, or WorkerLost."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | _KEEP_MEMORY,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        # Its standard input stays open: its end tells the worker that nobody waits any more.
        process.stdin.write(len(job).to_bytes(_LENGTH_BYTES) + job)
        await process.stdin.drain()
        reply = await process.stdout.read()
        await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if reply.startswith(_REFUSED):
        raise revived(*msgspec.json.decode(reply.removeprefix(_REFUSED), type=tuple[str, dict[str, Any]]))
    if process.returncode != 0:
        raise WorkerLost(f"{module} ended with status {process.returncode}")
    return reply


class WorkerLost(Exception):
    """A worker ended without a reply; what it said is on the engine's standard error."""


def job() -> bytes:
    """In the worker: the job. From here on the worker is nice, and ends at once when its parent does."""
    os.nice(_NICENESS)
    gc.disable()  # one job makes no rings worth looking for among millions of rows
    length = int.from_bytes(_exactly(_LENGTH_BYTES))
    asked = _exactly(length)

    def leave_with_parent() -> None:
        os.read(0, 1)
        os._exit(1)

    threading.Thread(target=leave_with_parent, daemon=True).start()
    return asked


def reply(content: bytes) -> None:
    """In the worker: the reply, its last act."""
    with os.fdopen(1, "wb", closefd=False) as out:
        out.write(content)


def refuse(error: DomainError) -> None:
    """In the worker: the refusal to raise where `run` was called."""
    reply(_REFUSED + msgspec.json.encode((error.code, error.facts)))


def _exactly(count: int) -> bytes:
    read = bytearray()
    while len(read) < count:
        piece = os.read(0, count - len(read))
        if not piece:
            os._exit(1)
        read += piece
    return bytes(read)
