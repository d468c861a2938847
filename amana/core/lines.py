"""Cutting a stream of bytes into lines, whatever the pieces it comes in."""

from collections.abc import Iterator

from amana.model.errors import LineTooLong

LINE_BYTES_MAX = 8 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"


class LineCutter:
    """Feed it pieces, take whole lines with their numbers (from 1, as an editor counts); blank lines are left out."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._number = 0

    def feed(self, piece: bytes) -> Iterator[tuple[int, bytes]]:
        """The lines completed by this piece. Raises LineTooLong."""
        self._rest += piece
        *whole, rest = self._rest.split(b"\n")
        self._rest = bytearray(rest)
        if len(rest) > LINE_BYTES_MAX:
            raise LineTooLong(row=self._number + len(whole) + 1, limit_bytes=LINE_BYTES_MAX)
        for line in whole:
            yield from self._line(bytes(line))

    def end(self) -> Iterator[tuple[int, bytes]]:
        """The last line, if the file does not end with a line break."""
        if self._rest:
            yield from self._line(bytes(self._rest))
            self._rest = bytearray()

    def _line(self, line: bytes) -> Iterator[tuple[int, bytes]]:
        self._number += 1
        if self._number == 1:
            line = line.removeprefix(_BOM)
        if len(line) > LINE_BYTES_MAX:
            raise LineTooLong(row=self._number, limit_bytes=LINE_BYTES_MAX)
        if line.strip():
            yield self._number, line
