"""A blind audit: which tasks an expert judges, fixed before the first answer, and what may be claimed after it.

Tasks are sorted by the confidence in their delivered label and cut into strata; where mistakes are likely more is drawn, but
everywhere something, because confidence is only what a model believes. An auditor is shown the task, never the label nor its
confidence. Certify before the audited truths are given to the model as gold: a label that was mended because it was audited says
nothing of those that were not.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from amana.core.inference.crowd import Floats
from amana.core.quality.accuracy import NOT_CLAIMED, NOTHING_AUDITED, TOO_FEW, Claim, korn_graubard
from amana.core.quality.law import DRAWN_MAX, Law, Rules, Stratum
from amana.model.errors import AuditUnplanned, ConfidenceInvalid

SLICE_AUDITED_MIN = 20
CONFIDENCE = 0.95

COUNTED = "every task was judged"
EXACT = "stratified audit, exact law along a logit-tilted path, mid-p, tails shifted towards the model's expectation"
EFFECTIVE = "weighted audit, Korn-Graubard"
SIMULTANEOUS = "weighted audit, Korn-Graubard, widened by Bonferroni so that all parts hold together"


class Draw(msgspec.Struct, frozen=True):
    """A task to be judged, and the stratum it stands for."""

    task: int
    stratum: int


class Part(msgspec.Struct, frozen=True):
    """Some of an audit's tasks: how many they are at most, and which of the first draws fell on them."""

    tasks: int
    drawn: NDArray[np.bool_]


class Plan(msgspec.Struct, frozen=True):
    """An audit as it was fixed: sizes and mean confidences of the strata, draws in the order in which they are to be judged.

    Judged up to any draw it is a stratified sample, allocated as near as whole numbers allow. `expected` is the accuracy that the
    confidences promise; it moves the interval's width, never its truth.
    """

    tasks: int
    expected: float
    strata: tuple[Stratum, ...]
    draws: tuple[Draw, ...]
    rules: Rules

    @classmethod
    def of(cls, confidence: Floats, draws: int, rng: np.random.Generator, rules: Rules | None = None) -> Self:
        """`draws` of the tasks, all if there are fewer. `confidence` has one entry a task, the probability of its delivered
        label.

        The same confidences and generator give the same plan. Tasks of equal confidence are interchangeable: chance orders them.
        Raises ConfidenceInvalid for one that is no number between 0 and 1, ValueError for fewer than no draws.
        """
        rules = rules or Rules()
        if draws < 0:
            raise ValueError("fewer than no draws")
        for task in np.flatnonzero(~((confidence >= 0) & (confidence <= 1)))[:1]:
            raise ConfidenceInvalid(task=int(task), confidence=float(confidence[task]))
        tasks = len(confidence)
        draws = min(draws, tasks)
        if draws == 0:
            return cls(tasks, float(np.mean(confidence)) if tasks else 1.0, (), (), rules)
        # Equal confidences in a random order, so that neither age nor source of a task decides about its stratum.
        ascending = np.lexsort((rng.random(tasks), confidence))
        parts = np.array_split(ascending, max(1, min(rules.strata, draws // rules.draws_a_stratum)))
        sizes = np.array([len(part) for part in parts])
        sure = np.minimum(confidence, rules.confidence_max)
        unsure = np.sqrt(sure * (1 - sure))
        weight = rules.even + (1 - rules.even) * unsure / (unsure.mean() or 1.0)
        order = _order(np.array([weight[part].sum() for part in parts]), sizes, draws, rng)
        counts = np.bincount(order, minlength=len(parts))
        waiting = [iter(rng.choice(part, int(count), replace=False).tolist()) for part, count in zip(parts, counts, strict=True)]
        drawn = tuple(Draw(next(waiting[stratum]), stratum) for stratum in order)
        strata = tuple(
            Stratum(int(size), int(count), float(confidence[part].mean()))
            for part, size, count in zip(parts, sizes, counts, strict=True)
        )
        return cls(tasks, float(confidence.mean()), strata, drawn, rules)

    def upto(self, judged: int) -> tuple[Stratum, ...]:
        """The strata as they stand after the first so many draws."""
        counts = np.bincount([draw.stratum for draw in self.draws[:judged]], minlength=len(self.strata))
        return tuple(
            Stratum(stratum.tasks, int(count), stratum.confidence) for stratum, count in zip(self.strata, counts, strict=True)
        )


def certify(plan: Plan, right: Sequence[bool], *, confidence: float = CONFIDENCE, law: Law | None = None) -> Claim:
    """What may be claimed after the first `len(right)` draws were judged, in the plan's order; an answer is whether the label
    is right.

    A label that the expert could not judge is not right: nobody vouches for it. Without an answer nothing is claimed. Fewer
    answers than strata, or more than the exact law is made for, are weighed by Korn and Graubard's rule. `law` is that of
    `plan.upto(...)`, for whoever certifies many outcomes of one plan. Raises AuditUnplanned for more answers than draws.
    """
    judged = _check(plan, right, confidence)
    claim = Claim(tasks=plan.tasks, audited=judged, right=sum(right), confidence=confidence, method=COUNTED)
    if judged == 0:
        return msgspec.structs.replace(claim, method=NOTHING_AUDITED, why_not=NOTHING_AUDITED)
    if judged == plan.tasks:
        share = claim.right / judged
        return msgspec.structs.replace(claim, estimate=share, low=share, high=share, at_least=share)
    strata = plan.upto(judged)
    if judged > DRAWN_MAX or any(stratum.drawn == 0 for stratum in strata):
        weight = _weights(plan, judged)
        return _weighed(claim, weight, np.array(right, dtype=np.float64), confidence, EFFECTIVE)
    outcome = np.zeros((1, len(strata)), dtype=np.int64)
    for draw, is_right in zip(plan.draws, right, strict=False):
        outcome[0, draw.stratum] += is_right
    law = law or _law(strata, plan.rules)
    low, high = law.bounds(outcome, plan.expected, confidence)
    return msgspec.structs.replace(
        claim,
        method=EXACT,
        estimate=float(law.estimates(outcome)[0]),
        low=float(low[0]),
        high=float(high[0]),
        at_least=float(law.at_least(outcome, confidence)[0]),
    )


@lru_cache(maxsize=16)
def _law(strata: tuple[Stratum, ...], rules: Rules) -> Law:
    """Made once: pages and sweeps look at the same audits again and again."""
    return Law.of(strata, rules)


def certify_parts(
    plan: Plan, right: Sequence[bool], parts: Mapping[str, Part], *, confidence: float = CONFIDENCE
) -> dict[str, Claim]:
    """The same for parts of the delivery, as the tasks of each delivered class or of each slice.

    A part with fewer than SLICE_AUDITED_MIN audited tasks is not claimed. Which are claimed depends on draws, never on answers,
    and each of k is claimed with 1 − (1 − confidence)/k, so that all of them hold together with `confidence`, however they
    overlap. A class's claim is about the tasks that were delivered as that class, not about those that are of it.
    """
    judged = _check(plan, right, confidence)
    if any(part.drawn.shape != (judged,) for part in parts.values()):
        raise ValueError("a mask over all draws that were judged for each part")
    answers = np.array(right, dtype=np.float64)
    weight = _weights(plan, judged)
    enough = sum(int(part.drawn.sum()) >= SLICE_AUDITED_MIN for part in parts.values())
    claims = {}
    for name, part in parts.items():
        chosen = part.drawn
        claim = Claim(
            tasks=part.tasks,
            audited=int(chosen.sum()),
            right=int(answers[chosen].sum()),
            confidence=confidence,
            method=SIMULTANEOUS if enough > 1 else EFFECTIVE,
            not_claimed=(
                *NOT_CLAIMED,
                f"{enough} parts are claimed, and their intervals hold all together with this confidence.",
            ),
        )
        if claim.audited == claim.tasks > 0:
            share = claim.right / claim.tasks
            claims[name] = msgspec.structs.replace(claim, method=COUNTED, estimate=share, low=share, high=share, at_least=share)
        elif claim.audited < SLICE_AUDITED_MIN:
            claims[name] = msgspec.structs.replace(claim, why_not=TOO_FEW)
        else:
            alone = 1 - (1 - confidence) / enough
            claims[name] = _weighed(claim, weight[chosen], answers[chosen], alone, claim.method)
    return claims


def _check(plan: Plan, right: Sequence[bool], confidence: float) -> int:
    if not 0 < confidence < 1:
        raise ValueError("a confidence between 0 and 1")
    if len(right) > len(plan.draws):
        raise AuditUnplanned(judged=len(right), planned=len(plan.draws))
    return len(right)


def _order(weight: Floats, sizes: NDArray[np.integer], draws: int, rng: np.random.Generator) -> list[int]:
    """Strata in the order of their draws: each once, then whoever is furthest behind its weight.

    That is the divisor method of Sainte-Laguë, by which nobody loses a draw when there are more to give.
    """
    order: list[int] = rng.permutation(len(sizes))[:draws].tolist()
    drawn = np.bincount(order, minlength=len(sizes))
    while len(order) < draws:
        behind = np.where(drawn < sizes, weight / (drawn + 0.5), -1.0)
        stratum = int(np.argmax(behind))
        drawn[stratum] += 1
        order.append(stratum)
    return order


def _weights(plan: Plan, judged: int) -> Floats:
    """How many tasks each of the first draws stands for."""
    strata = plan.upto(judged)
    return np.array([strata[draw.stratum].tasks / strata[draw.stratum].drawn for draw in plan.draws[:judged]], dtype=np.float64)


def _weighed(claim: Claim, weight: Floats, right: Floats, confidence: float, method: str) -> Claim:
    estimate, low, high = korn_graubard(weight, right, confidence)
    # What was seen is not denied: so many are right, so many wrong, whatever the others are.
    least, most = claim.right / claim.tasks, (claim.tasks - claim.audited + claim.right) / claim.tasks
    at_least = korn_graubard(weight, right, 2 * confidence - 1)[1]
    return msgspec.structs.replace(
        claim,
        method=method,
        estimate=float(np.clip(estimate, least, most)),
        low=max(low, least),
        high=min(high, most),
        at_least=max(at_least, least),
    )
