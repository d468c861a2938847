"""What passes between the annotator's desk and the engine."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from amana.model.active_time import Evidence, TimeSoFar
from amana.model.form import Form
from amana.model.person_walls import KeptOut, WallInWords

PREFETCH_MAX = 24
DRAFT_BYTES_MAX = 200_000  # of the answer as JSON; a person has one draft a task that they hold


class ClaimOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`want`: how many tasks to hold in all; `have`: those the page already has and need not be sent again."""

    want: Annotated[int, Meta(ge=1, le=PREFETCH_MAX)] = 3
    have: Annotated[tuple[UUID, ...], Meta(max_length=PREFETCH_MAX)] = ()


class Draft(msgspec.Struct, frozen=True):
    """What this person typed for a task on one of their devices, that long ago by the engine's clock."""

    version: int
    age_ms: int
    device_id: UUID
    answer: dict[str, Any]
    time: TimeSoFar | None = None


class KeepDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draft to keep in place of the version `base`, the last one that the page saw; 0: it saw none."""

    assignment_id: UUID
    revision: Annotated[int, Meta(ge=1, le=1_000_000)]
    base: Annotated[int, Meta(ge=0, le=1_000_000_000)]
    device_id: UUID
    answer: dict[str, msgspec.Raw]
    time: TimeSoFar | None = None


class DraftKept(msgspec.Struct, frozen=True):
    """The version that lies with the engine. `other`: it is one that the page had not seen, and what it sent was not kept."""

    version: int
    other: Draft | None


class DeviceKey(msgspec.Struct, frozen=True):
    """The 256 bits under which a person's browser keeps on a device what waits there."""

    key: bytes


class HeldTask(msgspec.Struct, frozen=True):
    """A task in this person's hands until `lease_until`, with the pay that was frozen when it was handed out, and its draft."""

    assignment_id: UUID
    revision: int
    lease_until: datetime
    rate_minor: int
    currency: str
    guideline_version: int
    form: Form
    draft: Draft | None


class Submit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer on its way. `submit_id` is made by the browser and makes sending it again harmless."""

    submit_id: UUID
    assignment_id: UUID
    revision: Annotated[int, Meta(ge=1, le=1_000_000)]
    answer: dict[str, msgspec.Raw]
    active_ms: Annotated[int, Meta(ge=0, le=86_400_000)] = 0
    time: Evidence | None = None  # from what `active_ms` was counted; programs need not say
    next: ClaimOrder | None = None  # claimed in the same commit


class Receipt(msgspec.Struct, frozen=True):
    """The engine's word that an answer is stored and what it will pay. The same submit always gets the same receipt."""

    submit_id: UUID
    submitted_at: datetime
    surplus: bool
    amount_minor: int
    currency: str
    undo_seconds: int


class Submitted(Receipt, frozen=True):
    """The receipt, and the tasks that were asked for with the answer."""

    tasks: tuple[HeldTask, ...]


class Reopened(msgspec.Struct, frozen=True):
    """An undone answer's assignment, held again at the next revision."""

    assignment_id: UUID
    revision: int
    lease_until: datetime


class Votes(msgspec.Struct, frozen=True):
    """What an answer says to inference: for each question a class, or (class -1) a value."""

    question: tuple[int, ...] = ()
    klass: tuple[int, ...] = ()
    value: tuple[float, ...] = ()


class DeskProject(msgspec.Struct, frozen=True, kw_only=True):
    """A project in a person's queue: what it pays, whether there is work, what they did since the moment asked for.

    `active_ms`: what those answers took, by what the person says where they corrected it.
    `pace_ms`: the active time a task takes them of late, None before they have answered a few. `guideline_read`: the newest
    version of the guideline that they read, None before the first. `answers_new`: what was answered them since they looked.
    `client`: whose it is, where the client shows its name. `wall`: what the client asks of whoever works there, None for nothing;
    `kept_out`: which part of it keeps this person out.
    """

    project_id: UUID
    name: str
    state: str
    rate_minor: int
    currency: str
    guideline_version: int
    guideline_read: int | None
    answers_new: int
    undo_seconds: int
    has_open_tasks: bool
    answered: int
    earned_minor: int
    pace_ms: int | None
    active_ms: int
    client: str | None
    wall: WallInWords | None
    kept_out: KeptOut | None


class Desk(msgspec.Struct, frozen=True):
    """A person's queue over all their clients. `person` tells a browser whose answers it keeps; `departures`, when clients ended
    the person's work for them, the newest first."""

    person: UUID
    projects: tuple[DeskProject, ...]
    departures: tuple[datetime, ...]


TransferState = Literal["pending", "posted", "voided"]


class StatementLine(msgspec.Struct, frozen=True, kw_only=True):
    """One annotation's pay: pending until its task settles, then posted; voided if it was taken back."""

    submit_id: UUID
    project_id: UUID
    project_name: str
    submitted_at: datetime
    amount_minor: int
    currency: str
    state: TransferState


class StatementTotal(msgspec.Struct, frozen=True, kw_only=True):
    """The sum of every line of one project, currency and state."""

    project_id: UUID
    project_name: str
    currency: str
    state: TransferState
    annotations: int
    amount_minor: int


class Statement(msgspec.Struct, frozen=True):
    """All totals, and the newest lines."""

    totals: tuple[StatementTotal, ...]
    newest: tuple[StatementLine, ...]
