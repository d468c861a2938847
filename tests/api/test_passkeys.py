"""Coming in by a passkey, and by a recovery code when it is lost: over HTTP, with an authenticator in software."""

from typing import Any

import asyncpg
import httpx
import msgspec
import pytest

from amana.api.context import Context
from amana.config import Origin
from tests.api.test_account import annotators_links, browser, enter
from tests.api.test_api import problem
from tests.authenticator import Authenticator
from tests.lab import Lab

HOME = "http://localhost:8321"


@pytest.fixture
def abroad(context: Context) -> Context:
    """The same engine as browsers find it behind a proxy."""
    return msgspec.structs.replace(context, origin=Origin("https://amana.example"))


async def enrol(http: httpx.AsyncClient, audience: str, authenticator: Authenticator) -> httpx.Response:
    options = (await http.post(f"/api/account/{audience}/passkeys/begin")).json()
    return await http.post(f"/api/account/{audience}/passkeys", json={"credential": authenticator.make(options)})


async def come_in(http: httpx.AsyncClient, authenticator: Authenticator) -> httpx.Response:
    options = (await http.post("/api/session/passkey/begin")).json()
    return await http.post("/api/session/passkey", json={"credential": authenticator.sign(options)})


async def trail(http: httpx.AsyncClient, audience: str) -> list[tuple[str, str | None]]:
    return [(one["kind"], one["method"]) for one in (await http.get(f"/api/account/{audience}")).json()["events"]]


async def test_a_lead_makes_a_passkey_and_comes_back_by_it(http: httpx.AsyncClient, lab: Lab, context: Context) -> None:
    mine = Authenticator(HOME)
    await enter(http, lab.client_link)
    assert (await enrol(http, "client", mine)).status_code == 204
    [passkey] = (await http.get("/api/account/client")).json()["passkeys"]
    assert passkey["last_used_at"] is None
    async with browser(context) as elsewhere:
        came = await come_in(elsewhere, mine)
        assert came.status_code == 201
        assert came.json() == [{"audience": "client", "project_id": None, "must_enrol": False}]
        assert "HttpOnly" in came.headers["set-cookie"]
        assert (await elsewhere.get("/api/client/projects")).status_code == 200
        assert await trail(elsewhere, "client") == [
            ("signed_in", "passkey"),
            ("passkey_added", None),
            ("signed_in", "link"),
        ]
    # Removed, it opens nothing; nor does somebody else remove it.
    async with browser(context) as auditor:
        await enter(auditor, lab.auditor_link)
        other = await auditor.post(f"/api/account/auditor/passkeys/{passkey['passkey_id']}/remove")
        problem(other, 404, "passkey_not_found")
    assert (await http.post(f"/api/account/client/passkeys/{passkey['passkey_id']}/remove")).status_code == 204
    problem(await http.post(f"/api/account/client/passkeys/{passkey['passkey_id']}/remove"), 404, "passkey_not_found")
    async with browser(context) as elsewhere:
        problem(await come_in(elsewhere, mine), 401, "passkey_refused")
    assert (await trail(http, "client"))[:2] == [("refused", "passkey"), ("passkey_removed", None)]


async def test_what_was_signed_opens_once_and_in_the_browser_that_asked(
    http: httpx.AsyncClient, lab: Lab, context: Context
) -> None:
    mine = Authenticator(HOME)
    await enter(http, lab.client_link)
    await enrol(http, "client", mine)
    async with browser(context) as asked, browser(context) as thief:
        signed = mine.sign((await asked.post("/api/session/passkey/begin")).json())
        await thief.post("/api/session/passkey/begin")
        problem(await thief.post("/api/session/passkey", json={"credential": signed}), 401, "passkey_refused")
        kept = dict(asked.cookies)
        assert (await asked.post("/api/session/passkey", json={"credential": signed})).status_code == 201
        thief.cookies.clear()
        thief.cookies.update(kept)
        problem(await thief.post("/api/session/passkey", json={"credential": signed}), 401, "passkey_refused")


async def test_what_was_asked_lapses(http: httpx.AsyncClient, lab: Lab, superuser: asyncpg.Connection) -> None:
    mine = Authenticator(HOME)
    await enter(http, lab.client_link)
    options = (await http.post("/api/account/client/passkeys/begin")).json()
    await superuser.execute("UPDATE commons.challenge SET expires_at = now() - interval '1 second'")
    late = await http.post("/api/account/client/passkeys", json={"credential": mine.make(options)})
    problem(late, 401, "passkey_refused")
    # What lapsed is swept by whoever asks next.
    await http.post("/api/session/passkey/begin")
    assert await superuser.fetchval("SELECT count(*) FROM commons.challenge WHERE expires_at < now()") == 0


async def test_a_copy_of_a_passkey_is_noticed_by_its_count(http: httpx.AsyncClient, lab: Lab, context: Context) -> None:
    mine = Authenticator(HOME)
    await enter(http, lab.client_link)
    await enrol(http, "client", mine)
    assert (await come_in(http, mine)).status_code == 201
    mine.sign_count -= 1  # as of a copy that was made before
    problem(await come_in(http, mine), 401, "passkey_refused")


@pytest.mark.parametrize("origin", ["http://localhost:9999", "https://evil.example"])
async def test_a_passkey_of_another_origin_is_refused(http: httpx.AsyncClient, lab: Lab, origin: str) -> None:
    await enter(http, lab.client_link)
    problem(await enrol(http, "client", Authenticator(origin)), 401, "passkey_refused")


async def test_whoever_is_more_than_an_annotator_must_be_verified(http: httpx.AsyncClient, lab: Lab, context: Context) -> None:
    touched = Authenticator(HOME, verifies=False)
    await enter(http, lab.client_link)
    problem(await enrol(http, "client", touched), 401, "passkey_refused")
    _, [link] = await annotators_links(http, lab, 1)
    async with browser(context) as annotator:
        await enter(annotator, link)
        assert (await enrol(annotator, "annotator", touched)).status_code == 204
        assert (await come_in(annotator, touched)).json()[0]["audience"] == "annotator"
        # Nobody makes the same passkey theirs.
        problem(await enrol(annotator, "annotator", touched), 401, "passkey_refused")


@pytest.mark.parametrize("rubbish", [{}, {"id": "x"}, {"rawId": "%", "response": []}, {"a": [[[[]]]]}])
async def test_rubbish_is_refused_and_not_a_crash(http: httpx.AsyncClient, lab: Lab, rubbish: dict[str, Any]) -> None:
    await enter(http, lab.client_link)
    await http.post("/api/account/client/passkeys/begin")
    problem(await http.post("/api/account/client/passkeys", json={"credential": rubbish}), 401, "passkey_refused")
    await http.post("/api/session/passkey/begin")
    problem(await http.post("/api/session/passkey", json={"credential": rubbish}), 401, "passkey_refused")


async def test_recovery_codes_open_once_each_and_new_ones_replace_them(
    http: httpx.AsyncClient, lab: Lab, context: Context, superuser: asyncpg.Connection
) -> None:
    await enter(http, lab.client_link)
    codes = (await http.post("/api/account/client/codes")).json()["codes"]
    assert len(set(codes)) == 10
    assert (await http.get("/api/account/client")).json()["codes_left"] == 10
    async with browser(context) as elsewhere:
        came = await elsewhere.post("/api/session/code", json={"code": codes[0].lower().replace("-", " ")})
        assert [one["audience"] for one in came.json()] == ["client"]
        assert (await elsewhere.get("/api/client/projects")).status_code == 200
        problem(await elsewhere.post("/api/session/code", json={"code": codes[0]}), 401, "code_refused")
        assert (await http.get("/api/account/client")).json()["codes_left"] == 9
        again = (await http.post("/api/account/client/codes")).json()["codes"]
        assert not set(again) & set(codes)
        problem(await elsewhere.post("/api/session/code", json={"code": codes[1]}), 401, "code_refused")
        problem(await elsewhere.post("/api/session/code", json={"code": ""}), 401, "code_refused")
    assert (await trail(http, "client"))[:4] == [
        ("codes_made", None),
        ("refused", "code"),
        ("signed_in", "code"),
        ("codes_made", None),
    ]
    kept = await superuser.fetch("SELECT code_hash FROM commons.recovery_code")
    assert all(len(row[0]) == 32 for row in kept)


async def test_away_from_home_a_lead_sees_nothing_before_a_passkey_is_made(lab: Lab, abroad: Context) -> None:
    mine = Authenticator("https://amana.example")
    async with browser(abroad) as lead, browser(abroad) as annotator:
        lead.base_url = annotator.base_url = httpx.URL("https://amana.example")
        redeemed = await lead.post("/api/session", json={"link": lab.client_link})
        assert redeemed.json()["must_enrol"] is True
        assert redeemed.headers["set-cookie"].startswith("__Host-amana_client_")
        assert "Secure" in redeemed.headers["set-cookie"]
        problem(await lead.get("/api/client/projects"), 403, "passkey_needed")
        problem(await lead.post("/api/client/projects", json={}), 403, "passkey_needed")
        assert (await lead.get("/api/session")).json() == ["client"]
        codes = (await lead.post("/api/account/client/codes")).json()["codes"]
        assert (await enrol(lead, "client", mine)).status_code == 204
        assert (await lead.get("/api/client/projects")).status_code == 200
        # Nor is a recovery code enough; the passkey is.
        lead.cookies.clear()
        assert (await lead.post("/api/session/code", json={"code": codes[0]})).json()[0]["must_enrol"] is True
        problem(await lead.get("/api/client/projects"), 403, "passkey_needed")
        assert (await come_in(lead, mine)).json()[0]["must_enrol"] is False
        assert (await lead.get("/api/client/projects")).status_code == 200
        # An annotator's own link is enough for their own work.
        project_id, [link] = await annotators_links(annotator, lab, 1)
        await enter(annotator, link)
        assert (await annotator.get(f"/api/annotator/projects/{project_id}/guideline")).status_code == 200
