"""For a client's leads: the guideline of a project and its versions."""

from uuid import UUID

import msgspec
from litestar import Router, get, put
from litestar.params import FromPath, JSONBody

from amana.actions import guidelines
from amana.api.context import Bearer, Doors
from amana.api.policy import Policy, allow
from amana.model.guidelines import GuidelineText, GuidelineVersion, NewGuideline
from amana.model.ids import ProjectId
from amana.model.scope import Verb

GUIDELINE = "/projects/{project_id:uuid}/guideline"


class InForce(msgspec.Struct, frozen=True):
    version: int


@get(GUIDELINE, opt=allow(Policy.CLIENT, Verb.READ), description="Every version, the newest first, which is the one in force.")
async def list_versions(context: Doors, principal: Bearer, project_id: FromPath[UUID]) -> list[GuidelineVersion]:
    return await guidelines.listing(context.db, principal, ProjectId(project_id))


@get(f"{GUIDELINE}/{{version:int}}", opt=allow(Policy.CLIENT, Verb.READ), description="The look is in the access log.")
async def show_version(context: Doors, principal: Bearer, project_id: FromPath[UUID], version: FromPath[int]) -> GuidelineText:
    return await guidelines.show(context.db, context.seal, principal, ProjectId(project_id), version)


@put(
    GUIDELINE,
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    description="Puts the next version in force, for what is handed out from now on; `against`: what it was written against.",
)
async def change_guideline(
    context: Doors, principal: Bearer, project_id: FromPath[UUID], data: JSONBody[NewGuideline]
) -> InForce:
    return InForce(await guidelines.change(context.db, context.seal, principal, ProjectId(project_id), data))


router = Router("/api/client", route_handlers=[list_versions, show_version, change_guideline], tags=["client"])
