import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amana.core.inference.continuous import Ratings, congeneric
from amana.model.errors import RatingNotANumber

TASKS, ANNOTATORS = 6, 4


@st.composite
def ratings(draw: st.DrawFn) -> Ratings:
    row = st.tuples(st.integers(0, TASKS - 1), st.integers(0, ANNOTATORS - 1), st.integers(-5, 5))
    task, annotator, rating = np.array(draw(st.lists(row, max_size=30)), dtype=np.int32).reshape(-1, 3).T
    return Ratings.of_columns(task, annotator, rating / 4, TASKS, ANNOTATORS)


class Simulated:
    """`each` people rate every task; biases are around nought and scales around one, exactly, for that is the crowd's unit."""

    def __init__(self, seed: int, *, tasks: int = 200, annotators: int = 20, each: int = 5) -> None:
        rng = np.random.default_rng(seed)
        self.value = 50 + 10 * rng.normal(size=tasks)
        bias, self.scale = rng.normal(0, 4, annotators), rng.normal(1, 0.25, annotators)
        bias -= bias.mean()
        self.scale += 1 - self.scale.mean()
        self.noise = 6 * np.exp(rng.normal(0, 0.4, annotators))
        self.task = np.repeat(np.arange(tasks), each)
        self.who = np.concatenate([rng.permutation(annotators)[:each] for _ in range(tasks)])
        away = self.scale[self.who] * (self.value[self.task] - 50) + bias[self.who]
        self.rating = 50 + away + self.noise[self.who] * rng.normal(size=len(self.who))
        self.heard = Ratings.of_columns(self.task, self.who, self.rating, tasks, annotators)
        self.found = congeneric(self.heard)
        self.bias = bias + (self.scale - 1) * (self.found.centre - 50)


@settings(max_examples=6, deadline=None)
@given(ratings(), st.randoms())
def test_the_order_of_ratings_changes_no_bit(heard: Ratings, random: object) -> None:
    order = np.array(sorted(range(len(heard.task)), key=lambda _: random.random()), dtype=np.int64)  # type: ignore[attr-defined]
    columns = heard.task[order], heard.annotator[order], heard.rating[order]
    other = congeneric(Ratings.of_columns(*columns, TASKS, ANNOTATORS))
    np.testing.assert_array_equal(other.value, congeneric(heard).value)


@settings(max_examples=6, deadline=None)
@given(ratings())
def test_another_zero_and_unit_of_the_ratings_is_one_of_the_result(heard: Ratings) -> None:
    plain = congeneric(heard)
    other = congeneric(Ratings.of_columns(heard.task, heard.annotator, 7 * heard.rating - 300, TASKS, ANNOTATORS))
    if len(heard.task):
        np.testing.assert_allclose(other.value, 7 * plain.value - 300, atol=1e-6)
    np.testing.assert_allclose(other.bias, 7 * plain.bias, atol=1e-6)
    np.testing.assert_allclose(other.scale, plain.scale, atol=1e-6)
    np.testing.assert_allclose(other.noise_high, 7 * plain.noise_high, atol=1e-6)


@settings(max_examples=6, deadline=None)
@given(ratings())
def test_every_value_lies_in_its_interval(heard: Ratings) -> None:
    found = congeneric(heard)
    for name in ("value", "bias", "scale", "noise"):
        assert (getattr(found, f"{name}_low") <= getattr(found, name)).all()
        assert (getattr(found, name) <= getattr(found, f"{name}_high")).all()
    assert np.isfinite(found.value).all()


def test_what_was_planted_is_found_and_better_than_by_the_mean() -> None:
    crowd = Simulated(1, tasks=1000, annotators=15, each=6)
    mean = np.bincount(crowd.task, crowd.rating) / np.bincount(crowd.task)
    assert crowd.found.converged
    assert np.sqrt(((crowd.found.value - crowd.value) ** 2).mean()) < 0.85 * np.sqrt(((mean - crowd.value) ** 2).mean())
    assert np.abs(crowd.found.bias - crowd.bias).max() < 1.5
    assert np.abs(crowd.found.scale - crowd.scale).max() < 0.15
    assert np.abs(np.log(crowd.found.noise / crowd.noise)).max() < 0.2


@pytest.mark.parametrize("sizes", [{}, {"each": 2}, {"annotators": 100, "each": 4}])
def test_intervals_cover_as_often_as_they_say(sizes: dict[str, int]) -> None:
    covered = []
    for seed in range(10):
        crowd = Simulated(100 + seed, **sizes)
        found = crowd.found
        covered.append(
            [
                np.mean((found.value_low <= crowd.value) & (crowd.value <= found.value_high)),
                np.mean((found.bias_low <= crowd.bias) & (crowd.bias <= found.bias_high)),
                np.mean((found.scale_low <= crowd.scale) & (crowd.scale <= found.scale_high)),
                np.mean((found.noise_low <= crowd.noise) & (crowd.noise <= found.noise_high)),
            ]
        )
    of_value, of_bias, of_scale, of_noise = np.mean(covered, axis=0)
    assert 0.91 <= of_value <= 0.98
    assert 0.88 <= of_bias <= 0.99
    assert 0.88 <= of_scale <= 0.99
    assert 0.8 <= of_noise <= 0.99


def test_where_all_rate_alike_it_is_nearly_the_mean() -> None:
    rng = np.random.default_rng(2)
    value = rng.normal(size=300)
    rating = np.repeat(value, 4) + 0.5 * rng.normal(size=1200)
    found = congeneric(Ratings.of_columns(np.repeat(np.arange(300), 4), np.tile(np.arange(4), 300), rating, 300, 4))
    mean = rating.reshape(300, 4).mean(axis=1)
    assert np.corrcoef(found.value, mean)[0, 1] > 0.995
    assert np.abs(found.scale - 1).max() < 0.1


def test_the_silent_have_the_width_of_the_crowd() -> None:
    crowd = Simulated(3)
    found = congeneric(Ratings.of_columns(crowd.task, crowd.who, crowd.rating, 201, 21))
    assert found.value[200] == pytest.approx(found.value[:200].mean(), abs=1.0)
    width = found.value_high - found.value_low
    assert width[200] > 1.5 * width[:200].max()
    assert found.bias_high[20] - found.bias_low[20] > (found.bias_high - found.bias_low)[:20].max()


@pytest.mark.parametrize(
    ("task", "annotator", "rating"),
    [([], [], []), ([0], [0], [3.0]), ([0, 1, 2], [0, 0, 0], [3.0, 3.0, 3.0]), ([0, 0], [0, 1], [3.0, 3.0])],
)
def test_ratings_that_never_differ_make_nothing_certain(task: list[int], annotator: list[int], rating: list[float]) -> None:
    found = congeneric(Ratings.of_columns(task, annotator, rating, 3, 2))
    np.testing.assert_array_equal(found.value, 3.0 if rating else 0.0)
    assert np.isinf(found.value_low).all()
    assert np.isinf(found.value_high).all()
    assert np.isinf(found.noise_high).all()


def test_one_annotator_and_perfect_agreement_are_answered() -> None:
    alone = congeneric(Ratings.of_columns([0, 1, 2, 3], [0] * 4, [1.0, 2.0, 3.0, 9.0], 4, 1))
    assert (np.diff(alone.value) > 0).all()
    assert (alone.value_high > alone.value_low).all()
    agreed = congeneric(Ratings.of_columns(np.repeat(np.arange(9), 2), np.tile([0, 1], 9), np.repeat(np.arange(9.0), 2), 9, 2))
    np.testing.assert_allclose(agreed.value, np.arange(9), atol=0.1)
    assert (agreed.noise > 0).all()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_rating_that_is_no_number_is_named_by_its_row(bad: float) -> None:
    with pytest.raises(RatingNotANumber, match="row 2") as refused:
        Ratings.of_columns([0, 1, 2], [0, 0, 0], [1.0, 2.0, bad], 3, 1)
    assert refused.value.row == 2


def test_columns_that_are_not_ratings_are_refused() -> None:
    with pytest.raises(ValueError, match="out of range"):
        Ratings.of_columns([3], [0], [1.0], 3, 1)
    with pytest.raises(ValueError, match="out of range"):
        Ratings.of_columns([0], [-1], [1.0], 3, 1)
    with pytest.raises(ValueError, match="differ in length"):
        Ratings.of_columns([0], [0], [1.0, 2.0], 3, 1)
