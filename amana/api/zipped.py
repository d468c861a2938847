"""Several files as one ZIP, streamed: nothing is held but the piece that is on its way."""

import zipfile
from collections.abc import AsyncIterator, Callable, Iterable

from amana.outside.zip_stream import Pipe

ZIP = "application/zip"


async def zipped(folder: str, names: Iterable[str], read: Callable[[str], AsyncIterator[bytes]]) -> AsyncIterator[bytes]:
    """The files `names`, read by `read`, compressed, under `folder`."""
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            with archive.open(f"{folder}/{name}", "w", force_zip64=True) as entry:
                async for piece in read(name):
                    entry.write(piece)
                    yield pipe.take()
    yield pipe.take()
