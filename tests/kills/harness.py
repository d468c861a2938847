"""Thousands of answers while whatever can die is killed, at a moment drawn uniformly over a request; then everything is counted.

All of it is drawn from one seed: what people do, and when what is killed. What the machine makes of it is not: a seed tells the
plan of a run that broke a promise, not its every step.
"""

import asyncio
import contextlib
import random
import shutil
import tempfile
import time
from pathlib import Path
from typing import Literal

import asyncpg
import httpx
import msgspec

from amana import app
from amana.actions import people
from amana.config import Settings
from amana.store.connect import GONE
from tests.kills.engines import Engine, Fleet, fleet
from tests.kills.people import LOOK_AGAIN_SECONDS, Person
from tests.lab import json_lines, row
from tests.planted import plant
from tests.promises import Told, broken

ENGINES, PEOPLE, NEEDED = 3, 16, 4
RATES_MINOR = (12, 17)  # two projects, so that a frozen amount can be wrong
LEASE_SECONDS, UNDO_SECONDS = 10, 2  # as short as they may be: leases end and tasks settle while it goes on
LEASES_END = 30  # how often
QUIET_SECONDS_MAX = 1.0
CALM_FROM = 0.97  # the share of answers from which on people only answer

Victim = Literal["engine", "connection", "postmaster"]


class Plan(msgspec.Struct, frozen=True):
    """`looks`: how often all promises are asked for before the end. `planted`: a bug, see tests/planted."""

    seed: int
    submits: int
    engines: int
    connections: int = 0
    postmasters: int = 0
    looks: int = 8
    planted: str = ""


class Outcome(msgspec.Struct):
    """`inside`: how many engines died with an answer sent and not replied to. `surplus`: late answers that found no slot, and stand.
    `broken`: which promises, by how many rows."""

    killed: dict[Victim, int] = msgspec.field(default_factory=lambda: {"engine": 0, "connection": 0, "postmaster": 0})
    inside: int = 0
    acknowledged: int = 0
    taken_back: int = 0
    refused: int = 0
    surplus: int = 0
    broken: dict[str, int] = msgspec.field(default_factory=dict)
    seconds: float = 0.0


def run(plan: Plan) -> Outcome:
    """Carry a plan out in a home of its own."""
    home = Path(tempfile.mkdtemp(prefix="amana-kills-", dir="/tmp"))
    home.chmod(0o711)
    try:
        return asyncio.run(_run(plan, home))
    finally:
        shutil.rmtree(home, ignore_errors=True)


async def _run(plan: Plan, home: Path) -> Outcome:
    began = time.monotonic()
    async with fleet(home, ENGINES, plan.planted) as engines:
        async with app.engine(Settings(home=home)) as context:
            key = (await people.open_workspace(context.db, context.seal, "Kills")).key
        if plan.planted:
            async with engines.look() as connection:
                await plant(connection, plan.planted)
        try:
            await engines.start_all()
            outcome = await _Round(plan, engines, _desks(engines.engines[0], key, plan)).live()
            assert "Traceback" not in engines.log()
        except BaseException:
            print(f"{plan}\n{engines.log()}")
            raise
        outcome.seconds = time.monotonic() - began
    return outcome


class _Round:
    def __init__(self, plan: Plan, engines: Fleet, desks: list[tuple[str, str]]) -> None:
        self._plan = plan
        self._engines = engines
        self._rng = random.Random(plan.seed)
        self._told = Told()
        self._calm, self._over = asyncio.Event(), asyncio.Event()
        self._outcome = Outcome()
        self._people = [
            Person(engines, project, secret, self._told, self._calm, self._over, self._rng.randrange(2**32))
            for project, secret in desks
        ]

    async def live(self) -> Outcome:
        """People work, things die, and at the end all is answered, settled and paid."""
        try:
            async with asyncio.TaskGroup() as living:
                for person in self._people:
                    living.create_task(person.work())
                living.create_task(self._look_again_and_again())
                living.create_task(self._let_leases_end())
                await self._kill_all()
                self._calm.set()
                await self._until_settled()
                self._over.set()
            await self._engines.all_back()
            await self._look()
            await self._ask_everybody()
        finally:
            for person in self._people:
                person.leave()
        told, outcome = self._told, self._outcome
        outcome.acknowledged, outcome.taken_back, outcome.refused = map(len, (told.acknowledged, told.taken_back, told.refused))
        outcome.surplus = sum(said.surplus for one, said in told.acknowledged.items() if one not in told.taken_back)
        return outcome

    # ---- killing -----------------------------------------------------------------------------------------------------------

    async def _kill_all(self) -> None:
        """One after the other, in a drawn order, evenly over the answers of the plan."""
        plan = self._plan
        counts: dict[Victim, int] = {"engine": plan.engines, "connection": plan.connections, "postmaster": plan.postmasters}
        victims = [victim for victim, count in counts.items() for _ in range(count)]
        self._rng.shuffle(victims)
        for number, victim in enumerate(victims, 1):
            await self._until_answered(plan.submits * CALM_FROM * number / (len(victims) + 1))
            await self._kill(victim)
        await self._until_answered(plan.submits * CALM_FROM)

    async def _kill(self, victim: Victim) -> None:
        """At a moment drawn uniformly over the time that an answer takes, counted from when one is sent."""
        engine = await self._engines.some()
        engine.sent.clear()
        with contextlib.suppress(TimeoutError):  # all may be answered already
            await asyncio.wait_for(engine.sent.wait(), QUIET_SECONDS_MAX)
        await asyncio.sleep(self._rng.random() * self._rng.choice(self._engines.durations))
        match victim:
            case "engine":
                self._outcome.inside += engine.in_flight > 0
                self._engines.kill(engine)
            case "connection":
                await self._engines.terminate_a_connection()
            case "postmaster":
                self._engines.kill_postmaster()
        self._outcome.killed[victim] += 1

    async def _until_answered(self, count: float) -> None:
        while len(self._told.acknowledged) < count:
            await asyncio.sleep(0.005)

    # ---- counting ----------------------------------------------------------------------------------------------------------

    async def _look_again_and_again(self) -> None:
        """At moments that nobody chose, also while the server recovers."""
        for number in range(1, self._plan.looks + 1):
            await self._until_answered(self._plan.submits * CALM_FROM * number / (self._plan.looks + 1))
            await self._look()

    async def _let_leases_end(self) -> None:
        """Every lease at once, as if everybody had been away that long: answers come late, to slots that others took or not.

        What somebody is at in this moment is passed over: a statement that waited for many rows in no order could stand in a ring
        with a release, which no statement of the engine does.
        """
        for number in range(1, LEASES_END + 1):
            await self._until_answered(self._plan.submits * CALM_FROM * number / (LEASES_END + 1))
            with contextlib.suppress(asyncpg.InterfaceError, *GONE):
                async with self._engines.look() as connection:
                    await connection.execute(
                        """UPDATE walled.assignment SET lease_until = now() WHERE (workspace_id, assignment_id) IN (
                               SELECT workspace_id, assignment_id FROM walled.assignment WHERE state = 'held' FOR UPDATE SKIP LOCKED)"""
                    )

    async def _look(self) -> None:
        """Ask for every promise; again if the server dies meanwhile."""
        while True:
            with contextlib.suppress(asyncpg.InterfaceError, *GONE):
                async with self._engines.look() as connection:
                    self._outcome.broken |= await broken(connection, self._told)
                    return

    async def _until_settled(self) -> None:
        while True:
            async with self._engines.look() as connection:
                if await connection.fetchval("SELECT count(*) FROM walled.task WHERE state = 'open'") == 0:
                    return
            await asyncio.sleep(LOOK_AGAIN_SECONDS)

    async def _ask_everybody(self) -> None:
        """Whether everybody's own statement says what their receipts said, and that all of it is posted."""
        statements = await asyncio.gather(*(person.statement() for person in self._people))
        wrong = sum(
            owed.get("pending", 0) != 0 or owed.get("posted", 0) != sum(person.earned.values())
            for person, owed in zip(self._people, statements, strict=True)
        )
        if wrong:
            self._outcome.broken["everybody_is_owed_what_they_earned"] = wrong


def _desks(engine: Engine, key: str, plan: Plan) -> list[tuple[str, str]]:
    """Two projects of different pay, with as many slots together as the plan has answers; everybody's project and session."""
    rows = json_lines([row(number) for number in range(plan.submits // NEEDED // len(RATES_MINOR))])
    desks = []
    with httpx.Client(base_url=engine.url, headers={"Authorization": f"Bearer {key}"}, timeout=60) as client:
        for rate_minor in RATES_MINOR:
            new = {
                "name": "Kills",
                "task_type": "comparison",
                "rate_minor": rate_minor,
                "currency": "EUR",
                "annotations_needed": NEEDED,
                "lease_seconds": LEASE_SECONDS,
                "undo_seconds": UNDO_SECONDS,
                "skips_a_day_max": plan.submits,
            }
            project = client.post("/api/client/projects", json=new).raise_for_status().json()["project_id"]
            base = f"/api/client/projects/{project}"
            made = client.post(f"{base}/plans", content=rows).raise_for_status().json()["plan_id"]
            client.post(f"{base}/plans/{made}/commit").raise_for_status()
            client.post(f"{base}/open").raise_for_status()
            for _ in range(PEOPLE // len(RATES_MINOR)):
                link = client.post(f"{base}/invitations", json={"label": "somebody"}).raise_for_status().json()["link"]
                session = httpx.post(f"{engine.url}/api/session", json={"link": link}).raise_for_status()
                [cookie] = session.cookies.values()
                desks.append((project, cookie))
    return desks
