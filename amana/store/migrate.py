"""Bringing the schema to this version of the code: roles, then migrations forward only, then the functions.

Migrations are plain SQL, named by time, `pre` or `post` the new code; each is applied once, in its own transaction, and
its hash is remembered so that an edited one is noticed. A folder in `functions/` is one schema's functions; its files in
order are one text, applied whole whenever its hash changes. Only this module logs in as the migrator.
"""

import hashlib
from pathlib import Path

import asyncpg

from amana.core.scope_token import padded_keys
from amana.model.errors import ToldInWords
from amana.store.db import DatabaseAddress

_FOLDER = Path(__file__).parent
_LOCK = 0x616D616E61  # "amana": two commands starting at once migrate one after the other


class SchemaTooNew(ToldInWords):
    """The database was made by a newer Amana, which this one can't read. Install that version or a later one."""


class MigrationEdited(ToldInWords):
    """A migration that was applied has changed since. Restore the file; corrections go into a new migration."""


class WrongKeyFile(ToldInWords):
    """This database was made with another key file. Put back the root.key you kept; without it nothing can be opened."""


async def migrate(address: DatabaseAddress, user: str, *, scope_key: bytes, fingerprint: bytes) -> list[str]:
    """Apply whatever is missing and return its names, in order.

    `user` owns the database and may create roles. Raises SchemaTooNew, MigrationEdited or WrongKeyFile and changes nothing.
    """
    connection = await asyncpg.connect(host=address.host, port=address.port, database=address.database, user=user)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
        await connection.execute((_FOLDER / "roles.sql").read_text(encoding="utf-8"))
        applied = await _migrations(connection)
        applied += await _functions(connection)
        await _installation(connection, scope_key, fingerprint)
    finally:
        await connection.close()
    return applied


async def _migrations(connection: asyncpg.Connection) -> list[str]:
    done = await _remembered(connection)
    files = sorted((_FOLDER / "migrations").glob("*.sql"))
    known = {file.name for file in files}
    newer = [name for name in done if name.endswith(".sql") and "/" not in name and name not in known]
    if newer:
        raise SchemaTooNew(f"{SchemaTooNew.__doc__} It has {', '.join(sorted(newer))}.")
    applied = []
    for file in files:
        text = file.read_text(encoding="utf-8")
        if file.name in done:
            if done[file.name] != _hash(text):
                raise MigrationEdited(f"{file.name}: {MigrationEdited.__doc__}")
            continue
        await _apply(connection, file.name, text)
        applied.append(file.name)
    return applied


async def _functions(connection: asyncpg.Connection) -> list[str]:
    done = await _remembered(connection)
    applied = []
    for folder in sorted((_FOLDER / "functions").iterdir()):
        name = f"functions/{folder.name}"
        text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.sql")))
        if done.get(name) != _hash(text):
            await _apply(connection, name, text)
            applied.append(name)
    return applied


async def _apply(connection: asyncpg.Connection, name: str, text: str) -> None:
    async with connection.transaction():
        await connection.execute(text)
        await connection.execute("SET LOCAL ROLE amana_owner")
        await connection.execute(
            "INSERT INTO machinery.migration (name, sha256) VALUES ($1, $2) "
            "ON CONFLICT (name) DO UPDATE SET sha256 = EXCLUDED.sha256, applied_at = now()",
            name,
            _hash(text),
        )


async def _remembered(connection: asyncpg.Connection) -> dict[str, bytes]:
    async with connection.transaction():
        await connection.execute("SET LOCAL ROLE amana_owner")
        if await connection.fetchval("SELECT to_regclass('machinery.migration')") is None:
            return {}
        return {row["name"]: row["sha256"] for row in await connection.fetch("SELECT name, sha256 FROM machinery.migration")}


async def _installation(connection: asyncpg.Connection, scope_key: bytes, fingerprint: bytes) -> None:
    async with connection.transaction():
        await connection.execute("SET LOCAL ROLE amana_owner")
        await connection.execute(
            "INSERT INTO machinery.installation (fingerprint, inner_key, outer_key) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            fingerprint,
            *padded_keys(scope_key),
        )
        if await connection.fetchval("SELECT fingerprint FROM machinery.installation") != fingerprint:
            raise WrongKeyFile(WrongKeyFile.__doc__)


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
