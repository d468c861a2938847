"""From a clean clone to a usable page, with every package fetched anew; and the second start."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from bench.bar import Bar

ROOT = Path(__file__).parent.parent.parent
WAIT_SECONDS_MAX = 600


def bars() -> Iterator[Bar]:
    folder = Path(tempfile.mkdtemp(prefix="amana-clone-", dir="/tmp"))
    folder.chmod(0o711)
    try:
        started = time.monotonic()
        subprocess.run(["git", "clone", "--quiet", f"file://{ROOT}", str(folder / "amana")], check=True)
        first = _until_usable(folder, started)
        yield Bar(
            name="clean clone to a usable page",
            figure=round(first, 1),
            unit="s",
            goal="under 240",
            holds=first < 240,
            note="git clone, make run; no package cached (pip, uv and npm had empty caches)",
        )
        second = _until_usable(folder, time.monotonic())
        yield Bar(name="second start", figure=round(second, 2), unit="s", goal="under 5", holds=second < 5, note="make run again")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _until_usable(folder: Path, started: float) -> float:
    """`make run` until the front page answers; seconds since `started`. Then Ctrl-C."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    caches = {"UV_CACHE_DIR": "uv", "PIP_CACHE_DIR": "pip", "npm_config_cache": "npm"}
    environment = os.environ | {name: str(folder / cache) for name, cache in caches.items()}
    environment |= {"AMANA_PORT": str(port), "AMANA_HOME": str(folder / "home")}
    environment.pop("VIRTUAL_ENV", None)
    with (folder / "log").open("ab") as log:
        run = subprocess.Popen(
            ["make", "-C", str(folder / "amana"), "run"], env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        while True:
            try:
                if httpx.get(f"http://localhost:{port}/").status_code == 200:
                    return time.monotonic() - started
            except httpx.TransportError:
                if run.poll() is not None or time.monotonic() - started > WAIT_SECONDS_MAX:
                    raise RuntimeError((folder / "log").read_text()) from None
                time.sleep(0.02)
    finally:
        os.killpg(run.pid, signal.SIGINT)
        run.wait(60)
