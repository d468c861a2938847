"""A client of the HTTP API, as the command line uses it: a key, a URL, errors in the server's own words."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import httpx
import msgspec

from amana.model.errors import ToldInWords

FILE_PIECE_BYTES = 1024 * 1024


class Refused(ToldInWords):
    """The engine refused, in its own words."""


class Client:
    """Talks to one engine with one API key; with an empty one as anybody."""

    def __init__(self, url: str, key: str) -> None:
        self._url = url
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(base_url=url, headers=headers, timeout=httpx.Timeout(30, read=600))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._http.close()

    def get(self, path: str, **query: str | int) -> Any:
        return self._json("GET", path, params=query or None)

    def post(self, path: str, body: object = None, *, session: str | None = None) -> Any:
        """With `session` (what `redeem` returned) it is that person who asks, else the key."""
        headers = {"content-type": "application/json"}
        if session is not None:
            headers |= {"cookie": session, "authorization": ""}
        return self._json("POST", path, content=msgspec.json.encode(body), headers=headers)

    def redeem(self, link: str) -> str:
        """Exchange a one-time link for a session: the cookie to ask with."""
        with self._guard():
            response = self._http.post("/api/session", json={"link": link}, headers={"authorization": ""})
        if response.is_error:
            raise Refused(_words(response))
        self._http.cookies.clear()  # each person brings their own
        return response.headers["set-cookie"].partition(";")[0]

    def put(self, path: str, body: object) -> Any:
        return self._json("PUT", path, content=msgspec.json.encode(body), headers={"content-type": "application/json"})

    def send_file(self, path: str, file: Path) -> Any:
        """POST a file as it lies, a piece at a time."""

        def pieces() -> Iterator[bytes]:
            with file.open("rb") as stream:
                while piece := stream.read(FILE_PIECE_BYTES):
                    yield piece

        headers = {"content-type": "application/octet-stream", "content-length": str(file.stat().st_size)}
        return self._json("POST", path, content=pieces(), params={"file_name": file.name}, headers=headers)

    def send_rows(self, path: str, rows: Iterable[object]) -> Any:
        """POST rows as JSON Lines."""
        lines = msgspec.json.Encoder().encode_lines(list(rows))
        return self._json("POST", path, content=lines, headers={"content-type": "application/octet-stream"})

    def stream(self, path: str, heard: Callable[[httpx.Headers], None] = lambda _: None, **asked: object) -> Iterator[bytes]:
        """The bytes of an export as they come; `heard` gets the headers before the first. `asked`: the query."""
        query = {name: value for name, value in asked.items() if value not in (None, False)}
        with self._guard(), self._http.stream("GET", path, params=cast("Any", query)) as response:
            if response.is_error:
                response.read()
                raise Refused(_words(response))
            heard(response.headers)
            yield from response.iter_bytes()

    def _json(self, method: str, path: str, **more: Any) -> Any:
        with self._guard():
            response = self._http.request(method, path, **more)
        if response.is_error:
            raise Refused(_words(response))
        return response.json() if response.content else None

    def _guard(self) -> "_Unreachable":
        return _Unreachable(self._url)


class _Unreachable:
    """Turns a connection that fails into words."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(error, httpx.TransportError):
            raise Refused(f"There is no Amana at {self._url} ({error}). Start it with `amana up`, or set AMANA_URL.")


def _words(response: httpx.Response) -> str:
    try:
        return str(response.json()["detail"])
    except (ValueError, KeyError):
        return f"HTTP {response.status_code}"
