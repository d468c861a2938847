"""Ways out of a task that count against nobody, questions to the lead, and the lead's answers to both."""

from uuid import UUID

from amana.model.concerns import Ask, Concern, ConcernDecision, MyConcern, PassOn, Question
from amana.model.errors import (
    AnswerNeeded,
    AssignmentNotFound,
    ConcernDecided,
    ConcernNotFound,
    ContentDestroyed,
    ProjectNotFound,
)
from amana.model.ids import AssignmentId, ProjectId
from amana.model.scope import Audience, Principal, Scope
from amana.outside.seal import NO_SALT, Owner, SaltAt, Seal
from amana.store import access_log, concerns, dispatch, projects
from amana.store.db import Database

HOLD_SECONDS = 7 * 24 * 3600  # what is opened again for one person waits for them so long
_WORDS, _REPLY = 0, 1


async def pass_on(db: Database, seal: Seal, scope: Scope, project_id: ProjectId, said: PassOn) -> None:
    """Give a task up: it goes to others, and the lead reads why. Raises SkipLimit, AlreadyAnswered, AssignmentSkipped."""
    salt = await _salt_of_task(db, seal, scope, project_id, said.assignment_id)
    body = seal.seal("concern", Owner(scope.walls, project_id), said.concern_id, said.words.encode(), _WORDS, salt)
    await concerns.pass_on(db, scope, AssignmentId(said.assignment_id), said.concern_id, said.kind, body)


async def ask(db: Database, seal: Seal, scope: Scope, project_id: ProjectId, asked: Ask) -> None:
    """Put a question to the lead, of a task in one's hands or of none: it is destroyed with the task, or with the project.

    The same again changes nothing. Raises ProjectNotFound, KeptOut, AssignmentNotFound, TooManyQuestions.
    """
    assignment_id = AssignmentId(asked.assignment_id) if asked.assignment_id else None
    salt = await _salt_of_task(db, seal, scope, project_id, assignment_id) if assignment_id else NO_SALT
    body = seal.seal("concern", Owner(scope.walls, project_id), asked.question_id, asked.words.encode(), _WORDS, salt)
    await concerns.ask(db, scope, project_id, assignment_id, asked.question_id, body)


async def questions(db: Database, seal: Seal, scope: Scope, project_id: ProjectId) -> list[Question]:
    """One's own, and all that the lead answered, the newest first; the look is a row of the log. Raises ProjectNotFound, KeptOut.

    Of a task that was destroyed others read nothing, and whoever asked that there was a question.
    """
    owner = Owner(scope.walls, project_id)
    opened = [
        Question(
            question_id=one.concern_id,
            mine=one.mine,
            of_task=one.of_task,
            assignment_id=one.assignment_id,
            words=_opened(seal, owner, one.concern_id, one.body, _WORDS),
            asked_at=one.raised_at,
            reply=_opened(seal, owner, one.concern_id, one.reply, _REPLY),
            answered_at=one.done_at,
        )
        for one in await concerns.questions(db, scope, project_id)
    ]
    return [one for one in opened if one.mine or one.words]


async def mine(db: Database, seal: Seal, scope: Scope, project_id: ProjectId) -> list[MyConcern]:
    """What the bearer said in this project and what was answered, the newest first."""
    owner = Owner(scope.walls, project_id)
    return [
        MyConcern(
            concern_id=one.concern_id,
            kind=one.kind,
            words=_opened(seal, owner, one.concern_id, one.body, _WORDS),
            raised_at=one.raised_at,
            reply=_opened(seal, owner, one.concern_id, one.reply, _REPLY),
            reopened_for=one.reopened_for,
            done_at=one.done_at,
        )
        for one in await concerns.mine(db, scope, project_id)
    ]


async def listing(db: Database, seal: Seal, principal: Principal, project_id: ProjectId) -> list[Concern]:
    """The open ones, then the done; their words are content, so the look is a row of the log. Raises ProjectNotFound."""
    async with db.transaction(principal.scope) as tx:
        if await projects.find(tx, principal.walls, project_id) is None:
            raise ProjectNotFound(project_id=project_id)
        found = await concerns.newest(tx, principal.walls, project_id)
        if found:
            await access_log.append(tx, principal.walls, "concerns read", principal.actor, project_id)
    owner = Owner(principal.walls, project_id)
    return [
        Concern(
            concern_id=one.concern_id,
            kind=one.kind,
            words=_opened(seal, owner, one.concern_id, one.body, _WORDS),
            raised_at=one.raised_at,
            reply=_opened(seal, owner, one.concern_id, one.reply, _REPLY),
            reopened_for=one.reopened_for,
            done_at=one.done_at,
            task_id=one.task_id,
            pseudonym=one.pseudonym,
            guideline_version=one.guideline_version,
        )
        for one in found
    ]


async def decide(
    db: Database, seal: Seal, principal: Principal, project_id: ProjectId, concern_id: UUID, said: ConcernDecision
) -> None:
    """The lead's word, once: the person reads the answer; that to a question everybody does who works in the project.

    Raises ConcernNotFound, ConcernDecided, AnswerNeeded.
    """
    async with db.snapshot(principal.scope) as tx:
        found = await concerns.find(tx, principal.walls, project_id, concern_id)
    if found is None:
        raise ConcernNotFound(concern_id=concern_id)
    if found.kind == "question" and (not said.reply.strip() or said.reopen != "nobody"):
        raise AnswerNeeded(concern_id=concern_id)
    salt = seal.salt_of(found.body)
    reply = seal.seal("concern", Owner(principal.walls, project_id), concern_id, said.reply.encode(), _REPLY, salt)
    decided = await concerns.decide(
        db, principal.scope, project_id, concern_id, reply, said.reopen, HOLD_SECONDS, principal.actor
    )
    if not decided:
        raise ConcernDecided(concern_id=concern_id)


async def _salt_of_task(db: Database, seal: Seal, scope: Scope, project_id: ProjectId, assignment_id: UUID) -> SaltAt:
    """What is said of a task is sealed under its salt, and destroyed with it. Raises AssignmentNotFound."""
    engine = Scope(Audience.ENGINE, scope.workspace_id, scope.subject, scope.person)
    facts = await dispatch.facts(db, engine, AssignmentId(assignment_id))
    if facts is None or facts.project_id != project_id:
        raise AssignmentNotFound(assignment_id=assignment_id)
    return seal.salt_of(facts.task_body)


def opened_reply(seal: Seal, owner: Owner, concern_id: UUID, reply: bytes | None) -> str:
    """What the lead answered; empty where that is nothing, or was destroyed with its task."""
    return _opened(seal, owner, concern_id, reply, _REPLY)


def _opened(seal: Seal, owner: Owner, concern_id: UUID, body: bytes | None, part: int) -> str:
    """Empty where nothing was said, or where the task was destroyed with all that was said of it."""
    if body is None:
        return ""
    try:
        return seal.open("concern", owner, concern_id, body, part).decode()
    except ContentDestroyed:
        return ""
