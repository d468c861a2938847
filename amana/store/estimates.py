"""Estimates: what the engine believes, the confusions behind it, and how well people agree."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from amana.core.inference.agreement import Alpha
from amana.model.ids import ProjectId, Pseudonym, WorkspaceId
from amana.store.db import Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)

STAGING_COLUMNS = ("task_id", "question", "base", "n_base", "doubt")


class ProjectBehind(msgspec.Struct, frozen=True):
    """A project whose last full estimate is not of its events; `body` is sealed."""

    project_id: UUID
    task_type: str
    body: bytes
    events: int


class StandingAnnotation(msgspec.Struct, frozen=True):
    task_id: UUID
    pseudonym: UUID
    vote_question: list[int]
    vote_class: list[int]


class StoredBase(msgspec.Struct, frozen=True):
    task_id: UUID
    question: int
    base: list[float]
    n_base: int


class StoredEvent(msgspec.Struct, frozen=True):
    """An annotation (`sign` 1) or its withdrawal (-1). `increment` holds the classes of each question voted on, in order."""

    task_id: UUID
    sign: int
    vote_question: list[int]
    increment: list[float]
    event_no: int


class Estimation(msgspec.Struct, frozen=True):
    """The last full estimate of one question of a project."""

    question: int
    events: int
    model: str
    rounds: int
    converged: bool
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    alpha_tasks: int
    estimated_at: datetime


StagedEstimate = tuple[UUID, int, list[float], int, float]


async def behind(tx: Transaction, workspace_id: WorkspaceId) -> list[ProjectBehind]:
    """Projects where events came since the last full estimate: found by counting, so a lost wake-up loses nothing."""
    return await tx.all(ProjectBehind, sql.behind, workspace_id)


async def standing(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> list[StandingAnnotation]:
    """Every annotation of the project that was not taken back, in the order of events."""
    return await tx.all(StandingAnnotation, sql.standing, workspace_id, project_id)


async def events_seen(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> dict[UUID, int]:
    """How many events each task has. In one snapshot with `standing`, this is what an estimate of it saw."""
    return dict(await tx.all(_pair, sql.events_seen, workspace_id, project_id))


async def put(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, estimates: Iterable[StagedEstimate]) -> None:
    """Write new bases, each only where none that saw more events is there."""
    await tx.run(sql.make_staging)
    await tx.copy("staged_estimate", STAGING_COLUMNS, estimates)
    await tx.run(sql.unstage, workspace_id, project_id)


async def put_confusion(
    tx: Transaction,
    workspace_id: WorkspaceId,
    project_id: ProjectId,
    pseudonym: Pseudonym,
    log_confusion: list[float],
    annotations: int,
) -> None:
    await tx.run(sql.put_confusion, workspace_id, project_id, pseudonym, log_confusion, annotations)


async def put_estimation(
    tx: Transaction,
    workspace_id: WorkspaceId,
    project_id: ProjectId,
    question: int,
    *,
    events: int,
    model: str,
    rounds: int,
    converged: bool,
    alpha: Alpha,
) -> None:
    await tx.run(
        sql.put_estimation,
        workspace_id,
        project_id,
        question,
        events,
        model,
        rounds,
        converged,
        alpha.value,
        alpha.low,
        alpha.high,
        alpha.tasks,
    )


async def estimations(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> list[Estimation]:
    return await tx.all(Estimation, sql.estimations, workspace_id, project_id)


async def events_of_project(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> int:
    """How many annotations and withdrawals the project has seen."""
    return await tx.one(int, sql.events_of_project, workspace_id, project_id) or 0


async def bases(tx: Transaction, workspace_id: WorkspaceId, tasks: Sequence[UUID]) -> list[StoredBase]:
    return await tx.all(StoredBase, sql.bases, workspace_id, list(tasks))


async def events(tx: Transaction, workspace_id: WorkspaceId, tasks: Sequence[UUID]) -> list[StoredEvent]:
    """The events of these tasks, in their order."""
    return await tx.all(StoredEvent, sql.events, workspace_id, list(tasks))


def _pair(task_id: UUID, events: int) -> tuple[UUID, int]:
    return task_id, events
