"""Dawid and Skene's model: every annotator has a confusion matrix of their own; truth and matrices are found together.

A. P. Dawid, A. M. Skene: Maximum Likelihood Estimation of Observer Error-Rates Using the EM Algorithm. Applied Statistics
28 (1979), 20–28. DOI 10.2307/2346806. Here with Dirichlet priors (maximum a posteriori), because most annotators of a
project have answered little: without a prior, one answer makes a person certain.
"""

import msgspec
import numpy as np

from amana.core.inference.crowd import Crowd, Floats, Inferred
from amana.core.inference.majority import majority

ROUNDS_MAX = 200
TOLERANCE = 1e-6  # of the greatest change of any posterior


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

    O(annotations · classes) a round. A crowd without annotations gets even posteriors.
    """
    priors = priors or Priors()
    if crowd.tasks == 0 or len(crowd.task) == 0:
        even = np.full((crowd.tasks, crowd.classes), 1 / crowd.classes)
        stranger = priors.log_confusion_of_a_stranger(crowd.classes)
        return Inferred(even, np.broadcast_to(stranger, (crowd.annotators, *stranger.shape)).copy(), 0, True)
    given = crowd.matrix()
    heard = np.flatnonzero(np.diff(given.indptr))  # a task nobody answered says nothing of the classes
    posterior = majority(crowd).posterior
    prior_confusion = priors.confusion(crowd.classes)
    log_confusion = np.empty((crowd.annotators, crowd.classes, crowd.classes))
    rounds, converged = 0, False
    while rounds < rounds_max and not converged:
        rounds += 1
        log_prior = _log_shares(posterior[heard].sum(axis=0) + priors.klass)
        # Rows of the product are (annotator · given); a confusion row is (truth), normalised over what was given.
        seen = np.asarray(given.T @ posterior).reshape(crowd.annotators, crowd.classes, crowd.classes)
        log_confusion = _log_shares(np.swapaxes(seen, 1, 2) + prior_confusion)
        weights = np.swapaxes(log_confusion, 1, 2).reshape(crowd.annotators * crowd.classes, crowd.classes)
        updated = _softmax(np.asarray(given @ weights) + log_prior)
        converged = bool(np.abs(updated - posterior).max() <= tolerance)
        posterior = updated
    return Inferred(posterior, log_confusion, rounds, converged)


def _log_shares(counts: Floats) -> Floats:
    """Logs of counts normalised over the last axis. A count of nothing is a very small share, never an impossibility."""
    shares: Floats = np.log(np.maximum(counts / counts.sum(axis=-1, keepdims=True), 1e-300))
    return shares


def _softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    normalised: Floats = shifted / shifted.sum(axis=1, keepdims=True)
    return normalised
