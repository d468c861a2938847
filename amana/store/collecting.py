"""What decisions on who is asked next rest on beside the answers: undecided tasks, and who could be asked."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
import numpy as np

from amana.model.ids import ProjectId, WorkspaceId
from amana.model.scope import Scope
from amana.store.columns import Rows
from amana.store.db import Database, Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)

HEARD_MAX = 1000
UNHEARD_MAX = 1000
PEOPLE_MAX = 200
PRESENT_SECONDS = 900  # without a sign of somebody
ROOM = 8  # tasks that wait for one person: some minutes of work, and few when they go
_TASKS = np.dtype([("task_id", "S16"), ("answered", "i4")])
_PAIRS = np.dtype([("task_id", "S16"), ("pseudonym", "S16")])
_PEOPLE = np.dtype([("pseudonym", "S16"), ("room", "i4")])


class Deciding(msgspec.Struct, frozen=True):
    """A project where something is undecided; `body` is sealed. While `answers` and `waited_at` stay, so does what was
    decided."""

    project_id: UUID
    task_type: str
    body: bytes
    answers: int
    waited_at: datetime | None


class Undecided(msgspec.Struct, frozen=True):
    """`tasks`: task_id and how many answers each has. `asked`: pairs of task_id and pseudonym."""

    tasks: Rows
    asked: Rows


class Decision(msgspec.Struct, frozen=True):
    """Another annotation of the task, of `pseudonym` or (None) of anybody; or no more. `answered`: what was seen of it."""

    task_id: UUID
    answered: int
    more: bool
    pseudonym: UUID | None = None


class Decided(msgspec.Struct, frozen=True):
    """What was done with a task."""

    task_id: UUID
    more: bool
    pseudonym: UUID | None


async def deciding(tx: Transaction, workspace_id: WorkspaceId) -> list[Deciding]:
    return await tx.all(Deciding, sql.deciding, workspace_id)


async def undecided(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> Undecided:
    """Undecided tasks of the project, those with most answers first, and some that nobody was asked yet."""
    heard = await tx.all(_as_it_is, sql.heard, workspace_id, project_id, HEARD_MAX)
    unheard = await tx.all(_as_it_is, sql.unheard, workspace_id, project_id, UNHEARD_MAX)
    return await undecided_of(tx, workspace_id, project_id, [*heard, *unheard])


async def undecided_of(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, tasks: Sequence[UUID]) -> Undecided:
    """Which of these tasks are undecided, and who had to do with them."""
    found = await tx.all(_keyed, sql.undecided, workspace_id, project_id, tasks)
    asked = await tx.all(_keyed, sql.asked, workspace_id, project_id, tasks)
    return Undecided(np.array(found, _TASKS), np.array(asked, _PAIRS))


async def people(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> Rows:
    """Pseudonym and room of who worked here in the last day, the latest first."""
    found = await tx.all(_keyed, sql.people, workspace_id, project_id, PEOPLE_MAX, PRESENT_SECONDS, ROOM)
    return np.array(found, _PEOPLE)


async def brought(tx: Transaction) -> dict[UUID, UUID]:
    """By which vendor people came; those who came by themselves are not among them."""
    return dict(await tx.all(_pair, sql.brought))


async def decide(
    db: Database, scope: Scope, project_id: ProjectId, decisions: Sequence[Decision], hold_seconds: int
) -> list[Decided]:
    """Carry out what was decided; returns what was done: a task that moved since, or can't go to that person, waits."""
    columns = (
        [one.task_id for one in decisions],
        [one.answered for one in decisions],
        [one.more for one in decisions],
        [one.pseudonym for one in decisions],
    )
    return await db.call(Decided, scope, "dispatch.collect", project_id, *columns, hold_seconds)


def _keyed(*columns: UUID | int) -> tuple[bytes | int, ...]:
    return tuple(one.bytes if isinstance(one, UUID) else one for one in columns)


def _as_it_is(task_id: UUID) -> UUID:
    return task_id


def _pair(pseudonym: UUID, vendor_id: UUID) -> tuple[UUID, UUID]:
    return pseudonym, vendor_id
