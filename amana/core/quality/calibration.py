"""Probabilities that are true as often as they say: a model's confidence mapped by what gold and audits found.

logit(probability) = slope · logit(confidence) + shift, after J. C. Platt: Probabilistic Outputs for Support Vector Machines and
Comparisons to Regularized Likelihood Methods, Advances in Large Margin Classifiers (1999), 61–74, with a normal prior on slope
and shift in two steps: a project is thought to be like its workspace, a workspace like the default. So ten gold tasks move
little, those of a workspace's other projects help, and a hundred speak for themselves. Confidence beyond CONFIDENCE_MAX counts
as that: where a model is nearly certain, how nearly says nothing of how often it is wrong.
"""

from collections.abc import Sequence
from typing import Self

import msgspec
import numpy as np
import numpy.typing as npt
from numpy.typing import NDArray
from scipy.special import expit, logit

from amana.core.inference.crowd import Floats
from amana.model.errors import ConfidenceInvalid
from amana.model.tasks import Standing

CONFIDENCE_MAX = 0.97
# Learnt from the engine's posterior on public crowds with known truth, each counted the same (`bench quality` learns it again
# without the crowd it judges).
SLOPE, SHIFT = 1.005, 0.024
# Precision of slope and shift: of a project around its workspace, and the same of a workspace around the default.
PRECISION = (20.0, 8.0)
CALIBRATED_MIN = 50  # gold of a project's own from which its figures are called calibrated
BINS = 15
EVEN = 0.15  # of what is left to the other classes is shared evenly: a class nobody named is not impossible
_ROUNDS_MAX = 100
_TOLERANCE = 1e-9


class Judged(msgspec.Struct, frozen=True):
    """Tasks of known truth: the model's confidence in its label as it was without knowing it, and whether the label is right.

    An audit's answers will do as they are: to draw more where confidence is low does not bend a map of confidence.
    """

    confidence: Floats
    right: NDArray[np.bool_]

    @classmethod
    def of(cls, confidence: npt.ArrayLike, right: npt.ArrayLike) -> Self:
        """Raises ConfidenceInvalid for a confidence that is no number from 0 to 1, ValueError where the lengths differ."""
        sure, is_right = np.asarray(confidence, dtype=np.float64), np.asarray(right, dtype=np.bool_)
        if sure.shape != is_right.shape or sure.ndim != 1:
            raise ValueError("an answer for each confidence")
        _check(sure)
        return cls(sure, is_right)


class Default(msgspec.Struct, frozen=True):
    """What is thought of a workspace that has no gold."""

    slope: float = SLOPE
    shift: float = SHIFT


class Calibration(msgspec.Struct, frozen=True):
    """The map of one project. `gold`: how many tasks of known truth of its own it rests on; `pooled`: how many of other
    projects."""

    slope: float
    shift: float
    gold: int
    pooled: int

    @property
    def standing(self) -> Standing:
        """`uncalibrated` without any gold, `borrowed` while others' gold or the default say more than its own."""
        if self.gold >= CALIBRATED_MIN:
            return "calibrated"
        return "borrowed" if self.gold + self.pooled else "uncalibrated"

    def probability(self, confidence: npt.ArrayLike) -> Floats:
        """How probably a label of such confidence is right. Raises ConfidenceInvalid."""
        sure = np.asarray(confidence, dtype=np.float64)
        _check(sure)
        probability: Floats = np.asarray(expit(self.slope * _logit(sure) + self.shift))
        return probability

    def apply(self, posterior: Floats) -> Floats:
        """(tasks, classes): the most believed class gets its calibrated probability, the others share what is left as they did.

        Where gold says that labels are mostly wrong another class may become the likeliest; the delivered label stays the
        model's. Of one class there is nothing to calibrate. Raises ConfidenceInvalid.
        """
        tasks, classes = posterior.shape
        if classes < 2 or not tasks:
            same: Floats = posterior.copy()
            return same
        row, top = np.arange(tasks), np.argmax(posterior, axis=1)
        probability = self.probability(posterior[row, top])
        others = posterior.copy()
        others[row, top] = 0.0
        left = others.sum(axis=1, keepdims=True)
        even = np.full_like(others, 1 / (classes - 1))
        others = EVEN * even + (1 - EVEN) * np.divide(others, left, out=even.copy(), where=left > 0)
        others[row, top] = 0.0
        others *= ((1 - probability) / others.sum(axis=1))[:, None]
        others[row, top] = probability
        calibrated: Floats = others
        return calibrated


def calibrate(projects: Sequence[Judged], default: Default | None = None) -> list[Calibration]:
    """A map for each project of a workspace, from the gold of all of them. A project without gold is as its workspace."""
    default = default or Default()
    centre = np.array([default.slope, default.shift])
    ours = np.diag(PRECISION)
    with_gold = [at for at, project in enumerate(projects) if len(project.right)]
    sights = [_sight(projects[at]) for at in with_gold]
    rights = [projects[at].right.astype(np.float64) for at in with_gold]
    weights = [np.ones(len(right)) for right in rights]
    workspace, own = _fit(sights, rights, weights, centre, ours, ours)
    fitted = dict(zip(with_gold, own, strict=True))
    every = sum(len(project.right) for project in projects)
    found = []
    for at, project in enumerate(projects):
        slope, shift = fitted.get(at, workspace)
        gold = len(project.right)
        found.append(Calibration(float(slope), float(shift), gold, every - gold))
    return found


def learn(crowds: Sequence[Judged]) -> Default:
    """The default that fits some crowds of known truth, each counted the same however large, and a little to (1, 0).

    That little is what one crowd says, so that two crowds can't turn everything.
    """
    some = [crowd for crowd in crowds if len(crowd.right)]
    if not some:
        return Default(1.0, 0.0)
    sight = np.concatenate([_sight(crowd) for crowd in some])
    right = np.concatenate([crowd.right for crowd in some]).astype(np.float64)
    weight = np.concatenate([np.full(len(crowd.right), 1 / len(crowd.right)) for crowd in some])
    # One map for all: the project's own step is held still.
    slope, shift = _fit([sight], [right], [weight], np.array([1.0, 0.0]), np.eye(2), np.eye(2) * 1e6)[1][0]
    return Default(float(slope), float(shift))


def expected_calibration_error(probability: Floats, right: npt.ArrayLike, bins: int = BINS) -> float:
    """The mean gap between said and found over equal-width bins, weighted by their tasks; 0 of no tasks.

    C. Guo and others: On Calibration of Modern Neural Networks, ICML 2017, DOI 10.48550/arXiv.1706.04599. A few tasks gap by
    chance: see `noise_floor`.
    """
    if not len(probability):
        return 0.0
    at = np.minimum((probability * bins).astype(np.int64), bins - 1)
    gap = np.bincount(at, probability - np.asarray(right, dtype=np.float64), minlength=bins)
    return float(np.abs(gap).sum() / len(probability))


def noise_floor(probability: Floats, rng: np.random.Generator, *, bins: int = BINS, repetitions: int = 200) -> float:
    """The expected calibration error that so many tasks would show if every probability were exactly true."""
    perfect = (rng.random(len(probability)) < probability for _ in range(repetitions))
    return float(np.mean([expected_calibration_error(probability, right, bins) for right in perfect]))


def log_loss(posterior: Floats, truth: NDArray[np.integer]) -> float:
    """The mean of −ln(probability of the true class), at most that of 10⁻⁶ for each; 0 of no tasks."""
    if not len(truth):
        return 0.0
    return float(-np.log(np.maximum(posterior[np.arange(len(truth)), truth], 1e-6)).mean())


def _sight(judged: Judged) -> Floats:
    return np.column_stack([_logit(judged.confidence), np.ones(len(judged.right))])


def _logit(confidence: Floats) -> Floats:
    log_odds: Floats = np.asarray(logit(np.clip(confidence, 1 - CONFIDENCE_MAX, CONFIDENCE_MAX)))
    return log_odds


def _check(confidence: Floats) -> None:
    for task in np.flatnonzero(~((confidence >= 0) & (confidence <= 1)))[:1]:
        raise ConfidenceInvalid(task=int(task), confidence=float(confidence.ravel()[task]))


def _fit(
    sights: list[Floats], rights: list[Floats], weights: list[Floats], centre: Floats, above: Floats, below: Floats
) -> tuple[Floats, list[Floats]]:
    """The workspace's coefficients and each project's, the most probable together: Newton's steps, shortened until they help.

    `above` is the precision of the workspace around `centre`, `below` of a project around its workspace.
    """
    workspace, own = centre, [centre for _ in sights]

    def loss(of_all: Floats, of_each: list[Floats]) -> float:
        total = (of_all - centre) @ above @ (of_all - centre) / 2
        for sight, right, weight, one in zip(sights, rights, weights, of_each, strict=True):
            said = sight @ one
            total += weight @ (np.logaddexp(0, said) - right * said) + (one - of_all) @ below @ (one - of_all) / 2
        return float(total)

    now = loss(workspace, own)
    for _ in range(_ROUNDS_MAX):
        # The workspace's step with every project's answer to it put in, then theirs.
        slope, curve, parts = above @ (workspace - centre), above.copy(), []
        for sight, right, weight, one in zip(sights, rights, weights, own, strict=True):
            rate = expit(sight @ one)
            away = below @ (one - workspace)
            gradient = sight.T @ (weight * (rate - right)) + away
            inverse = np.linalg.inv((sight * (weight * rate * (1 - rate))[:, None]).T @ sight + below)
            slope = slope - away + below @ inverse @ gradient
            curve = curve + below - below @ inverse @ below
            parts.append((inverse, gradient))
        step = -np.linalg.solve(curve, slope)
        steps = [inverse @ (below @ step - gradient) for inverse, gradient in parts]
        size = 1.0
        while size > _TOLERANCE:
            moved, each = workspace + size * step, [one + size * its for one, its in zip(own, steps, strict=True)]
            if (then := loss(moved, each)) <= now:
                break
            size /= 2
        else:
            break
        workspace, own, gained, now = moved, each, now - then, then
        if gained <= _TOLERANCE:
            break
    return workspace, own
