"""Projects: one kind of work of one client."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from amana.model.ids import ProjectId, WorkspaceId
from amana.model.projects import NewProject, Progress, Project, ProjectState
from amana.model.scope import Audience
from amana.store.db import Database, Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)

PROJECTS_LISTED_MAX = 1000


class Counts(msgspec.Struct, frozen=True):
    """A project's tasks and annotations, without its money."""

    tasks: int
    needed: int
    answered: int
    held: int
    slots: int
    surplus: int
    withdrawn: int
    annotators: int
    settled: int
    undecided: int
    withdrawn_tasks: int
    withdrawn_answered: int


class Cost(msgspec.Struct, frozen=True):
    """What a project costs: answered and pending, answered and posted, and still ahead for what its tasks are asked for."""

    pending_minor: int
    posted_minor: int
    ahead_minor: int

    @property
    def total_minor(self) -> int:
        return self.pending_minor + self.posted_minor + self.ahead_minor


class _Since(msgspec.Struct, frozen=True):
    at: datetime | None


class _Found(msgspec.Struct, frozen=True):
    workspace_id: UUID | None


async def insert(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, new: NewProject, body: bytes) -> None:
    """Store a draft, and the offer by which its walls are found."""
    await tx.run(
        sql.insert,
        workspace_id,
        project_id,
        new.task_type,
        new.annotations_needed,
        new.annotations_min,
        new.chosen_among,
        new.rate_minor,
        new.currency,
        new.budget_minor,
        new.lease_seconds,
        new.undo_seconds,
        new.skips_a_day_max,
        body,
    )
    await tx.run(sql.offer, project_id)


async def newest(tx: Transaction, workspace_id: WorkspaceId) -> list[Project]:
    """The workspace's projects, newest first, at most PROJECTS_LISTED_MAX."""
    return await tx.all(Project, sql.list, workspace_id, PROJECTS_LISTED_MAX)


async def every(tx: Transaction, workspace_id: WorkspaceId) -> list[Project]:
    """All of the workspace's projects, newest first: for whoever must leave none behind."""
    return await tx.all(Project, sql.list, workspace_id, None)


async def find(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> Project | None:
    """The project, or None if this workspace has none of that id."""
    return await tx.one(Project, sql.find, workspace_id, project_id)


async def lock(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> Project | None:
    """The project as it is until this transaction ends: for a moment only, because everybody's claims read it."""
    return await tx.one(Project, sql.lock, workspace_id, project_id)


async def cost(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> Cost:
    """Counted from the rows as they lie there; nothing of it is kept anywhere."""
    found = await tx.one(Cost, sql.cost, workspace_id, project_id)
    assert found is not None  # of a project that was found
    return found


async def lock_changes(tx: Transaction, project_id: ProjectId) -> None:
    """Wait until nobody else imports into this project or changes it: cost and budget are then compared without a race."""
    await tx.run(sql.lock_changes, str(project_id))


async def lock_content(tx: Transaction, project_id: ProjectId) -> None:
    """Nobody destroys anything of the project until this transaction ends; several may hold it."""
    await tx.run(sql.lock_content, str(project_id))


async def lock_destruction(tx: Transaction, project_id: ProjectId) -> None:
    """Wait until nobody makes anything of the project's content."""
    await tx.run(sql.lock_destruction, str(project_id))


async def set_rate(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, rate_minor: int) -> None:
    await tx.run(sql.set_rate, workspace_id, project_id, rate_minor)


async def set_budget(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, budget_minor: int | None) -> None:
    await tx.run(sql.set_budget, workspace_id, project_id, budget_minor)


async def set_shows_settled(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, shown: bool) -> None:
    await tx.run(sql.set_shows_settled, workspace_id, project_id, shown)


async def set_needed(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, needed: int) -> None:
    """What tasks need that are imported from now on."""
    await tx.run(sql.set_needed, workspace_id, project_id, needed)


async def price_of_needed(
    tx: Transaction,
    workspace_id: WorkspaceId,
    project_id: ProjectId,
    batch_no: int | None,
    tasks: Sequence[UUID] | None,
    needed: int,
) -> int:
    """What it costs at most that the open tasks chosen need that many annotations, on top of what they cost now."""
    return await tx.one(int, sql.price_of_needed, workspace_id, project_id, batch_no, tasks, needed) or 0


async def rate_since(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> datetime | None:
    """Since when the project pays its rate; None if it never paid another."""
    row = await tx.one(_Since, sql.rate_since, workspace_id, project_id)
    return row.at if row else None


async def set_state(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, state: ProjectState) -> None:
    await tx.run(sql.set_state, workspace_id, project_id, state)


async def raise_epoch(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> None:
    """Tell every cursor to start anew, because many tasks became claimable behind them."""
    await tx.run(sql.raise_epoch, workspace_id, project_id)


async def progress(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> Progress:
    """Counts over the project, all of one moment if `tx` is a snapshot."""
    counts = await tx.one(Counts, sql.counts, workspace_id, project_id)
    assert counts is not None  # an aggregate always has its row
    money = await cost(tx, workspace_id, project_id)
    return Progress(**msgspec.structs.asdict(counts), **msgspec.structs.asdict(money))


class ProjectWalls:
    """Which workspace a project lies in. It never moves, so an answer is remembered; only unknown ids are asked again."""

    REMEMBERED_MAX = 100_000

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[ProjectId, WorkspaceId] = {}

    async def workspace_of(self, project_id: ProjectId) -> WorkspaceId | None:
        """The workspace, or None if there is no such project."""
        if project_id not in self._known:
            [found] = await self._db.call_gate(_Found, Audience.DOOR, "sec.workspace_of", project_id)
            if found.workspace_id is None:
                return None
            if len(self._known) >= self.REMEMBERED_MAX:
                self._known.clear()
            self._known[project_id] = WorkspaceId(found.workspace_id)
        return self._known[project_id]
