"""A vendor sees its own people, what they did over all clients together, and no client."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx

from amana.actions import invitations, people, vendors
from amana.api.context import Context, cookie_name
from amana.model.account import Device
from amana.model.errors import AccountEnded
from amana.model.person_walls import PersonWall
from amana.model.scope import Audience, Scope
from amana.model.vendors import Fact
from amana.outside import secrets
from amana.store import vendors as vendors_store
from tests.api.test_api import bearer, problem
from tests.lab import Annotator, Lab
from tests.store.test_person_walls import raise_wall

NOWHERE = Device("", "")


class Vendor:
    """Its manager, signed in."""

    def __init__(self, context: Context, session: str, http: httpx.AsyncClient) -> None:
        self.context, self.session, self.http = context, session, http
        self.headers = {"cookie": f"{cookie_name(context, Audience.VENDOR)}={session}"}

    @classmethod
    async def come_in(cls, context: Context, http: httpx.AsyncClient, name: str = "Hands", *, listed: bool = False) -> "Vendor":
        link = await vendors.create(context.db, context.seal, name, listed=listed)
        entered, _ = await people.redeem(context.db, context.origin, link, NOWHERE)
        assert entered.audience is Audience.VENDOR
        return cls(context, entered.session, http)

    async def supply(self, label: str) -> str:
        """Somebody's session."""
        answered = await self.http.post("/api/vendor/people", json={"label": label}, headers=self.headers)
        entered, _ = await people.redeem(self.context.db, self.context.origin, answered.json()["link"], NOWHERE)
        assert entered.audience is Audience.ANNOTATOR
        return entered.session

    async def page(self) -> Any:
        answered = await self.http.get("/api/vendor/people", headers=self.headers)
        assert answered.status_code == 200
        return answered.json()

    async def one(self, label: str) -> Any:
        [found] = [one for one in (await self.page())["people"] if one["label"] == label]
        return found


async def at_the_desk_of(lab: Lab, project_id: Any, session: str) -> Annotator:
    invited = await people.invite_annotator(lab.context.db, lab.context.seal, lab.principal, project_id, "Somebody")
    await invitations.take_in(lab.context.db, secrets.hash_of(session), invited.link)
    scope = Scope(Audience.ANNOTATOR, lab.workspace_id, secrets.hash_of(session))
    return Annotator(lab.context, scope, project_id, invited.pseudonym, session)


async def test_a_vendor_reads_sums_over_all_clients_of_its_own_people_alone(
    lab: Lab, context: Context, http: httpx.AsyncClient
) -> None:
    rival = await Lab.open(context)
    here, there = await lab.project(tasks=3, rate_minor=12), await rival.project(tasks=3, rate_minor=20)
    hands, others = await Vendor.come_in(context, http), await Vendor.come_in(context, http, "Others")
    noor = await hands.supply("Noor of ours")
    await others.supply("Omar of theirs")
    assert [one["label"] for one in (await hands.page())["people"]] == ["Noor of ours"]
    fresh = await hands.one("Noor of ours")
    assert (fresh["came_in"], fresh["working"], fresh["months"]) == (True, False, [])

    for lab_, project, times in ((lab, here, 2), (rival, there, 1)):
        desk = await at_the_desk_of(lab_, project, noor)
        for task in await desk.claim(times):
            await desk.shown(task.assignment_id)
            await desk.submit(task)
    [taken_back, *_] = await desk.claim(1)
    await desk.undo((await desk.submit(taken_back)).submit_id)
    said = await hands.one("Noor of ours")
    month = f"{datetime.now(UTC):%Y-%m-01}"
    assert said["months"] == [{"month": month, "currency": "EUR", "answered": 3, "amount_minor": 2 * 12 + 20}]
    assert said["working"]
    page = str(await hands.page())
    for word in ("Test lab", str(here), str(there), str(lab.workspace_id), str(desk.pseudonym), "Somebody"):
        assert word not in page
    # With a token of the vendor's own for these walls, another vendor's function says nothing of Noor.
    theirs = Scope(Audience.VENDOR, lab.workspace_id, secrets.hash_of(others.session))
    assert await vendors_store.work(context.db, theirs) == []


async def test_whom_a_vendor_ends_is_out_at_once_and_comes_in_no_more(
    lab: Lab, context: Context, http: httpx.AsyncClient
) -> None:
    hands, others = await Vendor.come_in(context, http), await Vendor.come_in(context, http, "Others")
    session = await hands.supply("Noor")
    project_id = await lab.project(tasks=2)
    desk = await at_the_desk_of(lab, project_id, session)
    person = (await hands.one("Noor"))["person_id"]
    problem(await http.post(f"/api/vendor/people/{person}/end", headers=others.headers), 404, "supplied_not_found")
    assert (await http.get("/api/annotator/statement", headers=as_annotator(context, session))).status_code == 200
    for _ in range(2):
        assert (await http.post(f"/api/vendor/people/{person}/end", headers=hands.headers)).status_code == 204
    problem(await http.get("/api/annotator/statement", headers=as_annotator(context, session)), 401, "no_session")
    link = (await people.invite_again(context.db, lab.principal, project_id, desk.pseudonym)).link
    problem(await http.post("/api/session", json={"link": link}), 403, "account_ended")
    assert (await hands.one("Noor"))["ended_at"] is not None


async def test_nobody_comes_in_while_they_are_being_ended(
    context: Context, http: httpx.AsyncClient, superuser: asyncpg.Connection
) -> None:
    hands = await Vendor.come_in(context, http)
    for _ in range(10):
        link = await vendors.supply(context.db, context.seal, secrets.hash_of(hands.session), "Noor")
        person = UUID((await hands.page())["people"][0]["person_id"])
        came, _ = await asyncio.gather(
            people.redeem(context.db, context.origin, link, NOWHERE),
            vendors.end(context.db, secrets.hash_of(hands.session), person),
            return_exceptions=True,
        )
        assert not isinstance(came, BaseException) or isinstance(came, AccountEnded)
        open_sessions = "SELECT count(*) FROM commons.session WHERE person_id = $1 AND revoked_at IS NULL"
        assert await superuser.fetchval(open_sessions, person) == 0


async def test_what_is_attested_opens_a_wall_and_is_read_by_the_person(
    lab: Lab, context: Context, http: httpx.AsyncClient
) -> None:
    hands, others = await Vendor.come_in(context, http), await Vendor.come_in(context, http, "Others")
    session = await hands.supply("Noor")
    project_id = await lab.project(tasks=3)
    desk = await at_the_desk_of(lab, project_id, session)
    await raise_wall(lab, project_id, PersonWall(countries=("KW",), clearance=2))
    assert await desk.claim(1) == []
    person = (await hands.one("Noor"))["person_id"]
    until = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    route = f"/api/vendor/people/{person}/attestations"
    for fact in ({"country": "KW"}, {"clearance": 3}):
        body = fact | {"ends_at": until}
        problem(await http.post(route, json=body, headers=others.headers), 404, "supplied_not_found")
        problem(await http.post(route, json=body, headers=as_annotator(context, session)), 401, "no_session")
        assert (await http.post(route, json=body, headers=hands.headers)).status_code == 204
    for wrong in ({}, {"country": "KW", "clearance": 1}, {"country": "Kuwait"}, {"clearance": 0}):
        problem(await http.post(route, json=wrong | {"ends_at": until}, headers=hands.headers), 422, "request_invalid")
    assert len(await desk.claim(1)) == 1
    attested = (await http.get("/api/account/annotator", headers=as_annotator(context, session))).json()["attested"]
    assert [(one["country"], one["clearance"], one["by"]) for one in attested] == [("KW", None, "vendor"), (None, 3, "vendor")]
    # The newest counts, and the operator's word is a word like the vendor's.
    elsewhere = Fact(country="EE", ends_at=datetime.now(UTC) + timedelta(days=1))
    assert await vendors.attest_as_operator(context.db, UUID(person), elsewhere)
    assert not await vendors.attest_as_operator(context.db, uuid4(), elsewhere)
    assert len(await desk.claim(2)) == 0


async def test_a_wall_by_vendor_names_those_that_are_listed(lab: Lab, context: Context, http: httpx.AsyncClient) -> None:
    hands, hidden = await Vendor.come_in(context, http, "Hands", listed=True), await Vendor.come_in(context, http, "Hidden & Co")
    project_id = await lab.project(tasks=5)
    page = (await http.get(f"/api/client/projects/{project_id}/person-wall", headers=bearer(lab))).json()
    assert "Hidden & Co" not in str(page)
    vendor_id = page["vendors"][-1]["vendor_id"]
    of_hands, of_hidden = [await at_the_desk_of(lab, project_id, await vendor.supply("Somebody")) for vendor in (hands, hidden)]
    in_house = await lab.annotator(project_id)
    got = []
    for wall in (PersonWall(not_from=(UUID(vendor_id),)), PersonWall(only_from=(UUID(vendor_id),))):
        await raise_wall(lab, project_id, wall)
        got.append([len(await somebody.claim(1)) for somebody in (of_hands, of_hidden, in_house)])
    assert got == [[0, 1, 1], [1, 0, 0]]


def as_annotator(context: Context, session: str) -> dict[str, str]:
    return {"cookie": f"{cookie_name(context, Audience.ANNOTATOR)}={session}"}


async def test_a_manager_who_signed_out_is_nobody(context: Context, http: httpx.AsyncClient) -> None:
    hands = await Vendor.come_in(context, http)
    await people.sign_out(context.db, hands.session)
    problem(await http.get("/api/vendor/people", headers=hands.headers), 401, "no_session")
