"""Sealed bodies: payloads, answers, guidelines and profiles as the database keeps them.

AES-256-GCM with a fresh 96-bit nonce a body. The associated data binds workspace, kind and id, so a body that is moved
to another row does not open. The first byte is the version of the format; nothing else in Amana looks inside.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator
from typing import Literal
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from amana.outside.keys import Keys

VERSION = 1
_NONCE_BYTES = 12
_RANDOM_AT_ONCE = 1000
OVERHEAD_BYTES = 1 + _NONCE_BYTES + 16  # version, nonce, tag

Kind = Literal[
    "workspace", "project", "guideline", "plan", "upload", "task", "annotation", "person", "delivery", "delivery_chunk",
    "band_page", "key",
]  # fmt: skip


class SealBroken(Exception):
    """A sealed body does not open: it was altered, moved to another row, or sealed under another key."""


class Seal:
    """Seals and opens bodies under the installation's keys."""

    def __init__(self, keys: Keys) -> None:
        self._cipher = AESGCM(keys.seal)
        self._digest_key = keys.digest

    def seal(self, kind: Kind, workspace_id: UUID | None, row_id: UUID, content: bytes, part: int = 0) -> bytes:
        """The sealed form of `content`, which opens only as this kind, workspace, row and part."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        bound = _bound(kind, workspace_id, row_id, part)
        return bytes([VERSION]) + nonce + self._cipher.encrypt(nonce, content, bound)

    def sealer(self, kind: Kind, workspace_id: UUID) -> Callable[[UUID, bytes], bytes]:
        """`seal` for many rows of one kind and workspace, their nonces fetched from the system many at a time."""
        start, end = kind.encode() + b"|" + workspace_id.bytes + b"|", b"|0"  # as _bound joins them
        version, encrypt = bytes([VERSION]), self._cipher.encrypt
        nonces = random_pieces(_NONCE_BYTES)

        def seal(row_id: UUID, content: bytes) -> bytes:
            nonce = next(nonces)
            return version + nonce + encrypt(nonce, content, start + row_id.bytes + end)

        return seal

    def digester(self, workspace_id: UUID) -> Callable[[bytes], bytes]:
        """`digest` for many contents of one workspace."""
        key, start = self._digest_key, workspace_id.bytes
        return lambda content: hmac.digest(key, start + content, hashlib.sha256)

    def open(self, kind: Kind, workspace_id: UUID | None, row_id: UUID, body: bytes, part: int = 0) -> bytes:
        """The content of a sealed body. Raises SealBroken if it was altered or belongs to another row."""
        if body[:1] != bytes([VERSION]):
            raise SealBroken(f"unknown version of a sealed {kind}")
        try:
            nonce, sealed = body[1 : 1 + _NONCE_BYTES], body[1 + _NONCE_BYTES :]
            return self._cipher.decrypt(nonce, sealed, _bound(kind, workspace_id, row_id, part))
        except InvalidTag as error:
            raise SealBroken(f"the sealed {kind} {row_id} does not open") from error

    def digest(self, workspace_id: UUID, content: bytes) -> bytes:
        """A keyed hash (HMAC-SHA-256, 32 bytes) of `content`: equal contents of one workspace, and only those, agree."""
        return hmac.digest(self._digest_key, workspace_id.bytes + content, hashlib.sha256)


def random_pieces(size: int) -> Iterator[bytes]:
    """Endless random pieces of `size` bytes: asking the system for each costs more than sealing a row."""
    while True:
        many = secrets.token_bytes(size * _RANDOM_AT_ONCE)
        for start in range(0, len(many), size):
            yield many[start : start + size]


def _bound(kind: Kind, workspace_id: UUID | None, row_id: UUID, part: int) -> bytes:
    return b"|".join((kind.encode(), workspace_id.bytes if workspace_id else b"", row_id.bytes, str(part).encode()))
