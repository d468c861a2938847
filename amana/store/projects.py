"""Projects: one kind of work of one client."""

from uuid import UUID

import msgspec

from amana.model.ids import ProjectId, WorkspaceId
from amana.model.projects import NewProject, Progress, Project, ProjectState
from amana.model.scope import Audience
from amana.store.db import Database, Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)

PROJECTS_LISTED_MAX = 1000


class _Left(msgspec.Struct, frozen=True):
    left_minor: int | None


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
        new.rate_minor,
        new.currency,
        new.budget_minor,
        new.lease_seconds,
        new.undo_seconds,
        new.skips_a_day_max,
        body,
    )
    await tx.run(sql.insert_offer, project_id, workspace_id)


async def insert_guideline(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, version: int, body: bytes) -> None:
    await tx.run(sql.insert_guideline, workspace_id, project_id, version, body)


async def newest(tx: Transaction, workspace_id: WorkspaceId) -> list[Project]:
    """The workspace's projects, newest first, at most PROJECTS_LISTED_MAX."""
    return await tx.all(Project, sql.list, workspace_id, PROJECTS_LISTED_MAX)


async def find(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> Project | None:
    """The project, or None if this workspace has none of that id."""
    return await tx.one(Project, sql.find, workspace_id, project_id)


async def budget_left(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> int | None:
    """What is left of the budget in minor units, None without one. Exact while `imports.lock_commits` is held."""
    row = await tx.one(_Left, sql.budget_left, workspace_id, project_id)
    return row.left_minor if row else None


async def set_state(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, state: ProjectState) -> None:
    await tx.run(sql.set_state, workspace_id, project_id, state)


async def raise_epoch(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> None:
    """Tell every cursor to start anew, because many tasks became claimable behind them."""
    await tx.run(sql.raise_epoch, workspace_id, project_id)


async def progress(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> Progress:
    """Counts over the project, all of one moment if `tx` is a snapshot."""
    found = await tx.one(Progress, sql.progress, workspace_id, project_id)
    assert found is not None  # an aggregate always has its row
    return found


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
