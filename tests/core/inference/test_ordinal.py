import numpy as np
import pytest
from hypothesis import given, settings

from amana.core.inference.crowd import Crowd
from amana.core.inference.majority import majority
from amana.core.inference.ordinal import graded
from tests.core.inference.crowds import ANNOTATORS, CLASSES, TASKS, crowds, permuted


class Simulated:
    """By the model's own law; levels have mean 0 and spread 1 exactly, and biases mean 0, for that is their unit."""

    def __init__(self, seed: int, *, tasks: int = 300, annotators: int = 30, each: int = 6) -> None:
        rng = np.random.default_rng(seed)
        level, self.bias = rng.normal(size=tasks), rng.normal(0, 0.4, annotators)
        self.level = (level - level.mean()) / level.std()
        self.bias -= self.bias.mean()
        self.discrimination = 2 * np.exp(rng.normal(0, 0.4, annotators))
        self.thresholds = np.array([-1.3, -0.4, 0.5, 1.5])
        task = np.repeat(np.arange(tasks), each)
        who = np.concatenate([rng.permutation(annotators)[:each] for _ in range(tasks)])
        view = self.level[task] + self.bias[who] + rng.logistic(size=len(task)) / self.discrimination[who]
        klass = (view[:, None] > self.thresholds).sum(axis=1)
        self.truth = np.searchsorted(self.thresholds, self.level)
        columns = task.astype(np.int32), who.astype(np.int32), klass.astype(np.int32)
        self.crowd = Crowd.of_columns(*columns, tasks, annotators, 5)


@settings(max_examples=6, deadline=None)
@given(crowds())
def test_neither_order_nor_names_of_annotations_change_anything(crowd: Crowd) -> None:
    plain = graded(crowd)
    other = graded(permuted(crowd, np.arange(len(crowd.task))[::-1]))
    np.testing.assert_array_equal(other.inferred.posterior, plain.inferred.posterior)
    renamed = Crowd(crowd.task, (crowd.annotator + 1) % ANNOTATORS, crowd.klass, TASKS, ANNOTATORS, CLASSES)
    np.testing.assert_allclose(graded(renamed).inferred.posterior, plain.inferred.posterior, atol=1e-6)


@settings(max_examples=6, deadline=None)
@given(crowds())
def test_upside_down_everything_is_upside_down(crowd: Crowd) -> None:
    plain = graded(crowd)
    turned = graded(Crowd(crowd.task, crowd.annotator, CLASSES - 1 - crowd.klass, TASKS, ANNOTATORS, CLASSES))
    np.testing.assert_allclose(turned.inferred.posterior[:, ::-1], plain.inferred.posterior, atol=0.01)
    np.testing.assert_allclose(turned.bias, -plain.bias, atol=0.02)
    np.testing.assert_allclose(turned.thresholds[::-1], -plain.thresholds, atol=0.02)


@settings(max_examples=6, deadline=None)
@given(crowds())
def test_posteriors_and_confusions_are_distributions_and_values_lie_in_their_intervals(crowd: Crowd) -> None:
    found = graded(crowd)
    np.testing.assert_allclose(found.inferred.posterior.sum(axis=1), 1.0)
    assert found.inferred.log_confusion is not None
    assert found.inferred.log_confusion.shape == (ANNOTATORS, CLASSES, CLASSES)
    np.testing.assert_allclose(np.exp(found.inferred.log_confusion).sum(axis=2), 1.0)
    assert (np.diff(found.thresholds) > 0).all()
    for name in ("level", "bias", "discrimination"):
        assert (getattr(found, f"{name}_low") < getattr(found, name)).all()
        assert (getattr(found, name) < getattr(found, f"{name}_high")).all()
    assert (found.class_low <= found.class_high).all()
    assert ((found.class_low >= 0) & (found.class_high < CLASSES)).all()


def test_what_was_planted_is_found_and_better_than_by_the_majority() -> None:
    crowd = Simulated(1, tasks=1500, annotators=30)
    found = graded(crowd.crowd)
    assert found.inferred.converged
    assert (found.inferred.label == crowd.truth).mean() > (majority(crowd.crowd).label == crowd.truth).mean() + 0.08
    assert np.abs(found.thresholds - crowd.thresholds).max() < 0.15
    assert np.abs(found.bias - crowd.bias).max() < 0.2
    assert np.corrcoef(found.discrimination, crowd.discrimination)[0, 1] > 0.9


def test_intervals_cover_as_often_as_they_say() -> None:
    covered = []
    for seed in range(10):
        crowd = Simulated(100 + seed, each=4)
        found = graded(crowd.crowd)
        covered.append(
            [
                np.mean((found.level_low <= crowd.level) & (crowd.level <= found.level_high)),
                np.mean((found.class_low <= crowd.truth) & (crowd.truth <= found.class_high)),
                np.mean((found.bias_low <= crowd.bias) & (crowd.bias <= found.bias_high)),
                np.mean((found.discrimination_low <= crowd.discrimination) & (crowd.discrimination <= found.discrimination_high)),
            ]
        )
    of_level, of_class, of_bias, of_discrimination = np.mean(covered, axis=0)
    assert 0.92 <= of_level <= 0.98
    assert of_class >= 0.95
    assert 0.9 <= of_bias <= 0.99
    assert 0.88 <= of_discrimination <= 0.99


def test_nothing_one_annotation_one_class_and_an_unused_class_are_answered() -> None:
    nothing = graded(Crowd.of([], 2, 1, 3))
    assert nothing.inferred.converged
    np.testing.assert_allclose(nothing.inferred.posterior, 1 / 3, atol=0.1)
    once = graded(Crowd.of([(0, 0, 2)], 2, 1, 3))
    assert once.inferred.label[0] == 2
    assert once.inferred.posterior[0, 2] < 0.95
    same = graded(Crowd.of([(task, who, 1) for task in range(30) for who in range(3)], 30, 3, 3))
    assert (same.inferred.label == 1).all()
    unused = graded(Crowd.of([(task, who, 2 * (task % 2)) for task in range(30) for who in range(3)], 30, 3, 3))
    np.testing.assert_array_equal(unused.inferred.label, 2 * (np.arange(30) % 2))
    assert np.isfinite(unused.thresholds).all()
    for found in (once, same, unused):
        assert np.isfinite(found.discrimination_high).all()


def test_one_class_has_no_order() -> None:
    with pytest.raises(ValueError, match="at least two classes"):
        graded(Crowd.of([(0, 0, 0)], 1, 1, 1))


def test_rounds_are_limited_and_said() -> None:
    found = graded(Simulated(2).crowd, rounds_max=2)
    assert (found.inferred.rounds, found.inferred.converged) == (2, False)
