"""Vendors, through functions that read a vendor's own people alone. Who asks, is said by the hash of their session."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from amana.model.ids import WorkspaceId
from amana.model.scope import Audience, Scope
from amana.model.vendors import Fact
from amana.store.db import Database


class VendorRow(msgspec.Struct, frozen=True):
    vendor_id: UUID
    body: bytes


class SuppliedRow(msgspec.Struct, frozen=True):
    """`body` is the label that the vendor gave, sealed."""

    person_id: UUID
    body: bytes
    since: datetime
    came_in: bool
    working: bool
    ended_at: datetime | None
    country: str | None
    country_until: datetime | None
    clearance: int | None
    clearance_until: datetime | None


class Work(msgspec.Struct, frozen=True):
    """What one of the vendor's people did for one client in a month."""

    person_id: UUID
    month: date
    currency: str
    answered: int
    amount_minor: int


async def create(
    db: Database,
    vendor_id: UUID,
    body: bytes,
    manager_id: UUID,
    manager_body: bytes,
    link_hash: bytes,
    valid_seconds: int,
    *,
    listed: bool,
) -> None:
    """On the machine itself."""
    values = (vendor_id, body, listed, manager_id, manager_body, link_hash, valid_seconds)
    await db.call_gate(_nothing, Audience.OPERATOR, "door.create_vendor", *values)


async def vendor(db: Database, session_hash: bytes) -> VendorRow:
    """Raises NoSession."""
    [row] = await db.call_gate(VendorRow, Audience.VENDOR, "door.vendor", session_hash)
    return row


async def people(db: Database, session_hash: bytes) -> list[SuppliedRow]:
    """The newest first. Raises NoSession."""
    return await db.call_gate(SuppliedRow, Audience.VENDOR, "door.supplied_people", session_hash)


async def workspaces(db: Database, session_hash: bytes) -> list[WorkspaceId]:
    """Where the vendor's people work; asked by the door, not by the vendor's connection."""
    return await db.call_gate(_workspace, Audience.DOOR, "door.workspaces_of_vendor", session_hash)


async def work(db: Database, scope: Scope) -> list[Work]:
    """What the vendor's people did inside one client's walls in the last twelve months."""
    return await db.call(Work, scope, "dispatch.supplied_work")


async def supply(db: Database, session_hash: bytes, person_id: UUID, body: bytes, link_hash: bytes, valid_seconds: int) -> None:
    """Raises NoSession."""
    await db.call_gate(_nothing, Audience.VENDOR, "door.supply", session_hash, person_id, body, link_hash, valid_seconds)


async def end(db: Database, session_hash: bytes, person_id: UUID) -> bool:
    """Whether there was such a one. Raises NoSession."""
    [ended] = await db.call_gate(bool, Audience.VENDOR, "door.end_supplied", session_hash, person_id)
    return ended


async def attest(db: Database, session_hash: bytes, person_id: UUID, fact: Fact) -> bool:
    """Whether there was such a one. Raises NoSession."""
    values = (person_id, fact.country, fact.clearance, fact.ends_at)
    [said] = await db.call_gate(bool, Audience.VENDOR, "door.attest_supplied", session_hash, *values)
    return said


def _workspace(value: UUID) -> WorkspaceId:
    return WorkspaceId(value)


def _nothing(_: object) -> None:
    return None
