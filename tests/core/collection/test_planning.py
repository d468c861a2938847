import numpy as np
import pytest

from amana.core.collection.choosing import Rule
from amana.core.collection.planning import (
    LIKE_MIN,
    Ahead,
    Correction,
    audits_needed,
    before_any,
    forecast,
    seconds_left,
)
from amana.core.collection.replaying import collect
from amana.core.inference.crowd import Crowd
from amana.model.errors import PilotUnanswered

PLAIN = Correction(mean=0.0, spread=0.1, crowds=100)


def crowd(tasks: int, people: int, each: int, *, good: float, bad: float, seed: int = 0) -> Crowd:
    """Half of the people are right as often as `good`, half as `bad`."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(2, size=tasks)
    task = np.repeat(np.arange(tasks, dtype=np.int32), each)
    who = np.concatenate([rng.permutation(people)[:each] for _ in range(tasks)]).astype(np.int32)
    right = rng.random(len(task)) < np.where(who % 2, bad, good)
    klass = np.where(right, truth[task], 1 - truth[task]).astype(np.int32)
    return Crowd(task, who, klass, tasks, people, 2)


def test_a_forecast_is_near_what_was_then_collected_of_the_same_crowd() -> None:
    rule = Rule(labels_max=8)
    whole = crowd(400, 30, 8, good=0.95, bad=0.7)
    came = int(collect(whole, rule, np.random.default_rng(1)).taken.sum()) / 400
    first = whole.task < 40
    pilot = Crowd(whole.task[first], whole.annotator[first], whole.klass[first], 40, 30, 2)
    said = forecast(pilot, np.arange(40), 400, rule, np.random.default_rng(2), PLAIN)
    assert said.low < said.labels < said.high
    assert 0.7 < said.labels / 400 / came < 1.4


def test_easy_work_is_forecast_to_take_less_than_hard_work() -> None:
    easy, hard = (
        forecast(crowd(60, 20, 5, good=good, bad=bad), np.arange(60), 1000, Rule(labels_max=10), np.random.default_rng(0), PLAIN)
        for good, bad in ((0.98, 0.98), (0.75, 0.6))
    )
    assert easy.labels < 0.8 * hard.labels


def test_a_forecast_stays_within_what_the_rule_allows() -> None:
    rule = Rule(labels_min=3, labels_max=4)
    wide = Correction(mean=0.0, spread=9.0, crowds=3)
    said = forecast(crowd(20, 8, 4, good=0.9, bad=0.9), np.arange(20), 100, rule, np.random.default_rng(0), wide)
    assert (said.low, said.high) == (300, 400)
    assert before_any(0, rule) == Ahead(0, 0, 0)
    assert 300 <= before_any(100, rule).low <= before_any(100, rule).labels <= before_any(100, rule).high <= 400


def test_too_few_tasks_to_learn_from_are_refused() -> None:
    few = np.arange(LIKE_MIN - 1)
    with pytest.raises(PilotUnanswered) as refused:
        forecast(crowd(20, 8, 4, good=0.9, bad=0.9), few, 100, Rule(), np.random.default_rng(0))
    assert (refused.value.answered, refused.value.needed) == (LIKE_MIN - 1, LIKE_MIN)


@pytest.mark.parametrize("people", [1, 2])
def test_one_annotator_and_one_class_give_a_figure(people: int) -> None:
    task = np.arange(20, dtype=np.int32)
    one = Crowd(task, (task % people).astype(np.int32), np.zeros(20, np.int32), 20, people, 1)
    assert np.isfinite(forecast(one, np.arange(20), 10, Rule(labels_max=3), np.random.default_rng(0)).labels)


def test_an_interval_is_wider_by_fewer_crowds_and_as_wide_as_they_lie_apart() -> None:
    def factor(crowds: int, spread: float) -> float:
        low, middle, high = Correction(mean=np.log(0.5), spread=spread, crowds=crowds).interval(100)
        assert middle == pytest.approx(50)
        assert high / middle == pytest.approx(middle / low)
        return high / middle

    assert factor(3, 0.1) > factor(8, 0.1) > factor(1000, 0.1) == pytest.approx(np.exp(1.96 * 0.1), rel=0.01)


def test_the_end_is_what_is_left_by_the_pace_and_never_where_the_pace_may_be_none() -> None:
    ahead = Ahead(80, 100, 120)
    even = seconds_left(ahead, np.full(10, 10), 60)
    assert even is not None
    assert (even.early, even.likely, even.late) == pytest.approx((480, 600, 720))
    uneven = seconds_left(ahead, np.array([0, 0, 0, 100]), 60)
    assert uneven is not None
    assert uneven.likely == pytest.approx(240)
    assert uneven.late is None
    assert seconds_left(ahead, np.array([1, 2, 3]), 60) is None
    assert seconds_left(ahead, np.array([]), 60) is None


def test_how_many_audits_show_a_bound() -> None:
    # 0.95^59 is the first power under 0.05; the others as tables of Clopper and Pearson's bound have them.
    assert [audits_needed(0.05, wrong=wrong) for wrong in range(3)] == [59, 93, 124]
    assert audits_needed(0.001, wrong=0) == 2995
