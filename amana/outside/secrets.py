"""Secrets that people and programs carry: one-time links, sessions, API keys. The database keeps their hashes only."""

import hashlib
import secrets

KEY_PREFIX = "amk_"  # lets secret scanners find a leaked key


def new_secret() -> str:
    """256 random bits, safe in a URL and a cookie."""
    return secrets.token_urlsafe(32)


def new_key() -> str:
    """An API key, recognisable by its prefix."""
    return KEY_PREFIX + new_secret()


def hash_of(secret: str) -> bytes:
    """SHA-256. The secrets are uniformly random and long, so a slow password hash would protect nothing."""
    return hashlib.sha256(secret.encode()).digest()
