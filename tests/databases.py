"""The engine's parts on a database of the tests' server, without its HTTP server: the shared one, or one made for a single test."""

import contextlib
import itertools
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Self

import asyncpg

from amana.actions.estimator import Estimator
from amana.actions.reading import ReadingRoom
from amana.actions.sifting import Sieve
from amana.api.context import Context
from amana.config import Origin
from amana.outside.blobs import Blobs, Folder
from amana.outside.key_store import FileKeyStore
from amana.outside.postgres.server import MIGRATOR, SUPERUSER, Server
from amana.outside.seal import Seal
from amana.outside.signing import Signer
from amana.reader import uploads_of
from amana.store.db import Database, DatabaseAddress
from amana.store.migrate import migrate
from amana.store.projects import ProjectWalls

_TEMPLATE = "amana_template"


async def bring_to_this_version(home: Path, server: Server, database: str) -> None:
    working_keys = FileKeyStore.open_or_create(home).working
    address = DatabaseAddress(str(server.socket_folder), database)
    await migrate(address, MIGRATOR, scope_key=working_keys.scope, fingerprint=working_keys.fingerprint)


@contextlib.asynccontextmanager
async def opened(home: Path, server: Server, database: str) -> AsyncIterator[Context]:
    store = FileKeyStore.open_or_create(home)
    working_keys = store.working
    db = await Database.open(DatabaseAddress(str(server.socket_folder), database), working_keys.scope)
    seal = Seal(store)
    room, sieve, estimator = ReadingRoom(db, seal, uploads_of(home, seal)), Sieve(db, seal), Estimator(db, seal)
    blobs = Blobs(Folder(home / "blobs"), seal)
    yield Context(db, seal, blobs, room, sieve, estimator, ProjectWalls(db), Signer(working_keys), 8321, Origin.at_home(8321))
    await db.close()


@contextlib.asynccontextmanager
async def look_past_every_wall(server: Server, database: str) -> AsyncIterator[asyncpg.Connection]:
    """A superuser's connection: the product never logs in as this role."""
    connection = await asyncpg.connect(host=str(server.socket_folder), user=SUPERUSER, database=database)
    try:
        yield connection
    finally:
        await connection.close()


class Scratch:
    """Databases at this version, each a copy of one that was migrated once."""

    def __init__(self, home: Path, server: Server) -> None:
        self._home = home
        self._server = server
        self._numbers = itertools.count(1)

    @classmethod
    async def prepare(cls, home: Path, server: Server) -> Self:
        async with look_past_every_wall(server, "postgres") as superuser:
            await superuser.execute(f"CREATE DATABASE {_TEMPLATE} OWNER {MIGRATOR}")
        await bring_to_this_version(home, server, _TEMPLATE)
        return cls(home, server)

    @contextlib.asynccontextmanager
    async def database(self) -> AsyncIterator[tuple[str, asyncpg.Connection]]:
        """A fresh database, gone at the end: its name, and a superuser's connection to it."""
        name = f"amana_scratch_{next(self._numbers)}"
        async with look_past_every_wall(self._server, "postgres") as elsewhere:
            # Files are copied as they are: by default each page would go through the log of the server.
            await elsewhere.execute(f"CREATE DATABASE {name} OWNER {MIGRATOR} TEMPLATE {_TEMPLATE} STRATEGY file_copy")
            try:
                async with look_past_every_wall(self._server, name) as superuser:
                    yield name, superuser
            finally:
                await elsewhere.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def opened(self, name: str) -> contextlib.AbstractAsyncContextManager[Context]:
        """The engine's parts on such a database, opened after it was changed as a test wants it."""
        return opened(self._home, self._server, name)
