"""Bradley and Terry's model of pairs: every item has a score, and the odds of being preferred are those of the two scores.

- Pairs: R. A. Bradley, M. E. Terry: Rank Analysis of Incomplete Block Designs. Biometrika 39 (1952), 324–345.
  DOI 10.2307/2334029.
- Ties: R. R. Davidson: On Extending the Bradley-Terry Model to Accommodate Ties in Paired Comparison Experiments. Journal of
  the American Statistical Association 65 (1970), 317–328. DOI 10.1080/01621459.1970.10481082.
- The advantage of a side: R. R. Davidson, R. J. Beaver: On Extending the Bradley-Terry Model to Incorporate Within-Pair Order
  Effects. Biometrics 33 (1977), 693–702. DOI 10.2307/2529467.
- People: X. Chen, P. N. Bennett, K. Collins-Thompson, E. Horvitz: Pairwise Ranking Aggregation in a Crowdsourced Setting.
  WSDM 2013, 193–202. DOI 10.1145/2433396.2433420. An annotator means the preferred side as often as they are reliable, and
  otherwise says the other one: 1 is a faithful annotator, a half a coin, nought one who swaps the sides. Ties are not turned.

With d = score(left) − score(right) + position, an unturned answer is left : right : tie = exp(d/2) : exp(−d/2) : exp(tie).
Weak normal priors on all of it (`Priors`) define what comparisons alone do not: items that never lost, items that nobody
linked, sides that were never exchanged. The answer is the mode of everything but the reliabilities, which are integrated out:
at a common mode of both, hundreds of people of few answers each look less reliable, and items further apart, than they are.
Intervals are the wider of two. One takes the model at its word: normal, from the inverse of the expected information and the
priors (Laplace). The other doubts it: people have tastes, not only noise, so a second crowd would differ by more; it takes
each annotator as one draw and spreads by what each of them pulls at (a sandwich of the observed information, clustered by
annotator: the linear form of a bootstrap over annotators). Between random halves of a real crowd of 217 the first alone held
half of the differences it should hold 95% of, both together 96%. Those of the reliabilities are quantiles of their posteriors.

- K.-Y. Liang, S. L. Zeger: Longitudinal Data Analysis Using Generalized Linear Models. Biometrika 73 (1986), 13–22.
  DOI 10.1093/biomet/73.1.13.
"""

from typing import Any, Self, TypeAlias

import msgspec
import numpy as np
import scipy.optimize
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.special import expit, logsumexp, ndtri, stdtrit

from amana.core.inference.crowd import Floats, Ints

Sparse: TypeAlias = "sp.csr_array[np.float64]"

LEFT, TIE, RIGHT = 0, 1, 2

ROUNDS_MAX = 1000
TOLERANCE = 1e-3  # of the gradient, each parameter measured in about its own standard error
NODES = 9  # of the quadrature over one annotator's reliability
NODES_FINE = 61
CENTRINGS = 3  # how often the nodes are moved to where an annotator's posterior is
DENSE_MAX = 2500  # so many parameters have their covariance by one inverse; more by samples
SAMPLES = 200  # leaves about 2% of error in a standard error
SOLVE_ROUNDS_MAX = 1000
SOLVE_TOLERANCE = 1e-4


class Comparisons(msgspec.Struct, frozen=True):
    """`left`, `right`, `annotator` and `outcome` (`LEFT`, `TIE` or `RIGHT`) have one entry a judgement; sizes are counts."""

    left: Ints
    right: Ints
    annotator: Ints
    outcome: Ints
    items: int
    annotators: int

    @classmethod
    def of_columns(
        cls, left: ArrayLike, right: ArrayLike, annotator: ArrayLike, outcome: ArrayLike, items: int, annotators: int
    ) -> Self:
        """From an array each. Raises ValueError for an index out of range, an item beside itself, or unequal lengths."""
        columns = [np.asarray(column, dtype=np.int32) for column in (left, right, annotator, outcome)]
        if len({column.shape for column in columns}) != 1 or columns[0].ndim != 1:
            raise ValueError("the columns differ in length")
        for column, size in zip(columns, (items, items, annotators, 3), strict=True):
            if column.size and (column.min() < 0 or column.max() >= size):
                raise ValueError("an index is out of range")
        same = np.flatnonzero(columns[0] == columns[1])
        if len(same):
            raise ValueError(f"row {same[0]} compares an item with itself")
        return cls(columns[0], columns[1], columns[2], columns[3], items, annotators)


class Priors(msgspec.Struct, frozen=True):
    """Standard deviations, in log-odds, of what is not known yet.

    They are weak: `score` alone leaves 95 of 100 pairs of items anywhere between 1 : 4,000 and 4,000 : 1. People are spread by
    `reliability` around a mean that is itself estimated, and thought of as `crowd_mean` give or take `crowd` at first.
    """

    score: float = 3.0
    tie: float = 2.0
    position: float = 1.0
    reliability: float = 1.5
    crowd_mean: float = 2.5
    crowd: float = 1.0


class Interval(msgspec.Struct, frozen=True):
    """An estimate and the ends of its interval."""

    value: float
    low: float
    high: float


class Ranked(msgspec.Struct, frozen=True):
    """What is believed of items, of the manner of asking and of people, each with an interval of `confidence`.

    `score` (items): log-odds of being preferred to an item of mean score 0; scores and intervals are relative to the mean of
    all items. `tie`: log-odds of a tie against a preferred side, between equal items; None where ties were not offered.
    `position`: what the left side adds to an item's score; None where it was not estimated. `reliability` (annotators): from 0
    to 1. Somebody or something nobody has heard of has the prior's value and width.
    """

    score: Floats
    score_low: Floats
    score_high: Floats
    tie: Interval | None
    position: Interval | None
    reliability: Floats
    reliability_low: Floats
    reliability_high: Floats
    confidence: float
    rounds: int
    converged: bool

    @property
    def best_first(self) -> NDArray[np.intp]:
        """The items from the highest score down; of equal ones, the first."""
        order: NDArray[np.intp] = np.argsort(-self.score, kind="stable")
        return order


def bradley_terry(
    heard: Comparisons,
    rng: np.random.Generator,
    priors: Priors | None = None,
    *,
    ties_offered: bool = True,
    with_position: bool = True,
    with_reliability: bool = True,
    confidence: float = 0.95,
    rounds_max: int = ROUNDS_MAX,
) -> Ranked:
    """The mode by L-BFGS, O(judgements · NODES) a round, from even scores.

    Without reliability everybody is faithful (Davidson's own model). `rng` is drawn from only where items and annotators are
    more than `DENSE_MAX`: standard errors are then estimated from `SAMPLES` draws. Whatever the order of the judgements, the
    result is the same to the last bit. No judgement at all gives the prior. Raises ValueError for a tie that was not offered.
    """
    if not ties_offered and (heard.outcome == TIE).any():
        raise ValueError(f"row {int(np.flatnonzero(heard.outcome == TIE)[0])} is a tie, and ties were not offered")
    priors = priors or Priors()
    model = _Model.of(heard, priors, ties_offered, with_position, with_reliability)
    at = np.repeat([0.0, priors.crowd_mean, 0.0], [heard.items, 1, 2])
    people = _People.at_first(model, priors)
    # In units of its standard error every parameter curves alike: a few dozen rounds instead of hundreds.
    root = model.root(at, people.centre)
    unit = np.delete(1 / np.sqrt(root.power(2).sum(axis=0) + model.precision), model.people)
    rounds, converged = 0, False
    for to_go in reversed(range(CENTRINGS if with_reliability else 1)):
        # Until the nodes are where they should be, the mode need not be exact.
        goal = TOLERANCE * (30 if to_go else 1)
        at, more, converged = model.descended(at, unit, people, goal, rounds_max - rounds)
        rounds += more
        if with_reliability:
            people = model.centred(at, people)
    error = _errors(model, at, people, confidence, rng)
    return model.ranked(at, people, error, confidence, rounds, converged)


class _People(msgspec.Struct, frozen=True):
    """Where the posterior of each annotator's logit of reliability lies: (annotators)."""

    centre: Floats
    spread: Floats

    @classmethod
    def at_first(cls, model: "_Model", priors: Priors) -> Self:
        answers = np.bincount(model.annotator, model.count, minlength=model.annotators)
        return cls(np.full(model.annotators, priors.crowd_mean), 1 / np.sqrt(priors.reliability**-2.0 + 0.05 * answers))

    def nodes(self, offsets: Floats) -> Floats:
        """(annotators, nodes): so many spreads off the centre."""
        return self.centre[:, None] + self.spread[:, None] * offsets


class _Model(msgspec.Struct, frozen=True):
    """Judgements that are alike are one row with a count; rows are sorted by annotator, side, and side.

    Two vectors of parameters: `at` has scores, the crowd's mean, tie, position, and is optimised; the one of the information
    has every annotator's logit between scores and the crowd's mean.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    annotator: NDArray[np.int64]
    outcome: NDArray[np.int64]
    count: Floats
    items: int
    annotators: int
    precision: Floats  # of the parameters of the information, by their priors; an annotator's hangs on the crowd's mean
    spread: float  # of the crowd's logits around their mean
    prior_mean: float
    ties_offered: bool
    with_position: bool
    with_reliability: bool

    @classmethod
    def of(cls, heard: Comparisons, priors: Priors, ties_offered: bool, with_position: bool, with_reliability: bool) -> Self:
        # Sorted and counted, so that the order of the judgements changes no bit of any sum.
        items = max(heard.items, 1)
        key = ((heard.annotator.astype(np.int64) * items + heard.left) * items + heard.right) * 3 + heard.outcome
        alike, count = np.unique(key, return_counts=True)
        rest, outcome = np.divmod(alike, 3)
        rest, right = np.divmod(rest, items)
        annotator, left = np.divmod(rest, items)
        sizes = [heard.items, heard.annotators, 1, 1, 1]
        spread = np.array([priors.score, np.inf, priors.crowd, priors.tie, priors.position])
        return cls(
            left,
            right,
            annotator,
            outcome,
            count.astype(np.float64),
            heard.items,
            heard.annotators,
            np.repeat(spread**-2.0, sizes),
            priors.reliability,
            priors.crowd_mean,
            ties_offered,
            with_position,
            with_reliability,
        )

    @property
    def people(self) -> slice:
        """Where the annotators are among the parameters of the information."""
        return slice(self.items, self.items + self.annotators)

    def _plain(self, at: Floats) -> tuple[Floats, Floats]:
        """Of each row: log-odds d, and (rows, outcomes) of log-probabilities that nobody turned."""
        gap = at[self.left] - at[self.right] + (at[-1] if self.with_position else 0.0)
        scores = np.stack([gap / 2, np.full(len(gap), at[-2] if self.ties_offered else -np.inf), -gap / 2], axis=1)
        return gap, scores - logsumexp(scores, axis=1, keepdims=True)

    def _of_people(self, gap: Floats, nodes: Floats) -> tuple[Floats, Floats]:
        """What being turned adds: (annotators, nodes) to the log-likelihood, and (rows, nodes) how likely a row was turned."""
        sided = np.flatnonzero(self.outcome != TIE)
        signed = np.where(self.outcome[sided] == LEFT, gap[sided], -gap[sided])
        who = self.annotator[sided]
        turning = expit(-nodes)[who] * np.exp(np.minimum(-signed, 700.0))[:, None]
        total = expit(nodes)[who] + turning
        likelihood = np.zeros(nodes.shape)
        if len(sided):
            first = np.flatnonzero(np.append(True, who[1:] != who[:-1]))
            likelihood[who[first]] = np.add.reduceat(np.log(total) * self.count[sided, None], first)
        turned = np.zeros((len(gap), nodes.shape[1]))
        turned[sided] = turning / total
        return likelihood, turned

    def _log_prior(self, nodes: Floats, crowd_mean: float) -> Floats:
        density: Floats = -0.5 * ((nodes - crowd_mean) / self.spread) ** 2 - np.log(self.spread)
        return density

    def _slopes(self, at: Floats, people: _People) -> tuple[float, Floats, Floats, Floats]:
        """The log-likelihood, and its slopes: in d and the tie of each row's judgements, in the crowd's mean of each one."""
        gap, plain = self._plain(at)
        share = np.exp(plain)
        sign = 1 - self.outcome  # 1 for left, 0 for a tie, -1 for right
        value = float(self.count @ plain[np.arange(len(gap)), self.outcome])
        by_gap = sign / 2 - (share[:, LEFT] - share[:, RIGHT]) / 2
        by_tie = (sign == 0) - share[:, TIE]
        by_mean = np.zeros(self.annotators)
        if self.with_reliability:
            evidence, nodes, posterior, turned = self._integrated(gap, at, people)
            value += float(evidence.sum())
            by_gap = by_gap - sign * (posterior[self.annotator] * turned).sum(axis=1)
            by_mean = (posterior * (nodes - at[-3])).sum(axis=1) / self.spread**2
        return value, by_gap, by_tie * float(self.ties_offered), by_mean

    def _integrated(self, gap: Floats, at: Floats, people: _People) -> tuple[Floats, Floats, Floats, Floats]:
        """Log-evidence of each person, their nodes and posterior, and (rows, nodes) how likely a row was turned."""
        offsets, weights = np.polynomial.hermite_e.hermegauss(NODES)
        nodes = people.nodes(offsets)
        likelihood, turned = self._of_people(gap, nodes)
        joint = likelihood + self._log_prior(nodes, at[-3]) + np.log(weights) + offsets**2 / 2
        joint += np.log(people.spread)[:, None] - np.log(2 * np.pi) / 2
        evidence = logsumexp(joint, axis=1)
        return evidence, nodes, np.exp(joint - evidence[:, None]), turned

    def observed(self, at: Floats, people: _People) -> Sparse:
        """The information that was observed, people's logits in it as normal around where they are (T. A. Louis: Finding the
        Observed Information Matrix When Using the EM Algorithm. JRSS B 44 (1982), 226–233.
        DOI 10.1111/j.2517-6161.1982.tb01203.x). It need not be positive where the model does not fit.
        """
        gap, plain = self._plain(at)
        share = np.exp(plain)
        lean = (share[:, LEFT] - share[:, RIGHT]) / 2
        own = (share[:, LEFT] + share[:, RIGHT]) / 4 - lean**2
        beside, variance = np.zeros(len(gap)), np.full(self.annotators, self.spread**2)
        if self.with_reliability:
            _, nodes, posterior, turned = self._integrated(gap, at, people)
            away = nodes - (posterior * nodes).sum(axis=1, keepdims=True)
            variance = (posterior * away**2).sum(axis=1)
            weight = posterior[self.annotator]
            own -= (weight * turned * (1 - turned)).sum(axis=1)
            beside = (self.outcome - 1) * (weight * away[self.annotator] * turned).sum(axis=1) / variance[self.annotator]
        size, rows = len(self.precision), np.arange(len(gap))
        sides = np.repeat([1.0, -1.0, float(self.with_position)], len(gap))
        place = np.concatenate([self.left, self.right, np.full(len(gap), size - 1)])
        gaps = sp.coo_array((sides, (np.tile(rows, 3), place)), shape=(len(gap), size)).tocsr()
        weighed = sp.diags_array(self.count * own) @ gaps
        # What the gap shares with its author's logit, and with the tie.
        columns = np.append(self.annotator + self.items, np.full(len(gap), size - 2))
        shared = np.append(beside, -share[:, TIE] * lean) * np.tile(self.count, 2)
        other = gaps.T @ sp.coo_array((shared, (np.tile(rows, 2), columns)), shape=(len(gap), size)).tocsr()
        logits = np.arange(self.items, self.items + self.annotators)
        hangs = np.full(self.annotators, self.spread**-2.0)
        crowd = sp.coo_array((hangs, (logits, np.full(self.annotators, size - 3))), shape=(size, size)).tocsr()
        diagonal = self.precision.copy()
        diagonal[self.people] = 1 / variance
        diagonal[-3] += hangs.sum()
        diagonal[-2] += self.count @ (share[:, TIE] * (1 - share[:, TIE]))
        observed: Sparse = (gaps.T @ weighed + other + other.T + crowd + crowd.T + sp.diags_array(diagonal)).tocsr()
        return observed

    def objective(self, at: Floats, people: _People) -> tuple[float, Floats]:
        """The negative log posterior of all but the annotators, and its gradient."""
        value, by_gap, by_tie, by_mean = self._slopes(at, people)
        away = at - np.repeat([0.0, self.prior_mean, 0.0], [self.items, 1, 2])
        gradient = np.delete(self.precision, self.people) * away
        penalty = 0.5 * gradient @ away
        by_gap = by_gap * self.count
        gradient -= np.bincount(self.left, by_gap, len(at)) - np.bincount(self.right, by_gap, len(at))
        gradient[-3:] -= [by_mean.sum(), self.count @ by_tie, by_gap.sum() * float(self.with_position)]
        return float(penalty - value), gradient

    def descended(self, at: Floats, unit: Floats, people: _People, goal: float, rounds_max: int) -> tuple[Floats, int, bool]:
        """From `at` to where no slope is above `goal`, in how many rounds, and whether it got there."""
        if rounds_max <= 0:
            return at, 0, False

        def objective(away: Floats) -> tuple[float, Floats]:
            value, gradient = self.objective(at + unit * away, people)
            return value, unit * gradient

        options: Any = {"maxiter": rounds_max, "maxfun": 2 * rounds_max, "gtol": goal, "ftol": 1e-15, "maxcor": 20}
        found = scipy.optimize.minimize(objective, np.zeros(len(unit)), jac=True, method="L-BFGS-B", options=options)
        # Where rounding stops the search a little short of the goal, it has arrived.
        return at + unit * found.x, int(found.nit), bool(np.abs(found.jac).max(initial=0.0) <= 10 * goal)

    def pulls(self, at: Floats, people: _People) -> Sparse:
        """(parameters of the information, annotators who answered): the slope of each one's log-likelihood."""
        _, by_gap, by_tie, by_mean = self._slopes(at, people)
        size = len(self.precision)
        some, who = np.unique(self.annotator, return_inverse=True)
        place = np.concatenate(
            [self.left, self.right, *(np.full(len(who), size - back) for back in (2, 1)), np.full(len(some), size - 3)]
        )
        slopes = np.stack([by_gap, -by_gap, by_tie, by_gap * float(self.with_position)]) * self.count
        entries = np.append(slopes.ravel(), by_mean[some])
        column = np.append(np.tile(who, 4), np.arange(len(some)))
        pulls: Sparse = sp.coo_array((entries, (place, column)), shape=(size, len(some))).tocsr()
        return pulls

    def posteriors(self, at: Floats, people: _People) -> tuple[Floats, Floats]:
        """Fine nodes over each annotator's logit, and their posterior shares."""
        nodes = people.nodes(np.linspace(-6, 6, NODES_FINE))
        # A row at a time of nodes, for a hundred thousand rows of sixty would be much memory.
        gap, _ = self._plain(at)
        likelihood = np.column_stack([self._of_people(gap, column[:, None])[0] for column in nodes.T])
        joint = likelihood + self._log_prior(nodes, at[-3])
        posterior = np.exp(joint - logsumexp(joint, axis=1, keepdims=True))
        return nodes, posterior

    def centred(self, at: Floats, people: _People) -> _People:
        """The same people, with their centres and spreads where `at` says."""
        # What lay outside of the nodes comes in sight when they are wide.
        nodes, posterior = self.posteriors(at, _People(people.centre, np.maximum(people.spread, self.spread / 2)))
        rough = (posterior * nodes).sum(axis=1)
        spread = np.sqrt((posterior * (nodes - rough[:, None]) ** 2).sum(axis=1))
        step = nodes[:, 1] - nodes[:, 0]
        nodes, posterior = self.posteriors(at, _People(rough, np.maximum(spread, step)))
        centre = (posterior * nodes).sum(axis=1)
        return _People(centre, np.sqrt((posterior * (nodes - centre[:, None]) ** 2).sum(axis=1)))

    def root(self, at: Floats, logit: Floats) -> Sparse:
        """G such that GᵀG is the expected information of the judgements made, and of the crowd's mean about its people."""
        gap, plain = self._plain(at)
        share = np.exp(plain)
        lean = (share[:, [LEFT]] - share[:, [RIGHT]]) / 2
        faithful = expit(logit)[self.annotator, None] if self.with_reliability else np.ones((len(gap), 1))
        said = faithful * share + (1 - faithful) * share[:, ::-1]
        unturned = faithful * share / np.maximum(said, 1e-300)
        sign = np.array([1.0, 0.0, -1.0])
        by_gap = sign * (unturned - 0.5) - lean
        by_logit = np.abs(sign) * (unturned - faithful)
        by_tie = ((sign == 0) - share[:, [TIE]]) * float(self.ties_offered)
        by_side = by_gap * float(self.with_position)
        weight = np.sqrt(self.count[:, None] * said)
        size = len(self.precision)
        columns = np.stack(
            [self.left, self.right, self.annotator + self.items, *np.full((2, len(gap)), [[size - 2], [size - 1]])]
        )
        slopes = np.stack([by_gap, -by_gap, by_logit, by_tie, by_side]) * weight
        row = np.broadcast_to(np.arange(weight.size).reshape(weight.shape), slopes.shape)
        shape = (weight.size, size)
        judged = sp.coo_array((slopes.ravel(), (row.ravel(), np.repeat(columns.ravel(), 3))), shape=shape)
        people = np.arange(self.annotators)
        both = (np.tile(people, 2), np.append(people + self.items, np.full(self.annotators, size - 3)))
        crowd = sp.coo_array((np.repeat([1.0, -1.0], self.annotators) / self.spread, both), shape=(self.annotators, size))
        root: Sparse = sp.vstack([judged, crowd]).tocsr()
        return root

    def ranked(self, at: Floats, people: _People, error: Floats, confidence: float, rounds: int, converged: bool) -> Ranked:
        score = at[: self.items]
        score = score - score.mean() if self.items else score
        spread = error[: self.items]
        tie, position = (Interval(*(float(at[place] + sign * error[place]) for sign in (0, -1, 1))) for place in (-2, -1))
        tail = (1 - confidence) / 2
        value = low = high = np.ones(self.annotators)
        if self.with_reliability:
            nodes, posterior = self.posteriors(at, people)
            value = (posterior * expit(nodes)).sum(axis=1)
            # Widened by what is not known of the crowd's mean (R. E. Kass, D. Steffey, JASA 84 (1989), 717–726.
            # DOI 10.1080/01621459.1989.10478825): who answered little hangs on it.
            hangs = (people.spread / self.spread) ** 2
            wider = np.sqrt(1 + (hangs * error[-3] / float(ndtri(tail)) / people.spread) ** 2)
            nodes = people.centre[:, None] + wider[:, None] * (nodes - people.centre[:, None])
            below = posterior.cumsum(axis=1) - posterior / 2
            ends = [[np.interp(end, some, node) for end in (tail, 1 - tail)] for some, node in zip(below, nodes, strict=True)]
            low, high = expit(np.array(ends).reshape(-1, 2).T)
        return Ranked(
            score=score,
            score_low=score - spread,
            score_high=score + spread,
            tie=tie if self.ties_offered else None,
            position=position if self.with_position else None,
            reliability=value,
            reliability_low=low,
            reliability_high=high,
            confidence=confidence,
            rounds=rounds,
            converged=converged,
        )


def _errors(model: _Model, at: Floats, people: _People, confidence: float, rng: np.random.Generator) -> Floats:
    """Of each parameter of the information, half the width of its interval; of a score, relative to the mean of all."""
    precision, root = model.precision, model.root(at, people.centre)
    information = (root.T @ root + sp.diags_array(precision)).tocsr()
    pulls = model.pulls(at, people)
    heard = pulls.shape[1]
    tail = (1 - confidence) / 2
    some = pulls.toarray()
    if len(precision) <= DENSE_MAX:
        variance = np.diagonal(np.linalg.inv(information.toarray())).copy()
    else:
        # P. Sidén, F. Lindgren, D. Bolin, M. Villani: Efficient Covariance Approximations for Large Sparse Precision Matrices.
        # JCGS 27 (2018), 898–909. DOI 10.1080/10618600.2018.1473782. Of each parameter, what it would be known to if all
        # others were known is exact; only what the others add is estimated from the samples.
        noise = root.T @ rng.standard_normal((root.shape[0], SAMPLES))
        noise += np.sqrt(precision)[:, None] * rng.standard_normal((len(precision), SAMPLES))
        own = np.asarray(information.diagonal())
        drawn, _ = _solved(information, noise)
        others = drawn - np.asarray(information @ drawn) / own[:, None]
        variance = 1 / own + (others**2).mean(axis=1)
        # As many random sums of all people's pulls stand for the people, where these are more.
        if heard > SAMPLES:
            drawn = rng.standard_normal((heard, SAMPLES))
            some = pulls @ (drawn - drawn.mean(axis=0)) / np.sqrt(SAMPLES)
    moved = _moved(model.observed(at, people), information, some)
    if model.items:
        # The mean of all scores rests on the prior alone, and exactly: a score relative to it is surer by that much.
        variance[: model.items] -= 1 / (precision[0] * model.items)
    error: Floats = -float(ndtri(tail)) * np.sqrt(np.maximum(variance, 0.0))
    # Of few people, or few who answered nearly all, the spread is itself poorly known: Student's t, by Kish's effective number.
    answers = np.bincount(model.annotator, model.count)
    effective = answers.sum() ** 2 / (answers**2).sum() if heard else 0.0
    if heard > 1 and effective > 1:
        # Around their mean, which is nought but for the priors' pull.
        squares = (moved**2).sum(axis=1) - (moved.sum(axis=1) ** 2 / heard if moved.shape[1] == heard else 0.0)
        among = np.sqrt(np.maximum(squares, 0.0) * effective / (effective - 1))
        error = np.maximum(error, -float(stdtrit(effective - 1, tail)) * among)
    return error


def _moved(observed: Sparse, expected: Sparse, pulls: Floats) -> Floats:
    """How far each pull moves the parameters: by the observed information, or where it is not positive by the expected one."""
    for information in (observed, expected):
        if pulls.shape[0] > DENSE_MAX:
            moved, positive = _solved(information, pulls)
        else:
            try:
                moved, positive = cho_solve(cho_factor(information.toarray()), pulls), True
            except np.linalg.LinAlgError:
                continue
        if positive:
            break
    return moved


def _solved(matrix: Sparse, right: Floats) -> tuple[Floats, bool]:
    """Conjugate gradients, preconditioned by the diagonal, for all columns at once; and whether the matrix looked positive."""
    own: Floats = np.asarray(matrix.diagonal())[:, None]
    if own.min(initial=1.0) <= 0:
        return np.zeros_like(right), False
    solution = right / own
    residual: Floats = right - matrix @ solution
    goal = SOLVE_TOLERANCE**2 * ((right**2) / own).sum(axis=0)
    direction = residual / own
    size = (residual * direction).sum(axis=0)
    for _ in range(SOLVE_ROUNDS_MAX):
        if (size <= goal).all():
            break
        pushed: Floats = np.asarray(matrix @ direction)
        curved = (direction * pushed).sum(axis=0)
        if (curved[size > goal] <= 0).any():
            return solution, False
        step = size / np.maximum(curved, 1e-300)
        solution += step * direction
        residual -= step * pushed
        scaled = residual / own
        smaller = (residual * scaled).sum(axis=0)
        direction = scaled + (smaller / np.maximum(size, 1e-300)) * direction
        size = smaller
    return solution, True
