"""Dawid and Skene's model beside crowd-kit's on the same ten million labels, each in a process of its own; then the other models."""

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from amana.core.inference.dawid_skene import dawid_skene
from bench.bar import Bar
from bench.inference import simulated
from bench.inference.measured import CATEGORICAL, measure
from bench.inference.simulated import Size
from bench.peers import crowdkit

SIZE = Size(tasks=1_000_000, each=10, annotators=5_000, classes=5)
ROUNDS = 4  # of both
TURNS = 3
LIVE = Size(tasks=200_000, each=5, annotators=2_000, classes=5)
NEW_LABELS = 1_000


def bars() -> Iterator[Bar]:
    with tempfile.TemporaryDirectory(prefix="amana-inference-") as name:
        folder = Path(name)
        truth = simulated.write(folder, SIZE)
        turns = [(measure("rounds", folder, SIZE, rounds=ROUNDS), crowdkit.rounds(folder, ROUNDS)) for _ in range(TURNS)]
        ordered = crowdkit.rounds(folder, ROUNDS, ordered=True)
        whole = measure("whole", folder, SIZE, model=CATEGORICAL.index(dawid_skene))
        labels = {name: np.load(folder / f"{name}.npy") for name in ("ours", "crowdkit", "whole")}
        others = list(_others(folder, truth))
    accuracy = {name: 100 * float((label == truth).mean()) for name, label in labels.items()}
    crowd = f"{SIZE.annotations:,} labels of {SIZE.tasks:,} tasks by {SIZE.annotators:,} annotators, {SIZE.classes} classes"
    ours, peer = ([turn[which]["cpu_seconds_an_iteration"] for turn in turns] for which in (0, 1))
    times = statistics.median(theirs / mine for mine, theirs in zip(ours, peer, strict=True))
    yield Bar(
        name="Dawid-Skene: crowd-kit's CPU time an iteration against ours",
        figure=round(times, 1),
        unit="times",
        goal=">= 30",
        holds=times >= 30,
        peer={
            "crowd-kit, CPU seconds an iteration": round(statistics.median(peer), 2),
            "the same of rows sorted by task": round(ordered["cpu_seconds_an_iteration"], 2),
        },
        note=f"ours {statistics.median(ours):.3f} s in any order; {crowd}, in the order in which a crowd answers; median of {TURNS} turns, "
        f"each {[round(theirs / mine, 1) for mine, theirs in zip(ours, peer, strict=True)]}; an iteration is what some more took more",
    )
    megabytes = [max(turn[which]["peak_megabytes"] for turn in turns) for which in (0, 1)]
    share = megabytes[0] / megabytes[1]
    yield Bar(
        name="Dawid-Skene: our peak memory against crowd-kit's",
        figure=round(share, 3),
        unit="of it",
        goal="<= 0.2",
        holds=share <= 0.2,
        peer={"crowd-kit, MB": megabytes[1]},
        note=f"ours {megabytes[0]} MB, the interpreter and the labels included in both",
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
        goal="< 15, under 500 MB",
        holds=whole["cpu_seconds"] < 15 and whole["peak_megabytes"] < 500,
        note=f"{whole['rounds']} rounds, converged: {whole['converged']}; {whole['peak_megabytes']} MB; {accuracy['whole']:.3f}% right",
    )
    yield from others


def _others(folder: Path, truth: np.ndarray) -> Iterator[Bar]:
    """The other models on the same labels, and the engine's own on a live project of a million."""
    peaks, took, words = [], {}, []
    for number, model in enumerate(CATEGORICAL):
        found = measure("whole", folder, SIZE, model=number)
        right = 100 * float((np.load(folder / "whole.npy") == truth).mean())
        took[model.__name__] = found["cpu_seconds"]
        peaks.append(found["peak_megabytes"])
        words.append(
            f"{model.__name__} {found['cpu_seconds']:.1f} s, {found['rounds']} rounds, {found['peak_megabytes']} MB, {right:.2f}%"
        )
    single = {name: seconds for name, seconds in took.items() if name not in ("dawid_skene", "consensus")}
    times = max(single.values()) / took["dawid_skene"]
    yield Bar(
        name="other categorical models: the slowest whole fit against Dawid-Skene's",
        figure=round(times, 2),
        unit="times",
        goal="<= 3, in memory too",
        holds=times <= 3 and max(peaks) <= 3 * peaks[CATEGORICAL.index(dawid_skene)],
        note="; ".join(words),
    )
    yield Bar(
        name="consensus of four models, as the engine runs it: whole fit against Dawid-Skene's",
        figure=round(took["consensus"] / took["dawid_skene"], 2),
        unit="times",
        goal="a figure: it is four models",
        holds=None,
        note=f"{took['consensus']:.1f} CPU seconds",
    )
    with tempfile.TemporaryDirectory(prefix="amana-inference-") as name:
        simulated.write(Path(name), LIVE)
        again = measure("again", Path(name), LIVE, more=NEW_LABELS)
    yield Bar(
        name=f"estimated again after {NEW_LABELS:,} new labels on {LIVE.annotations:,}",
        figure=round(again["cpu_seconds"], 2),
        unit="CPU seconds",
        goal="< 1",
        holds=again["cpu_seconds"] < 1,
        note=f"from the beginning, all four models; {LIVE.tasks:,} tasks, {LIVE.annotators:,} annotators, {LIVE.classes} classes",
    )
