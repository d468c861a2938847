"""A task as its client sees it."""

from typing import Literal
from uuid import UUID

import msgspec

from amana.model.form import Form

# By whose audits probabilities are known: by public crowds alone; mostly by those of the workspace's other projects; by its own.
Standing = Literal["uncalibrated", "borrowed", "calibrated"]
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
    """What the engine believes of one question of a task.

    `probability`: how probably the label is right, by what audits found of labels of such confidence. `standing`: whose audits;
    `uncalibrated` by public crowds alone, `borrowed` mostly by those of the workspace's other projects, `calibrated` by at least
    fifty judgements of this one. `model_posterior` is the model's evidence over the classes, and no probability of truth.
    """

    question: str
    label: str
    probability: float
    standing: Standing
    model_posterior: dict[str, float]
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
