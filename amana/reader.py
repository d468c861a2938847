"""A process that reads one kept file: `python -m amana.reader`, started by the engine (see outside/apart.py)."""

from pathlib import Path

import msgspec
import uvloop

from amana import tasktypes
from amana.actions.reading import Finding, Reading, ReadingRoom
from amana.config import Settings
from amana.model.errors import DomainError
from amana.outside import apart, keys
from amana.outside.seal import Seal
from amana.outside.uploads import Uploads
from amana.store.connect import AnyDatabase, DatabaseAddress, OwnDatabase
from amana.store.db import Database
from amana.tasktypes import TASK_TYPES


class Job(msgspec.Struct, frozen=True):
    """What the process must know: where things are (`embedded` None: your own database, by the environment), what to read."""

    home: str
    embedded: DatabaseAddress | None
    reading: Reading


def uploads_of(home: Path, seal: Seal) -> Uploads:
    return Uploads(home / "uploads", seal)


async def read_apart(home: Path, address: AnyDatabase, reading: Reading) -> Finding:
    """Have a file read by a process of its own. Raises what ReadingRoom.read raises."""
    job = Job(str(home), address if isinstance(address, DatabaseAddress) else None, reading)
    return msgspec.json.decode(await apart.run("amana.reader", msgspec.json.encode(job)), type=Finding)


async def _read(job: Job) -> Finding:
    TASK_TYPES.update(tasktypes.outside(tasktypes.installed()))
    home = Path(job.home)
    working_keys = keys.load_or_create(home)
    seal = Seal(working_keys)
    address: AnyDatabase | None = job.embedded
    if address is None:
        url = Settings.from_environment().database_url
        assert url is not None  # the engine that started this process has it
        address = OwnDatabase(url, working_keys.password_of)
    db = await Database.open(address, working_keys.scope)
    try:
        return await ReadingRoom(db, seal, uploads_of(home, seal)).read_here(job.reading)
    finally:
        await db.close()


if __name__ == "__main__":
    try:
        apart.reply(msgspec.json.encode(uvloop.run(_read(msgspec.json.decode(apart.job(), type=Job)))))
    except DomainError as refused:
        apart.refuse(refused)
