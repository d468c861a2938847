"""One's own account: sessions that are seen, that end at once, and that lapse; and the trail of it all."""

import asyncio
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
from litestar import Litestar

from amana.api.context import Context
from amana.app import create_app
from amana.core.device import device_of
from amana.store import account as account_store
from tests.api.test_api import bearer, problem
from tests.lab import Lab

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile Safari/604.1"


_applications: dict[int, tuple[Context, Litestar]] = {}  # to make one costs more than most tests


def browser(context: Context, user_agent: str = FIREFOX) -> httpx.AsyncClient:
    """A jar of cookies of its own."""
    if id(context) not in _applications:
        _applications[id(context)] = context, create_app(context)
    _, application = _applications[id(context)]
    transport = httpx.ASGITransport(app=application, raise_app_exceptions=False)  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=transport, base_url="http://localhost:8321", headers={"user-agent": user_agent})


async def enter(http: httpx.AsyncClient, link: str) -> None:
    assert (await http.post("/api/session", json={"link": link})).status_code == 201


async def annotators_links(http: httpx.AsyncClient, lab: Lab, count: int) -> tuple[str, list[str]]:
    """The project, and that many links for one and the same annotator."""
    project_id = await lab.project(tasks=5)
    base = f"/api/client/projects/{project_id}"
    invited = (await http.post(f"{base}/invitations", json={"label": "Noor"}, headers=bearer(lab))).json()
    again = f"{base}/people/{invited['pseudonym']}/link"
    more = [(await http.post(again, headers=bearer(lab))).json()["link"] for _ in range(count - 1)]
    return str(project_id), [invited["link"], *more]


@pytest.mark.parametrize(
    ("said", "browser", "system"),
    [
        (FIREFOX, "Firefox", "Linux"),
        (PHONE, "Chrome", "iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge", "Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome", "Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15", "Safari", "macOS"),
        ("curl/8.5", "", ""),
        ("", "", ""),
    ],
)
def test_a_device_is_known_by_its_families(said: str, browser: str, system: str) -> None:
    assert (device_of(said).browser, device_of(said).system) == (browser, system)


async def test_sessions_are_listed_and_one_ended_elsewhere_opens_nothing(
    http: httpx.AsyncClient, lab: Lab, context: Context
) -> None:
    project_id, [first, second, third] = await annotators_links(http, lab, 3)
    desk = f"/api/annotator/projects/{project_id}/claim"
    async with browser(context) as home, browser(context, PHONE) as phone, browser(context, PHONE) as tablet:
        for one, link in ((home, first), (phone, second), (tablet, third)):
            await enter(one, link)
            assert (await one.post(desk, json={})).status_code == 200
        shown = (await home.get("/api/account/annotator")).json()
        assert [(one["device"]["browser"], one["opened_by"], one["mine"]) for one in shown["sessions"]] == [
            ("Chrome", "link", False),
            ("Chrome", "link", False),
            ("Firefox", "link", True),
        ]
        [of_phone] = [one for one in (await phone.get("/api/account/annotator")).json()["sessions"] if one["mine"]]
        ended = await home.post(f"/api/account/annotator/sessions/{of_phone['session_id']}/end")
        assert ended.status_code == 204
        problem(await phone.post(desk, json={}), 401, "no_session")
        problem(await phone.get("/api/account/annotator"), 401, "no_session")
        assert (await phone.get("/api/session")).json() == []
        assert (await tablet.post(desk, json={})).status_code == 200
        # An ended one is not there any more.
        again = await home.post(f"/api/account/annotator/sessions/{of_phone['session_id']}/end")
        problem(again, 404, "session_not_found")
        assert (await home.post("/api/account/annotator/sessions/end-others")).json() == {"sessions": 1}
        problem(await tablet.post(desk, json={}), 401, "no_session")
        assert (await home.post(desk, json={})).status_code == 200
        trail = (await home.get("/api/account/annotator")).json()["events"]
        assert [one["kind"] for one in trail] == ["ended", "ended", "signed_in", "signed_in", "signed_in"]


async def test_somebody_elses_session_is_not_there(http: httpx.AsyncClient, lab: Lab, context: Context) -> None:
    async with browser(context) as lead, browser(context) as auditor:
        await enter(lead, lab.client_link)
        await enter(auditor, lab.auditor_link)
        [mine] = (await lead.get("/api/account/client")).json()["sessions"]
        assert (mine["audience"], mine["mine"]) == ("client", True)
        for session_id in (mine["session_id"], str(uuid4())):
            document = problem(await auditor.post(f"/api/account/auditor/sessions/{session_id}/end"), 404, "session_not_found")
            assert document["facts"] == {"session_id": session_id}
        assert (await lead.get("/api/client/projects")).status_code == 200
        # Nor does one's own session open another audience's account, nor a key anybody's.
        problem(await lead.get("/api/account/auditor"), 401, "no_session")
        problem(await lead.get("/api/account/door"), 401, "no_session")
        problem(await http.get("/api/account/client", headers=bearer(lab)), 401, "no_session")


@pytest.mark.parametrize("audience", ["client", "annotator"])
@pytest.mark.parametrize(
    "lapsed", ["expires_at = now() - interval '1 second'", "last_used_at = now() - interval '7 days 1 second'"]
)
async def test_a_session_lapses_by_age_and_by_idleness(
    http: httpx.AsyncClient, lab: Lab, superuser: asyncpg.Connection, audience: str, lapsed: str
) -> None:
    project_id, [link] = await annotators_links(http, lab, 1)
    path = "/api/client/projects" if audience == "client" else f"/api/annotator/projects/{project_id}/guideline"
    await enter(http, lab.client_link if audience == "client" else link)
    assert (await http.get(path)).status_code == 200
    await superuser.execute(
        f"UPDATE commons.session SET {lapsed} WHERE created_at = (SELECT max(created_at) FROM commons.session)"
    )
    problem(await http.get(path), 401, "no_session")
    problem(await http.get(f"/api/account/{audience}"), 401, "no_session")


@pytest.mark.parametrize("audience", ["client", "annotator"])
async def test_using_a_session_keeps_it_and_is_noted_to_some_minutes(
    http: httpx.AsyncClient, lab: Lab, superuser: asyncpg.Connection, audience: str
) -> None:
    project_id, [link] = await annotators_links(http, lab, 1)
    path = "/api/client/projects" if audience == "client" else f"/api/annotator/projects/{project_id}/guideline"
    await enter(http, lab.client_link if audience == "client" else link)
    newest = "FROM commons.session ORDER BY created_at DESC LIMIT 1"
    before = await superuser.fetchval(f"SELECT last_used_at {newest}")
    assert (await http.get(path)).status_code == 200
    assert await superuser.fetchval(f"SELECT last_used_at {newest}") == before
    await superuser.execute(
        f"UPDATE commons.session SET last_used_at = now() - interval '6 days' WHERE session_hash = (SELECT session_hash {newest})"
    )
    assert (await http.get(path)).status_code == 200
    assert await superuser.fetchval(f"SELECT now() - last_used_at < interval '1 minute' {newest}")


async def test_a_spent_link_is_in_its_owners_trail_and_a_guessed_one_in_the_operators(
    http: httpx.AsyncClient, lab: Lab, context: Context
) -> None:
    await enter(http, lab.client_link)
    problem(await http.post("/api/session", json={"link": lab.client_link}), 410, "link_spent")
    problem(await http.post("/api/session", json={"link": f"guess {uuid4()}"}), 410, "link_spent")
    trail = (await http.get("/api/account/client")).json()["events"]
    assert [(one["kind"], one["method"]) for one in trail] == [("refused", "link"), ("signed_in", "link")]
    unknown, refused, signed_in, *_ = await account_store.all_events(context.db, 10)
    assert (unknown.person_id, unknown.kind) == (None, "refused")
    assert refused.person_id == signed_in.person_id is not None
    # An operator ends what a person whose device is lost can't.
    assert await account_store.end_all_of(context.db, signed_in.person_id) == 1
    problem(await http.get("/api/client/projects"), 401, "no_session")


async def test_who_is_not_recognised_does_not_fill_the_trail(lab: Lab, superuser: asyncpg.Connection) -> None:
    transaction = superuser.transaction()
    await transaction.start()
    try:
        await superuser.execute("SELECT door.note(NULL, 'refused', 'link', '', '', NULL) FROM generate_series(1, 1100)")
        assert await superuser.fetchval("SELECT count(*) FROM commons.account_event WHERE person_id IS NULL") == 1000
    finally:
        await transaction.rollback()


async def test_nobody_uses_a_session_after_its_end_was_said(http: httpx.AsyncClient, lab: Lab, context: Context) -> None:
    """Claims run against the end of their session; each that is sent after the end was said must be refused."""
    project_id, links = await annotators_links(http, lab, 21)
    async with browser(context) as home:
        await enter(home, links[0])
        for link in links[1:]:
            async with browser(context, PHONE) as phone:
                await enter(phone, link)
                [theirs] = [one for one in (await phone.get("/api/account/annotator")).json()["sessions"] if one["mine"]]
                ended = asyncio.Event()

                async def use(phone: httpx.AsyncClient, ended: asyncio.Event) -> list[Any]:
                    told: list[Any] = []
                    while len(told) < 3:
                        after = ended.is_set()
                        answer = await phone.post(f"/api/annotator/projects/{project_id}/claim", json={})
                        if after:
                            told.append(answer.status_code)
                    return told

                using = asyncio.create_task(use(phone, ended))
                await asyncio.sleep(0)
                assert (await home.post(f"/api/account/annotator/sessions/{theirs['session_id']}/end")).status_code == 204
                ended.set()
                assert await using == [401, 401, 401]
