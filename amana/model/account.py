"""A person's own account: their sessions, and what happened with it."""

from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from amana.model.scope import Audience

PASSWORD_CHARS_MIN = 12
PASSWORD_CHARS_MAX = 200


class Device(msgspec.Struct, frozen=True):
    """The families of a browser and a system ("Firefox", "Android"); empty where unknown."""

    browser: str
    system: str


class Method(StrEnum):
    """How somebody came in."""

    LINK = "link"
    PASSKEY = "passkey"
    CODE = "code"
    PASSWORD = "password"  # noqa: S105 - a word, and none of anybody's
    IDENTITY = "identity"


class EventKind(StrEnum):
    """What can happen with an account."""

    SIGNED_IN = "signed_in"
    REFUSED = "refused"
    SIGNED_OUT = "signed_out"
    ENDED = "ended"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    CODES_MADE = "codes_made"
    PASSWORD_SET = "password_set"  # noqa: S105
    PASSWORD_REMOVED = "password_removed"  # noqa: S105
    IDENTITY_LINKED = "identity_linked"
    IDENTITY_UNLINKED = "identity_unlinked"
    OPERATOR_PROPOSED = "operator_proposed"
    OPERATOR_APPROVED = "operator_approved"
    OPERATOR_DECLINED = "operator_declined"
    DECLARATION_PROPOSED = "declaration_proposed"
    DECLARATION_ANNOUNCED = "declaration_announced"
    DECLARATION_DECLINED = "declaration_declined"
    OPERATOR_ENDED = "operator_ended"
    OFF_BOARDED = "off_boarded"


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


class Passkey(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey, known by the device it was made on."""

    passkey_id: UUID
    device: Device
    created_at: datetime
    last_used_at: datetime | None


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """A session just opened. `must_enrol`: it opens nothing but one's own account until a passkey is made."""

    session: str
    audience: Audience
    expires_at: datetime
    must_enrol: bool

    @property
    def seconds_left(self) -> int:
        return int((self.expires_at - datetime.now(UTC)).total_seconds())


class AccountEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened with the account, from which device."""

    at: datetime
    kind: EventKind
    method: Method | None
    device: Device


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the page of one's own account shows; events newest first."""

    sessions: tuple[Session, ...]
    passkeys: tuple[Passkey, ...]
    codes_left: int
    password_set_at: datetime | None
    identity_linked_at: datetime | None
    events: tuple[AccountEvent, ...]


class SomebodysEvent(msgspec.Struct, frozen=True):
    """An event as the operator reads it: of a person by their id, or of nobody who was recognised."""

    at: datetime
    person_id: UUID | None
    kind: EventKind
    method: Method | None
    device: Device
