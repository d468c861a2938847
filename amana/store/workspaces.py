"""A client's workspace itself."""

from datetime import datetime
from uuid import uuid4

import msgspec

from amana.model.ids import WorkspaceId
from amana.model.scope import Principal
from amana.store.db import Database, Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)


class StoredWorkspace(msgspec.Struct, frozen=True):
    """`body` is the sealed name."""

    body: bytes
    created_at: datetime
    frozen_at: datetime | None
    neutrality_read: int
    shows_name: bool


class Frozen(msgspec.Struct, frozen=True):
    frozen_at: datetime | None


async def find(tx: Transaction, workspace_id: WorkspaceId) -> StoredWorkspace:
    found = await tx.one(StoredWorkspace, sql.find, workspace_id)
    assert found is not None
    return found


async def set_shows_name(tx: Transaction, workspace_id: WorkspaceId, *, shows_name: bool) -> None:
    """Whether annotators read its name."""
    await tx.run(sql.set_shows_name, workspace_id, shows_name)


async def set_frozen(db: Database, principal: Principal, *, frozen: bool) -> datetime | None:
    """Since when it is frozen now; None: it is not."""
    [now] = await db.call(Frozen, principal.scope, "dispatch.set_frozen", frozen, principal.actor, uuid4())
    return now.frozen_at
