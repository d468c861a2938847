"""What the engine believes of tasks: the increment of an answer, the belief now, and the sweep that estimates anew."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import accumulate
from uuid import UUID

import msgspec
import numpy as np

from amana.actions.sealed import open_project
from amana.core.inference.agreement import Alpha, krippendorff
from amana.core.inference.belief import Belief, Event, believe, increment
from amana.core.inference.crowd import Crowd, Floats, Inferred
from amana.core.inference.dawid_skene import Priors, dawid_skene
from amana.model.desk import Votes
from amana.model.ids import ProjectId, Pseudonym, WorkspaceId
from amana.model.scope import Audience, Scope
from amana.model.tasks import TaskEstimate
from amana.outside.seal import Seal
from amana.store import estimates
from amana.store.db import Database, Transaction
from amana.store.estimates import StagedEstimate, StandingAnnotation
from amana.tasktypes import TASK_TYPES
from amana.tasktypes.base import Question

MODEL = "dawid_skene_map"
_SMALLEST = 1e-300  # what the logarithm of a posterior of nothing is taken of


def increments(questions: Sequence[Question], log_confusion: Sequence[float] | None, votes: Votes) -> tuple[float, ...]:
    """What an answer adds to the log beliefs of the questions it votes on, class by class, in the order of its votes.

    `log_confusion` is its author's as the last full estimate saw them, None for a stranger.
    """
    offsets = [0, *accumulate(len(question.classes) ** 2 for question in questions)]
    added: list[float] = []
    for asked, given in zip(votes.question, votes.klass, strict=True):
        classes = len(questions[asked].classes)
        if log_confusion is None:
            matrix = Priors().log_confusion_of_a_stranger(classes)
        else:
            matrix = np.array(log_confusion[offsets[asked] : offsets[asked + 1]]).reshape(classes, classes)
        added += increment(matrix, given)
    return tuple(added)


async def beliefs(
    tx: Transaction, workspace_id: WorkspaceId, questions: Sequence[Question], tasks: Sequence[UUID]
) -> dict[UUID, tuple[Belief, ...]]:
    """What is believed of each task now, a belief a question: the last full estimate and every event since."""
    bases = {(base.task_id, base.question): base for base in await estimates.bases(tx, workspace_id, tasks)}
    events: dict[tuple[UUID, int], list[Event]] = defaultdict(list)
    for event in await estimates.events(tx, workspace_id, tasks):
        at = 0
        for asked, question in enumerate(questions):
            # Every event counts for every question, though it says nothing of one it did not vote on, nor of any if it
            # is from before increments were kept: a base knows how many events of the *task* it saw.
            added = (0.0,) * len(question.classes)
            if asked in event.vote_question and event.increment:
                added = tuple(event.increment[at : at + len(question.classes)])
                at += len(question.classes)
            events[event.task_id, asked].append(Event(event.sign, added))
    believed = {}
    for task_id in tasks:
        of_task = []
        for asked, question in enumerate(questions):
            base = bases.get((task_id, asked))
            heard = events[task_id, asked]
            of_task.append(believe(len(question.classes), base.base if base else None, base.n_base if base else 0, heard))
        believed[task_id] = tuple(of_task)
    return believed


def estimate_of(question: Question, belief: Belief) -> TaskEstimate:
    """An estimate as it is shown and delivered: the label, and the model's evidence for every class, which is not calibrated."""
    return TaskEstimate(
        question=question.name,
        label=question.classes[belief.label],
        model_posterior=dict(zip(question.classes, belief.posterior, strict=True)),
        calibrated=False,
        events=belief.events,
    )


class _Estimated(msgspec.Struct, frozen=True):
    """A full estimate of one project, ready to be written."""

    estimates: list[StagedEstimate]
    confusions: dict[UUID, list[float]]
    models: list[Inferred]
    alphas: list[Alpha]


async def reestimate(db: Database, seal: Seal, workspace_id: WorkspaceId) -> int:
    """Estimate anew every project of the workspace where events came; says how many. The arithmetic holds no transaction.

    Of a production project there is nothing to estimate, and of one whose type is missing nothing can be.
    """
    engine = Scope(Audience.ENGINE, workspace_id)
    async with db.snapshot(engine) as tx:
        projects = await estimates.behind(tx, workspace_id)
    estimated = 0
    for project in projects:
        project_id = ProjectId(project.project_id)
        if project.task_type not in TASK_TYPES:
            continue
        kind = open_project(seal, workspace_id, project_id, project.task_type, project.body)
        questions = kind.task_type.questions(kind.options)
        if not questions:
            continue
        async with db.snapshot(engine) as tx:
            standing = await estimates.standing(tx, workspace_id, project_id)
            seen = await estimates.events_seen(tx, workspace_id, project_id)
        events = sum(seen.values())
        found = await asyncio.to_thread(_estimate, questions, standing, seen)
        answers = Counter(annotation.pseudonym for annotation in standing)
        async with db.transaction(engine) as tx:
            await estimates.put(tx, workspace_id, project_id, found.estimates)
            for pseudonym, log_confusion in found.confusions.items():
                await estimates.put_confusion(
                    tx, workspace_id, project_id, Pseudonym(pseudonym), log_confusion, answers[pseudonym]
                )
            for asked, (model, alpha) in enumerate(zip(found.models, found.alphas, strict=True)):
                await estimates.put_estimation(
                    tx,
                    workspace_id,
                    project_id,
                    asked,
                    events=events,
                    model=MODEL,
                    rounds=model.rounds,
                    converged=model.converged,
                    alpha=alpha,
                )
        estimated += 1
    return estimated


def _estimate(questions: Sequence[Question], standing: Sequence[StandingAnnotation], seen: dict[UUID, int]) -> _Estimated:
    """Pure. Tasks and people are numbered in the order of their ids, so that the same annotations give the same figures."""
    task_ids, people = sorted(seen), sorted({annotation.pseudonym for annotation in standing})
    task_no = {task_id: number for number, task_id in enumerate(task_ids)}
    person_no = {pseudonym: number for number, pseudonym in enumerate(people)}
    based: list[tuple[UUID, int, list[float], int]] = []
    flat: dict[UUID, list[float]] = {pseudonym: [] for pseudonym in people}
    models, alphas = [], []
    doubts = np.zeros(len(task_ids))
    for asked, question in enumerate(questions):
        triples = [
            (task_no[one.task_id], person_no[one.pseudonym], klass)
            for one in standing
            for voted, klass in zip(one.vote_question, one.vote_class, strict=True)
            if voted == asked
        ]
        crowd = Crowd.of(triples, len(task_ids), len(people), len(question.classes))
        model = dawid_skene(crowd)
        bases = np.log(np.maximum(model.posterior, _SMALLEST))
        doubts = np.maximum(doubts, 1.0 - model.posterior.max(axis=1))
        for number, task_id in enumerate(task_ids):
            based.append((task_id, asked, _floats(bases[number]), seen[task_id]))
        assert model.log_confusion is not None
        for pseudonym, number in person_no.items():
            flat[pseudonym] += _floats(model.log_confusion[number].ravel())
        models.append(model)
        alphas.append(krippendorff(crowd, np.random.default_rng(len(triples))))
    # A task is as doubtful as its most doubtful question: pages list tasks, not questions.
    staged = [(*one, float(doubts[task_no[one[0]]])) for one in based]
    return _Estimated(staged, flat, models, alphas)


def _floats(values: Floats) -> list[float]:
    listed: list[float] = values.tolist()
    return listed
