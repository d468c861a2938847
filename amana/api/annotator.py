"""For annotators: the next tasks, an answer, taking it back. Each route is one action inside one project's walls."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from amana.actions import desk, invitations
from amana.api.context import AnyRequest, Doors, annotator_scope
from amana.api.door import Link
from amana.api.policy import Policy, allow
from amana.model.desk import (
    PREFETCH_MAX,
    ClaimOrder,
    Desk,
    GuidelineText,
    HeldTask,
    Reopened,
    Statement,
    Submit,
    Submitted,
)
from amana.model.ids import AssignmentId, ProjectId, SubmitId
from amana.model.why import MyWhy
from amana.views import desk as desk_view
from amana.views import why as why_view


class Undo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    submit_id: UUID


class One(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    assignment_id: UUID


class Several(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    assignment_ids: Annotated[tuple[UUID, ...], Meta(max_length=PREFETCH_MAX)]


class TakenIn(msgspec.Struct, frozen=True):
    project_id: UUID


class Released(msgspec.Struct, frozen=True):
    released: int


@post("/claim", opt=allow(Policy.ANNOTATOR), status_code=200)
async def claim(context: Doors, request: AnyRequest, project_id: FromPath[UUID], data: JSONBody[ClaimOrder]) -> list[HeldTask]:
    scope = await annotator_scope(request, ProjectId(project_id))
    return await desk.claim(context.db, context.seal, scope, ProjectId(project_id), data)


@post("/submit", opt=allow(Policy.ANNOTATOR), status_code=200)
async def submit(context: Doors, request: AnyRequest, project_id: FromPath[UUID], data: JSONBody[Submit]) -> Submitted:
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


@get("/guideline", opt=allow(Policy.ANNOTATOR))
async def guideline(context: Doors, request: AnyRequest, project_id: FromPath[UUID]) -> GuidelineText:
    scope = await annotator_scope(request, ProjectId(project_id))
    return await desk.guideline(context.db, context.seal, scope, ProjectId(project_id))


@get("/why", opt=allow(Policy.ANNOTATOR), description="Why there is no task for the person who asks: their own numbers.")
async def why(context: Doors, request: AnyRequest, project_id: FromPath[UUID]) -> MyWhy:
    scope = await annotator_scope(request, ProjectId(project_id))
    return await why_view.mine(context.db, scope, ProjectId(project_id))


@get("/projects", opt=allow(Policy.ANNOTATOR), description="`since`: from when on answers are counted.")
async def queue(context: Doors, request: AnyRequest, since: FromQuery[datetime]) -> Desk:
    return await desk_view.queue(context.db, context.seal, request.state.subject, since)


@get("/statement", opt=allow(Policy.ANNOTATOR))
async def statement(context: Doors, request: AnyRequest) -> Statement:
    return await desk_view.statement(context.db, context.seal, request.state.subject)


@post(
    "/invitations",
    opt=allow(Policy.ANNOTATOR),
    description="Takes an invitation into the account that asks: a client never learns who else is worked for.",
)
async def take_in(context: Doors, request: AnyRequest, data: JSONBody[Link]) -> TakenIn:
    return TakenIn(await invitations.take_in(context.db, request.state.subject, data.link))


router = Router(
    "/api/annotator",
    route_handlers=[
        queue,
        take_in,
        statement,
        Router("/projects/{project_id:uuid}", route_handlers=[claim, submit, undo, skip, shown, release, guideline, why]),
    ],
    tags=["annotator"],
)
