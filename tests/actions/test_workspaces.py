"""Freezing a workspace, and carrying all of it away."""

import asyncio
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest

from amana.actions import delivery, guidelines, projects, shredding, workspaces
from amana.actions.archive import Archive
from amana.api.context import Context
from amana.api.zipped import zipped
from amana.model.errors import WorkspaceFrozen
from amana.model.scope import Audience, Scope
from amana.outside import workspace_archive
from amana.outside.workspace_archive import ArchiveRefused
from amana.store import dispatch
from amana.store import projects as projects_store
from amana.views import access_log, why
from tests.actions.test_media import bring
from tests.lab import Annotator, Lab, row
from tests.samples import png


async def freeze(lab: Lab) -> None:
    await workspaces.freeze(lab.context.db, lab.principal)


async def carried_away(lab: Lab, file: Path) -> dict[str, bytes]:
    """The files of the archive, by their names."""
    context = lab.context
    log = access_log.lines(context.db, context.signer, lab.principal)
    archive = await Archive.begin(context.db, context.seal, context.blobs, context.signer, lab.principal, log)
    content = b"".join([piece async for piece in zipped("w", archive.names, archive.file)])
    file.write_bytes(content)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name.removeprefix("w/"): opened.read(name) for name in opened.namelist()}


def rows(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.splitlines()]


async def settled(lab: Lab, annotator: Annotator) -> None:
    [task] = await annotator.claim()
    await annotator.submit(task, 1)
    assert await dispatch.settle(lab.context.db, Scope(Audience.ENGINE, lab.workspace_id), 10) == 1


# ---- frozen ------------------------------------------------------------------------------------------------------------------


async def test_nothing_is_shown_while_frozen_and_all_goes_on_afterwards(lab: Lab) -> None:
    project = await lab.project(tasks=4, annotations_needed=1)
    at_work, newcomer = await lab.annotators(project, 2)
    [held] = await at_work.claim()
    await freeze(lab)
    await freeze(lab)

    assert await newcomer.claim(3) == []
    assert await at_work.claim(3) == []  # not even what they hold
    with pytest.raises(WorkspaceFrozen):
        await guidelines.to_read(lab.context.db, lab.context.seal, newcomer.scope, project)
    assert (await why.mine(lab.context.db, newcomer.scope, project)).why == "project_paused"

    await workspaces.thaw(lab.context.db, lab.principal)
    assert [task.assignment_id for task in await at_work.claim(1)] == [held.assignment_id]
    assert len(await newcomer.claim(3)) == 3


async def test_what_was_on_a_desk_is_taken_and_paid(lab: Lab) -> None:
    project = await lab.project(tasks=2, annotations_needed=1)
    annotator = await lab.annotator(project)
    [held] = await annotator.claim()
    await freeze(lab)
    receipt = await annotator.submit(held)
    assert receipt.amount_minor == 12
    assert await annotator.claim() == []


async def test_a_project_made_meanwhile_is_frozen_too_and_a_rival_is_not(lab: Lab, context: Context) -> None:
    await freeze(lab)
    annotator = await lab.annotator(await lab.project(tasks=2))
    assert await annotator.claim() == []
    rival = await Lab.open(context)
    assert len(await (await rival.annotator(await rival.project(tasks=2))).claim()) == 1
    async with context.db.snapshot(rival.principal.scope):
        assert (await workspaces.show(context.db, context.seal, rival.principal)).frozen_at is None


async def test_opening_a_project_does_not_undo_the_freeze(lab: Lab) -> None:
    project = await lab.project(tasks=2)
    annotator = await lab.annotator(project)
    await freeze(lab)
    await projects.open_to_annotators(lab.context.db, lab.principal, project)
    assert await annotator.claim() == []


async def test_once_it_is_said_to_be_frozen_no_claim_brings_anything(lab: Lab) -> None:
    """Claims run against the freeze; those that are asked for after it has returned come back empty."""
    project = await lab.project(tasks=60, annotations_needed=1)
    annotators = await lab.annotators(project, 6)
    over = asyncio.Event()

    async def claim_on(annotator: Annotator) -> list[int]:
        after: list[int] = []
        for want in range(1, 10):
            is_over = over.is_set()
            held = await annotator.claim(want)
            if is_over:
                after.append(len(held))
        return after

    async def freeze_now() -> None:
        await asyncio.sleep(0.005)
        await freeze(lab)
        over.set()

    *claimed, _ = await asyncio.gather(*(claim_on(annotator) for annotator in annotators), freeze_now())
    after = [number for one in claimed for number in one or []]
    assert after
    assert set(after) == {0}


# ---- carried away --------------------------------------------------------------------------------------------------------------


async def test_the_archive_holds_everything_of_the_workspace_and_nothing_of_a_rival(
    lab: Lab, context: Context, tmp_path: Path
) -> None:
    project = await lab.project(annotations_needed=1, undo_seconds=0, guideline="Do it so", name="مقارنة")
    picture = await bring(lab, project, "seen.png", png(8, 8))
    await lab.add(project, [row(number) | {"media": ["seen.png"]} for number in range(3)])
    annotator = await lab.annotator(project)
    await settled(lab, annotator)
    [one] = (await annotator.time()).answers
    for stated_ms in (60_000, 90_000):
        await annotator.correct_time(one.submit_id, stated_ms, "A call")
    frozen = await delivery.freeze(context.db, context.seal, context.signer, lab.principal, project)
    rival = await Lab.open(context)
    elsewhere = await rival.project(tasks=2)
    await freeze(lab)

    file = tmp_path / "all.zip"
    found = await carried_away(lab, file)
    folder = f"projects/{project}"
    assert json.loads(found["workspace.json"])["name"] == "Test lab"
    assert json.loads(found[f"{folder}/project.json"])["name"] == "مقارنة"
    assert found[f"{folder}/guideline-1.md"] == b"Do it so"
    assert [one["item_id"] for one in rows(found[f"{folder}/tasks.jsonl"])] == ["r0", "r1", "r2"]
    assert rows(found[f"{folder}/tasks.jsonl"])[1]["payload"]["prompt"] == "Prompt 1"
    [answer] = rows(found[f"{folder}/annotations.jsonl"])
    assert answer["votes"] == {"preference": "tie"}
    assert [one["kind"] for one in rows(found[f"{folder}/ledger.jsonl"])] == ["pending", "posted"]
    said = rows(found[f"{folder}/time-corrections.jsonl"])
    assert [(one["stated_ms"], one["why"]) for one in said] == [(60_000, "A call"), (90_000, "A call")]
    assert (answer["active_ms"], answer["stated_ms"]) == (1500, 90_000)
    assert [one["label"] for one in rows(found[f"{folder}/people.jsonl"])] == ["Noor"]
    assert [one["kind"] for one in rows(found[f"{folder}/history.jsonl"])][-1] == "frozen"
    assert found[f"{folder}/media/{picture.media_id}"] == png(8, 8)
    assert [one["file_name"] for one in rows(found[f"{folder}/media.jsonl"])] == ["seen.png"]
    assert f"{folder}/deliveries/{frozen.delivery_id}/manifest.json" in found
    assert {"archived", "exported", "downloaded"} <= {one.get("kind") for one in rows(found["access-log.jsonl"])}
    assert not [name for name, content in found.items() if str(elsewhere).encode() in content]

    manifest = workspace_archive.verify(file, context.signer.public_key)
    assert manifest.frozen_at is not None
    assert {one.name for one in manifest.files} | {"manifest.json", "manifest.sig"} == set(found)


async def test_no_project_is_left_behind_where_lists_end(lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {await lab.project() for _ in range(3)}
    monkeypatch.setattr(projects_store, "PROJECTS_LISTED_MAX", 1)
    found = await carried_away(lab, tmp_path / "all.zip")
    assert {name.split("/")[1] for name in found if name.startswith("projects/")} == {str(project) for project in made}


async def test_every_altered_byte_and_file_of_an_archive_is_noticed(lab: Lab, tmp_path: Path) -> None:
    await lab.project(tasks=2, guideline="Do it so")
    file = tmp_path / "all.zip"
    found = await carried_away(lab, file)
    workspace_archive.verify(file)

    def packed(files: dict[str, bytes]) -> Path:
        with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
            for name, content in files.items():
                archive.writestr(f"w/{name}", content)
        return tmp_path / "other.zip"

    workspace_archive.verify(packed(found))
    for name, content in found.items():
        without = {other: kept for other, kept in found.items() if other != name}
        with pytest.raises(ArchiveRefused):
            workspace_archive.verify(packed(without))
        if content:
            with pytest.raises(ArchiveRefused):
                workspace_archive.verify(packed(found | {name: bytes([content[0] ^ 1]) + content[1:]}))
    with pytest.raises(ArchiveRefused):
        workspace_archive.verify(packed(found | {"more.txt": b"more"}))
    with pytest.raises(ArchiveRefused):
        workspace_archive.verify(file, "0" * 64)


async def test_of_what_was_destroyed_the_archive_has_what_was_never_sealed(lab: Lab, context: Context, tmp_path: Path) -> None:
    gone, kept = await lab.project(tasks=2), await lab.project(tasks=1)
    await shredding.shred_project(context.db, context.seal, context.blobs, lab.principal, gone, "P")
    found = await carried_away(lab, tmp_path / "all.zip")
    assert "name" not in json.loads(found[f"projects/{gone}/project.json"])
    assert f"projects/{gone}/tasks.jsonl" not in found
    assert f"projects/{kept}/tasks.jsonl" in found
    assert len(json.loads(found["shreds.json"])) == 1

    await shredding.shred_workspace(context.db, context.seal, context.blobs, lab.principal, "Test lab")
    found = await carried_away(lab, tmp_path / "all.zip")
    assert json.loads(found["workspace.json"])["name"] is None
    workspace_archive.verify(tmp_path / "all.zip")


async def test_over_http_a_rival_and_a_narrow_key_get_no_archive(lab: Lab, http: httpx.AsyncClient) -> None:
    answered = await http.get("/api/client/workspace/archive", headers={"authorization": f"Bearer {lab.key}"})
    assert answered.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answered.content)) as archive:
        assert archive.testzip() is None
    assert (await http.get("/api/client/workspace/archive")).status_code == 401
