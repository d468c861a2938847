"""API keys, inside their workspace's walls. The database keeps their hashes, which no client's connection may read."""

from datetime import datetime
from uuid import UUID

import msgspec

from amana.model.ids import WorkspaceId
from amana.model.scope import Principal, Verb
from amana.store.db import Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)


class KeyRow(msgspec.Struct, frozen=True):
    """A key as it lies in the database."""

    key_id: UUID
    body: bytes | None
    verbs: list[str]
    projects: list[UUID] | None
    made_by: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


async def insert(
    tx: Transaction,
    principal: Principal,
    key_id: UUID,
    key_hash: bytes,
    verbs: tuple[Verb, ...],
    projects: tuple[UUID, ...] | None,
    body: bytes,
) -> None:
    await tx.run(
        sql.insert, key_hash, key_id, principal.walls, [*verbs], [*projects] if projects else None, body, principal.actor
    )


async def live(tx: Transaction, workspace_id: WorkspaceId) -> int:
    """How many there are that open something."""
    count = await tx.one(int, sql.live, workspace_id)
    assert count is not None  # a count has a row
    return count


async def newest(tx: Transaction, workspace_id: WorkspaceId, most: int) -> list[KeyRow]:
    """Those that open something first, the newest first."""
    return await tx.all(KeyRow, sql.newest, workspace_id, most)


async def revoke(tx: Transaction, workspace_id: WorkspaceId, key_id: UUID) -> bool:
    """Whether there is such a key; one that was revoked stays as it is."""
    return await tx.one(bool, sql.revoke, workspace_id, key_id) is not None
