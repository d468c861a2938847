"""Files that are whole or absent: written aside, flushed, put in place."""

import contextlib
import os
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
    return path.with_name(f".{path.name}.{os.getpid()}.new")


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
