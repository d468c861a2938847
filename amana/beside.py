"""What a process beside the engine must be told to reach the engine's database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

import msgspec

from amana.config import Settings
from amana.outside import keys
from amana.store.connect import AnyDatabase, DatabaseAddress, OwnDatabase
from amana.store.db import Database


class Whereabouts(msgspec.Struct, frozen=True):
    """`embedded` None: your own database, by the environment, which a process inherits."""

    home: str
    embedded: DatabaseAddress | None

    @classmethod
    def of(cls, home: Path, address: AnyDatabase) -> Self:
        return cls(str(home), address if isinstance(address, DatabaseAddress) else None)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[tuple[Database, keys.Keys]]:
        """In the process: the database, and the keys of the home."""
        working_keys = keys.load_or_create(Path(self.home))
        address: AnyDatabase | None = self.embedded
        if address is None:
            url = Settings.from_environment().database_url
            assert url is not None  # the engine that started this process has it
            address = OwnDatabase(url, working_keys.password_of)
        db = await Database.open(address, working_keys.scope)
        try:
            yield db, working_keys
        finally:
            await db.close()
