"""One engine for the whole run; each test opens workspaces of its own, so that no test sees another's rows."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from litestar import Litestar

from amana.api.context import Context
from amana.app import create_app
from amana.outside.postgres.server import DATABASE, Server
from tests.databases import Scratch, bring_to_this_version, look_past_every_wall, opened
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
    await bring_to_this_version(home, server, DATABASE)
    async with opened(home, server, DATABASE) as context:
        yield context


@pytest.fixture(scope="session")
async def scratch(home: Path, server: Server) -> Scratch:
    """Makes databases of their own on this server, for what must not touch the one that other tests share."""
    return await Scratch.prepare(home, server)


@pytest.fixture
async def superuser(context: Context, server: Server) -> AsyncIterator[asyncpg.Connection]:
    """Looks past every wall, to see what is really there. The product never logs in as this role."""
    async with look_past_every_wall(server, DATABASE) as connection:
        yield connection


@pytest.fixture
async def lab(context: Context) -> Lab:
    """A client's workspace, freshly opened."""
    return await Lab.open(context)


@pytest.fixture(scope="session")
def application(context: Context) -> Litestar:
    """The real application, made once: it keeps nothing of a request."""
    return create_app(context)


@pytest.fixture
async def http(application: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """The real application over HTTP, in process: every request goes through guards, decoding and problem documents."""
    transport = httpx.ASGITransport(app=application, raise_app_exceptions=False)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8321") as client:
        yield client


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """In CI a skipped test is a failed one: what was not run was not shown to work."""
    if report.skipped and os.environ.get("AMANA_SKIP_IS_FAILURE") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
