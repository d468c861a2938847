import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import expit, logit

from amana.core.quality.calibration import (
    CALIBRATED_MIN,
    CONFIDENCE_MAX,
    PRECISION,
    Calibration,
    Default,
    Judged,
    calibrate,
    expected_calibration_error,
    learn,
    log_loss,
    noise_floor,
)
from amana.model.errors import ConfidenceInvalid

NOTHING = Judged.of([], [])


def project(tasks: int, slope: float, shift: float, seed: int) -> Judged:
    rng = np.random.default_rng(seed)
    confidence = rng.uniform(0.5, CONFIDENCE_MAX, tasks)
    return Judged.of(confidence, rng.random(tasks) < expit(slope * logit(confidence) + shift))


judged = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40).map(
    lambda pairs: Judged.of([sure for sure, _ in pairs], [right for _, right in pairs])
)


def test_without_gold_it_is_the_default_and_says_so() -> None:
    [calibration] = calibrate([NOTHING])
    assert (calibration.slope, calibration.shift) == (Default().slope, Default().shift)
    assert calibration.standing == "uncalibrated"
    assert calibrate([]) == []


def test_much_gold_speaks_for_itself() -> None:
    [calibration] = calibrate([project(20_000, 0.4, 1.2, 1)])
    assert calibration.standing == "calibrated"
    assert abs(calibration.slope - 0.4) < 0.05
    assert abs(calibration.shift - 1.2) < 0.07


def test_it_is_the_most_probable_map() -> None:
    """Against another optimiser, of workspace and projects together."""
    projects = [project(30, 0.3, 2.0, 2), project(80, 2.0, -1.0, 3), NOTHING]

    def loss(theta: np.ndarray) -> float:
        workspace, *own = theta.reshape(-1, 2)
        total = ((workspace - [Default().slope, Default().shift]) ** 2 @ PRECISION) / 2
        for one, coefficients in zip(projects, own, strict=False):
            said = coefficients[0] * logit(one.confidence) + coefficients[1]
            total += float(np.sum(np.logaddexp(0, said) - one.right * said)) + ((coefficients - workspace) ** 2 @ PRECISION) / 2
        return float(total)

    best = minimize(loss, np.ones(6), tol=1e-10).x.reshape(-1, 2)
    found = calibrate(projects)
    np.testing.assert_allclose([(one.slope, one.shift) for one in found], [best[1], best[2], best[0]], atol=2e-4)
    assert [(one.gold, one.pooled, one.standing) for one in found] == [
        (30, 80, "borrowed"),
        (80, 30, "calibrated"),
        (0, 110, "borrowed"),
    ]


def test_a_project_with_little_gold_leans_on_the_others_of_its_workspace() -> None:
    siblings = [project(400, 0.5, -0.8, seed) for seed in range(5)]
    truth = project(5000, 0.5, -0.8, 99)
    alone, among = calibrate([NOTHING])[0], calibrate([*siblings, NOTHING])[-1]
    errors = [expected_calibration_error(one.probability(truth.confidence), truth.right) for one in (alone, among)]
    assert errors[1] < errors[0] / 2


@given(st.lists(judged, max_size=4))
def test_whatever_the_gold_the_map_is_a_map(projects: list[Judged]) -> None:
    for calibration in calibrate(projects):
        assert np.isfinite([calibration.slope, calibration.shift]).all()
        probability = calibration.probability(np.linspace(0, 1, 11))
        assert ((probability > 0) & (probability < 1)).all()


@given(st.lists(judged, min_size=1, max_size=4), st.randoms())
def test_the_order_of_projects_does_not_matter(projects: list[Judged], random: object) -> None:
    order = sorted(range(len(projects)), key=lambda _: random.random())  # type: ignore[attr-defined]
    one, other = calibrate(projects), calibrate([projects[at] for at in order])
    for place, at in enumerate(order):
        assert other[place].slope == pytest.approx(one[at].slope, abs=1e-3)
        assert other[place].shift == pytest.approx(one[at].shift, abs=1e-3)


def test_gold_that_is_all_right_makes_surer_and_all_wrong_less() -> None:
    sure = np.full(CALIBRATED_MIN, 0.8)
    right, plain, wrong = (
        calibrate([gold])[0].probability(0.8) for gold in (Judged.of(sure, sure > 0), NOTHING, Judged.of(sure, sure < 0))
    )
    assert wrong < 0.5 < plain < right < 1


@pytest.mark.parametrize("bad", [float("nan"), 1.2, -0.1])
def test_a_confidence_that_is_none_is_named(bad: float) -> None:
    calibration = calibrate([NOTHING])[0]
    for call in (lambda: Judged.of([0.5, bad], [True, True]), lambda: calibration.probability([0.5, bad])):
        with pytest.raises(ConfidenceInvalid) as raised:
            call()
        assert raised.value.task == 1
    with pytest.raises(ConfidenceInvalid):
        calibration.apply(np.array([[bad, bad]]))
    with pytest.raises(ValueError, match="each"):
        Judged.of([0.5], [])


def test_a_calibrated_posterior_is_a_distribution_with_the_same_top() -> None:
    rng = np.random.default_rng(3)
    posterior = rng.dirichlet(np.full(4, 0.5), 200)
    posterior[0] = [1, 0, 0, 0]
    calibration = Calibration(0.7, 0.3, 0, 0)
    found = calibration.apply(posterior)
    np.testing.assert_allclose(found.sum(axis=1), 1.0)
    assert (found > 0).all()
    top = posterior.argmax(axis=1)
    np.testing.assert_allclose(found[np.arange(200), top], calibration.probability(posterior.max(axis=1)))
    np.testing.assert_allclose(found[0, 1:], found[0, 1])
    # The others keep their order.
    assert (np.argsort(np.delete(found[1], top[1])) == np.argsort(np.delete(posterior[1], top[1]))).all()


def test_nothing_and_one_class_are_left_alone() -> None:
    calibration = calibrate([NOTHING])[0]
    np.testing.assert_array_equal(calibration.apply(np.ones((3, 1))), np.ones((3, 1)))
    assert calibration.apply(np.ones((0, 4))).shape == (0, 4)


def test_the_default_is_learnt_from_each_crowd_alike_however_large() -> None:
    one, large = project(500, 1.0, -1.0, 5), project(500, 1.0, 1.0, 6)
    larger = Judged(np.tile(large.confidence, 20), np.tile(large.right, 20))
    assert learn([one, large]).shift == pytest.approx(learn([one, larger]).shift, abs=1e-6)
    assert learn([project(300, 0.5, 0.8, seed) for seed in range(300)]).slope == pytest.approx(0.5, abs=0.1)
    assert learn([]) == learn([NOTHING]) == Default(1.0, 0.0)


def test_true_probabilities_err_by_chance_only_and_false_ones_more() -> None:
    rng = np.random.default_rng(9)
    probability = rng.uniform(0.5, 1, 500)
    errors = [expected_calibration_error(probability, rng.random(500) < probability) for _ in range(200)]
    floor = noise_floor(probability, rng)
    assert abs(floor - np.mean(errors)) < 0.004
    assert expected_calibration_error(probability, rng.random(500) < probability - 0.2) > floor + 0.1
    assert expected_calibration_error(np.full(10, 1.0), np.ones(10)) == 0.0
    assert expected_calibration_error(np.full(10, 1.0), np.zeros(10)) == 1.0
    assert expected_calibration_error(np.array([]), []) == 0.0


def test_log_loss_is_the_mean_surprise() -> None:
    posterior = np.array([[0.5, 0.5], [0.25, 0.75], [1.0, 0.0]])
    assert log_loss(posterior, np.array([0, 1, 1])) == pytest.approx(-np.mean(np.log([0.5, 0.75, 1e-6])))
    assert log_loss(np.ones((0, 2)), np.array([], dtype=np.int64)) == 0.0
