"""The archive of a whole workspace as it lies there, checked offline: no engine, no key but the one it is signed with."""

import hashlib
import zipfile
from pathlib import Path

import msgspec

from amana.model.deliveries import MANIFEST, SIGNATURE, Signature
from amana.model.errors import ToldInWords
from amana.model.workspaces import ARCHIVE_FORMAT, ArchiveManifest
from amana.outside import signing

_PIECE_BYTES = 1024 * 1024


class ArchiveRefused(ToldInWords):
    """This is no whole workspace archive of Amana's, or it was altered, or somebody else signed it."""


def verify(file: Path, expected_key: str | None = None) -> ArchiveManifest:
    """Check the signature and every file's size and hash; nothing more and nothing less may lie in it. Raises ArchiveRefused.

    `expected_key`: the public key in hex that must have signed; None accepts any, which proves that nothing was changed since,
    not by whom it was signed.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return _verified(archive, expected_key)
    except (zipfile.BadZipFile, msgspec.DecodeError, KeyError, OSError, EOFError) as error:
        raise _refused(str(error)) from None


def _verified(archive: zipfile.ZipFile, expected_key: str | None) -> ArchiveManifest:
    found = [entry.filename for entry in archive.infolist()]
    folders = {name.partition("/")[0] for name in found}
    if len(folders) != 1:
        raise _refused("it does not hold one folder")
    [folder] = folders
    content = archive.read(f"{folder}/{MANIFEST}")
    signature = msgspec.json.decode(archive.read(f"{folder}/{SIGNATURE}"), type=Signature)
    manifest = msgspec.json.decode(content, type=ArchiveManifest)
    if manifest.format != ARCHIVE_FORMAT or not signing.holds(signature, content):
        raise _refused("the signature does not hold")
    if expected_key not in (None, signature.public_key):
        raise _refused(f"it is signed by another key: {signature.public_key}")
    listed = [f"{folder}/{one.name}" for one in manifest.files] + [f"{folder}/{MANIFEST}", f"{folder}/{SIGNATURE}"]
    if sorted(found) != sorted(listed):
        raise _refused("files are missing or were added")
    for one in manifest.files:
        digest, size = hashlib.sha256(), 0
        with archive.open(f"{folder}/{one.name}") as entry:
            while piece := entry.read(_PIECE_BYTES):
                digest.update(piece)
                size += len(piece)
        if (size, digest.hexdigest()) != (one.bytes, one.sha256):
            raise _refused(f"{one.name} was changed")
    return manifest


def _refused(why: str) -> ArchiveRefused:
    return ArchiveRefused(f"{' '.join((ArchiveRefused.__doc__ or '').split())} {why[:1].upper()}{why[1:]}.")
