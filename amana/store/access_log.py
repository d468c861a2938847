"""The access log: who was given, shown, answered, exported what. Rows are added; time, salt and commitment are the database's."""

from uuid import UUID

import msgspec

from amana.core.access_log import LogRow
from amana.model.ids import ProjectId, WorkspaceId
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


def _count(kind: str, rows: int) -> tuple[str, int]:
    return kind, rows
