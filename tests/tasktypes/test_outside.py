"""Task types of installed packages: one that can't be used stops the start, in words that name the package and the remedy."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import msgspec
import pytest

from amana.tasktypes import TASK_TYPES
from tests.lab import Lab
from tests.tasktypes.outside_package import YES_NO, install

BROKEN = {
    "raises": ("raise RuntimeError('no GPU')", "can't be loaded (RuntimeError: no GPU)"),
    "absent": ("", "can't be loaded (AttributeError"),
    "no-type": ("YES_NO = 3", "is int, not a TaskType"),
    "clash": (YES_NO.replace('name="yes_no"', 'name="comparison"'), "is named 'comparison', which is taken by Amana itself"),
    "odd-name": (YES_NO.replace('name="yes_no"', 'name="Yes no"'), "is named 'Yes no'; a name has small letters"),
}


def start(home: Path, *folders: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(map(str, folders))
    environment = os.environ | {"PYTHONPATH": path, "AMANA_HOME": str(home)}
    return subprocess.run([sys.executable, "-m", "amana", "up"], env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("what", BROKEN)
def test_a_type_that_can_not_be_used_stops_the_start_in_words(tmp_path: Path, what: str) -> None:
    source, said = BROKEN[what]
    done = start(tmp_path / "home", install(tmp_path, "amana-broken", source))
    assert done.returncode == 1
    assert said in done.stderr
    assert "of the package 'amana-broken'" in done.stderr
    assert "pip uninstall amana-broken" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "home").exists(), "nothing was begun"


def test_two_packages_that_bring_one_name_are_both_named(tmp_path: Path) -> None:
    done = start(tmp_path / "home", install(tmp_path, "amana-one", YES_NO), install(tmp_path, "amana-two", YES_NO))
    assert done.returncode == 1
    assert "amana-one" in done.stderr
    assert "amana-two" in done.stderr


def _from(folder: Path) -> dict[str, object]:
    """The types that a package brings, loaded in this process."""
    from amana import tasktypes

    sys.path.insert(0, str(folder))
    try:
        return dict(tasktypes.outside(tasktypes.installed()))
    finally:
        sys.path.remove(str(folder))


async def test_its_projects_work_and_when_the_package_is_gone_it_is_said(
    lab: Lab, http: httpx.AsyncClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = YES_NO.replace("yes_no", "true_or_not").replace("YES_NO", "TRUE_OR_NOT")
    found = _from(install(tmp_path, "amana-true-or-not", source, "TRUE_OR_NOT"))
    monkeypatch.setitem(TASK_TYPES, "true_or_not", found["true_or_not"])
    headers = {"Authorization": f"Bearer {lab.key}"}
    listed = {one["name"]: one for one in (await http.get("/api/client/task-types", headers=headers)).json()}
    assert list(listed) == [*TASK_TYPES]
    assert "unsure" in listed["true_or_not"]["options_schema"]["$defs"]["Options"]["properties"]

    new = {"name": "T", "task_type": "true_or_not", "rate_minor": 1, "currency": "EUR", "annotations_needed": 1}
    refused = await http.post("/api/client/projects", json=new | {"options": {"unsure": 3}}, headers=headers)
    assert refused.status_code == 422
    assert refused.json()["facts"]["field"] == "options.unsure"
    project_id = await lab.project(task_type="true_or_not", annotations_needed=1)
    await lab.add(project_id, [{"sentence": "Two is a prime."}])
    annotator = await lab.annotator(project_id)
    [task] = await annotator.claim()
    assert b"Two is a prime." in msgspec.json.encode(task.form)

    monkeypatch.delitem(TASK_TYPES, "true_or_not")
    gone = await http.get(f"/api/client/projects/{project_id}", headers=headers)
    assert (gone.status_code, gone.json()["code"]) == (503, "task_type_missing")
    assert "true_or_not" in gone.json()["detail"]
    assert (await http.get("/api/client/projects", headers=headers)).status_code == 200
