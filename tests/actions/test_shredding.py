"""Destroying content: nobody reads it again by any way there is, people are paid, and nothing else is lost."""

import shutil
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import httpx
import msgspec
import pytest

from amana.actions import delivery, drill, export, shredding
from amana.api.context import Context
from amana.model.errors import ContentDestroyed, ProjectNotFound, ShredUnconfirmed, TaskNotFound
from amana.model.ids import DeliveryId, ProjectId
from amana.model.scope import Audience, Scope
from amana.model.shreds import SignedShred
from amana.outside import key_backup, shred_receipt
from amana.outside.key_store import FileKeyStore
from amana.outside.seal import Seal
from amana.store import dispatch
from tests import promises
from tests.api.test_api import bearer, problem
from tests.lab import Lab


async def task_ids(superuser: asyncpg.Connection, project_id: object) -> list[UUID]:
    """In the order of their file."""
    rows = await superuser.fetch("SELECT task_id FROM walled.task_content WHERE project_id = $1 ORDER BY task_no", project_id)
    return [row[0] for row in rows]


async def shred(lab: Lab, project_id: ProjectId, *tasks: UUID, name: str | None = "P") -> SignedShred:
    context = lab.context
    if tasks:
        return await shredding.shred_tasks(context.db, context.seal, context.blobs, lab.principal, project_id, tasks, name)
    return await shredding.shred_project(context.db, context.seal, context.blobs, lab.principal, project_id, name)


async def exported(lab: Lab, project_id: ProjectId) -> list[dict[str, object]]:
    exporter = await export.Exporter.begin(lab.context.db, lab.context.seal, lab.principal, project_id)
    content = b"".join([piece async for piece in exporter.file("jsonl")])
    return [msgspec.json.decode(line) for line in content.splitlines()]


async def test_nothing_is_destroyed_without_the_name(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=2)
    [task, _] = await task_ids(superuser, project_id)
    for name in (None, "", "p", "Test lab"):
        with pytest.raises(ShredUnconfirmed) as refused:
            await shred(lab, project_id, task, name=name)
        assert (refused.value.name, refused.value.what) == ("P", "1 tasks")
        with pytest.raises(ShredUnconfirmed):
            await shred(lab, project_id, name=name)
        with pytest.raises(ShredUnconfirmed):
            await shredding.shred_workspace(
                lab.context.db, lab.context.seal, lab.context.blobs, lab.principal, name if name != "Test lab" else "P"
            )
    with pytest.raises(TaskNotFound):
        await shred(lab, project_id, task, uuid4())
    with pytest.raises(ProjectNotFound):
        await shred(lab, ProjectId(uuid4()), task)
    assert shredding.receipts(lab.context.seal, lab.workspace_id) == ()


async def test_a_destroyed_task_is_gone_from_every_page_and_its_people_are_paid(
    lab: Lab, superuser: asyncpg.Connection, http: httpx.AsyncClient, tmp_path: Path
) -> None:
    project_id = await lab.project(tasks=2, annotations_needed=2)
    first, second = await lab.annotators(project_id, 2)
    held = await first.claim(2)
    await first.submit(held[0])
    await first.submit(held[1])
    await second.claim(1)
    answered = await superuser.fetchval("SELECT task_id FROM walled.assignment WHERE assignment_id = $1", held[0].assignment_id)
    receipt = await shred(lab, project_id, answered)
    assert await shred(lab, project_id, answered, name=None) == receipt  # again is the same
    assert await promises.broken(superuser, workspace_id=lab.workspace_id) == {}
    paid = await superuser.fetchval(
        """SELECT count(*) FROM walled.transfer x JOIN walled.annotation n ON n.submit_id = x.submit_id
           WHERE n.task_id = $1 AND x.kind = 'posted'""",
        answered,
    )
    assert paid == 1

    headers, base = bearer(lab), f"/api/client/projects/{project_id}"
    listed = (await http.get(f"{base}/tasks", headers=headers)).json()["tasks"]
    [gone] = [task for task in listed if task["task_id"] == str(answered)]
    assert (gone["destroyed"], gone["item_id"], gone["state"]) == (True, None, "withdrawn")
    assert [task["destroyed"] for task in listed if task is not gone] == [False]
    told = problem(await http.get(f"{base}/tasks/{answered}", headers=headers), 410, "content_destroyed")
    assert told["facts"] == {"destroyed_on": receipt.shred.at.date().isoformat()}
    assert (await http.get(f"{base}/batches", headers=headers)).json()[0]["file_name"] is None
    rows = await exported(lab, project_id)
    [row] = [row for row in rows if row["task_id"] == str(answered)]
    assert row["destroyed_on"] == receipt.shred.at.date().isoformat()
    assert row["payload"] is row["answer"] is row["item_id"] is None
    assert [row["destroyed_on"] for row in rows if row["task_id"] != str(answered)] == [None]
    history = (await http.get(f"{base}/history", headers=headers)).json()
    assert [event["kind"] for event in history].count("shredded") == 1

    file = tmp_path / "receipt.json"
    file.write_bytes(msgspec.json.encode((await http.get("/api/client/shreds", headers=headers)).json()[0]))
    assert shred_receipt.verify(file, lab.context.signer.public_key) == receipt.shred
    file.write_bytes(file.read_bytes().replace(str(answered).encode(), str(uuid4()).encode()))
    with pytest.raises(shred_receipt.ReceiptRefused):
        shred_receipt.verify(file, None)


async def test_a_settled_task_takes_the_files_of_later_deliveries_with_it(lab: Lab, superuser: asyncpg.Connection) -> None:
    context, principal = lab.context, lab.principal
    project_id = await lab.project(tasks=1, annotations_needed=1, undo_seconds=0)
    annotator = await lab.annotator(project_id)
    [held] = await annotator.claim()
    await annotator.submit(held)
    assert await dispatch.settle(lab.context.db, Scope(Audience.ENGINE, lab.workspace_id), 100) == 1
    made = await delivery.freeze(context.db, context.seal, context.signer, principal, project_id)
    [task] = await task_ids(superuser, project_id)
    await delivery.Download.begin(context.db, context.seal, principal, project_id, DeliveryId(made.delivery_id))
    await shred(lab, project_id, task)
    with pytest.raises(ContentDestroyed):
        await delivery.Download.begin(context.db, context.seal, principal, project_id, DeliveryId(made.delivery_id))
    [listed] = await delivery.listing(context.db, context.seal, principal, project_id)
    assert listed == made  # what was signed of it is no content
    assert await promises.broken(superuser, workspace_id=lab.workspace_id) == {}


async def test_a_destroyed_project_is_closed_for_good_and_says_so_everywhere(
    lab: Lab, superuser: asyncpg.Connection, http: httpx.AsyncClient
) -> None:
    project_id, other = await lab.project(tasks=3), await lab.project(tasks=1)
    annotator = await lab.annotator(project_id)
    [held] = await annotator.claim()
    await annotator.submit(held)
    headers, base = bearer(lab), f"/api/client/projects/{project_id}"
    problem(await http.post(f"{base}/shred", headers=headers, json={}), 409, "shred_unconfirmed")
    receipt = await http.post(f"{base}/shred", headers=headers, json={"name": "P"})
    assert receipt.status_code == 200, receipt.text
    assert receipt.json() == (await http.post(f"{base}/shred", headers=headers, json={})).json()
    assert await promises.broken(superuser, workspace_id=lab.workspace_id) == {}

    page = (await http.get(base, headers=headers)).json()
    assert (page["project"]["state"], page["project"]["name"]) == ("closed", "")
    assert page["project"]["shredded_at"]
    assert page["progress"]["posted_minor"] == 12
    assert {one["name"] for one in (await http.get("/api/client/projects", headers=headers)).json()} == {"", "P"}
    for method, path, body in (
        ("GET", "tasks", None),
        ("GET", "annotations", None),
        ("POST", "resume", None),
        ("POST", "plans?file_name=x.jsonl", {}),
    ):
        problem(await http.request(method, f"{base}/{path}", headers=headers, json=body), 410, "content_destroyed")
    for path in ("batches", "history", "people", "near-duplicates"):
        assert (await http.get(f"{base}/{path}", headers=headers)).status_code == 200, path
    for path in ("/api/client/access-log", "/api/client/access-log/page"):
        assert (await http.get(path, headers=headers)).status_code == 200, path
    http.cookies.set(f"amana_annotator_{lab.context.port}", annotator.session)
    desk = (await http.get("/api/annotator/projects", params={"since": "2026-01-01T00:00:00Z"})).json()
    assert desk["projects"][0]["name"] == ""
    statement = (await http.get("/api/annotator/statement")).json()
    assert [(line["project_name"], line["state"]) for line in statement["newest"]] == [("", "posted")]
    assert await annotator.claim() == []
    assert len(await task_ids(superuser, other)) == 1
    assert (await http.get(f"/api/client/projects/{other}/tasks", headers=headers)).status_code == 200


async def test_a_destroyed_workspace(lab: Lab, context: Context, http: httpx.AsyncClient) -> None:
    project_id, rival = await lab.project(tasks=1), await Lab.open(context)
    theirs = await rival.project(tasks=1)
    problem(await http.post("/api/client/shred", headers=bearer(lab), json={"name": "P"}), 409, "shred_unconfirmed")
    answer = await http.post("/api/client/shred", headers=bearer(lab), json={"name": "Test lab"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["shred"]["number"] == 1
    problem(await http.get(f"/api/client/projects/{project_id}/tasks", headers=bearer(lab)), 410, "content_destroyed")
    new = {"name": "x", "task_type": "comparison", "rate_minor": 1, "currency": "EUR"}
    problem(await http.post("/api/client/projects", headers=bearer(lab), json=new), 410, "content_destroyed")
    assert (await http.get(f"/api/client/projects/{theirs}/tasks", headers=bearer(rival))).status_code == 200
    assert (await http.get("/api/client/shreds", headers=bearer(rival))).json() == []


async def test_a_rival_destroys_nothing(
    lab: Lab, context: Context, http: httpx.AsyncClient, superuser: asyncpg.Connection
) -> None:
    project_id, rival = await lab.project(tasks=1), await Lab.open(context)
    [task] = await task_ids(superuser, project_id)
    for body in ({"name": "P"}, {"name": "P", "task_ids": [str(task)]}, {}):
        refused = await http.post(f"/api/client/projects/{project_id}/shred", headers=bearer(rival), json=body)
        problem(refused, 404, "project_not_found")
    own = await rival.project()
    refused = await http.post(
        f"/api/client/projects/{own}/shred", headers=bearer(rival), json={"name": "P", "task_ids": [str(task)]}
    )
    problem(refused, 404, "task_not_found")


@pytest.mark.parametrize("whole", [False, True])
async def test_what_a_kill_left_undone_is_done_by_the_next_start(
    lab: Lab, superuser: asyncpg.Connection, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_id = await lab.project(tasks=2)
    [task, _] = await task_ids(superuser, project_id)

    async def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(shredding, "_finish", dies)
        with pytest.raises(KeyboardInterrupt):
            await shred(lab, project_id, *([] if whole else [task]))
    ended = "SELECT count(*) FROM walled.task WHERE project_id = $1 AND state = 'withdrawn'"
    assert await superuser.fetchval(ended, project_id) == 0
    await shredding.finish_all(lab.context.db, lab.context.seal, lab.context.blobs)
    assert await superuser.fetchval(ended, project_id) == (2 if whole else 1)
    assert await shredding.finish(lab.context.db, lab.context.seal, lab.context.blobs, lab.workspace_id) == 0


async def test_a_list_that_is_older_than_the_database_stops_the_engine(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=2)
    await shred(lab, project_id, (await task_ids(superuser, project_id))[0])
    store = lab.context.seal.store
    assert isinstance(store, FileKeyStore)
    kept = store.list_file.read_bytes()
    lines = kept.splitlines(keepends=True)
    try:
        store.list_file.write_bytes(b"".join(line for line in lines if str(lab.workspace_id).encode() not in line))
        with pytest.raises(shredding.ShredListOlder):
            await shredding.finish(lab.context.db, Seal(FileKeyStore(store.folder.parent)), lab.context.blobs, lab.workspace_id)
    finally:
        store.list_file.write_bytes(kept)
        store.replay()


async def test_the_drill_of_a_backup(lab: Lab, superuser: asyncpg.Connection, home: Path, tmp_path: Path) -> None:
    project_id = await lab.project(tasks=3)
    store = FileKeyStore(home)
    file = tmp_path / "keys.backup"
    key_backup.write(store, file, "correct horse battery", date.max)
    backup = key_backup.unpack(file, "correct horse battery", tmp_path / "unpacked")
    before = await drill.drill(lab.context.db, Seal(backup))
    assert before.opened >= 4
    assert (before.newer, before.broken) == (0, 0)
    await lab.project(tasks=2)  # since the backup
    await shred(lab, project_id, (await task_ids(superuser, project_id))[0])
    backup.take_list(store.list_file.read_bytes())
    after = await drill.drill(lab.context.db, Seal(backup))
    assert after.newer == 3
    assert after.destroyed == before.destroyed + 1
    shutil.rmtree(backup.folder / str(lab.workspace_id))
    again = Seal(FileKeyStore(tmp_path / "unpacked"))
    assert (await drill.drill(lab.context.db, again)).newer > after.newer
