"""What the sweeps need to know of the installation: which workspaces there are."""

from uuid import UUID

from amana.model.scope import Audience
from amana.store.db import Database


async def workspaces(db: Database) -> list[UUID]:
    """Every workspace that has a project."""
    return await db.call_gate(_uuid, Audience.ENGINE, "sec.workspaces")


def _uuid(value: UUID) -> UUID:
    return value
