"""Who must come in by which way, and how a recovery code is written."""

from amana.config import Origin
from amana.model.scope import Audience

# Crockford's letters: none is taken for another, and whoever writes O or l means 0 or 1.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MEANT = str.maketrans("OIL", "011")
_GROUP = 5


def must_have_a_passkey(origin: Origin) -> frozenset[Audience]:
    """Whoever sees or rules more than their own work, wherever others than this machine can knock."""
    if origin.is_home:
        return frozenset()
    return frozenset({Audience.CLIENT, Audience.AUDITOR, Audience.VENDOR, Audience.OPERATOR})


def code_of(secret: bytes) -> str:
    """A recovery code that says `secret`, in groups that a person can copy from paper."""
    number, letters = int.from_bytes(secret), ""
    while len(letters) * 5 < len(secret) * 8:
        number, rest = divmod(number, len(_LETTERS))
        letters += _LETTERS[rest]
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def as_meant(typed: str) -> str:
    """The letters of a code as somebody copied it, whatever stands between them."""
    return "".join(letter for letter in typed.upper().translate(_MEANT) if letter in _LETTERS)
