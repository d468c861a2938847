"""How true the engine's probabilities are, without gold and with a little: each set by a default learnt from the other sets."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from amana.core.inference.consensus import consensus
from amana.core.inference.crowd import Floats
from amana.core.inference.dawid_skene import WITHOUT_PRIORS, dawid_skene
from amana.core.inference.majority import majority
from amana.core.quality.calibration import (
    Calibration,
    Default,
    Judged,
    calibrate,
    expected_calibration_error,
    learn,
    log_loss,
    noise_floor,
)
from bench.bar import Bar
from bench.quality import sets
from bench.quality.sets import Known

REPETITIONS = 200
# The folder these constants were learnt on; on any other the committed default is judged as it is.
LEARNT_ON = frozenset(
    ("d_possent", "d_product", "dog", "fact_eval", "music_genre", "rte", "s_adult", "weather_sentiment"),
)


class Believed(msgspec.Struct, frozen=True):
    """The tasks of a set that have a truth: the engine's posterior, the majority's shares, Dawid and Skene's, and the truth."""

    name: str
    posterior: Floats
    shares: Floats
    dawid_skene: Floats
    truth: NDArray[np.int64]

    @property
    def judged(self) -> Judged:
        return Judged.of(self.posterior.max(axis=1), self.posterior.argmax(axis=1) == self.truth)


class Figures(msgspec.Struct, frozen=True):
    """Of one set: top-label ECE, what chance alone would show, and log loss."""

    error: float
    floor: float
    loss: float


def believed(known: Known) -> Believed:
    some = np.flatnonzero(known.truth >= 0)
    ours, heads = consensus(known.crowd).posterior, majority(known.crowd).posterior
    theirs = dawid_skene(known.crowd, WITHOUT_PRIORS).posterior
    return Believed(known.name, ours[some], heads[some], theirs[some], known.truth[some])


def bars(data: Path) -> Iterator[Bar]:
    every = [believed(known) for known in sets.categorical(data)]
    defaults = [_default(every, one) for one in every]
    none = [_figures(one, calibrate([Judged.of([], [])], default)[0]) for one, default in zip(every, defaults, strict=True)]
    raw = float(
        np.mean(
            [
                expected_calibration_error(one.dawid_skene.max(axis=1), one.dawid_skene.argmax(axis=1) == one.truth)
                for one in every
            ]
        )
    )
    untouched = float(np.mean([expected_calibration_error(one.judged.confidence, one.judged.right) for one in every]))
    yield _bar(
        "without gold",
        0.085,
        every,
        none,
        {"Dawid-Skene's posterior as it is": round(raw, 4), "our model's as it is": round(untouched, 4)},
    )
    for gold, goal in ((50, 0.067), (100, 0.053)):
        figures = [_with_gold(one, default, gold) for one, default in zip(every, defaults, strict=True)]
        yield _bar(
            f"with {gold} gold", goal, every, figures, {"without gold": round(float(np.mean([one.error for one in none])), 4)}
        )
    yield from _losses(every, none)


def _bar(name: str, goal: float, every: Sequence[Believed], figures: list[Figures], peer: dict[str, float]) -> Bar:
    mean = float(np.mean([one.error for one in figures]))
    floor = float(np.mean([one.floor for one in figures]))
    each = ", ".join(f"{one.name} {found.error:.3f} ({found.floor:.3f})" for one, found in zip(every, figures, strict=True))
    return Bar(
        name=f"calibration error of the top label {name}, mean of {len(every)} sets",
        figure=round(mean, 4),
        unit="ECE, 15 bins",
        goal=f"<= {goal}",
        holds=mean <= goal,
        peer=peer | {"noise floor: were every probability true": round(floor, 4)},
        note=f"{each} (noise floor); {_learnt(every)}; where confidence is cut off and how strong the priors are was chosen looking at these sets; gold is drawn at random, judged on all tasks but it, mean of {REPETITIONS} draws",
    )


def _losses(every: Sequence[Believed], none: list[Figures]) -> Iterator[Bar]:
    plain = [log_loss(one.shares, one.truth) for one in every]
    smoothed = [log_loss(_smoothed(one.shares), one.truth) for one in every]
    better = sum(found.loss < heads for found, heads in zip(none, plain, strict=True))
    behind = [one.name for one, found, heads in zip(every, none, smoothed, strict=True) if found.loss >= heads]
    each = zip(every, none, plain, smoothed, strict=True)
    yield Bar(
        name="log loss without gold better than the majority's shares",
        figure=better,
        unit=f"of {len(every)} sets",
        goal="every set",
        holds=better == len(every),
        peer={"mean log loss of the shares": round(float(np.mean(plain)), 3), "smoothed": round(float(np.mean(smoothed)), 3)},
        note=f"mean {np.mean([one.loss for one in none]):.3f}; "
        + ", ".join(f"{one.name} {ours.loss:.3f} ({heads:.3f}; {smooth:.3f})" for one, ours, heads, smooth in each)
        + f" (the shares as they are, a class nobody gave counted as 10⁻⁶; a hundredth of each task spread evenly). Not better than smoothed shares: {', '.join(behind) or 'none'}",
    )


def _smoothed(shares: Floats) -> Floats:
    smoothed: Floats = 0.99 * shares + 0.01 / shares.shape[1]
    return smoothed


def _default(every: Sequence[Believed], judged: Believed) -> Default:
    """Learnt without the set it judges; a set that the committed default never saw is judged by that."""
    if judged.name not in LEARNT_ON:
        return Default()
    return learn([one.judged for one in every if one.name != judged.name and one.name in LEARNT_ON])


def _learnt(every: Sequence[Believed]) -> str:
    if all(one.name in LEARNT_ON for one in every):
        return "default learnt without the set it judges"
    return "by the committed default, except sets it was learnt on: those by one learnt without them"


def _figures(one: Believed, calibration: Calibration) -> Figures:
    posterior = calibration.apply(one.posterior)
    probability = calibration.probability(one.judged.confidence)
    floor = noise_floor(probability, np.random.default_rng(15))
    return Figures(expected_calibration_error(probability, one.judged.right), floor, log_loss(posterior, one.truth))


def _with_gold(one: Believed, default: Default, gold: int) -> Figures:
    """Gold of that set alone, judged on the tasks that were not gold."""
    rng = np.random.default_rng(gold)
    found = []
    for _ in range(REPETITIONS):
        order = rng.permutation(len(one.truth))
        known, rest = order[:gold], order[gold:]
        judged = one.judged
        calibration = calibrate([Judged(judged.confidence[known], judged.right[known])], default)[0]
        probability = calibration.probability(judged.confidence[rest])
        found.append(
            (
                expected_calibration_error(probability, judged.right[rest]),
                noise_floor(probability, rng, repetitions=3),
                log_loss(calibration.apply(one.posterior[rest]), one.truth[rest]),
            )
        )
    return Figures(*(float(figure) for figure in np.mean(found, axis=0)))
