"""What PostgreSQL keeps of a password (RFC 5803, as `pg_authid` writes it), computed here so that no server sees or logs it."""

import hashlib
import hmac
from base64 import b64encode

ITERATIONS = 4096  # PostgreSQL's own; a slow hash protects guessable passwords, and ours are keys


def verifier(password: str, salt: bytes) -> str:
    """`SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>`. `password` is ASCII, which SASLprep leaves as it is."""
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, ITERATIONS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    return f"SCRAM-SHA-256${ITERATIONS}:{_text(salt)}${_text(stored)}:{_text(server)}"


def _text(value: bytes) -> str:
    return b64encode(value).decode()
