"""The key of what lies on a device: one a person and device, for that person alone, under their own salt."""

from base64 import b64decode
from uuid import uuid4

import asyncpg
import httpx
import pytest

from amana.actions import device_keys
from amana.api.context import Context
from amana.outside import secrets
from amana.outside.seal import NO_SALT, SealBroken
from tests.api.test_account import annotators_links, browser, enter
from tests.lab import Lab

DEVICE = str(uuid4())


async def key(http: httpx.AsyncClient, device: str = DEVICE, **headers: str) -> bytes:
    answered = await http.post("/api/annotator/device-key", json={"device_id": device}, headers=headers)
    assert answered.status_code == 200, answered.text
    assert answered.headers["cache-control"] == "no-store"
    return b64decode(answered.json()["key"])


async def test_every_session_of_a_person_has_the_same_key_of_a_device_and_nobody_else_has_it(
    http: httpx.AsyncClient, context: Context, lab: Lab, superuser: asyncpg.Connection
) -> None:
    _, links = await annotators_links(http, lab, 2)
    _, [others] = await annotators_links(http, lab, 1)
    async with browser(context) as first, browser(context) as later, browser(context) as other:
        await enter(first, links[0])
        made = await key(first)
        assert len(made) == 32
        await first.post("/api/session/end")
        assert (await first.post("/api/annotator/device-key", json={"device_id": DEVICE})).status_code == 401
        await enter(later, links[1])
        assert await key(later) == made
        assert await key(later, str(uuid4())) != made
        await enter(other, others)
        assert await key(other) != made
        # What the page believes is somebody else's is not given out: the device has changed hands.
        me = (await later.get("/api/annotator/projects", params={"since": "2020-01-01T00:00:00Z"})).json()["person"]
        assert await key(later, **{"amana-person": me}) == made
        refused = await other.post("/api/annotator/device-key", json={"device_id": DEVICE}, headers={"amana-person": me})
        assert (refused.status_code, refused.json()["code"]) == (401, "other_person")
    kept = await superuser.fetch("SELECT body FROM commons.device_key")
    assert not [one for one in kept if made in one["body"]]


async def test_a_key_moved_to_another_row_opens_nothing(context: Context, lab: Lab, superuser: asyncpg.Connection) -> None:
    somebody, other = await lab.annotators(await lab.project(tasks=1), 2)
    mine, theirs = secrets.hash_of(somebody.session), secrets.hash_of(other.session)
    device = uuid4()
    await device_keys.key_of(context.db, context.seal, mine, None, device)
    await device_keys.key_of(context.db, context.seal, theirs, None, device)
    await superuser.execute(
        "UPDATE commons.device_key d SET body = (SELECT body FROM commons.device_key WHERE ctid <> d.ctid LIMIT 1)"
    )
    with pytest.raises(SealBroken):
        await device_keys.key_of(context.db, context.seal, mine, None, device)


async def test_the_key_is_the_persons_own_and_of_many_devices_the_least_used_gives_way(
    context: Context, lab: Lab, superuser: asyncpg.Connection
) -> None:
    somebody = await lab.annotator(await lab.project(tasks=1))
    session = secrets.hash_of(somebody.session)
    devices = [uuid4() for _ in range(51)]
    for device in devices:
        await device_keys.key_of(context.db, context.seal, session, None, device)
        await superuser.execute("UPDATE commons.device_key SET used_at = used_at - interval '1 minute'")
    [(person, body)] = await superuser.fetch(
        "SELECT p.person_id, p.body FROM commons.session s JOIN commons.person p USING (person_id) WHERE s.session_hash = $1",
        session,
    )
    left = await superuser.fetch("SELECT device_id FROM commons.device_key WHERE person_id = $1", person)
    assert {row["device_id"] for row in left} == set(devices[1:])
    # Under the salt of the person: what destroys that, destroys the key.
    key_body = await superuser.fetchval("SELECT body FROM commons.device_key WHERE device_id = $1", devices[-1])
    assert context.seal.salt_of(key_body) == context.seal.salt_of(body) != NO_SALT
