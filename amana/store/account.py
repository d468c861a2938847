"""A person's own account, through the functions of the front door. Whose it is, is said by the hash of a session of theirs."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec

from amana.model.account import AccountEvent, Attested, Device, EventKind, Method, Passkey, Session, SomebodysEvent
from amana.model.scope import Audience
from amana.model.vendors import Fact
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


async def attested(db: Database, session_hash: bytes) -> list[Attested]:
    """What was last said of the bearer. Raises NoSession."""
    return await db.call_gate(_attested, Audience.DOOR, "door.my_attested", session_hash)


async def attest(db: Database, person_id: UUID, fact: Fact) -> bool:
    """As the operator: say something of a person; whether there is one."""
    values = (fact.country, fact.clearance, fact.ends_at)
    [found] = await db.call_gate(bool, Audience.OPERATOR, "door.attest", person_id, *values)
    return found


class Enrolling(msgspec.Struct, frozen=True):
    """Who would make a passkey, and which they have."""

    person_id: UUID
    audience: Audience
    must_be_verified: bool
    credential_ids: tuple[bytes, ...]


class KnownPasskey(msgspec.Struct, frozen=True):
    """What a signature is checked against."""

    person_id: UUID
    public_key: bytes
    sign_count: int
    must_be_verified: bool


class Opened(msgspec.Struct, frozen=True):
    """A session that was opened with the hash at `place` (from 1) of those that were brought."""

    audience: Audience
    place: int
    expires_at: datetime
    must_enrol: bool


async def ask(db: Database, browser_hash: bytes, challenge: bytes) -> None:
    """Keep for minutes what a browser is to sign, in place of what it was asked before."""
    await db.call_gate(_nothing, Audience.DOOR, "door.ask", browser_hash, challenge)


async def asked(db: Database, browser_hash: bytes) -> bytes | None:
    """What the browser was asked to sign, given out once; None if it was not asked, or long ago."""
    rows = await db.call_gate(bytes, Audience.DOOR, "door.asked", browser_hash)
    return rows[0] if rows else None


async def enrolling(db: Database, session_hash: bytes) -> Enrolling:
    """Raises NoSession."""
    [row] = await db.call_gate(_enrolling, Audience.DOOR, "door.enrolling", session_hash)
    return row


async def enrol(
    db: Database,
    session_hash: bytes,
    passkey_id: UUID,
    credential_id: bytes,
    public_key: bytes,
    sign_count: int,
    device: Device,
) -> None:
    """Keep a passkey. Raises NoSession, PasskeyLimit, and PasskeyRefused for one that somebody has already."""
    made = (passkey_id, credential_id, public_key, sign_count, device.browser, device.system)
    await db.call_gate(_nothing, Audience.DOOR, "door.enrol", session_hash, *made)


async def passkeys(db: Database, session_hash: bytes) -> list[Passkey]:
    """The oldest first. Raises NoSession."""
    return await db.call_gate(_passkey, Audience.DOOR, "door.passkeys", session_hash)


async def remove_passkey(db: Database, session_hash: bytes, passkey_id: UUID) -> bool:
    """Whether there was such a one. Raises NoSession."""
    [removed] = await db.call_gate(bool, Audience.DOOR, "door.remove_passkey", session_hash, passkey_id)
    return removed


async def passkey(db: Database, credential_id: bytes) -> KnownPasskey | None:
    """None if nobody has it."""
    rows = await db.call_gate(KnownPasskey, Audience.DOOR, "door.passkey", credential_id)
    return rows[0] if rows else None


async def enter_by_passkey(
    db: Database, credential_id: bytes, seen_count: int, sign_count: int, session_hashes: list[bytes], device: Device
) -> list[Opened]:
    """Open a session for each hat, after the signature was checked against `seen_count`. None: it changed meanwhile."""
    values = (credential_id, seen_count, sign_count, session_hashes, device.browser, device.system)
    return await db.call_gate(_opened, Audience.DOOR, "door.enter_by_passkey", *values)


async def refuse_passkey(db: Database, credential_id: bytes, device: Device) -> None:
    """Leave a row of a refusal, with whoever has that passkey if anybody."""
    await db.call_gate(_nothing, Audience.DOOR, "door.refuse_passkey", credential_id, device.browser, device.system)


async def make_codes(db: Database, session_hash: bytes, code_hashes: list[bytes]) -> None:
    """In place of all before them. Raises NoSession."""
    await db.call_gate(_nothing, Audience.DOOR, "door.make_codes", session_hash, code_hashes)


async def codes_left(db: Database, session_hash: bytes) -> int:
    """Raises NoSession."""
    [left] = await db.call_gate(int, Audience.DOOR, "door.codes_left", session_hash)
    return left


async def enter_by_code(
    db: Database, code_hash: bytes, session_hashes: list[bytes], passkey_for: Collection[Audience], device: Device
) -> list[Opened]:
    """Open a session for each hat of the code's owner, once. None: there is no such code any more."""
    values = (code_hash, session_hashes, [*passkey_for], device.browser, device.system)
    return await db.call_gate(_opened, Audience.DOOR, "door.enter_by_code", *values)


class Attempt(msgspec.Struct, frozen=True):
    """Whether a password may be tried now, and the hash to try it on; None where nobody has the name."""

    allowed: bool
    hash: bytes | None


async def attempt(db: Database, name_digest: bytes, address_digest: bytes) -> Attempt:
    """Count an attempt, before it is looked at."""
    [row] = await db.call_gate(Attempt, Audience.DOOR, "door.attempt", name_digest, address_digest)
    return row


async def enter_by_password(
    db: Database,
    name_digest: bytes,
    kept: bytes,
    session_hashes: list[bytes],
    passkey_for: Collection[Audience],
    device: Device,
) -> list[Opened]:
    """Open a session for each hat, after the password was checked against `kept`. None: it changed meanwhile."""
    values = (name_digest, kept, session_hashes, [*passkey_for], device.browser, device.system)
    return await db.call_gate(_opened, Audience.DOOR, "door.enter_by_password", *values)


async def refuse_password(db: Database, name_digest: bytes, device: Device) -> None:
    """Leave a row of a refusal, with whoever has that name if anybody."""
    await db.call_gate(_nothing, Audience.DOOR, "door.refuse_password", name_digest, device.browser, device.system)


async def set_password(db: Database, session_hash: bytes, name_digest: bytes, kept: bytes) -> None:
    """In place of the one before. Raises NoSession."""
    await db.call_gate(_nothing, Audience.DOOR, "door.set_password", session_hash, name_digest, kept)


async def remove_password(db: Database, session_hash: bytes) -> None:
    """Raises NoSession."""
    await db.call_gate(_nothing, Audience.DOOR, "door.remove_password", session_hash)


async def password_set_at(db: Database, session_hash: bytes) -> datetime | None:
    """None without a password. Raises NoSession."""
    rows = await db.call_gate(_moment, Audience.DOOR, "door.password_set_at", session_hash)
    return rows[0] if rows else None


async def link_identity(db: Database, session_hash: bytes, identity_digest: bytes) -> bool:
    """False if the person has one, or somebody has this one. Raises NoSession."""
    [linked] = await db.call_gate(bool, Audience.DOOR, "door.link_identity", session_hash, identity_digest)
    return linked


async def unlink_identity(db: Database, session_hash: bytes) -> None:
    """Raises NoSession."""
    await db.call_gate(_nothing, Audience.DOOR, "door.unlink_identity", session_hash)


async def identity_linked_at(db: Database, session_hash: bytes) -> datetime | None:
    """None without one. Raises NoSession."""
    rows = await db.call_gate(_moment, Audience.DOOR, "door.identity_linked_at", session_hash)
    return rows[0] if rows else None


async def enter_by_identity(
    db: Database, identity_digest: bytes, session_hashes: list[bytes], passkey_for: Collection[Audience], device: Device
) -> list[Opened]:
    """Open a session for each hat of whoever linked it. None: nobody did."""
    values = (identity_digest, session_hashes, [*passkey_for], device.browser, device.system)
    return await db.call_gate(_opened, Audience.DOOR, "door.enter_by_identity", *values)


def _moment(at: datetime) -> datetime:
    return at


def _nothing(_: object) -> None:
    return None


def _opened(audience: str, place: int, expires_at: datetime, only_enrols: bool) -> Opened:
    return Opened(Audience(audience), place, expires_at, only_enrols)


def _enrolling(person_id: UUID, audience: str, must_be_verified: bool, credential_ids: list[bytes]) -> Enrolling:
    return Enrolling(person_id, Audience(audience), must_be_verified, tuple(credential_ids))


def _passkey(passkey_id: UUID, browser: str, system: str, created_at: datetime, last_used_at: datetime | None) -> Passkey:
    return Passkey(passkey_id=passkey_id, device=Device(browser, system), created_at=created_at, last_used_at=last_used_at)


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


def _attested(country: str | None, clearance: int | None, by_vendor: bool, attested_at: datetime, ends_at: datetime) -> Attested:
    return Attested(
        country=country,
        clearance=clearance,
        by="vendor" if by_vendor else "operator",
        attested_at=attested_at,
        ends_at=ends_at,
    )


def _event(at: datetime, kind: str, method: str | None, browser: str, system: str) -> AccountEvent:
    return AccountEvent(at=at, kind=EventKind(kind), method=Method(method) if method else None, device=Device(browser, system))


def _somebodys(at: datetime, person_id: UUID | None, kind: str, method: str | None, browser: str, system: str) -> SomebodysEvent:
    return SomebodysEvent(at, person_id, EventKind(kind), Method(method) if method else None, Device(browser, system))
