"""The access log: who was given, shown, answered, exported what. Rows are added; time, salt and commitment are the database's."""

from amana.core.access_log import LogRow
from amana.model.ids import ProjectId, TaskId, WorkspaceId
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


async def newest(
    tx: Transaction, workspace_id: WorkspaceId, before: int | None, kind: str | None, task_id: TaskId | None, most: int
) -> list[LogRow]:
    """The newest rows first, before a position; `seq` is the position among the workspace's own rows, from 1."""
    return await tx.all(LogRow, sql.newest, workspace_id, before, kind, task_id, most)


async def counts(tx: Transaction, workspace_id: WorkspaceId) -> dict[str, int]:
    """How many rows there are of each kind."""
    return dict(await tx.all(_count, sql.counts, workspace_id))


def _count(kind: str, rows: int) -> tuple[str, int]:
    return kind, rows
