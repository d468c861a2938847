"""For a client's leads: destroying content for good, and the receipts of what was destroyed."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from amana.actions import shredding
from amana.api.context import Bearer, Doors
from amana.api.policy import Policy, allow
from amana.model.ids import ProjectId
from amana.model.scope import Verb
from amana.model.shreds import TASKS_AT_ONCE_MAX, SignedShred

Name = Annotated[str, Meta(max_length=200)]


class Shredding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """These tasks of a project, or (null) all of it. Without the project's `name` nothing is done and the name is told."""

    task_ids: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=TASKS_AT_ONCE_MAX)] | None = None
    name: Name | None = None


class ShreddingAll(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole workspace. Without its `name` nothing is done and the name is told."""

    name: Name | None = None


@post(
    "/projects/{project_id:uuid}/shred",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=200,
    description="Destroys keys, so that no backup of the database brings the content back. The answer is a signed receipt.",
)
async def shred_project(context: Doors, principal: Bearer, project_id: FromPath[UUID], data: JSONBody[Shredding]) -> SignedShred:
    parts, project = (context.db, context.seal, context.blobs), ProjectId(project_id)
    if data.task_ids is None:
        return await shredding.shred_project(*parts, principal, project, data.name)
    return await shredding.shred_tasks(*parts, principal, project, data.task_ids, data.name)


@post(
    "/shred",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=200,
    description="The whole workspace. The answer is a signed receipt.",
)
async def shred_workspace(context: Doors, principal: Bearer, data: JSONBody[ShreddingAll]) -> SignedShred:
    return await shredding.shred_workspace(context.db, context.seal, context.blobs, principal, data.name)


@get("/shreds", opt=allow(Policy.CLIENT_OR_AUDITOR, Verb.READ), description="The receipt of everything that was ever destroyed.")
async def list_shreds(context: Doors, principal: Bearer) -> list[SignedShred]:
    return list(shredding.receipts(context.seal, principal.walls))


router = Router("/api/client", route_handlers=[shred_project, shred_workspace, list_shreds], tags=["client"])
