"""A lead runs a project from its page while somebody works: everything that can be changed, changed once, and seen on both sides."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

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
    with browser_of("02-handles") as opened:
        yield opened


class Prepared(NamedTuple):
    project: str
    lead_link: str
    key: str


@pytest.fixture
def prepared(engine: Engine, tmp_path: Path) -> Prepared:
    """A project with a batch of four tasks and a wrong one of two."""
    made = engine.amana("workspace", "create", "Lab")
    with Client(engine.url, fact(made, "API key")) as client:
        new = {"name": "Pairs", "task_type": "comparison", "rate_minor": 12, "currency": "EUR", "annotations_needed": 2}
        project = client.post("/api/client/projects", new | {"budget_minor": 200})["project_id"]
        base = f"/api/client/projects/{project}"
        for name, numbers in (("pairs.jsonl", range(4)), ("wrong.jsonl", range(90, 92))):
            file = tmp_path / name
            file.write_bytes(json_lines([row(number) for number in numbers]))
            plan = client.send_file(f"{base}/plans", file)
            client.post(f"{base}/plans/{plan['plan_id']}/commit")
        client.post(f"{base}/open")
    return Prepared(project, fact(made, "researcher link"), fact(made, "API key"))


def test_a_lead_runs_a_project_while_somebody_works(engine: Engine, prepared: Prepared, browser: tuple[Any, Strip]) -> None:
    lead, noor = Person(*browser, "lead", DESKTOP | {"bypass_csp": True}), Person(*browser, "noor", DESKTOP)
    page, address = lead.page, f"{engine.url}/client/projects/{prepared.project}"
    signed_in(lead, prepared.lead_link)
    page.goto(address)

    # Two people at once; each link is for one of them.
    lead.button("Invite annotators").click()
    page.get_by_label("What you call them").fill("Noor\n\nعمر\n")
    lead.button("Make links").click()
    expect(page.get_by_label("One-time link of")).to_have_count(2)
    lead.picture("links")
    with page.expect_download() as saving:
        lead.button("Save them as CSV").click()
    links = list(csv.DictReader(io.StringIO(Path(saving.value.path()).read_text(encoding="utf-8"))))
    assert [one["label"] for one in links] == ["Noor", "عمر"]
    page.get_by_role("dialog").get_by_role("button", name="Close", exact=True).click()
    lead.picture("invited", full=True)
    signed_in(noor, links[0]["link"])

    # The wrong batch goes last, the right one first; Noor's first task comes from it.
    lead.button(re.compile("Change.*pairs")).click()
    page.get_by_label("Priority").fill("10")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_text(re.compile(r"^\W*4\W* tasks changed"))).to_be_visible()
    noor.page.goto(f"{engine.url}/desk/{prepared.project}")
    expect(noor.page.get_by_text(re.compile("^Prompt [0-3]$"))).to_be_visible()

    # Paused: what is held may be finished, and the desk says so.
    lead.button("Pause").click()
    expect(lead.button("Resume")).to_be_visible()
    expect(page.get_by_text("Paused: nobody gets a new task")).to_be_visible()
    noor.page.reload()
    expect(noor.page.locator("[data-project=paused]")).to_be_visible()
    noor.picture("paused")
    expect(noor.page.get_by_role("radio").first).to_be_attached()
    noor.page.keyboard.press("Digit1")  # the one that was on the page; the reload gave the others back
    noor.page.keyboard.press("Enter")
    expect(noor.page.locator("[data-why=project_paused]")).to_be_visible(timeout=30_000)
    lead.picture("paused", full=True)
    assert violations(page) == []
    lead.button("Resume").click()
    expect(lead.button("Pause")).to_be_visible()

    # Pay, people per task, budget: more than the budget allows is refused in words.
    page.get_by_label("People per task").first.fill("9")
    lead.button(re.compile("Save.*People per task")).click()
    expect(page.get_by_role("alert").get_by_text("left of its budget")).to_be_visible()
    page.get_by_label("Budget (EUR)").fill("")
    lead.button(re.compile("Save.*Budget")).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_label("People per task").first.fill("1")
    lead.button(re.compile("Save.*People per task")).click()
    expect(page.get_by_text(re.compile(r"^\W*6\W* tasks changed"))).to_be_visible()
    page.get_by_label("Pay per annotation (EUR)").fill("0.20")
    lead.button(re.compile("Save.*Pay per")).click()
    expect(page.get_by_text("As it is since")).to_be_visible()

    # A task is found by the client's own id, and taken back from whoever holds it.
    noor.page.reload()
    expect(noor.page.get_by_role("radio").first).to_be_attached()
    said = noor.page.get_by_text(re.compile("^Prompt [0-9]+$")).inner_text()
    page.get_by_label("Find a task").fill(said.replace("Prompt ", "r"))
    lead.button("Find").click()
    expect(page.get_by_role("link", name=re.compile("^r[0-9]+$"))).to_have_count(1)
    lead.picture("found")
    page.get_by_role("link", name=re.compile("^r[0-9]+$")).click()
    expect(page.get_by_text(re.compile(r"Noor\W* holds it until"))).to_be_visible()
    page.get_by_label("Then it goes to").select_option("عمر")
    lead.picture("reassign")
    assert violations(page) == []
    lead.button(re.compile("^Take it back")).click()
    expect(page.get_by_text(re.compile(r"It is meant for \W*عمر\W* until"))).to_be_visible()
    page.goto(address)

    # Somebody is sent away, with the number of what they hold.
    lead.button(re.compile("Send away.*عمر")).click()
    expect(page.get_by_role("dialog").get_by_text(re.compile(r"عمر\W* gets no new task"))).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Send away").click()
    expect(lead.button(re.compile("Let back in.*عمر"))).to_be_visible()
    lead.button(re.compile("Let back in.*عمر")).click()
    expect(lead.button(re.compile("Send away.*عمر"))).to_be_visible()

    # The wrong batch is withdrawn, after its numbers are shown.
    lead.button(re.compile("Withdraw.*wrong")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile(r"2\W* open tasks will be withdrawn"))).to_be_visible()
    lead.picture("withdraw")
    dialog.get_by_role("button", name="Withdraw them").click()
    expect(page.get_by_text(re.compile(r"^\W*2\W* tasks changed"))).to_be_visible()
    expect(page.get_by_text("Tasks withdrawn")).to_be_visible()

    lead.button("Close the project").click()
    expect(dialog.get_by_text("This can’t be undone.")).to_be_visible()
    lead.picture("close")
    dialog.get_by_role("button", name="Close it").click()
    expect(lead.button("Reopen")).to_be_visible()
    expect(page.get_by_text("Closed: nothing is handed out again.")).to_be_visible()
    history = page.locator("section[aria-labelledby=history]")
    lead.button(re.compile("^Show all")).last.click()
    for said in (
        "invited Noor",
        "priority",
        "taken back Noor",
        "meant for عمر",
        "sent away عمر",
        "let back in عمر",
        "budget",
        "withdrawn",
    ):
        expect(history.get_by_text(re.compile(said)).first).to_be_visible()
    expect(history.get_by_text(re.compile(r"open\W+paused"))).to_be_visible()
    expect(history.get_by_text(re.compile(r"€0\.12\W+€0\.20"))).to_be_visible()
    lead.picture("closed", full=True)
    assert violations(page) == []

    # The numbers of the page, of its batches and of the export agree.
    with Client(engine.url, prepared.key) as client:
        base = f"/api/client/projects/{prepared.project}"
        shown = client.get(base)["progress"]
        batches = client.get(f"{base}/batches")
        lines = b"".join(client.stream(f"{base}/annotations")).splitlines()
    assert len(lines) == shown["answered"] + shown["surplus"] + shown["withdrawn_answered"]
    assert sum(one["price_minor"] for one in batches) == shown["pending_minor"] + shown["posted_minor"] + shown["ahead_minor"]

    # On a phone in Arabic.
    jar = lead.context.storage_state()
    phone = Person(*browser, "phone", PHONE_IN_ARABIC | {"bypass_csp": True, "storage_state": jar})
    speak(phone.page, engine.url, "ar")
    phone.page.goto(address)
    expect(phone.page.get_by_text("تسيير المشروع")).to_be_visible()
    expect(phone.page.locator("section[aria-labelledby=history] tbody tr").first).to_be_visible()
    phone.picture("closed-in-arabic", full=True)
    assert violations(phone.page) == []
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert phone.page.evaluate(width) <= 0
    assert lead.complaints + noor.complaints + phone.complaints == []
