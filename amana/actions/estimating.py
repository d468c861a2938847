"""The full estimate: everything a project's people answered, inferred anew, and a base left for each task.

A large project is estimated by a process of its own (`amana/estimator.py`), as arrays and in portions, so that neither its
arithmetic nor its memory is felt by whoever works at that moment.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from uuid import UUID

import msgspec
import numpy as np

from amana.actions import collecting
from amana.actions.belief import MODEL
from amana.actions.collecting import Known, crowd_of
from amana.actions.forecasting import Estimating, forecast_here
from amana.actions.sealed import open_project
from amana.core.collection.planning import LIKE_MIN
from amana.core.inference.agreement import Coefficient, krippendorff
from amana.core.inference.consensus import consensus
from amana.core.inference.crowd import Floats, Inferred
from amana.model.ids import ProjectId, WorkspaceId
from amana.model.scope import Audience, Scope
from amana.outside.seal import Seal
from amana.store import estimates, forecasts
from amana.store.columns import uuids
from amana.store.db import Database
from amana.store.estimates import Heard, StagedConfusion, StagedEstimate
from amana.tasktypes import TASK_TYPES

APART_FROM_EVENTS = 10_000
WRITTEN_AT_ONCE = 20_000  # tasks a transaction
_SMALLEST = 1e-300  # what the logarithm of a posterior of nothing is taken of


class Estimator:
    """Where projects are estimated. `apart` does it in another process, or (True) forecasts; None: everything is done here."""

    def __init__(self, db: Database, seal: Seal, apart: Callable[[Estimating, bool], Awaitable[None]] | None = None) -> None:
        self._db = db
        self._seal = seal
        self._apart = apart

    async def reestimate(self, workspace_id: WorkspaceId) -> int:
        """Estimate anew every project of the workspace where events came; says how many.

        Of a production project there is nothing to estimate, and of one whose type is missing nothing can be.
        """
        async with self._db.snapshot(Scope(Audience.ENGINE, workspace_id)) as tx:
            projects = await estimates.behind(tx, workspace_id)
        estimated = 0
        for project in projects:
            estimating = self._estimating(workspace_id, project.project_id, project.task_type, project.body)
            if estimating is None:
                continue
            if self._apart is None or project.events < APART_FROM_EVENTS:
                await estimate_here(self._db, estimating)
            else:
                await self._apart(estimating, False)
            estimated += 1
        return estimated

    async def foresee(self, workspace_id: WorkspaceId) -> int:
        """Forecast what the workspace's projects will take whose pilot is answered, once; says how many.

        It takes seconds of arithmetic, however small the project: where there is another process, it does it.
        """
        async with self._db.snapshot(Scope(Audience.ENGINE, workspace_id)) as tx:
            projects = await forecasts.due(tx, workspace_id, LIKE_MIN)
        foreseen = 0
        for project in projects:
            estimating = self._estimating(workspace_id, project.project_id, project.task_type, project.body)
            if estimating is None:
                continue
            if self._apart is None:
                await forecast_here(self._db, estimating)
            else:
                await self._apart(estimating, True)
            foreseen += 1
        return foreseen

    def _estimating(self, workspace_id: WorkspaceId, project_id: UUID, task_type: str, body: bytes) -> Estimating | None:
        """None where nothing is to be estimated, or the type is missing."""
        if task_type not in TASK_TYPES:
            return None
        kind = open_project(self._seal, workspace_id, project_id, task_type, body)
        questions = kind.task_type.questions(kind.options)
        if not questions:
            return None
        return Estimating(workspace_id, ProjectId(project_id), tuple(len(question.classes) for question in questions))


async def estimate_here(db: Database, estimating: Estimating) -> None:
    """Read, infer, write, and decide who is asked next where the engine does, in this process. The arithmetic of an estimate
    holds no transaction.

    Bases are written in portions. What is cut off is done again, because the project is marked as estimated only at the end;
    until then each base says for itself how many events it saw.
    """
    workspace_id, project_id = estimating.workspace_id, estimating.project_id
    engine = Scope(Audience.ENGINE, workspace_id)
    async with db.snapshot(engine) as tx:
        heard = await estimates.heard(tx, workspace_id, project_id)
        waits = await collecting.waiting(tx, workspace_id, project_id)
    found = await asyncio.to_thread(_infer, estimating.classes, heard)
    for first in range(0, len(heard.tasks), WRITTEN_AT_ONCE):
        async with db.transaction(engine) as tx:
            await estimates.put(tx, workspace_id, project_id, _bases(heard, found, slice(first, first + WRITTEN_AT_ONCE)))
    async with db.transaction(engine) as tx:
        await estimates.put_confusions(tx, workspace_id, project_id, _confusions(heard, found))
        for asked, (model, alpha) in enumerate(zip(found.models, found.alphas, strict=True)):
            await estimates.put_estimation(
                tx,
                workspace_id,
                project_id,
                asked,
                events=heard.events,
                model=MODEL,
                rounds=model.rounds,
                converged=model.converged,
                alpha=alpha,
            )
    if waits is not None:
        known = Known(heard, estimating.classes, tuple(model.posterior for model in found.models))
        await collecting.go_on(db, engine, known, waits)


class _Found(msgspec.Struct, frozen=True):
    """What was inferred of each question, and how doubtful each task is."""

    models: list[Inferred]
    alphas: list[Coefficient]
    doubts: Floats


def _infer(classes: tuple[int, ...], heard: Heard) -> _Found:
    """Pure: the same annotations give the same figures."""
    models, alphas = [], []
    doubts = np.zeros(len(heard.tasks))
    for asked, count in enumerate(classes):
        crowd = crowd_of(heard, asked, count)
        models.append(model := consensus(crowd))
        # A task is as doubtful as its most doubtful question of those it was asked: pages list tasks, not questions.
        heard_of = np.unique(crowd.task)
        doubts[heard_of] = np.maximum(doubts[heard_of], 1.0 - model.posterior[heard_of].max(axis=1))
        alphas.append(krippendorff(crowd, np.random.default_rng(len(crowd.task))))
    return _Found(models, alphas, doubts)


def _bases(heard: Heard, found: _Found, portion: slice) -> Iterator[StagedEstimate]:
    tasks, doubts = heard.tasks[portion], found.doubts[portion].tolist()
    for asked, model in enumerate(found.models):
        bases = np.log(np.maximum(model.posterior[portion], _SMALLEST)).tolist()
        for task_id, events, base, doubt in zip(uuids(tasks["task_id"]), tasks["events"].tolist(), bases, doubts, strict=True):
            yield task_id, asked, base, events, doubt


def _confusions(heard: Heard, found: _Found) -> Iterator[StagedConfusion]:
    """Of everybody of whom an annotation stands; of nobody where a question has too many classes for anybody's matrix."""
    matrices = [model.log_confusion for model in found.models if model.log_confusion is not None]
    if len(matrices) < len(found.models):
        return
    answers = heard.people["annotations"].tolist()
    for number, pseudonym in enumerate(uuids(heard.people["pseudonym"])):
        if answers[number]:
            yield pseudonym, [cell for matrix in matrices for cell in matrix[number].ravel().tolist()], answers[number]
