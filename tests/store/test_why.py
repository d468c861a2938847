"""The answer to "why": after any history the counts are a brute-force count of the rows, and sum to what is unsettled."""

import contextlib
import random
from collections import Counter
from collections.abc import Awaitable, Sequence
from uuid import uuid4

import asyncpg
import httpx
import pytest

from amana.actions import handles, projects
from amana.api.context import Context
from amana.model.errors import DomainError, PersonNotFound, ProjectNotFound, TaskNotFound
from amana.model.handles import Chosen
from amana.model.ids import ProjectId, Pseudonym, TaskId
from amana.model.scope import Audience, Scope
from amana.model.why import PersonWhy
from amana.store import dispatch
from amana.views import why
from tests.api.test_api import bearer, problem
from tests.lab import Annotator, Lab, row

STEPS, TASKS, PEOPLE = 60, 12, 4
HISTORIES_MIN, HISTORIES_MAX = 6, 60
PLACES = {
    "open",
    "held",
    "answered",
    "skipped",
    "taken_back",
    "needs_skill",
    "with_others",
    "meant_for_others",
    "undecided",
    "complete",
}
MINE = ("held", "answered", "skipped", "taken_back")
HANDLES = ["take back", "needed", "priority", "withdraw"]


async def test_after_any_history_the_counts_are_those_of_the_rows(lab: Lab, superuser: asyncpg.Connection) -> None:
    met: Counter[str] = Counter()
    for seed in range(HISTORIES_MAX):
        rng = random.Random(seed)
        most = rng.randint(1, 3)
        least = rng.choice([None, rng.randint(1, most)])
        project_id = await lab.project(tasks=TASKS, annotations_needed=most, annotations_min=least, skips_a_day_max=5)
        people = await lab.annotators(project_id, PEOPLE)
        for person in people:
            skills = rng.choice([[0], [0, 1], [1]])
            await superuser.execute("UPDATE walled.project_member SET skills = $2 WHERE pseudonym = $1", person.pseudonym, skills)
        await superuser.execute("UPDATE walled.task SET skill = (random() < 0.4)::int WHERE project_id = $1", project_id)
        for step in range(STEPS):
            await something_happens(rng, lab, superuser, project_id, people)
            if step % 10 == 9:
                for person in people:
                    met += await compare(lab, superuser, project_id, person)
        if seed + 1 >= HISTORIES_MIN and set(met) == PLACES:
            return
    raise AssertionError(f"never met in {HISTORIES_MAX} histories: {PLACES - set(met)}, so the comparison was of nothing there")


async def something_happens(
    rng: random.Random, lab: Lab, superuser: asyncpg.Connection, project_id: ProjectId, people: Sequence[Annotator]
) -> None:
    person = rng.choice(people)
    engine = Scope(Audience.ENGINE, lab.workspace_id)
    held = await superuser.fetch(
        "SELECT assignment_id, revision FROM walled.assignment WHERE pseudonym = $1 AND state = 'held'", person.pseudonym
    )
    late = await superuser.fetch(
        "SELECT assignment_id, revision FROM walled.assignment WHERE pseudonym = $1 AND state IN ('expired', 'released')",
        person.pseudonym,
    )
    answered = await superuser.fetch("SELECT submit_id FROM walled.annotation WHERE pseudonym = $1", person.pseudonym)
    match rng.choice(
        ["claim", "claim", "submit", "submit", "late", "skip", "release", "expire", "direct", "undo", "settle", *HANDLES]
    ):
        case "claim":
            await person.claim(rng.randint(1, 4))
        case "submit" if held:
            one = rng.choice(held)
            await tolerant(person.submit_to(one["assignment_id"], one["revision"], 0, uuid4()))
        case "late" if late:
            one = rng.choice(late)
            await tolerant(person.submit_to(one["assignment_id"], one["revision"], 0, uuid4()))
        case "skip" if held:
            await tolerant(person.skip(rng.choice(held)["assignment_id"]))
        case "release" if held:
            await person.release(rng.choice(held)["assignment_id"])
        case "expire" if held:
            await superuser.execute(
                "UPDATE walled.assignment SET lease_until = now() - interval '1 s' WHERE assignment_id = $1",
                rng.choice(held)["assignment_id"],
            )
            if rng.random() < 0.5:  # else the sweep has not come yet
                await lab.expire()
        case "direct":
            ids = [id for (id,) in await superuser.fetch("SELECT task_id FROM walled.task WHERE project_id = $1", project_id)]
            some = [TaskId(id) for id in rng.sample(ids, 2)]
            await projects.direct(lab.context.db, lab.principal, project_id, person.pseudonym, some, 3600)
        case "take back" if held:
            task_id = await superuser.fetchval(
                "SELECT task_id FROM walled.assignment WHERE assignment_id = $1", rng.choice(held)["assignment_id"]
            )
            to = rng.choice([None, *(one.pseudonym for one in people)])
            await handles.reassign(lab.context.db, lab.principal, project_id, TaskId(task_id), person.pseudonym, to, 3600)
        case "needed":
            await tolerant(handles.set_needed(lab.context.db, lab.principal, project_id, Chosen(), rng.randint(1, 4)))
        case "priority":
            await handles.set_priority(lab.context.db, lab.principal, project_id, Chosen(), rng.randint(-100, 100))
        case "withdraw" if rng.random() < 0.1:
            await handles.withdraw_batch(lab.context.db, lab.principal, project_id, 1)
            await lab.add(project_id, [row(number) for number in range(TASKS)])  # the same contents, as new tasks
        case "undo" if answered:
            await tolerant(person.undo(rng.choice(answered)["submit_id"]))
        case "settle":
            await superuser.execute("UPDATE walled.project SET undo_seconds = 0 WHERE project_id = $1", project_id)
            await superuser.execute("UPDATE walled.task SET ripe_at = now() WHERE project_id = $1 AND due", project_id)
            await dispatch.settle(lab.context.db, engine, 1)
            await superuser.execute("UPDATE walled.project SET undo_seconds = 60 WHERE project_id = $1", project_id)


async def tolerant(action: Awaitable[object]) -> None:
    """A history holds refusals too."""
    with contextlib.suppress(DomainError):
        await action


async def compare(lab: Lab, superuser: asyncpg.Connection, project_id: ProjectId, person: Annotator) -> Counter[str]:
    said = await ask(lab, project_id, person)
    counted = await by_brute_force(superuser, project_id, person.pseudonym)
    assert {one.place: one.tasks for one in said.places} == dict(counted)
    assert said.unsettled == sum(counted.values())
    mine = await why.mine(lab.context.db, person.scope, project_id)
    assert (mine.open, mine.needs_skill) == (counted["open"], counted["needs_skill"])
    waits = "SELECT count(*) FROM walled.task WHERE project_id = $1 AND state = 'open' AND answered >= needed AND ripe_at = 'infinity'"
    assert mine.choosing == bool(await superuser.fetchval(waits, project_id))
    assert mine.with_others == bool(counted["with_others"] + counted["meant_for_others"])
    assert (mine.held, mine.held_until, mine.answered, mine.skipped) == (said.held, said.held_until, said.answered, said.skipped)
    return counted


async def ask(lab: Lab, project_id: ProjectId, person: Annotator) -> PersonWhy:
    return await why.person(lab.context.db, lab.principal, project_id, person.pseudonym)


async def by_brute_force(superuser: asyncpg.Connection, project_id: ProjectId, me: Pseudonym) -> Counter[str]:
    """Each unsettled task, one by one, from the rows as they lie there."""
    skills = await superuser.fetchval(
        "SELECT skills FROM walled.project_member WHERE pseudonym = $1 AND project_id = $2", me, project_id
    )
    found: Counter[str] = Counter()
    sql = "SELECT *, ripe_at = 'infinity' AS for_ever FROM walled.task WHERE project_id = $1 AND state = 'open'"
    for task in await superuser.fetch(sql, project_id):
        assignments = await superuser.fetch("SELECT * FROM walled.assignment WHERE task_id = $1", task["task_id"])
        meant = await superuser.fetch("SELECT * FROM walled.returned WHERE task_id = $1 AND directed", task["task_id"])
        holding = [one for one in assignments if one["state"] == "held" and not one["surplus"]]
        taken = task["answered"] + len(holding) + len(meant)
        mine = [one["state"] for one in assignments if one["pseudonym"] == me and one["state"] in MINE]
        if mine:
            found[mine[0]] += 1
        elif any(one["pseudonym"] == me for one in meant):
            found["open"] += 1
        elif task["answered"] >= task["needed"] and task["for_ever"]:
            found["undecided"] += 1
        elif task["answered"] >= task["needed"]:
            found["complete"] += 1
        elif taken < task["needed"]:
            found["open" if task["skill"] in skills else "needs_skill"] += 1
        else:
            found["with_others" if holding else "meant_for_others"] += 1
    return found


async def test_a_person_is_told_by_the_nearest_reason(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=3, annotations_needed=1)
    noor, omar = await lab.annotators(project_id, 2)
    assert (await ask(lab, project_id, noor)).why == "open"
    held = await noor.claim(2)
    said = await ask(lab, project_id, noor)
    assert (said.why, said.held, said.held_max) == ("open", 2, 24)  # one is still open to her
    await omar.claim(1)
    assert (await ask(lab, project_id, noor)).why == "held"
    for task in held:
        await noor.submit(task)
    said = await ask(lab, project_id, noor)
    assert said.why == "nothing_left"
    assert said.sentence == (
        "Nothing is left for them. Unsettled tasks: 3, of which answered by them 2, in other people's hands 1."
    )
    [elsewhere] = [one for one in said.places if one.place == "with_others"]
    assert elsewhere.until is not None
    assert said.last_seen_at is not None

    await superuser.execute("UPDATE commons.session SET revoked_at = now() WHERE session_hash = $1", noor.scope.subject)
    assert (await ask(lab, project_id, noor)).why == "not_signed_in"
    await superuser.execute("UPDATE walled.project SET state = 'paused' WHERE project_id = $1", project_id)
    assert (await ask(lab, project_id, noor)).why == "project_paused"
    assert (await why.mine(lab.context.db, omar.scope, project_id)).why == "project_paused"
    await superuser.execute("UPDATE walled.project_member SET ended_at = now() WHERE pseudonym = $1", omar.pseudonym)
    assert (await ask(lab, project_id, omar)).why == "membership_ended"
    with pytest.raises(ProjectNotFound):
        await why.mine(lab.context.db, omar.scope, project_id)


async def test_a_task_says_what_it_waits_for_from_import_to_settled(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=1, annotations_needed=2)
    task_id = TaskId(await superuser.fetchval("SELECT task_id FROM walled.task WHERE project_id = $1", project_id))
    noor, omar = await lab.annotators(project_id, 2)
    engine = Scope(Audience.ENGINE, lab.workspace_id)

    async def reason() -> str:
        said = await why.task(lab.context.db, lab.principal, project_id, task_id)
        assert said.needed == said.answered + said.held + said.meant + said.slots
        assert said.held + said.meant == len(said.holders)
        assert (said.settled_at is not None) == (said.why == "settled")
        return said.why

    assert await reason() == "needs_people"
    [first] = await noor.claim()
    assert await reason() == "needs_people"
    await projects.direct(lab.context.db, lab.principal, project_id, omar.pseudonym, [task_id], 3600)
    assert await reason() == "being_answered"
    await noor.submit(first)
    assert await reason() == "meant_for_somebody"
    await superuser.execute("UPDATE walled.project SET state = 'paused' WHERE project_id = $1", project_id)
    assert await reason() == "project_not_open"
    await superuser.execute("UPDATE walled.project SET state = 'open' WHERE project_id = $1", project_id)
    [second] = await omar.claim()
    await omar.submit(second)
    assert await reason() == "undo_open"
    assert await dispatch.settle(lab.context.db, engine, 10) == 0  # as was said
    await superuser.execute("UPDATE walled.project SET undo_seconds = 0 WHERE project_id = $1", project_id)
    assert await reason() == "undo_open"  # the window was frozen with the answer
    await superuser.execute("UPDATE walled.task SET ripe_at = now() WHERE project_id = $1", project_id)
    assert await reason() == "due"
    assert await dispatch.settle(lab.context.db, engine, 10) == 1
    assert await reason() == "settled"


async def test_another_workspaces_ids_are_not_there(lab: Lab, context: Context, http: httpx.AsyncClient) -> None:
    project_id = await lab.project(tasks=1)
    noor = await lab.annotator(project_id)
    rival = await Lab.open(context)
    own = await rival.project(tasks=1)
    for project, missing in ((project_id, ProjectNotFound), (own, PersonNotFound)):
        with pytest.raises(missing):
            await why.person(context.db, rival.principal, project, noor.pseudonym)
    with pytest.raises(TaskNotFound):
        await why.task(context.db, rival.principal, own, TaskId(uuid4()))
    base = f"/api/client/projects/{project_id}"
    assert (await http.get(f"{base}/people/{noor.pseudonym}/why", headers=bearer(lab))).json()["why"] == "open"
    for path in (f"{base}/people/{noor.pseudonym}/why", f"{base}/tasks/{uuid4()}/why"):
        problem(await http.get(path, headers=bearer(rival)), 404, "project_not_found")
        problem(await http.get(path), 401, "no_session")
    problem(await http.get(f"{base}/tasks/{uuid4()}/why", headers=bearer(lab)), 404, "task_not_found")
    problem(await http.get(f"/api/annotator/projects/{project_id}/why"), 401, "no_session")
