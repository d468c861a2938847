"""What holds on every page: nothing that axe-core objects to, no request to another host, nothing wrong on the console."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.browser import DESKTOP, PHONE_IN_ARABIC, Person, browser_of
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import every_page, signed_in, violations

pytestmark = pytest.mark.browser

DEVICES: dict[str, dict[str, Any]] = {
    "desktop": DESKTOP,
    "dark": DESKTOP | {"color_scheme": "dark"},
    "phone": PHONE_IN_ARABIC,
}
RECORDED_AT_ONCE = 735


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
