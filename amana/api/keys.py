"""For a client's leads: the API keys of their workspace."""

from uuid import UUID

from litestar import Router, get, post
from litestar.params import FromPath, JSONBody

from amana.actions import keys
from amana.api.context import Bearer, Doors
from amana.api.policy import Policy, allow
from amana.model.keys import KeySummary, MadeKey, NewKey
from amana.model.scope import Verb


@get("/keys", opt=allow(Policy.CLIENT, Verb.MANAGE))
async def list_keys(context: Doors, principal: Bearer) -> list[KeySummary]:
    return await keys.listing(context.db, context.seal, principal)


@post("/keys", opt=allow(Policy.CLIENT, Verb.MANAGE), description="The key is in the answer, this once.")
async def make_key(context: Doors, principal: Bearer, data: JSONBody[NewKey]) -> MadeKey:
    return await keys.make(context.db, context.seal, principal, data)


@post("/keys/{key_id:uuid}/revoke", opt=allow(Policy.CLIENT, Verb.MANAGE), status_code=204)
async def revoke_key(context: Doors, principal: Bearer, key_id: FromPath[UUID]) -> None:
    await keys.revoke(context.db, principal, key_id)


router = Router("/api/client", route_handlers=[list_keys, make_key, revoke_key], tags=["client"])
