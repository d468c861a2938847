"""The built browser app: a handful of files, read once at start and served from memory, and its page for every deep link.

Nothing here walks a file system for a request. The pages may load from this origin alone, run no inline script and are
framed by nobody; whatever the engine answers carries the same headers.
"""

import gzip
import mimetypes
from pathlib import Path

import msgspec
from litestar import Router, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Response
from litestar.types import Message, Scope

from amana.api.context import AnyRequest
from amana.api.policy import Policy, allow
from amana.model.errors import ToldInWords

WEB = Path(__file__).parent.parent / "web"
INDEX = "index.html"

# Svelte makes its elements from strings that its compiler wrote, and one part of the app shows what DOMPurify cleaned; no other
# string may become HTML.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' blob:",  # what the page itself fetched ahead, in its memory
        "media-src 'self' blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types svelte-trusted-html dompurify amana-shell",
    )
)
SECURITY_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",  # but for the app's own files, content stays in no browser
}
_HEADERS = [(name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]


async def add_security_headers(message: Message, _: Scope) -> None:
    """Before anything is sent: pages, answers and refusals alike. What an answer says of itself stays as it says."""
    if message["type"] == "http.response.start":
        said = {name.lower() for name, _ in message["headers"]}
        message["headers"] = [*message["headers"], *(header for header in _HEADERS if header[0] not in said)]


class PagesNotBuilt(ToldInWords):
    """The browser app is not built. In a checkout run `make setup`; an installed package brings it."""


class PageFile(msgspec.Struct, frozen=True):
    """One file of the app, plain and compressed."""

    content: bytes
    zipped: bytes
    media_type: str


class Pages:
    """The files by their path under the app's root."""

    def __init__(self, files: dict[str, PageFile]) -> None:
        self._files = files

    @classmethod
    def read(cls, folder: Path = WEB) -> "Pages":
        """Raises PagesNotBuilt if there is no app in `folder`."""
        if not (folder / INDEX).is_file():
            raise PagesNotBuilt(PagesNotBuilt.__doc__)
        return cls({file.relative_to(folder).as_posix(): _read(file) for file in folder.rglob("[!.]*") if file.is_file()})

    def answer(self, path: str, *, zipped: bool) -> Response[bytes]:
        """The file at `path`; whatever is not a file of the app's is a page of it, which the app finds by itself."""
        immutable = path.startswith("assets/")
        if immutable and path not in self._files:
            raise NotFoundException(f"There is no {path} here.")
        file = self._files.get(path) or self._files[INDEX]
        headers = {"vary": "accept-encoding", "cache-control": "public, max-age=31536000, immutable" if immutable else "no-cache"}
        if zipped:
            headers["content-encoding"] = "gzip"
        return Response(file.zipped if zipped else file.content, media_type=file.media_type, headers=headers)


def _read(file: Path) -> PageFile:
    content = file.read_bytes()
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return PageFile(content, gzip.compress(content, mtime=0), media_type)


def _on_localhost(request: AnyRequest) -> Redirect | None:
    """One origin has one jar of cookies, and passkeys work on `localhost` alone: pages are there and nowhere else."""
    host, _, port = request.headers.get("host", "").rpartition(":")
    if host not in ("127.0.0.1", "[::1]") or not port.isdigit():
        return None
    query = request.scope["query_string"].decode("latin-1")
    return Redirect(f"http://localhost:{port}{request.scope['path']}{'?' + query if query else ''}", status_code=307)


@get("/", opt=allow(Policy.ANYONE), include_in_schema=False, sync_to_thread=False)
def front(request: AnyRequest) -> Response[bytes] | Redirect:
    return _page(request, INDEX)


@get("/{path:path}", opt=allow(Policy.ANYONE), include_in_schema=False, sync_to_thread=False)
def page(request: AnyRequest, path: FromPath[str]) -> Response[bytes] | Redirect:
    return _page(request, path.lstrip("/"))


def _page(request: AnyRequest, path: str) -> Response[bytes] | Redirect:
    pages: Pages = request.app.state.pages
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    return _on_localhost(request) or pages.answer(path, zipped=zipped)


router = Router("/", route_handlers=[front, page])
