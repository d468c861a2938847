"""The page of one's own account. It shows nobody else's."""

from amana.model.account import Account
from amana.store import account
from amana.store.db import Database

EVENTS_MAX = 50


async def page(db: Database, session: bytes) -> Account:
    """Of whoever bears `session` (its hash). Raises NoSession."""
    return Account(
        sessions=tuple(await account.sessions(db, session)),
        passkeys=tuple(await account.passkeys(db, session)),
        codes_left=await account.codes_left(db, session),
        password_set_at=await account.password_set_at(db, session),
        identity_linked_at=await account.identity_linked_at(db, session),
        attested=tuple(await account.attested(db, session)),
        events=tuple(await account.events(db, session, EVENTS_MAX)),
    )
