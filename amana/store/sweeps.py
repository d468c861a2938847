"""What the sweeps need to know of the installation, and what they leave behind."""

from datetime import datetime
from uuid import UUID

from amana.model.scope import Audience
from amana.store.db import Database


async def workspaces(db: Database) -> list[UUID]:
    """Every workspace that has a project."""
    return await db.call_gate(_uuid, Audience.ENGINE, "sec.workspaces")


async def ran(db: Database, sweep: str, started_at: datetime, did: int, failed: str | None) -> None:
    """Leave a row: when the sweep last ran, how much it did, the kind of error if it failed."""
    await db.call_gate(_nothing, Audience.ENGINE, "sec.sweep_ran", sweep, started_at, did, failed)


def _nothing(_: object) -> None:
    return None


def _uuid(value: UUID) -> UUID:
    return value
