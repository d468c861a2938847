"""A browser of somebody's own, with its profile on the disk, that can be killed as a laptop that falls into the water."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright

from tests.journeys.browser import CHROMIUM, FLAGS

_STARTS_WITHIN_SECONDS = 30


class Laptop:
    """A Chromium in processes of its own on `profile`."""

    def __init__(self, playwright: Playwright, profile: Path) -> None:
        self.profile = profile
        port_file = profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [CHROMIUM, *FLAGS, "--headless=new", f"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + _STARTS_WITHIN_SECONDS
        while not port_file.exists() or len(port_file.read_text().split()) < 2:
            assert time.monotonic() < deadline, "Chromium did not start"
            time.sleep(0.05)
        port = port_file.read_text().split()[0]
        self.browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        self.context: BrowserContext = self.browser.contexts[0]
        self.context.set_default_timeout(20_000)

    def kill(self) -> None:
        """kill -9 of every process of it."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def holds(self, words: str) -> bool:
        """Whether some file of the profile holds the words as they are written."""
        forms = (words.encode(), words.encode("utf-16-le"))
        files = (file for file in self.profile.rglob("*") if file.is_file())
        return any(form in content for content in map(_read, files) for form in forms)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:  # a socket, or gone meanwhile
        return b""


@contextmanager
def laptop(playwright: Playwright, profile: Path) -> Iterator[Laptop]:
    opened = Laptop(playwright, profile)
    try:
        yield opened
    finally:
        opened.kill()
