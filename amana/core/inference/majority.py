"""Majority: each person counts the same."""

import numpy as np

from amana.core.inference.crowd import Crowd, Inferred


def majority(crowd: Crowd) -> Inferred:
    """The posterior is the share of each class among a task's annotations; a task without any is evenly open.

    A tie goes to the class that is given more often over all tasks, by a hair's breadth of posterior: the same input always
    gives the same label, and the tie rule alone moves published accuracies by points.
    """
    counts = crowd.counts()
    overall = counts.sum(axis=0)
    hair = 1e-9 * overall / max(1.0, overall.sum())
    total = counts.sum(axis=1, keepdims=True)
    share = np.divide(counts, total, out=np.full_like(counts, 1 / crowd.classes), where=total > 0) + hair
    return Inferred(share / share.sum(axis=1, keepdims=True), None, 0, True)
