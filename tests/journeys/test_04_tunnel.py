"""The train enters a tunnel: twenty answers without a connection, the tab killed in the middle, the engine killed too. Afterwards each has
arrived once, in the order in which it was given, and of what was being typed at most a second is gone."""

import contextlib
import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect, sync_playwright

from amana.client import Client
from bench.studio import losses
from tests.journeys.browser import Person, Strip, browser_of
from tests.journeys.desk import Desk
from tests.journeys.engine import engine_in_a_home, fact
from tests.journeys.every_page import violations
from tests.journeys.profile import laptop

pytestmark = pytest.mark.browser

BEFORE, FIRST, SECOND = 6, 10, 10
CANARY = "canary 5f1e of what I think"

# A store beside the app's that seals nothing.
IN_THE_OPEN = """async (words) => {
  const db = await new Promise((done) => {
    const asked = indexedDB.open('in the open', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('words');
    asked.onsuccess = () => done(asked.result);
  });
  const tx = db.transaction('words', 'readwrite', { durability: 'strict' });
  tx.objectStore('words').put({ words }, 1);
  await new Promise((done) => (tx.oncomplete = done));
  db.close();
}"""


def gives(page: Page, reason: str) -> None:
    page.get_by_role("textbox").fill(reason)
    page.keyboard.press("Escape")
    page.keyboard.press("Digit1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox")).to_have_value("")


def test_the_tunnel() -> None:
    with engine_in_a_home() as engine, browser_of("04-tunnel") as browser:
        engine.start()
        key = fact(engine.amana("workspace", "create", "Lab"), "API key")
        with Client(engine.url, key) as lab:
            desk = Desk(engine, lab, browser, tasks=40)
            # The desk learns this person's pace, and holds what ten minutes of it need.
            for number in range(BEFORE):
                gives(desk.page, f"answer {number}")
                desk.is_saved("there")
            heir = desk.person.context.new_page()
            heir.goto(f"{engine.url}/desk/{desk.project}")
            expect(heir.get_by_role("main")).to_contain_text("open on the desk of another tab")
            assert desk.progress()["held"] == 24
            for page in (desk.page, heir):
                page.route("**/api/**", lambda route: route.abort())
            for number in range(BEFORE, BEFORE + FIRST):
                gives(desk.page, f"answer {number}")
            desk.is_saved("here")
            desk.person.picture("in-the-tunnel")
            typed, pressed = typing(desk.page, "what was being typed")
            killed = time.monotonic()
            with contextlib.suppress(PlaywrightError):
                desk.page.goto("chrome://crash", timeout=5000)
            goes_on(heir, typed, pressed, killed)
            for number in range(BEFORE + FIRST, BEFORE + FIRST + SECOND):
                gives(heir, f"answer {number}")
            expect(heir.locator("[data-saved=here]")).to_contain_text(re.compile(f"{FIRST + SECOND}.? answers"))
            engine.kill()
            engine.start()
            heir.unroute("**/api/**")
            expect(heir.locator("[data-saved=there]")).to_be_visible(timeout=60_000)
            lines = lab._http.get(f"{desk.base}/annotations", params={"format": "jsonl"}).raise_for_status().text.splitlines()
            assert arrived(lines) == [f"answer {number}" for number in range(BEFORE + FIRST + SECOND)]
            assert desk.progress()["answered"] == BEFORE + FIRST + SECOND
            rider = Person(*browser, "rider", {}, heir.context)
            rider.page.goto(f"{engine.url}/desk/statement")
            expect(rider.page.get_by_role("main")).to_contain_text(str(BEFORE + FIRST + SECOND))


def typing(page: Page, words: str) -> tuple[str, list[float]]:
    page.get_by_role("textbox").focus()
    pressed = []
    for letter in words:
        page.keyboard.press("Space" if letter == " " else letter)
        pressed.append(time.monotonic())
    return words, pressed


def goes_on(page: Page, typed: str, pressed: list[float], killed: float) -> None:
    """The heir has the task with what was typed, but for the last second at most."""
    expect(page.get_by_role("textbox")).to_be_visible()
    page.wait_for_timeout(1000)
    kept = page.get_by_role("textbox").input_value()
    assert typed.startswith(kept)
    assert all(killed - at <= 1 for at in pressed[len(kept) :]), (kept, typed)


def arrived(lines: list[str]) -> list[str]:
    rows = sorted((json.loads(line) for line in lines), key=lambda row: row["submitted_at"])
    return [row["answer"]["reason"] for row in rows]


def test_a_killed_browser_without_its_engine_opens_the_shell_and_nothing_else(tmp_path: Path) -> None:
    profile, strip = tmp_path / "profile", Strip("04-killed-browser")
    with engine_in_a_home() as engine, sync_playwright() as playwright:
        engine.start()
        key = fact(engine.amana("workspace", "create", "Lab"), "API key")
        with Client(engine.url, key) as lab:
            with laptop(playwright, profile) as first:
                desk = Desk(engine, lab, Person(first.browser, strip, "laptop", {}, first.context))
                desk.page.evaluate(IN_THE_OPEN, "marker 77aa")
                desk.page.wait_for_function("navigator.serviceWorker.ready.then((one) => one.active?.state === 'activated')")
                desk.is_saved("there")
                engine.kill()
                desk.page.get_by_role("textbox").fill(CANARY)
                desk.page.keyboard.press("Escape")
                desk.answer()
                desk.page.get_by_role("textbox").fill(f"{CANARY} and more")
                expect(desk.page.locator("[data-draft=here]")).to_be_visible()
                desk.is_saved("here")
                first.kill()
            with laptop(playwright, profile) as again:
                assert again.holds("marker 77aa")  # whatever lies open would be found
                assert not again.holds("canary 5f1e")
                page = again.context.pages[0]
                page.goto(f"{engine.url}/desk/{desk.project}")
                sealed = page.locator("[data-state=sealed]")
                expect(sealed).to_contain_text("1 answer lies on this device, sealed")
                expect(sealed).to_contain_text("1 draft lies on this device, sealed")
                assert violations(page) == []
                engine.start()
                # A browser writes its cookies down half a minute later: this one may have to sign in again.
                again.context.clear_cookies()
                page.goto(desk.invite_again())
                page.locator("main .primary").click()
                page.wait_for_url("**/desk")
                page.goto(f"{engine.url}/desk/{desk.project}")
                expect(page.get_by_role("textbox")).to_have_value(f"{CANARY} and more", timeout=20_000)
                expect(page.locator("[data-saved=there]")).to_be_visible(timeout=15_000)
                assert desk.progress()["answered"] == 1


def test_a_handful_of_kills_of_every_kind() -> None:
    found = losses.lose(6, seed=1)
    assert sum(found.kills.values()) == 6
    assert (found.missing, found.doubled) == (0, 0)
    assert max(found.typing_lost_ms) <= 1000
