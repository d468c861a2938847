"""Annotations: what annotators answered. Never changed, only superseded; withdrawn ones are left out of what is read here."""

from datetime import datetime
from uuid import UUID

import msgspec

from amana.model.ids import ProjectId, WorkspaceId
from amana.store.db import Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)

PAGE_ROWS = 1000


class StoredAnnotation(msgspec.Struct, frozen=True):
    """An annotation with its task; both bodies are sealed."""

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


async def page(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, after: int, up_to: int
) -> list[StoredAnnotation]:
    """At most PAGE_ROWS annotations with after < event_no <= up_to, in order."""
    return await tx.all(StoredAnnotation, sql.page, workspace_id, project_id, after, up_to, PAGE_ROWS)


async def newest_event(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> int:
    """The highest event number of the project's annotations, 0 without any."""
    return await tx.one(int, sql.newest_event, workspace_id, project_id) or 0
