"""A person's own account, through the functions of the front door. Whose it is, is said by the hash of a session of theirs."""

from datetime import datetime
from uuid import UUID

from amana.model.account import AccountEvent, Device, EventKind, Method, Session, SomebodysEvent
from amana.model.scope import Audience
from amana.store.db import Database


async def sessions(db: Database, session_hash: bytes) -> list[Session]:
    """The live ones, the last used first. Raises NoSession."""
    return await db.call_gate(_session, Audience.DOOR, "door.sessions", session_hash)


async def end_sessions(db: Database, session_hash: bytes, session_id: UUID | None) -> int:
    """End that session of the same person, or (None) all but the one that asks; says how many. Raises NoSession."""
    [ended] = await db.call_gate(int, Audience.DOOR, "door.end_sessions", session_hash, session_id)
    return ended


async def events(db: Database, session_hash: bytes, most: int) -> list[AccountEvent]:
    """What happened with the account, newest first. Raises NoSession."""
    return await db.call_gate(_event, Audience.DOOR, "door.events", session_hash, most)


async def all_events(db: Database, most: int) -> list[SomebodysEvent]:
    """As the operator: what happened with everybody's accounts, newest first."""
    return await db.call_gate(_somebodys, Audience.OPERATOR, "door.all_events", most)


async def end_all_of(db: Database, person_id: UUID) -> int:
    """As the operator: end every session of a person; says how many there were."""
    [ended] = await db.call_gate(int, Audience.OPERATOR, "door.end_all_of", person_id)
    return ended


def _session(
    session_id: UUID,
    audience: str,
    opened_by: str,
    browser: str,
    system: str,
    created_at: datetime,
    last_used_at: datetime,
    expires_at: datetime,
    mine: bool,
) -> Session:
    return Session(
        session_id=session_id,
        audience=Audience(audience),
        opened_by=Method(opened_by),
        device=Device(browser, system),
        created_at=created_at,
        last_used_at=last_used_at,
        expires_at=expires_at,
        mine=mine,
    )


def _event(at: datetime, kind: str, method: str | None, browser: str, system: str) -> AccountEvent:
    return AccountEvent(at=at, kind=EventKind(kind), method=Method(method) if method else None, device=Device(browser, system))


def _somebodys(at: datetime, person_id: UUID | None, kind: str, method: str | None, browser: str, system: str) -> SomebodysEvent:
    return SomebodysEvent(at, person_id, EventKind(kind), Method(method) if method else None, Device(browser, system))
