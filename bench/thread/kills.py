"""2,000 submits from 8 clients while the server is killed with -9 again and again, most often inside a submit.

Each client behaves as the browser's outbox does: it keeps a submit until its receipt is here and sends it again under the
same id. Afterwards the database is asked, past every wall, whether each acknowledged submit is there once, with exactly one
pending transfer of the amount that was frozen when its task was handed out. The same harness runs against a build that pays
in a second transaction, and must catch it.
"""

import asyncio
import itertools
import json
import random
import threading
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import msgspec

from amana.outside.postgres.server import DATABASE, SUPERUSER, Server
from bench.bar import Bar
from tests.journeys.engine import Engine, engine_in_a_home, fact

SUBMITS, CLIENTS, KILLS = 2000, 8, 20
RATES = (12, 17)  # two projects, so that a frozen amount can be wrong
SUBMIT_SECONDS = 0.012  # how long after a request was sent the kill is drawn from, uniformly
PLANTED_KILLS_MAX = 120


class Outcome(msgspec.Struct):
    acknowledged: dict[str, int] = {}
    kills: int = 0
    kills_inside: int = 0
    seconds: float = 0.0
    refused: list[str] = []
    broken: dict[str, int] = {}


def bars() -> Iterator[Bar]:
    sound = run("amana", KILLS)
    yield Bar(
        name="promises broken by kills",
        figure=sum(sound.broken.values()) + len(sound.refused),
        unit="of acknowledged submits",
        goal="0",
        holds=not any(sound.broken.values()) and not sound.refused and len(sound.acknowledged) == SUBMITS,
        note=f"{len(sound.acknowledged)} submits acknowledged, {CLIENTS} clients, {sound.kills} kills, {sound.seconds:.0f} s; {sound.broken} {sound.refused[:1]}",
    )
    yield Bar(
        name="kills inside a submit",
        figure=sound.kills_inside,
        unit=f"of {sound.kills}",
        goal="at least half",
        holds=sound.kills_inside * 2 >= sound.kills >= KILLS,
        note="a submit was sent and not answered at the moment of the kill",
    )
    planted = run("bench.thread.planted", PLANTED_KILLS_MAX, until_broken=True)
    yield Bar(
        name="the planted bug (pay in a second transaction) is caught",
        figure=any(planted.broken.values()),
        unit="",
        goal="true",
        holds=any(planted.broken.values()),
        note=f"after {planted.kills} kills; {planted.broken}",
    )


def run(module: str, kills: int, *, until_broken: bool = False) -> Outcome:
    """Submit and kill; with `until_broken` rounds of SUBMITS go on until something broke or the kills are used up."""
    outcome = Outcome()
    with engine_in_a_home(module) as engine:
        engine.start()
        key = fact(engine.amana("workspace", "create", "Kills"), "API key")
        began = time.monotonic()
        while True:
            _round(engine, key, outcome, min(kills - outcome.kills, KILLS))
            outcome.broken = asyncio.run(_broken(engine, outcome.acknowledged))
            if not until_broken or any(outcome.broken.values()) or outcome.kills >= kills:
                outcome.seconds = time.monotonic() - began
                return outcome


def _round(engine: Engine, key: str, outcome: Outcome, kills: int) -> None:
    desks = [_Desk(engine, *desk) for desk in _prepared(engine, key)]
    before = len(outcome.acknowledged)
    threads = [threading.Thread(target=desk.work, args=(SUBMITS // CLIENTS, outcome)) for desk in desks]
    for thread in threads:
        thread.start()
    rng = random.Random(before)
    for number in range(kills):
        while len(outcome.acknowledged) - before < SUBMITS * number / (kills + 1) and any(
            thread.is_alive() for thread in threads
        ):
            time.sleep(0.001)
        _wait_for_a_submit(desks)
        time.sleep(rng.uniform(0, SUBMIT_SECONDS))
        outcome.kills_inside += any(desk.in_flight for desk in desks)
        engine.kill()
        outcome.kills += 1
        engine.start()
    for thread in threads:
        thread.join()


def _wait_for_a_submit(desks: "list[_Desk]") -> None:
    deadline = time.monotonic() + 2
    seen = [desk.sent for desk in desks]
    while [desk.sent for desk in desks] == seen and time.monotonic() < deadline:
        pass  # spinning: the kill is to fall inside a request of a few milliseconds


class _Desk:
    """A client with an outbox of one submit."""

    def __init__(self, engine: Engine, cookie: str, projects: list[str]) -> None:
        self._engine = engine
        self._cookie = cookie
        self._projects = itertools.cycle(projects)
        self.sent = 0
        self.in_flight = False

    def work(self, quota: int, outcome: Outcome) -> None:
        done = 0
        with httpx.Client(base_url=self._engine.url, headers={"cookie": self._cookie}, timeout=10) as client:
            while done < quota:
                desk = f"/api/annotator/projects/{next(self._projects)}"
                for task in self._insist(client, f"{desk}/claim", {"want": 5})[: quota - done]:
                    submit = {
                        "submit_id": str(uuid4()),
                        "assignment_id": task["assignment_id"],
                        "revision": task["revision"],
                        "answer": {"preference": 1},
                    }
                    try:
                        receipt = self._insist(client, f"{desk}/submit", submit)
                    except RuntimeError as refused:
                        outcome.refused.append(str(refused))
                        continue
                    outcome.acknowledged[receipt["submit_id"]] = receipt["amount_minor"]
                    done += 1

    def _insist(self, client: httpx.Client, path: str, body: dict[str, Any]) -> Any:
        """Send until it is answered: a connection that breaks says nothing of what the engine did."""
        submitting = path.endswith("submit")
        while True:
            try:
                self.in_flight = submitting
                self.sent += submitting
                response = client.post(path, json=body)
                self.in_flight = False
            except httpx.TransportError:
                self.in_flight = False
                time.sleep(0.02)
                continue
            if response.status_code == 200:
                return response.json()
            if response.status_code < 500:
                raise RuntimeError(response.text)
            time.sleep(0.02)


def _prepared(engine: Engine, key: str) -> list[tuple[str, list[str]]]:
    """Two projects of different pay with enough tasks, and a session for each client in both."""
    rows = "".join(json.dumps({"response_a": f"a{n}", "response_b": f"b{n}"}) + "\n" for n in range(SUBMITS // CLIENTS))
    people: list[tuple[str, list[str]]] = []
    with httpx.Client(base_url=engine.url, headers={"Authorization": f"Bearer {key}"}, timeout=30) as client:
        projects = []
        for rate in RATES:
            new = {
                "name": "Kills",
                "task_type": "comparison",
                "rate_minor": rate,
                "currency": "EUR",
                "annotations_needed": CLIENTS,
            }
            project = client.post("/api/client/projects", json=new).json()["project_id"]
            base = f"/api/client/projects/{project}"
            plan = client.post(f"{base}/plans", content=rows.encode()).json()["plan_id"]
            client.post(f"{base}/plans/{plan}/commit")
            client.post(f"{base}/open")
            projects.append(project)
        for number in range(CLIENTS):
            project = projects[number % len(projects)]
            link = client.post(f"/api/client/projects/{project}/invitations", json={"label": "client"}).json()["link"]
            session = httpx.post(f"{engine.url}/api/session", json={"link": link})
            people.append((session.headers["set-cookie"].partition(";")[0], [project]))
    return people


async def _broken(engine: Engine, acknowledged: dict[str, int]) -> dict[str, int]:
    """What the database holds against what was promised, counted by kind of breach."""
    socket_folder = Server(engine.home / "home").socket_folder
    connection = await asyncpg.connect(host=str(socket_folder), user=SUPERUSER, database=DATABASE)
    try:
        stored = await connection.fetch(
            """SELECT n.submit_id::text AS submit_id, a.rate_minor, count(t.transfer_id) AS transfers, min(t.amount_minor) AS amount_minor
               FROM walled.annotation n
               JOIN walled.assignment a ON a.workspace_id = n.workspace_id AND a.assignment_id = n.assignment_id
               LEFT JOIN walled.transfer t ON t.workspace_id = n.workspace_id AND t.submit_id = n.submit_id AND t.kind = 'pending'
               GROUP BY n.workspace_id, n.submit_id, a.rate_minor"""
        )
        doubled = await connection.fetchval(
            "SELECT count(*) FROM (SELECT FROM walled.annotation GROUP BY workspace_id, assignment_id HAVING count(*) > 1) x"
        )
        miscounted = await connection.fetchval(
            """SELECT count(*) FROM walled.task t WHERE t.answered + t.slots > t.needed OR t.answered <>
               (SELECT count(*) FROM walled.annotation n WHERE n.workspace_id = t.workspace_id AND n.task_id = t.task_id AND NOT n.surplus)"""
        )
    finally:
        await connection.close()
    by_id = {row["submit_id"]: row for row in stored}
    return {
        "acknowledged and not stored": sum(submit_id not in by_id for submit_id in acknowledged),
        "stored twice": int(doubled),
        "without exactly one transfer": sum(row["transfers"] != 1 for row in stored),
        "of another amount than was frozen": sum(
            row["transfers"] == 1 and row["amount_minor"] != row["rate_minor"] for row in stored
        ),
        "acknowledged at another amount": sum(
            by_id[submit_id]["rate_minor"] != amount for submit_id, amount in acknowledged.items() if submit_id in by_id
        ),
        "tasks miscounted": int(miscounted),
    }
