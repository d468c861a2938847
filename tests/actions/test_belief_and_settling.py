import asyncio
import contextlib
import time

import asyncpg
import numpy as np
import pytest

from amana import jobs
from amana.actions import tasks
from amana.api.context import Context
from amana.model.errors import TaskSettled, UndoTooLate
from amana.model.ids import ProjectId, TaskId
from amana.model.scope import Audience, Scope
from amana.model.tasks import TaskOrder, TaskSummary, TasksWanted
from amana.store import dispatch
from amana.views import projects as project_views
from tests.lab import Lab, panels


async def settle(lab: Lab) -> int:
    return await dispatch.settle(lab.context.db, Scope(Audience.ENGINE, lab.workspace_id), 100)


async def reestimate(lab: Lab) -> int:
    return await lab.context.estimator.reestimate(lab.workspace_id)


async def listed(lab: Lab, project_id: ProjectId, order: TaskOrder = "file", after: TaskId | None = None) -> list[TaskSummary]:
    page = await tasks.listing(lab.context.db, lab.context.seal, lab.principal, project_id, TasksWanted(order=order), after, 100)
    return list(page.tasks)


async def money(lab: Lab, project_id: ProjectId) -> tuple[int, int]:
    progress = await lab.progress(project_id)
    return progress.pending_minor, progress.posted_minor


# ---- settling ------------------------------------------------------------------------------------------------------------


async def test_a_task_settles_when_it_has_its_annotations_and_the_undo_window_is_over(lab: Lab) -> None:
    project_id = await lab.project(tasks=2, annotations_needed=2, undo_seconds=0)
    one, two = await lab.annotators(project_id, 2)
    for task in await one.claim(2):
        await one.submit(task)
    assert await settle(lab) == 0
    [first, second] = await two.claim(2)
    await two.submit(first)
    assert await settle(lab) == 1
    assert await money(lab, project_id) == (12, 24)
    await two.submit(second)
    assert await settle(lab) == 1
    assert await settle(lab) == 0
    assert await money(lab, project_id) == (0, 48)
    assert (await lab.progress(project_id)).settled == 2


async def test_nothing_settles_inside_the_undo_window_and_what_is_settled_can_not_be_undone(
    lab: Lab, superuser: asyncpg.Connection
) -> None:
    project_id = await lab.project(tasks=1, annotations_needed=1, undo_seconds=3600)
    annotator = await lab.annotator(project_id)
    [task] = await annotator.claim()
    receipt = await annotator.submit(task)
    assert await settle(lab) == 0
    await superuser.execute("UPDATE walled.task SET ripe_at = now() WHERE project_id = $1", project_id)
    assert await settle(lab) == 0  # ripe or not, an answer that can still be taken back is not settled
    await superuser.execute("UPDATE walled.project SET undo_seconds = 0 WHERE project_id = $1", project_id)
    assert await settle(lab) == 1
    await superuser.execute("UPDATE walled.project SET undo_seconds = 3600 WHERE project_id = $1", project_id)
    with pytest.raises(UndoTooLate):
        await annotator.undo(receipt.submit_id)


async def test_an_answer_taken_back_is_voided_and_never_posted(lab: Lab) -> None:
    project_id = await lab.project(tasks=1, annotations_needed=1, undo_seconds=60)
    annotator = await lab.annotator(project_id)
    [task] = await annotator.claim()
    receipt = await annotator.submit(task)
    reopened = await annotator.undo(receipt.submit_id)
    assert await settle(lab) == 0
    assert await money(lab, project_id) == (0, 0)
    await annotator.submit(task, 2, revision=reopened.revision)
    assert await money(lab, project_id) == (12, 0)


async def test_undo_and_settle_at_once_end_each_pending_exactly_once(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=40, annotations_needed=1, undo_seconds=1)
    annotators = await lab.annotators(project_id, 4)
    receipts = []
    for annotator in annotators:
        for task in await annotator.claim(10):
            receipts.append((annotator, await annotator.submit(task)))

    async def undo(number: int) -> None:
        # Around the end of its own window, half a second before it to half a second after: it wins, or is told it is too late.
        # The last ones submitted go first, so that a slow machine still finds some in time.
        annotator, receipt = receipts[number]
        ends = receipt.submitted_at.timestamp() + 1
        await asyncio.sleep(ends + (len(receipts) / 2 - number) * 0.025 - time.time())
        with contextlib.suppress(UndoTooLate):
            await annotator.undo(receipt.submit_id)

    async def sweeping() -> None:
        for _ in range(150):
            await settle(lab)
            await asyncio.sleep(0.01)

    await asyncio.gather(*(undo(number) for number in range(len(receipts))), sweeping(), sweeping())
    await asyncio.sleep(1.0)
    await settle(lab)
    ends = await superuser.fetch(
        """SELECT p.transfer_id, count(e.transfer_id) AS ends, count(w.submit_id) AS withdrawn, max(e.kind) AS kind
           FROM walled.transfer p LEFT JOIN walled.transfer e ON e.pending_id = p.transfer_id
           LEFT JOIN walled.withdrawal w ON w.submit_id = p.submit_id
           WHERE p.workspace_id = $1 AND p.kind = 'pending' GROUP BY p.transfer_id""",
        lab.workspace_id,
    )
    assert len(ends) == 40
    assert {row["ends"] for row in ends} == {1}
    assert all((row["kind"] == "voided") == (row["withdrawn"] == 1) for row in ends)
    assert {row["kind"] for row in ends} == {"voided", "posted"}, "the test should see both ends of the race"


async def test_a_late_answer_to_a_settled_task_is_refused_in_words(lab: Lab) -> None:
    project_id = await lab.project(tasks=1, annotations_needed=1, undo_seconds=0, lease_seconds=10)
    slow, quick = await lab.annotators(project_id, 2)
    [task] = await slow.claim()
    await slow.release(task.assignment_id)
    [again] = await quick.claim()
    await quick.submit(again)
    assert await settle(lab) == 1
    with pytest.raises(TaskSettled):
        await slow.submit(task)


# ---- belief -----------------------------------------------------------------------------------------------------------------


async def test_belief_moves_with_each_answer_and_the_sweep_agrees_with_the_increments(lab: Lab) -> None:
    project_id = await lab.project(tasks=1, annotations_needed=3)
    three = await lab.annotators(project_id, 3)
    assert (await listed(lab, project_id))[0].estimates == ()
    for heard, annotator in enumerate(three, start=1):
        [task] = await annotator.claim()
        first_shown = panels(task.form)[0] == "A0"
        await annotator.submit(task, 0 if first_shown else 2)
        [estimate] = (await listed(lab, project_id))[0].estimates
        assert (estimate.label, estimate.events, estimate.standing) == ("first", heard, "uncalibrated")
        assert sum(estimate.model_posterior.values()) == pytest.approx(1.0)
    by_increments = estimate.model_posterior["first"]
    assert by_increments > 0.7
    assert await reestimate(lab) == 1
    [swept] = (await listed(lab, project_id))[0].estimates
    assert swept.label == "first"
    assert swept.events == 3
    assert await reestimate(lab) == 0, "nothing came since"


async def test_an_answer_after_the_sweep_and_its_undo_leave_the_belief_where_it_was(lab: Lab) -> None:
    project_id = await lab.project(tasks=1, annotations_needed=2)
    one, two = await lab.annotators(project_id, 2)
    await one.submit((await one.claim())[0], 0)
    await reestimate(lab)
    [before] = (await listed(lab, project_id))[0].estimates
    receipt = await two.submit((await two.claim())[0], 0)
    [between] = (await listed(lab, project_id))[0].estimates
    assert between.model_posterior != before.model_posterior
    await two.undo(receipt.submit_id)
    [after] = (await listed(lab, project_id))[0].estimates
    assert after.model_posterior == pytest.approx(before.model_posterior)
    assert after.events == 3
    assert await reestimate(lab) == 1
    assert (await listed(lab, project_id))[0].estimates[0].model_posterior == pytest.approx(before.model_posterior, abs=1e-6)


async def test_an_older_estimate_never_overwrites_a_newer_one(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=1, annotations_needed=1)
    annotator = await lab.annotator(project_id)
    await annotator.submit((await annotator.claim())[0], 0)
    await superuser.execute(
        """INSERT INTO walled.estimate (workspace_id, project_id, task_id, question, base, n_base, doubt)
           SELECT workspace_id, project_id, task_id, 0, '{0,-9,-9}', 7, 0.1 FROM walled.task WHERE project_id = $1""",
        project_id,
    )
    await reestimate(lab)
    assert await superuser.fetchval("SELECT n_base FROM walled.estimate WHERE project_id = $1", project_id) == 7


async def test_agreement_comes_with_its_interval_and_tasks_come_by_doubt(lab: Lab) -> None:
    project_id = await lab.project(tasks=12, annotations_needed=3)
    rng = np.random.default_rng(1)
    for annotator in await lab.annotators(project_id, 3):
        for task in await annotator.claim(12):
            [first, _] = panels(task.form)
            in_file_order, number = first.startswith("A"), int(first[1:])
            choice = 0 if number % 2 else int(rng.integers(0, 3))
            await annotator.submit(task, choice if in_file_order else 2 - choice)
    await reestimate(lab)
    page = await project_views.page(lab.context.db, lab.context.seal, lab.principal, project_id)
    [agreement] = page.agreement
    assert (agreement.question, agreement.alpha_tasks, agreement.events_behind) == ("preference", 12, 0)
    assert agreement.alpha is not None
    assert agreement.alpha_low is not None
    assert agreement.alpha_high is not None
    assert agreement.alpha_low < agreement.alpha < agreement.alpha_high
    doubts = [1 - max(task.estimates[0].model_posterior.values()) for task in await listed(lab, project_id, "doubt")]
    assert len(doubts) == 12
    assert doubts == sorted(doubts, reverse=True)


# ---- sweeps -----------------------------------------------------------------------------------------------------------------


async def test_of_two_engines_one_sweeps_and_each_run_leaves_a_row(context: Context, superuser: asyncpg.Connection) -> None:
    entered, leave = asyncio.Event(), asyncio.Event()

    async def slow(*_: object) -> int:
        entered.set()
        await leave.wait()
        return 1

    trouble: list[object] = []

    async def broken(_: object, workspace_id: object) -> int:
        if not trouble:
            trouble.append(workspace_id)
            raise RuntimeError("content that no row may hold")
        return 1

    means = jobs.Means(context.db, context.room, context.sieve, context.estimator, context.seal, context.blobs)
    sweep = jobs.Sweep("slow test", 1.0, slow)
    await (await Lab.open(context)).project(tasks=1)
    first = asyncio.create_task(jobs.turn(sweep, means))
    await entered.wait()
    assert await jobs.turn(sweep, means) is None
    leave.set()
    assert await first
    await (await Lab.open(context)).project(tasks=1)
    assert await jobs.turn(jobs.Sweep("broken test", 1.0, broken), means), "the other workspaces had their turn"
    rows = {row["sweep"]: row["failed"] for row in await superuser.fetch("SELECT sweep, failed FROM machinery.sweep_run")}
    assert rows["slow test"] is None
    assert rows["broken test"] == "RuntimeError"
    assert await jobs.turn(sweep, means), "the lock is free again"


async def test_the_end_of_what_is_pending_is_found_by_its_key(superuser: asyncpg.Connection) -> None:
    """However the question is put: by anything else it would read every transfer of the workspace, at each task that settles."""
    plan = await superuser.fetch(
        """EXPLAIN SELECT p.transfer_id FROM walled.transfer p WHERE p.workspace_id = gen_random_uuid() AND p.transfer_id = gen_random_uuid()
           AND NOT EXISTS (SELECT FROM walled.transfer e WHERE e.workspace_id = p.workspace_id AND e.pending_id = p.transfer_id)"""
    )
    assert "using transfer_end" in "\n".join(line[0] for line in plan)
