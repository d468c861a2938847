"""A process that looks for near-duplicates: `python -m amana.sifter`, started by the engine (see outside/apart.py)."""

import msgspec
import uvloop

from amana.actions.sifting import Sieve, Sifting
from amana.model.errors import DomainError
from amana.outside import apart
from amana.worker import Place


class Job(msgspec.Struct, frozen=True):
    """What the process must know: where things are, what to look through."""

    place: Place
    sifting: Sifting


async def sift_apart(place: Place, sifting: Sifting) -> int:
    """Have a slice of a project looked through by a process of its own. Raises what Sieve.sift_here raises."""
    return msgspec.json.decode(await apart.run("amana.sifter", msgspec.json.encode(Job(place, sifting))), type=int)


async def _sift(job: Job) -> int:
    async with job.place.open() as (db, seal):
        return await Sieve(db, seal).sift_here(job.sifting)


if __name__ == "__main__":
    try:
        apart.reply(msgspec.json.encode(uvloop.run(_sift(msgspec.json.decode(apart.job(), type=Job)))))
    except DomainError as refused:
        apart.refuse(refused)
