"""One engine for the whole run; each test opens workspaces of its own, so that no test sees another's rows."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest

from amana.actions.estimating import Estimator
from amana.actions.reading import ReadingRoom
from amana.actions.sifting import Sieve
from amana.api.context import Context
from amana.app import create_app
from amana.outside import keys
from amana.outside.postgres.server import DATABASE, MIGRATOR, SUPERUSER, Server
from amana.outside.seal import Seal
from amana.outside.signing import Signer
from amana.reader import uploads_of
from amana.store.db import Database, DatabaseAddress
from amana.store.migrate import migrate
from amana.store.projects import ProjectWalls
from tests.lab import Lab


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    """A home that `nobody` can walk to: pytest's own folders are closed to it when the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="amana-test-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server(home: Path) -> Iterator[Server]:
    # The page cache outlives a killed process, so switching fsync off hides nothing that these tests look for.
    with Server(home, settings={"fsync": "off"}) as server:
        yield server


@pytest.fixture(scope="session")
async def context(home: Path, server: Server) -> AsyncIterator[Context]:
    working_keys = keys.load_or_create(home)
    address = DatabaseAddress(str(server.socket_folder), DATABASE)
    await migrate(address, MIGRATOR, scope_key=working_keys.scope, fingerprint=working_keys.fingerprint)
    db = await Database.open(address, working_keys.scope)
    seal = Seal(working_keys)
    room, sieve, estimator = ReadingRoom(db, seal, uploads_of(home, seal)), Sieve(db, seal), Estimator(db, seal)
    yield Context(db, seal, room, sieve, estimator, ProjectWalls(db), Signer(working_keys), 8321)
    await db.close()


@pytest.fixture
async def superuser(context: Context, server: Server) -> AsyncIterator[asyncpg.Connection]:
    """Looks past every wall, to see what is really there. The product never logs in as this role."""
    connection = await asyncpg.connect(host=str(server.socket_folder), user=SUPERUSER, database=DATABASE)
    yield connection
    await connection.close()


@pytest.fixture
async def lab(context: Context) -> Lab:
    """A client's workspace, freshly opened."""
    return await Lab.open(context)


@pytest.fixture
async def http(context: Context) -> AsyncIterator[httpx.AsyncClient]:
    """The real application over HTTP, in process: every request goes through guards, decoding and problem documents."""
    transport = httpx.ASGITransport(app=create_app(context), raise_app_exceptions=False)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8321") as client:
        yield client


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """In CI a skipped test is a failed one: what was not run was not shown to work."""
    if report.skipped and os.environ.get("AMANA_SKIP_IS_FAILURE") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
