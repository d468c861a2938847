"""Which bytes a Range header asks for (RFC 9110, section 14)."""

import re
from typing import Self

import msgspec

from amana.model.errors import RangeNotThere

_ONE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


class Range(msgspec.Struct, frozen=True):
    """The bytes from `start` to before `stop`. `is_part`: somebody asked for less than the whole."""

    start: int
    stop: int
    is_part: bool = False

    @classmethod
    def of(cls, header: str | None, size_bytes: int) -> Self:
        """What the header asks for of so many bytes. One that can't be read, or asks for several ranges, asks for the whole.

        Raises RangeNotThere.
        """
        found = _ONE.fullmatch(header or "")
        if found is None or found[0] == "bytes=-":
            return cls(0, size_bytes)
        first, last = found.groups()
        if not first:  # the last so many bytes
            start, stop = max(0, size_bytes - int(last)), size_bytes
        elif last and int(last) < int(first):
            return cls(0, size_bytes)
        else:
            start, stop = int(first), min(size_bytes, int(last) + 1) if last else size_bytes
        if start >= stop:
            raise RangeNotThere(size_bytes=size_bytes)
        return cls(start, stop, True)
