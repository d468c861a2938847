"""A lab's own people, and sending somebody away for good, inside its walls."""

from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

import msgspec

from amana.model.scope import Audience, Principal
from amana.model.staff import StaffAudience
from amana.store.db import Database


class MemberRow(msgspec.Struct, frozen=True):
    """A lead or an auditor; `body` is the sealed label."""

    person_id: UUID
    audience: StaffAudience
    body: bytes
    since: datetime | None
    last_used_at: datetime | None
    invited_until: datetime | None
    mine: bool


async def members(db: Database, principal: Principal) -> list[MemberRow]:
    """Leads first, those who came first at their head."""
    return await db.call(_member, principal.scope, "door.staff")


async def invite(
    db: Database,
    principal: Principal,
    person_id: UUID,
    body: bytes,
    audience: StaffAudience,
    link_hash: bytes,
    valid_seconds: int,
) -> None:
    """Raises LeadNeeded."""
    await db.call(_nothing, principal.scope, "door.invite_staff", person_id, body, audience, link_hash, valid_seconds)


async def off_board_member(db: Database, principal: Principal, person_id: UUID, keep_keys: tuple[UUID, ...]) -> int:
    """How many API keys ended. Raises LeadNeeded, NobodyHere, LastLead."""
    [keys] = await db.call(int, principal.scope, "door.off_board_staff", person_id, list(keep_keys))
    return keys


async def off_board_annotator(db: Database, principal: Principal, pseudonym: UUID) -> tuple[int, int]:
    """In how many projects they worked, and how many tasks went back to others: two commits, so that what is under way when the
    first is done is given back by the second. Raises NobodyHere."""
    change = (pseudonym, principal.actor, uuid4())
    [projects] = await db.call(int, principal.scope, "dispatch.off_board", *change)
    [tasks] = await db.call(int, principal.scope, "dispatch.give_back_all", *change)
    return projects, tasks


async def departures(db: Database, session_hash: bytes) -> list[datetime]:
    """When clients ended the work of this annotator, the newest first. Raises NoSession."""
    return await db.call_gate(_moment, Audience.DOOR, "door.departures", session_hash)


def _member(
    person_id: UUID,
    audience: str,
    body: bytes,
    since: datetime | None,
    last_used_at: datetime | None,
    invited_until: datetime | None,
    mine: bool,
) -> MemberRow:
    return MemberRow(person_id, cast("StaffAudience", audience), body, since, last_used_at, invited_until, mine)


def _nothing(_: object) -> None:
    return None


def _moment(at: datetime) -> datetime:
    return at
