import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from amana.core.inference import bradley_terry as model_file
from amana.core.inference.bradley_terry import LEFT, RIGHT, TIE, Comparisons, Priors, Ranked, bradley_terry

ITEMS, ANNOTATORS = 5, 4
TIE_LOG_ODDS, POSITION = -0.5, 0.4


def rank(heard: Comparisons, **how: bool) -> Ranked:
    return bradley_terry(heard, np.random.default_rng(0), **how)  # type: ignore[arg-type]


@st.composite
def comparisons(draw: st.DrawFn) -> Comparisons:
    row = st.tuples(
        st.integers(0, ITEMS - 1), st.integers(1, ITEMS - 1), st.integers(0, ANNOTATORS - 1), st.sampled_from([LEFT, TIE, RIGHT])
    )
    left, step, annotator, outcome = np.array(draw(st.lists(row, max_size=30)), dtype=np.int32).reshape(-1, 4).T
    return Comparisons.of_columns(left, (left + step) % ITEMS, annotator, outcome, ITEMS, ANNOTATORS)


def simulated(
    seed: int, *, items: int, annotators: int, judgements: int, taste: float = 0.0, crowd: int = 0
) -> tuple[Comparisons, np.ndarray, np.ndarray]:
    """By the model's own law. `taste`: how far each annotator's own scores lie from the common ones; `crowd`: who they are."""
    rng = np.random.default_rng(seed)
    score = rng.normal(0, 1, items)
    rng = np.random.default_rng((seed, crowd))
    reliability = expit(rng.normal(2.5, 1.0, annotators))
    left, who = rng.integers(0, items, judgements), rng.integers(0, annotators, judgements)
    right = (left + rng.integers(1, items, judgements)) % items
    own = score + taste * rng.normal(size=(annotators, items))
    gap = own[who, left] - own[who, right] + POSITION
    odds = np.exp(np.stack([gap / 2, np.full(judgements, TIE_LOG_ODDS), -gap / 2]))
    outcome = (rng.random(judgements) > (odds / odds.sum(axis=0)).cumsum(axis=0)).sum(axis=0)
    outcome = np.where(rng.random(judgements) > reliability[who], 2 - outcome, outcome)
    return Comparisons.of_columns(left, right, who, outcome, items, annotators), score - score.mean(), reliability


@settings(max_examples=6, deadline=None)
@given(comparisons(), st.randoms())
def test_the_order_of_judgements_changes_no_bit(heard: Comparisons, random: object) -> None:
    order = np.array(sorted(range(len(heard.left)), key=lambda _: random.random()), dtype=np.int64)  # type: ignore[attr-defined]
    columns = heard.left[order], heard.right[order], heard.annotator[order], heard.outcome[order]
    np.testing.assert_array_equal(rank(Comparisons.of_columns(*columns, ITEMS, ANNOTATORS)).score, rank(heard).score)


@settings(max_examples=6, deadline=None)
@given(comparisons())
def test_to_exchange_all_sides_turns_the_position_and_nothing_else(heard: Comparisons) -> None:
    plain = rank(heard)
    turned = rank(Comparisons.of_columns(heard.right, heard.left, heard.annotator, 2 - heard.outcome, ITEMS, ANNOTATORS))
    assert plain.converged
    assert turned.converged
    assert plain.position is not None
    assert turned.position is not None
    np.testing.assert_allclose(turned.score, plain.score, atol=0.02)
    np.testing.assert_allclose(turned.reliability, plain.reliability, atol=0.005)
    assert turned.position.value == pytest.approx(-plain.position.value, abs=0.02)


@settings(max_examples=6, deadline=None)
@given(comparisons())
def test_to_exchange_all_verdicts_turns_every_score(heard: Comparisons) -> None:
    plain = rank(heard)
    turned = rank(Comparisons.of_columns(heard.left, heard.right, heard.annotator, 2 - heard.outcome, ITEMS, ANNOTATORS))
    np.testing.assert_allclose(turned.score, -plain.score, atol=0.02)


@settings(max_examples=6, deadline=None)
@given(comparisons())
def test_every_value_lies_in_its_interval_and_scores_around_nought(heard: Comparisons) -> None:
    found = rank(heard)
    assert found.score.mean() == pytest.approx(0, abs=1e-9)
    assert (found.score_low <= found.score).all()
    assert (found.score <= found.score_high).all()
    assert ((found.reliability_low < found.reliability) & (found.reliability < found.reliability_high)).all()
    assert (found.reliability_low > 0).all()
    assert (found.reliability_high <= 1).all()
    for some in (found.tie, found.position):
        assert some is not None
        assert some.low < some.value < some.high


def test_the_slopes_are_those_of_the_objective() -> None:
    heard, _, _ = simulated(1, items=4, annotators=3, judgements=60)
    for parts in ((True, True, True), (True, False, True), (True, True, False)):
        model = model_file._Model.of(heard, Priors(), *parts)
        people = model_file._People.at_first(model, Priors())
        at = np.random.default_rng(0).normal(0, 0.7, 4 + 3)
        slopes = model.objective(at, people)[1]
        for place in range(len(at)):
            step = np.zeros(len(at))
            step[place] = 1e-5
            rise = model.objective(at + step, people)[0] - model.objective(at - step, people)[0]
            assert slopes[place] == pytest.approx(rise / 2e-5, abs=1e-5)


def test_the_observed_information_is_the_curvature_of_the_objective() -> None:
    heard, _, _ = simulated(8, items=5, annotators=4, judgements=400)
    for ties, position, reliability in ((True, True, True), (True, True, False), (False, False, True)):
        rows = slice(None) if ties else heard.outcome != TIE
        some = Comparisons.of_columns(heard.left[rows], heard.right[rows], heard.annotator[rows], heard.outcome[rows], 5, 4)
        model = model_file._Model.of(some, Priors(), ties, position, reliability)
        at, people = np.zeros(8), model_file._People.at_first(model, Priors())
        for _ in range(3):
            at, _, _ = model.descended(at, np.full(8, 0.1), people, 1e-4, 500)
            people = model.centred(at, people) if reliability else people
        curvature = np.zeros((8, 8))
        for place in range(8):
            step = np.zeros(8)
            step[place] = 1e-4
            curvature[place] = (model.objective(at + step, people)[1] - model.objective(at - step, people)[1]) / 2e-4
        # What is left when the people are taken out; theirs are normal only nearly.
        whole = np.linalg.inv(model.observed(at, people).toarray())
        kept = np.delete(np.arange(12), model.people)
        left = np.linalg.inv(whole[np.ix_(kept, kept)])
        used = [0, 1, 2, 3, 4, *([5] if reliability else []), 6, 7]
        size = np.sqrt(np.outer(np.diag(left), np.diag(left)))[np.ix_(used, used)]
        np.testing.assert_allclose((left - curvature)[np.ix_(used, used)] / size, 0, atol=0.06 if reliability else 1e-6)


def test_what_was_planted_is_found() -> None:
    heard, score, reliability = simulated(2, items=10, annotators=20, judgements=20_000)
    found = rank(heard)
    assert found.converged
    assert np.abs(found.score - score).max() < 0.25
    assert np.abs(found.reliability - reliability).max() < 0.08
    assert found.tie is not None
    assert found.tie.value == pytest.approx(TIE_LOG_ODDS, abs=0.1)
    assert found.position is not None
    assert found.position.value == pytest.approx(POSITION, abs=0.1)
    np.testing.assert_array_equal(found.best_first, np.argsort(-found.score))


def test_two_items_and_faithful_people_give_the_log_odds_of_the_counts() -> None:
    outcome = [LEFT] * 300 + [RIGHT] * 100
    heard = Comparisons.of_columns(np.zeros(400), np.ones(400), np.arange(400) % 2, outcome, 2, 2)
    found = rank(heard, ties_offered=False, with_position=False, with_reliability=False)
    assert found.score[0] - found.score[1] == pytest.approx(np.log(3), abs=0.01)
    # The textbook's standard error of the log-odds of 300 to 100; the two annotators agree, so that they add nothing to it.
    reach = found.score_high[0] - found.score[0] + found.score_high[1] - found.score[1]
    assert reach == pytest.approx(1.96 * np.sqrt(1 / 300 + 1 / 100), rel=0.02)
    assert found.tie is None
    assert found.position is None
    np.testing.assert_array_equal(found.reliability, 1.0)


def test_intervals_cover_as_often_as_they_say() -> None:
    of_scores, of_people, of_position = [], [], []
    for seed in range(20):
        heard, score, reliability = simulated(100 + seed, items=15, annotators=40, judgements=1500)
        found = rank(heard)
        of_scores.append((found.score_low <= score) & (score <= found.score_high))
        of_people.append((found.reliability_low <= reliability) & (reliability <= found.reliability_high))
        assert found.position is not None
        of_position.append(found.position.low <= POSITION <= found.position.high)
    assert 0.91 <= np.mean(of_scores) <= 0.98
    assert 0.88 <= np.mean(of_people) <= 0.98
    assert np.mean(of_position) >= 0.8


def test_where_people_have_tastes_another_crowd_differs_by_no_more_than_the_intervals_say() -> None:
    within = []
    for seed in range(10):
        one, _, _ = simulated(200 + seed, items=12, annotators=30, judgements=2500, taste=0.7)
        other, _, _ = simulated(200 + seed, items=12, annotators=30, judgements=2500, taste=0.7, crowd=1)
        first, second = rank(one), rank(other)
        error = np.hypot(first.score_high - first.score, second.score_high - second.score)
        within.append(np.abs(first.score - second.score) <= error)
    assert np.mean(within) >= 0.9


def test_of_many_items_the_sampled_intervals_are_the_exact_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    heard, _, _ = simulated(3, items=60, annotators=10, judgements=600)
    exact = rank(heard)
    monkeypatch.setattr(model_file, "DENSE_MAX", 1)
    sampled = rank(heard)
    np.testing.assert_array_equal(sampled.score, exact.score)
    np.testing.assert_allclose(sampled.score_high - sampled.score, exact.score_high - exact.score, rtol=0.06)


def test_one_who_turns_the_sides_and_one_who_flips_a_coin_are_told_apart() -> None:
    rng = np.random.default_rng(4)
    left = rng.integers(0, 8, 4000)
    right = (left + rng.integers(1, 8, 4000)) % 8
    who = rng.integers(0, 6, 4000)
    outcome = np.where(left > right, LEFT, RIGHT)
    outcome = np.where(who == 0, 2 - outcome, np.where(who == 1, rng.choice([LEFT, RIGHT], 4000), outcome))
    found = rank(Comparisons.of_columns(left, right, who, outcome, 8, 6), ties_offered=False)
    assert found.reliability_high[0] < 0.2
    assert found.reliability_low[1] < 0.5 < found.reliability_high[1]
    assert found.reliability_low[2:].min() > 0.85
    assert found.best_first.tolist() == list(range(7, -1, -1))


def test_nothing_one_judgement_all_ties_and_no_link_are_answered_with_wide_intervals() -> None:
    nothing = rank(Comparisons.of_columns([], [], [], [], 3, 2))
    np.testing.assert_allclose(nothing.score, 0)
    assert nothing.converged
    assert (nothing.score_high > 3).all()
    nobody = rank(Comparisons.of_columns([], [], [], [], 0, 0))
    assert nobody.score.shape == nobody.reliability.shape == (0,)
    once = rank(Comparisons.of_columns([0], [1], [0], [LEFT], 2, 1))
    assert once.score[0] > once.score[1]
    assert once.score_low[0] < once.score_high[1]
    ties = rank(Comparisons.of_columns([0] * 50, [1] * 50, [0, 1] * 25, [TIE] * 50, 2, 2))
    np.testing.assert_allclose(ties.score, 0, atol=0.02)
    assert ties.tie is not None
    assert ties.tie.low > 0
    # 0 always beats 1, 2 always beats 3, and nobody compared across: no certainty which of the winners is better.
    apart = rank(Comparisons.of_columns([0, 2] * 30, [1, 3] * 30, [0] * 60, [LEFT] * 60, 4, 1))
    assert np.isfinite(apart.score_high).all()
    assert apart.score_low[0] < apart.score[2] < apart.score_high[0]


def test_rounds_are_limited_and_said() -> None:
    heard, _, _ = simulated(5, items=30, annotators=10, judgements=500)
    short = bradley_terry(heard, np.random.default_rng(0), rounds_max=2)
    assert not short.converged


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (([3], [0], [0], [LEFT]), "out of range"),
        (([0], [1], [9], [LEFT]), "out of range"),
        (([0], [1], [0], [3]), "out of range"),
        (([0, 1], [1, 1], [0, 0], [LEFT, LEFT]), "row 1 compares an item with itself"),
        (([0, 1], [1], [0], [LEFT]), "differ in length"),
    ],
)
def test_columns_that_are_not_comparisons_are_refused(
    columns: tuple[list[int], list[int], list[int], list[int]], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        Comparisons.of_columns(*columns, 3, 2)


def test_a_tie_that_was_not_offered_is_refused() -> None:
    heard = Comparisons.of_columns([0, 0], [1, 1], [0, 0], [LEFT, TIE], 2, 1)
    with pytest.raises(ValueError, match="row 1 is a tie"):
        rank(heard, ties_offered=False)
