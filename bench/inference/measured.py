"""Our half, in a process of its own: `python -m bench.inference.measured WHAT FOLDER SIZE …` prints one line of JSON.

CPU time, of all threads, because the machine is shared; memory by the kernel's own high-water mark of this process.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from amana.core.inference.agreement import krippendorff
from amana.core.inference.bwa import bwa
from amana.core.inference.consensus import consensus
from amana.core.inference.crowd import Crowd, Inferred
from amana.core.inference.dawid_skene import WITHOUT_PRIORS, dawid_skene
from amana.core.inference.majority import majority
from amana.core.inference.one_coin import one_coin
from amana.core.inference.pooled import pooled
from amana.core.inference.weighted_majority import weighted_majority
from bench.inference import simulated
from bench.inference.simulated import Size

TIMED_ROUNDS = 20
CATEGORICAL: tuple[Callable[[Crowd], Inferred], ...] = (
    dawid_skene,
    majority,
    weighted_majority,
    one_coin,
    pooled,
    bwa,
    consensus,
)


def measure(what: str, folder: Path, size: Size, **options: int) -> dict[str, Any]:
    """Run `what` on the crowd in `folder` in a process of its own."""
    command = [sys.executable, "-m", __name__, what, str(folder), msgspec.json.encode(size).decode(), json.dumps(options)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def peak_megabytes() -> int:
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) // 1024


def _rounds(folder: Path, size: Size, rounds: int) -> dict[str, Any]:
    """An iteration of Dawid-Skene: what many more than one took more than one. Leaves the labels after `rounds`."""
    crowd = simulated.read(folder, size)
    took = []
    for number in (1, 1 + TIMED_ROUNDS):
        began = time.process_time()
        dawid_skene(crowd, WITHOUT_PRIORS, rounds_max=number, tolerance=0.0)
        took.append(time.process_time() - began)
    found = dawid_skene(crowd, WITHOUT_PRIORS, rounds_max=rounds, tolerance=0.0)
    peak = peak_megabytes()
    np.save(folder / "ours.npy", found.label)
    return {"cpu_seconds_an_iteration": (took[1] - took[0]) / TIMED_ROUNDS, "peak_megabytes": peak, "one_round_seconds": took[0]}


def _whole(folder: Path, size: Size, model: int) -> dict[str, Any]:
    """One of `CATEGORICAL` with its priors, to its end. Leaves its labels."""
    crowd = simulated.read(folder, size)
    began = time.process_time()
    found = CATEGORICAL[model](crowd)
    took = time.process_time() - began
    peak = peak_megabytes()
    np.save(folder / "whole.npy", found.label)
    return {"cpu_seconds": took, "peak_megabytes": peak, "rounds": found.rounds, "converged": found.converged}


def _again(folder: Path, size: Size, more: int) -> dict[str, Any]:
    """The engine's model on all labels but the last `more`, and then on all: what a sweep does when so many came."""
    crowd = simulated.read(folder, size)
    before = Crowd(crowd.task[:-more], crowd.annotator[:-more], crowd.klass[:-more], crowd.tasks, crowd.annotators, crowd.classes)
    consensus(before)
    began = time.process_time()
    consensus(crowd)
    return {"cpu_seconds": time.process_time() - began, "peak_megabytes": peak_megabytes()}


def _agreement(folder: Path, size: Size) -> dict[str, Any]:
    crowd = simulated.read(folder, size)
    began = time.process_time()
    alpha = krippendorff(crowd, np.random.default_rng(0))
    return {
        "cpu_seconds": time.process_time() - began,
        "peak_megabytes": peak_megabytes(),
        "alpha": alpha.value,
        "low": alpha.low,
        "high": alpha.high,
    }


if __name__ == "__main__":
    what, folder, size, options = sys.argv[1:]
    measures: dict[str, Callable[..., dict[str, Any]]] = {
        "rounds": _rounds,
        "whole": _whole,
        "again": _again,
        "agreement": _agreement,
    }
    found = measures[what](Path(folder), msgspec.json.decode(size, type=Size), **json.loads(options))
    print(json.dumps(found))
