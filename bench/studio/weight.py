"""What the desk's page weighs: the script and style that cross the wire until the first task is there, as the network counts them, how
long that takes, and the largest file that comes later."""

import gzip
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import expect

from amana.client import Client
from bench.bar import Bar
from bench.studio.slowness import slowed
from tests.journeys.browser import DESKTOP, Person, browser_of
from tests.journeys.desk import Desk
from tests.journeys.engine import engine_in_a_home, fact

ASSETS = Path(__file__).parent.parent.parent / "amana" / "web" / "assets"
FIRST_BYTES_MAX, LATER_BYTES_MAX = 60_000, 140_000
LOOKS = 7
USABLE_SECONDS_MAX = {"local": 1.0, "slow": 2.5}
LANGUAGES = ("en", "ar")
WHEN_THERE = """
new MutationObserver((_, observer) => {
  if (!document.querySelector('input[type=radio]')) return;
  window.there = performance.now();
  observer.disconnect();
}).observe(document, { childList: true, subtree: true });
"""
# What the network says that each took, compressed as it came, without its headers.
CAME = """() => performance.getEntriesByType('resource')
  .filter((one) => /[.](js|css)$/.test(one.name) && one.startTime < window.there)
  .map((one) => [one.name, one.encodedBodySize])"""


def bars() -> Iterator[Bar]:
    first: dict[str, dict[str, int]] = {}
    waited: dict[str, list[float]] = {"local": [], "slow": []}
    with engine_in_a_home() as engine, browser_of("weight") as (browser, strip):
        engine.start()
        key = fact(engine.amana("workspace", "create", "Weight"), "API key")
        with Client(engine.url, key) as lab:
            desk = Desk(engine, lab, (browser, strip))
            for language in LANGUAGES:
                at = f"{engine.url}/desk/{desk.project}"
                for line, seconds in waited.items():
                    for _ in range(LOOKS):
                        # A browser that was never here, with its session: nothing is kept, no worker stands between.
                        person = Person(browser, strip, language, DESKTOP | {"locale": language, "service_workers": "block"})
                        person.context.add_cookies(desk.person.context.cookies())  # type: ignore[arg-type]
                        came, took = _opened(person, at, slow=line == "slow")
                        first[language] = came
                        seconds.append(took)
                        person.context.close()
    for language, came in first.items():
        total = sum(came.values())
        yield Bar(
            name=f"script and style that the desk loads first, {language}",
            figure=total,
            unit="bytes, as they came",
            goal=f"<= {FIRST_BYTES_MAX}",
            holds=total <= FIRST_BYTES_MAX,
            note=", ".join(f"{name} {size}" for name, size in sorted(came.items(), key=lambda one: -one[1])),
        )
    largest = max((file for file in ASSETS.iterdir() if file.suffix in (".js", ".css")), key=_zipped)
    yield Bar(
        name="the largest file that comes later",
        figure=_zipped(largest),
        unit="bytes, gzip",
        goal=f"<= {LATER_BYTES_MAX}",
        holds=_zipped(largest) <= LATER_BYTES_MAX,
        note=_called(largest.name),
    )
    for line, seconds in waited.items():
        yield Bar(
            name=f"first task usable, {line}",
            figure=round(max(seconds), 2),
            unit="s, the longest",
            goal=f"< {USABLE_SECONDS_MAX[line]}",
            holds=max(seconds) < USABLE_SECONDS_MAX[line],
            note=f"median {sorted(seconds)[len(seconds) // 2]:.2f} s; {len(seconds)} browsers that were never there",
        )


def _opened(person: Person, address: str, *, slow: bool) -> tuple[dict[str, int], float]:
    """The bytes of each script and style that was asked for before the first task stood there, and the seconds until that took an answer."""
    if slow:
        slowed(person)
    person.page.add_init_script(WHEN_THERE)
    begun = time.monotonic()
    person.page.goto(address, wait_until="commit")
    expect(person.page.get_by_role("radio").first).to_be_attached(timeout=30_000)
    person.page.keyboard.press("Digit1")
    expect(person.page.get_by_role("radio").first).to_be_checked()
    took = time.monotonic() - begun
    return {_called(url): size for url, size in person.page.evaluate(CAME)}, took


def _called(url: str) -> str:
    """A file's name without its folder."""
    return url.rpartition("/")[2]


def _zipped(file: Path) -> int:
    return len(gzip.compress(file.read_bytes()))
