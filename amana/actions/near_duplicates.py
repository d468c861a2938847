"""A lead's look at near-duplicates. The list tells places and the client's own row ids; two side by side are content, logged."""

from amana.actions import tasks as looks
from amana.actions.sealed import open_task
from amana.core.near_duplicates import ALIKE
from amana.model.errors import NoNearDuplicate, ProjectNotFound
from amana.model.ids import ProjectId, TaskId
from amana.model.near_duplicates import NearCopy, NearDuplicates, NearGroup, NearPair, NearTask
from amana.model.scope import Principal
from amana.outside.seal import Owner, Seal
from amana.store import near_duplicates, projects, tasks
from amana.store.db import Database
from amana.store.tasks import StoredTask

GROUPS_MAX = 100
COPIES_LISTED = 5


async def listing(
    db: Database, seal: Seal, principal: Principal, project_id: ProjectId, batch_no: int | None, after: TaskId | None, most: int
) -> NearDuplicates:
    """The counts, and at most `most` groups in the order of their originals, after one of these. Raises ProjectNotFound."""
    workspace_id = principal.walls
    async with db.snapshot(principal.scope) as tx:
        if await projects.find(tx, workspace_id, project_id) is None:
            raise ProjectNotFound(project_id=project_id)
        count = await near_duplicates.count(tx, workspace_id, project_id, batch_no)
        found = await near_duplicates.groups(tx, workspace_id, project_id, batch_no, after, most, COPIES_LISTED)
        wanted = {task_id for one in found for task_id in (one.original_id, one.task_id)}
        stored = {task.task_id: task for task in await tasks.by_ids(tx, workspace_id, project_id, wanted)}
    owner = Owner(workspace_id, project_id)
    groups: dict[TaskId, NearGroup] = {}
    for one in found:
        copy = NearCopy(task=_named(seal, owner, stored[one.task_id]), likeness=one.likeness)
        before = groups.get(TaskId(one.original_id))
        original = before.original if before else _named(seal, owner, stored[one.original_id])
        copies = (*before.copies, copy) if before else (copy,)
        groups[TaskId(one.original_id)] = NearGroup(original=original, copies=copies, in_all=one.in_all)
    return NearDuplicates(
        tasks=count.tasks,
        copies=count.copies,
        open_copies=count.open_copies,
        held=count.held,
        looking=count.looking,
        tasks_read=count.read,
        tasks_to_read=count.to_read,
        alike=ALIKE,
        groups=tuple(groups.values()),
        next_after=list(groups)[-1] if len(groups) == most else None,
    )


async def side_by_side(db: Database, seal: Seal, principal: Principal, project_id: ProjectId, task_id: TaskId) -> NearPair:
    """A copy beside its original; each look is a row of the log. Raises ProjectNotFound, NoNearDuplicate."""
    async with db.snapshot(principal.scope) as tx:
        if await projects.find(tx, principal.walls, project_id) is None:
            raise ProjectNotFound(project_id=project_id)
        found = await near_duplicates.find(tx, principal.walls, project_id, task_id)
    if found is None:
        raise NoNearDuplicate(task_id=task_id)
    original = await looks.preview(db, seal, principal, project_id, TaskId(found.original_id))
    copy = await looks.preview(db, seal, principal, project_id, task_id)
    return NearPair(original=original, copy=copy, likeness=found.likeness)


def _named(seal: Seal, owner: Owner, task: StoredTask) -> NearTask:
    return NearTask(
        task_id=task.task_id,
        item_id=open_task(seal, owner, task.task_id, task.body).item_id,
        batch_no=task.batch_no,
        row=task.row_no,
        state=task.state,
    )
