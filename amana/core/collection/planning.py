"""How many more labels a project will take: forecast by collecting made-up projects that are like it, by the same rule.

A made-up project has tasks like those that were answered most, and people who differ among themselves as the real ones do: how
often each agrees with the labels is drawn from a beta distribution around what is seen of them, whose spread is that of the
crowd by the method of moments, J. C. Kleinman: Proportions with Extraneous Variance, Journal of the American Statistical
Association 68 (1973), 46–54, DOI 10.1080/01621459.1973.10481332. Drawn from what is *believed* of people it forecasts twice the
labels, because whoever is believed to be like the crowd until shown otherwise is never as good as the best of the real one.

It still says too many, by a factor that is about the same on public crowds; forecast and interval are corrected by that factor
and its spread, as other crowds have them (`bench quality --only planning`). No error rate is forecast: on one crowd the same
projects said 6% and it was 24%.
"""

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from scipy.stats import beta
from scipy.stats import t as student

from amana.core.collection.choosing import Rule, Standing
from amana.core.collection.replaying import collect
from amana.core.inference.crowd import Crowd, Floats
from amana.model.errors import PilotUnanswered

TASKS_MAX = 300
REPETITIONS = 8
PEOPLE_A_TASK_MAX = 20
LIKE_MIN = 10
PACE_LABELS_MIN = 24
_ASKED_A_ROUND = 0.5  # coarser rounds than a real project's: a little more labels, much sooner
_FAR = (0.02, 0.98)  # agreement is kept within, so that nobody is beyond mending


class Correction(msgspec.Struct, frozen=True):
    """What a forecast is multiplied by, as logarithms: the mean over so many public crowds, and how far they lie apart."""

    mean: float
    spread: float
    crowds: int

    def interval(self, said: float) -> tuple[float, float, float]:
        """The corrected figure between its ends: where another crowd of their kind would be 95 times of 100, by Student's t."""
        off = student.ppf(0.975, self.crowds - 1) * self.spread * np.sqrt(1 + 1 / self.crowds)
        low, middle, high = said * np.exp(self.mean + np.array([-off, 0.0, off]))
        return float(low), float(middle), float(high)


PILOTED = Correction(mean=-0.232, spread=0.184, crowds=8)
UNKNOWN = Correction(mean=0.0, spread=0.228, crowds=7)  # a line through eight crowds leaves as much as a mean of seven
UNKNOWN_AT_ONE, UNKNOWN_BY_MOST = 0.157, 0.603


class Ahead(msgspec.Struct, frozen=True):
    """How many labels some tasks will take: a forecast and its interval."""

    low: float
    labels: float
    high: float


def forecast(
    crowd: Crowd, like: NDArray[np.int64], tasks: int, rule: Rule, rng: np.random.Generator, correction: Correction = PILOTED
) -> Ahead:
    """How many labels `tasks` more tasks will take that are like those of `like`: a random part of them, answered by as many
    people as a pilot asks. With a 95% interval, within what the rule allows.

    Raises PilotUnanswered for fewer than LIKE_MIN; TooManyClasses.
    """
    if len(like) < LIKE_MIN:
        raise PilotUnanswered(answered=len(like), needed=LIKE_MIN)
    standing = Standing.of(crowd)
    each = float(np.mean([_taken(crowd, standing, like, rule, rng).mean() for _ in range(REPETITIONS)]))
    return _within(tasks * np.array(correction.interval(each)), tasks, rule)


def before_any(tasks: int, rule: Rule) -> Ahead:
    """The same where nothing is known but the rule: as public crowds took, by how many labels a task might have had."""
    usual = np.exp(UNKNOWN_AT_ONE + UNKNOWN_BY_MOST * np.log(rule.labels_max))
    return _within(tasks * np.array(UNKNOWN.interval(float(usual))), tasks, rule)


class Period(msgspec.Struct, frozen=True):
    """When it is done, in seconds from now: `late` None where the pace could as well be none."""

    early: float
    likely: float
    late: float | None


def seconds_left(ahead: Ahead, counts: NDArray[np.int64], seconds: float) -> Period | None:
    """How long the labels take if people go on as in the equal past periods, of `seconds` each, in which `counts` came.

    Early and late: with fewer labels at a pace of the upper end of its 95% interval, and with more at the lower. None where too
    little came to tell a pace.
    """
    if len(counts) < 2 or counts.sum() < PACE_LABELS_MIN or seconds <= 0:
        return None
    mean = float(counts.mean())
    off = float(student.ppf(0.975, len(counts) - 1) * counts.std(ddof=1) / np.sqrt(len(counts)))
    slow = mean - off
    return Period(
        ahead.low / (mean + off) * seconds, ahead.labels / mean * seconds, ahead.high / slow * seconds if slow > 0 else None
    )


def audits_needed(error_max: float, *, wrong: int, confidence: float = 0.95) -> int:
    """How many audited tasks show that at most `error_max` of a large set is wrong, when so many of them are: the least for
    which the one-sided bound of C. J. Clopper and E. S. Pearson, Biometrika 26 (1934), 404–413, DOI 10.1093/biomet/26.4.404, is
    not above it."""
    few, many = wrong, wrong + 1
    while beta.ppf(confidence, wrong + 1, many - wrong) > error_max:
        few, many = many, 2 * many
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (few, middle) if beta.ppf(confidence, wrong + 1, middle - wrong) <= error_max else (middle, many)
    return many


def _within(labels: Floats, tasks: int, rule: Rule) -> Ahead:
    low, middle, high = np.clip(labels, tasks * rule.labels_min, tasks * rule.labels_max).tolist()
    return Ahead(low, middle, high)


def _taken(
    crowd: Crowd, standing: Standing, answered: NDArray[np.int64], rule: Rule, rng: np.random.Generator
) -> NDArray[np.int64]:
    """How many labels each task of one made-up project took."""
    # Which of the answered tasks there are is chance too: a sample of a sample.
    like = rng.choice(rng.choice(answered, len(answered)), min(TASKS_MAX, crowd.tasks))
    tasks, classes = len(like), crowd.classes
    truth = (rng.random((tasks, 1)) > np.cumsum(standing.posterior[like], axis=1)).sum(axis=1).clip(0, classes - 1)
    ability, mean = _abilities(crowd, standing, rng)
    given = crowd.counts()[like]
    usual = np.full((tasks, classes), (1 - mean) / max(1, classes - 1))
    usual[np.arange(tasks), truth] = mean
    given = (given + usual) / (given.sum(axis=1, keepdims=True) + 1)
    easy = given[np.arange(tasks), truth].clip(*_FAR)
    activity = np.bincount(crowd.annotator, minlength=crowd.annotators)
    people = np.flatnonzero(activity)
    each = min(PEOPLE_A_TASK_MAX, rule.labels_max, len(people))
    # Who comes by a task: without replacement, as often as they did before (the greatest of Gumbel variables).
    order = np.log(activity[people]) + rng.gumbel(size=(tasks, len(people)))
    who = people[np.argpartition(-order, each - 1, axis=1)[:, :each]]
    right = expit(logit(ability[who]) + logit(easy)[:, None] - logit(mean))
    wrong = given + 1e-9
    wrong[np.arange(tasks), truth] = 0
    wrong /= np.maximum(wrong.sum(axis=1, keepdims=True), 1e-300)  # of one class there is no other
    shares = wrong[:, None, :] * (1 - right)[:, :, None]
    shares[np.arange(tasks)[:, None], np.arange(each)[None], truth[:, None]] = right
    klass = (rng.random((tasks, each, 1)) > np.cumsum(shares, axis=2)).sum(axis=2).clip(0, classes - 1)
    task = np.repeat(np.arange(tasks, dtype=np.int32), each)
    made = Crowd(task, who.ravel().astype(np.int32), klass.ravel().astype(np.int32), tasks, crowd.annotators, classes)
    kept = collect(made, rule, rng, asked_a_round=_ASKED_A_ROUND).taken
    taken: NDArray[np.int64] = np.bincount(task[kept], minlength=tasks)
    return taken


def _abilities(crowd: Crowd, standing: Standing, rng: np.random.Generator) -> tuple[Floats, float]:
    """How often each person agrees with the labels of tasks that others answered too, drawn; and how often people do on the
    mean."""
    several = standing.heard[crowd.task] > 1
    agreed = (standing.posterior.argmax(axis=1)[crowd.task] == crowd.klass)[several].astype(float)
    hits = np.bincount(crowd.annotator[several], agreed, minlength=crowd.annotators)
    answers = np.bincount(crowd.annotator[several], minlength=crowd.annotators).astype(float)
    known = answers >= 3
    mean, spread = float(np.clip((hits.sum() + 1) / (answers.sum() + 2), *_FAR)), 0.0
    if known.sum() > 1:
        weight, share = answers[known], hits[known] / answers[known]
        mean = float(np.clip((weight * share).sum() / weight.sum(), *_FAR))
        excess = (weight * (share - mean) ** 2).sum() - (known.sum() - 1) * mean * (1 - mean)
        spread = excess / (weight.sum() - (weight**2).sum() / weight.sum())
    strength = max(1.0, mean * (1 - mean) / max(spread, 0.002) - 1)
    drawn: Floats = rng.beta(hits + strength * mean, answers - hits + strength * (1 - mean)).clip(*_FAR)
    return drawn, mean
