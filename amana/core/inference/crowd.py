"""The shape every model reads: who gave which class to which task, as integers from 0; and the shape every model returns."""

from collections.abc import Sequence
from typing import Self, TypeAlias

import msgspec
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


class Crowd(msgspec.Struct, frozen=True):
    """`task`, `annotator` and `klass` have one entry an annotation. Sizes are counts, so that silent members have rows too."""

    task: Ints
    annotator: Ints
    klass: Ints
    tasks: int
    annotators: int
    classes: int

    @classmethod
    def of(cls, triples: Sequence[tuple[int, int, int]], tasks: int, annotators: int, classes: int) -> Self:
        """From (task, annotator, class). Raises ValueError for an index out of range."""
        columns = np.array(triples, dtype=np.int64).reshape(-1, 3)
        if columns.size and (columns.min() < 0 or (columns.max(axis=0) >= (tasks, annotators, classes)).any()):
            raise ValueError("an index is out of range")
        return cls(columns[:, 0], columns[:, 1], columns[:, 2], tasks, annotators, classes)

    def counts(self) -> Floats:
        """How often each class was given to each task: (tasks, classes)."""
        counts = np.zeros((self.tasks, self.classes))
        np.add.at(counts, (self.task, self.klass), 1.0)
        return counts

    def matrix(self) -> sp.csr_array[np.float64]:
        """Tasks × (annotator · class), a one for each annotation: both steps of EM are one product with it."""
        column = self.annotator * self.classes + self.klass
        ones = np.ones(len(self.task))
        shape = (self.tasks, self.annotators * self.classes)
        return sp.csr_array((ones, (self.task, column)), shape=shape)


class Inferred(msgspec.Struct, frozen=True):
    """What a model believes.

    `posterior` is (tasks, classes), rows sum to 1. `log_confusion` is (annotators, truth, given) of log probabilities, or
    None for a model that knows no people. It is model evidence; nothing here is calibrated.
    """

    posterior: Floats
    log_confusion: Floats | None
    rounds: int
    converged: bool

    @property
    def label(self) -> Ints:
        """The most believed class of each task; of several, the first."""
        label: Ints = np.argmax(self.posterior, axis=1)
        return label
