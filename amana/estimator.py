"""A process that estimates one large project, or forecasts one: `python -m amana.estimator`, started by the engine (see
outside/apart.py)."""

import msgspec
import uvloop

from amana.actions.estimating import estimate_here
from amana.actions.forecasting import Estimating, forecast_here
from amana.model.errors import DomainError
from amana.outside import apart
from amana.worker import Place


class Job(msgspec.Struct, frozen=True):
    """What the process must know: where things are, what to estimate or (`foresee`) to forecast."""

    place: Place
    estimating: Estimating
    foresee: bool


async def estimate_apart(place: Place, estimating: Estimating, foresee: bool) -> None:
    """Have a project estimated or forecast by a process of its own. Raises what is raised there."""
    await apart.run("amana.estimator", msgspec.json.encode(Job(place, estimating, foresee)))


async def _estimate(job: Job) -> None:
    async with job.place.open() as (db, _):
        await (forecast_here if job.foresee else estimate_here)(db, job.estimating)


if __name__ == "__main__":
    try:
        uvloop.run(_estimate(msgspec.json.decode(apart.job(), type=Job)))
        apart.reply(b"")
    except DomainError as refused:
        apart.refuse(refused)
