"""A session is used without a pause while its owner ends it elsewhere, or while a lead off-boards its owner: nothing that is sent after
the end was said may succeed."""

import asyncio
from collections.abc import Iterator

import httpx

from bench.bar import Bar
from bench.dispatch.crew import lead, make_crew
from bench.wire import Refused, Wire
from tests.journeys.engine import Engine, engine_in_a_home, fact

RACES = 1000
OFF_BOARDINGS = 200
USES_AFTER = 2


def bars() -> Iterator[Bar]:
    with engine_in_a_home() as engine:
        engine.start()
        key = fact(engine.amana("workspace", "create", "Walls"), "API key")
        with lead(engine, key) as client:
            project = make_crew(engine, client, 10, 0).project
            base = f"/api/client/projects/{project}"
            pseudonym = client.post(f"{base}/invitations", json={"label": "Noor"}).raise_for_status().json()["pseudonym"]
            again = f"{base}/people/{pseudonym}/link"
            links = [client.post(again).raise_for_status().json()["link"] for _ in range(RACES + 1)]
            leavers = [
                client.post(f"{base}/invitations", json={"label": f"Leaver {number}"}).raise_for_status().json()
                for number in range(OFF_BOARDINGS)
            ]
        late, before, after = asyncio.run(_races(engine, project, links))
        seen, seen_before, seen_after = asyncio.run(_off_boardings(engine, project, key, leavers))
    yield Bar(
        name="uses of a session that succeed after its end was said",
        figure=late,
        unit=f"of {after} uses in {RACES} races",
        goal="0",
        holds=late == 0 and after == RACES * USES_AFTER,
        note=f"guidelines read over kept connections; {before} uses succeeded before",
    )
    yield Bar(
        name="looks of an annotator that succeed after their off-boarding was said",
        figure=seen,
        unit=f"of {seen_after} looks in {OFF_BOARDINGS} races",
        goal="0",
        holds=seen == 0 and seen_after == OFF_BOARDINGS * USES_AFTER,
        note=f"guidelines read over kept connections; {seen_before} looks succeeded before",
    )


async def _races(engine: Engine, project: str, links: list[str]) -> tuple[int, int, int]:
    home = await Wire.open(engine.url, cookie=_cookie(engine, links[0]))
    late = before = after = 0
    for link in links[1:]:
        cookie = _cookie(engine, link)
        device = await Wire.open(engine.url, cookie=cookie)
        sessions = (await device.get("/api/account/annotator"))["sessions"]
        [mine] = [one["session_id"] for one in sessions if one["mine"]]
        ended = asyncio.Event()
        using = asyncio.create_task(_use(device, f"/api/annotator/projects/{project}/guideline", ended))
        await home.post(f"/api/account/annotator/sessions/{mine}/end", {})
        ended.set()
        one_before, one_after, one_late = await using
        before, after, late = before + one_before, after + one_after, late + one_late
        device.close()
    home.close()
    return late, before, after


async def _off_boardings(engine: Engine, project: str, key: str, leavers: list[dict[str, str]]) -> tuple[int, int, int]:
    lab = await Wire.open(engine.url, authorization=f"Bearer {key}")
    late = before = after = 0
    for leaver in leavers:
        device = await Wire.open(engine.url, cookie=_cookie(engine, leaver["link"]))
        ended = asyncio.Event()
        using = asyncio.create_task(_use(device, f"/api/annotator/projects/{project}/guideline", ended))
        await asyncio.sleep(0.01)
        await lab.post(f"/api/client/people/{leaver['pseudonym']}/off-board", {})
        ended.set()
        one_before, one_after, one_late = await using
        before, after, late = before + one_before, after + one_after, late + one_late
        device.close()
    lab.close()
    return late, before, after


async def _use(device: Wire, path: str, ended: asyncio.Event) -> tuple[int, int, int]:
    """How many uses succeeded that were sent before the end was said, how many were sent after, and how many of these succeeded."""
    before = after = late = 0
    while after < USES_AFTER:
        sent_after = ended.is_set()
        try:
            await device.get(path)
            succeeded = 1
        except Refused as refused:
            if refused.status not in (401, 404):  # no session any more, or no such project for them
                raise
            succeeded = 0
        if sent_after:
            after, late = after + 1, late + succeeded
        else:
            before += succeeded
    return before, after, late


def _cookie(engine: Engine, link: str) -> str:
    return httpx.post(f"{engine.url}/api/session", json={"link": link}).raise_for_status().headers["set-cookie"].partition(";")[0]
