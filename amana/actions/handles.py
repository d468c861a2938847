"""The everyday handles of a project: each is one change, idempotent, with its row in the project's trail.

What compares cost with a budget holds the lock that imports take, from the comparison to the end of the change.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from amana.model.errors import (
    BatchNotFound,
    BudgetExceeded,
    BudgetSpent,
    ContentDestroyed,
    LessThanLeast,
    ProjectClosed,
    ProjectNotFound,
    StateRefused,
)
from amana.model.handles import Changed, Chosen, Reassigned
from amana.model.ids import ProjectId, Pseudonym, TaskId
from amana.model.projects import Project, ProjectState
from amana.model.scope import Principal
from amana.store import dispatch, handles, projects
from amana.store.db import Database, Transaction

# From which states a project may come into one.
_FROM: dict[ProjectState, frozenset[ProjectState]] = {
    "open": frozenset({"paused", "closed"}),
    "paused": frozenset({"open"}),
    "closed": frozenset({"draft", "open", "paused"}),
}
WIND_UP_AT_ONCE_MAX = 500

# A change of many tasks keeps one connection of the client pool and uses another: these few can't use it up.
_changes_at_once = asyncio.Semaphore(2)


async def pause(db: Database, principal: Principal, project_id: ProjectId) -> None:
    """Nobody gets a new task; what is held may be finished. Whoever pauses in a hurry does not wait for a long change.

    Raises ProjectNotFound, StateRefused.
    """
    async with db.transaction(principal.scope) as tx:
        await _move(tx, principal, project_id, "paused")


async def resume(db: Database, principal: Principal, project_id: ProjectId) -> None:
    """Tasks are handed out again. A closed project may be reopened too: for new batches, and for what was still held when it
    closed; what closing ended stays ended. Raises ProjectNotFound, StateRefused."""
    async with db.transaction(principal.scope) as tx:
        await _move(tx, principal, project_id, "open")


async def close(db: Database, principal: Principal, project_id: ProjectId) -> None:
    """Nothing is handed out again: what nobody has answered or holds is withdrawn, the rest settles with what it has;
    what is held may be submitted until its lease ends. Raises ProjectNotFound."""
    async with _turn(db, principal, project_id) as (tx, _):
        await _move(tx, principal, project_id, "closed")
    while await dispatch.wind_up(db, principal.scope, WIND_UP_AT_ONCE_MAX) == WIND_UP_AT_ONCE_MAX:
        pass  # what is cut off here, and leases that end later, are a sweep's


async def set_rate(db: Database, principal: Principal, project_id: ProjectId, rate_minor: int) -> None:
    """What is paid for tasks handed out from now on; what is held keeps its rate. Raises ProjectNotFound, BudgetExceeded."""
    async with _turn(db, principal, project_id) as (tx, project):
        if project.rate_minor == rate_minor:
            return
        before = await projects.cost(tx, principal.walls, project_id)
        await projects.set_rate(tx, principal.walls, project_id, rate_minor)
        after = await projects.cost(tx, principal.walls, project_id)
        _require_budget(project, before.total_minor, after.total_minor - before.total_minor)
        await handles.note(tx, principal, project_id, "rate", was=project.rate_minor, became=rate_minor)


async def set_budget(db: Database, principal: Principal, project_id: ProjectId, budget_minor: int | None) -> None:
    """The most the project may cost; None for no limit. Raises ProjectNotFound, BudgetSpent."""
    async with _turn(db, principal, project_id) as (tx, project):
        if project.budget_minor == budget_minor:
            return
        cost = await projects.cost(tx, principal.walls, project_id)
        if budget_minor is not None and budget_minor < cost.total_minor:
            raise BudgetSpent(cost_minor=cost.total_minor, currency=project.currency)
        await projects.set_budget(tx, principal.walls, project_id, budget_minor)
        await handles.note(tx, principal, project_id, "budget", was=project.budget_minor, became=budget_minor)


async def set_shows_settled(db: Database, principal: Principal, project_id: ProjectId, shown: bool) -> None:
    """Whether people see if what they answered is what its task was settled with: so they learn of what others said.

    Raises ProjectNotFound.
    """
    async with db.transaction(principal.scope) as tx:
        project = await projects.lock(tx, principal.walls, project_id)
        if project is None:
            raise ProjectNotFound(project_id=project_id)
        if project.shows_settled == shown:
            return
        await projects.set_shows_settled(tx, principal.walls, project_id, shown)
        await handles.note(tx, principal, project_id, "feedback", was=int(project.shows_settled), became=int(shown))


async def set_needed(db: Database, principal: Principal, project_id: ProjectId, chosen: Chosen, needed: int) -> Changed:
    """How many annotations the open tasks chosen need; of a whole project also what is imported from now on.

    Of a whole project where the engine decides, it is the most that a task may get; the least stays.
    Raises ProjectNotFound, BatchNotFound, ProjectClosed, BudgetExceeded, LessThanLeast.
    """
    async with _turn(db, principal, project_id) as (tx, project):
        if project.state == "closed":
            raise ProjectClosed(project_id=project_id)
        await _require_batch(tx, principal, project_id, chosen.batch_no)
        if chosen == Chosen() and project.annotations_min is not None:
            return await _set_most(tx, principal, project, needed)
        if project.budget_minor is not None:
            cost = await projects.cost(tx, principal.walls, project_id)
            price_minor = await projects.price_of_needed(
                tx, principal.walls, project_id, chosen.batch_no, chosen.task_ids, needed
            )
            _require_budget(project, cost.total_minor, price_minor)
        changed = await handles.set_needed(db, principal, project_id, chosen, needed)
        if chosen == Chosen() and project.annotations_needed != needed:
            await projects.set_needed(tx, principal.walls, project_id, needed)
            await handles.note(tx, principal, project_id, "needed", was=project.annotations_needed, became=needed)
    return changed


async def _set_most(tx: Transaction, principal: Principal, project: Project, most: int) -> Changed:
    assert project.annotations_min is not None
    if most < project.annotations_min:
        raise LessThanLeast(annotations_min=project.annotations_min)
    if project.annotations_needed != most:
        project_id = ProjectId(project.project_id)
        await projects.set_needed(tx, principal.walls, project_id, most)
        await handles.note(tx, principal, project_id, "needed", was=project.annotations_needed, became=most)
    return Changed(tasks=0)


async def set_priority(db: Database, principal: Principal, project_id: ProjectId, chosen: Chosen, priority: int) -> Changed:
    """Which open tasks are handed out first, from everybody's next claim on. Raises ProjectNotFound, BatchNotFound."""
    async with _turn(db, principal, project_id) as (tx, _):
        await _require_batch(tx, principal, project_id, chosen.batch_no)
        return await handles.set_priority(db, principal, project_id, chosen, priority)


async def withdraw_batch(db: Database, principal: Principal, project_id: ProjectId, batch_no: int) -> Changed:
    """Nobody gets the batch's open tasks any more, leases on them end, and what was answered is paid; what is settled stays.

    The same content may be imported again. Withdrawing again changes nothing. Raises ProjectNotFound, BatchNotFound.
    """
    async with _turn(db, principal, project_id) as (tx, _):
        await _require_batch(tx, principal, project_id, batch_no)
        return await handles.withdraw_batch(db, principal, project_id, batch_no)


async def withdraw_copies(db: Database, principal: Principal, project_id: ProjectId, batch_no: int | None) -> Changed:
    """The same for open tasks that are near-duplicates of another: of each group one stays. Of a batch, or (None) of all.

    Raises ProjectNotFound, BatchNotFound.
    """
    async with _turn(db, principal, project_id) as (tx, _):
        await _require_batch(tx, principal, project_id, batch_no)
        return await handles.withdraw_copies(db, principal, project_id, batch_no)


async def reassign(
    db: Database,
    principal: Principal,
    project_id: ProjectId,
    task_id: TaskId,
    pseudonym: Pseudonym,
    to: Pseudonym | None,
    hold_seconds: int,
) -> Reassigned:
    """Take a task back from whoever holds it, and mean it for somebody else. A late answer is taken as any late one.

    Raises ProjectNotFound, TaskNotFound, PersonNotFound.
    """
    await _require_project(db, principal, project_id)
    return await handles.take_back(db, principal, project_id, task_id, pseudonym, to, hold_seconds)


async def end_directions(
    db: Database, principal: Principal, project_id: ProjectId, pseudonym: Pseudonym, tasks: tuple[TaskId, ...] | None
) -> int:
    """What was meant for somebody is anybody's again; says how many tasks. Raises ProjectNotFound."""
    await _require_project(db, principal, project_id)
    return await handles.end_directions(db, principal, project_id, pseudonym, tasks)


async def _move(tx: Transaction, principal: Principal, project_id: ProjectId, wanted: ProjectState) -> None:
    project = await projects.lock(tx, principal.walls, project_id)
    if project is None:
        raise ProjectNotFound(project_id=project_id)
    if project.state == wanted:
        return
    if project.shredded_at is not None:
        raise ContentDestroyed(destroyed_on=project.shredded_at.date().isoformat())
    if project.state not in _FROM[wanted]:
        raise StateRefused(state=project.state, wanted=wanted)
    await projects.set_state(tx, principal.walls, project_id, wanted)
    await handles.note(tx, principal, project_id, "state", was=project.state, became=wanted)


@asynccontextmanager
async def _turn(db: Database, principal: Principal, project_id: ProjectId) -> AsyncIterator[tuple[Transaction, Project]]:
    """One change or import of a project at a time. Raises ProjectNotFound."""
    async with _changes_at_once, db.transaction(principal.scope) as tx:
        await projects.lock_changes(tx, project_id)
        project = await projects.find(tx, principal.walls, project_id)
        if project is None:
            raise ProjectNotFound(project_id=project_id)
        yield tx, project


async def _require_project(db: Database, principal: Principal, project_id: ProjectId) -> None:
    async with db.snapshot(principal.scope) as tx:
        if await projects.find(tx, principal.walls, project_id) is None:
            raise ProjectNotFound(project_id=project_id)


async def _require_batch(tx: Transaction, principal: Principal, project_id: ProjectId, batch_no: int | None) -> None:
    if batch_no is not None and not await handles.has_batch(tx, principal.walls, project_id, batch_no):
        raise BatchNotFound(batch_no=batch_no)


def _require_budget(project: Project, cost_minor: int, more_minor: int) -> None:
    if project.budget_minor is not None and more_minor > 0 and cost_minor + more_minor > project.budget_minor:
        left_minor = project.budget_minor - cost_minor
        raise BudgetExceeded(price_minor=more_minor, left_minor=left_minor, currency=project.currency)
