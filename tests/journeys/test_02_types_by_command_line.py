"""A production project and a judgement project of other types, made and delivered by the command line alone."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from amana.demo import DATA
from tests.journeys.engine import Engine, engine_in_a_home, fact


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        yield engine


def test_types_by_the_command_line(engine: Engine, tmp_path: Path) -> None:
    engine.start()
    key = fact(engine.amana("workspace", "create", "Rivendell"), "API key")
    pay = ("--rate-minor", "12", "--currency", "EUR", "--annotations-needed", "1")

    refused = engine.amana("project", "create", "X", *pay, "--task-type", "classification", key=key, status=1)
    assert "options.classes" in refused
    refused = engine.amana("project", "create", "X", *pay, "--task-type", "poetry", key=key, status=1)
    assert "there is claim_checking, classification, comparison, form, rewriting" in refused
    refused = engine.amana("project", "create", "X", *pay, "--options", "{scale", key=key, status=1)
    assert "--options is not a JSON object" in refused

    options = json.dumps({"mode": "several", "classes": ["writing", "math"], "least": 0})
    project = engine.amana(
        "project", "create", "Prompts", *pay, "--task-type", "classification", "--options", options, key=key
    ).strip()
    prompts = str(DATA / "prompts_mtbench.jsonl")
    made = engine.amana("import", prompts, "--project", project, "--yes", key=key)
    assert "text         from text" in made
    assert "ignored      follow_up, category" in made
    assert "80 tasks" in made.splitlines()[-1]

    # A recorded crowd compares; of another type that is said before anybody is invited.
    recorded = tmp_path / "recorded.jsonl"
    recorded.write_text('{"item_id": "mtbench-81", "annotator_id": "a", "label": "a"}\n')
    items = tmp_path / "items.jsonl"
    items.write_text('{"item_id": "mtbench-81", "response_a": "x", "response_b": "y"}\n')
    said = engine.amana("replay", str(items), str(recorded), "--project", project, key=key, status=1)
    assert "this project's type is classification" in said

    rewriting = engine.amana("project", "create", "Clearer", *pay, "--task-type", "rewriting", key=key).strip()
    mapping = json.dumps({"original": ["text"], "prompt": ["follow_up"], "item_id": ["item_id"]})
    engine.amana("import", prompts, "--project", rewriting, "--mapping", mapping, "--yes", key=key)
    engine.amana("project", "open", rewriting, key=key)
    link = fact(engine.amana("invite", "--project", rewriting, "--label", "Noor", key=key), "link")
    desk = f"/api/annotator/projects/{rewriting}"
    with engine.client() as annotator:
        assert annotator.post("/api/session", json={"link": link.partition("#")[2]}).status_code == 201
        [held] = annotator.post(f"{desk}/claim", json={"want": 1}).json()
        [original] = [element["original"] for element in held["form"]["elements"] if element["element"] == "rewrite"]
        submit = {"submit_id": str(uuid4()), "assignment_id": held["assignment_id"], "revision": 1}
        unchanged = annotator.post(f"{desk}/submit", json=submit | {"answer": {"text": original}})
        assert (unchanged.status_code, unchanged.json()["facts"]["field"]) == (422, "text")
        assert annotator.post(f"{desk}/submit", json=submit | {"answer": {"text": "Clearer."}}).status_code == 200
    answers = tmp_path / "answers.jsonl"
    assert "1 annotations" in engine.amana("export", "--project", rewriting, "--out", str(answers), key=key)
    assert json.loads(answers.read_text())["votes"] == {}
    assert engine.stop() == 0
    assert "Traceback" not in engine.log()
