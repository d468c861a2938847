"""The access log: who was given, shown, answered, exported what. Rows are added; time, salt and commitment are the database's."""

from datetime import datetime
from uuid import UUID

import msgspec

from amana.core.access_log import LogRow
from amana.model.ids import ProjectId, WorkspaceId
from amana.model.staff import SeenRow
from amana.store.db import Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)

PAGE_ROWS = 5000


async def append(
    tx: Transaction, workspace_id: WorkspaceId, kind: str, actor: str, project_id: ProjectId | None, detail: str = ""
) -> None:
    """Write down a look at content that is not one assignment's."""
    await tx.run(sql.append, workspace_id, kind, actor, project_id, detail)


async def page(tx: Transaction, workspace_id: WorkspaceId, after_seq: int) -> list[LogRow]:
    """At most PAGE_ROWS rows after `after_seq`, in the order they were written."""
    return await tx.all(LogRow, sql.page, workspace_id, after_seq, PAGE_ROWS)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which rows of the log: before a position, of one kind, project or task. None asks for all."""

    before: int | None = None
    kind: str | None = None
    project_id: UUID | None = None
    task_id: UUID | None = None


async def newest(tx: Transaction, workspace_id: WorkspaceId, asked: Asked, most: int) -> list[LogRow]:
    """The newest rows first; `seq` is the position among the workspace's own rows, from 1."""
    return await tx.all(LogRow, sql.newest, workspace_id, asked.before, asked.kind, asked.project_id, asked.task_id, most)


async def counts(tx: Transaction, workspace_id: WorkspaceId, project_id: UUID | None) -> dict[str, int]:
    """How many rows there are of each kind, in all or of one project."""
    return dict(await tx.all(_count, sql.counts, workspace_id, project_id))


class SomebodysRow(msgspec.Struct, frozen=True):
    """A row of one person's."""

    seq: int
    seen: SeenRow


async def newest_of(tx: Transaction, workspace_id: WorkspaceId, actor: str, most: int) -> list[SomebodysRow]:
    """Somebody's newest rows, the newest first."""
    return await tx.all(_somebodys, sql.newest_of, workspace_id, actor, most)


async def page_of(tx: Transaction, workspace_id: WorkspaceId, actor: str, after_seq: int) -> list[SomebodysRow]:
    """At most PAGE_ROWS of somebody's rows after `after_seq`, in the order they were written."""
    return await tx.all(_somebodys, sql.page_of, workspace_id, actor, after_seq, PAGE_ROWS)


async def counts_of(tx: Transaction, workspace_id: WorkspaceId, actor: str) -> dict[str, int]:
    """How many rows there are of each kind of somebody's."""
    return dict(await tx.all(_count, sql.counts_of, workspace_id, actor))


def _somebodys(seq: int, at: datetime, kind: str, project_id: UUID | None, task_id: UUID | None, detail: str) -> SomebodysRow:
    return SomebodysRow(seq, SeenRow(at, kind, project_id, task_id, detail))


def _count(kind: str, rows: int) -> tuple[str, int]:
    return kind, rows
