"""Simulated deliveries: people who err together, a share of mistakes planted past all confidence, and the engine's belief in them."""

import numpy as np
from numpy.typing import NDArray

from amana.core.inference.consensus import consensus
from amana.core.inference.crowd import Crowd, Floats

ANNOTATORS = 30
FOLLOWING = 0.8  # of a circle's members say what it believes


def delivery(rng: np.random.Generator) -> tuple[Floats, NDArray[np.bool_]]:
    """The confidence of each delivered label, and whether it is right.

    Annotators belong to circles, and a circle may believe the same wrong class of a hard task as the others do: no residual shows it.
    Up to 6% of all labels are wrong whatever was said, as when a guideline is misread by all.
    """
    tasks, classes = int(rng.integers(400, 2500)), int(rng.integers(2, 6))
    circles, each = int(rng.integers(2, 7)), int(rng.integers(3, 8))
    truth = rng.integers(0, classes, tasks)
    skill, circle = rng.beta(8, 2, ANNOTATORS), rng.integers(0, circles, ANNOTATORS)
    hard = rng.beta(0.5, 3, tasks)
    mistaken = rng.random((tasks, circles)) < 2 * rng.uniform(0.05, 0.5) * hard[:, None]
    mistake = (truth + rng.integers(1, classes, tasks)) % classes
    who = np.argsort(rng.random((tasks, ANNOTATORS)), axis=1)[:, :each]
    alone = rng.random((tasks, each)) < skill[who] * (1 - 0.5 * hard[:, None])
    said = np.where(alone, truth[:, None], (truth[:, None] + rng.integers(1, classes, (tasks, each))) % classes)
    follows = np.take_along_axis(mistaken, circle[who], axis=1) & (rng.random((tasks, each)) < FOLLOWING)
    said = np.where(follows, mistake[:, None], said)
    task = np.repeat(np.arange(tasks, dtype=np.int32), each)
    columns = (who.ravel().astype(np.int32), said.ravel().astype(np.int32))
    posterior = consensus(Crowd.of_columns(task, *columns, tasks, ANNOTATORS, classes)).posterior
    planted = rng.random(tasks) < rng.uniform(0, 0.06)
    return posterior.max(axis=1), (posterior.argmax(axis=1) == truth) & ~planted
