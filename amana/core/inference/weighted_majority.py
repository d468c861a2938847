"""Majority in which people count by how often they are with it, again and again.

H. Li, B. Yu: Error Rate Bounds and Iterative Weighted Majority Voting for Crowdsourcing (2014). arXiv:1411.4086. With L
classes, somebody who is right with chance w has weight L · w − 1: nothing for a coin, less than nothing for worse. It is the
first-order form of the weight that is best for one-coin people, and, unlike that, bounded.
"""

import numpy as np

from amana.core.inference.crowd import Crowd, Floats, Inferred, Ints
from amana.core.inference.gold import WEIGHT, Gold
from amana.core.inference.majority import majority

ROUNDS_MAX = 100
CONFUSION_CELLS_MAX = 20_000_000  # beyond, as with thousands of classes, no confusions are returned
# Everybody is thought of as having given so many more, as right as the whole crowd: one answer weighs nobody.
ANSWERS_BEFORE = 2.0


def weighted_majority(crowd: Crowd, *, gold: Gold | None = None, rounds_max: int = ROUNDS_MAX) -> Inferred:
    """From the majority until no label changes, O(annotations) a round.

    The posterior is the share of each class in a task's weights, where a negative weight counts for every other class; ties
    go as in `majority`, and a task without any weight has the majority's posterior. A task of `gold` is certain, and weighs
    more for people. The confusions are those of one coin an annotator, None where these would be more than
    `CONFUSION_CELLS_MAX`. Whatever the order of the annotations, the result is the same to the last bit.
    """
    order = np.lexsort((crowd.klass, crowd.annotator, crowd.task))
    task, who, klass = crowd.task[order], crowd.annotator[order], crowd.klass[order]
    # What is answered to a task of known truth says more of a person than what is only compared with a belief.
    telling = np.ones(crowd.tasks)
    if gold is not None:
        telling[gold.task] = WEIGHT
    answers = np.bincount(who, telling[task], crowd.annotators)
    plain = majority(crowd, gold=gold).posterior
    posterior, label = plain, np.argmax(plain, axis=1)
    right = np.full(crowd.annotators, 1 / crowd.classes)
    rounds, converged = 0, len(task) == 0
    while rounds < rounds_max and not converged:
        rounds += 1
        agreed = (klass == label[task]).astype(np.float64)
        hits = np.bincount(who, agreed * telling[task], crowd.annotators)
        right = (hits + ANSWERS_BEFORE * hits.sum() / answers.sum()) / (answers + ANSWERS_BEFORE)
        posterior = _voted(task, klass, (crowd.classes * right - 1)[who], plain)
        if gold is not None:
            gold.clamp(posterior, slice(0, crowd.tasks))
        before, label = label, np.argmax(posterior, axis=1)
        converged = bool((label == before).all())
    if crowd.annotators * crowd.classes**2 > CONFUSION_CELLS_MAX:
        return Inferred(posterior, None, rounds, converged)
    wrong = (1 - right) / max(crowd.classes - 1, 1)
    coin = np.log(np.maximum(wrong, 1e-300))[:, None, None] * np.ones((crowd.classes, crowd.classes))
    own = np.arange(crowd.classes)
    coin[:, own, own] = np.log(np.maximum(right, 1e-300))[:, None]
    return Inferred(posterior, coin, rounds, converged)


def _voted(task: Ints, klass: Ints, weight: Floats, plain: Floats) -> Floats:
    """Shares of the weights of each task's classes; `plain` decides ties, and all where weights say nothing."""
    tasks, classes = plain.shape
    cell = task.astype(np.int64) * classes + klass
    score: Floats = np.bincount(cell, weight, tasks * classes).astype(np.float64).reshape(tasks, classes)
    # To speak against one class is to speak for all others.
    score += np.bincount(task, np.maximum(-weight, 0.0), tasks)[:, None]
    # Sums in another order differ by rounding, and would break a tie: a hair wider than that.
    score = np.maximum(score, 0.0).round(9)
    total = score.sum(axis=1, keepdims=True)
    share = plain.copy()
    np.divide(score, total, out=share, where=total > 0)
    share += 1e-9 * plain
    posterior: Floats = share / share.sum(axis=1, keepdims=True)
    return posterior
