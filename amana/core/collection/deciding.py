"""A round of decisions on tasks that have the answers they were asked for: who is asked next, and which are done."""

from collections.abc import Sequence

import msgspec
import numpy as np

from amana.core.collection.choosing import Candidates, Rule, Standing, choose
from amana.core.inference.crowd import Ints

ASKED_A_ROUND = 0.15  # of the tasks that are worth asking: what is learnt of people early decides whom later tasks go to
_TURNS_MAX = 20  # each as long as a choice among all pairs; what is left comes in the next round


class Round(msgspec.Struct, frozen=True):
    """What is decided: `task` is asked of `annotator`, one entry each; `open` of anybody; `done` of nobody any more."""

    task: Ints
    annotator: Ints
    open: Ints
    done: Ints


def decide(
    standings: Sequence[Standing],
    pending: Ints,
    candidates: Candidates,
    room: Ints,
    rule: Rule,
    rng: np.random.Generator,
    *,
    stranger: int,
    each_min: int = 0,
    affordable: int | None = None,
) -> Round:
    """Decide of the tasks `pending` what can be decided now; the others wait for another round.

    `candidates`: who might be asked which of them, also people who are not free at this moment: a task is done only when no label
    of any of them is worth asking for, so whoever happens to be free does not end it. `room`: one entry an annotator, how many
    tasks each can be given now. A task that nobody among the candidates could be asked is judged by `stranger`, the number of
    somebody of whom nothing is known, and is open to anybody.

    A round asks a part of what is worth asking. With `each_min` it has so many for everybody with room, as far as theirs are
    worth asking for, and gives nobody more than an even share of it, so that none sit idle while one has all. `affordable`: how
    many labels beyond a task's `labels_min` the budget still pays for; when it is nothing, tasks that have those are done. The
    same arguments and generator give the same round.
    """
    beyond = np.max([standing.heard for standing in standings], axis=0) >= rule.labels_min
    left = len(pending) if affordable is None else affordable
    asking = np.unique(candidates.task[choose(standings, candidates, rule, rng)])
    unknown = np.setdiff1d(pending, candidates.task)
    of_anybody = Candidates(unknown, np.full(len(unknown), stranger, dtype=np.int32))
    opening = unknown[np.sort(choose(standings, of_anybody, rule, rng))]
    if left == 0:
        asking, opening = asking[~beyond[asking]], opening[~beyond[opening]]
    done = np.setdiff1d(pending, np.concatenate([asking, opening]))
    opening = opening[~beyond[opening] | (np.cumsum(beyond[opening]) <= left)]
    left -= int(beyond[opening].sum())
    free = int((room > 0).sum())
    most = max(int(np.ceil(ASKED_A_ROUND * len(asking))), each_min * free)
    room = np.minimum(room, -(-most // free)) if each_min and free else room.copy()
    pairs = np.flatnonzero(np.isin(candidates.task, asking))
    taken = np.zeros(len(beyond), dtype=np.bool_)
    given: list[tuple[int, int]] = []
    for _ in range(_TURNS_MAX):
        pairs = pairs[(room[candidates.annotator[pairs]] > 0) & ~taken[candidates.task[pairs]]]
        best = pairs[choose(standings, candidates.only(pairs), rule, rng)]
        before = len(given)
        for task, annotator in zip(candidates.task[best].tolist(), candidates.annotator[best].tolist(), strict=True):
            if len(given) < most and room[annotator] and (left or not beyond[task]):
                given.append((task, annotator))
                taken[task] = True
                room[annotator] -= 1
                left -= int(beyond[task])
        if len(given) == before:
            break
    tasks, people = np.array(given, dtype=np.int32).reshape(-1, 2).T
    return Round(tasks, people, opening, done)
