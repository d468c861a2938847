"""A project's person wall, as its lead sets it. Who is kept out is decided by the gate and told to nobody but them."""

from uuid import UUID

import msgspec

from amana.model.ids import ProjectId, WorkspaceId
from amana.model.person_walls import PersonWall
from amana.store.db import Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)


class SealedVendor(msgspec.Struct, frozen=True):
    """A vendor that leads may name; `body` is its sealed name."""

    vendor_id: UUID
    body: bytes


async def find(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId) -> PersonWall | None:
    """None: there is no such project."""
    return await tx.one(_wall, sql.find, workspace_id, project_id)


async def set_wall(tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, wall: PersonWall) -> None:
    await tx.run(
        sql.set_wall,
        workspace_id,
        project_id,
        wall.elsewhere_days,
        wall.not_from,
        wall.only_from,
        wall.clearance,
        wall.countries,
    )


async def listed_vendors(tx: Transaction) -> list[SealedVendor]:
    """The first first."""
    return await tx.all(SealedVendor, sql.listed_vendors)


def _wall(
    elsewhere_days: int | None,
    not_from: list[UUID] | None,
    only_from: list[UUID] | None,
    clearance: int | None,
    countries: list[str] | None,
) -> PersonWall:
    return PersonWall(
        elsewhere_days=elsewhere_days,
        not_from=tuple(not_from) if not_from else None,
        only_from=tuple(only_from) if only_from else None,
        clearance=clearance,
        countries=tuple(countries) if countries else None,
    )
