"""How alike two people answer, beyond chance, on the mean over pairs of people.

J. Cohen: A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement 20 (1960), 37–46,
DOI 10.1177/001316446002000104; averaged over pairs as R. J. Light: Measures of Response Agreement for Qualitative Data,
Psychological Bulletin 76 (1971), 365–377, DOI 10.1037/h0031643, has it, each pair weighing as many tasks as it shares. Chance is
each person's own: two people who answer one class always agree by chance alone, and say nothing.
"""

import msgspec
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from amana.core.inference.crowd import Crowd, Floats

PAIR_TASKS_MIN = 10  # of fewer a pair's kappa is noise
PAIRS_MAX = 200  # those who share most
TASKS_MAX = 50_000
RESAMPLES = 200


class PairwiseKappa(msgspec.Struct, frozen=True):
    """The mean with its interval over `pairs` of people; `value` is None where no pair shares enough tasks, or none says
    anything."""

    value: float | None
    low: float | None
    high: float | None
    confidence: float
    pairs: int


class _Pair(msgspec.Struct, frozen=True):
    """What two people gave to the tasks that they share."""

    task: NDArray[np.int64]
    one: NDArray[np.int32]
    other: NDArray[np.int32]


def light(crowd: Crowd, rng: np.random.Generator, *, confidence: float = 0.95, resamples: int = RESAMPLES) -> PairwiseKappa:
    """Light's kappa. Its interval resamples tasks, by weights of a Poisson distribution, which is a bootstrap without a sort.

    Of very many tasks a random part is taken, and of very many pairs those that share most.
    """
    pairs = _pairs(crowd, rng)
    value = _mean(pairs, np.ones(crowd.tasks), crowd.classes)
    if value is None:
        return PairwiseKappa(None, None, None, confidence, len(pairs))
    found = [_mean(pairs, rng.poisson(1.0, crowd.tasks).astype(np.float64), crowd.classes) for _ in range(resamples)]
    tail = (1 - confidence) / 2
    low, high = np.quantile([one for one in found if one is not None] or [value], [tail, 1 - tail])
    return PairwiseKappa(value, float(low), float(high), confidence, len(pairs))


def _pairs(crowd: Crowd, rng: np.random.Generator) -> list[_Pair]:
    task, annotator, klass = crowd.task, crowd.annotator, crowd.klass
    if crowd.tasks > TASKS_MAX:
        some = np.isin(task, rng.choice(crowd.tasks, TASKS_MAX, replace=False))
        task, annotator, klass = task[some], annotator[some], klass[some]
    given = sp.csc_array((klass + 1, (task, annotator)), shape=(crowd.tasks, crowd.annotators))
    given.sort_indices()
    heard = (given > 0).astype(np.int32)
    shared = sp.triu(heard.T @ heard, 1, format="coo")
    enough = np.flatnonzero(shared.data >= PAIR_TASKS_MIN)
    most = enough[np.lexsort((shared.col[enough], shared.row[enough], -shared.data[enough]))][:PAIRS_MAX]
    found = []
    for one, other in zip(shared.row[most].tolist(), shared.col[most].tolist(), strict=True):
        mine, theirs = (slice(given.indptr[who], given.indptr[who + 1]) for who in (one, other))
        tasks, at, beside = np.intersect1d(given.indices[mine], given.indices[theirs], assume_unique=True, return_indices=True)
        found.append(_Pair(tasks.astype(np.int64), given.data[mine][at] - 1, given.data[theirs][beside] - 1))
    return found


def _mean(pairs: list[_Pair], weight: Floats, classes: int) -> float | None:
    """Over the pairs that say something, each with the weight of its tasks."""
    total = sum_of = 0.0
    for pair in pairs:
        weights = weight[pair.task]
        of_pair = float(weights.sum())
        if not of_pair:
            continue
        agreed = float(weights[pair.one == pair.other].sum()) / of_pair
        mine, theirs = (np.bincount(said, weights, classes) / of_pair for said in (pair.one, pair.other))
        chance = float(mine @ theirs)
        if chance < 1 - 1e-12:
            total += of_pair
            sum_of += of_pair * (agreed - chance) / (1 - chance)
    return sum_of / total if total else None
