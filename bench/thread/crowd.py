"""The recorded crowd of the demo through HTTP: agreement and labels, against crowd-kit on the same annotations."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from amana.client import Client
from amana.core.inference.crowd import Crowd
from amana.core.inference.dawid_skene import WITHOUT_PRIORS, dawid_skene
from amana.core.inference.majority import majority
from amana.demo import ANNOTATIONS, ITEMS, MAPPING
from amana.replay import Recording, Replay
from bench.bar import Bar
from bench.peers import crowdkit
from tests.journeys.engine import engine_in_a_home, fact

CLASSES = ("first", "tie", "second")
PUBLISHED_ALPHA = 0.4532


def bars() -> Iterator[Bar]:
    with engine_in_a_home() as engine:
        engine.start()
        key = fact(engine.amana("workspace", "create", "Bench"), "API key")
        new = {"name": "UKP", "task_type": "comparison", "rate_minor": 1, "currency": "EUR", "annotations_needed": 5}
        with Client(engine.url, key) as client:
            project = client.post("/api/client/projects", new)["project_id"]
            base = f"/api/client/projects/{project}"
            plan = client.send_file(f"{base}/plans", ITEMS)
            client.put(
                f"{base}/plans/{plan['plan_id']}/mapping",
                {"fields": {name: list(columns) for name, columns in MAPPING.fields.items()}},
            )
            client.post(f"{base}/plans/{plan['plan_id']}/commit")
            client.post(f"{base}/open")
            began = time.monotonic()
            submitted = sum(1 for _ in Replay(client, project, Recording.read(ITEMS, ANNOTATIONS, MAPPING)).answers())
            seconds = time.monotonic() - began
            engine.wait_for_answers(key, project, submitted)
            alpha = client.get(base)["agreement"][0]
            tasks = client.get(f"{base}/tasks?limit=500")["tasks"]
            exported = [json.loads(line) for line in b"".join(client.stream(f"{base}/annotations")).splitlines()]
    yield Bar(
        name="Krippendorff's alpha of the replayed crowd",
        figure=round(alpha["alpha"], 4),
        unit="",
        goal=f"{PUBLISHED_ALPHA} to four digits",
        holds=round(alpha["alpha"], 4) == PUBLISHED_ALPHA,
        note=f"95% {alpha['alpha_low']:.4f} to {alpha['alpha_high']:.4f}; {submitted} annotations through HTTP in {seconds:.1f} s",
    )
    rows = [(row["item_id"], row["annotator"], row["votes"]["preference"]) for row in exported]
    peer = crowdkit.labels(rows)
    ours, theirs = _same_settings(rows), peer["dawid_skene"]
    agreed = float(np.mean([ours[item] == theirs[item] for item in theirs]))
    yield Bar(
        name="the same Dawid-Skene label as crowd-kit, with its smoothing and rounds",
        figure=round(100 * agreed, 1),
        unit="% of tasks",
        goal="at least 98",
        holds=agreed >= 0.98,
        note=f"{len(theirs)} tasks",
    )
    gold = _gold()
    stated = {task["item_id"]: task["estimates"][0]["label"] for task in tasks}
    accuracy = _accuracy(stated, gold)
    peer_accuracy = _accuracy(theirs, gold)
    yield Bar(
        name="accuracy of the engine's labels against the published gold",
        figure=round(accuracy, 1),
        unit="%",
        goal="at least crowd-kit's Dawid-Skene - 0.5 points",
        holds=accuracy >= peer_accuracy - 0.5,
        peer={
            "crowd-kit Dawid-Skene": round(peer_accuracy, 1),
            "crowd-kit majority": round(_accuracy(peer["majority"], gold), 1),
            "our Dawid-Skene without priors": round(_accuracy(ours, gold), 1),
            "our majority": round(_accuracy(_majority(rows), gold), 1),
        },
        note=f"{len(gold)} tasks with gold, which is itself an estimate (MACE) by the set's authors",
    )


def _crowd(rows: list[tuple[str, str, str]]) -> tuple[Crowd, list[str]]:
    items, people = sorted({row[0] for row in rows}), sorted({row[1] for row in rows})
    item_no, person_no = {item: n for n, item in enumerate(items)}, {person: n for n, person in enumerate(people)}
    triples = [(item_no[item], person_no[person], CLASSES.index(label)) for item, person, label in rows]
    return Crowd.of(triples, len(items), len(people), len(CLASSES)), items


def _same_settings(rows: list[tuple[str, str, str]]) -> dict[str, str]:
    crowd, items = _crowd(rows)
    found = dawid_skene(crowd, WITHOUT_PRIORS, rounds_max=100, tolerance=1e-5)
    return {item: CLASSES[klass] for item, klass in zip(items, found.label, strict=True)}


def _majority(rows: list[tuple[str, str, str]]) -> dict[str, str]:
    crowd, items = _crowd(rows)
    return {item: CLASSES[klass] for item, klass in zip(items, majority(crowd).label, strict=True)}


def _gold() -> dict[str, str]:
    named = {"a": "first", "equal": "tie", "b": "second"}
    rows = [json.loads(line) for line in Path(ITEMS).read_text().splitlines()]
    return {row["item_id"]: named[row["gold"]] for row in rows if row["gold"]}


def _accuracy(labels: dict[str, str], gold: dict[str, str]) -> float:
    return 100 * float(np.mean([labels[item] == label for item, label in gold.items()]))
