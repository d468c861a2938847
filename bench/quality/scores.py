"""Scores of items out of pairs, and values out of ratings, on a folder of public crowds, beside crowd-kit and plain averages."""

import csv
import gzip
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from amana.core.inference.bradley_terry import Comparisons, Ranked, bradley_terry
from amana.core.inference.continuous import Ratings, congeneric
from amana.core.inference.majority import majority
from amana.core.inference.ordinal import graded
from bench.bar import Bar
from bench.peers import crowdkit_pairs
from bench.quality import sets

OUTCOMES = {"left": 0, "tie": 1, "right": 2}
ORDERS = {"s_adult": ("G", "P", "R", "X")}  # the sets of which it is known that their classes have an order
SPLITS = 6


def bars(data: Path) -> Iterator[Bar]:
    for folder in sorted(data.iterdir()):
        if (folder / "labels.csv.gz").exists():
            rows = _rows(folder / "labels.csv.gz")
            truth = _rows(folder / "truth.csv.gz") if (folder / "truth.csv.gz").exists() else []
            if rows and "left" in rows[0]:
                yield from _pairs(folder.name, rows, truth)
            elif rows and truth and _numeric(rows) and _numeric(truth):
                yield _ratings(folder.name, rows, truth)
    for one in sets.categorical(data):
        order = ORDERS.get(one.name)
        if order == tuple(sorted(one.classes)) == one.classes:
            found = graded(one.crowd)
            ours, plain = (sets.accuracy(model.posterior, one.truth) for model in (found.inferred, majority(one.crowd)))
            known = np.flatnonzero(one.truth >= 0)
            held = np.mean((found.class_low[known] <= one.truth[known]) & (one.truth[known] <= found.class_high[known]))
            yield Bar(
                name=f"right labels of {one.name} by its order",
                figure=round(ours, 2),
                unit="%",
                goal="no lower than the majority",
                holds=ours >= plain,
                peer={"our majority": round(plain, 2)},
                note=f"{len(known)} tasks with truth, of which the nominal 95% interval of classes holds {100 * held:.1f}%",
            )


def _pairs(name: str, rows: list[dict[str, str]], truth: list[dict[str, str]]) -> Iterator[Bar]:
    items, annotators = sorted({row[side] for row in rows for side in ("left", "right")}), sorted({row["worker"] for row in rows})
    item, who = ({value: at for at, value in enumerate(column)} for column in (items, annotators))
    columns = np.array([(item[row["left"]], item[row["right"]], who[row["worker"]], OUTCOMES[row["label"]]) for row in rows]).T
    began = time.process_time()
    found = _ranked(columns, len(items), len(annotators))
    ours = time.process_time() - began
    sided = [row for row in rows if row["label"] != "tie"]
    peers = crowdkit_pairs.scores([(row["worker"], row["left"], row["right"], row[row["label"]]) for row in sided])
    sizes = f"{len(rows):,} judgements of {len(items)} items by {len(annotators)} annotators"
    noisy = peers["NoisyBradleyTerry"]["cpu_seconds"]
    yield Bar(
        name=f"{name}: CPU time for scores, sides, ties, people and all their intervals",
        figure=round(ours, 2),
        unit="s",
        goal="<= 10",
        holds=ours <= 10,
        peer={f"crowd-kit {model}, no intervals": round(of["cpu_seconds"], 2) for model, of in peers.items()},
        note=f"{sizes}; {found.rounds} rounds, converged: {found.converged}; NoisyBradleyTerry takes {noisy / ours:.1f} times as long",
    )
    if truth and "item" in truth[0]:
        views: dict[str, list[float]] = defaultdict(list)
        for row in truth:
            views[row["item"]].append(float(row["score"]))
        known = [one for one in items if one in views]
        means = [float(np.mean(views[one])) for one in known]
        theirs = {f"crowd-kit {model}": _rank([of["scores"][one] for one in known], means) for model, of in peers.items()}
        rank = _rank([float(found.score[item[one]]) for one in known], means)
        yield Bar(
            name=f"{name}: rank correlation of the scores with the truth",
            figure=rank,
            unit="Spearman",
            goal=">= crowd-kit's best",
            holds=rank >= max(theirs.values()),
            peer=theirs,
            note=sizes,
        )
    if len(annotators) >= 40:
        held = [_halves(columns, len(items), len(annotators), seed) for seed in range(SPLITS)]
        yield Bar(
            name=f"{name}: how often two halves of the crowd differ by no more than their 95% intervals say",
            figure=round(100 * float(np.mean(held)), 1),
            unit="% of items",
            goal=">= 93",
            holds=bool(np.mean(held) >= 0.93),
            note=f"{SPLITS} random halvings of the annotators; {sizes}",
        )


def _ranked(columns: np.ndarray, items: int, annotators: int) -> Ranked:
    left, right, who, outcome = columns
    heard = Comparisons.of_columns(left, right, who, outcome, items, annotators)
    return bradley_terry(heard, np.random.default_rng(0), ties_offered=bool((outcome == OUTCOMES["tie"]).any()))


def _halves(columns: np.ndarray, items: int, annotators: int, seed: int) -> float:
    half = (np.random.default_rng(seed).random(annotators) < 0.5)[columns[2]]
    one, other = (_ranked(columns[:, rows], items, annotators) for rows in (half, ~half))
    error = np.hypot(one.score_high - one.score, other.score_high - other.score)
    return float(np.mean(np.abs(one.score - other.score) <= error))


def _rank(scores: list[float], truth: list[float]) -> float:
    return round(float(spearmanr(scores, truth)[0]), 3)


def _ratings(name: str, rows: list[dict[str, str]], truth: list[dict[str, str]]) -> Bar:
    tasks, annotators = (sorted({row[column] for row in rows}) for column in ("task", "worker"))
    at, who = ({value: place for place, value in enumerate(column)} for column in (tasks, annotators))
    task, rating = np.array([at[row["task"]] for row in rows]), np.array([float(row["label"]) for row in rows])
    found = congeneric(Ratings.of_columns(task, [who[row["worker"]] for row in rows], rating, len(tasks), len(annotators)))
    known = {at[row["task"]]: float(row["label"]) for row in truth if row["task"] in at}
    places, values = np.array(list(known)), np.array(list(known.values()))
    off = {
        "ours": found.value,
        "mean": np.bincount(task, rating) / np.bincount(task),
        "median": np.array([np.median(rating[task == place]) for place in range(len(tasks))]),
    }
    errors = {model: round(float(np.sqrt(np.mean((of[places] - values) ** 2))), 2) for model, of in off.items()}
    held = np.mean((found.value_low[places] <= values) & (values <= found.value_high[places]))
    return Bar(
        name=f"{name}: error of the values",
        figure=errors["ours"],
        unit="RMSE",
        goal="<= the mean's",
        holds=errors["ours"] <= errors["mean"],
        peer={"mean": errors["mean"], "median": errors["median"]},
        note=f"{len(rows):,} ratings of {len(tasks)} tasks by {len(annotators)} annotators; the nominal 95% intervals hold {100 * held:.1f}% "
        f"of the truths; {found.rounds} rounds, converged: {found.converged}",
    )


def _numeric(rows: list[dict[str, str]]) -> bool:
    """Whether the labels are numbers, and more different ones than classes would be."""
    try:
        return len({float(row["label"]) for row in rows}) > 20
    except (KeyError, ValueError):
        return False


def _rows(file: Path) -> list[dict[str, str]]:
    with gzip.open(file, "rt", newline="") as opened:
        return list(csv.DictReader(opened))
