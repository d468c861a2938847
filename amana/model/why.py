"""Why a person gets no task, and why a task is not settled: counts and times, never content."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from amana.model.person_walls import KeptOut
from amana.model.projects import ProjectState

# Each unsettled task of a project is, to one person, in exactly one of these places.
Place = Literal[
    "open", "held", "answered", "skipped", "taken_back", "needs_skill", "with_others", "meant_for_others", "undecided", "complete"
]


class TasksInPlace(msgspec.Struct, frozen=True):
    """How many unsettled tasks are in one place. `until`: when the first lease or direction among them ends."""

    place: Place
    tasks: int
    until: datetime | None


class PersonWhy(msgspec.Struct, frozen=True, kw_only=True):
    """Why somebody gets no task, or that they would get one. The tasks of `places` sum to `unsettled`.

    `person_wall`: one stands in the project. Whether it keeps this person out is told to nobody but them.
    """

    pseudonym: UUID
    why: str
    sentence: str
    project_state: ProjectState
    added_at: datetime
    ended_at: datetime | None
    signed_in: bool
    last_seen_at: datetime | None
    held: int
    held_max: int
    held_until: datetime | None
    answered: int
    skipped: int
    skips_today: int
    skips_a_day_max: int
    unsettled: int
    person_wall: bool
    places: tuple[TasksInPlace, ...]


class MyWhy(msgspec.Struct, frozen=True, kw_only=True):
    """The same, to the person: their own numbers, and of others nothing but that they are at it.

    `choosing`: of some tasks the engine is still deciding who is asked next. `kept_out`: the person walls that keep them out,
    None where none does; `open` is then what there would be without them.
    """

    why: str
    project_state: ProjectState
    open: int
    held: int
    held_until: datetime | None
    answered: int
    skipped: int
    needs_skill: int
    with_others: bool
    choosing: bool
    kept_out: KeptOut | None


class Holder(msgspec.Struct, frozen=True):
    """Somebody who holds the task, or for whom it is meant, and until when."""

    pseudonym: UUID
    meant: bool
    until: datetime


TaskReason = Literal[
    "settled",
    "withdrawn",
    "project_not_open",
    "needs_people",
    "being_answered",
    "meant_for_somebody",
    "undecided",
    "undo_open",
    "due",
]


class TaskWhy(msgspec.Struct, frozen=True, kw_only=True):
    """Why a task is not settled, or since when it is. needed = answered + held + meant + slots."""

    task_id: UUID
    why: TaskReason
    sentence: str
    project_state: ProjectState
    needed: int
    answered: int
    held: int
    meant: int
    slots: int
    surplus: int
    holders: tuple[Holder, ...]
    undo_until: datetime | None
    settle_swept_at: datetime | None
    settled_at: datetime | None
