"""What goes wrong between Amana and your own server is said in words, with a remedy, and never with a password."""

import asyncio
import ssl
from base64 import b64decode
from collections.abc import AsyncIterator, Awaitable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from amana.config import DatabaseUrl, SettingInvalid
from amana.core.scram import verifier
from amana.model.scope import Audience
from amana.outside import keys
from amana.outside.keys import Keys
from amana.store import migrate as migrate_module
from amana.store.connect import THE_URLS_OWN, DatabaseUnusable, NotMigrated, OwnDatabase
from amana.store.db import role_of
from amana.store.migrate import RolesTaken, SchemaTooNew, WrongKeyFile, migrate, require_current
from tests.cluster import OWNER, PASSWORD, Cluster, cluster, free_port, how_to

OURS, ANOTHERS = keys.derive(b"a" * 32), keys.derive(b"b" * 32)


@pytest.fixture(scope="module")
def own() -> Iterator[Cluster]:
    with cluster(16) as made:
        yield made


@pytest.fixture(scope="module")
async def migrated(own: Cluster) -> Cluster:
    await own.make_database()
    await bring(own.url(), OURS)
    return own


async def bring(url: str, with_keys: Keys) -> list[str]:
    address = OwnDatabase(DatabaseUrl(url), with_keys.password_of)
    return await migrate(address, THE_URLS_OWN, scope_key=with_keys.scope, fingerprint=with_keys.fingerprint)


async def current(url: str, with_keys: Keys) -> None:
    await require_current(OwnDatabase(DatabaseUrl(url), with_keys.password_of), with_keys.fingerprint)


async def refusal(attempt: Awaitable[object], kind: type[Exception] = DatabaseUnusable) -> str:
    with pytest.raises(kind) as raised:
        await attempt
    said = str(raised.value)
    assert PASSWORD not in said
    assert "p%40ss" not in said
    assert raised.value.__cause__ is None  # nor does a trace lead to the driver's own words
    return said


async def test_a_migrated_database_is_current_and_migrating_again_applies_nothing(migrated: Cluster) -> None:
    assert await bring(migrated.url(), OURS) == []
    await current(migrated.url(""), OURS)
    await current(migrated.url("somebody", "else"), OURS)  # whatever login the URL names is not used


async def test_a_server_that_is_not_there(own: Cluster) -> None:
    nowhere = f"postgresql://{OWNER}:p%40ss%2Fword%3A1@127.0.0.1:{free_port()}/amana"
    assert "can't be reached" in await refusal(bring(nowhere, OURS))
    assert "can't be reached" in await refusal(current(nowhere, OURS))
    assert "can't be reached" in await refusal(bring("postgresql://x:p%40ss@no-such-host.invalid/amana", OURS))


async def test_a_wrong_password_and_an_unknown_login(migrated: Cluster) -> None:
    assert "Check its name and password" in await refusal(bring(migrated.url(password="wrong"), OURS))
    assert "Check its name and password" in await refusal(bring(migrated.url("nobody-here"), OURS))


async def test_a_database_that_does_not_exist(migrated: Cluster) -> None:
    assert "CREATE DATABASE" in await refusal(bring(migrated.url(database="elsewhere"), OURS))


async def test_a_login_without_the_powers(migrated: Cluster) -> None:
    await migrated.run(
        f"CREATE ROLE weak LOGIN PASSWORD '{PASSWORD}'",
        f"CREATE ROLE stranger LOGIN CREATEROLE PASSWORD '{PASSWORD}'",
        "CREATE DATABASE weak OWNER weak ENCODING 'UTF8' TEMPLATE template0",
        "CREATE DATABASE strangers OWNER stranger ENCODING 'UTF8' TEMPLATE template0",
        "CREATE DATABASE latin OWNER stranger ENCODING 'LATIN1' TEMPLATE template0",
    )
    assert 'ALTER ROLE "weak" CREATEROLE' in await refusal(bring(migrated.url("weak", database="weak"), OURS))
    assert 'OWNER TO "stranger"' in await refusal(bring(migrated.url("stranger", database="weak"), OURS))
    assert "ENCODING 'UTF8'" in await refusal(bring(migrated.url("stranger", database="latin"), OURS))
    assert "made by another login" in await refusal(bring(migrated.url("stranger", database="strangers"), OURS))


async def test_two_installations_do_not_share_a_server(migrated: Cluster) -> None:
    """Roles are a whole server's: the second would take the first one's logins away."""
    await migrated.run(f"CREATE DATABASE second OWNER {OWNER} ENCODING 'UTF8' TEMPLATE template0")
    assert "belong to another installation" in await refusal(bring(migrated.url(database="second"), ANOTHERS), RolesTaken)
    await current(migrated.url(""), OURS)  # and nothing was taken
    # The same installation's own second database, a restored copy for instance, is welcome.
    assert await bring(migrated.url(database="second"), OURS) != []
    await current(migrated.url("", database="second"), OURS)


async def test_another_key_file(migrated: Cluster) -> None:
    await refusal(bring(migrated.url(), ANOTHERS), WrongKeyFile)
    assert "root.key" in await refusal(current(migrated.url(""), ANOTHERS))
    # Should the logins be right and the rest not, the fingerprint says so.
    mixed = keys.Keys(OURS.scope, OURS.signing, OURS.logins, ANOTHERS.fingerprint)
    await refusal(current(migrated.url(""), mixed), WrongKeyFile)


async def test_a_database_that_is_not_migrated_or_not_to_the_end_or_too_far(
    migrated: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrated.run(f"CREATE DATABASE empty OWNER {OWNER} ENCODING 'UTF8' TEMPLATE template0")
    assert "amana migrate" in await refusal(current(migrated.url("", database="empty"), OURS), NotMigrated)
    await migrated.run("INSERT INTO machinery.migration VALUES ('29990101T0000_later.pre.sql', 'x')", database="amana")
    try:
        assert "29990101T0000_later" in await refusal(current(migrated.url(""), OURS), SchemaTooNew)
        await refusal(bring(migrated.url(), OURS), SchemaTooNew)
    finally:
        await migrated.run("DELETE FROM machinery.migration WHERE name LIKE '2999%'", database="amana")
    missing = migrate_module._missing
    monkeypatch.setattr(migrate_module, "_missing", lambda done: [*missing(done), ("functions/later.sql", "")])
    assert "functions/later.sql" in await refusal(current(migrated.url(""), OURS), NotMigrated)


async def test_a_postgresql_that_is_too_old(migrated: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate_module, "VERSION_MIN", 17)
    assert "This is PostgreSQL 16. Amana needs 17 or newer" in await refusal(bring(migrated.url(), OURS))


async def test_the_password_the_server_keeps_is_the_one_the_key_file_gives(migrated: Cluster) -> None:
    superuser = await migrated.connect()
    kept = await superuser.fetchval("SELECT rolpassword FROM pg_authid WHERE rolname = 'amana_door'")
    await superuser.close()
    iterations, salt = kept.split("$")[1].split(":")
    assert kept == verifier(OURS.password_of("amana_door"), b64decode(salt))
    assert iterations == "4096"
    assert len({OURS.password_of(role_of(audience)) for audience in Audience}) == len(Audience)
    assert OURS.password_of("amana_door") != ANOTHERS.password_of("amana_door")


@pytest.mark.parametrize(
    "url", ["amana", "mysql://host/db", "postgresql://host", "postgresql://host:port/db", "postgresql://[x/db"]
)
def test_a_url_that_names_no_database_is_refused_in_words(url: str) -> None:
    with pytest.raises(SettingInvalid, match="postgresql://LOGIN:PASSWORD@HOST"):
        DatabaseUrl(url)


def test_a_url_is_printed_without_its_login() -> None:
    assert repr(DatabaseUrl("postgresql://me:secret@db.example:6432/amana?password=secret")) == "db.example:6432/amana"


# ---- TLS ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return self_signed(tmp_path_factory.mktemp("tls") / "server.pem")


def self_signed(file: Path) -> Path:
    """A file with a key and a certificate of 127.0.0.1 that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
async def tls_port(own: Cluster, certificate: Path) -> AsyncIterator[int]:
    """A port that speaks PostgreSQL's TLS and hands on to the server: the wheels' own servers are built without it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readexactly(8)
        assert asked[4:] == (80877103).to_bytes(4, "big")  # SSLRequest
        writer.write(b"S")
        try:
            await writer.start_tls(context)
            from_server, to_server = await asyncio.open_connection("127.0.0.1", own.port)
            await asyncio.gather(pump(reader, to_server), pump(from_server, writer))
        except (ssl.SSLError, ConnectionError):
            writer.transport.abort()  # a client that did not trust the certificate

    server = await asyncio.start_server(relay, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(65536):
        writer.write(piece)
        await writer.drain()
    writer.close()


async def test_the_urls_tls_parameters_are_honoured(migrated: Cluster, tls_port: int, certificate: Path) -> None:
    place = f"postgresql://127.0.0.1:{tls_port}/amana"
    await current(f"{place}?sslmode=require", OURS)
    await current(f"{place}?sslmode=verify-full&sslrootcert={certificate}", OURS)
    other = self_signed(certificate.with_name("other.pem"))
    assert "certificate" in await refusal(current(f"{place}?sslmode=verify-full&sslrootcert={other}", OURS))
    assert "does not speak TLS" in await refusal(current(migrated.url("", sslmode="require"), OURS))
    assert "sslmode" in await refusal(current(migrated.url("", sslmode="perhaps"), OURS))


# ---- starting over, last because it takes everything away ------------------------------------------------------------


async def test_a_server_is_free_for_another_installation_after_what_the_how_to_says(migrated: Cluster) -> None:
    for database in ("second", "empty", "strangers", "weak", "latin"):
        await migrated.run(f"DROP DATABASE IF EXISTS {database}")
    make, start_over = how_to()
    await migrated.run(*start_over)
    await migrated.run(make[1])
    assert await bring(migrated.url(), ANOTHERS) != []
    await current(migrated.url(""), ANOTHERS)
