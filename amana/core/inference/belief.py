"""The belief about one task, kept up between two full estimates.

A full estimate leaves a base (log posterior) and says how many events of the task it saw. Each annotation carries its
increment: what its author's answer says, in the log-confusion of the last full estimate. A withdrawal is an event that takes
its annotation's increment back. Belief is the base plus the increments of the events it did not see; nothing is added in
place, so nothing is lost when the two overlap.

Annotators err together, so the evidence of n annotations is not n times that of one: increments count as for draws that
correlate by ρ, 1/(1 + ρ(n − 1)) of each (L. Kish: Survey Sampling, 1965, the design effect of a cluster).
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from amana.core.inference.crowd import Floats
from amana.core.inference.dawid_skene import Priors

TOGETHER = 0.25  # ρ; on public crowds a label is worth about a fifth of the evidence that a model of independent people gives it


class Belief(msgspec.Struct, frozen=True):
    """`posterior` over the classes of one question. Model evidence, not calibrated. `events`: how many it rests on."""

    posterior: tuple[float, ...]
    events: int

    @property
    def label(self) -> int:
        """The most believed class; of several, the first."""
        return max(range(len(self.posterior)), key=lambda index: (self.posterior[index], -index))

    @property
    def doubt(self) -> float:
        """The posterior of every class but the most believed one."""
        return 1.0 - max(self.posterior)


class Event(msgspec.Struct, frozen=True):
    """An annotation's increment over the classes of one question, or (`sign` -1) its being taken back.

    `increment` is None where it says nothing of the question: not every task is asked all of its project's.
    """

    sign: int
    increment: tuple[float, ...] | None


def increment(log_confusion: Floats, given: int) -> tuple[float, ...]:
    """What hearing `given` adds to the log belief in each class: the column of a (truth, given) log-confusion."""
    return tuple(float(value) for value in log_confusion[:, given])


def increment_of_a_stranger(priors: Priors, classes: int, given: int) -> tuple[float, ...]:
    """What hearing `given` from somebody who has not answered yet adds: the column alone, as classes may be thousands."""
    total = priors.right + (classes - 1) * priors.wrong
    return tuple(float(np.log((priors.right if klass == given else priors.wrong) / total)) for klass in range(classes))


def believe(classes: int, base: Sequence[float] | None, n_base: int, events: Sequence[Event]) -> Belief:
    """The belief after all of a task's events, in their order; without a base, from an even start."""
    scores = np.zeros(classes)
    for event in events[n_base if base is not None else 0 :]:
        if event.increment is not None:
            scores = scores + event.sign * np.array(event.increment)
    annotations = sum(event.sign for event in events if event.increment is not None)
    scores /= 1 + TOGETHER * max(0, annotations - 1)
    if base is not None:
        scores += np.array(base)
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    return Belief(tuple(float(share) for share in shares), sum(event.increment is not None for event in events))
