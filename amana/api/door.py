"""The front door: is the engine there, and coming in by a one-time link, a passkey or a recovery code."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.datastructures import Cookie
from litestar.params import JSONBody
from litestar.response import Response
from msgspec import Meta

from amana import __version__
from amana.actions import identities, invitations, neutrality, passkeys, passwords, people
from amana.api.context import AnyRequest, Context, Doors, address, cookie, cookie_name, device
from amana.api.policy import Policy, allow
from amana.model.account import PASSWORD_CHARS_MAX, Entered, InvitedTo
from amana.model.neutrality import SignedEntry
from amana.model.scope import Audience

ASKED = "asked"  # the cookie of a browser that was asked to sign something
WENT = "identity"  # ... and of one that went to its organisation's sign-in
ASKED_SECONDS = 300


class Hello(msgspec.Struct, frozen=True):
    """The engine is here. `public_key`: whose Ed25519 signature its deliveries and exported logs carry, in hex.

    `passwords`: whether they are offered; `issuer`: the host of the organisation whose sign-in is believed, if there is one.
    """

    name: str
    version: str
    public_key: str
    passwords: bool
    issuer: str | None


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A one-time link's secret. Redeemed by POST only, so that a preview of the link does not burn it."""

    link: str


class SignedIn(msgspec.Struct, frozen=True):
    """As whom, and what a link was an invitation to; the session itself is in the cookie. `must_enrol`: it opens nothing but the
    page of one's own account until a passkey is made."""

    audience: Audience
    project_id: UUID | None
    must_enrol: bool


class Signed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What PublicKeyCredential.toJSON gives."""

    credential: dict[str, Any]


class NameAndPassword(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The name that was drawn when the password was set."""

    name: Annotated[str, Meta(max_length=100)]
    password: Annotated[str, Meta(max_length=PASSWORD_CHARS_MAX)]


class Address(msgspec.Struct, frozen=True):
    """Where the browser goes."""

    address: str


class Brought(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an organisation's sign-in sent the browser back with."""

    code: Annotated[str, Meta(max_length=4000)]
    state: Annotated[str, Meta(max_length=200)]


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A recovery code as it was copied from paper."""

    code: Annotated[str, Meta(max_length=100)]


@get("/", opt=allow(Policy.ANYONE))
async def hello(context: Doors) -> Hello:
    issuer = context.provider.issuer.host if context.provider else None
    return Hello("Amana", __version__, context.signer.public_key, context.passwords is not None, issuer)


@post("/session", opt=allow(Policy.ANYONE), status_code=201)
async def sign_in(context: Doors, request: AnyRequest, data: JSONBody[Link]) -> Response[SignedIn]:
    entered, project_id = await people.redeem(context.db, context.origin, data.link, device(request))
    signed_in = SignedIn(entered.audience, project_id, entered.must_enrol)
    return Response(signed_in, status_code=201, cookies=[_session(context, entered)])


@post(
    "/session/look",
    opt=allow(Policy.ANYONE),
    status_code=200,
    description="What a link invites to, before it is accepted; it stays good.",
)
async def look(context: Doors, request: AnyRequest, data: JSONBody[Link]) -> InvitedTo:
    return await invitations.look(context.db, context.seal, data.link, await _signed_in(context, request))


@post(
    "/session/passkey/begin",
    opt=allow(Policy.ANYONE),
    status_code=200,
    description="What PublicKeyCredential.parseRequestOptionsFromJSON takes; good once, for this browser, for five minutes.",
)
async def begin_passkey(context: Doors) -> Response[dict[str, Any]]:
    browser, options = await passkeys.begin_entering(context.db, context.origin)
    return Response(options, status_code=200, cookies=[cookie(context, ASKED, browser, ASKED_SECONDS)])


@post("/session/passkey", opt=allow(Policy.ANYONE), status_code=201)
async def enter_by_passkey(context: Doors, request: AnyRequest, data: JSONBody[Signed]) -> Response[list[SignedIn]]:
    browser = request.cookies.get(cookie_name(context, ASKED), "")
    return _all(context, await passkeys.enter(context.db, context.origin, browser, data.credential, device(request)))


@post("/session/code", opt=allow(Policy.ANYONE), status_code=201, description="By a recovery code, which is good once.")
async def enter_by_code(context: Doors, request: AnyRequest, data: JSONBody[Code]) -> Response[list[SignedIn]]:
    return _all(context, await passkeys.enter_by_code(context.db, context.origin, data.code, device(request)))


@post("/session/password", opt=allow(Policy.ANYONE), status_code=201)
async def enter_by_password(context: Doors, request: AnyRequest, data: JSONBody[NameAndPassword]) -> Response[list[SignedIn]]:
    came = await passwords.enter(
        context.db,
        context.seal,
        context.passwords,
        context.origin,
        data.name,
        data.password,
        address(request),
        device(request),
    )
    return _all(context, came)


@post("/session/identity/begin", opt=allow(Policy.ANYONE), status_code=200)
async def begin_identity(context: Doors) -> Response[Address]:
    browser, where = await identities.begin_entering(context.db, context.provider, context.origin)
    return Response(Address(where), status_code=200, cookies=[cookie(context, WENT, browser, ASKED_SECONDS)])


@post("/session/identity", opt=allow(Policy.ANYONE), status_code=201, description="By an organisation's own sign-in.")
async def enter_by_identity(context: Doors, request: AnyRequest, data: JSONBody[Brought]) -> Response[list[SignedIn]]:
    browser = request.cookies.get(cookie_name(context, WENT), "")
    came = await identities.enter(
        context.db, context.seal, context.provider, context.origin, browser, data.code, data.state, device(request)
    )
    return _all(context, came)


@get("/session", opt=allow(Policy.ANYONE), description="As whom this browser is signed in.")
async def sessions(context: Doors, request: AnyRequest) -> list[Audience]:
    return await _signed_in(context, request)


@get(
    "/neutrality",
    opt=allow(Policy.ANYONE),
    description="The neutrality record: who owns the operator and who is related to it, signed and chained.",
)
async def neutrality_record(context: Doors) -> list[SignedEntry]:
    return await neutrality.record(context.db)


@post("/session/end", opt=allow(Policy.ANYONE), status_code=204)
async def sign_out(context: Doors, request: AnyRequest) -> None:
    for audience in Audience:
        session = request.cookies.get(cookie_name(context, audience))
        if session:
            await people.sign_out(context.db, session)


async def _signed_in(context: Context, request: AnyRequest) -> list[Audience]:
    live = []
    for audience in Audience:
        session = request.cookies.get(cookie_name(context, audience))
        if session and await people.signed_in_as(context.db, session) is not None:
            live.append(audience)
    return live


def _session(context: Context, entered: Entered) -> Cookie:
    return cookie(context, entered.audience, entered.session, entered.seconds_left)


def _all(context: Context, entered: list[Entered]) -> Response[list[SignedIn]]:
    signed_in = [SignedIn(one.audience, None, one.must_enrol) for one in entered]
    return Response(signed_in, status_code=201, cookies=[_session(context, one) for one in entered])


router = Router(
    "/api",
    route_handlers=[
        hello,
        sign_in,
        look,
        begin_passkey,
        enter_by_passkey,
        enter_by_code,
        enter_by_password,
        begin_identity,
        enter_by_identity,
        neutrality_record,
        sessions,
        sign_out,
    ],
    tags=["door"],
)
