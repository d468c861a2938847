"""The exact law of a stratified share, and the interval that it gives.

A delivery has strata of known size; some tasks of each were drawn without replacement and judged right or wrong. The estimate is
the sum over strata of (share of the tasks · share of right answers). For any accuracy that the delivery might have, the law of
that sum is a convolution of hypergeometric laws, once it is said how the wrong labels lie among the strata. Here they lie along
a path: logit(rate of a stratum) = slope · logit(its confidence) + whatever gives the accuracy in question. A slope of 1
believes the confidences' order and spacing, 0 says that they tell nothing, a negative one that they mislead. Which slope is
true is not known: tails under each slope are averaged, weighted by how well the slope explains where the audit found mistakes,
so that confidences that lead astray widen the interval instead of breaking it.

An accuracy lies in the interval unless the audit is too far in a tail of its law, by mid-p (H. O. Lancaster: Significance Tests
in Discrete Distributions, JASA 56 (1961), 223–234, DOI 10.1080/01621459.1961.10482105). How the error is divided between the
two tails may depend on the accuracy in question without touching coverage: C. Yu, P. D. Hoff: Adaptive multigroup confidence
intervals with constant coverage, Biometrika 105 (2018), 319–335, DOI 10.1093/biomet/asy009. It is divided so that the interval
is short where the model expected the accuracy to be; where the model was wrong the interval is longer, not less true.
"""

from typing import Self

import msgspec
import numpy as np
import numpy.typing as npt
import scipy.fft
from numpy.typing import NDArray
from scipy.special import expit, gammaln, logit, ndtri

from amana.core.inference.crowd import Floats

CELLS_MIN = 1536  # of the lattice on which the estimate's values lie
CELLS_A_DRAW = 8
ACCURACIES = 161
DRAWN_MAX = 1000  # beyond so many the lattice would cost more than it tells
_BISECTIONS = 60


class Rules(msgspec.Struct, frozen=True):
    """All that must not be chosen after the answers. A plan carries its rules, so that it is checked by those it was made with.

    `strata`: at most so many, each of at least `draws_a_stratum`. `even`: the part of the allocation that follows the number of
    tasks; the rest follows √(c(1−c)), the spread that confidence c promises. `confidence_max`: a confidence beyond it, or
    beyond its opposite, is taken for it: no model is that sure and right. `slopes` and, before the audit, their
    `slope_weights`. `shift`: one tail gets at most 0.5 + shift of the error; nearly that much where the accuracy is
    `shift_scale` from what the model expected.
    """

    strata: int = 16
    draws_a_stratum: int = 2
    even: float = 0.5
    confidence_max: float = 0.98
    slopes: tuple[float, ...] = (-0.5, 0.0, 0.5, 1.0, 1.5)
    slope_weights: tuple[float, ...] = (0.5, 1.0, 1.0, 1.0, 1.0)
    shift: float = 0.25
    shift_scale: float = 0.05


class Stratum(msgspec.Struct, frozen=True):
    """So many tasks, so many of them judged, and the mean confidence in their labels."""

    tasks: int
    drawn: int
    confidence: float


class Law(msgspec.Struct, frozen=True):
    """Tables over (slope, accuracy, ...), made once for a design and good for any outcome of it.

    `accuracy` has the accuracies asked about. `tail` is (slopes, accuracies, cells): the probability of less than a cell, and
    half of the cell's own. `log_chance` is for each stratum (slopes, accuracies, right answers). `steps`: cells a right answer
    is worth.
    """

    strata: tuple[Stratum, ...]
    rules: Rules
    accuracy: Floats
    tail: Floats
    log_chance: tuple[Floats, ...]
    steps: NDArray[np.int64]

    @classmethod
    def of(cls, strata: tuple[Stratum, ...], rules: Rules | None = None) -> Self:
        """Every stratum has at least one draw, all together at most DRAWN_MAX. Raises ValueError otherwise."""
        rules = rules or Rules()
        drawn = np.array([stratum.drawn for stratum in strata])
        tasks = np.array([stratum.tasks for stratum in strata])
        if not len(strata) or drawn.min() < 1 or (drawn > tasks).any() or drawn.sum() > DRAWN_MAX:
            raise ValueError("each stratum needs a draw, and no more draws than tasks")
        weight = tasks / tasks.sum()
        confidence = np.clip([stratum.confidence for stratum in strata], 1 - rules.confidence_max, rules.confidence_max)
        # Even in the angle, where shares have even spread.
        accuracy: Floats = np.sin(np.linspace(0, np.pi / 2, ACCURACIES)) ** 2
        # Rounding the steps to the lattice alters the statistic a little, and its law is exact all the same.
        cells = max(CELLS_MIN, CELLS_A_DRAW * int(drawn.sum()))
        steps = np.maximum(1, np.rint(weight / drawn * cells)).astype(np.int64)
        length = scipy.fft.next_fast_len(int((steps * drawn).sum()) + 1, real=True)
        frequency = np.exp(-2j * np.pi * np.arange(length // 2 + 1) / length)
        tail = np.empty((len(rules.slopes), ACCURACIES, length))
        chances = [np.empty((len(rules.slopes), ACCURACIES, count + 1)) for count in drawn]
        for row, slope in enumerate(rules.slopes):
            rate = _path(slope * logit(confidence), weight, accuracy)
            spectrum = np.ones((ACCURACIES, len(frequency)), dtype=np.complex128)
            for place, step in enumerate(steps):
                chance = _hypergeometric(int(tasks[place]), tasks[place] * rate[:, place], int(drawn[place]))
                chances[place][row] = chance
                spectrum *= chance @ frequency[None, :] ** (int(step) * np.arange(drawn[place] + 1)[:, None])
            law = np.maximum(scipy.fft.irfft(spectrum, n=length, axis=1), 0.0)
            tail[row] = np.cumsum(law, axis=1) - law / 2
        log_chance = tuple(np.log(np.maximum(chance, 1e-300)) for chance in chances)
        return cls(strata, rules, accuracy, tail, log_chance, steps)

    def bounds(self, right: NDArray[np.integer], expected: float, confidence: float) -> tuple[Floats, Floats]:
        """Low and high for each row of `right`, (outcomes, strata) of right answers. Both contain the estimate.

        `expected` is what the model expected of the accuracy, frozen before the audit.
        """
        tail = self._tail(right)
        share = 0.5 + self.rules.shift * np.tanh((self.accuracy - expected) / self.rules.shift_scale)
        alpha = 1 - confidence
        high = _last_inside(self.accuracy, _normal(tail) - _normal(alpha * share)[:, None])
        low = _first_inside(self.accuracy, _normal(1 - tail) - _normal(alpha * (1 - share))[:, None])
        return self._sane(right, low, high)

    def at_least(self, right: NDArray[np.integer], confidence: float) -> Floats:
        """The one-sided bound of each row: the accuracy is at least that, with so much confidence."""
        low = _first_inside(self.accuracy, _normal(1 - self._tail(right)) - ndtri(1 - confidence))
        return self._sane(right, low, np.ones(len(low)))[0]

    def estimates(self, right: NDArray[np.integer]) -> Floats:
        """The stratified estimate of each row."""
        weight = np.array([stratum.tasks for stratum in self.strata]) / sum(stratum.tasks for stratum in self.strata)
        estimate: Floats = (right / np.array([stratum.drawn for stratum in self.strata])) @ weight
        return estimate

    def _tail(self, right: NDArray[np.integer]) -> Floats:
        """(accuracies, outcomes): the lower tail by mid-p, averaged over the slopes by how well each explains the outcome."""
        tails = self.tail[:, :, right @ self.steps]
        fit = np.zeros_like(tails)
        for place, log_chance in enumerate(self.log_chance):
            fit += log_chance[:, :, right[:, place]]
        width = np.gradient(self.accuracy)[None, :, None]
        evidence = (np.exp(fit - fit.max(axis=(0, 1))) * width).sum(axis=1) * np.array(self.rules.slope_weights)[:, None]
        mean: Floats = np.einsum("sao,so->ao", tails, evidence / evidence.sum(axis=0))
        return mean

    def _sane(self, right: NDArray[np.integer], low: Floats, high: Floats) -> tuple[Floats, Floats]:
        """The estimate is inside, and nothing seen is denied: so many are right, so many wrong, whatever the others are."""
        tasks = sum(stratum.tasks for stratum in self.strata)
        drawn = sum(stratum.drawn for stratum in self.strata)
        seen = right.sum(axis=1)
        estimate = self.estimates(right)
        low = np.clip(np.minimum(low, estimate), seen / tasks, (tasks - drawn + seen) / tasks)
        high = np.clip(np.maximum(high, estimate), seen / tasks, (tasks - drawn + seen) / tasks)
        return low, high


def _normal(share: Floats) -> Floats:
    """As a quantile of the normal law, where tails are nearly straight lines and can be read between two points."""
    quantile: Floats = ndtri(np.clip(share, 1e-12, 1 - 1e-12))
    return quantile


def _path(tilt: Floats, weight: Floats, accuracy: Floats) -> Floats:
    """(accuracies, strata): the rate of each stratum where all together have that accuracy."""
    low, high = np.full(len(accuracy), -60.0), np.full(len(accuracy), 60.0)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        under = expit(tilt[None, :] + middle[:, None]) @ weight < accuracy
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    rate: Floats = expit(tilt[None, :] + ((low + high) / 2)[:, None])
    rate[0], rate[-1] = 0.0, 1.0
    return rate


def _hypergeometric(tasks: int, right: Floats, drawn: int) -> Floats:
    """(len(right), drawn + 1): the chance of each number of right ones among the drawn.

    Where `right` is no whole number it is the two around it, the nearer the likelier.
    """
    whole = np.minimum(np.floor(right), tasks)
    above = (right - whole)[:, None]
    chance: Floats = (1 - above) * _chance(tasks, whole, drawn) + above * _chance(tasks, np.minimum(whole + 1, tasks), drawn)
    return chance


def _chance(tasks: int, right: Floats, drawn: int) -> Floats:
    of = np.arange(drawn + 1)[None, :]
    right = right[:, None]
    possible = (of <= right) & (drawn - of <= tasks - right)
    some, others = np.where(possible, right, of), np.where(possible, tasks - right, drawn - of)
    log_ways = _log_choose(some, of) + _log_choose(others, drawn - of) - _log_choose(tasks, drawn)
    chance: Floats = np.where(possible, np.exp(log_ways), 0.0)
    return chance


def _log_choose(of: npt.ArrayLike, some: npt.ArrayLike) -> Floats:
    of, some = np.asarray(of, dtype=np.float64), np.asarray(some, dtype=np.float64)
    ways: Floats = np.asarray(gammaln(of + 1) - gammaln(some + 1) - gammaln(of - some + 1))
    return ways


def _last_inside(at: Floats, inside: Floats) -> Floats:
    """Where each column, positive inside, crosses nought for the last time."""
    column = np.arange(inside.shape[1])
    last = len(at) - 1 - np.argmax((inside > 0)[::-1], axis=0)
    after = np.minimum(last + 1, len(at) - 1)
    return _between(at, inside, column, last, after)


def _first_inside(at: Floats, inside: Floats) -> Floats:
    """Where each column, positive inside, crosses nought for the first time."""
    column = np.arange(inside.shape[1])
    first = np.argmax(inside > 0, axis=0)
    return _between(at, inside, column, first, np.maximum(first - 1, 0))


def _between(at: Floats, inside: Floats, column: NDArray[np.intp], here: NDArray[np.intp], there: NDArray[np.intp]) -> Floats:
    positive, negative = inside[here, column], inside[there, column]
    fall = positive - negative
    part = np.where(fall > 0, positive / np.where(fall > 0, fall, 1.0), 0.0)
    crossing: Floats = at[here] + (at[there] - at[here]) * np.clip(part, 0.0, 1.0)
    return crossing
