"""Sweeps: plain loops that find work by looking, so that a lost wake-up loses nothing.

Of several engines on one database one at a time runs a sweep, and each sweep has a row of its last run: when, how much, and
whether it failed somewhere.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import msgspec

from amana.actions import audits, intake, listening, shredding
from amana.actions.estimator import Estimator
from amana.actions.reading import ReadingRoom
from amana.actions.sifting import Sieve
from amana.model.errors import Unavailable
from amana.model.ids import WorkspaceId
from amana.model.scope import Audience, Scope
from amana.outside.blobs import Blobs
from amana.outside.seal import Seal
from amana.store import dispatch, sweeps
from amana.store.db import Database

_log = logging.getLogger("amana.jobs")

EXPIRE_AT_ONCE_MAX = 500
SETTLE_AT_ONCE_MAX = 200
WIND_UP_AT_ONCE_MAX = 500
ESTIMATE_REST = 15.0  # times as long as the estimate took
DECIDE_REST = 4.0  # people may be waiting
_estimate_not_before: dict[WorkspaceId, float] = {}
_decide_not_before: dict[WorkspaceId, float] = {}


class Means(msgspec.Struct, frozen=True):
    """What sweeps work with."""

    db: Database
    room: ReadingRoom
    sieve: Sieve
    estimator: Estimator
    seal: Seal
    blobs: Blobs


class Sweep(msgspec.Struct, frozen=True):
    """`run` does the sweep's work in one workspace and says how much it did."""

    name: str
    every_seconds: float
    run: Callable[[Means, WorkspaceId], Awaitable[int]]


async def expire_leases(means: Means, workspace_id: WorkspaceId) -> int:
    """Give back the leases that have ended, in portions, so that no transaction holds many tasks."""
    scope = Scope(Audience.ENGINE, workspace_id)
    expired = 0
    while (portion := await dispatch.expire(means.db, scope, EXPIRE_AT_ONCE_MAX)) == EXPIRE_AT_ONCE_MAX:
        expired += portion
    return expired + portion


async def settle_tasks(means: Means, workspace_id: WorkspaceId) -> int:
    """Settle the tasks that have what they need and post their pay, in portions."""
    scope = Scope(Audience.ENGINE, workspace_id)
    settled = 0
    while (portion := await dispatch.settle(means.db, scope, SETTLE_AT_ONCE_MAX)) == SETTLE_AT_ONCE_MAX:
        settled += portion
    return settled + portion


async def wind_up_closed_projects(means: Means, workspace_id: WorkspaceId) -> int:
    """End what closed projects still offer: at once what nobody held, and the rest as its leases end."""
    scope = Scope(Audience.ENGINE, workspace_id)
    ended = 0
    while (portion := await dispatch.wind_up(means.db, scope, WIND_UP_AT_ONCE_MAX)) == WIND_UP_AT_ONCE_MAX:
        ended += portion
    return ended + portion


async def estimate(means: Means, workspace_id: WorkspaceId) -> int:
    """Estimate again what has new answers; then rest, so that a large project takes no more than its share of the machine.

    In between, belief is the last estimate and the increments since.
    """
    began = time.monotonic()
    if began < _estimate_not_before.get(workspace_id, 0.0):
        return 0
    estimated = await means.estimator.reestimate(workspace_id)
    _estimate_not_before[workspace_id] = time.monotonic() + ESTIMATE_REST * (time.monotonic() - began)
    return estimated


async def decide(means: Means, workspace_id: WorkspaceId) -> int:
    """Decide who is asked next where answers came or somebody waits; then rest, as estimates do."""
    began = time.monotonic()
    if began < _decide_not_before.get(workspace_id, 0.0):
        return 0
    decided = await means.estimator.decide(workspace_id)
    _decide_not_before[workspace_id] = time.monotonic() + DECIDE_REST * (time.monotonic() - began)
    return decided


async def foresee(means: Means, workspace_id: WorkspaceId) -> int:
    """Forecast what projects will take whose pilot is answered, once."""
    return await means.estimator.foresee(workspace_id)


async def forget_imported_files(means: Means, workspace_id: WorkspaceId) -> int:
    """Forget the plans whose day is over; the files themselves go by their age, also those of plans that never were."""
    await asyncio.to_thread(means.room.uploads.delete_older, intake.KEPT_SECONDS)
    await means.blobs.home.delete_unfinished(intake.KEPT_SECONDS)
    return await intake.forget_lapsed(means.db, means.room, Scope(Audience.ENGINE, workspace_id))


async def find_near_duplicates(means: Means, workspace_id: WorkspaceId) -> int:
    """Look through what was imported: a slice of each project at a turn, so that nobody waits for another's million rows."""
    return await means.sieve.sift(workspace_id)


async def end_audits(means: Means, workspace_id: WorkspaceId) -> int:
    """End the audits that are narrow enough, or have all their answers."""
    return await audits.end_what_is_over(means.db, means.seal, workspace_id)


async def listen_to_recordings(means: Means, workspace_id: WorkspaceId) -> int:
    """Make the peaks of new recordings, and what pages play of them; some of each workspace at a turn."""
    return await listening.listen(means.db, means.seal, means.blobs, workspace_id)


async def finish_shreds(means: Means, workspace_id: WorkspaceId) -> int:
    """Do what was left undone when an engine died in the middle of destroying something."""
    return await shredding.finish(means.db, means.seal, means.blobs, workspace_id)


SWEEPS = (
    Sweep("expire leases", 1.0, expire_leases),
    Sweep("settle tasks", 1.0, settle_tasks),
    Sweep("wind up", 1.0, wind_up_closed_projects),
    Sweep("estimate", 2.0, estimate),
    Sweep("decide", 1.0, decide),
    Sweep("foresee", 2.0, foresee),
    Sweep("near-duplicates", 2.0, find_near_duplicates),
    Sweep("end audits", 2.0, end_audits),
    Sweep("listen to recordings", 1.0, listen_to_recordings),
    Sweep("finish shreds", 60.0, finish_shreds),
    Sweep("forget imported files", 600.0, forget_imported_files),
)


async def run(means: Means) -> None:
    """Run every sweep until cancelled. One that fails is logged and runs again at its next turn."""
    async with asyncio.TaskGroup() as group:
        for sweep in SWEEPS:
            group.create_task(_again_and_again(sweep, means))


async def _again_and_again(sweep: Sweep, means: Means) -> None:
    waiting = False  # for a database that is away: said once, not at every turn
    while True:
        await asyncio.sleep(sweep.every_seconds)
        try:
            await turn(sweep, means)
            waiting = False
        except Unavailable as error:
            if not waiting:
                _log.warning("sweep %r waits: %s", sweep.name, error)
            waiting = True
        except Exception:
            _log.exception("sweep %r failed and will run again in %s s", sweep.name, sweep.every_seconds)


async def turn(sweep: Sweep, means: Means) -> int | None:
    """One run over every workspace; what it did, or None if another engine is at it."""
    async with means.db.alone(sweep.name) as mine:
        if not mine:
            return None
        started, did, failures = datetime.now(UTC), 0, []
        for workspace_id in await sweeps.workspaces(means.db):
            # One client's trouble is not another's: their tasks settle and their people are paid all the same.
            try:
                did += await sweep.run(means, WorkspaceId(workspace_id))
            except Unavailable:
                raise
            except Exception as error:
                _log.exception("sweep %r failed in one workspace and will run again in %s s", sweep.name, sweep.every_seconds)
                failures.append(type(error).__name__)
        await sweeps.ran(means.db, sweep.name, started, did, failures[0] if failures else None)
    return did
