"""What was destroyed for good: an entry of the signed list that lies beside the keys, and the receipt somebody gets of it."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from amana.model.deliveries import Signature

FORMAT = "amana-shred-1"
TASKS_AT_ONCE_MAX = 1000


class SaltAt(msgspec.Struct, frozen=True, array_like=True):
    """Where the salt of a body lies: a page and a row of it, among the salts of one owner."""

    page: int
    row: int


class Shred(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Without a project, a whole workspace; without tasks, a whole project; else these tasks, whose `salts` and those of
    what was made of them are gone.

    `backup_lapses_on`: until that day somebody who has the last backup of keys and its passphrase, but not this list, could
    still read what was destroyed; None: the keys were never backed up. `number` and `before`
    (SHA-256 of the entry before this one, in hex) count and chain the workspace's own entries.
    """

    format: str = FORMAT
    number: int
    at: datetime
    actor: str
    workspace_id: UUID
    project_id: UUID | None = None
    tasks: tuple[UUID, ...] = ()
    salts: tuple[SaltAt, ...] = ()
    backup_lapses_on: date | None
    before: str

    @property
    def content(self) -> bytes:
        """What is signed: the same bytes for the same entry."""
        return msgspec.json.encode(self, order="deterministic")


class SignedShred(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the list, which is also the receipt."""

    shred: Shred
    signature: Signature
