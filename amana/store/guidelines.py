"""The versions of a project's guideline: each is added, none is ever changed. Bodies are sealed."""

from datetime import datetime
from uuid import UUID

import msgspec

from amana.model.guidelines import GuidelineVersion
from amana.model.ids import ProjectId, WorkspaceId
from amana.model.scope import Scope
from amana.store.db import Database, Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)


class StoredGuideline(msgspec.Struct, frozen=True):
    """A version of a guideline; `body` is the sealed text."""

    version: int
    created_at: datetime
    body: bytes


class SealedToRead(msgspec.Struct, frozen=True):
    """The guideline in force, and the older version that somebody read last, if there is one."""

    version: int
    body: bytes
    read_version: int | None
    read_body: bytes | None


async def insert(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, version: int, body: bytes) -> None:
    await tx.run(sql.insert, workspace_id, project_id, version, body)


async def put_in_force(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, version: int) -> None:
    """What is handed out from now on is bound to this version."""
    await tx.run(sql.put_in_force, workspace_id, project_id, version)


async def in_force(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> StoredGuideline:
    """Of a project that was found."""
    found = await tx.one(StoredGuideline, sql.in_force, workspace_id, project_id)
    assert found is not None
    return found


async def every(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> list[StoredGuideline]:
    """Every version, the first one first."""
    return await tx.all(StoredGuideline, sql.every, workspace_id, project_id)


async def listing(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> list[GuidelineVersion]:
    """Every version without its text, the newest first."""
    return await tx.all(GuidelineVersion, sql.listing, workspace_id, project_id)


async def find(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, version: int) -> StoredGuideline | None:
    return await tx.one(StoredGuideline, sql.find, workspace_id, project_id, version)


async def to_read(db: Database, scope: Scope, project_id: UUID) -> SealedToRead:
    """For somebody who works in the project; the log says that it was released to them. Raises ProjectNotFound, KeptOut."""
    [found] = await db.call(SealedToRead, scope, "dispatch.guideline", project_id)
    return found


async def note_read(db: Database, scope: Scope, project_id: UUID, version: int) -> None:
    """The bearer has this version before their eyes; the log says so, once. Raises ProjectNotFound, KeptOut."""
    await db.call(lambda _: None, scope, "dispatch.read_guideline", project_id, version)
