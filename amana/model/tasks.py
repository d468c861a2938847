"""A task as its client sees it."""

from typing import Literal
from uuid import UUID

import msgspec

from amana.model.form import Form

TaskOrder = Literal["file", "doubt"]


TaskState = Literal["open", "settled", "withdrawn"]


class TasksWanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which tasks of a project: in which order, of which state and batch; or what to find: a client's own id of a row,
    a task's id, or `batch:row`."""

    order: TaskOrder = "file"
    state: TaskState | None = None
    batch_no: int | None = None
    find: str | None = None


class TaskEstimate(msgspec.Struct, frozen=True, kw_only=True):
    """What the engine believes of one question of a task: model evidence over its classes, not calibrated."""

    question: str
    label: str
    model_posterior: dict[str, float]
    calibrated: bool
    events: int


class TaskSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A task in a list: counts, and the client's own id of the row. needed = answered + held + slots.

    `destroyed`: its content was destroyed for good, with that id.
    """

    task_id: UUID
    item_id: str | None
    batch_no: int
    row: int
    state: str
    priority: int
    needed: int
    answered: int
    held: int
    slots: int
    destroyed: bool
    estimates: tuple[TaskEstimate, ...]


class TaskPage(msgspec.Struct, frozen=True):
    """Tasks in the order that was asked for. `next_after` asks for the next page; None at the end."""

    tasks: tuple[TaskSummary, ...]
    next_after: UUID | None


class TaskPreview(msgspec.Struct, frozen=True):
    """A task exactly as an annotator would see it."""

    task: TaskSummary
    form: Form
