"""Making a project and opening it to annotators."""

import asyncio
from collections.abc import Sequence
from uuid import UUID, uuid4

import msgspec

from amana.model.errors import ProjectClosed, ProjectInvalid, ProjectNotDraft, ProjectNotFound
from amana.model.ids import ProjectId, Pseudonym, TaskId
from amana.model.projects import NewProject, ProjectSecrets
from amana.model.scope import Principal
from amana.outside.seal import Owner, Seal
from amana.store import dispatch, guidelines, handles, projects
from amana.store.db import Database
from amana.tasktypes import TASK_TYPES
from amana.tasktypes.base import OptionRefused, typed_options


async def create(db: Database, seal: Seal, principal: Principal, new: NewProject) -> ProjectId:
    """Make a draft. Raises ProjectInvalid for an unknown task type or options that do not fit it."""
    _check(new)
    project_id = ProjectId(uuid4())
    kept = ProjectSecrets(name=new.name, purpose=new.purpose, options=new.options)
    owner = Owner(principal.walls, project_id)
    await asyncio.to_thread(seal.store.add_key, owner)
    body = seal.seal("project", owner, project_id, msgspec.json.encode(kept))
    guideline = seal.seal("guideline", owner, project_id, new.guideline.encode(), part=1)
    async with db.transaction(principal.scope) as tx:
        await projects.insert(tx, principal.walls, project_id, new, body)
        await guidelines.insert(tx, principal.walls, project_id, 1, guideline)
    return project_id


async def open_to_annotators(db: Database, principal: Principal, project_id: ProjectId) -> None:
    """Let annotators claim its tasks. Opening an open project does nothing. Raises ProjectNotFound, ProjectNotDraft."""
    async with db.transaction(principal.scope) as tx:
        await projects.lock_changes(tx, project_id)
        project = await projects.find(tx, principal.walls, project_id)
        if project is None:
            raise ProjectNotFound(project_id=project_id)
        if project.state == "open":
            return
        if project.state != "draft":
            raise ProjectNotDraft(state=project.state)
        await projects.set_state(tx, principal.walls, project_id, "open")
        await handles.note(tx, principal, project_id, "state", was="draft", became="open")


async def direct(
    db: Database, principal: Principal, project_id: ProjectId, pseudonym: Pseudonym, tasks: Sequence[TaskId], hold_seconds: int
) -> list[UUID]:
    """Mean tasks for one person: each holds a slot for `hold_seconds` and is what their next claim finds first.

    Returns those that could be; others are closed, full, or theirs already.
    Raises ProjectNotFound, ProjectClosed, PersonNotFound.
    """
    async with db.snapshot(principal.scope) as tx:
        project = await projects.find(tx, principal.walls, project_id)
    if project is None:
        raise ProjectNotFound(project_id=project_id)
    if project.state == "closed":
        raise ProjectClosed(project_id=project_id)
    return await dispatch.direct(db, principal.scope, project_id, pseudonym, tasks, hold_seconds, principal.actor)


def _check(new: NewProject) -> None:
    if not new.name.strip() or not new.name.isprintable():
        raise ProjectInvalid(field="name", reason="it needs letters, and none that can't be printed.")
    if new.annotations_min is not None and new.annotations_min > new.annotations_needed:
        most = new.annotations_needed
        raise ProjectInvalid(field="annotations_min", reason=f"it is more than annotations_needed, {most}, which is the most.")
    if new.task_type not in TASK_TYPES:
        known = ", ".join(sorted(TASK_TYPES))
        raise ProjectInvalid(field="task_type", reason=f"there is no type {new.task_type!r}; there is {known}.")
    task_type = TASK_TYPES[new.task_type]
    try:
        options = typed_options(task_type, new.options)
    except OptionRefused as refused:
        raise ProjectInvalid(field=f"options.{refused.field}".rstrip("."), reason=refused.reason) from None
    if new.annotations_min is not None and not task_type.questions(options):
        reason = f"the engine can't tell how sure answers of the type {new.task_type!r} are; leave it out."
        raise ProjectInvalid(field="annotations_min", reason=reason)
