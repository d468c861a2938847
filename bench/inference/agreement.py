"""Krippendorff's alpha with its thousand resamples, of many labels and of many different patterns of labels."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.bar import Bar
from bench.inference import simulated
from bench.inference.measured import measure
from bench.inference.simulated import Size

SIZES = (
    Size(tasks=1_000_000, each=10, annotators=5_000, classes=5),
    Size(tasks=1_000_000, each=3, annotators=5_000, classes=100),
)


def bars() -> Iterator[Bar]:
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="amana-inference-") as folder:
            simulated.write(Path(folder), size)
            found = measure("agreement", Path(folder), size)
        yield Bar(
            name=f"alpha with its interval, {size.annotations:,} labels in {size.classes} classes",
            figure=round(found["cpu_seconds"], 1),
            unit="CPU seconds",
            goal="a figure",
            holds=None,
            note=f"alpha {found['alpha']:.4f} ({found['low']:.4f} to {found['high']:.4f}); peak {found['peak_megabytes']} MB",
        )
