"""How true a certificate is and how much it says: audits of deliveries whose every label is known, thousands of times."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, hypergeom

from amana.core.inference.consensus import consensus
from amana.core.inference.crowd import Crowd, Floats
from amana.core.quality.accuracy import clopper_pearson, wilson
from amana.core.quality.audit import Plan
from amana.core.quality.law import Law, Rules, Stratum
from amana.core.quality.stopping import BETWEEN_LOOKS, FIRST_LOOK, Rule, looking
from bench.bar import Bar
from bench.quality import sets
from bench.quality.calibrating import LEARNT_ON
from bench.quality.deliveries import delivery
from bench.quality.sets import Known

AUDITED = 50
CONFIDENCE = 0.95
REPETITIONS = 2000
COPIES = 3
# What the committed rules were chosen among, looking at the sets they were learnt on: so each of those is judged by the rules that
# the others would have chosen: the narrowest of those that are true often enough.
CANDIDATES = tuple(
    Rules(slopes=slopes, slope_weights=(0.5, *np.ones(len(slopes) - 1).tolist()), shift=shift)
    for slopes in ((-0.5, 0.0, 0.5, 1.0), (-0.5, 0.0, 0.5, 1.0, 1.5), (-0.5, 0.0, 0.5, 1.0, 1.5, 2.0))
    for shift in (0.0, 0.15, 0.25, 0.35)
)
ENOUGH_MEAN, ENOUGH_WORST = 0.955, 0.93
# The sequential audit.
DELIVERIES, AUDITS_EACH = 200, 40
MOST, WIDTH_MAX = 100, 0.18
_CHOSEN = "slopes and shift as the other sets would have chosen them"
_HAIR = 1e-9  # a bound that is the truth but for rounding is true

Right = NDArray[np.bool_]


class Delivered(msgspec.Struct, frozen=True):
    """The labels of a set that have a truth: how sure the model is of each, and whether it is right."""

    name: str
    confidence: Floats
    right: Right


class Measured(msgspec.Struct, frozen=True):
    """Over all repetitions of one set: how often the interval and the one-sided bound were true, and the mean width."""

    covered: float
    covered_at_least: float
    width: float


def bars(data: Path) -> Iterator[Bar]:
    known = sets.categorical(data)
    every = [_delivered(one, one.crowd) for one in known]
    committed = [_measured(one) for one in every]
    exact, score = ([_of_random(one, interval) for one in every] for interval in (clopper_pearson, wilson))
    rules = _rules(every, exact)
    plain = [_measured(one, its) for one, its in zip(every, rules, strict=True)]
    yield from _honest(every, plain, committed, score)
    yield _widths(every, rules, plain, committed, exact, score)
    yield from _led_astray(known, every, rules, exact)
    yield from _sequential()


def _honest(every: Sequence[Delivered], plain: list[Measured], committed: list[Measured], score: list[Measured]) -> Iterator[Bar]:
    covered = [one.covered for one in plain]
    note = f"{REPETITIONS} audits of {AUDITED} tasks a set; {_CHOSEN}; " + _each(every, covered)
    mean, worst = float(np.mean(covered)), min(covered)
    theirs = [one.covered for one in score]
    usual = [one.covered for one in committed]
    yield Bar(
        name=f"coverage of the certificate's nominal 95% interval, mean of {len(every)} sets",
        figure=round(100 * mean, 2),
        unit="% of audits",
        goal=">= 94.5",
        holds=mean >= 0.945,
        peer={
            f"Wilson's of {AUDITED} random tasks": round(100 * float(np.mean(theirs)), 2),
            "by the committed rules": round(100 * float(np.mean(usual)), 2),
        },
        note=note,
    )
    yield Bar(
        name="coverage of the certificate's nominal 95% interval, the worst set",
        figure=round(100 * worst, 2),
        unit="% of audits",
        goal=">= 91",
        holds=worst >= 0.91,
        peer={
            f"Wilson's of {AUDITED} random tasks": round(100 * min(theirs), 2),
            "by the committed rules": round(100 * min(usual), 2),
        },
        note=note,
    )
    one_sided = [one.covered_at_least for one in plain]
    yield Bar(
        name="coverage of the nominal 95% bound 'at most so many errors', mean of sets",
        figure=round(100 * float(np.mean(one_sided)), 2),
        unit="% of audits",
        goal="a figure",
        holds=None,
        note=_each(every, one_sided),
    )


def _widths(
    every: Sequence[Delivered],
    rules: list[Rules],
    plain: list[Measured],
    committed: list[Measured],
    exact: list[Measured],
    score: list[Measured],
) -> Bar:
    ratios = _ratios(plain, exact)
    mean = float(np.mean(ratios))
    oracle = [_measured(_told(one), its) for one, its in zip(every, rules, strict=True)]
    return Bar(
        name=f"width of the certificate's interval against the exact one of {AUDITED} random tasks, mean of sets",
        figure=round(mean, 4),
        unit="of Clopper and Pearson's",
        goal="<= 0.78",
        holds=mean <= 0.78,
        peer={
            "Wilson's": round(float(np.mean(_ratios(score, exact))), 4),
            "by the committed rules": round(float(np.mean(_ratios(committed, exact))), 4),
            "an oracle's: strata told their true rate": round(float(np.mean(_ratios(oracle, exact))), 4),
        },
        note=f"{_each(every, ratios)}; mean width {np.mean([one.width for one in plain]):.4f}; {_CHOSEN}: shifts {[its.shift for its in rules]}, "
        f"greatest slopes {[max(its.slopes) for its in rules]}",
    )


def _led_astray(known: Sequence[Known], every: Sequence[Delivered], rules: list[Rules], exact: list[Measured]) -> Iterator[Bar]:
    """Where the confidences are wrong in ways that a model can't see the interval may be wide, not false."""
    ways: dict[str, tuple[list[Measured], list[Measured]]] = {
        "permuted": ([_measured(one, its, permuted=True) for one, its in zip(every, rules, strict=True)], exact),
        "reversed": ([_measured(_reversed(one), its) for one, its in zip(every, rules, strict=True)], exact),
    }
    copied = [_delivered(one, _copied(one.crowd)) for one in known]
    ways[f"those of annotators who each count {COPIES} times"] = (
        [_measured(one, its) for one, its in zip(copied, rules, strict=True)],
        [_of_random(one, clopper_pearson) for one in copied],
    )
    for way, (found, random) in ways.items():
        covered = [one.covered for one in found]
        yield Bar(
            name=f"coverage of the certificate where confidences are {way}, the worst set",
            figure=round(100 * min(covered), 2),
            unit="% of audits",
            goal=">= 89",
            holds=min(covered) >= 0.89,
            peer={"mean of sets": round(100 * float(np.mean(covered)), 2)},
            note=f"{_each(every, covered)}; width {np.mean(_ratios(found, random)):.3f} of Clopper and Pearson's",
        )


def _sequential() -> Iterator[Bar]:
    found = [_stopped(*delivery(np.random.default_rng((2018, number))), number) for number in range(DELIVERIES)]
    covered, at_least, judged, random, fixed, width, fixed_covered, fixed_ratio = (
        float(figure) for figure in np.mean(found, axis=0)
    )
    what = (
        f"{DELIVERIES} simulated deliveries of 400 to 2,500 tasks by people who err together, up to 6% more mistakes planted, "
        f"{AUDITS_EACH} audits each; a look at {FIRST_LOOK} answers and every {BETWEEN_LOOKS} more, at most {MOST}, stops at a width of {WIDTH_MAX}"
    )
    yield Bar(
        name=f"coverage of the certificate from {AUDITED} audited tasks on simulated deliveries",
        figure=round(100 * fixed_covered, 2),
        unit="% of audits",
        goal=">= 94.5",
        holds=fixed_covered >= 0.945,
        peer={"width, of Clopper and Pearson's": round(fixed_ratio, 3)},
        note=f"{what}; no constant was chosen on them; one delivery in twenty below {100 * np.quantile([one[6] for one in found], 0.05):.1f}, "
        f"where {AUDITS_EACH} audits of exactly 95% would give {100 * binom.ppf(0.05, AUDITS_EACH, 0.95) / AUDITS_EACH:.1f}",
    )
    yield Bar(
        name="coverage of a sequential audit's nominal 95% interval on simulated deliveries",
        figure=round(100 * covered, 2),
        unit="% of audits",
        goal=">= 94.5",
        holds=covered >= 0.945,
        peer={"'at most so many errors'": round(100 * at_least, 2)},
        note=f"{what}; the worst tenth of deliveries below {100 * np.quantile([one[0] for one in found], 0.1):.1f}",
    )
    saved = 1 - judged / random
    yield Bar(
        name="judgements that a sequential audit saves against a fixed random sample with an exact interval of equal width",
        figure=round(100 * saved, 1),
        unit="%",
        goal=">= 25",
        holds=saved >= 0.25,
        peer={
            "against a fixed audit by our own strata and law, sized for each delivery in hindsight, %": round(
                100 * (1 - judged / fixed), 1
            )
        },
        note=f"{judged:.1f} judgements on the mean, {random:.1f} of random ones, {fixed:.1f} by our own; mean width {width:.4f}",
    )


# ---- audits --------------------------------------------------------------------------------------------------------


def _delivered(known: Known, crowd: Crowd) -> Delivered:
    some = np.flatnonzero(known.truth >= 0)
    posterior = consensus(crowd).posterior[some]
    return Delivered(known.name, posterior.max(axis=1), posterior.argmax(axis=1) == known.truth[some])


def _rules(every: Sequence[Delivered], exact: list[Measured]) -> list[Rules]:
    """For each set what the sets of LEARNT_ON but it would have chosen; the committed ones for a set that had no say in them."""
    if sum(one.name in LEARNT_ON for one in every) < 3:
        return [Rules() for _ in every]
    audits = [_audits(one, AUDITED, REPETITIONS, np.random.default_rng(51)) for one in every]
    found = [[_of_audits(one, some, its) for one, some in zip(every, audits, strict=True)] for its in CANDIDATES]
    chosen = []
    for judged in every:
        others = [at for at, one in enumerate(every) if one.name in LEARNT_ON and one is not judged]
        true = [
            its
            for its, of_all in zip(CANDIDATES, found, strict=True)
            if np.mean([of_all[at].covered for at in others]) >= ENOUGH_MEAN
            and min(of_all[at].covered for at in others) >= ENOUGH_WORST
        ]
        width = {
            its: np.mean([of_all[at].width / exact[at].width for at in others])
            for its, of_all in zip(CANDIDATES, found, strict=True)
        }
        chosen.append(min(true, key=lambda its: width[its], default=Rules()) if judged.name in LEARNT_ON else Rules())
    return chosen


def _measured(one: Delivered, rules: Rules | None = None, *, permuted: bool = False) -> Measured:
    audits = _audits(one, AUDITED, REPETITIONS, np.random.default_rng(50), permuted=permuted)
    return _of_audits(one, audits, rules or Rules())


def _of_audits(one: Delivered, audits: tuple[NDArray[np.int64], tuple[Stratum, ...], float], rules: Rules) -> Measured:
    outcomes, strata, expected = audits
    law = Law.of(strata, rules)
    low, high = law.bounds(outcomes, expected, CONFIDENCE)
    truth = one.right.mean()
    at_least = law.at_least(outcomes, CONFIDENCE)
    return Measured(
        float(_inside(low, truth, high).mean()), float((at_least <= truth + _HAIR).mean()), float((high - low).mean())
    )


def _audits(
    one: Delivered, audited: int, repetitions: int, rng: np.random.Generator, *, permuted: bool = False
) -> tuple[NDArray[np.int64], tuple[Stratum, ...], float]:
    """Right answers of each stratum in each audit. Its strata are the same in all: only draws and ties are chance."""
    plans = [Plan.of(one.confidence, audited, rng) for _ in range(repetitions)]
    strata = plans[0].strata
    outcomes = np.zeros((repetitions, len(strata)), dtype=np.int64)
    for row, plan in enumerate(plans):
        assert plan.strata == strata
        right = rng.permutation(one.right) if permuted else one.right
        tasks, places = np.array([(draw.task, draw.stratum) for draw in plan.draws]).T
        np.add.at(outcomes[row], places, right[tasks])
    return outcomes, strata, plans[0].expected


def _of_random(one: Delivered, interval: Callable[..., tuple[Floats, Floats]]) -> Measured:
    """Of as many tasks drawn anyhow, exactly: the mean over every number of right ones among them."""
    right = np.arange(min(AUDITED, len(one.right)) + 1)
    chance = hypergeom.pmf(right, len(one.right), int(one.right.sum()), right[-1])
    low, high = interval(right, right[-1], CONFIDENCE)
    covered = float(chance @ _inside(low, one.right.mean(), high))
    return Measured(covered, covered, float(chance @ (high - low)))


def _stopped(confidence: Floats, right: Right, seed: int) -> tuple[float, ...]:
    """Of one delivery: coverage, one-sided coverage, judgements, those of two fixed audits of equal width, and that width; coverage
    and width ratio of a fixed audit of AUDITED."""
    rng = np.random.default_rng((seed, 7))
    plans = [Plan.of(confidence, MOST, rng) for _ in range(AUDITS_EACH)]
    looks = Rule.of(plans[0], WIDTH_MAX).looks
    answers = np.array([[right[draw.task] for draw in plan.draws] for plan in plans])
    places = np.array([[draw.stratum for draw in plan.draws] for plan in plans])
    assert AUDITED in looks
    low, high, at_least, fixed = (np.empty((len(looks), AUDITS_EACH)) for _ in range(4))
    truth = right.mean()
    for row, look in enumerate(looks):
        strata = plans[0].upto(look)
        outcomes = np.stack(
            [np.sum(answers[:, :look] & (places[:, :look] == place), axis=1) for place in range(len(strata))], axis=1
        )
        law = Law.of(strata)
        low[row], high[row] = law.bounds(outcomes, plans[0].expected, looking(CONFIDENCE))
        at_least[row] = law.at_least(outcomes, looking(CONFIDENCE))
        plain = law.bounds(outcomes, plans[0].expected, CONFIDENCE)
        fixed[row] = plain[1] - plain[0]
        if look == AUDITED:
            fixed_covered = float(_inside(plain[0], truth, plain[1]).mean())
            fixed_width = float(fixed[row].mean())
    narrow = high - low <= WIDTH_MAX
    narrow[-1] = True
    at, audit = narrow.argmax(axis=0), np.arange(AUDITS_EACH)
    width = float((high - low)[at, audit].mean())
    exact = _of_random(Delivered("", confidence, right), clopper_pearson).width
    return (
        float(_inside(low[at, audit], truth, high[at, audit]).mean()),
        float((at_least[at, audit] <= truth + _HAIR).mean()),
        float(np.array(looks)[at].mean()),
        _random_for(width, right),
        float(np.interp(-width, -fixed.mean(axis=1), looks)),
        width,
        fixed_covered,
        fixed_width / exact,
    )


def _random_for(width: float, right: Right) -> float:
    """How many random tasks have an exact interval as narrow as that, on the mean."""
    few, many = 1, len(right)
    while few < many:
        judged = (few + many) // 2
        number = np.arange(judged + 1)
        low, high = clopper_pearson(number, judged, CONFIDENCE)
        if hypergeom.pmf(number, len(right), int(right.sum()), judged) @ (high - low) > width:
            few = judged + 1
        else:
            many = judged
    return float(few)


# ---- confidences of other kinds ------------------------------------------------------------------------------------


def _told(one: Delivered) -> Delivered:
    """Every task as sure as its stratum is right: what no model knows."""
    confidence = np.empty(len(one.confidence))
    for part in np.array_split(np.argsort(one.confidence, kind="stable"), Rules().strata):
        confidence[part] = (one.right[part].sum() + 0.5) / (len(part) + 1)
    return msgspec.structs.replace(one, confidence=confidence)


def _reversed(one: Delivered) -> Delivered:
    """The same confidences, the greatest where the least was."""
    ascending = np.argsort(one.confidence, kind="stable")
    confidence = np.empty(len(ascending))
    confidence[ascending] = one.confidence[ascending[::-1]]
    return msgspec.structs.replace(one, confidence=confidence)


def _copied(crowd: Crowd) -> Crowd:
    """Every annotator several times over, as strangers: agreement that is no evidence."""
    return Crowd.of_columns(
        np.tile(crowd.task, COPIES),
        np.concatenate([crowd.annotator + np.int32(copy * crowd.annotators) for copy in range(COPIES)]),
        np.tile(crowd.klass, COPIES),
        crowd.tasks,
        COPIES * crowd.annotators,
        crowd.classes,
    )


def _inside(low: Floats, truth: float, high: Floats) -> Right:
    inside: Right = (low <= truth + _HAIR) & (truth - _HAIR <= high)
    return inside


def _ratios(some: list[Measured], others: list[Measured]) -> list[float]:
    return [one.width / other.width for one, other in zip(some, others, strict=True)]


def _each(every: Sequence[Delivered], shares: list[float]) -> str:
    return ", ".join(f"{one.name} {share:.3f}" for one, share in zip(every, shares, strict=True))
