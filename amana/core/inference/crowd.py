"""The shape every model reads: who gave which class to which task, as integers from 0; and the shape every model returns."""

from collections.abc import Sequence
from typing import Self, TypeAlias

import msgspec
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int32]


class Portion(msgspec.Struct, frozen=True):
    """Some neighbouring tasks, and what was said of them: tasks × (annotator · class), a one for each annotation.

    `heard` is one for each task that somebody answered, else nought.
    """

    tasks: slice
    given: "sp.csr_array[np.float64]"
    heard: Floats


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
        task, annotator, klass = np.array(triples, dtype=np.int32).reshape(-1, 3).T
        return cls.of_columns(task, annotator, klass, tasks, annotators, classes)

    @classmethod
    def of_columns(cls, task: Ints, annotator: Ints, klass: Ints, tasks: int, annotators: int, classes: int) -> Self:
        """The same, from an array each. Raises ValueError for an index out of range."""
        for column, size in ((task, tasks), (annotator, annotators), (klass, classes)):
            if column.size and (column.min() < 0 or column.max() >= size):
                raise ValueError("an index is out of range")
        return cls(task, annotator, klass, tasks, annotators, classes)

    def counts(self) -> Floats:
        """How often each class was given to each task: (tasks, classes)."""
        shape = (self.tasks, self.classes)
        counts: Floats = sp.coo_array((np.ones(len(self.task)), (self.task, self.klass)), shape=shape).toarray()
        return counts

    def portions(self, tasks_each: int) -> list[Portion]:
        """All tasks in their order, `tasks_each` at a time: both steps of EM are one product with each portion.

        Annotations are sorted, so that their order changes no bit of what is computed. The portions share one array of ones.
        """
        width = self.annotators * self.classes
        assert width <= np.iinfo(np.int32).max
        cell = self.task * np.int64(width)
        cell += self.annotator * np.int32(self.classes)
        cell += self.klass
        cell.sort()
        begins = np.searchsorted(cell, np.arange(self.tasks + 1) * width)
        column = np.remainder(cell, width, out=cell).astype(np.int32)
        del cell
        firsts = range(0, self.tasks, tasks_each)
        ones = np.ones(max((begins[min(first + tasks_each, self.tasks)] - begins[first] for first in firsts), default=0))
        portions = []
        for first in firsts:
            rows = begins[first : first + tasks_each + 1]
            said = column[rows[0] : rows[-1]]
            given = sp.csr_array((ones[: len(said)], said, (rows - rows[0]).astype(np.int32)), shape=(len(rows) - 1, width))
            heard = (np.diff(rows) > 0).astype(np.float64)
            portions.append(Portion(slice(first, first + len(rows) - 1), given, heard))
        return portions


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
    def label(self) -> NDArray[np.intp]:
        """The most believed class of each task; of several, the first."""
        label: NDArray[np.intp] = np.argmax(self.posterior, axis=1)
        return label
