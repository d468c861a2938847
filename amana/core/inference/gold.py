"""Tasks whose answer is known: every model takes them as they are, and learns of people from them first."""

from collections.abc import Iterable
from typing import Self

import msgspec
import numpy as np

from amana.core.inference.crowd import Crowd, Floats, Ints
from amana.model.errors import ContradictoryGold

WEIGHT = 3.0  # what was answered to a task of known truth says as much of a person as so many whose truth is believed


class Gold(msgspec.Struct, frozen=True):
    """`task`, ascending, and its class `klass`."""

    task: Ints
    klass: Ints

    @classmethod
    def of(cls, keys: Iterable[tuple[int, int]], crowd: Crowd) -> Self:
        """From (task, class), the same key as often as one likes.

        Raises ContradictoryGold where a task has two answers, ValueError for an index out of range.
        """
        known: dict[int, int] = {}
        for task, klass in keys:
            if not (0 <= task < crowd.tasks and 0 <= klass < crowd.classes):
                raise ValueError("an index is out of range")
            if known.setdefault(task, klass) != klass:
                raise ContradictoryGold(task=task)
        order = sorted(known)
        return cls(np.array(order, dtype=np.int32), np.array([known[task] for task in order], dtype=np.int32))

    @classmethod
    def none(cls) -> Self:
        return cls(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32))

    def clamp(self, posterior: Floats, tasks: slice) -> slice:
        """Sets the rows of those of `tasks` (a range from `tasks.start`) that are known; returns which of the known these are."""
        first, last = np.searchsorted(self.task, (tasks.start, tasks.stop))
        rows = self.task[first:last] - tasks.start
        posterior[rows] = 0.0
        posterior[rows, self.klass[first:last]] = 1.0
        return slice(int(first), int(last))

    def weighed(self, posterior: Floats, tasks: slice, which: slice) -> Floats:
        """The posteriors as they count for what is believed of people; a copy only where something is known."""
        if which.start == which.stop:
            return posterior
        weighed = posterior.copy()
        weighed[self.task[which] - tasks.start] *= WEIGHT
        return weighed
