"""Break-glass: for operators, the workspaces in numbers, asking to look inside one and reading while it is open; for the lab's
leads, deciding, ending, and what was opened."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from amana.actions import break_glass
from amana.api.context import AnyRequest, Bearer, Doors, device
from amana.api.policy import Policy, allow
from amana.model.break_glass import (
    AskedBreakGlass,
    BreakGlass,
    GlassStanding,
    NewBreakGlass,
    OpenedTask,
    SeenGuideline,
    SeenProject,
    SeenTask,
    StandingGlass,
    WorkspaceInNumbers,
)
from amana.model.scope import Principal, Verb
from amana.store.break_glass import Place
from amana.views import break_glass as view

ONE = "/workspaces/{workspace_id:uuid}/break-glass/{request_id:uuid}"


class Approval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What PublicKeyCredential.toJSON gives."""

    credential: dict[str, Any]


def _place(principal: Principal, workspace_id: UUID, request_id: UUID) -> Place:
    return Place(principal.subject, workspace_id, request_id)


# ---- operators -------------------------------------------------------------------------------------------------------


@get("/workspaces", opt=allow(Policy.OPERATOR), description="Ids, dates and counts: no name, no guideline, no content.")
async def list_workspaces(context: Doors, principal: Bearer) -> list[WorkspaceInNumbers]:
    return await view.workspaces(context.db, principal)


@post("/workspaces/{workspace_id:uuid}/break-glass", opt=allow(Policy.OPERATOR))
async def ask(context: Doors, principal: Bearer, workspace_id: FromPath[UUID], data: JSONBody[NewBreakGlass]) -> AskedBreakGlass:
    return await break_glass.ask(context.db, context.seal, principal.subject, workspace_id, data)


@get(ONE, opt=allow(Policy.OPERATOR))
async def show_standing(
    context: Doors, principal: Bearer, workspace_id: FromPath[UUID], request_id: FromPath[UUID]
) -> GlassStanding:
    return await view.standing_of(context.db, _place(principal, workspace_id, request_id))


@post(f"{ONE}/end", opt=allow(Policy.OPERATOR), status_code=204, description="What is open ends, what waits is withdrawn.")
async def leave(context: Doors, principal: Bearer, workspace_id: FromPath[UUID], request_id: FromPath[UUID]) -> None:
    await break_glass.leave(context.db, _place(principal, workspace_id, request_id))


@get(f"{ONE}/projects", opt=allow(Policy.OPERATOR), description="Each project is a row of the client's access log.")
async def see_projects(
    context: Doors, principal: Bearer, workspace_id: FromPath[UUID], request_id: FromPath[UUID]
) -> list[SeenProject]:
    return await break_glass.projects(context.db, context.seal, _place(principal, workspace_id, request_id))


@get(f"{ONE}/projects/{{project_id:uuid}}/guideline", opt=allow(Policy.OPERATOR))
async def see_guideline(
    context: Doors,
    principal: Bearer,
    workspace_id: FromPath[UUID],
    request_id: FromPath[UUID],
    project_id: FromPath[UUID],
) -> SeenGuideline:
    place = _place(principal, workspace_id, request_id)
    return await break_glass.guideline(context.db, context.seal, place, project_id)


@get(f"{ONE}/projects/{{project_id:uuid}}/tasks", opt=allow(Policy.OPERATOR), description="Each task is a row of the log.")
async def see_tasks(
    context: Doors,
    principal: Bearer,
    workspace_id: FromPath[UUID],
    request_id: FromPath[UUID],
    project_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
) -> list[SeenTask]:
    place = _place(principal, workspace_id, request_id)
    return await break_glass.tasks(context.db, context.seal, place, project_id, after, limit)


@get(f"{ONE}/projects/{{project_id:uuid}}/tasks/{{task_id:uuid}}", opt=allow(Policy.OPERATOR))
async def see_task(
    context: Doors,
    principal: Bearer,
    workspace_id: FromPath[UUID],
    request_id: FromPath[UUID],
    project_id: FromPath[UUID],
    task_id: FromPath[UUID],
) -> OpenedTask:
    place = _place(principal, workspace_id, request_id)
    return await break_glass.task(context.db, context.seal, place, project_id, task_id)


# ---- the lab's leads -------------------------------------------------------------------------------------------------


@get("/break-glass", opt=allow(Policy.CLIENT, Verb.READ), description="What operators asked of this workspace, newest first.")
async def list_requests(context: Doors, principal: Bearer) -> list[BreakGlass]:
    return await break_glass.listing(context.db, context.seal, principal)


@get("/break-glass/standing", opt=allow(Policy.CLIENT, Verb.READ), description="What is open, or waits, at this moment.")
async def standing(context: Doors, principal: Bearer) -> list[StandingGlass]:
    return await view.standing(context.db, principal)


@post(
    "/break-glass/{request_id:uuid}/approve/begin",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=200,
    description="What PublicKeyCredential.parseRequestOptionsFromJSON takes; good once, for this request, for five minutes.",
)
async def begin_approving(context: Doors, principal: Bearer, request_id: FromPath[UUID]) -> dict[str, Any]:
    return await break_glass.begin_approving(context.db, context.origin, principal, request_id)


@post(
    "/break-glass/{request_id:uuid}/approve",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=204,
    description="By a lead's own passkey; opens for a quarter of an hour.",
)
async def approve(
    context: Doors, principal: Bearer, request: AnyRequest, request_id: FromPath[UUID], data: JSONBody[Approval]
) -> None:
    await break_glass.approve(context.db, context.origin, principal, request_id, data.credential, device(request))


@post("/break-glass/{request_id:uuid}/decline", opt=allow(Policy.CLIENT, Verb.MANAGE), status_code=204)
async def decline(context: Doors, principal: Bearer, request_id: FromPath[UUID]) -> None:
    await break_glass.decline(context.db, principal, request_id)


@post("/break-glass/{request_id:uuid}/end", opt=allow(Policy.CLIENT, Verb.MANAGE), status_code=204)
async def end(context: Doors, principal: Bearer, request_id: FromPath[UUID]) -> None:
    await break_glass.end(context.db, principal, request_id)


operator_router = Router(
    "/api/operator",
    route_handlers=[list_workspaces, ask, show_standing, leave, see_projects, see_guideline, see_tasks, see_task],
    tags=["operator"],
)
client_router = Router(
    "/api/client",
    route_handlers=[list_requests, standing, begin_approving, approve, decline, end],
    tags=["client"],
)
