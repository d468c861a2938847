"""One coin: an annotator is right with a probability of their own, and where they are wrong every other class is as likely.

Y. Zhang, X. Chen, D. Zhou, M. I. Jordan: Spectral Methods Meet EM: A Provably Optimal Algorithm for Crowdsourcing. Journal of
Machine Learning Research 17 (2016), section 4.1; arXiv 1406.3824. One number a person needs a tenth of the answers that a matrix
does: with few answers each, or many classes, it is right where Dawid and Skene's model is not.
"""

import numpy as np

from amana.core.inference import em
from amana.core.inference.crowd import Crowd, Floats, Inferred, Portion
from amana.core.inference.gold import Gold
from amana.core.inference.majority import majority

RIGHT, WRONG = 2.5, 1.0  # pseudo-answers of everybody


def one_coin(
    crowd: Crowd, *, gold: Gold | None = None, of: list[Portion] | None = None, rounds_max: int = em.ROUNDS_MAX
) -> Inferred:
    """EM from the majority's shares, with classes equally likely beforehand. As `dawid_skene` in all else."""
    return em.fit(crowd, majority(crowd).posterior, confusion_of, klass=None, gold=gold, of=of, rounds_max=rounds_max)


def confusion_of(counts: Floats) -> Floats:
    """From (annotators, truth, given) of counts to log probabilities: the same share of right answers whatever the truth."""
    classes = counts.shape[-1]
    right = np.trace(counts, axis1=1, axis2=2) + RIGHT
    total = counts.sum(axis=(1, 2)) + RIGHT + WRONG
    share = right / total
    rest = (1 - share) / max(1, classes - 1)
    log: Floats = np.where(
        np.eye(classes, dtype=bool), np.log(share)[:, None, None], np.log(np.maximum(rest, 1e-300))[:, None, None]
    )
    return log
