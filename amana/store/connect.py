"""Where the database is and how a role signs in there; when that fails, why and what to do, in words and without a password."""

import contextlib
import ssl
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
import msgspec

from amana.config import DatabaseUrl
from amana.model.errors import ToldInWords

CONNECT_SECONDS_MAX = 10.0
VERSION_MIN = 16
# What is raised when the server, or the way to it, goes away under a statement.
GONE = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    # The server's farewell came while nobody used the connection, and the driver has not seen its end yet.
    asyncpg.InternalClientError,
    ConnectionError,
)


def went_away(error: Exception, *, closed: bool) -> bool:
    """Whether `error` means that the server, or the way to it, is gone: also where rolling back on what was dying failed last."""
    at_its_end = closed or isinstance(error.__context__, GONE)
    return isinstance(error, GONE) or (isinstance(error, asyncpg.InterfaceError) and at_its_end)


class DatabaseUnusable(ToldInWords):
    """The database can't be used; the message says why and what to do."""


class NotMigrated(DatabaseUnusable):
    """The database is not at this version of Amana. Run `amana migrate` with the URL of the login that owns it."""


class DatabaseAddress(msgspec.Struct, frozen=True):
    """The embedded server: whoever owns the home may sign in as any role. `host` is the folder of a Unix socket."""

    host: str
    database: str
    port: int = 5432

    def sign_in(self, role: str) -> dict[str, Any]:
        """What the driver needs to sign in as `role`."""
        return {"host": self.host, "port": self.port, "database": self.database, "user": role}

    def __str__(self) -> str:
        return f"the embedded server ({self.host})"


class OwnDatabase(msgspec.Struct, frozen=True):
    """Your own PostgreSQL. Its roles have passwords; the login in the URL is for `amana migrate` alone."""

    url: DatabaseUrl
    password_of: Callable[[str], str]

    def sign_in(self, role: str) -> dict[str, Any]:
        """What the driver needs to sign in as `role`; as THE_URLS_OWN: what the URL says."""
        named = {} if role == THE_URLS_OWN else {"user": role, "password": self.password_of(role)}
        return {"dsn": self.url.secret, **named}

    def __str__(self) -> str:
        return str(self.url)


THE_URLS_OWN = ""  # the role of `sign_in` that means the login in the URL

AnyDatabase = DatabaseAddress | OwnDatabase


async def connect(address: AnyDatabase, role: str) -> asyncpg.Connection:
    """One connection as `role`. Raises DatabaseUnusable."""
    try:
        return await asyncpg.connect(**address.sign_in(role), timeout=CONNECT_SECONDS_MAX)
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise DatabaseUnusable(_why(error, address, role)) from None  # the driver's own trace would show the URL


@contextlib.asynccontextmanager
async def signed_in(address: AnyDatabase, role: str) -> AsyncIterator[asyncpg.Connection]:
    """One connection as `role`, closed at the end. Raises DatabaseUnusable, also where the server goes away meanwhile."""
    connection = await connect(address, role)
    try:
        yield connection
    except (asyncpg.InterfaceError, *GONE) as error:
        if not went_away(error, closed=connection.is_closed()):
            raise
        connection.terminate()
        raise DatabaseUnusable(
            f"The database at {address} went away. What was half done is finished by the next start."
        ) from None
    finally:
        await connection.close()


def _why(error: Exception, address: AnyDatabase, role: str) -> str:
    """The reason and the remedy."""
    where = f"The database at {address}"
    match error:
        case asyncpg.InvalidCatalogNameError():
            return f"{where} does not exist. Make it: CREATE DATABASE name OWNER login ENCODING 'UTF8' TEMPLATE template0;"
        case asyncpg.InvalidPasswordError() | asyncpg.InvalidAuthorizationSpecificationError() if role:
            return (
                f"{where} does not let {role} in. Either `amana migrate` was not run for it yet, or with another key file than "
                "this home's root.key, or pg_hba.conf has no line for this machine and the amana_ roles."
            )
        case asyncpg.InvalidPasswordError() | asyncpg.InvalidAuthorizationSpecificationError():
            return f"{where} does not let the login of AMANA_DATABASE_URL in. Check its name and password, and pg_hba.conf."
        case asyncpg.InsufficientPrivilegeError() if role:
            return f"{where}: {NotMigrated.__doc__}"
        case asyncpg.CannotConnectNowError():
            return f"{where} is starting or stopping. Try again in a moment."
        case asyncpg.TooManyConnectionsError():
            return f"{where} has no connection left. Raise max_connections, or stop what else holds them."
        case ssl.SSLError():
            return f"{where} did not pass the check of its certificate ({error.reason}). See sslmode and sslrootcert in the URL."
        case TimeoutError():
            return f"{where} did not answer in {CONNECT_SECONDS_MAX:.0f} s. Is the host right, and does a firewall stand between?"
        case ConnectionError() if "SSL" in str(error):
            return f"{where} does not speak TLS, which sslmode asks for. Switch ssl on in postgresql.conf, or change sslmode."
        case OSError():
            reason = error.strerror or type(error).__name__
            return f"{where} can't be reached ({reason}). Is the server running, are host and port right?"
        case _:
            return f"{where} can't be used: {_without_password(str(error), address)}"


def _without_password(said: str, address: AnyDatabase) -> str:
    if isinstance(address, OwnDatabase):
        parts = urlsplit(address.url.secret)
        written = [parts.password or "", *parse_qs(parts.query).get("password", [])]
        for password in {*written, *map(unquote, written)} - {""}:
            said = said.replace(password, "…")
    return said
