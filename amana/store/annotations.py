"""Annotations: what annotators answered. Never changed, only superseded; withdrawn ones are left out of what is read here."""

from datetime import datetime
from uuid import UUID

import msgspec

from amana.model.ids import ProjectId, SubmitId, WorkspaceId
from amana.store.db import Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)

PAGE_ROWS = 1000


class StoredAnnotation(msgspec.Struct, frozen=True):
    """An annotation with its task and the newest correction of its time; bodies and reason are sealed."""

    event_no: int
    submit_id: UUID
    task_id: UUID
    pseudonym: UUID
    revision: int
    surplus: bool
    guideline_version: int
    active_ms: int
    submitted_at: datetime
    body: bytes
    task_body: bytes
    task_state: str
    focus_ms: int | None
    input_ms: int | None
    playing_ms: int | None
    paused_ms: int | None
    stated_ms: int | None
    correction_id: UUID | None
    reason: bytes | None


class Which(msgspec.Struct, frozen=True, kw_only=True):
    """Which annotations: of one annotator, from a moment on, of settled tasks alone; all of them where nothing is said."""

    annotator: UUID | None = None
    since: datetime | None = None
    settled: bool = False


class Event(msgspec.Struct, frozen=True):
    """An annotation's place in the order of events. The number is never shown: its gaps would tell of others."""

    event_no: int
    submit_id: UUID | None


class StoredCorrection(msgspec.Struct, frozen=True):
    """What somebody said an answer took; the reason is sealed."""

    event_no: int
    submit_id: UUID
    pseudonym: UUID
    correction_id: UUID
    stated_ms: int
    corrected_at: datetime
    reason: bytes


class StoredTransfer(msgspec.Struct, frozen=True):
    """A line of the ledger with the annotation that it pays for."""

    event_no: int
    submit_id: UUID
    pseudonym: UUID
    transfer_id: UUID
    kind: str
    pending_id: UUID | None
    amount_minor: int
    currency: str
    created_at: datetime


async def transfers(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, after: int) -> list[StoredTransfer]:
    """What PAGE_ROWS annotations after an event moved, in order; withdrawn ones too."""
    return await tx.all(StoredTransfer, sql.transfers, workspace_id, project_id, after, PAGE_ROWS)


async def corrections(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, after: int) -> list[StoredCorrection]:
    """What was said of the time of PAGE_ROWS corrected annotations after an event, in order; of withdrawn ones too."""
    return await tx.all(StoredCorrection, sql.corrections, workspace_id, project_id, after, PAGE_ROWS)


async def page(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, which: Which, after: int, up_to: int
) -> list[StoredAnnotation]:
    """At most PAGE_ROWS annotations with after < event_no <= up_to, in order."""
    return await tx.all(
        StoredAnnotation,
        sql.page,
        workspace_id,
        project_id,
        after,
        up_to,
        which.annotator,
        which.since,
        which.settled,
        PAGE_ROWS,
    )


async def newest(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> Event:
    """The project's newest annotation; number 0 without any."""
    return await tx.one(Event, sql.newest, workspace_id, project_id) or Event(0, None)


async def event(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, submit_id: SubmitId) -> Event | None:
    return await tx.one(Event, sql.event, workspace_id, project_id, submit_id)
