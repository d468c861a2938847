"""A project's person wall as its lead sees it: not whom it keeps out (docs/decisions/0021-one-person-several-clients.md)."""

from amana.model.errors import ProjectNotFound
from amana.model.ids import ProjectId
from amana.model.person_walls import ListedVendor, PersonWallPage
from amana.model.scope import Principal
from amana.outside.seal import PEOPLE, Seal
from amana.store import person_walls
from amana.store.db import Database


async def page(db: Database, seal: Seal, principal: Principal, project_id: ProjectId) -> PersonWallPage:
    """Raises ProjectNotFound."""
    async with db.snapshot(principal.scope) as tx:
        wall = await person_walls.find(tx, principal.walls, project_id)
        if wall is None:
            raise ProjectNotFound(project_id=project_id)
        vendors = await person_walls.listed_vendors(tx)
    named = (ListedVendor(one.vendor_id, seal.open("vendor", PEOPLE, one.vendor_id, one.body).decode()) for one in vendors)
    return PersonWallPage(wall=wall, vendors=tuple(named))
