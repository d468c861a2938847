"""Where the parts are joined."""

import asyncio
import os
import signal
import time
from pathlib import Path

import asyncpg
import pytest

from amana import app
from amana.config import Settings
from amana.outside import keys
from amana.outside.postgres.server import MIGRATOR

WAIT_SECONDS_MAX = 60


async def test_an_embedded_server_that_died_is_started_again(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings(home=home / "revived")
    settings.home.mkdir()
    settings.home.chmod(0o711)
    async with app.database(settings, keys.load_or_create(settings.home)) as address:
        for _ in range(2):
            postmaster = int((settings.home / "pg" / "data" / "postmaster.pid").read_text().split()[0])
            os.kill(postmaster, signal.SIGKILL)
            deadline = time.monotonic() + WAIT_SECONDS_MAX
            while True:
                try:
                    connection = await asyncpg.connect(**address.sign_in(MIGRATOR))
                    backend = await connection.fetchval("SELECT pg_backend_pid()")
                    await connection.close()
                    assert backend != postmaster
                    if "started again" in caplog.text:
                        caplog.clear()
                        break
                except (OSError, asyncpg.PostgresError):
                    pass
                assert time.monotonic() < deadline, caplog.text
                await asyncio.sleep(0.05)
    assert not (settings.home / "pg" / "data" / "postmaster.pid").exists()
