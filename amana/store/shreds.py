"""What the database knows of content that was destroyed. What may be read is decided by the list beside the keys."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import msgspec

from amana.model.ids import ProjectId, WorkspaceId
from amana.model.scope import Scope
from amana.model.shreds import Shred
from amana.store.db import Database, Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)

PORTION_TASKS = 500


class SealedTask(msgspec.Struct, frozen=True):
    task_id: UUID
    body: bytes


class Sampled(msgspec.Struct, frozen=True):
    """A sealed body of a project (no task) or of a task."""

    project_id: UUID
    task_id: UUID | None
    body: bytes


async def noted(tx: Transaction, workspace_id: WorkspaceId) -> set[int]:
    """The numbers of the workspace's entries for which all was done here."""
    return set(await tx.all(int, sql.noted, workspace_id))


async def projects(tx: Transaction, workspace_id: WorkspaceId) -> list[UUID]:
    return await tx.all(_uuid, sql.projects, workspace_id)


async def tasks(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, those: Sequence[UUID]) -> list[SealedTask]:
    """Those that are tasks of the project."""
    return await tx.all(SealedTask, sql.has_tasks, workspace_id, project_id, those)


async def made_of(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, those: Sequence[UUID]) -> list[bytes]:
    """Sealed bodies whose salts are those of what else holds content of these tasks."""
    return await tx.all(_bytes, sql.made_of, workspace_id, project_id, those)


async def sample(tx: Transaction, workspace_id: WorkspaceId, start: UUID, most: int) -> list[Sampled]:
    """The body of every project, and those of at most `2 * most` tasks around an id."""
    return await tx.all(Sampled, sql.sample, workspace_id, start, most)


async def end_tasks(db: Database, scope: Scope, project_id: UUID, those: Sequence[UUID], actor: str) -> None:
    """Nobody gets these tasks any more, and they are not delivered; leases end, what was answered is paid."""
    await db.call(_nothing, scope, "dispatch.shred_tasks", project_id, list(those), actor, uuid4())


async def end_project(db: Database, scope: Scope, project_id: UUID, actor: str) -> None:
    """The same for every open task of a project, which is closed for good; portion by portion, each a commit."""
    change_id, after = uuid4(), -1
    while True:
        [(last_no, _, _)] = await db.call(
            _portion, scope, "dispatch.shred_project", project_id, actor, change_id, after, PORTION_TASKS
        )
        if last_no is None:
            return
        after = last_no


async def note(db: Database, scope: Scope, entry: Shred) -> None:
    values = (entry.number, entry.project_id, len(entry.tasks), entry.at, entry.actor)
    await db.call(_nothing, scope, "dispatch.note_shred", *values)


def _portion(*numbers: int | None) -> tuple[int | None, ...]:
    return numbers


def _nothing(_: object) -> None:
    return None


def _uuid(value: UUID) -> UUID:
    return value


def _bytes(value: bytes) -> bytes:
    return value
