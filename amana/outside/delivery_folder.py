"""A delivery as it lies in a folder, checked offline: no engine, no network, no key but the one it is signed with."""

import hashlib
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from amana.core.delivery import (
    Found,
    complaints_of_errata,
    complaints_of_figures,
    complaints_of_files,
    complaints_of_probabilities,
)
from amana.core.quality.certificate import AuditRow, Certificate, figures
from amana.core.quality.certificate import complaints as of_certificate
from amana.model.deliveries import (
    ANNOTATIONS,
    AUDITS,
    CERTIFICATE,
    ERRATA,
    MANIFEST,
    SIGNATURE,
    TASKS,
    Manifest,
    Signature,
    signature_bytes,
)
from amana.model.errors import ToldInWords
from amana.outside import signing

_PIECE_BYTES = 1024 * 1024


class NoDelivery(ToldInWords):
    """There is no delivery in this folder: it needs manifest.json and manifest.sig."""


class Verdict(msgspec.Struct, frozen=True):
    """`complaints` is empty if the delivery is as it was signed. `manifest` is None if it can't be read."""

    complaints: tuple[str, ...]
    manifest: Manifest | None
    public_key: str


def verify(folder: Path, expected_key: str | None = None) -> Verdict:
    """Check the signature, every file's hash, and the manifest's counts and agreement against the delivered rows.

    `expected_key`: the public key in hex that must have signed; None accepts any, which proves that nothing was changed
    since, not by whom it was signed. Raises NoDelivery.
    """
    manifest_file, signature_file = folder / MANIFEST, folder / SIGNATURE
    if any(file.is_symlink() or not file.is_file() for file in (manifest_file, signature_file)):
        raise NoDelivery(f"{folder}: {NoDelivery.__doc__}")
    content = manifest_file.read_bytes()
    signature = _signature(signature_file.read_bytes())
    if signature is None:
        return Verdict((f"{SIGNATURE} was changed: it is not a signature as Amana writes it",), None, "")
    if not signing.holds(signature, content):
        return Verdict((f"{MANIFEST} or {SIGNATURE} was changed: the signature does not hold",), None, signature.public_key)
    if expected_key is not None and signature.public_key != expected_key.lower():
        return Verdict((f"{MANIFEST} is signed by another key: {signature.public_key}",), None, signature.public_key)
    manifest = msgspec.json.decode(content, type=Manifest)
    complaints = complaints_of_files(manifest, dict(_found(folder)))
    if not complaints:
        with (folder / TASKS).open("rb") as tasks:
            task_rows = sum(1 for _ in tasks)
        complaints = complaints_of_figures(manifest, task_rows, _rows(folder / ANNOTATIONS))
        complaints += complaints_of_probabilities(manifest, _rows(folder / TASKS))
        if ERRATA in {file.name for file in manifest.files}:
            complaints += complaints_of_errata(_rows(folder / TASKS), _rows(folder / ERRATA))
        complaints += _of_certificate(folder, manifest)
        for listed in manifest.files:
            rows = _count(folder / listed.name)
            if (rows, (folder / listed.name).stat().st_size) != (listed.rows, listed.bytes):
                complaints.append(f"{listed.name} has {rows} rows, the manifest says {listed.rows}")
    return Verdict(tuple(complaints), manifest, signature.public_key)


def _of_certificate(folder: Path, manifest: Manifest) -> list[str]:
    """What the certificate states and the rows don't bear out. Deliveries of before there were any have none."""
    listed = {file.name for file in manifest.files}
    if CERTIFICATE not in listed:
        return []
    try:
        stated = msgspec.json.decode((folder / CERTIFICATE).read_bytes(), type=Certificate)
        rows = [msgspec.convert(row, AuditRow) for row in _rows(folder / AUDITS)] if AUDITS in listed else []
    except msgspec.DecodeError as error:
        return [f"{CERTIFICATE} or {AUDITS} is not as Amana writes it: {error}"]
    counted = figures(manifest.questions, _rows(folder / TASKS), _rows(folder / ANNOTATIONS))
    of_this = [
        f"{name} in {CERTIFICATE} is not the manifest's"
        for name in ("delivery_id", "project_id", "task_type", "created_at")
        if getattr(stated, name) != getattr(manifest, name)
    ]
    return of_this + of_certificate(stated, manifest.questions, counted, rows)


def _signature(content: bytes) -> Signature | None:
    """The signature if these are the very bytes Amana writes for one, else None: a byte changed in it is a change too."""
    try:
        signature = msgspec.json.decode(content, type=Signature)
    except msgspec.DecodeError:
        return None
    return signature if signature_bytes(signature) == content and signature.public_key.islower() else None


def _found(folder: Path) -> Iterator[tuple[str, Found]]:
    """Everything in the folder but the manifest and its signature. What is no plain file has no bytes of its own."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name in (MANIFEST, SIGNATURE):
            continue
        digest, size = hashlib.sha256(), 0
        if entry.is_file(follow_symlinks=False):
            with open(entry.path, "rb") as file:
                while piece := file.read(_PIECE_BYTES):
                    digest.update(piece)
                    size += len(piece)
        yield entry.name, Found(size, digest.hexdigest() if entry.is_file(follow_symlinks=False) else "not a plain file")


def _count(path: Path) -> int:
    """How many rows a file has, or how many files a ZIP."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return len(archive.infolist())
    with path.open("rb") as file:
        return sum(1 for _ in file)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        for line in file:
            yield msgspec.json.decode(line)
