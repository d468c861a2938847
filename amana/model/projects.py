"""A project as its client sees and sets it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from amana.model.guidelines import Guideline

ProjectState = Literal["draft", "open", "paused", "closed"]
# Whom the engine considers for a task's next annotation: those who work at that moment, or those whom a lead names in each round.
ChosenAmong = Literal["present", "named"]


class NewProject(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a lead says to make a project. Amounts are in minor units of `currency`; times in seconds.

    With `annotations_min` the engine decides how many annotations each task gets, from so many to `annotations_needed`, and
    whose; without it every task gets `annotations_needed` of whoever comes.
    """

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    task_type: str
    rate_minor: Annotated[int, Meta(ge=0, le=100_000_000)]
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$", max_length=3)]
    annotations_needed: Annotated[int, Meta(ge=1, le=100)] = 3
    annotations_min: Annotated[int, Meta(ge=1, le=100)] | None = None
    chosen_among: ChosenAmong = "present"
    budget_minor: Annotated[int, Meta(ge=0, le=10**15)] | None = None
    lease_seconds: Annotated[int, Meta(ge=10, le=604_800)] = 1800
    undo_seconds: Annotated[int, Meta(ge=0, le=86_400)] = 60
    skips_a_day_max: Annotated[int, Meta(ge=0, le=10_000)] = 20
    purpose: Annotated[str, Meta(max_length=2000)] = ""
    guideline: Guideline = ""
    options: dict[str, msgspec.Raw] = {}


class ProjectSecrets(msgspec.Struct, frozen=True, kw_only=True):
    """The sealed part of a project that every claim reads; the guideline is sealed apart, because it is long."""

    name: str
    purpose: str
    options: dict[str, msgspec.Raw]


class Project(msgspec.Struct, frozen=True):
    """A project's open columns; `body` is the sealed ProjectSecrets. `shows_settled`: people see how what they answered was
    settled."""

    project_id: UUID
    task_type: str
    state: ProjectState
    annotations_needed: int
    annotations_min: int | None
    chosen_among: ChosenAmong
    rate_minor: int
    currency: str
    budget_minor: int | None
    lease_seconds: int
    undo_seconds: int
    skips_a_day_max: int
    created_at: datetime
    shredded_at: datetime | None
    shows_settled: bool
    body: bytes


class Progress(msgspec.Struct, frozen=True):
    """Where a project stands, in counts that add up: slots = needed - answered - held. Withdrawn tasks are counted apart, and so
    is what was answered in them; `withdrawn` counts answers that were taken back.

    `ahead_minor`: what the open tasks are asked for still costs; what is held is counted at the rate it was handed out at. Where
    the engine decides how many annotations a task gets, it is the least, and grows as more are asked. `undecided`: tasks that
    wait for that decision.
    """

    tasks: int
    needed: int
    answered: int
    held: int
    slots: int
    surplus: int
    withdrawn: int
    annotators: int
    settled: int
    undecided: int
    withdrawn_tasks: int
    withdrawn_answered: int
    pending_minor: int
    posted_minor: int
    ahead_minor: int


class Worker(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a project as its lead sees them: under the label they were invited by, and by what they did.

    `active_ms`: as measured; `stated_ms`: with what they say in place of it for `corrected` of their answers.
    """

    pseudonym: UUID
    label: str
    added_at: datetime
    ended_at: datetime | None
    held: int
    answered: int
    active_ms: int
    stated_ms: int
    corrected: int
    last_at: datetime | None
    pending_minor: int
    posted_minor: int


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """How well people agree on one question, as of the last full estimate, with a 95% interval; and how that estimate went.

    `events_behind`: annotations and withdrawals that came since.
    """

    question: str
    classes: tuple[str, ...]
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    alpha_tasks: int
    model: str
    rounds: int
    converged: bool
    events_behind: int
    estimated_at: datetime
