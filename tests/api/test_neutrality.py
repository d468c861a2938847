"""The neutrality record: announced by two operators, signed and chained, read by anybody, and said to every client."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest

from amana.api.context import Context, cookie_name
from amana.model.neutrality import NOTICE_DAYS, Entry, SignedEntry
from amana.model.scope import Audience
from amana.outside.neutrality_record import RecordRefused, verify
from tests.lab import Lab
from tests.walls.world import operator_session


def in_days(days: int) -> str:
    return str(datetime.now(UTC).date() + timedelta(days=days))


def declaration(**more: Any) -> dict[str, Any]:
    return {
        "operator": "Amana e.V.",
        "owners": [{"name": "A foundation", "share_bp": 10_000}],
        "takes_effect_on": in_days(40),
    } | more


class Operator:
    def __init__(self, http: httpx.AsyncClient, context: Context, session: str) -> None:
        self._http, self._cookies = http, {"cookie": f"{cookie_name(context, Audience.OPERATOR)}={session}"}

    async def post(self, path: str, body: object = None) -> httpx.Response:
        return await self._http.post(f"/api/operator{path}", json=body, headers=self._cookies)

    async def propose(self, **more: Any) -> str:
        answered = await self.post("/declarations", declaration(**more))
        assert answered.status_code == 201, answered.text
        return str(answered.json()["proposal_id"])

    async def open(self) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = (await self._http.get("/api/operator/declarations", headers=self._cookies)).json()
        return listed


@pytest.fixture
async def operators(http: httpx.AsyncClient, context: Context, superuser: asyncpg.Connection) -> tuple[Operator, Operator]:
    ada, huda = [Operator(http, context, await operator_session(superuser)) for _ in range(2)]
    # There is a first entry, which says what is so already; what the tests add comes after it.
    if not (await http.get("/api/neutrality")).json():
        await huda.post(f"/declarations/{await ada.propose(takes_effect_on=in_days(0))}/announce")
    return ada, huda


async def record(http: httpx.AsyncClient) -> list[SignedEntry]:
    return msgspec.json.decode((await http.get("/api/neutrality")).content, type=list[SignedEntry])


async def test_one_proposes_another_announces_and_anybody_reads(
    http: httpx.AsyncClient, context: Context, operators: tuple[Operator, Operator]
) -> None:
    ada, huda = operators
    before = await record(http)
    proposal = await ada.propose(owners=[{"name": "Lab One", "share_bp": 4900, "is_client": True}])
    assert await record(http) == before  # nothing is announced yet
    assert [one["mine"] for one in await ada.open() if one["proposal_id"] == proposal] == [True]
    assert (await ada.post(f"/declarations/{proposal}/announce")).json()["code"] == "second_person_needed"
    announced = await huda.post(f"/declarations/{proposal}/announce")
    assert announced.status_code == 201

    after = await record(http)
    assert after[: len(before)] == before
    entry = after[-1].entry
    assert entry.declaration.owners[0].share_bp == 4900
    assert entry.number == len(before) + 1
    assert entry.proposed_by != entry.approved_by
    verify(after, context.signer.public_key)
    # Once.
    assert (await huda.post(f"/declarations/{proposal}/announce")).json()["code"] == "proposal_not_found"
    assert (await huda.post(f"/declarations/{proposal}/decline")).json()["code"] == "proposal_not_found"


async def test_what_takes_effect_sooner_says_why(operators: tuple[Operator, Operator]) -> None:
    ada, _ = operators
    soon = declaration(takes_effect_on=in_days(NOTICE_DAYS - 1))
    refused = await ada.post("/declarations", soon)
    assert refused.json()["code"] == "notice_short"
    assert in_days(NOTICE_DAYS) in refused.json()["detail"]
    assert (await ada.post("/declarations", soon | {"why_late": "  "})).json()["code"] == "notice_short"
    assert (await ada.post("/declarations", soon | {"why_late": "The sale closed early."})).status_code == 201


@pytest.mark.parametrize(
    "wrong",
    [
        {"owners": [{"name": "A", "share_bp": 500}]},  # 5%: not above
        {"owners": [{"name": "A", "share_bp": 6000}, {"name": "B", "share_bp": 4001}]},
        {"owners": [{"name": "A", "share_bp": 600}, {"name": "A", "share_bp": 700}]},
        {"operator": ""},
        {"takes_effect_on": "soon"},
        {"related": [{"name": "X", "what": "friend", "how": "often"}]},
    ],
)
async def test_what_can_not_be_said_is_refused(operators: tuple[Operator, Operator], wrong: dict[str, Any]) -> None:
    answered = await operators[0].post("/declarations", declaration(**wrong))
    assert answered.status_code in (400, 422), answered.text
    assert answered.headers["content-type"] == "application/problem+json"


async def test_what_is_declined_is_never_announced(http: httpx.AsyncClient, operators: tuple[Operator, Operator]) -> None:
    ada, huda = operators
    before = await record(http)
    proposal = await ada.propose()
    assert (await ada.post(f"/declarations/{proposal}/decline")).status_code == 204
    assert (await huda.post(f"/declarations/{proposal}/announce")).json()["code"] == "proposal_not_found"
    assert await record(http) == before


async def test_announced_at_once_entries_still_make_one_chain(
    http: httpx.AsyncClient, context: Context, operators: tuple[Operator, Operator]
) -> None:
    ada, huda = operators
    proposals = [await ada.propose(says=f"declaration {number}") for number in range(4)]
    before = len(await record(http))
    answers = await asyncio.gather(*(huda.post(f"/declarations/{proposal}/announce") for proposal in proposals * 2))
    assert sorted(answered.status_code for answered in answers) == [201] * 4 + [404] * 4
    after = await record(http)
    assert len(after) == before + 4
    verify(after, context.signer.public_key)


async def test_any_change_of_the_record_is_noticed(
    http: httpx.AsyncClient, context: Context, operators: tuple[Operator, Operator]
) -> None:
    ada, huda = operators
    for _ in range(2):
        await huda.post(f"/declarations/{await ada.propose()}/announce")
    whole = await record(http)

    def changed(at: int, **fields: object) -> list[SignedEntry]:
        entry: Entry = msgspec.structs.replace(whole[at].entry, **fields)
        return [*whole[:at], SignedEntry(entry, whole[at].signature), *whole[at + 1 :]]

    other = msgspec.structs.replace(whole[1].entry.declaration, takes_effect_on=date(2031, 1, 1))
    signed_again = changed(1, declaration=other)
    signed_again[1] = SignedEntry(signed_again[1].entry, context.signer.sign(signed_again[1].entry.content))
    for altered in (
        changed(0, declaration=other),
        changed(1, number=7),
        whole[1:],
        [whole[0], *whole[2:]],
        [whole[1], whole[0], *whole[2:]],
        signed_again,  # even by the key itself: the entry after it names another
    ):
        with pytest.raises(RecordRefused):
            verify(altered, context.signer.public_key)
    with pytest.raises(RecordRefused):
        verify(whole, "0" * 64)


async def test_only_operators_announce(http: httpx.AsyncClient, lab: Lab) -> None:
    for headers in ({}, {"authorization": f"Bearer {lab.key}"}):
        assert (await http.post("/api/operator/declarations", json=declaration(), headers=headers)).status_code == 401


async def test_a_lead_says_once_that_they_read_it(
    http: httpx.AsyncClient, lab: Lab, operators: tuple[Operator, Operator]
) -> None:
    bearer = {"authorization": f"Bearer {lab.key}"}

    async def read() -> int:
        return int((await http.get("/api/client/workspace", headers=bearer)).json()["neutrality_read"])

    last = len(await record(http))
    assert await read() == 0
    assert (
        await http.post("/api/client/workspace/neutrality-read", json={"number": last + 9}, headers=bearer)
    ).status_code == 204
    assert await read() == last  # nothing that was not said yet
    await http.post("/api/client/workspace/neutrality-read", json={"number": 1}, headers=bearer)
    assert await read() == last
