"""Estimates: what the engine believes, the confusions behind it, and how well people agree."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
import numpy as np

from amana.core.inference.agreement import Coefficient
from amana.core.inference.crowd import Crowd
from amana.model.ids import ProjectId, WorkspaceId
from amana.store.columns import Rows
from amana.store.db import Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)

STAGING_COLUMNS = ("task_id", "question", "base", "n_base", "doubt")
_TASKS = {"task_id": "S16", "events": "i4"}
_PEOPLE = {"pseudonym": "S16", "annotations": "i4"}
_VOTES = {"task_id": "S16", "pseudonym": "S16", "question": "i2", "class": "i2"}
_NUMBERED = np.dtype([("task", "i4"), ("person", "i4"), ("question", "i2"), ("class", "i2")])


class ProjectBehind(msgspec.Struct, frozen=True):
    """A project whose last full estimate is not of its events; `body` is sealed."""

    project_id: UUID
    task_type: str
    body: bytes
    events: int


class Heard(msgspec.Struct, frozen=True):
    """All that a project's people answered, as arrays.

    `tasks`: task_id and how many events each has; an estimate of this saw so many. `people`: pseudonym and how many annotations
    stand. `votes`: task, person, question, class; task and person are places in the other two. Tasks that were withdrawn are not
    among them. `events`: how many the project had seen.
    """

    events: int
    tasks: Rows
    people: Rows
    votes: Rows

    def crowd(self, question: int, classes: int) -> Crowd:
        """What was said on one question. Tasks and people are numbered in the order of their ids, so that figures don't
        change."""
        votes = self.votes[self.votes["question"] == question]
        task, person, klass = (votes[name].astype(np.int32) for name in ("task", "person", "class"))
        return Crowd.of_columns(task, person, klass, len(self.tasks), len(self.people), classes)


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
StagedConfusion = tuple[UUID, list[float], int]


async def behind(tx: Transaction, workspace_id: WorkspaceId) -> list[ProjectBehind]:
    """Projects where events came since the last full estimate: found by counting, so a lost wake-up loses nothing."""
    return await tx.all(ProjectBehind, sql.behind, workspace_id)


async def heard(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> Heard:
    """What a full estimate needs to know; in a snapshot, so that its parts fit."""
    events = await events_of_project(tx, workspace_id, project_id)
    tasks = await tx.columns(_TASKS, sql.tasks, workspace_id, project_id)
    people = await tx.columns(_PEOPLE, sql.people, workspace_id, project_id)
    task_ids, pseudonyms = tasks["task_id"].copy(), people["pseudonym"].copy()  # each side by side, to be searched

    def numbered(votes: Rows) -> Rows:
        rows = np.empty(len(votes), _NUMBERED)
        rows["task"] = np.searchsorted(task_ids, votes["task_id"])
        rows["person"] = np.searchsorted(pseudonyms, votes["pseudonym"])
        rows["question"], rows["class"] = votes["question"], votes["class"]
        return rows

    votes = await tx.columns(_VOTES, sql.votes, workspace_id, project_id, each=numbered)
    return Heard(events, tasks, people, votes)


async def put(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, estimates: Iterable[StagedEstimate]) -> None:
    """Write new bases, each only where none that saw more events is there."""
    await tx.run(sql.make_staging)
    await tx.copy("staged_estimate", STAGING_COLUMNS, estimates)
    await tx.run(sql.unstage, workspace_id, project_id)


async def put_confusions(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, confusions: Iterable[StagedConfusion]
) -> None:
    await tx.run_many(sql.put_confusion, ((workspace_id, project_id, *confusion) for confusion in confusions))


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
    alpha: Coefficient,
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
    """How many annotations, annotations taken back and tasks withdrawn the project has seen: it never becomes less."""
    return await tx.one(int, sql.events_of_project, workspace_id, project_id) or 0


async def bases(tx: Transaction, workspace_id: WorkspaceId, tasks: Sequence[UUID]) -> list[StoredBase]:
    return await tx.all(StoredBase, sql.bases, workspace_id, list(tasks))


async def events(tx: Transaction, workspace_id: WorkspaceId, tasks: Sequence[UUID]) -> list[StoredEvent]:
    """The events of these tasks, in their order."""
    return await tx.all(StoredEvent, sql.events, workspace_id, list(tasks))
