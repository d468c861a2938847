"""For a vendor's manager: their own people. No client's content, name or judgement of anybody is in reach from here."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from amana.actions import vendors
from amana.api.context import Bearer, Doors
from amana.api.policy import Policy, allow
from amana.model.vendors import Fact, VendorPage
from amana.views import vendors as vendors_view


class Supply(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the vendor calls the person; no client reads it."""

    label: Annotated[str, Meta(min_length=1, max_length=200)]


class Supplied(msgspec.Struct, frozen=True):
    """The one-time link, shown this once. It makes an account that belongs to the vendor."""

    link: str


@get("/people", opt=allow(Policy.VENDOR))
async def list_supplied(context: Doors, principal: Bearer) -> VendorPage:
    return await vendors_view.page(context.db, context.seal, principal.subject)


@post("/people", opt=allow(Policy.VENDOR))
async def supply(context: Doors, principal: Bearer, data: JSONBody[Supply]) -> Supplied:
    return Supplied(await vendors.supply(context.db, context.seal, principal.subject, data.label))


@post("/people/{person_id:uuid}/end", opt=allow(Policy.VENDOR), status_code=204, description="They come in no more.")
async def end_supplied(context: Doors, principal: Bearer, person_id: FromPath[UUID]) -> None:
    await vendors.end(context.db, principal.subject, person_id)


@post(
    "/people/{person_id:uuid}/attestations",
    opt=allow(Policy.VENDOR),
    status_code=204,
    description="A country or a clearance; the newest counts, until its end.",
)
async def attest_supplied(context: Doors, principal: Bearer, person_id: FromPath[UUID], data: JSONBody[Fact]) -> None:
    await vendors.attest(context.db, principal.subject, person_id, data)


router = Router("/api/vendor", route_handlers=[list_supplied, supply, end_supplied, attest_supplied], tags=["vendor"])
