"""The real application over HTTP, in process: every request goes through guards, decoding and problem documents."""

from collections.abc import AsyncIterator

import httpx
import pytest

from amana.api.context import Context
from amana.app import create_app


@pytest.fixture
async def http(context: Context) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=create_app(context), raise_app_exceptions=False)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8321") as client:
        yield client
