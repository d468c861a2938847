"""Two persons for operator rights: nobody becomes one by a single hand."""

import asyncio
from datetime import datetime, timedelta

import asyncpg
import httpx
import msgspec
import pytest

from amana.actions import operators
from amana.api.context import Context
from amana.config import Origin
from amana.model.errors import OperatorsEnough
from tests.api.test_account import browser, enter
from tests.api.test_api import bearer, problem
from tests.api.test_passkeys import enrol
from tests.authenticator import Authenticator
from tests.databases import Scratch
from tests.lab import Lab


async def proposed(http: httpx.AsyncClient, label: str = "Third") -> str:
    answer = await http.post("/api/operator/proposals", json={"label": label})
    assert answer.status_code == 201, answer.text
    return f"/api/operator/proposals/{answer.json()['proposal_id']}"


async def test_one_proposes_another_approves_and_nobody_does_both(scratch: Scratch) -> None:
    async with scratch.database() as (name, superuser), scratch.opened(name) as context:
        first, second = [await operators.create(context.db, context.seal, label) for label in ("First", "Second")]
        # Two have a link, and that is enough, though neither has come in.
        with pytest.raises(OperatorsEnough):
            await operators.create(context.db, context.seal, "Third")
        async with browser(context) as one, browser(context) as other, browser(context) as third:
            await enter(one, first)
            path = await proposed(one)
            problem(await one.post(f"{path}/approve"), 403, "second_person_needed")
            await enter(other, second)
            shown = (await other.get("/api/operator/operators")).json()
            assert [(each["label"], each["mine"]) for each in shown["operators"]] == [("First", False), ("Second", True)]
            assert [(each["label"], each["mine"]) for each in shown["proposals"]] == [("Third", False)]
            approved = await other.post(f"{path}/approve")
            assert approved.status_code == 201
            await enter(third, approved.json()["link"])
            assert len((await third.get("/api/operator/operators")).json()["operators"]) == 3
            # Decided once.
            for decision in ("approve", "decline"):
                problem(await third.post(f"{path}/{decision}"), 404, "proposal_not_found")
            kinds = [each["kind"] for each in (await other.get("/api/account/operator")).json()["events"]]
            assert kinds == ["operator_approved", "signed_in"]
            # Nor does the database itself store one person's approval of their own proposal.
            await proposed(one)
            with pytest.raises(asyncpg.CheckViolationError):
                await superuser.execute(
                    "UPDATE commons.operator_proposal SET decided_by = proposed_by, decided_at = now(), approved = true WHERE decided_at IS NULL"
                )


async def test_a_proposal_is_declined_by_anybody_and_lapses(scratch: Scratch) -> None:
    async with scratch.database() as (name, superuser), scratch.opened(name) as context:
        links = [await operators.create(context.db, context.seal, label) for label in ("First", "Second")]
        async with browser(context) as one, browser(context) as other:
            await enter(one, links[0])
            await enter(other, links[1])
            path = await proposed(one)
            assert (await one.post(f"{path}/decline")).status_code == 204
            problem(await other.post(f"{path}/approve"), 404, "proposal_not_found")
            path = await proposed(one)
            await superuser.execute("UPDATE commons.operator_proposal SET expires_at = now() - interval '1 second'")
            problem(await other.post(f"{path}/approve"), 404, "proposal_not_found")
            assert (await other.get("/api/operator/operators")).json()["proposals"] == []


async def test_two_at_once_on_the_machine_are_two_and_not_three(scratch: Scratch) -> None:
    async with scratch.database() as (name, _), scratch.opened(name) as context:
        made = await asyncio.gather(
            *(operators.create(context.db, context.seal, f"Operator {number}") for number in range(6)), return_exceptions=True
        )
        assert sorted(type(one).__name__ for one in made) == ["OperatorsEnough"] * 4 + ["str"] * 2


async def test_nobody_else_proposes_or_approves(http: httpx.AsyncClient, lab: Lab) -> None:
    for headers in ({}, bearer(lab)):
        problem(await http.post("/api/operator/proposals", json={"label": "x"}, headers=headers), 401, "no_session")
        problem(await http.get("/api/operator/operators", headers=headers), 401, "no_session")
    await enter(http, lab.client_link)
    # A lead's session in an operator's cookie is a lead's.
    http.cookies.set("amana_operator_8321", http.cookies["amana_client_8321"])
    problem(await http.get("/api/operator/operators"), 401, "no_session")


async def test_away_from_home_an_operator_does_nothing_before_a_passkey_is_made(scratch: Scratch) -> None:
    async with scratch.database() as (name, _), scratch.opened(name) as context:
        abroad: Context = msgspec.structs.replace(context, origin=Origin("https://amana.example"))
        link = await operators.create(context.db, context.seal, "First")
        async with browser(abroad) as one:
            one.base_url = httpx.URL("https://amana.example")
            await enter(one, link)
            problem(await one.get("/api/operator/operators"), 403, "passkey_needed")
            problem(await one.post("/api/operator/proposals", json={"label": "x"}), 403, "passkey_needed")
            assert (await enrol(one, "operator", Authenticator("https://amana.example"))).status_code == 204
            assert (await one.get("/api/operator/operators")).status_code == 200
            [session] = (await one.get("/api/account/operator")).json()["sessions"]
            began, ends = (datetime.fromisoformat(session[name]) for name in ("created_at", "expires_at"))
            assert ends - began == timedelta(hours=12)
