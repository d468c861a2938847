"""Inference at size: the model beside crowd-kit's, agreement, and a large project estimated by a running engine."""

from collections.abc import Callable, Iterator

from bench.bar import Bar
from bench.inference import agreement, models, sweep

PARTS: dict[str, Callable[[], Iterator[Bar]]] = {"models": models.bars, "agreement": agreement.bars, "sweep": sweep.bars}
