"""Images and recordings above a task, in English on a desk and in Arabic on a phone; and what is left of them in a browser: nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

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
        engine.amana("shred", "task", project, task["task_id"], "--name", "Lungs", key=client["key"])
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
