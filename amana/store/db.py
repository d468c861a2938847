"""The only door to the data. Both ways in take a Scope: who asks, inside which walls.

`db.transaction(scope)` is for everything; `db.call(scope, function, …)` for the hot path: one statement whose first
argument is the scope token, one round trip, one commit; `db.call_together` lets calls of one moment share both. There is one
pool an audience, logged in as that audience's own role. Pools reset nothing between borrowers, so only `SET LOCAL` (or
`set_config(…, true)`) is allowed anywhere.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Self, TypeVar

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from amana.core.scope_token import mint
from amana.model.errors import Busy, DatabaseGone, DiskFull, RequestInvalid, revived
from amana.model.scope import Audience, Scope
from amana.store.columns import Columns, Rows, unchanged
from amana.store.connect import GONE, AnyDatabase, DatabaseAddress, went_away
from amana.store.together import Records, Together

__all__ = ["Database", "DatabaseAddress", "Transaction", "role_of"]

Row = TypeVar("Row")

_POOL_CONNECTIONS_MAX = {
    Audience.DOOR: 4,
    Audience.ANNOTATOR: 8,
    Audience.CLIENT: 6,
    Audience.AUDITOR: 2,
    Audience.VENDOR: 2,
    Audience.OPERATOR: 2,
    Audience.ENGINE: 9,  # a sweep that runs for minutes keeps one
}
DOMAIN_SQLSTATE = "AM001"
_BAD_VALUE = "22"  # the class of SQLSTATEs for data that can't be stored: out of range, a NUL in a text
WAIT_SECONDS_MAX = 10.0  # for a free connection
CLOSE_SECONDS_MAX = 10.0


def role_of(audience: Audience) -> str:
    """The database role that the audience's connections are."""
    return f"amana_{audience.value}"


class Transaction:
    """An open transaction inside one scope. Rows come back as the struct asked for, its fields in the order selected."""

    def __init__(self, connection: "PoolConnectionProxy[asyncpg.Record]") -> None:
        self._connection = connection

    async def run(self, sql: str, *values: object) -> None:
        """Run a statement whose rows nobody needs."""
        await self._connection.execute(sql, *values)

    async def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each row of values, without waiting in between."""
        await self._connection.executemany(sql, rows)

    async def one(self, row_type: Callable[..., Row], sql: str, *values: object) -> Row | None:
        """The first row, or None."""
        record = await self._connection.fetchrow(sql, *values)
        return None if record is None else row_type(*record)

    async def all(self, row_type: Callable[..., Row], sql: str, *values: object) -> list[Row]:
        """Every row. For results with a bound; whatever can grow is read in pages."""
        return [row_type(*record) for record in await self._connection.fetch(sql, *values)]

    async def columns(
        self, fields: Mapping[str, str], sql: str, *values: object, each: Callable[[Rows], Rows] = unchanged
    ) -> Rows:
        """Every row in one structured array, for results of millions. `fields` and `each` are those of Columns."""
        columns = Columns(fields, each)
        await self._connection.copy_from_query(sql, *values, output=columns.take, format="binary")
        return columns.rows()

    async def copy(self, table: str, columns: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
        """COPY rows into a temporary table: PostgreSQL refuses COPY FROM where row security applies."""
        await self._connection.copy_records_to_table(table, columns=list(columns), records=rows)


class Database:
    """The pools. Open with `await Database.open(…)`, close with `await db.close()`."""

    def __init__(self, pools: dict[Audience, asyncpg.Pool], scope_key: bytes) -> None:
        self._pools = pools
        self._scope_key = scope_key
        self._together = Together()

    @classmethod
    async def open(cls, address: AnyDatabase, scope_key: bytes) -> Self:
        """Prepare one pool an audience; connections are made when first needed."""
        pools = {
            audience: await asyncpg.create_pool(
                **address.sign_in(role_of(audience)),
                min_size=0,
                max_size=_POOL_CONNECTIONS_MAX[audience],
                reset=_keep_as_is,
                server_settings={"application_name": f"amana {audience.value}"},
            )
            for audience in Audience
        }
        return cls(pools, scope_key)

    async def close(self) -> None:
        """Close every pool, letting running statements finish, but not for ever."""
        for pool in self._pools.values():
            try:
                await asyncio.wait_for(pool.close(), CLOSE_SECONDS_MAX)
            except TimeoutError:
                pool.terminate()

    def transaction(self, scope: Scope) -> AbstractAsyncContextManager[Transaction]:
        """A transaction inside `scope`: commits on leaving, rolls back on an exception."""
        return self._open(scope, readonly=False)

    def snapshot(self, scope: Scope) -> AbstractAsyncContextManager[Transaction]:
        """A read-only transaction inside `scope` in which every statement sees the same moment."""
        return self._open(scope, readonly=True)

    @asynccontextmanager
    async def _open(self, scope: Scope, *, readonly: bool) -> AsyncIterator[Transaction]:
        async with self._connection(scope.audience) as connection:
            try:
                async with connection.transaction(
                    isolation="repeatable_read" if readonly else "read_committed", readonly=readonly
                ):
                    await connection.execute("SELECT set_config('amana.scope', $1, true)", self._token(scope))
                    yield Transaction(connection)
            except (asyncpg.PostgresError, asyncpg.InterfaceError, *GONE) as error:
                raise _as_domain_error(error, connection) from error

    @asynccontextmanager
    async def alone(self, name: str) -> AsyncIterator[bool]:
        """True while no other engine on this database is inside `name`; else False at once. It ends with the connection."""
        async with self._connection(Audience.ENGINE) as connection:
            try:
                mine = await connection.fetchval("SELECT pg_try_advisory_lock(hashtextextended($1, 3))", name)
                try:
                    yield mine
                finally:
                    if mine:
                        await connection.execute("SELECT pg_advisory_unlock(hashtextextended($1, 3))", name)
            except (asyncpg.PostgresError, asyncpg.InterfaceError, *GONE) as error:
                raise _as_domain_error(error, connection) from error

    async def call(self, row_type: Callable[..., Row], scope: Scope, function: str, *values: object) -> list[Row]:
        """Call a database function with the scope token before `values`: one round trip, one commit."""
        return [row_type(*record) for record in await self._call(scope.audience, function, self._token(scope), *values)]

    async def call_together(
        self, row_type: Callable[..., Row], scope: Scope, function: str, item: object, order: object = 0
    ) -> list[Row]:
        """Call a database function that takes scope tokens and as many items, with whoever calls it at the same moment.

        Its items come sorted by `order`, all of one workspace; the first column of each of its rows is the number of the item
        that it answers, and is not among the fields of `row_type`.
        """

        async def send(tokens: Sequence[str], items: Sequence[object]) -> Records:
            return await self._call(scope.audience, function, tokens, items)

        line = (scope.audience, function, scope.workspace_id)
        rows = await self._together.ask(line, send, self._token(scope), item, order)
        return [row_type(*list(record.values())[1:]) for record in rows]

    async def call_gate(self, row_type: Callable[..., Row], audience: Audience, function: str, *values: object) -> list[Row]:
        """Call one of the gate's functions, which take no scope: the caller is not known yet, or is in no workspace."""
        return [row_type(*record) for record in await self._call(audience, function, *values)]

    async def _call(self, audience: Audience, function: str, *values: object) -> Records:
        marks = ", ".join(f"${index + 1}" for index in range(len(values)))
        async with self._connection(audience) as connection:
            try:
                # The function's name is one of ours; what others sent is in the values.
                return await connection.fetch(f"SELECT * FROM {function}({marks})", *values)  # noqa: S608 # nosec B608
            except (asyncpg.PostgresError, asyncpg.InterfaceError, *GONE) as error:
                raise _as_domain_error(error, connection) from error

    @asynccontextmanager
    async def _connection(self, audience: Audience) -> "AsyncIterator[PoolConnectionProxy[asyncpg.Record]]":
        """A connection of the audience's pool. Raises Busy after WAIT_SECONDS_MAX without a free one, or DatabaseGone."""
        pool = self._pools[audience]
        try:
            connection = await pool.acquire(timeout=WAIT_SECONDS_MAX)
        except (TimeoutError, asyncpg.TooManyConnectionsError):
            raise Busy() from None
        except (OSError, asyncpg.InvalidAuthorizationSpecificationError, *GONE) as error:
            raise DatabaseGone() from error
        try:
            yield connection
        finally:
            await pool.release(connection)

    def _token(self, scope: Scope) -> str:
        return mint(scope, self._scope_key, time.time())


async def _keep_as_is(_: object) -> None:
    """The default reset costs a round trip a borrow and halves the hot path's rate."""


def _as_domain_error(error: Exception, connection: "PoolConnectionProxy[asyncpg.Record]") -> Exception:
    if went_away(error, closed=_is_closed(connection)):
        if not _is_closed(connection):
            connection.terminate()  # nobody gets it again, whatever the driver still thinks of it
        return DatabaseGone()
    if not isinstance(error, asyncpg.PostgresError):
        return error
    if isinstance(error, asyncpg.DiskFullError):
        return DiskFull()
    if isinstance(error, asyncpg.InsufficientResourcesError | asyncpg.DeadlockDetectedError):
        return Busy()
    if (error.sqlstate or "").startswith(_BAD_VALUE):
        return RequestInvalid(field="", reason="a value is out of range or holds a character that can't be stored")
    if error.sqlstate != DOMAIN_SQLSTATE:
        return error
    return revived(str(error.args[0]), json.loads(error.detail or "{}"))


def _is_closed(connection: "PoolConnectionProxy[asyncpg.Record]") -> bool:
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:  # the pool has parted from it already
        return True
