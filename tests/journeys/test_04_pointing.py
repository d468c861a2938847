"""Pointing into a text, in the browser: places marked and words quoted by keyboard and by thumb, counted as the engine counts them."""

import random
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from amana.client import Client
from tests.journeys.browser import DESKTOP, PHONE_IN_ARABIC, Person, Strip, browser_of
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import signed_in, violations
from tests.lab import json_lines

pytestmark = pytest.mark.browser

# axe-core is put into the page from outside, which the page's own policy rightly refuses.
AT_A_DESK = DESKTOP | {"bypass_csp": True}
ON_A_PHONE = PHONE_IN_ARABIC | {"bypass_csp": True}

TEXTS, SEED = 200, 7
WORDS = [
    "Basra",
    "naïve",
    "e\u0301te\u0301",
    "مدينة",
    "قالَتْ",
    "مريم",
    "🙂",
    "👩🏽‍🔬",
    "𝒳𝒴",
    "3.5",
    "«أهلًا»",
    "🇯🇴",
    "co-op,",
    "الـ👍",
]
GAPS = [" ", "  ", "\n", "\n\n", "\u00a0", " \t"]
# Selects in the first text of the page by UTF-16 units, as a mouse would leave it; the page hears of it before the hand is at a key.
SELECT = """([start, end]) => {
    const texts = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
    const points = [];
    let before = 0;
    for (let node = texts.nextNode(); node; before += node.length, node = texts.nextNode()) {
        for (const unit of [start, end]) {
            if (before <= unit && unit <= before + node.length) points[unit === start ? 0 : 1] = [node, unit - before];
        }
    }
    const heard = new Promise((resolve) => document.addEventListener('selectionchange', () => setTimeout(resolve), { once: true }));
    getSelection().setBaseAndExtent(...points[0], ...points[1]);
    return heard;
}"""


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        engine.start()
        yield engine


@pytest.fixture
def lab(engine: Engine) -> Iterator[Client]:
    with Client(engine.url, fact(engine.amana("workspace", "create", "Rivendell"), "API key")) as lab:
        yield lab


class Project:
    """An open project with its tasks in it."""

    def __init__(self, lab: Client, task_type: str, options: dict[str, Any], rows: list[dict[str, Any]], needed: int = 1) -> None:
        self._lab = lab
        new = {"name": "Pointing", "task_type": task_type, "rate_minor": 1, "currency": "EUR", "annotations_needed": needed}
        self._base = f"/api/client/projects/{lab.post('/api/client/projects', new | {'options': options})['project_id']}"
        plan = lab._json("POST", f"{self._base}/plans", content=json_lines(rows))
        assert plan["bad_rows"] == 0
        lab.post(f"{self._base}/plans/{plan['plan_id']}/commit")
        lab.post(f"{self._base}/open")

    def comes_in(self, browser: Browser, strip: Strip, name: str, device: dict[str, Any]) -> Person:
        person = Person(browser, strip, name, device)
        link = self._lab.post(f"{self._base}/invitations", {"label": name})["link"]
        signed_in(person, f"{self._lab._url}/link#{link}")
        person.page.locator("main a.primary").click()
        expect(person.page.locator(".text").first).to_be_visible()
        return person

    def answers(self, page: Page, count: int) -> dict[str, Any]:
        """The answers by the row's own id, once all have arrived."""
        expect(page.locator("[data-saved=there]")).to_be_visible(timeout=20_000)
        lines = self._lab._http.get(f"{self._base}/annotations").raise_for_status().text.splitlines()
        found = {one["item_id"]: one["answer"] for one in map(msgspec.json.decode, lines)}
        assert len(found) == count
        return found


def test_offsets_are_the_engines_in_two_hundred_texts_of_two_scripts(engine: Engine, lab: Client) -> None:
    chance = random.Random(SEED)
    made = [a_text_and_a_place(chance) for _ in range(TEXTS)]
    rows = [{"item_id": str(number), "text": text} for number, (text, _, _) in enumerate(made)]
    project = Project(lab, "text_spans", {"labels": ["here"]}, rows)
    by_text = {text: number for number, (text, _, _) in enumerate(made)}
    with browser_of("04-offsets") as (browser, strip):
        page = (noor := project.comes_in(browser, strip, "noor", AT_A_DESK)).page
        left = set(range(TEXTS))
        for _ in range(TEXTS):
            page.wait_for_function(
                "left => left.includes(document.querySelector('.text')?.textContent)", arg=[made[n][0] for n in left]
            )
            number = by_text[page.locator(".text").evaluate("box => box.textContent")]
            left.remove(number)
            text, selected, _ = made[number]
            page.evaluate(SELECT, [units(text[:at]) for at in selected])
            page.keyboard.press("Digit1")
            expect(page.locator(".list li")).to_have_count(1)
            page.keyboard.press("Enter")
        found = project.answers(page, TEXTS)
        assert noor.complaints == []
    for number, (_, _, (start, end)) in enumerate(made):
        [span] = found[str(number)]["spans"]
        assert (span["start"], span["end"]) == (start, end), made[number]


def a_text_and_a_place(chance: random.Random) -> tuple[str, tuple[int, int], tuple[int, int]]:
    """A text, what is selected in it, and the words that are meant: their ends may have been missed by a mark or a blank."""
    words = chance.choices(WORDS, k=chance.randint(3, 40))
    places, text = [], ""
    for word in words:
        places.append((len(text), len(text) + len(word)))
        text += word + chance.choice(GAPS)
    first = chance.randrange(len(words))
    last = chance.randrange(first, min(first + 4, len(words)))
    meant = places[first][0], places[last][1]
    start, end = meant
    if unicodedata.combining(text[start + 1]) if start + 1 < len(text) else False:
        start += chance.randrange(2)
    if unicodedata.combining(text[end - 1]) and end - start > 2:
        end -= chance.randrange(2)
    if chance.random() < 0.3:
        end += text[end].isspace()
    return text, (start, end), meant


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_names_are_marked_by_keyboard_and_by_thumb(engine: Engine, lab: Client) -> None:
    labels = [{"name": "person", "attributes": [{"name": "certain", "values": ["yes", "no"]}]}, "title", "place"]
    options = {
        "labels": labels,
        "relations": [{"name": "met_in", "from_labels": ["person"], "to_labels": ["place"]}],
        "overlaps": True,
    }
    text = "Maryam met Dr. Otto in 🌉 Basra.\nقالت مريم: «أهلًا»."
    project = Project(lab, "text_spans", options, [{"item_id": "1", "text": text}], needed=2)
    with browser_of("04-spans") as (browser, strip):
        noor = project.comes_in(browser, strip, "noor", AT_A_DESK)
        page = noor.page
        assert violations(page) == []
        # By keyboard alone: three words on, the last of them reached for; its title within it.
        page.locator(".text").focus()
        for key in ("ArrowRight", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"):
            page.keyboard.press(key)
        assert page.evaluate("String(getSelection())") == "Dr. Otto"
        page.keyboard.press("Digit1")
        expect(page.get_by_role("status").filter(has_text="Dr. Otto")).to_be_visible()
        page.get_by_label("certain").select_option("no")
        page.locator(".text").focus()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Digit2")
        # Onwards is to the right in the first line and to the left in the second.
        for key in ("ArrowRight",) * 5 + ("ArrowLeft",):
            page.keyboard.press(key)
        assert page.evaluate("String(getSelection())") == "مريم"
        page.keyboard.press("Digit3")
        expect(page.locator(".list li")).to_have_count(3)
        page.keyboard.press("Backspace")
        expect(page.locator(".list li")).to_have_count(2)
        # Through the list: a relation, and the place that it leads to.
        page.evaluate(SELECT, [units(text[: text.index("Basra")]), units(text[: text.index("Basra") + 5])])
        page.get_by_role("button", name="place").click()
        page.get_by_role("button", name=re.compile("^person")).nth(0).click()
        page.get_by_label("Relation to another place").select_option(index=1)
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_role("button", name=re.compile("^Take back"))).to_be_visible()
        noor.picture("marked")
        assert violations(page) == []
        page.reload()
        expect(page.locator(".list li")).to_have_count(3)
        page.keyboard.press("Enter")
        [answer] = project.answers(page, 1).values()
        spans = [(text[one["start"] : one["end"]], one["label"], one["attributes"]) for one in answer["spans"]]
        assert spans == [("Dr.", "title", {}), ("Dr. Otto", "person", {"certain": "no"}), ("Basra", "place", {})]
        assert answer["relations"] == [{"from": 1, "to": 2, "label": "met_in"}]

        sami = project.comes_in(browser, strip, "sami", ON_A_PHONE)
        page = sami.page
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        page.evaluate(SELECT, [0, 6])
        page.get_by_role("button", name="person").tap()
        expect(page.locator(".list li")).to_have_count(1)
        page.locator(".mark").tap()
        page.locator(".labels button").nth(2).tap()
        expect(page.locator(".list li")).to_contain_text("place")
        sami.picture("by-thumb", full=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert violations(page) == []
        sami.button("إرسال").tap()
        expect(page.locator("[data-state=empty]")).to_be_visible(timeout=20_000)
        assert (noor.complaints, sami.complaints) == ([], [])


def test_claims_are_checked_and_their_words_quoted_by_keyboard_and_by_thumb(engine: Engine, lab: Client) -> None:
    sources = [
        {"label": "Method", "text": "Forty children were seen in spring. Twenty of them drank mint tea."},
        {"label": "نتائج", "text": "لم ينم أحد منهم أطول 🙂 من قبل. لا فرق."},
    ]
    claims = ["Forty children took part.", "Mint tea makes children sleep longer.", "Mint tea is cheap."]
    row = {"item_id": "1", "question": "Does mint tea help?", "claims": claims, "sources": sources}
    project = Project(lab, "claim_checking", {}, [row], needed=2)
    with browser_of("04-claims") as (browser, strip):
        noor = project.comes_in(browser, strip, "noor", AT_A_DESK)
        page = noor.page
        assert violations(page) == []
        expect(page.locator(".quote")).to_have_count(0)
        page.keyboard.press("Digit1")
        expect(page.locator(".quote")).to_have_count(1)
        expect(noor.button(re.compile("^Submit"))).to_be_disabled()
        page.keyboard.press("KeyQ")  # to the sources, where the first word is selected
        assert page.evaluate("String(getSelection())") == "Forty"
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("KeyQ")
        expect(page.locator("blockquote")).to_have_text("Forty children were seen in spring.")
        page.keyboard.press("Digit2")
        page.locator(".text").nth(1).focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("KeyQ")
        page.keyboard.press("Digit3")
        expect(page.locator("blockquote")).to_have_count(2)
        page.locator("blockquote button").first.click()
        expect(page.locator(".sources .active")).to_have_text("Forty children were seen in spring.")
        noor.picture("checked")
        assert violations(page) == []
        page.locator("blockquote button").first.blur()
        page.keyboard.press("Enter")
        [answer] = project.answers(page, 1).values()
        first, second, third = answer["claims"]
        assert first["quote"] == {"source": 0, "start": 0, "end": 35, "text": "Forty children were seen in spring."}
        assert (first["verdict"], second["verdict"], third) == (
            "supported",
            "contradicted",
            {"verdict": "unverifiable", "quote": None},
        )
        assert second["quote"]["text"] == "لم ينم أحد منهم أطول 🙂 من قبل."

        sami = project.comes_in(browser, strip, "sami", ON_A_PHONE)
        page = sami.page
        for number in range(3):
            page.locator("fieldset").nth(number).locator("label").nth(1).tap()
        for number in range(3):
            page.evaluate(SELECT, [0, 5])
            page.locator(".quote").nth(number).get_by_role("button").tap()
            expect(page.locator("blockquote")).to_have_count(number + 1)
        # What is no longer asked is not sent.
        page.locator("fieldset").nth(2).locator("label").nth(2).tap()
        expect(page.locator("blockquote")).to_have_count(2)
        sami.picture("by-thumb")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert violations(page) == []
        sami.button("إرسال").tap()
        expect(page.locator("[data-state=empty]")).to_be_visible(timeout=20_000)
        assert (noor.complaints, sami.complaints) == ([], [])
