"""Annotators at work by HTTP, each as the browser's outbox is: an answer is kept until its receipt is here and sent again under
the same id, through a server that dies, a database that dies, a project that is paused, a batch that is withdrawn."""

import asyncio
import random
import statistics
import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import httpx

THINKING_SECONDS = (0.05, 0.15)
EMPTY_SECONDS = 0.5  # before somebody without a task asks again
AWAY_SECONDS = 0.2  # before what was not answered is sent again
# An answer that comes when there is no use for it any more: the person is told, keeps the text, and goes on.
TOO_LATE = {"task_withdrawn", "task_settled"}


class Crew:
    """Works from entering to leaving, at one project. `receipts`: what was acknowledged, by submit_id.

    `unheard`: what was sent by somebody who left before an answer came. `next_ms`: (when, how long) of each submit that brought
    its receipt and the next task at the first attempt.
    """

    def __init__(self, url: str, project: str, sessions: Sequence[str]) -> None:
        self.receipts: dict[str, dict[str, Any]] = {}
        self.too_late: list[str] = []
        self.refused: list[str] = []
        self.unheard: set[str] = set()
        self.sent_again = 0
        self.next_ms: list[tuple[float, float]] = []
        self._url = url
        self._desk = f"/api/annotator/projects/{project}"
        self._sessions = sessions
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._work()))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._leaving.set()
        self._thread.join()

    def wait_for(self, answers: int) -> None:
        """Until that many answers were acknowledged."""
        while len(self.receipts) < answers:
            assert self._thread.is_alive()
            assert not self.refused, self.refused
            time.sleep(0.05)

    def median_ms(self, since: float, until: float) -> float:
        """How long submit-and-next took between two moments of the monotonic clock."""
        return statistics.median([took for at, took in self.next_ms if since <= at <= until])

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as people:
            for number, session in enumerate(self._sessions):
                people.create_task(self._person(session, random.Random(number)))

    async def _person(self, session: str, chance: random.Random) -> None:
        async with httpx.AsyncClient(base_url=self._url, headers={"cookie": session}, timeout=30) as http:
            tasks: list[dict[str, Any]] = []
            while not self._leaving.is_set():
                if not tasks:
                    tasks = await self._post(http, "claim", {"want": 1}) or []
                    if not tasks:
                        await asyncio.sleep(EMPTY_SECONDS)
                        continue
                await asyncio.sleep(chance.uniform(*THINKING_SECONDS))
                [task] = tasks
                submit_id = str(uuid4())
                answer = {
                    "submit_id": submit_id,
                    "assignment_id": task["assignment_id"],
                    "revision": task["revision"],
                    "active_ms": 900,
                    "answer": {"preference": chance.randrange(3)},
                    "next": {"want": 1},
                }
                replied = await self._post(http, "submit", answer)
                tasks = []
                if replied is not None:
                    tasks = replied.pop("tasks")
                    self.receipts[submit_id] = replied

    async def _post(self, http: httpx.AsyncClient, what: str, body: dict[str, Any]) -> Any:
        """The reply, however long it takes; None where the engine refused for good."""
        attempts = 0
        while True:
            began = time.monotonic()
            attempts += 1
            try:
                response = await http.post(f"{self._desk}/{what}", json=body)
            except httpx.TransportError:
                response = None
            if response is None or response.status_code >= 500:
                if self._leaving.is_set():
                    self.unheard.update({body["submit_id"]} if what == "submit" else ())
                    return None
                self.sent_again += 1
                await asyncio.sleep(AWAY_SECONDS)
                continue
            if response.is_success:
                if what == "submit" and attempts == 1:
                    self.next_ms.append((began, (time.monotonic() - began) * 1000))
                return response.json()
            code = response.json()["code"]
            if code in TOO_LATE:
                self.too_late.append(body["submit_id"])
            else:
                self.refused.append(response.text)
            return None
