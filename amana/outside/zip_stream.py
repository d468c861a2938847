"""A ZIP that is made as it is sent or kept: nothing is held but the piece that is on its way, and the names."""

import io
import zipfile


class Pipe(io.RawIOBase):
    """What the writer writes into and the sender takes out of; it can't be sought, so sizes follow each file."""

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


class ZipOfTexts:
    """Texts as files of one ZIP. The same texts in the same order make the same bytes, whatever the day."""

    def __init__(self) -> None:
        self._pipe = Pipe()
        self._zip = zipfile.ZipFile(self._pipe, "w", zipfile.ZIP_DEFLATED)

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def add(self, name: str, text: str) -> bytes:
        """Add a file; what there is to write for it."""
        self._zip.writestr(zipfile.ZipInfo(name), text.encode(), zipfile.ZIP_DEFLATED)
        return self._pipe.take()

    def end(self) -> bytes:
        """The list of what is in it; nothing can be added afterwards."""
        self._zip.close()
        return self._pipe.take()
