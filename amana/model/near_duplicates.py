"""Near-duplicates as a lead sees them: which tasks are nearly the same as another, and how nearly."""

from uuid import UUID

import msgspec

from amana.model.tasks import TaskPreview


class NearTask(msgspec.Struct, frozen=True, kw_only=True):
    """A task in a list, by its place and the client's own id of the row."""

    task_id: UUID
    item_id: str | None
    batch_no: int
    row: int
    state: str


class NearCopy(msgspec.Struct, frozen=True, kw_only=True):
    """`likeness`: the share of runs of characters that its least alike text has in common with the original's, counted and not
    estimated."""

    task: NearTask
    likeness: float


class NearGroup(msgspec.Struct, frozen=True, kw_only=True):
    """A task and its copies, at least one and not all of them listed: `in_all` says how many there are."""

    original: NearTask
    copies: tuple[NearCopy, ...]
    in_all: int


class NearDuplicates(msgspec.Struct, frozen=True, kw_only=True):
    """Of `tasks` that are not withdrawn, `copies` are nearly the same as another one, which is no copy itself. Of these
    `open_copies` are open, and `held` annotations of them are being made.

    `looking`: a sweep is still at it, and has read `tasks_read` of `tasks_to_read`. `alike`: the least likeness that counts.
    """

    tasks: int
    copies: int
    open_copies: int
    held: int
    looking: bool
    tasks_read: int
    tasks_to_read: int
    alike: float
    groups: tuple[NearGroup, ...]
    next_after: UUID | None


class NearPair(msgspec.Struct, frozen=True, kw_only=True):
    """A copy beside its original, each as an annotator would see it."""

    original: TaskPreview
    copy: TaskPreview
    likeness: float
