"""Break-glass: an operator reads what a lead approved with a passkey, while it lives, and nothing else; each row is in the log."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from amana.actions import shredding
from amana.api.context import Context
from amana.core.access_log import ExportedLog
from amana.model.ids import ProjectId
from tests.api.test_account import browser, enter
from tests.api.test_api import bearer, problem
from tests.api.test_passkeys import HOME, enrol
from tests.authenticator import Authenticator
from tests.lab import Lab
from tests.walls.world import operator_session

SECRET = "confidential 5b2e"
REASON = {"reason": f"An import fails, {SECRET}"}


class Scene(NamedTuple):
    """A lab with a project and an answer in it, its lead at a browser with a passkey, and two operators at theirs."""

    lab: Lab
    project: ProjectId
    task: UUID
    lead: httpx.AsyncClient
    passkey: Authenticator
    operator: httpx.AsyncClient
    other: httpx.AsyncClient

    async def asked(self, **more: Any) -> str:
        """The id of a new request for the workspace."""
        answer = await self.operator.post(self.asking, json=REASON | more)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["request_id"])

    async def signed(self, request: str, passkey: Authenticator | None = None) -> dict[str, Any]:
        options = await self.lead.post(f"/api/client/break-glass/{request}/approve/begin")
        assert options.status_code == 200, options.text
        assert options.json()["userVerification"] == "required"
        return {"credential": (passkey or self.passkey).sign(options.json())}

    async def approve(self, request: str) -> httpx.Response:
        return await self.lead.post(f"/api/client/break-glass/{request}/approve", json=await self.signed(request))

    async def opened(self, **more: Any) -> str:
        request = await self.asked(**more)
        assert (await self.approve(request)).status_code == 204
        return request

    @property
    def asking(self) -> str:
        return f"/api/operator/workspaces/{self.lab.workspace_id}/break-glass"

    def looks(self, request: str) -> list[str]:
        """All that can be read, as paths."""
        base = f"{self.asking}/{request}/projects"
        return [
            base,
            f"{base}/{self.project}/guideline",
            f"{base}/{self.project}/tasks",
            f"{base}/{self.project}/tasks/{self.task}",
        ]

    async def standing(self, request: str) -> dict[str, Any]:
        answer: dict[str, Any] = (await self.operator.get(f"{self.asking}/{request}")).json()
        return answer

    async def log(self) -> list[tuple[str, str, str]]:
        """Kind, actor and detail of the rows that break-glass left."""
        lines = (await self.lead.get("/api/client/access-log")).content.splitlines()
        rows = ExportedLog.read(lines).rows
        return [(row.kind, row.actor, row.detail) for row in rows if "break-glass" in row.detail]


@pytest.fixture
async def scene(lab: Lab, context: Context, superuser: asyncpg.Connection) -> AsyncIterator[Scene]:
    project = await lab.project(tasks=2, name=f"P {SECRET}", guideline=f"Do so, {SECRET}", purpose=SECRET)
    annotator = await lab.annotator(project)
    [task] = await annotator.claim()
    await annotator.submit(task, 1)  # in the middle: the same in whatever order it was shown
    task_id = await superuser.fetchval("SELECT task_id FROM walled.annotation WHERE workspace_id = $1", lab.workspace_id)
    async with AsyncExitStack() as stack:
        lead, one, two = [await stack.enter_async_context(browser(context)) for _ in range(3)]
        await enter(lead, lab.client_link)
        passkey = Authenticator(HOME)
        assert (await enrol(lead, "client", passkey)).status_code == 204
        for each in (one, two):
            each.cookies.set("amana_operator_8321", await operator_session(superuser))
        yield Scene(lab, project, task_id, lead, passkey, one, two)


async def test_an_operator_sees_workspaces_in_numbers_and_nothing_inside(scene: Scene) -> None:
    shown = await scene.operator.get("/api/operator/workspaces")
    [mine] = [one for one in shown.json() if one["workspace_id"] == str(scene.lab.workspace_id)]
    assert (mine["projects"], mine["tasks"], mine["asked"]) == (1, 2, None)
    assert mine["bytes"] > 0
    assert mine["last_at"] is not None
    assert SECRET not in shown.text
    assert str(scene.project) not in shown.text


async def test_a_lead_approves_and_the_operator_reads_and_every_row_is_in_the_log(scene: Scene) -> None:
    request = await scene.asked()
    for path in scene.looks(request):
        problem(await scene.operator.get(path), 410, "break_glass_closed")
    [asked] = (await scene.lead.get("/api/client/break-glass")).json()
    assert (asked["number"], asked["reason"], asked["state"]) == (1, REASON["reason"], "asked")
    assert (await scene.approve(request)).status_code == 204
    standing = await scene.standing(request)
    assert standing["state"] == "open"
    assert 0 < standing["seconds_left"] <= 15 * 60
    projects, guideline, tasks, task = [await scene.operator.get(path) for path in scene.looks(request)]
    assert projects.json()[0]["name"] == f"P {SECRET}"
    assert guideline.json() == {"version": 1, "text": f"Do so, {SECRET}"}
    assert [one["item_id"] for one in tasks.json()] == ["r0", "r1"]
    assert task.json()["form"]["elements"][0]["text"].startswith("Prompt")
    assert task.json()["annotations"][0]["answer"]["preference"] == 1
    rows = await scene.log()
    assert [kind for kind, _, _ in rows] == [
        "break-glass approved", "project opened", "guideline opened", "task listed", "task listed", "task opened", "annotation opened",
    ]  # fmt: skip
    assert {detail for _, _, detail in rows[1:]} == {"under break-glass 1"}
    operator = (await scene.lead.get("/api/client/break-glass")).json()[0]["operator_id"]
    assert {actor for _, actor, _ in rows[1:]} == {f"operator {operator}"}
    # The lead's page counts them, and every page of the lab's says that it is open.
    assert (await scene.lead.get("/api/client/break-glass")).json()[0]["rows_opened"] == 6
    [open_now] = (await scene.lead.get("/api/client/break-glass/standing")).json()
    assert (open_now["request_id"], open_now["state"]) == (request, "open")


async def test_nobody_reads_but_who_asked_and_only_what_it_is_for(scene: Scene) -> None:
    elsewhere = await scene.lab.project(tasks=1)
    request = await scene.opened(project_id=str(scene.project))
    for path in scene.looks(request):
        problem(await scene.other.get(path), 404, "break_glass_not_found")
    problem(await scene.other.get(f"{scene.asking}/{request}"), 404, "break_glass_not_found")
    problem(await scene.other.post(f"{scene.asking}/{request}/end"), 404, "break_glass_not_found")
    listed = (await scene.operator.get(scene.looks(request)[0])).json()
    assert [one["project_id"] for one in listed] == [str(scene.project)]
    for path in scene.looks(request)[1:]:
        problem(await scene.operator.get(path.replace(str(scene.project), str(elsewhere))), 404, "project_not_found")
    problem(await scene.operator.get(scene.looks(request)[3].replace(str(scene.task), str(uuid4()))), 404, "task_not_found")
    # Nor in another lab's walls, by the same request.
    rival = await Lab.open(scene.lab.context)
    for path in scene.looks(request):
        there = path.replace(str(scene.lab.workspace_id), str(rival.workspace_id))
        problem(await scene.operator.get(there), 404, "break_glass_not_found")
    before = len(await scene.log())
    assert (await scene.operator.get(scene.looks(request)[1])).status_code == 200
    assert len(await scene.log()) == before + 1, "what was refused left no row and what was read did"


async def test_neither_a_key_nor_a_session_alone_approves(scene: Scene, context: Context, superuser: asyncpg.Connection) -> None:
    request = await scene.asked()
    path = f"/api/client/break-glass/{request}/approve"
    headers = bearer(scene.lab)
    async with browser(context) as program:
        problem(await program.post(f"{path}/begin", headers=headers), 403, "lead_needed")
        signed = await scene.signed(request)
        problem(await program.post(path, json=signed, headers=headers), 403, "lead_needed")
    problem(await scene.lead.post(path, json={"credential": {}}), 401, "passkey_refused")
    # A challenge is good once: the failure above has used it up.
    problem(await scene.lead.post(path, json=signed), 401, "passkey_refused")
    # The lead's own touch is not enough: the device has to say that it verified them.
    touched = Authenticator(HOME, verifies=False)
    touched._key, touched._id, touched.sign_count = scene.passkey._key, scene.passkey._id, scene.passkey.sign_count
    problem(await scene.lead.post(path, json=await scene.signed(request, touched)), 401, "passkey_refused")
    # Nor a passkey of somebody else's, though it is a lead's of the same lab.
    theirs = Authenticator(HOME)
    async with another_lead(scene, context) as colleague:
        assert (await enrol(colleague, "client", theirs)).status_code == 204
    problem(await scene.lead.post(path, json=await scene.signed(request, theirs)), 401, "passkey_refused")
    assert (await scene.standing(request))["state"] == "asked"
    kinds = [one["kind"] for one in (await scene.lead.get("/api/account/client")).json()["events"]]
    assert "refused" in kinds
    scene.passkey.sign_count = touched.sign_count
    assert (await scene.approve(request)).status_code == 204


async def test_what_was_signed_for_one_request_opens_no_other(scene: Scene, context: Context) -> None:
    first = await scene.asked()
    assert (await scene.lead.post(f"/api/client/break-glass/{first}/decline")).status_code == 204
    first, second = await scene.asked(), str((await scene.other.post(scene.asking, json=REASON)).json()["request_id"])
    for_first, for_second = await scene.signed(first), await scene.signed(second)
    problem(await scene.lead.post(f"/api/client/break-glass/{second}/approve", json=for_first), 401, "passkey_refused")
    problem(await scene.lead.post(f"/api/client/break-glass/{first}/approve", json=for_second), 401, "passkey_refused")
    # Nor what was signed to come in.
    options = (await scene.lead.post("/api/session/passkey/begin")).json()
    await scene.signed(first)
    sign_in = {"credential": scene.passkey.sign(options)}
    problem(await scene.lead.post(f"/api/client/break-glass/{first}/approve", json=sign_in), 401, "passkey_refused")
    assert {(await scene.standing(first))["state"]} == {"asked"}


async def test_a_lead_without_a_passkey_is_sent_to_make_one(scene: Scene, context: Context) -> None:
    request = await scene.asked()
    async with another_lead(scene, context) as colleague:
        problem(await colleague.post(f"/api/client/break-glass/{request}/approve/begin"), 403, "passkey_missing")


async def test_another_labs_lead_decides_and_sees_nothing(scene: Scene, context: Context) -> None:
    request = await scene.opened()
    rival = await Lab.open(context)
    async with browser(context) as lead:
        await enter(lead, rival.client_link)
        assert (await enrol(lead, "client", Authenticator(HOME))).status_code == 204
        for verb in ("approve/begin", "decline", "end"):
            problem(await lead.post(f"/api/client/break-glass/{request}/{verb}"), 404, "break_glass_not_found")
        assert (await lead.get("/api/client/break-glass")).json() == []
        assert (await lead.get("/api/client/break-glass/standing")).json() == []
    assert (await scene.standing(request))["state"] == "open"


@pytest.mark.parametrize("side", ["lead", "operator"])
async def test_either_side_ends_it_and_nothing_is_read_after_that(scene: Scene, side: str) -> None:
    request = await scene.opened()
    path = f"/api/client/break-glass/{request}/end" if side == "lead" else f"{scene.asking}/{request}/end"
    who = scene.lead if side == "lead" else scene.operator
    for _ in range(2):
        assert (await who.post(path)).status_code == 204
    for look in scene.looks(request):
        problem(await scene.operator.get(look), 410, "break_glass_closed")
    problem(await scene.lead.post(f"/api/client/break-glass/{request}/approve/begin"), 409, "break_glass_decided")
    [listed] = (await scene.lead.get("/api/client/break-glass")).json()
    assert (listed["state"], listed["rows_opened"]) == ("ended", 0)
    assert (await scene.lead.get("/api/client/break-glass/standing")).json() == []


async def test_looks_race_the_end_and_none_succeeds_after_it_was_said(scene: Scene) -> None:
    request = await scene.opened()
    ended = asyncio.Event()
    late: list[httpx.Response] = []

    async def look() -> None:
        while not ended.is_set():
            await scene.operator.get(scene.looks(request)[2])
        late.append(await scene.operator.get(scene.looks(request)[2]))

    looking = [asyncio.create_task(look()) for _ in range(3)]
    await asyncio.sleep(0.2)
    assert (await scene.lead.post(f"/api/client/break-glass/{request}/end")).status_code == 204
    rows = len(await scene.log())
    ended.set()
    await asyncio.gather(*looking)
    assert [answer.status_code for answer in late] == [410] * 3
    assert len(await scene.log()) == rows > 1


async def test_the_databases_clock_ends_it_and_never_later_than_a_quarter_of_an_hour(
    scene: Scene, superuser: asyncpg.Connection
) -> None:
    request = UUID(await scene.opened())
    own = "UPDATE walled.break_glass SET {} WHERE request_id = $1"
    # Nobody makes it longer, the database's own functions included.
    with pytest.raises(asyncpg.CheckViolationError):
        await superuser.execute(own.format("open_until = open_until + interval '1 microsecond'"), request)
    moved = "decided_at = now() - interval '15 minutes' + interval '{0}', open_until = now() + interval '{0}'"
    await superuser.execute(own.format(moved.format("1 minute")), request)
    assert (await scene.operator.get(scene.looks(str(request))[1])).status_code == 200
    assert (await scene.standing(str(request)))["seconds_left"] <= 60
    await superuser.execute(own.format(moved.format("0 seconds")), request)
    for look in scene.looks(str(request)):
        problem(await scene.operator.get(look), 410, "break_glass_closed")
    assert (await scene.standing(str(request))) == {"number": 1, "project_id": None, "state": "over", "seconds_left": 0}
    # One that is over is no obstacle to the next.
    assert (await scene.asked()) != str(request)


async def test_at_the_border_itself_it_is_closed(superuser: asyncpg.Connection) -> None:
    """By a clock that the test holds, put into the function's own text: a microsecond before the end, at it, after it."""
    text = await superuser.fetchval("SELECT prosrc FROM pg_proc WHERE oid = 'glass.state_of'::regproc")
    held = text.replace("clock_timestamp()", "$1::timestamptz").replace("one.", "(made.one).")
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    for until, state in ((1, "open"), (0, "over"), (-1, "over")):
        glass = json.dumps({"decided_at": str(noon), "open_until": str(noon + timedelta(microseconds=until))})
        made = "(SELECT json_populate_record(NULL::walled.break_glass, $2::text::json) AS one) made"
        assert await superuser.fetchval(f"SELECT ({held}) FROM {made}", noon, glass) == state


async def test_it_is_approved_once_and_not_after_it_lapsed(scene: Scene, context: Context, superuser: asyncpg.Connection) -> None:
    request = await scene.asked()
    # Two leads at once.
    theirs = Authenticator(HOME)
    async with another_lead(scene, context) as colleague:
        assert (await enrol(colleague, "client", theirs)).status_code == 204
        path = f"/api/client/break-glass/{request}/approve"
        options = (await colleague.post(f"{path}/begin")).json()
        mine, other = await scene.signed(request), {"credential": theirs.sign(options)}
        answers = await asyncio.gather(scene.lead.post(path, json=mine), colleague.post(path, json=other))
    assert sorted(answer.status_code for answer in answers) == [204, 409]
    problem(await scene.lead.post(f"{path}/begin"), 409, "break_glass_decided")
    problem(await scene.lead.post(f"/api/client/break-glass/{request}/decline"), 409, "break_glass_decided")
    assert [kind for kind, _, _ in await scene.log()] == ["break-glass approved"]
    # One that nobody decided in time.
    await scene.lead.post(f"/api/client/break-glass/{request}/end")
    request = await scene.asked()
    signed = await scene.signed(request)
    await superuser.execute("UPDATE walled.break_glass SET lapses_at = clock_timestamp() WHERE request_id = $1", UUID(request))
    problem(await scene.lead.post(f"/api/client/break-glass/{request}/approve", json=signed), 409, "break_glass_decided")
    assert (await scene.standing(request))["state"] == "lapsed"


async def test_a_session_that_ended_approves_and_reads_nothing(scene: Scene, context: Context) -> None:
    request = await scene.asked()
    signed = await scene.signed(request)
    await scene.lead.post("/api/session/end")
    problem(await scene.lead.post(f"/api/client/break-glass/{request}/approve", json=signed), 401, "no_session")
    assert (await scene.standing(request))["state"] == "asked"
    # The lead comes back and approves; then the operator's session ends.
    scene.lead.cookies.clear()
    options = (await scene.lead.post("/api/session/passkey/begin")).json()
    assert (await scene.lead.post("/api/session/passkey", json={"credential": scene.passkey.sign(options)})).status_code == 201
    assert (await scene.approve(request)).status_code == 204
    await scene.operator.post("/api/session/end")
    for path in scene.looks(request):
        problem(await scene.operator.get(path), 401, "no_session")


async def test_of_a_project_that_was_destroyed_nothing_is_approved_or_read(scene: Scene, context: Context) -> None:
    request = await scene.opened()
    waits = str((await scene.other.post(scene.asking, json=REASON | {"project_id": str(scene.project)})).json()["request_id"])
    await shredding.shred_project(context.db, context.seal, scene.lab.principal, scene.project, f"P {SECRET}")
    signed = await scene.signed(waits)
    problem(await scene.lead.post(f"/api/client/break-glass/{waits}/approve", json=signed), 410, "content_destroyed")
    answers = [await scene.operator.get(path) for path in scene.looks(request)]
    assert [answer.status_code for answer in answers] == [200, 410, 200, 410]
    assert answers[0].json()[0]["name"] is None
    assert {one["item_id"] for one in answers[2].json()} == {None}
    assert not any(SECRET in answer.text for answer in answers)


async def test_asking_tells_nothing_and_one_request_waits_at_a_time(scene: Scene) -> None:
    # That there is no such project is told to the lead alone.
    request = await scene.asked(project_id=str(uuid4()))
    problem(await scene.operator.post(scene.asking, json=REASON), 409, "break_glass_asked")
    signed = await scene.signed(request)
    problem(await scene.lead.post(f"/api/client/break-glass/{request}/approve", json=signed), 404, "project_not_found")
    # Withdrawn by the operator, it is no obstacle to the next; ten at once are one.
    assert (await scene.operator.post(f"{scene.asking}/{request}/end")).status_code == 204
    answers = await asyncio.gather(*(scene.operator.post(scene.asking, json=REASON) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    nowhere = f"/api/operator/workspaces/{uuid4()}/break-glass"
    problem(await scene.operator.post(nowhere, json=REASON), 404, "workspace_not_found")
    numbers = [one["number"] for one in (await scene.lead.get("/api/client/break-glass")).json()]
    assert numbers == [2, 1]


async def test_the_reason_is_sealed(scene: Scene, superuser: asyncpg.Connection) -> None:
    await scene.asked()
    body = await superuser.fetchval("SELECT body FROM walled.break_glass WHERE workspace_id = $1", scene.lab.workspace_id)
    assert SECRET.encode() not in body
    assert SECRET not in (await scene.operator.get("/api/operator/workspaces")).text


@asynccontextmanager
async def another_lead(scene: Scene, context: Context) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody whom the lead invited, who has come in and has no passkey."""
    invited = await scene.lead.post("/api/client/staff", json={"audience": "client", "label": "Second"})
    assert invited.status_code == 201, invited.text
    async with browser(context) as http:
        await enter(http, invited.json()["link"])
        yield http
