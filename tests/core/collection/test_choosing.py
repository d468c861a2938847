"""Whom to ask next, and when to stop: properties on small crowds, and what it is for on a simulated one."""

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.core.collection.choosing import Candidates, Rule, Standing, choose, pilot, worth
from amana.core.collection.replaying import collect
from amana.core.inference.consensus import consensus
from amana.core.inference.crowd import Crowd
from tests.core.inference.crowds import ANNOTATORS, CLASSES, TASKS, crowds, simulated

NO_CHANCE = Rule(explored=0.0)


def every_pair_but(crowd: Crowd) -> Candidates:
    asked = set(zip(crowd.task.tolist(), crowd.annotator.tolist(), strict=True))
    pairs = [(task, who) for task in range(crowd.tasks) for who in range(crowd.annotators) if (task, who) not in asked]
    task, who = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    return Candidates(task, who)


@given(crowds(), st.integers(0, 3))
def test_at_most_one_label_a_task_first_of_those_that_nobody_answered(crowd: Crowd, seed: int) -> None:
    standing, candidates = Standing.of(crowd), every_pair_but(crowd)
    chosen = choose([standing], candidates, Rule(), np.random.default_rng(seed))
    tasks = candidates.task[chosen]
    assert len(set(tasks.tolist())) == len(tasks)
    unheard = standing.heard[tasks] == 0
    assert not (np.diff(unheard.astype(int)) > 0).any()
    # Whoever could be asked is, while a task has fewer labels than it must have.
    lacking = {task for task in candidates.task.tolist() if standing.heard[task] < Rule().labels_min}
    assert lacking <= set(tasks.tolist())


@given(crowds())
def test_what_a_label_is_worth_is_never_less_than_nothing_nor_more_than_is_open(crowd: Crowd) -> None:
    standing, candidates = Standing.of(crowd), every_pair_but(crowd)
    value = worth(standing, candidates.task, candidates.annotator)
    posterior = standing.posterior[candidates.task]
    left = -(posterior * np.log(np.maximum(posterior, 1e-300))).sum(axis=1)
    assert (value >= 0).all()
    assert (value <= left + 1e-9).all()


def test_the_same_arguments_give_the_same_choice_and_most_is_kept() -> None:
    crowd, _ = simulated([0.9, 0.6, 0.5], 30, seed=1)
    some = Crowd(crowd.task[:40], crowd.annotator[:40], crowd.klass[:40], 30, 3, CLASSES)
    standing, candidates = Standing.of(some), every_pair_but(some)
    first, again = (choose([standing], candidates, Rule(), np.random.default_rng(7), most=5) for _ in range(2))
    assert first.tolist() == again.tolist()
    assert len(first) == 5


def test_the_better_person_is_asked() -> None:
    standing = Standing(np.full((1, 2), 0.5), np.array([2]), np.array([[[0.6, 0.4], [0.4, 0.6]], [[0.9, 0.1], [0.1, 0.9]]]))
    candidates = Candidates(np.array([0, 0], np.int32), np.array([0, 1], np.int32))
    assert choose([standing], candidates, NO_CHANCE, np.random.default_rng(0)).tolist() == [1]


def test_the_better_person_is_not_asked_at_ten_times_the_price() -> None:
    standing = Standing(np.full((1, 2), 0.5), np.array([2]), np.array([[[0.7, 0.3], [0.3, 0.7]], [[0.9, 0.1], [0.1, 0.9]]]))
    candidates = Candidates(np.array([0, 0], np.int32), np.array([0, 1], np.int32), price=np.array([1.0, 10.0]))
    assert choose([standing], candidates, NO_CHANCE, np.random.default_rng(0)).tolist() == [0]


def test_whoever_says_the_opposite_is_worth_as_much_and_whoever_says_anything_nothing() -> None:
    confusion = np.array([[[0.9, 0.1], [0.1, 0.9]], [[0.1, 0.9], [0.9, 0.1]], [[0.5, 0.5], [0.5, 0.5]], [[1.0, 0.0], [1.0, 0.0]]])
    standing = Standing(np.full((1, 2), 0.5), np.array([0]), confusion)
    value = worth(standing, np.zeros(4, np.int32), np.arange(4, dtype=np.int32))
    assert value[0] == pytest.approx(value[1])
    assert value[0] > 0.3
    assert value[2:] == pytest.approx([0, 0], abs=1e-12)


def test_a_task_ends_when_people_agree_and_when_they_never_will() -> None:
    """Ten labels and still even: the next one is worth less than a task of three that are two to one."""
    confusion = np.array([[[0.8, 0.2], [0.2, 0.8]]])
    standing = Standing(np.array([[0.99999, 0.00001], [0.5, 0.5], [0.7, 0.3]]), np.array([2, 90, 3]), confusion)
    candidates = Candidates(np.arange(3, dtype=np.int32), np.zeros(3, np.int32))
    assert choose([standing], candidates, NO_CHANCE, np.random.default_rng(0)).tolist() == [2]


def test_chance_asks_whom_worth_would_not() -> None:
    confusion = np.array([[[0.95, 0.05], [0.05, 0.95]], [[0.6, 0.4], [0.4, 0.6]]])
    tasks = 2000
    standing = Standing(np.full((tasks, 2), 0.5), np.full(tasks, 2), confusion)
    pairs = np.arange(2 * tasks, dtype=np.int32)
    candidates = Candidates(pairs // 2, pairs % 2)
    chosen = choose([standing], candidates, Rule(explored=0.2), np.random.default_rng(3))
    assert 0.05 < (candidates.annotator[chosen] == 1).mean() < 0.15


def test_a_task_of_one_cluster_is_asked_of_another_while_somebody_of_it_is_there() -> None:
    confusion = np.repeat([[[0.9, 0.1], [0.1, 0.9]]], 3, axis=0)
    standing = Standing(np.array([[0.9999, 0.0001]] * 2), np.array([2, 2]), confusion)
    candidates = Candidates(
        np.array([0, 0, 1], np.int32),
        np.array([0, 1, 1], np.int32),
        cluster=np.array([0, 0, 1], np.int32),
        clusters_heard=np.array([[True, False], [True, True]]),
    )
    rule = Rule(explored=0.0, clusters_min=2)
    # Nobody of the second vendor is free for the first task, and nothing more is worth asking: it ends as it is.
    assert choose([standing], candidates, rule, np.random.default_rng(0)).tolist() == []
    both = msgspec.structs.replace(candidates, annotator=np.array([0, 2, 2], np.int32))
    assert choose([standing], both, rule, np.random.default_rng(0)).tolist() == [1]


def test_a_task_has_no_more_labels_than_it_may_have() -> None:
    standing = Standing(np.full((1, 2), 0.5), np.array([4]), None)
    candidates = Candidates(np.array([0], np.int32), np.array([0], np.int32))
    assert len(choose([standing], candidates, Rule(labels_max=4), np.random.default_rng(0))) == 0
    assert len(choose([standing], candidates, Rule(labels_max=5), np.random.default_rng(0))) == 1


def test_a_pilot_is_a_tenth_and_at_least_ten() -> None:
    rng = np.random.default_rng(0)
    assert len(pilot(1000, Rule(), rng)) == 100
    assert len(pilot(40, Rule(), rng)) == 10
    assert pilot(4, Rule(), rng).tolist() == [0, 1, 2, 3]
    assert len(pilot(0, Rule(), rng)) == 0


def test_nobody_and_nothing_is_a_choice_of_nothing() -> None:
    empty = Crowd.of([], TASKS, ANNOTATORS, CLASSES)
    nobody = Candidates(np.zeros(0, np.int32), np.zeros(0, np.int32))
    assert choose([Standing.of(empty)], nobody, Rule(), np.random.default_rng(0)).tolist() == []


def test_one_class_and_ten_thousand_have_an_answer() -> None:
    one = Crowd.of([(0, 0, 0), (0, 1, 0)], 2, 3, 1)
    assert choose([Standing.of(one)], every_pair_but(one), Rule(), np.random.default_rng(0)).tolist() != []
    many = Crowd.of([(0, 0, 9999), (0, 1, 3)], 2, 3, 10_000)
    standing = Standing.of(many)
    assert standing.confusion is None
    assert len(choose([standing], every_pair_but(many), Rule(), np.random.default_rng(0))) == 2


def test_a_quarter_of_the_labels_says_more_when_the_good_are_asked_than_when_anybody_is() -> None:
    """Two of twelve people are right nine times of ten, the others little more often than chance."""
    rates = [0.92, 0.9] + [0.5] * 10
    crowd, truth = simulated(rates, 200, seed=5)
    found = collect(crowd, Rule(), np.random.default_rng(0), most=len(crowd.task) // 4)
    ours = (found.standing.posterior.argmax(axis=1) == truth).mean()
    few = np.random.default_rng(0).random(len(crowd.task)) < 1 / 4
    at_random = Crowd(crowd.task[few], crowd.annotator[few], crowd.klass[few], crowd.tasks, crowd.annotators, CLASSES)
    theirs = (consensus(at_random).label == truth).mean()
    assert ours > theirs + 0.1


@given(crowds(), st.integers(0, 3), st.integers(0, 20))
def test_a_replay_ends_and_takes_each_label_once_and_no_more_than_it_may(crowd: Crowd, seed: int, most: int) -> None:
    found = collect(crowd, Rule(pilot_tasks_min=2), np.random.default_rng(seed), most=most)
    assert found.taken.sum() <= most
    assert found.standing.heard.sum() == found.taken.sum()


def test_a_replay_without_a_limit_leaves_no_task_with_too_few_while_there_are_labels() -> None:
    crowd, _ = simulated([0.9, 0.8, 0.7, 0.6], 60, seed=2)
    found = collect(crowd, Rule(), np.random.default_rng(0))
    assert (found.standing.heard >= Rule().labels_min).all()
    assert found.taken.sum() < len(crowd.task)
