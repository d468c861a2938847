"""Measured quality: a crowd answers, an expert judges some labels blindly, and a delivery claims what that lets one claim.

The expert is the published gold of the set, which its authors estimated themselves: here it stands for a person who knows.
"""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import expect

from amana.demo import DATA
from tests.journeys.browser import DESKTOP, Person, browser_of
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import violations

pytestmark = pytest.mark.browser

ITEMS = DATA / "preference_ukp_items.jsonl"
ANNOTATIONS = DATA / "preference_ukp_annotations.jsonl"
TASKS, DRAWS = 300, 40


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        yield engine


def test_labels_are_claimed_as_far_as_experts_found_them_right(engine: Engine, tmp_path: Path) -> None:
    engine.start()
    made = engine.amana("workspace", "create", "Rivendell")
    key = fact(made, "API key")
    with engine.client() as client:
        client.headers["Authorization"] = f"Bearer {key}"
        project = answered_by_the_crowd(engine, client, key)
        with browser_of("05-quality") as (browser, strip):
            lead = Person(browser, strip, "lead", DESKTOP | {"bypass_csp": True})
            lead.page.goto(fact(made, "researcher link"))
            lead.button(re.compile("^Come in$")).click()
            audit = begins_an_audit(engine, lead, project)
            judged_by_gold(engine, key, audit)
            waits_for_its_end(client, project)
            sees_what_may_be_claimed(lead, project)
            reads_the_certificate(lead)
            assert lead.complaints == []
            assert lead.foreign == []
    folder = tmp_path / "delivery"
    engine.amana("deliver", "--project", project, "--out", str(folder), key=key)
    said = engine.amana("verify", str(folder))
    assert re.search(r"preference: \d+\.\d% \(\d+\.\d% to \d+\.\d%\) of the labels of 300 tasks are right", said), said
    claim = json.loads((folder / "certificate.json").read_text())["audits"][0]["claim"]
    assert (claim["audited"], claim["tasks"]) == (DRAWS, TASKS)
    # What the whole set says of itself, which no audit sees. One interval in twenty misses it, none by as much.
    assert claim["low"] - 0.1 <= share_right(folder) <= claim["high"] + 0.1
    altered = (folder / "audits.jsonl").read_text().replace('"judged":true', '"judged":false', 1)
    (folder / "audits.jsonl").write_text(altered)
    assert "audits.jsonl was changed" in engine.amana("verify", str(folder), status=1)
    assert engine.stop() == 0
    assert "Traceback" not in engine.log()


def answered_by_the_crowd(engine: Engine, client: httpx.Client, key: str) -> str:
    """The recorded crowd of 276 answers five times a task, all through HTTP; every task is settled when it returns."""
    new = {"name": "Which argument", "task_type": "comparison", "rate_minor": 12, "currency": "EUR", "annotations_needed": 5}
    made = client.post("/api/client/projects", json=new | {"undo_seconds": 0, "skips_a_day_max": 100})
    project = str(made.json()["project_id"])
    engine.amana("import", str(ITEMS), "--project", project, "--yes", key=key)
    engine.amana("project", "open", project, key=key)
    engine.amana("replay", str(ITEMS), str(ANNOTATIONS), "--project", project, key=key)
    engine.wait_for_answers(key, project, 5 * TASKS)
    settled = 0
    while settled < TASKS:
        time.sleep(0.2)
        settled = client.get(f"/api/client/projects/{project}").json()["progress"]["settled"]
    return project


def begins_an_audit(engine: Engine, lead: Person, project: str) -> str:
    page = lead.page
    page.goto(f"{engine.url}/client/projects/{project}")
    audits = page.get_by_role("region", name="How many labels are right")
    expect(audits).to_contain_text("Nothing was audited, so nothing is claimed.")
    audits.get_by_label("Tasks to judge, at most").fill(str(DRAWS))
    audits.get_by_label(re.compile("Pay per task")).fill("0.5")
    expect(audits).to_contain_text(re.compile("at most .*€20.00.*, from a budget of its own"))
    lead.picture("before", full=True)
    audits.get_by_role("button", name=re.compile(f"Draw .*{DRAWS}.* tasks")).click()
    expect(audits).to_contain_text(re.compile(f"0.* of .*{DRAWS}.* are judged"))
    expect(audits).to_contain_text("Nothing can be claimed yet.")
    audits.get_by_role("link", name="Invite the experts").click()
    page.wait_for_url(lambda url: project not in url)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Which argument – audit")
    lead.picture("experts")
    return page.url.rpartition("/")[2]


def judged_by_gold(engine: Engine, key: str, audit: str) -> None:
    """Somebody who knows the gold judges every task that they are given, on what a desk would show them."""
    rows = [json.loads(line) for line in ITEMS.read_text().splitlines()]
    gold = {frozenset((row["text_a"], row["text_b"])): row | {"gold": knows(row)} for row in rows}
    link = fact(engine.amana("invite", "--project", audit, "--label", "Dr Noor", key=key), "link")
    judged = 0
    with engine.client() as expert:
        assert expert.post("/api/session", json={"link": link.partition("#")[2]}).status_code == 201
        while held := expert.post(f"/api/annotator/projects/{audit}/claim", json={"want": 1}).json():
            for task in held:
                shown = texts(task["form"])
                row = gold[frozenset(shown)]
                step = 1 if row["gold"] == "equal" else shown.index(row[f"text_{row['gold']}"]) * 2
                sent = {"submit_id": str(uuid4()), "assignment_id": task["assignment_id"], "revision": 1, "active_ms": 900}
                answered = expert.post(f"/api/annotator/projects/{audit}/submit", json=sent | {"answer": {"preference": step}})
                assert answered.status_code == 200, answered.text
                judged += 1
    assert judged == DRAWS


def knows(row: dict[str, Any]) -> str:
    """What the expert would say. Of seven pairs the authors published no gold."""
    return row["gold"] or "equal"


def waits_for_its_end(client: httpx.Client, project: str) -> None:
    """A page looks again the more seldom the longer its look took; the engine is asked at once."""
    deadline = time.monotonic() + 60
    while client.get(f"/api/client/projects/{project}/audits").json()[0]["ended_at"] is None:
        assert time.monotonic() < deadline, "the sweep did not end the audit"
        time.sleep(0.5)


def texts(form: dict[str, Any]) -> list[str]:
    """The two texts that are compared, in the order shown."""
    [panels] = [element for element in form["elements"] if "items" in element and isinstance(element["items"][0], list)]
    return ["".join(part.get("text", "") for part in parts) for parts in panels["items"]]


def sees_what_may_be_claimed(lead: Person, project: str) -> None:
    page = lead.page
    page.goto(f"{page.url.rpartition('/')[0]}/{project}")
    audits = page.get_by_role("region", name="How many labels are right")
    expect(audits).to_contain_text(re.compile(rf"Ended: .*\d+.* of .*{DRAWS}.* judged labels were right"))
    expect(audits).to_contain_text(re.compile(r"\d+\.\d%.* \(.*\d+\.\d%.*–.*\d+\.\d%.*\)"))
    expect(audits).to_contain_text("at 95% confidence")
    expect(audits.get_by_role("button", name=re.compile("^Draw"))).to_be_visible()  # another one may be drawn
    lead.picture("claimed", full=True)
    lead.button("العربية").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.get_by_role("region", name="كم من الأحكام صحيح")).to_contain_text(re.compile("بثقة"))
    lead.picture("claimed-in-arabic", full=True)
    lead.button("English").click()


def reads_the_certificate(lead: Person) -> None:
    """Of a delivery made on the page; in both languages, and without an axe finding."""
    page = lead.page
    lead.button(re.compile("^Deliver ")).click()
    deliveries = page.get_by_role("region", name="Deliveries")
    deliveries.get_by_role("link", name="Certificate").click(timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Certificate")
    expect(page.get_by_role("region", name="How many labels are right")).to_contain_text("blindly judged labels were right")
    by_label = page.get_by_role("group", name=re.compile("delivered with each label"))
    expect(by_label.get_by_role("row", name=re.compile("^first "))).to_contain_text(re.compile(r"\d+\.\d%|Too few"))
    expect(
        page.get_by_role("region", name="What may sway people").get_by_role("row", name=re.compile("twice as long"))
    ).to_contain_text(re.compile(r"0\.\d{3}"))
    for language, other, name in (("en", "العربية", "certificate"), ("ar", "English", "certificate-in-arabic")):
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert violations(page) == []
        lead.picture(name, full=True)
        lead.button(other).click()


def share_right(folder: Path) -> float:
    """The share of delivered labels that are the published gold."""
    named = {"first": "a", "tie": "equal", "second": "b"}
    gold = {row["item_id"]: knows(row) for row in map(json.loads, ITEMS.read_text().splitlines())}
    rows = [json.loads(line) for line in (folder / "tasks.jsonl").read_text().splitlines()]
    return sum(named[row["estimates"]["preference"]["label"]] == gold[row["item_id"]] for row in rows) / len(rows)
