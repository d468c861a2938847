"""Passwords, where the operator offers them: setting one, and coming in by it."""

import os

from amana.actions.passkeys import entered, new_sessions
from amana.config import Origin
from amana.core.sign_in import as_meant, code_of, must_have_a_passkey
from amana.model.account import Device, Entered
from amana.model.errors import PasswordRefused, PasswordsOff, TooManyAttempts
from amana.outside.passwords import Passwords
from amana.outside.seal import PEOPLE, Seal
from amana.store import account
from amana.store.db import Database

NAME_BYTES = 6


async def set_password(db: Database, seal: Seal, passwords: Passwords | None, session: bytes, password: str) -> str:
    """Keep a password in place of the one before; says the name it is used with. Raises NoSession, PasswordsOff, Busy.

    The name is drawn: one that people choose could be guessed, and whether it is taken would tell who is here.
    """
    await account.password_set_at(db, session)  # nobody without a session makes the thread work
    if passwords is None:
        raise PasswordsOff()
    name = code_of(os.urandom(NAME_BYTES))
    await account.set_password(db, session, _digest(seal, "name", as_meant(name)), await passwords.hash(password))
    return name


async def remove(db: Database, session: bytes) -> None:
    """It lets nobody in from now on. Twice changes nothing. Raises NoSession."""
    await account.remove_password(db, session)


async def enter(
    db: Database,
    seal: Seal,
    passwords: Passwords | None,
    origin: Origin,
    name: str,
    password: str,
    address: str,
    device: Device,
) -> list[Entered]:
    """The sessions that a name and its password open. Whether nobody has the name or the password is wrong, is the same answer
    after the same work. Raises PasswordsOff, TooManyAttempts, PasswordRefused, Busy."""
    if passwords is None:
        raise PasswordsOff()
    name_digest = _digest(seal, "name", as_meant(name))
    attempt = await account.attempt(db, name_digest, _digest(seal, "address", address))
    if not attempt.allowed:
        raise TooManyAttempts()
    made, hashes = new_sessions()
    opened: list[account.Opened] = []
    if await passwords.is_it(password, attempt.hash):
        assert attempt.hash is not None  # or it would not be it
        opened = await account.enter_by_password(db, name_digest, attempt.hash, hashes, must_have_a_passkey(origin), device)
    if not opened:
        await account.refuse_password(db, name_digest, device)
        raise PasswordRefused()
    return entered(made, opened)


def _digest(seal: Seal, kind: str, value: str) -> bytes:
    return seal.digest(PEOPLE, f"sign-in {kind} {value}".encode())
