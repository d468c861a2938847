"""Blind audits. Their plans are sealed and never change; when one ends is noted once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from amana.model.ids import ProjectId, WorkspaceId
from amana.store.db import Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)


class StoredAudit(msgspec.Struct, frozen=True):
    """`body` is the sealed AuditPlan. `judged`: how many answers it rests on, once it ended."""

    audit_id: ProjectId
    project_id: ProjectId
    question: int
    tasks: int
    draws: int
    body: bytes
    begun_at: datetime
    ended_at: datetime | None
    judged: int | None


class Judgement(msgspec.Struct, frozen=True):
    """A copy of an audited task: its state, and what the expert said, if somebody did and of this question."""

    copy_id: UUID
    state: str
    klass: int | None
    expert: UUID | None
    at: datetime | None


class Copy(msgspec.Struct, frozen=True):
    audit_id: ProjectId
    copy_id: UUID


async def insert(
    tx: Transaction,
    workspace_id: WorkspaceId,
    audit_id: ProjectId,
    project_id: ProjectId,
    *,
    question: int,
    tasks: int,
    draws: int,
    body: bytes,
) -> None:
    """Of a project that was inserted as `audit_id`; it gets the walls of the audited one."""
    await tx.run(sql.insert, workspace_id, audit_id, project_id, question, tasks, draws, body)
    await tx.run(sql.copy_walls, workspace_id, audit_id, project_id)


async def insert_copies(
    tx: Transaction,
    workspace_id: WorkspaceId,
    audit_id: ProjectId,
    batch_no: int,
    copies: Sequence[UUID],
    tasks: Sequence[UUID],
    digests: Sequence[bytes],
) -> None:
    """Tasks of one annotation each, in the order of their draws. Their contents are there."""
    await tx.run(sql.insert_copies, workspace_id, audit_id, batch_no, copies, tasks, digests)


async def of_project(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> Sequence[StoredAudit]:
    """The audits of a project, the oldest first."""
    return await tx.all(StoredAudit, sql.of_project, workspace_id, project_id)


async def find(tx: Transaction, workspace_id: WorkspaceId, audit_id: ProjectId) -> StoredAudit | None:
    return await tx.one(StoredAudit, sql.find, workspace_id, audit_id)


async def running(tx: Transaction, workspace_id: WorkspaceId) -> Sequence[StoredAudit]:
    return await tx.all(StoredAudit, sql.running, workspace_id)


async def ended(tx: Transaction, workspace_id: WorkspaceId) -> list[StoredAudit]:
    """Every audit of the workspace that has ended."""
    return await tx.all(StoredAudit, sql.ended, workspace_id)


async def when_ended(tx: Transaction, workspace_id: WorkspaceId) -> tuple[int, datetime | None]:
    """How many have ended, and when the last one did: while that stays, so does what they found."""
    return await tx.one(_ended, sql.when_ended, workspace_id) or (0, None)


async def judgements(tx: Transaction, workspace_id: WorkspaceId, copies: Sequence[UUID], question: int) -> dict[UUID, Judgement]:
    found = await tx.all(Judgement, sql.judgements, workspace_id, copies, question)
    return {one.copy_id: one for one in found}


async def end(tx: Transaction, workspace_id: WorkspaceId, audit_id: ProjectId, judged: int) -> None:
    """The first end counts."""
    await tx.run(sql.end, workspace_id, audit_id, judged)


async def copies(tx: Transaction, workspace_id: WorkspaceId, tasks: Sequence[UUID]) -> Sequence[Copy]:
    """The copies of these tasks in audits."""
    return await tx.all(Copy, sql.copies, workspace_id, tasks)


def _ended(audits: int, last: datetime | None) -> tuple[int, datetime | None]:
    return audits, last
