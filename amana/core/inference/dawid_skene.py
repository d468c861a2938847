"""Dawid and Skene's model: every annotator has a confusion matrix of their own; truth and matrices are found together.

A. P. Dawid, A. M. Skene: Maximum Likelihood Estimation of Observer Error-Rates Using the EM Algorithm. Applied Statistics
28 (1979), 20–28. DOI 10.2307/2346806. Here with Dirichlet priors (maximum a posteriori), because most annotators of a
project have answered little: without a prior, one answer makes a person certain.
"""

from typing import Self

import msgspec
import numpy as np

from amana.core.inference.crowd import Crowd, Floats, Inferred, Portion
from amana.core.inference.majority import majority

ROUNDS_MAX = 200
TOLERANCE = 1e-6  # of the greatest change of any posterior
PORTION_TASKS_MIN = 16_384  # so many posteriors stay in a processor's cache


class Priors(msgspec.Struct, frozen=True):
    """Pseudo-counts: of each right cell and each wrong cell of a confusion row, and of each class.

    The defaults say: before we know a person, think of them as having given each class four times, right more often than
    not. They are weak against a hundred answers and strong against three.
    """

    right: float = 2.5
    wrong: float = 1.0
    klass: float = 1.0

    def confusion(self, classes: int) -> Floats:
        """(classes, classes) of pseudo-counts, truth by given."""
        return np.full((classes, classes), self.wrong) + (self.right - self.wrong) * np.eye(classes)

    def log_confusion_of_a_stranger(self, classes: int) -> Floats:
        """What is believed of somebody who has not answered yet."""
        counts = self.confusion(classes)
        mean: Floats = np.log(counts / counts.sum(axis=1, keepdims=True))
        return mean


# As crowd-kit has it: no prior but a floor under every probability, a hundred rounds at most.
WITHOUT_PRIORS = Priors(right=1e-10, wrong=1e-10, klass=0.0)


def dawid_skene(
    crowd: Crowd, priors: Priors | None = None, *, rounds_max: int = ROUNDS_MAX, tolerance: float = TOLERANCE
) -> Inferred:
    """EM from the majority's shares until no posterior moves by more than `tolerance`, at most `rounds_max` rounds.

    O(annotations · classes) a round. A crowd without annotations gets even posteriors. Whatever the order of the annotations,
    the result is the same to the last bit.
    """
    priors = priors or Priors()
    if crowd.tasks == 0 or len(crowd.task) == 0:
        even = np.full((crowd.tasks, crowd.classes), 1 / crowd.classes)
        stranger = priors.log_confusion_of_a_stranger(crowd.classes)
        return Inferred(even, np.broadcast_to(stranger, (crowd.annotators, *stranger.shape)).copy(), 0, True)
    portions = crowd.portions(_portion_tasks(crowd))
    posterior = majority(crowd).posterior
    heard = _Heard.nothing(crowd)
    for portion in portions:
        heard.hear(portion, posterior[portion.tasks])
    prior_confusion = priors.confusion(crowd.classes)
    log_confusion = np.empty((crowd.annotators, crowd.classes, crowd.classes))
    rounds, converged = 0, False
    while rounds < rounds_max and not converged:
        rounds += 1
        log_prior = _log_shares(heard.klass + priors.klass)
        # What was heard is (annotator, given, truth); a row of a confusion is a truth, normalised over what was given.
        log_confusion = _log_shares(np.swapaxes(heard.given, 1, 2) + prior_confusion)
        weights = np.swapaxes(log_confusion, 1, 2).reshape(-1, crowd.classes)
        heard, moved = _Heard.nothing(crowd), 0.0
        # The expectation of one portion, and at once what it says of people: while it is still in the processor's cache.
        for portion in portions:
            updated = _softmax(np.asarray(portion.given @ weights) + log_prior)
            moved = max(moved, np.abs(updated - posterior[portion.tasks]).max())
            posterior[portion.tasks] = updated
            heard.hear(portion, updated)
        converged = bool(moved <= tolerance)
    return Inferred(posterior, log_confusion, rounds, converged)


def _portion_tasks(crowd: Crowd) -> int:
    """How many tasks a portion has: no fewer than what it says of people has rows, or adding those would be most of the work."""
    return max(PORTION_TASKS_MIN, crowd.annotators * crowd.classes)


class _Heard(msgspec.Struct):
    """Annotations counted by the truth they are believed to be about."""

    given: Floats  # (annotator, given, truth)
    klass: Floats  # tasks of each class; one that nobody answered says nothing of the classes

    @classmethod
    def nothing(cls, crowd: Crowd) -> Self:
        return cls(np.zeros((crowd.annotators, crowd.classes, crowd.classes)), np.zeros(crowd.classes))

    def hear(self, portion: Portion, posterior: Floats) -> None:
        self.given += np.asarray(portion.given.T @ posterior).reshape(self.given.shape)
        self.klass += portion.heard @ posterior


def _log_shares(counts: Floats) -> Floats:
    """Logs of counts normalised over the last axis. A count of nothing is a very small share, never an impossibility."""
    shares: Floats = np.log(np.maximum(counts / counts.sum(axis=-1, keepdims=True), 1e-300))
    return shares


def _softmax(scores: Floats) -> Floats:
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
