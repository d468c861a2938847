"""Person walls: the claim hands out a task exactly when the wall, said again in plain Python, lets the person in."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

import asyncpg
import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amana.actions import desk, guidelines, invitations, people, person_walls, projects
from amana.api.context import Context
from amana.model.desk import ClaimOrder, Submit
from amana.model.errors import KeptOut
from amana.model.ids import ProjectId, TaskId
from amana.model.person_walls import PersonWall, WallKind
from amana.outside.postgres.server import DATABASE, Server
from amana.outside.seal import PEOPLE
from amana.views import desk as desk_view
from amana.views import projects as project_views
from amana.views import why
from tests.api.test_api import bearer, problem
from tests.databases import look_past_every_wall
from tests.lab import Annotator, Lab

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


async def works_here_too(lab: Lab, project_id: ProjectId, somebody: Annotator) -> Annotator:
    """The same person at the desk of another client."""
    invited = await people.invite_annotator(lab.context.db, lab.context.seal, lab.principal, project_id, "Somebody")
    await invitations.take_in(lab.context.db, somebody.scope.subject, invited.link)
    scope = msgspec.structs.replace(somebody.scope, workspace_id=lab.workspace_id)
    return Annotator(lab.context, scope, project_id, invited.pseudonym, somebody.session)


async def raise_wall(lab: Lab, project_id: ProjectId, wall: PersonWall) -> None:
    await person_walls.set_wall(lab.context.db, lab.principal, project_id, wall)


async def a_vendor(context: Context, superuser: asyncpg.Connection, *, listed: bool = True) -> UUID:
    vendor_id, manager = uuid4(), uuid4()
    [salt] = context.seal.store.new_slots(PEOPLE, 1)
    await superuser.execute("INSERT INTO commons.person (person_id, body) VALUES ($1, '\\x00')", manager)
    await superuser.execute(
        "INSERT INTO commons.vendor (vendor_id, manager_id, body, listed) VALUES ($1, $2, $3, $4)",
        vendor_id,
        manager,
        context.seal.seal("vendor", PEOPLE, vendor_id, b"Hands", salt=salt),
        listed,
    )
    return vendor_id


async def person_of(superuser: asyncpg.Connection, somebody: Annotator) -> UUID:
    found: UUID = await superuser.fetchval("SELECT person_id FROM commons.membership WHERE pseudonym = $1", somebody.pseudonym)
    return found


# ---- the property ---------------------------------------------------------------------------------------------------

Shown = float | None  # how many days ago a task was last shown; None: never
VENDORS = 2
COUNTRIES = ("KW", "EE", "JP")


class Attested(msgspec.Struct, frozen=True):
    """Something said of a person; `ended`: it held until yesterday."""

    kind: Literal["country", "clearance"]
    value: int
    ended: bool


class Person(msgspec.Struct, frozen=True):
    here: Shown
    elsewhere: tuple[Shown, ...]  # by other client; a client that is not there is no membership
    vendor: int | None
    attested: tuple[Attested, ...]  # the newest last


class Wall(msgspec.Struct, frozen=True):
    days: int | None
    not_from: frozenset[int]
    only_from: frozenset[int]
    clearance: int | None
    countries: frozenset[int]


def by_the_rules(person: Person, wall: Wall) -> set[WallKind]:
    """The oracle: which parts of the wall keep the person out."""
    out: set[WallKind] = set()
    lately = min((ago for ago in person.elsewhere if ago is not None), default=None)
    if wall.days is not None and lately is not None and lately < wall.days:
        out.add("elsewhere")
    if person.vendor in wall.not_from or (wall.only_from and person.vendor not in wall.only_from):
        out.add("vendor")
    newest = {one.kind: one for one in person.attested}
    clearance, country = newest.get("clearance"), newest.get("country")
    if wall.clearance is not None and (clearance is None or clearance.ended or clearance.value < wall.clearance):
        out.add("clearance")
    if wall.countries and (country is None or country.ended or country.value not in wall.countries):
        out.add("country")
    return out


some_days = st.sampled_from([0.5, 1.5, 6.5, 7.5, 30.5, None])
some_vendors = st.frozensets(st.integers(0, VENDORS - 1), max_size=2)
attested = st.one_of(
    st.builds(Attested, kind=st.just("country"), value=st.integers(0, 2), ended=st.booleans()),
    st.builds(Attested, kind=st.just("clearance"), value=st.integers(1, 3), ended=st.booleans()),
)
persons = st.builds(
    Person,
    here=some_days,
    elsewhere=st.lists(some_days, max_size=2).map(tuple),
    vendor=st.none() | st.integers(0, VENDORS - 1),
    attested=st.lists(attested, max_size=3).map(tuple),
)
walls = st.builds(
    Wall,
    days=st.none() | st.sampled_from([1, 7, 30]),
    not_from=some_vendors,
    only_from=some_vendors,
    clearance=st.none() | st.integers(1, 3),
    countries=st.frozensets(st.integers(0, 2), max_size=2),
)


@given(persons=st.lists(persons, min_size=1, max_size=3), wall=walls)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_task_is_handed_out_exactly_when_the_rules_say_so(
    context: Context, superuser: asyncpg.Connection, persons: Sequence[Person], wall: Wall
) -> None:
    lab, others = await Lab.open(context), [await Lab.open(context) for _ in range(2)]
    project_id = await lab.project(tasks=len(persons), annotations_needed=1)
    theirs = [await other.project() for other in others]
    vendors = [await a_vendor(context, superuser) for _ in range(VENDORS)]
    made = []
    for person in persons:
        somebody = await lab.annotator(project_id)
        await seen(superuser, somebody, person.here)
        for shown, other, project in zip(person.elsewhere, others, theirs, strict=False):
            await seen(superuser, await works_here_too(other, project, somebody), shown)
        await described(superuser, await person_of(superuser, somebody), person, vendors)
        made.append(somebody)
    await raise_wall(
        lab,
        project_id,
        PersonWall(
            elsewhere_days=wall.days,
            not_from=tuple(vendors[one] for one in wall.not_from) or None,
            only_from=tuple(vendors[one] for one in wall.only_from) or None,
            clearance=wall.clearance,
            countries=tuple(COUNTRIES[one] for one in wall.countries) or None,
        ),
    )
    for person, somebody in zip(persons, made, strict=True):
        out = by_the_rules(person, wall)
        assert len(await somebody.claim(1)) == (0 if out else 1)
        said = await why.mine(context.db, somebody.scope, project_id)
        assert set(said.kept_out.walls if said.kept_out else ()) == out
        assert (said.why == "kept_out") == bool(out)
        listed = await desk_view.queue(context.db, context.seal, somebody.scope.subject, LONG_AGO)
        [shown_at_desk] = [one for one in listed.projects if one.project_id == project_id]
        assert shown_at_desk.kept_out == said.kept_out
        if out == {"elsewhere"}:
            lately = min(ago for ago in person.elsewhere if ago is not None)
            assert said.kept_out is not None
            assert said.kept_out.until is not None
            until = datetime.now(UTC) + timedelta(days=(wall.days or 0) - lately)
            assert abs(said.kept_out.until - until) < timedelta(minutes=5)


async def seen(superuser: asyncpg.Connection, somebody: Annotator, days: Shown) -> None:
    if days is not None:
        await superuser.execute(
            "UPDATE commons.membership SET last_shown_at = now() - make_interval(secs => 86400 * $2::float8) WHERE pseudonym = $1",
            somebody.pseudonym,
            days,
        )


async def described(superuser: asyncpg.Connection, person_id: UUID, person: Person, vendors: Sequence[UUID]) -> None:
    if person.vendor is not None:
        await superuser.execute(
            "UPDATE commons.person SET vendor_id = $2 WHERE person_id = $1", person_id, vendors[person.vendor]
        )
    for one in person.attested:
        value = COUNTRIES[one.value] if one.kind == "country" else one.value
        await superuser.execute(
            f"INSERT INTO commons.attestation (person_id, {one.kind}, ends_at) VALUES ($1, $2, now() + $3 * interval '1 day')",
            person_id,
            value,
            -1 if one.ended else 1,
        )


# ---- what is held, and what happens at one moment -------------------------------------------------------------------


async def two_desks(lab: Lab, rival: Lab, tasks: int = 3, wall: PersonWall | None = None) -> tuple[Annotator, Annotator]:
    """One person at the desk of a client, and at that of a rival who raised a wall."""
    here, there = await lab.project(tasks=tasks), await rival.project(tasks=tasks)
    noor = await lab.annotator(here)
    if wall is not None:
        await raise_wall(rival, there, wall)
    return noor, await works_here_too(rival, there, noor)


async def test_what_was_shown_counts_and_what_was_only_fetched_does_not(
    lab: Lab, context: Context, superuser: asyncpg.Connection
) -> None:
    noor, at_rivals = await two_desks(lab, await Lab.open(context), wall=PersonWall(elsewhere_days=7))
    [task] = await noor.claim(1)
    assert len(await at_rivals.claim(1)) == 1  # fetched here, never painted
    await noor.shown(task.assignment_id)
    assert await at_rivals.claim(1) == []
    row = await superuser.fetchrow(
        "SELECT m.last_shown_at, l.at, m.xmin::text = l.xmin::text AS one_commit FROM walled.access_log l"
        " JOIN commons.membership m ON m.pseudonym::text = l.actor WHERE l.assignment_id = $1 AND l.kind = 'shown'",
        task.assignment_id,
    )
    assert row is not None
    assert row["one_commit"]
    assert abs(row["last_shown_at"] - row["at"]) < timedelta(seconds=1)
    # Their own client's work, seen again, keeps nobody out of it.
    [other, *_] = await noor.claim(2, (task.assignment_id,))
    await noor.shown(other.assignment_id)
    assert len(await noor.claim(3)) == 3


async def test_what_was_seen_before_the_wall_is_finished_and_what_was_not_goes_to_others(
    lab: Lab, context: Context, superuser: asyncpg.Connection
) -> None:
    rival = await Lab.open(context)
    noor, at_rivals = await two_desks(lab, rival, tasks=4)
    seen_task, also_seen, *unseen = await at_rivals.claim(4)
    await at_rivals.shown(seen_task.assignment_id)
    await at_rivals.shown(also_seen.assignment_id)
    [elsewhere] = await noor.claim(1)
    await noor.shown(elsewhere.assignment_id)
    await raise_wall(rival, at_rivals.project_id, PersonWall(elsewhere_days=7))
    held = await at_rivals.claim(4)
    assert {task.assignment_id for task in held} == {seen_task.assignment_id, also_seen.assignment_id}
    assert (await rival.progress(at_rivals.project_id)).held == 2
    guideline = await guidelines.to_read(context.db, context.seal, at_rivals.scope, at_rivals.project_id)
    assert guideline.version == 1  # they have something to finish
    sent = await at_rivals.submit(seen_task)
    assert not sent.surplus
    await at_rivals.undo(sent.submit_id)  # theirs to answer again
    assert not (await at_rivals.submit(seen_task, revision=2)).surplus
    assert len(await at_rivals.claim(4)) == 1
    await at_rivals.submit(also_seen)
    with pytest.raises(KeptOut):
        await guidelines.to_read(context.db, context.seal, at_rivals.scope, at_rivals.project_id)
    omar = await rival.annotator(at_rivals.project_id)
    assert len(await omar.claim(4)) == 4  # the two that came back among them
    await raise_wall(rival, at_rivals.project_id, PersonWall())
    assert len(await at_rivals.claim(4)) == len(unseen)


async def test_an_answer_that_asks_for_more_gets_none_and_gives_back_what_was_not_seen(lab: Lab, context: Context) -> None:
    rival = await Lab.open(context)
    noor, at_rivals = await two_desks(lab, rival, wall=PersonWall(elsewhere_days=1))
    first, _ = await at_rivals.claim(2)
    await at_rivals.shown(first.assignment_id)
    [elsewhere] = await noor.claim(1)
    await noor.shown(elsewhere.assignment_id)
    sent = Submit(uuid4(), first.assignment_id, 1, {"preference": msgspec.Raw(b"0")}, next=ClaimOrder(want=3))
    receipt = await desk.submit(context.db, context.seal, at_rivals.scope, at_rivals.project_id, sent)
    assert (receipt.surplus, receipt.tasks) == (False, ())
    assert (await rival.progress(at_rivals.project_id)).held == 0


async def test_a_direction_is_no_way_round_and_tells_the_lead_nothing(
    lab: Lab, context: Context, http: httpx.AsyncClient, superuser: asyncpg.Connection
) -> None:
    rival = await Lab.open(context)
    noor, at_rivals = await two_desks(lab, rival, wall=PersonWall(elsewhere_days=7, countries=("KW",)))
    omar = await rival.annotator(at_rivals.project_id)
    await attest(superuser, omar, "KW")
    [elsewhere] = await noor.claim(1)
    await noor.shown(elsewhere.assignment_id)
    tasks = await superuser.fetch("SELECT task_id FROM walled.task WHERE project_id = $1", at_rivals.project_id)
    first, second, _ = [TaskId(row["task_id"]) for row in tasks]
    answers = [
        await projects.direct(context.db, rival.principal, at_rivals.project_id, somebody.pseudonym, [task], 3600)
        for somebody, task in ((at_rivals, first), (omar, second))
    ]
    assert answers == [[first], [second]]
    assert await at_rivals.claim(3) == []
    assert len(await omar.claim(3)) == 3
    # All a lead may ask of one who is kept out and one who is not: but for what each did, the answers are the same.
    said = [
        (await http.get(f"/api/client/projects/{at_rivals.project_id}/people/{one.pseudonym}/why", headers=bearer(rival))).json()
        for one in (at_rivals, omar)
    ]
    assert all(one["person_wall"] for one in said)
    for word in ("kept_out", "elsewhere", "country"):
        assert word not in str(said)
    page = await http.get(f"/api/client/projects/{at_rivals.project_id}/person-wall", headers=bearer(rival))
    assert set(page.json()) == {"wall", "vendors"}
    listed = await project_views.workers(context.db, context.seal, rival.principal, at_rivals.project_id)
    assert "kept" not in str(listed)


async def attest(superuser: asyncpg.Connection, somebody: Annotator, country: str) -> None:
    await superuser.execute(
        "INSERT INTO commons.attestation (person_id, country, ends_at) VALUES ($1, $2, now() + interval '1 day')",
        await person_of(superuser, somebody),
        country,
    )


async def test_a_claim_waits_for_what_is_being_shown_elsewhere_at_that_moment(
    lab: Lab, context: Context, superuser: asyncpg.Connection, server: Server
) -> None:
    """Shown first, or claimed first: never a claim that did not see the showing it came after."""
    noor, at_rivals = await two_desks(lab, await Lab.open(context), tasks=10, wall=PersonWall(elsewhere_days=7))
    tasks = await noor.claim(10)
    async with look_past_every_wall(server, DATABASE) as other:
        showing = other.transaction()
        await showing.start()
        await other.execute("UPDATE commons.membership SET last_shown_at = now() WHERE pseudonym = $1", noor.pseudonym)
        claim = asyncio.create_task(at_rivals.claim(1))
        while not await superuser.fetchval("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
            assert not claim.done()
            await asyncio.sleep(0.01)
        await showing.commit()
        assert await claim == []
    await superuser.execute("UPDATE commons.membership SET last_shown_at = NULL WHERE pseudonym = $1", noor.pseudonym)
    for task in tasks:
        got, _ = await asyncio.gather(at_rivals.claim(1), noor.shown(task.assignment_id))
        first = await superuser.fetchval(
            "SELECT max(at) FILTER (WHERE kind = 'released') < max(at) FILTER (WHERE kind = 'shown') FROM walled.access_log"
            " WHERE actor = ANY ($1)",
            [str(noor.pseudonym), str(at_rivals.pseudonym)],
        )
        assert not got or first
        await at_rivals.release(*(one.assignment_id for one in got))
        await superuser.execute("UPDATE commons.membership SET last_shown_at = NULL WHERE pseudonym = $1", noor.pseudonym)


# ---- raising it -----------------------------------------------------------------------------------------------------


async def test_a_wall_is_raised_read_and_kept_in_the_trail(
    lab: Lab, context: Context, http: httpx.AsyncClient, superuser: asyncpg.Connection
) -> None:
    project_id = await lab.project(tasks=1)
    listed, secret = await a_vendor(context, superuser), await a_vendor(context, superuser, listed=False)
    base = f"/api/client/projects/{project_id}"
    wall = {"elsewhere_days": 30, "only_from": [str(listed)], "clearance": 2, "countries": ["EE", "KW"]}
    assert (await http.put(f"{base}/person-wall", json=wall, headers=bearer(lab))).status_code == 204
    page = (await http.get(f"{base}/person-wall", headers=bearer(lab))).json()
    assert page["wall"] == wall | {"not_from": None}
    assert {"vendor_id": str(listed), "name": "Hands"} in page["vendors"]
    assert str(secret) not in str(page)
    for vendor_id in (secret, uuid4()):
        refused = await http.put(f"{base}/person-wall", json={"not_from": [str(vendor_id)]}, headers=bearer(lab))
        problem(refused, 404, "vendor_not_listed")
    refused_bodies: tuple[dict[str, object], ...] = (
        {"elsewhere_days": 0},
        {"countries": []},
        {"countries": ["Kuwait"]},
        {"clearance": 10},
        {"people": 1},
    )
    for wrong in refused_bodies:
        problem(await http.put(f"{base}/person-wall", json=wrong, headers=bearer(lab)), 422, "request_invalid")
    assert (await http.put(f"{base}/person-wall", json={"elsewhere_days": 7}, headers=bearer(lab))).status_code == 204
    trail = [(event["was"], event["became"]) for event in (await http.get(f"{base}/history", headers=bearer(lab))).json()]
    assert ("elsewhere_days 30", "elsewhere_days 7") in trail
    assert ("countries 2", None) in trail
    noor = await lab.annotator(project_id)
    [listed_there] = (await desk_view.queue(context.db, context.seal, noor.scope.subject, LONG_AGO)).projects
    assert listed_there.wall is not None
    assert (listed_there.wall.elsewhere_days, listed_there.wall.by_vendor, listed_there.kept_out) == (7, False, None)
