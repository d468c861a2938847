"""Whose turn it is to be estimated, forecast or decided on; what is heavy, by a process of its own (`amana/estimator.py`), so
that neither its arithmetic nor its memory is felt by whoever works at that moment.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from amana.actions.collecting import decide_here
from amana.actions.estimating import estimate_here
from amana.actions.forecasting import forecast_here
from amana.actions.sealed import open_project
from amana.core.collection.planning import LIKE_MIN
from amana.model.ids import ProjectId, WorkspaceId
from amana.model.scope import Audience, Scope
from amana.outside.seal import Seal
from amana.store import collecting, estimates, forecasts
from amana.store.db import Database
from amana.tasktypes import TASK_TYPES

APART_FROM_EVENTS = 10_000

Work = Literal["estimate", "decide", "forecast"]


class Estimating(msgspec.Struct, frozen=True):
    """What is to be done of one project, and how many classes each of its questions has."""

    work: Work
    workspace_id: WorkspaceId
    project_id: ProjectId
    classes: tuple[int, ...]


async def do_here(db: Database, one: Estimating) -> None:
    """In this process. Raises PilotUnanswered of a forecast that could not be made."""
    do = {"estimate": estimate_here, "decide": decide_here, "forecast": forecast_here}[one.work]
    await do(db, one.workspace_id, one.project_id, one.classes)


class Estimator:
    """`apart` does it in another process; None: everything is done here.

    Of a production project there is nothing to estimate, and of one whose type is missing nothing can be.
    """

    def __init__(self, db: Database, seal: Seal, apart: Callable[[Estimating], Awaitable[None]] | None = None) -> None:
        self._db = db
        self._seal = seal
        self._apart = apart
        self._decided_on: dict[UUID, tuple[int, datetime | None]] = {}

    async def reestimate(self, workspace_id: WorkspaceId) -> int:
        """Estimate anew every project of the workspace where events came; says how many."""
        async with self._db.snapshot(Scope(Audience.ENGINE, workspace_id)) as tx:
            projects = await estimates.behind(tx, workspace_id)
        return sum(
            [
                await self._do(
                    "estimate", workspace_id, one.project_id, one.task_type, one.body, heavy=one.events >= APART_FROM_EVENTS
                )
                for one in projects
            ]
        )

    async def decide(self, workspace_id: WorkspaceId) -> int:
        """Decide who is asked next in the workspace's projects where answers came since, or somebody waits; says in how many."""
        async with self._db.snapshot(Scope(Audience.ENGINE, workspace_id)) as tx:
            projects = await collecting.deciding(tx, workspace_id)
        decided = 0
        for one in projects:
            if self._decided_on.get(one.project_id) == (one.answers, one.waited_at):
                continue
            heavy = one.answers >= APART_FROM_EVENTS
            decided += await self._do("decide", workspace_id, one.project_id, one.task_type, one.body, heavy=heavy)
            self._decided_on[one.project_id] = (one.answers, one.waited_at)
        return decided

    async def foresee(self, workspace_id: WorkspaceId) -> int:
        """Forecast what the workspace's projects will take whose pilot is answered, once; says how many.

        It takes seconds of arithmetic, however small the project.
        """
        async with self._db.snapshot(Scope(Audience.ENGINE, workspace_id)) as tx:
            projects = await forecasts.due(tx, workspace_id, LIKE_MIN)
        return sum(
            [await self._do("forecast", workspace_id, one.project_id, one.task_type, one.body, heavy=True) for one in projects]
        )

    async def _do(
        self, work: Work, workspace_id: WorkspaceId, project_id: UUID, task_type: str, body: bytes, *, heavy: bool
    ) -> bool:
        """Whether there was anything to do."""
        if task_type not in TASK_TYPES:
            return False
        kind = open_project(self._seal, workspace_id, project_id, task_type, body)
        questions = kind.task_type.questions(kind.options)
        if not questions:
            return False
        one = Estimating(work, workspace_id, ProjectId(project_id), tuple(len(question.classes) for question in questions))
        if self._apart is None or not heavy:
            await do_here(self._db, one)
        else:
            await self._apart(one)
        return True
