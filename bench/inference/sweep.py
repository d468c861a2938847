"""A large project estimated by the sweep of a running engine: how long it takes, how large it grows, and who feels it."""

import asyncio
import time
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import msgspec

from bench.bar import Bar
from bench.bulk.memory import PeakMemory
from bench.dispatch.crew import Crew, lead, make_crew, straight
from bench.dispatch.pairs import percentile
from bench.wire import Wire
from tests.journeys.engine import Engine, engine_in_a_home, fact

TASKS, EACH, PEOPLE = 100_000, 3, 200
WAIT_SECONDS_MAX = 1200
PAUSE_SECONDS = 0.02  # between two claims of whoever works meanwhile


class Felt(msgspec.Struct):
    """Milliseconds of each claim, and megabytes at most of the web process and of what it started."""

    claim_ms: list[float]
    web_megabytes: int
    apart_megabytes: int
    seconds: float


def bars() -> Iterator[Bar]:
    with engine_in_a_home() as engine:
        engine.start()
        key = fact(engine.amana("workspace", "create", "Estimates"), "API key")
        with lead(engine, key) as client:
            small = make_crew(engine, client, 100, 1)
            large = make_crew(engine, client, TASKS, 1, annotations_needed=EACH)
            before, after = asyncio.run(_felt(engine, client, small, large))
    what = f"{TASKS * EACH:,} annotations of {TASKS:,} tasks by {PEOPLE} people"
    yield Bar(
        name="a full estimate by the sweep",
        figure=round(after.seconds, 1),
        unit="s from the last answer to the estimate of all",
        goal="a figure",
        holds=None,
        note=f"{what}, in a running engine; its own process grew to {after.apart_megabytes} MB",
    )
    yield Bar(
        name="memory of the web process while a large project is estimated",
        figure=after.web_megabytes,
        unit="MB resident at most",
        goal="< 300",
        holds=after.web_megabytes < 300,
        note=f"{before.web_megabytes} MB before",
    )
    yield Bar(
        name="the longest claim while a large project is estimated",
        figure=round(max(after.claim_ms), 1),
        unit="ms",
        goal="a figure",
        holds=None,
        note=f"p99 {percentile(after.claim_ms, 0.99):.1f} ms, p50 {percentile(after.claim_ms, 0.5):.1f} ms; before: longest "
        f"{max(before.claim_ms):.1f}, p99 {percentile(before.claim_ms, 0.99):.1f}, p50 {percentile(before.claim_ms, 0.5):.1f} ms; one "
        f"person of another project claims every {PAUSE_SECONDS * 1000:.0f} ms",
    )


async def _felt(engine: Engine, client: httpx.Client, small: Crew, large: Crew) -> tuple[Felt, Felt]:
    before = await _claiming(engine, small, asyncio.sleep(10))
    await _answer_everything(engine, large.project)
    after = await _claiming(engine, small, _until_estimated(client, large.project))
    return before, after


async def _claiming(engine: Engine, crew: Crew, until: Coroutine[Any, Any, None]) -> Felt:
    """What somebody at work feels until that is over."""
    wire = await Wire.open(engine.url, cookie=crew.sessions[0])
    over = asyncio.create_task(until)
    claim_ms: list[float] = []
    apart = _Started(engine.pid)
    began = time.perf_counter()
    with PeakMemory(engine.pid) as web:
        while not over.done():
            asked = time.perf_counter()
            await wire.post(f"/api/annotator/projects/{crew.project}/claim", {"want": 1})
            claim_ms.append((time.perf_counter() - asked) * 1000)
            apart.look()
            await asyncio.sleep(PAUSE_SECONDS)
    await over
    wire.close()
    return Felt(claim_ms, web.megabytes, apart.megabytes, time.perf_counter() - began)


class _Started:
    """The greatest size of any process that another one started, by the kernel's own mark."""

    def __init__(self, pid: int) -> None:
        self.megabytes = 0
        self._children = Path(f"/proc/{pid}/task/{pid}/children")

    def look(self) -> None:
        for child in self._children.read_text().split():
            try:
                command = Path(f"/proc/{child}/cmdline").read_text()
                status = Path(f"/proc/{child}/status").read_text()
            except OSError:
                continue
            if "amana.estimator" in command and (at := status.find("VmHWM:")) >= 0:
                self.megabytes = max(self.megabytes, int(status[at:].split()[1]) // 1024)


async def _until_estimated(client: httpx.Client, project: str) -> None:
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while True:
        page = (await asyncio.to_thread(client.get, f"/api/client/projects/{project}")).raise_for_status().json()
        if page["agreement"] and page["agreement"][0]["events_behind"] == 0:
            return
        assert time.monotonic() < deadline, page
        await asyncio.sleep(0.5)


async def _answer_everything(engine: Engine, project: str) -> None:
    """Answers as `submit` would have stored them, but past the functions and with empty bodies: estimating reads none."""
    connection = await straight(engine)
    async with connection.transaction():
        await connection.execute(
            """INSERT INTO walled.assignment (workspace_id, assignment_id, project_id, task_id, pseudonym, state, surplus, revision,
                                              claimed_at, lease_until, shown_at, presentation_seed, guideline_version, rate_minor, currency)
               SELECT t.workspace_id, gen_random_uuid(), t.project_id, t.task_id,
                      md5(((t.place * $2 + number) % $3)::text)::uuid, 'answered', false, 1, now(), now(), now(), 0, 1, 12, 'EUR'
               FROM (SELECT *, row_number() OVER (ORDER BY task_id) AS place FROM walled.task WHERE project_id = $1) t,
                    generate_series(1, $2) AS number""",
            UUID(project),
            EACH,
            PEOPLE,
        )
        # Each task has a truth, and people are right as often as their name says.
        await connection.execute(
            """INSERT INTO walled.annotation (workspace_id, submit_id, project_id, task_id, assignment_id, pseudonym, revision, surplus,
                                              guideline_version, vote_question, vote_class, vote_value, active_ms, content_digest, body)
               SELECT a.workspace_id, gen_random_uuid(), a.project_id, a.task_id, a.assignment_id, a.pseudonym, 1, false, 1, '{0}',
                      ARRAY[CASE WHEN random() < 0.4 + abs(hashtext(a.pseudonym::text)) % 60 / 100.0
                                 THEN abs(hashtext(a.task_id::text)) % 3 ELSE floor(random() * 3) END]::smallint[],
                      '{0}', 900, '\\x00', '\\x00'
               FROM walled.assignment a WHERE a.project_id = $1""",
            UUID(project),
        )
    await connection.execute("ANALYZE")
    await connection.close()
