"""Secrets that people and programs carry: one-time links, sessions, API keys. The database keeps their hashes only."""

import hashlib
import secrets
import string
import zlib

KEY_PREFIX = "amana_k1_"  # lets secret scanners find a leaked key, and its checksum tells them that it is one
_LETTERS = string.digits + string.ascii_letters
_KEY_BYTES = 32
_KEY_LETTERS = 43  # that many say 32 bytes
_CHECK_LETTERS = 6  # that many say a CRC-32


def new_secret() -> str:
    """256 random bits, safe in a URL and a cookie."""
    return secrets.token_urlsafe(32)


def new_key() -> str:
    """An API key: its prefix, 256 random bits and their checksum in letters and digits."""
    body = _in_letters(int.from_bytes(secrets.token_bytes(_KEY_BYTES)), _KEY_LETTERS)
    return KEY_PREFIX + body + _check(body)


def is_key(text: str) -> bool:
    """Whether this looks like an API key, down to its checksum."""
    body, check = text[len(KEY_PREFIX) : -_CHECK_LETTERS], text[-_CHECK_LETTERS:]
    return text.startswith(KEY_PREFIX) and len(body) == _KEY_LETTERS and check == _check(body)


def hash_of(secret: str) -> bytes:
    """SHA-256. The secrets are uniformly random and long, so a slow password hash would protect nothing."""
    return hashlib.sha256(secret.encode()).digest()


def _check(body: str) -> str:
    return _in_letters(zlib.crc32(body.encode()), _CHECK_LETTERS)


def _in_letters(number: int, count: int) -> str:
    letters = ""
    for _ in range(count):
        number, rest = divmod(number, len(_LETTERS))
        letters = _LETTERS[rest] + letters
    return letters
