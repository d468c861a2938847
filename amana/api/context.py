"""What every route needs: the doors to data, and who is asking."""

import time
from typing import Any, Literal
from uuid import UUID

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler

from amana.actions.estimator import Estimator
from amana.actions.reading import ReadingRoom
from amana.actions.sifting import Sieve
from amana.api.policy import ADMITTED, WITH_KEYS, Policy
from amana.config import Origin
from amana.core.device import device_of
from amana.model.account import Device
from amana.model.errors import CrossSite, KeyIsNarrow, KeyLacksVerb, NoSession, ProjectNotFound, RequestInvalid
from amana.model.ids import ProjectId
from amana.model.scope import Audience, Principal, Scope
from amana.outside import secrets
from amana.outside.blobs import Blobs
from amana.outside.oidc import Provider
from amana.outside.passwords import Passwords
from amana.outside.seal import Seal
from amana.outside.signing import Signer
from amana.store import people
from amana.store.db import Database
from amana.store.projects import ProjectWalls

AnyRequest = Request[Any, Any, Any]
PERSON_HEADER = "amana-person"


class Presence(msgspec.Struct):
    """When somebody last looked at a lead's page in a browser, on the monotonic clock; 0 for never."""

    lead_at: float = 0.0


class Context(msgspec.Struct, frozen=True):
    """Made once, at start."""

    db: Database
    seal: Seal
    blobs: Blobs
    room: ReadingRoom
    sieve: Sieve
    estimator: Estimator
    walls: ProjectWalls
    signer: Signer
    port: int
    origin: Origin
    passwords: Passwords | None = None
    provider: Provider | None = None
    presence: Presence = msgspec.field(default_factory=Presence)


# How a route asks for them.
Doors = NamedDependency[Context]
Bearer = NamedDependency[Principal]


def cookie_name(context: Context, purpose: str) -> str:
    """Cookies ignore ports and one origin has one jar: a cookie is named for its purpose (an audience's session) and the port.

    Over HTTPS its prefix lets browsers take it from this very host alone.
    """
    return f"{'__Host-' if context.origin.is_https else ''}amana_{purpose}_{context.port}"


def cookie(context: Context, purpose: str, value: str, seconds: int, samesite: Literal["strict", "lax"] = "strict") -> Cookie:
    """A cookie that no script reads."""
    return Cookie(
        key=cookie_name(context, purpose),
        value=value,
        max_age=seconds,
        httponly=True,
        secure=context.origin.is_https,
        samesite=samesite,
        path="/",
    )


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Finds who is asking and refuses whoever the route's policy does not admit.

    The session of an annotator, or of whoever asks of their own account, is not looked up here: the database function that does
    the work checks it in the same trip.
    """
    policy: Policy = handler.opt.get("policy", Policy.ANYONE)  # only automatic OPTIONS handlers have none
    _refuse_other_sites(connection)
    if policy is Policy.ANYONE:
        return
    context: Context = connection.app.state.context
    if policy in (Policy.ANNOTATOR, Policy.ACCOUNT):
        audience = Audience.ANNOTATOR if policy is Policy.ANNOTATOR else connection.path_params["audience"]
        secret = connection.cookies.get(cookie_name(context, audience)) if audience in ADMITTED[policy] else None
        if not secret:
            raise NoSession()
        connection.state.subject = secrets.hash_of(secret)
        return
    principal = await _principal(connection, context, policy)
    if policy in WITH_KEYS:
        _refuse_what_a_key_lacks(principal, connection, handler)
    connection.state.principal = principal
    if policy is Policy.CLIENT and "authorization" not in connection.headers:
        context.presence.lead_at = time.monotonic()


def _refuse_what_a_key_lacks(
    principal: Principal, connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    if handler.opt["verb"] not in principal.verbs:
        raise KeyLacksVerb(verb=handler.opt["verb"])
    if principal.projects is None:
        return
    project_id = connection.path_params.get("project_id")
    if project_id is None and not handler.opt["narrowed"]:
        raise KeyIsNarrow()
    if project_id is not None and project_id not in principal.projects:
        raise ProjectNotFound(project_id=project_id)


def _refuse_other_sites(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    # SameSite cookies are not enough: every port of localhost is the same *site*. Browsers say here who really asks.
    said = connection.headers.get("sec-fetch-site", "none")
    if connection.scope.get("method") not in ("GET", "HEAD") and said not in ("same-origin", "none"):
        raise CrossSite()


async def _principal(connection: ASGIConnection[Any, Any, Any, Any], context: Context, policy: Policy) -> Principal:
    candidates = [connection.cookies.get(cookie_name(context, audience)) for audience in sorted(ADMITTED[policy])]
    authorization = connection.headers.get("authorization", "")
    if authorization.startswith("Bearer "):
        said = authorization.removeprefix("Bearer ")
        if said.startswith(secrets.KEY_PREFIX) and not secrets.is_key(said):
            raise NoSession()  # misspelt or made up: the database is not asked
        candidates.insert(0, said)
    for secret in candidates:
        if secret:
            principal = await people.authenticate(context.db, secrets.hash_of(secret))
            if principal is not None and principal.audience in ADMITTED[policy]:
                return principal
    raise NoSession()


def device(request: AnyRequest) -> Device:
    """The kind of device that asks."""
    return device_of(request.headers.get("user-agent", ""))


def address(request: AnyRequest) -> str:
    """Where the request comes from; behind the declared proxy, as the proxy says."""
    context: Context = request.app.state.context
    if not context.origin.is_home:
        return request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return request.client.host if request.client else ""


async def provide_context(request: AnyRequest) -> Context:
    context: Context = request.app.state.context
    return context


async def provide_principal(request: AnyRequest) -> Principal:
    principal: Principal = request.state.principal
    return principal


async def annotator_scope(request: AnyRequest, project_id: ProjectId) -> Scope:
    """The annotator's scope inside the walls of a project. Raises ProjectNotFound."""
    context: Context = request.app.state.context
    workspace_id = await context.walls.workspace_of(project_id)
    if workspace_id is None:
        raise ProjectNotFound(project_id=project_id)
    return Scope(Audience.ANNOTATOR, workspace_id, request.state.subject, person_of_page(request))


def person_of_page(request: AnyRequest) -> UUID | None:
    """Whose session the browser believes it has: a shared device may have changed hands since the page was opened."""
    said = request.headers.get(PERSON_HEADER)
    try:
        return UUID(said) if said else None
    except ValueError:
        raise RequestInvalid(field=PERSON_HEADER, reason="it must be a UUID") from None
