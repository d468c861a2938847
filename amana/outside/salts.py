"""Salts: 16 random bytes an item, in files of fixed width, so that one is found by counting and a million are one write.

A page is a file. Page 0 hands out its rows one by one (`new_slots`); every other page is a batch, its rows those of the batch's
file. Destroying a salt writes zeros over it: whoever has the page mapped, in whatever process, sees zeros from then on. Pages
are never written anew: a copy would leave the old one on the disk. Callers hold the store's lock while they change a page.
"""

import mmap
import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from amana.model.shreds import SaltAt
from amana.outside.files import erase

SALT_BYTES = 16
DESTROYED = bytes(SALT_BYTES)
SLOTS = 0  # the page that hands out its rows
_ROWS_MIN = 256
_ROWS_AT_ONCE_MAX = 1 << 16
_MAPPED_MAX = 256  # pages; each is a file that is kept open


class SaltMissing(Exception):
    """There is no such row: the page is older than what was sealed under it."""


class Salts:
    """The pages of one folder, a folder within an owner."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mapped: dict[tuple[str, int], mmap.mmap] = {}

    def at(self, owner: str, where: SaltAt) -> bytes:
        """The salt; DESTROYED if it was. Raises SaltMissing."""
        start = where.row * SALT_BYTES
        page = self._mapped.get((owner, where.page))
        if page is None or len(page) < start + SALT_BYTES:
            page = self._map(owner, where.page)
        salt = page[start : start + SALT_BYTES]
        if len(salt) < SALT_BYTES:
            raise SaltMissing
        return salt

    def rows(self, owner: str, page: int) -> int:
        """How many rows the page has."""
        path = self._path(owner, page)
        return path.stat().st_size // SALT_BYTES if path.exists() else 0

    def reserve(self, owner: str, page: int, rows: int) -> None:
        """Make the page hold at least `rows` rows, and some more: each time costs a flush. They are on the disk on return."""
        have = self.rows(owner, page)
        if have < rows:
            self._grow(owner, page, have, max(rows, _ROWS_MIN, have + min(have, _ROWS_AT_ONCE_MAX)))

    def new_slots(self, owner: str, count: int) -> list[SaltAt]:
        """Rows of page 0 that nobody had before. Row 0 is nobody's: it stands for no salt."""
        have = max(1, self.rows(owner, SLOTS))
        self._grow(owner, SLOTS, self.rows(owner, SLOTS), have + count)
        return [SaltAt(SLOTS, row) for row in range(have, have + count)]

    def destroy(self, owner: str, those: Iterable[SaltAt]) -> int:
        """Overwrite these salts; says how many were there."""
        destroyed = 0
        for where in those:
            if where.row >= self.rows(owner, where.page) or self.at(owner, where) == DESTROYED:
                continue
            descriptor = os.open(self._path(owner, where.page), os.O_WRONLY)
            try:
                os.pwrite(descriptor, DESTROYED, where.row * SALT_BYTES)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            destroyed += 1
        return destroyed

    def destroy_all(self, owner: str) -> bool:
        """Overwrite and delete every page of the owner and of owners within it; whether there were any."""
        folder = self._folder / owner
        if not folder.exists():
            return False
        for path in sorted(folder.rglob("*.salts")):
            erase(path)
        shutil.rmtree(folder)
        return True

    def forget(self) -> None:
        """Map every page anew when it is next read."""
        self._mapped = {}

    def _grow(self, owner: str, page: int, have: int, rows: int) -> None:
        path = self._path(owner, page)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            # At the end of the last whole row: what a kill cut off is written again.
            os.pwrite(descriptor, secrets.token_bytes((rows - have) * SALT_BYTES), have * SALT_BYTES)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _map(self, owner: str, page: int) -> mmap.mmap:
        try:
            with open(self._path(owner, page), "rb") as file:
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (FileNotFoundError, ValueError):  # an empty file can't be mapped
            raise SaltMissing from None
        if len(self._mapped) >= _MAPPED_MAX:
            self.forget()
        self._mapped[owner, page] = mapped
        return mapped

    def _path(self, owner: str, page: int) -> Path:
        return self._folder / owner / f"{page}.salts"
