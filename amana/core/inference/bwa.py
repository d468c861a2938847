"""Bayesian weighted average: an annotator's answers are a noisy measurement of each class's indicator, weighted by precision.

Y. Li, B. I. P. Rubinstein, T. Cohn: Truth Inference at Scale: A Bayesian Model for Adjudicating Highly Redundant Crowd
Annotations. The World Wide Web Conference (2019), 1028–1038. DOI 10.1145/3308558.3313459. A person's precision has a Gamma
prior, so that nobody becomes certain, and no product of likelihoods is taken: people who err together mislead it less.
"""

import numpy as np
import scipy.sparse as sp

from amana.core.inference.crowd import Crowd, Floats, Inferred, Ints
from amana.core.inference.gold import Gold

SHAPE = 15.0  # of the Gamma prior of a person's precision, as in the paper
CLASS_PRECISION = 1.0  # of the classes' shares, in annotations
ROUNDS_MAX = 500
TOLERANCE = 1e-3  # relative, as in the authors' code


def bwa(crowd: Crowd, *, gold: Gold | None = None, rounds_max: int = ROUNDS_MAX) -> Inferred:
    """Each class alone against the rest, then the scores as shares. Knows people's weights a class, not their confusion.

    A task without annotations, and a crowd without any, has even posteriors. O(annotations) a round and class.
    """
    gold = gold or Gold.none()
    score = np.full((crowd.tasks, crowd.classes), 1 / crowd.classes)
    if len(crowd.task) == 0:
        gold.clamp(score, slice(0, crowd.tasks))
        return Inferred(score, None, 0, True)
    shape = (crowd.tasks, crowd.annotators)
    task, annotator, klass = _sorted(crowd)
    said = _given(task, annotator, shape)
    heard = np.diff(said.indptr).astype(np.float64)
    rounds, converged = 0, True
    by_class = np.argsort(klass, kind="stable")
    begins = np.searchsorted(klass[by_class], np.arange(crowd.classes + 1))
    for number in range(crowd.classes):
        gave = by_class[begins[number] : begins[number + 1]]
        yes = _given(task[gave], annotator[gave], shape)
        known = (gold.task, (gold.klass == number).astype(np.float64))
        took, stands = _one_class(said, yes, heard, crowd.classes, score[:, number], known, rounds_max)
        rounds, converged = max(rounds, took), converged and stands
    score = np.maximum(score, 1e-12)
    score[heard == 0] = 1 / crowd.classes
    gold.clamp(score, slice(0, crowd.tasks))
    return Inferred(score / score.sum(axis=1, keepdims=True), None, rounds, converged)


def _sorted(crowd: Crowd) -> tuple[Ints, Ints, Ints]:
    """Task, annotator and class of each annotation in their order, so that another order changes no bit of a sum."""
    cell = (crowd.task * np.int64(crowd.annotators) + crowd.annotator) * np.int64(crowd.classes) + crowd.klass
    cell.sort()
    rest, klass = np.divmod(cell, crowd.classes)
    task, annotator = np.divmod(rest, crowd.annotators)
    return task.astype(np.int32), annotator.astype(np.int32), klass.astype(np.int32)


def _given(task: Ints, annotator: Ints, shape: tuple[int, int]) -> "sp.csr_array[np.float64]":
    """(tasks, annotators), a one for each annotation; they are sorted by task."""
    begins = np.searchsorted(task, np.arange(shape[0] + 1)).astype(np.int32)
    return sp.csr_array((np.ones(len(task)), annotator, begins), shape=shape)


def _one_class(
    said: "sp.csr_array[np.float64]",
    yes: "sp.csr_array[np.float64]",
    heard: Floats,
    classes: int,
    score: Floats,
    known: tuple[Ints, Floats],
    rounds_max: int,
) -> tuple[int, bool]:
    """Fills `score`, one a task; returns the rounds it took and whether it stood still. `known`: tasks and their scores."""
    answers = np.bincount(said.indices, minlength=said.shape[1])
    named = np.diff(yes.indptr).astype(np.float64)
    named_by = np.bincount(yes.indices, minlength=said.shape[1])
    score[:] = named.sum() / heard.sum()
    np.divide(named, heard, out=score, where=heard > 0)
    spread = float(heard @ (score * (1 - score))) / float(heard.sum())
    score[known[0]] = known[1]
    # The prior's scale is the spread of the answers themselves; the factor makes it the same whatever the number of classes.
    scale = SHAPE * spread * 4 * (1 - 1 / classes)
    for number in range(1, rounds_max + 1):
        last = score.copy()
        # Σ (said·z − yes)² = Σ z² over what was said, less twice Σ z over what was named, plus how often it was.
        error = np.asarray(said.T @ score**2) - 2 * np.asarray(yes.T @ score) + named_by
        precision = (SHAPE + answers) / np.maximum(scale + error, 1e-12)
        score[:] = (CLASS_PRECISION * float(last.mean()) + yes @ precision) / (CLASS_PRECISION + said @ precision)
        score[known[0]] = known[1]
        if np.allclose(last, score, rtol=TOLERANCE):
            return number, True
    return rounds_max, False
