import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.core.inference import agreement as agreement_file
from amana.core.inference.agreement import gwet, krippendorff
from amana.core.inference.belief import Event, believe, increment, increment_of_a_stranger
from amana.core.inference.crowd import Crowd, Inferred
from amana.core.inference.dawid_skene import WITHOUT_PRIORS, Priors, dawid_skene
from amana.core.inference.majority import majority
from tests.core.inference.crowds import ANNOTATORS, CLASSES, TASKS, crowds, simulated


def textbook(crowd: Crowd, priors: Priors, rounds: int) -> np.ndarray:
    """Dawid and Skene's formulas as they are printed, an annotation at a time."""
    said = list(zip(crowd.task.tolist(), crowd.annotator.tolist(), crowd.klass.tolist(), strict=True))
    posterior = majority(crowd).posterior
    heard = sorted({task for task, _, _ in said})
    for _ in range(rounds):
        share = posterior[heard].sum(axis=0) + priors.klass
        confusion = np.repeat(priors.confusion(crowd.classes)[None], crowd.annotators, axis=0)
        for task, who, klass in said:
            confusion[who, :, klass] += posterior[task]
        confusion /= confusion.sum(axis=2, keepdims=True)
        likelihood = np.repeat((share / share.sum())[None], crowd.tasks, axis=0)
        for task, who, klass in said:
            likelihood[task] *= confusion[who, :, klass]
        posterior = likelihood / likelihood.sum(axis=1, keepdims=True)
    return posterior


@given(crowds().filter(lambda crowd: len(crowd.task)), st.integers(1, TASKS + 1))
def test_in_portions_of_any_size_it_is_the_textbooks_model(crowd: Crowd, portion_tasks: int) -> None:
    found = dawid_skene(crowd, of=crowd.portions(portion_tasks), rounds_max=5, tolerance=0.0)
    np.testing.assert_allclose(found.posterior, textbook(crowd, Priors(), found.rounds), atol=1e-9)


@given(crowds())
def test_every_posterior_is_a_distribution_and_every_confusion_row_too(crowd: Crowd) -> None:
    for inferred in (majority(crowd), dawid_skene(crowd), dawid_skene(crowd, WITHOUT_PRIORS)):
        assert inferred.posterior.shape == (TASKS, CLASSES)
        np.testing.assert_allclose(inferred.posterior.sum(axis=1), 1.0)
        assert (inferred.posterior >= 0).all()
    people = dawid_skene(crowd).log_confusion
    assert people is not None
    np.testing.assert_allclose(np.exp(people).sum(axis=2), 1.0)


@given(crowds())
def test_naming_the_annotators_otherwise_changes_nothing(crowd: Crowd) -> None:
    renamed = Crowd(crowd.task, (crowd.annotator + 2) % ANNOTATORS, crowd.klass, TASKS, ANNOTATORS, CLASSES)
    np.testing.assert_allclose(dawid_skene(renamed).posterior, dawid_skene(crowd).posterior, atol=1e-9)


def test_dawid_skene_finds_whom_to_believe_where_the_majority_can_not() -> None:
    crowd, truth = simulated([0.95, 0.9, 0.4, 0.4, 0.4, 0.4], 400, seed=1)
    inferred = dawid_skene(crowd)
    assert inferred.converged
    assert (inferred.label == truth).mean() > (majority(crowd).label == truth).mean() + 0.05
    assert inferred.log_confusion is not None
    right = np.exp(inferred.log_confusion)[:, range(CLASSES), range(CLASSES)].mean(axis=1)
    assert right[:2].min() > right[2:].max() + 0.2


def test_rounds_are_limited_and_said() -> None:
    crowd, _ = simulated([0.6, 0.5, 0.5], 100, seed=2)
    cut_short = dawid_skene(crowd, rounds_max=2)
    assert (cut_short.rounds, cut_short.converged) == (2, False)


def test_a_crowd_that_said_nothing_is_evenly_open() -> None:
    silent = Crowd.of([], 4, 2, CLASSES)
    for inferred in (majority(silent), dawid_skene(silent)):
        np.testing.assert_allclose(inferred.posterior, 1 / CLASSES, atol=1e-6)


@pytest.mark.parametrize("triple", [(9, 0, 0), (0, 9, 0), (0, 0, 9), (-1, 0, 0)])
def test_an_index_out_of_range_is_refused(triple: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="out of range"):
        Crowd.of([triple], 3, 3, 3)


# The nominal example of Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: four observers, twelve
# units, missing values; alpha = 0.743.
def test_alpha_of_the_published_example() -> None:
    rows = ((1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0), (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3), (0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0), (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0))  # fmt: skip
    triples = [(unit, who, value - 1) for who, row in enumerate(rows) for unit, value in enumerate(row) if value]
    alpha = krippendorff(Crowd.of(triples, 12, 4, 5), np.random.default_rng(0))
    assert alpha.value == pytest.approx(0.743, abs=5e-4)
    assert alpha.low is not None
    assert alpha.high is not None
    assert alpha.value is not None
    assert alpha.low < alpha.value < alpha.high
    assert alpha.tasks == 11


def test_alpha_is_one_for_agreement_near_nought_for_chance_and_nothing_for_nothing() -> None:
    rng = np.random.default_rng(3)
    agreed = Crowd.of([(task, who, task % 2) for task in range(50) for who in range(3)], 50, 3, 2)
    assert krippendorff(agreed, rng).value == pytest.approx(1.0)
    chance = Crowd.of([(task, who, int(rng.integers(0, 2))) for task in range(2000) for who in range(3)], 2000, 3, 2)
    alpha = krippendorff(chance, rng)
    assert alpha.low is not None
    assert alpha.high is not None
    assert alpha.low < 0.01
    assert alpha.high > -0.01
    for nothing in (
        Crowd.of([(0, 0, 0), (0, 1, 1)], 1, 2, 2),
        Crowd.of([(task, who, 0) for task in range(5) for who in range(2)], 5, 2, 2),
    ):
        assert krippendorff(nothing, rng).value is None


def test_ac1_of_the_same_published_example_is_what_its_authors_software_gives() -> None:
    """0.7754, as the R package irrCAC has it for this example."""
    rows = ((1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0), (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3), (0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0), (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0))  # fmt: skip
    triples = [(unit, who, value - 1) for who, row in enumerate(rows) for unit, value in enumerate(row) if value]
    ac1 = gwet(Crowd.of(triples, 12, 4, 5), np.random.default_rng(0))
    assert ac1.value == pytest.approx(0.77544, abs=1e-5)
    assert ac1.value is not None
    assert ac1.low is not None
    assert ac1.high is not None
    assert ac1.low < ac1.value < ac1.high
    assert ac1.tasks == 11


def test_where_one_class_is_nearly_all_there_is_alpha_is_low_and_ac1_is_not() -> None:
    rng = np.random.default_rng(5)
    rare = [(task, who, int(rng.random() < 0.03)) for task in range(500) for who in range(3)]
    crowd = Crowd.of(rare, 500, 3, 2)
    alpha, ac1 = krippendorff(crowd, rng), gwet(crowd, rng)
    assert alpha.value is not None
    assert ac1.value is not None
    assert alpha.value < 0.2
    assert ac1.value > 0.9


def test_ac1_is_one_for_agreement_near_nought_for_chance_and_nothing_for_nothing() -> None:
    rng = np.random.default_rng(3)
    agreed = Crowd.of([(task, who, task % 2) for task in range(50) for who in range(3)], 50, 3, 2)
    assert gwet(agreed, rng).value == pytest.approx(1.0)
    chance = Crowd.of([(task, who, int(rng.integers(0, 2))) for task in range(2000) for who in range(3)], 2000, 3, 2)
    assert gwet(chance, rng).value == pytest.approx(0, abs=0.06)
    for nothing in (Crowd.of([(0, 0, 0), (0, 1, 1)], 1, 2, 2), Crowd.of([(0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 0)], 2, 2, 1)):
        assert gwet(nothing, rng).value is None


def test_how_many_resamples_are_drawn_at_once_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd, _ = simulated([0.8, 0.7, 0.6, 0.5], 60, seed=6)
    whole = krippendorff(crowd, np.random.default_rng(0))
    monkeypatch.setattr(agreement_file, "DRAWS_AT_ONCE_MAX", 1)
    one_by_one = krippendorff(crowd, np.random.default_rng(0))
    assert one_by_one.low == pytest.approx(whole.low, abs=1e-12)
    assert one_by_one.high == pytest.approx(whole.high, abs=1e-12)


@given(st.lists(st.lists(st.integers(0, 300), min_size=3, max_size=3), min_size=1, max_size=30))
def test_patterns_are_the_different_rows_in_their_order(rows: list[list[int]]) -> None:
    counts = np.array(rows, dtype=np.uint16)
    patterns, often = agreement_file._patterns(counts)
    expected = sorted(set(map(tuple, rows)))
    assert [tuple(pattern) for pattern in patterns.tolist()] == expected
    assert often.tolist() == [rows.count(list(pattern)) for pattern in expected]


def test_the_interval_of_alpha_covers_it_as_often_as_it_says() -> None:
    # The "true" alpha is that of a crowd so large that it hardly moves; a hundred small ones are drawn from the same people.
    people = [0.8, 0.7, 0.6]
    whole, _ = simulated(people, 40_000, seed=4)
    true_alpha = krippendorff(whole, np.random.default_rng(0), resamples=2).value
    covered = 0
    for seed in range(100):
        alpha = krippendorff(simulated(people, 200, seed=100 + seed)[0], np.random.default_rng(seed), resamples=300)
        covered += alpha.low <= true_alpha <= alpha.high  # type: ignore[operator]
    assert 88 <= covered <= 100


# ---- belief between two estimates ---------------------------------------------------------------------------------------

increments = st.lists(st.floats(-5, 0), min_size=CLASSES, max_size=CLASSES).map(tuple)
events = st.lists(st.builds(Event, st.sampled_from([1, -1]), increments), max_size=8)


@given(events, st.integers(0, 8), increments)
def test_what_came_after_the_base_adds_to_it_as_annotations_of_people_who_err_together(
    heard: list[Event], cut: int, base: tuple[float, ...]
) -> None:
    cut = min(cut, len(heard))
    believed = believe(CLASSES, base, cut, heard)
    annotations = max(1, sum(event.sign for event in heard))
    added = sum((event.sign * np.array(event.increment) for event in heard[cut:]), np.zeros(CLASSES))
    scores = np.array(base) + added / (1 + 0.25 * (annotations - 1))
    np.testing.assert_allclose(believed.posterior, np.exp(scores) / np.exp(scores).sum(), atol=1e-9)
    assert believed.events == len(heard)


@given(st.integers(1, 200))
def test_more_of_the_same_says_more_and_never_more_than_four_times_one(times: int) -> None:
    one = (-0.1, -2.0, -2.5)
    evidence = [np.log(believe(CLASSES, None, 0, [Event(1, one)] * n).posterior) for n in (1, times, times + 1)]
    first, some, more = (float(log[0] - log[1]) for log in evidence)
    assert first <= some < more < 4 * first


@given(increments)
def test_what_is_taken_back_leaves_no_trace(one: tuple[float, ...]) -> None:
    belief = believe(CLASSES, None, 0, [Event(1, one), Event(-1, one)])
    np.testing.assert_allclose(belief.posterior, 1 / CLASSES, atol=1e-9)


def test_an_increment_is_what_a_full_estimate_would_hear() -> None:
    crowd, _ = simulated([0.9, 0.8, 0.7], 200, seed=5)
    inferred: Inferred = dawid_skene(crowd)
    assert inferred.log_confusion is not None
    stranger = increment_of_a_stranger(Priors(), CLASSES, 1)
    assert stranger[1] > stranger[0] == stranger[2]
    said = increment(inferred.log_confusion[0], 2)
    assert believe(CLASSES, None, 0, [Event(1, said)]).label == 2
    assert believe(CLASSES, None, 0, [Event(1, said)]).doubt < 0.5
