"""Files that are whole or absent: written aside, flushed, put in place."""

import contextlib
import os
import threading
from collections.abc import Iterable
from pathlib import Path


def write_whole(path: Path, content: bytes | Iterable[bytes], mode: int = 0o600) -> None:
    """Replace `path` by `content` in one step; a crash leaves the old file or the new one, never a part."""
    aside = _aside(path)
    try:
        _write(aside, (content,) if isinstance(content, bytes) else content, mode)
        rename_for_good(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def replace_and_erase(path: Path, content: bytes) -> None:
    """Replace `path` in one step, and overwrite what it held before with zeros, as far as the disk lets anybody.

    A disk that copies on write, or levels wear, may keep the old blocks.
    """
    try:
        old = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        write_whole(path, content)
        return
    try:
        write_whole(path, content)
        os.pwrite(old, bytes(os.fstat(old).st_size), 0)
        os.fsync(old)
    finally:
        os.close(old)


def erase(path: Path) -> None:
    """Overwrite a file with zeros, as far as the disk lets anybody, and delete it for good."""
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.pwrite(descriptor, bytes(os.fstat(descriptor).st_size), 0)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    path.unlink()
    _keep_name(path)


def rename_for_good(aside: Path, path: Path) -> None:
    """Put a finished file in place, so that it is there after a power cut too."""
    aside.rename(path)
    _keep_name(path)


def write_if_absent(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Make `path` in one step unless it is there; of several that try at once one makes it and the others leave it."""
    aside = _aside(path)
    try:
        _write(aside, (content,), mode)
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
    finally:
        aside.unlink(missing_ok=True)
    _keep_name(path)


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.new")


def _write(aside: Path, content: Iterable[bytes], mode: int) -> None:
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        for piece in content:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _keep_name(path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the rename itself must survive a power cut
    finally:
        os.close(folder)
