"""Ratings by number: every annotator has a bias, a scale and a noise of their own, around a value common to all.

- K. G. Jöreskog: Statistical Analysis of Sets of Congeneric Tests. Psychometrika 36 (1971), 109–133. DOI 10.1007/BF02291393.
  A rating is bias + scale · value + noise; the values are normal around their mean.
- D. B. Rubin, D. T. Thayer: EM Algorithms for ML Factor Analysis. Psychometrika 47 (1982), 69–76. DOI 10.1007/BF02293851.
- R. E. Kass, D. Steffey: Approximate Bayesian Inference in Conditionally Independent Hierarchical Models. Journal of the
  American Statistical Association 84 (1989), 717–726. DOI 10.1080/01621459.1989.10478825. What is not known of the people
  who rated a task widens the task's interval.

Most annotators have rated little, so what is believed of one is drawn towards what the crowd shows: biases to nought, scales
to one, noises to each other, as far as the crowd itself is uniform (its spreads are estimated too): each by its
posterior given the rest, in turns (variational EM). Values are therefore in
the crowd's own unit, on average without bias. Where all rate alike, that is the mean.
"""

from typing import Self

import msgspec
import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtri, ndtri

from amana.core.inference.crowd import Floats, Ints
from amana.model.errors import RatingNotANumber

ROUNDS_MAX = 500
TOLERANCE = 1e-5  # of the greatest change of any value, in standard deviations of all ratings
NOISE_WEIGHT = 4.0  # the crowd's noise counts as so many ratings of each annotator
SPREAD_WEIGHT = 2.0  # and what is thought of a spread before anything was heard, as so many annotators
BIAS_SPREAD, SCALE_SPREAD = 0.3, 0.2  # that thought, in standard deviations of all ratings, and beside a scale of one
NOISE_MIN = 1e-3  # where two always say the same, what each of them says next is still not certain


class Ratings(msgspec.Struct, frozen=True):
    """`task`, `annotator` and `rating` have one entry a rating. Sizes are counts, so that silent members have rows too."""

    task: Ints
    annotator: Ints
    rating: Floats
    tasks: int
    annotators: int

    @classmethod
    def of_columns(cls, task: ArrayLike, annotator: ArrayLike, rating: ArrayLike, tasks: int, annotators: int) -> Self:
        """From an array each. Raises RatingNotANumber; ValueError for an index out of range or unequal lengths."""
        who, what = (np.asarray(column, dtype=np.int32) for column in (annotator, task))
        numbers = np.asarray(rating, dtype=np.float64)
        if not what.shape == who.shape == numbers.shape or numbers.ndim != 1:
            raise ValueError("the columns differ in length")
        for column, size in ((what, tasks), (who, annotators)):
            if column.size and (column.min() < 0 or column.max() >= size):
                raise ValueError("an index is out of range")
        bad = np.flatnonzero(~np.isfinite(numbers))
        if len(bad):
            raise RatingNotANumber(row=int(bad[0]))
        return cls(what, who, numbers, tasks, annotators)


class Rated(msgspec.Struct, frozen=True):
    """Each estimate with the ends of its interval of `confidence`, in the unit of the ratings but for `scale`, which has none.

    `value` (tasks); `bias`, `scale` and `noise` (annotators), the last a standard deviation, are such that a rating is
    bias + scale · (value − centre) + centre, give or take noise: `bias` is what an annotator adds to a middling task. A task
    that nobody rated has the crowd's mean and all of its width, and so has an annotator who was silent. Model evidence, not
    calibrated: people who err together are not seen.
    """

    value: Floats
    value_low: Floats
    value_high: Floats
    bias: Floats
    bias_low: Floats
    bias_high: Floats
    scale: Floats
    scale_low: Floats
    scale_high: Floats
    noise: Floats
    noise_low: Floats
    noise_high: Floats
    centre: float
    confidence: float
    rounds: int
    converged: bool


def congeneric(ratings: Ratings, *, confidence: float = 0.95, rounds_max: int = ROUNDS_MAX) -> Rated:
    """EM from the mean of each task and people without bias, O(ratings) a round.

    Whatever the order of the ratings, the result is the same to the last bit; another zero or unit of the ratings is another
    zero or unit of the result. Ratings that never differ say nothing of how far any of them may be off: the answer is then
    their mean (0 where nobody rated anything), and no interval has an end.
    """
    order = np.lexsort((ratings.rating, ratings.annotator, ratings.task))
    task, who, heard = ratings.task[order], ratings.annotator[order], ratings.rating[order]
    centre = float(heard.mean()) if len(heard) else 0.0
    unit = float(heard.std()) if len(heard) else np.nan
    if not unit > 1e-12 * max(1.0, abs(centre)):
        return _without_spread(ratings, centre, confidence)
    crowd = _Crowd(task, who, (heard - centre) / unit, ratings.tasks, ratings.annotators)
    state, rounds, converged = crowd.begun(), 0, False
    while rounds < rounds_max and not converged:
        rounds += 1
        before, state = state, crowd.told(state)
        converged = bool(np.abs(state.value - before.value).max(initial=0.0) <= TOLERANCE)
    return crowd.rated(state, centre, unit, confidence, rounds, converged)


def _without_spread(ratings: Ratings, centre: float, confidence: float) -> Rated:
    people = np.zeros(ratings.annotators)
    value = np.full(ratings.tasks, centre)
    no_end = np.full(ratings.annotators, np.inf)
    return Rated(
        value=value,
        value_low=value - np.inf,
        value_high=value + np.inf,
        bias=people,
        bias_low=-no_end,
        bias_high=no_end,
        scale=people + 1,
        scale_low=-no_end,
        scale_high=no_end,
        noise=people,
        noise_low=people,
        noise_high=no_end,
        centre=centre,
        confidence=confidence,
        rounds=0,
        converged=True,
    )


class _State(msgspec.Struct, frozen=True):
    """What is believed, in standard deviations of all ratings around their mean; `_variance` is that of a posterior."""

    value: Floats
    value_variance: Floats
    people: Floats  # (annotators, 2): bias, scale
    people_variance: Floats  # (annotators, 2, 2)
    noise: Floats  # variance
    mean: float  # of the values
    spread: float  # variance of the values
    crowd: Floats  # (2): variance of the biases, and of the scales around one
    noise_of_all: float


class _Crowd(msgspec.Struct, frozen=True):
    task: Ints
    annotator: Ints
    rating: Floats
    tasks: int
    annotators: int

    def begun(self) -> _State:
        answers = np.maximum(self._by_task(np.ones(len(self.task))), 1)
        value = self._by_task(self.rating) / answers
        noise = max(float(((self.rating - value[self.task]) ** 2).mean()), NOISE_MIN)
        people = np.repeat([[0.0, 1.0]], self.annotators, axis=0)
        crowd = np.array([BIAS_SPREAD, SCALE_SPREAD]) ** 2
        variance = np.repeat(np.diag(crowd)[None] / 10, self.annotators, axis=0)
        spread = max(1.0 - noise, 0.1)
        return _State(value, noise / answers, people, variance, np.full(self.annotators, noise), 0.0, spread, crowd, noise)

    def told(self, state: _State) -> _State:
        """One round: values, people, noises, and then the crowd's own spreads."""
        value, value_variance = self._values(state)
        # As the M-step of EM has them: beside values of which this round knows the spread.
        at, square = value[self.task], (value**2 + value_variance)[self.task]
        moments = [self._by_annotator(part) for part in (np.ones(len(at)), at, at, square)]
        precision = np.stack(moments, axis=1).reshape(-1, 2, 2) / state.noise[:, None, None] + np.diag(1 / state.crowd)
        heard = np.stack([self._by_annotator(self.rating), self._by_annotator(at * self.rating)], axis=1)
        heard = heard / state.noise[:, None] + np.array([0.0, 1 / state.crowd[1]])
        complete: Floats = np.linalg.inv(precision).astype(np.float64)
        people = (complete @ heard[:, :, None])[:, :, 0]
        off = self._by_annotator(self._off(value, value_variance, people, complete))
        answers = moments[0]
        noise = (off + NOISE_WEIGHT * state.noise_of_all) / (answers + NOISE_WEIGHT)
        noise_of_all = max(self.annotators / (1 / noise).sum(), NOISE_MIN)
        heard_of = self._by_task(np.ones(len(self.task))) > 0
        mean = float(value[heard_of].mean())
        spread = float(((value - mean) ** 2 + value_variance)[heard_of].mean())
        observed = self._variance_of_people(state, value, value_variance)
        away = (people - [0.0, 1.0]) ** 2 + np.diagonal(observed, axis1=1, axis2=2)
        thought = np.array([BIAS_SPREAD, SCALE_SPREAD]) ** 2
        spoke = answers > 0
        crowd = (away[spoke].sum(axis=0) + SPREAD_WEIGHT * thought) / (spoke.sum() + SPREAD_WEIGHT)
        # Values in the unit of the crowd: what all people have in common is no bias and no scale of theirs.
        common = float(people[spoke, 1].mean())
        shift = float(people[spoke, 0].mean())
        people = np.where(spoke[:, None], (people - [shift, 0.0]) / [1.0, common], people)
        mean, spread = mean * common + shift, spread * common**2
        return _State(value, value_variance, people, complete, noise, mean, max(spread, NOISE_MIN), crowd, noise_of_all)

    def _values(self, state: _State) -> tuple[Floats, Floats]:
        """The posterior of each task's value: its mean and variance."""
        bias, scale = state.people.T
        of_scale, of_both = state.people_variance[:, 1, 1], state.people_variance[:, 0, 1]
        who = self.annotator
        precision = 1 / state.spread + self._by_task(((scale**2 + of_scale) / state.noise)[who])
        said = (scale[who] * (self.rating - bias[who]) - of_both[who]) / state.noise[who]
        return (state.mean / state.spread + self._by_task(said)) / precision, 1 / precision

    def _without(self, state: _State, value: Floats, value_variance: Floats) -> tuple[Floats, Floats]:
        """Of each rating, what the others alone say of its task's value, and the weight that the rating has beside them."""
        who, at = self.annotator, value[self.task]
        bias, scale = state.people.T
        own = (scale**2 / state.noise)[who]
        precision = np.maximum(1 / value_variance[self.task] - own, 1 / state.spread)
        others = at + (at * own - (scale / state.noise)[who] * (self.rating - bias[who])) / precision
        return others, 1 / (state.noise[who] + scale[who] ** 2 / precision)

    def _variance_of_people(self, state: _State, value: Floats, value_variance: Floats) -> Floats:
        """Of each annotator's bias and scale, from their ratings beside what the others alone say of the values.

        Beside values that their own ratings had a part in, people would look more alike and surer than they are.
        """
        others, weight = self._without(state, value, value_variance)
        moments = [self._by_annotator(weight * others**power) for power in (0, 1, 1, 2)]
        variance: Floats = np.linalg.inv(np.stack(moments, axis=1).reshape(-1, 2, 2) + np.diag(1 / state.crowd)).astype(
            np.float64
        )
        return variance

    def _off(self, value: Floats, value_variance: Floats, people: Floats, people_variance: Floats) -> Floats:
        """Of each rating, the expected square of its noise."""
        who, at, unsure = self.annotator, value[self.task], value_variance[self.task]
        scale = people[who, 1]
        said = people[who, 0] + scale * at
        first, both, second = people_variance[who, 0, 0], people_variance[who, 0, 1], people_variance[who, 1, 1]
        off: Floats = (self.rating - said) ** 2 + scale**2 * unsure + first + 2 * at * both + second * (at**2 + unsure)
        return off

    def rated(self, state: _State, centre: float, unit: float, confidence: float, rounds: int, converged: bool) -> Rated:
        tail = (1 - confidence) / 2
        reach = -float(ndtri(tail))
        who, at = self.annotator, state.value[self.task]
        bias, scale = state.people.T
        people_variance = self._variance_of_people(state, state.value, state.value_variance)
        _, weight = self._without(state, state.value, state.value_variance)
        # How a task's value moves with its raters' bias and scale.
        pull = (scale / state.noise)[who] * state.value_variance[self.task]
        slopes = np.stack(
            [-pull, (self.rating - bias[who] - 2 * scale[who] * at) * pull / np.where(scale == 0, 1, scale)[who]], axis=1
        )
        unsure = np.einsum("ni,nij,nj->n", slopes, people_variance[who], slopes)
        error = reach * np.sqrt(state.value_variance + self._by_task(unsure))
        effective = self._by_annotator((state.noise[who] * weight) ** 2) + NOISE_WEIGHT
        about = np.sqrt(np.diagonal(people_variance, axis1=1, axis2=2)) * reach
        noise = np.sqrt(state.noise) * unit
        value = centre + unit * state.value
        return Rated(
            value=value,
            value_low=value - unit * error,
            value_high=value + unit * error,
            bias=unit * bias,
            bias_low=unit * (bias - about[:, 0]),
            bias_high=unit * (bias + about[:, 0]),
            scale=scale,
            scale_low=scale - about[:, 1],
            scale_high=scale + about[:, 1],
            noise=noise,
            noise_low=noise * np.sqrt(effective / chdtri(effective, tail)),
            noise_high=noise * np.sqrt(effective / chdtri(effective, 1 - tail)),
            centre=centre,
            confidence=confidence,
            rounds=rounds,
            converged=converged,
        )

    def _by_task(self, column: Floats) -> Floats:
        total: Floats = np.bincount(self.task, column, self.tasks).astype(np.float64)
        return total

    def _by_annotator(self, column: Floats) -> Floats:
        total: Floats = np.bincount(self.annotator, column, self.annotators).astype(np.float64)
        return total
