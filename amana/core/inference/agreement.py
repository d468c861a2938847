"""Krippendorff's alpha for nominal classes: 1 is full agreement, 0 is what chance would give.

A. F. Hayes, K. Krippendorff: Answering the Call for a Standard Reliability Measure for Coding Data. Communication Methods
and Measures 1 (2007), 77–89. DOI 10.1080/19312450709336664. The interval resamples tasks with replacement (percentile
bootstrap), because tasks are what the next batch would bring more of.
"""

from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from amana.core.inference.crowd import Crowd, Floats

Counts: TypeAlias = NDArray[np.unsignedinteger]

RESAMPLES = 1000
DRAWS_AT_ONCE_MAX = 4_000_000


class Alpha(msgspec.Struct, frozen=True):
    """Agreement with its interval; `value` is None where fewer than two tasks have two annotations, or all agree on one class."""

    value: float | None
    low: float | None
    high: float | None
    confidence: float
    tasks: int


def krippendorff(crowd: Crowd, rng: np.random.Generator, *, confidence: float = 0.95, resamples: int = RESAMPLES) -> Alpha:
    """Alpha over the tasks with at least two annotations."""
    several = _several(crowd)
    tasks = len(several)
    nothing = Alpha(None, None, None, confidence, tasks)
    if tasks < 2:
        return nothing
    # Tasks with the same counts are interchangeable: a resample of a million tasks is a draw over a few dozen patterns.
    counts, often = _patterns(several)
    size = counts.sum(axis=1)
    # A task's part of the observed disagreement: pairs that differ, over the others of the task.
    disagreement = (size**2 - (counts**2).sum(axis=1)) / (size - 1)
    value = _alpha(often[None, :].astype(np.float64), counts, size, disagreement)[0]
    if np.isnan(value):
        return nothing
    # Where patterns are many, as with a hundred classes, so few resamples at a time that their draws stay small.
    at_once = max(1, DRAWS_AT_ONCE_MAX // len(often))
    alphas = np.empty(resamples)
    for first in range(0, resamples, at_once):
        some = alphas[first : first + at_once]
        drawn = rng.multinomial(tasks, often / tasks, size=len(some)).astype(np.float64)
        some[:] = _alpha(drawn, counts, size, disagreement)
    tail = (1 - confidence) / 2
    low, high = np.nanquantile(alphas, [tail, 1 - tail])
    return Alpha(float(value), float(low), float(high), confidence, tasks)


def _several(crowd: Crowd) -> Counts:
    """The counts of the tasks with at least two annotations, as small whole numbers: they take an eighth of the memory."""
    counts = crowd.counts()
    small: Counts = counts.astype(np.min_scalar_type(int(counts.max(initial=0))))
    several: Counts = small[counts.sum(axis=1) >= 2]
    return several


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
