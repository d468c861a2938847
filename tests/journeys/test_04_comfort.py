"""The desk as one wants it: other keys, larger letters, light or dark, still. It stays so on this device."""

import re

import pytest
from playwright.sync_api import expect

from amana.client import Client
from tests.journeys.browser import DESKTOP, Person, browser_of
from tests.journeys.desk import Desk
from tests.journeys.engine import engine_in_a_home, fact
from tests.journeys.every_page import violations

pytestmark = pytest.mark.browser

WIDTHS = (360, 768, 1280)


def test_keys_letters_light_and_motion_are_the_person_s_own() -> None:
    with engine_in_a_home() as engine, browser_of("04-comfort") as browser:
        engine.start()
        with Client(engine.url, fact(engine.amana("workspace", "create", "Lab"), "API key")) as lab:
            person = Person(*browser, "noor", DESKTOP | {"bypass_csp": True})
            desk = Desk(engine, lab, person, tasks=4)
            page, press = desk.page, desk.page.keyboard.press

            # Undo on J, the first answer on Q; what is in use or the browser's is refused in words.
            press("Slash")
            keys = page.get_by_role("dialog", name="Keys")
            undo = keys.get_by_role("button", name=re.compile("take the last answer back"))
            undo.press("Enter")
            expect(keys.get_by_role("status")).to_have_text(re.compile("Press the key"))
            press("Control+KeyW")
            expect(keys.get_by_role("status")).to_have_text(re.compile("browser"))
            press("KeyS")
            expect(keys.get_by_role("status")).to_have_text(re.compile("in use.*pass this task on"))
            press("Escape")
            expect(keys).to_be_visible()
            undo.press("Enter")
            press("KeyJ")
            expect(undo).to_contain_text("J")
            keys.get_by_role("button", name=re.compile("1.: .choose")).press("Enter")
            press("KeyQ")
            assert violations(page) == []
            person.picture("keys")
            press("Escape")
            expect(keys).to_have_count(0)

            page.reload()
            expect(page.get_by_role("radio").first).to_be_attached()
            shown = page.locator("main").inner_text()
            press("Digit1")
            expect(page.get_by_role("radio", checked=True)).to_have_count(0)
            press("KeyQ")
            press("Enter")
            expect(page.locator("main")).not_to_have_text(shown)
            offered = page.get_by_role("button", name="Undo")
            expect(offered).to_have_attribute("aria-keyshortcuts", "J")
            press("KeyU")
            expect(offered).to_be_visible()
            press("KeyJ")
            expect(offered).to_have_count(0)
            expect(page.get_by_role("radio", checked=True)).to_have_count(1)
            press("Slash")
            keys.get_by_role("button", name="All keys as they were").click()
            press("Escape")
            press("Digit2")
            expect(page.get_by_role("radio").nth(1)).to_be_checked()

            # Larger letters, at every width, in both languages; dark where the device is light; nothing moves.
            page.get_by_role("button", name="Text size").click()
            comfort = page.get_by_role("dialog", name="Text size")
            before = page.locator("main legend").first.evaluate("it => parseFloat(getComputedStyle(it).fontSize)")
            comfort.get_by_role("combobox").select_option("150%")
            comfort.get_by_role("radio", name="dark").check()
            comfort.get_by_role("radio", name="none").check()
            assert violations(page) == []
            person.picture("dark-and-large")
            press("Escape")
            page.reload()
            expect(page.get_by_role("radio").first).to_be_attached()
            larger = page.locator("main legend").first.evaluate("it => parseFloat(getComputedStyle(it).fontSize)")
            assert larger == pytest.approx(before * 1.5)
            assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(22, 24, 26)"
            assert page.get_by_role("button").first.evaluate("it => parseFloat(getComputedStyle(it).transitionDuration)") == 0
            for language in ("العربية", "English"):
                person.button(language).click()
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 900})
                    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (language, width)
                    assert violations(page) == [], (language, width)
                    person.picture(f"{language}-{width}")
            assert (person.complaints, person.foreign) == ([], [])
