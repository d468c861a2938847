"""Whether a claim costs the same with a million open tasks as with ten thousand, and after somebody answered forty thousand."""

import asyncio
import json
import statistics
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from amana.core.scope_token import mint
from amana.model.ids import WorkspaceId
from amana.model.scope import Audience, Scope
from amana.outside import secrets
from amana.outside.key_store import FileKeyStore
from amana.outside.postgres.server import DATABASE, Server
from bench.bar import Bar
from bench.dispatch.crew import Crew, lead, make_crew, straight
from bench.dispatch.pairs import percentile
from bench.wire import Wire
from tests.journeys.engine import Engine, engine_in_a_home, fact

SMALL, LARGE, WALKED = 10_000, 1_000_000, 40_000
PAIRS, COUNTED = 1500, 60
NEEDED = 3


def bars() -> Iterator[Bar]:
    with engine_in_a_home() as engine:
        engine.start()
        key = fact(engine.amana("workspace", "create", "Flat"), "API key")
        with lead(engine, key) as client:
            crews = {size: make_crew(engine, client, size, 2, annotations_needed=NEEDED) for size in (SMALL, LARGE)}
        yield from asyncio.run(_bars(engine, crews))


async def _bars(engine: Engine, crews: dict[int, Crew]) -> list[Bar]:
    database = await straight(engine)
    await database.execute("VACUUM ANALYZE")  # as autovacuum has done on any engine that runs for some minutes
    await _let_walk(database, crews[LARGE], 1)
    small, large, walked = (crews[SMALL], 0), (crews[LARGE], 0), (crews[LARGE], 1)
    times = await _in_turns(engine, {"small": small, "large": large, "walked": walked})
    buffers = {name: await _buffers(engine, *which) for name, which in (("small", small), ("large", large), ("walked", walked))}
    await database.close()
    bars = []
    for name, what in (
        ("large", f"{LARGE:,} open tasks"),
        ("walked", f"{LARGE:,} open tasks, after one person answered {WALKED:,}"),
    ):
        for share, goal in ((0.5, 1.3), (0.95, 1.6)):
            ratio = percentile(times[name], share) / percentile(times["small"], share)
            bars.append(
                Bar(
                    name=f"next at {what}: p{share * 100:.0f}",
                    figure=round(ratio, 2),
                    unit=f"times that at {SMALL:,}",
                    goal=f"<= {goal}",
                    holds=ratio <= goal,
                    note=f"{percentile(times[name], share):.2f} ms against {percentile(times['small'], share):.2f} ms; {PAIRS} each, in turns, over HTTP",
                )
            )
        touched = statistics.median(buffers[name]) / statistics.median(buffers["small"])
        bars.append(
            Bar(
                name=f"buffers touched by a claim at {what}",
                figure=round(touched, 2),
                unit=f"times those at {SMALL:,}",
                goal="within 20%",
                holds=0.8 <= touched <= 1.2,
                note=f"median {statistics.median(buffers[name])} against {statistics.median(buffers['small'])} of {COUNTED} claims each",
            )
        )
    return bars


async def _in_turns(engine: Engine, people: dict[str, tuple[Crew, int]]) -> dict[str, list[float]]:
    """Milliseconds of each claim. Between two of one person lies one of each other, and the answer that makes room for it."""
    wires = {name: await Wire.open(engine.url, cookie=crew.sessions[who]) for name, (crew, who) in people.items()}
    times: dict[str, list[float]] = {name: [] for name in people}
    for number in range(PAIRS + 50):
        for name, (crew, _) in people.items():
            desk = f"/api/annotator/projects/{crew.project}"
            began = time.perf_counter()
            [task] = await wires[name].post(f"{desk}/claim", {"want": 1})
            if number >= 50:  # the first ones prepare plans
                times[name].append((time.perf_counter() - began) * 1000)
            answer = {
                "submit_id": str(uuid4()),
                "assignment_id": task["assignment_id"],
                "revision": 1,
                "answer": {"preference": 1},
            }
            await wires[name].post(f"{desk}/submit", answer)
    for wire in wires.values():
        wire.close()
    return times


async def _buffers(engine: Engine, crew: Crew, who: int) -> list[int]:
    """Shared buffers touched by each claim, on a connection of the annotator's own role."""
    home = engine.home / "home"
    database = await straight(engine)
    workspace: UUID = await database.fetchval("SELECT workspace_id FROM walled.project WHERE project_id = $1", UUID(crew.project))
    await database.close()
    subject = secrets.hash_of(crew.sessions[who].partition("=")[2])
    connection = await asyncpg.connect(host=str(Server(home).socket_folder), user="amana_annotator", database=DATABASE)
    touched = []
    for number in range(COUNTED + 10):
        token = mint(Scope(Audience.ANNOTATOR, WorkspaceId(workspace), subject), FileKeyStore(home).working.scope, time.time())
        said = await connection.fetchval(
            "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM dispatch.claim($1, $2, '{}', $3)",
            token,
            UUID(crew.project),
            min(number + 1, COUNTED + 10),
        )
        plan: dict[str, Any] = json.loads(said)[0]["Plan"]
        if number >= 10:
            touched.append(int(plan["Shared Hit Blocks"]) + int(plan["Shared Read Blocks"]))
    await connection.close()
    return touched


async def _let_walk(database: "asyncpg.Connection[asyncpg.Record]", crew: Crew, who: int) -> None:
    """Give one person WALKED answers along their way through the queue, their cursor standing behind the last of them.

    Written past the functions, which would take minutes: rows as they leave them, without the answers themselves.
    """
    project = UUID(crew.project)
    pseudonym: UUID = await database.fetchval(
        "SELECT m.pseudonym FROM commons.session s JOIN commons.membership m ON m.person_id = s.person_id WHERE s.session_hash = $1",
        secrets.hash_of(crew.sessions[who].partition("=")[2]),
    )
    await database.execute(
        """WITH walked AS (
               SELECT workspace_id, task_id FROM walled.task WHERE project_id = $1 AND task_id > '40000000-0000-0000-0000-000000000000'
               ORDER BY task_id LIMIT $3),
           counted AS (
               UPDATE walled.task t SET slots = slots - 1, answered = answered + 1 FROM walked w
               WHERE t.workspace_id = w.workspace_id AND t.task_id = w.task_id)
           INSERT INTO walled.assignment (workspace_id, assignment_id, project_id, task_id, pseudonym, state, claimed_at, lease_until,
                                          presentation_seed, guideline_version, rate_minor, currency)
           SELECT workspace_id, gen_random_uuid(), $1, task_id, $2, 'answered', now(), now(), 0, 1, 12, 'EUR' FROM walked""",
        project,
        pseudonym,
        WALKED,
    )
    await database.execute(
        """INSERT INTO walled.cursor (workspace_id, pseudonym, project_id, skill, epoch, nprio, start_id, at_id, wrapped)
           SELECT p.workspace_id, $2, $1, 0, p.epoch, 0, '40000000-0000-0000-0000-000000000000',
                  (SELECT a.task_id FROM walled.assignment a WHERE a.pseudonym = $2 ORDER BY a.task_id DESC LIMIT 1), false
           FROM walled.project p WHERE p.project_id = $1""",
        project,
        pseudonym,
    )
