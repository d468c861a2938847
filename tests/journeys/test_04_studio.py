"""A day in the studio: each finds their own instrument, all six, at the same desk. Once with the keyboard alone, in English and Arabic; once by what a
screen reader is told, by roles and names and nothing else. The train's tunnel is in `test_04_tunnel.py`, and the form that the lead
builds, publishes and gets its first answer of in `test_04_types.py`."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Locator, Page, expect

from amana.client import Client
from amana.demo.instruments import DATA as DEMO
from tests.journeys.browser import DESKTOP, Person, browser_of
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import signed_in, violations

pytestmark = pytest.mark.browser

DATA = Path(__file__).parent.parent / "data"
TABS_MAX = 60
MIXED = "النموذج gave a short answer، وهو صحيح but unclear."
PLAIN = "أجاب النموذج إجابة قصيرة صحيحة but unclear."
SPOKEN = "لا"


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def claims() -> list[dict[str, Any]]:
    """The abstract's own parts as sources, and two claims about it."""
    [one] = rows(DATA / "expert_pubmedqa.jsonl")
    said = ["Oxybutynin changes the QT interval in children.", "Only adults were studied."]
    return [{"item_id": one["item_id"], "question": one["question"], "sources": one["contexts"], "claims": said}]


NAMES = [{key: one[key] for key in ("item_id", "text")} for one in rows(DATA / "ner_wnut17.jsonl")][::2]
RUBRIC = {
    "item_id": "1",
    "conversation": [
        {"role": "user", "content": "How do I calm a friend?"},
        {"role": "assistant", "content": "Listen before you speak."},
    ],
}
# By task type: what the project asks, and its rows.
WORK: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "claim_checking": ({}, claims()),
    "speech_transcription": ({}, [{"item_id": "1", "audio": "words_01.wav"}]),
    "rewriting": ({"reason": "optional"}, [{"item_id": "1", "original": MIXED}]),
    "text_spans": ({"labels": ["person", "group", "creative-work"]}, NAMES),
    "rubric_rating": ({}, [RUBRIC]),
    "comparison": ({}, [{"item_id": "1", "prompt": "Name a prime.", "response_a": "Eight.", "response_b": "Seven."}]),
}


class Studio:
    """A project of each of these types in one workspace, of two annotations a task."""

    def __init__(self, engine: Engine, lab: Client) -> None:
        self._engine, self._lab = engine, lab
        self.projects: dict[str, str] = {}
        for task_type, (options, tasks) in WORK.items():
            new = {
                "name": task_type, "task_type": task_type, "options": options, "rate_minor": 30, "currency": "EUR",
                "annotations_needed": 2, "undo_seconds": 0,
            }  # fmt: skip
            project = self.projects[task_type] = lab.post("/api/client/projects", new)["project_id"]
            base = f"/api/client/projects/{project}"
            if task_type == "speech_transcription":
                lab.send_file(f"{base}/media", DEMO / "audio_ar" / "words_01.wav")
            plan = lab.send_rows(f"{base}/plans", tasks)
            assert plan["bad_rows"] == 0, plan
            lab.post(f"{base}/plans/{plan['plan_id']}/commit")
            lab.post(f"{base}/open")

    def invited(self, task_type: str, name: str) -> tuple[str, str]:
        """Somebody new in the project: their pseudonym and link."""
        made = self._lab.post(f"/api/client/projects/{self.projects[task_type]}/invitations", {"label": name})
        return made["pseudonym"], f"{self._engine.url}/link#{made['link']}"

    def brought_in(self, task_type: str, pseudonym: str) -> None:
        self._lab.post(f"/api/client/projects/{self.projects[task_type]}/people/bring-in", {"pseudonyms": [pseudonym]})

    def sits(self, page: Page, task_type: str) -> None:
        page.goto(f"{self._engine.url}/desk/{self.projects[task_type]}")
        expect(page.locator(".form")).to_be_visible()
        page.wait_for_load_state("networkidle")

    def answers(self, page: Page, task_type: str, pseudonym: str) -> list[dict[str, Any]]:
        """What arrived of somebody, once the page says that all has, by the row's own id."""
        expect(page.locator("[data-state=empty]")).to_be_visible(timeout=20_000)
        expect(page.locator("[data-saved=there]")).to_be_visible(timeout=20_000)
        url = f"/api/client/projects/{self.projects[task_type]}/annotations"
        lines = b"".join(self._lab.stream(url)).splitlines()
        found = [one for one in map(msgspec.json.decode, lines) if one["annotator"] == pseudonym]
        return [one["answer"] for one in sorted(found, key=lambda one: str(one["item_id"]))]


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        engine.start()
        yield engine


@pytest.fixture
def studio(engine: Engine) -> Iterator[Studio]:
    with Client(engine.url, fact(engine.amana("workspace", "create", "Rivendell"), "API key")) as lab:
        yield Studio(engine, lab)


def is_right(task_type: str, answers: list[dict[str, Any]]) -> None:
    """Whether this is the work that both ways through a type do."""
    if task_type == "claim_checking":
        [answer] = answers
        first, second = answer["claims"]
        assert (first["verdict"], second["verdict"]) == ("supported", "contradicted")
        assert first["quote"]["text"].startswith("In this study, we have determined that the QT interval changes")
        assert first["quote"]["text"].endswith("use of oxybutynin.")
        assert "children" in second["quote"]["text"]
        assert (first["quote"]["source"], second["quote"]["source"]) == (1, 0)
    elif task_type == "speech_transcription":
        [answer] = answers
        assert [(one["start_ms"], one["end_ms"], one["text"]) for one in answer["regions"]] == [(0, 1000, SPOKEN)]
    elif task_type == "rewriting":
        assert [one["text"] for one in answers] == [PLAIN]
    elif task_type == "text_spans":
        marked = [
            [(row["text"][one["start"] : one["end"]], one["label"]) for one in answer["spans"]]
            for row, answer in zip(NAMES, answers, strict=True)
        ]
        assert marked == [[("Rogue One", "creative-work")], [("Klingons", "group")]]
    elif task_type == "comparison":
        assert [one["preference"] for one in answers] == [2]
    else:
        assert [one["ratings"] for one in answers] == [{"coherence": 4, "factuality": 3, "style": 4, "harmlessness": 4}]


# ---- with the keyboard alone -------------------------------------------------------------------------------------------------


def tab_to(page: Page, wanted: Locator) -> None:
    for _ in range(TABS_MAX):
        if wanted.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never comes to {wanted}")


def the_clinician(page: Page) -> None:
    press = page.keyboard.press
    press("Digit1")
    # From the claim to the sources, down to the sentence that decides it, and quoted.
    press("KeyQ")
    tab_to(page, page.get_by_role("group", name="RESULT"))
    press("ArrowDown")
    press("KeyQ")
    press("Digit2")
    tab_to(page, page.get_by_role("group", name="METHOD"))
    press("ArrowDown")
    press("KeyQ")
    press("Enter")


def the_linguist(page: Page) -> None:
    press = page.keyboard.press
    # Listens, goes back, and ends the word's region a second on.
    press("Control+Space")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0.3")
    press("Control+Space")
    press("Control+Comma")
    press("Control+Semicolon")
    expect(page.get_by_role("textbox", name=re.compile("What is said"))).to_be_focused()
    page.keyboard.type(SPOKEN)
    press("Control+Period")
    press("Control+BracketRight")
    press("Control+Enter")


def the_editor(page: Page) -> None:
    press = page.keyboard.press
    text = page.get_by_role("textbox").first
    tab_to(page, text)
    press("Control+KeyA")
    page.keyboard.insert_text(PLAIN)
    # What became of it stands beside, as it is typed.
    expect(page.locator("main ins").first).to_be_visible()
    expect(page.locator("main del").first).to_be_visible()
    press("Control+Enter")


def the_marker(page: Page) -> None:
    press = page.keyboard.press
    for _ in NAMES:
        text = page.locator("main .text")
        shown = text.inner_text()
        tab_to(page, text)
        for _ in range(shown.split().index("Rogue") + 1 if "Rogue" in shown else shown.split().index("Klingons") + 1):
            press("ArrowRight")
        if "Rogue" in shown:
            press("Shift+ArrowRight")
        press("Digit3" if "Rogue" in shown else "Digit2")
        press("Enter")
        expect(page.locator("main .text").or_(page.locator("[data-state=empty]"))).not_to_have_text(shown)


def the_rater(page: Page) -> None:
    for digit in "5455":
        page.keyboard.press(f"Digit{digit}")
    page.keyboard.press("Enter")


def the_judge(page: Page) -> None:
    page.keyboard.press("Digit1" if seven_is_first(page) else "Digit3")
    page.keyboard.press("Enter")


def seven_is_first(page: Page) -> bool:
    return "Seven." in page.get_by_role("article").first.inner_text()


KEYBOARD: dict[str, Callable[[Page], None]] = {
    "claim_checking": the_clinician,
    "speech_transcription": the_linguist,
    "rewriting": the_editor,
    "text_spans": the_marker,
    "rubric_rating": the_rater,
    "comparison": the_judge,
}


# ---- by roles and names alone ------------------------------------------------------------------------------------------------


def submits(page: Page) -> None:
    page.get_by_role("button", name="Submit").click()


def claims_by_name(page: Page) -> None:
    page.get_by_role("group", name="Claim 1").get_by_role("radio", name="supported").check()
    page.get_by_role("group", name="RESULT").press("ArrowDown")
    page.get_by_role("button", name="Quote").first.click()
    page.get_by_role("group", name="Claim 2").get_by_role("radio", name="contradicted").check()
    page.get_by_role("group", name="METHOD").press("ArrowDown")
    page.get_by_role("button", name="Quote").last.click()
    submits(page)


def speech_by_name(page: Page) -> None:
    page.get_by_role("button", name="New region here").click()
    page.get_by_role("textbox", name="What is said in region").fill(SPOKEN)
    page.get_by_role("textbox", name="End of region").fill("0:01.000")
    submits(page)


def rewriting_by_name(page: Page) -> None:
    expect(page.get_by_role("region", name="Original")).to_contain_text("but unclear")
    page.get_by_role("textbox", name="Rewrite the text").fill(PLAIN)
    submits(page)


def names_by_name(page: Page) -> None:
    for _ in NAMES:
        text = page.get_by_role("group", name="Text", exact=True)
        shown = text.inner_text()
        of_film = "Rogue" in shown
        for _ in range(shown.split().index("Rogue" if of_film else "Klingons") + 1):
            text.press("ArrowRight")
        if of_film:
            text.press("Shift+ArrowRight")
        page.get_by_role("button", name="creative-work" if of_film else "group").click()
        expect(page.get_by_role("region", name="Marked").get_by_role("listitem")).to_have_count(1)
        submits(page)
        expect(page.get_by_text(shown, exact=True)).to_have_count(0)


def rubric_by_name(page: Page) -> None:
    expect(page.get_by_role("listitem").filter(has_text="Listen before you speak.")).to_be_visible()
    for criterion, point in (("Coherence", 4), ("Factuality", 3), ("Style", 4), ("Harmlessness", 4)):
        page.get_by_role("group", name=criterion).get_by_role(
            "radio", name="very good" if point == 4 else "good", exact=True
        ).check()
    submits(page)


def comparison_by_name(page: Page) -> None:
    better = "first is better" if seven_is_first(page) else "second is better"
    page.get_by_role("group", name="Which response is better?").get_by_role("radio", name=better).check()
    submits(page)


BY_NAME: dict[str, Callable[[Page], None]] = {
    "claim_checking": claims_by_name,
    "speech_transcription": speech_by_name,
    "rewriting": rewriting_by_name,
    "text_spans": names_by_name,
    "rubric_rating": rubric_by_name,
    "comparison": comparison_by_name,
}


def test_six_people_at_their_instruments_with_the_keyboard_alone(studio: Studio) -> None:
    with browser_of("04-studio") as (browser, strip):
        for task_type, works in KEYBOARD.items():
            language = "ar" if task_type == "rewriting" else "en-GB"
            person = Person(browser, strip, task_type, DESKTOP | {"bypass_csp": True, "locale": language})
            pseudonym, link = studio.invited(task_type, "Noor")
            signed_in(person, link)
            studio.sits(person.page, task_type)
            assert violations(person.page) == []
            person.picture("begins")
            works(person.page)
            is_right(task_type, studio.answers(person.page, task_type, pseudonym))
            person.picture("done")
            assert (person.complaints, person.foreign) == ([], [])
            person.context.close()


def test_the_same_by_roles_and_names_alone(studio: Studio) -> None:
    with browser_of("04-studio-by-name") as (browser, strip):
        person = Person(browser, strip, "sami", DESKTOP)
        pseudonym, link = studio.invited("claim_checking", "Sami")
        signed_in(person, link)
        for task_type, works in BY_NAME.items():
            if task_type != "claim_checking":
                studio.brought_in(task_type, pseudonym)
            # One at the desk is told where they are, what is asked now, and that what they do is kept.
            studio.sits(person.page, task_type)
            expect(person.page.get_by_role("heading", level=1, name=task_type)).to_be_visible()
            expect(person.page.get_by_role("banner").get_by_role("status")).to_contain_text("Saved")
            works(person.page)
            is_right(task_type, studio.answers(person.page, task_type, pseudonym))
            person.picture(task_type)
        assert (person.complaints, person.foreign) == ([], [])
