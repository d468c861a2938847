"""Majority: each person counts the same."""

import numpy as np

from amana.core.inference.crowd import Crowd, Inferred
from amana.core.inference.gold import Gold


def majority(crowd: Crowd, *, gold: Gold | None = None) -> Inferred:
    """The posterior is the share of each class among a task's annotations; a task without any is evenly open.

    A tie goes to the class that is given more often over all tasks, by a hair's breadth of posterior: the same input always
    gives the same label, and the tie rule alone moves published accuracies by points.
    """
    share = crowd.counts()  # changed in place: with many classes it is the largest array there is
    overall = share.sum(axis=0)
    hair = 1e-9 * overall / max(1.0, overall.sum())
    total = share.sum(axis=1, keepdims=True)
    np.divide(share, total, out=share, where=total > 0)
    share[total[:, 0] == 0] = 1 / crowd.classes
    share += hair
    share /= share.sum(axis=1, keepdims=True)
    if gold is not None:
        gold.clamp(share, slice(0, crowd.tasks))
    return Inferred(share, None, 0, True)
