"""The installation's root key: one file of 32 random bytes, from which every working key is derived by name."""

import hmac
import secrets
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from amana.model.errors import ToldInWords
from amana.outside.files import write_if_absent

ROOT_KEY_BYTES = 32


class KeyFileDamaged(ToldInWords):
    """The key file is not 32 bytes long. Put back the copy you kept; without it nothing sealed can be read."""


class Keys(msgspec.Struct, frozen=True):
    """The working keys. Each is derived by HKDF-SHA-256 (RFC 5869) under its own label, so none reveals another."""

    seal: bytes  # encrypts bodies
    scope: bytes  # signs scope tokens
    digest: bytes  # keyed hashes: exact duplicates, equality of bodies that are sealed with fresh nonces
    signing: bytes  # seeds the Ed25519 key that signs deliveries
    logins: bytes  # the passwords of the database roles on your own PostgreSQL
    fingerprint: bytes  # not secret: tells the database whether this key file is the one it was made with

    def password_of(self, role: str) -> str:
        """The password under which a database role signs in on your own PostgreSQL: 64 hex digits.

        Derived and not drawn, so that every engine with this key file has it and no second file can be lost or differ.
        """
        return hmac.digest(self.logins, role.encode(), "sha256").hex()


def load_or_create(home: Path) -> Keys:
    """Read `home/keys/root.key`, making it on first use.

    Raises KeyFileDamaged if it is there and not 32 bytes long.
    """
    path = file_in(home)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        write_if_absent(path, secrets.token_bytes(ROOT_KEY_BYTES))
    return derive(path.read_bytes())


def load(home: Path) -> Keys | None:
    """The keys, or None if the home has none yet. Raises KeyFileDamaged."""
    path = file_in(home)
    return derive(path.read_bytes()) if path.exists() else None


def file_in(home: Path) -> Path:
    return home / "keys" / "root.key"


def derive(root: bytes) -> Keys:
    """The working keys of a root key of 32 bytes."""
    if len(root) != ROOT_KEY_BYTES:
        raise KeyFileDamaged(KeyFileDamaged.__doc__)
    return Keys(
        seal=_derived(root, b"amana seal 1"),
        scope=_derived(root, b"amana scope 1"),
        digest=_derived(root, b"amana digest 1"),
        signing=_derived(root, b"amana signing 1"),
        logins=_derived(root, b"amana logins 1"),
        fingerprint=_derived(root, b"amana fingerprint 1"),
    )


def _derived(root: bytes, label: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=label).derive(root)
