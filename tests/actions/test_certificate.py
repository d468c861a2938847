"""What a delivery claims of its labels, and that nobody can alter a figure of it unseen."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from amana.model.deliveries import signature_bytes
from amana.model.ids import ProjectId
from amana.outside.delivery_folder import verify
from tests.actions.test_audits import begin, judge, settled_project, sweep
from tests.actions.test_delivery import freeze, unpacked
from tests.lab import Lab


async def delivered(lab: Lab, folder: Path, *, draws: int = 24, wrong: int = 3, audited: bool = True) -> Path:
    """A delivery of sixty tasks, of whose audit's draws the first `wrong` were judged otherwise."""
    project_id, _ = await settled_project(lab, 60)
    if audited:
        audit_id = await begin(lab, project_id, draws=draws)
        expert = await lab.annotator(audit_id)
        await judge(lab, expert, most=99, wrong=wrong)
        assert await sweep(lab) == 1
    return await unpacked(lab, project_id, await freeze(lab, ProjectId(project_id)), folder)


def certificate(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "certificate.json").read_text())
    return content


def signed_again(lab: Lab, folder: Path, name: str, content: bytes) -> None:
    """A file altered by somebody who holds the installation's key: hashes and signature fit."""
    (folder / name).write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_text())
    for file in manifest["files"]:
        if file["name"] == name:
            file |= {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), "rows": content.count(b"\n")}
    signed = json.dumps(manifest).encode()
    (folder / "manifest.json").write_bytes(signed)
    (folder / "manifest.sig").write_bytes(signature_bytes(lab.context.signer.sign(signed)))


async def test_without_an_audit_nothing_is_claimed(lab: Lab, tmp_path: Path) -> None:
    folder = await delivered(lab, tmp_path / "delivery", audited=False)
    assert verify(folder).complaints == ()
    stated = certificate(folder)
    assert stated["audits"] == []
    assert not (folder / "audits.jsonl").exists()
    assert "Without an audit that ended nothing is claimed of accuracy." in stated["not_claimed"]
    [question] = stated["questions"]
    assert question["labels"] == {"first": 60, "tie": 0, "second": 0}
    assert stated["bias"]["position"]["judgements"] == 60
    assert (stated["tasks"], stated["annotations"], stated["annotators"], stated["guideline_versions"]) == (60, 60, 1, {"1": 60})


async def test_an_audit_that_runs_claims_nothing_yet(lab: Lab, tmp_path: Path) -> None:
    project_id, _ = await settled_project(lab, 30)
    audit_id = await begin(lab, project_id, draws=10)
    await judge(lab, await lab.annotator(audit_id), most=9)
    assert await sweep(lab) == 0
    folder = await unpacked(lab, project_id, await freeze(lab, project_id), tmp_path / "delivery")
    assert certificate(folder)["audits"] == []


async def test_an_audit_that_ended_is_claimed_with_its_draws(lab: Lab, tmp_path: Path) -> None:
    folder = await delivered(lab, tmp_path / "delivery")
    assert verify(folder).complaints == ()
    [audit] = certificate(folder)["audits"]
    claim = audit["claim"]
    assert (audit["speaks_for"], claim["audited"], claim["right"]) == (60, 24, 21)
    assert 0 < claim["low"] < claim["estimate"] < claim["high"] < 1
    rows = [json.loads(line) for line in (folder / "audits.jsonl").read_text().splitlines()]
    assert [row["place"] for row in rows] == list(range(24))
    assert sum(row["expert_label"] == "first" for row in rows) == 21
    tasks = {json.loads(line)["task_id"] for line in (folder / "tasks.jsonl").read_text().splitlines()}
    assert {row["task_id"] for row in rows} <= tasks


async def test_each_label_is_claimed_where_enough_of_it_was_judged_and_no_other(lab: Lab, tmp_path: Path) -> None:
    folder = await delivered(lab, tmp_path / "delivery", draws=30)
    [audit] = certificate(folder)["audits"]
    assert audit["by_label"].keys() == {"first"}
    first = audit["by_label"]["first"]
    assert (first["tasks"], first["audited"], first["right"]) == (60, 30, 27)
    assert 0 < first["low"] < first["estimate"] < first["high"] < 1
    # By the weights alone, without the exact law, it can say less.
    assert first["high"] - first["low"] >= audit["claim"]["high"] - audit["claim"]["low"]


async def test_a_certificate_from_before_there_were_claims_by_label_is_borne_out_and_can_hide_none(
    lab: Lab, tmp_path: Path
) -> None:
    folder = await delivered(lab, tmp_path / "delivery", draws=30)
    stated = certificate(folder) | {"format": "amana-certificate/1"}
    signed_again(lab, folder, "certificate.json", json.dumps(stated).encode() + b"\n")
    assert verify(folder).complaints
    stated["audits"][0].pop("by_label")
    for name in ("ac1", "ac1_low", "ac1_high", "kappa", "kappa_low", "kappa_high", "kappa_pairs"):
        stated["questions"][0].pop(name)
    signed_again(lab, folder, "certificate.json", json.dumps(stated).encode() + b"\n")
    assert verify(folder).complaints == ()


async def test_a_certificate_from_before_there_was_kappa_is_borne_out_and_can_hide_none(lab: Lab, tmp_path: Path) -> None:
    folder = await delivered(lab, tmp_path / "delivery", draws=30)
    stated = certificate(folder) | {"format": "amana-certificate/2"}
    for name in ("kappa", "kappa_low", "kappa_high", "kappa_pairs"):
        stated["questions"][0].pop(name)
    signed_again(lab, folder, "certificate.json", json.dumps(stated).encode() + b"\n")
    assert verify(folder).complaints == ()
    stated["format"] = "amana-certificate/3"
    stated["questions"][0]["kappa_pairs"] = 1
    signed_again(lab, folder, "certificate.json", json.dumps(stated).encode() + b"\n")
    assert verify(folder).complaints


async def test_a_label_of_which_few_were_judged_is_not_claimed(lab: Lab, tmp_path: Path) -> None:
    folder = await delivered(lab, tmp_path / "delivery", draws=12)
    [audit] = certificate(folder)["audits"]
    assert audit["claim"]["estimate"] is not None
    assert audit["by_label"]["first"]["estimate"] is None
    assert audit["by_label"]["first"]["why_not"]


# What can't be recomputed from rows: when it was, and a width that no look reached. Signed they are, as everything.
NOT_FROM_ROWS = {"begun_at", "ended_at", "width_max", "format", "model"}


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*path, number))
    else:
        yield path


def altered(value: Any) -> Any:
    if value is None:
        return "altered"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return value * 0.97 + 0.001
    return value[:-1] + ("0" if value[-1] != "0" else "1")


async def test_every_altered_figure_is_noticed_though_it_be_signed(lab: Lab, tmp_path: Path) -> None:
    folder = await delivered(lab, tmp_path / "delivery", draws=40)
    whole = (folder / "certificate.json").read_bytes()
    tried = 0
    for path in leaves(json.loads(whole)):
        if path[-1] in NOT_FROM_ROWS or ("strata" in path[:-2] and path[3] > 1):  # each altered law takes a moment
            continue
        stated = json.loads(whole)
        place = stated
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = altered(place[path[-1]])
        signed_again(lab, folder, "certificate.json", json.dumps(stated, indent=2).encode() + b"\n")
        try:
            complaints = verify(folder).complaints
        except Exception as error:
            pytest.fail(f"{path}: {error!r}")
        assert complaints, f"{path} was altered and nobody noticed"
        tried += 1
    assert tried > 40


@pytest.mark.parametrize("field", ["expert_label", "stratum", "judged", "place"])
async def test_an_altered_judgement_is_noticed_though_it_be_signed(lab: Lab, tmp_path: Path, field: str) -> None:
    folder = await delivered(lab, tmp_path / "delivery")
    rows = [json.loads(line) for line in (folder / "audits.jsonl").read_text().splitlines()]
    wrong = next(row for row in rows if row["expert_label"] != "first")
    wrong[field] = {"expert_label": "first", "stratum": (wrong["stratum"] + 1) % 12, "judged": False, "place": 999}[field]
    signed_again(lab, folder, "audits.jsonl", "".join(json.dumps(row) + "\n" for row in rows).encode())
    assert verify(folder).complaints
