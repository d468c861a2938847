"""The server, or the way to it, goes away: nobody is told of an unexpected error, and the next call works."""

import asyncio

import asyncpg
import pytest

from amana.model.errors import DatabaseGone
from amana.model.scope import Audience, Scope
from amana.outside.postgres.server import DATABASE, MIGRATOR, Server
from amana.store.connect import DatabaseAddress, DatabaseUnusable, signed_in
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


async def test_a_transaction_on_a_dying_connection_that_can_not_even_be_rolled_back(lab: Lab) -> None:
    engine = Scope(Audience.ENGINE, lab.workspace_id)
    with pytest.raises(DatabaseGone):
        async with lab.context.db.transaction(engine) as tx:
            stuck = asyncio.create_task(tx._connection.fetch("SELECT pg_sleep(60)"))
            await asyncio.sleep(0.05)
            raise asyncpg.InternalClientError("what the driver says where the server's farewell came in between")
    with pytest.raises(asyncpg.ConnectionDoesNotExistError):
        await stuck
    async with lab.context.db.transaction(engine) as tx:
        assert await tx.one(int, "SELECT 1") == 1


async def test_a_server_that_goes_away_while_migrating_is_told_in_words(
    lab: Lab, server: Server, superuser: asyncpg.Connection
) -> None:
    with pytest.raises(DatabaseUnusable):
        async with (
            signed_in(DatabaseAddress(str(server.socket_folder), DATABASE), MIGRATOR) as connection,
            connection.transaction(),
        ):
            await superuser.execute("SELECT pg_terminate_backend($1)", connection.get_server_pid())
            while not connection.is_closed():
                await asyncio.sleep(0.001)
