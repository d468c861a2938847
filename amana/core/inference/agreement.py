"""How alike people answer, beyond chance: 1 is full agreement, 0 is what chance would give.

Krippendorff's alpha: A. F. Hayes, K. Krippendorff: Answering the Call for a Standard Reliability Measure for Coding Data.
Communication Methods and Measures 1 (2007), 77–89. DOI 10.1080/19312450709336664. Gwet's AC1: K. L. Gwet: Computing Inter-Rater
Reliability and Its Variance in the Presence of High Agreement, British Journal of Mathematical and Statistical Psychology 61
(2008), 29–48. DOI 10.1348/000711006X126600. Where one class is nearly all there is, alpha is low however rarely people differ,
and AC1 is not: the two together say which it is. Intervals resample tasks with replacement (percentile bootstrap), because tasks
are what the next batch would bring more of.
"""

from collections.abc import Callable
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from amana.core.inference.crowd import Crowd, Floats

Counts: TypeAlias = NDArray[np.unsignedinteger]

RESAMPLES = 1000
DRAWS_AT_ONCE_MAX = 4_000_000


class Coefficient(msgspec.Struct, frozen=True):
    """Agreement with its interval; `value` is None where fewer than two tasks have two annotations, or where chance alone would
    agree as fully."""

    value: float | None
    low: float | None
    high: float | None
    confidence: float
    tasks: int


# From how often each pattern counts, one row a resample, to the coefficient of each.
Agreeing: TypeAlias = Callable[[Floats], Floats]


def krippendorff(crowd: Crowd, rng: np.random.Generator, *, confidence: float = 0.95, resamples: int = RESAMPLES) -> Coefficient:
    """Alpha over the tasks with at least two annotations."""

    def alpha(counts: Floats) -> Agreeing:
        size = counts.sum(axis=1)
        # A task's part of the observed disagreement: pairs that differ, over the others of the task.
        disagreement = (size**2 - (counts**2).sum(axis=1)) / (size - 1)
        return lambda weights: _alpha(weights, counts, size, disagreement)

    return _resampled(_answered(crowd, 2), alpha, rng, confidence, resamples)


def gwet(crowd: Crowd, rng: np.random.Generator, *, confidence: float = 0.95, resamples: int = RESAMPLES) -> Coefficient:
    """AC1 over the same tasks; None for fewer than two classes. How common classes are, a task with one annotation says too."""

    def ac1(counts: Floats) -> Agreeing:
        size = counts.sum(axis=1)
        agreed = ((counts**2).sum(axis=1) - size) / np.maximum(size * (size - 1), 1)
        return lambda weights: _ac1(weights, agreed, size >= 2, counts / size[:, None])

    return _resampled(_answered(crowd, 1), ac1, rng, confidence, resamples)


def _resampled(
    answered: Counts, of: Callable[[Floats], Agreeing], rng: np.random.Generator, confidence: float, resamples: int
) -> Coefficient:
    several = int((answered.sum(axis=1) >= 2).sum())
    nothing = Coefficient(None, None, None, confidence, several)
    if several < 2:
        return nothing
    tasks = len(answered)
    # Tasks with the same counts are interchangeable: a resample of a million tasks is a draw over a few dozen patterns.
    counts, often = _patterns(answered)
    coefficient = of(counts)
    value = coefficient(often[None, :].astype(np.float64))[0]
    if np.isnan(value):
        return nothing
    # Where patterns are many, as with a hundred classes, so few resamples at a time that their draws stay small.
    at_once = max(1, DRAWS_AT_ONCE_MAX // len(often))
    found = np.empty(resamples)
    for first in range(0, resamples, at_once):
        some = found[first : first + at_once]
        some[:] = coefficient(rng.multinomial(tasks, often / tasks, size=len(some)).astype(np.float64))
    tail = (1 - confidence) / 2
    low, high = np.nanquantile(found, [tail, 1 - tail])
    return Coefficient(float(value), float(low), float(high), confidence, several)


def _answered(crowd: Crowd, least: int) -> Counts:
    """The counts of the tasks with at least so many annotations, as small whole numbers: they take an eighth of the memory."""
    counts = crowd.counts()
    small: Counts = counts.astype(np.min_scalar_type(int(counts.max(initial=0))))
    answered: Counts = small[counts.sum(axis=1) >= least]
    return answered


def _patterns(counts: Counts) -> tuple[Floats, NDArray[np.intp]]:
    """The different rows in their order, and how often each occurs."""
    # Small whole numbers sort by radix: a tenth of what comparing rows takes.
    ordered = counts[np.lexsort(counts.T[::-1])]
    first = np.flatnonzero(np.append(True, (ordered[1:] != ordered[:-1]).any(axis=1)))
    return ordered[first].astype(np.float64), np.diff(np.append(first, len(ordered)))


def _alpha(weights: Floats, counts: Floats, size: Floats, disagreement: Floats) -> Floats:
    """Alpha for each row of task weights; NaN where chance alone would agree fully."""
    total = weights @ size
    margins = weights @ counts
    observed = (weights @ disagreement) / total
    expected = (total**2 - (margins**2).sum(axis=1)) / (total * (total - 1))
    alpha: Floats = np.full(len(weights), np.nan)
    np.divide(observed, expected, out=alpha, where=expected > 0)
    return 1 - alpha


def _ac1(weights: Floats, agreed: Floats, several: NDArray[np.bool_], shares: Floats) -> Floats:
    """AC1 for each row of task weights; NaN where there is one class only, or nothing to compare was drawn."""
    classes = shares.shape[1]
    compared = weights @ several
    agreement: Floats = np.full(len(weights), np.nan)
    if classes < 2:
        return agreement
    prevalence = (weights @ shares) / weights.sum(axis=1)[:, None]
    by_chance = (prevalence * (1 - prevalence)).sum(axis=1) / (classes - 1)
    np.divide(weights @ agreed, compared, out=agreement, where=compared > 0)
    agreement -= by_chance
    agreement /= 1 - by_chance
    return agreement
