"""For annotators: the next tasks, an answer, taking it back. Each route is one action inside one project's walls."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from amana.actions import desk
from amana.api.context import AnyRequest, Doors, annotator_scope
from amana.api.policy import Policy, allow
from amana.model.desk import PREFETCH_MAX, ClaimOrder, HeldTask, Receipt, Reopened, Submit
from amana.model.ids import AssignmentId, ProjectId, SubmitId


class Undo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    submit_id: UUID


class One(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    assignment_id: UUID


class Several(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    assignment_ids: Annotated[tuple[UUID, ...], Meta(max_length=PREFETCH_MAX)]


class Released(msgspec.Struct, frozen=True):
    released: int


@post("/claim", opt=allow(Policy.ANNOTATOR), status_code=200)
async def claim(context: Doors, request: AnyRequest, project_id: FromPath[UUID], data: JSONBody[ClaimOrder]) -> list[HeldTask]:
    scope = await annotator_scope(request, ProjectId(project_id))
    return await desk.claim(context.db, context.seal, scope, ProjectId(project_id), data)


@post("/submit", opt=allow(Policy.ANNOTATOR), status_code=200)
async def submit(context: Doors, request: AnyRequest, project_id: FromPath[UUID], data: JSONBody[Submit]) -> Receipt:
    scope = await annotator_scope(request, ProjectId(project_id))
    return await desk.submit(context.db, context.seal, scope, ProjectId(project_id), data)


@post("/undo", opt=allow(Policy.ANNOTATOR), status_code=200)
async def undo(context: Doors, request: AnyRequest, project_id: FromPath[UUID], data: JSONBody[Undo]) -> Reopened:
    scope = await annotator_scope(request, ProjectId(project_id))
    return await desk.undo(context.db, scope, SubmitId(data.submit_id))


@post("/skip", opt=allow(Policy.ANNOTATOR), status_code=204)
async def skip(context: Doors, request: AnyRequest, project_id: FromPath[UUID], data: JSONBody[One]) -> None:
    scope = await annotator_scope(request, ProjectId(project_id))
    await desk.skip(context.db, scope, AssignmentId(data.assignment_id))


@post("/shown", opt=allow(Policy.ANNOTATOR), status_code=204)
async def shown(context: Doors, request: AnyRequest, project_id: FromPath[UUID], data: JSONBody[One]) -> None:
    scope = await annotator_scope(request, ProjectId(project_id))
    await desk.shown(context.db, scope, AssignmentId(data.assignment_id))


@post("/release", opt=allow(Policy.ANNOTATOR), status_code=200)
async def release(context: Doors, request: AnyRequest, project_id: FromPath[UUID], data: JSONBody[Several]) -> Released:
    scope = await annotator_scope(request, ProjectId(project_id))
    return Released(await desk.release(context.db, scope, data.assignment_ids))


router = Router(
    "/api/annotator/projects/{project_id:uuid}",
    route_handlers=[claim, submit, undo, skip, shown, release],
    tags=["annotator"],
)
