"""What the engine's worker processes (outside/apart.py) need to begin: where the database and the home are."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

import msgspec

from amana import tasktypes
from amana.config import Settings
from amana.outside.key_store import FileKeyStore
from amana.outside.seal import Seal
from amana.store.connect import AnyDatabase, DatabaseAddress, OwnDatabase
from amana.store.db import Database
from amana.tasktypes import TASK_TYPES


class Place(msgspec.Struct, frozen=True):
    """Where things are; `embedded` None: your own database, by the environment."""

    home: str
    embedded: DatabaseAddress | None

    @classmethod
    def of(cls, home: Path, address: AnyDatabase) -> Self:
        return cls(str(home), address if isinstance(address, DatabaseAddress) else None)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[Database, Seal]]:
        """In the worker: the database and the seal, with the task types that packages bring."""
        TASK_TYPES.update(tasktypes.outside(tasktypes.installed()))
        store = FileKeyStore(Path(self.home))
        working_keys = store.working
        address: AnyDatabase | None = self.embedded
        if address is None:
            url = Settings.from_environment().database_url
            assert url is not None  # the engine that started this process has it
            address = OwnDatabase(url, working_keys.password_of)
        db = await Database.open(address, working_keys.scope)
        try:
            yield db, Seal(store)
        finally:
            await db.close()
