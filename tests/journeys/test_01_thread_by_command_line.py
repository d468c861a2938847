"""The thread: one comparison project, from a file to an export, by the command line and HTTP, through a kill -9."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from amana.cli import exports
from amana.demo import DATA
from tests.journeys.engine import Engine, engine_in_a_home, fact


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        yield engine


def test_one_task_goes_from_file_to_export(engine: Engine, tmp_path: Path) -> None:
    engine.start()
    key = fact(engine.amana("workspace", "create", "Rivendell"), "API key")
    project = engine.amana(
        "project", "create", "Model answers", "--rate-minor", "12", "--currency", "EUR", "--annotations-needed", "1", key=key
    ).strip()

    # The researcher looks first and commits after.
    looked = engine.amana("import", str(DATA / "preference_pandalm.jsonl"), "--project", project, key=key)
    assert "500 rows in preference_pandalm.jsonl: 474 tasks, 26 exact duplicates left out, 0 bad rows" in looked
    assert "responses    from response_a, response_b" in looked
    assert "ignored      models, source_app, annotations" in looked
    assert "5688 EUR" in looked
    assert fact(engine.amana("project", "show", project, key=key), "tasks") == "0"
    made = engine.amana("import", str(DATA / "preference_pandalm.jsonl"), "--project", project, "--yes", key=key)
    assert "474 tasks" in made.splitlines()[-1]
    engine.amana("project", "open", project, key=key)
    link = fact(engine.amana("invite", "--project", project, "--label", "Noor", key=key), "link")

    # The annotator answers; the engine is killed while a task is held, and once more after an answer whose receipt
    # was never read.
    desk = f"/api/annotator/projects/{project}"
    with engine.client() as annotator:
        assert annotator.post("/api/session", json={"link": link.partition("#")[2]}).status_code == 201
        held = annotator.post(f"{desk}/claim", json={"want": 3}).json()
        submits = [answer(task["assignment_id"]) for task in held]
        receipts = [annotator.post(f"{desk}/submit", json=submits[0]).json()]
        engine.kill()
        with pytest.raises(httpx.TransportError):
            annotator.post(f"{desk}/submit", json=submits[1])
        engine.start()
        assert [task["assignment_id"] for task in annotator.post(f"{desk}/claim", json={"want": 2}).json()] == [
            submit["assignment_id"] for submit in submits[1:]
        ]
        receipts.append(annotator.post(f"{desk}/submit", json=submits[1]).json())
        annotator.post(f"{desk}/submit", json=submits[2])  # committed, and its answer cut off
        engine.kill()
        engine.start()
        receipts += [annotator.post(f"{desk}/submit", json=submits[2]).json()]
        again = [annotator.post(f"{desk}/submit", json=submit).json() for submit in submits]
        assert again == receipts

    shown = engine.amana("project", "show", project, key=key)
    counts = {name: int(fact(shown, name)) for name in ("tasks", "needed", "answered", "held", "slots", "pending_minor")}
    assert counts == {"tasks": 474, "needed": 474, "answered": 3, "held": 0, "slots": 471, "pending_minor": 36}

    # The export holds each answer once; the log holds who was given and answered what, and notices a changed byte.
    out = tmp_path / "answers.jsonl"
    engine.amana("export", "--project", project, "--out", str(out), key=key)
    exported = [json.loads(line) for line in out.read_text().splitlines()]
    assert len(exported) == 3
    assert {row["answer"]["reason"] for row in exported} == {"because"}
    source = {row["item_id"]: row for row in map(json.loads, (DATA / "preference_pandalm.jsonl").read_text().splitlines())}
    for row in exported:
        assert row["payload"]["responses"] == [source[row["item_id"]]["response_a"], source[row["item_id"]]["response_b"]]
    log = tmp_path / "log.jsonl"
    engine.amana("log", "export", "--out", str(log), key=key)
    kinds = [json.loads(line).get("kind") for line in log.read_text().splitlines()]
    assert [kinds.count(kind) for kind in ("imported", "released", "answered", "exported")] == [1, 3, 3, 1]
    assert "every commitment holds" in engine.amana("log", "verify", str(log))
    *rows, checkpoint = log.read_text().splitlines()
    log.write_text("\n".join([*rows[:-1], rows[-1].replace('"exported"', '"expected"'), checkpoint]) + "\n")
    assert f"first: row {len(rows)}" in engine.amana("log", "verify", str(log), status=1)
    log.write_text("\n".join([*rows[:-1], checkpoint]) + "\n")
    assert f"the checkpoint says {len(rows)}" in engine.amana("log", "verify", str(log), status=1)
    log.write_text("\n".join(rows) + "\n")
    assert "was cut off" in engine.amana("log", "verify", str(log), status=1)

    # An export that was cut off in the middle of a line goes on where it stopped; a table is the same rows.
    whole = out.read_bytes()
    asked = {"format": "jsonl", "annotator": None, "since": None, "settled": False}
    part = exports.part_name(out, project, asked, exported[-1]["submit_id"])
    part.write_bytes(whole[: len(whole) // 2])
    out.unlink()
    engine.amana("export", "--project", project, "--out", str(out), key=key)
    assert out.read_bytes() == whole
    assert not part.exists()
    table = tmp_path / "answers.parquet"
    assert "3 annotations" in engine.amana("export", "--project", project, "--out", str(table), key=key)

    # Bad rows are left out where the lead says so, and written down with what to do about each.
    rows_file = tmp_path / "more.csv"
    rows_file.write_text("response_a,response_b\na,b\nonly one\n")
    assert "--skip-bad" in engine.amana("import", str(rows_file), "--project", project, "--yes", key=key, status=1)
    assert "1 tasks" in engine.amana("import", str(rows_file), "--project", project, "--skip-bad", "--yes", key=key)
    [refused] = [json.loads(line) for line in (tmp_path / "more.csv.refused.jsonl").read_text().splitlines()]
    assert refused["row"] == 3

    # A second client on the same engine finds nothing of it.
    rival = fact(engine.amana("workspace", "create", "Mordor"), "API key")
    assert "no project" in engine.amana("project", "show", project, key=rival, status=1)
    assert "No project yet" in engine.amana("project", "list", key=rival)

    assert engine.stop() == 0
    assert "Traceback" not in engine.log()


def test_what_goes_wrong_is_said_in_words(engine: Engine, tmp_path: Path) -> None:
    assert "There is no Amana at" in engine.amana("project", "list", key="amana_k1_x", status=1)
    assert "Set AMANA_KEY" in engine.amana("project", "list", status=1)
    engine.start("--demo")
    engine.wait_to_say("  project ")
    key = fact(engine.log(), "API key")
    project = fact(engine.log(), "project")
    assert "Sign in again" in engine.amana("project", "list", key="amana_k1_wrong", status=1)
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"response_a": "x", "response_b": "y"}\n{"response_a": 1}\n')
    said = engine.amana("import", str(bad), "--project", project, "--yes", key=key, status=1)
    assert "row 2, responses" in said
    second = Engine(engine.home)
    second.port = engine.port
    taken = second.amana("up", status=1)
    assert "can't be used" in taken
    assert "AMANA_PORT" in taken


def answer(assignment_id: str) -> dict[str, object]:
    return {
        "submit_id": str(uuid4()),
        "assignment_id": assignment_id,
        "revision": 1,
        "answer": {"preference": 1, "reason": "because"},
        "active_ms": 900,
    }
