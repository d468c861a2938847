"""Sealed bodies: payloads, answers, guidelines and profiles as the database keeps them.

AES-256-GCM under a key of the body's own: HMAC-SHA-256 of its owner's key (see key_store.py) over its kind and its salt. So a
body opens only while both are there, and either is destroyed in one place, whatever backups hold the body. A sealed body is

    version 2 · number of the owner's key · page and row of the salt (0, 0: none) · nonce of 96 bits · ciphertext and tag

and the associated data binds all before the nonce with workspace, project, kind, id and part, so that a body which was moved
to another row or pointed at another salt does not open. Nothing else in Amana looks inside.
"""

import hashlib
import hmac
import secrets
import struct
from collections.abc import Callable, Iterator
from typing import Literal
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from amana.model.errors import ContentDestroyed
from amana.model.shreds import SaltAt
from amana.outside.key_store import KeyStore, Owner

__all__ = ["PEOPLE", "Kind", "Owner", "SaltAt", "Seal", "SealBroken"]

VERSION = 2
_HEADER = struct.Struct(">BHII")
_NONCE_BYTES = 12
_SEALED_FROM = _HEADER.size + _NONCE_BYTES
_RANDOM_AT_ONCE = 1000
OVERHEAD_BYTES = _SEALED_FROM + 16  # and the tag
NO_SALT = SaltAt(0, 0)
PEOPLE = Owner(None)  # what belongs to a person belongs to no client

Kind = Literal[
    "workspace", "project", "guideline", "plan", "upload", "task", "annotation", "person", "delivery", "delivery_chunk",
    "band_page", "key", "reason", "media", "blob", "vendor", "made_media", "draft", "device_key", "concern", "time", "audit",
]  # fmt: skip


class SealBroken(Exception):
    """A sealed body does not open: it was altered, moved to another row, or sealed under another key."""


class _OwnersKeys:
    """An owner's keys and what is derived from them once."""

    def __init__(self, keys: dict[int, bytes]) -> None:
        self.keys = keys
        self.newest = max(keys)
        # Of the first key, and not of the newest: equal contents must agree across rotations.
        self.digest = hmac.digest(keys[min(keys)], b"amana digest 2", hashlib.sha256)
        self.without_salt: dict[tuple[int, str], AESGCM] = {}

    def cipher(self, number: int, kind: str, salt: bytes) -> AESGCM:
        return AESGCM(hmac.digest(self.keys[number], b"amana body 2|" + salt + kind.encode(), hashlib.sha256))


class Seal:
    """Seals and opens bodies under the keys of a store."""

    def __init__(self, store: KeyStore) -> None:
        self.store = store
        self._seen = store.generation()
        self._owners: dict[Owner, _OwnersKeys] = {}

    def seal(self, kind: Kind, owner: Owner, row_id: UUID, content: bytes, part: int = 0, salt: SaltAt = NO_SALT) -> bytes:
        """The sealed form of `content`, which opens only as this kind, owner, row and part.

        Raises ContentDestroyed where the owner or the salt was destroyed, KeysMissing.
        """
        header = _HEADER.pack(VERSION, self._of(owner).newest, salt.page, salt.row)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        cipher = self._cipher(kind, owner, header)
        return header + nonce + cipher.encrypt(nonce, content, header + _bound(kind, owner, row_id, part))

    def sealer(self, kind: Kind, owner: Owner, page: int) -> Callable[[UUID, int, bytes], bytes]:
        """`seal` for the rows of a page of salts, which it makes; nonces are fetched from the system many at a time."""
        start, end = _bound_around(kind, owner)
        store, reserved = self.store, 0
        newest = self._of(owner).newest
        nonces = random_pieces(_NONCE_BYTES)

        def seal(row_id: UUID, row: int, content: bytes) -> bytes:
            nonlocal reserved
            if row >= reserved:
                reserved = max(row + 1, 2 * reserved)
                store.reserve(owner, page, reserved)
            header = _HEADER.pack(VERSION, newest, page, row)
            nonce = next(nonces)
            cipher = self._of(owner).cipher(newest, kind, store.salt(owner, SaltAt(page, row)))
            return header + nonce + cipher.encrypt(nonce, content, header + start + row_id.bytes + end)

        return seal

    def digester(self, owner: Owner) -> Callable[[bytes], bytes]:
        """A keyed hash (HMAC-SHA-256, 32 bytes): equal contents of one owner, and only those, agree."""
        key = self._of(owner).digest
        return lambda content: hmac.digest(key, content, hashlib.sha256)

    def hasher(self, owner: Owner) -> hmac.HMAC:
        """The same for a content that comes in pieces."""
        return hmac.new(self._of(owner).digest, digestmod=hashlib.sha256)

    def digest(self, owner: Owner, content: bytes) -> bytes:
        """The same for one content."""
        return self.digester(owner)(content)

    def open(self, kind: Kind, owner: Owner, row_id: UUID, body: bytes, part: int = 0) -> bytes:
        """The content of a sealed body. Raises SealBroken if it was altered or belongs to another row, ContentDestroyed,
        KeysMissing."""
        if body[:1] != bytes([VERSION]) or len(body) < OVERHEAD_BYTES:
            raise SealBroken(f"unknown version of a sealed {kind}")
        header, nonce, sealed = body[: _HEADER.size], body[_HEADER.size : _SEALED_FROM], body[_SEALED_FROM:]
        try:
            return self._cipher(kind, owner, header).decrypt(nonce, sealed, header + _bound(kind, owner, row_id, part))
        except InvalidTag as error:
            raise SealBroken(f"the sealed {kind} {row_id} does not open") from error

    def open_unless_destroyed(self, kind: Kind, owner: Owner, row_id: UUID, body: bytes) -> bytes | None:
        """The same for pages that go on without what was destroyed: None."""
        try:
            return self.open(kind, owner, row_id, body)
        except ContentDestroyed:
            return None

    @staticmethod
    def salt_of(body: bytes) -> SaltAt:
        """Where the salt of a sealed body lies: what was made of it is sealed under the same, and destroyed with it."""
        _, _, page, row = _HEADER.unpack_from(body)
        return SaltAt(page, row)

    def _cipher(self, kind: Kind, owner: Owner, header: bytes) -> AESGCM:
        _, number, page, row = _HEADER.unpack(header)
        of = self._of(owner)
        if number not in of.keys:
            raise SealBroken(f"a sealed {kind} names a key that {owner} never had")
        if page == row == 0:
            cipher = of.without_salt.get((number, kind))
            if cipher is None:
                cipher = of.without_salt[number, kind] = of.cipher(number, kind, b"")
            return cipher
        return of.cipher(number, kind, self.store.salt(owner, SaltAt(page, row)))

    def _of(self, owner: Owner) -> _OwnersKeys:
        now = self.store.generation()
        if now != self._seen:
            self._owners = {}
            self._seen = now
        found = self._owners.get(owner)
        if found is None:
            found = self._owners[owner] = _OwnersKeys(self.store.keys(owner))
        return found


def random_pieces(size: int) -> Iterator[bytes]:
    """Endless random pieces of `size` bytes: asking the system for each costs more than sealing a row."""
    while True:
        many = secrets.token_bytes(size * _RANDOM_AT_ONCE)
        for start in range(0, len(many), size):
            yield many[start : start + size]


def _bound(kind: Kind, owner: Owner, row_id: UUID, part: int) -> bytes:
    start, _ = _bound_around(kind, owner)
    return start + row_id.bytes + b"|" + str(part).encode()


def _bound_around(kind: Kind, owner: Owner) -> tuple[bytes, bytes]:
    """What stands before and after the id in the associated data of part 0."""
    workspace, project = (one.bytes if one else b"" for one in owner)
    return b"|".join((kind.encode(), workspace, project, b"")), b"|0"
