"""Who may call a route. Every route declares a policy; an app with one that does not will not start."""

from enum import StrEnum

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from amana.model.scope import Audience, Verb


class RouteWithoutPolicy(Exception):
    """A route does not say who may call it, or which verb of a key it is. Give it `opt=allow(…)`."""


class Policy(StrEnum):
    """`anyone` needs no credential, `account` a session of the audience that the path names; the others name the audiences whose
    live credential is needed."""

    ANYONE = "anyone"
    ANNOTATOR = "annotator"
    CLIENT = "client"
    CLIENT_OR_AUDITOR = "client or auditor"
    ACCOUNT = "account"
    VENDOR = "vendor"
    OPERATOR = "operator"


ADMITTED = {
    Policy.ANYONE: frozenset[Audience](),
    Policy.ANNOTATOR: frozenset({Audience.ANNOTATOR}),
    Policy.VENDOR: frozenset({Audience.VENDOR}),
    Policy.OPERATOR: frozenset({Audience.OPERATOR}),
    Policy.ACCOUNT: frozenset({Audience.ANNOTATOR, Audience.CLIENT, Audience.AUDITOR, Audience.VENDOR, Audience.OPERATOR}),
    Policy.CLIENT: frozenset({Audience.CLIENT}),
    Policy.CLIENT_OR_AUDITOR: frozenset({Audience.CLIENT, Audience.AUDITOR}),
}


WITH_KEYS = frozenset({Policy.CLIENT, Policy.CLIENT_OR_AUDITOR})


def allow(policy: Policy, verb: Verb | None = None, *, narrowed: bool = False) -> dict[str, object]:
    """The `opt` of a route handler. `verb`: what a key must be for, wherever keys are admitted.

    A key of some projects opens what lies under one of these. `narrowed`: the route asks of no project, and shows such a key
    nothing of the others.
    """
    return {"policy": policy, "verb": verb, "narrowed": narrowed}


def require_policies(app: Litestar) -> None:
    """Raises RouteWithoutPolicy unless every handler declares one, and its verb. Automatic OPTIONS handlers carry no content."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", [getattr(route, "route_handler", None)]):
            if isinstance(handler, HTTPRouteHandler) and handler.http_methods == {"OPTIONS"}:
                continue
            policy = None if handler is None else handler.opt.get("policy")
            if not isinstance(policy, Policy) or (policy in WITH_KEYS and not isinstance(handler.opt.get("verb"), Verb)):
                raise RouteWithoutPolicy(f"{route.path}: {RouteWithoutPolicy.__doc__}")
