"""The front door: is the engine there, and exchanging a one-time link for a session."""

from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.datastructures import Cookie
from litestar.params import JSONBody
from litestar.response import Response

from amana import __version__
from amana.actions import people
from amana.api.context import AnyRequest, Doors, cookie_name, device
from amana.api.policy import Policy, allow
from amana.model.scope import Audience


class Hello(msgspec.Struct, frozen=True):
    """The engine is here. `public_key`: whose Ed25519 signature its deliveries and exported logs carry, in hex."""

    name: str
    version: str
    public_key: str


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A one-time link's secret. Redeemed by POST only, so that a preview of the link does not burn it."""

    link: str


class SignedIn(msgspec.Struct, frozen=True):
    """What the link was an invitation to; the session itself is in the cookie."""

    audience: Audience
    project_id: UUID | None


@get("/", opt=allow(Policy.ANYONE))
async def hello(context: Doors) -> Hello:
    return Hello("Amana", __version__, context.signer.public_key)


@post("/session", opt=allow(Policy.ANYONE), status_code=201)
async def sign_in(context: Doors, request: AnyRequest, data: JSONBody[Link]) -> Response[SignedIn]:
    session, redeemed = await people.redeem(context.db, data.link, device(request))
    cookie = Cookie(
        key=cookie_name(redeemed.audience, context.port),
        value=session,
        max_age=redeemed.seconds_left,
        httponly=True,
        samesite="strict",
        path="/",
    )
    return Response(SignedIn(redeemed.audience, redeemed.project_id), status_code=201, cookies=[cookie])


@get("/session", opt=allow(Policy.ANYONE), description="As whom this browser is signed in.")
async def sessions(context: Doors, request: AnyRequest) -> list[Audience]:
    live = []
    for audience in Audience:
        session = request.cookies.get(cookie_name(audience, context.port))
        if session and await people.is_live(context.db, session):
            live.append(audience)
    return live


@post("/session/end", opt=allow(Policy.ANYONE), status_code=204)
async def sign_out(context: Doors, request: AnyRequest) -> None:
    for audience in Audience:
        session = request.cookies.get(cookie_name(audience, context.port))
        if session:
            await people.sign_out(context.db, session)


router = Router("/api", route_handlers=[hello, sign_in, sessions, sign_out], tags=["door"])
