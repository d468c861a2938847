"""A client's workspace as its leads and auditors see it."""

from datetime import datetime
from uuid import UUID

import msgspec


class Workspace(msgspec.Struct, frozen=True, kw_only=True):
    """`name` is None once it was destroyed. `frozen_at`: since when nothing of it is shown to anybody but its leads and auditors.

    `neutrality_read`: up to which entry its leads have read the neutrality record. `shows_name`: whether annotators read its name
    at their desk and in invitations.
    """

    workspace_id: UUID
    name: str | None
    created_at: datetime
    frozen_at: datetime | None
    destroyed_on: str | None
    neutrality_read: int
    shows_name: bool


ARCHIVE_FORMAT = "amana-workspace-1"


class ArchivedFile(msgspec.Struct, frozen=True):
    """A file of the archive, with its size and its SHA-256 in hex."""

    name: str
    bytes: int
    sha256: str


class ArchiveManifest(msgspec.Struct, frozen=True, kw_only=True):
    """What is signed. `frozen_at` is None where work went on while the archive was made: its files are then of several moments.

    `left_out`: deliveries whose kept files were destroyed with a task in them.
    """

    format: str = ARCHIVE_FORMAT
    workspace_id: UUID
    name: str | None
    made_at: datetime
    frozen_at: datetime | None
    projects: int
    left_out: tuple[str, ...]
    files: tuple[ArchivedFile, ...]
