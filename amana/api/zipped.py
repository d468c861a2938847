"""Several files as one ZIP, streamed: nothing is held but the piece that is on its way."""

import io
import zipfile
from collections.abc import AsyncIterator, Callable, Iterable

ZIP = "application/zip"


class _Pipe(io.RawIOBase):
    """What the writer writes into and the response takes out of; it can't be sought, so sizes follow each file."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        self._pieces.append(bytes(piece))
        return len(piece)

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


async def zipped(folder: str, names: Iterable[str], read: Callable[[str], AsyncIterator[bytes]]) -> AsyncIterator[bytes]:
    """The files `names`, read by `read`, compressed, under `folder`."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            with archive.open(f"{folder}/{name}", "w", force_zip64=True) as entry:
                async for piece in read(name):
                    entry.write(piece)
                    yield pipe.take()
    yield pipe.take()
