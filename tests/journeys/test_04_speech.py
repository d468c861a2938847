"""Arabic speech written down: with the keyboard alone at a desk, by thumb on a phone in Arabic; delivered as captions and for Praat."""

import json
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import webvtt
from playwright.sync_api import Locator, Page, expect
from praatio import textgrid

from amana.client import Client
from amana.demo import DATA
from tests.journeys.browser import DESKTOP, PHONE_IN_ARABIC, Person, browser_of
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import signed_in, violations
from tests.lab import json_lines

pytestmark = pytest.mark.browser

FIRST, SECOND, THIRD = "لا", "تسجيل", "يسار"
AT_A_DESK = DESKTOP | {"bypass_csp": True}
ON_A_PHONE = PHONE_IN_ARABIC | {"bypass_csp": True}


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        engine.start()
        yield engine


@pytest.fixture
def client(engine: Engine) -> dict[str, str]:
    made = engine.amana("workspace", "create", "Rivendell")
    return {"key": fact(made, "API key"), "link": fact(made, "researcher link")}


def speech_project(
    engine: Engine, key: str, folder: Path, options: dict[str, object], people: list[str]
) -> tuple[str, list[str]]:
    """A project of one real recording, whose row is mapped by guess, and the links of those who work in it."""
    new = {
        "name": "Words", "task_type": "speech_transcription", "options": options, "rate_minor": 5, "currency": "EUR",
        "annotations_needed": len(people), "undo_seconds": 0,
    }  # fmt: skip
    rows = folder / "rows.jsonl"
    rows.write_bytes(json_lines([json.loads((DATA / "speech_ar.jsonl").read_text().splitlines()[0])]))
    with Client(engine.url, key) as asking:
        project: str = asking.post("/api/client/projects", new)["project_id"]
        engine.amana("media", "add", project, str(DATA / "audio_ar" / "words_01.wav"), key=key)
        imported = engine.amana("import", str(rows), "--project", project, "--yes", key=key)
        # The row's own transcript is no draft: nobody is shown what they are to find out.
        assert re.search(r"ignored .*transcript.*segments", imported), imported
        engine.amana("project", "open", project, key=key)
        links = [asking.post(f"/api/client/projects/{project}/invitations", {"label": name})["link"] for name in people]
    return project, [f"{engine.url}/link#{link.rpartition('#')[2]}" for link in links]


def test_speech_is_written_down_with_the_keyboard_alone_and_delivered(
    engine: Engine, client: dict[str, str], tmp_path: Path
) -> None:
    project, links = speech_project(engine, client["key"], tmp_path, {"speakers": ["Noor", "ليلى"]}, ["Noor", "Sami"])
    with browser_of("04-speech") as (browser, strip):
        noor = Person(browser, strip, "noor", AT_A_DESK)
        signed_in(noor, links[0])
        page = noor.page
        page.goto(f"{engine.url}/desk/{project}")
        ready(page, "Place in the recording")
        press = page.keyboard.press
        # It plays, and what the page shows as the place is the audio's own.
        press("Control+Space")
        expect(noor.button(re.compile("^Pause"))).to_be_visible()
        page.wait_for_function("() => document.querySelector('audio').currentTime > 0.3")
        press("Control+Space")
        expect(noor.button(re.compile("^Play"))).to_be_visible()
        shown = page.evaluate(
            "[+document.querySelector('[data-at]').dataset.at, document.querySelector('audio').currentTime * 1000]"
        )
        assert abs(shown[0] - shown[1]) < 1
        press("Control+Comma")
        # A region from the beginning, to where the playhead is a second later.
        press("Control+Semicolon")
        expect(field(page, "What is said in region", 1)).to_be_focused()
        page.keyboard.type(FIRST)
        press("Control+Period")
        press("Control+BracketRight")
        expect(field(page, "End of region", 1)).to_have_value("0:01.000")
        # The next one, by another speaker, who is changed back; and divided where the caret is.
        press("Control+Semicolon")
        expect(field(page, "What is said in region", 2)).to_be_focused()
        press("Control+Shift+Digit2")
        expect(field(page, "Speaker of region", 2)).to_have_value("ليلى")
        page.keyboard.type(f"{SECOND} {THIRD}")
        for _ in THIRD:
            press("ArrowRight")  # back, where it is written from right to left
        press("Control+Period")
        press("Control+Quote")
        expect(field(page, "What is said in region", 3)).to_be_focused()
        expect(field(page, "What is said in region", 3)).to_have_value(THIRD)
        expect(field(page, "What is said in region", 2)).to_have_value(SECOND)
        # Its end, ten milliseconds later, through the fields.
        for _ in range(4):
            press("Shift+Tab")
        expect(field(page, "End of region", 3)).to_be_focused()
        was = field(page, "End of region", 3).input_value()
        press("ArrowDown")
        expect(field(page, "End of region", 3)).not_to_have_value(was)
        press("Control+ArrowUp")
        expect(field(page, "What is said in region", 2)).to_be_focused()
        press("Control+Shift+Digit1")
        drawn(page)
        assert violations(page) == []
        noor.picture("written", full=True)
        # What was written outlives the page.
        page.reload()
        expect(field(page, "What is said in region", 3)).to_have_value(THIRD)
        expect(field(page, "Speaker of region", 2)).to_have_value("Noor")
        # A letter in a list of speakers is no key of the desk's.
        field(page, "Speaker of region", 1).focus()
        press("KeyS")
        press("KeyU")
        expect(field(page, "What is said in region", 1)).to_have_value(FIRST)
        field(page, "What is said in region", 1).focus()
        press("Control+Enter")
        expect(page.locator("[data-state=empty]")).to_be_visible()

        sami = Person(browser, strip, "sami", ON_A_PHONE)
        signed_in(sami, links[1])
        page = sami.page
        page.goto(f"{engine.url}/desk/{project}")
        ready(page, "الموضع في التسجيل")
        assert page.evaluate("getComputedStyle(document.querySelector('.wave')).direction") == "ltr"
        # A region is drawn over the wave with a finger, and made shorter at its edge.
        wave = page.locator(".wave canvas")
        pulled(page, wave.bounding_box(), 0.1, 0.5)
        expect(field(page, "نهاية المقطع", 1)).to_be_visible()
        field(page, "ما يُقال في المقطع", 1).fill(FIRST)
        pulled(page, wave.bounding_box(), 0.5, 0.3)
        expect(field(page, "نهاية المقطع", 1)).to_have_value(re.compile(r"0:00\.9|0:01\.0"))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert violations(page) == []
        sami.picture("by-thumb", full=True)
        sami.button(re.compile("^إرسال")).tap()
        expect(page.locator("[data-state=empty]")).to_be_visible()
        for person in (noor, sami):
            assert person.complaints == []
            assert person.foreign == []

    folder = delivered(engine, client["key"], project, tmp_path)
    rows = [json.loads(line) for line in (folder / "transcripts.jsonl").read_text().splitlines()]
    assert sorted(row["text"] for row in rows) == sorted([f"{FIRST} {SECOND} {THIRD}", FIRST])
    said = {name: webvtt.from_string(text).captions for name, text in unpacked(folder / "webvtt.zip").items()}
    assert sorted(said) == ["arwords-01.1.vtt", "arwords-01.2.vtt"]
    [mine] = [captions for captions in said.values() if len(captions) == 3]
    assert [(one.voice, one.text) for one in mine] == [("Noor", FIRST), ("Noor", SECOND), ("ليلى", THIRD)]
    assert (mine[0].start, mine[0].end) == ("00:00:00.000", "00:00:01.000")
    for name, text in unpacked(folder / "textgrid.zip").items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert textgrid.openTextgrid(str(tmp_path / name), includeEmptyIntervals=False).tierNames[0] == "Noor"


def test_without_times_it_is_one_text(engine: Engine, client: dict[str, str], tmp_path: Path) -> None:
    project, [link] = speech_project(engine, client["key"], tmp_path, {"timestamps": False}, ["Noor"])
    with browser_of("04-speech-text") as (browser, strip):
        noor = Person(browser, strip, "noor", AT_A_DESK)
        signed_in(noor, link)
        page = noor.page
        page.goto(f"{engine.url}/desk/{project}")
        ready(page, "Place in the recording")
        expect(noor.button(re.compile("^Submit"))).to_be_disabled()
        page.get_by_role("textbox", name="Write what is said").fill(f"{FIRST} {SECOND}")
        assert violations(page) == []
        noor.picture("text")
        page.keyboard.press("Control+Enter")
        expect(page.locator("[data-state=empty]")).to_be_visible()
        assert noor.complaints == []
    folder = delivered(engine, client["key"], project, tmp_path)
    [row] = [json.loads(line) for line in (folder / "transcripts.jsonl").read_text().splitlines()]
    assert (row["text"], row["segments"]) == (f"{FIRST} {SECOND}", [])
    assert json.loads((folder / "manifest.json").read_text())["left_out"]["webvtt.zip"] == {"no_timestamps": 1}


def test_a_lead_makes_a_project_of_speech(engine: Engine, client: dict[str, str], tmp_path: Path) -> None:
    with browser_of("04-speech-options") as (browser, strip):
        lead = Person(browser, strip, "lead", AT_A_DESK)
        signed_in(lead, client["link"])
        page = lead.page
        page.goto(f"{engine.url}/client/new")
        page.get_by_label("Type of task").select_option("speech_transcription")
        page.get_by_label("Name", exact=True).fill("Calls")
        page.get_by_label("Speakers, one a line").fill("agent\n\nزبون\n")
        assert violations(page) == []
        lead.picture("options", full=True)
        lead.button("Make a draft").click()
        page.wait_for_url(re.compile("/client/projects/[0-9a-f-]{36}$"))
        assert lead.complaints == []
        # Its drafts may be of those who speak in it, and of nobody else.
        rows = tmp_path / "rows.jsonl"
        drafts = [[{"start": 0, "end": 1.5, "text": "x", "speaker": name}] for name in ("agent", "زبون", "stranger")]
        rows.write_bytes(json_lines([{"audio": "words_01.wav", "draft_segments": draft} for draft in drafts]))
        engine.amana("media", "add", page.url.rpartition("/")[2], str(DATA / "audio_ar" / "words_01.wav"), key=client["key"])
        said = engine.amana("import", str(rows), "--project", page.url.rpartition("/")[2], "--yes", key=client["key"], status=1)
        assert "2 tasks, 0 exact duplicates left out, 1 bad rows" in said
        assert "row 3, segments: 'stranger' is none of the project's speakers." in said


def field(page: Page, name: str, number: int) -> Locator:
    """A field of a region; numbers stand apart in whatever is written around them."""
    return page.get_by_label(re.compile(f"^{name} \u2068{number}\u2069$"))


def ready(page: Page, place: str) -> None:
    """The recording can be heard and its wave is drawn."""
    expect(page.get_by_role("slider", name=place)).to_be_visible()
    page.wait_for_function("() => document.querySelector('audio').readyState >= 1")
    drawn(page)


def drawn(page: Page) -> None:
    """There is more on the canvas than a flat line: its upper part is not of one colour."""
    page.wait_for_function(
        """() => {
            const canvas = document.querySelector('.wave canvas');
            const copy = new OffscreenCanvas(canvas.width, Math.floor(canvas.height / 6));
            const context = copy.getContext('2d', { willReadFrequently: true });
            context.drawImage(canvas, 0, 0);
            const { data } = context.getImageData(0, 0, copy.width, copy.height);
            const seen = new Set();
            for (let at = 0; at < data.length; at += 4) seen.add(data[at] * 65536 + data[at + 1] * 256 + data[at + 2]);
            return seen.size > 1;
        }"""
    )


def pulled(page: Page, box: object, start: float, end: float) -> None:
    """A pointer pressed at one share of the wave's width and let go at another."""
    assert isinstance(box, dict)
    y = box["y"] + 30
    page.mouse.move(box["x"] + start * box["width"], y)
    page.mouse.down()
    for share in (start + (end - start) * step / 5 for step in range(1, 6)):
        page.mouse.move(box["x"] + share * box["width"], y)
    page.mouse.up()


def delivered(engine: Engine, key: str, project: str, folder: Path) -> Path:
    """The files of a verified delivery of the one task."""
    with Client(engine.url, key) as asking:
        while asking.get(f"/api/client/projects/{project}")["progress"]["settled"] == 0:
            time.sleep(0.1)
    out = folder / "delivery"
    engine.amana("deliver", "--project", project, "--out", str(out), key=key)
    engine.amana("verify", str(out))
    return out


def unpacked(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}
