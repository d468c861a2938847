"""Near-duplicates: how far batches were looked through, the keys kept of their tasks, and which tasks are copies of which."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from amana.model.ids import ProjectId, TaskId, WorkspaceId
from amana.store.db import Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)


class ProjectBehind(msgspec.Struct, frozen=True):
    """A project with something to look through. `tasks`: all that came; `withdrawals`: portions of them that were withdrawn."""

    project_id: UUID
    task_type: str
    tasks: int
    withdrawals: int


class Unread(msgspec.Struct, frozen=True):
    """A batch of which tasks are to be read, those after `read_no`."""

    batch_no: int
    tasks: int
    tasks_read: int
    read_no: int


class Content(msgspec.Struct, frozen=True):
    """A task's sealed body."""

    task_id: UUID
    task_no: int
    body: bytes


class Page(msgspec.Struct, frozen=True):
    """Where a page of keys lies, and up to which number the tasks of its batch were compared; `sifted`: all of them."""

    last_no: int
    tasks: int
    judged_no: int
    sifted: bool


class Copy(msgspec.Struct, frozen=True):
    """A task and the one before it that it is nearly the same as."""

    task_id: UUID
    task_no: int
    original_id: UUID
    original_no: int
    likeness: float


class Count(msgspec.Struct, frozen=True):
    """Of a project or one batch. `to_read` and `read` are of all tasks that came, the others of those not withdrawn."""

    tasks: int
    to_read: int
    read: int
    looking: bool
    copies: int
    open_copies: int
    held: int


class Grouped(msgspec.Struct, frozen=True):
    """A copy in a list, beside its original; `in_all`: how many copies that has."""

    original_id: UUID
    task_id: UUID
    likeness: float
    in_all: int


class Found(msgspec.Struct, frozen=True):
    original_id: UUID
    likeness: float


async def behind(tx: Transaction, workspace_id: WorkspaceId) -> list[ProjectBehind]:
    """Projects with something to look through: found by counting, so a lost wake-up loses nothing."""
    return await tx.all(ProjectBehind, sql.behind, workspace_id)


async def unread(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> Unread | None:
    """The first batch of which tasks are to be read."""
    return await tx.one(Unread, sql.unread, workspace_id, project_id)


async def contents(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, batch_no: int, after_no: int, most: int, bytes_max: int
) -> list[Content]:
    """The next tasks of a batch: at most `most`, and about `bytes_max` bytes."""
    return await tx.all(Content, sql.contents, workspace_id, project_id, after_no, batch_no, most, bytes_max)


async def keep_page(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, last_no: int, *, read: int, tasks: int, body: bytes
) -> None:
    """Keep the sealed keys of `tasks` tasks, of `read` that were read up to `last_no`."""
    await tx.run(sql.keep_page, workspace_id, project_id, last_no, tasks, body)
    await tx.run(sql.keep_read, workspace_id, project_id, last_no >> 32, read, last_no)


async def pages(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> list[Page]:
    """Where the keys of the project's tasks lie, in the order of tasks."""
    return await tx.all(Page, sql.pages, workspace_id, project_id)


async def page(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, last_no: int) -> bytes:
    """The sealed keys of one page."""
    body = await tx.one(bytes, sql.page, workspace_id, project_id, last_no)
    assert body is not None  # pages are never deleted
    return body


async def orphans(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> list[int]:
    """The numbers of tasks whose original was withdrawn and who were not."""
    return await tx.all(int, sql.orphans, workspace_id, project_id)


async def known(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, numbers: Sequence[int]) -> dict[int, int]:
    """Of tasks by their numbers, those not withdrawn: the number of each one's original, or its own."""
    return dict(await tx.all(_or_its_own, sql.known, workspace_id, project_id, numbers))


async def numbered(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, numbers: Sequence[int]) -> list[Content]:
    return await tx.all(Content, sql.numbered, workspace_id, project_id, numbers)


async def keep(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, judged: Sequence[int], copies: Sequence[Copy]
) -> None:
    """What was found of the tasks `judged`, in the place of what was found before. Keeping it again changes nothing."""
    await tx.run(sql.forget, workspace_id, project_id, judged)
    if copies:
        columns = zip(*map(msgspec.structs.astuple, copies), strict=True)
        await tx.run(sql.keep, workspace_id, project_id, *map(list, columns))
    await tx.run(sql.keep_judged, workspace_id, project_id, judged[-1])


async def read_batches(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> list[int]:
    """The numbers of the batches of which every task was read."""
    return await tx.all(int, sql.read_batches, workspace_id, project_id)


async def keep_sifted(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, batches: Sequence[int], withdrawals: int
) -> None:
    """These batches are looked through, as of so many withdrawals."""
    await tx.run(sql.keep_sifted, workspace_id, project_id, batches, withdrawals)


async def count(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, batch_no: int | None) -> Count:
    """Counted from the rows, of the whole project or one batch."""
    counted = await tx.one(Count, sql.count, workspace_id, project_id, batch_no)
    assert counted is not None  # an aggregate always has its row
    return counted


async def groups(
    tx: Transaction,
    workspace_id: WorkspaceId,
    project_id: ProjectId,
    batch_no: int | None,
    after: TaskId | None,
    most: int,
    copies_most: int,
) -> list[Grouped]:
    """The first copies of at most `most` originals, in the order in which these came, after one of them."""
    return await tx.all(Grouped, sql.groups, workspace_id, project_id, batch_no, after, most, copies_most)


async def find(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, task_id: TaskId) -> Found | None:
    """What a task is nearly the same as, if anything."""
    return await tx.one(Found, sql.find, workspace_id, project_id, task_id)


def _or_its_own(task_no: int, original_no: int | None) -> tuple[int, int]:
    return task_no, task_no if original_no is None else original_no
