import tempfile
from pathlib import Path

import asyncpg
import pytest

from amana.api.context import Context
from amana.outside.key_store import FileKeyStore
from amana.outside.postgres.server import DATABASE, MIGRATOR, Server
from amana.store import migrate as migrate_module
from amana.store.db import DatabaseAddress
from amana.store.migrate import MigrationEdited, SchemaTooNew, WrongKeyFile, migrate


async def again(server: Server, fingerprint: bytes | None = None) -> list[str]:
    working_keys = FileKeyStore.open_or_create(server.home).working
    address = DatabaseAddress(str(server.socket_folder), DATABASE)
    return await migrate(address, MIGRATOR, scope_key=working_keys.scope, fingerprint=fingerprint or working_keys.fingerprint)


async def test_migrating_twice_applies_nothing(context: Context, server: Server) -> None:
    assert await again(server) == []


async def test_another_key_file_is_refused(context: Context, server: Server) -> None:
    with pytest.raises(WrongKeyFile):
        await again(server, fingerprint=b"x" * 32)


async def test_an_edited_migration_and_a_newer_schema_are_refused(
    context: Context, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("migrations", "functions"):
            (copy / name).mkdir()
        real = Path(migrate_module.__file__).parent
        (copy / "roles.sql").write_text((real / "roles.sql").read_text())
        files = sorted((real / "migrations").glob("*.sql"))
        for file in files:
            (copy / "migrations" / file.name).write_text(file.read_text() + "-- edited\n")
        monkeypatch.setattr(migrate_module, "_FOLDER", copy)
        with pytest.raises(MigrationEdited):
            await again(server)
        (copy / "migrations" / files[-1].name).unlink()
        with pytest.raises(SchemaTooNew, match=files[-1].name):
            await again(server)


async def test_the_migrator_keeps_no_power_it_does_not_use(context: Context, server: Server) -> None:
    """It may act as the owner and the definers by SET ROLE; without that, it reads nothing."""
    connection = await asyncpg.connect(host=str(server.socket_folder), user=MIGRATOR, database=DATABASE)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch("SELECT * FROM walled.task")
    finally:
        await connection.close()
