"""Dawid and Skene's model beside crowd-kit's on the same ten million labels, each in a process of its own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.bar import Bar
from bench.inference import simulated
from bench.inference.measured import measure
from bench.inference.simulated import Size
from bench.peers import crowdkit

SIZE = Size(tasks=1_000_000, each=10, annotators=5_000, classes=5)
ROUNDS = 4  # of both; crowd-kit takes half a minute for one


def bars() -> Iterator[Bar]:
    with tempfile.TemporaryDirectory(prefix="amana-inference-") as name:
        folder = Path(name)
        truth = simulated.write(folder, SIZE)
        ours = measure("rounds", folder, SIZE, rounds=ROUNDS)
        peer = crowdkit.rounds(folder, ROUNDS)
        again = measure("rounds", folder, SIZE, rounds=ROUNDS)
        whole = measure("whole", folder, SIZE)
        labels = {name: np.load(folder / f"{name}.npy") for name in ("ours", "crowdkit", "whole")}
    accuracy = {name: 100 * float((label == truth).mean()) for name, label in labels.items()}
    crowd = f"{SIZE.annotations:,} labels of {SIZE.tasks:,} tasks by {SIZE.annotators:,} annotators, {SIZE.classes} classes"
    seconds = max(ours["cpu_seconds_an_iteration"], again["cpu_seconds_an_iteration"])
    times = peer["cpu_seconds_an_iteration"] / seconds
    yield Bar(
        name="Dawid-Skene: crowd-kit's CPU time an iteration against ours",
        figure=round(times, 1),
        unit="times",
        goal=">= 30",
        holds=times >= 30,
        peer={"crowd-kit, CPU seconds an iteration": round(peer["cpu_seconds_an_iteration"], 2)},
        note=f"ours {ours['cpu_seconds_an_iteration']:.3f} s before it and {again['cpu_seconds_an_iteration']:.3f} s after it, the slower "
        f"counts; {crowd}; what some iterations more took more",
    )
    share = ours["peak_megabytes"] / peer["peak_megabytes"]
    yield Bar(
        name="Dawid-Skene: our peak memory against crowd-kit's",
        figure=round(share, 3),
        unit="of it",
        goal="<= 0.2",
        holds=share <= 0.2,
        peer={"crowd-kit, MB": peer["peak_megabytes"]},
        note=f"ours {ours['peak_megabytes']} MB, the interpreter and the labels included in both",
    )
    same = 100 * float((labels["ours"] == labels["crowdkit"]).mean())
    yield Bar(
        name="Dawid-Skene: accuracy after as many iterations as crowd-kit",
        figure=round(accuracy["ours"], 3),
        unit="% of tasks",
        goal="crowd-kit's, within 0.05",
        holds=abs(accuracy["ours"] - accuracy["crowdkit"]) <= 0.05,
        peer={"crowd-kit": round(accuracy["crowdkit"], 3)},
        note=f"{ROUNDS} iterations each; the same label for {same:.3f}% of tasks",
    )
    yield Bar(
        name="Dawid-Skene as the engine runs it: with priors, until it stands still",
        figure=round(whole["cpu_seconds"], 1),
        unit="CPU seconds",
        goal="a figure",
        holds=None,
        note=f"{whole['rounds']} rounds, converged: {whole['converged']}; {whole['peak_megabytes']} MB; {accuracy['whole']:.3f}% right",
    )
