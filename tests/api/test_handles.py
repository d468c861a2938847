"""The handles over HTTP: what they say, what they refuse, and to whom."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from amana.api.context import Context
from tests.api.test_api import bearer, problem, signed_in
from tests.lab import Lab, row

PERSON, TASK = UUID(int=7), UUID(int=8)  # of nobody and nothing
# Every handle, with what is sent.
HANDLES: list[tuple[str, str, dict[str, Any] | None]] = [
    ("POST", "pause", None),
    ("POST", "resume", None),
    ("POST", "close", None),
    ("PUT", "rate", {"rate_minor": 5}),
    ("PUT", "budget", {"budget_minor": 10_000}),
    ("PUT", "needed", {"needed": 2}),
    ("PUT", "priority", {"priority": 2}),
    ("GET", "batches", None),
    ("POST", "batches/1/withdraw", None),
    ("GET", "history", None),
    ("POST", "people/invite", {"labels": ["Noor", "Omar"]}),
    ("POST", f"people/{PERSON}/end", None),
    ("POST", f"people/{PERSON}/let-back", None),
    ("POST", f"tasks/{TASK}/reassign", {"pseudonym": str(PERSON)}),
    ("POST", "directions/end", {"pseudonym": str(PERSON)}),
    ("GET", "tasks?find=r1", None),
    ("GET", "near-duplicates", None),
    ("GET", f"near-duplicates/{TASK}", None),
    ("POST", "near-duplicates/withdraw", {}),
]
NAMES = [path for _, path, _ in HANDLES]


@pytest.mark.parametrize(("method", "path", "body"), HANDLES, ids=NAMES)
async def test_a_rival_an_auditor_an_annotator_and_a_stranger_are_refused(
    http: httpx.AsyncClient, lab: Lab, context: Context, method: str, path: str, body: dict[str, Any] | None
) -> None:
    project_id = await lab.project(tasks=2)
    rival = await Lab.open(context)
    address = f"/api/client/projects/{project_id}/{path}"
    refused = await http.request(method, address, json=body, headers=bearer(rival))
    about_a_person = "/end" in path or "/let-back" in path
    if about_a_person and path.startswith("people"):
        problem(refused, 404, "person_not_found")
    else:
        problem(refused, 404, "project_not_found")
    problem(await http.request(method, address, json=body), 401, "no_session")
    await signed_in(http, lab, project_id)
    problem(await http.request(method, address, json=body), 401, "no_session")
    http.cookies.clear()
    assert (await http.post("/api/session", json={"link": lab.auditor_link})).status_code == 201
    problem(await http.request(method, address, json=body), 401, "no_session")
    http.cookies.clear()
    history = (await http.get(f"/api/client/projects/{project_id}/history", headers=bearer(lab))).json()
    assert [event["kind"] for event in history] == ["invited", "state"]  # of all this nothing was a change


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "priority", {"priority": 101}),
        ("PUT", "priority", {"priority": -101}),
        ("PUT", "needed", {"needed": 0}),
        ("PUT", "needed", {"needed": 101}),
        ("PUT", "needed", {"needed": 2, "task_ids": []}),
        ("PUT", "needed", {"needed": 2, "batch_no": 2**31}),
        ("PUT", "needed", {"needed": 2, "unknown": 1}),
        ("PUT", "rate", {"rate_minor": -1}),
        ("PUT", "rate", {"rate_minor": 1.5}),
        ("PUT", "budget", {"budget_minor": 2**63}),
        ("PUT", "budget", {}),
        ("POST", "people/invite", {"labels": []}),
        ("POST", "people/invite", {"labels": ["x" * 201]}),
        ("POST", "people/invite", {"labels": [""]}),
        ("POST", f"tasks/{TASK}/reassign", {"pseudonym": "x"}),
        ("POST", f"tasks/{TASK}/reassign", {"pseudonym": str(PERSON), "hold_seconds": 1}),
        ("POST", "near-duplicates/withdraw", {"batch_no": 0}),
        ("POST", "near-duplicates/withdraw", {"batch": 1}),
        ("GET", "near-duplicates?batch=0", None),
        ("GET", "near-duplicates?limit=101", None),
        ("GET", "tasks?find=", None),
        ("GET", "tasks?find=a%00b", None),
        ("GET", "tasks?batch=0", None),
        ("GET", "tasks?task_state=nothing", None),
    ],
    ids=str,
)
async def test_what_can_not_be_is_refused_in_words(
    http: httpx.AsyncClient, lab: Lab, method: str, path: str, body: dict[str, Any] | None
) -> None:
    address = f"/api/client/projects/{await lab.project(tasks=1)}/{path}"
    answer = await http.request(method, address, json=body, headers=bearer(lab))
    if "%00" in path:  # no id of anybody's: nothing is found
        assert answer.json()["tasks"] == []
    else:
        problem(answer, 422, "request_invalid")


async def test_things_that_are_not_there(http: httpx.AsyncClient, lab: Lab) -> None:
    base = f"/api/client/projects/{await lab.project(tasks=1)}"
    problem(await http.post(f"{base}/batches/2/withdraw", headers=bearer(lab)), 404, "batch_not_found")
    assert (await http.post(f"{base}/batches/{10**20}/withdraw", headers=bearer(lab))).status_code in (404, 422)
    problem(await http.post(f"{base}/people/{PERSON}/end", headers=bearer(lab)), 404, "person_not_found")
    reassign = {"pseudonym": str(PERSON)}
    problem(await http.post(f"{base}/tasks/{TASK}/reassign", json=reassign, headers=bearer(lab)), 404, "task_not_found")
    changed = await http.put(f"{base}/needed", json={"needed": 9, "task_ids": [str(TASK)]}, headers=bearer(lab))
    assert changed.json() == {"tasks": 0, "could_not": 0, "let_go": 0}
    problem(await http.put(f"{base}/needed", json={"needed": 9, "batch_no": 2}, headers=bearer(lab)), 404, "batch_not_found")
    problem(await http.get(f"{base}/near-duplicates/{TASK}", headers=bearer(lab)), 404, "no_near_duplicate")
    problem(
        await http.post(f"{base}/near-duplicates/withdraw", json={"batch_no": 2}, headers=bearer(lab)), 404, "batch_not_found"
    )


async def test_a_task_is_found_by_what_the_client_calls_it(http: httpx.AsyncClient, lab: Lab) -> None:
    project_id = await lab.project(tasks=12)
    await lab.add(project_id, [row(3) | {"prompt": "the same id in another batch"}, row(90)])

    async def found(**query: str | int) -> list[tuple[int, int]]:
        answer = await http.get(f"/api/client/projects/{project_id}/tasks", params=query, headers=bearer(lab))
        assert answer.status_code == 200
        return [(one["batch_no"], one["row"]) for one in answer.json()["tasks"]]

    assert await found(find="r1") == [(1, 2)]
    assert await found(find="r3") == [(1, 4), (2, 1)]
    assert await found(find=" r90 ") == [(2, 2)]
    assert await found(find="2:2") == [(2, 2)]
    assert await found(find="R1") == []
    assert await found(find="99:1") == []
    page = (await http.get(f"/api/client/projects/{project_id}/tasks?limit=1", headers=bearer(lab))).json()
    assert await found(find=page["tasks"][0]["task_id"]) == [(1, 1)]
    assert await found(batch=2) == [(2, 1), (2, 2)]
    assert len(await found(task_state="open")) == 14
    assert (await http.post(f"/api/client/projects/{project_id}/batches/1/withdraw", headers=bearer(lab))).json()["tasks"] == 12
    assert await found(task_state="open") == [(2, 1), (2, 2)]
    assert len(await found(task_state="withdrawn")) == 12
    assert await found(find="r1") == [(1, 2)]
    other = await lab.project(tasks=12)
    elsewhere = await http.get(f"/api/client/projects/{other}/tasks", params={"find": "r90"}, headers=bearer(lab))
    assert elsewhere.json()["tasks"] == []


async def test_several_are_invited_at_once_and_each_link_lets_one_in(http: httpx.AsyncClient, lab: Lab) -> None:
    project_id = await lab.project(tasks=1)
    base = f"/api/client/projects/{project_id}"
    invited = (await http.post(f"{base}/people/invite", json={"labels": ["Noor", "عمر"]}, headers=bearer(lab))).json()
    assert [one["label"] for one in invited] == ["Noor", "عمر"]
    for one in invited:
        assert (await http.post("/api/session", json={"link": one["link"]})).status_code == 201
    known = (await http.get(f"{base}/people", headers=bearer(lab))).json()
    assert {(one["pseudonym"], one["label"]) for one in known} == {(one["pseudonym"], one["label"]) for one in invited}
    history = (await http.get(f"{base}/history", headers=bearer(lab))).json()
    assert sum(event["kind"] == "invited" for event in history) == 2


async def test_a_batch_keeps_its_files_name_while_its_plan_lives(http: httpx.AsyncClient, lab: Lab) -> None:
    project_id = await lab.project()
    base = f"/api/client/projects/{project_id}"
    sent = await http.post(
        f"{base}/plans?file_name=pairs.jsonl", content=b'{"response_a": "x", "response_b": "y"}\n', headers=bearer(lab)
    )
    await http.post(f"{base}/plans/{sent.json()['plan_id']}/commit", headers=bearer(lab))
    [batch] = (await http.get(f"{base}/batches", headers=bearer(lab))).json()
    assert (batch["batch_no"], batch["file_name"], batch["tasks"], batch["price_minor"]) == (1, "pairs.jsonl", 1, 36)
