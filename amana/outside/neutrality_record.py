"""Checking the neutrality record offline: every signature, and that no entry is missing between the first and the last."""

import hashlib
from collections.abc import Sequence

from amana.model.errors import ToldInWords
from amana.model.neutrality import FORMAT, SignedEntry
from amana.outside.signing import holds


class RecordRefused(ToldInWords):
    """This is no whole neutrality record of Amana's, or it was altered, or somebody else signed it."""


def link(signed: SignedEntry | None) -> str:
    """What the entry after this one names as the one before it."""
    return "" if signed is None else hashlib.sha256(signed.entry.content).hexdigest()


def verify(record: Sequence[SignedEntry], public_key: str | None = None) -> None:
    """Raises RecordRefused unless all of it is signed by that key (None: by one), numbered from 1, and chained."""
    before: SignedEntry | None = None
    expected = public_key
    for number, signed in enumerate(record, start=1):
        expected = expected or signed.signature.public_key
        entry = signed.entry
        if (
            entry.format != FORMAT
            or entry.number != number
            or entry.before != link(before)
            or signed.signature.public_key != expected
            or not holds(signed.signature, entry.content)
        ):
            raise RecordRefused(f"{RecordRefused.__doc__} See entry {number}.")
        before = signed
