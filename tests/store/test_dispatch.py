"""Claim, submit, undo and their neighbours, against a real database."""

import asyncio
from collections import Counter
from uuid import uuid4

import asyncpg
import pytest

from amana.model.errors import (
    AlreadyAnswered,
    AnnotationNotFound,
    AssignmentNotFound,
    AssignmentSkipped,
    NoSession,
    ProjectNotFound,
    RevisionStale,
    SkipLimit,
    SubmitConflict,
    UndoTooLate,
)
from amana.model.ids import TaskId
from amana.model.projects import Progress
from amana.store import dispatch, people
from tests.lab import Annotator, Lab


def adds_up(progress: Progress) -> bool:
    return progress.needed == progress.answered + progress.held + progress.slots


async def end_leases(lab: Lab, superuser: asyncpg.Connection) -> None:
    """Make every lease of the workspace end now, as time would."""
    await superuser.execute(
        "UPDATE walled.assignment SET lease_until = now() - interval '1 second' WHERE workspace_id = $1", lab.workspace_id
    )


async def answer_everything(annotator: Annotator) -> int:
    answered = 0
    while held := await annotator.claim(want=3):
        for task in held:
            await annotator.submit(task)
            answered += 1
    return answered


async def test_each_task_goes_to_as_many_people_as_it_needs_and_no_more(lab: Lab) -> None:
    project_id = await lab.project(tasks=20, annotations_needed=3)
    crowd = await lab.annotators(project_id, 5)
    answered = 0
    # What was locked by somebody at the moment somebody else looked is offered to them when they look again.
    while some := sum(await asyncio.gather(*(answer_everything(annotator) for annotator in crowd))):
        answered += some
    assert answered == 60
    progress = await lab.progress(project_id)
    assert (progress.answered, progress.held, progress.slots, progress.surplus) == (60, 0, 0, 0)
    assert progress.pending_minor == 60 * 12


async def test_two_tabs_of_one_person_never_hold_a_task_twice(lab: Lab) -> None:
    project_id = await lab.project(tasks=10, annotations_needed=2)
    annotator = await lab.annotator(project_id)
    claims = await asyncio.gather(*(annotator.claim(want=4) for _ in range(8)))
    assert {task.assignment_id for held in claims for task in held} == {task.assignment_id for task in claims[0]}
    assert len(claims[0]) == 4
    assert (await lab.progress(project_id)).held == 4


async def test_a_claim_returns_what_is_held_and_leaves_out_what_the_page_has(lab: Lab) -> None:
    annotator = await lab.annotator(await lab.project(tasks=5))
    first = await annotator.claim(want=2)
    again = await annotator.claim(want=3)
    assert [task.assignment_id for task in again[:2]] == [task.assignment_id for task in first]
    fresh = await annotator.claim(want=3, have=tuple(task.assignment_id for task in first))
    assert [task.assignment_id for task in fresh] == [again[2].assignment_id]


async def test_people_start_at_different_places(lab: Lab) -> None:
    project_id = await lab.project(tasks=200, annotations_needed=10)
    crowd = await lab.annotators(project_id, 8)
    firsts = [(await annotator.claim())[0].form for annotator in crowd]
    # Eight random starts among 200 places: that all agree has a chance of 200**-7.
    assert len({str(form.elements[0]) for form in firsts}) > 1


async def test_the_same_submit_gives_the_same_receipt_and_one_transfer(lab: Lab) -> None:
    project_id = await lab.project(tasks=1)
    annotator = await lab.annotator(project_id)
    [task] = await annotator.claim()
    submit_id = uuid4()
    receipts = await asyncio.gather(*(annotator.submit(task, 1, submit_id=submit_id) for _ in range(6)))
    assert len(set(map(str, receipts))) == 1
    progress = await lab.progress(project_id)
    assert (progress.answered, progress.pending_minor) == (1, 12)


async def test_the_same_submit_with_another_content_is_a_conflict(lab: Lab) -> None:
    annotator = await lab.annotator(await lab.project(tasks=2))
    [task, other] = await annotator.claim(want=2)
    submit_id = uuid4()
    await annotator.submit(task, 0, submit_id=submit_id)
    with pytest.raises(SubmitConflict):
        await annotator.submit(task, 2, submit_id=submit_id)
    with pytest.raises(SubmitConflict):
        await annotator.submit(other, 0, submit_id=submit_id)
    with pytest.raises(AlreadyAnswered):
        await annotator.submit(task, 0)


async def test_undo_voids_the_pay_and_reopens_the_same_assignment(lab: Lab) -> None:
    project_id = await lab.project(tasks=1, annotations_needed=1)
    annotator = await lab.annotator(project_id)
    [task] = await annotator.claim()
    receipt = await annotator.submit(task, 0)
    reopened = await annotator.undo(receipt.submit_id)
    assert await annotator.undo(receipt.submit_id) == reopened  # the same undo again changes nothing
    assert (reopened.assignment_id, reopened.revision) == (task.assignment_id, 2)
    progress = await lab.progress(project_id)
    assert (progress.answered, progress.held, progress.withdrawn, progress.pending_minor) == (0, 1, 1, 0)
    assert adds_up(progress)
    with pytest.raises(RevisionStale):
        await annotator.submit(task, 1)
    await annotator.submit(task, 1, revision=2)
    progress = await lab.progress(project_id)
    assert (progress.answered, progress.held, progress.pending_minor) == (1, 0, 12)


async def test_undo_ends_with_the_projects_window(lab: Lab) -> None:
    annotator = await lab.annotator(await lab.project(tasks=1, undo_seconds=0))
    [task] = await annotator.claim()
    receipt = await annotator.submit(task)
    with pytest.raises(UndoTooLate):
        await annotator.undo(receipt.submit_id)


async def test_a_lease_that_ends_goes_to_somebody_else_and_a_late_answer_is_surplus(
    lab: Lab, superuser: asyncpg.Connection
) -> None:
    project_id = await lab.project(tasks=1, annotations_needed=1)
    slow, quick = await lab.annotators(project_id, 2)
    [held] = await slow.claim()
    assert await quick.claim() == []
    await end_leases(lab, superuser)
    assert await lab.expire() == 1
    [taken] = await quick.claim()
    await quick.submit(taken)
    late = await slow.submit(held)
    assert late.surplus
    assert late.amount_minor == 12
    progress = await lab.progress(project_id)
    assert (progress.answered, progress.surplus, progress.slots, progress.pending_minor) == (1, 1, 0, 24)
    assert adds_up(progress)


async def test_a_late_answer_takes_its_slot_if_nobody_has(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=1, annotations_needed=1)
    slow = await lab.annotator(project_id)
    [held] = await slow.claim()
    await end_leases(lab, superuser)
    await lab.expire()
    assert not (await slow.submit(held)).surplus
    assert (await lab.progress(project_id)).answered == 1
    assert await (await lab.annotator(project_id)).claim() == []


async def test_what_expired_comes_back_to_the_person_who_had_it(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=3, annotations_needed=5)
    annotator = await lab.annotator(project_id)
    before = await annotator.claim(want=3)
    await end_leases(lab, superuser)
    assert await lab.expire() == 3
    after = await annotator.claim(want=3)
    assert {task.assignment_id for task in before} == {task.assignment_id for task in after}


async def test_released_tasks_return_and_shown_ones_stay(lab: Lab) -> None:
    project_id = await lab.project(tasks=3, annotations_needed=1)
    one, other = await lab.annotators(project_id, 2)
    held = await one.claim(want=3)
    await one.shown(held[0].assignment_id)
    assert await one.release(*(task.assignment_id for task in held)) == 2
    assert len(await other.claim(want=3)) == 2
    progress = await lab.progress(project_id)
    assert progress.held == 3
    assert adds_up(progress)


async def test_a_skipped_task_goes_to_others_and_does_not_come_back(lab: Lab) -> None:
    project_id = await lab.project(tasks=1, annotations_needed=1)
    one, other = await lab.annotators(project_id, 2)
    [task] = await one.claim()
    await one.skip(task.assignment_id)
    await one.skip(task.assignment_id)
    assert await one.claim() == []
    with pytest.raises(AssignmentSkipped):
        await one.submit(task)
    assert len(await other.claim()) == 1


async def test_skips_are_limited_a_day(lab: Lab) -> None:
    annotator = await lab.annotator(await lab.project(tasks=5, skips_a_day_max=2))
    for _ in range(2):
        [task] = await annotator.claim()
        await annotator.skip(task.assignment_id)
    [task] = await annotator.claim()
    with pytest.raises(SkipLimit):
        await annotator.skip(task.assignment_id)


async def test_a_directed_task_comes_first_and_holds_its_slot(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=50, annotations_needed=1)
    meant, other = await lab.annotators(project_id, 2)
    tasks = await superuser.fetch(
        "SELECT task_id FROM walled.task_content WHERE workspace_id = $1 ORDER BY task_no LIMIT 3", lab.workspace_id
    )
    wanted = [TaskId(task["task_id"]) for task in tasks]
    directed = await dispatch.direct(lab.context.db, lab.principal.scope, project_id, meant.pseudonym, wanted, 60, "lead")
    assert set(directed) == set(wanted)
    assert await dispatch.direct(lab.context.db, lab.principal.scope, project_id, meant.pseudonym, wanted, 60, "lead") == []
    assert (await lab.progress(project_id)).held == 3
    assert await answer_everything(other) == 47
    held = await meant.claim(want=3)
    assert len(held) == 3
    for task in held:
        await meant.submit(task)
    progress = await lab.progress(project_id)
    assert (progress.answered, progress.slots, progress.held) == (50, 0, 0)


async def test_new_tasks_reach_people_whose_cursor_has_passed(lab: Lab) -> None:
    project_id = await lab.project(tasks=5, annotations_needed=1)
    annotator = await lab.annotator(project_id)
    assert await answer_everything(annotator) == 5
    await lab.add(project_id, [{"response_a": f"x{n}", "response_b": "y"} for n in range(5)])
    assert await answer_everything(annotator) == 5


async def test_a_task_locked_by_somebody_else_is_offered_again(lab: Lab, superuser: asyncpg.Connection) -> None:
    """A cursor that steps over a locked row must note it: otherwise the person is never offered it again."""
    project_id = await lab.project(tasks=1, annotations_needed=2)
    annotator = await lab.annotator(project_id)
    async with superuser.transaction():
        await superuser.execute("SELECT FROM walled.task WHERE workspace_id = $1 FOR NO KEY UPDATE", lab.workspace_id)
        assert await annotator.claim() == []
    assert len(await annotator.claim()) == 1


async def test_what_is_not_yours_is_not_found(lab: Lab) -> None:
    project_id = await lab.project(tasks=2)
    one, other = await lab.annotators(project_id, 2)
    [task] = await one.claim()
    receipt = await one.submit(task)
    with pytest.raises(AssignmentNotFound):
        await other.submit(task)
    with pytest.raises(AssignmentNotFound):
        await other.skip(task.assignment_id)
    with pytest.raises(AssignmentNotFound):
        await other.shown(task.assignment_id)
    with pytest.raises(AnnotationNotFound):
        await other.undo(receipt.submit_id)
    stranger = await lab.annotator(await lab.project(tasks=1))
    with pytest.raises(ProjectNotFound):
        await dispatch.claim(lab.context.db, stranger.scope, project_id, [], 1)


async def test_a_revoked_session_opens_nothing(lab: Lab) -> None:
    annotator = await lab.annotator(await lab.project(tasks=2))
    [task] = await annotator.claim()
    await people.end_session(lab.context.db, annotator.scope.subject)
    with pytest.raises(NoSession):
        await annotator.claim()
    with pytest.raises(NoSession):
        await annotator.submit(task)


async def test_each_step_of_an_assignment_is_in_the_log_once(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=2)
    annotator = await lab.annotator(project_id)
    held = await annotator.claim(want=2)
    await annotator.claim(want=2)
    for _ in range(2):
        await annotator.shown(held[0].assignment_id)
    submit_id = uuid4()
    for _ in range(2):
        await annotator.submit(held[0], submit_id=submit_id)
    rows = await superuser.fetch(
        "SELECT kind, assignment_id FROM walled.access_log WHERE workspace_id = $1 AND actor = $2",
        lab.workspace_id,
        str(annotator.pseudonym),
    )
    assert Counter((row["kind"], row["assignment_id"]) for row in rows) == Counter(
        [
            ("released", held[0].assignment_id),
            ("released", held[1].assignment_id),
            ("shown", held[0].assignment_id),
            ("answered", held[0].assignment_id),
        ]
    )


async def test_a_late_answer_to_a_task_meant_for_the_same_person_again_takes_the_slot_held_for_them(
    lab: Lab, superuser: asyncpg.Connection
) -> None:
    project_id = await lab.project(tasks=1, annotations_needed=1)
    annotator = await lab.annotator(project_id)
    [task] = await annotator.claim()
    await superuser.execute(
        "UPDATE walled.assignment SET lease_until = now() - interval '1 s' WHERE assignment_id = $1", task.assignment_id
    )
    await lab.expire()
    task_id = await superuser.fetchval("SELECT task_id FROM walled.assignment WHERE assignment_id = $1", task.assignment_id)
    assert await dispatch.direct(lab.context.db, lab.principal.scope, project_id, annotator.pseudonym, [task_id], 60, "lead") == [
        task_id
    ]
    receipt = await annotator.submit(task)
    assert receipt.surplus is False
    progress = await lab.progress(project_id)
    assert (progress.answered, progress.held, progress.slots) == (1, 0, 0)


async def test_a_direction_nobody_takes_up_ends_and_a_skip_gives_its_slot_back(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=2, annotations_needed=1)
    absent, present = await lab.annotators(project_id, 2)
    ids = [row[0] for row in await superuser.fetch("SELECT task_id FROM walled.task WHERE project_id = $1", project_id)]
    await dispatch.direct(lab.context.db, lab.principal.scope, project_id, absent.pseudonym, ids, 60, "lead")
    assert await present.claim(2) == []
    await superuser.execute(
        "UPDATE walled.returned SET directed_until = now() - interval '1 s' WHERE project_id = $1", project_id
    )
    assert await lab.expire() == 2
    assert len(await present.claim(2)) == 2
    # Expired, meant for them again, and then skipped: the slot does not stay with somebody who does not want it.
    [first, _] = await present.claim(2)
    await superuser.execute(
        "UPDATE walled.assignment SET lease_until = now() - interval '1 s' WHERE assignment_id = $1", first.assignment_id
    )
    await lab.expire()
    task_id = await superuser.fetchval("SELECT task_id FROM walled.assignment WHERE assignment_id = $1", first.assignment_id)
    await dispatch.direct(lab.context.db, lab.principal.scope, project_id, present.pseudonym, [task_id], 60, "lead")
    await present.skip(first.assignment_id)
    assert len(await absent.claim(2)) == 1


async def test_a_directed_task_met_along_the_cursor_takes_its_slot_once(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=1, annotations_needed=3)
    annotator = await lab.annotator(project_id)
    task_id = await superuser.fetchval("SELECT task_id FROM walled.task WHERE project_id = $1", project_id)
    await dispatch.direct(lab.context.db, lab.principal.scope, project_id, annotator.pseudonym, [task_id], 60, "lead")
    # The queue of returned tasks does not see it at this moment, as when somebody else holds the row's lock.
    await superuser.execute("UPDATE walled.returned SET project_id = $2 WHERE project_id = $1", project_id, await lab.project())
    assert len(await annotator.claim()) == 1
    progress = await lab.progress(project_id)
    assert (progress.held, progress.slots) == (1, 2)
