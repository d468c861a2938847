"""What a lead changes of a running project, and the trail that it leaves."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

TASKS_AT_ONCE_MAX = 1000
LABELS_AT_ONCE_MAX = 500

Needed = Annotated[int, Meta(ge=1, le=100)]
Priority = Annotated[int, Meta(ge=-100, le=100)]
Rate = Annotated[int, Meta(ge=0, le=100_000_000)]
Budget = Annotated[int, Meta(ge=0, le=10**15)]
BatchNo = Annotated[int, Meta(ge=1, le=2**31 - 1)]


class Chosen(msgspec.Struct, frozen=True):
    """Which open tasks of a project: those of one batch, those named, or (neither said) all of them."""

    batch_no: int | None = None
    task_ids: tuple[UUID, ...] | None = None


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """How many tasks a change changed. `could_not`: those that need more than was asked for, because so many are answered, held
    or meant for somebody. `let_go`: those that somebody held when they were withdrawn."""

    tasks: int
    could_not: int = 0
    let_go: int = 0


class Reassigned(msgspec.Struct, frozen=True):
    """`taken`: the task was held and is not any more. `directed`: it now waits for the other person."""

    taken: bool
    directed: bool


class BatchSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A batch in a list: needed = answered + held + slots over its tasks that are not withdrawn.

    `file_name` is known while the plan of the import lives. `price_minor`: what was answered, and what the open ones may
    still cost.
    """

    batch_id: UUID
    batch_no: int
    file_name: str | None
    created_at: datetime
    left_out: int
    tasks: int
    settled: int
    withdrawn: int
    needed: int
    answered: int
    held: int
    slots: int
    price_minor: int


EventKind = Literal[
    "state",
    "rate",
    "budget",
    "needed",
    "priority",
    "withdrawn",
    "invited",
    "ended",
    "let_back",
    "taken_back",
    "directed",
    "undirected",
    "shredded",
    "wall",
    "concern",
    "guideline",
    "feedback",
    "audit",
    "frozen",
    "thawed",
]


class ProjectEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Who changed what, when, from what to what; of how many tasks, of which batch or task, about which person."""

    at: datetime
    actor: str
    kind: EventKind
    was: str | None
    became: str | None
    batch_no: int | None
    task_id: UUID | None
    pseudonym: UUID | None
    tasks: int | None
