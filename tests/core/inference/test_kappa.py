import numpy as np
import pytest

from amana.core.inference.crowd import Crowd
from amana.core.inference.kappa import PAIR_TASKS_MIN, PAIRS_MAX, light


def crowd(*answers: list[int], classes: int = 2) -> Crowd:
    """A list a person, a class a task; -1: not asked."""
    said = [(task, person, klass) for person, given in enumerate(answers) for task, klass in enumerate(given) if klass >= 0]
    return Crowd.of(said, max(map(len, answers)), len(answers), classes)


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_cohens_kappa_of_two_people_by_hand() -> None:
    # 20 agree on yes, 15 on no, 5 and 10 differ: 0.7 agreed, 0.5 by chance.
    one = [1] * 20 + [1] * 5 + [0] * 10 + [0] * 15
    other = [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15
    found = light(crowd(one, other), rng())
    assert found.value == pytest.approx(0.4)
    assert found.pairs == 1
    assert found.low is not None
    assert found.high is not None
    assert 0.1 < found.low < 0.4 < found.high < 0.7


def test_each_pair_weighs_as_many_tasks_as_it_shares() -> None:
    one = [0, 1] * 20
    same, opposite = one[:20] + [-1] * 20, [1 - klass for klass in one]
    # One with the same person on 20 tasks: 1; with the opposite on 40: −1; those two on 20: −1.
    assert light(crowd(one, same, opposite), rng()).value == pytest.approx((20 - 40 - 20) / 80)


def test_people_who_share_few_tasks_or_always_say_one_class_say_nothing() -> None:
    few = [0, 1] * (PAIR_TASKS_MIN // 2 - 1) + [0]
    assert light(crowd(few, few), rng()).value is None
    assert light(crowd([1] * 30, [1] * 30), rng()).value is None
    assert light(crowd([1] * 30, [0, 1] * 15), rng()).value == pytest.approx(0.0)
    assert light(Crowd.of([], 0, 0, 2), rng()).value is None


def test_of_many_pairs_those_that_share_most_and_the_same_figure_again() -> None:
    random = np.random.default_rng(3)
    many = crowd(*[random.integers(3, size=40).tolist() for _ in range(30)], classes=3)
    first, again = light(many, rng()), light(many, rng())
    assert first == again
    assert first.pairs == PAIRS_MAX
    assert first.value == pytest.approx(0.0, abs=0.05)


def test_the_interval_covers_what_a_larger_crowd_shows() -> None:
    random = np.random.default_rng(8)

    def people(tasks: int) -> Crowd:
        truth = random.integers(2, size=tasks)
        return crowd(*[np.where(random.random(tasks) < 0.8, truth, 1 - truth).tolist() for _ in range(4)])

    known = light(people(20_000), rng(), resamples=5).value
    assert known is not None
    found = [light(people(60), rng(), resamples=100) for _ in range(60)]
    covered = sum(one.low is not None and one.high is not None and one.low <= known <= one.high for one in found)
    assert covered >= 51
