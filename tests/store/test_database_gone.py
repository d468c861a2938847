"""The server, or the way to it, goes away: nobody is told of an unexpected error, and the next call works."""

import asyncio

import asyncpg

from amana.model.errors import DatabaseGone
from tests.lab import Annotator, Lab


async def claims(annotator: Annotator) -> bool:
    try:
        await annotator.claim()
    except DatabaseGone:
        return False
    return True


async def test_connections_that_ended_while_nobody_used_them(lab: Lab, superuser: asyncpg.Connection) -> None:
    annotators = await lab.annotators(await lab.project(tasks=1), 8)
    for _ in range(25):
        # The driver hears the server's farewell before it sees the end of the connection; the next call falls between.
        await superuser.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'amana annotator'"
        )
        await asyncio.gather(*map(claims, annotators))
    while not await claims(annotators[0]):
        pass
    assert all(await asyncio.gather(*map(claims, annotators)))
