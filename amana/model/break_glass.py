"""Break-glass: an operator asks to look inside a workspace, a lead approves, and for a quarter of an hour the operator reads."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from amana.model.form import Form

REASON_CHARS_MAX = 2000

# ended: by somebody; over: by the clock.
GlassState = Literal["asked", "lapsed", "declined", "open", "ended", "over"]


class NewBreakGlass(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an operator asks. `project_id` null: every project of the workspace. The reason is read by the lab's leads."""

    reason: Annotated[str, Meta(min_length=1, max_length=REASON_CHARS_MAX)]
    project_id: UUID | None = None


class AskedBreakGlass(msgspec.Struct, frozen=True):
    """A request just made; `number` is what the workspace knows it by."""

    request_id: UUID
    number: int


class GlassStanding(msgspec.Struct, frozen=True, kw_only=True):
    """A request as its operator sees it. `seconds_left`: of being open, or of waiting, by the database's clock."""

    number: int
    project_id: UUID | None
    state: GlassState
    seconds_left: int


class WorkspaceInNumbers(msgspec.Struct, frozen=True, kw_only=True):
    """A workspace as an operator sees it: no name, no content. `bytes`: of the files that were imported. The last four fields are
    of what whoever looks asked there last."""

    workspace_id: UUID
    created_at: datetime
    projects: int
    tasks: int
    bytes: int
    last_at: datetime | None
    request_id: UUID | None
    asked: GlassStanding | None


class BreakGlass(msgspec.Struct, frozen=True, kw_only=True):
    """A request as the lab's leads read it. `reason` is null once the workspace's content was destroyed.

    `rows_opened`: how many rows of the access log it left.
    """

    request_id: UUID
    number: int
    project_id: UUID | None
    operator_id: UUID
    reason: str | None
    asked_at: datetime
    state: GlassState
    seconds_left: int
    decided_by: str | None
    decided_at: datetime | None
    ended_by: str | None
    ended_at: datetime | None
    rows_opened: int


class StandingGlass(msgspec.Struct, frozen=True, kw_only=True):
    """What is open or waits for a decision, as every page of the lab's says."""

    request_id: UUID
    number: int
    operator_id: UUID
    state: GlassState
    seconds_left: int


class SeenProject(msgspec.Struct, frozen=True, kw_only=True):
    """A project as an operator reads it; `name` and `purpose` are null once it was destroyed."""

    project_id: UUID
    name: str | None
    purpose: str | None
    task_type: str
    state: str
    created_at: datetime


class SeenGuideline(msgspec.Struct, frozen=True):
    version: int
    text: str


class SeenTask(msgspec.Struct, frozen=True, kw_only=True):
    """A task in an operator's list; `item_id` is null where there is none or it was destroyed."""

    task_id: UUID
    item_id: str | None
    batch_no: int
    row: int
    state: str
    needed: int
    answered: int


class SeenAnnotation(msgspec.Struct, frozen=True, kw_only=True):
    """An answer in the order of the file, as its annotator gave it."""

    submit_id: UUID
    pseudonym: UUID
    submitted_at: datetime
    guideline_version: int
    taken_back: bool
    answer: msgspec.Raw


class OpenedTask(msgspec.Struct, frozen=True):
    """One task with all that was answered to it."""

    task: SeenTask
    form: Form
    annotations: tuple[SeenAnnotation, ...]
