"""Every page with data on it, in both languages: what axe-core objects to, and what is asked of other hosts."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench.bar import Bar
from tests.journeys.browser import DESKTOP, Person, browser_of
from tests.journeys.engine import engine_in_a_home, fact
from tests.journeys.every_page import every_page, signed_in, violations

ROOT = Path(__file__).parent.parent.parent
RECORDED_AT_ONCE = 735


def bars() -> Iterator[Bar]:
    wrong, pages, foreign = 0, 0, 0
    with engine_in_a_home() as engine, browser_of("bench") as (browser, strip):
        engine.start("--demo")
        engine.wait_to_say("  project ")
        key, project = fact(engine.log(), "API key"), fact(engine.log(), "project")
        engine.wait_for_answers(key, project, RECORDED_AT_ONCE)
        # axe-core is put into the page from outside, which the page's own policy rightly refuses.
        people = [Person(browser, strip, name, DESKTOP | {"bypass_csp": True}) for name in ("researcher", "annotator", "auditor")]
        for person in people:
            signed_in(person, fact(engine.log(), person.name))
        for _, page in every_page(*people, url=engine.url, key=key, project=project):
            pages += 1
            wrong += len(violations(page))
        foreign = sum(len(person.foreign) for person in people)
    yield Bar(
        name="axe-core violations",
        figure=wrong,
        unit="",
        goal="0",
        holds=wrong == 0,
        note=f"{pages // 2} pages with data, each in English and Arabic",
    )
    yield Bar(name="requests to another host", figure=foreign, unit="", goal="0", holds=foreign == 0, note=f"{pages} pages")
    found = subprocess.run(
        ["grep", "-ril", "replay", "amana/api", "amana/store"], cwd=ROOT, capture_output=True, text=True
    ).stdout
    files = [name for name in found.split() if "__pycache__" not in name]
    yield Bar(
        name="files of api/ and store/ that name replay",
        figure=len(files),
        unit="",
        goal="0",
        holds=not files,
        note=" ".join(files),
    )
