"""What answers "why": a person's place among a project's tasks, and a task's way to being settled."""

from datetime import datetime

import msgspec

from amana.model.ids import ProjectId, Pseudonym, TaskId, WorkspaceId
from amana.model.person_walls import WallKind
from amana.model.projects import ProjectState
from amana.model.scope import Scope
from amana.model.why import Holder, TasksInPlace
from amana.store.db import Database, Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)


class Member(msgspec.Struct, frozen=True):
    """Somebody's membership in a project, and the project's state."""

    project_state: ProjectState
    skips_a_day_max: int
    person_wall: bool
    added_at: datetime
    ended_at: datetime | None
    skills: list[int]


class Own(msgspec.Struct, frozen=True):
    """What somebody did in a project."""

    held: int
    held_until: datetime | None
    answered: int
    skipped: int
    skips_today: int
    last_at: datetime | None


class Presence(msgspec.Struct, frozen=True):
    """Whether somebody is signed in anywhere, and when a task of this workspace was last on their page."""

    signed_in: bool
    last_shown_at: datetime | None


class TaskFacts(msgspec.Struct, frozen=True):
    """Where a task stands on its way to being settled."""

    state: str
    project_state: ProjectState
    undecided: bool
    needed: int
    answered: int
    slots: int
    surplus: int
    undo_until: datetime | None
    settled_at: datetime | None
    settle_swept_at: datetime | None
    now: datetime


class MyFacts(msgspec.Struct, frozen=True):
    """A person's own numbers in a project."""

    project_state: ProjectState
    open: int
    held: int
    held_until: datetime | None
    answered: int
    skipped: int
    needs_skill: int
    with_others: bool
    choosing: bool
    walls: list[WallKind] | None
    walls_until: datetime | None


class _Count(msgspec.Struct, frozen=True):
    rows: int


async def member(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, pseudonym: Pseudonym) -> Member | None:
    return await tx.one(Member, sql.member, workspace_id, project_id, pseudonym)


async def own(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, pseudonym: Pseudonym) -> Own:
    found = await tx.one(Own, sql.own, workspace_id, project_id, pseudonym)
    assert found is not None  # an aggregate always has its row
    return found


async def presence(tx: Transaction, pseudonym: Pseudonym) -> Presence:
    """Of a member of the workspace; somebody who is none is nowhere."""
    return await tx.one(Presence, sql.presence, pseudonym) or Presence(signed_in=False, last_shown_at=None)


async def unsettled(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> int:
    found = await tx.one(_Count, sql.unsettled, workspace_id, project_id)
    assert found is not None
    return found.rows


async def places(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, pseudonym: Pseudonym, skills: list[int]
) -> list[TasksInPlace]:
    """How many unsettled tasks are in each place to a person with these skills; places without a task are left out."""
    return await tx.all(TasksInPlace, sql.places, workspace_id, project_id, pseudonym, skills)


async def task(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, task_id: TaskId) -> TaskFacts | None:
    return await tx.one(TaskFacts, sql.task, workspace_id, project_id, task_id)


async def holders(tx: Transaction, workspace_id: WorkspaceId, task_id: TaskId) -> list[Holder]:
    """Who holds the task's taken slots, the first to end first. At most as many as the task needs."""
    return await tx.all(Holder, sql.holders, workspace_id, task_id)


async def mine(db: Database, scope: Scope, project_id: ProjectId) -> MyFacts:
    """The annotator's own numbers. Raises NoSession, ProjectNotFound."""
    [found] = await db.call(MyFacts, scope, "explain.mine", project_id)
    return found
