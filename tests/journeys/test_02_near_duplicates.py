"""A lead sees which tasks are nearly the same before anybody is given them, looks at two, withdraws the copies, and opens the project."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import expect

from amana.client import Client
from tests.actions.test_near_duplicates import Writer
from tests.journeys.browser import DESKTOP, PHONE_IN_ARABIC, Person, Strip, browser_of
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import signed_in, speak, violations
from tests.lab import json_lines


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        engine.start()
        yield engine


class Prepared(NamedTuple):
    project: str
    lead_link: str
    key: str


@pytest.fixture
def prepared(engine: Engine, tmp_path: Path) -> Prepared:
    """A draft with ten tasks, three of which are near-duplicates of the third, and a batch that is still only a file."""
    made = engine.amana("workspace", "create", "Lab")
    key = fact(made, "API key")
    write = Writer(20)
    rows = [write.row(f"r{number}") for number in range(7)]
    rows += [write.copy(rows[2], f"r2 again {number}") for number in range(3)]
    (tmp_path / "pairs.jsonl").write_bytes(json_lines(rows))
    (tmp_path / "more.jsonl").write_bytes(json_lines([write.copy(rows[4], "r4 again"), write.row("other")]))
    project = engine.amana("project", "create", "Pairs", "--rate-minor", "12", "--currency", "EUR", key=key).strip()
    engine.amana("import", str(tmp_path / "pairs.jsonl"), "-p", project, "--yes", key=key)
    return Prepared(project, fact(made, "researcher link"), key)


def test_by_the_command_line(engine: Engine, prepared: Prepared, tmp_path: Path) -> None:
    project, key = prepared.project, prepared.key
    told = engine.amana("duplicates", "list", "--project", project, "--wait", key=key)
    assert told.startswith("3 of 10 tasks are near-duplicates of another.\n")
    assert re.search(r"1:3  open  r2\n  9\d\.\d%  \S+  1:8  open  r2 again 0\n", told)
    assert "3 of 10 tasks are near-duplicates" in engine.amana("project", "open", project, key=key)
    engine.amana("import", str(tmp_path / "more.jsonl"), "-p", project, "--yes", key=key)
    assert "1 of 2 tasks" in engine.amana("duplicates", "list", "-p", project, "--batch", "2", "--wait", key=key)
    asked = engine.amana("duplicates", "withdraw", "-p", project, "--batch", "2", key=key)
    assert "1 open ones would be withdrawn" in asked
    assert "Add --yes" in asked
    assert "1 tasks withdrawn, 0 were held" in engine.amana(
        "duplicates", "withdraw", "-p", project, "--batch", "2", "--yes", key=key
    )
    assert "3 tasks withdrawn, 0 were held" in engine.amana("duplicates", "withdraw", "-p", project, "--yes", key=key)
    assert engine.amana("duplicates", "list", "-p", project, key=key) == "0 of 8 tasks are near-duplicates of another.\n"
    assert "withdrawn  batch 2, 1 tasks, near-duplicates" in engine.amana("project", "history", project, key=key)


def test_a_kill_loses_nothing(engine: Engine, prepared: Prepared, tmp_path: Path) -> None:
    """A batch large enough for a process of its own, the engine killed while that is at it."""
    project, key = prepared.project, prepared.key
    write = Writer(21)
    rows = [write.row(f"k{number}") for number in range(12_000)]
    rows += [write.copy(rows[number], f"k{number} again") for number in range(0, 12_000, 100)]
    (tmp_path / "many.jsonl").write_bytes(json_lines(rows))
    engine.amana("import", str(tmp_path / "many.jsonl"), "-p", project, "--yes", key=key)
    with Client(engine.url, key) as client:
        path = f"/api/client/projects/{project}/near-duplicates"
        while client.get(path, batch=2)["tasks_read"] == 0:
            pass
    engine.kill()
    engine.start()
    told = engine.amana("duplicates", "list", "-p", project, "--batch", "2", "--wait", key=key)
    assert told.startswith("120 of 12120 tasks are near-duplicates of another.\n")


@pytest.mark.browser
def test_in_the_browser(engine: Engine, prepared: Prepared) -> None:
    engine.amana("duplicates", "list", "-p", prepared.project, "--wait", key=prepared.key)
    with browser_of("02-near-duplicates") as opened:
        walk(engine, prepared, opened)


def walk(engine: Engine, prepared: Prepared, browser: tuple[Any, Strip]) -> None:
    lead = Person(*browser, "lead", DESKTOP | {"bypass_csp": True})
    page, address = lead.page, f"{engine.url}/client/projects/{prepared.project}"
    signed_in(lead, prepared.lead_link)
    page.goto(address)
    note = page.get_by_role("region", name="Near-duplicates")
    expect(note.get_by_text(re.compile(r"3\W* of these \W*10\W* tasks are near-duplicates of another"))).to_be_visible()
    assert violations(page) == []
    lead.picture("draft", full=True)

    # Opening says so, and is not kept from whoever wants it; this one looks first.
    lead.button("Open to annotators").click()
    dialog = page.get_by_role("dialog", name="Open to annotators")
    expect(dialog.get_by_text("near-duplicates of another")).to_be_visible()
    lead.picture("opening")
    assert violations(page) == []
    dialog.get_by_role("button", name="Cancel").click()
    note.get_by_role("link", name="Look at them").click()
    expect(page.get_by_role("heading", name="Near-duplicates")).to_be_visible()
    expect(page.get_by_role("rowheader", name="r2")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Side by side"))).to_have_count(3)
    lead.picture("groups", full=True)
    assert violations(page) == []

    # Two of them, by keyboard; the look is in the access log.
    page.get_by_role("link", name=re.compile("^Side by side.*r2 again 1")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"These two are \W*9\d\W*%\W* alike"))).to_be_visible()
    expect(page.get_by_role("region", name="Stays").locator(".reading")).to_have_count(3)
    copy = page.get_by_role("region", name="Copy")
    expect(copy.get_by_role("link", name="r2 again 1")).to_be_visible()
    expect(copy.locator("mark")).to_have_count(2)  # a word of the prompt and one of the first response
    lead.picture("pair", full=True)
    assert violations(page) == []
    with Client(engine.url, prepared.key) as client:
        assert client.get("/api/client/access-log/page", kind="previewed")["rows"][0]["actor"] != ""
        assert len(client.get("/api/client/access-log/page", kind="previewed")["rows"]) == 2

    # The copies are withdrawn in one change, after their number is said.
    page.get_by_role("link", name="All near-duplicates").click()
    lead.button("Withdraw the copies").click()
    asking = page.get_by_role("dialog", name="Withdraw the copies")
    expect(asking.get_by_text(re.compile(r"3\W* open copies will be withdrawn"))).to_be_visible()
    lead.picture("withdraw")
    asking.get_by_role("button", name="Withdraw them").click()
    expect(page.get_by_text(re.compile(r"None of the \W*7\W* tasks is a near-duplicate"))).to_be_visible()
    lead.picture("none")
    assert violations(page) == []
    page.get_by_role("link", name="To the project").click()
    expect(page.locator("section[aria-labelledby=history]").get_by_text("Near-duplicates")).to_be_visible()
    lead.button("Open to annotators").click()  # nothing is left to be said
    expect(lead.button("Pause")).to_be_visible()

    # On a phone in Arabic.
    phone = Person(*browser, "phone", PHONE_IN_ARABIC | {"bypass_csp": True, "storage_state": lead.context.storage_state()})
    speak(phone.page, engine.url, "ar")
    phone.page.goto(address)
    expect(phone.page.get_by_role("heading", name="مهام شبه مكررة")).to_be_visible()
    phone.picture("in-arabic", full=True)
    assert violations(phone.page) == []
    assert lead.complaints + phone.complaints == []
