"""An annotator who worked for one lab is refused another's project by a person wall, and reads why; a vendor and its people."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import expect

from amana.client import Client
from tests.journeys.browser import DESKTOP, Person, Strip, browser_of
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import signed_in, speak, violations
from tests.lab import json_lines, row

pytestmark = pytest.mark.browser
ROOM = re.compile("/vendor$")


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        engine.start()
        yield engine


@pytest.fixture
def browser() -> Iterator[tuple[Any, Strip]]:
    with browser_of("03-person-walls") as opened:
        yield opened


class Opened(NamedTuple):
    """A lab with an open project."""

    key: str
    lead_link: str
    project: str

    def invite(self, engine: Engine, label: str) -> str:
        with Client(engine.url, self.key) as client:
            made = client.post(f"/api/client/projects/{self.project}/invitations", {"label": label})
        return f"{engine.url}/link#{made['link']}"


def opened(engine: Engine, name: str, project_name: str) -> Opened:
    made = engine.amana("workspace", "create", name)
    with Client(engine.url, fact(made, "API key")) as client:
        new = {"name": project_name, "task_type": "comparison", "rate_minor": 12, "currency": "EUR", "annotations_needed": 1}
        project = client.post("/api/client/projects", new)["project_id"]
        base = f"/api/client/projects/{project}"
        plan = client._json("POST", f"{base}/plans", content=json_lines([row(number) for number in range(5)]))
        client.post(f"{base}/plans/{plan['plan_id']}/commit")
        client.post(f"{base}/open")
    return Opened(fact(made, "API key"), fact(made, "researcher link"), project)


def in_both_languages(person: Person, engine: Engine, name: str) -> None:
    """Nothing that axe-core objects to, and a picture of each."""
    for language in ("ar", "en"):
        speak(person.page, engine.url, language)
        person.page.reload()
        expect(person.page.locator("html")).to_have_attribute("lang", language)
        expect(person.page.locator("[data-state=loading]")).to_have_count(0)
        person.picture(f"{name}-{language}", full=True)
        assert violations(person.page) == []


def test_who_saw_another_labs_work_is_refused_and_reads_why(engine: Engine, browser: tuple[Any, Strip]) -> None:
    first, second = opened(engine, "First Lab", "Pairs"), opened(engine, "Second Lab", "Secrets")
    lead, noor = Person(*browser, "lead", DESKTOP), Person(*browser, "noor", DESKTOP | {"bypass_csp": True})

    signed_in(lead, second.lead_link)
    lead.page.goto(f"{engine.url}/client/projects/{second.project}")
    lead.page.get_by_label("Days since other clients’ work").fill("7")
    wall = lead.page.locator("section[aria-labelledby=person-wall]")
    wall.get_by_role("button").click()
    expect(wall.get_by_text("Saved.")).to_be_visible()
    lead.picture("wall", full=True)

    signed_in(noor, first.invite(engine, "Noor"))
    noor.page.goto(f"{engine.url}/desk/{first.project}")
    expect(noor.page.get_by_role("radio").first).to_be_attached()
    noor.page.keyboard.press("Digit1")
    noor.page.keyboard.press("Enter")
    expect(noor.page.locator("[data-saved=there]")).to_be_visible(timeout=15_000)

    noor.page.goto(second.invite(engine, "Number seven"))
    expect(noor.button("Come in as somebody new")).to_be_visible()
    in_both_languages(noor, engine, "invited")
    noor.button("Take it into your account").focus()
    noor.page.keyboard.press("Enter")
    noor.page.wait_for_url(re.compile("/desk$"))
    kept_out = noor.page.locator("[data-wall]")
    expect(kept_out).to_have_attribute("data-wall", "elsewhere")
    expect(kept_out).to_contain_text("You were lately shown another client’s work. This wall lets you in from")
    for name in ("First Lab", "Second Lab"):
        expect(noor.page.get_by_role("main")).not_to_contain_text(name)
    in_both_languages(noor, engine, "queue")
    noor.page.goto(f"{engine.url}/desk/{second.project}")
    expect(noor.page.locator("[data-why=kept_out]")).to_contain_text("A person wall keeps you out of this project.")
    in_both_languages(noor, engine, "desk")
    noor.page.goto(f"{engine.url}/desk/{first.project}")
    expect(noor.page.get_by_role("radio").first).to_be_attached()  # where they worked, they go on

    # The lead reads that a wall stands, and not that it keeps anybody out.
    lead.page.reload()
    lead.button(re.compile("Why no task")).click()
    expect(lead.page.get_by_text("Whether it keeps this person out is told to nobody but them.")).to_be_visible()
    expect(lead.page.get_by_text(re.compile(r"other clients’ work: \W*7\W* days"))).to_be_visible()
    assert "elsewhere_days" in engine.amana("project", "wall", second.project, key=second.key)
    engine.amana("project", "wall", second.project, "--none", key=second.key)
    noor.page.goto(f"{engine.url}/desk/{second.project}")
    expect(noor.page.get_by_role("radio").first).to_be_attached()
    assert noor.complaints + lead.complaints + noor.foreign == []


def test_a_vendors_manager_and_one_of_its_people(engine: Engine, browser: tuple[Any, Strip]) -> None:
    lab = opened(engine, "First Lab", "Pairs")
    manager, lina = Person(*browser, "manager", DESKTOP | {"bypass_csp": True}), Person(*browser, "lina", DESKTOP)
    manager.page.goto(fact(engine.amana("vendor", "create", "Hands", "--listed"), "manager link"))
    manager.button("Come in").first.click()
    manager.page.wait_for_url(ROOM)
    expect(manager.page.get_by_text("Nobody yet.")).to_be_visible()
    manager.page.get_by_label("What you call the person").fill("Lina of ours")
    manager.page.keyboard.press("Enter")
    link = manager.page.get_by_label("Their one-time link, shown this once").input_value()

    signed_in(lina, link)
    lina.page.goto(lab.invite(engine, "Number one"))
    lina.button("Take it into your account").click()
    lina.page.wait_for_url(re.compile("/desk$"))
    engine.amana("project", "wall", lab.project, "--countries", "KW", key=lab.key)
    lina.page.goto(f"{engine.url}/desk/{lab.project}")
    expect(lina.page.locator("[data-why=kept_out]")).to_be_visible()

    manager.page.reload()
    manager.page.get_by_text("What you say of them, and ending").click()
    manager.page.get_by_label("Country, two letters").fill("kw")
    manager.page.get_by_label("Until the end of (UTC)").fill("2100-01-31")
    manager.button(re.compile("^Say it")).click()
    expect(manager.page.get_by_text(re.compile(r"Country: \W*Kuwait\W*, until"))).to_be_visible()

    lina.page.reload()
    expect(lina.page.get_by_role("radio").first).to_be_attached()
    lina.page.keyboard.press("Digit1")
    lina.page.keyboard.press("Enter")
    expect(lina.page.locator("[data-saved=there]")).to_be_visible(timeout=15_000)
    lina.page.goto(f"{engine.url}/desk/account")
    expect(lina.page.get_by_text("said by your vendor")).to_be_visible()

    manager.page.reload()
    expect(manager.page.get_by_text("working now")).to_be_visible()
    expect(manager.page.get_by_role("cell", name=re.compile(r"0\.12"))).to_be_visible()
    for word in ("First Lab", "Pairs", "Number one"):
        expect(manager.page.get_by_role("main")).not_to_contain_text(word)
    in_both_languages(manager, engine, "people")
    manager.page.get_by_text("What you say of them, and ending").click()
    manager.button(re.compile("^End")).click()
    manager.button("End it").click()
    expect(manager.page.get_by_text("ended", exact=True)).to_be_visible()
    lina.page.reload()
    expect(lina.page.get_by_role("alert")).to_be_visible()
    manager.page.goto(f"{engine.url}/vendor/account")
    in_both_languages(manager, engine, "account")
    assert manager.complaints + lina.complaints + manager.foreign == []
