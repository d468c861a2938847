"""Making a passkey, coming in by it, and by a recovery code when it is lost."""

import os
from typing import Any
from uuid import UUID, uuid4

from amana.config import Origin
from amana.core.sign_in import as_meant, code_of, must_have_a_passkey
from amana.model.account import Device, Entered
from amana.model.errors import CodeRefused, PasskeyNotFound, PasskeyRefused
from amana.model.scope import Audience
from amana.outside import passkeys, secrets
from amana.store import account
from amana.store.db import Database

CODES = 10
CODE_BYTES = 16


async def begin_enrolling(db: Database, origin: Origin, session: bytes) -> dict[str, Any]:
    """What the browser needs to make a passkey. Raises NoSession."""
    enrolling = await account.enrolling(db, session)
    challenge = passkeys.new_challenge()
    await account.ask(db, session, challenge)
    # The name is for the browser's own list: what a lead calls somebody is not for that.
    name = f"{enrolling.audience} {str(enrolling.person_id)[:8]}"
    known = list(enrolling.credential_ids)
    return passkeys.to_make(origin, challenge, enrolling.person_id, name, known, must_be_verified=enrolling.must_be_verified)


async def enrol(db: Database, origin: Origin, session: bytes, brought: dict[str, Any], device: Device) -> None:
    """Keep the passkey that the browser made. Raises NoSession, PasskeyRefused, PasskeyLimit."""
    enrolling = await account.enrolling(db, session)
    challenge = await account.asked(db, session)
    if challenge is None:
        raise PasskeyRefused()
    made = passkeys.made(origin, challenge, brought, must_be_verified=enrolling.must_be_verified)
    await account.enrol(db, session, uuid4(), made.credential_id, made.public_key, made.sign_count, device)


async def remove(db: Database, session: bytes, passkey_id: UUID) -> None:
    """It opens nothing from now on; sessions that it opened stay until they are ended. Raises NoSession, PasskeyNotFound."""
    if not await account.remove_passkey(db, session, passkey_id):
        raise PasskeyNotFound(passkey_id=passkey_id)


async def begin_entering(db: Database, origin: Origin) -> tuple[str, dict[str, Any]]:
    """A secret for the browser to keep, and what it needs to sign."""
    browser, challenge = secrets.new_secret(), passkeys.new_challenge()
    await account.ask(db, secrets.hash_of(browser), challenge)
    return browser, passkeys.to_sign(origin, challenge)


async def enter(db: Database, origin: Origin, browser: str, brought: dict[str, Any], device: Device) -> list[Entered]:
    """The sessions that a passkey opens: one for each hat of its owner. Raises PasskeyRefused."""
    challenge = await account.asked(db, secrets.hash_of(browser))
    credential_id = passkeys.credential_id_of(brought)
    passkey = await account.passkey(db, credential_id)
    came: list[Entered] = []
    if challenge is not None and passkey is not None:
        try:
            count = passkeys.new_sign_count(
                origin,
                challenge,
                brought,
                passkey.public_key,
                passkey.sign_count,
                must_be_verified=passkey.must_be_verified,
            )
        except PasskeyRefused:
            count = None
        if count is not None:
            made, hashes = new_sessions()
            opened = await account.enter_by_passkey(db, credential_id, passkey.sign_count, count, hashes, device)
            came = entered(made, opened)
    if not came:
        await account.refuse_passkey(db, credential_id, device)
        raise PasskeyRefused()
    return came


async def make_codes(db: Database, session: bytes) -> list[str]:
    """Ten recovery codes in place of all before them; only their hashes are kept. Raises NoSession."""
    codes = [code_of(os.urandom(CODE_BYTES)) for _ in range(CODES)]
    await account.make_codes(db, session, [secrets.hash_of(as_meant(code)) for code in codes])
    return codes


async def enter_by_code(db: Database, origin: Origin, typed: str, device: Device) -> list[Entered]:
    """The sessions that a recovery code opens, once. Raises CodeRefused."""
    made, hashes = new_sessions()
    code = secrets.hash_of(as_meant(typed))
    opened = await account.enter_by_code(db, code, hashes, must_have_a_passkey(origin), device)
    if not opened:
        raise CodeRefused()
    return entered(made, opened)


def new_sessions() -> tuple[list[str], list[bytes]]:
    """A secret, and its hash, for each session that somebody's hats may open."""
    made = [secrets.new_secret() for _ in Audience]
    return made, [secrets.hash_of(one) for one in made]


def entered(made: list[str], opened: list[account.Opened]) -> list[Entered]:
    """The sessions that were opened, each with its secret."""
    return [
        Entered(session=made[one.place - 1], audience=one.audience, expires_at=one.expires_at, must_enrol=one.must_enrol)
        for one in opened
    ]
