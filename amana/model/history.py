"""What somebody answered lately, and what became of it."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from amana.model.desk import TransferState
from amana.model.form import Form

PAGE_ANSWERS = 10
ANSWERS_MAX = 50  # the last ones of a person in a project

Outcome = Literal["counts", "surplus", "taken_back", "withdrawn"]
Settled = Literal["with", "against"]


class MyAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer with its task as this person saw it; both None once the client had the task destroyed.

    `outcome`: it counts; came when its slot was taken; was taken back; or its task was withdrawn. `settled`, where the project
    tells: whether what the task was settled with is what they said. `reply`: what the lead answered them of this task.
    """

    submit_id: UUID
    submitted_at: datetime
    guideline_version: int
    form: Form | None
    answer: dict[str, Any] | None
    outcome: Outcome
    settled: Settled | None
    amount_minor: int
    currency: str
    pay: TransferState
    reply: str


class MyAnswers(msgspec.Struct, frozen=True):
    """The newest first. `next_before` asks for the next page; None at the end."""

    answers: tuple[MyAnswer, ...]
    next_before: UUID | None
