"""Who may call a route. Every route declares a policy; an app with one that does not will not start."""

from enum import StrEnum

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from amana.model.scope import Audience


class RouteWithoutPolicy(Exception):
    """A route does not say who may call it. Give it `opt=allow(…)`."""


class Policy(StrEnum):
    """`anyone` needs no credential, `account` a session of the audience that the path names; the others name the audiences whose
    live credential is needed."""

    ANYONE = "anyone"
    ANNOTATOR = "annotator"
    CLIENT = "client"
    CLIENT_OR_AUDITOR = "client or auditor"
    ACCOUNT = "account"


ADMITTED = {
    Policy.ANYONE: frozenset[Audience](),
    Policy.ANNOTATOR: frozenset({Audience.ANNOTATOR}),
    Policy.ACCOUNT: frozenset({Audience.ANNOTATOR, Audience.CLIENT, Audience.AUDITOR, Audience.OPERATOR}),
    Policy.CLIENT: frozenset({Audience.CLIENT}),
    Policy.CLIENT_OR_AUDITOR: frozenset({Audience.CLIENT, Audience.AUDITOR}),
}


def allow(policy: Policy) -> dict[str, Policy]:
    """The `opt` of a route handler."""
    return {"policy": policy}


def require_policies(app: Litestar) -> None:
    """Raises RouteWithoutPolicy unless every handler has declared one. Automatic OPTIONS handlers carry no content."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", [getattr(route, "route_handler", None)]):
            if isinstance(handler, HTTPRouteHandler) and handler.http_methods == {"OPTIONS"}:
                continue
            if handler is None or not isinstance(handler.opt.get("policy"), Policy):
                raise RouteWithoutPolicy(f"{route.path}: {RouteWithoutPolicy.__doc__}")
