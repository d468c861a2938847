"""Tasks a second through HTTP: the file sent, every row checked, duplicates counted, the tasks made; and the web process's memory."""

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import httpx

from bench.bar import Bar
from bench.bulk import beside
from bench.bulk.memory import PeakMemory
from bench.dispatch.crew import lead
from tests.journeys.engine import engine_in_a_home, fact

TASKS = 500_000
ROW_BYTES = 1500


def bars() -> Iterator[Bar]:
    peer = beside.imported()
    with engine_in_a_home() as engine:
        engine.start()
        key = fact(engine.amana("workspace", "create", "Bulk"), "API key")
        file = engine.home / "rows.jsonl"
        write_rows(file, TASKS)
        peak = PeakMemory(engine.pid)
        with lead(engine, key) as client, peak:
            seconds = import_file(client, file)
        rate = TASKS / sum(seconds.values())
        yield Bar(
            name="tasks imported a second through HTTP",
            figure=round(rate),
            unit="a second",
            goal=">= 25000",
            holds=rate >= 25_000,
            peer=peer,
            note=f"{TASKS} comparisons of {ROW_BYTES} bytes, JSON Lines; "
            + ", ".join(f"{name} {took:.1f} s" for name, took in seconds.items()),
        )
        yield Bar(
            name="memory of the web process while it imports",
            figure=peak.megabytes,
            unit="MB resident at most",
            goal="< 300",
            holds=peak.megabytes < 300,
            note="the process that serves HTTP; files are read by a process of its own",
        )


def write_rows(file: Path, tasks: int) -> None:
    """Comparisons of ROW_BYTES each, all different, of words so that they compress and compare as texts do."""
    rng = random.Random(7)
    words = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(2, 10))) for _ in range(4000)]
    pages = [" ".join(rng.choices(words, k=400)) for _ in range(500)]
    with open(file, "w") as out:
        for number in range(tasks):
            page, other = rng.choice(pages), rng.choice(pages)
            row = {"item_id": number, "prompt": f"{number} {page[:300]}", "response_a": page[300:900], "response_b": ""}
            row["response_b"] = other[: ROW_BYTES - len(json.dumps(row)) - 1]
            out.write(json.dumps(row) + "\n")


def import_file(client: httpx.Client, file: Path) -> dict[str, float]:
    """How long planning (with the upload) and committing took."""
    new = {"name": "Bulk", "task_type": "comparison", "rate_minor": 1, "currency": "EUR"}
    project = client.post("/api/client/projects", json=new).raise_for_status().json()["project_id"]
    base = f"/api/client/projects/{project}/plans"
    began = time.perf_counter()
    with open(file, "rb") as content:
        plan = client.post(base, params={"file_name": file.name}, content=_pieces(content)).raise_for_status().json()
    planned = time.perf_counter()
    batch = client.post(f"{base}/{plan['plan_id']}/commit").raise_for_status().json()
    done = time.perf_counter()
    assert batch["tasks"] == plan["rows"], batch
    return {"upload and plan": planned - began, "commit": done - planned}


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    while piece := content.read(1 << 20):
        yield piece
