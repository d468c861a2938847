"""Forecasts of how many annotations a project takes, and how fast they come."""

from datetime import datetime
from uuid import UUID

import msgspec

from amana.model.ids import ProjectId, WorkspaceId
from amana.store.db import Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)


class Due(msgspec.Struct, frozen=True):
    """A project to be forecast; `body` is sealed."""

    project_id: UUID
    task_type: str
    body: bytes


class Stands(msgspec.Struct, frozen=True):
    """How many tasks there are, of how many it is known what they take, and what; and all annotations so far."""

    tasks: int
    known: int
    annotations_known: int
    answered: int
    batch_no: int


class Forecast(msgspec.Struct, frozen=True):
    """What was forecast when the pilot of these batches was answered: annotations of all their tasks, with a 95% interval."""

    batch_no: int
    tasks: int
    answered: int
    low: float
    annotations: float
    high: float
    made_at: datetime


class Period(msgspec.Struct, frozen=True):
    """How many annotations came in one of several equal periods."""

    annotations: int
    seconds: float
    now: datetime


async def due(tx: Transaction, workspace_id: WorkspaceId, tasks_min: int) -> list[Due]:
    """The projects of which a forecast can be made that is not kept yet: `tasks_min` tasks of their pilot are answered, and
    all."""
    return await tx.all(Due, sql.due, workspace_id, tasks_min)


async def pilot(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> list[UUID]:
    return await tx.all(_as_it_is, sql.pilot, workspace_id, project_id)


async def stands(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> Stands | None:
    """None for a project without tasks."""
    return await tx.one(Stands, sql.stands, workspace_id, project_id)


async def keep(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, stands: Stands, low: float, annotations: float, high: float
) -> None:
    """Once for the same batches."""
    values = (stands.batch_no, stands.tasks, stands.answered, low, annotations, high)
    await tx.run(sql.keep, workspace_id, project_id, *values)


async def latest(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> Forecast | None:
    return await tx.one(Forecast, sql.latest, workspace_id, project_id)


async def pace(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, periods: int) -> list[Period]:
    """The last week, or as long as there are annotations, in so many equal periods; none without annotations."""
    return await tx.all(Period, sql.pace, workspace_id, project_id, periods)


def _as_it_is(task_id: UUID) -> UUID:
    return task_id
