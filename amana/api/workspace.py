"""For a client's leads: their whole workspace, frozen and let go on, and carried away."""

from typing import Annotated

import msgspec
from litestar import Router, get, post, put
from litestar.params import JSONBody
from litestar.response import Stream
from msgspec import Meta

from amana.actions import neutrality, workspaces
from amana.actions.archive import Archive
from amana.api.context import Bearer, Doors
from amana.api.policy import Policy, allow
from amana.api.zipped import ZIP, zipped
from amana.model.scope import Verb
from amana.model.workspaces import Workspace
from amana.views import access_log


@get("", opt=allow(Policy.CLIENT_OR_AUDITOR, Verb.READ, narrowed=True))
async def show_workspace(context: Doors, principal: Bearer) -> Workspace:
    return await workspaces.show(context.db, context.seal, principal)


@post(
    "/freeze",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=204,
    description="Nothing of the workspace is shown to anybody but its own leads and auditors until it goes on. Nothing is lost.",
)
async def freeze_workspace(context: Doors, principal: Bearer) -> None:
    await workspaces.freeze(context.db, principal)


@post("/thaw", opt=allow(Policy.CLIENT, Verb.MANAGE), status_code=204, description="Work goes on where it stood.")
async def thaw_workspace(context: Doors, principal: Bearer) -> None:
    await workspaces.thaw(context.db, principal)


@get(
    "/archive",
    opt=allow(Policy.CLIENT, Verb.EXPORT),
    media_type=ZIP,
    description="Everything of it as one ZIP, with a signed list of hashes; `amana workspace verify` checks it offline.",
)
async def download_archive(context: Doors, principal: Bearer) -> Stream:
    log = access_log.lines(context.db, context.signer, principal)
    archive = await Archive.begin(context.db, context.seal, context.blobs, context.signer, principal, log)
    name = f"workspace-{str(principal.walls)[:8]}"
    return Stream(
        zipped(name, archive.names, archive.file),
        media_type=ZIP,
        headers={"content-disposition": f'attachment; filename="{name}.zip"'},
    )


class ShownName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether annotators read the client's name at their desk and in invitations."""

    shown: bool


@put("/shown-name", opt=allow(Policy.CLIENT, Verb.MANAGE), status_code=204)
async def set_shown_name(context: Doors, principal: Bearer, data: JSONBody[ShownName]) -> None:
    await workspaces.show_name(context.db, principal, shows_name=data.shown)


class ReadUpTo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    number: Annotated[int, Meta(ge=1, le=2**31 - 1)]


@post(
    "/neutrality-read",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=204,
    description="The neutrality record was read up to that entry: it is no longer announced on the leads' pages.",
)
async def read_neutrality(context: Doors, principal: Bearer, data: JSONBody[ReadUpTo]) -> None:
    await neutrality.mark_read(context.db, principal, data.number)


router = Router(
    "/api/client/workspace",
    route_handlers=[
        show_workspace,
        freeze_workspace,
        thaw_workspace,
        download_archive,
        set_shown_name,
        read_neutrality,
    ],
    tags=["client"],
)
