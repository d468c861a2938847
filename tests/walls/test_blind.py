"""Blind by design: what annotators and vendors read names no client unless the client wishes, and no client reads whose work it is."""

import asyncpg
import httpx

from amana.actions import people
from amana.api.context import Context
from amana.app import create_app
from amana.outside import secrets
from amana.store import people as people_store
from tests.api.test_api import bearer
from tests.api.test_vendors import Vendor, as_annotator, at_the_desk_of
from tests.lab import Lab
from tests.walls.test_matrix import ROWS

NAME = "Rivendell Labs 4e2a"
# Read before anything is done; what does something is asked in the matrix, and answers with ids and receipts.
READ_BY = ("/api/annotator/", "/api/vendor/", "/api/account/")


async def a_lab(context: Context) -> Lab:
    """Whose name would be known again."""
    made = await people.open_workspace(context.db, context.seal, NAME)
    principal = await people_store.authenticate(context.db, secrets.hash_of(made.key))
    assert principal is not None
    return Lab(context, made.workspace_id, made.key, principal, made.auditor_link, made.client_link)


async def test_no_route_of_annotators_and_vendors_names_the_client(context: Context, http: httpx.AsyncClient) -> None:
    lab = await a_lab(context)
    project_id = await lab.project(tasks=3)
    hands = await Vendor.come_in(context, http)
    session = await hands.supply("Noor")
    desk = await at_the_desk_of(lab, project_id, session)
    [task, *_] = await desk.claim(2)
    await desk.shown(task.assignment_id)
    await desk.submit(task)
    callers = {"annotator": as_annotator(context, session), "vendor": hands.headers}
    said = {}
    described = create_app(None).openapi_schema.to_schema()["paths"]
    reads = [path for path, operations in described.items() if path.startswith(READ_BY) and "get" in operations]
    assert {f"GET {path}" for path in reads} <= set(ROWS)
    for path in reads:
        for audience, headers in callers.items():
            address = path.format(project_id=project_id, audience=audience)
            http.cookies.clear()
            answered = await http.get(address, params={"since": "2020-01-01T00:00:00Z"}, headers=headers)
            said[audience, path] = answered.status_code
            assert NAME not in answered.text, address
            if audience == "vendor":
                assert "Somebody" not in answered.text, address  # the label that the client gave
    by_annotators = {path for (audience, path), status in said.items() if audience == "annotator" and status == 200}
    assert {path for path in reads if "/vendor/" not in path} == by_annotators
    assert said["vendor", "/api/vendor/people"] == 200
    for action, body in (("claim", {"want": 2}), ("why", None)):
        address = f"/api/annotator/projects/{project_id}/{action}"
        answered = await http.request("POST" if body else "GET", address, json=body, headers=callers["annotator"])
        assert answered.status_code == 200
        assert NAME not in answered.text


async def test_where_the_client_wishes_its_name_is_at_the_desk_and_in_the_invitation(
    context: Context, http: httpx.AsyncClient
) -> None:
    lab = await a_lab(context)
    project_id = await lab.project(tasks=1)
    noor = await lab.annotator(project_id)
    link = (await people.invite_annotator(context.db, context.seal, lab.principal, project_id, "Omar")).link
    seen = []
    for shown in (False, True, False):
        set_to = await http.put("/api/client/workspace/shown-name", json={"shown": shown}, headers=bearer(lab))
        assert set_to.status_code == 204
        assert (await http.get("/api/client/workspace", headers=bearer(lab))).json()["shows_name"] is shown
        desk = await http.get(
            "/api/annotator/projects", params={"since": "2020-01-01T00:00:00Z"}, headers=as_annotator(context, noor.session)
        )
        invited = await http.post("/api/session/look", json={"link": link})
        seen.append((desk.json()["projects"][0]["client"], invited.json()["client"]))
    assert seen == [(None, None), (NAME, NAME), (None, None)]


async def test_no_client_reads_a_persons_id(
    lab: Lab, context: Context, http: httpx.AsyncClient, superuser: asyncpg.Connection
) -> None:
    """A pseudonym is one workspace's; the id behind it would join two."""
    project_id = await lab.project(tasks=3)
    hands = await Vendor.come_in(context, http, "Hands 3b of nobody's list")
    desk = await at_the_desk_of(lab, project_id, await hands.supply("Noor of the vendor"))
    for task in await desk.claim(2):
        await desk.shown(task.assignment_id)
        await desk.submit(task)
    ids = await superuser.fetch(
        "SELECT person_id::text, label_person::text FROM commons.membership WHERE pseudonym = $1", desk.pseudonym
    )
    secret = [*ids[0].values(), "Noor of the vendor", "Hands 3b"]
    described = create_app(None).openapi_schema.to_schema()["paths"]
    answered_at_all = 0
    for path, operations in described.items():
        if "get" not in operations or not path.startswith("/api/client/"):
            continue
        task_id = await superuser.fetchval("SELECT task_id FROM walled.annotation WHERE project_id = $1 LIMIT 1", project_id)
        known = {"project_id": project_id, "pseudonym": desk.pseudonym, "task_id": task_id, "who": desk.pseudonym, "version": 1}
        if any(f"{{{name}}}" in path for name in ("plan_id", "delivery_id")):
            continue  # of files, in which nobody is
        answered = await http.get(path.format(**known), headers=bearer(lab))
        answered_at_all += answered.status_code == 200
        assert [word for word in secret if word in answered.text] == [], path
    assert answered_at_all > 12
