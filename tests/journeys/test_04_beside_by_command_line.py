"""A lead's side of what stands beside the task, by command line: the guideline's versions, answers to questions and concerns."""

from pathlib import Path
from uuid import uuid4

from amana.client import Client
from tests.journeys.engine import engine_in_a_home, fact

ROW = '{"response_a": "x", "response_b": "y"}\n'


def test_a_lead_changes_the_guideline_and_answers_people(tmp_path: Path) -> None:
    with engine_in_a_home() as engine:
        engine.start()
        key = fact(engine.amana("workspace", "create", "Lab"), "API key")
        with Client(engine.url, key) as lab:
            new = {"name": "Pairs", "task_type": "comparison", "rate_minor": 12, "currency": "EUR", "guideline": "Be fair.\n"}
            project = lab.post("/api/client/projects", new)["project_id"]
            base, desk = f"/api/client/projects/{project}", f"/api/annotator/projects/{project}"
            plan = lab._json("POST", f"{base}/plans", content=ROW.encode())
            lab.post(f"{base}/plans/{plan['plan_id']}/commit")
            lab.post(f"{base}/open")
            session = lab.redeem(lab.post(f"{base}/invitations", {"label": "Noor"})["link"])
            file = tmp_path / "guideline.md"
            file.write_text("Be fair.\nBe short.\n", encoding="utf-8")
            assert engine.amana("guideline", "change", project, str(file), key=key) == "v2 in force\n"
            assert engine.amana("guideline", "show", project, "--version", "1", key=key) == "Be fair.\n"
            assert engine.amana("guideline", "show", project, key=key) == "Be fair.\nBe short.\n"
            assert "+Be short." in engine.amana("guideline", "diff", project, "1", key=key).splitlines()
            assert [line.split()[0] for line in engine.amana("guideline", "list", project, key=key).splitlines()] == ["v2", "v1"]
            file.write_text("Be mine.\n", encoding="utf-8")
            refused = engine.amana("guideline", "change", project, str(file), "--against", "1", key=key, status=1)
            assert "version 2 is in force" in refused

            question, concern = str(uuid4()), str(uuid4())
            lab.post(f"{desk}/questions", {"question_id": question, "words": "How short?"}, session=session)
            [held] = lab.post(f"{desk}/claim", {"want": 1}, session=session)
            passed = {"concern_id": concern, "assignment_id": held["assignment_id"], "kind": "not_sure", "words": "Both?"}
            lab.post(f"{desk}/pass-on", passed, session=session)
            assert "> How short?" in engine.amana("questions", project, key=key)
            assert question not in engine.amana("concerns", project, key=key)
            refused = engine.amana("questions", project, "--answer", question, key=key, status=1)
            assert "takes an answer in words" in refused
            engine.amana("questions", project, "--answer", question, "--words", "A line.", key=key)
            engine.amana("concerns", project, "--answer", concern, "--reopen", "person", key=key)
            assert "< A line." in engine.amana("questions", project, key=key)
            assert f"{concern}  done" in engine.amana("concerns", project, key=key)
            [again] = lab.post(f"{desk}/claim", {"want": 1}, session=session)
            assert (again["assignment_id"], again["guideline_version"]) == (held["assignment_id"], 2)
            engine.amana("project", "set", project, "--show-settled", key=key)
            assert lab.get(base)["shows_settled"]
