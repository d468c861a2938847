"""For the client's own people and programs: projects, imports, invitations, progress, export, the access log."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.response import Stream
from msgspec import Meta

from amana.actions import delivery, errata, intake, people, projects, tasks
from amana.actions.delivery import Download
from amana.actions.errata import Errata
from amana.actions.export import Exporter
from amana.api.context import AnyRequest, Bearer, Doors
from amana.api.policy import Policy, allow
from amana.api.zipped import ZIP, zipped
from amana.core.quality.certificate import Certificate
from amana.model.deliveries import Delivery
from amana.model.ids import DeliveryId, PlanId, ProjectId, Pseudonym, SubmitId, TaskId
from amana.model.imports import Batch, Mapping, Plan
from amana.model.projects import NewProject, Worker
from amana.model.scope import Verb
from amana.model.tasks import TaskOrder, TaskPage, TaskPreview, TaskState, TasksWanted
from amana.model.why import PersonWhy, TaskWhy
from amana.outside.writers import MEDIA_TYPES, RowFormat
from amana.store.access_log import Asked
from amana.store.annotations import Which
from amana.views import access_log as access_log_view
from amana.views import projects as project_views
from amana.views import task_types as task_type_view
from amana.views import why as why_view

JSON_LINES = "application/jsonl"
UP_TO_HEADER = "amana-up-to"
DIRECTED_AT_ONCE_MAX = 1000
FIND_CHARS_MAX = 500


class Created(msgspec.Struct, frozen=True):
    project_id: UUID


class Invite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`label` is what the lead calls the person; annotators are known by pseudonyms elsewhere."""

    label: Annotated[str, Meta(min_length=1, max_length=200)]


class Invited(msgspec.Struct, frozen=True):
    """The one-time link, shown once, and the pseudonym that exports will carry."""

    link: str
    pseudonym: UUID


class Direct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tasks meant for one person, whose slots are held for them for `hold_seconds`."""

    pseudonym: UUID
    task_ids: Annotated[tuple[UUID, ...], Meta(max_length=DIRECTED_AT_ONCE_MAX)]
    hold_seconds: Annotated[int, Meta(ge=10, le=2_592_000)] = 86_400


class Directed(msgspec.Struct, frozen=True):
    """The tasks that could be; the others are closed, full, or theirs already."""

    task_ids: tuple[UUID, ...]


@get(
    "/task-types",
    opt=allow(Policy.CLIENT, Verb.READ, narrowed=True),
    description="Every type the engine knows, with what its projects can set.",
)
async def list_task_types() -> list[task_type_view.OfferedType]:
    return task_type_view.listing()


@post(
    "/task-types/{task_type:str}/look",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=200,
    description="How one row would look to an annotator in a project with these options. Nothing is kept.",
)
async def look_at_a_row(task_type: FromPath[str], data: JSONBody[task_type_view.Sample]) -> task_type_view.Looks:
    return task_type_view.looks(task_type, data)


@get("/projects", opt=allow(Policy.CLIENT, Verb.READ, narrowed=True))
async def list_projects(context: Doors, principal: Bearer) -> list[project_views.ProjectSummary]:
    return await project_views.listing(context.db, context.seal, principal)


@post("/projects", opt=allow(Policy.CLIENT, Verb.MANAGE))
async def create_project(context: Doors, principal: Bearer, data: JSONBody[NewProject]) -> Created:
    return Created(await projects.create(context.db, context.seal, principal, data))


@get("/projects/{project_id:uuid}", opt=allow(Policy.CLIENT, Verb.READ))
async def show_project(context: Doors, principal: Bearer, project_id: FromPath[UUID]) -> project_views.ProjectPage:
    return await project_views.page(context.db, context.seal, principal, ProjectId(project_id))


@post("/projects/{project_id:uuid}/open", opt=allow(Policy.CLIENT, Verb.MANAGE), status_code=204)
async def open_project(context: Doors, principal: Bearer, project_id: FromPath[UUID]) -> None:
    await projects.open_to_annotators(context.db, principal, ProjectId(project_id))


@post("/projects/{project_id:uuid}/invitations", opt=allow(Policy.CLIENT, Verb.MANAGE))
async def invite(context: Doors, principal: Bearer, project_id: FromPath[UUID], data: JSONBody[Invite]) -> Invited:
    invitation = await people.invite_annotator(context.db, context.seal, principal, ProjectId(project_id), data.label)
    return Invited(invitation.link, invitation.pseudonym)


@post(
    "/projects/{project_id:uuid}/plans",
    opt=allow(Policy.CLIENT, Verb.IMPORT),
    request_max_body_size=intake.FILE_BYTES_MAX,
    description="The body is the file: JSON Lines, CSV (`file_name` ends in .csv or .tsv), or Parquet (by its first bytes).",
)
async def plan_import(
    context: Doors,
    principal: Bearer,
    request: AnyRequest,
    project_id: FromPath[UUID],
    file_name: Annotated[str, QueryParameter(max_length=500)] = "",
) -> Plan:
    return await intake.plan(
        context.db, context.seal, context.room, principal, ProjectId(project_id), file_name, request.stream()
    )


@get("/projects/{project_id:uuid}/plans/{plan_id:uuid}", opt=allow(Policy.CLIENT, Verb.IMPORT))
async def show_plan(context: Doors, principal: Bearer, project_id: FromPath[UUID], plan_id: FromPath[UUID]) -> Plan:
    return await intake.get_plan(context.db, context.seal, principal, ProjectId(project_id), PlanId(plan_id))


@put("/projects/{project_id:uuid}/plans/{plan_id:uuid}/mapping", opt=allow(Policy.CLIENT, Verb.IMPORT))
async def remap_plan(
    context: Doors, principal: Bearer, project_id: FromPath[UUID], plan_id: FromPath[UUID], data: JSONBody[Mapping]
) -> Plan:
    return await intake.remap(context.db, context.seal, context.room, principal, ProjectId(project_id), PlanId(plan_id), data)


@post("/projects/{project_id:uuid}/plans/{plan_id:uuid}/commit", opt=allow(Policy.CLIENT, Verb.IMPORT))
async def commit_plan(
    context: Doors, principal: Bearer, project_id: FromPath[UUID], plan_id: FromPath[UUID], skip_bad: FromQuery[bool] = False
) -> Batch:
    return await intake.commit(context.db, context.seal, principal, ProjectId(project_id), PlanId(plan_id), skip_bad=skip_bad)


@get(
    "/projects/{project_id:uuid}/plans/{plan_id:uuid}/refused",
    opt=allow(Policy.CLIENT, Verb.IMPORT),
    media_type=JSON_LINES,
    description="Every row that can't be imported, with what to do about it.",
)
async def refused_rows(context: Doors, principal: Bearer, project_id: FromPath[UUID], plan_id: FromPath[UUID]) -> Stream:
    lines = await intake.refused_rows(context.db, context.seal, context.room, principal, ProjectId(project_id), PlanId(plan_id))
    return Stream(lines, media_type=JSON_LINES)


@get(
    "/projects/{project_id:uuid}/annotations",
    opt=allow(Policy.CLIENT, Verb.EXPORT),
    media_type=JSON_LINES,
    description="As of now; the header `amana-up-to` says how far it goes. The rest of one that was cut off: `after` is the last "
    "`submit_id` that arrived, `up_to` what the header said.",
)
async def export_annotations(
    context: Doors,
    principal: Bearer,
    project_id: FromPath[UUID],
    format: FromQuery[RowFormat] = "jsonl",
    after: FromQuery[UUID | None] = None,
    up_to: FromQuery[UUID | None] = None,
    annotator: FromQuery[UUID | None] = None,
    since: FromQuery[datetime | None] = None,
    settled: FromQuery[bool] = False,
) -> Stream:
    exporter = await Exporter.begin(
        context.db,
        context.seal,
        principal,
        ProjectId(project_id),
        Which(annotator=annotator, since=since, settled=settled),
        SubmitId(after) if after else None,
        SubmitId(up_to) if up_to else None,
    )
    return Stream(exporter.file(format), media_type=MEDIA_TYPES[format], headers={UP_TO_HEADER: str(exporter.up_to or "")})


@get(
    "/projects/{project_id:uuid}/tasks",
    opt=allow(Policy.CLIENT, Verb.READ),
    description="By the order of the files, or by doubt; `find` is your own id of a row, a task's id, or `batch:row`.",
)
async def list_tasks(
    context: Doors,
    principal: Bearer,
    project_id: FromPath[UUID],
    order: FromQuery[TaskOrder] = "file",
    task_state: FromQuery[TaskState | None] = None,
    batch: Annotated[int | None, QueryParameter(ge=1, le=2**31 - 1)] = None,
    find: Annotated[str | None, QueryParameter(min_length=1, max_length=FIND_CHARS_MAX)] = None,
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=tasks.PAGE_TASKS_MAX)] = 100,
) -> TaskPage:
    after_task = TaskId(after) if after else None
    wanted = TasksWanted(order=order, state=task_state, batch_no=batch, find=find)
    return await tasks.listing(context.db, context.seal, principal, ProjectId(project_id), wanted, after_task, limit)


@get("/projects/{project_id:uuid}/tasks/{task_id:uuid}", opt=allow(Policy.CLIENT, Verb.READ))
async def preview_task(context: Doors, principal: Bearer, project_id: FromPath[UUID], task_id: FromPath[UUID]) -> TaskPreview:
    return await tasks.preview(context.db, context.seal, principal, ProjectId(project_id), TaskId(task_id))


@get("/projects/{project_id:uuid}/people", opt=allow(Policy.CLIENT, Verb.READ))
async def list_people(context: Doors, principal: Bearer, project_id: FromPath[UUID]) -> list[Worker]:
    return await project_views.workers(context.db, context.seal, principal, ProjectId(project_id))


@post(
    "/projects/{project_id:uuid}/people/{pseudonym:uuid}/link",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    description="Another one-time link for somebody who works here already.",
)
async def invite_again(context: Doors, principal: Bearer, project_id: FromPath[UUID], pseudonym: FromPath[UUID]) -> Invited:
    invitation = await people.invite_again(context.db, principal, ProjectId(project_id), Pseudonym(pseudonym))
    return Invited(invitation.link, invitation.pseudonym)


@get(
    "/projects/{project_id:uuid}/people/{pseudonym:uuid}/why",
    opt=allow(Policy.CLIENT, Verb.READ),
    description="Why this person gets no task: where each unsettled task is to them.",
)
async def why_no_task(context: Doors, principal: Bearer, project_id: FromPath[UUID], pseudonym: FromPath[UUID]) -> PersonWhy:
    return await why_view.person(context.db, principal, ProjectId(project_id), Pseudonym(pseudonym))


@get(
    "/projects/{project_id:uuid}/tasks/{task_id:uuid}/why",
    opt=allow(Policy.CLIENT, Verb.READ),
    description="Why this task is not settled, without its content.",
)
async def why_not_settled(context: Doors, principal: Bearer, project_id: FromPath[UUID], task_id: FromPath[UUID]) -> TaskWhy:
    return await why_view.task(context.db, principal, ProjectId(project_id), TaskId(task_id))


@post(
    "/projects/{project_id:uuid}/directions",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=200,
    description="Means tasks for one person: each holds a slot and is what their next claim finds first.",
)
async def direct(context: Doors, principal: Bearer, project_id: FromPath[UUID], data: JSONBody[Direct]) -> Directed:
    meant = [TaskId(task_id) for task_id in data.task_ids]
    directed = await projects.direct(
        context.db, principal, ProjectId(project_id), Pseudonym(data.pseudonym), meant, data.hold_seconds
    )
    return Directed(tuple(directed))


@post(
    "/projects/{project_id:uuid}/deliveries", opt=allow(Policy.CLIENT, Verb.DELIVER), description="Freezes what is settled now."
)
async def freeze_delivery(context: Doors, principal: Bearer, project_id: FromPath[UUID]) -> Delivery:
    return await delivery.freeze(context.db, context.seal, context.signer, principal, ProjectId(project_id))


@get("/projects/{project_id:uuid}/deliveries", opt=allow(Policy.CLIENT, Verb.READ))
async def list_deliveries(context: Doors, principal: Bearer, project_id: FromPath[UUID]) -> list[Delivery]:
    return await delivery.listing(context.db, context.seal, principal, ProjectId(project_id))


@get(
    "/projects/{project_id:uuid}/deliveries/{delivery_id:uuid}/errata",
    opt=allow(Policy.CLIENT, Verb.READ),
    description="Which labels of a delivery have changed since.",
)
async def show_errata(context: Doors, principal: Bearer, project_id: FromPath[UUID], delivery_id: FromPath[UUID]) -> Errata:
    return await errata.since(context.db, context.seal, principal, ProjectId(project_id), DeliveryId(delivery_id))


@get(
    "/projects/{project_id:uuid}/deliveries/{delivery_id:uuid}/certificate",
    opt=allow(Policy.CLIENT, Verb.READ),
    description="What the delivery claims of its labels, as it was signed.",
)
async def show_certificate(
    context: Doors, principal: Bearer, project_id: FromPath[UUID], delivery_id: FromPath[UUID]
) -> Certificate:
    return await delivery.show_certificate(context.db, context.seal, principal, ProjectId(project_id), DeliveryId(delivery_id))


@get("/projects/{project_id:uuid}/deliveries/{delivery_id:uuid}/archive", opt=allow(Policy.CLIENT, Verb.DELIVER), media_type=ZIP)
async def download_delivery(context: Doors, principal: Bearer, project_id: FromPath[UUID], delivery_id: FromPath[UUID]) -> Stream:
    files = await Download.begin(context.db, context.seal, principal, ProjectId(project_id), DeliveryId(delivery_id))
    name = f"delivery-{str(delivery_id)[:8]}"
    return Stream(
        zipped(name, files.names, files.file),
        media_type=ZIP,
        headers={"content-disposition": f'attachment; filename="{name}.zip"'},
    )


@get("/access-log/page", opt=allow(Policy.CLIENT_OR_AUDITOR, Verb.READ), description="Newest first; `before` is a position.")
async def page_access_log(
    context: Doors,
    principal: Bearer,
    before: Annotated[int | None, QueryParameter(ge=1, le=2**53)] = None,
    kind: Annotated[str | None, QueryParameter(max_length=40)] = None,
    project_id: FromQuery[UUID | None] = None,
    task_id: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100,
) -> access_log_view.LogPage:
    asked = Asked(before=before, kind=kind, project_id=project_id, task_id=task_id)
    return await access_log_view.page(context.db, context.seal, principal, asked, limit)


@get("/access-log", opt=allow(Policy.CLIENT_OR_AUDITOR, Verb.READ), media_type=JSON_LINES)
async def export_access_log(context: Doors, principal: Bearer) -> Stream:
    return Stream(access_log_view.lines(context.db, context.signer, principal), media_type=JSON_LINES)


router = Router(
    "/api/client",
    route_handlers=[
        list_task_types,
        look_at_a_row,
        list_projects,
        create_project,
        show_project,
        open_project,
        invite,
        plan_import,
        show_plan,
        remap_plan,
        commit_plan,
        refused_rows,
        export_annotations,
        list_tasks,
        preview_task,
        export_access_log,
        page_access_log,
        list_people,
        invite_again,
        why_no_task,
        why_not_settled,
        direct,
        freeze_delivery,
        list_deliveries,
        show_certificate,
        show_errata,
        download_delivery,
    ],
    tags=["client"],
)
