"""Keys of what people keep on their devices, through a function of the front door."""

from uuid import UUID

import msgspec

from amana.model.scope import Audience
from amana.store.db import Database


class SealedDeviceKey(msgspec.Struct, frozen=True):
    """Whose, their own sealed body, and the sealed key; None: there is none yet."""

    person_id: UUID
    person_body: bytes
    body: bytes | None


async def device_key(
    db: Database, session_hash: bytes, person_id: UUID | None, device_id: UUID, offered: bytes | None = None
) -> SealedDeviceKey:
    """The key of the bearer's device; `offered` becomes it where there is none. Raises NoSession, OtherPerson."""
    [found] = await db.call_gate(SealedDeviceKey, Audience.DOOR, "door.device_key", session_hash, person_id, device_id, offered)
    return found
