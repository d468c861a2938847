"""People at their browsers: Debian's Chromium, one context a person, everything they see kept as a strip of pictures."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, sync_playwright
from playwright.sync_api import Error as PlaywrightError

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"}
PHONE_IN_ARABIC: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "locale": "ar",
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
PICTURES = Path(os.environ.get("AMANA_PICTURES", "build/journeys"))


class Person:
    """Somebody at a browser of their own. `complaints` holds what the page itself said was wrong."""

    def __init__(
        self, browser: Browser, strip: "Strip", name: str, device: dict[str, Any], context: BrowserContext | None = None
    ) -> None:
        self.name = name
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        self._strip = strip
        self.context: BrowserContext = context or browser.new_context(**device)
        self.context.set_default_timeout(20_000)
        self.page = self.new_page()

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)
        page.on("request", self._requested)
        self.page = page
        return page

    def picture(self, name: str, *, full: bool = False) -> None:
        self._strip.add(self.page, f"{self.name}-{name}", full=full)

    def button(self, name: Any) -> Locator:
        return self.page.get_by_role("button", name=name)

    def link(self, name: Any) -> Locator:
        return self.page.get_by_role("link", name=name)

    def _heard(self, message: ConsoleMessage) -> None:
        # A browser says "failed to load" of every request that is cut off, and this journey cuts some on purpose.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _requested(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in ("localhost", None):
            self.foreign.append(request.url)


class Strip:
    """Pictures in the order they were taken, and all of them on one sheet."""

    def __init__(self, journey: str) -> None:
        self.folder = PICTURES / journey
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.glob("*.png"):
            old.unlink()
        self._taken: list[Path] = []

    def add(self, page: Page, name: str, *, full: bool = False) -> None:
        path = self.folder / f"{len(self._taken) + 1:02}-{name}.png"
        at = page.evaluate("[scrollX, scrollY]")
        page.screenshot(path=path, full_page=full, animations="disabled")
        if full:
            # The browser may go back to where it was a tenth of a second later, between the two halves of a click.
            page.evaluate(
                "at => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(scrollTo(...at)))))", at
            )
        self._taken.append(path)

    def sheet(self, browser: Browser) -> Path:
        """All pictures side by side, as `strip.png` beside them."""
        page = browser.new_page(viewport={"width": 2000, "height": 900})
        figures = "".join(
            f"<figure><img src='{path.resolve().as_uri()}'><figcaption>{path.stem}</figcaption></figure>" for path in self._taken
        )
        source = self.folder / "strip.html"
        source.write_text(
            "<meta charset=utf-8><style>body{display:flex;flex-wrap:wrap;gap:12px;font:14px sans-serif}img{height:420px;border:1px solid #ccc}"
            f"figure{{margin:0}}</style>{figures}"
        )
        page.goto(source.resolve().as_uri())
        page.screenshot(path=self.folder / "strip.png", full_page=True)
        page.close()
        return self.folder / "strip.png"


@contextmanager
def browser_of(journey: str) -> Iterator[tuple[Browser, Strip]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        strip = Strip(journey)
        try:
            yield browser, strip
        except BaseException:
            _say_what_is_on_every_page(browser)
            raise
        finally:
            if strip._taken:
                print(f"\npictures: {strip.sheet(browser)}")
            browser.close()


def _say_what_is_on_every_page(browser: Browser) -> None:
    """A journey that breaks off says where everybody was."""
    for page in [page for context in browser.contexts for page in context.pages]:
        try:
            print(f"\n{page.url}\n{page.inner_text('body', timeout=2000)[:2000]}")
        except PlaywrightError as error:
            print(f"\n{page.url}: {error}")


def drop(page: Page, selector: str, file: Path) -> None:
    """Drop a file from the desktop onto an element."""
    transfer = page.evaluate_handle(
        """([name, text]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([text], name));
            return transfer;
        }""",
        [file.name, file.read_text()],
    )
    page.dispatch_event(selector, "dragover", {"dataTransfer": transfer})
    page.dispatch_event(selector, "drop", {"dataTransfer": transfer})
