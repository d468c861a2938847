"""How long work took: what a page counted is kept with its evidence; what a person says of it stands beside it, and changes no pay."""

import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

import asyncpg
import httpx
import msgspec
import pytest

from amana.actions import delivery, shredding
from amana.model.active_time import CORRECTION_DAYS, CORRECTIONS_MAX, DAY_MS, Evidence, TimeCorrection, TimeSoFar
from amana.model.errors import (
    AnnotationNotFound,
    ContentDestroyed,
    CorrectionConflict,
    CorrectionsFull,
    CorrectionTooLate,
    ZoneUnknown,
)
from amana.model.ids import DeliveryId, ProjectId
from amana.model.scope import Audience, Scope
from amana.store import dispatch
from amana.views import desk as desk_view
from amana.views import projects as project_views
from tests.actions.test_export import exported
from tests.lab import Annotator, Lab

SEEN = Evidence(focus_ms=61_000, input_ms=50_000, playing_ms=9_000, paused_ms=120_000)


async def answered(somebody: Annotator, active_ms: int = 60_000, time: Evidence | None = SEEN) -> UUID:
    [task] = await somebody.claim()
    return (await somebody.submit_to(task.assignment_id, task.revision, 0, uuid4(), active_ms, time)).submit_id


async def rows(lab: Lab, project: ProjectId) -> list[dict[str, object]]:
    return [json.loads(line) for line in (await exported(lab, project)).splitlines()]


async def test_the_evidence_is_kept_with_the_answer_and_leaves_with_it(lab: Lab) -> None:
    project = await lab.project(tasks=2, annotations_needed=1)
    somebody = await lab.annotator(project)
    with_it, without = await answered(somebody), await answered(somebody, time=None)
    found = {row["submit_id"]: (row["active_ms"], row["evidence"]) for row in await rows(lab, project)}
    assert found == {str(with_it): (60_000, msgspec.to_builtins(SEEN)), str(without): (60_000, None)}
    mine = {one.submit_id: one.evidence for one in (await somebody.time()).answers}
    assert mine == {with_it: SEEN, without: None}


@pytest.mark.parametrize("ms", [-1, DAY_MS + 1, 10**30])
async def test_what_no_day_can_hold_is_cut_and_no_answer_refused_for_it(lab: Lab, ms: int) -> None:
    project = await lab.project(tasks=1)
    somebody = await lab.annotator(project)
    sent = Evidence(focus_ms=ms, input_ms=ms, playing_ms=0, paused_ms=1)
    await answered(somebody, time=sent)
    [mine] = (await somebody.time()).answers
    cut = 0 if ms < 0 else DAY_MS
    assert mine.evidence == Evidence(focus_ms=cut, input_ms=cut, playing_ms=0, paused_ms=1)


async def test_a_submit_over_http_says_it_in_a_small_struct(lab: Lab, http: httpx.AsyncClient) -> None:
    project = await lab.project(tasks=1)
    somebody = await lab.annotator(project)
    [task] = await somebody.claim()
    body = {
        "submit_id": str(uuid4()),
        "assignment_id": str(task.assignment_id),
        "revision": task.revision,
        "answer": {"preference": 0},
        "active_ms": 1000,
        "time": msgspec.to_builtins(SEEN),
    }
    cookies = {"cookie": f"amana_annotator_{lab.context.port}={somebody.session}"}
    first = await http.post(f"/api/annotator/projects/{project}/submit", json=body, headers=cookies)
    assert first.status_code == 200, first.text
    # The same answer under the same id is the same submit, whatever a page counted since.
    again = await http.post(f"/api/annotator/projects/{project}/submit", json=body | {"time": None}, headers=cookies)
    assert again.json() == first.json()
    [row] = await rows(lab, project)
    assert row["evidence"] == msgspec.to_builtins(SEEN)


async def test_a_draft_brings_the_time_before_a_reload_along(lab: Lab) -> None:
    project = await lab.project(tasks=1)
    somebody = await lab.annotator(project)
    [task] = await somebody.claim()
    so_far = TimeSoFar(active_ms=1234, focus_ms=2000, input_ms=1000, playing_ms=234, paused_ms=0)
    await somebody.keep_draft(task.assignment_id, 1, {"reason": "x"}, time=so_far)
    [again] = await somebody.claim()
    assert again.draft is not None
    assert again.draft.time == so_far


async def test_a_correction_stands_beside_what_was_measured_and_moves_no_money(lab: Lab) -> None:
    project = await lab.project(tasks=2, annotations_needed=1)
    somebody = await lab.annotator(project)
    corrected, other = await answered(somebody), await answered(somebody)
    paid = (await somebody.time()).days[0].earned_minor
    first = uuid4()
    said = await somebody.correct_time(corrected, 300_000, "A call with the clinic", first)
    assert (said.active_ms, said.stated_ms) == (60_000, 300_000)
    assert await somebody.correct_time(corrected, 300_000, "A call with the clinic", first) == said  # again, as a page does
    await somebody.correct_time(corrected, 240_000, "It was four minutes")

    mine = {one.submit_id: (one.active_ms, one.stated_ms, one.reason) for one in (await somebody.time()).answers}
    assert mine == {corrected: (60_000, 240_000, "It was four minutes"), other: (60_000, None, "")}
    [today] = (await somebody.time()).days
    assert (today.answered, today.active_ms, today.stated_ms, today.earned_minor) == (2, 120_000, 300_000, paid)
    found = {row["submit_id"]: (row["active_ms"], row["stated_ms"], row["stated_why"]) for row in await rows(lab, project)}
    assert found[str(corrected)] == (60_000, 240_000, "It was four minutes")
    assert found[str(other)] == (60_000, None, None)
    [worker] = await project_views.workers(lab.context.db, lab.context.seal, lab.principal, project)
    assert (worker.active_ms, worker.stated_ms, worker.corrected) == (120_000, 300_000, 1)
    desk = await desk_view.queue(lab.context.db, lab.context.seal, somebody.scope.subject, datetime.now(UTC) - timedelta(hours=1))
    assert desk.projects[0].active_ms == 300_000


async def test_the_same_correction_is_not_another_one(lab: Lab) -> None:
    project = await lab.project(tasks=2)
    somebody = await lab.annotator(project)
    first, second = await answered(somebody), await answered(somebody)
    correction = uuid4()
    await somebody.correct_time(first, 1000, correction_id=correction)
    for submit, stated_ms in ((first, 2000), (second, 1000)):
        with pytest.raises(CorrectionConflict):
            await somebody.correct_time(submit, stated_ms, correction_id=correction)


async def test_nobody_corrects_the_time_of_another_or_of_what_was_taken_back(lab: Lab) -> None:
    project = await lab.project(tasks=2, undo_seconds=60)
    somebody, other = await lab.annotators(project, 2)
    submit = await answered(somebody)
    for one, wanted in ((other, submit), (somebody, uuid4())):
        with pytest.raises(AnnotationNotFound):
            await one.correct_time(wanted, 1000)
    await somebody.undo(submit)
    with pytest.raises(AnnotationNotFound):
        await somebody.correct_time(submit, 1000)
    time = await somebody.time()
    assert (time.days, time.answers) == ((), ())


async def test_an_answer_is_found_in_whichever_clients_walls_it_lies(lab: Lab) -> None:
    project = await lab.project(tasks=1)
    somebody = await lab.annotator(project)
    elsewhere = await Lab.open(lab.context)
    stranger = await elsewhere.annotator(await elsewhere.project(tasks=1))
    submit = await answered(stranger)
    with pytest.raises(AnnotationNotFound):
        await somebody.correct_time(submit, 1000)
    assert (await stranger.correct_time(submit, 1000)).stated_ms == 1000


async def test_after_seven_days_and_after_twenty_times_what_was_said_stands(lab: Lab, superuser: asyncpg.Connection) -> None:
    project = await lab.project(tasks=2)
    somebody = await lab.annotator(project)
    often, old = await answered(somebody), await answered(somebody)
    for number in range(CORRECTIONS_MAX):
        await somebody.correct_time(often, number)
    with pytest.raises(CorrectionsFull):
        await somebody.correct_time(often, 99)
    await superuser.execute("SET session_replication_role = replica")  # annotations are never changed: a test makes one old
    sent_before = "UPDATE walled.annotation SET submitted_at = submitted_at - make_interval(days => $2) WHERE submit_id = $1"
    await superuser.execute(sent_before, old, CORRECTION_DAYS)
    await superuser.execute("SET session_replication_role = DEFAULT")
    with pytest.raises(CorrectionTooLate):
        await somebody.correct_time(old, 1000)


async def test_with_the_task_goes_what_was_said_of_its_time(lab: Lab) -> None:
    context = lab.context
    project = await lab.project(tasks=1, annotations_needed=2)
    somebody = await lab.annotator(project)
    [task] = await somebody.claim()
    submit = (await somebody.submit(task)).submit_id
    await somebody.correct_time(submit, 90_000, "A call about the patient")
    [row] = await rows(lab, project)
    gone = UUID(str(row["task_id"]))
    await shredding.shred_tasks(context.db, context.seal, context.blobs, lab.principal, project, (gone,), "P")
    [mine] = (await somebody.time()).answers
    assert (mine.active_ms, mine.stated_ms, mine.reason) == (1500, 90_000, "")
    [row] = await rows(lab, project)
    assert (row["stated_ms"], row["stated_why"]) == (90_000, None)
    with pytest.raises(ContentDestroyed):
        await somebody.correct_time(submit, 80_000)


async def test_a_day_is_the_persons_own(lab: Lab) -> None:
    project = await lab.project(tasks=1)
    somebody = await lab.annotator(project)
    submit = await answered(somebody)
    days = set()
    for zone, hours in (("Pacific/Kiritimati", 14), ("Asia/Kuwait", 3), ("UTC", 0), ("Pacific/Pago_Pago", -11)):
        today = datetime.now(timezone(timedelta(hours=hours))).date()
        [line] = (await somebody.time(zone)).days
        [one] = (await somebody.time(zone, line.day)).answers
        assert (line.day, one.submit_id) == (today, submit)
        assert (await somebody.time(zone, today - timedelta(days=1))).answers == ()
        days.add(today)
    assert len(days) > 1  # these zones are never all on one day
    with pytest.raises(ZoneUnknown):
        await somebody.time("Mars/Olympus")


@pytest.mark.parametrize("reason", [" ", "", "\n"])
def test_a_correction_says_why(reason: str) -> None:
    sent = msgspec.json.encode({"correction_id": str(uuid4()), "stated_ms": 1, "reason": reason})
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(sent, type=TimeCorrection)


async def test_a_delivery_says_both_times(lab: Lab) -> None:
    context = lab.context
    project = await lab.project(tasks=1, annotations_needed=1, undo_seconds=0)
    somebody = await lab.annotator(project)
    submit = await answered(somebody)
    await somebody.correct_time(submit, 1000)
    assert await dispatch.settle(context.db, Scope(Audience.ENGINE, lab.workspace_id), 100) == 1
    made = await delivery.freeze(context.db, context.seal, context.signer, lab.principal, project)
    files = await delivery.Download.begin(context.db, context.seal, lab.principal, project, DeliveryId(made.delivery_id))
    content = b"".join([piece async for piece in files.file("annotations.jsonl")])
    row = json.loads(content)
    assert (row["active_ms"], row["stated_ms"], row["evidence"]) == (60_000, 1000, msgspec.to_builtins(SEEN))
