"""Other types than comparison, in the browser: classes by keyboard and by thumb, a tree, a text written anew beside its original."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from amana.demo import DATA
from tests.journeys.browser import DESKTOP, PHONE_IN_ARABIC, Person, Strip, browser_of, drop
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import signed_in, violations
from tests.tasktypes.outside_package import YES_NO, install

pytestmark = pytest.mark.browser

CLASSES = ["writing", "roleplay", "reasoning", "math", "coding", "stem"]
TREE = "words\n  prose\n  شعر\n\nnumbers\n"
# axe-core is put into the page from outside, which the page's own policy rightly refuses.
AT_A_DESK = DESKTOP | {"bypass_csp": True}
ON_A_PHONE = PHONE_IN_ARABIC | {"bypass_csp": True}


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        engine.start()
        yield engine


@pytest.fixture
def client(engine: Engine) -> dict[str, str]:
    """The key and the lead's link of a workspace."""
    made = engine.amana("workspace", "create", "Rivendell")
    return {"key": fact(made, "API key"), "link": fact(made, "researcher link")}


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    """Three real prompts, one a line."""
    path = tmp_path / "three prompts.jsonl"
    path.write_text("\n".join((DATA / "prompts_mtbench.jsonl").read_text().splitlines()[:3]) + "\n")
    return path


def test_several_classes_from_a_dropped_file_to_a_verified_delivery(
    engine: Engine, client: dict[str, str], prompts: Path, tmp_path: Path
) -> None:
    with browser_of("02-classification") as (browser, strip):
        lead = Person(browser, strip, "lead", AT_A_DESK)
        signed_in(lead, client["link"])
        page = begins(lead, "classification")
        page.get_by_label("People per task").fill("2")
        page.get_by_label("A text belongs to").select_option("several")
        page.get_by_label("Classes").fill("\n".join(CLASSES))
        page.get_by_label("Least to choose").fill("0")
        page.get_by_label("Most to choose").fill("2")
        project, links = imports(lead, prompts, people=2, shown="engaging travel blog")
        expect(page.get_by_label("text", exact=True)).to_have_count(0)  # the import is behind us

        noor = comes_in(browser, strip, "noor", AT_A_DESK, links[0])
        desk = noor.page
        assert violations(desk) == []
        box = desk.get_by_role("checkbox")
        expect(box).to_have_count(len(CLASSES))
        expect(desk.get_by_role("group", name="Which classes does it belong to?")).to_be_visible()
        # Digits pick and unpick; at the most the others rest; arrows walk and Space picks.
        for key in ("Digit1", "Digit3", "Digit1", "Digit2"):
            desk.keyboard.press(key)
        assert checked(desk) == ["roleplay", "reasoning"]
        expect(desk.get_by_text(said("2 chosen; choose up to 2, or none."))).to_be_visible()
        expect(box.nth(0)).to_be_disabled()
        desk.keyboard.press("Digit4")
        assert checked(desk) == ["roleplay", "reasoning"]
        desk.keyboard.press("Digit3")
        box.nth(1).focus()
        desk.keyboard.press("ArrowLeft")
        expect(box.nth(0)).to_be_focused()
        desk.keyboard.press("ArrowUp")
        expect(box.nth(5)).to_be_focused()
        desk.keyboard.press("Space")
        assert checked(desk) == ["roleplay", "stem"]
        noor.picture("several")
        assert violations(desk) == []
        # What was picked outlives the page.
        desk.reload()
        expect(box.nth(5)).to_be_checked()
        assert checked(desk) == ["roleplay", "stem"]
        first = desk.locator("section .reading").inner_text()
        desk.keyboard.press("Enter")
        for keys in (["Digit1", "Enter"], ["Enter"]):
            expect(desk.locator("section .reading")).not_to_have_text(first)
            first = desk.locator("section .reading").inner_text()
            for key in keys:
                desk.keyboard.press(key)
        expect(desk.locator("[data-state=empty]")).to_be_visible(timeout=20_000)

        sami = comes_in(browser, strip, "sami", ON_A_PHONE, links[1])
        desk = sami.page
        expect(desk.locator("html")).to_have_attribute("dir", "rtl")
        expect(desk.get_by_role("group", name="إلى أيّ الأصناف ينتمي؟")).to_be_visible()
        assert violations(desk) == []
        fits(desk)
        for _ in range(3):
            seen = desk.locator("section .reading").inner_text()
            desk.locator("fieldset label").nth(1).tap()
            desk.locator("fieldset label").nth(5).tap()
            expect(desk.get_by_role("checkbox").nth(0)).to_be_disabled()
            sami.picture("by-thumb")
            sami.button("إرسال").tap()
            expect(desk.get_by_text(seen[:60])).to_have_count(0)

        settles(lead, project, 3)
        quality = page.get_by_role("region", name="Agreement")
        expect(quality.get_by_role("row")).to_have_count(1 + len(CLASSES), timeout=60_000)
        expect(page.get_by_role("region", name="Tasks")).to_contain_text(re.compile("stem.*%"))
        assert violations(page) == []
        lead.picture("settled", full=True)
        folder = delivers(lead, engine, 3, tmp_path)
        rows = [json.loads(line) for line in (folder / "text_classification.jsonl").read_text().splitlines()]
        assert [set(row) for row in rows] == [{"text", "labels"}] * 3
        answers = [json.loads(line)["answer"]["labels"] for line in (folder / "annotations.jsonl").read_text().splitlines()]
        assert sorted(answers) == [
            [],
            ["roleplay", "stem"],
            ["roleplay", "stem"],
            ["roleplay", "stem"],
            ["roleplay", "stem"],
            ["writing"],
        ]
        well(lead, noor, sami)


def test_a_text_written_anew_beside_its_original(engine: Engine, client: dict[str, str], prompts: Path, tmp_path: Path) -> None:
    with browser_of("02-rewriting") as (browser, strip):
        lead = Person(browser, strip, "lead", AT_A_DESK)
        signed_in(lead, client["link"])
        page = begins(lead, "rewriting")
        expect(page.get_by_label("People per task")).to_have_value("1")
        page.get_by_label("People per task").fill("2")
        page.get_by_label("What to do").fill("Say it more plainly")
        page.get_by_label("What was changed and why").select_option("required")
        page.get_by_label("Least characters").fill("10")
        project, links = imports(lead, prompts, people=2, shown="engaging travel blog", maps={"follow_up": "Prompt"})

        noor = comes_in(browser, strip, "noor", AT_A_DESK, links[0])
        desk = noor.page
        assert violations(desk) == []
        text, reason = desk.get_by_role("textbox").nth(0), desk.get_by_role("textbox").nth(1)
        original = desk.get_by_role("region", name="Original")
        begun = text.input_value()
        assert begun == original.locator(".reading").inner_text()
        assert beside(desk), "the original stands beside the text"
        expect(desk.get_by_text("It is still the original, unchanged.")).to_be_visible()
        expect(noor.button(re.compile("^Submit"))).to_be_disabled()
        text.fill("Short")
        reason.fill("Plainer")
        expect(desk.get_by_text(said("5 characters, from 10 to 10,000."))).to_be_visible()
        expect(noor.button(re.compile("^Submit"))).to_be_disabled()
        text.fill("Tell me of your trip.\nأخبرني عن رحلتك.")
        expect(noor.button(re.compile("^Submit"))).to_be_enabled()
        assert desk.evaluate("getComputedStyle(document.querySelector('textarea')).unicodeBidi") == "plaintext"
        noor.picture("writing")
        # A draft outlives the page, and digits that are written are not keys.
        desk.reload()
        expect(text).to_have_value("Tell me of your trip.\nأخبرني عن رحلتك.")
        expect(reason).to_have_value("Plainer")
        text.press("Control+End")
        desk.keyboard.type(" 1")
        desk.keyboard.press("Control+Enter")
        for number in (2, 3):
            expect(text).not_to_have_value(re.compile("Tell me"))
            text.fill(f"Tell me, for the {number}. time.")
            reason.fill("Plainer")
            reason.press("Control+Enter")
        expect(desk.locator("[data-state=empty]")).to_be_visible(timeout=20_000)

        sami = comes_in(browser, strip, "sami", ON_A_PHONE, links[1])
        desk = sami.page
        expect(desk.get_by_role("region", name="الأصل")).to_be_visible()
        assert violations(desk) == []
        fits(desk)
        for number in range(3):
            original_text = desk.get_by_role("region", name="الأصل").locator(".reading").inner_text()
            long_text = "\n".join(f"سطر {line}" for line in range(60))
            desk.get_by_role("textbox").nth(0).fill(long_text if number == 0 else f"نص جديد رقم {number}")
            desk.get_by_role("textbox").nth(0).evaluate("area => area.scrollIntoView({ block: 'end' })")
            assert in_sight(desk), "the original can be read while writing"
            desk.get_by_role("textbox").nth(1).fill("أوضح")
            sami.picture("by-thumb")
            sami.button("إرسال").tap()
            expect(desk.get_by_text(original_text[:60])).to_have_count(0)

        settles(lead, project, 3)
        expect(page.get_by_role("region", name="Agreement")).to_contain_text("nothing is estimated")
        expect(page.get_by_role("region", name="Tasks").get_by_role("columnheader", name="Estimate")).to_have_count(0)
        expect(page.get_by_role("region", name="Tasks").get_by_role("row")).to_have_count(4)
        assert violations(page) == []
        lead.picture("settled", full=True)
        folder = delivers(lead, engine, 3, tmp_path)
        assert "nobody votes in this type of task" in engine.amana("verify", str(folder))
        pairs = [json.loads(line) for line in (folder / "rewritings.jsonl").read_text().splitlines()]
        assert {"original": begun, "rewritten": "Tell me of your trip.\nأخبرني عن رحلتك. 1"} in pairs
        preferred = [json.loads(line) for line in (folder / "preferences_trl.jsonl").read_text().splitlines()]
        assert [set(row) for row in preferred] == [{"prompt", "chosen", "rejected"}] * 6
        well(lead, noor, sami)


def test_one_place_in_a_tree(engine: Engine, client: dict[str, str], prompts: Path) -> None:
    with browser_of("02-tree") as (browser, strip):
        lead = Person(browser, strip, "lead", AT_A_DESK)
        signed_in(lead, client["link"])
        page = begins(lead, "classification")
        page.get_by_label("A text belongs to").select_option("hierarchical")
        page.get_by_label("Classes").fill(TREE)
        _, links = imports(lead, prompts, people=2, shown="engaging travel blog")

        noor = comes_in(browser, strip, "noor", AT_A_DESK, links[0])
        desk, submit = noor.page, noor.button(re.compile("^Submit"))
        assert violations(desk) == []
        assert offered(desk) == ["words", "numbers"]
        desk.keyboard.press("Digit1")
        assert offered(desk) == ["prose", "شعر"]
        expect(desk.get_by_text("Nothing is chosen yet")).to_be_visible()
        expect(submit).to_be_disabled()
        desk.keyboard.press("Digit2")
        expect(desk.get_by_text(said("Chosen: words / شعر"))).to_be_visible()
        expect(submit).to_be_enabled()
        assert violations(desk) == []
        noor.picture("leaf")
        desk.keyboard.press("Backspace")
        assert offered(desk) == ["words", "numbers"]
        expect(submit).to_be_disabled()
        # Arrows walk without choosing; Space goes down, and the focus goes along.
        desk.get_by_role("radio").nth(0).focus()
        desk.keyboard.press("ArrowDown")
        expect(desk.get_by_role("radio").nth(1)).to_be_focused()
        expect(desk.get_by_role("radio").nth(1)).not_to_be_checked()
        desk.keyboard.press("ArrowDown")
        desk.keyboard.press("Space")
        expect(desk.get_by_role("radio", name="prose")).to_be_focused()
        desk.keyboard.press("Space")
        expect(desk.get_by_text(said("Chosen: words / prose"))).to_be_visible()
        # A leaf that was chosen outlives the page with its place.
        desk.reload()
        expect(desk.get_by_text(said("Chosen: words / prose"))).to_be_visible()
        expect(desk.get_by_role("radio", name="prose")).to_be_checked()
        seen = desk.locator("section .reading").inner_text()
        desk.keyboard.press("Enter")
        expect(desk.locator("section .reading")).not_to_have_text(seen)
        assert offered(desk) == ["words", "numbers"]

        sami = comes_in(browser, strip, "sami", ON_A_PHONE, links[1])
        desk = sami.page
        desk.locator("fieldset label").nth(0).tap()
        assert offered(desk) == ["prose", "شعر"]
        desk.locator("fieldset label").nth(1).tap()
        expect(desk.get_by_text(said("المختار: words / شعر"))).to_be_visible()
        assert violations(desk) == []
        fits(desk)
        sami.picture("leaf")
        sami.button("الكل").tap()
        assert offered(desk) == ["words", "numbers"]
        desk.locator("fieldset label").nth(1).tap()
        sami.button("إرسال").tap()
        expect(sami.button(re.compile("تراجع"))).to_be_visible()
        well(lead, noor, sami)


def test_a_type_of_an_installed_package(prompts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(install(tmp_path, "amana-yes-no", YES_NO)))
    with engine_in_a_home() as engine, browser_of("02-outside") as (browser, strip):
        engine.start()
        lead = Person(browser, strip, "lead", AT_A_DESK)
        signed_in(lead, fact(engine.amana("workspace", "create", "Rivendell"), "researcher link"))
        page = lead.page
        lead.link("New project").click()
        page.get_by_label("Type of task").select_option("yes_no")
        page.get_by_text("What can be set").click()
        expect(page.locator("pre")).to_contain_text('"unsure"')
        assert violations(page) == []
        drop(page, "label:has(input[type=file])", prompts)
        # What is no JSON is said here, what is no option by the engine.
        for text, words in (("{", "The options are not JSON."), ('{"unsure": 3}', "options.unsure")):
            page.get_by_label("Options, as JSON").fill(text)
            lead.button("look at the file").click()
            expect(page.get_by_role("alert")).to_contain_text(words)
        lead.picture("refused", full=True)
        page.get_by_label("Options, as JSON").fill('{"unsure": true}')
        lead.button("look at the file").click()
        page.wait_for_url("**/import/*")
        expect(page.get_by_label("text", exact=True).locator("option:checked")).to_have_text("sentence")
        page.get_by_label("text", exact=True).select_option("")
        page.get_by_label("category", exact=True).select_option("sentence")
        lead.button("Read the file this way").click()
        expect(page.get_by_role("region", name="The first task")).to_contain_text("writing")
        lead.picture("import", full=True)
        page.goto(f"{engine.url}/client")
        expect(page.get_by_role("table")).to_contain_text("yes_no")
        well(lead)


def test_a_file_that_is_refused_is_told_on_the_page_of_the_draft(engine: Engine, client: dict[str, str], tmp_path: Path) -> None:
    with browser_of("02-refused-file") as (browser, strip):
        lead = Person(browser, strip, "lead", AT_A_DESK)
        signed_in(lead, client["link"])
        page = begins(lead, "comparison")
        empty = tmp_path / "nothing in it.jsonl"
        empty.write_text("")
        drop(page, "label:has(input[type=file])", empty)
        lead.button("look at the file").click()
        page.wait_for_url("**/import")
        expect(page.get_by_role("alert")).to_contain_text("The file holds no rows")
        expect(page.get_by_role("main")).to_contain_text("nothing in it")
        lead.picture("refused", full=True)
        page.reload()
        expect(page.get_by_text("Drop a file to see")).to_be_visible()
        expect(page.get_by_role("alert")).to_have_count(0)
        well(lead)


def begins(lead: Person, task_type: str) -> Page:
    """A new project's page of that type, whose controls pass axe-core in both languages."""
    page = lead.page
    lead.link("New project").click()
    page.locator("#type").select_option(task_type)
    for language in ("العربية", "English"):
        lead.button(language).click()
        assert violations(page) == [], language
        lead.picture(f"new-{language}", full=True)
    expect(page.get_by_label("Type of task")).to_have_value(task_type)
    page.get_by_text("Budget and times").click()
    page.get_by_label("Seconds to undo").fill("1")
    return page


def imports(lead: Person, file: Path, *, people: int, shown: str, maps: dict[str, str] | None = None) -> tuple[str, list[str]]:
    """From the dropped file to an open project, its first task looked at; the project's id and invitations."""
    page = lead.page
    drop(page, "label:has(input[type=file])", file)
    lead.picture("new", full=True)
    lead.button("look at the file").click()
    page.wait_for_url("**/import/*")
    for column, field in (maps or {}).items():
        page.get_by_label(column, exact=True).select_option(field)
    if maps:
        lead.button("Read the file this way").click()
        expect(lead.button("Read the file this way")).to_have_count(0)
    expect(page.get_by_label("item_id", exact=True).locator("option:checked")).to_have_text("Your own id of the row")
    expect(page.get_by_role("region", name="The first task")).to_contain_text(shown)
    lead.picture("import", full=True)
    lead.button(re.compile("Make .*3")).click()
    page.wait_for_url(re.compile(r"/client/projects/[0-9a-f-]{36}$"))
    project = urlsplit(page.url).path.rpartition("/")[2]
    page.get_by_role("link", name="mtbench-81").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A task as an annotator sees it")
    expect(page.locator("main")).to_contain_text(shown)
    lead.picture("preview", full=True)
    lead.link("To the project").click()
    expect(page.get_by_role("region", name="Near-duplicates")).to_contain_text("None of the", timeout=20_000)
    lead.button("Open to annotators").click()
    links = []
    for number in range(people):
        lead.button("Invite annotators").click()
        page.get_by_label("What you call them").fill(f"Person {number}")
        lead.button("Make links").click()
        links.append(page.get_by_label("One-time link").input_value())
        page.get_by_role("dialog").get_by_role("button", name="Close").click()
    return project, links


def comes_in(browser: Browser, strip: Strip, name: str, device: dict[str, Any], link: str) -> Person:
    person = Person(browser, strip, name, device)
    signed_in(person, link)
    person.page.locator("main a.primary").click()
    expect(person.page.locator(".form")).to_be_visible()
    person.picture("desk")
    return person


def said(words: str) -> re.Pattern[str]:
    """The words as Fluent says them: every fact stands in marks that keep its direction to itself."""
    return re.compile("[\u2068\u2069]*".join(map(re.escape, words)))


def checked(page: Page) -> list[str]:
    return [label.strip() for label in page.locator("fieldset label:has(:checked) span[dir=auto]").all_inner_texts()]


def offered(page: Page) -> list[str]:
    return [label.strip() for label in page.locator("fieldset label span[dir=auto]").all_inner_texts()]


def fits(page: Page) -> None:
    """No sideways scrolling, and every thing to press is large enough for a thumb."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for box in page.locator("fieldset label").all():
        size = box.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 44


def beside(page: Page) -> bool:
    original, text = page.get_by_role("region", name="Original").bounding_box(), page.get_by_role("textbox").first.bounding_box()
    assert original is not None
    assert text is not None
    return original["x"] + original["width"] <= text["x"]


def in_sight(page: Page) -> bool:
    """Whether the original's first lines lie open on the screen, under nothing else, wherever in the text somebody writes."""
    return bool(
        page.get_by_role("region", name="الأصل").evaluate(
            """original => [20, 60].every(down => {
                const box = original.getBoundingClientRect();
                return original.contains(document.elementFromPoint(box.left + box.width / 2, box.top + down));
            })"""
        )
    )


def settles(lead: Person, project: str, tasks: int) -> None:
    page = lead.page
    page.goto(f"{page.url.partition('/client')[0]}/client/projects/{project}")
    expect(page.get_by_role("status").first).to_contain_text(
        re.compile(f"{tasks}.* of .*{tasks}.* tasks are settled"), timeout=60_000
    )


def delivers(lead: Person, engine: Engine, tasks: int, folder: Path) -> Path:
    """Freeze, download, and let the command line verify; the unpacked folder."""
    page = lead.page
    lead.button(re.compile(f"^Deliver .*{tasks}")).click()
    with page.expect_download() as downloading:
        page.get_by_role("region", name="Deliveries").get_by_role("link", name="Download").click()
    archive = folder / "delivery.zip"
    downloading.value.save_as(archive)
    lead.picture("delivered", full=True)
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder / "unpacked")
    [unpacked] = (folder / "unpacked").iterdir()
    assert engine.amana("verify", str(unpacked)).startswith("Yes: ")
    return unpacked


def well(*people: Person) -> None:
    for person in people:
        assert person.complaints == [], person.name
        assert person.foreign == [], person.name
