"""What leaves: in three formats the same, filtered, and cut off and taken up again to the last byte."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pyarrow import parquet

from amana.actions.export import COLUMNS, Exporter
from amana.model.errors import AnnotationNotFound
from amana.model.ids import ProjectId, SubmitId
from amana.outside.writers import RowFormat
from amana.store import annotations
from amana.store.annotations import Which
from tests.lab import Lab


async def exported(lab: Lab, project_id: ProjectId, format: RowFormat = "jsonl", **asked: Any) -> bytes:
    exporter = await Exporter.begin(lab.context.db, lab.context.seal, lab.principal, project_id, **asked)
    return b"".join([piece async for piece in exporter.file(format)])


async def worked(lab: Lab) -> ProjectId:
    project_id = await lab.project(tasks=6, annotations_needed=2)
    for annotator in await lab.annotators(project_id, 2):
        for number, task in enumerate(await annotator.claim(6)):
            await annotator.submit(task, number % 3)
    return project_id


async def test_three_formats_hold_the_same_rows(lab: Lab) -> None:
    project_id = await worked(lab)
    lines = [json.loads(line) for line in (await exported(lab, project_id)).splitlines()]
    assert len(lines) == 12
    assert tuple(lines[0]) == COLUMNS
    assert {line["task_state"] for line in lines} == {"open"}
    tables: list[list[dict[str, Any]]] = [
        list(csv.DictReader(io.StringIO((await exported(lab, project_id, "csv")).decode(), newline=""))),
        parquet.read_table(io.BytesIO(await exported(lab, project_id, "parquet"))).to_pylist(),
    ]
    for rows in tables:
        for row, line in zip(rows, lines, strict=True):
            assert (row["submit_id"], row["item_id"], row["submitted_at"]) == (
                line["submit_id"],
                line["item_id"],
                line["submitted_at"],
            )
            for nested in ("votes", "answer", "shown_order", "payload", "surplus", "active_ms"):
                assert json.loads(row[nested]) == line[nested]


async def test_an_export_without_rows_is_a_file_all_the_same(lab: Lab) -> None:
    project_id = await lab.project(tasks=1)
    assert await exported(lab, project_id) == b""
    assert (await exported(lab, project_id, "csv")).decode().strip().split(",") == list(COLUMNS)
    assert parquet.read_table(io.BytesIO(await exported(lab, project_id, "parquet"))).num_rows == 0


async def test_what_was_cut_off_goes_on_after_any_row_and_as_far_as_it_went(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotations, "PAGE_ROWS", 5)
    project_id = await worked(lab)
    exporter = await Exporter.begin(lab.context.db, lab.context.seal, lab.principal, project_id)
    whole = b"".join([piece async for piece in exporter.file("jsonl")])
    assert exporter.up_to is not None
    [late] = await lab.annotators(project_id, 1)
    await lab.add(project_id, [{"response_a": "late", "response_b": "later"}])
    [task] = await late.claim(1)
    await late.submit(task)
    ids = [json.loads(line)["submit_id"] for line in whole.splitlines()]
    table = await exported(lab, project_id, "csv", up_to=SubmitId(exporter.up_to))
    for cut in (1, 5, 11, 12):
        after, up_to = SubmitId(ids[cut - 1]), SubmitId(exporter.up_to)
        rest = await exported(lab, project_id, after=after, up_to=up_to)
        assert b"".join(whole.splitlines(keepends=True)[:cut]) + rest == whole
        rows = len(list(csv.reader(io.StringIO(table.decode(), newline="")))) - 1
        continued = (await exported(lab, project_id, "csv", after=after, up_to=up_to)).decode()
        assert table.decode().endswith(continued)
        assert len(list(csv.reader(io.StringIO(continued, newline="")))) == rows - cut
    with pytest.raises(AnnotationNotFound):
        await exported(lab, project_id, after=SubmitId(uuid4()))


async def test_filters_leave_only_what_was_asked_for(lab: Lab) -> None:
    project_id = await worked(lab)
    lines = [json.loads(line) for line in (await exported(lab, project_id)).splitlines()]
    one = lines[0]["annotator"]
    mine = (await exported(lab, project_id, which=Which(annotator=one))).splitlines()
    assert [json.loads(line)["annotator"] for line in mine] == [one] * 6
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert await exported(lab, project_id, which=Which(since=later)) == b""
    assert await exported(lab, project_id, which=Which(settled=True)) == b""
