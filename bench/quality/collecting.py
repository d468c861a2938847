"""How many of a crowd's labels are needed, when each next one is asked of whom it is worth most: recorded crowds, replayed.

The candidates for a task are the people whose answer to it was recorded. A round asks a part of what is worth asking, tasks that
nobody answered in any order, so that what is learnt of people early decides whom later tasks are given to.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from amana.core.collection.choosing import Rule
from amana.core.collection.replaying import collect
from amana.core.inference.consensus import consensus
from amana.core.inference.crowd import Crowd, Floats
from amana.core.inference.majority import majority
from bench.bar import Bar
from bench.quality import sets
from bench.quality.sets import Known, accuracy

SEEDS = 20
SEEDS_BESIDE = 4  # of what has no goal
LABELS_A_TASK_MIN = 8
SHARE = 0.32
BELOW_MAX = 0.3  # points, or one task


def bars(data: Path) -> Iterator[Bar]:
    known = [one for one in sets.categorical(data) if len(one.crowd.task) >= LABELS_A_TASK_MIN * one.crowd.tasks]
    for one in known:
        heads = accuracy(majority(one.crowd).posterior.round(7), one.truth)
        everything = accuracy(consensus(one.crowd).posterior.round(7), one.truth)
        runs = [_collected(one.crowd, SHARE, seed) for seed in range(SEEDS)]
        reached = np.array([accuracy(posterior.round(7), one.truth) for posterior, _ in runs])
        below = heads - float(reached.mean())
        limit = max(BELOW_MAX, 100 / int((one.truth >= 0).sum()))
        yield Bar(
            name=f"adaptive collection of {one.name}: right labels against the majority of all labels",
            figure=round(-below, 2),
            unit="points",
            goal=f"at most {limit:.2f} below, with at most {SHARE:.0%} of the labels",
            holds=below <= limit and max(share for _, share in runs) <= SHARE,
            peer={name: round(right - heads, 2) for name, right in _at_random(one).items()}
            | {"our model on all labels": round(everything - heads, 2)},
            note=f"{100 * float(np.mean([share for _, share in runs])):.1f}% of {len(one.crowd.task)} labels, {SEEDS} seeds, standard "
            f"deviation {reached.std():.2f}; {heads:.2f}% by the majority of all; {everything - reached.mean():.2f} points lost against "
            "our model on all labels",
        )
    yield _mean_of(known, "with half of the people there in a round", SHARE, 0.5)
    yield _mean_of(known, "without a budget, until no label is worth asking", 1.0, 1.0)


def _mean_of(known: list[Known], how: str, share: float, here: float) -> Bar:
    """Another way to collect, of each set a few times."""
    taken, points, words = [], [], []
    for one in known:
        heads = accuracy(majority(one.crowd).posterior.round(7), one.truth)
        runs = [_collected(one.crowd, share, seed, here) for seed in range(SEEDS_BESIDE)]
        taken.append(100 * float(np.mean([used for _, used in runs])))
        points.append(float(np.mean([accuracy(posterior.round(7), one.truth) for posterior, _ in runs])) - heads)
        words.append(f"{one.name} {points[-1]:+.2f} with {taken[-1]:.1f}%")
    return Bar(
        name=f"adaptive collection {how}: right labels against the majority of all labels, mean of {len(known)} sets",
        figure=round(float(np.mean(points)), 2),
        unit="points",
        goal="no goal of its own",
        holds=None,
        note=f"{np.mean(taken):.1f}% of the labels, {SEEDS_BESIDE} seeds; " + "; ".join(words),
    )


def _collected(crowd: Crowd, share: float, seed: int, here: float = 1.0) -> tuple[Floats, float]:
    """Posteriors over all tasks, and the share of the recorded labels that they took."""
    found = collect(crowd, Rule(), np.random.default_rng(seed), most=int(share * len(crowd.task)), here=here)
    return found.standing.posterior, float(found.taken.mean())


def _at_random(one: Known) -> dict[str, float]:
    """The same number of labels, the same for each task as near as it goes, from people as they come; mean of a few draws."""
    models: dict[str, list[float]] = {"majority of as many at random": [], "our model on as many at random": []}
    for seed in range(5):
        rng = np.random.default_rng(seed)
        some = _some(one.crowd, rng)
        for name, model in zip(models, (majority, consensus), strict=True):
            models[name].append(accuracy(model(some).posterior.round(7), one.truth))
    return {name: float(np.mean(found)) for name, found in models.items()}


def _some(crowd: Crowd, rng: np.random.Generator) -> Crowd:
    order: NDArray[np.int64] = np.lexsort((rng.random(len(crowd.task)), crowd.task))
    place = np.arange(len(order)) - np.searchsorted(crowd.task[order], crowd.task[order])
    # Whole rounds over all tasks, and of the last one a part by chance.
    order = order[np.argsort(place + rng.random(crowd.tasks)[crowd.task[order]], kind="stable")][: int(SHARE * len(order))]
    return Crowd(crowd.task[order], crowd.annotator[order], crowd.klass[order], crowd.tasks, crowd.annotators, crowd.classes)
