"""The scope token: what proves to the database that the engine, and not an injected statement, chose the walls.

The token is `audience|workspace|subject|expiry|person` and its HMAC-SHA-256 (RFC 2104). Row-level policies call
`sec.workspace()`, which checks it against the padded keys in `machinery.scope_key`, so `set_config` alone opens nothing.
"""

import hashlib
import hmac

from amana.model.scope import Scope

SCOPE_TOKEN_SECONDS = 60  # judged against the start of the transaction, so a long import does not lose its scope
_BLOCK_BYTES = 64


def mint(scope: Scope, key: bytes, now: float) -> str:
    """The token of `scope`, good for transactions that begin before `now` (POSIX seconds) + SCOPE_TOKEN_SECONDS."""
    fields = (
        scope.audience.value,
        str(scope.workspace_id) if scope.workspace_id else "",
        scope.subject.hex(),
        str(int(now) + SCOPE_TOKEN_SECONDS),
        str(scope.person) if scope.person else "",
    )
    claim = "|".join(fields)
    return f"{claim}.{hmac.digest(key, claim.encode(), hashlib.sha256).hex()}"


def padded_keys(key: bytes) -> tuple[bytes, bytes]:
    """The inner and outer padded keys of HMAC, from which the database computes it with `sha256()` alone.

    Raises ValueError for a key longer than a block (64 bytes), which RFC 2104 would hash first.
    """
    if len(key) > _BLOCK_BYTES:
        raise ValueError("a scope key has at most 64 bytes")
    block = key.ljust(_BLOCK_BYTES, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)
