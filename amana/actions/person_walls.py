"""Raising and lowering a project's person wall. It holds from its commit on, for whoever asks for work afterwards."""

from collections.abc import Sequence

from amana.model.errors import ProjectNotFound, VendorNotListed
from amana.model.ids import ProjectId
from amana.model.person_walls import PersonWall
from amana.model.scope import Principal
from amana.store import handles, person_walls, projects
from amana.store.db import Database


async def set_wall(db: Database, principal: Principal, project_id: ProjectId, wall: PersonWall) -> None:
    """In place of the wall before; one that asks nothing is none. What somebody was shown they may finish.

    Raises ProjectNotFound, VendorNotListed.
    """
    async with db.transaction(principal.scope) as tx:
        await projects.lock_changes(tx, project_id)
        before = await person_walls.find(tx, principal.walls, project_id)
        if before is None:
            raise ProjectNotFound(project_id=project_id)
        listed = {vendor.vendor_id for vendor in await person_walls.listed_vendors(tx)}
        for vendor_id in (*(wall.not_from or ()), *(wall.only_from or ())):
            if vendor_id not in listed:
                raise VendorNotListed(vendor_id=vendor_id)
        await person_walls.set_wall(tx, principal.walls, project_id, wall)
        for part in wall.__struct_fields__:
            was, became = _said(part, getattr(before, part)), _said(part, getattr(wall, part))
            if getattr(before, part) != getattr(wall, part):
                await handles.note(tx, principal, project_id, "wall", was=was, became=became)


def _said(part: str, value: int | Sequence[object] | None) -> str | None:
    """A part in the trail: its number, or how many it names."""
    return None if value is None else f"{part} {value if isinstance(value, int) else len(value)}"
