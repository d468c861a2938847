"""Imports: the file as sealed chunks, the plan made of it, the batch it became."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from amana.model.ids import BatchId, PlanId, ProjectId, WorkspaceId
from amana.model.imports import Batch
from amana.store.db import Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)

STAGING_COLUMNS = ("task_id", "row_no", "content_digest", "body")


class StoredPlan(msgspec.Struct, frozen=True):
    """A plan as stored; `body` is sealed."""

    plan_id: UUID
    project_id: UUID
    body: bytes
    chunks: int
    rows_total: int
    rows_done: int
    expires_at: datetime
    batch_id: UUID | None


async def insert_chunk(tx: Transaction, workspace_id: WorkspaceId, plan_id: PlanId, chunk_no: int, body: bytes) -> None:
    await tx.run(sql.insert_chunk, workspace_id, plan_id, chunk_no, body)


async def chunk(tx: Transaction, workspace_id: WorkspaceId, plan_id: PlanId, chunk_no: int) -> bytes | None:
    return await tx.one(bytes, sql.chunk, workspace_id, plan_id, chunk_no)


async def delete_chunks(tx: Transaction, workspace_id: WorkspaceId, plan_id: PlanId) -> None:
    """Forget what arrived of a file."""
    await tx.run(sql.delete_chunks, workspace_id, plan_id)


async def insert_plan(
    tx: Transaction,
    workspace_id: WorkspaceId,
    plan_id: PlanId,
    project_id: ProjectId,
    *,
    body: bytes,
    size_bytes: int,
    chunks: int,
    rows: int,
    kept_seconds: int,
) -> None:
    await tx.run(sql.insert_plan, workspace_id, plan_id, project_id, body, size_bytes, chunks, rows, kept_seconds)


async def replace_plan(tx: Transaction, workspace_id: WorkspaceId, plan_id: PlanId, body: bytes) -> None:
    await tx.run(sql.replace_plan, workspace_id, plan_id, body)


async def plan(tx: Transaction, workspace_id: WorkspaceId, plan_id: PlanId) -> StoredPlan | None:
    """The plan, or None if there is none of that id or its day is over."""
    return await tx.one(StoredPlan, sql.plan, workspace_id, plan_id)


async def rows_done(tx: Transaction, workspace_id: WorkspaceId, plan_id: PlanId, rows: int) -> None:
    await tx.run(sql.rows_done, workspace_id, plan_id, rows)


async def lock_commits(tx: Transaction, project_id: ProjectId) -> None:
    """Wait until nobody else commits an import into this project: duplicates and budget are then counted without a race."""
    await tx.run(sql.lock_commits, str(project_id))


async def digests_present(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, digests: Iterable[bytes]
) -> set[bytes]:
    """Those of `digests` that a task of the project has already."""
    return set(await tx.all(bytes, sql.digests_present, workspace_id, project_id, list(digests)))


async def batch_of_plan(tx: Transaction, workspace_id: WorkspaceId, plan_id: PlanId) -> Batch | None:
    return await tx.one(Batch, sql.batch_of_plan, workspace_id, plan_id)


async def insert_batch(
    tx: Transaction,
    workspace_id: WorkspaceId,
    batch_id: BatchId,
    project_id: ProjectId,
    plan_id: PlanId,
    *,
    tasks: int,
    left_out: int,
    price_minor: int,
) -> None:
    await tx.run(sql.insert_batch, workspace_id, batch_id, project_id, plan_id, tasks, left_out, price_minor)


async def make_staging(tx: Transaction) -> None:
    """A temporary table for COPY, which PostgreSQL refuses where row security applies; gone at commit."""
    await tx.run(sql.make_staging)


async def stage(tx: Transaction, rows: Iterable[tuple[object, ...]]) -> None:
    """COPY rows of STAGING_COLUMNS."""
    await tx.copy("staging", STAGING_COLUMNS, rows)


async def unstage(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, batch_id: BatchId, needed: int) -> None:
    """Make tasks of everything staged."""
    await tx.run(sql.unstage, workspace_id, project_id, batch_id, needed)


async def delete_expired_chunks(tx: Transaction, workspace_id: WorkspaceId, kept_seconds: int) -> int:
    """Says how many pieces were deleted."""
    return await tx.one(int, sql.delete_expired_chunks, workspace_id, kept_seconds) or 0
