"""Imports: the plan of a file, the contents read from it, the batch it became."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from amana.core.collection.choosing import Rule
from amana.model.ids import BatchId, PlanId, ProjectId, WorkspaceId
from amana.model.imports import Batch
from amana.store.db import Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)


class StoredPlan(msgspec.Struct, frozen=True):
    """A plan as stored; `body` is sealed. `is_read`: the whole file was read under the plan's mapping."""

    plan_id: UUID
    project_id: UUID
    batch_no: int
    body: bytes
    size_bytes: int
    rows_total: int
    rows_done: int
    is_read: bool
    expires_at: datetime
    batch_id: UUID | None


class Made(msgspec.Struct, frozen=True):
    """How many tasks were made, and how many annotations they get at the least."""

    tasks: int
    annotations: int


class Lapsed(msgspec.Struct, frozen=True):
    plan_id: UUID
    project_id: UUID
    batch_no: int


class Contents(msgspec.Struct):
    """Good rows of a file, column by column; `bodies` are sealed."""

    task_ids: list[UUID] = []
    rows: list[int] = []
    digests: list[bytes] = []
    items: list[int | None] = []
    bodies: list[bytes] = []
    media: list[tuple[UUID, UUID]] = []  # which tasks show which files


async def insert_plan(
    tx: Transaction,
    workspace_id: WorkspaceId,
    plan_id: PlanId,
    project_id: ProjectId,
    *,
    body: bytes,
    size_bytes: int,
    kept_seconds: int,
) -> None:
    """A plan whose file is about to be read; its batch gets the project's next number."""
    batch_no = await next_batch_no(tx, workspace_id, project_id)
    await tx.run(sql.insert_plan, workspace_id, plan_id, project_id, batch_no, body, size_bytes, kept_seconds)


async def next_batch_no(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> int:
    """The project's next number of a batch, which nobody else gets."""
    number = await tx.one(int, sql.next_batch_no, workspace_id, project_id)
    assert number is not None
    return number


async def plan(tx: Transaction, workspace_id: WorkspaceId, plan_id: PlanId) -> StoredPlan | None:
    """The plan, or None if there is none of that id or its day is over."""
    return await tx.one(StoredPlan, sql.plan, workspace_id, plan_id)


async def lock_plan(tx: Transaction, workspace_id: WorkspaceId, plan_id: PlanId) -> None:
    await tx.run(sql.lock_plan, workspace_id, plan_id)


async def begin_reading(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, plan_id: PlanId, batch_no: int
) -> None:
    """Forget what an earlier reading of the file left."""
    await tx.run(sql.begin_reading, workspace_id, plan_id)
    await tx.run(sql.delete_contents, workspace_id, project_id, batch_no)


async def insert_contents(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, batch_no: int, read: Contents
) -> None:
    columns = (read.task_ids, read.rows, read.digests, read.items, read.bodies)
    await tx.run(sql.insert_contents, workspace_id, project_id, batch_no, *columns)
    if read.media:
        await tx.run(sql.insert_media, workspace_id, *zip(*read.media, strict=True))


async def rows_done(tx: Transaction, workspace_id: WorkspaceId, plan_id: PlanId, rows: int) -> None:
    """How far the reading of a file is: a progress bar, not a truth."""
    await tx.run(sql.rows_done, workspace_id, plan_id, rows)


async def end_reading(tx: Transaction, workspace_id: WorkspaceId, plan_id: PlanId, body: bytes, rows: int) -> None:
    await tx.run(sql.end_reading, workspace_id, plan_id, body, rows)


async def delete_plan(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, plan_id: PlanId, batch_no: int) -> None:
    """Forget a plan that became no batch, and the contents read for it."""
    await tx.run(sql.delete_contents, workspace_id, project_id, batch_no)
    await tx.run(sql.delete_plan, workspace_id, plan_id)


async def fresh(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, batch_no: int) -> int:
    """How many different contents of a batch the project has no task of yet."""
    return await tx.one(int, sql.fresh, workspace_id, project_id, batch_no) or 0


async def make_tasks(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, batch_no: int, needed: int, rule: Rule | None = None
) -> Made:
    """Make tasks of what was read, exact duplicates left out.

    Each needs `needed`; with a rule those of its pilot need `pilot_labels`, and of the others it is not decided yet.
    """
    pilot = (None, 0, 0.0, 0) if rule is None else (rule.pilot_labels, rule.pilot_tasks_min, rule.pilot_share, rule.labels_min)
    made = await tx.one(Made, sql.make_tasks, workspace_id, project_id, batch_no, needed, *pilot)
    assert made is not None  # an aggregate always has its row
    return made


async def delete_left_out(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, batch_no: int) -> None:
    """Forget the contents of a batch that became no task."""
    await tx.run(sql.delete_left_out, workspace_id, project_id, batch_no)


async def batch_of_plan(tx: Transaction, workspace_id: WorkspaceId, plan_id: PlanId) -> Batch | None:
    return await tx.one(Batch, sql.batch_of_plan, workspace_id, plan_id)


async def insert_batch(
    tx: Transaction,
    workspace_id: WorkspaceId,
    batch_id: BatchId,
    project_id: ProjectId,
    plan_id: PlanId,
    batch_no: int,
    *,
    tasks: int,
    left_out: int,
    price_minor: int,
) -> None:
    await tx.run(sql.insert_batch, workspace_id, batch_id, project_id, plan_id, batch_no, tasks, left_out, price_minor)


async def lapsed(tx: Transaction, workspace_id: WorkspaceId) -> Sequence[Lapsed]:
    """Plans whose day is over and that became no batch."""
    return await tx.all(Lapsed, sql.lapsed, workspace_id)
