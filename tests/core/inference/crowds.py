"""Small crowds for the tests of models."""

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from amana.core.inference.crowd import Crowd

TASKS, ANNOTATORS, CLASSES = 8, 5, 3


@st.composite
def crowds(draw: st.DrawFn) -> Crowd:
    """Some of the pairs of a small crowd, each answered once."""
    pairs = draw(st.lists(st.tuples(st.integers(0, TASKS - 1), st.integers(0, ANNOTATORS - 1)), unique=True, max_size=40))
    classes = draw(st.lists(st.integers(0, CLASSES - 1), min_size=len(pairs), max_size=len(pairs)))
    return Crowd.of([(task, who, klass) for (task, who), klass in zip(pairs, classes, strict=True)], TASKS, ANNOTATORS, CLASSES)


def permuted(crowd: Crowd, order: np.ndarray) -> Crowd:
    return Crowd(crowd.task[order], crowd.annotator[order], crowd.klass[order], crowd.tasks, crowd.annotators, crowd.classes)


def simulated(accuracy: list[float], tasks: int, seed: int) -> tuple[Crowd, np.ndarray]:
    """Everybody answers everything, each right as often as said, wrong evenly."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, CLASSES, tasks)
    triples = []
    for who, rate in enumerate(accuracy):
        right = rng.random(tasks) < rate
        wrong = (truth + rng.integers(1, CLASSES, tasks)) % CLASSES
        triples += [(task, who, int(truth[task] if right[task] else wrong[task])) for task in range(tasks)]
    return Crowd.of(triples, tasks, len(accuracy), CLASSES), truth


def renamed_classes(crowd: Crowd, order: Sequence[int]) -> Crowd:
    """Class k is called `order[k]`."""
    klass = np.array(order, dtype=np.int32)[crowd.klass]
    return Crowd(crowd.task, crowd.annotator, klass, crowd.tasks, crowd.annotators, crowd.classes)
