"""Media of a project: brought, referred to by rows, shown to whom they are for, destroyed with what they belong to."""

import asyncio
import io
import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import numpy as np
import pyarrow
import pytest
import soundfile
from pyarrow import parquet

from amana.actions import listening, media, shredding, workspaces
from amana.actions.media import Shelf
from amana.api.context import Context, cookie_name
from amana.model.errors import (
    BlobMissing,
    ContentDestroyed,
    MediaNameTaken,
    MediaNotFound,
    MediaNotReady,
    MediaRefused,
    ProjectNotFound,
    RowsRefused,
    WorkspaceFrozen,
)
from amana.model.form import Form
from amana.model.ids import AssignmentId, MediaId, ProjectId
from amana.model.media import MediaFile
from amana.model.scope import Audience, Scope
from amana.outside.blobs import FRAME_BYTES, made_of
from amana.outside.delivery_folder import verify
from amana.outside.key_store import Owner
from amana.outside.sound import listen as listen_plainly
from amana.store import dispatch
from tests.actions.test_delivery import freeze, unpacked
from tests.lab import Annotator, Lab, in_pieces, json_lines, row
from tests.samples import FLAC, HTML, SVG, png, wav

LONG = wav(20.0, 44_100)  # some frames


def shelf_of(context: Context) -> Shelf:
    return Shelf(context.db, context.seal, context.room, context.blobs)


async def bring(lab: Lab, project_id: ProjectId, name: str, content: bytes) -> MediaFile:
    return await media.add(shelf_of(lab.context), lab.principal, project_id, name, in_pieces(content, 100_000))


def shows(number: int, *files: object) -> dict[str, Any]:
    return row(number) | {"media": list(files)}


async def read(lab: Lab, project_id: ProjectId, media_id: UUID, asked: str | None = None) -> bytes:
    looked = await media.look(shelf_of(lab.context), lab.principal, project_id, MediaId(media_id), asked)
    return b"".join([piece async for piece in looked.pieces])


async def read_at_desk(noor: Annotator, assignment_id: UUID, media_id: UUID) -> bytes:
    looked = await media.look_at_desk(
        shelf_of(noor.context), noor.scope, noor.project_id, AssignmentId(assignment_id), MediaId(media_id), None
    )
    return b"".join([piece async for piece in looked.pieces])


def as_session(context: Context, noor: Annotator) -> dict[str, str]:
    return {"cookie": f"{cookie_name(context, Audience.ANNOTATOR)}={noor.session}"}


async def test_a_file_comes_back_as_it_was_brought_and_is_kept_once(lab: Lab) -> None:
    project_id = await lab.project()
    before = uploads_of(lab)
    brought = await bring(lab, project_id, "long.wav", LONG)
    assert (brought.media_type, brought.size_bytes) == ("audio/wav", len(LONG))
    assert len(LONG) > 3 * FRAME_BYTES
    assert await read(lab, project_id, brought.media_id) == LONG
    assert await read(lab, project_id, brought.media_id, "bytes=300000-300009") == LONG[300000:300010]
    assert (await bring(lab, project_id, "long.wav", LONG)).media_id == brought.media_id
    twin = await bring(lab, project_id, "the same.wav", LONG)
    assert twin.media_id != brought.media_id
    assert await read(lab, project_id, twin.media_id) == LONG
    page = await media.listing(lab.context.db, lab.context.seal, lab.principal, project_id, None, 10)
    assert [one.file_name for one in page.files] == ["long.wav", "the same.wav"]
    assert len(blobs_of(lab, project_id)) == 1
    assert uploads_of(lab) == before  # what it was kept in on its way is gone


def blobs_of(lab: Lab, project_id: UUID) -> list[str]:
    folder = lab.context.blobs.home._folder / str(lab.workspace_id) / str(project_id)  # type: ignore[attr-defined]
    return [path.name for path in folder.iterdir()] if folder.exists() else []


def uploads_of(lab: Lab) -> set[str]:
    """What is kept of files on their way, by whomever."""
    folder = lab.context.room.uploads._folder
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


async def test_those_who_bring_the_same_at_once_bring_one_blob_that_opens(lab: Lab) -> None:
    project_id = await lab.project()
    brought = await asyncio.gather(*(bring(lab, project_id, f"{number % 3}.wav", LONG) for number in range(9)))
    assert len({one.media_id for one in brought}) == 3
    assert len(blobs_of(lab, project_id)) == 1
    for one in brought:
        assert await read(lab, project_id, one.media_id) == LONG


async def test_what_is_no_media_is_refused_and_nothing_stays(lab: Lab) -> None:
    project_id = await lab.project()
    before = uploads_of(lab)
    for name, content in (
        ("x.png", SVG),
        ("x.wav", HTML),
        ("x.png", b""),
        ("../x.png", png()),
        ("a\u202eb.png", png()),
        ("", png()),
    ):
        with pytest.raises(MediaRefused):
            await bring(lab, project_id, name, content)
    await bring(lab, project_id, "x.png", png())
    with pytest.raises(MediaNameTaken, match=r"x\.png"):
        await bring(lab, project_id, "x.png", png(3, 3))
    with pytest.raises(ProjectNotFound):
        await bring(lab, ProjectId(uuid4()), "x.png", png())
    assert len(blobs_of(lab, project_id)) == 1
    assert uploads_of(lab) == before


async def test_rows_show_files_by_name_or_id_and_an_unknown_one_is_refused_in_words(lab: Lab) -> None:
    project_id = await lab.project()
    scan = await bring(lab, project_id, "scan.png", png(3, 2))
    sound = await bring(lab, project_id, "sound.wav", wav())
    plan = await lab.plan(project_id, json_lines([shows(0, {"file": "scan.png", "alt": "A lung"}, {"id": str(sound.media_id)})]))
    assert plan.first_task is not None
    assert [(one.media_type, one.alt, one.width) for one in plan.first_task.media] == [
        ("image/png", "A lung", 3),
        ("audio/wav", "", None),
    ]
    assert plan.first_task.media[0].path == f"/media/client/{project_id}/{scan.media_id}"
    await lab.commit(project_id, plan)
    elsewhere = await lab.project()
    for bad, words in (
        ({"file": "scan 2.png"}, "no file 'scan 2.png'"),
        ({"id": str(uuid4())}, "no file"),
        ({"file": "scan.png", "id": str(scan.media_id)}, "one of the two"),
        ({"alt": "x"}, "one of the two"),
        ({"file": "scan.png", "alt": 3}, "can't be read"),
        ({"file": "scan.png", "src": "x"}, "can't be read"),
        (7, "can't be read"),
    ):
        plan = await lab.plan(project_id, json_lines([shows(1, bad)]))
        assert words in plan.first_bad_rows[0].reason, bad
        assert plan.first_bad_rows[0].field == "media"
    with pytest.raises(RowsRefused):
        await lab.commit(project_id, plan)
    twice = await lab.plan(project_id, json_lines([shows(1, "scan.png", {"id": str(scan.media_id)})]))
    assert "twice" in twice.first_bad_rows[0].reason
    foreign = await lab.plan(elsewhere, json_lines([shows(1, {"id": str(scan.media_id)})]))
    assert foreign.bad_rows == 1


async def test_csv_and_parquet_name_files_too(lab: Lab) -> None:
    project_id = await lab.project()
    await bring(lab, project_id, "scan.png", png())
    said = '[{"file": "scan.png", "alt": "A lung"}]'
    csv = f'response_a,response_b,media\nx,y,scan.png\nx,z,"{said.replace(chr(34), chr(34) * 2)}"\nx,w,\n'
    plan = await lab.plan(project_id, csv.encode(), "rows.csv")
    assert (plan.bad_rows, plan.tasks) == (0, 3)
    table = pyarrow.table(
        {"response_a": ["p", "p"], "response_b": ["q", "r"], "media": [[{"file": "scan.png", "alt": None}], None]}
    )
    out = pyarrow.BufferOutputStream()
    parquet.write_table(table, out)
    plan = await lab.plan(project_id, out.getvalue().to_pybytes(), "rows.parquet")
    assert (plan.bad_rows, plan.tasks) == (0, 2)


async def test_the_same_words_beside_another_picture_are_another_task(lab: Lab) -> None:
    project_id = await lab.project()
    for number in (1, 2):
        await bring(lab, project_id, f"{number}.png", png(number, 1))
    long = {"prompt": " ".join(f"word{number}" for number in range(50)), "response_a": "x", "response_b": "y"}
    batch = await lab.add(
        project_id, [long | {"media": ["1.png"]}, long | {"media": ["2.png"]}, long | {"media": ["1.png"]}, long]
    )
    assert (batch.tasks, batch.left_out) == (3, 1)
    await lab.context.sieve.sift(lab.workspace_id)
    async with lab.context.db.snapshot(lab.principal.scope) as tx:
        assert await tx.one(int, "SELECT count(*) FROM walled.near_duplicate WHERE project_id = $1", project_id) == 0


async def test_who_holds_or_answered_a_task_sees_its_files_and_nobody_else(lab: Lab) -> None:
    project_id = await lab.project(annotations_needed=2)
    shown, other = await bring(lab, project_id, "1.png", png()), await bring(lab, project_id, "2.png", png(3, 3))
    await lab.add(project_id, [shows(0, "1.png")])
    noor, omar = await lab.annotators(project_id, 2)
    [task] = await noor.claim()
    form: Form = task.form
    assert [one.path for one in form.media] == [f"/media/annotator/{project_id}/{task.assignment_id}/{shown.media_id}"]
    assert await read_at_desk(noor, task.assignment_id, shown.media_id) == png()
    for whose, assignment_id, media_id in (
        (omar, task.assignment_id, shown.media_id),
        (noor, task.assignment_id, other.media_id),
        (noor, task.assignment_id, uuid4()),
        (noor, uuid4(), shown.media_id),
    ):
        with pytest.raises(MediaNotFound):
            await read_at_desk(whose, assignment_id, media_id)
    assert await looks(lab) == []  # *released* says it
    await noor.submit(task)
    assert await read_at_desk(noor, task.assignment_id, shown.media_id) == png()
    assert await looks(lab) == [str(noor.pseudonym)]
    [theirs] = await omar.claim()
    await omar.skip(theirs.assignment_id)
    with pytest.raises(MediaNotFound):
        await read_at_desk(omar, theirs.assignment_id, shown.media_id)
    await read(lab, project_id, other.media_id)
    assert await looks(lab) == [str(noor.pseudonym), lab.principal.actor]


async def looks(lab: Lab) -> list[str]:
    async with lab.context.db.snapshot(lab.principal.scope) as tx:
        return await tx.all(str, "SELECT actor FROM walled.access_log WHERE kind = 'media read' ORDER BY seq")


async def test_a_file_leaves_with_its_own_type_and_a_policy_under_which_nothing_runs(lab: Lab, http: httpx.AsyncClient) -> None:
    project_id = await lab.project()
    brought = await bring(lab, project_id, "long.wav", LONG)
    await lab.add(project_id, [shows(0, "long.wav")])
    noor = await lab.annotator(project_id)
    [task] = await noor.claim()
    lead = {"authorization": f"Bearer {lab.key}"}
    for path, who in (
        (f"/media/client/{project_id}/{brought.media_id}", lead),
        (task.form.media[0].path, as_session(lab.context, noor)),
    ):
        whole = await http.get(path, headers=who)
        assert (whole.status_code, whole.content) == (200, LONG)
        assert {name: whole.headers.get_list(name) for name in SENT} == {name: [value] for name, value in SENT.items()}
        part = await http.get(path, headers=who | {"range": "bytes=262140-262149"})
        assert (part.status_code, part.content) == (206, LONG[262140:262150])
        assert part.headers["content-range"] == f"bytes 262140-262149/{len(LONG)}"
        assert part.headers["content-security-policy"] == SENT["content-security-policy"]
        end = await http.get(path, headers=who | {"range": "bytes=-5"})
        assert (end.status_code, end.content) == (206, LONG[-5:])
        beyond = await http.get(path, headers=who | {"range": f"bytes={len(LONG)}-"})
        assert (beyond.status_code, beyond.json()["code"]) == (416, "range_not_there")
        for asked in ("bytes=9-3", "bytes=0-1,5-6", "lines=1-2", "bytes=-", "x"):
            assert (await http.get(path, headers=who | {"range": asked})).status_code == 200, asked
        assert (await http.get(path)).status_code == 401


SENT = {
    "content-type": "audio/wav",
    "content-length": str(len(LONG)),
    "content-disposition": "inline",
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "accept-ranges": "bytes",
}


async def test_destroying_a_task_destroys_what_it_showed(lab: Lab) -> None:
    project_id = await lab.project()
    gone, stays = await bring(lab, project_id, "1.png", png()), await bring(lab, project_id, "2.png", png(3, 3))
    await lab.add(project_id, [shows(0, "1.png"), shows(1, "2.png")])
    parts = lab.context.db, lab.context.seal, lab.context.blobs
    async with lab.context.db.snapshot(lab.principal.scope) as tx:
        tasks = await tx.all(UUID, "SELECT task_id::text FROM walled.task_media WHERE media_id = $1", gone.media_id)
    await shredding.shred_tasks(*parts, lab.principal, project_id, tasks, "P")
    with pytest.raises(ContentDestroyed):
        await read(lab, project_id, gone.media_id)
    assert await read(lab, project_id, stays.media_id) == png(3, 3)
    assert len(blobs_of(lab, project_id)) == 1
    page = await media.listing(lab.context.db, lab.context.seal, lab.principal, project_id, None, 10)
    assert [(one.destroyed, one.file_name) for one in page.files] == [(True, ""), (False, "2.png")]
    plan = await lab.plan(project_id, json_lines([shows(2, "1.png")]))
    assert "no file" in plan.first_bad_rows[0].reason
    with pytest.raises(ContentDestroyed):  # the same again is not to be had: it was destroyed for good
        await bring(lab, project_id, "1.png", png())
    await shredding.shred_project(*parts, lab.principal, project_id, "P")
    with pytest.raises(ContentDestroyed):
        await read(lab, project_id, stays.media_id)
    assert blobs_of(lab, project_id) == []


async def test_a_blob_that_is_put_back_after_all_opens_no_more(lab: Lab) -> None:
    project_id = await lab.project()
    brought = await bring(lab, project_id, "1.png", png())
    [name] = blobs_of(lab, project_id)
    file = lab.context.blobs.home._folder / str(lab.workspace_id) / str(project_id) / name  # type: ignore[attr-defined]
    before = file.read_bytes()
    await shredding.shred_project(lab.context.db, lab.context.seal, lab.context.blobs, lab.principal, project_id, "P")
    file.parent.mkdir(parents=True)
    file.write_bytes(before)
    with pytest.raises(ContentDestroyed):
        await read(lab, project_id, brought.media_id)
    with pytest.raises(ContentDestroyed):
        _ = [one async for one in lab.context.blobs.read(Owner(lab.workspace_id, project_id), UUID(name), len(png()), 0, 1)]


async def test_a_file_that_is_lost_is_said_to_be(lab: Lab) -> None:
    project_id = await lab.project()
    brought = await bring(lab, project_id, "1.png", png())
    await lab.context.blobs.delete_all(Owner(lab.workspace_id, project_id))
    with pytest.raises(BlobMissing):
        await read(lab, project_id, brought.media_id)


async def test_a_delivery_says_which_files_its_tasks_showed(lab: Lab, tmp_path: Path) -> None:
    project_id = await lab.project(annotations_needed=1, undo_seconds=0)
    brought = await bring(lab, project_id, "1.png", png())
    await lab.add(project_id, [shows(0, {"file": "1.png", "alt": "A lung"})])
    noor = await lab.annotator(project_id)
    [task] = await noor.claim()
    await noor.submit(task)
    assert await dispatch.settle(lab.context.db, Scope(Audience.ENGINE, lab.workspace_id), 100) == 1
    folder = await unpacked(lab, project_id, await freeze(lab, project_id), tmp_path / "delivery")
    assert verify(folder, lab.context.signer.public_key).complaints == ()
    [delivered] = [json.loads(line) for line in (folder / "tasks.jsonl").read_text().splitlines()]
    assert delivered["media"] == [{"id": str(brought.media_id), "file": "1.png", "alt": "A lung"}]


async def test_while_the_workspace_is_frozen_nobody_at_a_desk_reads_a_file(lab: Lab) -> None:
    project_id = await lab.project()
    file = await bring(lab, project_id, "seen.png", png(8, 8))
    await lab.add(project_id, [shows(1, "seen.png")])
    noor = await lab.annotator(project_id)
    [held] = await noor.claim()
    assert await read_at_desk(noor, held.assignment_id, file.media_id) == png(8, 8)
    await workspaces.freeze(lab.context.db, lab.principal)
    with pytest.raises(WorkspaceFrozen):
        await read_at_desk(noor, held.assignment_id, file.media_id)
    assert await read(lab, project_id, file.media_id) == png(8, 8)


def flac(seconds: float = 2.0) -> bytes:
    out = io.BytesIO()
    with soundfile.SoundFile(out, "w", 16_000, 1, format="FLAC", subtype="PCM_16") as file:
        file.write(np.sin(np.arange(int(16_000 * seconds)) / 20).astype(np.float32))
    return out.getvalue()


async def listen(lab: Lab) -> int:
    return await listening.listen(lab.context.db, lab.context.seal, lab.context.blobs, lab.workspace_id)


async def part_of(lab: Lab, project_id: ProjectId, media_id: UUID, part: str, asked: str | None = None) -> bytes:
    looked = await media.look(shelf_of(lab.context), lab.principal, project_id, MediaId(media_id), asked, part)
    return b"".join([piece async for piece in looked.pieces])


async def test_a_sweep_makes_what_pages_draw_and_play(lab: Lab) -> None:
    project_id = await lab.project()
    brought = await bring(lab, project_id, "said.flac", flac())
    assert (brought.duration_ms, brought.sample_rate, brought.channels, brought.is_ready) == (2000, 16_000, 1, False)
    plain = await bring(lab, project_id, "long.wav", LONG)
    twin = await bring(lab, project_id, "again.flac", flac())
    with pytest.raises(MediaNotReady):
        await part_of(lab, project_id, brought.media_id, "peaks-100")
    assert await listen(lab) == 3
    assert await listen(lab) == 0
    for one in (brought, twin):
        drawn = listen_plainly(io.BytesIO(flac()), None)
        assert await part_of(lab, project_id, one.media_id, "peaks-10") == drawn.peaks[0]
        assert await part_of(lab, project_id, one.media_id, "peaks-100") == drawn.peaks[1]
        assert await part_of(lab, project_id, one.media_id, "peaks-100", "bytes=10-19") == drawn.peaks[1][10:20]
        with soundfile.SoundFile(io.BytesIO(await part_of(lab, project_id, one.media_id, "playable"))) as made:
            assert (made.format, made.frames) == ("OGG", 32_000)
        assert await read(lab, project_id, one.media_id) == flac()  # leads and exports have the file as it was brought
    with pytest.raises(MediaNotFound):  # it is played as it is
        await part_of(lab, project_id, plain.media_id, "playable")
    assert len(await part_of(lab, project_id, plain.media_id, "peaks-10")) == 2 * 10 * 20
    assert len(blobs_of(lab, project_id)) == 2 + 3 + 2
    page = await media.listing(lab.context.db, lab.context.seal, lab.principal, project_id, None, 10)
    paths = [f"/media/client/{project_id}/{one.media_id}" for one in (brought, plain, twin)]
    assert [one.playable_path for one in page.files] == [f"{paths[0]}/playable", paths[1], f"{paths[2]}/playable"]
    assert [(one.is_ready, one.trouble, one.peaks_path) for one in page.files] == [(True, "", f"{path}/peaks") for path in paths]


async def test_who_holds_a_task_plays_and_draws_its_recording_and_nobody_else(lab: Lab, http: httpx.AsyncClient) -> None:
    project_id = await lab.project(annotations_needed=2)
    await bring(lab, project_id, "said.flac", flac())
    await lab.add(project_id, [shows(0, "said.flac")])
    await listen(lab)
    noor, omar = await lab.annotators(project_id, 2)
    [task] = await noor.claim()
    [shown] = task.form.media
    assert (shown.duration_ms, shown.peaks_per_second) == (2000, (10, 100))
    assert shown.playable_path is not None
    played = await http.get(shown.playable_path, headers=as_session(lab.context, noor) | {"range": "bytes=0-3"})
    assert (played.status_code, played.content, played.headers["content-type"]) == (206, b"OggS", "audio/ogg")
    drawn = await http.get(f"{shown.peaks_path}/100", headers=as_session(lab.context, noor))
    assert (drawn.status_code, len(drawn.content)) == (200, 400)
    for path in (shown.playable_path, f"{shown.peaks_path}/10", f"{shown.peaks_path}/100"):
        assert (await http.get(path, headers=as_session(lab.context, omar))).status_code == 404
    assert (await http.get(f"{shown.peaks_path}/50", headers=as_session(lab.context, noor))).status_code == 404


async def test_what_was_made_of_a_file_is_destroyed_with_it(lab: Lab) -> None:
    project_id = await lab.project()
    gone, unheard = await bring(lab, project_id, "1.flac", flac()), flac(1.0)
    await lab.add(project_id, [shows(0, "1.flac")])
    await listen(lab)
    [kept] = [one for one in blobs_of(lab, project_id) if one == made_of(await blob_of(lab, gone), "peaks-100").hex]
    file = lab.context.blobs.home._folder / str(lab.workspace_id) / str(project_id) / kept  # type: ignore[attr-defined]
    before = file.read_bytes()
    later = await bring(lab, project_id, "2.flac", unheard)
    await lab.add(project_id, [shows(1, "2.flac")])
    async with lab.context.db.snapshot(lab.principal.scope) as tx:
        tasks = await tx.all(UUID, "SELECT task_id::text FROM walled.task_media")
    await shredding.shred_tasks(lab.context.db, lab.context.seal, lab.context.blobs, lab.principal, project_id, tasks, "P")
    assert blobs_of(lab, project_id) == []
    for part in ("playable", "peaks-10", "peaks-100"):
        with pytest.raises(ContentDestroyed):
            await part_of(lab, project_id, gone.media_id, part)
    file.write_bytes(before)  # put back after all
    with pytest.raises(ContentDestroyed):
        owner = Owner(lab.workspace_id, project_id)
        _ = [one async for one in lab.context.blobs.read(owner, UUID(kept), 400, 0, 400)]
    assert await listen(lab) == 1  # what was destroyed before anybody listened is looked at once, and no more
    assert await listen(lab) == 0
    with pytest.raises(ContentDestroyed):
        await part_of(lab, project_id, later.media_id, "peaks-10")


async def blob_of(lab: Lab, brought: MediaFile) -> UUID:
    async with lab.context.db.snapshot(lab.principal.scope) as tx:
        [found] = await tx.all(UUID, "SELECT blob::text FROM walled.media WHERE media_id = $1", brought.media_id)
    return found


async def test_a_recording_that_lies_is_refused_in_words_and_nothing_stays(lab: Lab) -> None:
    project_id = await lab.project()
    before = uploads_of(lab)
    whole = flac()
    for content, words in ((whole[: len(whole) // 2], "damaged"), (LONG[:-1000], "cut off"), (FLAC, "no sound|damaged")):
        with pytest.raises(MediaRefused, match=words):
            await bring(lab, project_id, "said.flac", content)
    assert blobs_of(lab, project_id) == []
    assert uploads_of(lab) == before
