"""The laws that every model keeps, and what each is for."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amana.core.inference import consensus as consensus_file
from amana.core.inference.bwa import bwa
from amana.core.inference.consensus import consensus
from amana.core.inference.crowd import Crowd, Inferred
from amana.core.inference.dawid_skene import dawid_skene
from amana.core.inference.gold import Gold
from amana.core.inference.majority import majority
from amana.core.inference.one_coin import one_coin
from amana.core.inference.people import annotator_quality
from amana.core.inference.pooled import pooled
from amana.model.errors import ContradictoryGold, TooManyClasses
from tests.core.inference.crowds import CLASSES, crowds, permuted, renamed_classes, simulated

Model = Callable[..., Inferred]
MODELS: list[Model] = [majority, dawid_skene, one_coin, bwa, pooled, consensus]
named = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


@named
@settings(max_examples=25, deadline=None)
@given(crowd=crowds(), random=st.randoms())
def test_the_order_of_annotations_changes_no_bit(model: Model, crowd: Crowd, random: object) -> None:
    order = np.array(sorted(range(len(crowd.task)), key=lambda _: random.random()), dtype=np.int64)  # type: ignore[attr-defined]
    np.testing.assert_array_equal(model(permuted(crowd, order)).posterior, model(crowd).posterior)


@named
@settings(max_examples=25, deadline=None)
@given(crowd=crowds())
def test_rows_are_distributions_and_who_was_not_heard_of_is_evenly_open_or_as_the_classes_are(model: Model, crowd: Crowd) -> None:
    found = model(crowd)
    assert found.posterior.shape == (crowd.tasks, crowd.classes)
    assert (found.posterior >= 0).all()
    np.testing.assert_allclose(found.posterior.sum(axis=1), 1)
    if found.log_confusion is not None:
        np.testing.assert_allclose(np.exp(found.log_confusion).sum(axis=2), 1)
    if len(crowd.task) == 0:
        np.testing.assert_allclose(found.posterior, 1 / crowd.classes)


@named
@settings(max_examples=25, deadline=None)
@given(crowd=crowds(), order=st.permutations(range(CLASSES)))
def test_naming_the_classes_otherwise_names_the_posteriors_otherwise(model: Model, crowd: Crowd, order: list[int]) -> None:
    # The rounds of EM end by a tolerance, which another order of sums may pass a round later.
    tolerance = 1e-3 if model in (dawid_skene, one_coin, consensus) else 1e-6
    renamed = model(renamed_classes(crowd, order)).posterior
    np.testing.assert_allclose(renamed[:, order], model(crowd).posterior, atol=tolerance)


@named
@pytest.mark.parametrize(
    "crowd",
    [
        Crowd.of([(0, 0, 1)], 1, 1, 2),  # one annotator, one label
        Crowd.of([(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)], 2, 2, 2),  # nothing but ties
        Crowd.of([(task, who, 0) for task in range(4) for who in range(3)], 4, 3, 5),  # four classes that nobody used
        Crowd.of([(task, 0, 0) for task in range(9)] + [(task, 1, task % 3) for task in range(9)], 9, 2, 3),  # always the same
    ],
    ids=["one label", "ties", "unused classes", "always the same"],
)
def test_a_crowd_at_the_edge_has_finite_posteriors_and_no_certainty(model: Model, crowd: Crowd) -> None:
    posterior = model(crowd).posterior
    assert np.isfinite(posterior).all()
    if model not in (majority, bwa):  # which say shares, and a share of one voice is one
        assert posterior.max() < 0.9999


@named
def test_what_is_known_stays_as_it_is_known(model: Model) -> None:
    crowd, truth = simulated([0.4, 0.5, 0.6], tasks=60, seed=4)
    gold = Gold.of([(task, int(truth[task])) for task in range(0, 60, 3)], crowd)
    found = model(crowd, gold=gold)
    assert (found.label[::3] == truth[::3]).all()
    assert found.posterior[::3].max(axis=1).min() == 1


def test_gold_tells_who_lies_where_the_crowd_alone_can_not() -> None:
    """Three of five name another class than the true one, always: the crowd's own voice is theirs."""
    rng = np.random.default_rng(5)
    truth = rng.integers(0, 2, 200)
    triples = [
        (task, who, int(truth[task] if rng.random() < 0.9 else 1 - truth[task])) for task in range(200) for who in range(2)
    ]
    triples += [
        (task, who, int(1 - truth[task] if rng.random() < 0.85 else truth[task])) for task in range(200) for who in (2, 3, 4)
    ]
    crowd = Crowd.of(triples, 200, 5, 2)
    known = Gold.of([(task, int(truth[task])) for task in range(60)], crowd)
    assert (consensus(crowd).label[60:] == truth[60:]).mean() < 0.3
    assert (consensus(crowd, gold=known).label[60:] == truth[60:]).mean() > 0.9


def test_gold_that_contradicts_itself_is_refused_and_names_the_task() -> None:
    crowd, _ = simulated([0.9], tasks=5, seed=1)
    Gold.of([(3, 1), (3, 1)], crowd)
    with pytest.raises(ContradictoryGold, match="Task 3 has two different answers"):
        Gold.of([(3, 1), (3, 2)], crowd)
    with pytest.raises(ValueError, match="out of range"):
        Gold.of([(9, 0)], crowd)


def test_where_a_third_are_adversaries_the_consensus_is_no_worse_than_the_majority() -> None:
    crowd, truth = simulated([0.85] * 7 + [0.05] * 3, tasks=400, seed=7)
    right = {model.__name__: float((model(crowd).label == truth).mean()) for model in (majority, consensus)}
    assert right["consensus"] >= right["majority"]
    assert right["consensus"] > 0.97


def test_a_ring_that_says_the_same_makes_nothing_certain() -> None:
    """Four copies of one guesser beside three honest people: Dawid and Skene's model believes the ring; the mean stays open."""
    rng = np.random.default_rng(11)
    truth = rng.integers(0, 3, 300)
    ring = rng.integers(0, 3, 300)
    triples = [(task, who, int(ring[task])) for task in range(300) for who in range(4)]
    for who in range(4, 7):
        right = rng.random(300) < 0.8
        triples += [(task, who, int(truth[task] if right[task] else (truth[task] + 1) % 3)) for task in range(300)]
    crowd = Crowd.of(triples, 300, 7, 3)
    wrong = consensus(crowd).label != truth
    assert (dawid_skene(crowd).posterior.max(axis=1) > 0.99).mean() > 0.9
    assert np.median(consensus(crowd).posterior.max(axis=1)[wrong]) < 0.95


def test_ten_thousand_classes_are_heard_without_matrices() -> None:
    rng = np.random.default_rng(2)
    truth = rng.integers(0, 10_000, 300)
    triples = [
        (task, who, int(truth[task] if rng.random() < 0.7 else rng.integers(10_000))) for task in range(300) for who in range(5)
    ]
    found = consensus(Crowd.of(triples, 300, 5, 10_000))
    assert found.log_confusion is None
    assert (found.label == truth).mean() > 0.95


def test_more_posteriors_than_fit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consensus_file, "POSTERIORS_MAX", 10)
    with pytest.raises(TooManyClasses, match="4 tasks of 3 classes"):
        consensus(Crowd.of([(0, 0, 0)], 4, 1, 3))


def test_with_more_work_than_a_minute_heads_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd, _ = simulated([0.9, 0.8], tasks=9, seed=3)
    monkeypatch.setattr(consensus_file, "WEIGHED_MAX", 1)
    np.testing.assert_array_equal(consensus(crowd).posterior, majority(crowd).posterior)


def test_bwa_follows_whoever_agrees_with_the_others() -> None:
    crowd, truth = simulated([0.95, 0.9, 0.4, 0.4, 0.35], tasks=500, seed=9)
    assert (bwa(crowd).label == truth).mean() > (majority(crowd).label == truth).mean() + 0.05


def test_one_coin_learns_a_person_from_few_answers() -> None:
    """Nine classes, eight answers a person: a matrix has 72 numbers to learn from them."""
    rng = np.random.default_rng(12)
    truth = rng.integers(0, 9, 80)
    skill = rng.uniform(0.2, 0.95, 40)
    triples = []
    for task in range(80):
        for who in rng.choice(40, 4, replace=False):
            triples.append(
                (task, int(who), int(truth[task] if rng.random() < skill[who] else (truth[task] + rng.integers(1, 9)) % 9))
            )
    crowd = Crowd.of(triples, 80, 40, 9)
    assert (one_coin(crowd).label == truth).mean() > (dawid_skene(crowd).label == truth).mean()


def test_an_annotators_quality_is_near_their_rate_and_nobody_is_known_by_nothing() -> None:
    rates = [0.95, 0.9, 0.8, 0.7, 0.5]
    crowd, _ = simulated(rates, tasks=400, seed=21)
    wider = Crowd(crowd.task, crowd.annotator, crowd.klass, crowd.tasks, crowd.annotators + 1, crowd.classes)
    found = annotator_quality(wider, consensus(wider))
    for who, rate in enumerate(rates):
        assert found.low[who] < rate < found.high[who]
    assert found.answers.tolist() == [400.0] * 5 + [0.0]
    assert found.high[5] - found.low[5] > 0.6  # nothing was heard of them
    assert (found.high - found.low)[:5].max() < 0.3


def test_what_one_person_alone_answered_says_nothing_of_them() -> None:
    crowd = Crowd.of([(task, 0, 0) for task in range(50)], 50, 1, 2)
    assert annotator_quality(crowd, consensus(crowd)).answers.tolist() == [0.0]
