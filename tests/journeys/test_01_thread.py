"""The thread: one comparison project, from a dropped file to a verified delivery, in the browser, on real data.

It drives only the browser, the command line and public clients. Pictures of every step are in build/journeys/.
"""

import json
import re
import socket
import zipfile
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
UNDO_SECONDS = 6
REASON = "لأنها أوضح than the other"


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
        annotator.holds_no_more_than_the_task_on_the_desk()
        sees_progress(researcher)
        recorded = recorded_crowd(tmp_path)
        engine.amana("replay", str(PANDALM), str(recorded), "--project", project, key=key)
        archive = sees_quality_and_delivers(researcher, tmp_path)
        annotator.is_owed_what_was_settled()
        auditor = Person(browser, strip, "auditor", DESKTOP)
        sees_who_saw_what(auditor, fact(engine.log(), "auditor"))
        for person in (researcher, annotator.person, auditor):
            assert person.complaints == [], person.name
            assert person.foreign == [], person.name

    # The delivery verifies offline; with one byte changed it is said which file.
    [folder] = unpacked(archive, tmp_path / "unpacked")
    said = engine.amana("verify", str(folder))
    assert "473 tasks and 1419 annotations are as they were signed" in said
    assert "alpha 0." in said
    tasks_file = folder / "tasks.jsonl"
    content = tasks_file.read_bytes()
    tasks_file.write_bytes(content.replace(b'"label":"first"', b'"label":"First"', 1))
    assert engine.amana("verify", str(folder), status=1).startswith("tasks.jsonl was changed")
    tasks_file.write_bytes(content)
    preferences = [json.loads(line) for line in (folder / "preferences_trl.jsonl").read_text().splitlines()]
    tasks = [json.loads(line) for line in content.splitlines()]
    ties = sum(task["estimates"]["preference"]["label"] == "tie" for task in tasks)
    assert len(preferences) == 473 - ties
    assert set(preferences[0]) == {"prompt", "chosen", "rejected"}

    # It holds each of the annotator's twelve once, as it was pressed, told in the file's own order.
    payloads = {task["task_id"]: task["payload"] for task in tasks}
    delivered = [json.loads(line) for line in (folder / "annotations.jsonl").read_text().splitlines()]
    mine = [row for row in delivered if row["annotator"] == annotator.pseudonym(delivered)]
    assert sorted(as_pressed(row, payloads[row["task_id"]]) for row in mine) == sorted(annotator.pressed)
    source = {row["item_id"]: row for row in map(json.loads, PANDALM.read_text().splitlines())}
    for task in tasks:
        assert task["payload"]["responses"] == [source[task["item_id"]][name] for name in ("response_a", "response_b")]

    rival = fact(engine.amana("workspace", "create", "Mordor"), "API key")
    with engine.client() as client:
        for path in ("", "/tasks", "/annotations"):
            refused = client.get(f"/api/client/projects/{project}{path}", headers={"Authorization": f"Bearer {rival}"})
            assert refused.status_code == 404
    assert engine.stop() == 0
    assert "Traceback" not in engine.log()


def as_pressed(row: dict[str, Any], payload: dict[str, Any]) -> tuple[str, str, str, int, str]:
    """A delivered annotation as its annotator saw and pressed it: prompt, first and second response, choice, reason."""
    first, second = (payload["responses"][index] for index in row["shown_order"])
    step = ("first", "tie", "second").index(row["votes"]["preference"])
    return payload["prompt"], first, second, step if row["shown_order"] == [0, 1] else 2 - step, row["answer"]["reason"] or ""


def recorded_crowd(folder: Path) -> Path:
    """What the three people of the published set answered, as `amana replay` reads it."""
    path = folder / "recorded.jsonl"
    with path.open("w") as file:
        for row in map(json.loads, PANDALM.read_text().splitlines()):
            for answer in row["annotations"]:
                label = {"a": "a", "b": "b"}.get(answer["label"], "equal")
                line = {"item_id": row["item_id"], "annotator_id": answer["annotator_id"], "label": label}
                file.write(json.dumps(line) + "\n")
    return path


def unpacked(archive: Path, folder: Path) -> list[Path]:
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    return list(folder.iterdir())


def opens_a_project(researcher: Person, link: str) -> tuple[str, str]:
    """From the link to an open project and an invitation; returns the project's id and the annotator's link."""
    page = researcher.page
    page.goto(link.partition("/link")[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("Amana, held in trust")
    researcher.picture("front")
    page.goto(link)
    researcher.picture("link")
    researcher.button(re.compile("^Come in$")).click()
    researcher.link("New project").click()
    drop(page, "label:has(input[type=file])", PANDALM)
    expect(page.get_by_label("Name")).to_have_value("preference pandalm")
    page.get_by_label("Name").fill("Model answers")
    page.get_by_text("Budget and times").click()
    page.get_by_label("Seconds to undo").fill(str(UNDO_SECONDS))
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
    expect(page.get_by_role("region", name="Near-duplicates")).to_contain_text("near-duplicates of another", timeout=20_000)
    researcher.button("Open to annotators").click()
    page.get_by_role("dialog").get_by_role("button", name="Open it").click()
    researcher.button("Invite annotators").click()
    page.get_by_label("What you call them").fill("Dr Noor")
    researcher.button("Make links").click()
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
        self.person.button(re.compile("^ادخل$")).click()
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.get_by_role("main")).to_contain_text("0.12")  # the pay, before anything is asked
        self.person.picture("queue")
        self.person.link("ابدأ").click()
        expect(page.get_by_role("radio").first).to_be_attached()
        self.person.picture("desk")
        self.person.button(re.compile(r"دليل العمل \W*\d")).click()
        expect(page.get_by_role("dialog")).to_contain_text("اختر الإجابة التي تفعل ما طُلب.")
        self.person.picture("guideline")
        page.get_by_role("dialog").get_by_role("button").click()

    def answers_twelve(self) -> None:
        for number in range(3):
            self.answers(number % 3)
            self.is_saved_there()
        self.answers(2, by_keyboard=True, reason=REASON)
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
        return self._progress("answered")

    def held(self) -> int:
        return self._progress("held")

    def _progress(self, what: str) -> int:
        with self.engine.client() as client:
            page = client.get(f"/api/client/projects/{self._project}", headers={"Authorization": f"Bearer {self._key}"})
        return int(page.json()["progress"][what])

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
        expect(page.locator("[data-saved=here]")).to_contain_text("ستُرسَل إجابتان")
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

    def holds_no_more_than_the_task_on_the_desk(self) -> None:
        """A page that goes gives back what it never showed."""
        for _ in range(100):
            if self.held() <= 1:
                return
            self.person.page.wait_for_timeout(100)
        raise AssertionError(f"{self.held()} tasks are held by a page that is gone")

    def pseudonym(self, delivered: list[dict[str, Any]]) -> str:
        """The name under which the delivery knows this person: whoever wrote the reason that only they wrote."""
        [mine] = {row["annotator"] for row in delivered if row["answer"]["reason"] == REASON}
        return str(mine)

    def is_owed_what_was_settled(self) -> None:
        page = self.person.page
        page.goto(f"{self.engine.url}/desk/statement")
        earned = page.get_by_role("table").first.get_by_role("row").filter(has_text="مستحَق")
        expect(earned).to_contain_text("1.44")
        self.person.picture("earned")

    def reads_the_statement(self) -> None:
        page = self.person.page
        worker = self.person.context.new_cdp_session(page)
        worker.send("ServiceWorker.enable")
        worker.send("ServiceWorker.stopAllWorkers")  # it sleeps, as it mostly does: the page's last word must not wait for it
        page.goto(f"{self.engine.url}/desk/statement")
        expect(page.get_by_role("table").first).to_contain_text("1.44")  # twelve at 0.12 pending
        expect(page.get_by_role("table").first).to_contain_text("مُبطَل")  # and the one taken back, voided
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


def sees_progress(researcher: Person) -> None:
    page = researcher.page
    expect(page.get_by_role("status").first).to_contain_text(re.compile("12.* of .*1,422.* annotations are in"))
    researcher.picture("progress")


def sees_quality_and_delivers(researcher: Person, folder: Path) -> Path:
    """Progress, agreement with its interval, estimates, what is owed; the downloaded delivery.

    One task still lies on the annotator's desk: it was painted, so it is theirs until its lease ends.
    """
    page = researcher.page
    expect(page.get_by_role("status").first).to_contain_text(
        re.compile("1,421.* of .*1,422.* annotations are in, .*1 is being made.*473.* of .*474.* tasks are settled"),
        timeout=60_000,
    )
    agreement = page.get_by_role("region", name="Agreement")
    expect(agreement).to_contain_text("All annotations are counted", timeout=60_000)
    expect(agreement).to_contain_text(re.compile(r"0\.\d{3}.* \(.*0\.\d{3}.*–.*0\.\d{3}.*\)"))
    expect(page.get_by_text("€170.28")).to_be_visible()
    tasks = page.get_by_role("region", name="Tasks")
    expect(tasks).to_contain_text("uncalibrated, as public crowds have it")
    expect(tasks.get_by_role("row").nth(1)).to_contain_text(re.compile(r"(first|second|equal).*%"))
    researcher.picture("quality", full=True)
    researcher.button(re.compile("Deliver .*473")).click()
    expect(page.get_by_role("region", name="Deliveries").get_by_role("table")).to_contain_text("1,419", timeout=60_000)
    with page.expect_download() as downloading:
        researcher.link("Download").first.click()
    archive = folder / "delivery.zip"
    downloading.value.save_as(archive)
    researcher.picture("delivered")
    researcher.button("العربية").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    researcher.picture("delivered-in-arabic", full=True)
    researcher.button("English").click()
    return archive


def sees_who_saw_what(auditor: Person, link: str) -> None:
    page = auditor.page
    page.goto(link)
    auditor.button(re.compile("^Come in$")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Access log")
    auditor.link("Model answers").first.click()
    for kind, rows in (("given out", "1,4"), ("shown", "1,4"), ("answered", "1,422"), ("delivered", "1"), ("downloaded", "1")):
        expect(auditor.link(re.compile(f"^{kind}"))).to_contain_text(rows)  # 1,421 answers, and the one taken back
    expect(page.locator("[data-commitments=hold]")).to_contain_text("100")
    auditor.picture("log")
    auditor.link(re.compile("^shown")).click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("shown")
    task = page.get_by_role("row").nth(1).get_by_role("link").last
    task.click()
    kinds = page.get_by_role("row").locator("td:nth-child(3)")
    expect(kinds.filter(has_text="given out").first).to_be_visible()  # the rows of one kind stand until those of the task come
    assert set(kinds.all_inner_texts()) >= {"given out", "shown", "answered"}
    auditor.picture("one-task")
    # A row altered on its way is noticed by the auditor's own browser.
    page.route("**/access-log/page*", lambda route: route.fulfill(body=route.fetch().text().replace('"shown"', '"known"')))
    page.reload()
    expect(page.locator("[data-commitments=broken]")).to_contain_text("altered")
