"""How often a label is right, without any truth given: the engine's model, the majority, and crowd-kit's models beside it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from amana.core.inference.consensus import consensus
from amana.core.inference.crowd import Inferred
from amana.core.inference.dawid_skene import dawid_skene
from amana.core.inference.majority import majority
from amana.core.inference.one_coin import one_coin
from bench.bar import Bar
from bench.peers import crowdkit
from bench.quality import sets
from bench.quality.sets import Known, accuracy

BELOW_MAJORITY_MAX = 0.5  # points, or two tasks


def bars(data: Path) -> Iterator[Bar]:
    known = sets.categorical(data)
    ours: dict[str, list[float]] = {}
    for model in (consensus, majority, dawid_skene, one_coin):
        ours[model.__name__] = [accuracy(_shares(model(one.crowd)), one.truth) for one in known]
    theirs = [_crowdkit(one) for one in known]
    means = {name: round(float(np.mean([of_set[name] for of_set in theirs])), 2) for name in theirs[0]}
    mean = float(np.mean(ours["consensus"]))
    yield Bar(
        name=f"right labels without truth, mean of {len(known)} sets",
        figure=round(mean, 2),
        unit="%",
        goal=">= 87.0",
        holds=mean >= 87.0,
        peer={f"crowd-kit {name}": figure for name, figure in means.items()}
        | {
            "crowd-kit, the best of them for each set in hindsight": round(
                float(np.mean([max(one.values()) for one in theirs])), 2
            )
        },
        note="; ".join(f"our {name} {np.mean(ours[name]):.2f}" for name in ("majority", "dawid_skene", "one_coin"))
        + "; ties count as their expectation",
    )
    for at, one in enumerate(known):
        below = ours["majority"][at] - ours["consensus"][at]
        limit = max(BELOW_MAJORITY_MAX, 200 / int((one.truth >= 0).sum()))
        yield Bar(
            name=f"right labels of {one.name}",
            figure=round(ours["consensus"][at], 2),
            unit="%",
            goal=f"at most {limit:.2f} points below the majority",
            holds=below <= limit,
            peer={"our majority": round(ours["majority"][at], 2)} | {name: round(share, 2) for name, share in theirs[at].items()},
            note=f"{(one.truth >= 0).sum()} of {one.crowd.tasks} tasks have a truth; {len(one.crowd.task)} labels, {len(one.classes)} classes",
        )


def _shares(found: Inferred) -> np.ndarray:
    # A hair decides the majority's ties for the more frequent class; here ties stay ties.
    return found.posterior.round(7)


def _crowdkit(one: Known) -> dict[str, float]:
    """The accuracy of each of crowd-kit's models, in percent."""
    rows = [
        (one.tasks[task], one.annotators[who], one.classes[klass])
        for task, who, klass in zip(one.crowd.task, one.crowd.annotator, one.crowd.klass, strict=True)
    ]
    truth = {one.tasks[task]: one.classes[one.truth[task]] for task in np.flatnonzero(one.truth >= 0)}
    found = crowdkit.labels_of_all(rows)
    return {
        model: 100 * sum(labels[task] == label for task, label in truth.items()) / len(truth) for model, labels in found.items()
    }
