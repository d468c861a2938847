"""The handles of a running project by the command line."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.lab import json_lines, row


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        engine.start()
        yield engine


def test_a_lead_runs_a_project_by_the_command_line(engine: Engine, tmp_path: Path) -> None:
    key = fact(engine.amana("workspace", "create", "Rivendell"), "API key")
    project = engine.amana("project", "create", "Pairs", "--rate-minor", "12", "--currency", "EUR", key=key).strip()
    for name, numbers in (("first.jsonl", range(4)), ("wrong.jsonl", range(10, 13))):
        file = tmp_path / name
        file.write_bytes(json_lines([row(number) for number in numbers]))
        engine.amana("import", str(file), "--project", project, "--yes", key=key)
    engine.amana("project", "open", project, key=key)

    links = tmp_path / "links.csv"
    engine.amana("people", "invite", "Noor", '=1+1, "Omar"', "-p", project, "--out", str(links), key=key)
    invited = list(csv.DictReader(io.StringIO(links.read_text(encoding="utf-8"))))
    assert [one["label"] for one in invited] == ["Noor", '=1+1, "Omar"']
    with engine.client() as noor:
        assert noor.post("/api/session", json={"link": invited[0]["link"].partition("#")[2]}).status_code == 201
        engine.amana("batch", "priority", "2", "5", "-p", project, key=key)
        assert len(noor.post(f"/api/annotator/projects/{project}/claim", json={"want": 1}).json()) == 1
        engine.amana("project", "pause", project, key=key)
        engine.amana("project", "pause", project, key=key)
        assert len(noor.post(f"/api/annotator/projects/{project}/claim", json={"want": 3}).json()) == 1
    engine.amana("project", "resume", project, key=key)

    listed = engine.amana("batch", "list", "-p", project, key=key).splitlines()
    assert listed[0].startswith("2 wrong.jsonl: 3 tasks, 0 settled, 0 withdrawn, 9 needed, 0 answered, 1 held, 8 slots, 108 EUR")
    assert listed[1].startswith("1 first.jsonl: 4 tasks")
    held = [
        found
        for name in ("r10", "r11", "r12")
        if "1 held, priority 5" in (found := engine.amana("task", "find", name, "-p", project, key=key))
    ]
    [task] = [one.split()[0] for one in held]
    pseudonyms = [one["pseudonym"] for one in invited]
    engine.amana("task", "reassign", task, "-p", project, "--from", pseudonyms[0], "--to", pseudonyms[1], key=key)
    asked = engine.amana("batch", "withdraw", "2", "-p", project, key=key)
    assert "3 open tasks would be withdrawn; 1 annotations are held now" in asked
    assert "Nothing was changed" in asked
    assert "3 tasks withdrawn, 0 were held" in engine.amana("batch", "withdraw", "2", "-p", project, "--yes", key=key)
    assert "0 tasks withdrawn" in engine.amana("batch", "withdraw", "2", "-p", project, "--yes", key=key)

    assert "budget  300" in engine.amana("project", "set", project, "--budget-minor", "300", key=key)
    assert "240 EUR" in engine.amana("project", "set", project, "--needed", "8", key=key, status=1)
    told = engine.amana("project", "set", project, "--budget-minor", "none", "--rate-minor", "20", "--needed", "4", key=key)
    assert "needed  4: 4 tasks changed" in told
    engine.amana("batch", "needed", "1", "2", "-p", project, key=key)
    engine.amana("batch", "priority", "1", "-7", "-p", project, key=key)
    engine.amana("people", "end", pseudonyms[1], "-p", project, key=key)
    assert "held, ended" in engine.amana("people", "list", "-p", project, key=key)
    engine.amana("people", "let-back", pseudonyms[1], "-p", project, key=key)
    assert "There is no such task" in engine.amana("task", "find", "nothing", "-p", project, key=key, status=1)
    assert "Nothing was changed" in engine.amana("project", "close", project, key=key)
    engine.amana("project", "close", project, "--yes", key=key)
    shown = engine.amana("project", "show", project, key=key)
    assert "Pairs: closed" in shown
    assert fact(shown, "withdrawn_tasks") == "7"
    history = engine.amana("project", "history", project, key=key).splitlines()
    assert [line.split()[3] for line in history] == [
        "withdrawn", "state", "let_back", "ended", "priority", "needed", "needed", "needed", "rate", "budget", "budget", "withdrawn",
        "directed", "taken_back", "state", "state", "priority", "invited", "invited", "state",
    ]  # fmt: skip
