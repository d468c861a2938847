"""Clients that behave as the browser's desk and outbox do, at whichever engine answers, until everything is answered."""

import asyncio
import random
import time
from typing import Any
from uuid import UUID, uuid4

import msgspec

from bench.wire import Refused, Wire
from tests.kills.engines import Engine, Fleet
from tests.promises import Acknowledged, Told

PREFETCH = 3
RETRY_SECONDS = 0.02
LOOK_AGAIN_SECONDS = 0.2
ACTIVE_MS_MAX = 86_400_000
# What may happen to somebody who was slow, or whom a kill made slow.
FAIR_REFUSALS = {"task_settled", "undo_too_late"}


class Person:
    """Somebody signed in to one project. What they did is sent until the engine's word is there, in order.

    `calm`: from then on they only answer, so that all comes to its end; `over`: all is answered.
    """

    def __init__(
        self, fleet: Fleet, project: str, secret: str, told: Told, calm: asyncio.Event, over: asyncio.Event, seed: int
    ) -> None:
        self._fleet = fleet
        self._desk = f"/api/annotator/projects/{project}"
        self._secret = secret
        self._told = told
        self._calm = calm
        self._over = over
        self._rng = random.Random(seed)
        self._wires: dict[int, list[Wire]] = {}  # kept connections nobody uses at this moment, by port
        self._late: dict[str, dict[str, Any]] = {}  # tasks walked away from, by assignment
        self.earned: dict[UUID, int] = {}

    async def work(self) -> None:
        """Sit down at the desk again and again until all is answered."""
        while not self._over.is_set():
            await self._sit()

    def leave(self) -> None:
        """Close every connection."""
        for wires in self._wires.values():
            for wire in wires:
                wire.close()

    async def statement(self) -> dict[str, int]:
        """What the engine says it owes them, by state."""
        owed: dict[str, int] = {}
        for total in (await self._insist("GET", "/api/annotator/statement"))["totals"]:
            owed[total["state"]] = owed.get(total["state"], 0) + total["amount_minor"]
        return owed

    async def _sit(self) -> None:
        """A while at the desk: answers, and all that its other buttons do."""
        tasks = await self._claim()
        for _ in range(self._rng.randint(3, 30)):
            if not tasks:
                break
            task, chance = tasks.pop(0), self._rng.random()
            if chance < 0.90 or self._calm.is_set():
                tasks += await self._answer(task, tasks)
            elif chance < 0.93:
                await self._insist("POST", f"{self._desk}/skip", {"assignment_id": task["assignment_id"]})
                self._told.skipped.add(UUID(task["assignment_id"]))
            elif chance < 0.95:  # the page is loaded again and knows nothing
                tasks = await self._claim()
            elif chance < 0.98:
                unseen = [task["assignment_id"]] + [one["assignment_id"] for one in tasks]
                await self._insist("POST", f"{self._desk}/release", {"assignment_ids": unseen})
                return
            else:  # gone without a word: the leases end, or they come back to them in time
                self._late |= {one["assignment_id"]: one for one in [task, *tasks]}
                return
            if self._late and self._rng.random() < 0.03:
                late = self._late.pop(next(iter(self._late)))
                await self._answer(late, [])
        if not tasks:
            await asyncio.sleep(LOOK_AGAIN_SECONDS)

    async def _claim(self) -> list[dict[str, Any]]:
        return self._on_the_desk(await self._insist("POST", f"{self._desk}/claim", {"want": PREFETCH}))

    def _on_the_desk(self, claimed: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for task in claimed:
            self._late.pop(task["assignment_id"], None)
        return claimed

    async def _answer(self, task: dict[str, Any], others: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Look at a task and answer it, sometimes from two tabs, and sometimes take it back; the tasks that came with the receipt."""
        if self._rng.random() < 0.5:
            await self._insist("POST", f"{self._desk}/shown", {"assignment_id": task["assignment_id"]})
        submit_id = uuid4()
        body = {
            "submit_id": str(submit_id),
            "assignment_id": task["assignment_id"],
            "revision": task["revision"],
            "answer": {"preference": self._rng.randrange(3)},
            "active_ms": self._rng.randrange(ACTIVE_MS_MAX),
            "next": {"want": PREFETCH, "have": [one["assignment_id"] for one in others]},
        }
        self._told.sent.add(submit_id)
        try:
            if self._rng.random() < 0.03:
                reply, other = await asyncio.gather(*(self._insist("POST", f"{self._desk}/submit", body) for _ in range(2)))
                assert _receipt(reply) == _receipt(other), (reply, other)
                reply["tasks"] = _together(reply["tasks"], other["tasks"])
            else:
                reply = await self._insist("POST", f"{self._desk}/submit", body)
        except Refused as refused:
            _require_fair(refused)
            self._told.refused.add(submit_id)
            return []
        said = msgspec.convert({**reply, "active_ms": body["active_ms"]}, Acknowledged)
        self._told.acknowledged[submit_id] = said
        self.earned[submit_id] = said.amount_minor
        tasks = self._on_the_desk(reply["tasks"])
        if self._rng.random() < 0.04 and not self._calm.is_set():
            tasks = [*await self._take_back(task, submit_id), *tasks]
        return tasks

    async def _take_back(self, task: dict[str, Any], submit_id: UUID) -> list[dict[str, Any]]:
        self._told.asked_back.add(submit_id)
        try:
            reopened = await self._insist("POST", f"{self._desk}/undo", {"submit_id": str(submit_id)})
        except Refused as refused:
            _require_fair(refused)
            return []
        self._told.taken_back.add(submit_id)
        del self.earned[submit_id]
        return [task | reopened]

    async def _insist(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Send until an engine has answered: a connection that breaks says nothing of what the engine did. Raises Refused."""
        while True:
            try:
                return await self._send(await self._fleet.some(), method, path, body)
            except (OSError, EOFError):
                pass
            except Refused as refused:
                if refused.status != 503:
                    raise
            await asyncio.sleep(RETRY_SECONDS)

    async def _send(self, engine: Engine, method: str, path: str, body: dict[str, Any] | None) -> Any:
        free = self._wires.setdefault(engine.port, [])
        wire = free.pop() if free else await Wire.open(engine.url, cookie=f"amana_annotator_{engine.port}={self._secret}")
        submits = path.endswith("/submit")
        began = time.perf_counter()
        try:
            engine.in_flight += submits
            if submits:
                engine.sent.set()
            reply = await (wire.post(path, body) if method == "POST" else wire.get(path))
        except Refused:
            free.append(wire)
            raise
        except BaseException:
            wire.close()
            raise
        finally:
            engine.in_flight -= submits
        free.append(wire)
        if submits:
            self._fleet.durations.append(time.perf_counter() - began)
        return reply


def _receipt(reply: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in reply.items() if name != "tasks"}


def _together(*claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({task["assignment_id"]: task for claimed in claims for task in claimed}.values())


def _require_fair(refused: Refused) -> None:
    code = msgspec.json.decode(refused.text)["code"]
    assert code in FAIR_REFUSALS, refused
