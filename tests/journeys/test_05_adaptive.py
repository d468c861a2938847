"""Adaptive collection: the engine decides how many annotations each clip gets, and whose, and the page holds its plan against what came.

The crowd is recorded: 44 people who said of 700 clips which of ten genres they hear. Only who answered a clip can be asked it, so the
client names them, round by round.
"""

import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.journeys.browser import DESKTOP, Person, browser_of, drop
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import violations
from tests.journeys.recorded import Recorded

pytestmark = pytest.mark.browser

DATA = Path(__file__).parent.parent / "data"
GENRES = [f"genre {number}" for number in range(10)]
CLIPS, LEAST, MOST, PILOT = 700, 2, 4, 70
RATE = 5


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        yield engine


def test_easy_clips_end_after_two_answers_and_the_plan_is_held_against_what_came(engine: Engine, tmp_path: Path) -> None:
    said = labels("music_genre_labels")
    truth = {row["task"]: row["label"] for row in read("music_genre_truth")}
    clips = {clip: f"Clip {number}" for number, clip in enumerate(sorted(truth))}
    file = tmp_path / "clips.jsonl"
    file.write_text("".join(json.dumps({"item_id": shown, "text": f"{shown} of {CLIPS}"}) + "\n" for shown in clips.values()))
    engine.start()
    made = engine.amana("workspace", "create", "Rivendell")
    key = fact(made, "API key")
    with engine.client() as client, browser_of("05-adaptive") as (browser, strip):
        client.headers["Authorization"] = f"Bearer {key}"
        lead = Person(browser, strip, "lead", DESKTOP | {"bypass_csp": True})
        lead.page.goto(fact(made, "researcher link"))
        lead.button(re.compile("^Come in$")).click()
        says_how_few_are_enough(lead, file)

        project = begins(engine, client, key, file)
        page = lead.page
        page.goto(f"{engine.url}/client/projects/{project}")
        plan = page.get_by_role("region", name="Plan")
        expect(plan).to_contain_text("As eight public crowds took")
        expect(plan.get_by_role("row", name=re.compile("^Annotations"))).to_contain_text(re.compile("about .*, .* to "))
        expect(page.get_by_role("status").first).to_contain_text(
            re.compile(f"{CLIPS - PILOT}.* tasks wait.* until it is decided")
        )
        lead.picture("planned", full=True)

        with Recorded(client, project, {shown: said[clip] for clip, shown in clips.items()}) as crowd:
            crowd.answers_the_pilot()
            foreseen = crowd.plan_by_the_pilot()
            expect(plan).to_contain_text("When the pilot was answered", timeout=30_000)
            lead.picture("foreseen", full=True)
            crowd.answers_in_rounds()

        came = client.get(f"/api/client/projects/{project}/plan").json()
        assert (came["settled"], came["asked"]) == (CLIPS, 0)
        assert foreseen["low"] <= came["answered"] <= foreseen["high"], (foreseen, came)
        expect(plan.get_by_role("row", name=re.compile("^Annotations"))).to_contain_text(f"{came['answered']:,}", timeout=60_000)
        for language, other, name in (("en", "العربية", "came"), ("ar", "English", "came-in-arabic")):
            expect(page.locator("html")).to_have_attribute("lang", language)
            assert violations(page) == []
            lead.picture(name, full=True)
            lead.button(other).click()
        assert lead.complaints == []
        assert lead.foreign == []

    each = Counter(len(labels) for labels in crowd.answered.values())
    assert set(each) <= {1, 2, 3, 4}
    assert each[2] > CLIPS / 4, "many clips end after two answers"
    assert came["answered"] < 0.8 * sum(len(labels) for labels in said.values())
    right = {shown: truth[clip] for clip, shown in clips.items()}
    engine_right = share(crowd.delivered(engine, key, tmp_path / "delivery"), right)
    heads = sum(fraction(Counter(labels.values()), truth[clip]) for clip, labels in said.items()) / CLIPS
    # The majority of every recorded answer is right of 71% of the clips. What fewer answers cost is in the bench; this is no collapse.
    print(f"{came['answered']} annotations, {engine_right:.3f} right; of all {heads:.3f} by heads; foreseen {foreseen}; {each}")
    assert engine_right > heads - 0.03, (engine_right, heads)
    assert engine.stop() == 0
    assert "Traceback" not in engine.log()


def says_how_few_are_enough(lead: Person, file: Path) -> None:
    """On the page of a new project: what it costs at the least and at the most, before anything is made."""
    page = lead.page
    lead.link("New project").first.click()
    page.get_by_label("Type of task").select_option("classification")
    page.get_by_label(re.compile("^Classes")).fill("\n".join(GENRES))
    page.get_by_label("People per task").fill(str(MOST))
    page.get_by_label("Stop early, with at least").fill(str(LEAST))
    page.get_by_label(re.compile("^Pay per annotation")).fill("0.05")
    drop(page, "label:has(input[type=file])", file)
    lead.picture("new", full=True)
    lead.button("look at the file").click()
    found = page.get_by_role("region", name="What the file would become")
    expect(found).to_contain_text(re.compile("Costs at least.*€70.00.*Costs at most.*€140.00", re.DOTALL))
    lead.picture("price", full=True)


def begins(engine: Engine, client: httpx.Client, key: str, file: Path) -> str:
    new = {"name": "Which genre", "task_type": "classification", "rate_minor": RATE, "currency": "EUR", "undo_seconds": 0}
    decides = {"annotations_min": LEAST, "annotations_needed": MOST, "chosen_among": "named", "options": {"classes": GENRES}}
    made = client.post("/api/client/projects", json=new | decides)
    assert made.status_code == 201, made.text
    project = str(made.json()["project_id"])
    engine.amana("import", str(file), "--project", project, "--yes", key=key)
    engine.amana("project", "open", project, key=key)
    return project


def read(name: str) -> list[dict[str, str]]:
    """Its rows, labels from 0; in the file they are from 1."""
    with gzip.open(DATA / f"{name}.csv.gz", "rt") as file:
        return [row | {"label": str(int(row["label"]) - 1)} for row in csv.DictReader(file)]


def labels(name: str) -> dict[str, dict[str, str]]:
    """Of each clip who said what."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for row in read(name):
        said[row["task"]][row["worker"]] = row["label"]
    return said


def share(found: dict[str, str], right: dict[str, str]) -> float:
    return sum(found[clip] == GENRES[int(label)] for clip, label in right.items()) / len(right)


def fraction(votes: Counter[str], right: str) -> float:
    """Whether most said it; with ties, how likely it is to be drawn."""
    most = max(votes.values())
    best = [label for label, count in votes.items() if count == most]
    return (right in best) / len(best)
