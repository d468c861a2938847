"""Images and recordings above a task, in English on a desk and in Arabic on a phone; and what is left of them in a browser: nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect, sync_playwright

from amana.client import Client
from tests.journeys.browser import CHROMIUM, DESKTOP, FLAGS, PHONE_IN_ARABIC, Person, browser_of
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import signed_in, violations
from tests.lab import json_lines
from tests.samples import png, png_text, wav

pytestmark = pytest.mark.browser

SECONDS = 20
GUIDELINE = "# How\n\n- **Look**, then listen\n- [what it is about](https://example.org/lungs)\n\n| sign | class |\n|--|--|\n| shadow | ill |\n"
CANARY = "kanarienvogel"


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        engine.start()
        yield engine


@pytest.fixture
def client(engine: Engine) -> dict[str, str]:
    made = engine.amana("workspace", "create", "Rivendell")
    return {"key": fact(made, "API key"), "link": fact(made, "researcher link")}


def project_with_files(engine: Engine, key: str, folder: Path, tasks: int = 2) -> tuple[str, str]:
    """A project whose tasks show a scan and a recording; its id and the scan's."""
    scan, sound = folder / "scan.png", folder / "breath.wav"
    scan.write_bytes(png(300, 200, extra=png_text(CANARY.encode())))
    sound.write_bytes(wav(SECONDS, 44_100))
    rows = folder / "rows.jsonl"
    shown = [{"file": "scan.png", "alt": "A lung"}, {"file": "breath.wav", "alt": "رئتان"}]
    rows.write_bytes(json_lines([{"text": f"{CANARY} {number}", "media": shown} for number in range(tasks)]))
    new = {
        "name": "Lungs", "guideline": f"{GUIDELINE}\n{CANARY}", "task_type": "classification", "options": {"classes": ["well", "ill"]}, "rate_minor": 1,
        "currency": "EUR",
    }  # fmt: skip
    with Client(engine.url, key) as asking:
        project: str = asking.post("/api/client/projects", new)["project_id"]
    added = engine.amana("media", "add", project, str(scan), str(sound), key=key)
    assert [line.split()[1] for line in added.splitlines()] == ["image/png", "audio/wav"]
    assert engine.amana("media", "list", project, key=key) == added
    engine.amana("import", str(rows), "--project", project, "--yes", key=key)
    engine.amana("project", "open", project, key=key)
    return project, added.split()[0]


def test_files_are_seen_and_heard_above_the_task(engine: Engine, client: dict[str, str], tmp_path: Path) -> None:
    project, scan = project_with_files(engine, client["key"], tmp_path)
    with browser_of("03-media") as (browser, strip):
        lead = Person(browser, strip, "lead", DESKTOP | {"bypass_csp": True})
        signed_in(lead, client["link"])
        with Client(engine.url, client["key"]) as asking:
            links = [
                asking.post(f"/api/client/projects/{project}/invitations", {"label": name})["link"] for name in ("Noor", "Sami")
            ]
            [task, *_] = asking.get(f"/api/client/projects/{project}/tasks")["tasks"]
        for name, device, link in (("noor", DESKTOP, links[0]), ("sami", PHONE_IN_ARABIC, links[1])):
            person = Person(browser, strip, name, device | {"bypass_csp": True})
            signed_in(person, f"{engine.url}/link#{link.rpartition('#')[2]}")
            page = person.page
            page.goto(f"{engine.url}/desk/{project}")
            image = page.get_by_role("img", name="A lung")
            expect(image).to_be_visible()
            page.wait_for_function("() => document.querySelector('main img').naturalWidth === 300")
            sound = page.get_by_label("رئتان")
            expect(sound).to_be_visible()
            sound.evaluate("(one) => { one.muted = true; one.currentTime = 15 }")  # somewhere in the middle: by ranges
            page.wait_for_function(
                "() => { const one = document.querySelector('audio'); return one.readyState >= 2 && !one.seeking && one.currentTime > 14 }"
            )
            assert round(sound.evaluate("(one) => one.duration")) == SECONDS
            assert violations(page) == []
            person.picture("task")
            page.locator("header button.plain").first.click()
            html = page.locator("dialog[open] .html")
            expect(html.get_by_role("heading", name="How")).to_be_visible()
            expect(html.get_by_role("cell", name="shadow")).to_be_visible()
            away = html.get_by_role("link", name=re.compile("what it is about"))
            assert [away.get_attribute(one) for one in ("href", "rel", "target")] == [
                "https://example.org/lungs",
                "noopener noreferrer",
                "_blank",
            ]
            assert violations(page) == []
            person.picture("guideline")
            assert person.complaints == []
            assert person.foreign == []
        page = lead.page
        page.goto(f"{engine.url}/client/projects/{project}/tasks/{task['task_id']}")
        expect(page.get_by_role("img", name="A lung")).to_be_visible()
        assert violations(page) == []
        lead.picture("preview")
        # What can't be had is said, with the words that stand for it.
        receipt = str(tmp_path / "receipt.json")
        engine.amana("shred", "task", project, task["task_id"], "--name", "Lungs", "--out", receipt, key=client["key"])
        with Client(engine.url, client["key"]) as asking:
            other = asking.get(f"/api/client/projects/{project}/tasks")["tasks"][1]["task_id"]
        page.goto(f"{engine.url}/client/projects/{project}/tasks/{other}")
        expect(page.get_by_text("This file could not be loaded. A lung")).to_be_visible()
        expect(page.get_by_text("This file could not be loaded. رئتان")).to_be_visible()
        lead.picture("destroyed")
        assert page.goto(f"{engine.url}/media/client/{project}/{scan}").status == 410  # type: ignore[union-attr]


def test_nothing_of_it_stays_in_the_browsers_cache(engine: Engine, client: dict[str, str], tmp_path: Path) -> None:
    project, _ = project_with_files(engine, client["key"], tmp_path, tasks=1)
    link = engine.amana("invite", "--project", project, "--label", "Noor", key=client["key"])
    secret = next(word for word in link.split() if "link#" in word).partition("#")[2]
    profile = tmp_path / "profile"
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(profile, executable_path=CHROMIUM, args=list(FLAGS))
        page = context.new_page()
        page.goto(engine.url)
        page.evaluate("(text) => localStorage.setItem('written', text)", f"here {CANARY[::-1]}")
        page.goto(f"{engine.url}/link#{secret}")
        page.locator("main .primary").click()
        page.wait_for_url(re.compile("/desk$"))
        page.goto(f"{engine.url}/desk/{project}")
        page.wait_for_function("() => document.querySelector('main img')?.naturalWidth === 300")
        page.locator("header button.plain").first.click()
        expect(page.locator("dialog[open] .html")).to_contain_text(CANARY)
        context.close()
    assert any(CANARY[::-1].encode() in content for content in contents(profile))  # what is kept is found
    assert any(path.is_dir() and path.name == "Cache_Data" for path in profile.rglob("*"))
    assert [path for path in files(profile) if CANARY.encode() in path.read_bytes()] == []


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def contents(folder: Path) -> Iterator[bytes]:
    return (path.read_bytes() for path in files(folder))


def test_a_lead_drops_files_and_sees_what_became_of_each(engine: Engine, client: dict[str, str]) -> None:
    new = {
        "name": "Lungs",
        "task_type": "classification",
        "options": {"classes": ["well", "ill"]},
        "rate_minor": 1,
        "currency": "EUR",
    }
    with Client(engine.url, client["key"]) as asking:
        project = asking.post("/api/client/projects", new)["project_id"]
    with browser_of("03-media-files") as (browser, strip):
        lead = Person(browser, strip, "lead", DESKTOP | {"bypass_csp": True})
        signed_in(lead, client["link"])
        page = lead.page
        page.goto(f"{engine.url}/client/projects/{project}")
        lead.link("Images, recordings and films").click()
        expect(page.get_by_role("heading", level=1, name="Images, recordings and films")).to_be_visible()
        expect(page.locator("[data-state=empty]")).to_be_visible()
        cut = wav(3.0)[:-100]
        brought = [("scan.png", png(3, 2)), ("cut.wav", cut), ("breath.wav", wav(3.0)), ("page.png", b"<html>")]
        files: list[FilePayload] = [{"name": name, "mimeType": "", "buffer": content} for name, content in brought]
        page.locator("input[type=file]").set_input_files(files)
        expect(page.get_by_role("status")).to_have_text(re.compile("2.* are there, .*0.* on their way, .*2.* refused"))
        expect(page.locator("[data-file=refused]", has_text="cut.wav")).to_contain_text("ends before its own header says")
        expect(page.locator("[data-file=refused]", has_text="page.png")).to_contain_text("HTML")
        expect(page.get_by_role("table")).to_contain_text("3 sec")
        for name in ("العربية", "English"):
            lead.button(name).click()
            assert violations(page) == []
            lead.picture(name, full=True)
        # The engine goes away in the middle: what was brought stays, the rest waits and goes on.
        page.route("**/media?file_name=*", lambda route: route.abort())
        other: FilePayload = {"name": "2.png", "mimeType": "", "buffer": png(4, 4)}
        page.locator("input[type=file]").set_input_files([files[0], other])
        expect(page.get_by_text("The engine does not answer.")).to_be_visible()
        page.unroute("**/media?file_name=*")
        lead.button("Try again").click()
        expect(page.get_by_role("status")).to_have_text(re.compile("4.* are there, .*0.* on their way"))
        expect(page.get_by_role("table").get_by_role("row")).to_have_count(1 + 3)  # the first one again is the first one
        assert lead.complaints == []
        assert lead.foreign == []
