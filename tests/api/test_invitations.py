"""One person, several clients: an invitation taken into an account, which no client learns of."""

import asyncio

import asyncpg
import httpx

from amana.actions import invitations, people
from amana.api.context import Context, cookie_name
from amana.model.account import Device
from amana.model.errors import LinkHasAccount, LinkSpent
from amana.model.ids import ProjectId
from amana.model.scope import Audience
from amana.outside import secrets
from amana.views import projects as project_views
from tests.api.test_api import bearer, problem
from tests.lab import Annotator, Lab

NOWHERE = Device("", "")


async def link_into(lab: Lab, project_id: ProjectId, label: str) -> str:
    return (await people.invite_annotator(lab.context.db, lab.context.seal, lab.principal, project_id, label)).link


def as_annotator(context: Context, session: str) -> dict[str, str]:
    return {"cookie": f"{cookie_name(context, Audience.ANNOTATOR)}={session}"}


async def take(http: httpx.AsyncClient, who: Annotator, link: str) -> httpx.Response:
    return await http.post("/api/annotator/invitations", json={"link": link}, headers=as_annotator(who.context, who.session))


async def queue(http: httpx.AsyncClient, who: Annotator) -> list[str]:
    params = {"since": "2020-01-01T00:00:00Z"}
    answered = await http.get("/api/annotator/projects", params=params, headers=as_annotator(who.context, who.session))
    return [project["project_id"] for project in answered.json()["projects"]]


async def test_an_invitation_is_taken_into_an_account_and_neither_client_reads_the_others_label(
    lab: Lab, context: Context, http: httpx.AsyncClient, superuser: asyncpg.Connection
) -> None:
    rival = await Lab.open(context)
    here, there = await lab.project(tasks=2), await rival.project(tasks=2)
    noor = await lab.annotator(here)  # whom this lab calls Noor
    link = await link_into(rival, there, "Number seven")
    assert (await http.post("/api/session/look", json={"link": link})).json() == {
        "audience": "annotator",
        "client": None,
        "can_be_taken": False,
    }
    looked = await http.post("/api/session/look", json={"link": link}, headers=as_annotator(context, noor.session))
    assert looked.json()["can_be_taken"]
    taken = await take(http, noor, link)
    assert (taken.status_code, taken.json()) == (201, {"project_id": str(there)})
    assert set(await queue(http, noor)) == {str(here), str(there)}
    claimed = await http.post(
        f"/api/annotator/projects/{there}/claim", json={"want": 1}, headers=as_annotator(context, noor.session)
    )
    assert len(claimed.json()) == 1

    [ours] = await project_views.workers(context.db, context.seal, lab.principal, here)
    [theirs] = await project_views.workers(context.db, context.seal, rival.principal, there)
    assert (ours.label, theirs.label) == ("Noor", "Number seven")
    assert ours.pseudonym != theirs.pseudonym
    # What a lead may ask of a person says nothing of the other membership.
    person_id = str(await superuser.fetchval("SELECT person_id FROM commons.membership WHERE pseudonym = $1", ours.pseudonym))
    for one, project, about in ((lab, here, theirs), (rival, there, ours)):
        for path in ("people", "history", f"people/{about.pseudonym}/why"):
            said = (await http.get(f"/api/client/projects/{project}/{path}", headers=bearer(one))).text
            assert about.label not in said
            assert person_id not in said
        problem(
            await http.get(f"/api/client/projects/{project}/people/{about.pseudonym}/why", headers=bearer(one)),
            404,
            "person_not_found",
        )
    problem(await take(http, noor, link), 410, "link_spent")
    assert [event["kind"] for event in (await account(http, context, noor))["events"]][:2] == ["refused", "joined"]


async def account(http: httpx.AsyncClient, context: Context, who: Annotator) -> dict[str, list[dict[str, str]]]:
    said: dict[str, list[dict[str, str]]] = (
        await http.get("/api/account/annotator", headers=as_annotator(context, who.session))
    ).json()
    return said


async def test_another_link_for_a_pseudonym_is_for_whoever_took_it(lab: Lab, context: Context, http: httpx.AsyncClient) -> None:
    rival = await Lab.open(context)
    here, there = await lab.project(tasks=1), await rival.project(tasks=1)
    noor = await lab.annotator(here)
    invited = await people.invite_annotator(context.db, context.seal, rival.principal, there, "Seven")
    unused = (await people.invite_again(context.db, rival.principal, there, invited.pseudonym)).link
    assert (await take(http, noor, invited.link)).status_code == 201
    problem(await http.post("/api/session", json={"link": unused}), 410, "link_spent")  # it would open an empty account
    again = (await people.invite_again(context.db, rival.principal, there, invited.pseudonym)).link
    signed_in = await http.post("/api/session", json={"link": again})
    session = signed_in.cookies[cookie_name(context, Audience.ANNOTATOR)]
    here_too = Annotator(context, noor.scope, here, noor.pseudonym, session)
    assert set(await queue(http, here_too)) == {str(here), str(there)}


async def test_what_does_not_fit_is_refused_in_words_and_leaves_the_link_good(
    lab: Lab, context: Context, http: httpx.AsyncClient
) -> None:
    rival = await Lab.open(context)
    here, there = await lab.project(tasks=1), await rival.project(tasks=1)
    noor = await lab.annotator(here)
    second = await link_into(lab, here, "Noor again")
    problem(await take(http, noor, second), 409, "already_in_workspace")
    assert (await http.post("/api/session", json={"link": second})).status_code == 201
    http.cookies.clear()

    omar = await rival.annotator(there)
    of_omars = (await people.invite_again(context.db, rival.principal, there, omar.pseudonym)).link
    problem(await take(http, noor, of_omars), 409, "link_has_account")
    assert (await http.post("/api/session", json={"link": of_omars})).status_code == 201
    http.cookies.clear()
    problem(await take(http, noor, rival.client_link), 409, "link_has_account")
    problem(await http.post("/api/session/look", json={"link": "nothing"}), 410, "link_spent")
    lead = (await http.post("/api/session", json={"link": rival.client_link})).cookies[cookie_name(context, Audience.CLIENT)]
    http.cookies.clear()
    link = await link_into(rival, there, "X")
    for headers in ({}, {"cookie": f"{cookie_name(context, Audience.ANNOTATOR)}={lead}"}):
        problem(await http.post("/api/annotator/invitations", json={"link": link}, headers=headers), 401, "no_session")


async def test_a_link_that_is_taken_and_redeemed_at_once_is_one_of_both(
    lab: Lab, context: Context, superuser: asyncpg.Connection
) -> None:
    rival = await Lab.open(context)
    here, there = await lab.project(), await rival.project()
    for number in range(12):
        noor = await lab.annotator(here)
        invited = await people.invite_annotator(context.db, context.seal, rival.principal, there, "Seven")
        other = (await people.invite_again(context.db, rival.principal, there, invited.pseudonym)).link
        redeemed, taken = await asyncio.gather(
            people.redeem(context.db, context.origin, other if number % 2 else invited.link, NOWHERE),
            invitations.take_in(context.db, secrets.hash_of(noor.session), invited.link),
            return_exceptions=True,
        )
        assert isinstance(redeemed, LinkSpent) != isinstance(taken, LinkSpent | LinkHasAccount)
        owner = await superuser.fetchval("SELECT person_id FROM commons.membership WHERE pseudonym = $1", invited.pseudonym)
        hats = await superuser.fetchval("SELECT count(*) FROM commons.hat WHERE person_id = $1", owner)
        assert hats == 1  # whoever works under the pseudonym can come in
