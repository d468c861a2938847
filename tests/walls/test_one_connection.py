"""Two rivals' work goes over the same connections, one an audience, call by call: nothing of the one's scope is left for the other.

Pools reset nothing between borrowers, so whatever outlived its transaction would be the next borrower's. In between, transactions
fail, are cancelled in their middle, and are refused.
"""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import asyncpg
import pytest

from amana.api.context import Context
from amana.model.errors import DomainError
from amana.model.scope import Audience, Scope
from amana.outside.postgres.server import DATABASE, Server
from amana.store import db as doors
from amana.store import projects
from tests.databases import opened
from tests.lab import Annotator, Lab

TASKS = 24


class Found(NamedTuple):
    project_id: UUID


@pytest.fixture
async def narrow(context: Context, home: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Context]:
    """The engine's parts with one connection an audience."""
    monkeypatch.setattr(doors, "_POOL_CONNECTIONS_MAX", dict.fromkeys(Audience, 1))
    async with opened(home, server, DATABASE) as made:
        yield made


async def work(annotator: Annotator) -> set[UUID]:
    """Answers until nothing is left; the assignments that were handed out."""
    handed: set[UUID] = set()
    while held := await annotator.claim(2):
        for task in held:
            handed.add(task.assignment_id)
            await annotator.submit(task)
    return handed


async def read(lab: Lab, times: int) -> set[UUID]:
    """The projects that the lab's lead sees, in one snapshot after the other."""
    seen: set[UUID] = set()
    for _ in range(times):
        async with lab.context.db.snapshot(lab.principal.scope) as tx:
            seen |= {one.project_id for one in await projects.newest(tx, lab.workspace_id)}
            # As a statement that forgot to say whose rows it wants.
            seen |= {found.project_id for found in await tx.all(Found, "SELECT project_id FROM walled.project")}
    return seen


async def break_off(lab: Lab, chance: random.Random, times: int) -> None:
    """Transactions of this lab that end badly, in every way."""
    for _ in range(times):
        how = chance.randrange(3)
        with contextlib.suppress(asyncpg.PostgresError, DomainError, ZeroDivisionError, TimeoutError):
            async with asyncio.timeout(0.02 if how == 2 else None), lab.context.db.transaction(lab.principal.scope) as tx:
                if how == 0:
                    raise ZeroDivisionError
                await tx.run("SELECT 1 / 0" if how == 1 else "SELECT pg_sleep(1)")


async def test_two_workspaces_on_one_connection_never_meet(narrow: Context, superuser: asyncpg.Connection) -> None:
    labs = [await Lab.open(narrow), await Lab.open(narrow)]
    own = [await lab.project(tasks=TASKS, annotations_needed=1) for lab in labs]
    desks = [await lab.annotator(project) for lab, project in zip(labs, own, strict=True)]
    chance = random.Random(20261123)
    handed_a, handed_b, seen_a, seen_b, *_ = await asyncio.gather(
        work(desks[0]),
        work(desks[1]),
        read(labs[0], 40),
        read(labs[1], 40),
        break_off(labs[0], chance, 15),
        break_off(labs[1], chance, 15),
    )

    for handed, seen, project in ((handed_a, seen_a, own[0]), (handed_b, seen_b, own[1])):
        stored = await superuser.fetch("SELECT assignment_id FROM walled.assignment WHERE project_id = $1", project)
        assert len(stored) == TASKS
        assert handed == {one["assignment_id"] for one in stored}
        assert seen == {project}
    for audience in (Audience.ANNOTATOR, Audience.CLIENT):
        async with narrow.db._connection(audience) as connection:
            assert await connection.fetchval("SELECT coalesce(current_setting('amana.scope', true), '')") == ""
            assert await connection.fetchval("SELECT coalesce(current_setting('amana.entered', true), '')") == ""


async def test_a_scope_that_outlived_its_transaction_would_be_seen(narrow: Context) -> None:
    """What the test above looks for is there to be found: a plain SET leaks to the pool's next borrower."""
    ours, theirs = await Lab.open(narrow), await Lab.open(narrow)
    project = await theirs.project()
    token = narrow.db._token(Scope(Audience.CLIENT, theirs.workspace_id))
    async with narrow.db._connection(Audience.CLIENT) as connection:
        await connection.execute("SELECT set_config('amana.scope', $1, false)", token)
        assert await connection.fetchval("SELECT count(*) FROM walled.project WHERE project_id = $1", project) == 1
    async with narrow.db._connection(Audience.CLIENT) as connection:
        assert await connection.fetchval("SELECT count(*) FROM walled.project WHERE project_id = $1", project) == 1
        await connection.execute("RESET amana.scope")
    assert await read(ours, 1) == set()
