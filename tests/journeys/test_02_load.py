"""A lead brings a million comparisons and runs their project while sixteen people work on another one and feel nothing; servers and
databases die beneath them. At the end every number on every page is the number of rows in the export."""

import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from playwright.sync_api import expect
from pyarrow import parquet

from amana.client import Client
from tests.journeys.browser import DESKTOP, Person, Strip, browser_of
from tests.journeys.crew import Crew
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import signed_in, violations

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

MILLION, FEW = 1_000_000, 5_000
EVERYDAY_TASKS, PEOPLE = 212, 16
SECONDS_MAX = 900.0  # before a command is given up as hanging


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        engine.start()
        yield engine


@pytest.fixture
def browser() -> Iterator[tuple[Any, Strip]]:
    with browser_of("02-load") as opened:
        yield opened


def write_comparisons(file: Path, name: str, tasks: int) -> Path:
    columns = ("item_id", "prompt", "response_a", "response_b")
    with parquet.ParquetWriter(file, pyarrow.schema([(column, pyarrow.string()) for column in columns])) as writer:
        for start in range(0, tasks, 100_000):
            numbers = range(start, min(tasks, start + 100_000))
            writer.write_table(
                pyarrow.table(
                    {
                        "item_id": [f"{name}{number}" for number in numbers],
                        "prompt": [f"{name} {number}: which of the two says it better, and why?" for number in numbers],
                        "response_a": [f"The first says {number * 7919 % 1000003} and stops there." for number in numbers],
                        "response_b": [f"The second says {number * 104729 % 1000003} and goes on." for number in numbers],
                    }
                )
            )
    return file


class Lead:
    """A lead at the command line and the API."""

    def __init__(self, engine: Engine) -> None:
        made = engine.amana("workspace", "create", "Lab")
        self.link = fact(made, "researcher link")
        self.key = fact(made, "API key")
        self._engine = engine

    def client(self) -> Client:
        return Client(self._engine.url, self.key)

    def project(self, name: str, needed: int) -> str:
        new = {"name": name, "task_type": "comparison", "rate_minor": 12, "currency": "EUR", "annotations_needed": needed}
        with self.client() as client:
            return str(client.post("/api/client/projects", new | {"undo_seconds": 0})["project_id"])

    def bring(self, file: Path, project: str) -> str:
        return self._engine.amana("import", str(file), "--project", project, "--yes", key=self.key, seconds_max=SECONDS_MAX)

    def invite(self, project: str, names: Sequence[str]) -> list[str]:
        """A session each."""
        with self.client() as client:
            links = client.post(f"/api/client/projects/{project}/people/invite", {"labels": list(names)})
            return [client.redeem(one["link"]) for one in links]

    def progress(self, project: str) -> dict[str, int]:
        with self.client() as client:
            counts: dict[str, int] = client.get(f"/api/client/projects/{project}")["progress"]
        return counts


def test_a_million_tasks_sixteen_people_and_four_deaths(engine: Engine, browser: tuple[Any, Strip], tmp_path: Path) -> None:
    lead = Lead(engine)
    everyday, large = lead.project("Everyday", PEOPLE), lead.project("A million", 1)
    lead.bring(write_comparisons(tmp_path / "everyday.parquet", "everyday", EVERYDAY_TASKS), everyday)
    million = write_comparisons(tmp_path / "million.parquet", "million", MILLION)
    with lead.client() as client:
        client.post(f"/api/client/projects/{everyday}/open")
    sessions = lead.invite(everyday, [f"Person {number}" for number in range(PEOPLE)])

    with Crew(engine.url, everyday, sessions) as crew:
        crew.wait_for(PEOPLE * 10)
        quiet_until = time.monotonic()
        # The first death: the engine, while it reads. Nothing is half there, and the same command makes it whole.
        command = engine.started("import", str(million), "--project", large, "--yes", key=lead.key)
        time.sleep(2)
        engine.kill()
        assert command.wait(SECONDS_MAX) != 0
        engine.start()
        assert lead.progress(large)["tasks"] == 0
        importing_from = time.monotonic()
        assert f"{MILLION} tasks" in lead.bring(million, large)
        importing_until = time.monotonic()
        lead.bring(write_comparisons(tmp_path / "pilot.parquet", "pilot", FEW), large)
        lead.bring(write_comparisons(tmp_path / "wrong.parquet", "wrong", FEW), large)
        crew.wait_for(EVERYDAY_TASKS * PEOPLE)
        quiet, importing = crew.median_ms(0, quiet_until), crew.median_ms(importing_from, importing_until)
        print(f"\nsubmit and next, median: {quiet:.1f} ms before the import, {importing:.1f} ms beside it")
    assert crew.refused == []

    page_of_lead = runs_the_large_project(engine, lead, large, browser)
    crew_of_large = works_through_two_deaths(engine, lead, large)

    laila = Person(*browser, "laila", DESKTOP)
    name, _, value = sessions[0].partition("=")
    laila.context.add_cookies([{"name": name, "value": value, "url": engine.url}])
    laila.page.goto(f"{engine.url}/desk/{everyday}")
    expect(laila.page.locator("[data-why]")).to_contain_text(
        re.compile(rf"You have answered all \W*{EVERYDAY_TASKS}\W* tasks you can do here"), timeout=60_000
    )
    laila.picture("why-no-task")

    every_number_agrees(engine, lead, everyday, crew, page_of_lead)
    every_number_agrees(engine, lead, large, crew_of_large, page_of_lead)
    page_of_lead.picture("at-the-end", full=True)
    assert laila.complaints + page_of_lead.complaints == []


def runs_the_large_project(engine: Engine, lead: Lead, project: str, browser: tuple[Any, Strip]) -> Person:
    """Opens it, pauses, puts one batch first, raises the annotations needed, takes a wrong batch back, invites, resumes."""
    person = Person(*browser, "lead", DESKTOP | {"bypass_csp": True})
    page = person.page
    signed_in(person, lead.link)
    page.goto(f"{engine.url}/client/projects/{project}")
    person.button("Open to annotators").click()
    regardless = page.get_by_role("dialog").get_by_role("button", name="Open it")  # near-duplicates may still be looked for
    expect(regardless.or_(person.button("Pause")).first).to_be_visible()
    if regardless.is_visible():
        regardless.click()
    person.button("Pause").click()
    expect(person.button("Resume")).to_be_visible()

    person.button(re.compile("Change.*pilot")).click()
    page.get_by_label("Priority").fill("10")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_text(re.compile(rf"^\W*{FEW:,}\W* tasks changed"))).to_be_visible(timeout=120_000)

    # The second death: the database, in the middle of a change of a million tasks. The lead saves once more.
    page.get_by_label("People per task").first.fill("2")
    person.button(re.compile("Save.*People per task")).click()
    expect(page.get_by_text("Being changed, some tasks at a time")).to_be_visible()
    person.picture("changing-a-million")
    engine.kill_database()
    running = page.locator("section[aria-labelledby=handles]")
    expect(running.get_by_role("alert").get_by_text("can't reach its database")).to_be_visible(timeout=60_000)
    person.picture("database-died")
    engine.wait_to_say("started again")
    person.button(re.compile("Save.*People per task")).click()
    expect(running.get_by_text(re.compile(r"^\W*[0-9,]+\W* tasks changed"))).to_be_visible(timeout=SECONDS_MAX * 1000)
    counts = lead.progress(project)
    assert counts["needed"] == 2 * counts["tasks"] == 2 * (MILLION + 2 * FEW)

    person.button(re.compile("Withdraw.*wrong")).click()
    page.get_by_role("dialog").get_by_role("button", name="Withdraw them").click()
    expect(page.get_by_text(re.compile(rf"^\W*{FEW:,}\W* tasks changed"))).to_be_visible(timeout=120_000)
    assert violations(page) == []
    person.button("Resume").click()
    expect(person.button("Pause")).to_be_visible()
    person.picture("resumed", full=True)
    return person


def works_through_two_deaths(engine: Engine, lead: Lead, project: str) -> Crew:
    """Two people are invited and get the batch that was put first, while the engine and then the database die."""
    sessions = lead.invite(project, ["Noor", "عمر"])
    with Crew(engine.url, project, sessions) as crew:
        crew.wait_for(20)
        engine.kill()
        engine.start()
        crew.wait_for(len(crew.receipts) + 20)
        engine.kill_database()
        crew.wait_for(len(crew.receipts) + 20)
    assert crew.refused == []
    assert crew.sent_again > 0
    with lead.client() as client:
        rows = client.get(f"/api/client/projects/{project}/batches")
    answered = {row["file_name"]: row["answered"] for row in rows}
    assert answered["million.parquet"] == answered["wrong.parquet"] == 0 < answered["pilot.parquet"]
    return crew


def every_number_agrees(engine: Engine, lead: Lead, project: str, crew: Crew, person: Person) -> None:
    """Receipts, export, API, batches, command line and the page that the lead has open, to the last row."""
    base = f"/api/client/projects/{project}"
    with lead.client() as client:
        rows = parquet.read_table(pyarrow.BufferReader(b"".join(client.stream(f"{base}/annotations", format="parquet"))))
        batches = client.get(f"{base}/batches")
        people = client.get(f"{base}/people")
    counts = lead.progress(project)
    exported = rows.column("submit_id").to_pylist()
    assert len(exported) == len(set(exported))
    # Whoever left while an answer was on its way may have it there without having heard of it.
    assert set(crew.receipts) <= set(exported) <= set(crew.receipts) | crew.unheard
    assert len(exported) == counts["answered"] + counts["surplus"] + counts["withdrawn_answered"]
    assert counts["needed"] == counts["answered"] + counts["held"] + counts["slots"]
    paid = counts["pending_minor"] + counts["posted_minor"]
    assert paid == 12 * len(exported)
    for name in ("tasks", "settled", "needed", "answered", "held", "slots"):
        assert sum(batch[name] for batch in batches) == counts[name], name
    assert sum(batch["price_minor"] for batch in batches) == paid + counts["ahead_minor"]
    assert sum(one["answered"] for one in people) == len(exported)
    shown = engine.amana("project", "show", project, key=lead.key)
    assert dict(line.split() for line in shown.splitlines()[1:]) == {name: str(value) for name, value in counts.items()}
    person.page.goto(f"{engine.url}/client/projects/{project}")
    said = person.page.get_by_role("status").first
    expect(said).to_contain_text(re.compile(rf"\b{counts['needed']:,}\b"))
    for number in (counts["settled"], counts["tasks"]):
        expect(said).to_contain_text(re.compile(rf"\b{number:,}\b"))
