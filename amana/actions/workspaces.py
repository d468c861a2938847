"""A client's hold on its whole workspace: seeing how it stands, freezing it, letting it go on."""

from amana.model.errors import ContentDestroyed
from amana.model.scope import Principal
from amana.model.workspaces import Workspace
from amana.outside.seal import Owner, Seal
from amana.store import workspaces
from amana.store.db import Database


async def show(db: Database, seal: Seal, principal: Principal) -> Workspace:
    """The workspace of whoever asks."""
    workspace_id = principal.walls
    async with db.snapshot(principal.scope) as tx:
        stored = await workspaces.find(tx, workspace_id)
    name, destroyed_on = None, None
    try:
        name = seal.open("workspace", Owner(workspace_id), workspace_id, stored.body).decode()
    except ContentDestroyed as gone:
        destroyed_on = gone.destroyed_on
    return Workspace(
        workspace_id=workspace_id,
        name=name,
        created_at=stored.created_at,
        frozen_at=stored.frozen_at,
        destroyed_on=destroyed_on,
        neutrality_read=stored.neutrality_read,
        shows_name=stored.shows_name,
    )


async def show_name(db: Database, principal: Principal, *, shows_name: bool) -> None:
    """Whether annotators read the client's name at their desk and in invitations."""
    async with db.transaction(principal.scope) as tx:
        await workspaces.set_shows_name(tx, principal.walls, shows_name=shows_name)


async def freeze(db: Database, principal: Principal) -> None:
    """From this commit on nothing of the workspace is shown to anybody but its own leads and auditors: no task, not even one that
    somebody holds, and no guideline. What lies on somebody's desk may be sent in and is paid. Twice changes nothing."""
    await workspaces.set_frozen(db, principal, frozen=True)


async def thaw(db: Database, principal: Principal) -> None:
    """Work goes on where it stood. Twice changes nothing."""
    await workspaces.set_frozen(db, principal, frozen=False)
