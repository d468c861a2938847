"""The client's list of projects and a project's page. A project's name is sealed but is its owner's setting, not content."""

from datetime import datetime
from uuid import UUID

import msgspec

from amana.model.errors import ProjectNotFound
from amana.model.handles import BatchSummary, ProjectEvent
from amana.model.ids import ProjectId, WorkspaceId
from amana.model.projects import Agreement, ChosenAmong, Progress, Project, ProjectSecrets, ProjectState, Worker
from amana.model.scope import Principal
from amana.outside.seal import PEOPLE, Owner, Seal
from amana.store import dispatch, estimates, handles, projects
from amana.store.db import Database
from amana.tasktypes import TASK_TYPES
from amana.tasktypes.base import Question, typed_options

HISTORY_MAX = 500


class _PlanName(msgspec.Struct):
    file_name: str


class ProjectSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A project in a list. With `annotations_min` the engine decides how many annotations each task gets, from so many to
    `annotations_needed`, and whose. Once its content was destroyed, at `shredded_at`, it has no name: nobody can read it."""

    project_id: UUID
    name: str
    task_type: str
    state: ProjectState
    annotations_needed: int
    annotations_min: int | None
    chosen_among: ChosenAmong
    rate_minor: int
    currency: str
    created_at: datetime
    shredded_at: datetime | None


class ProjectPage(msgspec.Struct, frozen=True, kw_only=True):
    """A project and its counts, all of one moment. `questions` is empty for a production type: it has nothing to agree on.

    `rate_since`: since when the rate is what it is, None if it never was another. `left_minor`: what is left of the budget after
    what was answered and what the open tasks are asked for; None without a budget. `shows_settled`: people see how what they
    answered was settled.
    """

    project: ProjectSummary
    progress: Progress
    questions: tuple[str, ...]
    agreement: tuple[Agreement, ...]
    rate_since: datetime | None
    budget_minor: int | None
    left_minor: int | None
    shows_settled: bool


async def listing(db: Database, seal: Seal, principal: Principal) -> list[ProjectSummary]:
    """The workspace's projects, newest first; to a key of some projects these alone."""
    workspace_id = principal.walls
    async with db.snapshot(principal.scope) as tx:
        found = await projects.newest(tx, workspace_id)
    opened = principal.projects
    return [_summary(seal, workspace_id, project) for project in found if opened is None or project.project_id in opened]


async def page(db: Database, seal: Seal, principal: Principal, project_id: ProjectId) -> ProjectPage:
    """Raises ProjectNotFound."""
    workspace_id = principal.walls
    async with db.snapshot(principal.scope) as tx:
        project = await projects.find(tx, workspace_id, project_id)
        if project is None:
            raise ProjectNotFound(project_id=project_id)
        progress = await projects.progress(tx, workspace_id, project_id)
        estimations = await estimates.estimations(tx, workspace_id, project_id)
        events = await estimates.events_of_project(tx, workspace_id, project_id)
        rate_since = await projects.rate_since(tx, workspace_id, project_id)
    secrets = _secrets(seal, workspace_id, project)
    task_type = TASK_TYPES[project.task_type]
    questions = task_type.questions(typed_options(task_type, secrets.options)) if secrets else ()
    agreement = tuple(_agreement(questions[one.question], one, events) for one in estimations if secrets)
    names = tuple(question.name for question in questions)
    spent_minor = progress.pending_minor + progress.posted_minor + progress.ahead_minor
    return ProjectPage(
        project=_summary(seal, workspace_id, project),
        progress=progress,
        questions=names,
        agreement=agreement,
        rate_since=rate_since,
        budget_minor=project.budget_minor,
        left_minor=None if project.budget_minor is None else project.budget_minor - spent_minor,
        shows_settled=project.shows_settled,
    )


async def batches(db: Database, seal: Seal, principal: Principal, project_id: ProjectId) -> list[BatchSummary]:
    """The project's batches, newest first. Raises ProjectNotFound."""
    async with db.snapshot(principal.scope) as tx:
        if await projects.find(tx, principal.walls, project_id) is None:
            raise ProjectNotFound(project_id=project_id)
        found = await handles.batches(tx, principal.walls, project_id)
    owner = Owner(principal.walls, project_id)
    return [
        BatchSummary(
            batch_id=one.batch_id,
            batch_no=one.batch_no,
            file_name=_file_name(seal, owner, one),
            created_at=one.created_at,
            left_out=one.left_out,
            tasks=one.tasks,
            settled=one.settled,
            withdrawn=one.withdrawn,
            needed=one.needed,
            answered=one.answered,
            held=one.held,
            slots=one.slots,
            price_minor=one.price_minor,
        )
        for one in found
    ]


async def history(db: Database, principal: Principal, project_id: ProjectId) -> list[ProjectEvent]:
    """Who changed what of the project, the newest HISTORY_MAX changes first. Raises ProjectNotFound."""
    async with db.snapshot(principal.scope) as tx:
        if await projects.find(tx, principal.walls, project_id) is None:
            raise ProjectNotFound(project_id=project_id)
        return await handles.history(tx, principal.walls, project_id, HISTORY_MAX)


async def workers(db: Database, seal: Seal, principal: Principal, project_id: ProjectId) -> list[Worker]:
    """Everybody in the project, those who answered most first. Raises ProjectNotFound."""
    async with db.snapshot(principal.scope) as tx:
        if await projects.find(tx, principal.walls, project_id) is None:
            raise ProjectNotFound(project_id=project_id)
    return [
        Worker(
            pseudonym=person.pseudonym,
            label=seal.open("person", PEOPLE, person.label_person, person.body).decode(),
            added_at=person.added_at,
            ended_at=person.ended_at,
            held=person.held,
            answered=person.answered,
            active_ms=person.active_ms,
            stated_ms=person.stated_ms,
            corrected=person.corrected,
            last_at=person.last_at,
            pending_minor=person.pending_minor,
            posted_minor=person.posted_minor,
        )
        for person in await dispatch.people(db, principal.scope, project_id)
    ]


def _file_name(seal: Seal, owner: Owner, batch: handles.StoredBatch) -> str | None:
    if batch.body is None:
        return None
    body = seal.open_unless_destroyed("plan", owner, batch.plan_id, batch.body)
    return None if body is None else msgspec.json.decode(body, type=_PlanName).file_name or None


def _agreement(question: Question, estimation: estimates.Estimation, events: int) -> Agreement:
    return Agreement(
        question=question.name,
        classes=question.classes,
        alpha=estimation.alpha,
        alpha_low=estimation.alpha_low,
        alpha_high=estimation.alpha_high,
        alpha_tasks=estimation.alpha_tasks,
        model=estimation.model,
        rounds=estimation.rounds,
        converged=estimation.converged,
        events_behind=events - estimation.events,
        estimated_at=estimation.estimated_at,
    )


def _summary(seal: Seal, workspace_id: WorkspaceId, project: Project) -> ProjectSummary:
    secrets = _secrets(seal, workspace_id, project)
    return ProjectSummary(
        project_id=project.project_id,
        name=secrets.name if secrets else "",
        task_type=project.task_type,
        state=project.state,
        annotations_needed=project.annotations_needed,
        annotations_min=project.annotations_min,
        chosen_among=project.chosen_among,
        rate_minor=project.rate_minor,
        currency=project.currency,
        created_at=project.created_at,
        shredded_at=project.shredded_at,
    )


def _secrets(seal: Seal, workspace_id: WorkspaceId, project: Project) -> ProjectSecrets | None:
    body = seal.open_unless_destroyed("project", Owner(workspace_id, project.project_id), project.project_id, project.body)
    return msgspec.json.decode(body, type=ProjectSecrets) if body is not None else None
