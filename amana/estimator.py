"""A process that estimates, decides on or forecasts one project: `python -m amana.estimator`, started by the engine (see
outside/apart.py)."""

import msgspec
import uvloop

from amana.actions.estimator import Estimating, do_here
from amana.model.errors import DomainError
from amana.outside import apart
from amana.worker import Place


class Job(msgspec.Struct, frozen=True):
    """What the process must know: where things are, what to do."""

    place: Place
    estimating: Estimating


async def estimate_apart(place: Place, estimating: Estimating) -> None:
    """Have it done by a process of its own. Raises what `do_here` raises."""
    await apart.run("amana.estimator", msgspec.json.encode(Job(place, estimating)))


async def _do(job: Job) -> None:
    async with job.place.open() as (db, _):
        await do_here(db, job.estimating)


if __name__ == "__main__":
    try:
        uvloop.run(_do(msgspec.json.decode(apart.job(), type=Job)))
        apart.reply(b"")
    except DomainError as refused:
        apart.refuse(refused)
