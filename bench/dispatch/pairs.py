"""Claim + submit pairs a second: over HTTP with everything on, and the barest SQL straight on the same server, in turns."""

import asyncio
import json
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import msgspec

from bench.bar import Bar
from bench.dispatch.crew import lead, make_crew, payload, straight
from bench.wire import Wire
from tests.journeys.engine import Engine, engine_in_a_home, fact

TASKS, CLIENTS, ROUNDS, SECONDS = 20_000, 8, 5, 6.0
STRAIGHT_SQL = (Path(__file__).parent / "straight.sql").read_text()
STRAIGHT_DATABASE = "straight"


class Run(msgspec.Struct):
    pairs_a_second: float
    next_ms: list[float]


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def bars() -> Iterator[Bar]:
    ours, bare = asyncio.run(_rounds())
    ratio = statistics.median(mine.pairs_a_second / theirs.pairs_a_second for mine, theirs in zip(ours, bare, strict=True))
    rate = statistics.median(run.pairs_a_second for run in ours)
    yield Bar(
        name="claim + submit pairs a second over HTTP, against straight SQL",
        figure=round(ratio, 3),
        unit="times",
        goal=">= 0.5",
        holds=ratio >= 0.5,
        peer={"straight SQL, pairs a second": round(statistics.median(run.pairs_a_second for run in bare))},
        note=f"{rate:.0f} pairs a second; {CLIENTS} clients, {TASKS} tasks, median of {ROUNDS} rounds in turns of {SECONDS:.0f} s; "
        f"rounds {[round(mine.pairs_a_second / theirs.pairs_a_second, 2) for mine, theirs in zip(ours, bare, strict=True)]}",
    )
    p50 = statistics.median(percentile(run.next_ms, 0.5) for run in ours)
    tails = statistics.median(percentile(run.next_ms, 0.99) / percentile(run.next_ms, 0.5) for run in ours)
    yield Bar(
        name="p99 of next against its own p50",
        figure=round(tails, 2),
        unit="times",
        goal="<= 6",
        holds=tails <= 6,
        note=f"p50 {p50:.1f} ms under {CLIENTS} clients without a pause; median of {ROUNDS} rounds",
    )


async def _rounds() -> tuple[list[Run], list[Run]]:
    ours, bare = [], []
    with engine_in_a_home() as engine:
        engine.start()
        key = fact(engine.amana("workspace", "create", "Bench"), "API key")
        await _make_straight(engine)
        for number in range(ROUNDS):
            with lead(engine, key) as client:
                crew = await asyncio.to_thread(make_crew, engine, client, TASKS, CLIENTS)
            await _fill_straight(engine, number)
            bare.append(await _straight(engine, number))
            ours.append(await over_http(engine, crew.project, crew.sessions, SECONDS))
    return ours, bare


async def over_http(engine: Engine, project: str, sessions: list[str], seconds: float) -> Run:
    """Each session submits what it holds and gets the next with the receipt, without a pause, on a connection of its own."""
    desk = f"/api/annotator/projects/{project}"
    stop = time.perf_counter() + seconds
    next_ms: list[float] = []
    done = 0

    async def work(cookie: str) -> None:
        nonlocal done
        wire = await Wire.open(engine.url, cookie=cookie)
        tasks = await wire.post(f"{desk}/claim", {"want": 1})
        while tasks and time.perf_counter() < stop:
            [task] = tasks
            began = time.perf_counter()
            submitted = await wire.post(
                f"{desk}/submit",
                {
                    "submit_id": str(uuid4()),
                    "assignment_id": task["assignment_id"],
                    "revision": task["revision"],
                    "active_ms": 900,
                    "answer": {"preference": 1},
                    "next": {"want": 1},
                },
            )
            next_ms.append((time.perf_counter() - began) * 1000)
            tasks = submitted["tasks"]
            done += 1
        wire.close()

    began = time.perf_counter()
    await asyncio.gather(*map(work, sessions))
    return Run(done / (time.perf_counter() - began), next_ms)


async def _straight(engine: Engine, project: int) -> Run:
    stop = time.perf_counter() + SECONDS
    next_ms: list[float] = []
    done = 0

    async def work(worker: int) -> None:
        nonlocal done
        connection = await straight(engine, STRAIGHT_DATABASE)
        while time.perf_counter() < stop:
            began = time.perf_counter()
            row = await connection.fetchrow("SELECT * FROM claim_cur($1, $2, $3)", worker, project, [0])
            next_ms.append((time.perf_counter() - began) * 1000)
            if row is None:
                break
            await connection.fetchval("SELECT submit($1, $2, $3)", worker, row["tid"], '{"preference": 1}')
            done += 1
        await connection.close()

    began = time.perf_counter()
    await asyncio.gather(*map(work, range(CLIENTS)))
    return Run(done / (time.perf_counter() - began), next_ms)


async def _make_straight(engine: Engine) -> None:
    connection = await straight(engine)
    await connection.execute(f"CREATE DATABASE {STRAIGHT_DATABASE}")
    await connection.close()
    connection = await straight(engine, STRAIGHT_DATABASE)
    await connection.execute(STRAIGHT_SQL)
    await connection.close()


async def _fill_straight(engine: Engine, project: int) -> None:
    connection = await straight(engine, STRAIGHT_DATABASE)
    rows = [(project * TASKS + number, project, 0, 0, True, 1, 0, json.dumps(payload(number))) for number in range(TASKS)]
    await connection.copy_records_to_table("task", records=rows)
    await connection.execute("ANALYZE task")
    await connection.close()
