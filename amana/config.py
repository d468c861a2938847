"""Settings: where the installation lives and how it listens. Read once, at start, from the environment."""

import hashlib
import os
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import msgspec

from amana.model.errors import ToldInWords


class SettingInvalid(ToldInWords):
    """A setting of the environment can't be used."""


class DatabaseUrl:
    """Where your own PostgreSQL is, and perhaps a password. Printed without it, whoever prints it."""

    def __init__(self, url: str) -> None:
        """Raises SettingInvalid for what is not the URL of a PostgreSQL database."""
        try:
            parts = urlsplit(url)
            _ = parts.port
        except ValueError:
            raise SettingInvalid(f"AMANA_DATABASE_URL can't be read. {_URL_FORM}") from None
        if parts.scheme not in ("postgresql", "postgres") or parts.path in ("", "/"):
            raise SettingInvalid(f"AMANA_DATABASE_URL must begin with postgresql:// and name a database. {_URL_FORM}")
        self.secret = url
        self._shown = f"{parts.netloc.rpartition('@')[2]}{parts.path}"

    def __repr__(self) -> str:
        """Host, port and database."""
        return self._shown


_URL_FORM = (
    "It looks like postgresql://LOGIN:PASSWORD@HOST:5432/DATABASE?sslmode=verify-full; characters like @ and / are %40 and %2F."
)


class Origin:
    """Where browsers find the engine: the origin that passkeys and cookies are bound to."""

    def __init__(self, url: str) -> None:
        """Raises SettingInvalid for what is no origin, or one whose way could be listened to."""
        try:
            parts = urlsplit(url)
            _ = parts.port
        except ValueError:
            raise SettingInvalid(f"AMANA_ORIGIN can't be read. {_ORIGIN_FORM}") from None
        self.url = f"{parts.scheme}://{parts.netloc}"
        self.host = parts.hostname or ""
        self.is_https = parts.scheme == "https"
        if url.rstrip("/") != self.url or not self.host or not (self.is_https or (parts.scheme == "http" and self.is_home)):
            raise SettingInvalid(f"AMANA_ORIGIN must be https:// and a host, and nothing after it. {_ORIGIN_FORM}")

    @classmethod
    def at_home(cls, port: int) -> Self:
        """On this machine alone; passkeys work on `localhost` and not on 127.0.0.1."""
        return cls(f"http://localhost:{port}")

    @property
    def is_home(self) -> bool:
        """Whether nobody but this machine itself can knock."""
        return self.host == "localhost"


_ORIGIN_FORM = "It looks like https://amana.example.org, as browsers see the proxy that stands before the engine."


class Issuer:
    """The one organisation whose sign-in is believed (OpenID Connect), and who we are to it."""

    def __init__(self, url: str, client_id: str, client_secret: str | None) -> None:
        """Raises SettingInvalid for what is no issuer, or one whose way could be listened to."""
        self.url = url
        self.client_id = client_id
        self.client_secret = client_secret
        self.host = urlsplit(url).hostname or ""
        if not self.may_send_to(url) or urlsplit(url).query or not client_id:
            raise SettingInvalid(
                "AMANA_OIDC_ISSUER must be the issuer's https:// address as it calls itself, AMANA_OIDC_CLIENT_ID our name there."
            )

    def may_send_to(self, url: str) -> bool:
        """Whether a part of the issuer may be asked there: over HTTPS, or on this machine where the issuer itself is."""
        parts = urlsplit(url)
        at_home = parts.scheme == "http" and parts.hostname in _THIS_MACHINE and self.host in _THIS_MACHINE
        return at_home or (parts.scheme == "https" and bool(parts.hostname))


_THIS_MACHINE = ("localhost", "127.0.0.1")


class BlobsAt:
    """A bucket, and the store that has it (None: Amazon's own). Printed without who we are to it, which is nowhere here."""

    def __init__(self, url: str, endpoint: str | None) -> None:
        """Raises SettingInvalid for what is no bucket, or a store whose way could be listened to."""
        parts = urlsplit(url)
        self.bucket = parts.netloc
        self.prefix = parts.path.strip("/")
        self.endpoint = endpoint
        if parts.scheme != "s3" or not self.bucket or parts.query or parts.fragment or "@" in self.bucket:
            raise SettingInvalid("AMANA_BLOBS must be s3:// and a bucket, perhaps with a folder in it: s3://amana/media.")
        if endpoint is not None:
            store = urlsplit(endpoint)
            if not (store.scheme == "https" or (store.scheme == "http" and store.hostname in _THIS_MACHINE)):
                raise SettingInvalid("AMANA_BLOBS_ENDPOINT must be the https:// address of the store.")

    def __repr__(self) -> str:
        store = f" at {self.endpoint}" if self.endpoint else ""
        return f"s3://{self.bucket}{'/' if self.prefix else ''}{self.prefix}{store}"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may choose. `home` holds the keys and, unless there is a `database_url`, the database; media too, unless
    `blobs` says where."""

    home: Path
    port: int = 8321
    database_url: DatabaseUrl | None = None
    public_origin: Origin | None = None
    passwords: bool = False
    issuer: Issuer | None = None
    blobs: BlobsAt | None = None

    @classmethod
    def from_environment(cls) -> Self:
        """Read `AMANA_HOME`, `AMANA_PORT`, `AMANA_DATABASE_URL`, `AMANA_ORIGIN`, `AMANA_PASSWORDS`, `AMANA_OIDC_ISSUER` with
        `AMANA_OIDC_CLIENT_ID` and `AMANA_OIDC_CLIENT_SECRET`, and `AMANA_BLOBS` with `AMANA_BLOBS_ENDPOINT`; each has a default.

        Raises SettingInvalid for a port that is not a number between 1 and 65535, a URL that names no database, an origin
        that is neither https nor localhost, anything but `on` and `off` for passwords, or a place for blobs that is no bucket.
        """
        port = os.environ.get("AMANA_PORT", "8321")
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise SettingInvalid(f"AMANA_PORT must be a number between 1 and 65535, not {port!r}")
        home = os.environ.get("AMANA_HOME")
        url = os.environ.get("AMANA_DATABASE_URL")
        origin = os.environ.get("AMANA_ORIGIN")
        passwords = os.environ.get("AMANA_PASSWORDS", "off")
        blobs = os.environ.get("AMANA_BLOBS")
        if passwords not in ("on", "off"):
            raise SettingInvalid(f"AMANA_PASSWORDS must be on or off, not {passwords!r}")
        return cls(
            home=Path(home) if home else default_home(),
            port=int(port),
            database_url=DatabaseUrl(url) if url else None,
            public_origin=Origin(origin) if origin else None,
            passwords=passwords == "on",
            issuer=_issuer(),
            blobs=BlobsAt(blobs, os.environ.get("AMANA_BLOBS_ENDPOINT") or None) if blobs else None,
        )

    @property
    def origin(self) -> Origin:
        """`public_origin`, or this machine alone."""
        return self.public_origin or Origin.at_home(self.port)


def _issuer() -> Issuer | None:
    url = os.environ.get("AMANA_OIDC_ISSUER")
    if not url:
        return None
    return Issuer(url, os.environ.get("AMANA_OIDC_CLIENT_ID", ""), os.environ.get("AMANA_OIDC_CLIENT_SECRET") or None)


def default_home() -> Path:
    """`/var/lib/amana` for root, `$XDG_DATA_HOME/amana` for anybody else."""
    if os.geteuid() == 0:
        return Path("/var/lib/amana")
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "amana"


def checkout_home() -> Path:
    """Where `make run` keeps its engine: the default home with a hash of the checkout's path, so that two do not share."""
    checkout = Path(__file__).resolve().parent.parent
    home = default_home()
    return home.with_name(f"{home.name}-{hashlib.sha256(os.fsencode(checkout)).hexdigest()[:8]}")


if __name__ == "__main__":
    print(checkout_home())  # noqa: T201 - this is for the Makefile
