"""Tasks as their client reads them. What annotators do with them is in dispatch."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from amana.model.ids import ProjectId, TaskId, WorkspaceId
from amana.model.tasks import TasksWanted
from amana.store.db import Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)


class StoredTask(msgspec.Struct, frozen=True):
    """A task's open columns; `body` is sealed."""

    task_id: UUID
    batch_no: int
    row_no: int
    state: str
    priority: int
    needed: int
    answered: int
    slots: int
    body: bytes


async def page(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, wanted: TasksWanted, after: TaskId | None, most: int
) -> list[StoredTask]:
    """At most `most` tasks after that one: in the order of their files, or the answered ones by doubt, the greatest first."""
    if wanted.order == "doubt":
        return await tx.all(StoredTask, sql.page_by_doubt, workspace_id, project_id, after, most)
    return await tx.all(StoredTask, sql.page_by_file, workspace_id, project_id, after, most, wanted.state, wanted.batch_no)


async def by_ids(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, task_ids: Iterable[UUID]) -> list[StoredTask]:
    """These tasks, in no order."""
    return await tx.all(StoredTask, sql.by_ids, workspace_id, project_id, list(task_ids))


async def by_row(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, batch_no: int, row: int) -> list[StoredTask]:
    """The task that a row of a batch's file became, if it became one."""
    return await tx.all(StoredTask, sql.by_number, workspace_id, project_id, (batch_no << 32) + row)


async def by_item(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, digest: int, most: int) -> list[StoredTask]:
    """Tasks whose client's own id may be the one of this digest, at most `most`."""
    return await tx.all(StoredTask, sql.by_item, workspace_id, project_id, digest, most)


async def find(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, task_id: TaskId) -> StoredTask | None:
    return await tx.one(StoredTask, sql.find, workspace_id, project_id, task_id)
