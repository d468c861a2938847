"""`amana doctor` as an operator and a lead use it: with the engine running and stopped, about a person and about a task."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from amana.outside import keys
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.lab import json_lines, row


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        yield engine


def test_the_doctor_calls(engine: Engine, tmp_path: Path) -> None:
    assert "there is no installation yet" in engine.amana("doctor", status=1)
    assert not (engine.home / "home").exists()
    engine.start()
    key = fact(engine.amana("workspace", "create", "Rivendell"), "API key")
    said = engine.amana("doctor")
    assert "is running" in said
    assert "sweeps    alive" in said
    assert "trouble" not in said

    new = ("project", "create", "Pairs", "--rate-minor", "12", "--currency", "EUR", "--annotations-needed", "1")
    project = engine.amana(*new, key=key).strip()
    file = tmp_path / "rows.jsonl"
    file.write_bytes(json_lines([row(1)]))
    engine.amana("import", str(file), "--project", project, "--yes", key=key)
    noor = fact(engine.amana("invite", "--project", project, "--label", "Noor", key=key), "pseudonym")
    assert engine.amana("doctor", "person", project, noor, key=key).startswith("The project is a draft")
    engine.amana("project", "open", project, key=key)
    said = engine.amana("doctor", "person", project, noor, key=key)
    assert said.startswith("They are not signed in")
    assert fact(said, "unsettled").removesuffix(",") == "1"
    with engine.client() as asking:
        headers = {"Authorization": f"Bearer {key}"}
        [task] = asking.get(f"/api/client/projects/{project}/tasks", headers=headers).json()["tasks"]
    assert engine.amana("doctor", "task", project, task["task_id"], key=key).startswith("It lacks 1 of 1 annotations")
    rival = fact(engine.amana("workspace", "create", "Mordor"), "API key")
    assert "no project" in engine.amana("doctor", "person", project, noor, key=rival, status=1)
    assert "no project" in engine.amana("doctor", "task", project, task["task_id"], key=rival, status=1)

    assert engine.stop() == 0
    found = json.loads(engine.amana("doctor", "--json"))
    assert found["ok"]
    assert "the engine is stopped" in next(one["said"] for one in found["findings"] if one["check"] == "port")
    keys.file_in(engine.home / "home").write_bytes(b"x")
    assert "amana keys restore" in engine.amana("doctor", status=1)
