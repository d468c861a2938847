"""How long work took: what a page counted, and what the person says of it."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

DAY_MS = 86_400_000
CORRECTION_DAYS = 7  # so long after the answer its time can be corrected; why seven is in decision 27
CORRECTIONS_MAX = 20  # of one answer
REASON_CHARS_MAX = 1000
DAYS_SHOWN = 14
ANSWERS_SHOWN_MAX = 500  # of one day, the newest


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """From what active time was counted: milliseconds in which the page had focus, in which there was input (or less than a
    minute since), in which a recording played, and in which the person had paused. Any number is taken; what no day can hold is
    cut."""

    focus_ms: int
    input_ms: int
    playing_ms: int
    paused_ms: int

    def bounded(self) -> "Evidence":
        """Clocks jump and laptops sleep: nobody's answer is refused for that, and no sum of days is believed."""
        return Evidence(**{name: max(0, min(ms, DAY_MS)) for name, ms in msgspec.structs.asdict(self).items()})


class TimeSoFar(Evidence, frozen=True, kw_only=True):
    """What a page had counted for a task when its draft was kept."""

    active_ms: int


class TimeCorrection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an answer took, as the person says: more (a dictionary, a call), or less. `correction_id` is made by the browser and
    makes sending it again harmless."""

    correction_id: UUID
    stated_ms: Annotated[int, Meta(ge=0, le=DAY_MS)]
    reason: Annotated[str, Meta(pattern=r"\S", max_length=REASON_CHARS_MAX)]


class CorrectedTime(msgspec.Struct, frozen=True):
    """The measured time, which stays, and what stands beside it."""

    submit_id: UUID
    active_ms: int
    stated_ms: int
    corrected_at: datetime


class WorkedDay(msgspec.Struct, frozen=True, kw_only=True):
    """What one person did in one project on one day of their time zone. `stated_ms`: with their corrections in place of what was
    measured."""

    day: date
    project_id: UUID
    project_name: str
    currency: str
    answered: int
    active_ms: int
    stated_ms: int
    earned_minor: int


class TimedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer of somebody's own with its time. `stated_ms` and `reason`: of their newest correction, if they made one."""

    submit_id: UUID
    project_id: UUID
    project_name: str
    submitted_at: datetime
    active_ms: int
    evidence: Evidence | None
    stated_ms: int | None
    reason: str
    amount_minor: int
    currency: str
    correctable_until: datetime


class MyTime(msgspec.Struct, frozen=True):
    """The last DAYS_SHOWN days on which somebody worked, the newest first, and the answers of one of them."""

    days: tuple[WorkedDay, ...]
    answers: tuple[TimedAnswer, ...]
