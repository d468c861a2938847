"""What somebody answered lately: their sealed answers, with the tasks."""

from datetime import datetime
from uuid import UUID

import msgspec

from amana.model.desk import TransferState
from amana.model.history import ANSWERS_MAX
from amana.model.ids import ProjectId, SubmitId
from amana.model.scope import Scope
from amana.store.db import Database


class SealedAnswer(msgspec.Struct, frozen=True):
    """See model/history.py; `reply` is sealed for `concern_id`."""

    submit_id: UUID
    assignment_id: UUID
    task_id: UUID
    submitted_at: datetime
    guideline_version: int
    body: bytes
    task_body: bytes
    task_type: str
    project_body: bytes
    shows_settled: bool
    surplus: bool
    taken_back: bool
    task_state: str
    vote_question: list[int]
    vote_class: list[int]
    amount_minor: int
    currency: str
    pay: TransferState
    concern_id: UUID | None
    reply: bytes | None


async def mine(db: Database, scope: Scope, project_id: ProjectId, before: SubmitId | None, most: int) -> list[SealedAnswer]:
    """Of the bearer's last ANSWERS_MAX at most `most` before one, the newest first; each is a row of the log.

    Raises ProjectNotFound, KeptOut.
    """
    return await db.call(SealedAnswer, scope, "dispatch.my_last_answers", project_id, before, most, ANSWERS_MAX)
