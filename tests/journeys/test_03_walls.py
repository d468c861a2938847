"""Two rival labs share an installation, and everybody who might look where they should not.

An operator finds no content, asks, and is let in for a quarter of an hour by a lead's passkey; the auditor sees every row. Somebody who
worked for the first lab is refused by the second one's wall, and reads why. The first changes its owner: the neutrality record
announces it; the second freezes, carries everything away and destroys what is left. A stolen database, a copied key and an injected
statement open nothing. What is tried of each act more closely has a file of its own.
"""

import json
import re
import subprocess
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
from tests.journeys.test_03_sign_in import Authenticator
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


class People:
    """Everybody of the story, each at a browser of their own."""

    def __init__(self, browser: tuple[Any, Strip]) -> None:
        self.ada = Person(*browser, "ada", DESKTOP)
        self.huda = Person(*browser, "huda", PHONE_IN_ARABIC | {"bypass_csp": True})
        self.owner = Person(*browser, "owner", DESKTOP)  # a lead of the first lab's
        self.auditor = Person(*browser, "auditor", DESKTOP)
        self.lead = Person(*browser, "lead", DESKTOP | {"bypass_csp": True, "accept_downloads": True})  # of the second one's
        self.noor = Person(*browser, "noor", PHONE_IN_ARABIC)

    def all(self) -> tuple[Person, ...]:
        return (self.ada, self.huda, self.owner, self.auditor, self.lead, self.noor)


def test_two_rivals_on_one_installation(engine: Engine, browser: tuple[Any, Strip], tmp_path: Path) -> None:
    first, second = Lab(engine, "First", tmp_path), Lab(engine, "Second", tmp_path)
    people = People(browser)
    links = [fact(engine.amana("operator", "create", name), "operator link") for name in ("Ada", "هدى")]
    for person, link in ((people.ada, links[0]), (people.huda, links[1])):
        person.page.goto(link)
        person.page.locator("main .primary").click()
        person.page.wait_for_url("**/operator")
    an_operator_wants_to_help(engine, people, first)
    somebody_works_for_both(engine, people, first, second)
    a_lab_changes_its_owner_and_its_rival_leaves(engine, people, first, second, tmp_path)
    for person in people.all():
        assert person.complaints == []
        assert person.foreign == []
    what_is_stolen_opens_nothing(engine, first, second)


def an_operator_wants_to_help(engine: Engine, people: People, lab: Lab) -> None:
    ada, owner, auditor = people.ada, people.owner, people.auditor
    ada.link("Workspaces").click()
    expect(ada.page.get_by_role("row")).to_have_count(3)  # two labs and the head
    for word in ("First", "Second", "secret", "Only for"):
        assert word not in ada.page.content()
    ada.picture("no-content")
    with Client(engine.url, lab.key) as client:
        workspace = client.get("/api/client/workspace")["workspace_id"]
    ada.page.get_by_role("row").filter(has_text=workspace[:8]).get_by_role(
        "button", name=re.compile("^Ask to look inside")
    ).click()
    ada.page.get_by_role("textbox", name="Reason").fill("The import of this morning fails here")
    ada.page.get_by_role("textbox", name="Reason").press("Tab")
    ada.button(re.compile("^Ask")).last.click()
    expect(ada.page.get_by_text("waits for a lead")).to_be_visible()

    signed_in(owner, lab.link)
    Authenticator(owner)
    owner.link("Your account").click()
    owner.button("Make a passkey").click()
    expect(owner.page.get_by_text(re.compile("^The passkey is made"))).to_be_visible()
    owner.page.goto(f"{engine.url}/client/break-glass")
    expect(owner.page.get_by_text("The import of this morning fails here")).to_be_visible()
    owner.button(re.compile("^Approve")).click()
    expect(owner.page.locator("[data-glass=open]").get_by_role("timer")).to_contain_text(re.compile(r"1[0-4]:\d\d|15:00"))
    owner.picture("approved", full=True)

    ada.link("Look inside").click()
    expect(ada.page.locator("[data-glass=open]")).to_be_visible()
    ada.link("Work of First").click()
    ada.link("r1").click()
    expect(ada.page.get_by_text("A secret of First, 1")).to_be_visible()
    ada.picture("inside", full=True)
    signed_in(auditor, lab.auditor_link)
    expect(auditor.page.get_by_role("cell", name="task opened by an operator", exact=True)).to_have_count(1)
    auditor.picture("every-row", full=True)
    owner.page.locator("[data-glass=open]").get_by_role("button").click()
    expect(owner.page.locator("[data-glass=open]")).to_have_count(0)
    ada.page.reload()
    expect(ada.page.locator("[data-glass=closed]")).to_be_visible()
    assert "A secret of First" not in ada.page.content()


def somebody_works_for_both(engine: Engine, people: People, first: Lab, second: Lab) -> None:
    noor = people.noor
    engine.amana("project", "wall", second.project, "--elsewhere-days", "7", key=second.key)
    signed_in(noor, first.annotator_link)
    noor.page.goto(f"{engine.url}/desk/{first.project}")
    noor.page.get_by_role("radio").first.check(force=True)
    noor.button(re.compile("^إرسال")).tap()
    expect(noor.page.locator("[data-saved=there]")).to_be_visible(timeout=15_000)
    noor.page.goto(second.annotator_link)
    noor.button("ضُمّها إلى حسابك").tap()
    noor.page.wait_for_url(re.compile("/desk$"))
    noor.page.goto(f"{engine.url}/desk/{second.project}")
    expect(noor.page.locator("[data-why=kept_out]")).to_be_visible()
    assert "A secret of Second" not in noor.page.content()
    noor.picture("kept-out", full=True)
    engine.amana("project", "wall", second.project, "--none", key=second.key)


def a_lab_changes_its_owner_and_its_rival_leaves(engine: Engine, people: People, first: Lab, second: Lab, tmp_path: Path) -> None:
    ada, huda, lead, noor = people.ada, people.huda, people.lead, people.noor
    ada.page.goto(f"{engine.url}/operator")
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


def what_is_stolen_opens_nothing(engine: Engine, first: Lab, second: Lab) -> None:
    with engine.client() as client:
        # A copied key, where it was not made for, and after its owner ended it.
        copied = {"authorization": f"Bearer {first.key}"}
        assert client.get(f"/api/client/projects/{second.project}", headers=copied).status_code == 404
        # A statement that is sent as a word is looked for as a word.
        for word in ("' OR true --", "'; SELECT set_config('amana.scope', 'x', false); --", "\\'; DROP TABLE walled.task; --"):
            found = client.get(f"/api/client/projects/{first.project}/tasks", params={"find": word}, headers=copied)
            assert found.json()["tasks"] == []
        assert len(client.get(f"/api/client/projects/{first.project}/tasks", headers=copied).json()["tasks"]) == 3
        keys = client.get("/api/client/keys", headers=copied).json()
        client.post(f"/api/client/keys/{keys[0]['key_id']}/revoke", headers=copied)
        assert client.get("/api/client/projects", headers=copied).status_code == 401
    # A stolen database, without the keys: another engine does not even start on it.
    engine.stop()
    with engine_in_a_home() as thief:
        (thief.home / "home").mkdir(mode=0o711)
        subprocess.run(["cp", "-a", engine.home / "home" / "pg", thief.home / "home" / "pg"], check=True)
        assert "key" in thief.amana("up", status=1)
        taken = b"".join(file.read_bytes() for file in (thief.home / "home").rglob("*") if file.is_file())
    assert not [secret for secret in (b"A secret of", b"Only for", b"Work of", b"Noor") if secret in taken]


def _unpacked(archive: Path) -> bytes:
    with zipfile.ZipFile(archive) as opened:
        return b"".join(opened.read(name) for name in opened.namelist())
