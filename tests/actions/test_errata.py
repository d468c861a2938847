"""Labels that change after a delivery are recalled by name: in the next delivery, and whenever somebody asks."""

import json
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import pytest

from amana.actions import errata, shredding
from amana.actions.errata import Errata
from amana.api.context import Context
from amana.model.errors import DeliveryNotFound
from amana.model.ids import DeliveryId, ProjectId
from amana.outside.delivery_folder import verify
from tests.actions.test_audits import settled_project
from tests.actions.test_certificate import signed_again
from tests.actions.test_delivery import freeze, unpacked
from tests.api.test_api import bearer, problem
from tests.lab import Lab


async def since(lab: Lab, project_id: ProjectId, delivery_id: UUID) -> Errata:
    return await errata.since(lab.context.db, lab.context.seal, lab.principal, project_id, DeliveryId(delivery_id))


async def turned(lab: Lab, superuser: asyncpg.Connection, project_id: ProjectId, count: int) -> list[UUID]:
    """So many labels are the second response from now on, as a later estimate might have it."""
    await lab.context.estimator.reestimate(lab.workspace_id)
    found = await superuser.fetch(
        """UPDATE walled.estimate SET base = '{-9, -9, 0}' WHERE task_id IN (
               SELECT task_id FROM walled.task WHERE project_id = $1 ORDER BY task_id LIMIT $2) RETURNING task_id""",
        project_id,
        count,
    )
    return [UUID(str(one["task_id"])) for one in found]


async def test_what_changed_since_a_delivery_is_named_and_the_next_delivery_recalls_it(
    lab: Lab, superuser: asyncpg.Connection, tmp_path: Path, http: httpx.AsyncClient
) -> None:
    project_id, _ = await settled_project(lab, 20)
    first = await freeze(lab, project_id)
    assert (await since(lab, project_id, first.delivery_id)).changed == 0
    folder = await unpacked(lab, project_id, first, tmp_path / "first")
    assert not (folder / "errata.jsonl").exists(), "there is nothing that it could recall"

    changed = await turned(lab, superuser, project_id, 3)
    found = await since(lab, project_id, first.delivery_id)
    assert found.changed == 3
    assert {one.task_id for one in found.first} == set(changed)
    assert {(one.question, one.was, one.now) for one in found.first} == {("preference", "first", "second")}
    path = f"/api/client/projects/{project_id}/deliveries/{first.delivery_id}/errata"
    assert (await http.get(path, headers=bearer(lab))).json()["changed"] == 3

    folder = await unpacked(lab, project_id, await freeze(lab, project_id), tmp_path / "second")
    assert verify(folder).complaints == ()
    rows = [json.loads(line) for line in (folder / "errata.jsonl").read_text().splitlines()]
    assert {UUID(row["task_id"]) for row in rows} == set(changed)
    assert json.loads((folder / "manifest.json").read_text())["errata_of"] == str(first.delivery_id)
    assert all(row["item_id"].startswith("r") for row in rows)


async def test_a_task_that_is_delivered_no_more_is_recalled(lab: Lab, superuser: asyncpg.Connection, tmp_path: Path) -> None:
    project_id, _ = await settled_project(lab, 12)
    first = await freeze(lab, project_id)
    gone = await superuser.fetchval("SELECT task_id FROM walled.task WHERE project_id = $1 LIMIT 1", project_id)
    await superuser.execute("UPDATE walled.task SET state = 'withdrawn' WHERE task_id = $1", gone)
    [one] = (await since(lab, project_id, first.delivery_id)).first
    assert (one.task_id, one.was, one.now) == (gone, "first", None)
    folder = await unpacked(lab, project_id, await freeze(lab, project_id), tmp_path / "second")
    assert verify(folder).complaints == ()
    assert len((folder / "errata.jsonl").read_text().splitlines()) == 1


async def test_a_delivery_whose_files_were_destroyed_recalls_nothing(
    lab: Lab, superuser: asyncpg.Connection, tmp_path: Path
) -> None:
    project_id, _ = await settled_project(lab, 12)
    first = await freeze(lab, project_id)
    some = await superuser.fetchval("SELECT task_id FROM walled.task WHERE project_id = $1 LIMIT 1", project_id)
    context = lab.context
    await shredding.shred_tasks(context.db, context.seal, context.blobs, lab.principal, project_id, [some], "P")
    folder = await unpacked(lab, project_id, await freeze(lab, project_id), tmp_path / "second")
    assert verify(folder).complaints == ()
    assert json.loads((folder / "manifest.json").read_text())["errata_of"] is None
    assert first.delivery_id


@pytest.mark.parametrize("alter", ["now", "was", "one more", "one of nothing"])
async def test_an_altered_recall_is_noticed(lab: Lab, superuser: asyncpg.Connection, tmp_path: Path, alter: str) -> None:
    project_id, _ = await settled_project(lab, 12)
    await freeze(lab, project_id)
    await turned(lab, superuser, project_id, 2)
    folder = await unpacked(lab, project_id, await freeze(lab, project_id), tmp_path / "second")
    rows = [json.loads(line) for line in (folder / "errata.jsonl").read_text().splitlines()]
    if alter == "now":
        rows[0]["now"] = "tie"
    elif alter == "was":
        rows[0]["was"] = rows[0]["now"]
    else:
        rows.append(rows[0] | {"task_id": "0" * 8 + rows[0]["task_id"][8:], "now": "second" if alter == "one more" else "first"})
    signed_again(lab, folder, "errata.jsonl", "".join(json.dumps(row) + "\n" for row in rows).encode())
    assert any("errata.jsonl" in one for one in verify(folder).complaints)


async def test_errata_of_another_workspace_are_not_there(lab: Lab, context: Context, http: httpx.AsyncClient) -> None:
    project_id, _ = await settled_project(lab, 4)
    first = await freeze(lab, project_id)
    rival = await Lab.open(context)
    path = f"/api/client/projects/{project_id}/deliveries/{first.delivery_id}/errata"
    problem(await http.get(path, headers=bearer(rival)), 404, "project_not_found")
    own, _ = await settled_project(rival, 2)
    with pytest.raises(DeliveryNotFound):
        await since(rival, own, first.delivery_id)
