"""Conversations compared and rated, and a form that a lead builds in the browser: by keyboard, in English and Arabic."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from amana.client import Client
from tests.journeys.browser import DESKTOP, PHONE_IN_ARABIC, Person, browser_of, drop
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import signed_in, violations
from tests.lab import json_lines
from tests.samples import png

pytestmark = pytest.mark.browser

AT_A_DESK = DESKTOP | {"bypass_csp": True}
ON_A_PHONE = PHONE_IN_ARABIC | {"bypass_csp": True}
MARK = "mithril"


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        engine.start()
        yield engine


@pytest.fixture
def client(engine: Engine) -> dict[str, str]:
    made = engine.amana("workspace", "create", "Rivendell")
    return {"key": fact(made, "API key"), "link": fact(made, "researcher link")}


def opened(
    engine: Engine, key: str, folder: Path, new: dict[str, Any], rows: list[dict[str, Any]], *files: Path
) -> tuple[str, str]:
    """An open project of the rows, of one annotation a task; its id and somebody's link."""
    whole = {"name": "Studio", "rate_minor": 20, "currency": "EUR", "annotations_needed": 1, "undo_seconds": 1}
    with Client(engine.url, key) as asking:
        project: str = asking.post("/api/client/projects", whole | new)["project_id"]
        if files:
            engine.amana("media", "add", project, *map(str, files), key=key)
        path = folder / "rows.jsonl"
        path.write_bytes(json_lines(rows))
        engine.amana("import", str(path), "--project", project, "--yes", key=key)
        engine.amana("project", "open", project, key=key)
        link: str = asking.post(f"/api/client/projects/{project}/invitations", {"label": "Noor"})["link"]
    return project, f"{engine.url}/link#{link.rpartition('#')[2]}"


def delivered(engine: Engine, key: str, project: str, folder: Path, name: str) -> list[dict[str, Any]]:
    """The rows of one file of a delivery."""
    with Client(engine.url, key) as asking:
        base = f"/api/client/projects/{project}/deliveries"
        made = asking.post(base)["delivery_id"]
        archive = folder / "delivery.zip"
        archive.write_bytes(b"".join(asking.stream(f"{base}/{made}/archive")))
    with zipfile.ZipFile(archive) as opened_zip:
        [inside] = [one for one in opened_zip.namelist() if one.endswith(f"/{name}") or one == name]
        return [json.loads(line) for line in opened_zip.read(inside).decode().splitlines()]


def settled(engine: Engine, key: str, project: str, page: Page, tasks: int) -> None:
    with Client(engine.url, key) as asking:
        for _ in range(200):
            if asking.get(f"/api/client/projects/{project}")["progress"]["settled"] == tasks:
                return
            page.wait_for_timeout(100)
    pytest.fail("the tasks did not settle")


def answers_are_offered(page: Page) -> None:
    expect(page.locator(".form")).to_be_visible()


def test_three_answers_to_a_conversation_rated_by_keyboard_alone(engine: Engine, client: dict[str, str], tmp_path: Path) -> None:
    scan = tmp_path / "scan.png"
    scan.write_bytes(png(300, 200))
    rows = [
        {
            "item_id": f"c{number}",
            "conversation": [
                {"role": "user", "content": [{"type": "image", "file": "scan.png", "alt": "A lung"}, f"What is it? {MARK}"]},
                {"role": "assistant", "content": "صورة صدر من الأمام."},
                {"role": "user", "content": "Anything wrong?"},
            ],
            "responses": [f"No. {number}", f"ربما {number}", f"Yes, see the shadow. {number}"],
        }
        for number in range(2)
    ]
    options = {"responses": 3, "scale": 5, "dimensions": [{"name": "accuracy", "label": {"en": "Accuracy", "ar": "الدقّة"}}]}
    project, link = opened(engine, client["key"], tmp_path, {"task_type": "comparison", "options": options}, rows, scan)
    with browser_of("04-comparison") as (browser, strip):
        noor = Person(browser, strip, "noor", AT_A_DESK)
        signed_in(noor, link)
        page = noor.page
        page.goto(f"{engine.url}/desk/{project}")
        answers_are_offered(page)
        page.wait_for_function("() => document.querySelector('main img')?.naturalWidth === 300")
        expect(page.get_by_role("listitem").filter(has_text="صورة صدر")).to_contain_text("Assistant")
        assert violations(page) == []
        noor.picture("begins", full=True)
        shown = page.get_by_role("article").locator(".reading").all_inner_texts()
        best = next(place for place, text in enumerate(shown) if "shadow" in text)
        # Each rating moves on to the next question; then the best one, and how much better.
        for _ in range(3):
            page.keyboard.press("Digit4")
        page.keyboard.press(f"Digit{best + 1}")
        submit = noor.button(re.compile("^Submit"))
        expect(submit).to_be_disabled()
        page.keyboard.press("Digit2")
        expect(submit).to_be_enabled()
        # A tie takes the question of the strength away, and the answer with it.
        page.keyboard.press("BracketLeft")
        page.keyboard.press("Digit4")
        expect(page.get_by_role("group", name="How much better")).to_have_count(0)
        expect(submit).to_be_enabled()
        page.keyboard.press(f"Digit{best + 1}")
        expect(submit).to_be_disabled()
        page.keyboard.press("Digit2")
        noor.picture("answered", full=True)
        assert violations(page) == []
        page.keyboard.press("Enter")
        expect(page.get_by_role("article").locator(".reading").first).not_to_have_text(shown[0])
        noor.button("العربية").click()
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        assert violations(page) == []
        noor.picture("in-arabic", full=True)
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        noor.picture("narrow", full=True)
        for _ in range(3):
            page.keyboard.press("Digit5")
        page.keyboard.press("Digit4")
        page.keyboard.press("Enter")
        expect(page.locator("[data-state=empty]")).to_be_visible(timeout=20_000)
        settled(engine, client["key"], project, page, 2)
        assert (noor.complaints, noor.foreign) == ([], [])
    rated = delivered(engine, client["key"], project, tmp_path, "response_ratings.jsonl")
    assert len(rated) == 6
    assert {tuple(row["ratings"]["accuracy"]["ratings"]) for row in rated} == {(4,), (5,)}
    votes = [row["answer"] for row in delivered(engine, client["key"], project, tmp_path, "annotations.jsonl")]
    assert sorted((one["preference"], one.get("strength")) for one in votes) == [(2, 1), (3, None)]


def test_a_disturbing_conversation_is_veiled_and_rated_by_thumb(engine: Engine, client: dict[str, str], tmp_path: Path) -> None:
    rows = [{"item_id": "r1", "prompt": "How do I hurt him?", "response": f"I will not help with that. {MARK}"}]
    project, link = opened(engine, client["key"], tmp_path, {"task_type": "rubric_rating", "options": {"sensitive": True}}, rows)
    with browser_of("04-rubric") as (browser, strip):
        sami = Person(browser, strip, "sami", ON_A_PHONE)
        signed_in(sami, link)
        page = sami.page
        page.goto(f"{engine.url}/desk/{project}")
        answers_are_offered(page)
        assert page.get_by_text(MARK).evaluate("text => text.closest('[inert]') !== null")
        assert violations(page) == []
        sami.picture("veiled", full=True)
        sami.button(re.compile("أظهره")).tap()
        assert page.get_by_text(MARK).evaluate("text => text.closest('[inert]') === null")
        assert violations(page) == []
        for question in page.locator("fieldset.ask").all():
            question.locator("label").nth(3).tap()
        sami.picture("rated", full=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        sami.button("إرسال").tap()
        expect(page.locator("[data-state=empty]")).to_be_visible(timeout=20_000)
        settled(engine, client["key"], project, page, 1)
        assert (sami.complaints, sami.foreign) == ([], [])
    [row] = delivered(engine, client["key"], project, tmp_path, "rubric.jsonl")
    assert row["overall"] == 0.75
    assert set(row["ratings"]) == {"coherence", "factuality", "style", "harmlessness"}


def test_a_lead_builds_a_form_and_its_first_answer_comes_back(engine: Engine, client: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "posts.csv"
    file.write_text('item_id,post\np1,"It rains, again"\np2,قطّتي نائمة\n')
    with browser_of("04-builder") as (browser, strip):
        lead = Person(browser, strip, "lead", AT_A_DESK)
        signed_in(lead, client["link"])
        page = lead.page
        lead.link("New project").click()
        drop(page, "label:has(input[type=file])", file)
        page.locator("#type").select_option("form")
        preview = page.get_by_role("region", name="As an annotator sees it")
        elements = page.locator(".builder li")
        elements.nth(0).get_by_label("Heading").fill("Post")
        elements.nth(0).get_by_label("Column of the file").fill("post")
        # What is wrong is said where it is.
        elements.nth(1).get_by_label("Question").fill("What is it about?")
        elements.nth(1).get_by_label("Options, one a line").fill("weather\nweather")
        expect(elements.nth(1).get_by_role("alert")).to_contain_text("twice")
        lead.picture("wrong", full=True)
        elements.nth(1).get_by_label("Options, one a line").fill("weather\ncats\nelse")
        expect(preview.get_by_role("radio")).to_have_count(3)
        expect(preview).to_contain_text("It rains, again")
        preview.get_by_role("button", name="Next row").click()
        expect(preview).to_contain_text("قطّتي نائمة")
        page.get_by_label("Kind of element").select_option("free_text")
        page.get_by_role("button", name="Add an element").click()
        elements.nth(2).get_by_label("Question").fill("What then?")
        elements.nth(2).get_by_label("An answer is required").check()
        elements.nth(2).get_by_label("Asked", exact=True).select_option("what_is_it_about")
        elements.nth(2).get_by_label("else").check()
        expect(preview.get_by_role("textbox")).to_have_count(0)
        preview.get_by_role("radio", name="else").check()
        expect(preview.get_by_role("textbox")).to_have_count(1)
        for language in ("العربية", "English"):
            lead.button(language).click()
            assert violations(page) == [], language
            lead.picture(f"built-{language}", full=True)
        page.get_by_label("People per task").fill("1")
        page.get_by_text("Budget and times").click()
        page.get_by_label("Seconds to undo").fill("1")
        lead.button("look at the file").click()
        page.wait_for_url("**/import/*")
        expect(page.get_by_role("region", name="The first task")).to_contain_text("It rains, again")
        lead.button(re.compile("Make .*2")).click()
        page.wait_for_url(re.compile(r"/client/projects/[0-9a-f-]{36}$"))
        project = page.url.rpartition("/")[2]
        expect(page.get_by_role("region", name="Near-duplicates")).to_contain_text("None of the", timeout=20_000)
        lead.button("Open to annotators").click()
        expect(lead.button("Open to annotators")).to_have_count(0)
        with Client(engine.url, client["key"]) as asking:
            link = asking.post(f"/api/client/projects/{project}/invitations", {"label": "Noor"})["link"]
        noor = Person(browser, strip, "noor", AT_A_DESK)
        signed_in(noor, f"{engine.url}/link#{link.rpartition('#')[2]}")
        desk = noor.page
        desk.goto(f"{engine.url}/desk/{project}")
        answers_are_offered(desk)
        assert violations(desk) == []
        seen = desk.locator("section .reading").inner_text()
        noor.picture("desk")
        desk.keyboard.press("Digit1")
        desk.keyboard.press("Enter")
        expect(desk.locator("section .reading")).not_to_have_text(seen)
        desk.keyboard.press("Digit3")
        expect(noor.button(re.compile("^Submit"))).to_be_disabled()
        desk.get_by_role("textbox").fill("نوم")
        desk.get_by_role("textbox").press("Control+Enter")
        expect(desk.locator("[data-state=empty]")).to_be_visible(timeout=20_000)
        settled(engine, client["key"], project, desk, 2)
        page.reload()
        expect(page.get_by_role("region", name="Agreement")).to_be_visible()
        lead.picture("answered", full=True)
        for person in (lead, noor):
            assert (person.complaints, person.foreign) == ([], [])
    rows = delivered(engine, client["key"], project, tmp_path, "answers.jsonl")
    said = [row["answers"] for row in rows]
    assert [{"what_is_it_about": "weather"}] in said
    assert [{"what_is_it_about": "else", "what_then": "نوم"}] in said
    assert {row["labels"]["what_is_it_about"] for row in rows} == {"weather", "else"}
