"""Checking a receipt of what was destroyed, offline: no engine, no key but the public one."""

from pathlib import Path

import msgspec

from amana.model.errors import ToldInWords
from amana.model.shreds import FORMAT, Shred, SignedShred
from amana.outside.signing import holds
from amana.outside.vault import told


class ReceiptRefused(ToldInWords):
    """This is no receipt of Amana's, or it was altered, or somebody else signed it."""


def verify(file: Path, public_key: str | None) -> Shred:
    """What the receipt says, if its signature holds and is of that key (None: of the key it names). Raises ReceiptRefused."""
    try:
        signed = msgspec.json.decode(file.read_bytes(), type=SignedShred)
    except (msgspec.DecodeError, ValueError):
        raise ReceiptRefused(told(ReceiptRefused)) from None
    if signed.shred.format != FORMAT or not holds(signed.signature, signed.shred.content):
        raise ReceiptRefused(told(ReceiptRefused))
    if public_key not in (None, signed.signature.public_key):
        raise ReceiptRefused(f"{told(ReceiptRefused)} It names the key {signed.signature.public_key}.")
    return signed.shred
