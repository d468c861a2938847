"""Near-duplicates of a large batch, from its import to the last verdict: how long, how many of the planted ones are found, how large
the process grows that looks for them, and what somebody at work feels of it."""

import asyncio
import json
import os
import random
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import accumulate
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import msgspec

from amana.core.near_duplicates import ALIKE, likeness, plain, shingle_sets
from bench.bar import Bar
from bench.bulk.memory import PeakOfWorkers
from bench.dispatch.crew import Crew, lead, make_crew, straight
from bench.dispatch.pairs import percentile
from bench.wire import Wire
from tests.journeys.engine import Engine, engine_in_a_home, fact

TASKS = int(os.environ.get("AMANA_BENCH_TASKS", "1000000"))
SECONDS_MAX = 300
TEXT_WORDS = (45, 90, 90)  # of prompt and responses: about 1.5 kB
VOCABULARY = 20_000
SHARED_PROMPTS = 0.3  # of the tasks have a prompt that others have too
COPIES = 0.05  # of the tasks are an earlier one with some words changed, a quarter of them the other way round
PAIRS_QUIET, PAUSE_SECONDS = 300, 0.05


class Copy(msgspec.Struct, frozen=True):
    """A row of the file that was made of an earlier one, and how alike the two are."""

    row: int
    likeness: float


def bars() -> Iterator[Bar]:
    with engine_in_a_home() as engine:
        engine.start()
        key = fact(engine.amana("workspace", "create", "Bulk"), "API key")
        file = engine.home / "rows.jsonl"
        planted = write_rows(file, TASKS)
        with lead(engine, key) as client:
            crew = make_crew(engine, client, 20_000, 1)
            bars = asyncio.run(_bars(engine, client, crew, file, planted))
    yield from bars


async def _bars(engine: Engine, client: httpx.Client, crew: Crew, file: Path, planted: list[Copy]) -> list[Bar]:
    async with _at_work(engine, crew) as quiet:
        while len(quiet) < PAIRS_QUIET:
            await asyncio.sleep(PAUSE_SECONDS)
    project = await asyncio.to_thread(_import, client, file)
    began = time.perf_counter()
    with PeakOfWorkers(engine.pid, "amana.sifter") as peak:
        async with _at_work(engine, crew) as busy:
            while await asyncio.to_thread(_looking, client, project):
                await asyncio.sleep(1)
    took = time.perf_counter() - began
    database = await straight(engine)
    rows = {
        no & 0xFFFFFFFF
        for [no] in await database.fetch("SELECT task_no FROM walled.near_duplicate WHERE project_id = $1", project)
    }
    await database.close()
    alike = [copy for copy in planted if copy.likeness >= ALIKE]
    hits = sum(copy.row in rows for copy in alike)
    return [
        Bar(
            name=f"near-duplicates of {TASKS:,} tasks",
            figure=round(took),
            unit="s",
            goal=f"< {SECONDS_MAX}",
            holds=took < SECONDS_MAX if TASKS >= 1_000_000 else None,
            note=f"comparisons of {file.stat().st_size / TASKS:.0f} bytes, {len(rows):,} copies found; the engine's own sweep, from the "
            "commit of the import, one person at work in another project",
        ),
        Bar(
            name="memory of the process that looks for near-duplicates",
            figure=peak.megabytes,
            unit="MB resident at most",
            goal="bounded, see docs/decisions/0012-near-duplicates.md",
            holds=None,
        ),
        Bar(
            name=f"planted near-duplicates that were found, of those alike by {ALIKE} or more",
            figure=round(hits / len(alike), 4),
            unit="of them",
            goal=">= 0.99",
            holds=hits / len(alike) >= 0.99,
            note=f"{hits:,} of {len(alike):,}; of {len(planted) - len(alike):,} that are less alike "
            f"{sum(copy.row in rows for copy in planted if copy.likeness < ALIKE):,} were shown as copies of something",
        ),
        Bar(
            name="p95 of a claim and its submit while near-duplicates are looked for",
            figure=round(percentile(busy, 0.95) / percentile(quiet, 0.95), 2),
            unit="times that before the import",
            goal="",
            holds=None,
            note=f"{percentile(busy, 0.95):.1f} ms against {percentile(quiet, 0.95):.1f} ms; median {percentile(busy, 0.5):.1f} against "
            f"{percentile(quiet, 0.5):.1f} ms; {len(busy):,} and {len(quiet):,} pairs, {PAUSE_SECONDS} s apart",
        ),
    ]


@asynccontextmanager
async def _at_work(engine: Engine, crew: Crew) -> AsyncIterator[list[float]]:
    """Somebody claims and submits, with pauses, as long as this lasts: milliseconds of each pair."""
    took: list[float] = []
    wire = await Wire.open(engine.url, cookie=crew.sessions[0])
    desk = f"/api/annotator/projects/{crew.project}"

    async def work() -> None:
        while True:
            began = time.perf_counter()
            [task] = await wire.post(f"{desk}/claim", {"want": 1})
            answer = {
                "submit_id": str(uuid4()),
                "assignment_id": task["assignment_id"],
                "revision": 1,
                "answer": {"preference": 1},
            }
            await wire.post(f"{desk}/submit", answer)
            took.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(PAUSE_SECONDS)

    working = asyncio.create_task(work())
    yield took
    working.cancel()
    wire.close()


def _import(client: httpx.Client, file: Path) -> UUID:
    new = {"name": "Bulk", "task_type": "comparison", "rate_minor": 1, "currency": "EUR"}
    project: str = client.post("/api/client/projects", json=new).raise_for_status().json()["project_id"]
    base = f"/api/client/projects/{project}/plans"
    with open(file, "rb") as content:
        pieces = iter(lambda: content.read(1 << 20), b"")
        plan = client.post(base, params={"file_name": file.name}, content=pieces).raise_for_status().json()
    client.post(f"{base}/{plan['plan_id']}/commit").raise_for_status()
    return UUID(project)


def _looking(client: httpx.Client, project: UUID) -> bool:
    page = client.get(f"/api/client/projects/{project}/near-duplicates", params={"limit": 1}).raise_for_status().json()
    return bool(page["looking"])


def write_rows(file: Path, tasks: int) -> list[Copy]:
    """Comparisons of words as often as words are in a language (Zipf's law), and which rows are nearly which earlier ones."""
    rng = random.Random(7)
    words = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(2, 10))) for _ in range(VOCABULARY)]
    often = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
    prompts = [rng.choices(words, cum_weights=often, k=TEXT_WORDS[0]) for _ in range(max(1, tasks // 50))]
    kept: list[list[list[str]]] = []
    copies = []
    with open(file, "w") as out:
        for row in range(1, tasks + 1):
            if kept and rng.random() < COPIES:
                original = rng.choice(kept)
                texts = [_edited(rng, words, text) for text in original]
                one, other = (shingle_sets([plain(" ".join(text)) for text in item]) for item in (original, texts))
                copies.append(Copy(row, likeness(one, other)))
                if rng.random() < 0.25:
                    texts[1:] = texts[:0:-1]
            else:
                texts = [rng.choices(words, cum_weights=often, k=count) for count in TEXT_WORDS]
                if rng.random() < SHARED_PROMPTS:
                    texts[0] = rng.choice(prompts)
                if len(kept) < 50_000:
                    kept.append(texts)
            prompt, first, second = (" ".join(text) for text in texts)
            out.write(json.dumps({"item_id": row, "prompt": prompt, "response_a": first, "response_b": second}) + "\n")
    return copies


def _edited(rng: random.Random, words: list[str], text: list[str]) -> list[str]:
    """One word of a text, or up to a fifteenth of them, changed for others."""
    edited = list(text)
    for at in rng.sample(range(len(text)), rng.randint(1, len(text) // 15)):
        edited[at] = rng.choice(words)
    return edited
