"""Tasks as their client reads them. What annotators do with them is in dispatch."""

from uuid import UUID

import msgspec

from amana.model.ids import ProjectId, TaskId, WorkspaceId
from amana.model.tasks import TaskOrder
from amana.store.db import Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)


class StoredTask(msgspec.Struct, frozen=True):
    """A task's open columns; `body` is sealed."""

    task_id: UUID
    row_no: int
    state: str
    needed: int
    answered: int
    slots: int
    body: bytes


async def page(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, order: TaskOrder, after: TaskId | None, most: int
) -> list[StoredTask]:
    """At most `most` tasks after that one: in the order of their files, or the answered ones by doubt, the greatest first."""
    statement = sql.page_by_file if order == "file" else sql.page_by_doubt
    return await tx.all(StoredTask, statement, workspace_id, project_id, after, most)


async def find(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, task_id: TaskId) -> StoredTask | None:
    return await tx.one(StoredTask, sql.find, workspace_id, project_id, task_id)
