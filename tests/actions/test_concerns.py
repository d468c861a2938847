"""Ways out of a task that are no skip: it goes to others, the lead reads why, answers, and opens it again for whom they say."""

from uuid import uuid4

import pytest

from amana.actions import concerns
from amana.api.context import Context
from amana.model.concerns import ConcernDecision
from amana.model.errors import AlreadyAnswered, AssignmentSkipped, ConcernDecided, ConcernNotFound, SkipLimit
from amana.model.ids import ProjectId
from tests.lab import Annotator, Lab


async def said(lab: Lab, project: ProjectId) -> list[tuple[str, str, bool]]:
    found = await concerns.listing(lab.context.db, lab.context.seal, lab.principal, project)
    return [(one.kind, one.words, one.done_at is not None) for one in found]


async def decide(lab: Lab, project: ProjectId, reopen: str, reply: str = "") -> None:
    [first, *_] = await concerns.listing(lab.context.db, lab.context.seal, lab.principal, project)
    decision = ConcernDecision(reply, reopen)  # type: ignore[arg-type]
    await concerns.decide(lab.context.db, lab.context.seal, lab.principal, project, first.concern_id, decision)


async def held(somebody: Annotator) -> int:
    return len(await somebody.claim(3))


async def test_it_counts_as_no_skip_goes_to_others_and_comes_back_to_nobody_by_itself(lab: Lab) -> None:
    project = await lab.project(tasks=1, annotations_needed=1, skips_a_day_max=0)
    somebody, other = await lab.annotators(project, 2)
    [task] = await somebody.claim()
    concern = uuid4()
    await somebody.pass_on(task.assignment_id, "out_of_field", "this is law", concern)
    await somebody.pass_on(task.assignment_id, "out_of_field", "this is law", concern)  # again, as an outbox does
    assert await held(somebody) == 0
    assert await held(other) == 1
    assert await said(lab, project) == [("out_of_field", "this is law", False)]
    with pytest.raises(AssignmentSkipped):
        await somebody.submit(task)


async def test_a_skip_may_have_a_reason_and_is_limited_as_every_skip(lab: Lab) -> None:
    project = await lab.project(tasks=3, skips_a_day_max=1)
    somebody = await lab.annotator(project)
    first, second = await somebody.claim(2)
    await somebody.pass_on(first.assignment_id, "skipped", "too long for today")
    with pytest.raises(SkipLimit):
        await somebody.pass_on(second.assignment_id, "skipped", "this too")
    assert await said(lab, project) == [("skipped", "too long for today", False)]


async def test_the_lead_opens_it_again_for_the_person_who_reads_the_answer(lab: Lab, context: Context) -> None:
    project = await lab.project(tasks=1, annotations_needed=1)
    somebody = await lab.annotator(project)
    [task] = await somebody.claim()
    await somebody.pass_on(task.assignment_id, "guideline_wrong", "rule 3 contradicts rule 2")
    await decide(lab, project, "person", "Rule 2 holds.")
    assert [one.assignment_id for one in await somebody.claim(3)] == [task.assignment_id]
    [mine] = await concerns.mine(context.db, context.seal, somebody.scope, project)
    assert (mine.words, mine.reply, mine.reopened_for) == ("rule 3 contradicts rule 2", "Rule 2 holds.", "person")
    with pytest.raises(ConcernDecided):
        await decide(lab, project, "nobody")
    await somebody.submit(task)


async def test_the_lead_opens_it_again_for_all_who_gave_it_up(lab: Lab) -> None:
    project = await lab.project(tasks=1, annotations_needed=2)
    people = await lab.annotators(project, 2)
    for one in people:
        [task] = await one.claim()
        await one.pass_on(task.assignment_id, "not_sure")
    await decide(lab, project, "everybody")
    assert [await held(one) for one in people] == [1, 1]


async def test_what_is_answered_can_not_be_given_up_and_nobody_decides_anothers(lab: Lab, context: Context) -> None:
    project = await lab.project(tasks=1)
    somebody = await lab.annotator(project)
    [task] = await somebody.claim()
    await somebody.submit(task)
    with pytest.raises(AlreadyAnswered):
        await somebody.pass_on(task.assignment_id, "not_sure")
    with pytest.raises(ConcernNotFound):
        await concerns.decide(context.db, context.seal, lab.principal, project, uuid4(), ConcernDecision())
