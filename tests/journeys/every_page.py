"""Every page of the app with data on it, in both languages, for checks that hold on all of them."""

import re
import tempfile
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from amana.client import Client
from tests.journeys.browser import Person
from tests.lab import json_lines

AXE = Path(__file__).parent.parent.parent / "ui" / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.2 up to AA, and axe's own best practices: nothing is switched off.
_RUN = "async () => (await axe.run(document)).violations.map(v => [v.id, v.help, v.nodes.map(n => n.target.join(' '))])"


def violations(page: Page) -> list[Any]:
    """What axe-core finds wrong on the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[Any] = page.evaluate(_RUN)
    return found


def signed_in(person: Person, link: str) -> None:
    person.page.goto(link)
    person.page.locator("main .primary").click()
    person.page.wait_for_url(re.compile("/(client|desk|audit)$"))


def every_page(
    lead: Person, annotator: Person, auditor: Person, *, url: str, key: str, project: str
) -> Iterator[tuple[str, Page]]:
    """Each page's name and the page, loaded. Everybody is signed in; `project` is open and has answers."""
    with Client(url, key) as client:
        tasks = client.get(f"/api/client/projects/{project}/tasks?limit=1")["tasks"]
        pseudonym = client.get(f"/api/client/projects/{project}/people")[0]["pseudonym"]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "one good row and one bad.jsonl"
            file.write_text('{"prompt": "p", "response_a": "x", "response_b": "y"}\n{"response_a": 3}\n')
            plan = client.send_file(f"/api/client/projects/{project}/plans", file)
        draft, copy = draft_with_a_near_duplicate(client)
    base = f"/client/projects/{project}"
    places: tuple[tuple[Person, str], ...] = (
        (lead, "/"),
        (lead, "/link#spent"),
        (lead, "/nowhere"),
        (lead, "/client"),
        (lead, "/client/new"),
        (lead, base),
        (lead, f"{base}/import"),
        (lead, f"{base}/import/{plan['plan_id']}"),
        (lead, f"{base}/tasks/{tasks[0]['task_id']}"),
        (lead, f"/client/projects/{draft}"),
        (lead, f"/client/projects/{draft}/near-duplicates"),
        (lead, f"/client/projects/{draft}/near-duplicates/{copy}"),
        (lead, f"/client/projects/{project}/media"),
        (lead, f"/client/projects/{project}/guideline"),
        (lead, "/client/log"),
        (lead, "/client/account"),
        (lead, "/client/keys"),
        (lead, "/client/workspace"),
        (lead, "/neutrality"),
        (lead, "/client/access"),
        (lead, "/client/break-glass"),
        (lead, f"/client/seen/{pseudonym}"),
        (auditor, "/audit"),
        (auditor, "/audit/account"),
        (annotator, "/desk"),
        (annotator, f"/desk/{project}"),
        (annotator, "/desk/statement"),
        (annotator, "/desk/account"),
    )
    # Last, because tasks settle when nobody can take an answer back any more.
    last = ((lead, f"{base}/deliveries/{_delivered(url, key, project)}") for _ in range(1))
    for person, path in chain(places, last):
        for language in ("en", "ar"):
            speak(person.page, url, language)
            person.page.goto("about:blank")  # the same address with a # would not load again
            person.page.goto(f"{url}{path}")
            expect(person.page.locator("html")).to_have_attribute("lang", language)
            expect(person.page.locator("[data-state=loading]")).to_have_count(0)
            expect(person.page.locator("main")).to_be_visible()
            yield f"{path} {language}", person.page


def _delivered(url: str, key: str, project: str) -> str:
    """A delivery of the project, once something in it is settled."""
    with Client(url, key) as client:
        while not client.get(f"/api/client/projects/{project}")["progress"]["settled"]:
            time.sleep(0.5)
        delivery: str = client.post(f"/api/client/projects/{project}/deliveries")["delivery_id"]
    return delivery


def draft_with_a_near_duplicate(client: Client) -> tuple[str, str]:
    """A project that is not open yet, and one of its two tasks: nearly the same as the other."""
    new = {"name": "Draft", "task_type": "classification", "rate_minor": 1, "currency": "EUR", "options": {"classes": ["x", "y"]}}
    draft: str = client.post("/api/client/projects", new)["project_id"]
    words = "One of these two sentences was written first and the other one after it, by whom is not {}."
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "two.jsonl"
        file.write_bytes(json_lines([{"text": words.format(last)} for last in ("known", "said")]))
        plan = client.send_file(f"/api/client/projects/{draft}/plans", file)
    client.post(f"/api/client/projects/{draft}/plans/{plan['plan_id']}/commit")
    while (near := client.get(f"/api/client/projects/{draft}/near-duplicates"))["looking"]:
        time.sleep(0.1)
    return draft, near["groups"][0]["copies"][0]["task"]["task_id"]


def speak(page: Page, url: str, language: str) -> None:
    if not page.url.startswith(url):
        page.goto(url)
    page.evaluate("([language]) => localStorage.setItem('amana.words', JSON.stringify({ language, digits: 'latn' }))", [language])
