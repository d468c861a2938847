"""How the database is, as seen by a role that can change nothing: for the doctor."""

from datetime import datetime

import msgspec

from amana.model.scope import Audience
from amana.store.connect import AnyDatabase, connect
from amana.store.db import role_of
from amana.store.sqlfile import beside

sql = beside(__file__)

_BELOW_THE_WALLS = [*map(role_of, Audience), "amana_gate", "amana_dispatch", "amana_glass"]


class SweepRun(msgspec.Struct, frozen=True):
    """The last run of a sweep: when, how much, and the kind of error if it failed somewhere."""

    sweep: str
    started_at: datetime
    ended_at: datetime
    did: int
    failed: str | None


class Health(msgspec.Struct, frozen=True):
    """The server that answers, its clock, and what would be wrong with the walls."""

    version: str
    clock: datetime
    roles_above_the_walls: tuple[str, ...]
    tables_without_row_security: tuple[str, ...]
    sweeps: tuple[SweepRun, ...]


async def read(address: AnyDatabase) -> Health:
    """For a database that `migrate.require_current` found in order. Raises DatabaseUnusable."""
    connection = await connect(address, role_of(Audience.OPERATOR))
    try:
        server = await connection.fetchrow(sql.server)
        assert server is not None
        return Health(
            server["server_version"],
            server["clock"],
            tuple(row[0] for row in await connection.fetch(sql.roles_above_the_walls, _BELOW_THE_WALLS)),
            tuple(row[0] for row in await connection.fetch(sql.tables_without_row_security)),
            tuple(SweepRun(*row) for row in await connection.fetch("SELECT * FROM sec.sweep_runs() ORDER BY sweep")),
        )
    finally:
        await connection.close()


async def sign_in(address: AnyDatabase, audience: Audience) -> None:
    """Whether the audience's pool could make a connection. Raises DatabaseUnusable."""
    await (await connect(address, role_of(audience))).close()
