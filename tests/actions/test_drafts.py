"""Drafts with the engine: the newer one is found from every device, and nobody overwrites what they never saw."""

from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest

from amana.actions import shredding
from amana.api.context import Context
from amana.model.desk import DRAFT_BYTES_MAX
from amana.model.errors import AssignmentNotFound, DraftTooLarge, NotInYourHands
from amana.model.scope import Audience, Scope
from amana.outside import secrets
from amana.store import dispatch
from amana.views import desk as desk_view
from tests.lab import Lab

TYPED = {"reason": "first thought"}


async def drafts(superuser: asyncpg.Connection, lab: Lab) -> int:
    count: int = await superuser.fetchval("SELECT count(*) FROM walled.draft WHERE workspace_id = $1", lab.workspace_id)
    return count


async def test_what_one_device_typed_comes_with_the_task_to_the_other(lab: Lab) -> None:
    somebody = await lab.annotator(await lab.project(tasks=2))
    device = uuid4()
    [task] = await somebody.claim()
    assert task.draft is None
    assert (await somebody.keep_draft(task.assignment_id, 1, TYPED, device_id=device)).version == 1
    typed = {"reason": "second thought", "preference": 1}
    assert (await somebody.keep_draft(task.assignment_id, 1, typed, base=1, device_id=device)).version == 2
    [again] = await somebody.claim()
    assert again.draft is not None
    assert (again.draft.version, again.draft.device_id, again.draft.answer) == (2, device, typed)
    assert again.draft.age_ms >= 0
    # A prefetched one comes with its draft too.
    await somebody.claim(2)
    receipt_and_next = await somebody.claim(2, have=())
    assert [one.draft is not None for one in receipt_and_next] == [True, False]


async def test_whoever_did_not_see_the_newer_one_overwrites_nothing_and_is_shown_it(lab: Lab) -> None:
    somebody = await lab.annotator(await lab.project(tasks=1))
    phone, laptop = uuid4(), uuid4()
    [task] = await somebody.claim()
    await somebody.keep_draft(task.assignment_id, 1, TYPED, device_id=phone)
    refused = await somebody.keep_draft(task.assignment_id, 1, {"reason": "on the laptop"}, device_id=laptop)
    assert refused.other is not None
    assert (refused.version, refused.other.device_id, refused.other.answer) == (1, phone, TYPED)
    kept = await somebody.keep_draft(task.assignment_id, 1, {"reason": "on the laptop"}, base=1, device_id=laptop)
    assert (kept.version, kept.other) == (2, None)


@pytest.mark.parametrize("end", ["submit", "skip", "expire"])
async def test_a_draft_goes_when_the_task_leaves_the_hands(lab: Lab, superuser: asyncpg.Connection, end: str) -> None:
    somebody = await lab.annotator(await lab.project(tasks=1))
    [task] = await somebody.claim()
    await somebody.keep_draft(task.assignment_id, 1, TYPED)
    assert await drafts(superuser, lab) == 1
    if end == "submit":
        await somebody.submit(task)
    elif end == "skip":
        await somebody.skip(task.assignment_id)
    else:
        await superuser.execute("UPDATE walled.assignment SET lease_until = now() WHERE assignment_id = $1", task.assignment_id)
        await dispatch.expire(lab.context.db, Scope(Audience.ENGINE, lab.workspace_id), 10)
    assert await drafts(superuser, lab) == 0
    with pytest.raises(NotInYourHands):
        await somebody.keep_draft(task.assignment_id, 1, TYPED)
    assert await drafts(superuser, lab) == 0


async def test_an_undone_answer_is_drafted_at_its_new_revision(lab: Lab) -> None:
    somebody = await lab.annotator(await lab.project(tasks=1))
    [task] = await somebody.claim()
    reopened = await somebody.undo((await somebody.submit(task)).submit_id)
    with pytest.raises(NotInYourHands):
        await somebody.keep_draft(task.assignment_id, 1, TYPED)
    assert (await somebody.keep_draft(task.assignment_id, reopened.revision, TYPED)).other is None


async def test_nobody_else_drafts_or_reads_a_task_of_mine(lab: Lab) -> None:
    project = await lab.project(tasks=1)
    somebody, other = await lab.annotators(project, 2)
    [task] = await somebody.claim()
    await somebody.keep_draft(task.assignment_id, 1, TYPED)
    with pytest.raises(AssignmentNotFound):
        await other.keep_draft(task.assignment_id, 1, {"reason": "theirs"})
    assert all(one.draft is None for one in await other.claim(3))


async def test_a_destroyed_task_leaves_no_draft(context: Context, lab: Lab, superuser: asyncpg.Connection) -> None:
    project = await lab.project(tasks=1)
    somebody = await lab.annotator(project)
    [task] = await somebody.claim()
    await somebody.keep_draft(task.assignment_id, 1, TYPED)
    task_id = await superuser.fetchval("SELECT task_id FROM walled.assignment WHERE assignment_id = $1", task.assignment_id)
    await shredding.shred_tasks(context.db, context.seal, context.blobs, lab.principal, project, [task_id], "P")
    assert await drafts(superuser, lab) == 0


async def test_a_draft_has_a_largest_size(lab: Lab) -> None:
    somebody = await lab.annotator(await lab.project(tasks=1))
    [task] = await somebody.claim()
    with pytest.raises(DraftTooLarge):
        await somebody.keep_draft(task.assignment_id, 1, {"reason": "x" * DRAFT_BYTES_MAX})
    assert (await somebody.keep_draft(task.assignment_id, 1, {"reason": "x" * (DRAFT_BYTES_MAX - 13)})).version == 1


async def test_the_pace_is_that_of_ones_own_last_answers(lab: Lab, context: Context) -> None:
    somebody = await lab.annotator(await lab.project(tasks=6))
    since = datetime(2020, 1, 1, tzinfo=UTC)

    async def pace() -> int | None:
        [project] = (await desk_view.queue(context.db, context.seal, secrets.hash_of(somebody.session), since)).projects
        return project.pace_ms

    for number in range(5):
        assert await pace() is None
        [task] = await somebody.claim()
        await somebody.submit_to(task.assignment_id, 1, 0, uuid4(), active_ms=1000 * (number + 1))
    assert await pace() == 3000
