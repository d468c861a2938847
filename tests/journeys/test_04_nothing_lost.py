"""Nothing typed is lost and nothing lies open: what a device holds, drafts on two devices, an ended session, the shell offline."""

import contextlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from amana.client import Client
from tests.journeys.browser import DESKTOP, PHONE_IN_ARABIC, Person, Strip, browser_of
from tests.journeys.desk import Desk
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import signed_in, violations

pytestmark = pytest.mark.browser

CANARY = "canary 5f1e of what I think"

# Every row of the device's store as text: bytes as letters.
LYING_HERE = """async () => {
  const db = await new Promise((done, failed) => {
    const asked = indexedDB.open('amana');
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const found = {};
  for (const name of db.objectStoreNames) {
    const rows = await new Promise((done) => {
      const asked = db.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => done(asked.result);
    });
    found[name] = rows.map((row) =>
      JSON.stringify(row, (_, value) => (value instanceof ArrayBuffer || ArrayBuffer.isView(value))
        ? new TextDecoder('latin1').decode(value) : value));
  }
  db.close();
  return found;
}"""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        engine.start()
        yield engine


@pytest.fixture(scope="module")
def lab(engine: Engine) -> Iterator[Client]:
    key = fact(engine.amana("workspace", "create", "Lab"), "API key")
    with Client(engine.url, key) as client:
        yield client


@pytest.fixture(scope="module")
def browser() -> Iterator[tuple[Any, Strip]]:
    with browser_of("04-nothing-lost") as opened:
        yield opened


def drafted(page: Page, where: str) -> None:
    expect(page.locator(f"[data-draft={where}]")).to_be_visible(timeout=15_000)


def reason(page: Page) -> Any:
    return page.get_by_role("textbox")


def test_what_lies_on_the_device_is_sealed(engine: Engine, lab: Client, browser: tuple[Any, Strip]) -> None:
    desk = Desk(engine, lab, browser, options={"question": CANARY}, skips_a_day_max=0)
    desk.page.keyboard.press("KeyS")
    expect(desk.page.get_by_role("alert")).to_contain_text("which is the limit")
    desk.person.context.set_offline(True)
    reason(desk.page).fill(CANARY)
    desk.page.keyboard.press("Escape")
    desk.answer()
    reason(desk.page).fill(CANARY)
    drafted(desk.page, "here")
    desk.is_saved("here")
    found = desk.page.evaluate(LYING_HERE)
    assert {place for place, rows in found.items() if rows} == {"device", "intents", "refused", "drafts", "tasks"}
    assert not [row for rows in found.values() for row in rows if "canary" in row or "first " in row or "submit_id" in row]
    desk.person.context.set_offline(False)
    desk.is_saved("there")


def test_a_second_device_goes_on_and_nothing_is_overwritten(engine: Engine, lab: Client, browser: tuple[Any, Strip]) -> None:
    desk = Desk(engine, lab, browser)
    reason(desk.page).fill("thought on the laptop")
    drafted(desk.page, "there")
    phone = Person(*browser, "phone", PHONE_IN_ARABIC)
    signed_in(phone, desk.invite_again())
    phone.page.goto(f"{engine.url}/desk/{desk.project}")
    expect(reason(phone.page)).to_have_value("thought on the laptop")
    expect(phone.page.locator("[data-gone-on=device]")).to_contain_text("جهاز آخر")
    assert violations(phone.page) == []
    phone.picture("goes-on")
    reason(phone.page).fill("thought on the phone")
    drafted(phone.page, "there")
    # The laptop goes on typing without having seen it: its own words stay under its hands, the other's are a press away.
    reason(desk.page).press_sequentially(" at night")
    other = desk.page.get_by_role("button", name=re.compile("typed on the other device"))
    expect(other).to_be_visible()
    expect(reason(desk.page)).to_have_value("thought on the laptop at night")
    assert violations(desk.page) == []
    desk.person.picture("two-versions")
    other.click()
    expect(reason(desk.page)).to_have_value("thought on the phone")
    desk.page.get_by_role("button", name=re.compile("typed on this device")).click()
    expect(reason(desk.page)).to_have_value("thought on the laptop at night")
    drafted(desk.page, "there")
    # A device that is looked at again has the newer one, without anything being typed there.
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(reason(phone.page)).to_have_value("thought on the laptop at night")
    phone.page.get_by_role("button", name=re.compile("على هذا الجهاز")).click()
    expect(reason(phone.page)).to_have_value("thought on the phone")


def test_what_comes_while_somebody_types_leaves_their_hands_alone(
    engine: Engine, lab: Client, browser: tuple[Any, Strip]
) -> None:
    desk = Desk(engine, lab, browser)
    reason(desk.page).focus()
    with desk.page.expect_response("**/claim") as claimed:
        desk.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    claimed.value.finished()
    # U takes back and S skips, were they not letters of a word.
    desk.page.keyboard.type("us", delay=200)
    expect(reason(desk.page)).to_be_focused()
    expect(reason(desk.page)).to_have_value("us")


def test_an_ended_session_signs_in_over_the_page_and_goes_on(engine: Engine, lab: Client, browser: tuple[Any, Strip]) -> None:
    desk = Desk(engine, lab, browser)
    reason(desk.page).fill("half a thought")
    desk.page.keyboard.press("Escape")
    desk.person.context.clear_cookies()
    desk.page.keyboard.press("Digit1")
    dialog = desk.page.get_by_role("dialog", name="Sign in to go on")
    expect(dialog).to_be_visible(timeout=15_000)
    assert violations(desk.page) == []
    desk.person.picture("sign-in-over")
    # Somebody else comes in on this device: what is on the page is not theirs.
    other = desk.person.context.new_page()
    _, link = desk.invite()
    other.goto(link)
    other.locator("main .primary").click()
    expect(dialog).to_contain_text("Somebody else is signed in", timeout=15_000)
    desk.person.context.clear_cookies()
    other.goto("about:blank")
    other.goto(desk.invite_again())
    other.locator("main .primary").click()
    expect(dialog).to_be_hidden(timeout=15_000)
    expect(reason(desk.page)).to_have_value("half a thought")
    desk.page.keyboard.press("Enter")
    desk.is_saved("there")
    assert desk.progress()["answered"] == 1


def test_signing_out_with_unsent_work_asks_and_sends_it(engine: Engine, lab: Client, browser: tuple[Any, Strip]) -> None:
    desk = Desk(engine, lab, browser)
    desk.page.route("**/submit", lambda route: route.abort())
    desk.answer()
    desk.is_saved("here")
    desk.page.get_by_role("link", name="Pairs").click()
    desk.page.get_by_role("button", name="Sign out").first.click()
    dialog = desk.page.get_by_role("dialog", name="Sign out")
    expect(dialog).to_contain_text("1 thing you did was not sent yet")
    expect(dialog).to_contain_text("sealed on this device")
    assert violations(desk.page) == []
    dialog.get_by_role("button", name="Send first").click()
    expect(dialog).to_contain_text("signed out when")
    desk.page.unroute("**/submit")
    desk.page.wait_for_url(f"{engine.url}/", timeout=15_000)
    assert desk.progress()["answered"] == 1
    queue = desk.person.context.request.get(f"{engine.url}/api/annotator/projects?since=2020-01-01T00:00:00Z")
    assert queue.status == 401


def test_the_heir_of_a_closed_tab_goes_on_where_it_was(engine: Engine, lab: Client, browser: tuple[Any, Strip]) -> None:
    desk = Desk(engine, lab, browser)
    heir = desk.person.context.new_page()
    heir.goto(f"{engine.url}/desk/{desk.project}")
    expect(heir.get_by_role("main")).to_contain_text("open on the desk of another tab")
    for page in (desk.page, heir):  # a crashed page stands in the way of what is set for all of them
        page.route("**/api/**", lambda route: route.abort())
    reason(desk.page).fill("half a thought")
    drafted(desk.page, "here")
    task = desk.page.locator("main").inner_text()
    with desk.page.expect_event("crash"), contextlib.suppress(PlaywrightError):
        desk.page.goto("chrome://crash", timeout=5000)
    expect(reason(heir)).to_have_value("half a thought")
    assert task.splitlines()[0] in heir.locator("main").inner_text()
    heir.keyboard.press("Escape")
    heir.keyboard.press("Digit1")
    heir.keyboard.press("Enter")
    expect(heir.locator("[data-saved=here]")).to_be_visible()
    heir.unroute("**/api/**")
    expect(heir.locator("[data-saved=there]")).to_be_visible(timeout=15_000)
    assert desk.progress()["answered"] == 1


def test_the_worker_keeps_the_app_and_nothing_that_the_engine_answers(
    engine: Engine, lab: Client, browser: tuple[Any, Strip]
) -> None:
    desk = Desk(engine, lab, browser)
    desk.page.wait_for_function("navigator.serviceWorker.ready.then((one) => one.active?.state === 'activated')")
    desk.page.reload()
    desk.answer()
    desk.is_saved("there")
    kept = desk.page.evaluate(
        """async () => {
          const all = [];
          for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys()) all.push(new URL(request.url).pathname);
          return all;
        }"""
    )
    assert "/" in kept
    assert [path for path in kept if path not in ("/", "/icon.svg") and not path.startswith("/assets/")] == []
    other = Person(*browser, "lead", DESKTOP)
    other.page.goto(f"{engine.url}/sign-in")
    assert other.page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
