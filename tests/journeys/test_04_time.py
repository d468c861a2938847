"""Time and pay in sight: counted from focus, input and what plays; paused so that nobody can read; corrected, and both seen by the lead."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from amana.client import Client
from tests.journeys.browser import DESKTOP, Person, browser_of
from tests.journeys.desk import Desk
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import signed_in, speak, violations
from tests.journeys.test_04_speech import speech_project

pytestmark = pytest.mark.browser

NARROW = {"viewport": {"width": 360, "height": 780}, "locale": "ar", "color_scheme": "dark"}
# What lies at each place of the page belongs to the dialog that covers it.
COVERED = """() => {
  const dialog = document.querySelector('dialog[open]');
  for (let x = 1; x < innerWidth; x += 40)
    for (let y = 1; y < innerHeight; y += 40)
      if (!dialog.contains(document.elementFromPoint(x, y))) return [x, y];
  return null;
}"""
NO_WIDER = "document.documentElement.scrollWidth <= innerWidth"


def rows(engine: Engine, key: str, project: str, folder: Path) -> list[dict[str, Any]]:
    file = folder / "out.jsonl"
    engine.amana("export", "--project", project, "--out", str(file), key=key)
    return [json.loads(line) for line in file.read_text().splitlines()]


def ready(page: Page) -> None:
    """The clock is on the page."""
    expect(page.get_by_role("button", name="Break")).to_be_visible()


def test_a_break_a_correction_and_what_the_lead_sees(tmp_path: Path) -> None:
    with engine_in_a_home() as engine, browser_of("04-time") as browser:
        engine.start()
        made = engine.amana("workspace", "create", "Lab")
        key = fact(made, "API key")
        with Client(engine.url, key) as lab:
            desk = Desk(engine, lab, browser, tasks=3)
            page = desk.page
            ready(page)
            page.keyboard.press("Digit2")
            page.wait_for_timeout(1500)

            page.keyboard.press("KeyP")
            dialog = page.get_by_role("dialog", name="Paused")
            expect(dialog).to_contain_text(re.compile(r"held for you until .\d\d:\d\d"))
            assert page.evaluate(COVERED) is None
            assert violations(page) == []
            desk.person.picture("paused")
            page.keyboard.press("Digit1")  # no key of the desk's
            for _ in range(4):
                page.keyboard.press("Tab")
            assert page.evaluate(
                "document.activeElement.closest('dialog[open]') !== null || document.activeElement === document.body"
            )
            page.wait_for_timeout(2500)
            dialog.get_by_role("button", name="Go on").focus()
            page.keyboard.press("Enter")
            expect(dialog).to_have_count(0)
            expect(page.get_by_role("radio").nth(1)).to_be_checked()
            # By the button too, and without a mouse back again.
            page.get_by_role("button", name="Break").click()
            expect(dialog.get_by_role("button", name="Go on")).to_be_focused()
            page.keyboard.press("Enter")
            expect(dialog).to_have_count(0)
            # What was counted before a reload goes on after it.
            expect(page.locator("[data-draft=there]")).to_be_visible(timeout=15_000)
            page.reload()
            expect(page.get_by_role("radio").nth(1)).to_be_checked()
            ready(page)
            page.keyboard.press("Enter")
            desk.is_saved("there")
            [first] = rows(engine, key, desk.project, tmp_path)
            seen = first["evidence"]
            assert 1500 <= seen["input_ms"] <= first["active_ms"]
            assert seen["paused_ms"] >= 2500
            assert seen["focus_ms"] >= 1500
            assert seen["playing_ms"] == 0

            page.get_by_role("button", name="My time and pay").click()
            panel = page.get_by_role("dialog", name="My time and pay")
            expect(panel).to_contain_text("it never records your screen")
            expect(panel.get_by_role("row")).to_have_count(2)
            panel.get_by_role("button", name=re.compile("^Correct the time")).click()
            expect(panel).to_contain_text("page in focus:")
            panel.get_by_label("Minutes in all").fill("12")
            assert violations(page) == []
            panel.get_by_label("Why").fill("I looked words up in a dictionary")
            panel.get_by_role("button", name="Keep").click()
            expect(panel.get_by_role("listitem")).to_contain_text("You say: 12 mins (I looked words up in a dictionary)")
            expect(panel.get_by_role("row").nth(1)).to_contain_text("12 min")
            desk.person.picture("corrected")
            panel.get_by_role("button", name="Close").click()
            # 0.12 € in twelve minutes.
            expect(page.get_by_role("button", name=re.compile("€0.60"))).to_be_visible()
            desk.answer()
            desk.is_saved("there")
            expect(page.locator(".day")).to_contain_text(re.compile("2. today · €0.24"))
            assert violations(page) == []
            desk.person.picture("an-hour")
            # Over midnight, where the person is, the day begins anew.
            page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=1))
            expect(page.locator(".day")).to_contain_text(re.compile("0. today · €0.00"), timeout=20_000)
            expect(page.get_by_role("button", name=re.compile("€"))).to_have_count(0)
            assert desk.person.complaints == []

        found = {row["submit_id"]: row for row in rows(engine, key, desk.project, tmp_path)}
        assert len(found) == 2
        assert found[first["submit_id"]]["active_ms"] == first["active_ms"]
        assert found[first["submit_id"]]["stated_ms"] == 12 * 60_000
        assert found[first["submit_id"]]["stated_why"] == "I looked words up in a dictionary"
        lead = Person(*browser, "lead", DESKTOP)
        signed_in(lead, fact(made, "researcher link"))
        lead.page.goto(f"{engine.url}/client/projects/{desk.project}")
        people = lead.page.get_by_role("region", name="People")
        expect(people).to_contain_text(re.compile("as they say: .12 mins.* .1 answer corrected"))
        assert violations(lead.page) == []
        lead.picture("people")

        with Client(engine.url, key) as lab:
            link = f"{engine.url}/link#{lab.post(f'{desk.base}/people/{desk.pseudonym}/link')['link']}"
        narrow = Person(*browser, "narrow", NARROW)
        signed_in(narrow, link)
        for language, title, recorded in (("en", "My time and pay", "it never records"), ("ar", "وقتي وأجري", "ولا تسجل أبدًا")):
            speak(narrow.page, engine.url, language)
            narrow.page.goto(f"{engine.url}/desk/statement")
            section = narrow.page.get_by_role("region", name=title)
            expect(section.get_by_role("row").nth(1)).to_be_visible()
            expect(section).to_contain_text(recorded)
            assert narrow.page.evaluate(NO_WIDER)
            assert violations(narrow.page) == []
            narrow.picture(f"statement-{language}", full=True)
            narrow.page.goto(f"{engine.url}/desk")
            expect(narrow.page.locator("main")).to_contain_text(recorded)
            assert violations(narrow.page) == []
            narrow.page.goto(f"{engine.url}/desk/{desk.project}")
            narrow.page.locator("header button:has(svg)").click()
            expect(narrow.page.locator("dialog[data-state=paused]")).to_be_visible()
            assert narrow.page.evaluate(COVERED) is None
            assert narrow.page.evaluate(NO_WIDER)
            assert violations(narrow.page) == []
            narrow.picture(f"paused-{language}")
            narrow.page.keyboard.press("Escape")
            narrow.page.locator("header button.figures").filter(has_text=title).click()
            expect(narrow.page.locator("dialog[open]")).to_contain_text(recorded)
            assert narrow.page.evaluate(NO_WIDER)
            assert violations(narrow.page) == []
            narrow.picture(f"panel-{language}")
        assert narrow.complaints == []


def test_a_recording_that_plays_is_work(tmp_path: Path) -> None:
    with engine_in_a_home() as engine, browser_of("04-time-playing") as (browser, strip):
        engine.start()
        made = engine.amana("workspace", "create", "Lab")
        key = fact(made, "API key")
        project, [link] = speech_project(engine, key, tmp_path, {"timestamps": False}, ["Noor"])
        noor = Person(browser, strip, "noor", DESKTOP | {"bypass_csp": True})
        signed_in(noor, link)
        page = noor.page
        page.goto(f"{engine.url}/desk/{project}")
        ready(page)
        expect(page.get_by_role("slider", name="Place in the recording")).to_be_visible()
        page.wait_for_function("document.querySelector('audio').readyState > 1")
        text = page.get_by_role("textbox", name="Write what is said")
        text.focus()
        page.keyboard.press("Control+Space")
        page.wait_for_function("document.querySelector('audio').currentTime > 1")
        # A break stops it as well.
        page.get_by_role("button", name="Break").click()
        expect(page.get_by_role("dialog", name="Paused")).to_be_visible()
        assert page.evaluate("document.querySelector('audio').paused")
        page.keyboard.press("Enter")
        text.fill("لا")
        page.keyboard.press("Control+Enter")
        expect(page.locator("[data-state=empty]")).to_be_visible()
        assert noor.complaints == []
        [row] = rows(engine, key, project, tmp_path)
        assert 900 <= row["evidence"]["playing_ms"] <= row["active_ms"]
