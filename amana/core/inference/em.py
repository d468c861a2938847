"""Expectation and maximisation over a crowd: the loop that the models of this package share.

A model says two things: what it believes of people from what was heard (its confusion), and where it starts. Both steps are one
sparse product a portion of tasks, so that a round costs O(annotations · classes) whatever the model.
"""

from collections.abc import Callable
from typing import Self, TypeAlias

import msgspec
import numpy as np

from amana.core.inference.crowd import Crowd, Floats, Inferred, Portion
from amana.core.inference.gold import Gold

ROUNDS_MAX = 200
TOLERANCE = 1e-6  # of the greatest change of any posterior
PORTION_TASKS_MIN = 16_384  # so many posteriors stay in a processor's cache

# From how often each annotator gave each class to tasks of each truth, (annotators, truth, given), to log probabilities.
Confusing: TypeAlias = Callable[[Floats], Floats]


class Weighed(msgspec.Struct):
    """What was heard, each annotation counted by the truth it is believed to be about."""

    given: Floats  # (annotators, given, truth)
    klass: Floats  # tasks of each class; one that nobody answered says nothing of the classes

    @classmethod
    def nothing(cls, crowd: Crowd) -> Self:
        return cls(np.zeros((crowd.annotators, crowd.classes, crowd.classes)), np.zeros(crowd.classes))

    def hear(self, portion: Portion, posterior: Floats, gold: Gold) -> None:
        """Add a portion whose truths are as `posterior` has them; what is known is set in it."""
        which = gold.clamp(posterior, portion.tasks)
        self.given += np.asarray(portion.given.T @ gold.weighed(posterior, portion.tasks, which)).reshape(self.given.shape)
        self.klass += portion.heard @ posterior

    @property
    def by_truth(self) -> Floats:
        """(annotators, truth, given), a view."""
        return np.swapaxes(self.given, 1, 2)


def portions(crowd: Crowd) -> list[Portion]:
    """The crowd as `fit` reads it; made once where several models read the same crowd."""
    # No fewer tasks than what a portion says of people has rows, or adding those would be most of the work.
    return crowd.portions(max(PORTION_TASKS_MIN, crowd.annotators * crowd.classes))


def fit(
    crowd: Crowd,
    start: Floats,
    confusing: Confusing,
    *,
    klass: float | None,
    gold: Gold | None = None,
    of: list[Portion] | None = None,
    rounds_max: int = ROUNDS_MAX,
    tolerance: float = TOLERANCE,
) -> Inferred:
    """Rounds from the posteriors `start`, (tasks, classes), until none moves by more than `tolerance`, at most `rounds_max`.

    `klass`: pseudo-tasks of each class; None: classes are equally likely beforehand. A crowd without annotations gets even
    posteriors, but for `gold`. `of`: the crowd's portions, where they are there already. Whatever the order of the annotations,
    the result is the same to the last bit.
    """
    gold = gold or Gold.none()
    if len(crowd.task) == 0:
        nothing = confusing(np.zeros((crowd.annotators, crowd.classes, crowd.classes)))
        even = np.full((crowd.tasks, crowd.classes), 1 / crowd.classes)
        gold.clamp(even, slice(0, crowd.tasks))
        return Inferred(even, nothing, 0, True)
    of = portions(crowd) if of is None else of
    posterior = start.copy()
    heard = weigh(crowd, of, posterior, gold)
    log_confusion = confusing(heard.by_truth)
    rounds, converged = 0, False
    while rounds < rounds_max and not converged:
        rounds += 1
        log_prior = np.zeros(crowd.classes) if klass is None else log_shares(heard.klass + klass)
        weights = np.swapaxes(log_confusion, 1, 2).reshape(-1, crowd.classes)
        heard, moved = Weighed.nothing(crowd), 0.0
        # The expectation of one portion, and at once what it says of people: while it is still in the processor's cache.
        for portion in of:
            updated = softmax(np.asarray(portion.given @ weights) + log_prior)
            heard.hear(portion, updated, gold)
            moved = max(moved, np.abs(updated - posterior[portion.tasks]).max())
            posterior[portion.tasks] = updated
        log_confusion = confusing(heard.by_truth)
        converged = bool(moved <= tolerance)
    return Inferred(posterior, log_confusion, rounds, converged)


def weigh(crowd: Crowd, of: list[Portion], posterior: Floats, gold: Gold) -> Weighed:
    """What was heard, if the truths are as `posterior` has them; what is known is set in it."""
    heard = Weighed.nothing(crowd)
    for portion in of:
        heard.hear(portion, posterior[portion.tasks], gold)
    return heard


def log_shares(counts: Floats) -> Floats:
    """Logs of counts normalised over the last axis. A count of nothing is a very small share, never an impossibility."""
    shares: Floats = np.log(np.maximum(counts / counts.sum(axis=-1, keepdims=True), 1e-300))
    return shares


def softmax(scores: Floats) -> Floats:
    """Each row's scores as shares, in place. Column by column: to reduce a million rows of five each costs four times as much."""
    top, total = scores[:, 0].copy(), np.zeros(len(scores))
    for column in scores.T[1:]:
        np.maximum(top, column, out=top)
    scores -= top[:, None]
    np.exp(scores, out=scores)
    for column in scores.T:
        total += column
    scores /= total[:, None]
    return scores
