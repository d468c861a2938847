"""What the engine believes of tasks: the increment of an answer, and the belief now."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from uuid import UUID

import numpy as np

from amana.core.inference.belief import Belief, Event, believe, increment, increment_of_a_stranger
from amana.core.inference.dawid_skene import Priors
from amana.core.quality.calibration import Calibration
from amana.model.desk import Votes
from amana.model.ids import WorkspaceId
from amana.model.tasks import TaskEstimate
from amana.store import estimates
from amana.store.db import Transaction
from amana.tasktypes.base import Question

MODEL = "consensus"


def increments(questions: Sequence[Question], log_confusion: Sequence[float] | None, votes: Votes) -> tuple[float, ...]:
    """What an answer adds to the log beliefs of the questions it votes on, class by class, in the order of its votes.

    `log_confusion` is its author's as the last full estimate saw them, None for a stranger.
    """
    offsets = [0, *accumulate(len(question.classes) ** 2 for question in questions)]
    added: list[float] = []
    for asked, given in zip(votes.question, votes.klass, strict=True):
        classes = len(questions[asked].classes)
        if log_confusion is None:
            added += increment_of_a_stranger(Priors(), classes, given)
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
            # Every event is listed for every question, also of one it did not vote on: a base knows how many events of
            # the *task* it saw. One from before increments were kept adds nothing.
            added: tuple[float, ...] | None = None
            if asked in event.vote_question:
                added = (0.0,) * len(question.classes)
                if event.increment:
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


def estimate_of(question: Question, belief: Belief, calibration: Calibration) -> TaskEstimate:
    """An estimate as it is shown and delivered: the label, how probably it is right, and the model's evidence for every class."""
    return TaskEstimate(
        question=question.name,
        label=question.classes[belief.label],
        probability=float(calibration.probability(belief.posterior[belief.label])),
        standing=calibration.standing,
        model_posterior=dict(zip(question.classes, belief.posterior, strict=True)),
        events=belief.events,
    )
