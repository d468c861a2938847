import asyncio
from functools import partial
from pathlib import Path
from uuid import uuid4

import asyncpg
import msgspec
import pytest

from amana.actions import intake, reading
from amana.actions.reading import Reading, ReadingRoom
from amana.demo import DATA
from amana.model.errors import (
    BatchTooLarge,
    BudgetExceeded,
    FileBroken,
    FileEmpty,
    FileTooLarge,
    FileUnreadable,
    MappingInvalid,
    PlanNotFound,
    ProjectNotFound,
    RowsRefused,
)
from amana.model.ids import PlanId, ProjectId
from amana.model.imports import Mapping
from amana.model.scope import Audience, Scope
from amana.outside.postgres.server import DATABASE, Server
from amana.reader import read_apart
from amana.store.db import DatabaseAddress
from amana.worker import Place
from tests.lab import Lab, in_pieces, json_lines, panels, row


async def test_real_model_answers_are_planned_and_made_once(lab: Lab) -> None:
    project_id = await lab.project(rate_minor=10)
    content = (DATA / "preference_pandalm.jsonl").read_bytes()
    plan = await lab.plan(project_id, content)
    assert (plan.rows, plan.bad_rows, plan.duplicates, plan.tasks) == (500, 0, 26, 474)
    assert plan.mapping.fields == {
        "prompt": ("instruction", "input"),
        "responses": ("response_a", "response_b"),
        "item_id": ("item_id",),
    }
    assert plan.ignored_columns == ("models", "source_app", "annotations")
    assert plan.price_minor == 474 * 3 * 10
    assert plan.first_task is not None
    batches = await asyncio.gather(*(lab.commit(project_id, plan) for _ in range(4)))
    assert len({batch.batch_id for batch in batches}) == 1
    assert (batches[0].tasks, batches[0].left_out) == (474, 26)
    assert (await lab.progress(project_id)).tasks == 474
    # The same file again holds nothing new: no item is bought twice.
    again = await lab.plan(project_id, content)
    assert (again.tasks, again.duplicates) == (0, 500)


async def test_bad_rows_are_named_with_a_remedy_and_nothing_is_made(lab: Lab) -> None:
    project_id = await lab.project()
    rows = [
        msgspec.json.encode(row(1)),
        b"{not json",
        b'["a list"]',
        b'{"response_a": "only one"}',
        b'{"response_a": null, "response_b": "b"}',
        b"\xff\xfe",
        b'{"response_a": ' + b"[" * 100_000,
        b'{"response_a": "\\ud800", "response_b": "b"}',
    ]
    plan = await lab.plan(project_id, b"\n".join(rows))
    assert (plan.rows, plan.bad_rows, plan.tasks) == (8, 7, 1)
    assert [bad.row for bad in plan.first_bad_rows] == [2, 3, 4, 5, 6, 7, 8]
    assert all(bad.reason.endswith(".") for bad in plan.first_bad_rows)
    with pytest.raises(RowsRefused) as caught:
        await lab.commit(project_id, plan)
    assert (caught.value.row, caught.value.bad_rows) == (2, 7)
    assert (await lab.progress(project_id)).tasks == 0


async def test_another_mapping_reads_the_kept_file_again(lab: Lab) -> None:
    project_id = await lab.project()
    plan = await lab.plan(project_id, b'{"response_a": "a", "response_b": "b", "left": "l", "right": "r"}\n')
    assert plan.mapping.fields["responses"] == ("response_a", "response_b")
    context, principal = lab.context, lab.principal
    plan = await intake.remap(
        context.db,
        context.seal,
        context.room,
        principal,
        project_id,
        PlanId(plan.plan_id),
        Mapping({"responses": ("left", "right")}),
    )
    assert plan.ignored_columns == ("response_a", "response_b")
    assert plan.first_task is not None
    assert panels(plan.first_task) == ["l", "r"]
    wrongs: list[dict[str, tuple[str, ...]]] = [{}, {"responses": ("left", "absent")}, {"other": ("left",)}]
    for wrong in wrongs:
        with pytest.raises(MappingInvalid):
            await intake.remap(
                context.db, context.seal, context.room, principal, project_id, PlanId(plan.plan_id), Mapping(wrong)
            )


async def test_a_file_whose_columns_no_one_can_guess_is_refused_with_their_names(lab: Lab) -> None:
    with pytest.raises(MappingInvalid, match="responses"):
        await lab.plan(await lab.project(), b'{"x": 1, "y": 2}\n')


@pytest.mark.parametrize("content", [b"left,right\na,b\n", b"[" * 100_000, b"\xff\x00", b"[1]\n[2]\n", b"\x89PNG\r\n"])
async def test_a_file_that_is_something_else_is_told_what_its_first_line_lacks(lab: Lab, content: bytes) -> None:
    with pytest.raises(FileUnreadable) as caught:
        await lab.plan(await lab.project(), content)
    assert caught.value.row == 1


@pytest.mark.parametrize("content", [b"", b"\n\n  \n"])
async def test_an_empty_file_is_refused(lab: Lab, content: bytes) -> None:
    project_id = await lab.project()
    with pytest.raises(FileEmpty):
        await lab.plan(project_id, content)


async def test_files_over_a_limit_are_refused(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    project_id = await lab.project()
    content = json_lines([row(number) for number in range(20)])
    monkeypatch.setattr(reading, "BATCH_TASKS_MAX", 19)
    with pytest.raises(BatchTooLarge):
        await lab.plan(project_id, content)
    monkeypatch.setattr(intake, "FILE_BYTES_MAX", 100)
    with pytest.raises(FileTooLarge):
        await lab.plan(project_id, content)


async def test_a_budget_is_not_exceeded_even_by_two_imports_at_once(lab: Lab) -> None:
    project_id = await lab.project(budget_minor=3 * 12 * 3, annotations_needed=3)
    plans = [await lab.plan(project_id, json_lines([row(number) for number in numbers])) for numbers in (range(2), range(2, 4))]
    outcomes = await asyncio.gather(*(lab.commit(project_id, plan) for plan in plans), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Batch", "BudgetExceeded"]
    [refused] = [outcome for outcome in outcomes if isinstance(outcome, BudgetExceeded)]
    assert (refused.price_minor, refused.left_minor) == (72, 36)
    assert (await lab.progress(project_id)).tasks == 2


async def test_two_imports_of_one_file_at_once_buy_nothing_twice(lab: Lab) -> None:
    project_id = await lab.project()
    content = json_lines([row(number) for number in range(30)])
    plans = [await lab.plan(project_id, content) for _ in range(2)]
    batches = await asyncio.gather(*(lab.commit(project_id, plan) for plan in plans))
    assert sorted((batch.tasks, batch.left_out) for batch in batches) == [(0, 30), (30, 0)]
    assert (await lab.progress(project_id)).tasks == 30


async def test_more_commits_at_once_than_connections_all_end(lab: Lab) -> None:
    projects = [await lab.project() for _ in range(12)]
    plans = [await lab.plan(project_id, json_lines([row(n) for n in range(50)])) for project_id in projects]
    batches = await asyncio.gather(*(lab.commit(*pair) for pair in zip(projects, plans, strict=True)))
    assert [batch.tasks for batch in batches] == [50] * 12


async def test_whats_not_there_is_not_found(lab: Lab) -> None:
    project_id = await lab.project()
    context, principal = lab.context, lab.principal
    with pytest.raises(PlanNotFound):
        await intake.commit(context.db, context.seal, principal, project_id, PlanId(uuid4()))
    with pytest.raises(ProjectNotFound):
        await intake.plan(context.db, context.seal, context.room, principal, ProjectId(uuid4()), "x", in_pieces(b"{}"))
    plan = await lab.plan(project_id, json_lines([row(1)]))
    with pytest.raises(PlanNotFound):
        await intake.commit(context.db, context.seal, principal, await lab.project(), PlanId(plan.plan_id))


async def test_bad_rows_are_left_out_where_the_lead_says_so_and_come_back_in_a_file(lab: Lab) -> None:
    project_id = await lab.project()
    content = b"response_a,response_b\na,b\nonly one\nc,d\na,b\n"
    plan = await lab.plan(project_id, content, "rows.csv")
    assert (plan.rows, plan.bad_rows, plan.duplicates, plan.tasks) == (4, 1, 1, 2)
    context = lab.context
    lines = await intake.refused_rows(context.db, context.seal, context.room, lab.principal, project_id, PlanId(plan.plan_id))
    refused = [msgspec.json.decode(line) for line in b"".join([piece async for piece in lines]).splitlines()]
    assert [(one["row"], one["held"]) for one in refused] == [(3, None)]
    assert "header" in refused[0]["reason"]
    with pytest.raises(RowsRefused):
        await lab.commit(project_id, plan)
    batch = await intake.commit(context.db, context.seal, lab.principal, project_id, PlanId(plan.plan_id), skip_bad=True)
    assert (batch.tasks, batch.left_out) == (2, 1)


async def test_another_process_reads_as_this_one_does(lab: Lab, home: Path, server: Server) -> None:
    context = lab.context
    address = DatabaseAddress(str(server.socket_folder), DATABASE)
    apart = ReadingRoom(context.db, context.seal, context.room.uploads, partial(read_apart, Place.of(home, address)))
    content = json_lines([row(number) for number in range(300)])
    found = []
    for room in (context.room, apart):
        project_id = await lab.project()
        plan_id = PlanId((await lab.plan(project_id, content)).plan_id)
        reading = reading_of(lab, project_id, plan_id)
        found.append(await room.read(reading, 1 << 40))
        assert (await lab.commit(project_id, await lab.plan_again(project_id, plan_id))).tasks == 300
    assert found[0] == found[1]


async def test_a_refusal_in_another_process_is_the_same_refusal(lab: Lab, home: Path, server: Server) -> None:
    address = DatabaseAddress(str(server.socket_folder), DATABASE)
    project_id = await lab.project()
    absent = PlanId(uuid4())
    with pytest.raises(PlanNotFound) as caught:
        await read_apart(Place.of(home, address), reading_of(lab, project_id, absent))
    assert caught.value.plan_id == absent


async def test_a_bomb_ends_in_a_process_of_its_own_with_a_refusal(lab: Lab, home: Path, server: Server) -> None:
    """300 million numbers in one row, 2.4 GB, in a file of 883 bytes: no limit of texts notices them, and no small file is trusted."""
    bomb = (Path(__file__).parent / "a_row_of_gigabytes.parquet").read_bytes()
    assert len(bomb) == 883
    address = DatabaseAddress(str(server.socket_folder), DATABASE)
    context = lab.context
    apart = partial(read_apart, Place.of(home, address))
    room = ReadingRoom(context.db, context.seal, context.room.uploads, apart)
    project_id = await lab.project()
    with pytest.raises(FileBroken, match="memory"):
        await intake.plan(context.db, context.seal, room, lab.principal, project_id, "bomb.parquet", in_pieces(bomb))


async def test_a_task_never_loses_its_content(lab: Lab, superuser: asyncpg.Connection) -> None:
    await lab.project(tasks=2)
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await superuser.execute("DELETE FROM walled.task_content WHERE workspace_id = $1", lab.workspace_id)


async def test_a_plan_is_forgotten_after_its_day_with_everything_read_for_it(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project()
    kept = await lab.plan(project_id, json_lines([row(1)]))
    await lab.commit(project_id, kept)
    lapsed = await lab.plan(project_id, json_lines([row(2)]))
    await superuser.execute("UPDATE walled.import_plan SET expires_at = now() WHERE workspace_id = $1", lab.workspace_id)
    engine = Scope(Audience.ENGINE, lab.workspace_id)
    assert await intake.forget_lapsed(lab.context.db, lab.context.room, engine) == 1
    assert await superuser.fetchval("SELECT count(*) FROM walled.task_content WHERE project_id = $1", project_id) == 1
    with pytest.raises(PlanNotFound):
        await lab.commit(project_id, lapsed)
    assert (await lab.progress(project_id)).tasks == 1


def reading_of(lab: Lab, project_id: ProjectId, plan_id: PlanId) -> Reading:
    return Reading(lab.principal, project_id, plan_id, "rows.jsonl", None)
