"""A person's own account: their sessions, and what happened with it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from amana.model.scope import Audience


class Device(msgspec.Struct, frozen=True):
    """The families of a browser and a system ("Firefox", "Android"); empty where unknown."""

    browser: str
    system: str


class Method(StrEnum):
    """How somebody came in."""

    LINK = "link"


class EventKind(StrEnum):
    """What can happen with an account."""

    SIGNED_IN = "signed_in"
    REFUSED = "refused"
    SIGNED_OUT = "signed_out"
    ENDED = "ended"


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A live session. `last_used_at` is true to some minutes; `mine`: the one that asks."""

    session_id: UUID
    audience: Audience
    opened_by: Method
    device: Device
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    mine: bool


class AccountEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened with the account, from which device."""

    at: datetime
    kind: EventKind
    method: Method | None
    device: Device


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the page of one's own account shows; events newest first."""

    sessions: tuple[Session, ...]
    events: tuple[AccountEvent, ...]


class SomebodysEvent(msgspec.Struct, frozen=True):
    """An event as the operator reads it: of a person by their id, or of nobody who was recognised."""

    at: datetime
    person_id: UUID | None
    kind: EventKind
    method: Method | None
    device: Device
