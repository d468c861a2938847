"""For a client's leads: who has access to the workspace, sending anybody away for good, and all that somebody saw."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.response import Stream

from amana.actions import staff
from amana.api.context import Bearer, Doors
from amana.api.policy import Policy, allow
from amana.model.scope import Verb
from amana.model.staff import InviteMember, Member, OffBoardedAnnotator, OffBoardedMember, OffBoardMember, SeenPage
from amana.outside.writers import MEDIA_TYPES, RowFormat
from amana.views import seen


class InvitedMember(msgspec.Struct, frozen=True):
    """The one-time link, shown this once."""

    link: str


@get("/staff", opt=allow(Policy.CLIENT, Verb.READ), description="Leads and auditors, and who is invited to be one.")
async def list_staff(context: Doors, principal: Bearer) -> list[Member]:
    return await staff.members(context.db, context.seal, principal)


@post("/staff", opt=allow(Policy.CLIENT, Verb.MANAGE), description="By a lead who is signed in; no key does this.")
async def invite_staff(context: Doors, principal: Bearer, data: JSONBody[InviteMember]) -> InvitedMember:
    return InvitedMember(await staff.invite(context.db, context.seal, principal, data))


@post(
    "/staff/{person_id:uuid}/off-board",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=200,
    description="By a lead who is signed in. Never the last lead.",
)
async def off_board_staff(
    context: Doors, principal: Bearer, person_id: FromPath[UUID], data: JSONBody[OffBoardMember]
) -> OffBoardedMember:
    return await staff.off_board_member(context.db, principal, person_id, data.keep_keys)


@post(
    "/people/{pseudonym:uuid}/off-board",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=200,
    description="An annotator, from every project of the workspace, at once. What they earned stays theirs.",
)
async def off_board_annotator(context: Doors, principal: Bearer, pseudonym: FromPath[UUID]) -> OffBoardedAnnotator:
    return await staff.off_board_annotator(context.db, principal, pseudonym)


@get(
    "/seen/{who:uuid}",
    opt=allow(Policy.CLIENT_OR_AUDITOR, Verb.READ),
    description="An annotator's pseudonym, or a lead's or auditor's id.",
)
async def show_seen(
    context: Doors, principal: Bearer, who: FromPath[UUID], limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100
) -> SeenPage:
    return await seen.page(context.db, context.seal, principal, who, limit)


@get("/seen/{who:uuid}/file", opt=allow(Policy.CLIENT_OR_AUDITOR, Verb.READ), media_type="application/octet-stream")
async def download_seen(context: Doors, principal: Bearer, who: FromPath[UUID], format: FromQuery[RowFormat] = "jsonl") -> Stream:
    return Stream(seen.file(context.db, principal, who, format), media_type=MEDIA_TYPES[format])


router = Router(
    "/api/client",
    route_handlers=[list_staff, invite_staff, off_board_staff, off_board_annotator, show_seen, download_seen],
    tags=["client"],
)
