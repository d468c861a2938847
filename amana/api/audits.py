"""For a client's leads: blind audits of a project by experts."""

from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody

from amana.actions import audits
from amana.actions.audits import Audit
from amana.api.context import Bearer, Doors
from amana.api.policy import Policy, allow
from amana.model.audits import NewAudit
from amana.model.ids import ProjectId
from amana.model.scope import Verb

AUDITS = "/projects/{project_id:uuid}/audits"


class Begun(msgspec.Struct, frozen=True):
    """`audit_id` is a project too: experts are invited into it, and answer there."""

    audit_id: UUID


@get(AUDITS, opt=allow(Policy.CLIENT, Verb.READ), description="Every audit of the project as it stands, the oldest first.")
async def list_audits(context: Doors, principal: Bearer, project_id: FromPath[UUID]) -> list[Audit]:
    return await audits.listing(context.db, context.seal, principal, ProjectId(project_id))


@post(
    AUDITS,
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    description="Draws settled tasks and opens copies of them, in a project of their own, to experts who are invited into it.",
)
async def begin_audit(context: Doors, principal: Bearer, project_id: FromPath[UUID], data: JSONBody[NewAudit]) -> Begun:
    return Begun(await audits.begin(context.db, context.seal, principal, ProjectId(project_id), data))


@post(
    f"{AUDITS}/{{audit_id:uuid}}/end",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=200,
    description="Ends it where it stands. Ending it by hand costs width: see the claim's method.",
)
async def end_audit(context: Doors, principal: Bearer, project_id: FromPath[UUID], audit_id: FromPath[UUID]) -> Audit:
    return await audits.end(context.db, context.seal, principal, ProjectId(project_id), ProjectId(audit_id))


router = Router("/api/client", route_handlers=[list_audits, begin_audit, end_audit], tags=["client"])
