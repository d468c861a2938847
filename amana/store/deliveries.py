"""Deliveries: the frozen files of a set of settled tasks, sealed, as they were signed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from amana.model.ids import DeliveryId, ProjectId, WorkspaceId
from amana.store.db import Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)

LISTED_MAX = 200


class SettledTask(msgspec.Struct, frozen=True):
    """A settled task; `body` is sealed."""

    task_id: UUID
    body: bytes


class SettledAnnotation(msgspec.Struct, frozen=True):
    """An annotation of a settled task; `body` is sealed."""

    submit_id: UUID
    task_id: UUID
    pseudonym: UUID
    surplus: bool
    guideline_version: int
    vote_question: list[int]
    vote_class: list[int]
    active_ms: int
    submitted_at: datetime
    body: bytes
    focus_ms: int | None
    input_ms: int | None
    playing_ms: int | None
    paused_ms: int | None
    stated_ms: int | None


class StoredDelivery(msgspec.Struct, frozen=True):
    """`body` is the sealed SignedManifest."""

    delivery_id: UUID
    created_at: datetime
    size_bytes: int
    body: bytes


async def settled(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> list[UUID]:
    """The ids of the project's settled tasks in the order of their files."""
    return await tx.all(_uuid, sql.settled, workspace_id, project_id)


async def still_settled(tx: Transaction, workspace_id: WorkspaceId, ids: Sequence[UUID]) -> list[UUID]:
    """Which of these tasks are settled: not withdrawn, and not destroyed."""
    return await tx.all(_uuid, sql.still_settled, workspace_id, list(ids))


async def tasks(tx: Transaction, workspace_id: WorkspaceId, ids: Sequence[UUID]) -> dict[UUID, bytes]:
    """The sealed bodies of these tasks."""
    found = await tx.all(SettledTask, sql.tasks, workspace_id, list(ids))
    return {task.task_id: task.body for task in found}


async def annotations(tx: Transaction, workspace_id: WorkspaceId, ids: Sequence[UUID]) -> list[SettledAnnotation]:
    """The annotations of these tasks that stand, in the order of events."""
    return await tx.all(SettledAnnotation, sql.annotations, workspace_id, list(ids))


async def insert_chunk(
    tx: Transaction, workspace_id: WorkspaceId, delivery_id: DeliveryId, file_no: int, chunk_no: int, body: bytes
) -> None:
    await tx.run(sql.insert_chunk, workspace_id, delivery_id, file_no, chunk_no, body)


async def chunk(tx: Transaction, workspace_id: WorkspaceId, delivery_id: DeliveryId, file_no: int, chunk_no: int) -> bytes | None:
    return await tx.one(bytes, sql.chunk, workspace_id, delivery_id, file_no, chunk_no)


async def insert(
    tx: Transaction,
    workspace_id: WorkspaceId,
    delivery_id: DeliveryId,
    project_id: ProjectId,
    *,
    tasks: int,
    annotations: int,
    size_bytes: int,
    body: bytes,
    created_at: datetime,
) -> None:
    await tx.run(sql.insert, workspace_id, delivery_id, project_id, tasks, annotations, size_bytes, body, created_at)


async def newest(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> list[StoredDelivery]:
    """The project's deliveries, newest first, at most LISTED_MAX."""
    return await tx.all(StoredDelivery, sql.list, workspace_id, project_id, LISTED_MAX)


async def find(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, delivery_id: DeliveryId
) -> StoredDelivery | None:
    return await tx.one(StoredDelivery, sql.find, workspace_id, project_id, delivery_id)


def _uuid(value: UUID) -> UUID:
    return value
