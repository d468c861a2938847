import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from amana.core.inference.crowd import Crowd
from amana.core.inference.gold import Gold
from amana.core.inference.majority import majority
from amana.core.inference.weighted_majority import weighted_majority
from tests.core.inference.crowds import ANNOTATORS, CLASSES, TASKS, crowds, permuted, simulated


@settings(max_examples=25)
@given(crowds(), st.randoms())
def test_the_order_of_annotations_changes_no_bit(crowd: Crowd, random: object) -> None:
    order = np.array(sorted(range(len(crowd.task)), key=lambda _: random.random()), dtype=np.int64)  # type: ignore[attr-defined]
    np.testing.assert_array_equal(weighted_majority(permuted(crowd, order)).posterior, weighted_majority(crowd).posterior)


@settings(max_examples=25)
@given(crowds())
def test_posteriors_and_confusions_are_distributions_and_names_do_not_matter(crowd: Crowd) -> None:
    found = weighted_majority(crowd)
    assert found.posterior.shape == (TASKS, CLASSES)
    assert (found.posterior >= 0).all()
    np.testing.assert_allclose(found.posterior.sum(axis=1), 1.0)
    assert found.log_confusion is not None
    np.testing.assert_allclose(np.exp(found.log_confusion).sum(axis=2), 1.0)
    renamed = Crowd(crowd.task, (crowd.annotator + 2) % ANNOTATORS, crowd.klass, TASKS, ANNOTATORS, CLASSES)
    np.testing.assert_allclose(weighted_majority(renamed).posterior, found.posterior, atol=1e-8)


@settings(max_examples=25)
@given(crowds())
def test_where_all_are_with_the_majority_it_is_the_majority(crowd: Crowd) -> None:
    label = majority(crowd).label
    agreed = Crowd(crowd.task, crowd.annotator, label[crowd.task].astype(np.int32), TASKS, ANNOTATORS, CLASSES)
    found = weighted_majority(agreed)
    np.testing.assert_array_equal(found.label[crowd.task], label[crowd.task])
    assert found.converged


def test_the_good_outweigh_the_many_and_the_worse_than_a_coin_count_against() -> None:
    crowd, truth = simulated([0.95, 0.9, 0.4, 0.4, 0.4, 0.05], 400, seed=1)
    found = weighted_majority(crowd)
    assert found.converged
    assert (found.label == truth).mean() > (majority(crowd).label == truth).mean() + 0.05
    assert found.log_confusion is not None
    right = np.exp(found.log_confusion[:, 0, 0])
    assert right[:2].min() > 0.8
    assert right[5] < 1 / CLASSES


def test_a_tie_of_weights_goes_where_the_majority_lets_it_go() -> None:
    crowd = Crowd.of([(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 1), (2, 0, 1), (2, 1, 1)], 3, 2, 2)
    assert weighted_majority(crowd).label.tolist() == majority(crowd).label.tolist() == [1, 1, 1]


def test_gold_is_certain_and_tells_whom_to_believe() -> None:
    # Two against one, everywhere: without truth the two are believed, with a few truths the one.
    triples = [(task, who, task % 2 if who == 0 else 1 - task % 2) for task in range(40) for who in range(3)]
    crowd = Crowd.of(triples, 40, 3, 2)
    assert (weighted_majority(crowd).label == 1 - np.arange(40) % 2).all()
    found = weighted_majority(crowd, gold=Gold.of([(task, task % 2) for task in range(24)], crowd))
    assert (found.label == np.arange(40) % 2).all()
    np.testing.assert_array_equal(found.posterior[:24].max(axis=1), 1.0)


def test_nothing_and_one_class_are_answered() -> None:
    silent = weighted_majority(Crowd.of([], 4, 2, CLASSES))
    np.testing.assert_allclose(silent.posterior, 1 / CLASSES)
    assert silent.converged
    one = weighted_majority(Crowd.of([(0, 0, 0), (1, 1, 0)], 2, 2, 1))
    np.testing.assert_allclose(one.posterior, 1.0)


def test_rounds_are_limited_and_said() -> None:
    crowd, _ = simulated([0.9, 0.5, 0.4, 0.4], 300, seed=2)
    assert (weighted_majority(crowd, rounds_max=1).rounds, weighted_majority(crowd, rounds_max=1).converged) == (1, False)
