"""Nobody stands before an empty page without a reason: an annotator without tasks, the lead who wonders about them, a task that
does not settle."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import asyncpg
import pytest
from playwright.sync_api import expect

from amana.client import Client
from amana.outside.postgres.server import DATABASE, SUPERUSER
from tests.journeys.browser import DESKTOP, Person, Strip, browser_of
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
    with browser_of("02-why") as opened:
        yield opened


async def give_a_skill_to_one_task(engine: Engine) -> None:
    """Skills have no page yet."""
    socket = str(engine.home / "home" / "pg" / "sock")
    connection = await asyncpg.connect(host=socket, user=SUPERUSER, database=DATABASE)
    await connection.execute(
        "UPDATE walled.task SET skill = 1 WHERE task_id = (SELECT task_id FROM walled.task_content ORDER BY task_no DESC LIMIT 1)"
    )
    await connection.close()


class Prepared(NamedTuple):
    project: str
    lead_link: str
    annotator_link: str


@pytest.fixture
def prepared(engine: Engine) -> Prepared:
    """A project of three tasks, one of them for a skill that Noor does not have."""
    made = engine.amana("workspace", "create", "Lab")
    with Client(engine.url, fact(made, "API key")) as client:
        new = {"name": "Pairs", "task_type": "comparison", "rate_minor": 12, "currency": "EUR", "annotations_needed": 1}
        project = client.post("/api/client/projects", new)["project_id"]
        base = f"/api/client/projects/{project}"
        plan = client._json("POST", f"{base}/plans", content=json_lines([row(number) for number in range(3)]))
        client.post(f"{base}/plans/{plan['plan_id']}/commit")
        client.post(f"{base}/open")
        asyncio.run(give_a_skill_to_one_task(engine))
        invited = client.post(f"{base}/invitations", {"label": "Noor"})
    return Prepared(project, fact(made, "researcher link"), f"{engine.url}/link#{invited['link']}")


# The project is made before the browser starts, which keeps an event loop of its own running.
def test_an_empty_desk_a_wondering_lead_and_a_waiting_task(
    engine: Engine, prepared: Prepared, browser: tuple[Any, Strip]
) -> None:
    project = prepared.project
    noor, lead = Person(*browser, "annotator", DESKTOP), Person(*browser, "lead", DESKTOP)
    signed_in(lead, prepared.lead_link)
    lead.page.goto(f"{engine.url}/client/projects/{project}")
    lead.button(re.compile("Why no task")).click()
    expect(lead.page.get_by_text("not signed in on any device")).to_be_visible()

    signed_in(noor, prepared.annotator_link)
    noor.page.goto(f"{engine.url}/desk/{project}")
    for _ in range(2):
        expect(noor.page.get_by_role("radio").first).to_be_attached()
        noor.page.keyboard.press("Digit1")
        noor.page.keyboard.press("Enter")
    said = noor.page.locator("[data-why]")
    expect(said).to_have_text(
        re.compile(r"^You have answered all \W*2\W* tasks you can do here\. 1 more needs a skill you do not have here\.$"),
        timeout=30_000,
    )
    noor.picture("no-task")
    assert violations(noor.page) == []
    speak(noor.page, engine.url, "ar")
    noor.page.reload()
    expect(said).to_have_text(
        "أجبتَ عن المهمتين اللتين تستطيعهما هنا. وبقيت مهمة واحدة تحتاج إلى مهارة ليست لك هنا.", timeout=30_000
    )
    noor.picture("no-task-in-arabic")

    lead.button(re.compile("Why no task")).click()
    expect(lead.page.get_by_text("nothing is left for this person")).to_be_visible()
    told = lead.page.locator("section[aria-labelledby=people]")
    expect(told.get_by_text("answered by them")).to_be_visible()
    expect(told.get_by_text("for a skill they do not have here")).to_be_visible()
    lead.picture("why-no-task")
    assert violations(lead.page) == []
    lead.page.goto(f"{engine.url}/client/projects/{project}?order=file")
    lead.page.get_by_role("link", name="r2").click()
    expect(lead.page.locator("[data-why]")).to_contain_text("Not settled: nobody has taken on 1 of its annotations yet.")
    lead.picture("why-not-settled")
    assert violations(lead.page) == []
    assert noor.complaints + lead.complaints == []
