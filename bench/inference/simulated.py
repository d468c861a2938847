"""A crowd whose truth is known: every annotator has a confusion of their own, and every task is answered by as many."""

from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from amana.core.inference.crowd import Crowd

COLUMNS = ("task", "annotator", "klass")
_AT_ONCE_TASKS = 50_000


class Size(msgspec.Struct, frozen=True):
    tasks: int
    each: int  # annotations of a task
    annotators: int
    classes: int

    @property
    def annotations(self) -> int:
        return self.tasks * self.each


def write(folder: Path, size: Size, seed: int = 1979) -> NDArray[np.int32]:
    """Leave the columns of a crowd in `folder`, in the order in which a crowd answers (any), and return the truth."""
    rng = np.random.default_rng(seed)
    truth = rng.choice(size.classes, size.tasks, p=rng.dirichlet(np.full(size.classes, 8.0))).astype(np.int32)
    confusion = _confusions(rng, size)
    task = np.repeat(np.arange(size.tasks, dtype=np.int32), size.each)
    annotator, klass = np.empty_like(task), np.empty_like(task)
    for first in range(0, size.tasks, _AT_ONCE_TASKS):
        truths = truth[first : first + _AT_ONCE_TASKS]
        some = slice(first * size.each, (first + len(truths)) * size.each)
        # So that nobody answers a task twice: equal strides from anywhere, less than once round.
        stride = rng.integers(1, size.annotators // size.each, len(truths))
        begin = rng.integers(0, size.annotators, len(truths))
        who = (begin[:, None] + stride[:, None] * np.arange(size.each)) % size.annotators
        shares = confusion[who.ravel(), np.repeat(truths, size.each)].cumsum(axis=1)
        said = (rng.random((len(shares), 1)) > shares).sum(axis=1)
        annotator[some], klass[some] = who.ravel(), np.minimum(said, size.classes - 1)
    arrival = rng.permutation(size.annotations)
    for name, column in zip(COLUMNS, (task, annotator, klass), strict=True):
        np.save(folder / f"{name}.npy", column[arrival])
    return truth


def read(folder: Path, size: Size) -> Crowd:
    task, annotator, klass = (np.load(folder / f"{name}.npy") for name in COLUMNS)
    return Crowd.of_columns(task, annotator, klass, size.tasks, size.annotators, size.classes)


def _confusions(rng: np.random.Generator, size: Size) -> NDArray[np.float64]:
    """(annotator, truth, given): some people are careful, some guess, and each has classes they mix up."""
    skill = rng.beta(2.0, 2.0, (size.annotators, 1))
    right = np.clip(skill + rng.normal(0, 0.1, (size.annotators, size.classes)), 0.05, 0.98)
    wrong = rng.dirichlet(np.full(size.classes, 0.7), (size.annotators, size.classes))
    everybody = np.arange(size.classes)
    wrong[:, everybody, everybody] = 0
    wrong *= ((1 - right) / np.maximum(wrong.sum(axis=2), 1e-12))[..., None]
    wrong[:, everybody, everybody] = right
    confusion: NDArray[np.float64] = wrong / wrong.sum(axis=2, keepdims=True)
    return confusion
