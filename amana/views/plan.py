"""What a project will take: annotations, cost, a date, each with its interval; beside what it took."""

from datetime import datetime, timedelta
from typing import Literal

import numpy as np

from amana.core.collection.choosing import rule_of
from amana.core.collection.planning import Ahead, audits_needed, before_any, seconds_left
from amana.model.collecting import AuditsNeeded, Basis, Finish, ProjectPlan, Range
from amana.model.errors import ProjectNotFound
from amana.model.ids import ProjectId
from amana.model.projects import Project
from amana.model.scope import Principal
from amana.store import forecasts, projects
from amana.store.db import Database
from amana.store.forecasts import Forecast, Period, Stands

PERIODS = 12


async def plan(db: Database, principal: Principal, project_id: ProjectId, error_max: float) -> ProjectPlan:
    """Raises ProjectNotFound."""
    workspace_id = principal.walls
    async with db.snapshot(principal.scope) as tx:
        project = await projects.find(tx, workspace_id, project_id)
        if project is None:
            raise ProjectNotFound(project_id=project_id)
        progress = await projects.progress(tx, workspace_id, project_id)
        stands = await forecasts.stands(tx, workspace_id, project_id) or Stands(0, 0, 0, 0, 0)
        foreseen = await forecasts.latest(tx, workspace_id, project_id)
        periods = await forecasts.pace(tx, workspace_id, project_id, PERIODS)
    spent_minor = progress.pending_minor + progress.posted_minor
    asked = -(-progress.ahead_minor // project.rate_minor) if project.rate_minor else progress.needed - progress.answered
    basis, ahead = _ahead(project, stands, foreseen, progress.answered, asked)
    if progress.settled == progress.tasks:
        ahead = Ahead(0, 0, 0)
    cost = Range(*(spent_minor + one * project.rate_minor for one in (ahead.low, ahead.labels, ahead.high)))
    return ProjectPlan(
        basis=basis,
        tasks=progress.tasks,
        settled=progress.settled,
        answered=progress.answered,
        asked=asked,
        annotations=Range(*(progress.answered + one for one in (ahead.low, ahead.labels, ahead.high))),
        spent_minor=spent_minor,
        cost_minor=cost,
        currency=project.currency,
        budget_minor=project.budget_minor,
        fits=_fits(project.budget_minor, cost),
        finish=_finish(ahead, periods) if ahead.high else None,
        foreseen=Range(foreseen.low, foreseen.annotations, foreseen.high) if foreseen else None,
        foreseen_tasks=foreseen.tasks if foreseen else None,
        foreseen_at=foreseen.made_at if foreseen else None,
        audits=AuditsNeeded(error_max, *(audits_needed(error_max, wrong=wrong) for wrong in range(3))),
    )


def _ahead(project: Project, stands: Stands, foreseen: Forecast | None, answered: int, asked: int) -> tuple[Basis, Ahead]:
    """Annotations still to come: never fewer than the tasks are asked for already."""
    rule = rule_of(project)
    if rule is None:
        return "fixed", Ahead(asked, asked, asked)
    if foreseen is None:
        basis: Basis = "public_crowds"
        rest = before_any(stands.tasks - stands.known, rule)
        left = stands.annotations_known - answered
        ends = (left + rest.low, left + rest.labels, left + rest.high)
    else:
        basis = "pilot"
        of = stands.tasks / foreseen.tasks  # batches that came since are taken to be like those before
        ends = (of * foreseen.low - answered, of * foreseen.annotations - answered, of * foreseen.high - answered)
    return basis, Ahead(*(max(end, asked) for end in ends))


def _fits(budget_minor: int | None, cost: Range) -> Literal["yes", "likely", "no"] | None:
    if budget_minor is None:
        return None
    return "yes" if cost.high <= budget_minor else "likely" if cost.middle <= budget_minor else "no"


def _finish(ahead: Ahead, periods: list[Period]) -> Finish | None:
    if not periods:
        return None
    when = seconds_left(ahead, np.array([one.annotations for one in periods]), periods[0].seconds)
    if when is None:
        return None
    now = periods[0].now
    return Finish(_after(now, when.early), _after(now, when.likely), None if when.late is None else _after(now, when.late))


def _after(now: datetime, seconds: float) -> datetime:
    return now + timedelta(seconds=min(seconds, 10 * 365 * 86_400))  # beyond that, a date is no news
