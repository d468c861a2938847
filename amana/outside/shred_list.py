"""The list of what was destroyed: lines that are signed and chained workspace by workspace, only ever added to.

It decides what may be read, whatever an old copy of the keys still holds: see `FileKeyStore`.
"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import msgspec

from amana.model.errors import ToldInWords
from amana.model.shreds import Shred, SignedShred
from amana.outside.files import write_whole
from amana.outside.signing import Signer, holds

NONE_BEFORE = "0" * 64


class ShredListBroken(ToldInWords):
    """The list of what was destroyed does not hold: a line was altered, left out, or signed by another installation. Put back the
    newest copy of shreds.jsonl; until then nothing is served, for fear of serving what was destroyed."""


class ShredListsDiffer(ToldInWords):
    """Two lists of what was destroyed tell different stories. Nothing was restored: find out which one is this installation's."""


def read(path: Path, public_key: str) -> tuple[SignedShred, ...]:
    """The entries, every signature and the chain checked. A last line that was cut off by a kill was never acknowledged and is
    passed over. Raises ShredListBroken."""
    if not path.exists():
        return ()
    lines = path.read_bytes().split(b"\n")
    return checked(lines[:-1], public_key)


def checked(lines: Sequence[bytes], public_key: str) -> tuple[SignedShred, ...]:
    """The entries of whole lines. Each workspace's are numbered and chained on their own. Raises ShredListBroken."""
    entries: list[SignedShred] = []
    newest: dict[UUID, SignedShred] = {}
    for at, line in enumerate(lines, start=1):
        try:
            signed = msgspec.json.decode(line, type=SignedShred)
        except (msgspec.DecodeError, ValueError):
            raise _broken(at) from None
        entry = signed.shred
        expected = (*following(newest.get(entry.workspace_id)), public_key)
        if (entry.number, entry.before, signed.signature.public_key) != expected or not holds(signed.signature, entry.content):
            raise _broken(at)
        newest[entry.workspace_id] = signed
        entries.append(signed)
    return tuple(entries)


def following(last: SignedShred | None) -> tuple[int, str]:
    """The number and the `before` of the entry after a workspace's last one."""
    if last is None:
        return 1, NONE_BEFORE
    return last.shred.number + 1, hashlib.sha256(last.shred.content).hexdigest()


def _broken(at: int) -> ShredListBroken:
    said = " ".join((ShredListBroken.__doc__ or "").split())
    return ShredListBroken(f"Line {at}: {said}")


def append(path: Path, entries: Sequence[SignedShred], shred: Shred, signer: Signer) -> SignedShred:
    """Sign the next entry and add it after `entries`, which are what the file holds; it is on the disk on return."""
    signed = SignedShred(shred, signer.sign(shred.content))
    if not path.exists():
        write_whole(path, _line(signed))
        return signed
    descriptor = os.open(path, os.O_WRONLY)
    try:
        end = sum(len(_line(one)) for one in entries)
        os.ftruncate(descriptor, end)  # what a kill cut off
        os.pwrite(descriptor, _line(signed), end)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return signed


def write(path: Path, entries: Sequence[SignedShred]) -> None:
    write_whole(path, b"".join(map(_line, entries)))


def longer(one: Sequence[SignedShred], other: Sequence[SignedShred]) -> tuple[SignedShred, ...]:
    """Of two lists, of which one goes on where the other ends, the longer. Raises ShredListsDiffer."""
    short, long = sorted((tuple(one), tuple(other)), key=len)
    if long[: len(short)] != short:
        raise ShredListsDiffer(" ".join((ShredListsDiffer.__doc__ or "").split()))
    return long


def _line(signed: SignedShred) -> bytes:
    return msgspec.json.encode(signed, order="deterministic") + b"\n"
