"""Projects where the engine decides how many annotations each task gets: rounds among named people, and plans."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

TASKS_A_ROUND_MAX = 10_000
PEOPLE_A_TASK_MAX = 1000


class Candidate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who could be asked a task."""

    task_id: UUID
    pseudonyms: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=PEOPLE_A_TASK_MAX)]


class Asked(msgspec.Struct, frozen=True):
    """A task that is now meant for somebody."""

    task_id: UUID
    pseudonym: UUID


class RoundDone(msgspec.Struct, frozen=True):
    """What a round decided: who is asked what, and which tasks need nothing more. `waiting`: how many of those named are left for
    another round, when more is known, or for other names."""

    asked: tuple[Asked, ...]
    done: tuple[UUID, ...]
    waiting: int


# What a plan rests on: the number is fixed; what public crowds took; or what the project's own pilot says.
Basis = Literal["fixed", "public_crowds", "pilot"]


class Range(msgspec.Struct, frozen=True):
    """A figure and its 95% interval; both ends are the figure where it is known."""

    low: float
    middle: float
    high: float


class Finish(msgspec.Struct, frozen=True):
    """When the last annotation comes if people go on as they did; `late` None where the pace could as well be none."""

    early: datetime
    likely: datetime
    late: datetime | None


class AuditsNeeded(msgspec.Struct, frozen=True):
    """How many blindly audited tasks show with 95% confidence that at most `error_max` of the labels are wrong: where none of
    them is wrong, one is, or two are."""

    error_max: float
    none_wrong: int
    one_wrong: int
    two_wrong: int


class ProjectPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a project will take, beside what it took. Amounts in minor units of `currency`.

    `annotations` and `cost_minor`: of all its tasks, with what is in and spent. `asked`: how many it is asked for at this moment
    beyond those. `foreseen`: what was forecast when the pilot was answered at `foreseen_at`, of `foreseen_tasks` tasks. `fits`:
    whether all of the cost's interval, its figure, or not even that is within the budget; None without a budget. `finish` None:
    too little came to tell a pace.
    """

    basis: Basis
    tasks: int
    settled: int
    answered: int
    asked: int
    annotations: Range
    spent_minor: int
    cost_minor: Range
    currency: str
    budget_minor: int | None
    fits: Literal["yes", "likely", "no"] | None
    finish: Finish | None
    foreseen: Range | None
    foreseen_tasks: int | None
    foreseen_at: datetime | None
    audits: AuditsNeeded
