"""Each planted bug breaks a promise, and the engine as it is keeps it, in the same scene played on both.

A scene puts two calls into the one order in which the bug matters: what must wait waits for a lock that the scene holds. So it is
caught every time, and not one time in a thousand.
"""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import asyncpg
import msgspec
import pytest

from amana.api.context import Context
from amana.model.errors import DomainError
from amana.model.scope import Audience, Scope
from amana.store import dispatch
from amana.store.db import Database
from tests import planted
from tests.databases import Scratch
from tests.lab import Annotator, Lab
from tests.promises import Acknowledged, Told, broken, starved

Scene = Callable[[Lab, asyncpg.Connection], Awaitable[dict[str, int]]]


async def waiting(superuser: asyncpg.Connection, count: int, unless: "asyncio.Task[object] | None" = None) -> None:
    """Until that many calls of the engine wait for a lock, or `unless` has ended without waiting."""
    while not (unless and unless.done()) and count > await superuser.fetchval(
        """SELECT count(*) FROM pg_stat_clear_snapshot(), pg_stat_activity WHERE datname = current_database()
           AND application_name LIKE 'amana %' AND wait_event_type = 'Lock'"""
    ):
        await asyncio.sleep(0.005)


# ---- pay in a second transaction ---------------------------------------------------------------------------------------------


async def an_engine_dies_after_its_first_transaction(lab: Lab, superuser: asyncpg.Connection) -> dict[str, int]:
    annotator = await lab.annotator(await lab.project(tasks=1))
    [task] = await annotator.claim()
    await annotator.submit(task)
    return await broken(superuser)


# ---- neither advisory lock nor unique index ----------------------------------------------------------------------------------

# Whoever looks for tasks first stops in the middle of the statement, having seen what there was, until the gate is opened.
GATE = """
CREATE SCHEMA gate;
GRANT USAGE ON SCHEMA gate TO PUBLIC;
CREATE FUNCTION gate.pass() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF pg_try_advisory_xact_lock(8) THEN
        PERFORM pg_advisory_xact_lock_shared(7);
    END IF;
    RETURN true;
END $$;
CREATE POLICY gate ON walled.task AS RESTRICTIVE FOR SELECT TO amana_dispatch USING (gate.pass());
"""


async def two_tabs_of_one_person_claim_at_once(lab: Lab, superuser: asyncpg.Connection) -> dict[str, int]:
    project_id = await lab.project(tasks=2, annotations_needed=2)
    annotator = await lab.annotator(project_id)
    await annotator.submit((await annotator.claim())[0])
    await superuser.execute(GATE)
    await superuser.execute("SELECT pg_advisory_lock(7)")
    slow = asyncio.create_task(annotator.claim())
    await waiting(superuser, 1)
    quick = asyncio.create_task(annotator.claim())
    await waiting(superuser, 2, unless=quick)
    await superuser.execute("SELECT pg_advisory_unlock(7)")
    await asyncio.gather(slow, quick)
    return await broken(superuser)


# ---- idempotency by looking first --------------------------------------------------------------------------------------------


def another_engine(context: Context) -> Context:
    """What one engine would send together, two send apart."""
    return msgspec.structs.replace(context, db=Database(context.db._pools, context.db._scope_key))


async def one_submit_is_sent_twice_at_once(lab: Lab, superuser: asyncpg.Connection) -> dict[str, int]:
    annotator = await lab.annotator(await lab.project(tasks=1))
    [task] = await annotator.claim()
    submit_id = uuid4()
    elsewhere = msgspec.structs.replace(annotator, context=another_engine(lab.context))
    async with superuser.transaction():
        await superuser.execute("SELECT FROM walled.task FOR UPDATE")
        sent = [asyncio.create_task(desk.submit(task, 1, submit_id=submit_id)) for desk in (annotator, elsewhere)]
        await waiting(superuser, 2)
    told = Told(sent={submit_id})
    for outcome in await asyncio.gather(*sent, return_exceptions=True):
        if isinstance(outcome, DomainError):
            told.refused.add(submit_id)
        else:
            assert not isinstance(outcome, BaseException)
            said = (outcome.submitted_at, outcome.amount_minor, outcome.currency, outcome.surplus)
            told.acknowledged[submit_id] = Acknowledged(1500, *said)
    return await broken(superuser, told)


# ---- settle in one statement -------------------------------------------------------------------------------------------------


async def an_answer_is_taken_back_at_the_end_of_its_time(lab: Lab, superuser: asyncpg.Connection) -> dict[str, int]:
    annotator = await lab.annotator(await lab.project(tasks=1, annotations_needed=1, undo_seconds=1))
    [task] = await annotator.claim()
    receipt = await annotator.submit(task)
    async with superuser.transaction():
        await superuser.execute("SELECT FROM walled.assignment FOR UPDATE")
        undo = asyncio.create_task(annotator.undo(receipt.submit_id))  # in time, and not committed
        await waiting(superuser, 1)
        await asyncio.sleep(1.1)
        settle = asyncio.create_task(dispatch.settle(lab.context.db, Scope(Audience.ENGINE, lab.workspace_id), 100))
        await waiting(superuser, 2, unless=settle)
    await asyncio.gather(undo, settle)
    return await broken(superuser)


# ---- a cursor that passes locked rows ----------------------------------------------------------------------------------------


async def the_only_task_is_locked_while_somebody_looks(lab: Lab, superuser: asyncpg.Connection) -> dict[str, int]:
    annotator = await lab.annotator(await lab.project(tasks=1, annotations_needed=2))
    async with superuser.transaction():
        await superuser.execute("SELECT FROM walled.task FOR NO KEY UPDATE")
        assert await annotator.claim() == []
    await answer_everything(annotator)
    hungry = len(await starved(superuser, lab.workspace_id))
    return await broken(superuser) | ({"no_task_starves": hungry} if hungry else {})


async def answer_everything(annotator: Annotator) -> None:
    while held := await annotator.claim():
        for task in held:
            await annotator.submit(task)


# ------------------------------------------------------------------------------------------------------------------------------

SCENES: dict[str, tuple[Scene, str]] = {
    "pay_in_a_second_transaction": (
        an_engine_dies_after_its_first_transaction,
        "each_answer_has_one_pending_at_the_frozen_rate",
    ),
    "neither_lock_nor_unique_index": (two_tabs_of_one_person_claim_at_once, "nobody_has_a_task_twice"),
    "idempotency_by_looking_first": (one_submit_is_sent_twice_at_once, "what_was_refused_is_not_stored"),
    "settle_in_one_statement": (an_answer_is_taken_back_at_the_end_of_its_time, "a_settled_task_has_what_it_needs"),
    "a_cursor_that_passes_locked_rows": (the_only_task_is_locked_while_somebody_looks, "no_task_starves"),
}


@pytest.mark.parametrize("name", planted.NAMES)
async def test_a_planted_bug_is_caught_where_the_engine_keeps_its_promises(scratch: Scratch, name: str) -> None:
    scene, breach = SCENES[name]
    async with scratch.database() as (database, superuser), scratch.opened(database) as context:
        assert await scene(await Lab.open(context), superuser) == {}
    async with scratch.database() as (database, superuser):
        await planted.plant(superuser, name)
        async with scratch.opened(database) as context:
            assert breach in await scene(await Lab.open(context), superuser)


async def test_a_bug_that_no_longer_fits_is_not_planted(scratch: Scratch) -> None:
    async with scratch.database() as (_, superuser):
        await planted.plant(superuser, "a_cursor_that_passes_locked_rows")
        with pytest.raises(asyncpg.RaiseError, match="no longer fits"):
            await planted.plant(superuser, "a_cursor_that_passes_locked_rows")
