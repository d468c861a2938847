"""The access log: who was given, shown, answered, exported what. Rows are added; time, salt and commitment are the database's."""

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
