"""How probably a label is right: by public crowds, then by the audits of a workspace, and never by a neighbour's."""

import json
from pathlib import Path
from typing import Any

import pytest

from amana.actions import tasks
from amana.api.context import Context
from amana.core.quality.calibration import Calibration, Default
from amana.model.ids import ProjectId
from amana.model.tasks import TaskEstimate, TasksWanted
from amana.outside.delivery_folder import verify
from tests.actions.test_audits import begin, judge, settled_project, sweep
from tests.actions.test_certificate import delivered, signed_again
from tests.lab import Lab


async def estimates(lab: Lab, project_id: ProjectId) -> list[TaskEstimate]:
    page = await tasks.listing(lab.context.db, lab.context.seal, lab.principal, project_id, TasksWanted(), None, 100)
    return [task.estimates[0] for task in page.tasks]


def confidence(one: TaskEstimate) -> float:
    return one.model_posterior[one.label]


async def audited(lab: Lab, project_id: ProjectId, draws: int, wrong: int) -> None:
    audit_id = await begin(lab, project_id, draws=draws)
    await judge(lab, await lab.annotator(audit_id), most=draws, wrong=wrong)
    assert await sweep(lab) == 1


async def test_without_an_audit_probabilities_are_as_public_crowds_have_them_and_marked(lab: Lab) -> None:
    project_id, _ = await settled_project(lab, 10)
    usual = Calibration(Default().slope, Default().shift, 0, 0)
    for one in await estimates(lab, project_id):
        assert one.standing == "uncalibrated"
        assert one.probability == pytest.approx(float(usual.probability(confidence(one))))


async def test_audits_move_the_probabilities_of_their_project_most_of_its_workspace_less_and_of_no_other(
    lab: Lab, context: Context
) -> None:
    project_id, _ = await settled_project(lab, 80)
    beside, _ = await settled_project(lab, 10)
    rival = await Lab.open(context)
    elsewhere, _ = await settled_project(rival, 10)
    before = (await estimates(lab, project_id))[0]
    await audited(lab, project_id, 60, wrong=40)
    own, borrowed, foreign = [(await estimates(of, one))[0] for of, one in ((lab, project_id), (lab, beside), (rival, elsewhere))]
    assert [own.standing, borrowed.standing, foreign.standing] == ["calibrated", "borrowed", "uncalibrated"]
    assert confidence(own) == pytest.approx(confidence(before))
    assert own.probability < 0.5 < before.probability
    assert own.probability < borrowed.probability < before.probability
    assert foreign.probability == pytest.approx(before.probability, abs=0.05)


async def test_few_judgements_of_its_own_are_called_borrowed(lab: Lab) -> None:
    project_id, _ = await settled_project(lab, 40)
    await audited(lab, project_id, 12, wrong=0)
    assert {one.standing for one in await estimates(lab, project_id)} == {"borrowed"}


async def test_an_audit_that_runs_says_nothing_yet(lab: Lab) -> None:
    project_id, _ = await settled_project(lab, 30)
    audit_id = await begin(lab, project_id, draws=20)
    await judge(lab, await lab.annotator(audit_id), most=10)
    assert {one.standing for one in await estimates(lab, project_id)} == {"uncalibrated"}


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("probability", lambda said: said * 0.99),
        ("standing", lambda _: "calibrated"),
        ("label", lambda _: "second"),
        ("model_posterior", lambda said: said | {"first": said["first"] * 0.9}),
    ],
)
async def test_a_delivery_states_the_map_and_an_altered_probability_is_noticed(
    lab: Lab, tmp_path: Path, name: str, made: Any
) -> None:
    folder = await delivered(lab, tmp_path / "delivery", draws=24)
    assert verify(folder).complaints == ()
    manifest = json.loads((folder / "manifest.json").read_text())
    [question] = manifest["questions"]
    assert (question["calibrated"], question["calibration"]["gold"], question["calibration"]["pooled"]) == (False, 24, 0)
    rows = [json.loads(line) for line in (folder / "tasks.jsonl").read_text().splitlines()]
    estimate = rows[7]["estimates"]["preference"]
    estimate[name] = made(estimate[name])
    signed_again(lab, folder, "tasks.jsonl", "".join(json.dumps(row) + "\n" for row in rows).encode())
    assert any("is not as its posterior has it" in one for one in verify(folder).complaints)


async def test_a_delivery_of_before_there_were_probabilities_is_still_borne_out(lab: Lab, tmp_path: Path) -> None:
    folder = await delivered(lab, tmp_path / "delivery", audited=False)
    rows = [json.loads(line) for line in (folder / "tasks.jsonl").read_text().splitlines()]
    for row in rows:
        estimate = row["estimates"]["preference"]
        estimate["calibrated"] = False
        del estimate["probability"], estimate["standing"]
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["questions"][0]["calibration"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    signed_again(lab, folder, "tasks.jsonl", "".join(json.dumps(row) + "\n" for row in rows).encode())
    assert verify(folder).complaints == ()
