"""Forecasts of how many labels a crowd takes, held against what it then took: each crowd by the correction that the others would have.

A crowd's own number of labels a task is the most that its project allows.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np

from amana.core.collection.choosing import Rule, pilot
from amana.core.collection.planning import Correction, forecast
from amana.core.collection.replaying import collect
from amana.core.inference.crowd import Crowd
from bench.bar import Bar
from bench.quality import sets
from bench.quality.sets import Known

SEEDS = 4
LABELS_MAX = 150_000  # of a larger crowd one seed
UNCORRECTED = Correction(mean=0.0, spread=0.0, crowds=2)


class _Held(msgspec.Struct, frozen=True):
    """What was forecast of the tasks beyond the pilot, and what came, in labels a task."""

    said: float
    came: float


def bars(data: Path) -> Iterator[Bar]:
    held = {
        one.name: [_held(one, seed) for seed in range(SEEDS if len(one.crowd.task) < LABELS_MAX else 1)]
        for one in sets.categorical(data)
    }
    within, factors, words = [], [], []
    for name, runs in held.items():
        others = _correction([of for other, of in held.items() if other != name])
        inside = [others.interval(one.said)[0] <= one.came <= others.interval(one.said)[2] for one in runs]
        low, middle, _ = others.interval(1.0)
        within.append(100 * float(np.mean(inside)))
        factors.append(middle / low)
        said = np.mean([others.interval(one.said)[1] for one in runs])
        words.append(f"{name} {said:.2f} said, {np.mean([one.came for one in runs]):.2f} came")
    everything = _correction(list(held.values()))
    yield Bar(
        name=f"forecast of a project's labels once its pilot is answered: in the 95% interval, mean of {len(held)} sets",
        figure=round(float(np.mean(within)), 1),
        unit="%",
        goal="no goal of its own; 95 is nominal",
        holds=None,
        note=f"interval from 1/{np.mean(factors):.2f} to {np.mean(factors):.2f} of the forecast; labels a task: {'; '.join(words)}; all sets: mean "
        f"{everything.mean:.3f}, spread {everything.spread:.3f}; up to {SEEDS} seeds",
    )


def _held(one: Known, seed: int) -> _Held:
    crowd = one.crowd
    most = round(len(crowd.task) / crowd.tasks)
    rule = Rule(labels_max=most, pilot_labels=min(Rule().pilot_labels, most))
    first = pilot(crowd.tasks, rule, _at_the_pilot(crowd, seed))
    whole = collect(crowd, rule, np.random.default_rng(seed)).taken
    begun = collect(crowd, rule, np.random.default_rng(seed), most=len(first) * rule.pilot_labels).taken
    heard = Crowd(crowd.task[begun], crowd.annotator[begun], crowd.klass[begun], crowd.tasks, crowd.annotators, crowd.classes)
    beyond = crowd.tasks - len(first)
    said = forecast(heard, first.astype(np.int64), beyond, rule, np.random.default_rng(100 + seed), UNCORRECTED)
    return _Held(said.labels / beyond, float((whole & ~np.isin(crowd.task, first)).sum()) / beyond)


def _at_the_pilot(crowd: Crowd, seed: int) -> np.random.Generator:
    """As `collect` has it where it draws the pilot."""
    rng = np.random.default_rng(seed)
    rng.random(len(crowd.task))
    return rng


def _correction(of: list[list[_Held]]) -> Correction:
    """The mean over sets, and the spread of one run of another set: between sets and within."""
    logs = [np.log([one.came / one.said for one in runs]) for runs in of]
    means = np.array([float(one.mean()) for one in logs])
    within = float(np.mean([one.var() for one in logs]))
    return Correction(mean=float(means.mean()), spread=float(np.sqrt(means.var(ddof=1) + within)), crowds=len(of))
