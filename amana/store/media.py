"""Media of projects: what each file is, and which tasks show it. The files themselves are blobs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from amana.model.ids import AssignmentId, MediaId, ProjectId, WorkspaceId
from amana.model.scope import Scope
from amana.store.db import Database, Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)


class StoredMedia(msgspec.Struct, frozen=True):
    """A file as stored; `body` is sealed. `kept_at` None: the blob is on its way, or never came whole. `made`: sealed, what was
    made of its sound; None before."""

    media_id: UUID
    name_digest: bytes
    blob: UUID
    body: bytes
    added_at: datetime
    kept_at: datetime | None
    made: bytes | None


class Twin(msgspec.Struct, frozen=True):
    """Another file of the project with the same content; whether its blob is there."""

    body: bytes
    is_kept: bool


class Held(msgspec.Struct, frozen=True):
    media_id: UUID
    blob: UUID
    body: bytes
    made: bytes | None


class Unheard(msgspec.Struct, frozen=True):
    """A file with sound that nobody has listened to yet."""

    project_id: UUID
    media_id: UUID
    blob: UUID
    body: bytes


async def by_name(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, digest: bytes) -> StoredMedia | None:
    """The project's file whose name has this keyed hash."""
    return await tx.one(StoredMedia, sql.by_name, workspace_id, project_id, digest)


async def find(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, media_id: MediaId) -> StoredMedia | None:
    """The file of that id, if it is there whole."""
    return await tx.one(StoredMedia, sql.find, workspace_id, project_id, media_id)


async def twin(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, blob: UUID) -> Twin | None:
    return await tx.one(Twin, sql.twin, workspace_id, project_id, blob)


async def count(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> int:
    return await tx.one(int, sql.count, workspace_id, project_id) or 0


async def insert(
    tx: Transaction,
    workspace_id: WorkspaceId,
    media_id: MediaId,
    project_id: ProjectId,
    digest: bytes,
    blob: UUID,
    body: bytes,
    *,
    is_sound: bool,
) -> None:
    """A file whose blob is on its way."""
    await tx.run(sql.insert, workspace_id, media_id, project_id, digest, blob, body, is_sound)


async def kept(tx: Transaction, workspace_id: WorkspaceId, media_id: UUID) -> None:
    """Its blob is there."""
    await tx.run(sql.kept, workspace_id, media_id)


async def page(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, after: MediaId | None, most: int
) -> list[StoredMedia]:
    """At most `most` files after that one, in the order in which they came."""
    return await tx.all(StoredMedia, sql.page, workspace_id, project_id, after, most)


async def every(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> list[StoredMedia]:
    """All that are there whole: a project has a bounded number."""
    return await tx.all(StoredMedia, sql.every, workspace_id, project_id)


async def blobs_of(tx: Transaction, workspace_id: WorkspaceId, tasks: Sequence[UUID]) -> list[UUID]:
    """The blobs that these tasks show."""
    return await tx.all(_uuid, sql.blobs_of, workspace_id, tasks)


async def at_desk(db: Database, scope: Scope, project_id: ProjectId, assignment_id: AssignmentId, media_id: MediaId) -> Held:
    """A file of a task that the bearer holds or answered. Raises NoSession, MediaNotFound."""
    [found] = await db.call(Held, scope, "dispatch.media", project_id, assignment_id, media_id)
    return found


async def unheard(tx: Transaction, workspace_id: WorkspaceId, most: int) -> list[Unheard]:
    """At most `most` files with sound of which nothing was made yet, the oldest first."""
    return await tx.all(Unheard, sql.unheard, workspace_id, most)


async def heard(tx: Transaction, workspace_id: WorkspaceId, media_id: UUID, body: bytes | None) -> None:
    """What was made of a file's sound; None where the file was destroyed before."""
    await tx.run(sql.heard, workspace_id, media_id, body)


def _uuid(value: UUID) -> UUID:
    return value
