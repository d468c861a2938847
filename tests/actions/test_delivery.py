import io
import json
import zipfile
from pathlib import Path

import httpx
import pytest

from amana.actions import delivery
from amana.actions.delivery import Download
from amana.api.context import Context
from amana.model.deliveries import Delivery
from amana.model.errors import DeliveryNotFound, NothingSettled, ProjectNotFound
from amana.model.ids import DeliveryId, ProjectId
from amana.model.scope import Audience, Scope
from amana.outside.delivery_folder import NoDelivery, verify
from amana.store import dispatch
from tests.lab import Lab, panels


async def settled_project(lab: Lab, tasks: int = 6, people: int = 3) -> ProjectId:
    """A project of which every task is settled; task 0 is a tie, of the others the first response is preferred."""
    project_id = await lab.project(tasks=tasks, annotations_needed=people, undo_seconds=0)
    for annotator in await lab.annotators(project_id, people):
        for task in await annotator.claim(24):
            shown = panels(task.form)
            tie = shown[0] in ("A0", "B0")
            await annotator.submit(task, 1 if tie else 0 if shown[0].startswith("A") else 2)
    assert await dispatch.settle(lab.context.db, Scope(Audience.ENGINE, lab.workspace_id), 100) == tasks
    return project_id


async def freeze(lab: Lab, project_id: ProjectId) -> Delivery:
    context = lab.context
    return await delivery.freeze(context.db, context.seal, context.signer, lab.principal, project_id)


async def unpacked(lab: Lab, project_id: ProjectId, made: Delivery, folder: Path) -> Path:
    files = await Download.begin(lab.context.db, lab.context.seal, lab.principal, project_id, DeliveryId(made.delivery_id))
    folder.mkdir()
    for name in files.names:
        (folder / name).write_bytes(b"".join([piece async for piece in files.file(name)]))
    return folder


async def test_a_delivery_is_what_was_answered_and_verifies_offline(lab: Lab, tmp_path: Path) -> None:
    project_id = await settled_project(lab)
    made = await freeze(lab, project_id)
    assert (made.tasks, made.annotations) == (6, 18)
    assert made.left_out == {"preferences_trl.jsonl": {"tie": 1}}
    folder = await unpacked(lab, project_id, made, tmp_path / "delivery")
    verdict = verify(folder, lab.context.signer.public_key)
    assert verdict.complaints == ()
    assert verdict.manifest is not None
    [question] = verdict.manifest.questions
    assert question.alpha == pytest.approx(1.0)
    assert question.calibrated is False
    preferences = [json.loads(line) for line in (folder / "preferences_trl.jsonl").read_text().splitlines()]
    assert preferences == [{"prompt": f"Prompt {n}", "chosen": f"A{n}", "rejected": f"B{n}"} for n in range(1, 6)]
    rows = [json.loads(line) for line in (folder / "tasks.jsonl").read_text().splitlines()]
    assert [row["item_id"] for row in rows] == [f"r{n}" for n in range(6)]
    assert [row["estimates"]["preference"]["label"] for row in rows] == ["tie"] + ["first"] * 5
    annotations = [json.loads(line) for line in (folder / "annotations.jsonl").read_text().splitlines()]
    assert {row["votes"]["preference"] for row in annotations if row["item_id"] == "r0"} == {"tie"}


async def test_one_byte_changed_anywhere_is_noticed_and_named(lab: Lab, tmp_path: Path) -> None:
    project_id = await settled_project(lab, tasks=2)
    folder = await unpacked(lab, project_id, await freeze(lab, project_id), tmp_path / "delivery")
    for file in sorted(folder.iterdir()):
        content = file.read_bytes()
        for at in (0, len(content) // 2, len(content) - 1):
            file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
            complaints = verify(folder).complaints
            assert complaints, (file.name, at)
            assert file.name in complaints[0]
        file.write_bytes(content)
    assert verify(folder).complaints == ()
    (folder / "extra.txt").write_text("x")
    assert "extra.txt is not part" in verify(folder).complaints[0]
    (folder / "extra.txt").unlink()
    (folder / "tasks.jsonl").rename(folder / "gone")
    assert {complaint.split()[0] for complaint in verify(folder).complaints} == {"tasks.jsonl", "gone"}
    (folder / "gone").rename(folder / "tasks.jsonl")
    # Symlinks, folders and a signature that says the same in other bytes.
    (folder / "more").mkdir()
    assert "more is not part" in verify(folder).complaints[0]
    (folder / "more").rmdir()
    (folder / "tasks.jsonl").rename(tmp_path / "outside")
    (folder / "tasks.jsonl").symlink_to(tmp_path / "outside")
    assert "tasks.jsonl was changed" in verify(folder).complaints[0]
    (folder / "tasks.jsonl").unlink()
    (tmp_path / "outside").rename(folder / "tasks.jsonl")
    signature = (folder / "manifest.sig").read_bytes()
    for other in (signature.replace(b": ", b":  "), signature.upper().replace(b"ED25519", b"Ed25519"), signature + b"\n"):
        (folder / "manifest.sig").write_bytes(other)
        assert "manifest.sig was changed" in verify(folder).complaints[0]
    (folder / "manifest.sig").write_bytes(signature)
    assert verify(folder).complaints == ()
    assert "another key" in verify(folder, "00" * 32).complaints[0]
    with pytest.raises(NoDelivery):
        verify(tmp_path)


async def test_a_delivery_stays_what_it_was_while_the_project_goes_on(lab: Lab, tmp_path: Path) -> None:
    project_id = await settled_project(lab, tasks=2)
    made = await freeze(lab, project_id)
    before = await unpacked(lab, project_id, made, tmp_path / "before")
    await lab.add(project_id, [{"prompt": "new", "response_a": "x", "response_b": "y"}])
    for annotator in await lab.annotators(project_id, 3):
        await annotator.submit((await annotator.claim())[0])
    await dispatch.settle(lab.context.db, Scope(Audience.ENGINE, lab.workspace_id), 100)
    after = await unpacked(lab, project_id, made, tmp_path / "after")
    for file in before.iterdir():
        assert file.read_bytes() == (after / file.name).read_bytes()
    assert (await freeze(lab, project_id)).tasks == 3
    listed = await delivery.listing(lab.context.db, lab.context.seal, lab.principal, project_id)
    assert [one.tasks for one in listed] == [3, 2]


async def test_deliveries_are_refused_in_words_and_stay_inside_the_walls(lab: Lab, context: Context) -> None:
    empty = await lab.project(tasks=1)
    with pytest.raises(NothingSettled):
        await freeze(lab, empty)
    project_id = await settled_project(lab, tasks=1)
    made = await freeze(lab, project_id)
    rival = await Lab.open(context)
    with pytest.raises(ProjectNotFound):
        await freeze(rival, project_id)
    for asked in (project_id, await rival.project()):
        with pytest.raises((ProjectNotFound, DeliveryNotFound)):
            await Download.begin(context.db, context.seal, rival.principal, ProjectId(asked), DeliveryId(made.delivery_id))


async def test_the_archive_is_a_zip_that_every_tool_opens(lab: Lab, http: httpx.AsyncClient, tmp_path: Path) -> None:
    project_id = await settled_project(lab, tasks=3)
    headers = {"Authorization": f"Bearer {lab.key}"}
    base = f"/api/client/projects/{project_id}/deliveries"
    made = (await http.post(base, headers=headers)).json()
    assert (await http.get(base, headers=headers)).json() == [made]
    archive = await http.get(f"{base}/{made['delivery_id']}/archive", headers=headers)
    assert (await http.get("/api")).json()["public_key"] == made["public_key"]
    assert archive.headers["content-type"] == "application/zip"
    assert archive.headers["content-disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(archive.content)) as opened:
        assert opened.testzip() is None
        opened.extractall(tmp_path)
    [folder] = tmp_path.iterdir()
    assert verify(folder).complaints == ()
    kinds = [row["kind"] for row in (await http.get("/api/client/access-log/page", headers=headers)).json()["rows"]]
    assert kinds[:2] == ["downloaded", "delivered"]
