"""A lead's look at tasks. The list tells counts and the client's own row ids; a preview shows content and is logged."""

from collections.abc import Sequence

import msgspec

from amana.actions.belief import beliefs, estimate_of
from amana.actions.sealed import open_project, open_task
from amana.core.inference.belief import Belief
from amana.model.errors import ProjectNotFound, TaskNotFound
from amana.model.ids import ProjectId, TaskId
from amana.model.scope import Principal
from amana.model.tasks import TaskOrder, TaskPage, TaskPreview, TaskSummary
from amana.outside.seal import Seal
from amana.store import access_log, projects, tasks
from amana.store.db import Database
from amana.store.tasks import StoredTask
from amana.tasktypes.base import Question

PAGE_TASKS_MAX = 500


async def listing(
    db: Database, seal: Seal, principal: Principal, project_id: ProjectId, order: TaskOrder, after: TaskId | None, most: int
) -> TaskPage:
    """At most `most` tasks after one of them, each with what is believed of it. Raises ProjectNotFound."""
    workspace_id = principal.walls
    async with db.snapshot(principal.scope) as tx:
        project = await projects.find(tx, workspace_id, project_id)
        if project is None:
            raise ProjectNotFound(project_id=project_id)
        kind = open_project(seal, workspace_id, project_id, project.task_type, project.body)
        questions = kind.task_type.questions(kind.options)
        if not questions:
            order = "file"  # nothing is estimated, so nothing is in doubt
        found = await tasks.page(tx, workspace_id, project_id, order, after, most)
        believed = await beliefs(tx, workspace_id, questions, [task.task_id for task in found])
    page = tuple(
        _summary(task, open_task(seal, workspace_id, task.task_id, task.body).item_id, questions, believed[task.task_id])
        for task in found
    )
    return TaskPage(page, page[-1].task_id if page and len(page) == most else None)


async def preview(db: Database, seal: Seal, principal: Principal, project_id: ProjectId, task_id: TaskId) -> TaskPreview:
    """The task as an annotator would see it, in the file's own order. Raises ProjectNotFound, TaskNotFound."""
    workspace_id = principal.walls
    async with db.transaction(principal.scope) as tx:
        project = await projects.find(tx, workspace_id, project_id)
        if project is None:
            raise ProjectNotFound(project_id=project_id)
        task = await tasks.find(tx, workspace_id, project_id, task_id)
        if task is None:
            raise TaskNotFound(task_id=task_id)
        kind = open_project(seal, workspace_id, project_id, project.task_type, project.body)
        questions = kind.task_type.questions(kind.options)
        believed = await beliefs(tx, workspace_id, questions, [task_id])
        await access_log.append(tx, workspace_id, "previewed", principal.actor, project_id, f"task {task_id}")
    opened = open_task(seal, workspace_id, task_id, task.body)
    payload = msgspec.json.decode(opened.payload, type=kind.task_type.payload_type)
    form = kind.task_type.form(payload, kind.options, kind.task_type.present(payload, 0))
    return TaskPreview(_summary(task, opened.item_id, questions, believed[task_id]), form)


def _summary(task: StoredTask, item_id: str | None, questions: Sequence[Question], believed: Sequence[Belief]) -> TaskSummary:
    return TaskSummary(
        task_id=task.task_id,
        item_id=item_id,
        row=task.row_no,
        state=task.state,
        needed=task.needed,
        answered=task.answered,
        held=task.needed - task.answered - task.slots,
        slots=task.slots,
        # Of a task that nobody answered there is nothing to believe.
        estimates=tuple(
            estimate_of(question, belief) for question, belief in zip(questions, believed, strict=True) if belief.events
        ),
    )
