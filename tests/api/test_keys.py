"""API keys: each opens its verbs of its projects and nothing else; every client route says which verb it is."""

from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
from litestar import get

from amana.api.context import Context
from amana.api.policy import Policy, RouteWithoutPolicy, allow, require_policies
from amana.app import create_app
from amana.model.scope import Verb
from amana.outside import secrets
from tests.api.test_account import browser, enter
from tests.api.test_api import bearer, problem
from tests.lab import Lab, json_lines, row

# One route of each verb, under a project.
ROUTES = {
    Verb.READ: ("GET", ""),
    Verb.IMPORT: ("POST", "/plans"),
    Verb.EXPORT: ("GET", "/annotations"),
    Verb.DELIVER: ("POST", "/deliveries"),
    Verb.MANAGE: ("POST", "/pause"),
}


async def made(http: httpx.AsyncClient, lab: Lab, verbs: list[Verb], projects: list[Any] | None = None) -> dict[str, str]:
    """The headers of a new key."""
    wanted = {"label": "مفتاح", "verbs": verbs, "projects": [str(one) for one in projects] if projects else None}
    answer = await http.post("/api/client/keys", json=wanted, headers=bearer(lab))
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json()['key']}"}


async def ask(http: httpx.AsyncClient, verb: Verb, project_id: object, headers: dict[str, str]) -> httpx.Response:
    method, path = ROUTES[verb]
    content = json_lines([row(7)]) if verb is Verb.IMPORT else None
    return await http.request(method, f"/api/client/projects/{project_id}{path}", headers=headers, content=content)


@pytest.mark.parametrize("verb", Verb)
async def test_a_key_does_its_verb_and_no_other(http: httpx.AsyncClient, lab: Lab, verb: Verb) -> None:
    project_id = await lab.project(tasks=1)
    headers = await made(http, lab, [verb])
    for other in Verb:
        answer = await ask(http, other, project_id, headers)
        if other is verb:
            # A delivery of nothing settled is refused by the project, not by the door.
            assert answer.status_code < 300 or answer.json()["code"] == "nothing_settled", answer.text
        else:
            document = problem(answer, 403, "key_lacks_verb")
            assert document["facts"] == {"verb": other}


@pytest.mark.parametrize("verb", Verb)
async def test_a_project_outside_a_keys_scope_is_not_there(http: httpx.AsyncClient, lab: Lab, verb: Verb) -> None:
    mine, other = await lab.project(tasks=1), await lab.project(tasks=1)
    headers = await made(http, lab, list(Verb), [mine])
    for project_id in (other, uuid4()):
        problem(await ask(http, verb, project_id, headers), 404, "project_not_found")
    answer = await ask(http, verb, mine, headers)
    assert answer.status_code < 300 or answer.json()["code"] == "nothing_settled"


async def test_a_key_of_some_projects_lists_these_and_nothing_of_the_workspace(http: httpx.AsyncClient, lab: Lab) -> None:
    mine, _ = await lab.project(name="Mine"), await lab.project(name="Other")
    headers = await made(http, lab, list(Verb), [mine])
    assert [one["name"] for one in (await http.get("/api/client/projects", headers=headers)).json()] == ["Mine"]
    assert (await http.get("/api/client/task-types", headers=headers)).status_code == 200
    new = {"name": "New", "task_type": "comparison", "rate_minor": 1, "currency": "EUR"}
    problem(await http.post("/api/client/projects", json=new, headers=headers), 403, "key_is_narrow")
    for path in ("access-log", "access-log/page", "keys"):
        problem(await http.get(f"/api/client/{path}", headers=headers), 403, "key_is_narrow")


async def test_no_key_makes_one_that_may_do_more_than_itself(http: httpx.AsyncClient, lab: Lab, context: Context) -> None:
    headers = await made(http, lab, [Verb.READ, Verb.MANAGE])
    wanted: dict[str, Any] = {"label": "x", "verbs": ["read", "export"]}
    problem(await http.post("/api/client/keys", json=wanted, headers=headers), 403, "key_lacks_verb")
    wanted["verbs"] = ["read"]
    assert (await http.post("/api/client/keys", json=wanted, headers=headers)).status_code == 201
    rival = await Lab.open(context)
    wanted["projects"] = [str(await rival.project())]
    problem(await http.post("/api/client/keys", json=wanted, headers=headers), 404, "project_not_found")
    wrongs: list[dict[str, Any]] = [{"verbs": []}, {"verbs": ["own"]}, {"projects": []}, {"label": ""}]
    for wrong in wrongs:
        problem(await http.post("/api/client/keys", json=wanted | wrong, headers=headers), 422, "request_invalid")


async def test_keys_are_listed_used_and_revoked_but_never_shown_again(
    http: httpx.AsyncClient, lab: Lab, context: Context, superuser: asyncpg.Connection
) -> None:
    async with browser(context) as lead:
        await enter(lead, lab.client_link)
        answer = (await lead.post("/api/client/keys", json={"label": "Nightly", "verbs": ["read"]})).json()
        headers = {"Authorization": f"Bearer {answer['key']}"}
        [nightly, first] = (await lead.get("/api/client/keys")).json()
        assert (nightly["label"], nightly["verbs"], nightly["last_used_at"]) == ("Nightly", ["read"], None)
        assert (first["label"], len(first["verbs"]), first["projects"]) == (None, 5, None)
        assert (await http.get("/api/client/projects", headers=headers)).status_code == 200
        [nightly, _] = (await lead.get("/api/client/keys")).json()
        assert nightly["last_used_at"] is not None
        rival = await Lab.open(context)
        revoke = f"/api/client/keys/{nightly['key_id']}/revoke"
        problem(await http.post(revoke, headers=bearer(rival)), 404, "key_not_found")
        assert (await lead.post(revoke)).status_code == 204
        problem(await http.get("/api/client/projects", headers=headers), 401, "no_session")
        assert (await lead.post(revoke)).status_code == 204
        assert [one["revoked_at"] is None for one in (await lead.get("/api/client/keys")).json()] == [True, False]
        listed = (await lead.get("/api/client/keys")).text
    assert answer["key"] not in listed
    assert not await superuser.fetchval("SELECT EXISTS (SELECT FROM commons.credential c WHERE c::text LIKE '%Nightly%')")


def test_a_key_is_known_by_its_prefix_and_checksum() -> None:
    keys = {secrets.new_key() for _ in range(50)}
    assert len(keys) == 50
    for key in keys:
        assert key.startswith("amana_k1_")
        assert key.removeprefix("amana_k1_").isalnum()
        assert len(key) == len("amana_k1_") + 43 + 6
        assert secrets.is_key(key)
        for wrong in (key[:-1], key + "0", key.swapcase(), key[:20] + ("a" if key[20] != "a" else "b") + key[21:], "amana_k1_"):
            assert not secrets.is_key(wrong)


def test_a_client_route_without_a_verb_does_not_start() -> None:
    @get("/no-verb", opt=allow(Policy.CLIENT))
    async def forgotten() -> None: ...

    app = create_app(None)
    app.register(forgotten)
    with pytest.raises(RouteWithoutPolicy, match="/no-verb"):
        require_policies(app)
