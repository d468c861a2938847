"""A project where the engine decides how many annotations each task gets, and whose."""

import random
from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from amana.actions import collecting, handles
from amana.model.collecting import Candidate, ProjectPlan, Range
from amana.model.desk import HeldTask
from amana.model.errors import BudgetExceeded, LessThanLeast, NotByRounds, ProjectInvalid
from amana.model.handles import Chosen
from amana.model.ids import ProjectId, TaskId
from amana.model.scope import Audience, Scope
from amana.store import collecting as store
from amana.store import dispatch
from amana.store.collecting import Decision
from amana.views import plan as plan_view
from amana.views import why
from tests.api.test_api import bearer, problem
from tests.lab import Annotator, Lab, panels, row

TASKS, LEAST, MOST, PILOT = 40, 2, 4, 10
RATE = 12


async def deciding(lab: Lab, tasks: int = TASKS, **settings: object) -> ProjectId:
    chosen = {"annotations_min": LEAST, "annotations_needed": MOST, "undo_seconds": 0, "skips_a_day_max": 100} | settings
    return await lab.project(tasks=tasks, **chosen)


async def reestimate(lab: Lab) -> None:
    await lab.context.estimator.reestimate(lab.workspace_id)
    await lab.context.estimator.decide(lab.workspace_id)
    await lab.context.estimator.foresee(lab.workspace_id)


async def settle(lab: Lab) -> None:
    while await dispatch.settle(lab.context.db, Scope(Audience.ENGINE, lab.workspace_id), 100):
        pass


def number_of(task: HeldTask) -> int:
    return int(panels(task.form)[0][1:])


def says(task: HeldTask, of_file: int) -> int:
    """The choice on the page that means `of_file`: 0 the first response of the file, 1 neither, 2 the second."""
    return of_file if panels(task.form)[0].startswith("A") else 2 - of_file


async def work(people: Sequence[Annotator], answers: Sequence[Sequence[int]], at_once: int = 4) -> int:
    """Everybody takes up to so many tasks and answers: `answers` has a row a person and a column a task."""
    done = 0
    for person, said in zip(people, answers, strict=True):
        for task in await person.claim(at_once):
            await person.submit(task, says(task, said[number_of(task)]))
            done += 1
    return done


async def rows(superuser: asyncpg.Connection, project_id: ProjectId, most: int = MOST) -> list[asyncpg.Record]:
    """Every task of the project: what it is asked for and what it has."""
    sql = """SELECT t.state, t.undecided, t.needed, t.answered, t.slots,
                    (SELECT count(*) FROM walled.assignment a WHERE a.task_id = t.task_id AND a.state = 'held' AND NOT a.surplus)
                    + (SELECT count(*) FROM walled.returned r WHERE r.task_id = t.task_id AND r.directed) AS taken
             FROM walled.task t WHERE t.project_id = $1"""
    found = await superuser.fetch(sql, project_id)
    assert all(one["slots"] == one["needed"] - one["answered"] - one["taken"] for one in found)
    assert all(one["answered"] <= one["needed"] <= most for one in found)
    return list(found)


async def collected(lab: Lab, project_id: ProjectId, people: Sequence[Annotator], answers: Sequence[Sequence[int]]) -> None:
    """Work and estimates in turns until every task is settled."""
    for _ in range(200):
        worked = await work(people, answers)
        await reestimate(lab)
        await settle(lab)
        progress = await lab.progress(project_id)
        if progress.settled == progress.tasks:
            return
        assert worked or progress.undecided or progress.slots, "it came to rest with tasks unsettled"
    raise AssertionError(f"it never ended: {await lab.progress(project_id)}")


def answers_of(people: int, unsure: set[int], rng: random.Random) -> list[list[int]]:
    """The first response of even tasks is better, and the second of odd ones; on those of which people are unsure, each says either."""
    return [[rng.choice([0, 2]) if task in unsure else 2 * (task % 2) for task in range(TASKS)] for _ in range(people)]


async def test_some_tasks_tell_who_is_good_and_the_others_wait(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await deciding(lab)
    asked = Counter((one["needed"], one["undecided"]) for one in await rows(superuser, project_id))
    assert asked == {(MOST, False): PILOT, (0, True): TASKS - PILOT}
    progress = await lab.progress(project_id)
    assert progress.undecided == TASKS - PILOT
    assert progress.ahead_minor == RATE * (PILOT * MOST + (TASKS - PILOT) * LEAST)
    await lab.add(project_id, [row(number) for number in range(TASKS, 150)])
    asked = Counter((one["needed"], one["undecided"]) for one in await rows(superuser, project_id))
    assert asked == {(MOST, False): 15, (0, True): 135}  # a tenth of all


async def test_tasks_of_which_people_are_sure_end_soon_and_the_others_get_more(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await deciding(lab, annotations_needed=6)
    people = await lab.annotators(project_id, 7)
    unsure = {3, 7, 12, 21, 28, 33, 37, 39}
    await collected(lab, project_id, people, answers_of(7, unsure, random.Random(2)))
    found = await rows(superuser, project_id, most=6)
    assert {one["state"] for one in found} == {"settled"}
    assert all(LEAST <= one["answered"] <= 6 for one in found)
    twice = await superuser.fetchval(
        "SELECT count(*) FROM (SELECT FROM walled.annotation WHERE project_id = $1 GROUP BY task_id, pseudonym HAVING count(*) > 1) t",
        project_id,
    )
    assert twice == 0
    counted = await superuser.fetch(
        """SELECT count(DISTINCT n.vote_class) AS said, count(*) AS labels FROM walled.annotation n
           JOIN walled.task t ON t.task_id = n.task_id WHERE n.project_id = $1 GROUP BY n.task_id""",
        project_id,
    )
    agreed = [one["labels"] for one in counted if one["said"] == 1]
    disagreed = [one["labels"] for one in counted if one["said"] > 1]
    assert disagreed
    assert sum(agreed) / len(agreed) < sum(disagreed) / len(disagreed)
    progress = await lab.progress(project_id)
    assert progress.answered < TASKS * 6 * 0.75
    assert progress.posted_minor == RATE * progress.answered
    assert (progress.pending_minor, progress.ahead_minor) == (0, 0)


async def test_whoever_comes_later_and_finds_nothing_is_asked_too(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await deciding(lab)
    early = await lab.annotators(project_id, MOST)
    answers = answers_of(MOST + 1, set(), random.Random(0))
    while await work(early, answers[:MOST]):
        pass
    late = await lab.annotator(project_id)
    assert await late.claim(4) == []
    told = await why.task(lab.context.db, lab.principal, project_id, await undecided_task(superuser, project_id))
    assert told.why == "undecided"
    await reestimate(lab)
    assert len(await late.claim(4)) == 3  # an even share


async def undecided_task(superuser: asyncpg.Connection, project_id: ProjectId) -> TaskId:
    found = await superuser.fetchval("SELECT task_id FROM walled.task WHERE project_id = $1 AND undecided LIMIT 1", project_id)
    assert isinstance(found, UUID)
    return TaskId(found)


async def test_what_was_taken_back_or_answered_meanwhile_is_decided_anew(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await deciding(lab, tasks=1, annotations_needed=3, annotations_min=1, undo_seconds=60)
    await superuser.execute("UPDATE walled.task SET needed = 1, slots = 1 WHERE project_id = $1", project_id)
    [noor, omar] = await lab.annotators(project_id, 2)
    [task] = await noor.claim()
    receipt = await noor.submit(task)
    task_id = await undecided_task(superuser, project_id)
    engine = Scope(Audience.ENGINE, lab.workspace_id)

    async def decide(answered: int, *, more: bool, to: Annotator | None = None) -> int:
        decision = Decision(task_id, answered, more, to.pseudonym if to else None)
        return len(await store.decide(lab.context.db, engine, project_id, [decision], 60))

    assert await decide(0, more=False) == 0  # seen before the answer
    assert await decide(1, more=True, to=noor) == 0  # hers already
    reopened = await noor.undo(receipt.submit_id)
    assert await decide(1, more=False) == 0
    await noor.submit_to(reopened.assignment_id, reopened.revision, 0, UUID(int=7))
    assert await decide(1, more=True, to=omar) == 1
    assert await decide(1, more=True, to=omar) == 0  # not twice
    assert await noor.claim() == []
    [task] = await omar.claim()
    await omar.submit(task)
    assert await decide(2, more=True) == 1
    assert (await rows(superuser, project_id))[0]["slots"] == 1
    third = await lab.annotator(project_id)
    [task] = await third.claim()
    await third.submit(task)
    assert not (await rows(superuser, project_id))[0]["undecided"], "it has the most it may get"


async def test_a_budget_ends_what_could_still_be_asked(lab: Lab) -> None:
    least = RATE * (PILOT * MOST + (TASKS - PILOT) * LEAST)
    poor = await deciding(lab, tasks=0, budget_minor=least - 1)
    with pytest.raises(BudgetExceeded):
        await lab.add(poor, [row(number) for number in range(TASKS)])
    project_id = await deciding(lab, budget_minor=least + 5 * RATE)
    people = await lab.annotators(project_id, 5)
    await collected(lab, project_id, people, answers_of(5, set(range(TASKS)), random.Random(4)))
    assert (await lab.progress(project_id)).posted_minor == least + 5 * RATE


async def test_a_closed_project_asks_nothing_more(lab: Lab) -> None:
    project_id = await deciding(lab)
    people = await lab.annotators(project_id, MOST)
    answers = answers_of(MOST, set(), random.Random(0))
    while await work(people, answers):
        pass
    assert await people[0].claim() == []
    assert (await lab.progress(project_id)).undecided == TASKS - PILOT
    await handles.close(lab.context.db, lab.principal, project_id)
    await settle(lab)
    progress = await lab.progress(project_id)
    assert (progress.settled, progress.withdrawn_tasks, progress.undecided) == (PILOT, TASKS - PILOT, 0)


async def test_a_lead_may_change_the_most_and_end_a_task(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await deciding(lab)
    with pytest.raises(LessThanLeast):
        await handles.set_needed(lab.context.db, lab.principal, project_id, Chosen(), LEAST - 1)
    await handles.set_needed(lab.context.db, lab.principal, project_id, Chosen(), MOST - 1)
    assert (await lab.progress(project_id)).undecided == TASKS - PILOT, "what was asked for stays"
    some = tuple(
        id for (id,) in await superuser.fetch("SELECT task_id FROM walled.task WHERE project_id = $1 AND undecided", project_id)
    )
    changed = await handles.set_needed(lab.context.db, lab.principal, project_id, Chosen(task_ids=some[:3]), 1)
    assert changed.tasks == 3
    assert (await lab.progress(project_id)).undecided == TASKS - PILOT - 3


async def test_rounds_among_people_the_client_names(lab: Lab, superuser: asyncpg.Connection, http: httpx.AsyncClient) -> None:
    project_id = await deciding(lab, chosen_among="named")
    people = await lab.annotators(project_id, 6)
    answers = answers_of(6, {3, 7, 12}, random.Random(1))
    for _ in range(PILOT):
        await work(people, answers)
    await reestimate(lab)
    assert (await lab.progress(project_id)).undecided == TASKS - PILOT, "nobody but the client decides"
    few = {
        "candidates": [{"task_id": str(await undecided_task(superuser, project_id)), "pseudonyms": [str(people[0].pseudonym)]}]
    }
    ids = [id for (id,) in await superuser.fetch("SELECT task_id FROM walled.task WHERE project_id = $1", project_id)]
    may = {id: tuple(person.pseudonym for person in random.Random(str(id)).sample(people, MOST)) for id in ids}
    assert (await http.post(f"/api/client/projects/{project_id}/rounds", json=few, headers=bearer(lab))).json()["waiting"] == 0
    body = {"candidates": [{"task_id": str(id), "pseudonyms": [str(one) for one in may[id]]} for id in ids]}
    for _ in range(100):
        done = (await http.post(f"/api/client/projects/{project_id}/rounds", json=body, headers=bearer(lab))).json()
        for one in done["asked"]:
            assert UUID(one["pseudonym"]) in may[UUID(one["task_id"])]
        if not await work(people, answers, at_once=20) and not done["done"]:
            break
    await settle(lab)
    found = await rows(superuser, project_id)
    assert {one["state"] for one in found} == {"settled"}
    assert LEAST <= min(one["answered"] for one in found) < MOST
    other = await deciding(lab)
    with pytest.raises(NotByRounds):
        named = [Candidate(ids[0], (people[0].pseudonym,))]
        await collecting.round_among(lab.context.db, lab.context.seal, lab.principal, other, named, 60)
    problem(await http.post(f"/api/client/projects/{other}/rounds", json=body, headers=bearer(lab)), 409, "not_by_rounds")


async def planned(lab: Lab, project_id: ProjectId) -> ProjectPlan:
    return await plan_view.plan(lab.context.db, lab.principal, project_id, 0.05)


async def test_a_plan_of_a_fixed_number_is_that_number(lab: Lab) -> None:
    project_id = await lab.project(tasks=7, annotations_needed=3, budget_minor=7 * 3 * RATE)
    plan = await planned(lab, project_id)
    assert (plan.basis, plan.fits, plan.foreseen, plan.finish) == ("fixed", "yes", None, None)
    assert plan.annotations == Range(21, 21, 21)
    assert plan.cost_minor == Range(21 * RATE, 21 * RATE, 21 * RATE)
    assert (plan.audits.none_wrong, plan.audits.one_wrong, plan.audits.two_wrong) == (59, 93, 124)
    assert (await planned(lab, await lab.project())).tasks == 0


async def test_a_plan_says_what_public_crowds_took_then_what_the_pilot_says_then_what_it_took(lab: Lab) -> None:
    project_id = await deciding(lab)
    people = await lab.annotators(project_id, 6)
    answers = answers_of(6, {3, 7, 12}, random.Random(8))
    before = await planned(lab, project_id)
    assert (before.basis, before.answered) == ("public_crowds", 0)
    assert before.annotations.low >= PILOT * MOST + (TASKS - PILOT) * LEAST == before.asked
    assert before.annotations.low < before.annotations.middle < before.annotations.high <= TASKS * MOST
    await reestimate(lab)
    assert (await planned(lab, project_id)).foreseen is None, "its pilot is not answered"
    while (begun := await planned(lab, project_id)).foreseen is None:
        assert begun.settled < TASKS
        await work(people, answers)
        await reestimate(lab)
    assert begun.basis == "pilot"
    assert PILOT * MOST + (TASKS - PILOT) * LEAST <= begun.foreseen.low < begun.foreseen.high <= TASKS * MOST
    await collected(lab, project_id, people, answers)
    done = await planned(lab, project_id)
    assert done.foreseen == begun.foreseen, "what was foreseen is kept"
    assert done.annotations == Range(done.answered, done.answered, done.answered)
    assert done.cost_minor.middle == done.spent_minor == RATE * done.answered
    assert done.finish is None


@pytest.mark.parametrize(("budget_minor", "fits"), [(TASKS * MOST * RATE, "yes"), (1500, "likely"), (1300, "no")])
async def test_a_plan_says_whether_the_budget_is_enough(lab: Lab, budget_minor: int, fits: str) -> None:
    plan = await planned(lab, await deciding(lab, budget_minor=budget_minor))
    assert plan.fits == fits, plan.cost_minor


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"annotations_min": 5, "annotations_needed": 4}, "annotations_min"),
        ({"annotations_min": 1, "task_type": "rewriting"}, "annotations_min"),
    ],
)
async def test_what_can_not_be_decided_is_refused(lab: Lab, settings: dict[str, Any], field: str) -> None:
    with pytest.raises(ProjectInvalid) as refused:
        await lab.project(**settings)
    assert refused.value.field == field


async def test_before_anybody_answered_whoever_finds_no_open_task_is_asked_one_that_waits(lab: Lab) -> None:
    project_id = await deciding(lab)
    *early, late = await lab.annotators(project_id, MOST + 1)
    for person in early:
        assert len(await person.claim(PILOT)) == PILOT
    assert await late.claim(2) == []
    await reestimate(lab)
    assert len(await late.claim(2)) == 2


async def test_a_round_before_anybody_answered_or_of_tasks_that_are_not_there(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await deciding(lab, chosen_among="named")
    [noor] = await lab.annotators(project_id, 1)
    waits = await undecided_task(superuser, project_id)

    async def asked(task: UUID, *people: UUID) -> tuple[int, int]:
        named = [Candidate(task, people)]
        done = await collecting.round_among(lab.context.db, lab.context.seal, lab.principal, project_id, named, 60)
        return len(done.asked), done.waiting

    assert await asked(uuid4(), noor.pseudonym) == (0, 0)
    assert await asked(waits, uuid4()) == (0, 1)  # nobody who works here
    assert await asked(waits, noor.pseudonym) == (1, 0)
    assert await asked(waits, noor.pseudonym) == (0, 0)


async def test_a_task_is_asked_of_people_of_two_vendors_while_there_are_any(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await deciding(lab, tasks=60)
    people = await lab.annotators(project_id, 6)
    vendor, bearer = uuid4(), "SELECT person_id FROM commons.membership WHERE workspace_id = $1 AND pseudonym = $2"
    ids = [await superuser.fetchval(bearer, lab.workspace_id, one.pseudonym) for one in people]
    await superuser.execute(
        "INSERT INTO commons.vendor (vendor_id, manager_id, body, listed) VALUES ($1, $2, '', false)", vendor, ids[0]
    )
    await superuser.execute("UPDATE commons.person SET vendor_id = $1 WHERE person_id = ANY ($2)", vendor, ids[:3])
    answers = [[2 * (task % 2) for task in range(60)] for _ in people]
    await collected(lab, project_id, people, answers)
    mixed = await superuser.fetch(
        """SELECT count(*) FILTER (WHERE n.pseudonym = ANY ($2)) AS theirs, count(*) AS labels FROM walled.annotation n
           JOIN walled.task t ON t.task_id = n.task_id AND NOT t.pilot WHERE n.project_id = $1 GROUP BY n.task_id""",
        project_id,
        [one.pseudonym for one in people[:3]],
    )
    assert len(mixed) == 50
    assert all(0 < one["theirs"] < one["labels"] for one in mixed)
