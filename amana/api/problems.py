"""Errors as RFC 9457 problem documents: a type, a title, the words for a person, and the facts for a program."""

import logging
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.spec import OpenAPI, OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Schema

from amana.model.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    OutOfRange,
    TooLarge,
    TooMany,
    Unauthenticated,
    Unavailable,
)

_STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (Unauthenticated, 401),
    (Forbidden, 403),
    (NotFound, 404),
    (Conflict, 409),
    (Gone, 410),
    (TooLarge, 413),
    (OutOfRange, 416),
    (Invalid, 422),
    (TooMany, 429),
    (Unavailable, 503),
)
RETRY_SECONDS = 3  # what a client is told to wait when the engine can't do it just now
MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("amana.api")


def on_domain_error(_: Request[Any, Any, Any], error: DomainError) -> Response[bytes]:
    status = next((status for family, status in _STATUS if isinstance(error, family)), 400)
    later = {"retry-after": str(RETRY_SECONDS)} if status == 503 else {}
    return _problem(status, error.code, str(error), error.facts, later)


def on_http_error(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        fields = [{"field": str(item.get("key", "")), "reason": str(item.get("message", ""))} for item in error.extra]
        said = "; ".join(f"{item['field']}: {item['reason']}" for item in fields) or error.detail
        return _problem(422, "request_invalid", f"The request can't be read: {said}.", {"fields": fields})
    codes = {404: "route_not_found", 405: "method_not_allowed", 413: "request_too_large"}
    return _problem(error.status_code, codes.get(error.status_code, "request_invalid"), error.detail, {})


def on_unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    _log.exception("%s %s failed", request.method, request.url.path, exc_info=error)
    return _problem(500, "unexpected", "Something failed on our side. Nothing you sent was half-stored; send it again.", {})


def document(openapi: OpenAPI) -> None:
    """Say of every operation in the OpenAPI document what it answers when it refuses: a problem document, by family of status.

    What Litestar assumes of a refusal (a 400 of its own shape) is taken out: this engine never sends it.
    """
    problem = OpenAPIMediaType(
        Schema(
            type=OpenAPIType.OBJECT,
            required=["type", "title", "status", "detail", "code", "facts"],
            properties={
                "type": Schema(type=OpenAPIType.STRING, description="urn:amana:problem: and the code"),
                "title": Schema(type=OpenAPIType.STRING),
                "status": Schema(type=OpenAPIType.INTEGER),
                "detail": Schema(type=OpenAPIType.STRING, description="words for a person, in English"),
                "code": Schema(type=OpenAPIType.STRING, description="for a program"),
                "facts": Schema(type=OpenAPIType.OBJECT, description="what the words are about"),
            },
        )
    )
    families = {"4XX": "The request is refused.", "5XX": "The engine could not; asking again may help."}
    for path in (openapi.paths or {}).values():
        for operation in (path.get, path.post, path.put, path.delete):
            if operation is None or operation.responses is None:
                continue
            operation.responses.pop("400", None)
            for family, meaning in families.items():
                operation.responses[family] = OpenAPIResponse(meaning, content={MEDIA_TYPE: problem})


def _problem(
    status: int, code: str, detail: str, facts: dict[str, Any], headers: dict[str, str] | None = None
) -> Response[bytes]:
    document = {
        "type": f"urn:amana:problem:{code}",
        "title": code.replace("_", " "),
        "status": status,
        "detail": detail,
    }
    return Response(
        msgspec.json.encode(document | {"code": code, "facts": facts}),
        status_code=status,
        headers=headers,
        media_type=MEDIA_TYPE,
    )
