"""Measured quality, on a folder of public crowds whose truth is known (`--data DIR`, else ../shared/data/crowd): labels, calibration, certificate."""

from collections.abc import Callable, Iterator

from bench.bar import Bar
from bench.quality import labels, scores, sets

PARTS: dict[str, Callable[[], Iterator[Bar]]] = {
    "labels": lambda: labels.bars(sets.folder()),
    "scores": lambda: scores.bars(sets.folder()),
}
