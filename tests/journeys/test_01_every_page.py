"""What holds on every page: nothing that axe-core objects to, no request to another host, nothing wrong on the console."""

import json
import time
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any, Literal

import pytest
from playwright.sync_api import Route, expect

from amana.tasktypes import BUILT_IN
from tests.journeys.browser import DESKTOP, PHONE_IN_ARABIC, Person, browser_of
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import every_page, signed_in, speak, violations

pytestmark = pytest.mark.browser

DEVICES: dict[str, dict[str, Any]] = {
    "desktop": DESKTOP,
    "dark": DESKTOP | {"color_scheme": "dark"},
    "phone": PHONE_IN_ARABIC,
}
WIDTHS = (360, 768, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
RECORDED_AT_ONCE = 735

PROBLEM = {
    "type": "urn:amana:problem:unexpected",
    "code": "unexpected",
    "status": 500,
    "detail": "Something failed on our side.",
    "facts": {},
}
STATES: dict[str, Callable[[Route], object]] = {
    "loading": lambda route: None,  # never answered
    "failed": lambda route: route.fulfill(status=500, content_type="application/problem+json", body=json.dumps(PROBLEM)),
    "offline": lambda route: route.abort(),
}


@pytest.fixture
def demo() -> Iterator[Engine]:
    """The demo, its recorded crowd having answered the first half."""
    with engine_in_a_home() as engine:
        engine.start("--demo")
        engine.wait_to_say("  project ")
        engine.wait_for_answers(fact(engine.log(), "API key"), fact(engine.log(), "project"), RECORDED_AT_ONCE)
        yield engine


def test_every_page_in_both_languages_on_three_devices(demo: Engine) -> None:
    key, project = fact(demo.log(), "API key"), fact(demo.log(), "project")
    found: dict[str, list[Any]] = {}
    with browser_of("01-every-page") as (browser, strip):
        jars = {}
        for name in ("researcher", "annotator", "auditor"):
            visitor = Person(browser, strip, name, DESKTOP)
            signed_in(visitor, fact(demo.log(), name))
            jars[name] = visitor.context.storage_state()
        for device, settings in DEVICES.items():
            # axe-core is put into the page from outside, which the page's own policy rightly refuses.
            people = [
                Person(browser, strip, name, settings | {"bypass_csp": True, "storage_state": jar}) for name, jar in jars.items()
            ]
            for name, page in every_page(*people, url=demo.url, key=key, project=project):
                strip.add(page, f"{device}{name.replace('/', '-')[:60]}")
                if wrong := violations(page):
                    found[f"{device} {name}"] = wrong
            for person in people:
                assert person.complaints == []
                assert person.foreign == []
                person.context.close()
    assert found == {}, "\n".join(f"{name}: {wrong}" for name, wrong in found.items())


def test_every_instrument_in_both_languages_light_dark_and_at_three_widths(demo: Engine) -> None:
    with demo.client() as asking:
        headers = {"Authorization": f"Bearer {fact(demo.log(), 'API key')}"}
        projects = asking.get("/api/client/projects", headers=headers).json()
    assert {one["task_type"] for one in projects} == {one.name for one in BUILT_IN}
    found: dict[str, Any] = {}
    with browser_of("01-every-instrument") as (browser, strip):
        settings = DESKTOP | {"bypass_csp": True}
        noor = Person(browser, strip, "noor", settings)
        signed_in(noor, fact(demo.log(), "annotator"))
        page = noor.page
        for project, language in product(projects, ("en", "ar")):
            speak(page, demo.url, language)
            page.goto(f"{demo.url}/desk/{project['project_id']}")
            expect(page.locator(".form")).to_be_visible()
            page.wait_for_load_state("networkidle")
            for scheme, width in product(SCHEMES, WIDTHS):
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": width, "height": 900})
                name = f"{project['name']} {language} {scheme} {width}"
                strip.add(page, name.replace(" ", "-"))
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found[f"{name}, scrolls"] = width
                if wrong := violations(page):
                    found[name] = wrong
        assert (noor.complaints, noor.foreign) == ([], [])
    assert found == {}, "\n".join(f"{name}: {wrong}" for name, wrong in found.items())


def test_every_page_says_when_it_loads_fails_and_when_the_engine_is_silent(demo: Engine) -> None:
    key, project = fact(demo.log(), "API key"), fact(demo.log(), "project")
    with browser_of("01-states") as (browser, strip):
        people = []
        for name in ("researcher", "annotator", "auditor"):
            people.append(Person(browser, strip, name, DESKTOP))
            signed_in(people[-1], fact(demo.log(), name))
        said = []
        for address, page in every_page(*people, url=demo.url, key=key, project=project):
            if page.url.endswith(("/nowhere", "/link#spent")):
                continue  # these ask the engine for nothing
            for state, answer in STATES.items():
                page.route("**/api/**", answer)
                page.reload()
                expect(page.locator(f"[data-state={state}]").first).to_be_visible()
                strip.add(page, f"{state}{address.replace('/', '-')[:60]}")
                page.unroute("**/api/**")
            said.append(address)
        assert len(said) == 2 * 27


def test_the_recorded_crowd_works_while_a_lead_looks_and_a_second_start_replays_nothing(demo: Engine) -> None:
    key, project = fact(demo.log(), "API key"), fact(demo.log(), "project")

    def answered() -> int:
        with demo.client() as client:
            page = client.get(f"/api/client/projects/{project}", headers={"Authorization": f"Bearer {key}"})
        return int(page.json()["progress"]["answered"])

    time.sleep(3)
    assert answered() == RECORDED_AT_ONCE, "nobody looks, so nobody works"
    with demo.client() as lead:
        link = fact(demo.log(), "researcher").partition("#")[2]
        assert lead.post("/api/session", json={"link": link}).status_code == 201
        deadline = time.monotonic() + 30
        while answered() < RECORDED_AT_ONCE + 3:
            assert lead.get(f"/api/client/projects/{project}").status_code == 200
            assert time.monotonic() < deadline
            time.sleep(0.5)
        progress = lead.get(f"/api/client/projects/{project}").json()["progress"]
        assert progress["slots"] == 30  # the visitor's
    assert demo.stop() == 0
    before = demo.log()
    demo.start("--demo")
    demo.wait_to_say("since an earlier start")
    assert demo.log().removeprefix(before).count("http://localhost") == 1  # where it is; no new links
    there = answered()
    time.sleep(3)
    assert answered() == there
