"""A process that reads one kept file: `python -m amana.reader`, started by the engine (see outside/apart.py)."""

from pathlib import Path

import msgspec
import uvloop

from amana import tasktypes
from amana.actions.reading import Finding, Reading, ReadingRoom
from amana.beside import Whereabouts
from amana.model.errors import DomainError
from amana.outside import apart
from amana.outside.seal import Seal
from amana.outside.uploads import Uploads
from amana.tasktypes import TASK_TYPES


class Job(msgspec.Struct, frozen=True):
    """What the process must know: where things are, what to read."""

    where: Whereabouts
    reading: Reading


def uploads_of(home: Path, seal: Seal) -> Uploads:
    return Uploads(home / "uploads", seal)


async def read_apart(where: Whereabouts, reading: Reading) -> Finding:
    """Have a file read by a process of its own. Raises what ReadingRoom.read raises."""
    return msgspec.json.decode(await apart.run("amana.reader", msgspec.json.encode(Job(where, reading))), type=Finding)


async def _read(job: Job) -> Finding:
    TASK_TYPES.update(tasktypes.outside(tasktypes.installed()))
    async with job.where.opened() as (db, working_keys):
        seal = Seal(working_keys)
        return await ReadingRoom(db, seal, uploads_of(Path(job.where.home), seal)).read_here(job.reading)


if __name__ == "__main__":
    try:
        apart.reply(msgspec.json.encode(uvloop.run(_read(msgspec.json.decode(apart.job(), type=Job)))))
    except DomainError as refused:
        apart.refuse(refused)
