"""Rounds in which a client names who could be asked for a task's next annotation."""

from typing import Annotated
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
