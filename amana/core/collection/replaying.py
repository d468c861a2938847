"""Collecting from a crowd whose every label was recorded: which of them the rule would have asked for, and where it ends."""

import msgspec
import numpy as np
from numpy.typing import NDArray

from amana.core.collection.choosing import Candidates, Rule, Standing, choose, pilot
from amana.core.collection.deciding import ASKED_A_ROUND
from amana.core.inference.crowd import Crowd


class Collected(msgspec.Struct, frozen=True):
    """`standing` after the last label, and which of the crowd's labels were taken, one entry a label."""

    standing: Standing
    taken: NDArray[np.bool_]


def collect(
    crowd: Crowd,
    rule: Rule,
    rng: np.random.Generator,
    *,
    most: int | None = None,
    here: float = 1.0,
    asked_a_round: float = ASKED_A_ROUND,
) -> Collected:
    """The pilot, then rounds until no label is worth asking for, or `most` labels are taken.

    A round estimates anew and asks the best of the labels that are left. `here`: so many of a round's candidates are there, by
    chance. Raises TooManyClasses.
    """
    most = len(crowd.task) if most is None else most
    order = np.lexsort((rng.random(len(crowd.task)), crowd.task))
    task, annotator, klass = crowd.task[order], crowd.annotator[order], crowd.klass[order]
    place = np.arange(len(task)) - np.searchsorted(task, task)
    taken = np.isin(task, pilot(crowd.tasks, rule, rng)) & (place < rule.pilot_labels)
    taken[np.flatnonzero(taken)[most:]] = False

    def standing() -> Standing:
        return Standing.of(Crowd(task[taken], annotator[taken], klass[taken], crowd.tasks, crowd.annotators, crowd.classes))

    now = standing()
    while (left := most - int(taken.sum())) > 0 and not taken.all():
        free = np.flatnonzero(~taken)
        some = free[rng.random(len(free)) < here]
        chosen = some[choose([now], Candidates(task[some], annotator[some]), rule, rng)]
        if not len(chosen):
            break
        taken[chosen[: min(left, int(np.ceil(asked_a_round * len(chosen))))]] = True
        now = standing()
    back = np.empty_like(taken)
    back[order] = taken
    return Collected(now, back)
