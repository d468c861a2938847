"""For whoever is signed in: their own account. The path says with which of this browser's sessions they ask."""

from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath

from amana.actions import account
from amana.api.context import AnyRequest, Doors
from amana.api.policy import Policy, allow
from amana.model.account import Account
from amana.model.scope import Audience
from amana.views import account as account_view


class EndedSessions(msgspec.Struct, frozen=True):
    sessions: int


@get("/", opt=allow(Policy.ACCOUNT))
async def show_account(context: Doors, request: AnyRequest, audience: FromPath[Audience]) -> Account:
    return await account_view.page(context.db, request.state.subject)


@post("/sessions/{session_id:uuid}/end", opt=allow(Policy.ACCOUNT), status_code=204)
async def end_session(context: Doors, request: AnyRequest, audience: FromPath[Audience], session_id: FromPath[UUID]) -> None:
    await account.end_session(context.db, request.state.subject, session_id)


@post("/sessions/end-others", opt=allow(Policy.ACCOUNT), status_code=200, description="All but the one that asks.")
async def end_other_sessions(context: Doors, request: AnyRequest, audience: FromPath[Audience]) -> EndedSessions:
    return EndedSessions(await account.end_other_sessions(context.db, request.state.subject))


router = Router(
    "/api/account/{audience:str}",
    route_handlers=[show_account, end_session, end_other_sessions],
    tags=["account"],
)
