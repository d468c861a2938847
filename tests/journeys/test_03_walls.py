"""Two rival labs share an installation. One changes its owner: the neutrality record announces it, and the other freezes, carries
everything away, and destroys what is left."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from amana.client import Client
from tests.journeys.browser import DESKTOP, PHONE_IN_ARABIC, Person, Strip, browser_of
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import signed_in, speak, violations
from tests.lab import json_lines, row

pytestmark = pytest.mark.browser


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        engine.start()
        yield engine


@pytest.fixture
def browser() -> Iterator[tuple[Any, Strip]]:
    with browser_of("03-walls") as opened:
        yield opened


class Lab:
    """A client with a project of its own, whose guideline nobody else may read."""

    def __init__(self, engine: Engine, name: str, folder: Path) -> None:
        made = engine.amana("workspace", "create", name)
        self.name, self.key, self.link = name, fact(made, "API key"), fact(made, "researcher link")
        self.auditor_link = fact(made, "auditor link")
        file = folder / f"{name}.jsonl"
        file.write_bytes(json_lines([row(number) | {"prompt": f"A secret of {name}, {number}"} for number in range(3)]))
        with Client(engine.url, self.key) as client:
            new = {
                "name": f"Work of {name}",
                "task_type": "comparison",
                "rate_minor": 12,
                "currency": "EUR",
                "guideline": f"Only for {name}",
                "annotations_needed": 1,
            }
            self.project = client.post("/api/client/projects", new)["project_id"]
            plan = client.send_file(f"/api/client/projects/{self.project}/plans", file)
            client.post(f"/api/client/projects/{self.project}/plans/{plan['plan_id']}/commit")
            client.post(f"/api/client/projects/{self.project}/open")
            invited = client.post(f"/api/client/projects/{self.project}/invitations", {"label": "Noor"})
        self.annotator_link = f"{engine.url}/link#{invited['link']}"


def test_a_lab_changes_its_owner_and_its_rival_leaves(engine: Engine, browser: tuple[Any, Strip], tmp_path: Path) -> None:
    first, second = Lab(engine, "First", tmp_path), Lab(engine, "Second", tmp_path)
    links = [fact(engine.amana("operator", "create", name), "operator link") for name in ("Ada", "هدى")]
    ada, huda = Person(*browser, "ada", DESKTOP), Person(*browser, "huda", PHONE_IN_ARABIC | {"bypass_csp": True})
    lead = Person(*browser, "lead", DESKTOP | {"bypass_csp": True, "accept_downloads": True})
    noor = Person(*browser, "noor", PHONE_IN_ARABIC)
    for person, link in ((ada, links[0]), (huda, links[1])):
        person.page.goto(link)
        person.page.locator("main .primary").click()
        person.page.wait_for_url("**/operator")

    # One operator proposes what will be so, another announces it.
    ada.link("Neutrality record").click()
    ada.page.get_by_label("Who operates this installation").fill("Amana e.V.")
    ada.button("Add an owner").click()
    ada.page.get_by_label("Name").fill("First")
    ada.page.get_by_label("Percent").fill("49")
    ada.page.get_by_label("a client here").check()
    ada.page.get_by_label("From which day on this is so").fill("2999-01-31")
    ada.button("Propose").click()
    expect(ada.page.get_by_text("Another operator has to announce it.")).to_be_visible()
    expect(ada.button(re.compile("Announce it"))).to_have_count(0)
    ada.picture("proposed", full=True)
    huda.page.goto(f"{engine.url}/operator/neutrality")
    expect(huda.page.get_by_text("First")).to_be_visible()
    assert violations(huda.page) == []
    huda.button("أعلنه نهائيًا").tap()
    expect(huda.page.get_by_text("أُعلن: يقرؤه كل عميل من الآن.")).to_be_visible()
    huda.picture("announced", full=True)

    # The rival is at work, and so is somebody for it, when its lead reads it above the page.
    signed_in(noor, second.annotator_link)
    noor.page.goto(f"{engine.url}/desk/{second.project}")
    expect(noor.page.get_by_text("A secret of Second")).to_be_visible()
    signed_in(lead, second.link)
    page = lead.page
    expect(page.get_by_text(re.compile("says something new from .31 January 2999. on"))).to_be_visible()
    lead.picture("told")
    assert violations(page) == []
    lead.link("Read it").click()
    expect(page.get_by_text("49%")).to_be_visible()
    expect(page.get_by_text("a client here")).to_be_visible()
    lead.picture("record", full=True)
    assert violations(page) == []
    page.go_back()
    lead.button("I have read it").click()
    expect(page.get_by_text(re.compile("says something new"))).to_have_count(0)

    # Freeze: at once nothing more is shown to anybody but the lab's own people.
    lead.link("Workspace").click()
    lead.button("Freeze everything now").click()
    expect(page.get_by_role("complementary").get_by_text(re.compile("^Frozen since"))).to_be_visible()
    lead.picture("frozen", full=True)
    assert violations(page) == []
    noor.page.goto("about:blank")
    noor.page.goto(f"{engine.url}/desk/{second.project}")
    expect(noor.page.get_by_text("أوقف العميل هذا المشروع.")).to_be_visible()
    expect(noor.page.get_by_text("A secret of Second")).to_have_count(0)
    noor.picture("frozen")

    # Leave: carry everything away, check it, destroy what is left.
    with page.expect_download() as downloading:
        lead.link("Download everything").click()
    archive = tmp_path / "second.zip"
    downloading.value.save_as(archive)
    with engine.client() as client:
        public_key = client.get("/api").json()["public_key"]
    assert "Yes" in engine.amana("workspace", "verify", str(archive), "--key", public_key)
    assert b"Only for Second" in _unpacked(archive)
    assert b"First" not in _unpacked(archive)
    page.get_by_label("To confirm, write the workspace’s name").fill("Second")
    lead.button("Destroy everything of this workspace").click()
    expect(page.get_by_text("Everything is destroyed.")).to_be_visible()
    with page.expect_download() as downloading:
        page.get_by_role("status").get_by_role("link", name="Download the receipt").click()
    receipt = tmp_path / "receipt.json"
    downloading.value.save_as(receipt)
    lead.picture("left", full=True)
    assert violations(page) == []
    assert "Yes" in engine.amana("verify-receipt", str(receipt), "--key", public_key)
    assert json.loads(receipt.read_text())["shred"]["tasks"] == []
    assert "destroyed" in engine.amana("workspace", "show", key=second.key)

    # The first lab goes on as before.
    with Client(engine.url, first.key) as client:
        tasks = client.get(f"/api/client/projects/{first.project}/tasks?limit=5")["tasks"]
    assert len(tasks) == 3
    speak(page, engine.url, "ar")
    page.goto(f"{engine.url}/neutrality")
    expect(page.get_by_text("عميل هنا")).to_be_visible()
    lead.picture("record-in-arabic", full=True)
    assert violations(page) == []
    assert "49%" in engine.amana("neutrality", "show", "--out", str(tmp_path / "record.json"))
    assert "Yes" in engine.amana("neutrality", "verify", str(tmp_path / "record.json"), "--key", public_key)
    for person in (ada, huda, lead, noor):
        assert person.complaints == []
        assert person.foreign == []


def _unpacked(archive: Path) -> bytes:
    with zipfile.ZipFile(archive) as opened:
        return b"".join(opened.read(name) for name in opened.namelist())
