"""How long work took: what was measured and what people say of it, which is added beside it and never changes it."""

from datetime import date, datetime
from typing import Protocol
from uuid import UUID

import msgspec

from amana.model.active_time import ANSWERS_SHOWN_MAX, CORRECTION_DAYS, CORRECTIONS_MAX, DAYS_SHOWN, CorrectedTime, Evidence
from amana.model.ids import SubmitId
from amana.model.scope import Scope
from amana.store.db import Database


class AnsweredTask(msgspec.Struct, frozen=True):
    """Of what project an answer is; `task_body` is sealed."""

    project_id: UUID
    task_body: bytes


class MyDay(msgspec.Struct, frozen=True):
    """A line of somebody's own days; `body` is the project's, sealed."""

    project_id: UUID
    body: bytes
    currency: str
    day: date
    answered: int
    active_ms: int
    stated_ms: int
    earned_minor: int


class MyAnswer(msgspec.Struct, frozen=True):
    """An answer of somebody's own; `project_body` and `reason` are sealed."""

    submit_id: UUID
    project_id: UUID
    project_body: bytes
    submitted_at: datetime
    active_ms: int
    focus_ms: int | None
    input_ms: int | None
    playing_ms: int | None
    paused_ms: int | None
    stated_ms: int | None
    correction_id: UUID | None
    reason: bytes | None
    amount_minor: int
    currency: str


class WithEvidence(Protocol):
    """A row that keeps what active time was counted from."""

    @property
    def focus_ms(self) -> int | None: ...
    @property
    def input_ms(self) -> int | None: ...
    @property
    def playing_ms(self) -> int | None: ...
    @property
    def paused_ms(self) -> int | None: ...


def evidence_of(row: WithEvidence) -> Evidence | None:
    """None where none was sent with the answer."""
    if row.focus_ms is None or row.input_ms is None or row.playing_ms is None or row.paused_ms is None:
        return None
    return Evidence(focus_ms=row.focus_ms, input_ms=row.input_ms, playing_ms=row.playing_ms, paused_ms=row.paused_ms)


async def answered(db: Database, engine: Scope, submit_id: SubmitId) -> AnsweredTask | None:
    """Of what task an answer of whoever bears the session that is `engine`'s subject is, if it stands; else None."""
    rows = await db.call(AnsweredTask, engine, "dispatch.answered", submit_id)
    return rows[0] if rows else None


async def correct(
    db: Database, scope: Scope, correction_id: UUID, submit_id: SubmitId, stated_ms: int, body: bytes
) -> CorrectedTime:
    """Keep what the bearer says of an answer of theirs. Raises AnnotationNotFound, CorrectionTooLate, CorrectionsFull,
    CorrectionConflict."""
    values = (correction_id, submit_id, stated_ms, body, CORRECTION_DAYS, CORRECTIONS_MAX)
    [corrected] = await db.call(CorrectedTime, scope, "dispatch.correct_time", *values)
    return corrected


async def my_days(db: Database, scope: Scope, zone: str) -> list[MyDay]:
    """The bearer's last DAYS_SHOWN days in this workspace, by the calendar of a time zone. Raises ZoneUnknown."""
    return await db.call(MyDay, scope, "dispatch.my_days", zone, DAYS_SHOWN)


async def my_answers(db: Database, scope: Scope, zone: str, day: date | None) -> list[MyAnswer]:
    """The bearer's answers in this workspace on a day, or today, the newest first. Raises ZoneUnknown."""
    return await db.call(MyAnswer, scope, "dispatch.my_answers", zone, day, ANSWERS_SHOWN_MAX)
