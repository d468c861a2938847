"""What a lead changes of a running project: portions of tasks by functions of dispatch, and the trail of every change."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from amana.model.handles import Changed, Chosen, EventKind, ProjectEvent, Reassigned
from amana.model.ids import ProjectId, Pseudonym, TaskId, WorkspaceId
from amana.model.scope import Principal
from amana.store.db import Database, Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)

PORTION_TASKS = 500
BATCHES_LISTED_MAX = 1000


class StoredBatch(msgspec.Struct, frozen=True):
    """A batch with its counts; `body` is the sealed plan while that lives."""

    batch_id: UUID
    batch_no: int
    plan_id: UUID
    body: bytes | None
    created_at: datetime
    left_out: int
    tasks: int
    settled: int
    withdrawn: int
    needed: int
    answered: int
    held: int
    slots: int
    price_minor: int


async def note(
    tx: Transaction,
    principal: Principal,
    project_id: ProjectId,
    kind: EventKind,
    *,
    was: object = None,
    became: object = None,
    pseudonym: Pseudonym | None = None,
) -> None:
    """Add a change to the project's trail, in the commit of the change."""
    said = [None if value is None else str(value) for value in (was, became)]
    await tx.run(sql.note, principal.walls, project_id, principal.actor, kind, *said, pseudonym)


async def history(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, most: int) -> list[ProjectEvent]:
    """The newest changes of a project, at most `most`, newest first."""
    return await tx.all(_event, sql.history, workspace_id, project_id, most)


async def has_batch(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, batch_no: int) -> bool:
    return await tx.one(int, sql.find_batch, workspace_id, project_id, batch_no) is not None


async def batches(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> list[StoredBatch]:
    """The project's batches, newest first, at most BATCHES_LISTED_MAX."""
    return await tx.all(StoredBatch, sql.batches, workspace_id, project_id, BATCHES_LISTED_MAX)


async def set_needed(db: Database, principal: Principal, project_id: ProjectId, chosen: Chosen, needed: int) -> Changed:
    """Portion by portion, each a commit. What is cut off is finished by doing it again."""
    tasks = could_not = 0
    async for portion in _portions(db, principal, "dispatch.set_needed", project_id, *_of(chosen), needed):
        tasks, could_not = tasks + portion[1], could_not + portion[2]
    return Changed(tasks=tasks, could_not=could_not)


async def set_priority(db: Database, principal: Principal, project_id: ProjectId, chosen: Chosen, priority: int) -> Changed:
    """The same for the order in which tasks are handed out."""
    tasks = 0
    async for portion in _portions(db, principal, "dispatch.set_priority", project_id, *_of(chosen), priority):
        tasks += portion[1]
    return Changed(tasks=tasks)


async def withdraw_batch(db: Database, principal: Principal, project_id: ProjectId, batch_no: int) -> Changed:
    """The same for a batch that nobody shall get any more."""
    tasks = let_go = 0
    async for portion in _portions(db, principal, "dispatch.withdraw_batch", project_id, batch_no):
        tasks, let_go = tasks + portion[1], let_go + portion[2]
    return Changed(tasks=tasks, let_go=let_go)


async def withdraw_copies(db: Database, principal: Principal, project_id: ProjectId, batch_no: int | None) -> Changed:
    """The same for near-duplicates of tasks that stay, of one batch or all."""
    tasks = let_go = 0
    async for portion in _portions(db, principal, "dispatch.withdraw_copies", project_id, batch_no):
        tasks, let_go = tasks + portion[1], let_go + portion[2]
    return Changed(tasks=tasks, let_go=let_go)


async def take_back(
    db: Database,
    principal: Principal,
    project_id: ProjectId,
    task_id: TaskId,
    pseudonym: Pseudonym,
    to: Pseudonym | None,
    hold_seconds: int,
) -> Reassigned:
    """End somebody's lease on a task, and mean it for somebody else if that is said. Raises TaskNotFound, PersonNotFound."""
    values = (project_id, task_id, pseudonym, to, hold_seconds, principal.actor, uuid4())
    [done] = await db.call(Reassigned, principal.scope, "dispatch.take_back", *values)
    return done


async def end_directions(
    db: Database, principal: Principal, project_id: ProjectId, pseudonym: Pseudonym, tasks: Sequence[UUID] | None
) -> int:
    """What was meant for somebody is anybody's again: these tasks, or all (None). Says how many."""
    values = (project_id, pseudonym, tasks, principal.actor, uuid4())
    [ended] = await db.call(int, principal.scope, "dispatch.end_directions", *values)
    return ended


async def end_membership(db: Database, principal: Principal, project_id: ProjectId, pseudonym: Pseudonym) -> None:
    """Raises PersonNotFound."""
    await db.call(_nothing, principal.scope, "dispatch.end_membership", project_id, pseudonym, principal.actor, uuid4())


async def let_back(db: Database, principal: Principal, project_id: ProjectId, pseudonym: Pseudonym) -> None:
    """Raises PersonNotFound."""
    await db.call(_nothing, principal.scope, "dispatch.let_back", project_id, pseudonym, principal.actor, uuid4())


async def _portions(
    db: Database, principal: Principal, function: str, *values: object
) -> AsyncIterator[tuple[int | None, int, int]]:
    change_id, after = uuid4(), -1
    while True:
        [portion] = await db.call(_numbers, principal.scope, function, *values, principal.actor, change_id, after, PORTION_TASKS)
        yield portion
        if portion[0] is None:
            return
        after = portion[0]


def _of(chosen: Chosen) -> tuple[int | None, tuple[UUID, ...] | None]:
    return chosen.batch_no, chosen.task_ids


def _event(at: datetime, actor: str, kind: EventKind, *more: object) -> ProjectEvent:
    names = ("was", "became", "batch_no", "task_id", "pseudonym", "tasks")
    return ProjectEvent(at=at, actor=actor, kind=kind, **dict(zip(names, more, strict=True)))  # type: ignore[arg-type]


def _numbers(last_no: int | None, tasks: int, others: int = 0) -> tuple[int | None, int, int]:
    return last_no, tasks, others


def _nothing(_: object) -> None:
    return None
