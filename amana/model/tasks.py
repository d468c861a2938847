"""A task as its client sees it."""

from typing import Literal
from uuid import UUID

import msgspec

from amana.model.form import Form

TaskOrder = Literal["file", "doubt"]


class TaskEstimate(msgspec.Struct, frozen=True, kw_only=True):
    """What the engine believes of one question of a task: model evidence over its classes, not calibrated."""

    question: str
    label: str
    model_posterior: dict[str, float]
    calibrated: bool
    events: int


class TaskSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A task in a list: counts, and the client's own id of the row. needed = answered + held + slots."""

    task_id: UUID
    item_id: str | None
    row: int
    state: str
    needed: int
    answered: int
    held: int
    slots: int
    estimates: tuple[TaskEstimate, ...]


class TaskPage(msgspec.Struct, frozen=True):
    """Tasks in the order that was asked for. `next_after` asks for the next page; None at the end."""

    tasks: tuple[TaskSummary, ...]
    next_after: UUID | None


class TaskPreview(msgspec.Struct, frozen=True):
    """A task exactly as an annotator would see it."""

    task: TaskSummary
    form: Form
