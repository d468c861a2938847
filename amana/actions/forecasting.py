"""The forecast of a project that decides for itself: made once for the same batches, when its pilot is answered."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import numpy as np

from amana.core.collection.choosing import Rule, rule_of
from amana.core.collection.planning import Ahead, forecast
from amana.model.errors import PilotUnanswered
from amana.model.ids import ProjectId, WorkspaceId
from amana.model.scope import Audience, Scope
from amana.store import estimates, forecasts, projects
from amana.store.db import Database
from amana.store.estimates import Heard


async def forecast_here(db: Database, workspace_id: WorkspaceId, project_id: ProjectId, classes: tuple[int, ...]) -> None:
    """Forecast and keep, in this process. Of several questions the one that takes most decides, as if it were asked alone.

    Raises PilotUnanswered.
    """
    engine = Scope(Audience.ENGINE, workspace_id)
    async with db.snapshot(engine) as tx:
        project = await projects.find(tx, workspace_id, project_id)
        stands = await forecasts.stands(tx, workspace_id, project_id)
        pilot = await forecasts.pilot(tx, workspace_id, project_id)
        heard = await estimates.heard(tx, workspace_id, project_id)
    rule = rule_of(project) if project else None
    if rule is None or stands is None:
        raise PilotUnanswered(answered=0, needed=1)
    left = stands.tasks - stands.known
    ahead = await asyncio.to_thread(_forecast, heard, classes, pilot, left, rule)
    known = stands.annotations_known
    ends = (known + ahead.low, known + ahead.labels, known + ahead.high)
    async with db.transaction(engine) as tx:
        await forecasts.keep(tx, workspace_id, project_id, stands, *ends)


def _forecast(heard: Heard, classes: tuple[int, ...], pilot: Sequence[UUID], left: int, rule: Rule) -> Ahead:
    tasks = heard.tasks["task_id"].copy()
    drawn = np.array([task_id.bytes for task_id in pilot], dtype="S16")
    like = np.searchsorted(tasks, drawn[np.isin(drawn, tasks)])
    crowds = [heard.crowd(asked, count) for asked, count in enumerate(classes)]
    ahead = [forecast(crowd, like, left, rule, np.random.default_rng(heard.events)) for crowd in crowds]
    return max(ahead, key=lambda one: one.labels)
