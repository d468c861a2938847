"""What the walls cost: claim + submit, and a page of fifty tasks, beside a version from before them. Both are built in the same run
and measured in turns."""

import asyncio
import statistics
import time
from collections.abc import Iterator

import httpx
import msgspec

from bench import revision
from bench.bar import Bar
from bench.dispatch.crew import lead, make_crew
from bench.dispatch.pairs import over_http
from tests.journeys.engine import Engine, engine_in_a_home, fact

TASKS, CLIENTS, ROUNDS, SECONDS = 10_000, 8, 5, 5.0
PAGES, PAGE_TASKS = 100, 50


class Side(msgspec.Struct):
    engine: Engine
    key: str
    pairs_a_second: list[float] = []
    page_ms: list[float] = []


def bars() -> Iterator[Bar]:
    with revision.checkout() as (name, folder), engine_in_a_home(checkout=folder) as old, engine_in_a_home() as new:
        sides = []
        for engine in (old, new):
            engine.start()
            sides.append(Side(engine, fact(engine.amana("workspace", "create", "Bench"), "API key")))
        for _ in range(ROUNDS):
            for side in sides:
                _measure(side)
    before, now = sides
    pairs = [mine / theirs for mine, theirs in zip(now.pairs_a_second, before.pairs_a_second, strict=True)]
    yield Bar(
        name="claim + submit pairs a second, against the commit before the walls",
        figure=round(statistics.median(pairs), 2),
        unit="times",
        goal=">= 0.7",
        holds=statistics.median(pairs) >= 0.7,
        peer={f"{name}, pairs a second": round(statistics.median(before.pairs_a_second))},
        note=f"{statistics.median(now.pairs_a_second):.0f} pairs a second; {CLIENTS} clients, {TASKS} tasks, median of {ROUNDS} rounds"
        f" in turns of {SECONDS:.0f} s; rounds {[round(one, 2) for one in pairs]}",
    )
    pages = [mine / theirs for mine, theirs in zip(now.page_ms, before.page_ms, strict=True)]
    yield Bar(
        name=f"a page of {PAGE_TASKS} tasks with their content, against the commit before the walls",
        figure=round(statistics.median(pages), 2),
        unit="times its time",
        goal="<= 2",
        holds=statistics.median(pages) <= 2,
        peer={f"{name}, ms": round(statistics.median(before.page_ms), 1)},
        note=f"{statistics.median(now.page_ms):.1f} ms, the median of {PAGES} in each of {ROUNDS} rounds; rounds {[round(one, 2) for one in pages]}",
    )


def _measure(side: Side) -> None:
    with lead(side.engine, side.key) as client:
        crew = make_crew(side.engine, client, TASKS, CLIENTS)
        side.pairs_a_second.append(asyncio.run(over_http(side.engine, crew.project, crew.sessions, SECONDS)).pairs_a_second)
        side.page_ms.append(_page_ms(client, crew.project))


def _page_ms(client: httpx.Client, project: str) -> float:
    """The median of PAGES looks at the same page."""
    taken = []
    for _ in range(PAGES):
        began = time.perf_counter()
        page = client.get(f"/api/client/projects/{project}/tasks", params={"limit": PAGE_TASKS}).raise_for_status().json()
        taken.append((time.perf_counter() - began) * 1000)
        assert len(page["tasks"]) == PAGE_TASKS
    return statistics.median(taken)
