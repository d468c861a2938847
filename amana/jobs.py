"""Sweeps: plain loops that find work by looking, so that a lost wake-up loses nothing."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from uuid import UUID

from amana.actions.intake import KEPT_SECONDS
from amana.model.ids import WorkspaceId
from amana.model.scope import Audience, Scope
from amana.store import dispatch, imports, sweeps
from amana.store.db import Database

_log = logging.getLogger("amana.jobs")

EXPIRE_EVERY_SECONDS = 1.0
EXPIRE_AT_ONCE_MAX = 500
FORGET_EVERY_SECONDS = 600.0


async def expire_leases(db: Database, workspace_id: UUID) -> None:
    """Give back the leases that have ended, in portions, so that no transaction holds many tasks."""
    scope = Scope(Audience.ENGINE, WorkspaceId(workspace_id))
    while await dispatch.expire(db, scope, EXPIRE_AT_ONCE_MAX) == EXPIRE_AT_ONCE_MAX:
        pass


async def forget_imported_files(db: Database, workspace_id: UUID) -> None:
    """Delete the kept bytes of files that came more than a day ago."""
    async with db.transaction(Scope(Audience.ENGINE, WorkspaceId(workspace_id))) as tx:
        await imports.delete_expired_chunks(tx, WorkspaceId(workspace_id), KEPT_SECONDS)


async def run(db: Database) -> None:
    """Run every sweep until cancelled. A sweep that fails is logged and runs again at its next turn."""
    async with asyncio.TaskGroup() as group:
        group.create_task(_every(EXPIRE_EVERY_SECONDS, db, expire_leases))
        group.create_task(_every(FORGET_EVERY_SECONDS, db, forget_imported_files))


async def _every(seconds: float, db: Database, sweep: Callable[[Database, UUID], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            for workspace_id in await sweeps.workspaces(db):
                await sweep(db, workspace_id)
        except Exception:
            _log.exception("sweep %s failed and will run again in %s s", sweep.__name__, seconds)
