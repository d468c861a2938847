"""Questions to the lead: whoever asked and everybody who works there read the answer, and nobody reads whose question it was."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from amana.actions import concerns, people, shredding
from amana.api.context import Context
from amana.model.concerns import QUESTIONS_OPEN_MAX, Concern, ConcernDecision
from amana.model.errors import (
    AnswerNeeded,
    AssignmentNotFound,
    ConcernDecided,
    ProjectNotFound,
    TooManyQuestions,
)
from amana.model.ids import ProjectId
from amana.views import desk as desk_view
from tests.actions.test_guidelines import logged
from tests.lab import Annotator, Lab


async def asked(lab: Lab, project: ProjectId) -> list[Concern]:
    return await concerns.listing(lab.context.db, lab.context.seal, lab.principal, project)


async def answer(lab: Lab, project: ProjectId, reply: str, reopen: str = "nobody") -> None:
    [first, *_] = await asked(lab, project)
    decision = ConcernDecision(reply, reopen)  # type: ignore[arg-type]
    await concerns.decide(lab.context.db, lab.context.seal, lab.principal, project, first.concern_id, decision)


async def read(somebody: Annotator) -> list[tuple[bool, str, str]]:
    return [(one.mine, one.words, one.reply) for one in await somebody.questions()]


async def news(somebody: Annotator) -> int:
    context = somebody.context
    queue = await desk_view.queue(context.db, context.seal, somebody.scope.subject, datetime(2020, 1, 1, tzinfo=UTC))
    return queue.projects[0].answers_new


async def test_an_unanswered_question_is_its_askers_and_an_answered_one_everybodys(lab: Lab) -> None:
    project = await lab.project(tasks=1)
    asker, other = await lab.annotators(project, 2)
    question = uuid4()
    await asker.ask("Does politeness count?", question_id=question)
    await asker.ask("Does politeness count?", question_id=question)  # again, as after a cut-off reply
    assert (await read(asker), await read(other)) == ([(True, "Does politeness count?", "")], [])
    [told] = await asked(lab, project)
    assert (told.kind, told.task_id, told.pseudonym, told.done_at) == ("question", None, asker.pseudonym, None)
    await answer(lab, project, "Only where both are right.")
    assert (await news(asker), await news(other)) == (1, 0)
    assert await read(asker) == [(True, "Does politeness count?", "Only where both are right.")]
    assert await news(asker) == 0
    assert await read(other) == [(False, "Does politeness count?", "Only where both are right.")]
    assert b"pseudonym" not in repr(await other.questions()).encode()
    assert len(await logged(lab, "questions read")) == 4, "a look at nothing is none"
    with pytest.raises(ConcernDecided):
        await answer(lab, project, "Never.")


async def test_of_a_task_its_holder_alone_knows_which(lab: Lab) -> None:
    project = await lab.project(tasks=2, annotations_needed=1)
    asker, other = await lab.annotators(project, 2)
    [task] = await asker.claim()
    await asker.ask("Which is the first here?", task.assignment_id)
    await answer(lab, project, "The upper one.")
    [mine], [theirs] = await asker.questions(), await other.questions()
    assert (mine.of_task, mine.assignment_id) == (True, task.assignment_id)
    assert (theirs.of_task, theirs.assignment_id) == (True, None)
    with pytest.raises(AssignmentNotFound):
        await other.ask("And I?", task.assignment_id)
    assert await asker.claim(), "who asks gives nothing up"


async def test_a_question_takes_words_and_opens_nothing(lab: Lab) -> None:
    project = await lab.project(tasks=1)
    somebody = await lab.annotator(project)
    await somebody.ask("Why?")
    for reply, reopen in ((" ", "nobody"), ("Because.", "everybody")):
        with pytest.raises(AnswerNeeded):
            await answer(lab, project, reply, reopen)
    assert await concerns.mine(lab.context.db, lab.context.seal, somebody.scope, project) == []


async def test_so_many_may_wait(lab: Lab) -> None:
    project = await lab.project(tasks=1)
    somebody, other = await lab.annotators(project, 2)
    for number in range(QUESTIONS_OPEN_MAX):
        await somebody.ask(f"Question {number}?")
    with pytest.raises(TooManyQuestions):
        await somebody.ask("One more?")
    await other.ask("Mine?")
    await answer(lab, project, "Yes.")  # the newest first: that of the other
    with pytest.raises(TooManyQuestions):
        await somebody.ask("One more?")
    await answer(lab, project, "Yes.")
    await somebody.ask("One more?")


async def test_who_was_sent_away_asks_and_reads_no_more(lab: Lab, context: Context) -> None:
    project = await lab.project(tasks=1)
    somebody = await lab.annotator(project)
    await somebody.ask("Why?")
    await answer(lab, project, "Because.")
    await people.end_membership(context.db, lab.principal, project, somebody.pseudonym)
    for look in (somebody.questions(), somebody.ask("And now?")):
        with pytest.raises(ProjectNotFound):
            await look


async def test_what_was_asked_of_a_task_is_destroyed_with_it(lab: Lab, context: Context) -> None:
    project = await lab.project(tasks=2, annotations_needed=1)
    asker, other = await lab.annotators(project, 2)
    [task] = await asker.claim()
    await asker.ask("Is Rosa Maier the patient?", task.assignment_id)
    await answer(lab, project, "She is.")
    await asker.ask("In general?")
    await answer(lab, project, "In general.")
    [_, of_task] = await asked(lab, project)
    assert of_task.task_id is not None
    await shredding.shred_tasks(context.db, context.seal, context.blobs, lab.principal, project, [of_task.task_id], "P")
    assert await read(other) == [(False, "In general?", "In general.")]
    assert await read(asker) == [(True, "In general?", "In general."), (True, "", "")]
