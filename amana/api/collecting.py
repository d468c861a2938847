"""For a client's leads: projects where the engine decides how many annotations each task gets, and whose."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from amana.actions import collecting
from amana.api.context import Bearer, Doors
from amana.api.policy import Policy, allow
from amana.model.collecting import TASKS_A_ROUND_MAX, Candidate, ProjectPlan, RoundDone
from amana.model.ids import ProjectId
from amana.model.scope import Verb
from amana.views import plan as plan_view

ErrorMax = Annotated[float, Meta(gt=0.0005, lt=0.5)]


class NamedRound(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who could be asked which tasks. What is asked of them is held for them for `hold_seconds`."""

    candidates: Annotated[tuple[Candidate, ...], Meta(min_length=1, max_length=TASKS_A_ROUND_MAX)]
    hold_seconds: Annotated[int, Meta(ge=10, le=2_592_000)] = 86_400


@post(
    "/projects/{project_id:uuid}/rounds",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=200,
    description="Decide who is asked next, and which tasks need nothing more, among the people you name for each.",
)
async def round_among(context: Doors, principal: Bearer, project_id: FromPath[UUID], data: JSONBody[NamedRound]) -> RoundDone:
    return await collecting.round_among(
        context.db, context.seal, principal, ProjectId(project_id), data.candidates, data.hold_seconds
    )


@get(
    "/projects/{project_id:uuid}/plan",
    opt=allow(Policy.CLIENT, Verb.READ),
    description="What the project will take beside what it took: annotations, cost and a date, each with a 95% interval.",
)
async def show_plan(
    context: Doors, principal: Bearer, project_id: FromPath[UUID], error_max: FromQuery[ErrorMax] = 0.05
) -> ProjectPlan:
    return await plan_view.plan(context.db, principal, ProjectId(project_id), error_max)


router = Router("/api/client", route_handlers=[round_among, show_plan], tags=["client"])
