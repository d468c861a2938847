"""The desk when things go wrong: what a person did is never lost, never sent as somebody else's, and never passed to the next
task; and the page says so truthfully."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from amana.client import Client
from tests.journeys.browser import Strip, browser_of
from tests.journeys.desk import Desk
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import signed_in

pytestmark = pytest.mark.browser


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
    with browser_of("01-desk") as opened:
        yield opened


def test_an_undo_that_comes_too_late_leaves_nothing_behind_on_the_next_task(
    engine: Engine, lab: Client, browser: tuple[Any, Strip]
) -> None:
    desk = Desk(engine, lab, browser, undo_seconds=3)
    desk.answer()
    desk.is_saved("there")
    desk.person.context.set_offline(True)
    desk.page.keyboard.press("KeyU")
    expect(desk.page.get_by_role("radio").first).to_be_checked()
    desk.page.wait_for_timeout(3500)
    desk.person.context.set_offline(False)
    expect(desk.page.get_by_role("alert")).to_contain_text("could not be taken back")
    expect(desk.page.locator("input:checked")).to_have_count(0)
    desk.page.keyboard.press("Enter")  # nothing is chosen, so nothing is sent
    desk.is_saved("there")
    assert desk.progress()["answered"] == 1


def test_somebody_else_signing_in_on_the_device_neither_sends_nor_loses_an_answer(
    engine: Engine, lab: Client, browser: tuple[Any, Strip]
) -> None:
    desk = Desk(engine, lab, browser)
    desk.page.route("**/submit", lambda route: route.abort())
    desk.answer()
    desk.is_saved("here")
    other = desk.person.context.new_page()
    _, link = desk.invite()
    other.goto(link)
    other.get_by_role("button", name="Come in as somebody new").click()
    other.wait_for_url("**/desk")
    expect(other.get_by_role("main")).to_contain_text("1 answer of somebody else waits on this device")
    desk.page.unroute("**/submit")
    expect(desk.page.locator("[data-saved=here]")).to_contain_text("Your session has ended", timeout=15_000)
    assert desk.progress()["answered"] == 0
    other.close()
    signed_in(desk.person, desk.invite_again())
    desk.is_saved("there")
    assert desk.progress()["answered"] == 1


def test_a_browser_that_clears_its_store_under_the_page_is_said_and_everything_is_still_sent(
    engine: Engine, lab: Client, browser: tuple[Any, Strip]
) -> None:
    desk = Desk(engine, lab, browser)
    desk.answer()
    desk.is_saved("there")
    devtools = desk.person.context.new_cdp_session(desk.page)
    devtools.send("Storage.clearDataForOrigin", {"origin": engine.url, "storageTypes": "indexeddb"})
    for number in range(2, 5):
        desk.answer()
        desk.is_saved("there")
        assert desk.progress()["answered"] == number
    desk.page.route("**/submit", lambda route: route.abort())
    desk.answer()
    desk.is_saved("page")
    expect(desk.page.locator("[data-saved=page]")).to_contain_text("Leave the page open")
    desk.page.unroute("**/submit")
    desk.is_saved("there")
    assert desk.progress()["answered"] == 5
    assert desk.person.complaints == [], desk.person.complaints


@pytest.mark.parametrize("status", [403, 404, 408, 502])
def test_only_the_engine_itself_can_refuse_an_answer(
    engine: Engine, lab: Client, browser: tuple[Any, Strip], status: int
) -> None:
    desk = Desk(engine, lab, browser)
    desk.page.route(
        "**/submit",
        lambda route: route.fulfill(status=status, content_type="text/html", body="<h1>Sign in to the hotel</h1>"),
        times=2,
    )
    desk.answer()
    desk.is_saved("here")
    desk.is_saved("there")
    assert desk.progress()["answered"] == 1


def test_a_skip_that_is_refused_is_said_and_what_was_typed_comes_back(
    engine: Engine, lab: Client, browser: tuple[Any, Strip]
) -> None:
    desk = Desk(engine, lab, browser, skips_a_day_max=0)
    desk.page.get_by_role("textbox").fill("half a thought")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("KeyS")
    expect(desk.page.get_by_role("alert")).to_contain_text("which is the limit")
    for _ in range(3):
        desk.answer()
        desk.is_saved("there")
        if desk.page.get_by_role("textbox").input_value() == "half a thought":
            break
    expect(desk.page.get_by_role("textbox")).to_have_value("half a thought")


def test_a_key_held_down_is_one_press(engine: Engine, lab: Client, browser: tuple[Any, Strip]) -> None:
    desk = Desk(engine, lab, browser)
    for _ in range(8):
        desk.page.keyboard.down("KeyS")
    desk.page.keyboard.up("KeyS")
    desk.answer()
    desk.is_saved("there")
    with lab._http.stream("GET", "/api/client/access-log") as log:
        shown = sum(desk.project in line and '"shown"' in line for line in log.iter_lines())
    assert shown <= 3  # the one skipped, the one answered, the next


def test_enter_after_a_choice_is_the_answer_though_a_button_was_focused(
    engine: Engine, lab: Client, browser: tuple[Any, Strip]
) -> None:
    desk = Desk(engine, lab, browser)
    desk.page.get_by_role("button", name="Skip").focus()
    desk.answer()
    desk.is_saved("there")
    assert desk.progress()["answered"] == 1


def test_two_tabs_are_one_desk(engine: Engine, lab: Client, browser: tuple[Any, Strip]) -> None:
    desk = Desk(engine, lab, browser)
    second = desk.person.context.new_page()
    second.goto(f"{engine.url}/desk/{desk.project}")
    expect(second.get_by_role("main")).to_contain_text("open on the desk of another tab")
    second.get_by_role("button", name="Work here instead").click()
    expect(second.get_by_role("radio").first).to_be_attached()
    expect(desk.page.get_by_role("main")).to_contain_text("open on the desk of another tab")
    second.keyboard.press("Digit1")
    second.keyboard.press("Enter")
    expect(second.locator("[data-saved=there]")).to_be_visible()
    assert desk.progress()["answered"] == 1


def test_long_words_widen_no_page(engine: Engine, lab: Client, browser: tuple[Any, Strip]) -> None:
    word = "w" * 190
    desk = Desk(engine, lab, browser, name=word, options={"question": "q" * 300})
    phone = {"width": 390, "height": 844}
    desk.page.set_viewport_size(phone)  # type: ignore[arg-type]
    desk.page.reload()
    expect(desk.page.get_by_role("radio").first).to_be_attached()
    for path in (f"/desk/{desk.project}", "/desk", "/desk/statement"):
        desk.page.goto(f"{engine.url}{path}")
        expect(desk.page.locator("[data-state=loading]")).to_have_count(0)
        width = desk.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, path
