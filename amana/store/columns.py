"""Results of millions of rows as arrays, by binary COPY: as Python objects they would not fit."""

from collections.abc import Callable, Iterator, Mapping
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.void]

_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"


def unchanged(rows: Rows) -> Rows:
    return rows


def uuids(column: np.ndarray) -> Iterator[UUID]:
    """The ids of a column of S16, which numpy itself would shorten where they end in noughts."""
    content = column.tobytes()
    return (UUID(bytes=content[at : at + 16]) for at in range(0, len(content), 16))


class Columns:
    """Takes the pieces of a binary COPY and gives its rows.

    `fields`: each column's name and numpy type, such as i4 for an int, S16 for a uuid. No column may hold a null. `each` makes
    of a portion of the rows what is kept of them.
    """

    def __init__(self, fields: Mapping[str, str], each: Callable[[Rows], Rows] = unchanged) -> None:
        self._fields = fields
        self._each = each
        self._plain = np.dtype(list(fields.items()))
        widths = [(f"{name} bytes", ">i4") for name in fields]
        values = [(name, f">{kind}") for name, kind in fields.items()]
        self._wire = np.dtype([("columns", ">i2"), *(part for pair in zip(widths, values, strict=True) for part in pair)])
        self._portions = [each(np.empty(0, self._plain))]
        self._rest = b""
        self._begun = False
        self._fits = True

    async def take(self, piece: bytes) -> None:
        """Decode the rows that are whole and keep the rest. Raises nothing: the driver would wait for ever."""
        self._rest += piece
        if not self._begun:
            if len(self._rest) < len(_HEADER):
                return
            self._fits = self._rest.startswith(_HEADER)
            self._rest = self._rest[len(_HEADER) :]
            self._begun = True
        whole = len(self._rest) // self._wire.itemsize
        if whole:
            self._portions.append(self._each(self._decoded(np.frombuffer(self._rest, self._wire, whole))))
            self._rest = self._rest[whole * self._wire.itemsize :]

    def rows(self) -> Rows:
        """Every row, once the COPY is over. Raises ValueError if it was cut short or is not of the fields."""
        if self._rest != _TRAILER or not self._fits:
            raise ValueError(f"the COPY was cut short, or not every row is of {', '.join(self._fields)} without a null")
        return np.concatenate(self._portions)

    def _decoded(self, wire: Rows) -> Rows:
        rows = np.empty(len(wire), self._plain)
        self._fits &= bool((wire["columns"] == len(self._fields)).all())
        for name in self._fields:
            self._fits &= bool((wire[f"{name} bytes"] == self._plain[name].itemsize).all())
            rows[name] = wire[name]
        return rows
