from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from litestar import get

from amana import app as app_module
from amana.actions import people
from amana.api.context import Context
from amana.api.policy import RouteWithoutPolicy, require_policies
from amana.app import create_app
from amana.core.access_log import ExportedLog, ExportedRow
from tests.lab import Lab, json_lines, row


def bearer(lab: Lab) -> dict[str, str]:
    return {"Authorization": f"Bearer {lab.key}"}


def problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["code"] == code
    assert document["status"] == status
    assert document["title"]
    assert document["detail"]
    assert document["type"] == f"urn:amana:problem:{code}"
    return document


async def signed_in(http: httpx.AsyncClient, lab: Lab, project_id: object) -> None:
    invited = await http.post(f"/api/client/projects/{project_id}/invitations", json={"label": "Noor"}, headers=bearer(lab))
    redeemed = await http.post("/api/session", json={"link": invited.json()["link"]})
    assert redeemed.status_code == 201
    assert redeemed.json() == {"audience": "annotator", "project_id": str(project_id), "must_enrol": False}


async def test_one_task_goes_from_file_to_export(http: httpx.AsyncClient, lab: Lab) -> None:
    headers = bearer(lab)
    new = {"name": "Pairs", "task_type": "comparison", "rate_minor": 12, "currency": "EUR", "annotations_needed": 1}
    project_id = (await http.post("/api/client/projects", json=new, headers=headers)).json()["project_id"]
    base = f"/api/client/projects/{project_id}"
    sent = await http.post(f"{base}/plans?file_name=pairs.jsonl", content=json_lines([row(1)]), headers=headers)
    plan = sent.json()
    assert (plan["file_name"], plan["tasks"], plan["price_minor"]) == ("pairs.jsonl", 1, 12)
    assert plan["first_task"]["elements"][0]["text"] == "Prompt 1"
    batch = await http.post(f"{base}/plans/{plan['plan_id']}/commit", headers=headers)
    assert batch.json()["tasks"] == 1
    assert (await http.get(f"{base}/plans/{plan['plan_id']}", headers=headers)).json()["batch_id"] == batch.json()["batch_id"]
    assert (await http.post(f"{base}/open", headers=headers)).status_code == 204

    await signed_in(http, lab, project_id)
    desk = f"/api/annotator/projects/{project_id}"
    [task] = (await http.post(f"{desk}/claim", json={"want": 3})).json()
    assert task["rate_minor"] == 12
    panels = [part["text"] for [part] in task["form"]["elements"][1]["items"]]
    assert (await http.post(f"{desk}/shown", json={"assignment_id": task["assignment_id"]})).status_code == 204
    submit = {
        "submit_id": str(uuid4()),
        "assignment_id": task["assignment_id"],
        "revision": 1,
        "answer": {"preference": 0, "reason": "لأنها أوضح"},
        "active_ms": 2100,
    }
    receipt = await http.post(f"{desk}/submit", json=submit)
    assert receipt.json()["amount_minor"] == 12
    assert (await http.post(f"{desk}/submit", json=submit)).json() == receipt.json()

    exported = await http.get(f"{base}/annotations", headers=headers)
    [line] = exported.text.splitlines()
    annotation = msgspec.json.decode(line)
    # "The first one I saw is better", told in the file's own order.
    assert annotation["votes"]["preference"] == ("first" if panels[0] == "A1" else "second")
    assert annotation["item_id"] == "r1"
    assert annotation["answer"]["reason"] == "لأنها أوضح"
    assert annotation["payload"] == {"prompt": "Prompt 1", "responses": ["A1", "B1"]}
    assert annotation["active_ms"] == 2100

    page = (await http.get(base, headers=headers)).json()
    assert page["progress"]["answered"] == page["progress"]["needed"] == 1
    assert page["project"]["name"] == "Pairs"
    log = (await http.get("/api/client/access-log", headers=headers)).text.splitlines()
    rows = ExportedLog.read(log).rows
    assert [row.kind for row in rows] == ["planned", "imported", "released", "shown", "answered", "exported"]
    assert all(row.holds() for row in rows)


async def test_a_rival_gets_404_for_all_of_it(http: httpx.AsyncClient, lab: Lab, context: Context) -> None:
    project_id = await lab.project(tasks=2)
    plan = await lab.plan(project_id, json_lines([row(7)]))
    rival = await Lab.open(context)
    base = f"/api/client/projects/{project_id}"
    for method, path in (
        ("GET", base),
        ("POST", f"{base}/open"),
        ("GET", f"{base}/annotations"),
        ("GET", f"{base}/plans/{plan.plan_id}"),
        ("POST", f"{base}/plans/{plan.plan_id}/commit"),
        ("POST", f"{base}/plans"),
    ):
        content = b"{}" if path.endswith("plans") else None
        problem(await http.request(method, path, headers=bearer(rival), content=content), 404, "project_not_found")
    invite = await http.post(f"{base}/invitations", json={"label": "x"}, headers=bearer(rival))
    problem(invite, 404, "project_not_found")
    assert (await http.get("/api/client/projects", headers=bearer(rival))).json() == []
    assert ExportedLog.read((await http.get("/api/client/access-log", headers=bearer(rival))).text.splitlines()).rows == ()
    # An annotator of another workspace asks for it, and for one that never was: the same answer.
    await signed_in(http, rival, await rival.project(tasks=1))
    for unknown in (project_id, uuid4()):
        problem(await http.post(f"/api/annotator/projects/{unknown}/claim", json={}), 404, "project_not_found")


@pytest.mark.parametrize("credential", ["", "Bearer ", "Bearer amana_k1_wrong", "Basic eDp5"])
async def test_without_a_live_credential_there_is_no_way_in(http: httpx.AsyncClient, credential: str) -> None:
    headers = {"Authorization": credential} if credential else {}
    problem(await http.get("/api/client/projects", headers=headers), 401, "no_session")
    problem(await http.get("/api/client/access-log", headers=headers), 401, "no_session")
    problem(await http.post(f"/api/annotator/projects/{uuid4()}/claim", json={}, headers=headers), 401, "no_session")


async def test_an_auditor_reads_the_log_and_nothing_else(http: httpx.AsyncClient, lab: Lab) -> None:
    project_id = await lab.project(tasks=1)
    assert (await http.post("/api/session", json={"link": lab.auditor_link})).json()["audience"] == "auditor"
    log = await http.get("/api/client/access-log")
    assert [row.kind for row in ExportedLog.read(log.text.splitlines()).rows] == ["planned", "imported"]
    problem(await http.get("/api/client/projects"), 401, "no_session")
    problem(await http.get(f"/api/client/projects/{project_id}/annotations"), 401, "no_session")


async def test_a_link_is_good_once_and_by_post_only(http: httpx.AsyncClient, lab: Lab) -> None:
    # A preview of the link reads the page, whatever it is asked; nothing is spent.
    assert (await http.get("/api/session", params={"link": lab.client_link})).json() == []
    first = await http.post("/api/session", json={"link": lab.client_link})
    assert first.status_code == 201
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert (await http.get("/api/client/projects")).status_code == 200
    http.cookies.clear()
    problem(await http.post("/api/session", json={"link": lab.client_link}), 410, "link_spent")


async def test_signing_out_ends_the_session_at_once(http: httpx.AsyncClient, lab: Lab) -> None:
    await http.post("/api/session", json={"link": lab.client_link})
    kept = dict(http.cookies)
    assert (await http.post("/api/session/end")).status_code == 204
    http.cookies.update(kept)
    problem(await http.get("/api/client/projects"), 401, "no_session")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_another_sites_page_can_not_act_for_a_person(http: httpx.AsyncClient, lab: Lab, site: str) -> None:
    await http.post("/api/session", json={"link": lab.client_link})
    answer = await http.post("/api/client/projects", json={}, headers={"Sec-Fetch-Site": site})
    problem(answer, 403, "cross_site")


@pytest.mark.parametrize(
    ("path", "body", "named"),
    [
        ("/api/client/projects", {"name": "x"}, "task_type"),
        ("/api/client/projects", {"name": "", "task_type": "comparison", "rate_minor": 1, "currency": "EUR"}, "name"),
        ("/api/client/projects", {"name": "x", "task_type": "comparison", "rate_minor": "1", "currency": "EUR"}, "rate_minor"),
        ("/api/client/projects", {"name": "x", "task_type": "comparison", "rate_minor": 1, "currency": "euro"}, "currency"),
        ("/api/client/projects", {"name": "x", "task_type": "nope", "rate_minor": 1, "currency": "EUR"}, "task_type"),
        ("/api/client/projects", {"name": "x", "task_type": "comparison", "rate_minor": 1, "currency": "EUR", "options": {"scale": 4}}, "scale"),
        ("/api/client/projects", {"name": "x", "task_type": "comparison", "rate_minor": 1, "currency": "EUR", "extra": 4}, "extra"),
        ("/api/session", {"key": "x"}, "key"),
        ("/api/session", {}, "link"),
    ],
)  # fmt: skip
async def test_a_request_that_can_not_be_read_is_told_which_field(
    http: httpx.AsyncClient, lab: Lab, path: str, body: object, named: str
) -> None:
    answer = await http.post(path, json=body, headers=bearer(lab))
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert named in answer.text


async def test_rubbish_bodies_and_paths_are_problems_not_crashes(http: httpx.AsyncClient, lab: Lab) -> None:
    json_type = bearer(lab) | {"content-type": "application/json"}
    for content in (b"", b"{", b"\xff", b"null", b"[]", b'"x"', b"{" * 3000):
        answer = await http.post("/api/client/projects", content=content, headers=json_type)
        assert answer.status_code == 422, (content, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
    problem(await http.get("/api/client/projects/not-an-id", headers=bearer(lab)), 404, "route_not_found")
    problem(await http.get("/api/no-such-route"), 404, "route_not_found")
    problem(await http.put("/api/client/projects", headers=bearer(lab)), 405, "method_not_allowed")


async def test_what_fails_on_our_side_says_nothing_of_the_inside(
    http: httpx.AsyncClient, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("the inside")

    monkeypatch.setattr(people, "redeem", broken)
    document = problem(await http.post("/api/session", json={"link": "x"}), 500, "unexpected")
    assert "inside" not in str(document)


def test_a_route_without_a_policy_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    @get("/open-to-all")
    async def forgotten() -> None: ...

    app = create_app(None)
    app.register(forgotten)
    with pytest.raises(RouteWithoutPolicy, match="/open-to-all"):
        require_policies(app)


async def test_the_api_describes_itself_in_openapi_3_1(http: httpx.AsyncClient) -> None:
    schema = (await http.get("/api/schema/openapi.json")).json()
    assert schema["openapi"].startswith("3.1")
    assert "/api/annotator/projects/{project_id}/submit" in schema["paths"]
    assert app_module.create_app(None).openapi_schema.to_schema()["paths"].keys() == schema["paths"].keys()


async def test_an_annotators_queue_and_statement_agree_with_what_they_did(
    http: httpx.AsyncClient, lab: Lab, context: Context
) -> None:
    project_id = await lab.project(tasks=3, name="Pairs", guideline="Be fair.")
    await signed_in(http, lab, project_id)
    desk = f"/api/annotator/projects/{project_id}"
    since = {"since": "2020-01-01T00:00:00Z"}
    before = (await http.get("/api/annotator/projects", params=since)).json()
    assert [(one["name"], one["rate_minor"], one["has_open_tasks"], one["answered"]) for one in before["projects"]] == [
        ("Pairs", 12, True, 0)
    ]
    told = {"version": 1, "text": "Be fair.", "html": "<p>Be fair.</p>\n", "examples": "", "counter_examples": "", "before": None}
    assert (await http.get(f"{desk}/guideline")).json() == told
    held = (await http.post(f"{desk}/claim", json={"want": 3})).json()
    for task in held:
        sent = {
            "submit_id": task["assignment_id"],
            "assignment_id": task["assignment_id"],
            "revision": 1,
            "answer": {"preference": 1},
        }
        assert (await http.post(f"{desk}/submit", json=sent)).status_code == 200
    await http.post(f"{desk}/undo", json={"submit_id": held[0]["assignment_id"]})
    after = (await http.get("/api/annotator/projects", params=since)).json()
    assert after["person"] == before["person"]
    assert (after["projects"][0]["answered"], after["projects"][0]["earned_minor"]) == (2, 24)
    statement = (await http.get("/api/annotator/statement")).json()
    sums = {total["state"]: (total["annotations"], total["amount_minor"]) for total in statement["totals"]}
    assert sums == {"pending": (2, 24), "voided": (1, 12)}
    assert sorted(line["state"] for line in statement["newest"]) == ["pending", "pending", "voided"]
    assert {line["project_name"] for line in statement["newest"]} == {"Pairs"}
    # Another annotator of the same project sees none of it; a client's session is nobody here.
    http.cookies.clear()
    await signed_in(http, lab, project_id)
    assert (await http.get("/api/annotator/statement")).json() == {"totals": [], "newest": []}
    other = await Lab.open(context)
    http.cookies.clear()
    await signed_in(http, other, await other.project(tasks=1))
    problem(await http.get(f"{desk}/guideline"), 404, "project_not_found")
    http.cookies.clear()
    await http.post("/api/session", json={"link": lab.client_link})
    problem(await http.get("/api/annotator/projects", params=since), 401, "no_session")


async def test_the_tasks_come_in_the_order_of_the_file_and_a_preview_is_logged(http: httpx.AsyncClient, lab: Lab) -> None:
    project_id = await lab.project(tasks=5)
    await lab.add(project_id, [row(number) for number in range(5, 8)])
    base, headers = f"/api/client/projects/{project_id}/tasks", bearer(lab)
    seen: list[str] = []
    after: dict[str, Any] = {}
    while True:
        page = (await http.get(base, params={"limit": 3} | after, headers=headers)).json()
        seen += [task["item_id"] for task in page["tasks"]]
        if page["next_after"] is None:
            break
        after = {"after": page["next_after"]}
    assert seen == [f"r{number}" for number in range(8)]
    task_id = page["tasks"][-1]["task_id"]
    preview = (await http.get(f"{base}/{task_id}", headers=headers)).json()
    assert preview["form"]["elements"][1]["items"] == [[{"part": "text", "text": "A7"}], [{"part": "text", "text": "B7"}]]
    assert preview["task"]["slots"] == 3
    log = (await http.get("/api/client/access-log/page", params={"kind": "previewed"}, headers=headers)).json()
    assert [line["detail"] for line in log["rows"]] == [f"task {task_id}"]
    problem(await http.get(f"{base}/{uuid4()}", headers=headers), 404, "task_not_found")
    problem(await http.get(f"{base}?limit=0", headers=headers), 422, "request_invalid")


async def test_the_logs_page_is_the_log_newest_first(http: httpx.AsyncClient, lab: Lab, context: Context) -> None:
    await Lab.open(context)
    project_id = await lab.project(tasks=4, name="Pairs")
    annotator = await lab.annotator(project_id)
    held = await annotator.claim(4)
    await annotator.submit(held[0])
    exported = (await http.get("/api/client/access-log", headers=bearer(lab))).text.splitlines()
    whole = list(ExportedLog.read(exported).rows)
    first = (await http.get("/api/client/access-log/page", params={"limit": 4}, headers=bearer(lab))).json()
    rest = (
        await http.get("/api/client/access-log/page", params={"before": first["rows"][-1]["seq"]}, headers=bearer(lab))
    ).json()
    rows = [msgspec.convert(line, ExportedRow) for line in [*first["rows"], *rest["rows"]]]
    assert rows == whole[::-1]
    assert all(line.holds() for line in rows)
    assert first["counts"] == {"planned": 1, "imported": 1, "released": 4, "answered": 1}
    assert first["project_names"] == {str(project_id): "Pairs"}
    of_task = (
        await http.get("/api/client/access-log/page", params={"task_id": str(whole[-1].task_id)}, headers=bearer(lab))
    ).json()
    assert [line["kind"] for line in of_task["rows"]] == ["answered", "released"]


async def test_a_browser_is_told_as_whom_it_is_signed_in(http: httpx.AsyncClient, lab: Lab) -> None:
    assert (await http.get("/api/session")).json() == []
    await http.post("/api/session", json={"link": lab.client_link})
    await http.post("/api/session", json={"link": lab.auditor_link})
    assert sorted((await http.get("/api/session")).json()) == ["auditor", "client"]
    await http.post("/api/session/end")
    assert (await http.get("/api/session")).json() == []


async def test_a_lead_sees_people_under_their_own_labels_and_makes_a_new_link(
    http: httpx.AsyncClient, lab: Lab, context: Context
) -> None:
    project_id = await lab.project(tasks=3)
    headers = bearer(lab)
    base = f"/api/client/projects/{project_id}/people"
    assert (await http.get(base, headers=headers)).json() == []
    annotator = await lab.annotator(project_id)
    [task] = await annotator.claim()
    await annotator.submit(task)
    [person] = (await http.get(base, headers=headers)).json()
    assert (person["label"], person["answered"], person["pending_minor"], person["posted_minor"]) == ("Noor", 1, 12, 0)
    again = (await http.post(f"{base}/{person['pseudonym']}/link", headers=headers)).json()
    await http.post("/api/session", json={"link": again["link"]})
    # It is the same person: what they did is there on the new device.
    statement = (await http.get("/api/annotator/statement")).json()
    assert [line["submit_id"] for line in statement["newest"]] == [
        str((await annotator.submit(task, submit_id=UUID(statement["newest"][0]["submit_id"]))).submit_id)
    ]
    http.cookies.clear()
    problem(await http.post(f"{base}/{uuid4()}/link", headers=headers), 404, "person_not_found")
    rival = await Lab.open(context)
    problem(await http.get(base, headers=bearer(rival)), 404, "project_not_found")
    problem(await http.post(f"{base}/{person['pseudonym']}/link", headers=bearer(rival)), 404, "person_not_found")
