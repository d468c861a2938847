"""For a client's leads: who may not work in a project."""

from uuid import UUID

from litestar import Router, get, put
from litestar.params import FromPath, JSONBody

from amana.actions import person_walls
from amana.api.context import Bearer, Doors
from amana.api.policy import Policy, allow
from amana.model.ids import ProjectId
from amana.model.person_walls import PersonWall, PersonWallPage
from amana.model.scope import Verb
from amana.views import person_walls as person_walls_view


@get(
    "/projects/{project_id:uuid}/person-wall",
    opt=allow(Policy.CLIENT, Verb.READ),
    description="What is asked of whoever works here. Whom it keeps out is told to nobody but them.",
)
async def show_wall(context: Doors, principal: Bearer, project_id: FromPath[UUID]) -> PersonWallPage:
    return await person_walls_view.page(context.db, context.seal, principal, ProjectId(project_id))


@put(
    "/projects/{project_id:uuid}/person-wall",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=204,
    description="In place of the one before; what is not said asks nothing. What somebody was shown they may finish.",
)
async def set_wall(context: Doors, principal: Bearer, project_id: FromPath[UUID], data: JSONBody[PersonWall]) -> None:
    await person_walls.set_wall(context.db, principal, ProjectId(project_id), data)


router = Router("/api/client", route_handlers=[show_wall, set_wall], tags=["client"])
