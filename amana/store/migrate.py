"""Bringing the schema to this version of the code: roles, then migrations forward only, then the functions.

Migrations are plain SQL, named by time, `pre` or `post` the new code; each is applied once, in its own transaction, and
its hash is remembered so that an edited one is noticed: a run that dies half way is finished by the next. A folder in
`functions/` is one schema's functions; its files in order are one text, applied whole whenever its hash changes. Only
`migrate` signs in as whoever owns the database.
"""

import hashlib
import os
from pathlib import Path

import asyncpg

from amana.core.scope_token import padded_keys
from amana.core.scram import verifier
from amana.model.errors import ToldInWords
from amana.model.scope import Audience
from amana.store.connect import VERSION_MIN, AnyDatabase, DatabaseUnusable, NotMigrated, OwnDatabase, signed_in
from amana.store.db import role_of

_FOLDER = Path(__file__).parent
_LOCK = 0x616D616E61  # "amana": two commands starting at once migrate one after the other
_SALT_BYTES = 16


class SchemaTooNew(ToldInWords):
    """The database was made by a newer Amana, which this one can't read. Install that version or a later one."""


class MigrationEdited(ToldInWords):
    """A migration that was applied has changed since. Restore the file; corrections go into a new migration."""


class WrongKeyFile(ToldInWords):
    """This database was made with another key file. Put back the root.key you kept; without it nothing can be opened."""


class RolesTaken(ToldInWords):
    """The amana_ roles of this server belong to another installation of Amana: roles are a whole server's. Give this one a server
    of its own. If the other database is gone, drop the roles as docs/how-to/your-own-postgresql.md says, and try again."""


async def migrate(address: AnyDatabase, user: str, *, scope_key: bytes, fingerprint: bytes) -> list[str]:
    """Apply whatever is missing and return its names, in order. Of two at once, the second waits and applies nothing.

    `user` owns the database and may create roles; THE_URLS_OWN is the login of your own server's URL. Raises SchemaTooNew,
    MigrationEdited, WrongKeyFile, RolesTaken or DatabaseUnusable and changes nothing.
    """
    async with signed_in(address, user) as connection:
        await _require_powers(connection)
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
        await _require_own_roles(connection, fingerprint)
        await _roles(connection, address, fingerprint)
        done = await _remembered(connection)
        missing = _missing(done)
        for name, text in missing:
            await _apply(connection, name, text)
        await _installation(connection, scope_key, fingerprint)
    return [name for name, _ in missing]


async def require_current(address: AnyDatabase, fingerprint: bytes) -> None:
    """Check, as a role that can change nothing, that `migrate` was run by this version with this key file.

    Raises NotMigrated, SchemaTooNew, MigrationEdited, WrongKeyFile or DatabaseUnusable.
    """
    async with signed_in(address, role_of(Audience.OPERATOR)) as connection:
        try:
            done = {row["name"]: row["sha256"] for row in await connection.fetch("SELECT * FROM sec.applied()")}
            made_with = await connection.fetchval("SELECT sec.fingerprint()")
        except (asyncpg.UndefinedFunctionError, asyncpg.InvalidSchemaNameError, asyncpg.InsufficientPrivilegeError):
            raise NotMigrated(NotMigrated.__doc__) from None
    if made_with not in (None, fingerprint):
        raise WrongKeyFile(WrongKeyFile.__doc__)
    missing = [name for name, _ in _missing(done)]
    if made_with is None or missing:
        raise NotMigrated(f"{NotMigrated.__doc__} It lacks {', '.join(missing) or 'its last step'}.")


async def _require_powers(connection: asyncpg.Connection) -> None:
    """What the database and the login must be, before anything is tried."""
    version = connection.get_server_version().major
    if version < VERSION_MIN:
        raise DatabaseUnusable(f"This is PostgreSQL {version}. Amana needs {VERSION_MIN} or newer.")
    found = await connection.fetchrow(
        """SELECT current_user AS login, current_database() AS database, pg_is_in_recovery() AS replica,
                  r.rolsuper OR r.rolcreaterole AS makes_roles, r.rolsuper OR pg_has_role(d.datdba, 'MEMBER') AS owns,
                  pg_encoding_to_char(d.encoding) AS encoding
           FROM pg_roles r, pg_database d WHERE r.rolname = current_user AND d.datname = current_database()"""
    )
    assert found is not None
    login, database = found["login"], found["database"]
    if found["replica"]:
        raise DatabaseUnusable("This server is a read-only replica. Give `amana migrate` the URL of the primary.")
    if found["encoding"] != "UTF8":
        raise DatabaseUnusable(
            f"The database {database} is encoded in {found['encoding']}. Make one with ENCODING 'UTF8' TEMPLATE template0."
        )
    if not found["makes_roles"]:
        raise DatabaseUnusable(f'The login {login} may not make roles. As a superuser: ALTER ROLE "{login}" CREATEROLE;')
    if not found["owns"]:
        raise DatabaseUnusable(
            f'The login {login} does not own the database. As a superuser: ALTER DATABASE "{database}" OWNER TO "{login}";'
        )


async def _require_own_roles(connection: asyncpg.Connection, fingerprint: bytes) -> None:
    """Roles are a whole server's, and a comment on one of them says whose: two installations would take each other's logins."""
    said = await connection.fetchval(
        "SELECT shobj_description(r.oid, 'pg_authid') FROM pg_roles r WHERE r.rolname = 'amana_owner'"
    )
    if said in (None, _comment(fingerprint)):
        return
    here = await connection.fetchval("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'machinery')")
    if here:
        raise WrongKeyFile(WrongKeyFile.__doc__)
    raise RolesTaken(" ".join((RolesTaken.__doc__ or "").split()))


def _comment(fingerprint: bytes) -> str:
    return f"made by amana migrate, key file {fingerprint.hex()}"


async def _roles(connection: asyncpg.Connection, address: AnyDatabase, fingerprint: bytes) -> None:
    """The roles, whose they are and, on your own server, their passwords."""
    try:
        async with connection.transaction():
            await connection.execute((_FOLDER / "roles.sql").read_text(encoding="utf-8"))
            await connection.execute(f"COMMENT ON ROLE amana_owner IS '{_comment(fingerprint)}'")
            if isinstance(address, OwnDatabase):
                for role in map(role_of, Audience):
                    kept = verifier(address.password_of(role), os.urandom(_SALT_BYTES))
                    await connection.execute(f"ALTER ROLE {role} PASSWORD '{kept}'")
    except asyncpg.InsufficientPrivilegeError:
        raise DatabaseUnusable(
            "The amana_ roles of this server were made by another login, which this one has no power over. Give `amana migrate` "
            "the URL of that login."
        ) from None


def _missing(done: dict[str, bytes]) -> list[tuple[str, str]]:
    """Name and text of each file to apply, in order, given the hashes of those that were.

    Raises SchemaTooNew, MigrationEdited.
    """
    migrations = sorted((_FOLDER / "migrations").glob("*.sql"))
    known = {file.name for file in migrations}
    newer = [name for name in done if name.endswith(".sql") and "/" not in name and name not in known]
    if newer:
        raise SchemaTooNew(f"{SchemaTooNew.__doc__} It has {', '.join(sorted(newer))}.")
    missing = []
    for file in migrations:
        text = file.read_text(encoding="utf-8")
        if file.name not in done:
            missing.append((file.name, text))
        elif done[file.name] != _hash(text):
            raise MigrationEdited(f"{file.name}: {MigrationEdited.__doc__}")
    for folder in sorted((_FOLDER / "functions").iterdir()):
        name = f"functions/{folder.name}"
        text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.sql")))
        if done.get(name) != _hash(text):
            missing.append((name, text))
    return missing


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
        made_with = await connection.fetchval("SELECT fingerprint FROM machinery.installation")
        if made_with is None:
            # By COPY: a server that logs statements logs their values too, and these sign scope tokens.
            await connection.copy_records_to_table(
                "installation",
                schema_name="machinery",
                columns=["fingerprint", "inner_key", "outer_key"],
                records=[(fingerprint, *padded_keys(scope_key))],
            )
        elif made_with != fingerprint:
            raise WrongKeyFile(WrongKeyFile.__doc__)


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
