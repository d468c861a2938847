"""What every command uses: how it speaks, and how it asks the engine."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from amana.client import Client, Refused
from amana.config import Settings
from amana.outside.files import write_whole

# Ids and links are for copying: never broken over two lines.
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

ProjectOption = Annotated[str, Parameter(name=["--project", "-p"])]
OutOption = Annotated[Path, Parameter(name=["--out", "-o"])]


def url() -> str:
    return os.environ.get("AMANA_URL", f"http://localhost:{Settings.from_environment().port}")


def door() -> str:
    """What a one-time link's secret is put behind: after the #, where no server and no preview sees it."""
    return f"{os.environ.get('AMANA_URL', Settings.from_environment().origin.url)}/link#"


def client() -> Client:
    """Asks the engine with the key of the environment. Raises Refused without one."""
    key = os.environ.get("AMANA_KEY", "")
    if not key:
        raise Refused("Set AMANA_KEY to an API key; `amana workspace create NAME` prints one.")
    return Client(url(), key)


def anybody() -> Client:
    """Asks the engine what it tells everybody, without a key."""
    return Client(url(), "")


def download(path: str, file: Path, **asked: object) -> int:
    """Write a stream of lines to a file that is whole or absent; says how many lines. `asked`: the query."""
    lines = 0

    def counted(pieces: Iterator[bytes]) -> Iterator[bytes]:
        nonlocal lines
        for piece in pieces:
            lines += piece.count(b"\n")
            yield piece

    with client() as asking:
        write_whole(file, counted(asking.stream(path, lambda _: None, **asked)), mode=0o644)
    return lines
