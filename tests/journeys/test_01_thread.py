"""The thread: one comparison project from a dropped file on, in the browser, on real data, through a kill -9.

It drives only the browser, the command line and public clients. Pictures of every step are in build/journeys/.
"""

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route, expect

from amana.demo import DATA
from tests.journeys.browser import DESKTOP, PHONE_IN_ARABIC, Person, browser_of, drop
from tests.journeys.engine import Engine, engine_in_a_home, fact

pytestmark = pytest.mark.browser

PANDALM = DATA / "preference_pandalm.jsonl"


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        yield engine


def test_the_thread(engine: Engine, tmp_path: Path) -> None:
    engine.start("--demo")
    engine.wait_to_say("  project ")
    key = fact(engine.log(), "API key")
    with browser_of("01-thread") as (browser, strip):
        researcher = Person(browser, strip, "researcher", DESKTOP)
        project, link = opens_a_project(researcher, fact(engine.log(), "researcher"))
        annotator = Annotator(Person(browser, strip, "annotator", PHONE_IN_ARABIC), engine, key, project)
        annotator.comes_in(link)
        annotator.answers_twelve()
        annotator.reads_the_statement()
        sees_progress(researcher, project)
        auditor = Person(browser, strip, "auditor", DESKTOP)
        sees_the_log(auditor, fact(engine.log(), "auditor"))
        for person in (researcher, annotator.person, auditor):
            assert person.complaints == [], person.name
            assert person.foreign == [], person.name

    # The export holds each of the twelve once, as it was pressed, told in the file's own order.
    out = tmp_path / "annotations.jsonl"
    engine.amana("export", "--project", project, "--out", str(out), key=key)
    exported = [json.loads(line) for line in out.read_text().splitlines()]
    assert len(exported) == 12
    assert sorted(as_pressed(row) for row in exported) == sorted(annotator.pressed)
    source = {row["item_id"]: row for row in map(json.loads, PANDALM.read_text().splitlines())}
    for row in exported:
        assert row["payload"]["responses"] == [source[row["item_id"]]["response_a"], source[row["item_id"]]["response_b"]]
    rival = fact(engine.amana("workspace", "create", "Mordor"), "API key")
    with engine.client() as client:
        for path in ("", "/tasks", "/annotations"):
            refused = client.get(f"/api/client/projects/{project}{path}", headers={"Authorization": f"Bearer {rival}"})
            assert refused.status_code == 404
    assert engine.stop() == 0
    assert "Traceback" not in engine.log()


def as_pressed(row: dict[str, Any]) -> tuple[str, str, str, int, str]:
    """An exported annotation as its annotator saw and pressed it: prompt, first and second response, choice, reason."""
    first, second = (row["payload"]["responses"][index] for index in row["shown_order"])
    step = ("first", "tie", "second").index(row["votes"]["preference"])
    return (
        row["payload"]["prompt"],
        first,
        second,
        step if row["shown_order"] == [0, 1] else 2 - step,
        row["answer"]["reason"] or "",
    )


def opens_a_project(researcher: Person, link: str) -> tuple[str, str]:
    """From the link to an open project and an invitation; returns the project's id and the annotator's link."""
    page = researcher.page
    page.goto(link.partition("/link")[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("Amana, held in trust")
    researcher.picture("front")
    page.goto(link)
    researcher.picture("link")
    researcher.button("Come in").click()
    researcher.link("New project").click()
    drop(page, "label:has(input[type=file])", PANDALM)
    expect(page.get_by_label("Name")).to_have_value("preference pandalm")
    page.get_by_label("Name").fill("Model answers")
    page.get_by_label("People per task").fill("1")
    page.get_by_label("Guideline").fill("Read the prompt, then both answers.\nاختر الإجابة التي تفعل ما طُلب.")
    researcher.picture("new", full=True)
    researcher.button("look at the file").click()

    page.wait_for_url("**/import/*")
    mapped = {
        column: page.get_by_label(column, exact=True).locator("option:checked").inner_text()
        for column in ("instruction", "input", "response_a", "response_b", "models", "annotations")
    }
    assert mapped == {
        "instruction": "Prompt",
        "input": "Prompt",
        "response_a": "Responses",
        "response_b": "Responses",
        "models": "ignored",
        "annotations": "ignored",
    }
    expect(page.get_by_label("What the file would become")).to_contain_text("26")
    first = json.loads(PANDALM.read_text().splitlines()[0])
    preview = page.get_by_role("region", name="The first task")
    expect(preview.get_by_role("article").nth(0)).to_contain_text(first["response_a"])
    expect(preview).to_contain_text("Categorize the Business")
    researcher.picture("import", full=True)
    researcher.button(re.compile("Make .*474")).click()

    page.wait_for_url(re.compile(r"/client/projects/[0-9a-f-]{36}$"))
    project = urlsplit(page.url).path.rpartition("/")[2]
    expect(page.get_by_role("status").first).to_contain_text("Nobody sees them until you open it")
    page.get_by_role("link", name="pandalm-0578").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A task as an annotator sees it")
    researcher.picture("preview")
    researcher.link("To the project").click()
    researcher.button("Open to annotators").click()
    researcher.button("Invite an annotator").click()
    page.get_by_label("What you call this person").fill("Dr Noor")
    researcher.button("Make a link").click()
    invited = page.get_by_label("One-time link").input_value()
    researcher.picture("invited")
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    return project, invited


class Annotator:
    """Reads Arabic, works on a phone, and is asked to trust what the page says about what is saved."""

    def __init__(self, person: Person, engine: Engine, key: str, project: str) -> None:
        self.person = person
        self.engine = engine
        self.pressed: list[tuple[str, str, str, int, str]] = []
        self._key = key
        self._project = project

    def comes_in(self, link: str) -> None:
        page = self.person.page
        page.goto(link)
        self.person.picture("link")
        self.person.button("ادخل").click()
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.get_by_role("main")).to_contain_text("0.12")  # the pay, before anything is asked
        self.person.picture("queue")
        self.person.link("ابدأ").click()
        expect(page.get_by_role("radio").first).to_be_attached()
        self.person.picture("desk")
        self.person.button(re.compile("دليل العمل")).click()
        expect(page.get_by_role("dialog")).to_contain_text("اختر الإجابة التي تفعل ما طُلب.")
        self.person.picture("guideline")
        page.get_by_role("dialog").get_by_role("button").click()

    def answers_twelve(self) -> None:
        for number in range(3):
            self.answers(number % 3)
            self.is_saved_there()
        self.answers(2, by_keyboard=True, reason="لأنها أوضح than the other")
        self.is_saved_there()
        self.is_killed_inside_a_submit()
        self.loses_the_answer_of_a_submit()
        self.takes_one_back()
        while len(self.pressed) < 12:
            self.answers(len(self.pressed) % 3, by_keyboard=len(self.pressed) % 2 == 0)
            self.is_saved_there()
        self.person.picture("twelve")

    def answers(self, choice: int, *, by_keyboard: bool = False, reason: str = "") -> None:
        """Answer the task on the page: press, perhaps write, submit. The next one is there at once."""
        page = self.person.page
        seen = self.sees()
        if reason:
            page.get_by_role("textbox").fill(reason)
            page.keyboard.press("Escape")
        if by_keyboard:
            page.keyboard.press(f"Digit{choice + 1}")
            page.keyboard.press("Enter")
        else:
            page.locator("fieldset label").nth(choice).tap()
            self.person.button("إرسال").tap()
        self.pressed.append((*seen, choice, reason))

    def sees(self) -> tuple[str, str, str]:
        """The prompt and the two responses as they lie on the page."""
        page = self.person.page
        panels = [panel.locator(".reading") for panel in page.get_by_role("article").all()]
        first, second = ((panel.text_content() or "") if panel.count() else "" for panel in panels)  # an empty one has no text
        return page.locator("section .reading").text_content() or "", first, second

    def saved(self) -> str:
        return self.person.page.locator("[data-saved]").get_attribute("data-saved") or ""

    def is_saved_there(self) -> None:
        """The page says that the engine has everything, and the engine says so too."""
        expect(self.person.page.locator("[data-saved=there]")).to_be_visible()
        assert self.stored() == len(self.pressed)

    def stored(self) -> int:
        with self.engine.client() as client:
            page = client.get(f"/api/client/projects/{self._project}", headers={"Authorization": f"Bearer {self._key}"})
        return int(page.json()["progress"]["answered"])

    def is_killed_inside_a_submit(self) -> None:
        """The engine dies with the request in its hands; two more answers and a closed tab later it comes back."""
        page = self.person.page

        def kill(route: Route) -> None:
            send_and_hang_up(route)
            self.engine.kill()
            route.abort("connectionreset")

        page.route("**/submit", kill, times=1)
        self.answers(0)
        expect(page.locator("[data-saved=here]")).to_be_visible()
        self.answers(1)  # prefetched: the desk goes on without the engine
        expect(page.locator("[data-saved=here]")).to_contain_text("سيُرسَل جوابان")
        self.person.picture("offline")
        page.close()
        self.engine.start()
        page = self.person.new_page()
        page.goto(f"{self.engine.url}/desk/{self._project}")
        expect(page.get_by_role("radio").first).to_be_attached()
        self.is_saved_there()
        self.person.picture("back")

    def loses_the_answer_of_a_submit(self) -> None:
        """The engine has committed, but its answer never reaches the browser: sent again, it is the same submit."""
        page = self.person.page
        answers: list[int] = []

        def cut_off(route: Route) -> None:
            answers.append(route.fetch().status)
            assert self.saved() == "here"  # committed there, but this page can't know
            route.abort("connectionreset")

        page.route("**/submit", cut_off, times=1)
        self.answers(2)
        self.is_saved_there()
        assert answers == [200]

    def takes_one_back(self) -> None:
        page = self.person.page
        self.answers(0, by_keyboard=True)
        page.keyboard.press("KeyU")
        expect(page.get_by_role("radio").first).to_be_checked()
        taken_back = self.pressed.pop()
        assert self.sees() == taken_back[:3]
        self.is_saved_there()
        self.answers(2)
        assert self.pressed[-1][:3] == taken_back[:3]
        self.is_saved_there()

    def reads_the_statement(self) -> None:
        page = self.person.page
        page.goto(f"{self.engine.url}/desk/statement")
        expect(page.get_by_role("table").first).to_contain_text("1.44")  # twelve at 0.12 pending
        expect(page.get_by_role("table").first).to_contain_text("مسحوب")  # and the one taken back, voided
        self.person.picture("statement")


def send_and_hang_up(route: Route) -> None:
    """Send a request whole and never read its answer, so that what follows happens while the engine works on it."""
    request = route.request
    url = urlsplit(request.url)
    body = request.post_data_buffer or b""
    headers = {name: value for name, value in request.all_headers().items() if not name.startswith(":")}
    headers |= {"host": url.netloc, "content-length": str(len(body)), "connection": "close"}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection(("127.0.0.1", url.port or 80)) as connection:
        connection.sendall(f"{request.method} {url.path} HTTP/1.1\r\n{head}\r\n".encode() + body)


def sees_progress(researcher: Person, project: str) -> None:
    page = researcher.page
    expect(page.get_by_role("status").first).to_contain_text(re.compile("12.* of .*474.* annotations are in"))
    expect(page.get_by_text("€1.44")).to_be_visible()
    researcher.picture("progress")
    researcher.button("العربية").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    researcher.picture("progress-in-arabic")
    researcher.button("English").click()


def sees_the_log(auditor: Person, link: str) -> None:
    auditor.page.goto(link)
    auditor.button("Come in").click()
    expect(auditor.page.get_by_role("heading", level=1)).to_have_text("Access log")
    expect(auditor.link(re.compile("^answered"))).to_contain_text("13")  # twelve, and the one taken back
    auditor.picture("log")
    auditor.link(re.compile("^shown")).click()
    expect(auditor.page.get_by_role("row").nth(1)).to_contain_text("shown")
