"""For a client's leads: what annotators read of the workspace itself."""

import msgspec
from litestar import Router, get, put
from litestar.params import JSONBody

from amana.actions import people
from amana.api.context import Bearer, Doors
from amana.api.policy import Policy, allow
from amana.model.scope import Verb


class ShownName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether annotators read the client's name at their desk and in invitations."""

    shown: bool


@get("/shown-name", opt=allow(Policy.CLIENT, Verb.READ))
async def read_shown_name(context: Doors, principal: Bearer) -> ShownName:
    return ShownName(await people.shows_name(context.db, principal))


@put("/shown-name", opt=allow(Policy.CLIENT, Verb.MANAGE), status_code=204)
async def set_shown_name(context: Doors, principal: Bearer, data: JSONBody[ShownName]) -> None:
    await people.show_name(context.db, principal, shown=data.shown)


router = Router("/api/client", route_handlers=[read_shown_name, set_shown_name], tags=["client"])
