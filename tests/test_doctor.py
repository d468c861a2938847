"""Each of the doctor's checks finds the trouble it is there for, says a remedy, and prints no secret."""

import http.server
import importlib.metadata
import shutil
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path

import asyncpg
import msgspec
import pytest

from amana import doctor, jobs
from amana.api.context import Context
from amana.config import Settings
from amana.doctor import Finding
from amana.outside import keys
from amana.outside.key_store import FileKeyStore
from amana.outside.postgres.server import DATABASE, Server
from amana.outside.signing import Signer
from amana.store import health
from amana.store.connect import DatabaseAddress
from tests.cluster import free_port


async def look(server: Server, *, running: bool = False) -> dict[str, Finding]:
    """What is found of the database, by check."""
    working = FileKeyStore(server.home).working
    address = DatabaseAddress(str(server.socket_folder), DATABASE)
    found = {one.check: one async for one in doctor.database(address, working, running=running)}
    secrets = [getattr(working, name).hex() for name in ("scope", "signing", "logins")]
    assert not any(secret in one.said + one.remedy for one in found.values() for secret in secrets)
    return found


@asynccontextmanager
async def altered(superuser: asyncpg.Connection, there: str, back: str) -> AsyncIterator[None]:
    await superuser.execute(there)
    try:
        yield
    finally:
        await superuser.execute(back)


async def test_a_sound_database(context: Context, server: Server) -> None:
    found = await look(server)
    assert set(found) == {"database", "schema", "logins", "walls", "clock", "sweeps"}
    assert [one for one in found.values() if not one.ok] == []
    assert "PostgreSQL 18" in found["database"].said


@pytest.mark.parametrize("power", ["SUPERUSER", "BYPASSRLS", "CREATEROLE"])
async def test_a_role_above_the_walls(context: Context, server: Server, superuser: asyncpg.Connection, power: str) -> None:
    async with altered(superuser, f"ALTER ROLE amana_auditor {power}", f"ALTER ROLE amana_auditor NO{power}"):
        walls = (await look(server))["walls"]
    assert not walls.ok
    assert "amana_auditor" in walls.said


async def test_a_role_that_may_act_as_the_owner_and_a_table_without_row_security(
    context: Context, server: Server, superuser: asyncpg.Connection
) -> None:
    async with altered(superuser, "GRANT amana_owner TO amana_client", "REVOKE amana_owner FROM amana_client"):
        assert "amana_client" in (await look(server))["walls"].said
    table = "ALTER TABLE walled.task {} FORCE ROW LEVEL SECURITY"
    async with altered(superuser, table.format("NO"), table.format("")):
        assert "walled.task" in (await look(server))["walls"].said
    assert (await look(server))["walls"].ok


async def test_a_login_that_is_shut_out(context: Context, server: Server, superuser: asyncpg.Connection) -> None:
    async with altered(superuser, "ALTER ROLE amana_auditor NOLOGIN", "ALTER ROLE amana_auditor LOGIN"):
        logins = (await look(server))["logins"]
    assert not logins.ok
    assert "auditor" in logins.said


async def test_function_files_that_were_not_applied(context: Context, server: Server, superuser: asyncpg.Connection) -> None:
    row = "UPDATE machinery.migration SET name = '{}' WHERE name = '{}'"
    names = ("functions/explain", "functions/gone")
    async with altered(superuser, row.format(*reversed(names)), row.format(*names)):
        found = await look(server)
    assert "functions/explain" in found["database"].remedy
    assert "amana migrate" in found["database"].remedy


async def test_another_key_file(context: Context, server: Server) -> None:
    address = DatabaseAddress(str(server.socket_folder), DATABASE)
    [only] = [one async for one in doctor.database(address, keys.derive(b"x" * 32), running=False)]
    assert "root.key" in only.remedy


async def test_clocks_apart(context: Context, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    read = health.read

    async def an_hour_ahead(address: DatabaseAddress) -> health.Health:
        found = await read(address)
        return msgspec.structs.replace(found, clock=found.clock + timedelta(hours=1))

    monkeypatch.setattr(health, "read", an_hour_ahead)
    clock = (await look(server))["clock"]
    assert not clock.ok
    assert clock.said.startswith(("3600.", "3599."))


async def test_sweeps_that_fail_or_fall_silent(
    context: Context, server: Server, superuser: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "LOOK_AGAIN_SECONDS", 0)
    names = ", ".join(f"'{sweep.name}'" for sweep in jobs.SWEEPS)
    ran = f"INSERT INTO machinery.sweep_run SELECT x, now() - {{0}}, now() - {{0}}, 0, {{1}} FROM unnest(ARRAY[{names}]) x"
    away = "DELETE FROM machinery.sweep_run"
    await superuser.execute(away)  # what other tests' turns left
    async with altered(superuser, ran.format("interval '1 s'", "NULL"), away):
        assert (await look(server, running=True))["sweeps"].ok
    async with altered(superuser, ran.format("interval '1 h'", "NULL"), away):
        assert "settle tasks" in (await look(server, running=True))["sweeps"].said
        assert (await look(server, running=False))["sweeps"].ok
    async with altered(superuser, ran.format("interval '1 s'", "'ValueError'"), away):
        sweeps = (await look(server, running=False))["sweeps"]
    assert not sweeps.ok
    assert "ValueError" in sweeps.said
    never = (await look(server, running=True))["sweeps"]
    assert not never.ok  # an engine runs and not one sweep ever did


def test_packages_that_are_missing_or_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.packages().ok
    monkeypatch.setattr(importlib.metadata, "requires", lambda _: ["asyncpg>=99.0", "no-such-package>=1"])
    said = doctor.packages().said
    assert "asyncpg is" in said
    assert "no-such-package is missing" in said


def test_a_home_and_keys_that_are_open_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    FileKeyStore.open_or_create(tmp_path)
    assert [one for one in (*doctor.home(tmp_path), *doctor.key_files(tmp_path)) if not one.ok] == []
    keys.file_in(tmp_path).chmod(0o644)
    [readable] = doctor.key_files(tmp_path)
    assert "chmod 600" in readable.remedy
    tmp_path.chmod(0o777)
    assert "chmod o-w" in next(iter(doctor.home(tmp_path))).remedy
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100, 99, 1))
    assert [one.check for one in doctor.home(tmp_path) if not one.ok] == ["home", "disk"]


async def test_a_home_without_an_installation_is_left_as_it_is(tmp_path: Path) -> None:
    found = [one async for one in doctor.examine(Settings(home=tmp_path / "nothing", port=free_port()))]
    assert {"home", "keys"} <= {one.check for one in found if not one.ok}
    assert not (tmp_path / "nothing").exists()
    (tmp_path / "keys").mkdir()
    keys.file_in(tmp_path).write_bytes(b"short")
    found = [one async for one in doctor.examine(Settings(home=tmp_path, port=free_port()))]
    assert "amana keys restore" in found[-1].remedy
    keys.file_in(tmp_path).write_bytes(b"x" * 32)
    found = [one async for one in doctor.examine(Settings(home=tmp_path, port=free_port()))]
    assert "another AMANA_HOME" in found[-1].remedy


@contextmanager
def somebody(said: bytes) -> Iterator[int]:
    """A program that answers `said` to everything, on a port of its own."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def test_who_has_the_port() -> None:
    ours, anothers = keys.derive(b"a" * 32), keys.derive(b"b" * 32)
    finding, running = doctor.who_has_the_port(free_port(), ours)
    assert finding.ok
    assert not running
    hello = msgspec.json.encode({"version": "1", "public_key": Signer(ours).public_key})
    for said, key, ok in ((hello, ours, True), (hello, anothers, False), (b"<html>", ours, False), (b"[]", ours, False)):
        with somebody(said) as port:
            finding, running = doctor.who_has_the_port(port, key)
        assert (finding.ok, running) == (ok, ok), said
        assert ok or "AMANA_PORT" in finding.remedy
