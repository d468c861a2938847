"""A process that reads one kept file: `python -m amana.reader`, started by the engine (see outside/apart.py)."""

import resource
from pathlib import Path

import msgspec
import uvloop

from amana.actions.reading import Finding, Reading, ReadingRoom
from amana.model.errors import DomainError
from amana.outside import apart
from amana.outside.seal import Seal
from amana.outside.uploads import Uploads
from amana.worker import Place

MEMORY_BYTES_MAX = 2 * 1024**3


class Job(msgspec.Struct, frozen=True):
    """What the process must know: where things are, what to read."""

    place: Place
    reading: Reading


def uploads_of(home: Path, seal: Seal) -> Uploads:
    return Uploads(home / "uploads", seal)


async def read_apart(place: Place, reading: Reading) -> Finding:
    """Have a file read by a process of its own. Raises what ReadingRoom.read raises."""
    job = Job(place, reading)
    return msgspec.json.decode(await apart.run("amana.reader", msgspec.json.encode(job)), type=Finding)


async def _read(job: Job) -> Finding:
    # A file that unpacks to more than was thought of ends here, with a refusal, and not in the memory of everybody else.
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    async with job.place.open() as (db, seal):
        return await ReadingRoom(db, seal, uploads_of(Path(job.place.home), seal)).read_here(job.reading)


if __name__ == "__main__":
    try:
        apart.reply(msgspec.json.encode(uvloop.run(_read(msgspec.json.decode(apart.job(), type=Job)))))
    except DomainError as refused:
        apart.refuse(refused)
