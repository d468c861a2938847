"""No task starves: whatever happened to it, whoever may take it is offered it in the end.

Seeded histories of people and of what disturbs them: skips, taken-back answers, leases that end, pages that give back, tasks that
a lead directs, priorities that change, rows that somebody holds locked while others claim. Afterwards nobody disturbs, everybody
claims until nothing comes, and a task that still lacks answers must be one that each person had.
"""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from amana.model.desk import HeldTask, Receipt
from amana.model.errors import DomainError
from amana.model.ids import ProjectId, TaskId
from amana.store import dispatch
from tests.lab import Annotator, Lab

TASKS, PEOPLE, NEEDED, STEPS = 14, 5, 3, 120
SEEDS = range(8)


class History:
    """One seeded history in one project."""

    def __init__(
        self,
        lab: Lab,
        superuser: asyncpg.Connection,
        project_id: ProjectId,
        people: list[Annotator],
        tasks: list[TaskId],
        seed: int,
    ) -> None:
        self._lab = lab
        self._superuser = superuser
        self._project_id = project_id
        self._people = people
        self._tasks = tasks
        self._rng = random.Random(seed)
        self._eventful = seed % 2 == 0
        self._one_at_a_time = asyncio.Lock()
        self._held: dict[int, list[HeldTask]] = {number: [] for number in range(len(people))}
        self._receipts: list[tuple[Annotator, Receipt]] = []

    async def live(self) -> None:
        """Every step is somebody's or something's; a few run at once, so that they meet."""
        steps: list[Callable[[], Awaitable[None]]] = [self._claim, self._claim, self._claim, self._answer, self._answer]
        # Whatever makes cursors start anew, or notes a task as returned, would hide a cursor that passed a locked row for good:
        # every other history has none of it.
        if self._eventful:
            steps += [self._skip, self._release, self._undo, self._end_leases, self._direct, self._prioritise]
        for _ in range(STEPS // 4):
            locked = self._superuser.transaction()
            await locked.start()
            await self._superuser.execute(
                "SELECT FROM walled.task WHERE project_id = $1 AND get_byte(uuid_send(task_id), 0) % 4 = $2 FOR NO KEY UPDATE",
                self._project_id,
                self._rng.randrange(4),
            )
            await asyncio.gather(*(self._claim() for _ in range(2)))
            await locked.rollback()
            await asyncio.gather(*(self._quietly(self._rng.choice(steps)) for _ in range(4)))

    async def finish(self) -> None:
        """Nobody disturbs any more: everybody claims and answers until nothing comes."""
        await self._superuser.execute("UPDATE walled.assignment SET lease_until = now() - interval '1 s' WHERE state = 'held'")
        await self._superuser.execute("UPDATE walled.returned SET directed_until = now() - interval '1 s' WHERE directed")
        await self._lab.expire()
        answered = True
        while answered:
            answered = False
            for person in self._people:
                for task in await person.claim(want=5):
                    await person.submit(task)
                    answered = True

    async def _quietly(self, step: Callable[[], Awaitable[None]]) -> None:
        with contextlib.suppress(DomainError):  # late, skipped already, the limit reached: the engine's word is the rule
            await step()

    def _somebody(self) -> int:
        return self._rng.randrange(len(self._people))

    async def _claim(self) -> None:
        who = self._somebody()
        self._held[who] = await self._people[who].claim(want=self._rng.randint(1, 4))

    async def _answer(self) -> None:
        who = self._somebody()
        if self._held[who]:
            task = self._held[who].pop()
            self._receipts.append((self._people[who], await self._people[who].submit(task)))

    async def _skip(self) -> None:
        who = self._somebody()
        if self._held[who]:
            await self._people[who].skip(self._held[who].pop().assignment_id)

    async def _release(self) -> None:
        who = self._somebody()
        given_back, self._held[who] = self._held[who], []
        await self._people[who].release(*(task.assignment_id for task in given_back))

    async def _undo(self) -> None:
        if self._receipts:
            person, receipt = self._receipts.pop(self._rng.randrange(len(self._receipts)))
            await person.undo(receipt.submit_id)

    async def _end_leases(self) -> None:
        await self._lab.expire()

    async def _direct(self) -> None:
        person = self._people[self._somebody()]
        meant = self._rng.sample(self._tasks, 2)
        await dispatch.direct(
            self._lab.context.db, self._lab.principal.scope, self._project_id, person.pseudonym, meant, 3600, "lead"
        )

    async def _prioritise(self) -> None:
        priority = self._rng.randint(-2, 2)
        async with self._one_at_a_time:
            # A task a statement: this is nobody's way in the engine, and must not lock several in an order of its own.
            for task in self._rng.sample(self._tasks, 3):
                await self._superuser.execute("UPDATE walled.task SET priority = $2 WHERE task_id = $1", task, priority)
            await self._superuser.execute("UPDATE walled.project SET epoch = epoch + 1 WHERE project_id = $1", self._project_id)


@pytest.mark.parametrize("seed", SEEDS)
async def test_whoever_may_take_a_task_is_offered_it_in_the_end(lab: Lab, superuser: asyncpg.Connection, seed: int) -> None:
    project_id = await lab.project(tasks=TASKS, annotations_needed=NEEDED, skips_a_day_max=10)
    people = await lab.annotators(project_id, PEOPLE)
    tasks = [row[0] for row in await superuser.fetch("SELECT task_id FROM walled.task WHERE project_id = $1", project_id)]
    history = History(lab, superuser, project_id, people, sorted(tasks), seed)
    await history.live()
    await history.finish()
    starved = await superuser.fetch(
        """SELECT t.task_id, m.pseudonym FROM walled.task t
           JOIN walled.project_member m ON m.workspace_id = t.workspace_id AND m.project_id = t.project_id
           WHERE t.project_id = $1 AND t.state = 'open' AND t.slots > 0 AND NOT EXISTS (
               SELECT FROM walled.assignment a WHERE a.workspace_id = t.workspace_id AND a.task_id = t.task_id
               AND a.pseudonym = m.pseudonym AND a.state IN ('answered', 'skipped'))""",
        project_id,
    )
    assert starved == []
    progress = await lab.progress(project_id)
    assert progress.held == 0
    assert progress.needed == progress.answered + progress.slots
    assert progress.answered >= TASKS  # the history let something happen
