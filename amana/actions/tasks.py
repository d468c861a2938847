"""A lead's look at tasks. The list tells counts and the client's own row ids; a preview shows content and is logged."""

import contextlib
import re
from collections.abc import Sequence
from uuid import UUID

import msgspec

from amana.actions.belief import beliefs, estimate_of
from amana.actions.calibrating import calibrations
from amana.actions.sealed import (
    TaskBody,
    item_digest,
    leads_path,
    open_project,
    open_task,
    open_task_unless_destroyed,
    with_media,
)
from amana.core.inference.belief import Belief
from amana.core.quality.calibration import Calibration
from amana.model.errors import ProjectNotFound, TaskNotFound
from amana.model.ids import ProjectId, TaskId, WorkspaceId
from amana.model.scope import Principal
from amana.model.tasks import TaskPage, TaskPreview, TaskSummary, TasksWanted
from amana.outside.seal import Owner, Seal
from amana.store import access_log, projects, tasks
from amana.store.db import Database, Transaction
from amana.store.tasks import StoredTask
from amana.tasktypes.base import Question

PAGE_TASKS_MAX = 500
_PLACE = re.compile(r"([0-9]{1,9}):([0-9]{1,9})")


async def listing(
    db: Database, seal: Seal, principal: Principal, project_id: ProjectId, wanted: TasksWanted, after: TaskId | None, most: int
) -> TaskPage:
    """At most `most` of the tasks wanted after one of them, each with what is believed of it. Raises ProjectNotFound."""
    workspace_id = principal.walls
    async with db.snapshot(principal.scope) as tx:
        project = await projects.find(tx, workspace_id, project_id)
        if project is None:
            raise ProjectNotFound(project_id=project_id)
        kind = open_project(seal, workspace_id, project_id, project.task_type, project.body)
        questions = kind.task_type.questions(kind.options)
        if not questions or wanted.state or wanted.batch_no:
            wanted = msgspec.structs.replace(wanted, order="file")  # where nothing is estimated nothing is in doubt
        if wanted.find is not None:
            found = await _found(tx, seal, workspace_id, project_id, wanted.find.strip(), most)
        else:
            found = await tasks.page(tx, workspace_id, project_id, wanted, after, most)
        believed = await beliefs(tx, workspace_id, questions, [task.task_id for task in found])
        known = (await calibrations(tx, seal, workspace_id)).of_project(project_id, len(questions))
    owner = Owner(workspace_id, project_id)
    page = tuple(
        _summary(task, open_task_unless_destroyed(seal, owner, task.task_id, task.body), questions, believed[task.task_id], known)
        for task in found
    )
    return TaskPage(page, page[-1].task_id if page and len(page) == most and wanted.find is None else None)


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
        known = (await calibrations(tx, seal, workspace_id)).of_project(project_id, len(questions))
        await access_log.append(tx, workspace_id, "previewed", principal.actor, project_id, f"task {task_id}")
    opened = open_task(seal, Owner(workspace_id, project_id), task_id, task.body)
    payload = msgspec.json.decode(opened.payload, type=kind.task_type.payload_type)
    form = kind.task_type.form(payload, kind.options, kind.task_type.present(payload, 0))
    shown = with_media(form, opened.media, leads_path(project_id))
    return TaskPreview(_summary(task, opened, questions, believed[task_id], known), shown)


async def _found(
    tx: Transaction, seal: Seal, workspace_id: WorkspaceId, project_id: ProjectId, said: str, most: int
) -> list[StoredTask]:
    """What `said` may mean, every meaning tried: a task's id, `batch:row`, the client's own id of a row."""
    owner = Owner(workspace_id, project_id)
    found: dict[UUID, StoredTask] = {}
    with contextlib.suppress(ValueError):
        one = await tasks.find(tx, workspace_id, project_id, TaskId(UUID(said)))
        found |= {one.task_id: one} if one else {}
    if place := _PLACE.fullmatch(said):
        found |= {one.task_id: one for one in await tasks.by_row(tx, workspace_id, project_id, int(place[1]), int(place[2]))}
    for one in await tasks.by_item(tx, workspace_id, project_id, item_digest(seal.digester(owner), said), most):
        opened = open_task_unless_destroyed(seal, owner, one.task_id, one.body)
        if opened is not None and opened.item_id == said:
            found[one.task_id] = one
    return list(found.values())


def _summary(
    task: StoredTask,
    opened: TaskBody | None,
    questions: Sequence[Question],
    believed: Sequence[Belief],
    known: Sequence[Calibration],
) -> TaskSummary:
    return TaskSummary(
        task_id=task.task_id,
        item_id=opened.item_id if opened else None,
        batch_no=task.batch_no,
        row=task.row_no,
        state=task.state,
        priority=task.priority,
        needed=task.needed,
        answered=task.answered,
        held=task.needed - task.answered - task.slots,
        slots=task.slots,
        destroyed=opened is None,
        # Of what nobody was asked or answered there is nothing to believe.
        estimates=tuple(
            estimate_of(question, belief, calibration)
            for question, belief, calibration in zip(questions, believed, known, strict=True)
            if belief.events
        ),
    )
