import itertools

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import hypergeom

from amana.core.quality.accuracy import clopper_pearson, korn_graubard, wilson
from amana.core.quality.audit import (
    COUNTED,
    EFFECTIVE,
    EXACT,
    SIMULTANEOUS,
    SLICE_AUDITED_MIN,
    Part,
    Plan,
    certify,
    certify_parts,
)
from amana.core.quality.law import Law, Rules, Stratum
from amana.core.quality.stopping import GoOn, Rule, Stop, decide
from amana.model.errors import AuditUnplanned, ConfidenceInvalid


def planned(confidence: np.ndarray, draws: int, seed: int = 7) -> Plan:
    return Plan.of(confidence, draws, np.random.default_rng(seed))


def judged(plan: Plan, right: np.ndarray) -> list[bool]:
    return [bool(right[draw.task]) for draw in plan.draws]


confidences = st.lists(st.floats(0, 1) | st.sampled_from([0.0, 0.5, 0.9, 1.0]), min_size=1, max_size=60).map(np.array)


@given(confidences, st.integers(0, 70), st.integers(0, 2**32 - 1))
def test_a_plan_draws_nothing_twice_and_any_part_of_it_is_a_stratified_sample(
    confidence: np.ndarray, draws: int, seed: int
) -> None:
    plan = planned(confidence, draws, seed)
    assert plan == planned(confidence, draws, seed)
    tasks = [draw.task for draw in plan.draws]
    assert len(set(tasks)) == len(tasks) == min(draws, len(confidence))
    if plan.draws:
        assert sum(stratum.tasks for stratum in plan.strata) == len(confidence)
        assert plan.upto(len(plan.draws)) == plan.strata
        assert all(1 <= stratum.drawn <= stratum.tasks for stratum in plan.strata)
        assert all(stratum.drawn for stratum in plan.upto(len(plan.strata)))
        # Strata are neighbours: no task of one is surer than a task of the next.
        sure = [[confidence[draw.task] for draw in plan.draws if draw.stratum == place] for place in range(len(plan.strata))]
        assert all(max(some) <= min(others) for some, others in itertools.pairwise(sure))


def test_more_is_drawn_where_mistakes_are_likely_and_everywhere_something() -> None:
    plan = planned(np.linspace(0.5, 1.0, 1600), 160)
    drawn = [stratum.drawn for stratum in plan.strata]
    assert drawn == sorted(drawn, reverse=True)
    assert drawn[-1] >= 160 / 16 / 2
    assert drawn[0] > 160 / 16


def test_every_task_of_a_stratum_is_as_likely_to_be_drawn() -> None:
    confidence = np.repeat([0.6, 0.9], 20)
    seen = np.zeros(40)
    for seed in range(2000):
        for draw in planned(confidence, 8, seed).draws:
            seen[draw.task] += 1
    for half in (seen[:20], seen[20:]):
        assert np.abs(half / half.mean() - 1).max() < 0.25


@pytest.mark.parametrize("bad", [float("nan"), -0.1, 1.1, float("inf")])
def test_a_confidence_that_is_none_is_named(bad: float) -> None:
    with pytest.raises(ConfidenceInvalid) as raised:
        planned(np.array([0.5, bad, 0.5]), 2)
    assert raised.value.task == 1


def test_without_an_audit_there_is_no_claim() -> None:
    for plan in (planned(np.full(9, 0.99), 5), planned(np.array([]), 5), planned(np.full(9, 0.99), 0)):
        claim = certify(plan, [])
        assert (claim.estimate, claim.low, claim.high, claim.at_least, claim.error_at_most, claim.width) == (None,) * 6
        assert claim.why_not


def test_answers_that_nobody_planned_are_refused() -> None:
    plan = planned(np.full(9, 0.9), 3)
    for claim in (
        lambda: certify(plan, [True] * 4),
        lambda: certify_parts(plan, [True] * 4, {}),
        lambda: decide(plan, [True] * 4, Rule.of(plan, 0.1)),
    ):
        with pytest.raises(AuditUnplanned):
            claim()


@settings(max_examples=25, deadline=None)
@given(confidences, st.integers(1, 60), st.data())
def test_the_interval_contains_the_estimate_and_denies_nothing_that_was_seen(
    confidence: np.ndarray, draws: int, data: st.DataObject
) -> None:
    plan = planned(confidence, draws)
    right = data.draw(st.lists(st.booleans(), min_size=1, max_size=len(plan.draws)))
    claim = certify(plan, right)
    assert claim.estimate is not None
    assert claim.low is not None
    assert claim.high is not None
    assert claim.at_least is not None
    least, most = claim.right / claim.tasks, 1 - (claim.audited - claim.right) / claim.tasks
    assert 0 <= least <= claim.low <= claim.estimate + 1e-12
    assert claim.estimate - 1e-12 <= claim.high <= most + 1e-12 <= 1 + 1e-9
    assert least <= claim.at_least <= claim.estimate + 1e-12


@pytest.mark.parametrize("tasks", [1, 2, 40])
def test_a_delivery_that_was_judged_whole_has_no_interval(tasks: int) -> None:
    right = np.arange(tasks) % 4 > 0
    plan = planned(np.linspace(0.3, 0.9, tasks), tasks + 5)
    claim = certify(plan, judged(plan, right))
    assert claim.low == claim.estimate == claim.high == claim.at_least == right.mean()
    assert claim.method == COUNTED


def test_one_answer_of_many_tasks_says_nearly_nothing() -> None:
    plan = planned(np.full(1000, 0.9), 1)
    right, wrong = certify(plan, [True]), certify(plan, [False])
    assert right.low is not None
    assert wrong.high is not None
    assert (right.estimate, right.high, wrong.estimate, wrong.low) == (1.0, 0.999 + 0.001, 0.0, 0.0)
    assert right.low < 0.15
    assert wrong.high > 0.9


def test_all_right_and_all_wrong_are_not_certain() -> None:
    plan = planned(np.linspace(0.4, 1, 5000), 50)
    right, wrong = certify(plan, [True] * 50), certify(plan, [False] * 50)
    assert right.low is not None
    assert wrong.high is not None
    assert right.estimate == right.high == 1.0
    assert wrong.estimate == wrong.low == 0.0
    assert 0.90 < right.low < 0.97
    assert 0.03 < wrong.high < 0.15
    # Were mistakes anywhere alike, 0.5 · a**50 = 0.05 would be the bound; where they are likelier more was drawn, so it is a little better.
    assert right.at_least is not None
    assert 0 < right.at_least - 0.1 ** (1 / 50) < 0.004


def test_more_confidence_takes_a_wider_interval() -> None:
    plan = planned(np.linspace(0.4, 1, 500), 40)
    answers = [place % 7 > 0 for place in range(40)]
    claims = [certify(plan, answers, confidence=confidence) for confidence in (0.5, 0.8, 0.9, 0.95, 0.99)]
    for narrow, wide in itertools.pairwise(claims):
        assert None not in (narrow.low, narrow.high, wide.low, wide.high)
        assert wide.low < narrow.low < narrow.high < wide.high  # type: ignore[operator]
        assert wide.at_least < narrow.at_least  # type: ignore[operator]


def test_one_stratum_without_a_shift_is_the_hypergeometric_interval() -> None:
    law = Law.of((Stratum(400, 12, 0.9),))
    for right in range(13):
        at_least = float(law.at_least(np.array([[right]]), 0.95)[0])
        tails = [hypergeom.sf(right, 400, k, 12) + hypergeom.pmf(right, 400, k, 12) / 2 for k in range(401)]
        least = next(k for k, tail in enumerate(tails) if tail > 0.05) / 400
        assert abs(at_least - max(least, right / 400)) < 0.006


def test_a_law_is_a_law_whatever_the_path() -> None:
    law = Law.of(tuple(Stratum(tasks, drawn, c) for tasks, drawn, c in ((30, 12, 0.5), (31, 9, 0.9), (29, 14, 1.0))))
    assert law.tail.shape[0] == len(Rules().slopes)
    assert (np.diff(law.tail, axis=2) > -1e-12).all()
    assert (np.diff(law.tail, axis=1) < 1e-9).all()  # better deliveries have better audits
    for chance in law.log_chance:
        np.testing.assert_allclose(np.exp(chance).sum(axis=2), 1.0, atol=1e-9)


def test_a_better_outcome_is_a_better_claim() -> None:
    """One more right answer, anywhere: estimate and both bounds don't fall."""
    law = Law.of(planned(np.linspace(0.45, 1, 900) ** 0.5, 40).strata)
    drawn = np.array([stratum.drawn for stratum in law.strata])
    outcome = np.random.default_rng(3).binomial(drawn, np.linspace(0.6, 0.97, len(drawn)), (60, len(drawn)))
    low, high = law.bounds(outcome, 0.9, 0.95)
    for place in range(len(drawn)):
        better = outcome.copy()
        better[:, place] += 1
        some = better[:, place] <= drawn[place]
        better_low, better_high = law.bounds(better[some], 0.9, 0.95)
        assert (better_low - low[some]).min() > -1e-9
        assert (better_high - high[some]).min() > -1e-9
        assert (law.estimates(better) >= law.estimates(outcome)).all()


def test_the_order_of_tasks_does_not_matter() -> None:
    """The same answers of the same strata are the same claim, whoever was drawn and whichever way the tasks lay."""
    rng = np.random.default_rng(1)
    confidence = rng.random(300)
    order = rng.permutation(300)
    one, other = planned(confidence, 30, 3), planned(confidence[order], 30, 3)
    assert [(s.tasks, s.drawn, round(s.confidence, 12)) for s in one.strata] == [
        (s.tasks, s.drawn, round(s.confidence, 12)) for s in other.strata
    ]
    answers = [draw.stratum > 3 for draw in one.draws]
    claims = [certify(plan, answers) for plan in (one, other)]
    assert claims[0].low == pytest.approx(claims[1].low)
    assert claims[0].high == pytest.approx(claims[1].high)


# ---- coverage: what it is all for ----------------------------------------------------------------------------------


def covered(
    confidence: np.ndarray, right: np.ndarray, draws: int, seed: int, repetitions: int = 400
) -> tuple[float, float, float]:
    """Shares of audits whose interval, and whose one-sided bound, are true; and the mean width."""
    rng = np.random.default_rng(seed)
    plans = [Plan.of(confidence, draws, rng) for _ in range(repetitions)]
    law = Law.of(plans[0].strata)
    outcomes = np.zeros((repetitions, len(law.strata)), dtype=np.int64)
    for row, plan in enumerate(plans):
        for draw in plan.draws:
            outcomes[row, draw.stratum] += right[draw.task]
    low, high = law.bounds(outcomes, plans[0].expected, 0.95)
    truth = right.mean() + np.array([-1e-12, 1e-12])
    inside = (low <= truth[1]) & (truth[0] <= high)
    return float(inside.mean()), float((law.at_least(outcomes, 0.95) <= truth[1]).mean()), float((high - low).mean())


@pytest.mark.parametrize("draws", [10, 20, 50])
@pytest.mark.parametrize("kind", ["honest", "overconfident", "says nothing", "reversed", "all the same"])
def test_it_is_true_as_often_as_it_says(kind: str, draws: int) -> None:
    rng = np.random.default_rng(11)
    confidence = rng.beta(4, 0.7, 700)
    right = (
        rng.random(700)
        < {
            "honest": confidence,
            "overconfident": 0.6 * confidence + 0.2,
            "says nothing": np.full(700, 0.85),
            "reversed": 1 - 0.6 * confidence**2,
            "all the same": np.full(700, 0.9),
        }[kind]
    )
    two_sided, one_sided, width = covered(np.full(700, 0.9) if kind == "all the same" else confidence, right, draws, 5)
    # 400 repetitions of 95% have a standard error of 1.1 points.
    assert two_sided > 0.915
    assert one_sided > 0.905
    lows, highs = clopper_pearson(np.arange(draws + 1), draws, 0.95)
    of_random = hypergeom.pmf(np.arange(draws + 1), 700, int(right.sum()), draws) @ (highs - lows)
    assert width < of_random  # and it is not bought by saying nothing


def test_wilson_and_clopper_pearson_are_the_printed_ones() -> None:
    # R. G. Newcombe, Statistics in Medicine 17 (1998), 857–872, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for right, of, exact, score in (
        (81, 263, (0.2527, 0.3676), (0.2553, 0.3662)),
        (15, 148, (0.0578, 0.1617), (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1684), (0.0, 0.1611)),
        (1, 29, (0.0009, 0.1776), (0.0061, 0.1718)),
    ):
        np.testing.assert_allclose(clopper_pearson(right, of, 0.95), exact, atol=6e-5)
        np.testing.assert_allclose(wilson(right, of, 0.95), score, atol=6e-5)


def test_equal_weights_are_worth_their_number_and_unequal_ones_less() -> None:
    right = np.array([1.0] * 18 + [0.0] * 2)
    assert korn_graubard(np.full(20, 3.0), right, 0.95)[1:] == pytest.approx([float(x) for x in clopper_pearson(18, 20, 0.95)])
    even, uneven = (korn_graubard(weight, np.ones(20), 0.95) for weight in (np.ones(20), np.linspace(0.1, 3, 20)))
    assert uneven[1] < even[1]


# ---- parts ---------------------------------------------------------------------------------------------------------


def parts_of(plan: Plan, masks: dict[str, NDArray[np.bool_]], judged: int) -> dict[str, Part]:
    task = np.array([draw.task for draw in plan.draws[:judged]], dtype=np.int64)
    return {name: Part(int(mask.sum()), mask[task]) for name, mask in masks.items()}


def test_small_parts_are_not_claimed_and_several_hold_together() -> None:
    confidence = np.random.default_rng(2).beta(5, 1, 900)
    plan = planned(confidence, 120)
    number = np.arange(900)
    masks = {"even": number % 2 == 0, "odd": number % 2 == 1, "few": number < 30, "none": number < 0}
    parts = parts_of(plan, masks, 120)
    claims = certify_parts(plan, [draw.task % 9 > 0 for draw in plan.draws], parts)
    assert {name for name, claim in claims.items() if claim.estimate is not None} == {"even", "odd"}
    assert claims["few"].audited < SLICE_AUDITED_MIN
    assert claims["few"].why_not
    assert claims["none"].tasks == 0
    assert claims["even"].method == SIMULTANEOUS
    alone = certify_parts(plan, [draw.task % 9 > 0 for draw in plan.draws], {"even": parts["even"]})["even"]
    assert alone.method == EFFECTIVE
    assert claims["even"].low < alone.low  # type: ignore[operator]
    assert alone.audited + claims["odd"].audited == 120


def test_parts_hold_together_as_often_as_it_says() -> None:
    rng = np.random.default_rng(4)
    confidence = rng.beta(4, 0.8, 800)
    right = rng.random(800) < confidence
    masks = {str(part): np.arange(800) % 4 == part for part in range(4)}
    true = 0
    for _ in range(300):
        plan = Plan.of(confidence, 150, rng)
        claims = certify_parts(plan, judged(plan, right), parts_of(plan, masks, 150))
        true += all(claim.low is None or (claim.low <= right[masks[name]].mean() <= claim.high) for name, claim in claims.items())
    assert true / 300 > 0.92


def test_nonsense_is_refused_and_nothing_answered_claims_no_part() -> None:
    plan = planned(np.linspace(0.5, 1, 60), 30)
    nothing = np.zeros(0, dtype=np.bool_)
    assert certify_parts(plan, [], {"all": Part(60, nothing)})["all"].why_not
    assert certify_parts(planned(np.array([]), 3), [], {"all": Part(0, nothing)})["all"].why_not
    assert certify_parts(plan, [True] * 30, {}) == {}
    with pytest.raises(ValueError, match="mask"):
        certify_parts(plan, [True] * 30, {"all": Part(60, np.ones(31, dtype=np.bool_))})
    for confidence in (0.0, 1.0, float("nan")):
        with pytest.raises(ValueError, match="confidence"):
            certify(plan, [True], confidence=confidence)


def test_a_part_that_was_judged_whole_is_counted() -> None:
    plan = planned(np.linspace(0.5, 1, 60), 60)
    claim = certify_parts(
        plan,
        [draw.task % 2 == 0 for draw in plan.draws[:59]],
        {"all of it": Part(40, np.arange(59) < 40)},
    )
    assert claim["all of it"].method == COUNTED
    assert claim["all of it"].low == claim["all of it"].high


# ---- stopping ------------------------------------------------------------------------------------------------------


def test_it_looks_only_where_it_was_declared_and_stops_when_narrow() -> None:
    plan = planned(np.linspace(0.6, 1, 800), 60)
    rule = Rule.of(plan, 0.2)
    assert rule.looks == (20, 30, 40, 50, 60)
    assert decide(plan, [True] * 19, rule) == GoOn(20)
    stopped = decide(plan, [True] * 20, rule)
    assert isinstance(stopped, Stop)
    assert stopped.narrow
    assert stopped.claim.width is not None
    assert stopped.claim.width <= 0.2
    assert stopped.claim.confidence == 0.95
    # What came after the look at which it stopped changes nothing any more.
    assert decide(plan, [True] * 20 + [False] * 7, rule) == stopped
    halves = [place % 2 == 0 for place in range(60)]
    assert decide(plan, halves[:20], rule) == GoOn(30)
    last = decide(plan, halves, rule)
    assert isinstance(last, Stop)
    assert not last.narrow
    assert last.claim.audited == 60
    assert last.claim.width > certify(plan, halves).width  # type: ignore[operator]


def test_a_plan_shorter_than_the_first_look_is_looked_at_once() -> None:
    for tasks, draws in ((12, 8), (12, 12), (0, 3)):
        plan = planned(np.full(tasks, 0.9), draws)
        rule = Rule.of(plan, 0.5)
        assert rule.looks == (min(tasks, draws),)
        assert isinstance(decide(plan, [True] * min(tasks, draws), rule), Stop)
    with pytest.raises(ValueError, match="width"):
        Rule.of(plan, 0.0)


def test_a_claim_survives_json() -> None:
    plan = planned(np.linspace(0.6, 1, 80), 40)
    claim = certify(plan, [True] * 39 + [False])
    assert claim.method == EXACT
    assert msgspec.json.decode(msgspec.json.encode(claim), type=type(claim)) == claim
    again = msgspec.json.decode(msgspec.json.encode(plan), type=Plan)
    assert again == plan
    assert certify(again, [True] * 39 + [False]) == claim


def test_rules_that_no_audit_can_follow_are_refused() -> None:
    for change in (
        {"slopes": (1.0,)},
        {"strata": 0},
        {"even": 2.0},
        {"confidence_max": 1.0},
        {"shift": 0.5},
        {"shift_scale": 0.0},
    ):
        with pytest.raises(ValueError, match=r"rules|shift"):
            msgspec.convert(msgspec.to_builtins(Rules()) | change, Rules)


def test_a_plan_is_certified_by_the_rules_it_was_made_with() -> None:
    confidence = np.linspace(0.6, 1, 80)
    plain = Plan.of(confidence, 40, np.random.default_rng(7), Rules(strata=4, shift=0.0))
    assert len(plain.strata) == 4
    claims = [
        certify(plan, [True] * 36 + [False] * 4) for plan in (plain, msgspec.structs.replace(plain, rules=Rules(shift=0.25)))
    ]
    assert claims[0].low != claims[1].low
