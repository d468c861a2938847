"""A lean HTTP/1.1 client over one kept connection: the driver shares two cores with what it measures."""

import asyncio
from typing import Any, Self
from urllib.parse import urlsplit

import msgspec


class Refused(Exception):
    """The engine answered something else than success."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status} {text}")
        self.status = status
        self.text = text


class Wire:
    """One connection to the engine on loopback, one request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, headers: str) -> None:
        self._reader = reader
        self._writer = writer
        self._headers = headers

    @classmethod
    async def open(cls, url: str, **headers: str) -> Self:
        """Connect to the engine at `url`; `headers` go with each request (an underscore in a name is a hyphen)."""
        host = urlsplit(url)
        reader, writer = await asyncio.open_connection("127.0.0.1", host.port)
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        return cls(reader, writer, f"host: {host.netloc}\r\ncontent-type: application/json\r\n{lines}")

    def close(self) -> None:
        self._writer.close()

    async def post(self, path: str, body: Any) -> Any:
        """The decoded answer, None where it is empty. Raises Refused unless its status is a success."""
        return await self._request("POST", path, msgspec.json.encode(body))

    async def get(self, path: str) -> Any:
        return await self._request("GET", path, b"")

    async def _request(self, method: str, path: str, content: bytes) -> Any:
        head = f"{method} {path} HTTP/1.1\r\n{self._headers}content-length: {len(content)}\r\n\r\n"
        self._writer.write(head.encode() + content)
        answered = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        status = int(answered[9:12])
        length = 0
        if (at := answered.find(b"content-length:")) >= 0:
            length = int(answered[at + 15 : answered.index(b"\r\n", at)])
        text = await self._reader.readexactly(length)
        if status >= 300:
            raise Refused(status, text.decode())
        return msgspec.json.decode(text) if text else None
