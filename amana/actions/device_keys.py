"""The key of what a person's browser keeps on a device. It lies here, so that a device that is lost, sold or shared holds nothing
that can be read without a session of that person."""

import secrets
from uuid import UUID

from amana.outside.seal import PEOPLE, Seal
from amana.store import device_keys as store
from amana.store.db import Database

KEY_BYTES = 32


async def key_of(db: Database, seal: Seal, session: bytes, person_id: UUID | None, device_id: UUID) -> bytes:
    """The bearer's key of a device, made when it is first asked for.

    Raises NoSession, OtherPerson (the bearer is not `person_id`), ContentDestroyed (the person's data was).
    """
    found = await store.device_key(db, session, person_id, device_id)
    if found.body is None:
        made = secrets.token_bytes(KEY_BYTES)
        salt = seal.salt_of(found.person_body)
        offered = seal.seal("device_key", PEOPLE, found.person_id, made, part=device_id.int, salt=salt)
        # Two tabs may ask at once: the first one's is the key of both.
        found = await store.device_key(db, session, person_id, device_id, offered)
    assert found.body is not None
    return seal.open("device_key", PEOPLE, found.person_id, found.body, part=device_id.int)
