"""For the client's own people and programs: projects, imports, invitations, progress, export, the access log."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.response import Stream
from msgspec import Meta

from amana.actions import intake, people, projects, tasks
from amana.actions.export import Exporter
from amana.api.context import AnyRequest, Bearer, Doors
from amana.api.policy import Policy, allow
from amana.model.ids import PlanId, ProjectId, TaskId
from amana.model.imports import Batch, Mapping, Plan
from amana.model.projects import NewProject
from amana.model.tasks import TaskPage, TaskPreview
from amana.views import access_log as access_log_view
from amana.views import projects as project_views

JSON_LINES = "application/jsonl"


class Created(msgspec.Struct, frozen=True):
    project_id: UUID


class Invite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`label` is what the lead calls the person; annotators are known by pseudonyms elsewhere."""

    label: Annotated[str, Meta(min_length=1, max_length=200)]


class Invited(msgspec.Struct, frozen=True):
    """The one-time link, shown once, and the pseudonym that exports will carry."""

    link: str
    pseudonym: UUID


@get("/projects", opt=allow(Policy.CLIENT))
async def list_projects(context: Doors, principal: Bearer) -> list[project_views.ProjectSummary]:
    return await project_views.listing(context.db, context.seal, principal)


@post("/projects", opt=allow(Policy.CLIENT))
async def create_project(context: Doors, principal: Bearer, data: JSONBody[NewProject]) -> Created:
    return Created(await projects.create(context.db, context.seal, principal, data))


@get("/projects/{project_id:uuid}", opt=allow(Policy.CLIENT))
async def show_project(context: Doors, principal: Bearer, project_id: FromPath[UUID]) -> project_views.ProjectPage:
    return await project_views.page(context.db, context.seal, principal, ProjectId(project_id))


@post("/projects/{project_id:uuid}/open", opt=allow(Policy.CLIENT), status_code=204)
async def open_project(context: Doors, principal: Bearer, project_id: FromPath[UUID]) -> None:
    await projects.open_to_annotators(context.db, principal, ProjectId(project_id))


@post("/projects/{project_id:uuid}/invitations", opt=allow(Policy.CLIENT))
async def invite(context: Doors, principal: Bearer, project_id: FromPath[UUID], data: JSONBody[Invite]) -> Invited:
    invitation = await people.invite_annotator(context.db, context.seal, principal, ProjectId(project_id), data.label)
    return Invited(invitation.link, invitation.pseudonym)


@post(
    "/projects/{project_id:uuid}/plans",
    opt=allow(Policy.CLIENT),
    request_max_body_size=intake.FILE_BYTES_MAX,
    description="The body is the file itself, JSON Lines.",
)
async def plan_import(
    context: Doors,
    principal: Bearer,
    request: AnyRequest,
    project_id: FromPath[UUID],
    file_name: Annotated[str, QueryParameter(max_length=500)] = "",
) -> Plan:
    return await intake.plan(context.db, context.seal, principal, ProjectId(project_id), file_name, request.stream())


@get("/projects/{project_id:uuid}/plans/{plan_id:uuid}", opt=allow(Policy.CLIENT))
async def show_plan(context: Doors, principal: Bearer, project_id: FromPath[UUID], plan_id: FromPath[UUID]) -> Plan:
    return await intake.get_plan(context.db, context.seal, principal, ProjectId(project_id), PlanId(plan_id))


@put("/projects/{project_id:uuid}/plans/{plan_id:uuid}/mapping", opt=allow(Policy.CLIENT))
async def remap_plan(
    context: Doors, principal: Bearer, project_id: FromPath[UUID], plan_id: FromPath[UUID], data: JSONBody[Mapping]
) -> Plan:
    return await intake.remap(context.db, context.seal, principal, ProjectId(project_id), PlanId(plan_id), data)


@post("/projects/{project_id:uuid}/plans/{plan_id:uuid}/commit", opt=allow(Policy.CLIENT))
async def commit_plan(context: Doors, principal: Bearer, project_id: FromPath[UUID], plan_id: FromPath[UUID]) -> Batch:
    return await intake.commit(context.db, context.seal, principal, ProjectId(project_id), PlanId(plan_id))


@get("/projects/{project_id:uuid}/annotations", opt=allow(Policy.CLIENT), media_type=JSON_LINES)
async def export_annotations(context: Doors, principal: Bearer, project_id: FromPath[UUID]) -> Stream:
    exporter = await Exporter.begin(context.db, context.seal, principal, ProjectId(project_id))
    return Stream(exporter.lines(), media_type=JSON_LINES)


@get("/projects/{project_id:uuid}/tasks", opt=allow(Policy.CLIENT), description="In the order of the files.")
async def list_tasks(
    context: Doors,
    principal: Bearer,
    project_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=tasks.PAGE_TASKS_MAX)] = 100,
) -> TaskPage:
    after_task = TaskId(after) if after else None
    return await tasks.listing(context.db, context.seal, principal, ProjectId(project_id), after_task, limit)


@get("/projects/{project_id:uuid}/tasks/{task_id:uuid}", opt=allow(Policy.CLIENT))
async def preview_task(context: Doors, principal: Bearer, project_id: FromPath[UUID], task_id: FromPath[UUID]) -> TaskPreview:
    return await tasks.preview(context.db, context.seal, principal, ProjectId(project_id), TaskId(task_id))


@get("/access-log/page", opt=allow(Policy.CLIENT_OR_AUDITOR), description="Newest first; `before` is a position.")
async def page_access_log(
    context: Doors,
    principal: Bearer,
    before: FromQuery[int | None] = None,
    kind: Annotated[str | None, QueryParameter(max_length=40)] = None,
    task_id: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100,
) -> access_log_view.LogPage:
    return await access_log_view.page(context.db, context.seal, principal, before, kind, task_id, limit)


@get("/access-log", opt=allow(Policy.CLIENT_OR_AUDITOR), media_type=JSON_LINES)
async def export_access_log(context: Doors, principal: Bearer) -> Stream:
    return Stream(access_log_view.lines(context.db, principal), media_type=JSON_LINES)


router = Router(
    "/api/client",
    route_handlers=[
        list_projects,
        create_project,
        show_project,
        open_project,
        invite,
        plan_import,
        show_plan,
        remap_plan,
        commit_plan,
        export_annotations,
        list_tasks,
        preview_task,
        export_access_log,
        page_access_log,
    ],
    tags=["client"],
)
