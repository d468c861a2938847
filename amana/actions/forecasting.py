"""The forecast of a project that decides for itself: made once for the same batches, when its pilot is answered."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import msgspec
import numpy as np

from amana.actions.collecting import Known, crowd_of
from amana.core.collection.choosing import Rule, rule_of
from amana.core.collection.planning import LIKE_MIN, Ahead, forecast
from amana.model.ids import ProjectId, WorkspaceId
from amana.model.projects import Project
from amana.model.scope import Scope
from amana.store import forecasts, projects
from amana.store.db import Database, Transaction
from amana.store.forecasts import Stands


class Due(msgspec.Struct, frozen=True):
    """What a forecast rests on beside the answers: the pilot's tasks, and how the project stands."""

    project: Project
    pilot: Sequence[UUID]
    stands: Stands


async def due(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> Due | None:
    """None where no forecast can be made, or it is kept already."""
    if not await forecasts.due(tx, workspace_id, project_id, LIKE_MIN):
        return None
    project = await projects.find(tx, workspace_id, project_id)
    stands = await forecasts.stands(tx, workspace_id, project_id)
    if project is None or stands is None or stands.known == stands.tasks:
        return None
    return Due(project, await forecasts.pilot(tx, workspace_id, project_id), stands)


async def make(db: Database, scope: Scope, known: Known, made: Due) -> None:
    """Forecast and keep. Of several questions the one that takes most decides, as if it were asked alone."""
    rule = rule_of(made.project)
    assert rule is not None
    ahead = await asyncio.to_thread(_forecast, known, made, rule)
    done = made.stands.annotations_known
    async with db.transaction(scope) as tx:
        ends = (done + ahead.low, done + ahead.labels, done + ahead.high)
        await forecasts.keep(tx, scope.walls, ProjectId(made.project.project_id), made.stands, *ends)


def _forecast(known: Known, made: Due, rule: Rule) -> Ahead:
    tasks = known.heard.tasks["task_id"].copy()
    pilot = np.array([task_id.bytes for task_id in made.pilot], dtype="S16")
    like = np.searchsorted(tasks, pilot[np.isin(pilot, tasks)])
    crowds = [crowd_of(known.heard, asked, count) for asked, count in enumerate(known.classes)]
    left = made.stands.tasks - made.stands.known
    ahead = [forecast(crowd, like, left, rule, np.random.default_rng(known.heard.events)) for crowd in crowds]
    return max(ahead, key=lambda one: one.labels)
