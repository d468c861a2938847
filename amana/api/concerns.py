"""For a client's leads: why people gave tasks up, what they asked, and the lead's word on each."""

from uuid import UUID

from litestar import Router, get, post
from litestar.params import FromPath, JSONBody

from amana.actions import concerns
from amana.api.context import Bearer, Doors
from amana.api.policy import Policy, allow
from amana.model.concerns import Concern, ConcernDecision
from amana.model.ids import ProjectId
from amana.model.scope import Verb


@get(
    "/projects/{project_id:uuid}/concerns",
    opt=allow(Policy.CLIENT, Verb.READ),
    description="Why people gave tasks up, and their questions: the open ones, then the done, at most 200. The look is in the "
    "access log.",
)
async def list_concerns(context: Doors, principal: Bearer, project_id: FromPath[UUID]) -> list[Concern]:
    return await concerns.listing(context.db, context.seal, principal, ProjectId(project_id))


@post(
    "/projects/{project_id:uuid}/concerns/{concern_id:uuid}/decide",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=204,
    description="An answer to the person, and for whom the task is open again; once. That to a question everybody here reads.",
)
async def decide_concern(
    context: Doors,
    principal: Bearer,
    project_id: FromPath[UUID],
    concern_id: FromPath[UUID],
    data: JSONBody[ConcernDecision],
) -> None:
    await concerns.decide(context.db, context.seal, principal, ProjectId(project_id), concern_id, data)


router = Router("/api/client", route_handlers=[list_concerns, decide_concern], tags=["client"])
