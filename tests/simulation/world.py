"""One project with its lead and its people, each step of it drawn from a seed; the database's clock moves when the world says so.

Whoever acts may be wrong about the time: a client's clock is up to a day off, and what its page believes of leases and windows
follows from that. The engine's answer must not.
"""

import contextlib
import itertools
import os
import random
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from amana import jobs
from amana.actions import handles, people, projects
from amana.api.context import Context
from amana.model.desk import HeldTask, Receipt
from amana.model.errors import DomainError, SubmitConflict, UndoTooLate
from amana.model.handles import Chosen
from amana.model.ids import ProjectId, TaskId
from tests.databases import Scratch
from tests.lab import Annotator, Lab, row
from tests.promises import Acknowledged, Told, broken, starved

LOOK_EVERY = 5
PEOPLE, TASKS, NEEDED = 5, 12, 2
LEASE_SECONDS, UNDO_SECONDS = 600, 60
SKEWS_SECONDS = (0, 0, 30, -30, 3_600, -3_600, 86_400, -86_400)
_CLOCK = (Path(__file__).parent / "clock.sql").read_text(encoding="utf-8")
_BEGINNING = "2030-03-01 09:00:00+00"

# What the engine may refuse in such a world. Anything else that is raised is a fault.
FAIR = {
    "already_answered", "revision_stale", "assignment_skipped", "task_settled", "task_withdrawn", "skip_limit",
    "project_not_found", "person_not_found", "project_closed", "state_refused",
}  # fmt: skip


class Tab(msgspec.Struct):
    """A page somebody has open: what it believes they hold. `skew`: how wrong its clock is."""

    person: Annotator
    skew: timedelta
    tasks: list[HeldTask] = []


class Sent(msgspec.Struct):
    """A submit as the outbox keeps it, and its receipt."""

    tab: Tab
    task: HeldTask
    submit_id: UUID
    preference: int
    active_ms: int
    receipt: Receipt | None = None


class World:
    """Lives from its seed alone. `journal` tells every step and its outcome."""

    def __init__(self, lab: Lab, superuser: asyncpg.Connection, project_id: ProjectId, seed: int) -> None:
        self._lab = lab
        self._context = lab.context
        self._means = jobs.Means(
            lab.context.db, lab.context.room, lab.context.sieve, lab.context.estimator, lab.context.seal, lab.context.blobs
        )
        self._superuser = superuser
        self._project_id = project_id
        self._rng = random.Random(seed)
        self._rows = itertools.count()
        self._tabs: list[Tab] = []
        self._sent: list[Sent] = []
        self._told = Told()
        self.journal: list[str] = []

    async def live(self, steps: int) -> None:
        """All of it: people come, things happen, and in the end everybody answers what is left."""
        await self._import()
        for _ in range(PEOPLE):
            await self._somebody_comes()
        often = [self._claim, self._answer, self._answer]
        now_and_then = [self._time_passes, self._time_passes, self._sweep, self._sweep, self._undo, self._send_again]
        seldom = [
            self._skip, self._release, self._show, self._reload, self._while_rows_are_locked, self._lead_directs, self._lead_ends_directions,
            self._lead_takes_back, self._lead_changes_needed, self._lead_changes_priority, self._lead_changes_rate,
            self._lead_moves_the_project, self._lead_sends_somebody_away, self._lead_withdraws_a_batch, self._import,
            self._somebody_comes,
        ]  # fmt: skip
        for number in range(steps):
            await self._step(self._rng.choice(self._rng.choices((often, now_and_then, seldom), (5, 3, 2))[0]))
            if number % LOOK_EVERY == 0:
                await self._look()
        await self._finish()

    async def _step(self, step: Callable[[], Awaitable[object]]) -> None:
        try:
            outcome = await step()
        except DomainError as refused:
            if refused.code not in FAIR:
                raise
            outcome = refused.code
        self.journal.append(f"{step.__name__.strip('_')}: {outcome}")

    async def _look(self) -> None:
        assert await broken(self._superuser, self._told) == {}
        progress = await self._lab.progress(self._project_id)
        assert progress.needed == progress.answered + progress.held + progress.slots

    async def _finish(self) -> None:
        """Nobody disturbs any more, all time passes, and everybody answers until nothing comes: all is settled and paid."""
        state = await self._superuser.fetchval("SELECT state FROM walled.project")
        if state != "open":
            await handles.resume(self._context.db, self._lab.principal, self._project_id)
        answered = True
        while answered:
            await self._pass(86_400)
            await self._sweep()
            answered = False
            for tab in self._tabs:
                with contextlib.suppress(DomainError):  # sent away
                    for task in await tab.person.claim(want=5):
                        await self._submit(Sent(tab, task, uuid4(), 0, 1))
                        answered = True
        await self._pass(86_400)
        await self._sweep()
        await self._look()
        assert await starved(self._superuser, self._lab.workspace_id) == []
        await self._require_none("walled.task WHERE state = 'open' AND answered >= needed")
        await self._require_none("walled.assignment WHERE state = 'held'")

    async def _require_none(self, rows: str) -> None:
        assert await self._superuser.fetchval(f"SELECT count(*) FROM {rows}") == 0, rows

    # ---- time --------------------------------------------------------------------------------------------------------------

    async def now(self) -> datetime:
        found: datetime = await self._superuser.fetchval("SELECT simulated.now()")
        return found

    async def _pass(self, seconds: float) -> None:
        await self._superuser.execute("UPDATE simulated.clock SET now = now + make_interval(secs => $1)", float(seconds))

    async def _time_passes(self) -> str:
        """A moment, a while, or just to where a lease or a time to undo ends, give or take a microsecond."""
        ends = await self._superuser.fetch(
            """SELECT end_at - simulated.now() AS left_over FROM (
                   SELECT lease_until AS end_at FROM walled.assignment WHERE state = 'held'
                   UNION ALL SELECT submitted_at + make_interval(secs => $1) FROM walled.annotation
                   UNION ALL SELECT directed_until FROM walled.returned WHERE directed) x
               WHERE end_at > simulated.now() ORDER BY end_at LIMIT 3""",
            float(UNDO_SECONDS),
        )
        choices = [1.0, 7.0, 45.0, UNDO_SECONDS, LEASE_SECONDS, self._rng.choice((UNDO_SECONDS, LEASE_SECONDS, 3_600.0))]
        for end in ends:
            seconds = end["left_over"].total_seconds()
            choices += [seconds - 1e-6, seconds, seconds + 1e-6]
        seconds = self._rng.choice(choices)
        await self._pass(seconds)
        return f"{seconds:.6f} s"

    async def _sweep(self) -> str:
        """The engine's own sweeps; right after them nothing is settled too early, nor ended too early or too late."""
        did = [
            await sweep(self._means, self._lab.workspace_id)
            for sweep in (jobs.expire_leases, jobs.settle_tasks, jobs.wind_up_closed_projects)
        ]
        await self._require_none("walled.assignment WHERE state = 'held' AND lease_until < simulated.now()")
        await self._require_none("walled.assignment WHERE state = 'expired' AND lease_until >= simulated.now()")
        await self._require_none(
            f"""walled.annotation n JOIN walled.task t USING (workspace_id, task_id)
                WHERE t.state = 'settled' AND n.submitted_at + interval '{UNDO_SECONDS} s' >= simulated.now()
                AND NOT EXISTS (SELECT FROM walled.withdrawal w WHERE w.submit_id = n.submit_id)"""
        )
        return str(did)

    # ---- people ------------------------------------------------------------------------------------------------------------

    async def _somebody_comes(self) -> str:
        """With two tabs, on devices whose clocks are wrong each in its own way."""
        if len(self._tabs) >= 2 * (PEOPLE + 2):
            return "the room is full"
        person = await self._lab.annotator(self._project_id)
        skews = [timedelta(seconds=self._rng.choice(SKEWS_SECONDS)) for _ in range(2)]
        self._tabs += [Tab(person, skew) for skew in skews]
        return str([str(skew) for skew in skews])

    async def _claim(self) -> str:
        tab = self._rng.choice(self._tabs)
        if self._rng.random() < 0.3:
            await self._forget_what_seems_over(tab)
        have = tuple(task.assignment_id for task in tab.tasks)
        tab.tasks = [*tab.tasks, *await tab.person.claim(self._rng.randint(1, 4), have)]
        return str(len(tab.tasks))

    async def _reload(self) -> str:
        tab = self._rng.choice(self._tabs)
        tab.tasks = await tab.person.claim(1)
        return str(len(tab.tasks))

    async def _answer(self) -> str:
        tab = self._rng.choice([tab for tab in self._tabs if tab.tasks] or self._tabs)
        if not tab.tasks:
            return await self._claim()
        if self._rng.random() < 0.1:
            await self._forget_what_seems_over(tab)
            if not tab.tasks:
                return "all seems over"
        task = tab.tasks.pop(self._rng.randrange(len(tab.tasks)))
        sent = Sent(tab, task, uuid4(), self._rng.randrange(3), self._rng.randrange(1_000_000))
        self._sent.append(sent)
        await self._submit(sent)
        if self._rng.random() < 0.25:
            await self._submit(sent)  # the receipt was lost on its way
        assert sent.receipt is not None
        if sent.receipt.surplus and self._rng.random() < 0.5:
            return f"surplus, {await self._take_back(sent)}"
        return f"surplus {sent.receipt.surplus}"

    async def _submit(self, sent: Sent) -> None:
        self._told.sent.add(sent.submit_id)
        try:
            receipt = await sent.tab.person.submit_to(
                sent.task.assignment_id, sent.task.revision, sent.preference, sent.submit_id, sent.active_ms
            )
        except DomainError:
            assert sent.receipt is None
            self._told.refused.add(sent.submit_id)
            raise
        assert sent.submit_id not in self._told.refused
        assert sent.receipt is None or _plain(receipt) == _plain(sent.receipt)
        sent.receipt = receipt
        said = (receipt.submitted_at, receipt.amount_minor, receipt.currency, receipt.surplus)
        self._told.acknowledged[sent.submit_id] = Acknowledged(sent.active_ms, *said)

    async def _send_again(self) -> str:
        """An outbox that was offline for any time sends what it kept; or another answer comes under the same id, by a fault of its own."""
        kept = [sent for sent in self._sent if sent.receipt is not None]
        if not kept:
            return "nothing sent yet"
        sent = self._rng.choice(kept)
        if self._rng.random() < 0.7:
            await self._submit(sent)
            return "the first receipt"
        with pytest.raises(SubmitConflict):
            await sent.tab.person.submit_to(
                sent.task.assignment_id, sent.task.revision, (sent.preference + 1) % 3, sent.submit_id, sent.active_ms
            )
        return "a conflict"

    async def _undo(self) -> str:
        """Of the newest answers, or of any."""
        kept = [sent for sent in self._sent if sent.receipt is not None][-self._rng.choice((3, 1000)) :]
        if not kept:
            return "nothing to undo"
        return await self._take_back(self._rng.choice(kept))

    async def _take_back(self, sent: Sent) -> str:
        """What the engine says to it follows from its own clock, to the microsecond."""
        assert sent.receipt is not None
        now = await self.now()
        if now + sent.tab.skew > sent.receipt.submitted_at + timedelta(seconds=UNDO_SECONDS) and self._rng.random() < 0.5:
            return "seems too late"
        in_time = now <= sent.receipt.submitted_at + timedelta(seconds=UNDO_SECONDS)
        state = await self._superuser.fetchval(
            "SELECT t.state FROM walled.task t JOIN walled.annotation n USING (task_id) WHERE n.submit_id = $1", sent.submit_id
        )
        again = sent.submit_id in self._told.taken_back
        if not again and not (in_time and state == "open"):
            with pytest.raises(UndoTooLate):
                await sent.tab.person.undo(sent.submit_id)
            return "too late"
        self._told.asked_back.add(sent.submit_id)
        reopened = await sent.tab.person.undo(sent.submit_id)
        self._told.taken_back.add(sent.submit_id)
        if not again:
            sent.tab.tasks = [
                msgspec.structs.replace(sent.task, revision=reopened.revision, lease_until=reopened.lease_until),
                *sent.tab.tasks,
            ]
        return f"revision {reopened.revision}"

    async def _skip(self) -> str:
        task, tab = self._any_task()
        if task is None:
            return "nothing there"
        await tab.person.skip(task.assignment_id)
        self._told.skipped.add(task.assignment_id)
        return "skipped"

    async def _show(self) -> str:
        task, tab = self._any_task()
        if task is None:
            return "nothing there"
        await tab.person.shown(task.assignment_id)
        return "shown"

    async def _release(self) -> str:
        tab = self._rng.choice(self._tabs)
        given_back, tab.tasks = tab.tasks, []
        return str(await tab.person.release(*(task.assignment_id for task in given_back)))

    def _any_task(self) -> tuple[HeldTask | None, Tab]:
        tab = self._rng.choice(self._tabs)
        return (self._rng.choice(tab.tasks), tab) if tab.tasks else (None, tab)

    async def _forget_what_seems_over(self, tab: Tab) -> None:
        """A page drops what it believes to be over: by its own clock."""
        seems = await self.now() + tab.skew
        tab.tasks = [task for task in tab.tasks if task.lease_until > seems]

    async def _while_rows_are_locked(self) -> str:
        """Somebody's transaction holds some of the tasks: others claim and sweeps run, and nobody waits."""
        locked = self._superuser.transaction()
        await locked.start()
        try:
            await self._superuser.execute(
                "SELECT FROM walled.task WHERE get_byte(uuid_send(task_id), 0) % 3 = $1 FOR NO KEY UPDATE", self._rng.randrange(3)
            )
            await self._claim()
            did = await jobs.expire_leases(self._means, self._lab.workspace_id)
            did += await jobs.settle_tasks(self._means, self._lab.workspace_id)
        finally:
            await locked.rollback()
        return str(did)

    # ---- the lead ----------------------------------------------------------------------------------------------------------

    async def _import(self) -> str:
        count = 3 if self._tabs else TASKS
        batch = await self._lab.add(self._project_id, [row(next(self._rows)) for _ in range(count)])
        return f"{batch.tasks} tasks"

    async def _lead_directs(self) -> str:
        person, tasks = self._rng.choice(self._tabs).person, await self._tasks(2)
        seconds = self._rng.choice((60, 600, 3600))
        meant = await projects.direct(self._context.db, self._lab.principal, self._project_id, person.pseudonym, tasks, seconds)
        return str(len(meant))

    async def _lead_ends_directions(self) -> str:
        person = self._rng.choice(self._tabs).person
        ended = await handles.end_directions(self._context.db, self._lab.principal, self._project_id, person.pseudonym, None)
        return f"{ended} directions"

    async def _lead_takes_back(self) -> str:
        held = await self._superuser.fetch(
            "SELECT task_id, pseudonym FROM walled.assignment WHERE state = 'held' ORDER BY task_id, pseudonym"
        )
        if not held:
            return "nobody holds anything"
        task_id, pseudonym = self._rng.choice(held)
        to = self._rng.choice([None, self._rng.choice(self._tabs).person.pseudonym])
        done = await handles.reassign(self._context.db, self._lab.principal, self._project_id, task_id, pseudonym, to, 600)
        return f"taken {done.taken}, directed {done.directed}"

    async def _lead_changes_needed(self) -> str:
        needed = self._rng.randint(1, 4)
        return str(
            await handles.set_needed(self._context.db, self._lab.principal, self._project_id, await self._chosen(), needed)
        )

    async def _lead_changes_priority(self) -> str:
        priority = self._rng.randint(-2, 2)
        return str(
            await handles.set_priority(self._context.db, self._lab.principal, self._project_id, await self._chosen(), priority)
        )

    async def _lead_changes_rate(self) -> str:
        rate_minor = self._rng.randint(0, 30)
        await handles.set_rate(self._context.db, self._lab.principal, self._project_id, rate_minor)
        return str(rate_minor)

    async def _lead_moves_the_project(self) -> str:
        state = await self._superuser.fetchval("SELECT state FROM walled.project")
        chance = self._rng.random()
        move = handles.resume if state != "open" else handles.close if chance < 0.2 else handles.pause
        await move(self._context.db, self._lab.principal, self._project_id)
        return move.__name__

    async def _lead_sends_somebody_away(self) -> str:
        person = self._rng.choice(self._tabs).person
        move = self._rng.choice((people.end_membership, people.let_back, people.let_back))
        await move(self._context.db, self._lab.principal, self._project_id, person.pseudonym)
        return move.__name__

    async def _lead_withdraws_a_batch(self) -> str:
        batch_no = await self._batch()
        if batch_no == 1 and self._rng.random() < 0.8:
            return "not the first"
        return str(await handles.withdraw_batch(self._context.db, self._lab.principal, self._project_id, batch_no))

    async def _chosen(self) -> Chosen:
        """All, a batch, or some."""
        which = self._rng.randrange(3)
        if which == 0:
            return Chosen()
        return Chosen(batch_no=await self._batch()) if which == 1 else Chosen(task_ids=tuple(await self._tasks(3)))

    async def _batch(self) -> int:
        found = await self._superuser.fetch("SELECT batch_no FROM walled.batch ORDER BY batch_no")
        return int(self._rng.choice(found)["batch_no"])

    async def _tasks(self, count: int) -> list[TaskId]:
        found = await self._superuser.fetch("SELECT task_id FROM walled.task ORDER BY task_id")
        return [TaskId(one["task_id"]) for one in self._rng.sample(found, min(count, len(found)))]


def _plain(receipt: Receipt) -> Receipt:
    """A receipt without the tasks that came with it."""
    return Receipt(*(getattr(receipt, name) for name in Receipt.__struct_fields__))


async def history(scratch: Scratch, seed: int, steps: int) -> list[str]:
    """The journal of a world that lived so many steps. If a promise is broken, the seed and the journal up to there are printed."""
    async with world(scratch, seed) as lived:
        try:
            await lived.live(steps)
        except BaseException:
            print(f"seed {seed}, after", *lived.journal, sep="\n  ")
            raise
    return lived.journal


@contextlib.asynccontextmanager
async def world(scratch: Scratch, seed: int) -> AsyncIterator[World]:
    """A world of its own database, where time stands still unless it is moved, and chance is the seed's."""
    drawn = random.Random(seed).randbytes
    async with scratch.database() as (name, superuser):
        await superuser.execute(_CLOCK)
        await superuser.execute(f"INSERT INTO simulated.clock VALUES ('{_BEGINNING}', {seed})")
        async with scratch.opened(name) as context:
            # Ids are made of these, and the order in which tasks are handed out follows from the ids.
            with patch.object(os, "urandom", drawn), patch.object(secrets, "token_bytes", drawn):
                yield await _begin(context, superuser, seed)


async def _begin(context: Context, superuser: asyncpg.Connection, seed: int) -> World:
    lab = await Lab.open(context)
    project_id = await lab.project(
        annotations_needed=NEEDED, lease_seconds=LEASE_SECONDS, undo_seconds=UNDO_SECONDS, skips_a_day_max=6
    )
    return World(lab, superuser, project_id, seed)
