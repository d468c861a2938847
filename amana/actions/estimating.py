"""The full estimate: everything a project's people answered, inferred anew, and a base left for each task.

As arrays and in portions, because a project may have millions of answers.
"""

import asyncio
from collections.abc import Iterator

import msgspec
import numpy as np

from amana.actions.belief import MODEL
from amana.core.inference.agreement import Coefficient, krippendorff
from amana.core.inference.consensus import consensus
from amana.core.inference.crowd import Floats, Inferred
from amana.model.ids import ProjectId, WorkspaceId
from amana.model.scope import Audience, Scope
from amana.store import estimates
from amana.store.columns import uuids
from amana.store.db import Database
from amana.store.estimates import Heard, StagedConfusion, StagedEstimate

WRITTEN_AT_ONCE = 20_000  # tasks a transaction
_SMALLEST = 1e-300  # what the logarithm of a posterior of nothing is taken of


async def estimate_here(db: Database, workspace_id: WorkspaceId, project_id: ProjectId, classes: tuple[int, ...]) -> None:
    """Read, infer, write, in this process. The arithmetic holds no transaction.

    Bases are written in portions. What is cut off is done again, because the project is marked as estimated only at the end;
    until then each base says for itself how many events it saw.
    """
    engine = Scope(Audience.ENGINE, workspace_id)
    async with db.snapshot(engine) as tx:
        heard = await estimates.heard(tx, workspace_id, project_id)
    found = await asyncio.to_thread(_infer, classes, heard)
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
        crowd = heard.crowd(asked, count)
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
