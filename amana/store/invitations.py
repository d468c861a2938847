"""Invitations, through the functions of the front door. A link arrives here as its hash only."""

from uuid import UUID

import msgspec

from amana.model.ids import WorkspaceId
from amana.model.scope import Audience
from amana.store.db import Database


class Look(msgspec.Struct, frozen=True):
    """What a link that is still good is for; `workspace_id` is None for what is nobody's client's.

    `has_account`: it is for somebody who came in before.
    """

    audience: Audience
    workspace_id: WorkspaceId | None
    has_account: bool


async def look(db: Database, link_hash: bytes) -> Look | None:
    """None if it is spent, has lapsed, or never was."""
    rows = await db.call_gate(_look, Audience.DOOR, "door.look", link_hash)
    return rows[0] if rows else None


async def take_in(db: Database, session_hash: bytes, link_hash: bytes) -> UUID | None:
    """The project it invited to; None for a link that is not good. Raises NoSession, AlreadyInWorkspace, LinkHasAccount."""
    rows = await db.call_gate(_uuid, Audience.DOOR, "door.take_in", session_hash, link_hash)
    return rows[0] if rows else None


def _look(audience: str, workspace_id: UUID | None, has_account: bool) -> Look:
    return Look(Audience(audience), WorkspaceId(workspace_id) if workspace_id else None, has_account)


def _uuid(value: UUID) -> UUID:
    return value
