"""For whoever is signed in: their own account. The path says with which of this browser's sessions they ask."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from amana.actions import account, identities, passkeys, passwords
from amana.api.context import AnyRequest, Doors, device
from amana.api.door import Address, Brought
from amana.api.policy import Policy, allow
from amana.model.account import PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, Account
from amana.model.scope import Audience
from amana.views import account as account_view


class EndedSessions(msgspec.Struct, frozen=True):
    sessions: int


class NewPasskey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What PublicKeyCredential.toJSON gives."""

    credential: dict[str, Any]


class NewPassword(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    password: Annotated[str, Meta(min_length=PASSWORD_CHARS_MIN, max_length=PASSWORD_CHARS_MAX)]


class SignInName(msgspec.Struct, frozen=True):
    """The name that goes with the password, shown this once."""

    name: str


class Codes(msgspec.Struct, frozen=True):
    """Ten recovery codes; each lets in once."""

    codes: list[str]


@get("/", opt=allow(Policy.ACCOUNT))
async def show_account(context: Doors, request: AnyRequest, audience: FromPath[Audience]) -> Account:
    return await account_view.page(context.db, request.state.subject)


@post("/sessions/{session_id:uuid}/end", opt=allow(Policy.ACCOUNT), status_code=204)
async def end_session(context: Doors, request: AnyRequest, audience: FromPath[Audience], session_id: FromPath[UUID]) -> None:
    await account.end_session(context.db, request.state.subject, session_id)


@post("/sessions/end-others", opt=allow(Policy.ACCOUNT), status_code=200, description="All but the one that asks.")
async def end_other_sessions(context: Doors, request: AnyRequest, audience: FromPath[Audience]) -> EndedSessions:
    return EndedSessions(await account.end_other_sessions(context.db, request.state.subject))


@post(
    "/passkeys/begin",
    opt=allow(Policy.ACCOUNT),
    status_code=200,
    description="What PublicKeyCredential.parseCreationOptionsFromJSON takes; good once, for five minutes.",
)
async def begin_enrolling(context: Doors, request: AnyRequest, audience: FromPath[Audience]) -> dict[str, Any]:
    return await passkeys.begin_enrolling(context.db, context.origin, request.state.subject)


@post("/passkeys", opt=allow(Policy.ACCOUNT), status_code=204)
async def enrol(context: Doors, request: AnyRequest, audience: FromPath[Audience], data: JSONBody[NewPasskey]) -> None:
    await passkeys.enrol(context.db, context.origin, request.state.subject, data.credential, device(request))


@post("/passkeys/{passkey_id:uuid}/remove", opt=allow(Policy.ACCOUNT), status_code=204)
async def remove_passkey(context: Doors, request: AnyRequest, audience: FromPath[Audience], passkey_id: FromPath[UUID]) -> None:
    await passkeys.remove(context.db, request.state.subject, passkey_id)


@post("/codes", opt=allow(Policy.ACCOUNT), description="In place of all codes before; shown this once.")
async def make_codes(context: Doors, request: AnyRequest, audience: FromPath[Audience]) -> Codes:
    return Codes(await passkeys.make_codes(context.db, request.state.subject))


@post("/password", opt=allow(Policy.ACCOUNT), description="In place of the one before. The name with it is drawn.")
async def set_password(
    context: Doors, request: AnyRequest, audience: FromPath[Audience], data: JSONBody[NewPassword]
) -> SignInName:
    subject: bytes = request.state.subject
    return SignInName(await passwords.set_password(context.db, context.seal, context.passwords, subject, data.password))


@post("/password/remove", opt=allow(Policy.ACCOUNT), status_code=204)
async def remove_password(context: Doors, request: AnyRequest, audience: FromPath[Audience]) -> None:
    await passwords.remove(context.db, request.state.subject)


@post("/identity/begin", opt=allow(Policy.ACCOUNT), status_code=200)
async def begin_linking(context: Doors, request: AnyRequest, audience: FromPath[Audience]) -> Address:
    return Address(await identities.begin_linking(context.db, context.provider, context.origin, request.state.subject))


@post("/identity", opt=allow(Policy.ACCOUNT), status_code=204)
async def link_identity(context: Doors, request: AnyRequest, audience: FromPath[Audience], data: JSONBody[Brought]) -> None:
    subject: bytes = request.state.subject
    await identities.link(context.db, context.seal, context.provider, context.origin, subject, data.code, data.state)


@post("/identity/unlink", opt=allow(Policy.ACCOUNT), status_code=204)
async def unlink_identity(context: Doors, request: AnyRequest, audience: FromPath[Audience]) -> None:
    await identities.unlink(context.db, request.state.subject)


router = Router(
    "/api/account/{audience:str}",
    route_handlers=[
        show_account,
        end_session,
        end_other_sessions,
        begin_enrolling,
        enrol,
        remove_passkey,
        make_codes,
        set_password,
        remove_password,
        begin_linking,
        link_identity,
        unlink_identity,
    ],
    tags=["account"],
)
