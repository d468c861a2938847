"""Off-boarding: who leaves sees nothing from the moment it was said, keeps what they earned, and leaves a list of all they saw."""

import asyncio
import csv
import io
from uuid import UUID, uuid4

import asyncpg
import httpx
import msgspec
import pytest

from amana.actions import operators
from amana.api.context import Context
from amana.model.errors import AlreadyAnswered, AssignmentNotFound, ProjectNotFound
from amana.model.ids import ProjectId
from amana.model.scope import Audience, Scope
from amana.store import dispatch
from tests.api.test_account import browser, enter
from tests.api.test_api import bearer, problem
from tests.api.test_passkeys import HOME, come_in, enrol
from tests.authenticator import Authenticator
from tests.databases import Scratch
from tests.lab import Annotator, Lab


async def off_board(http: httpx.AsyncClient, lab: Lab, annotator: Annotator) -> dict[str, int]:
    answer = await http.post(f"/api/client/people/{annotator.pseudonym}/off-board", headers=bearer(lab))
    assert answer.status_code == 200, answer.text
    done: dict[str, int] = answer.json()
    return done


async def desk(http: httpx.AsyncClient, annotator: Annotator) -> dict[str, object]:
    cookie = {"cookie": f"amana_annotator_8321={annotator.session}"}
    answer = await http.get("/api/annotator/projects", params={"since": "2020-01-01T00:00:00Z"}, headers=cookie)
    shown: dict[str, object] = answer.json()
    return shown


async def test_an_annotator_is_sent_away_from_every_project_and_keeps_their_pay(http: httpx.AsyncClient, lab: Lab) -> None:
    project = await lab.project(tasks=5, annotations_needed=1)
    noor, omar = await lab.annotators(project, 2)
    answered, held, _ = await noor.claim(3)
    await noor.shown(answered.assignment_id)
    await noor.submit(answered)
    before = await lab.progress(project)
    assert before.held == 2
    assert await off_board(http, lab, noor) == {"projects": 1, "tasks": 2}
    with pytest.raises(ProjectNotFound):
        await noor.claim()
    for attempt in (noor.submit(held), noor.shown(held.assignment_id), noor.skip(held.assignment_id)):
        with pytest.raises(AssignmentNotFound):
            await attempt
    # What they held is others', what they answered is paid, and they read so.
    assert len(await omar.claim(4)) == 4
    cookie = {"cookie": f"amana_annotator_8321={noor.session}"}
    statement = (await http.get("/api/annotator/statement", headers=cookie)).json()
    assert [(line["amount_minor"], line["state"]) for line in statement["newest"]] == [(12, "pending")]
    after = await lab.progress(project)
    assert (after.pending_minor, after.answered) == (before.pending_minor, before.answered) == (12, 1)
    shown = await desk(http, noor)
    assert shown["projects"] == []
    assert len(shown["departures"]) == 1  # type: ignore[arg-type]
    assert (await desk(http, omar))["departures"] == []
    # Twice changes nothing.
    assert await off_board(http, lab, noor) == {"projects": 0, "tasks": 0}


async def test_they_keep_their_account_and_come_back_as_the_same_person(
    http: httpx.AsyncClient, lab: Lab, context: Context
) -> None:
    project = await lab.project(tasks=2)
    noor = await lab.annotator(project)
    await off_board(http, lab, noor)
    cookie = {"cookie": f"amana_annotator_8321={noor.session}"}
    assert (await http.get("/api/account/annotator", headers=cookie)).status_code == 200
    base = f"/api/client/projects/{project}/people/{noor.pseudonym}"
    problem(await http.post(f"{base}/link", headers=bearer(lab)), 404, "person_not_found")
    assert (await http.post(f"{base}/let-back", headers=bearer(lab))).status_code == 204
    assert len(await noor.claim()) == 1
    assert (await desk(http, noor))["departures"] == []


async def test_all_that_a_leaver_saw_is_listed(http: httpx.AsyncClient, lab: Lab, context: Context) -> None:
    project, second = await lab.project(tasks=3, name="Pairs"), await lab.project(tasks=3)
    noor = await lab.annotator(project)
    other = await lab.annotator(second)
    await other.claim()
    first, _ = await noor.claim(2)
    await noor.shown(first.assignment_id)
    await noor.submit(first)
    await off_board(http, lab, noor)
    path = f"/api/client/seen/{noor.pseudonym}"
    page = (await http.get(path, headers=bearer(lab))).json()
    assert [row["kind"] for row in page["rows"]] == ["answered", "shown", "released", "released"]
    assert page["counts"] == {"answered": 1, "released": 2, "shown": 1}
    assert page["project_names"][str(project)] == "Pairs"
    lines = (await http.get(f"{path}/file", headers=bearer(lab))).text.splitlines()
    rows = [msgspec.json.decode(line) for line in lines]
    assert [row["kind"] for row in rows] == ["released", "released", "shown", "answered"]
    assert {row["project_id"] for row in rows} == {str(project)}
    assert rows[-1]["task_id"] == rows[-2]["task_id"] != None  # noqa: E711
    table = (await http.get(f"{path}/file", params={"format": "csv"}, headers=bearer(lab))).text
    assert [row["kind"] for row in csv.DictReader(io.StringIO(table))] == ["released", "released", "shown", "answered"]
    # Nothing of it in the rival's walls, nor of somebody who never was here.
    rival = await Lab.open(context)
    assert (await http.get(path, headers=bearer(rival))).json() == {"rows": [], "counts": {}, "project_names": {}}
    problem(await http.post(f"/api/client/people/{noor.pseudonym}/off-board", headers=bearer(rival)), 404, "nobody_here")
    problem(await http.post(f"/api/client/people/{uuid4()}/off-board", headers=bearer(lab)), 404, "nobody_here")


async def test_a_claim_races_the_end_and_no_lease_is_left(
    http: httpx.AsyncClient, lab: Lab, superuser: asyncpg.Connection
) -> None:
    project = await lab.project(tasks=60, annotations_needed=1)
    for noor in await lab.annotators(project, 6):
        over = asyncio.Event()

        async def work(noor: Annotator = noor, over: asyncio.Event = over) -> int:
            late = 0
            while True:
                said = over.is_set()
                try:
                    [*held] = await noor.claim(2)
                    late += said
                    for task in held[:1]:
                        await noor.submit(task)
                except (ProjectNotFound, AssignmentNotFound, AlreadyAnswered):
                    if said:
                        return late

        working = [asyncio.create_task(work()) for _ in range(3)]
        await asyncio.sleep(0.05)
        await off_board(http, lab, noor)
        over.set()
        assert await asyncio.gather(*working) == [0, 0, 0]
        left = await superuser.fetchval(
            "SELECT count(*) FROM walled.assignment WHERE pseudonym = $1 AND state = 'held'", noor.pseudonym
        )
        assert left == 0
    progress = await lab.progress(project)
    assert progress.held == 0
    assert progress.needed == progress.answered + progress.slots


async def test_what_was_meant_for_them_is_anybodys(http: httpx.AsyncClient, lab: Lab, superuser: asyncpg.Connection) -> None:
    project = await lab.project(tasks=1, annotations_needed=1)
    noor, omar = await lab.annotators(project, 2)
    task = await superuser.fetchval("SELECT task_id FROM walled.task WHERE project_id = $1", project)
    scope = Scope(Audience.CLIENT, lab.workspace_id, lab.principal.subject)
    assert await dispatch.direct(lab.context.db, scope, ProjectId(project), noor.pseudonym, [task], 3600, "lead") == [task]
    assert await omar.claim() == []
    assert await off_board(http, lab, noor) == {"projects": 1, "tasks": 1}
    assert len(await omar.claim()) == 1


# ---- a lab's own staff -----------------------------------------------------------------------------------------------


async def invited(http: httpx.AsyncClient, audience: str, label: str) -> str:
    answer = await http.post("/api/client/staff", json={"audience": audience, "label": label})
    assert answer.status_code == 201, answer.text
    link: str = answer.json()["link"]
    return link


async def members(http: httpx.AsyncClient) -> dict[tuple[str, str], dict[str, object]]:
    return {(one["label"], one["audience"]): one for one in (await http.get("/api/client/staff")).json()}


async def test_a_lead_invites_a_lead_and_an_auditor_and_sends_them_away(
    http: httpx.AsyncClient, lab: Lab, context: Context
) -> None:
    await enter(http, lab.client_link)
    link = await invited(http, "client", "Grace")
    before = await members(http)
    assert before["Grace", "client"]["since"] is None
    assert before["Grace", "client"]["invited_until"] is not None
    assert before["researcher", "client"]["mine"] is True
    async with browser(context) as grace, browser(context) as auditor:
        await enter(grace, link)
        await enter(auditor, await invited(http, "auditor", "Huda"))
        passkey = Authenticator(HOME)
        assert (await enrol(grace, "client", passkey)).status_code == 204
        made = (await grace.post("/api/client/keys", json={"label": "a", "verbs": ["read"]})).json()
        kept = (await grace.post("/api/client/keys", json={"label": "b", "verbs": ["read"]})).json()
        now = await members(http)
        assert now["Grace", "client"]["last_used_at"] is not None
        assert (await grace.get("/api/client/projects")).status_code == 200
        await grace.get("/api/client/access-log")
        away = await http.post(
            f"/api/client/staff/{now['Grace', 'client']['person_id']}/off-board", json={"keep_keys": [kept["key_id"]]}
        )
        assert away.json() == {"keys": 1}
        problem(await grace.get("/api/client/projects"), 401, "no_session")
        # Neither the passkey nor the key that was not kept opens anything; the other key does.
        problem(await come_in(grace, passkey), 401, "passkey_refused")
        for key, status in ((made["key"], 401), (kept["key"], 200)):
            answer = await http.get("/api/client/projects", headers={"Authorization": f"Bearer {key}", "cookie": ""})
            assert answer.status_code == status
        huda = now["Huda", "auditor"]["person_id"]
        assert (await http.post(f"/api/client/staff/{huda}/off-board", json={})).json() == {"keys": 0}
        problem(await auditor.get("/api/client/access-log/page"), 401, "no_session")
        problem(await http.post(f"/api/client/staff/{huda}/off-board", json={}), 404, "nobody_here")
    assert {label for label, _ in await members(http)} == {"researcher"} | {label for label, _ in before if label == "auditor"}


async def test_an_invitation_that_was_taken_back_lets_nobody_in(http: httpx.AsyncClient, lab: Lab, context: Context) -> None:
    await enter(http, lab.client_link)
    link = await invited(http, "client", "Grace")
    grace = (await members(http))["Grace", "client"]["person_id"]
    assert (await http.post(f"/api/client/staff/{grace}/off-board", json={})).status_code == 200
    async with browser(context) as late:
        problem(await late.post("/api/session", json={"link": link}), 410, "link_spent")


async def test_the_last_lead_stays_and_two_who_send_each_other_away_are_one(
    http: httpx.AsyncClient, lab: Lab, context: Context
) -> None:
    await enter(http, lab.client_link)
    mine = (await members(http))["researcher", "client"]["person_id"]
    problem(await http.post(f"/api/client/staff/{mine}/off-board", json={}), 409, "last_lead")
    # Somebody who has a link and has not come in is no lead yet.
    link = await invited(http, "client", "Grace")
    problem(await http.post(f"/api/client/staff/{mine}/off-board", json={}), 409, "last_lead")
    async with browser(context) as grace:
        await enter(grace, link)
        hers = (await members(http))["Grace", "client"]["person_id"]
        answers = await asyncio.gather(
            http.post(f"/api/client/staff/{hers}/off-board", json={}), grace.post(f"/api/client/staff/{mine}/off-board", json={})
        )
        assert sorted(answer.status_code for answer in answers)[0] == 200
        assert sorted(answer.status_code for answer in answers)[1] in (401, 403)
        left = [one for one in (http, grace) if (await one.get("/api/client/staff")).status_code == 200]
        assert len(left) == 1


async def test_no_key_lets_anybody_in_or_sends_anybody_away(http: httpx.AsyncClient, lab: Lab, context: Context) -> None:
    lead = {"audience": "client", "label": "x"}
    problem(await http.post("/api/client/staff", json=lead, headers=bearer(lab)), 403, "lead_needed")
    problem(await http.post(f"/api/client/staff/{uuid4()}/off-board", json={}, headers=bearer(lab)), 403, "lead_needed")
    # Nor does a lead of another lab.
    await enter(http, lab.client_link)
    mine = (await members(http))["researcher", "client"]["person_id"]
    rival = await Lab.open(context)
    async with browser(context) as other:
        await enter(other, rival.client_link)
        problem(await other.post(f"/api/client/staff/{mine}/off-board", json={}), 404, "nobody_here")
        assert {one["mine"] for one in (await other.get("/api/client/staff")).json()} == {True, False}


async def test_coming_in_races_the_end_and_no_session_is_left(
    http: httpx.AsyncClient, lab: Lab, context: Context, superuser: asyncpg.Connection
) -> None:
    await enter(http, lab.client_link)
    for _ in range(5):
        async with browser(context) as grace:
            await enter(grace, await invited(http, "client", "Grace"))
            codes = (await grace.post("/api/account/client/codes")).json()["codes"]
            person = (await members(http))["Grace", "client"]["person_id"]
            comings = [asyncio.create_task(grace.post("/api/session/code", json={"code": code})) for code in codes]
            await asyncio.sleep(0.01)
            assert (await http.post(f"/api/client/staff/{person}/off-board", json={})).status_code == 200
            await asyncio.gather(*comings)
            alive = await superuser.fetchval(
                "SELECT count(*) FROM commons.session WHERE person_id = $1 AND revoked_at IS NULL", UUID(str(person))
            )
            assert alive == 0


# ---- operators -------------------------------------------------------------------------------------------------------


async def test_another_operator_ends_somebodys_rights_and_two_stay_unless_said_so(scratch: Scratch) -> None:
    async with scratch.database() as (name, _), scratch.opened(name) as context:
        links = [await operators.create(context.db, context.seal, label) for label in ("First", "Second")]
        async with browser(context) as one, browser(context) as two, browser(context) as three:
            await enter(one, links[0])
            await enter(two, links[1])
            proposal = (await one.post("/api/operator/proposals", json={"label": "Third"})).json()["proposal_id"]
            await enter(three, (await two.post(f"/api/operator/proposals/{proposal}/approve")).json()["link"])
            listed = (await one.get("/api/operator/operators")).json()["operators"]
            ids = {each["label"]: each["person_id"] for each in listed}

            def end(label: str) -> str:
                return f"/api/operator/operators/{ids[label]}/end"

            problem(await one.post(end("First"), json={}), 403, "another_operator_needed")
            problem(await one.post(f"/api/operator/operators/{uuid4()}/end", json={}), 404, "operator_not_found")
            waits = (await three.post("/api/operator/proposals", json={"label": "Fourth"})).json()["proposal_id"]
            assert (await one.post(end("Third"), json={})).status_code == 204
            problem(await three.get("/api/operator/operators"), 401, "no_session")
            # Nor does what they proposed stand.
            problem(await two.post(f"/api/operator/proposals/{waits}/approve"), 404, "proposal_not_found")
            problem(await one.post(end("Second"), json={}), 409, "two_operators_needed")
            # Two who end each other are one.
            said = {"leave_one": True}
            answers = await asyncio.gather(one.post(end("Second"), json=said), two.post(end("First"), json=said))
            assert sorted(answer.status_code for answer in answers) == [204, 401]
            # The machine itself makes the second one again.
            assert await operators.create(context.db, context.seal, "Another")
