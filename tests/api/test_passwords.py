"""Passwords, where the operator offers them: a name that tells nothing, work that is the same for nobody, guesses that are counted."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx
import msgspec
import pytest

from amana.actions import passwords as actions
from amana.api.context import Context
from amana.config import Origin, SettingInvalid, Settings
from amana.model.account import Device
from amana.model.errors import Busy, PasswordRefused, TooManyAttempts
from amana.outside import passwords as passwords_module
from amana.outside.passwords import Passwords
from tests.api.test_account import browser, enter
from tests.api.test_api import problem
from tests.lab import Lab

PASSWORD = "correct horse بطارية"


@pytest.fixture
def offered(context: Context) -> Iterator[Context]:
    """The engine with passwords switched on."""
    passwords = Passwords()
    yield msgspec.structs.replace(context, passwords=passwords)
    passwords.close()


async def tried(http: httpx.AsyncClient, name: str, password: str = PASSWORD) -> httpx.Response:
    return await http.post("/api/session/password", json={"name": name, "password": password})


async def set_by(http: httpx.AsyncClient, lab: Lab) -> str:
    """The lead's name, after they set PASSWORD."""
    await enter(http, lab.client_link)
    answer = await http.post("/api/account/client/password", json={"password": PASSWORD})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["name"])


async def test_a_name_and_its_password_let_in_until_they_are_removed(lab: Lab, offered: Context) -> None:
    async with browser(offered) as lead, browser(offered) as elsewhere:
        name = await set_by(lead, lab)
        came = await tried(elsewhere, name.lower())
        assert [one["audience"] for one in came.json()] == ["client"]
        assert (await elsewhere.get("/api/client/projects")).status_code == 200
        problem(await tried(elsewhere, name, PASSWORD + " "), 401, "password_refused")
        page = (await lead.get("/api/account/client")).json()
        assert page["password_set_at"] is not None
        assert [(one["kind"], one["method"]) for one in page["events"]][:3] == [
            ("refused", "password"),
            ("signed_in", "password"),
            ("password_set", None),
        ]
        # Set anew, its name is another.
        again = (await lead.post("/api/account/client/password", json={"password": PASSWORD})).json()["name"]
        problem(await tried(elsewhere, name), 401, "password_refused")
        assert (await tried(elsewhere, again)).status_code == 201
        assert (await lead.post("/api/account/client/password/remove")).status_code == 204
        problem(await tried(elsewhere, again), 401, "password_refused")
        assert (await lead.get("/api/account/client")).json()["password_set_at"] is None
        too_short = await lead.post("/api/account/client/password", json={"password": "x" * 11})
        problem(too_short, 422, "request_invalid")


async def test_without_the_operators_word_there_are_no_passwords(http: httpx.AsyncClient, lab: Lab) -> None:
    assert (await http.get("/api")).json()["passwords"] is False
    problem(await tried(http, "x"), 404, "passwords_off")
    await enter(http, lab.client_link)
    problem(await http.post("/api/account/client/password", json={"password": PASSWORD}), 404, "passwords_off")


@pytest.mark.parametrize(("said", "on"), [(None, False), ("off", False), ("on", True)])
def test_passwords_are_off_unless_the_operator_says_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str | None, on: bool
) -> None:
    monkeypatch.setenv("AMANA_HOME", str(tmp_path))
    if said:
        monkeypatch.setenv("AMANA_PASSWORDS", said)
    assert Settings.from_environment().passwords is on
    monkeypatch.setenv("AMANA_PASSWORDS", "yes")
    with pytest.raises(SettingInvalid):
        Settings.from_environment()


async def test_a_name_that_nobody_has_is_the_same_answer_after_the_same_work(lab: Lab, offered: Context) -> None:
    """Counted in what is hashed, not in time."""
    hashed: list[bytes | None] = []

    class Counted(Passwords):
        async def is_it(self, password: str, kept: bytes | None) -> bool:
            hashed.append(kept)
            return await super().is_it(password, kept)

    counted = Counted()
    async with browser(msgspec.structs.replace(offered, passwords=counted)) as lead:
        name = await set_by(lead, lab)
        wrong, nobody = await tried(lead, name, "wrong wrong wrong"), await tried(lead, "0000-NOBODY")
        assert wrong.json() == nobody.json()
        assert wrong.headers == nobody.headers
    assert [kept is None for kept in hashed] == [False, True]
    # Both are checked against a hash of the same cost.
    kept = counted._nobodys.split("$")[:4]
    assert hashed[0] is not None
    assert hashed[0].decode().split("$")[:4] == kept == ["", "argon2id", "v=19", "m=19456,t=2,p=1"]
    counted.close()


@pytest.mark.parametrize("known", [True, False])
async def test_the_eleventh_guess_waits_whether_anybody_has_the_name_or_not(lab: Lab, offered: Context, known: bool) -> None:
    async with browser(offered) as lead:
        name = await set_by(lead, lab) if known else f"nobody {uuid4()}"
        answers = await asyncio.gather(*(tried(lead, name, f"wrong number {number}") for number in range(15)))
        codes = sorted(answer.json()["code"] for answer in answers)
        assert codes == ["password_refused"] * 10 + ["too_many_attempts"] * 5
        problem(await tried(lead, name), 429, "too_many_attempts")


async def test_guesses_of_many_names_from_one_address_wait_too(lab: Lab, offered: Context, superuser: asyncpg.Connection) -> None:
    async def guess(address: str) -> None:
        await actions.enter(
            offered.db, offered.seal, offered.passwords, offered.origin, str(uuid4()), PASSWORD, address, Device("", "")
        )

    with pytest.raises(PasswordRefused):
        await guess("198.51.100.7")
    await superuser.execute(
        """INSERT INTO commons.attempt (name_digest, address_digest)
           SELECT sha256(convert_to(n::text, 'UTF8')), address_digest FROM generate_series(1, 99) n,
                  (SELECT address_digest FROM commons.attempt ORDER BY attempt_no DESC LIMIT 1) lately"""
    )
    with pytest.raises(TooManyAttempts):
        await guess("198.51.100.7")
    with pytest.raises(PasswordRefused):
        await guess("198.51.100.8")
    # After a quarter of an hour they count no more; after an hour they are gone.
    await superuser.execute("UPDATE commons.attempt SET at = now() - interval '61 minutes'")
    with pytest.raises(PasswordRefused):
        await guess("198.51.100.7")
    assert await superuser.fetchval("SELECT count(*) FROM commons.attempt") == 1


async def test_a_full_queue_says_so_and_hashes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords_module, "WAITING_MAX", 3)
    passwords = Passwords()
    answers = await asyncio.gather(*(passwords.is_it("x", None) for _ in range(5)), return_exceptions=True)
    assert answers[:3] == [False] * 3
    assert [type(one) for one in answers[3:]] == [Busy, Busy]
    passwords.close()


async def test_neither_a_password_nor_its_name_lies_open(lab: Lab, offered: Context, superuser: asyncpg.Connection) -> None:
    async with browser(offered) as lead:
        name = await set_by(lead, lab)
        await tried(lead, name)
    for table in ("password", "attempt", "account_event", "session"):
        for secret in (PASSWORD, name, name.replace("-", "")):
            hits = await superuser.fetchval(
                f"SELECT count(*) FROM commons.{table} t WHERE t::text LIKE '%' || $1 || '%' OR t::text LIKE '%' || encode(convert_to($1, 'UTF8'), 'hex') || '%'",
                secret,
            )
            assert hits == 0


async def test_away_from_home_a_password_opens_nothing_of_a_leads_before_a_passkey(lab: Lab, offered: Context) -> None:
    abroad = msgspec.structs.replace(offered, origin=Origin("https://amana.example"))
    async with browser(abroad) as lead:
        lead.base_url = httpx.URL("https://amana.example")
        name = await set_by(lead, lab)
        lead.cookies.clear()
        assert (await tried(lead, name)).json()[0]["must_enrol"] is True
        problem(await lead.get("/api/client/projects"), 403, "passkey_needed")
