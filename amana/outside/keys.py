"""The installation's working keys, derived by name from one seed, which the installation's vault holds (see key_store.py)."""

import hmac
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SEED_BYTES = 32


class Keys(msgspec.Struct, frozen=True):
    """The working keys. Each is derived by HKDF-SHA-256 (RFC 5869) under its own label, so none reveals another."""

    scope: bytes  # signs scope tokens
    signing: bytes  # seeds the Ed25519 key that signs deliveries
    logins: bytes  # the passwords of the database roles on your own PostgreSQL
    fingerprint: bytes  # not secret: tells the database whether these are the keys it was made with

    def password_of(self, role: str) -> str:
        """The password under which a database role signs in on your own PostgreSQL: 64 hex digits.

        Derived and not drawn, so that every engine with these keys has it and no second file can be lost or differ.
        """
        return hmac.digest(self.logins, role.encode(), "sha256").hex()


def derive(seed: bytes) -> Keys:
    """The working keys of a seed of 32 bytes."""
    return Keys(
        scope=_derived(seed, b"amana scope 1"),
        signing=_derived(seed, b"amana signing 1"),
        logins=_derived(seed, b"amana logins 1"),
        fingerprint=_derived(seed, b"amana fingerprint 1"),
    )


def file_in(home: Path) -> Path:
    return home / "keys" / "root.key"


def _derived(seed: bytes, label: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=label).derive(seed)
