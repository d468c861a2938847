"""Why people gave tasks up, what they asked, and what a lead said to it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

WORDS_CHARS_MAX = 2000
CONCERNS_MAX = 200  # in a list, the newest; those that are open before those that are done

QUESTIONS_OPEN_MAX = 20  # of one person in a project

WayOut = Literal["not_sure", "out_of_field", "guideline_wrong", "skipped"]
ConcernKind = Literal["not_sure", "out_of_field", "guideline_wrong", "skipped", "question"]
Reopening = Literal["nobody", "person", "everybody"]


class PassOn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A task given up. `concern_id` is made by the browser and makes sending it again harmless; `words` may be empty."""

    concern_id: UUID
    assignment_id: UUID
    kind: WayOut
    words: Annotated[str, Meta(max_length=WORDS_CHARS_MAX)] = ""


class MyConcern(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said of a task, and what was answered. `done_at`: None while nobody has decided."""

    concern_id: UUID
    kind: ConcernKind
    words: str
    raised_at: datetime
    reply: str
    reopened_for: Reopening | None
    done_at: datetime | None


class Concern(MyConcern, frozen=True, kw_only=True):
    """The same, or a question, as the lead has it: of which task (a question may be of none), who, and by which guideline."""

    task_id: UUID | None
    pseudonym: UUID
    guideline_version: int


class ConcernDecision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lead's word: an answer, which may be empty but to a question, and for whom a task that was given up is open again."""

    reply: Annotated[str, Meta(max_length=WORDS_CHARS_MAX)] = ""
    reopen: Reopening = "nobody"


class Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question to the lead, of a task that one holds or answered, or of none. `question_id` is made by the browser and makes
    sending it again harmless."""

    question_id: UUID
    words: Annotated[str, Meta(min_length=1, max_length=WORDS_CHARS_MAX)]
    assignment_id: UUID | None = None


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One's own question, or somebody's that was answered: whose it is nobody but the lead is told.

    `of_task`: it is of one task; `assignment_id`: the reader's own of that task, None for who never had it in their hands.
    """

    question_id: UUID
    mine: bool
    of_task: bool
    assignment_id: UUID | None
    words: str
    asked_at: datetime
    reply: str
    answered_at: datetime | None
