"""What a stranger, a rival, a script gone wrong or a shared device may send: refused in words, nothing half-made, no 500."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import msgspec
import pytest

from amana.api.context import Context
from amana.model.scope import Audience, Scope
from amana.store import dispatch
from tests.api.test_api import bearer, problem, signed_in
from tests.lab import Lab

NEW = {"name": "P", "task_type": "comparison", "rate_minor": 1, "currency": "EUR"}


@pytest.mark.parametrize(
    "changed",
    [
        {"currency": "EUR\n"},
        {"budget_minor": 2**63},
        {"name": "   "},
        {"name": "a\0b"},
        {"options": {"question": "x" * 301}},
        {"options": {"question": {"en": "x" * 301, "ar": ""}}},
        {"options": {"scale": 4}},
        {"rate_minor": 1.5},
        {"annotations_needed": 10**20},
    ],
    ids=str,
)
async def test_a_project_that_can_not_be_is_refused_in_words(http: httpx.AsyncClient, lab: Lab, changed: dict[str, Any]) -> None:
    refused = await http.post("/api/client/projects", json=NEW | changed, headers=bearer(lab))
    assert refused.status_code == 422, refused.text
    assert refused.json()["detail"]


async def test_text_that_is_not_utf8_is_refused_wherever_it_lies(http: httpx.AsyncClient, lab: Lab) -> None:
    body = msgspec.json.encode(NEW).replace(b"}", b', "options": {"question": "\xff"}}')
    problem(await http.post("/api/client/projects", content=body, headers=bearer(lab)), 422, "request_invalid")
    project_id = await lab.project(tasks=1)
    await signed_in(http, lab, project_id)
    desk = f"/api/annotator/projects/{project_id}"
    [task] = (await http.post(f"{desk}/claim", json={"want": 1})).json()
    submit = f'{{"submit_id": "{uuid4()}", "assignment_id": "{task["assignment_id"]}", "revision": 1, "answer": {{"preference": 0, "reason": "'
    problem(await http.post(f"{desk}/submit", content=submit.encode() + b'\xff"}}'), 422, "request_invalid")


@pytest.mark.parametrize(
    "query", ["before=99999999999999999999", "before=0", "kind=%00", "limit=501", "task_id=x", "kind=" + "x" * 41]
)
async def test_a_page_that_can_not_be_asked_for(http: httpx.AsyncClient, lab: Lab, query: str) -> None:
    problem(await http.get(f"/api/client/access-log/page?{query}", headers=bearer(lab)), 422, "request_invalid")


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00", "yesterday"])
async def test_a_moment_that_never_was(http: httpx.AsyncClient, lab: Lab, since: str) -> None:
    await signed_in(http, lab, await lab.project(tasks=1))
    problem(await http.get(f"/api/annotator/projects?since={since}"), 422, "request_invalid")


async def test_odd_requests_are_answered(http: httpx.AsyncClient, lab: Lab) -> None:
    assert (await http.options("/api/client/projects")).status_code == 204
    assert (await http.get("/link", headers={"host": "127.0.0.1:abc"})).status_code == 200
    project_id = await lab.project(tasks=1)
    await signed_in(http, lab, project_id)
    over = {"submit_id": str(uuid4()), "assignment_id": str(uuid4()), "revision": 2**31, "answer": {}}
    problem(await http.post(f"/api/annotator/projects/{project_id}/submit", json=over), 422, "request_invalid")


async def test_a_statement_needs_a_live_annotators_session(http: httpx.AsyncClient, lab: Lab, context: Context) -> None:
    for cookie in ("garbage", lab.key):
        http.cookies.set(f"amana_annotator_{context.port}", cookie)
        problem(await http.get("/api/annotator/statement"), 401, "no_session")
        http.cookies.clear()


async def test_what_one_person_did_is_not_sent_in_anothers_session(http: httpx.AsyncClient, lab: Lab) -> None:
    project_id = await lab.project(tasks=2)
    desk = f"/api/annotator/projects/{project_id}"
    await signed_in(http, lab, project_id)
    first = (await http.get("/api/annotator/projects", params={"since": "2020-01-01T00:00:00Z"})).json()["person"]
    [task] = (await http.post(f"{desk}/claim", json={"want": 1}, headers={"amana-person": first})).json()
    http.cookies.clear()
    await signed_in(http, lab, project_id)
    submit = {"submit_id": str(uuid4()), "assignment_id": task["assignment_id"], "revision": 1, "answer": {"preference": 0}}
    problem(await http.post(f"{desk}/submit", json=submit, headers={"amana-person": first}), 401, "other_person")
    problem(await http.post(f"{desk}/claim", json={}, headers={"amana-person": first}), 401, "other_person")
    problem(await http.post(f"{desk}/claim", json={}, headers={"amana-person": "x"}), 422, "request_invalid")


async def test_many_deliveries_at_once_do_not_wait_for_each_other_for_ever(http: httpx.AsyncClient, lab: Lab) -> None:
    project_id = await lab.project(tasks=5, annotations_needed=1, undo_seconds=0)
    annotator = await lab.annotator(project_id)
    for task in await annotator.claim(5):
        await annotator.submit(task)
    await dispatch.settle(lab.context.db, Scope(Audience.ENGINE, lab.workspace_id), 100)
    asked = [http.post(f"/api/client/projects/{project_id}/deliveries", headers=bearer(lab)) for _ in range(30)]
    made = await asyncio.wait_for(asyncio.gather(*asked), 60)
    assert {one.status_code for one in made} == {201}
    assert (await http.get("/api/client/projects", headers=bearer(lab))).status_code == 200


@pytest.mark.parametrize(
    "content",
    [b"", b"not json\n", b'{"a": 1}\n', b'{"x": "' + b"y" * 9_000_000 + b'"}\n'],
    ids=["empty", "unreadable", "unmapped", "long"],
)
async def test_nothing_is_kept_of_a_file_that_makes_no_plan(
    http: httpx.AsyncClient, lab: Lab, superuser: asyncpg.Connection, home: Path, content: bytes
) -> None:
    project_id = await lab.project()
    kept = set(home.glob("uploads/*"))
    refused = await http.post(f"/api/client/projects/{project_id}/plans", content=content, headers=bearer(lab))
    assert refused.status_code in (413, 422)
    for table in ("import_plan", "task_content"):
        assert await superuser.fetchval(f"SELECT count(*) FROM walled.{table} WHERE workspace_id = $1", lab.workspace_id) == 0
    assert set(home.glob("uploads/*")) == kept


async def test_a_column_mapped_twice_is_refused(http: httpx.AsyncClient, lab: Lab) -> None:
    project_id = await lab.project()
    base = f"/api/client/projects/{project_id}/plans"
    plan = (await http.post(base, content=b'{"response_a": "x", "response_b": "y"}\n', headers=bearer(lab))).json()
    twice = {"fields": {"responses": ["response_a", "response_a"]}}
    problem(await http.put(f"{base}/{plan['plan_id']}/mapping", json=twice, headers=bearer(lab)), 422, "mapping_invalid")
