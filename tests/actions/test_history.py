"""One's own last answers: the task as it was seen, the answer as it was given, and what became of it."""

from typing import Any

import pytest

from amana.actions import handles, shredding
from amana.api.context import Context
from amana.model.errors import KeptOut
from amana.model.history import ANSWERS_MAX, PAGE_ANSWERS, MyAnswer
from amana.model.person_walls import PersonWall
from amana.model.scope import Audience, Scope
from amana.store import dispatch
from tests.actions.test_guidelines import logged
from tests.lab import Annotator, Lab, panels
from tests.store.test_person_walls import raise_wall


async def told(somebody: Annotator) -> list[tuple[str, str | None, str]]:
    return [(one.outcome, one.settled, one.pay) for one in (await somebody.answers()).answers]


async def settle(lab: Lab) -> None:
    assert await dispatch.settle(lab.context.db, Scope(Audience.ENGINE, lab.workspace_id), 100) > 0


def seen(one: MyAnswer) -> tuple[list[str], dict[str, Any] | None]:
    assert one.form is not None
    return panels(one.form), one.answer


async def test_each_is_there_as_it_was_seen_and_said(lab: Lab) -> None:
    project = await lab.project(tasks=8, annotations_needed=1)
    somebody, other = await lab.annotators(project, 2)
    said = []
    for number in range(8):
        [task] = await somebody.claim()
        said.append((panels(task.form), {"preference": number % 3}))
        await somebody.submit(task, number % 3)
    # Both orders were drawn: what was said of the first is not always said of the file's own first.
    assert len({texts[0][0] for texts, _ in said}) == 2
    assert [seen(one) for one in (await somebody.answers()).answers] == said[::-1]
    assert (await other.answers()).answers == ()
    assert len(await logged(lab, "answer read")) == 8


async def test_they_come_in_pages_and_so_many_are_there(lab: Lab) -> None:
    project = await lab.project(tasks=ANSWERS_MAX + 3, annotations_needed=1)
    somebody = await lab.annotator(project)
    sent = []
    for _ in range(ANSWERS_MAX + 3):
        [task] = await somebody.claim()
        sent.append((await somebody.submit(task)).submit_id)
    found, page = [], await somebody.answers()
    while page.next_before is not None:
        assert len(page.answers) == PAGE_ANSWERS
        found += [one.submit_id for one in page.answers]
        page = await somebody.answers(page.next_before)
    assert found + [one.submit_id for one in page.answers] == sent[:2:-1]


async def test_what_became_of_it(lab: Lab) -> None:
    project = await lab.project(tasks=1, annotations_needed=1, undo_seconds=60)
    somebody = await lab.annotator(project)
    [task] = await somebody.claim()
    first = await somebody.submit(task)
    assert await told(somebody) == [("counts", None, "pending")]
    await somebody.undo(first.submit_id)
    await somebody.submit(task, 1, revision=2)
    assert await told(somebody) == [("counts", None, "pending"), ("taken_back", None, "voided")]


async def test_with_or_against_others_is_told_only_where_the_lead_says_so(lab: Lab, context: Context) -> None:
    project = await lab.project(tasks=1, annotations_needed=3, undo_seconds=0)
    people = await lab.annotators(project, 3)
    for somebody, preferred in zip(people, ("A0", "A0", "B0"), strict=True):
        [task] = await somebody.claim()
        await somebody.submit(task, 0 if panels(task.form)[0] == preferred else 2)
    await settle(lab)
    assert [await told(one) for one in people] == [[("counts", None, "posted")]] * 3
    await handles.set_shows_settled(context.db, lab.principal, project, True)
    assert [(await told(one))[0][1] for one in people] == ["with", "with", "against"]
    await handles.set_shows_settled(context.db, lab.principal, project, False)
    assert [(await told(one))[0][1] for one in people] == [None, None, None]


async def test_of_what_was_destroyed_there_is_that_it_was_answered(lab: Lab, context: Context) -> None:
    project = await lab.project(tasks=2, annotations_needed=1)
    somebody = await lab.annotator(project)
    for _ in range(2):
        [task] = await somebody.claim()
        await somebody.submit(task)
    async with context.db.snapshot(lab.principal.scope) as tx:
        [gone] = await tx.all(lambda one: one, "SELECT task_id FROM walled.annotation ORDER BY submitted_at DESC LIMIT 1")
    await shredding.shred_tasks(context.db, context.seal, context.blobs, lab.principal, project, [gone], "P")
    first, second = (await somebody.answers()).answers
    assert (first.form, first.answer, first.outcome, first.pay) == (None, None, "withdrawn", "posted")
    assert second.form is not None


async def test_a_person_wall_stands_before_it(lab: Lab) -> None:
    project = await lab.project(tasks=1, annotations_needed=1)
    somebody = await lab.annotator(project)
    [task] = await somebody.claim()
    await somebody.submit(task)
    await raise_wall(lab, project, PersonWall(clearance=3))
    with pytest.raises(KeptOut):
        await somebody.answers()
