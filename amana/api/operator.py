"""For operators: who they are, making somebody one of them and ending it. No content is in reach from here."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from amana.actions import neutrality, operators
from amana.api.context import Bearer, Doors
from amana.api.policy import Policy, allow
from amana.model.neutrality import Declaration, DeclarationProposal, SignedEntry
from amana.model.operators import Operators


class ProposeOperator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What operators call the person."""

    label: Annotated[str, Meta(min_length=1, max_length=200)]


class Proposed(msgspec.Struct, frozen=True):
    proposal_id: UUID


class Approved(msgspec.Struct, frozen=True):
    """The one-time link, shown this once."""

    link: str


class EndOperator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`leave_one`: even if fewer than two operators are left."""

    leave_one: bool = False


@get("/operators", opt=allow(Policy.OPERATOR))
async def list_operators(context: Doors, principal: Bearer) -> Operators:
    return await operators.listing(context.db, context.seal, principal.subject)


@post("/proposals", opt=allow(Policy.OPERATOR))
async def propose_operator(context: Doors, principal: Bearer, data: JSONBody[ProposeOperator]) -> Proposed:
    return Proposed(await operators.propose(context.db, context.seal, principal.subject, data.label))


@post("/proposals/{proposal_id:uuid}/approve", opt=allow(Policy.OPERATOR), description="By another one than who proposed.")
async def approve_operator(context: Doors, principal: Bearer, proposal_id: FromPath[UUID]) -> Approved:
    return Approved(await operators.approve(context.db, principal.subject, proposal_id))


@post("/proposals/{proposal_id:uuid}/decline", opt=allow(Policy.OPERATOR), status_code=204)
async def decline_operator(context: Doors, principal: Bearer, proposal_id: FromPath[UUID]) -> None:
    await operators.decline(context.db, principal.subject, proposal_id)


@post("/operators/{person_id:uuid}/end", opt=allow(Policy.OPERATOR), status_code=204, description="By another one, at once.")
async def end_operator(context: Doors, principal: Bearer, person_id: FromPath[UUID], data: JSONBody[EndOperator]) -> None:
    await operators.end(context.db, principal.subject, person_id, leave_one=data.leave_one)


@get("/declarations", opt=allow(Policy.OPERATOR), description="What is proposed for the neutrality record.")
async def list_declarations(context: Doors, principal: Bearer) -> list[DeclarationProposal]:
    return await neutrality.proposals(context.db, principal.subject)


@post("/declarations", opt=allow(Policy.OPERATOR))
async def propose_declaration(context: Doors, principal: Bearer, data: JSONBody[Declaration]) -> Proposed:
    return Proposed(await neutrality.propose(context.db, principal.subject, data))


@post(
    "/declarations/{proposal_id:uuid}/announce",
    opt=allow(Policy.OPERATOR),
    description="By another one than who proposed: it is signed, and said to every client.",
)
async def announce_declaration(context: Doors, principal: Bearer, proposal_id: FromPath[UUID]) -> SignedEntry:
    return await neutrality.announce(context.db, context.signer, principal.subject, proposal_id)


@post("/declarations/{proposal_id:uuid}/decline", opt=allow(Policy.OPERATOR), status_code=204)
async def decline_declaration(context: Doors, principal: Bearer, proposal_id: FromPath[UUID]) -> None:
    await neutrality.decline(context.db, principal.subject, proposal_id)


router = Router(
    "/api/operator",
    route_handlers=[
        list_operators,
        propose_operator,
        approve_operator,
        decline_operator,
        end_operator,
        list_declarations,
        propose_declaration,
        announce_declaration,
        decline_declaration,
    ],
    tags=["operator"],
)
