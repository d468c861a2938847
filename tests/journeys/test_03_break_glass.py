"""The operator firewall, break-glass and off-boarding in the browser: an operator finds no content, asks, a lead approves with a passkey,
both see how long it lasts, the auditor sees every row; then somebody leaves. In English and Arabic, by keyboard and thumb."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from amana.client import Client
from tests.journeys.browser import DESKTOP, PHONE_IN_ARABIC, Person, Strip, browser_of
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import signed_in, speak, violations
from tests.journeys.test_03_sign_in import Authenticator
from tests.lab import json_lines, row

pytestmark = pytest.mark.browser

SECRET = "confidential 91c4"


class Scene(NamedTuple):
    engine: Engine
    lead: str  # links
    auditor: str
    annotator: str
    operator: str
    key: str
    project: str


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """A lab with a confidential guideline, two tasks and an answer to each; an operator who has a link."""
    with engine_in_a_home() as engine:
        engine.start()
        made = engine.amana("workspace", "create", f"Lab {SECRET}")
        key = fact(made, "API key")
        file = tmp_path / "rows.jsonl"
        file.write_bytes(json_lines([row(number) for number in range(2)]))
        with Client(engine.url, key) as client:
            new = {"name": f"Pairs {SECRET}", "task_type": "comparison", "rate_minor": 12, "currency": "EUR"}
            project = client.post("/api/client/projects", new | {"guideline": f"Prefer the shorter, {SECRET}."})["project_id"]
            base = f"/api/client/projects/{project}"
            plan = client.send_file(f"{base}/plans", file)["plan_id"]
            client.post(f"{base}/plans/{plan}/commit")
            client.post(f"{base}/open")
            invited = client.post(f"{base}/invitations", {"label": "Noor"})
            session = client.redeem(invited["link"])
            desk = f"/api/annotator/projects/{project}"
            for held in client.post(f"{desk}/claim", {"want": 2}, session=session):
                own = {"submit_id": str(uuid4()), "assignment_id": held["assignment_id"], "revision": 1}
                client.post(f"{desk}/submit", own | {"answer": {"preference": 1}}, session=session)
            again = client.post(f"{base}/people/{invited['pseudonym']}/link")["link"]
        operator = fact(engine.amana("operator", "create", "Ada"), "operator link")
        links = fact(made, "researcher link"), fact(made, "auditor link"), f"{engine.url}/link#{again}"
        yield Scene(engine, *links, operator, key, project)


@pytest.fixture
def browser(request: pytest.FixtureRequest) -> Iterator[tuple[Any, Strip]]:
    with browser_of("03-off-boarding" if "leaves" in request.node.name else "03-break-glass") as opened:
        yield opened


def no_content(page: Page) -> None:
    assert SECRET not in page.content()


def test_an_operator_asks_a_lead_approves_both_see_it_and_the_auditor_sees_every_row(
    scene: Scene, browser: tuple[Any, Strip]
) -> None:
    ada = Person(*browser, "ada", DESKTOP | {"bypass_csp": True})
    lead = Person(*browser, "lead", PHONE_IN_ARABIC | {"bypass_csp": True})
    auditor = Person(*browser, "auditor", DESKTOP | {"bypass_csp": True})
    url = scene.engine.url

    # The operator, wanting to help, finds numbers and no content.
    ada.page.goto(scene.operator)
    ada.page.locator("main .primary").click()
    ada.page.wait_for_url("**/operator")
    ada.link("Workspaces").click()
    expect(ada.page.get_by_role("row")).to_have_count(2)  # with the head
    no_content(ada.page)
    assert violations(ada.page) == []
    ada.button(re.compile("^Ask to look inside")).focus()
    ada.page.keyboard.press("Enter")
    expect(ada.page.get_by_role("textbox", name="Reason")).to_be_focused()
    ada.page.keyboard.type("The import of this morning fails here")
    assert violations(ada.page) == []
    ada.picture("asks")
    ada.page.keyboard.press("Tab")
    ada.page.keyboard.press("Tab")
    ada.page.keyboard.press("Enter")
    expect(ada.page.get_by_text("waits for a lead")).to_be_visible()

    # The lead, on a phone in Arabic, is told on every page, reads why, and has no passkey yet.
    page = lead.page
    speak(page, url, "ar")
    signed_in(lead, scene.lead)
    authenticator = Authenticator(lead)
    expect(page.locator("[data-glass=asked]")).to_be_visible()
    lead.link("اقرأ السبب وقرّر").tap()
    expect(page.get_by_text("The import of this morning fails here")).to_be_visible()
    assert violations(page) == []
    lead.picture("asked", full=True)
    lead.button(re.compile("^أوافق")).tap()
    expect(page.get_by_role("alert")).to_contain_text("الموافقة تكون بمفتاح مرور")
    page.get_by_role("alert").get_by_role("link").tap()
    lead.button("أنشئ مفتاح مرور").tap()
    expect(page.get_by_text("أُنشئ مفتاح المرور")).to_be_visible()
    page.goto(f"{url}/client/break-glass")
    lead.button(re.compile("^أوافق")).tap()
    expect(page.locator("section[data-state=open]")).to_be_visible()
    assert authenticator.passkeys[0]["signCount"] >= 2
    assert violations(page) == []
    lead.picture("open", full=True)
    for path in (
        "/client",
        f"/client/projects/{scene.project}",
        "/client/keys",
        "/client/log",
        "/client/access",
        "/client/account",
    ):
        page.goto(f"{url}{path}")
        banner = page.locator("[data-glass=open]")
        expect(banner.get_by_role("timer")).to_contain_text(re.compile(r"1[0-4]:\d\d|15:00"))
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, path

    # The operator reads, and how long still.
    ada.link("Look inside").click()
    expect(ada.page.locator("[data-glass=open]").get_by_role("timer")).to_contain_text(re.compile(r"1[0-4]:\d\d"))
    ada.link(f"Pairs {SECRET}").click()
    expect(ada.page.get_by_text(f"Prefer the shorter, {SECRET}.")).to_be_visible()
    assert violations(ada.page) == []
    ada.picture("guideline", full=True)
    ada.link("r0").click()
    expect(ada.page.get_by_text("Prompt 0")).to_be_visible()
    assert violations(ada.page) == []
    expect(ada.page.locator("section[aria-labelledby=annotations] pre")).to_have_count(1)
    ada.picture("task", full=True)

    # The auditor sees each row that was opened, in words.
    signed_in(auditor, scene.auditor)
    counted = {"project opened by an operator": 1, "guideline opened by an operator": 1, "task listed to an operator": 2,
               "task opened by an operator": 1, "annotation opened by an operator": 1}  # fmt: skip
    for words, times in counted.items():
        expect(auditor.page.get_by_role("cell", name=words, exact=True)).to_have_count(times)
    expect(auditor.page.get_by_role("cell", name=re.compile("under break-glass .?1"))).to_have_count(sum(counted.values()))
    expect(auditor.page.locator("[data-commitments=hold]")).to_be_visible()
    assert violations(auditor.page) == []
    auditor.picture("log", full=True)

    # The lead ends it from whichever page they are on; what the operator had on the page goes.
    page.goto(f"{url}/client/keys")
    page.locator("[data-glass=open]").get_by_role("button").tap()
    expect(page.locator("[data-glass=open]")).to_have_count(0)
    expect(ada.page.get_by_text("This break-glass is over.")).to_be_visible()
    no_content(ada.page)
    ada.page.reload()
    expect(ada.page.locator("[data-glass=closed]")).to_be_visible()
    no_content(ada.page)
    assert violations(ada.page) == []
    page.goto(f"{url}/client/break-glass")
    rows = page.locator("section[aria-labelledby=before]").get_by_role("row")
    expect(rows.nth(1)).to_contain_text("أُنهي قبل وقته")
    expect(rows.nth(1).locator("td.number")).to_have_text(str(sum(counted.values())))
    assert violations(page) == []
    lead.picture("before", full=True)
    assert ada.complaints + lead.complaints + auditor.complaints == []
    assert ada.foreign + lead.foreign + auditor.foreign == []


def test_who_leaves_sees_nothing_more_and_leaves_a_list(scene: Scene, browser: tuple[Any, Strip]) -> None:
    lead = Person(*browser, "boss", DESKTOP | {"bypass_csp": True})
    noor = Person(*browser, "noor", PHONE_IN_ARABIC | {"bypass_csp": True})
    huda = Person(*browser, "huda", DESKTOP)
    url, page = scene.engine.url, lead.page
    signed_in(lead, scene.lead)
    speak(noor.page, url, "ar")
    signed_in(noor, scene.annotator)
    expect(noor.page.get_by_text(f"Pairs {SECRET}")).to_be_visible()

    # An annotator, from the page of a project, by keyboard.
    page.goto(f"{url}/client/projects/{scene.project}")
    lead.button(re.compile("^Off-board.*Noor")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("works for this workspace no longer")
    assert violations(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Off-board").press("Enter")
    page.wait_for_url("**/client/seen/*")
    expect(page.get_by_role("cell", name="answered", exact=True)).to_have_count(2)
    assert violations(page) == []
    lead.picture("seen", full=True)
    with page.expect_download() as download:
        lead.link("Download as CSV").click()
    assert "answered" in Path(download.value.path()).read_text()
    noor.page.reload()
    expect(noor.page.locator("[data-departure]")).to_contain_text("أنهى عميل عملك عنده")
    no_content(noor.page)
    assert violations(noor.page) == []
    noor.picture("departed", full=True)
    noor.page.goto(f"{url}/desk/statement")
    expect(noor.page.get_by_text(f"Pairs {SECRET}").first).to_be_visible()

    # A lead of the lab's own, whose only lead stays.
    lead.link("People with access").click()
    lead.button(re.compile("^Off-board.*researcher")).click()
    page.get_by_role("dialog").get_by_role("button", name="Off-board").click()
    expect(page.get_by_role("alert")).to_contain_text("This is the only lead")
    page.get_by_label("What you call the person").fill("Huda")
    page.keyboard.press("Enter")
    link = page.get_by_label("One-time link for the new person, shown this once").input_value()
    assert violations(page) == []
    lead.picture("access", full=True)
    signed_in(huda, link)
    page.reload()
    lead.button(re.compile("^Off-board.*Huda")).click()
    page.get_by_role("dialog").get_by_role("button", name="Off-board").click()
    page.wait_for_url("**/client/seen/*")
    huda.page.reload()
    expect(huda.page.get_by_role("alert")).to_contain_text("session has ended or was never opened")
    assert lead.complaints + noor.complaints + huda.complaints == []

    # The same by command line, for whoever is gone already.
    with Client(url, scene.key) as client:
        [person] = client.get(f"/api/client/projects/{scene.project}/people")
    printed = scene.engine.amana(
        "people", "offboard", person["pseudonym"], "--out", str(scene.engine.home / "seen.csv"), key=scene.key
    )
    assert "sent away from 0 projects" in printed
    assert (scene.engine.home / "seen.csv").read_text().startswith("at,kind,project_id,task_id,detail")
