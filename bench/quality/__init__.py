"""Measured quality, on a folder of public crowds whose truth is known (`--data DIR`, else ../shared/data/crowd): labels without
truth, calibration, certificate, adaptive collection, its forecasts, and the scores of pairs and ratings."""

from collections.abc import Callable, Iterator

from bench.bar import Bar
from bench.quality import calibrating, certificate, collecting, labels, planning, scores, sets

PARTS: dict[str, Callable[[], Iterator[Bar]]] = {
    "labels": lambda: labels.bars(sets.folder()),
    "calibration": lambda: calibrating.bars(sets.folder()),
    "certificate": lambda: certificate.bars(sets.folder()),
    "collection": lambda: collecting.bars(sets.folder()),
    "planning": lambda: planning.bars(sets.folder()),
    "scores": lambda: scores.bars(sets.folder()),
}
