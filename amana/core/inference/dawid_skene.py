"""Dawid and Skene's model: every annotator has a confusion matrix of their own; truth and matrices are found together.

A. P. Dawid, A. M. Skene: Maximum Likelihood Estimation of Observer Error-Rates Using the EM Algorithm. Applied Statistics
28 (1979), 20–28. DOI 10.2307/2346806. Here with Dirichlet priors (maximum a posteriori), because most annotators of a
project have answered little: without a prior, one answer makes a person certain.
"""

import msgspec
import numpy as np

from amana.core.inference import em
from amana.core.inference.crowd import Crowd, Floats, Inferred, Portion
from amana.core.inference.gold import Gold
from amana.core.inference.majority import majority


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


# As crowd-kit has it: no prior but a floor under every probability, a hundred rounds at most.
WITHOUT_PRIORS = Priors(right=1e-10, wrong=1e-10, klass=0.0)


def dawid_skene(
    crowd: Crowd,
    priors: Priors | None = None,
    *,
    start: Floats | None = None,
    gold: Gold | None = None,
    of: list[Portion] | None = None,
    rounds_max: int = em.ROUNDS_MAX,
    tolerance: float = em.TOLERANCE,
) -> Inferred:
    """EM from `start`, or the majority's shares, until no posterior moves by more than `tolerance`, at most `rounds_max` rounds.

    O(annotations · classes) a round. A crowd without annotations gets even posteriors. Whatever the order of the annotations,
    the result is the same to the last bit.
    """
    priors = priors or Priors()
    prior = priors.confusion(crowd.classes)
    return em.fit(
        crowd,
        majority(crowd).posterior if start is None else start,
        lambda counts: em.log_shares(counts + prior),
        klass=priors.klass,
        gold=gold,
        of=of,
        rounds_max=rounds_max,
        tolerance=tolerance,
    )
