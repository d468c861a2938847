"""The bias sheet of preference data: what seems to sway people beside what they were asked, each with an interval.

Position, length and formatting are read off one regression of the preferred side on all of them, so that lists are not blamed
for length; a tie counts as half a preference (fractional logit). Fatigue is the slope of agreement with the others of a task
over a person's own sequence, each compared only with themselves.

- L. E. Papke, J. M. Wooldridge: Econometric Methods for Fractional Response Variables. Journal of Applied Econometrics 11
  (1996), 619–632. DOI 10.1002/(SICI)1099-1255(199611)11:6<619::AID-JAE418>3.0.CO;2-1.
- A. C. Cameron, J. B. Gelbach, D. L. Miller: Robust Inference with Multiway Clustering. Journal of Business & Economic
  Statistics 29 (2011), 238–249. DOI 10.1198/jbes.2010.07136. Answers of one person, and answers to one task, are not so many
  independent answers: standard errors are clustered by both.

It measures association. Where better answers are longer, "the longer is preferred" is no bias; a sheet says what to look at.
Position is free of that only where sides were exchanged at random, or each pair was shown both ways; fatigue only where a
person's tasks came in an order that has nothing to do with how hard they are.
"""

from collections.abc import Mapping
from typing import Self

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, stdtrit

from amana.core.inference.crowd import Floats, Ints

LEFT, TIE, RIGHT = 0, 1, 2

JUDGEMENTS_MIN = 20  # fewer say nothing that an interval could hold
TASKS_MIN = 10  # of pairs that differ in what is asked about
ANNOTATORS_MIN = 8  # fewer are taken as they are: their spread says nothing of other people
SPREAD_BEFORE = 2.5  # of a coefficient, in log-odds: keeps the one finite that no answer contradicts
PLACES = 100  # fatigue and haste are stated over so many judgements
ROUNDS_MAX = 100
TOLERANCE = 1e-9


class Judgements(msgspec.Struct, frozen=True):
    """One entry a judgement, in the order they were given by each person.

    `preferred` is the side as it was shown (`LEFT`, `TIE`, `RIGHT`); `exchanged` says that the task's second response was
    shown left. `place` counts a person's judgements from 0, `seconds` is the time one took: None, or NaN in a row, where that
    was not recorded. `tasks` and `annotators` are counts.
    """

    task: Ints
    annotator: Ints
    preferred: Ints
    exchanged: NDArray[np.bool_]
    place: Floats | None
    seconds: Floats | None
    tasks: int
    annotators: int

    @classmethod
    def of_columns(
        cls,
        task: ArrayLike,
        annotator: ArrayLike,
        preferred: ArrayLike,
        tasks: int,
        annotators: int,
        *,
        exchanged: ArrayLike | None = None,
        place: ArrayLike | None = None,
        seconds: ArrayLike | None = None,
    ) -> Self:
        """From an array each. Raises ValueError for an index out of range, unequal lengths, or a time that is negative."""
        what, who, side = (np.asarray(column, dtype=np.int32) for column in (task, annotator, preferred))
        turned = np.zeros(what.shape, dtype=np.bool_) if exchanged is None else np.asarray(exchanged, dtype=np.bool_)
        floats = [None if column is None else np.asarray(column, dtype=np.float64) for column in (place, seconds)]
        if len({column.shape for column in (what, who, side, turned, *floats) if column is not None}) != 1 or what.ndim != 1:
            raise ValueError("the columns differ in length")
        for ints, size in ((what, tasks), (who, annotators), (side, 3)):
            if ints.size and (ints.min() < 0 or ints.max() >= size):
                raise ValueError("an index is out of range")
        for name, some in zip(("place", "time"), floats, strict=True):
            if some is not None and (np.isinf(some) | (some < 0)).any():
                raise ValueError(f"the {name} in row {np.flatnonzero(np.isinf(some) | (some < 0))[0]} is negative or infinite")
        return cls(what, who, side, turned, floats[0], floats[1], tasks, annotators)

    def first_preferred(self) -> Floats:
        """Of each judgement: 1 where the task's first response is preferred, a half for a tie, 0 for the second."""
        left = 1 - self.preferred / 2
        return np.where(self.exchanged, 1 - left, left)


class Estimate(msgspec.Struct, frozen=True):
    """A value with its interval, or None and a reason.

    `over` says whom and what the interval speaks of beyond this data: other tasks by these annotators, or by others as well.
    """

    value: float | None
    low: float | None
    high: float | None
    judgements: int
    over: str | None
    reason: str | None

    @classmethod
    def nothing(cls, judgements: int, reason: str) -> Self:
        return cls(None, None, None, judgements, None, reason)


class BiasSheet(msgspec.Struct, frozen=True):
    """Shares are from 0 to 1, and a half is no bias.

    - `position`: how often the left side is preferred, between responses that are alike in all below.
    - `length`: how often one twice as long is preferred, otherwise alike.
    - `formatting`: by mark, how often the one with more of it is preferred, otherwise alike.
    - `fatigue`: what a person's agreement with the others of a task (0 to 1) gains or loses over a hundred judgements.
    - `haste`: by what factor a person's time for one changes over a hundred judgements.
    - `consistency`: how often somebody who is asked again says the same of the responses.
    - `side_kept`: how often somebody who preferred a side, and is shown the pair exchanged and prefers one, keeps to the side.
    """

    position: Estimate
    length: Estimate
    formatting: dict[str, Estimate]
    fatigue: Estimate
    haste: Estimate
    consistency: Estimate
    side_kept: Estimate
    confidence: float


def bias_sheet(
    judgements: Judgements,
    length: ArrayLike | None = None,
    formatting: Mapping[str, ArrayLike] | None = None,
    *,
    confidence: float = 0.95,
) -> BiasSheet:
    """`length` and each of `formatting` are (tasks, 2): how much of it the first and the second response have.

    O(judgements). The order of rows matters only between repeats of one person. Raises ValueError for another shape, and for a
    length or a mark that is negative or not finite, by its task.
    """
    columns = {name: _column(name, judgements.tasks, values) for name, values in (formatting or {}).items()}
    marks = {name: np.sign(column[:, 0] - column[:, 1]) for name, column in columns.items()}
    if length is not None:
        sizes = _column("length", judgements.tasks, length) + 1
        marks = {"length": np.log2(sizes[:, 0] / sizes[:, 1]), **marks}
    swayed = _swayed(judgements, marks, confidence)
    absent = Estimate.nothing(len(judgements.task), "No lengths were given.")
    consistency, side_kept = _repeats(judgements, confidence)
    return BiasSheet(
        position=swayed["position"],
        length=swayed.get("length", absent) if length is not None else absent,
        formatting={name: swayed[name] for name in columns},
        fatigue=_fatigue(judgements, confidence),
        haste=_haste(judgements, confidence),
        consistency=consistency,
        side_kept=side_kept,
        confidence=confidence,
    )


def _column(name: str, tasks: int, values: ArrayLike) -> Floats:
    column = np.asarray(values, dtype=np.float64)
    if column.shape != (tasks, 2):
        raise ValueError(f"{name} has shape {column.shape}, not ({tasks}, 2)")
    bad = np.flatnonzero(~(np.isfinite(column) & (column >= 0)).all(axis=1))
    if len(bad):
        raise ValueError(f"the {name} of task {bad[0]} is negative or not finite")
    return column


def _swayed(judgements: Judgements, marks: Mapping[str, Floats], confidence: float) -> dict[str, Estimate]:
    heard = len(judgements.task)
    few = f"{heard} judgements are fewer than {JUDGEMENTS_MIN}."
    if heard < JUDGEMENTS_MIN:
        return {name: Estimate.nothing(heard, few) for name in ("position", *marks)}
    found = {}
    shown = np.where(judgements.exchanged, -1.0, 1.0)
    parts = {"position": np.ones(heard)}
    for name, of_task in marks.items():
        part = of_task[judgements.task] * shown
        differ = len(np.unique(judgements.task[part != 0]))
        if differ < TASKS_MIN:
            found[name] = Estimate.nothing(int((part != 0).sum()), f"Pairs that differ in it: {differ}, fewer than {TASKS_MIN}.")
        else:
            parts[name] = part
    left = 1 - judgements.preferred / 2
    estimates = _logit(left, np.stack(list(parts.values()), axis=1), judgements.task, judgements.annotator, confidence)
    return found | dict(zip(parts, estimates, strict=True))


def _fatigue(judgements: Judgements, confidence: float) -> Estimate:
    heard = len(judgements.task)
    if judgements.place is None:
        return Estimate.nothing(heard, "Nobody recorded in which order a person judged.")
    # A judgement's own person is no witness for it, however often they were asked.
    said = np.stack([judgements.first_preferred() == value for value in (1.0, 0.5, 0.0)], axis=1).astype(np.float64)
    of_task = np.stack([np.bincount(judgements.task, column, judgements.tasks) for column in said.T], axis=1)
    _, both = np.unique(
        judgements.task.astype(np.int64) * max(judgements.annotators, 1) + judgements.annotator, return_inverse=True
    )
    own = np.stack([np.bincount(both, column) for column in said.T], axis=1) if heard else said
    others = of_task[judgements.task] - own[both]
    witnesses = others.sum(axis=1)
    agreed = np.divide((others * said).sum(axis=1), witnesses, out=np.full(heard, np.nan), where=witnesses > 0)
    slope = _within(agreed, judgements, confidence)
    if slope.value is None:
        return slope
    return msgspec.structs.replace(
        slope, value=slope.value * PLACES, low=(slope.low or 0) * PLACES, high=(slope.high or 0) * PLACES
    )


def _haste(judgements: Judgements, confidence: float) -> Estimate:
    heard = len(judgements.task)
    if judgements.place is None:
        return Estimate.nothing(heard, "Nobody recorded in which order a person judged.")
    if judgements.seconds is None:
        return Estimate.nothing(heard, "No times were recorded.")
    logs = np.log(judgements.seconds, out=np.full(heard, np.nan), where=judgements.seconds > 0)
    slope = _within(logs, judgements, confidence)
    if slope.value is None:
        return slope
    factor, low, high = (float(np.exp(np.clip((end or 0.0) * PLACES, -700, 700))) for end in (slope.value, slope.low, slope.high))
    return msgspec.structs.replace(slope, value=factor, low=low, high=high)


def _repeats(judgements: Judgements, confidence: float) -> tuple[Estimate, Estimate]:
    """Each judgement of a task that its author had judged before, beside the last time."""
    place = judgements.place if judgements.place is not None else np.zeros(len(judgements.task))
    order = np.lexsort((np.arange(len(place)), place, judgements.task, judgements.annotator))
    task, who = judgements.task[order], judgements.annotator[order]
    again = np.flatnonzero((task[1:] == task[:-1]) & (who[1:] == who[:-1])) + 1
    before, now = order[again - 1], order[again]
    first = judgements.first_preferred()
    same = (first[now] == first[before]).astype(np.float64)
    sided = (judgements.preferred[now] != TIE) & (judgements.preferred[before] != TIE)
    turned = sided & (judgements.exchanged[now] != judgements.exchanged[before])
    kept = (judgements.preferred[now] == judgements.preferred[before]).astype(np.float64)[turned]
    shares = []
    for answer, rows in ((same, now), (kept, now[turned])):
        if len(rows) < JUDGEMENTS_MIN:
            shares.append(Estimate.nothing(len(rows), f"{len(rows)} repeats are fewer than {JUDGEMENTS_MIN}."))
        else:
            one = np.ones((len(rows), 1))
            shares += _logit(answer, one, judgements.task[rows], judgements.annotator[rows], confidence)
    return shares[0], shares[1]


def _logit(answer: Floats, parts: Floats, task: Ints, annotator: Ints, confidence: float) -> list[Estimate]:
    """The chance of 1 where one part is 1 and all others are 0, for each of the parts."""
    at = np.zeros(parts.shape[1])
    before: Floats = np.eye(len(at)) / SPREAD_BEFORE**2
    bread: Floats = before
    for _ in range(ROUNDS_MAX):
        chance = expit(parts @ at)
        bread = np.linalg.inv((parts * (chance * (1 - chance))[:, None]).T @ parts + before).astype(np.float64)
        step = bread @ (parts.T @ (answer - chance) - before @ at)
        at = at + np.clip(step, -1, 1)
        if np.abs(step).max() <= TOLERANCE:
            break
    pulls = parts * (answer - expit(parts @ at))[:, None]
    error, over = _reach(pulls, bread, np.diagonal(bread), task, annotator, confidence)
    return [
        Estimate(float(expit(middle)), float(expit(middle - reach)), float(expit(middle + reach)), len(answer), over, None)
        for middle, reach in zip(at, error, strict=True)
    ]


def _within(answer: Floats, judgements: Judgements, confidence: float) -> Estimate:
    """The slope of `answer` over a person's places, everybody beside themselves only; rows without either are left out."""
    assert judgements.place is not None
    rows = np.flatnonzero(np.isfinite(answer) & np.isfinite(judgements.place))
    if len(rows) < JUDGEMENTS_MIN:
        return Estimate.nothing(len(rows), f"{len(rows)} judgements can be compared, fewer than {JUDGEMENTS_MIN}.")
    task, who = judgements.task[rows], judgements.annotator[rows]
    answers = np.bincount(who)
    place, value = (
        column - (np.bincount(who, column) / np.maximum(answers, 1))[who] for column in (judgements.place[rows], answer[rows])
    )
    freedom = len(rows) - int((answers > 0).sum()) - 1
    moved = float(place @ place)
    if freedom < JUDGEMENTS_MIN / 2 or moved <= 1e-12 * len(rows):
        return Estimate.nothing(len(rows), "Nobody judged often enough to be compared with themselves.")
    slope = float(place @ value) / moved
    left = value - slope * place
    bread = np.array([[1 / moved]])
    error, over = _reach((place * left)[:, None], bread, bread[0] * float(left @ left) / freedom, task, who, confidence)
    return Estimate(slope, slope - float(error[0]), slope + float(error[0]), len(rows), over, None)


def _reach(pulls: Floats, bread: Floats, plain: Floats, task: Ints, annotator: Ints, confidence: float) -> tuple[Floats, str]:
    """Half the width of each coefficient's interval, and whom it speaks of.

    The greatest of the variances clustered by task, by annotator and by both, and of the one as if all were independent: that
    by both can come out below its own parts, and where all say the same it would be nought.
    """
    _, people = np.unique(annotator, return_inverse=True)
    others = int(people.max()) + 1 >= ANNOTATORS_MIN
    by_task, tasks = _clustered(pulls, task, bread)
    variances, effective = [plain, by_task], tasks
    if others:
        by_person, persons = _clustered(pulls, annotator, bread)
        by_cell, _ = _clustered(pulls, task.astype(np.int64) * (int(people.max()) + 1) + people, bread)
        variances += [by_person, by_task + by_person - by_cell]
        effective = min(tasks, persons)
    reach = -float(stdtrit(max(effective - 1, 1.0), (1 - confidence) / 2))
    error: Floats = reach * np.sqrt(np.max(variances, axis=0))
    return error, "other tasks and other annotators" if others else "other tasks by these annotators"


def _clustered(pulls: Floats, cluster: NDArray[np.integer], bread: Floats) -> tuple[Floats, float]:
    """The sandwich's variances, and how many clusters of equal size these are worth (Kish)."""
    _, place, sizes = np.unique(cluster, return_inverse=True, return_counts=True)
    summed = np.stack([np.bincount(place, column) for column in pulls.T], axis=1) @ bread
    effective = float(sizes.sum() ** 2 / (sizes.astype(np.float64) ** 2).sum())
    # One cluster alone says nothing of others; what is left then is the variance as if all were independent.
    scale = effective / (effective - 1) if effective > 1 + 1e-9 else 0.0
    variance: Floats = (summed**2).sum(axis=0) * scale
    return variance, effective
