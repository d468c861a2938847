"""Pictures and recordings of the tasks that are next come along into the tunnel."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from amana.client import Client
from tests.journeys.browser import DESKTOP, Person, browser_of
from tests.journeys.engine import engine_in_a_home, fact
from tests.journeys.every_page import signed_in
from tests.samples import png, wav

pytestmark = pytest.mark.browser

TASKS = 3
# How many files the page has asked for.
ASKED_FOR = """(wanted) => {
  const asked = performance.getEntriesByType('resource').map((one) => one.name).filter((one) => one.includes('/media/'));
  return new Set(asked).size === wanted;
}"""
SHOWN = "() => document.querySelector('main img')?.naturalWidth"


def shown(page: Page) -> dict[str, Any]:
    """The picture that is on the page: how wide it is, and from where it came."""
    page.wait_for_function(SHOWN)
    found: dict[str, Any] = page.evaluate(
        "(() => { const one = document.querySelector('main img'); return { width: one.naturalWidth, src: one.src } })()"
    )
    return found


def test_what_is_next_is_here_before_the_tunnel(tmp_path: Path) -> None:
    with engine_in_a_home() as engine, browser_of("04-media-ahead") as (browser, strip):
        engine.start()
        with Client(engine.url, fact(engine.amana("workspace", "create", "Lab"), "API key")) as lab:
            new = {
                "name": "Lungs", "task_type": "classification", "options": {"classes": ["well", "ill"]}, "rate_minor": 1, "currency": "EUR",
                "annotations_needed": 1,
            }  # fmt: skip
            base = f"/api/client/projects/{lab.post('/api/client/projects', new)['project_id']}"
            rows = []
            for number in range(TASKS):
                scan, breath = tmp_path / f"scan-{number}.png", tmp_path / f"breath-{number}.wav"
                scan.write_bytes(png(100 + number, 50))
                breath.write_bytes(wav(1.0))
                for file in (scan, breath):
                    lab.send_file(f"{base}/media", file)
                rows.append(
                    {
                        "text": f"lung {number}",
                        "media": [{"file": scan.name, "alt": "A lung"}, {"file": breath.name, "alt": "Breath"}],
                    }
                )
            plan = lab.send_rows(f"{base}/plans", rows)
            lab.post(f"{base}/plans/{plan['plan_id']}/commit")
            lab.post(f"{base}/open")
            link = lab.post(f"{base}/invitations", {"label": "Noor"})["link"]
        noor = Person(browser, strip, "noor", DESKTOP)
        page = noor.page
        signed_in(noor, f"{engine.url}/link#{link}")
        page.locator("main a.primary").click()
        first = shown(page)
        assert first["src"].startswith(engine.url)
        # Two files of each of the two tasks that are next, beside the first one's own.
        page.wait_for_function(ASKED_FOR, arg=2 * TASKS)
        page.wait_for_load_state("networkidle")
        noor.context.set_offline(True)
        widths, addresses = {first["width"]}, []
        for _ in range(TASKS - 1):
            was = page.locator("section .reading").inner_text()
            page.keyboard.press("Digit1")
            page.keyboard.press("Enter")
            expect(page.locator("section .reading")).not_to_have_text(was)
            seen = shown(page)
            widths.add(seen["width"])
            addresses.append(seen["src"])
            page.wait_for_function(
                "() => document.querySelector('audio').readyState >= 2 && document.querySelector('audio').duration > 0.9"
            )
        noor.picture("in-the-tunnel")
        assert widths == {100, 101, 102}
        assert all(one.startswith("blob:") for one in addresses)
        noor.context.set_offline(False)
        page.keyboard.press("Digit1")
        page.keyboard.press("Enter")
        expect(page.locator("[data-saved=there]")).to_be_visible(timeout=20_000)
        assert (noor.complaints, noor.foreign) == ([], [])
