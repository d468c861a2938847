"""Ordered classes: every annotator has a bias up or down the scale and a discrimination of their own.

- F. Samejima: Estimation of Latent Ability Using a Response Pattern of Graded Scores. Psychometrika 34, supplement (1969).
  DOI 10.1007/BF03372160. A task has a level; somebody says class c or higher the more likely, the further their view of the
  level is above the c-th threshold.
- M. Uto, M. Ueno: Item Response Theory for Peer Assessment. IEEE Transactions on Learning Technologies 9 (2016), 157–170.
  DOI 10.1109/TLT.2015.2476806. The same for people who rate: thresholds are common, bias and discrimination are a person's.
- R. D. Bock, M. Aitkin: Marginal Maximum Likelihood Estimation of Item Parameters. Psychometrika 46 (1981), 443–459.
  DOI 10.1007/BF02293801. EM, with levels on a fixed grid under a standard normal.

P(class c or higher) = 1 / (1 + exp(−discrimination · (level + bias − threshold of c))). The true class of a task is where its
level lies between the thresholds: what somebody without bias and without noise would say. Log-discriminations and biases
are normal around the crowd's own mean, with spreads that the crowd shows, so that one answer makes nobody a fool.
"""

import msgspec
import numpy as np
from scipy.special import expit, ndtri

from amana.core.inference.crowd import Crowd, Floats, Inferred, Ints, Portion

ROUNDS_MAX = 300
TOLERANCE = 1e-4  # of the greatest change of any class's posterior
NODES = 41
LEVEL_MAX = 4.0  # the grid goes from minus this to this, in standard deviations of the tasks
PORTION_TASKS = 16_384
STEP_MAX = 0.5  # of a parameter in a round
STEP = 0.5  # of what Fisher scoring says of a person: whole steps go round in circles where answers surprise the model
GAP_MIN = 1e-3  # between thresholds
ANSWERS_BEFORE = 1.0  # of each class, spread over the grid: they keep the threshold of a class that nobody gave in sight
MEAN_BEFORE, MEAN_SPREAD = 0.5, 0.5  # the crowd's mean log-discrimination: without it, three answers that agree would prove all
UNIT_BEFORE = 20.0  # answers, spread as the population is, before the levels' unit is taken from what was heard
BIAS_SPREAD, DISCRIMINATION_SPREAD = 0.5, 0.5
SPREAD_WEIGHT = 4.0  # what is thought of these spreads at first counts as so many annotators


class Ordered(msgspec.Struct, frozen=True):
    """`inferred` is over the classes in their order. Levels and biases are in standard deviations of the tasks.

    `level` (tasks), with its interval of `confidence`; `class_low` and `class_high` are the classes at its two ends.
    `bias` and `discrimination` (annotators) with theirs, relative to the crowd's mean and as in the formula. `thresholds`
    (classes − 1) rise. A silent annotator has the crowd's mean and width; a task that nobody answered the whole population's.
    Task intervals take the people as estimated. Nothing here is calibrated.
    """

    inferred: Inferred
    level: Floats
    level_low: Floats
    level_high: Floats
    class_low: Ints
    class_high: Ints
    bias: Floats
    bias_low: Floats
    bias_high: Floats
    discrimination: Floats
    discrimination_low: Floats
    discrimination_high: Floats
    thresholds: Floats
    confidence: float


class _People(msgspec.Struct, frozen=True):
    thresholds: Floats
    bias: Floats
    log_discrimination: Floats
    mean: float  # of the log-discriminations
    spread: Floats  # variances: of the biases, of the log-discriminations

    def chances(self) -> tuple[Floats, Floats, Floats, Floats]:
        """(annotators, classes, nodes) of the chance to say a class, and its slopes: bias, log-discrimination, threshold.

        The last is (annotators, thresholds, nodes): what a class's own threshold takes from it, and gives the class below.
        """
        grid = _grid()[0]
        sharp = np.exp(self.log_discrimination)[:, None, None]
        away = sharp * (grid + self.bias[:, None, None] - self.thresholds[:, None])
        above = expit(away)
        dense = above * expit(-away)
        ends = ((0, 0), (1, 1), (0, 0))
        chance = -np.diff(np.pad(above, ends, constant_values=((0, 0), (1, 0), (0, 0))), axis=1)
        by_bias = -np.diff(np.pad(sharp * dense, ends), axis=1)
        by_log = -np.diff(np.pad(away * dense, ends), axis=1)
        return np.maximum(chance, 1e-12), by_bias, by_log, sharp * dense


def _grid() -> tuple[Floats, Floats]:
    """The nodes and the share of tasks at each."""
    nodes = np.linspace(-LEVEL_MAX, LEVEL_MAX, NODES)
    shares = np.exp(-(nodes**2) / 2)
    return nodes, shares / shares.sum()


def graded(crowd: Crowd, *, confidence: float = 0.95, rounds_max: int = ROUNDS_MAX) -> Ordered:
    """EM from people without bias and thresholds by how often each class was given; O(annotations · NODES) a round.

    The classes of `crowd` are taken in their order. Whatever the order of the annotations, the result is the same to the last
    bit. Raises ValueError for fewer than two classes.
    """
    if crowd.classes < 2:
        raise ValueError("an order needs at least two classes")
    portions = crowd.portions(PORTION_TASKS)
    given = np.bincount(crowd.klass, minlength=crowd.classes) + ANSWERS_BEFORE
    # Of a view that is level and noise alike, the thresholds are at the quantiles of what was said.
    thresholds = _apart(ndtri(given.cumsum()[:-1] / given.sum()) * 1.3)
    zeros = np.zeros(crowd.annotators)
    people = _People(thresholds, zeros, zeros + MEAN_BEFORE, MEAN_BEFORE, np.array([BIAS_SPREAD, DISCRIMINATION_SPREAD]) ** 2)
    classes = np.full((crowd.tasks, crowd.classes), 1 / crowd.classes)
    rounds, converged = 0, False
    while rounds < rounds_max and not converged:
        rounds += 1
        levels, heard = _expected(crowd, portions, people)
        before, classes = classes, levels @ _of_classes(people.thresholds)
        converged = bool(np.abs(classes - before).max(initial=0.0) <= TOLERANCE)
        people = _in_unit(_moved(people, heard), heard)
    levels, _ = _expected(crowd, portions, people)
    return _ordered(crowd, portions, people, levels, confidence, rounds, converged)


def _expected(crowd: Crowd, portions: list[Portion], people: _People) -> tuple[Floats, Floats]:
    """The posterior of each task over the grid, and answers by (annotator, class, node)."""
    said = np.log(people.chances()[0]).reshape(-1, NODES)
    levels = np.empty((crowd.tasks, NODES))
    heard = np.zeros((crowd.annotators * crowd.classes, NODES))
    prior = np.log(_grid()[1])
    for portion in portions:
        scores = np.asarray(portion.given @ said) + prior
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        levels[portion.tasks] = scores / scores.sum(axis=1, keepdims=True)
        heard += np.asarray(portion.given.T @ levels[portion.tasks])
    return levels, heard.reshape(crowd.annotators, crowd.classes, NODES)


def _moved(people: _People, heard: Floats) -> _People:
    """A step of Fisher scoring for every person, then for the thresholds, then the crowd's own mean and spreads."""
    slopes, information = _of_people(people, heard)
    slopes[:, 0] -= people.bias / people.spread[0]
    slopes[:, 1] -= (people.log_discrimination - people.mean) / people.spread[1]
    information = information + np.diag(1 / people.spread)
    step = np.clip(STEP * np.linalg.solve(information, slopes[:, :, None])[:, :, 0], -STEP_MAX, STEP_MAX)
    bias, log_discrimination = people.bias + step[:, 0], people.log_discrimination + step[:, 1]
    variance = np.diagonal(np.linalg.inv(information), axis1=1, axis2=2)
    spoke = heard.sum(axis=(1, 2)) > 0
    shift = float(bias[spoke].mean()) if spoke.any() else 0.0
    known = np.array([spoke.sum() / people.spread[1], MEAN_SPREAD**-2.0])
    mean = float((log_discrimination[spoke].sum() / people.spread[1] + MEAN_BEFORE * known[1]) / known.sum())
    # What all people have in common is no bias of theirs.
    bias = np.where(spoke, bias - shift, 0.0)
    log_discrimination = np.where(spoke, log_discrimination, mean)
    away = np.stack([bias**2, (log_discrimination - mean) ** 2], axis=1) + variance
    thought = np.array([BIAS_SPREAD, DISCRIMINATION_SPREAD]) ** 2
    spread = (away[spoke].sum(axis=0) + SPREAD_WEIGHT * thought) / (spoke.sum() + SPREAD_WEIGHT)
    thresholds = _thresholds(people, heard) - shift
    return _People(_apart(thresholds), bias, log_discrimination, mean, spread)


def _in_unit(people: _People, heard: Floats) -> _People:
    """The same people, seen from levels whose mean is 0 and spread 1 as the grid supposes: EM would take hundreds of rounds.

    C. Liu, D. B. Rubin, Y. N. Wu: Parameter Expansion to Accelerate EM. Biometrika 85 (1998), 755–770.
    DOI 10.1093/biomet/85.4.755. Tasks count as often as they were answered.
    """
    nodes, population = _grid()
    shares = heard.sum(axis=(0, 1)) + UNIT_BEFORE * population
    shares = shares / shares.sum()
    mean = float(shares @ nodes)
    spread = float(np.sqrt(shares @ (nodes - mean) ** 2))
    return _People(
        thresholds=_apart((people.thresholds - mean) / spread),
        bias=people.bias / spread,
        log_discrimination=people.log_discrimination + np.log(spread),
        mean=people.mean + np.log(spread),
        spread=people.spread / np.array([spread**2, 1.0]),
    )


def _of_people(people: _People, heard: Floats) -> tuple[Floats, Floats]:
    """Of bias and log-discrimination of each person: the slope of what was heard (…, 2) and its information (…, 2, 2)."""
    chance, by_bias, by_log, _ = people.chances()
    both = np.stack([by_bias, by_log], axis=1)
    slopes = np.einsum("jcq,jkcq->jk", heard / chance, both, optimize=True)
    expected = heard.sum(axis=1)[:, None, :] / chance
    information = np.einsum("jcq,jkcq,jlcq->jkl", expected, both, both, optimize=True)
    return slopes, information


def _thresholds(people: _People, heard: Floats) -> Floats:
    """A step of Fisher scoring, with the answers thought of before as those of one more, middling person."""
    before = np.repeat((ANSWERS_BEFORE * _grid()[1])[None, None], heard.shape[1], axis=1)
    one = _People(
        people.thresholds,
        np.append(people.bias, 0.0),
        np.append(people.log_discrimination, people.mean),
        people.mean,
        people.spread,
    )
    heard = np.concatenate([heard, before])
    chance, _, _, dense = one.chances()
    up = (heard / chance)[:, :-1] - (heard / chance)[:, 1:]
    slopes = np.einsum("jcq,jcq->c", up, dense)
    answers = heard.sum(axis=1)[:, None, :]
    inverse = 1 / chance
    own = np.einsum("jcq,jcq->c", answers * (inverse[:, :-1] + inverse[:, 1:]), dense**2)
    beside = -np.einsum("jcq,jcq->c", answers * inverse[:, 1:-1], dense[:, :-1] * dense[:, 1:])
    information = np.diag(own) + np.diag(beside, 1) + np.diag(beside, -1) + 1e-9 * np.eye(len(own))
    moved: Floats = people.thresholds + np.clip(np.linalg.solve(information, slopes), -STEP_MAX, STEP_MAX)
    return moved


def _apart(thresholds: Floats) -> Floats:
    """The same, each at least a hair above the one before."""
    steps = GAP_MIN * np.arange(len(thresholds))
    rising: Floats = np.maximum.accumulate(thresholds - steps) + steps
    return rising


def _of_classes(thresholds: Floats) -> Floats:
    """(nodes, classes): which part of the stretch of levels around a node lies in which class."""
    nodes, _ = _grid()
    half = (nodes[1] - nodes[0]) / 2
    below = np.clip((thresholds[None, :] - nodes[:, None] + half) / (2 * half), 0, 1)
    parts: Floats = np.diff(np.pad(below, ((0, 0), (1, 1)), constant_values=((0, 0), (0, 1))), axis=1)
    return parts


def _quantile(levels: Floats, share: float) -> Floats:
    """Of each task, the level below which so much of its posterior lies."""
    nodes, _ = _grid()
    width = nodes[1] - nodes[0]
    upto = levels.cumsum(axis=1)
    place = np.minimum((upto < share).sum(axis=1), NODES - 1)
    here = np.take_along_axis(levels, place[:, None], axis=1)[:, 0]
    before = np.take_along_axis(upto, place[:, None], axis=1)[:, 0] - here
    quantile: Floats = nodes[place] - width / 2 + width * (share - before) / np.maximum(here, 1e-300)
    return quantile


def _ordered(
    crowd: Crowd, portions: list[Portion], people: _People, levels: Floats, confidence: float, rounds: int, converged: bool
) -> Ordered:
    tail = (1 - confidence) / 2
    nodes, shares = _grid()
    parts = _of_classes(people.thresholds)
    of_class = (parts * shares[:, None]) / np.maximum((parts * shares[:, None]).sum(axis=0), 1e-300)
    chance = people.chances()[0]
    log_confusion = np.log(np.maximum(np.einsum("jgq,qt->jtg", chance, of_class, optimize=True), 1e-300))
    log_confusion -= np.log(np.exp(log_confusion).sum(axis=2, keepdims=True))
    low, high = _quantile(levels, tail), _quantile(levels, 1 - tail)
    error = -float(ndtri(tail)) * np.sqrt(_variance(crowd, portions, people, levels))
    bias, sharp = people.bias, people.log_discrimination
    return Ordered(
        inferred=Inferred(levels @ parts, log_confusion, rounds, converged),
        level=levels @ nodes,
        level_low=low,
        level_high=high,
        class_low=np.searchsorted(people.thresholds, low).astype(np.int32),
        class_high=np.searchsorted(people.thresholds, high).astype(np.int32),
        bias=bias,
        bias_low=bias - error[:, 0],
        bias_high=bias + error[:, 0],
        discrimination=np.exp(sharp),
        discrimination_low=np.exp(sharp - error[:, 1]),
        discrimination_high=np.exp(sharp + error[:, 1]),
        thresholds=people.thresholds,
        confidence=confidence,
    )


def _variance(crowd: Crowd, portions: list[Portion], people: _People, levels: Floats) -> Floats:
    """(annotators, 2) of bias and log-discrimination, by the empirical observed information.

    I. Meilijson: A Fast Improvement to the EM Algorithm on Its Own Terms. Journal of the Royal Statistical Society B 51 (1989),
    127–138. DOI 10.1111/j.2517-6161.1989.tb01754.x. A task says of a person only what it says whatever its level is; and a
    person who was heard on few tasks is as sure as the information that was expected of them.
    """
    chance, by_bias, by_log, _ = people.chances()
    slopes = np.stack([by_bias / chance, by_log / chance]).reshape(2, -1, NODES)
    found = np.zeros((2, 2, crowd.annotators))
    for portion in portions:
        rows, cells = portion.given.nonzero()
        who = np.asarray(cells) // crowd.classes
        count = np.asarray(portion.given.data)
        at = levels[portion.tasks]
        one = [sum(of[:, node][cells] * at[:, node][rows] for node in range(NODES)) for of in slopes]
        for row in range(2):
            for column in range(2):
                found[row, column] += np.bincount(who, count * one[row] * one[column], crowd.annotators)
    information = np.moveaxis(found, 2, 0) + np.diag(1 / people.spread)
    variance: Floats = np.diagonal(np.linalg.inv(information), axis1=1, axis2=2)
    return variance
