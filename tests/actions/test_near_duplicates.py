"""What the sweep finds, keeps and takes up again, what a lead is told of it, and what withdrawing the copies leaves."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

from amana import jobs
from amana.actions import handles, near_duplicates, sifting
from amana.actions.sifting import Sieve, Sifting
from amana.core.near_duplicates import ALIKE, CHARS_MAX, likeness, plain, shingle_sets
from amana.demo import DATA
from amana.model.errors import BatchNotFound, NoNearDuplicate, ProjectNotFound
from amana.model.ids import ProjectId, TaskId
from amana.model.near_duplicates import NearDuplicates, NearPair
from amana.model.scope import Audience, Scope
from amana.outside.postgres.server import DATABASE, Server
from amana.sifter import sift_apart
from amana.store import near_duplicates as store
from amana.store.db import DatabaseAddress, Transaction
from amana.worker import Place
from tests.lab import Lab, json_lines

Row = dict[str, Any]


class Writer:
    """Texts that are like no other, and what somebody made of them by changing a few words."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)

    def words(self, count: int) -> list[str]:
        return ["".join(self._rng.choices("abcdefghijklmnopqrstuvwxyz", k=self._rng.randint(2, 9))) for _ in range(count)]

    def text(self, count: int = 60) -> str:
        return " ".join(self.words(count))

    def edited(self, text: str, count: int = 1) -> str:
        words = text.split()
        for at in self._rng.sample(range(len(words)), count):
            [words[at]] = self.words(1)
        return " ".join(words)

    def row(self, item_id: str, **given: str) -> Row:
        fields = {"prompt": self.text(), "response_a": self.text(), "response_b": self.text()} | given
        return {"item_id": item_id, **fields}

    def copy(self, of: Row, item_id: str) -> Row:
        return of | {"item_id": item_id, "prompt": self.edited(of["prompt"]), "response_a": self.edited(of["response_a"])}


async def sift(lab: Lab) -> int:
    return await lab.context.sieve.sift(lab.workspace_id)


async def listed(
    lab: Lab, project_id: ProjectId, batch_no: int | None = None, after: TaskId | None = None, most: int = 50
) -> NearDuplicates:
    context = lab.context
    return await near_duplicates.listing(context.db, context.seal, lab.principal, project_id, batch_no, after, most)


async def grouped(lab: Lab, project_id: ProjectId) -> dict[str | None, set[str | None]]:
    """Copies by their original, all by the client's own ids."""
    page = await listed(lab, project_id)
    return {group.original.item_id: {copy.task.item_id for copy in group.copies} for group in page.groups}


async def side_by_side(lab: Lab, project_id: ProjectId, task_id: UUID) -> NearPair:
    context = lab.context
    return await near_duplicates.side_by_side(context.db, context.seal, lab.principal, project_id, TaskId(task_id))


async def withdraw_batch(lab: Lab, project_id: ProjectId, batch_no: int) -> None:
    await handles.withdraw_batch(lab.context.db, lab.principal, project_id, batch_no)


async def withdraw_copies(lab: Lab, project_id: ProjectId, batch_no: int | None = None) -> int:
    return (await handles.withdraw_copies(lab.context.db, lab.principal, project_id, batch_no)).tasks


# ---- finding -----------------------------------------------------------------------------------------------------------------


async def test_copies_are_found_in_a_batch_and_against_earlier_ones(lab: Lab) -> None:
    write = Writer(1)
    project_id = await lab.project()
    first = [write.row(f"a{number}") for number in range(40)]
    await lab.add(project_id, [*first, write.copy(first[3], "a3 again"), write.copy(first[7], "a7 again")])
    assert await sift(lab) > 0
    assert await grouped(lab, project_id) == {"a3": {"a3 again"}, "a7": {"a7 again"}}
    second = [write.row(f"b{number}") for number in range(10)]
    more = [write.copy(first[3], "a3 third"), write.copy(second[0], "b0 again"), write.copy(first[20], "a20 again")]
    await lab.add(project_id, [*second, *more])
    assert await sift(lab) > 0
    page = await listed(lab, project_id)
    assert (page.copies, page.tasks, page.looking) == (5, 55, False)
    expected = {"a3": {"a3 again", "a3 third"}, "a7": {"a7 again"}, "a20": {"a20 again"}, "b0": {"b0 again"}}
    assert await grouped(lab, project_id) == expected
    assert all(ALIKE <= copy.likeness < 1.0 for group in page.groups for copy in group.copies)
    assert await sift(lab) == 0, "nothing is left to do"
    in_second = await listed(lab, project_id, batch_no=2)
    assert (in_second.copies, in_second.tasks) == (3, 13)
    assert {group.original.item_id for group in in_second.groups} == {"a3", "a20", "b0"}


async def test_one_prompt_with_other_responses_is_other_work_and_the_same_the_other_way_round_is_not(lab: Lab) -> None:
    write = Writer(2)
    project_id = await lab.project()
    prompt = write.text(300)
    rows = [write.row(f"r{number}", prompt=prompt, response_a=write.text(12), response_b=write.text(12)) for number in range(30)]
    turned = rows[4] | {"item_id": "turned", "response_a": rows[4]["response_b"], "response_b": rows[4]["response_a"]}
    half = rows[5] | {"item_id": "half", "response_b": write.text(12)}
    await lab.add(project_id, [*rows, turned, half])
    await sift(lab)
    assert await grouped(lab, project_id) == {"r4": {"turned"}}
    [group] = (await listed(lab, project_id)).groups
    assert group.copies[0].likeness == 1.0


async def test_real_model_answers(lab: Lab) -> None:
    """Pairs that crowds were given: some twice, the other way round. What is found is what comparing all with all would find."""
    rows = [msgspec.json.decode(line) for line in (DATA / "preference_pandalm.jsonl").read_bytes().splitlines()]
    project_id = await lab.project()
    await lab.add(project_id, rows)
    await sift(lab)
    page = await listed(lab, project_id)
    found = {copy.task.row: (group.original.row, copy.likeness) for group in page.groups for copy in group.copies}
    expected: dict[int, tuple[int, float]] = {}
    originals: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    seen: set[tuple[str, ...]] = set()
    for number, row in enumerate(rows, 1):
        texts = tuple(row[column] or "" for column in ("instruction", "input", "response_a", "response_b"))
        if texts in seen:
            continue  # left out by the import
        seen.add(texts)
        prompt = plain(" ".join(texts[:2]))
        shingles = shingle_sets([prompt, plain(texts[2]), plain(texts[3])])
        like, original = max(((likeness(shingles, other), -at) for at, other in originals[prompt]), default=(0.0, 0))
        if like >= ALIKE:
            expected[number] = (-original, like)
        else:
            originals[prompt].append((number, shingles))
    assert found == expected
    assert sum(like == 1.0 for _, like in found.values()) >= 7


@pytest.mark.parametrize(
    ("task_type", "options", "rows", "expected"),
    [
        (
            "classification",
            {"classes": ["yes", "no"]},
            [
                {"id": "1", "text": "أفتتح هذه الجلسة وأشكر كل من حضر إلى هذه القاعة اليوم رغم بعد المسافة وشدة الحر في هذا الصيف"},
                {"id": "2", "text": "أفتتح هذه الجلسة وأشكر كل من حضر إلى هذه القاعة اليوم رغم بعد المسافة وشدة البرد في هذا الصيف"},
                {"id": "3", "text": "أما بعد فقد بلغنا كتابكم الكريم وقرأنا ما فيه من أخبار المدينة وأهلها وسررنا بها سرورا عظيما"},
                {"id": "4", "text": "7"},
                {"id": "5", "text": "8"},
                {"id": "6", "text": "Wait!  What?"},
                {"id": "7", "text": "wait! what?"},
                {"id": "8", "text": "議長、ただいま議題となりました法律案につきまして提案の理由を御説明申し上げます。よろしくお願いいたします。"},
                {"id": "9", "text": "議長、ただいま議題となりました法律案につきまして提案の理由を御説明申し上げます。よろしくお願いします。"},
            ],
            {"1": {"2"}, "6": {"7"}, "8": {"9"}},
        ),
        (
            "rewriting",
            {},
            [
                {"id": "1", "prompt": "Say it kindly.", "original": "its raining alot here and nobody told us that we would need an umbrella for it"},
                {"id": "2", "prompt": "Say it kindly.", "original": "Its raining alot here and nobody told us that we would need an umbrella for it."},
                {"id": "3", "prompt": "Say it in one word.", "original": "its raining alot here and nobody told us that we would need an umbrella for it"},
                {"id": "4", "prompt": None, "original": "its raining alot here and nobody told us that we would need an umbrella for it"},
            ],
            {"1": {"2"}},
        ),
    ],
)  # fmt: skip
async def test_other_types_and_scripts(
    lab: Lab, task_type: str, options: dict[str, Any], rows: list[Row], expected: dict[str, set[str]]
) -> None:
    project_id = await lab.project(task_type=task_type, options=options)
    await lab.add(project_id, rows)
    await sift(lab)
    assert await grouped(lab, project_id) == expected


async def test_everybody_in_a_heap_is_a_copy_of_one_that_stays(lab: Lab) -> None:
    write = Writer(3)
    project_id = await lab.project()
    first = write.row("first")
    chain = [first]
    for number in range(60):  # each a little further from the first: at some point too far to be its copy
        chain.append(write.copy(chain[-1], f"step {number}"))
    same = [first | {"item_id": f"same {number}", "prompt": f"{first['prompt']} {number}"} for number in range(120)]
    await lab.add(project_id, [*chain, *same])
    await sift(lab)
    page = await listed(lab, project_id)
    originals = {group.original.task_id for group in page.groups}
    copies = {copy.task.task_id for group in page.groups for copy in group.copies}
    assert not originals & copies
    assert len(originals) > 1
    [heap] = [group for group in page.groups if group.original.item_id == "first"]
    assert heap.in_all > 120
    assert len(heap.copies) == near_duplicates.COPIES_LISTED


async def test_tasks_too_long_to_be_compared_are_left_alone(lab: Lab) -> None:
    write = Writer(4)
    project_id = await lab.project(task_type="classification", options={"classes": ["yes", "no"]})
    long = "x " * (CHARS_MAX // 2) + write.text()
    await lab.add(project_id, [{"text": long}, {"text": write.edited(long)}, {"text": write.text()}])
    await sift(lab)
    page = await listed(lab, project_id)
    assert (page.copies, page.looking, page.tasks_read) == (0, False, 3)


# ---- taking up again ---------------------------------------------------------------------------------------------------------


def planted(write: Writer, count: int) -> tuple[list[Row], dict[str, set[str]]]:
    """Rows, and which are copies of which."""
    rows = [write.row(f"r{number}") for number in range(count)]
    expected = {}
    for number in range(0, count, 5):
        rows.append(write.copy(rows[number], f"c{number}"))
        expected[f"r{number}"] = {f"c{number}"}
    return rows, expected


async def test_a_sweep_that_dies_anywhere_is_finished_by_the_next(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed at each of its writes in turn, each time as the connection dies with it; nothing is found twice or forgotten."""
    monkeypatch.setattr(sifting, "PAGE_TASKS", 7)
    monkeypatch.setattr(sifting, "JUDGED_AT_ONCE", 2)
    rows, expected = planted(Writer(5), 30)
    project_id = await lab.project()
    await lab.add(project_id, rows)
    keep_page, keep, keep_sifted = store.keep_page, store.keep, store.keep_sifted
    writes = [0]

    def dying(write: Any) -> Any:
        async def write_and_die(tx: Transaction, *values: Any, **named: Any) -> None:
            await write(tx, *values, **named)
            writes[0] += 1
            if writes[0] % 2:  # this one is rolled back; the one after it is kept
                raise ConnectionResetError

        return write_and_die

    for name, write in (("keep_page", keep_page), ("keep", keep), ("keep_sifted", keep_sifted)):
        monkeypatch.setattr(store, name, dying(write))
    deaths = 0
    while (await listed(lab, project_id)).looking:
        try:
            await sift(lab)
        except Exception:
            deaths += 1
    assert deaths > 6
    assert await grouped(lab, project_id) == expected


async def test_a_slice_ends_and_the_next_goes_on(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sifting, "PAGE_TASKS", 5)
    monkeypatch.setattr(sifting, "SLICE_TASKS", 10)
    monkeypatch.setattr(sifting, "JUDGED_AT_ONCE", 2)
    monkeypatch.setattr(sifting, "SLICE_JUDGED", 4)
    monkeypatch.setattr(sifting, "MET_BYTES", 1)
    rows, expected = planted(Writer(6), 40)
    project_id = await lab.project()
    await lab.add(project_id, rows)
    read = []
    while (page := await listed(lab, project_id)).looking:
        read.append(page.tasks_read)
        await sift(lab)
    assert read == [0, 10, 20, 30, 40, 48, 48], "read in slices, then compared in slices"
    assert await grouped(lab, project_id) == expected


async def test_batches_that_commit_in_another_order_are_compared_all_the_same(lab: Lab) -> None:
    write = Writer(7)
    project_id = await lab.project()
    row = write.row("r")
    plans = [await lab.plan(project_id, json_lines(rows)) for rows in ([row], [write.copy(row, "c")])]
    await lab.commit(project_id, plans[1])
    await sift(lab)
    await lab.commit(project_id, plans[0])
    await sift(lab)
    assert await grouped(lab, project_id) == {"c": {"r"}}, "what was judged stays as it was judged"


async def test_a_process_of_its_own_finds_the_same(lab: Lab, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sifting, "APART_FROM_TASKS", 1)
    rows, expected = planted(Writer(8), 20)
    project_id = await lab.project()
    await lab.add(project_id, rows)
    place = Place.of(server.home, DatabaseAddress(str(server.socket_folder), DATABASE))
    apart = Sieve(lab.context.db, lab.context.seal, partial(sift_apart, place))
    assert await apart.sift(lab.workspace_id) >= len(rows)
    assert await grouped(lab, project_id) == expected
    with pytest.raises(ProjectNotFound):
        await sift_apart(place, Sifting(lab.workspace_id, ProjectId(UUID(int=0)), 0))


async def test_the_sweep_is_one_of_the_engines(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project()
    rows, expected = planted(Writer(9), 10)
    await lab.add(project_id, rows)
    context = lab.context
    [sweep] = [sweep for sweep in jobs.SWEEPS if sweep.name == "near-duplicates"]
    assert await jobs.turn(
        sweep, jobs.Means(context.db, context.room, context.sieve, context.estimator, context.seal, context.blobs)
    )
    assert await grouped(lab, project_id) == expected
    assert await superuser.fetchval("SELECT failed FROM machinery.sweep_run WHERE sweep = 'near-duplicates'") is None


# ---- what was withdrawn ------------------------------------------------------------------------------------------------------


async def test_withdrawing_the_copies_keeps_one_of_each_group(lab: Lab) -> None:
    rows, expected = planted(Writer(10), 30)
    project_id = await lab.project()
    await lab.add(project_id, rows)
    await sift(lab)
    annotator = await lab.annotator(project_id)
    held = await annotator.claim(36)
    page = await listed(lab, project_id)
    assert (page.copies, page.open_copies, page.held) == (len(expected), len(expected), len(held) - 30)
    changed = await handles.withdraw_copies(lab.context.db, lab.principal, project_id, None)
    assert (changed.tasks, changed.let_go) == (len(expected), len(held) - 30)
    progress = await lab.progress(project_id)
    assert (progress.tasks, progress.withdrawn_tasks) == (30, len(expected))
    page = await listed(lab, project_id)
    assert (page.copies, page.tasks, page.groups) == (0, 30, ())
    assert await withdraw_copies(lab, project_id) == 0
    assert await sift(lab) == 0
    assert (await listed(lab, project_id)).looking is False


async def test_copies_of_one_batch_are_withdrawn_alone(lab: Lab) -> None:
    write = Writer(11)
    project_id = await lab.project()
    first = [write.row(f"a{number}") for number in range(10)]
    await lab.add(project_id, [*first, write.copy(first[0], "in the first")])
    await lab.add(project_id, [write.copy(first[1], "in the second"), write.row("b")])
    await sift(lab)
    with pytest.raises(BatchNotFound):
        await withdraw_copies(lab, project_id, 3)
    assert await withdraw_copies(lab, project_id, 2) == 1
    assert await grouped(lab, project_id) == {"a0": {"in the first"}}


async def test_what_lost_its_original_is_judged_anew(lab: Lab) -> None:
    """The first batch was wrong and is withdrawn; the second, made of it, has near-duplicates of its own."""
    write = Writer(12)
    project_id = await lab.project()
    wrong = [write.row(f"a{number}") for number in range(10)]
    await lab.add(project_id, wrong)
    right = [write.copy(row, f"b{number}") for number, row in enumerate(wrong)]
    await lab.add(project_id, [*right, write.copy(right[2], "b2 again"), write.copy(right[2], "b2 third")])
    await sift(lab)
    before = await grouped(lab, project_id)
    assert before["a2"] == {"b2", "b2 again", "b2 third"}
    assert (await listed(lab, project_id)).copies == 12
    await withdraw_batch(lab, project_id, 1)
    assert (await listed(lab, project_id)).copies == 0, "a copy of what is gone is none"
    assert await withdraw_copies(lab, project_id) == 0, "or nothing of the group would be left"
    await sift(lab)
    assert await grouped(lab, project_id) == {"b2": {"b2 again", "b2 third"}}
    assert await withdraw_copies(lab, project_id) == 2
    assert await sift(lab) == 0


async def test_what_is_withdrawn_is_nobodys_original(lab: Lab) -> None:
    write = Writer(13)
    project_id = await lab.project()
    rows = [write.row(f"a{number}") for number in range(5)]
    await lab.add(project_id, rows)
    await sift(lab)
    await withdraw_batch(lab, project_id, 1)
    await lab.add(project_id, [*rows[:3], write.copy(rows[3], "c")])
    await sift(lab)
    page = await listed(lab, project_id)
    assert (page.copies, page.tasks) == (0, 4)


async def test_a_closed_project_is_left_alone(lab: Lab) -> None:
    rows, _ = planted(Writer(14), 5)
    project_id = await lab.project()
    await lab.add(project_id, rows)
    await handles.close(lab.context.db, lab.principal, project_id)
    assert await sift(lab) == 0


# ---- what a lead is told -----------------------------------------------------------------------------------------------------


async def test_groups_come_in_pages_and_two_side_by_side_are_in_the_log(lab: Lab, superuser: asyncpg.Connection) -> None:
    rows, expected = planted(Writer(15), 30)
    project_id = await lab.project()
    await lab.add(project_id, rows)
    before = await listed(lab, project_id)
    assert (before.looking, before.tasks_read, before.tasks_to_read, before.copies) == (True, 0, 36, 0)
    await sift(lab)
    seen: list[str | None] = []
    after: TaskId | None = None
    while True:
        page = await listed(lab, project_id, after=after, most=4)
        seen += [group.original.item_id for group in page.groups]
        if page.next_after is None:
            break
        after = TaskId(page.next_after)
    assert seen == list(expected)

    async def looked() -> int:
        count = await superuser.fetchval(
            "SELECT count(*) FROM walled.access_log WHERE workspace_id = $1 AND kind = 'previewed'", lab.workspace_id
        )
        return int(count)

    assert await looked() == 0, "places and the client's own ids are no content"
    group = page.groups[-1]
    pair = await side_by_side(lab, project_id, group.copies[0].task.task_id)
    assert (pair.original.task.task_id, pair.copy.task.task_id) == (group.original.task_id, group.copies[0].task.task_id)
    assert pair.likeness == group.copies[0].likeness
    assert await looked() == 2
    with pytest.raises(NoNearDuplicate):
        await side_by_side(lab, project_id, group.original.task_id)


async def test_a_rival_finds_nothing(lab: Lab) -> None:
    rows, _ = planted(Writer(16), 5)
    project_id = await lab.project()
    await lab.add(project_id, rows)
    await sift(lab)
    copy = (await listed(lab, project_id)).groups[0].copies[0].task.task_id
    rival = await Lab.open(lab.context)
    theirs = await rival.project()
    await rival.add(theirs, rows)
    for asked in (listed(rival, project_id), side_by_side(rival, project_id, copy), withdraw_copies(rival, project_id)):
        with pytest.raises(ProjectNotFound):
            await asked
    await sift(rival)
    with pytest.raises(NoNearDuplicate):
        await side_by_side(rival, theirs, copy)
    assert (await listed(lab, project_id)).copies == (await listed(rival, theirs)).copies == 1


async def test_keys_tell_nothing_to_whoever_reads_the_database(lab: Lab, superuser: asyncpg.Connection) -> None:
    """The same file in two workspaces leaves pages that have nothing in common."""
    rows, _ = planted(Writer(17), 20)
    bodies = []
    for one in (lab, await Lab.open(lab.context)):
        await one.add(await one.project(), rows)
        await sift(one)
        bodies.append(await superuser.fetchval("SELECT body FROM walled.band_page WHERE workspace_id = $1", one.workspace_id))
    assert len(bodies[0]) == len(bodies[1])
    same = sum(a == b for a, b in zip(*bodies, strict=True))
    assert same < len(bodies[0]) / 100


async def test_two_engines_do_not_look_through_one_batch_at_once(lab: Lab) -> None:
    rows, expected = planted(Writer(18), 20)
    project_id = await lab.project()
    await lab.add(project_id, rows)
    context = lab.context
    [sweep] = [sweep for sweep in jobs.SWEEPS if sweep.name == "near-duplicates"]
    means = jobs.Means(context.db, context.room, context.sieve, context.estimator, context.seal, context.blobs)
    await asyncio.gather(*(jobs.turn(sweep, means) for _ in range(3)))
    assert await grouped(lab, project_id) == expected
    async with context.db.snapshot(Scope(Audience.ENGINE, lab.workspace_id)) as tx:
        counts: Sequence[store.Page] = await store.pages(tx, lab.workspace_id, project_id)
    assert sum(page.tasks for page in counts) == len(rows)
