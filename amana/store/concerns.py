"""Why people gave tasks up, and what they asked: their sealed words, and a lead's."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from amana.model.concerns import CONCERNS_MAX, QUESTIONS_OPEN_MAX, ConcernKind, Reopening, WayOut
from amana.model.ids import AssignmentId, ProjectId
from amana.model.scope import Scope
from amana.store.db import Database, Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)


class MySealedConcern(msgspec.Struct, frozen=True):
    concern_id: UUID
    kind: ConcernKind
    raised_at: datetime
    body: bytes
    reply: bytes | None
    reopened_for: Reopening | None
    done_at: datetime | None


class SealedConcern(MySealedConcern, frozen=True):
    task_id: UUID | None
    pseudonym: UUID
    guideline_version: int


class SealedWords(msgspec.Struct, frozen=True):
    kind: ConcernKind
    body: bytes


class SealedQuestion(msgspec.Struct, frozen=True):
    """A question as those who work in the project may have it; see model/concerns.py."""

    concern_id: UUID
    mine: bool
    of_task: bool
    assignment_id: UUID | None
    raised_at: datetime
    body: bytes
    reply: bytes | None
    done_at: datetime | None


async def pass_on(db: Database, scope: Scope, assignment_id: AssignmentId, concern_id: UUID, kind: WayOut, body: bytes) -> None:
    """Give a task up with a reason. Raises AlreadyAnswered, AssignmentSkipped; as a skip, SkipLimit."""
    await db.call(lambda _: None, scope, "dispatch.pass_on", assignment_id, concern_id, kind, body)


async def mine(db: Database, scope: Scope, project_id: ProjectId) -> list[MySealedConcern]:
    """The bearer's own in a project but for questions, the newest first, at most CONCERNS_MAX."""
    return await db.call(MySealedConcern, scope, "dispatch.my_concerns", project_id, CONCERNS_MAX)


async def ask(
    db: Database, scope: Scope, project_id: ProjectId, assignment_id: AssignmentId | None, concern_id: UUID, body: bytes
) -> None:
    """Put a question to the lead. Raises ProjectNotFound, KeptOut, AssignmentNotFound, TooManyQuestions."""
    values = (project_id, assignment_id, concern_id, body, QUESTIONS_OPEN_MAX)
    await db.call(lambda _: None, scope, "dispatch.ask", *values)


async def questions(db: Database, scope: Scope, project_id: ProjectId) -> list[SealedQuestion]:
    """The bearer's own, and all that were answered, at most CONCERNS_MAX; the log says so. Raises ProjectNotFound, KeptOut."""
    return await db.call(SealedQuestion, scope, "dispatch.questions", project_id, CONCERNS_MAX)


async def newest(tx: Transaction, workspace_id: UUID, project_id: ProjectId) -> list[SealedConcern]:
    """The open ones of a project, then the done, at most CONCERNS_MAX."""
    return await tx.all(SealedConcern, sql.newest, workspace_id, project_id, CONCERNS_MAX)


async def find(tx: Transaction, workspace_id: UUID, project_id: ProjectId, concern_id: UUID) -> SealedWords | None:
    return await tx.one(SealedWords, sql.find, workspace_id, project_id, concern_id)


async def decide(
    db: Database,
    scope: Scope,
    project_id: ProjectId,
    concern_id: UUID,
    reply: bytes,
    reopen: Reopening,
    hold_seconds: int,
    actor: str,
) -> bool:
    """Keep the lead's word and open the task again for whom they say; False if it was decided before."""
    values = (project_id, concern_id, reply, reopen, hold_seconds, actor, uuid4())
    [decided] = await db.call(bool, scope, "dispatch.decide_concern", *values)
    return decided
