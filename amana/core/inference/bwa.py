"""Bayesian weighted average: an annotator's answers are a noisy measurement of each class's indicator, weighted by precision.

Y. Li, B. I. P. Rubinstein, T. Cohn: Truth Inference at Scale: A Bayesian Model for Adjudicating Highly Redundant Crowd
Annotations. The World Wide Web Conference (2019), 1028–1038. DOI 10.1145/3308558.3313459. A person's precision has a Gamma
prior, so that nobody becomes certain, and no product of likelihoods is taken: people who err together mislead it less.
"""

from typing import Self

import msgspec
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from amana.core.inference.crowd import Crowd, Floats, Inferred, Ints
from amana.core.inference.gold import Gold

SHAPE = 15.0  # of the Gamma prior of a person's precision, as in the paper
CLASS_PRECISION = 1.0  # of the classes' shares, in annotations
ROUNDS_MAX = 500
TOLERANCE = 1e-3  # of any score; the authors' code has it relative, and goes on for scores near nothing
_CELLS_AT_ONCE = 10_000_000  # scores


def bwa(crowd: Crowd, *, gold: Gold | None = None, rounds_max: int = ROUNDS_MAX) -> Inferred:
    """Each class alone against the rest, then the scores as shares. Knows people's weights a class, not their confusion.

    A task without annotations, and a crowd without any, has even posteriors. O(annotations) a round and class.
    """
    gold = gold or Gold.none()
    score = np.full((crowd.tasks, crowd.classes), 1 / crowd.classes)
    if len(crowd.task) == 0:
        gold.clamp(score, slice(0, crowd.tasks))
        return Inferred(score, None, 0, True)
    task, annotator, klass = _sorted(crowd)
    said = _given(task, annotator, (crowd.tasks, crowd.annotators))
    heard = np.diff(said.indptr).astype(np.float64)
    rounds, converged = 0, True
    block = max(1, _CELLS_AT_ONCE // max(crowd.tasks, crowd.annotators))
    for first in range(0, crowd.classes, block):
        some = slice(first, min(first + block, crowd.classes))
        named = (klass >= some.start) & (klass < some.stop)
        yes = Named.of(task[named], annotator[named], klass[named] - some.start, some.stop - some.start)
        known = (gold.task, (gold.klass[:, None] == np.arange(some.start, some.stop)).astype(np.float64))
        took, stands = _some_classes(said, yes, heard, crowd.classes, score[:, some], known, rounds_max)
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


class Named(msgspec.Struct, frozen=True):
    """The annotations that gave some classes, in the order of tasks: of which cell of (tasks, classes), and of which of
    (annotators, classes), each is."""

    of_task: NDArray[np.int64]
    of_annotator: NDArray[np.int64]

    @classmethod
    def of(cls, task: Ints, annotator: Ints, klass: Ints, classes: int) -> Self:
        return cls(task * np.int64(classes) + klass, annotator * np.int64(classes) + klass)

    def by_task(self, weight: Floats, shape: tuple[int, int]) -> Floats:
        """(tasks, classes): the sum of what each annotation weighs, given (annotators, classes)."""
        return _summed(self.of_task, weight.ravel()[self.of_annotator], shape)

    def by_annotator(self, score: Floats, shape: tuple[int, int]) -> Floats:
        """(annotators, classes): the sum of the scores, (tasks, classes), of what each named."""
        return _summed(self.of_annotator, score.ravel()[self.of_task], shape)


def _summed(cell: NDArray[np.int64], weight: Floats, shape: tuple[int, int]) -> Floats:
    summed: Floats = np.bincount(cell, weight, shape[0] * shape[1]).astype(np.float64, copy=False).reshape(shape)
    return summed


def _some_classes(
    said: "sp.csr_array[np.float64]",
    yes: Named,
    heard: Floats,
    classes: int,
    score: Floats,
    known: tuple[Ints, Floats],
    rounds_max: int,
) -> tuple[int, bool]:
    """Fills `score`, (tasks, these classes); returns the rounds it took and whether it stood still.

    `known`: tasks, and their scores for these classes. Each class is for itself: together they are one walk over what was said.
    """
    by_task, by_annotator = score.shape, (said.shape[1], score.shape[1])
    answers = np.bincount(said.indices, minlength=said.shape[1])[:, None]
    named_by = yes.by_annotator(np.ones(by_task), by_annotator)
    named = yes.by_task(np.ones(by_annotator), by_task)
    score[:] = named.sum(axis=0) / heard.sum()
    np.divide(named, heard[:, None], out=score, where=heard[:, None] > 0)
    spread = heard @ (score * (1 - score)) / heard.sum()
    score[known[0]] = known[1]
    # The prior's scale is the spread of the answers themselves; the factor makes it the same whatever the number of classes.
    scale = SHAPE * spread * 4 * (1 - 1 / classes)
    for number in range(1, rounds_max + 1):
        last = score.copy()
        # Σ (said·z − yes)² = Σ z² over what was said, less twice Σ z over what was named, plus how often it was.
        error = np.asarray(said.T @ score**2) - 2 * yes.by_annotator(score, by_annotator) + named_by
        precision = (SHAPE + answers) / np.maximum(scale + error, 1e-12)
        score[:] = CLASS_PRECISION * last.mean(axis=0) + yes.by_task(precision, by_task)
        score /= CLASS_PRECISION + np.asarray(said @ precision)
        score[known[0]] = known[1]
        if np.abs(last - score).max() <= TOLERANCE:
            return number, True
    return rounds_max, False
