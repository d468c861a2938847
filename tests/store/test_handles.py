"""What a lead changes while people work: no task lost, doubled or over-assigned, every sum true at every moment."""

import asyncio
import contextlib
import random
from collections import Counter
from functools import partial
from uuid import UUID

import asyncpg
import msgspec
import pytest

from amana.actions import handles, people, projects
from amana.model.errors import (
    BatchNotFound,
    BudgetExceeded,
    BudgetSpent,
    DomainError,
    PersonNotFound,
    PersonUnknown,
    ProjectClosed,
    ProjectNotFound,
    StateRefused,
    TaskNotFound,
    TaskWithdrawn,
    UndoTooLate,
)
from amana.model.handles import Changed, Chosen, ProjectEvent
from amana.model.ids import ProjectId, TaskId
from amana.model.scope import Audience, Scope
from amana.store import dispatch
from amana.views import projects as project_views
from tests.lab import Annotator, Lab, row


async def history(lab: Lab, project_id: ProjectId) -> list[ProjectEvent]:
    return await project_views.history(lab.context.db, lab.principal, project_id)


async def trail(lab: Lab, project_id: ProjectId) -> list[tuple[object, ...]]:
    """The project's changes, newest first, without invitations."""
    told = [event for event in await history(lab, project_id) if event.kind != "invited"]
    assert {event.actor for event in told} <= {lab.principal.actor}
    return [(event.kind, event.was, event.became, event.tasks) for event in told]


async def page(lab: Lab, project_id: ProjectId) -> project_views.ProjectPage:
    return await project_views.page(lab.context.db, lab.context.seal, lab.principal, project_id)


async def settle(lab: Lab) -> int:
    return await dispatch.settle(lab.context.db, Scope(Audience.ENGINE, lab.workspace_id), 1000)


async def set_needed(lab: Lab, project_id: ProjectId, needed: int, chosen: Chosen | None = None) -> Changed:
    return await handles.set_needed(lab.context.db, lab.principal, project_id, chosen or Chosen(), needed)


async def withdraw(lab: Lab, project_id: ProjectId, batch_no: int = 1) -> Changed:
    return await handles.withdraw_batch(lab.context.db, lab.principal, project_id, batch_no)


async def ids_of(superuser: asyncpg.Connection, project_id: ProjectId, batch_no: int | None = None) -> list[TaskId]:
    rows = await superuser.fetch(
        "SELECT task_id FROM walled.task_content WHERE project_id = $1 AND ($2::int IS NULL OR task_no >> 32 = $2) ORDER BY task_no",
        project_id,
        batch_no,
    )
    return [TaskId(one["task_id"]) for one in rows]


async def task_of(superuser: asyncpg.Connection, assignment_id: UUID) -> TaskId:
    return TaskId(await superuser.fetchval("SELECT task_id FROM walled.assignment WHERE assignment_id = $1", assignment_id))


async def end_leases(lab: Lab, superuser: asyncpg.Connection) -> None:
    await superuser.execute(
        "UPDATE walled.assignment SET lease_until = now() - interval '1 s' WHERE workspace_id = $1", lab.workspace_id
    )
    await lab.expire()


async def everything_adds_up(lab: Lab, superuser: asyncpg.Connection, project_id: ProjectId) -> None:
    """Of each open task, of the project and its batches, and of the money: every number against the rows themselves."""
    wrong = await superuser.fetch(
        """SELECT t.task_id FROM walled.task t WHERE t.project_id = $1 AND t.state = 'open' AND t.needed <> t.slots
           + (SELECT count(*) FROM walled.assignment a WHERE a.task_id = t.task_id AND a.state IN ('held', 'answered') AND NOT a.surplus)
           + (SELECT count(*) FROM walled.returned r WHERE r.task_id = t.task_id AND r.directed)""",
        project_id,
    )
    assert wrong == []
    async with lab.context.db.snapshot(lab.principal.scope):
        whole = await page(lab, project_id)
        batches = await project_views.batches(lab.context.db, lab.context.seal, lab.principal, project_id)
    progress = whole.progress
    assert progress.needed == progress.answered + progress.held + progress.slots
    for name in ("tasks", "settled", "needed", "answered", "held", "slots"):
        assert getattr(progress, name) == sum(getattr(one, name) for one in batches), name
    assert progress.withdrawn_tasks == sum(one.withdrawn for one in batches)
    spent = progress.pending_minor + progress.posted_minor + progress.ahead_minor
    assert spent == sum(one.price_minor for one in batches)
    by_hand = 0
    rate = await superuser.fetchval("SELECT rate_minor FROM walled.project WHERE project_id = $1", project_id)
    for task in await superuser.fetch("SELECT * FROM walled.task WHERE project_id = $1", project_id):
        assignments = await superuser.fetch("SELECT * FROM walled.assignment WHERE task_id = $1", task["task_id"])
        by_hand += sum(one["rate_minor"] for one in assignments if one["state"] == "answered")
        if task["state"] == "open":
            held = [one for one in assignments if one["state"] == "held"]
            by_hand += sum(one["rate_minor"] for one in held)
            by_hand += rate * (task["needed"] - task["answered"] - sum(not one["surplus"] for one in held))
    assert spent == by_hand
    assert whole.left_minor == (None if whole.budget_minor is None else whole.budget_minor - spent)


# ---- state ----------------------------------------------------------------------------------------------------------------


async def test_paused_nobody_gets_a_task_and_what_is_held_is_finished(lab: Lab) -> None:
    project_id = await lab.project(tasks=3)
    annotator = await lab.annotator(project_id)
    [held] = await annotator.claim()
    for _ in range(2):  # twice is once
        await handles.pause(lab.context.db, lab.principal, project_id)
    assert [one.assignment_id for one in await annotator.claim(3)] == [held.assignment_id]
    await annotator.submit(held)
    assert await annotator.claim(3) == []
    for _ in range(2):
        await handles.resume(lab.context.db, lab.principal, project_id)
    assert len(await annotator.claim(3)) == 2
    assert await trail(lab, project_id) == [
        ("state", "paused", "open", None),
        ("state", "open", "paused", None),
        ("state", "draft", "open", None),
    ]


async def test_closed_what_nobody_holds_is_never_handed_out_again_and_what_was_answered_is_paid(
    lab: Lab, superuser: asyncpg.Connection
) -> None:
    project_id = await lab.project(tasks=4, annotations_needed=2, undo_seconds=0)
    one, other = await lab.annotators(project_id, 2)
    first, second, third = await one.claim(3)
    await one.submit(first)
    [directed] = await projects.direct(
        lab.context.db, lab.principal, project_id, other.pseudonym, [await task_of(superuser, second.assignment_id)], 600
    )
    for _ in range(2):
        await handles.close(lab.context.db, lab.principal, project_id)
    progress = await lab.progress(project_id)
    assert (progress.tasks, progress.withdrawn_tasks, progress.slots, progress.held) == (3, 1, 0, 2)
    assert await other.claim(3) == []
    await everything_adds_up(lab, superuser, project_id)
    assert await settle(lab) == 1
    assert (await lab.progress(project_id)).posted_minor == 12
    await one.submit(second)  # held when it closed
    assert await settle(lab) == 1
    await end_leases(lab, superuser)  # the third runs out, and what is left of it is ended by the sweep
    assert await dispatch.wind_up(lab.context.db, Scope(Audience.ENGINE, lab.workspace_id), 100) == 1
    progress = await lab.progress(project_id)
    assert (progress.settled, progress.tasks, progress.withdrawn_tasks, progress.ahead_minor) == (2, 2, 2, 0)
    with pytest.raises(TaskWithdrawn):
        await one.submit(third)
    assert directed == await task_of(superuser, second.assignment_id)
    assert (await trail(lab, project_id))[:2] == [("needed", "2", "1", 3), ("withdrawn", None, None, 2)]


async def test_a_closed_project_takes_nothing_until_it_is_reopened_and_what_ended_stays_ended(lab: Lab) -> None:
    project_id = await lab.project(tasks=2)
    annotator = await lab.annotator(project_id)
    await handles.close(lab.context.db, lab.principal, project_id)
    with pytest.raises(ProjectClosed):
        await lab.add(project_id, [{"response_a": "new", "response_b": "y"}])
    with pytest.raises(ProjectClosed):
        await set_needed(lab, project_id, 2)
    with pytest.raises(ProjectClosed):
        await projects.direct(lab.context.db, lab.principal, project_id, annotator.pseudonym, [], 60)
    with pytest.raises(StateRefused):
        await handles.pause(lab.context.db, lab.principal, project_id)
    await handles.resume(lab.context.db, lab.principal, project_id)
    assert await annotator.claim(3) == []
    await lab.add(project_id, [{"response_a": "new", "response_b": "y"}])
    assert len(await annotator.claim(3)) == 1


# ---- priority ----------------------------------------------------------------------------------------------------------------


async def test_a_raised_priority_comes_with_the_next_claim_also_to_whoever_passed_it(
    lab: Lab, superuser: asyncpg.Connection
) -> None:
    project_id = await lab.project(tasks=30, annotations_needed=5)
    annotator = await lab.annotator(project_id)
    for task in await annotator.claim(10):
        await annotator.submit(task)
    answered = {one["task_id"] for one in await superuser.fetch("SELECT task_id FROM walled.annotation")}
    wanted = [one for one in await ids_of(superuser, project_id) if one not in answered][3:8]
    for priority in (5, 50, -100):
        chosen = Chosen(task_ids=tuple(wanted))
        changed = await handles.set_priority(lab.context.db, lab.principal, project_id, chosen, priority)
        assert changed.tasks == 5
        again = await handles.set_priority(lab.context.db, lab.principal, project_id, chosen, priority)
        assert again.tasks == 0
        if priority > 0:
            got = {await task_of(superuser, one.assignment_id) for one in await annotator.claim(5)}
            assert got == set(wanted)
            held = await annotator.claim(5)
            assert await annotator.release(*(one.assignment_id for one in held)) == 5
            await superuser.execute("DELETE FROM walled.returned WHERE project_id = $1", project_id)  # by the cursor alone
    assert not {await task_of(superuser, one.assignment_id) for one in await annotator.claim(15)} & set(wanted)
    assert (await trail(lab, project_id))[0] == ("priority", "50", "-100", 5)


async def test_a_batch_can_go_first(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=20, annotations_needed=1)
    await lab.add(project_id, [{"response_a": f"x{number}", "response_b": "y"} for number in range(3)])
    changed = await handles.set_priority(lab.context.db, lab.principal, project_id, Chosen(batch_no=2), 100)
    assert changed.tasks == 3
    got = [await task_of(superuser, one.assignment_id) for one in await (await lab.annotator(project_id)).claim(3)]
    assert set(got) == set(await ids_of(superuser, project_id, 2))
    with pytest.raises(BatchNotFound):
        await handles.set_priority(lab.context.db, lab.principal, project_id, Chosen(batch_no=3), 1)


# ---- annotations needed ---------------------------------------------------------------------------------------------------------


async def test_raised_tasks_are_offered_again_also_to_whoever_passed_them(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=4, annotations_needed=1)
    one, other = await lab.annotators(project_id, 2)
    for annotator in (one, other):
        for task in await annotator.claim(2):
            await annotator.submit(task)
    assert [await annotator.claim(4) for annotator in (one, other)] == [[], []]  # both have walked past everything
    assert await set_needed(lab, project_id, 2) == Changed(tasks=4)
    assert await set_needed(lab, project_id, 2) == Changed(tasks=0)
    assert [len(await annotator.claim(4)) for annotator in (one, other)] == [2, 2]
    # Nothing came back, so nothing is noted: a million notes would make every claim walk over them.
    assert await superuser.fetchval("SELECT count(*) FROM walled.returned WHERE project_id = $1", project_id) == 0
    await lab.add(project_id, [{"response_a": "new", "response_b": "y"}])
    assert (await lab.progress(project_id)).needed == 10  # what is imported from now on needs two as well
    await everything_adds_up(lab, superuser, project_id)


async def test_lowered_tasks_settle_with_what_they_have_and_never_go_below_what_is_answered_or_held(
    lab: Lab, superuser: asyncpg.Connection
) -> None:
    project_id = await lab.project(tasks=3, annotations_needed=3, undo_seconds=0)
    crowd = await lab.annotators(project_id, 3)
    ids = await ids_of(superuser, project_id)
    for annotator in crowd[:2]:  # the first: two answers; the second: one answer and one held; the third: nothing
        await projects.direct(lab.context.db, lab.principal, project_id, annotator.pseudonym, ids[:2], 600)
        for task in await annotator.claim(2):
            first = await task_of(superuser, task.assignment_id) == ids[0]
            if first or annotator is crowd[0]:
                await annotator.submit(task)
    assert await set_needed(lab, project_id, 1) == Changed(tasks=3, could_not=2)
    rows = await superuser.fetch("SELECT task_id, needed, slots FROM walled.task WHERE project_id = $1", project_id)
    assert {one["task_id"]: (one["needed"], one["slots"]) for one in rows} == {ids[0]: (2, 0), ids[1]: (2, 0), ids[2]: (1, 1)}
    assert await settle(lab) == 1
    await everything_adds_up(lab, superuser, project_id)
    assert Counter(await trail(lab, project_id)) >= Counter({("needed", "3", "2", 2): 1, ("needed", "3", "1", 1): 1})


async def test_one_batch_or_some_tasks_alone(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=3, annotations_needed=1)
    await lab.add(project_id, [{"response_a": f"x{number}", "response_b": "y"} for number in range(2)])
    assert (await set_needed(lab, project_id, 4, Chosen(batch_no=2))).tasks == 2
    [some] = (await ids_of(superuser, project_id, 1))[:1]
    assert (await set_needed(lab, project_id, 2, Chosen(task_ids=(some,)))).tasks == 1
    assert (await lab.progress(project_id)).needed == 2 * 4 + 2 + 2
    assert (await page(lab, project_id)).project.annotations_needed == 1
    await everything_adds_up(lab, superuser, project_id)


# ---- money ------------------------------------------------------------------------------------------------------------------


async def test_nothing_is_raised_over_the_budget_and_the_budget_is_not_set_below_the_cost(
    lab: Lab, superuser: asyncpg.Connection
) -> None:
    project_id = await lab.project(tasks=5, annotations_needed=2, budget_minor=150)
    assert (await page(lab, project_id)).left_minor == 30
    with pytest.raises(BudgetExceeded) as refused:
        await set_needed(lab, project_id, 3)
    assert (refused.value.price_minor, refused.value.left_minor) == (60, 30)
    with pytest.raises(BudgetExceeded):
        await handles.set_rate(lab.context.db, lab.principal, project_id, 16)
    assert (await lab.progress(project_id)).needed == 10  # not one task of it
    with pytest.raises(BudgetSpent):
        await handles.set_budget(lab.context.db, lab.principal, project_id, 119)
    assert len(await trail(lab, project_id)) == 1  # it was opened: what was refused is no change
    await handles.set_rate(lab.context.db, lab.principal, project_id, 15)
    assert (await page(lab, project_id)).left_minor == 0
    await handles.set_budget(lab.context.db, lab.principal, project_id, 225)
    assert (await set_needed(lab, project_id, 3)).tasks == 5
    assert (await page(lab, project_id)).left_minor == 0
    await everything_adds_up(lab, superuser, project_id)
    assert [one[:3] for one in await trail(lab, project_id)][:3] == [
        ("needed", "2", "3"),
        ("needed", "2", "3"),
        ("budget", "150", "225"),
    ]


async def test_a_new_rate_is_for_new_assignments(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=3, annotations_needed=1)
    annotator = await lab.annotator(project_id)
    [held] = await annotator.claim(1)
    assert (await page(lab, project_id)).rate_since is None
    await handles.set_rate(lab.context.db, lab.principal, project_id, 20)
    assert (await page(lab, project_id)).rate_since is not None
    assert (await lab.progress(project_id)).ahead_minor == 12 + 2 * 20
    await everything_adds_up(lab, superuser, project_id)
    assert (await annotator.submit(held)).amount_minor == 12
    [fresh] = await annotator.claim(1)
    assert fresh.rate_minor == 20
    assert (await annotator.submit(fresh)).amount_minor == 20
    assert (await trail(lab, project_id))[0] == ("rate", "12", "20", None)
    await everything_adds_up(lab, superuser, project_id)


# ---- withdrawing a batch -----------------------------------------------------------------------------------------------------


async def test_a_withdrawn_batch_goes_to_nobody_and_what_was_answered_is_paid(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=4, annotations_needed=2, budget_minor=1000)
    await lab.add(project_id, [{"response_a": "keep", "response_b": "y"}])
    await handles.set_priority(lab.context.db, lab.principal, project_id, Chosen(batch_no=2), -1)
    one, other = await lab.annotators(project_id, 2)
    first, second = await one.claim(2)
    receipt = await one.submit(first)
    await projects.direct(
        lab.context.db, lab.principal, project_id, other.pseudonym, [await task_of(superuser, second.assignment_id)], 600
    )
    assert await withdraw(lab, project_id) == Changed(tasks=4, let_go=1)
    assert await withdraw(lab, project_id) == Changed(tasks=0)
    whole = await page(lab, project_id)
    progress = whole.progress
    assert (progress.tasks, progress.withdrawn_tasks, progress.needed, progress.held) == (1, 4, 2, 0)
    assert (progress.answered, progress.withdrawn_answered) == (0, 1)
    assert (progress.posted_minor, progress.pending_minor, whole.left_minor) == (12, 0, 1000 - 12 - 24)
    await everything_adds_up(lab, superuser, project_id)
    with pytest.raises(TaskWithdrawn):
        await one.submit(second)
    with pytest.raises(UndoTooLate):
        await one.undo(receipt.submit_id)
    kept = await ids_of(superuser, project_id, 2)
    for annotator in (one, other):
        assert [await task_of(superuser, task.assignment_id) for task in await annotator.claim(5)] == kept
    assert (await trail(lab, project_id))[0] == ("withdrawn", None, None, 4)
    assert len([one for one in await trail(lab, project_id) if one[0] == "withdrawn"]) == 1
    with pytest.raises(BatchNotFound):
        await withdraw(lab, project_id, 9)


async def test_what_was_withdrawn_may_be_sent_again(lab: Lab) -> None:
    project_id = await lab.project(tasks=3)
    assert (await lab.add(project_id, [row(number) for number in range(3)])).tasks == 0
    await withdraw(lab, project_id)
    assert (await lab.add(project_id, [row(number) for number in range(3)])).tasks == 3


async def test_a_change_of_many_tasks_is_one_change(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=1203, annotations_needed=1)
    assert (await set_needed(lab, project_id, 2)).tasks == 1203
    assert (await trail(lab, project_id))[:2] == [("needed", "1", "2", None), ("needed", "1", "2", 1203)]
    portions = await superuser.fetchval(
        "SELECT count(*) FROM walled.project_event WHERE project_id = $1 AND tasks > 0", project_id
    )
    assert portions == 3
    assert (await withdraw(lab, project_id)).tasks == 1203


# ---- people ------------------------------------------------------------------------------------------------------------------


async def test_whoever_is_sent_away_may_submit_what_they_hold_and_gets_nothing_new(
    lab: Lab, superuser: asyncpg.Connection
) -> None:
    project_id = await lab.project(tasks=5, annotations_needed=1)
    one, other = await lab.annotators(project_id, 2)
    held, late = await one.claim(2)
    taken = {await task_of(superuser, held.assignment_id), await task_of(superuser, late.assignment_id)}
    free = next(task for task in await ids_of(superuser, project_id) if task not in taken)
    await projects.direct(lab.context.db, lab.principal, project_id, one.pseudonym, [free], 600)
    for _ in range(2):
        await people.end_membership(lab.context.db, lab.principal, project_id, one.pseudonym)
    await everything_adds_up(lab, superuser, project_id)
    assert (await lab.progress(project_id)).slots == 3  # what was meant for them is anybody's
    with pytest.raises(ProjectNotFound):
        await one.claim(5)
    assert (await one.submit(held)).amount_minor == 12
    await end_leases(lab, superuser)
    assert len(await other.claim(5)) == 4
    [gone] = [
        person
        for person in await project_views.workers(lab.context.db, lab.context.seal, lab.principal, project_id)
        if person.ended_at
    ]
    assert (gone.pseudonym, gone.answered, gone.pending_minor) == (one.pseudonym, 1, 12)
    with pytest.raises(PersonNotFound):
        await projects.direct(lab.context.db, lab.principal, project_id, one.pseudonym, [free], 600)
    for _ in range(2):
        await people.let_back(lab.context.db, lab.principal, project_id, one.pseudonym)
    await lab.add(project_id, [{"response_a": "new", "response_b": "y"}])
    assert len(await one.claim(1)) == 1
    assert [event[0] for event in await trail(lab, project_id)][:3] == ["let_back", "ended", "directed"]


async def test_people_of_other_projects_are_brought_in_all_or_none(lab: Lab, superuser: asyncpg.Connection) -> None:
    here, there = await lab.project(tasks=2), await lab.project(tasks=2)
    one, other = await lab.annotators(there, 2)
    gone = await lab.annotator(here)
    await people.end_membership(lab.context.db, lab.principal, here, gone.pseudonym)
    stranger = await Lab.open(lab.context)
    elsewhere = await stranger.annotator(await stranger.project())
    bring = partial(people.bring_in, lab.context.db, lab.principal, here)
    with pytest.raises(PersonUnknown):
        await bring([one.pseudonym, elsewhere.pseudonym])
    with pytest.raises(ProjectNotFound):
        await people.bring_in(lab.context.db, stranger.principal, here, [one.pseudonym])
    one_here = msgspec.structs.replace(one, project_id=here)
    with pytest.raises(ProjectNotFound):
        await one_here.claim()
    assert await bring([one.pseudonym, other.pseudonym, one.pseudonym]) == 2
    assert await bring([one.pseudonym, gone.pseudonym]) == 0
    assert len(await one_here.claim()) == 1
    with pytest.raises(ProjectNotFound):
        await gone.claim()  # who was sent away is let back, not brought in
    assert [event.kind for event in await history(lab, here)][:2] == ["invited", "invited"]


async def test_a_task_taken_back_does_not_come_again_and_a_late_answer_is_taken_as_any(
    lab: Lab, superuser: asyncpg.Connection
) -> None:
    project_id = await lab.project(tasks=1, annotations_needed=1)
    one, other = await lab.annotators(project_id, 2)
    [held] = await one.claim()
    task_id = await task_of(superuser, held.assignment_id)

    async def reassign(to: Annotator | None) -> tuple[bool, bool]:
        done = await handles.reassign(
            lab.context.db, lab.principal, project_id, task_id, one.pseudonym, to.pseudonym if to else None, 600
        )
        return done.taken, done.directed

    assert await reassign(None) == (True, False)
    assert await reassign(None) == (False, False)
    assert await one.claim() == []
    assert await reassign(other) == (False, True)
    await everything_adds_up(lab, superuser, project_id)
    assert await handles.end_directions(lab.context.db, lab.principal, project_id, other.pseudonym, None) == 1
    assert await handles.end_directions(lab.context.db, lab.principal, project_id, other.pseudonym, (task_id,)) == 0
    assert not (await one.submit(held)).surplus  # late, and nobody had taken its slot
    await everything_adds_up(lab, superuser, project_id)
    with pytest.raises(TaskNotFound):
        await handles.reassign(lab.context.db, lab.principal, await lab.project(), task_id, one.pseudonym, None, 600)
    told = [event[0] for event in await trail(lab, project_id)]
    assert told == ["undirected", "directed", "taken_back", "state"]


async def test_what_was_taken_back_may_be_given_to_the_same_person_again(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=1, annotations_needed=1)
    one = await lab.annotator(project_id)
    [held] = await one.claim()
    task_id = await task_of(superuser, held.assignment_id)
    done = await handles.reassign(lab.context.db, lab.principal, project_id, task_id, one.pseudonym, one.pseudonym, 600)
    assert done.directed
    assert [task.assignment_id for task in await one.claim()] == [held.assignment_id]


async def test_the_trail_is_only_added_to(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project()
    for statement in ("UPDATE walled.project_event SET actor = 'x'", "DELETE FROM walled.project_event"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="never by changing"):
            await superuser.execute(f"{statement} WHERE project_id = $1", project_id)


# ---- while a crowd works -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
async def test_a_lead_changes_everything_while_a_crowd_works(lab: Lab, superuser: asyncpg.Connection, seed: int) -> None:
    rng = random.Random(seed)
    project_id = await lab.project(tasks=25, annotations_needed=2, undo_seconds=0, skips_a_day_max=100)
    await lab.add(project_id, [{"response_a": f"x{number}", "response_b": "y"} for number in range(25)])
    crowd = await lab.annotators(project_id, 6)
    db, lead = lab.context.db, lab.principal
    ids = await ids_of(superuser, project_id)
    working = True

    async def work(annotator: Annotator, rng: random.Random) -> None:
        while working:
            with contextlib.suppress(DomainError):
                for task in await annotator.claim(rng.randint(1, 4)):
                    match rng.choice(["submit", "submit", "submit", "skip", "release", "leave"]):
                        case "submit":
                            with contextlib.suppress(TaskWithdrawn):
                                await annotator.submit(task)
                        case "skip":
                            await annotator.skip(task.assignment_id)
                        case "release":
                            await annotator.release(task.assignment_id)
            await asyncio.sleep(rng.random() * 0.01)

    async def sweep() -> None:
        while working:
            await lab.expire()
            await settle(lab)
            await asyncio.sleep(0.01)

    async def change() -> None:
        some = tuple(rng.sample(ids, 7))
        person = rng.choice(crowd).pseudonym
        match rng.choice(
            ["needed", "batch", "chosen", "priority", "first", "pause", "rate", "direct", "reassign", "end", "withdraw"]
        ):
            case "needed":
                await set_needed(lab, project_id, rng.randint(1, 4))
            case "batch":
                await set_needed(lab, project_id, rng.randint(1, 4), Chosen(batch_no=rng.randint(1, 2)))
            case "chosen":
                await set_needed(lab, project_id, rng.randint(1, 4), Chosen(task_ids=some))
            case "priority":
                await handles.set_priority(db, lead, project_id, Chosen(task_ids=some), rng.randint(-100, 100))
            case "first":
                await handles.set_priority(db, lead, project_id, Chosen(batch_no=2), rng.randint(-1, 1))
            case "pause":
                await handles.pause(db, lead, project_id)
                await handles.resume(db, lead, project_id)
            case "rate":
                await handles.set_rate(db, lead, project_id, rng.randint(1, 30))
            case "direct":
                await projects.direct(db, lead, project_id, person, [TaskId(one) for one in some], 600)
            case "reassign":
                await handles.reassign(db, lead, project_id, TaskId(some[0]), person, rng.choice(crowd).pseudonym, 600)
            case "end":
                await people.end_membership(db, lead, project_id, person)
                await people.let_back(db, lead, project_id, person)
            case "withdraw" if rng.random() < 0.2:
                await withdraw(lab, project_id, 2)

    async def lead_on() -> None:
        nonlocal working
        try:
            for _ in range(15):
                with contextlib.suppress(PersonNotFound):
                    await asyncio.gather(change(), change())
        finally:
            working = False

    await asyncio.gather(lead_on(), sweep(), *(work(one, random.Random(seed * 100 + n)) for n, one in enumerate(crowd)))
    await everything_adds_up(lab, superuser, project_id)
    # Whatever is left is found by people who are new, down to the last slot.
    await handles.end_directions(db, lead, project_id, crowd[0].pseudonym, None)
    for annotator in crowd:
        await handles.end_directions(db, lead, project_id, annotator.pseudonym, None)
    await end_leases(lab, superuser)
    for annotator in await lab.annotators(project_id, 4):
        while held := await annotator.claim(10):
            for task in held:
                await annotator.submit(task)
    await settle(lab)
    progress = await lab.progress(project_id)
    assert (progress.held, progress.slots, progress.settled) == (0, 0, progress.tasks)
    assert progress.tasks + progress.withdrawn_tasks == 50
    await everything_adds_up(lab, superuser, project_id)
    over = await superuser.fetch(
        """SELECT a.task_id FROM walled.assignment a JOIN walled.task t USING (workspace_id, task_id)
           WHERE t.project_id = $1 AND a.state = 'answered' AND NOT a.surplus GROUP BY a.task_id, t.needed HAVING count(*) > t.needed""",
        project_id,
    )
    assert over == []
    twice = await superuser.fetch(
        """SELECT x.pending_id FROM walled.transfer x JOIN walled.annotation n USING (workspace_id, submit_id)
           WHERE n.project_id = $1 AND x.kind <> 'pending' GROUP BY x.pending_id HAVING count(*) > 1""",
        project_id,
    )
    assert twice == []


async def test_close_while_a_crowd_works_ends_everything_and_pays_it(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=60, annotations_needed=3, undo_seconds=0)
    crowd = await lab.annotators(project_id, 5)

    async def work(annotator: Annotator) -> None:
        while held := await annotator.claim(3):
            for task in held:
                await annotator.submit(task)

    async def close() -> None:
        await asyncio.sleep(0.1)
        await handles.close(lab.context.db, lab.principal, project_id)

    await asyncio.gather(close(), *(work(one) for one in crowd))
    # A claim that began before the project closed may have come after the closing looked: the sweep ends what is left.
    await end_leases(lab, superuser)
    engine = Scope(Audience.ENGINE, lab.workspace_id)
    while await dispatch.wind_up(lab.context.db, engine, 100):
        pass
    await settle(lab)
    progress = await lab.progress(project_id)
    assert (progress.held, progress.slots, progress.ahead_minor, progress.pending_minor) == (0, 0, 0, 0)
    assert progress.settled == progress.tasks
    assert progress.posted_minor == 12 * (progress.answered + progress.withdrawn_answered + progress.surplus)
    await everything_adds_up(lab, superuser, project_id)
