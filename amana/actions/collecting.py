"""Adaptive collection: of a project where the engine decides how many annotations each task gets, and whose.

It decides in rounds, by all answers so far, among the people who are there. A client who knows better who could be asked names
them, in rounds of their own.
"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from amana.actions.sealed import open_project
from amana.core.collection.choosing import Candidates, Standing, rule_of
from amana.core.collection.deciding import decide
from amana.core.inference.consensus import consensus
from amana.core.inference.crowd import Crowd, Floats
from amana.model.collecting import Asked, Candidate, RoundDone
from amana.model.errors import NotByRounds, ProjectNotFound
from amana.model.ids import ProjectId, WorkspaceId
from amana.model.projects import Project
from amana.model.scope import Audience, Principal, Scope
from amana.outside.seal import Seal
from amana.store import collecting, estimates, projects
from amana.store.collecting import Decided, Decision, Undecided
from amana.store.columns import uuids
from amana.store.db import Database
from amana.store.estimates import Heard

HOLD_SECONDS = 600  # for somebody who is at work at this moment
CLUSTERS_MIN = 2  # vendors, or people who came by themselves, that a task is asked of while there are any to ask
EACH_MIN = 3  # tasks that a round has for everybody who is free: one at hand, and work until the next round


class Known(msgspec.Struct, frozen=True):
    """What an estimate knows: what was heard, and of each question how many classes it has and what is believed of the tasks."""

    heard: Heard
    classes: tuple[int, ...]
    posteriors: tuple[Floats, ...]


class _Pairs(msgspec.Struct, frozen=True):
    """Who could be asked what: places in `tasks` of the undecided and in `people`, one entry a pair; everybody's room, and
    by which vendor they came, where that is known."""

    task: NDArray[np.int32]
    person: NDArray[np.int32]
    people: NDArray[np.bytes_]
    room: NDArray[np.int32]
    brought: dict[UUID, UUID]


async def decide_here(db: Database, workspace_id: WorkspaceId, project_id: ProjectId, classes: tuple[int, ...]) -> None:
    """Decide of undecided tasks among the people who are there, in this process; of nothing where the engine decides nothing."""
    engine = Scope(Audience.ENGINE, workspace_id)
    async with db.snapshot(engine) as tx:
        project = await projects.find(tx, workspace_id, project_id)
        if project is None or project.annotations_min is None or project.chosen_among != "present" or project.state != "open":
            return
        undecided = await collecting.undecided(tx, workspace_id, project_id)
        people = await collecting.people(tx, workspace_id, project_id)
        brought = await collecting.brought(tx)
        heard = await estimates.heard(tx, workspace_id, project_id)
    known = await asyncio.to_thread(_known, heard, classes)
    task = np.repeat(np.arange(len(undecided.tasks), dtype=np.int32), len(people))
    person = np.tile(np.arange(len(people), dtype=np.int32), len(undecided.tasks))
    pairs = _Pairs(task, person, people["pseudonym"], people["room"], brought)
    await _round(db, engine, project, known, undecided, pairs, EACH_MIN, HOLD_SECONDS)


async def round_among(
    db: Database, seal: Seal, principal: Principal, project_id: ProjectId, named: Sequence[Candidate], hold_seconds: int
) -> RoundDone:
    """Decide of undecided tasks among those whom the client names for each; tasks without names wait.

    Raises ProjectNotFound, NotByRounds.
    """
    workspace_id = principal.walls
    async with db.snapshot(principal.scope) as tx:
        project = await projects.find(tx, workspace_id, project_id)
        if project is None:
            raise ProjectNotFound(project_id=project_id)
        if project.annotations_min is None or project.chosen_among != "named":
            raise NotByRounds()
        kind = open_project(seal, workspace_id, project_id, project.task_type, project.body)
        heard = await estimates.heard(tx, workspace_id, project_id)
        undecided = await collecting.undecided_of(tx, workspace_id, project_id, [one.task_id for one in named])
    classes = tuple(len(question.classes) for question in kind.task_type.questions(kind.options))
    known = await asyncio.to_thread(_known, heard, classes)
    places = {task_id: place for place, task_id in enumerate(uuids(undecided.tasks["task_id"]))}
    people = {person: None for one in named for person in one.pseudonyms}
    numbers = {person: number for number, person in enumerate(people)}
    pairs = [(places[one.task_id], numbers[person]) for one in named if one.task_id in places for person in one.pseudonyms]
    task, person = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    ids = np.array([person.bytes for person in people], dtype="S16")
    room = np.full(len(people), len(places), dtype=np.int32)
    done = await _round(db, principal.scope, project, known, undecided, _Pairs(task, person, ids, room, {}), 0, hold_seconds)
    return RoundDone(
        asked=tuple(Asked(one.task_id, one.pseudonym) for one in done if one.more and one.pseudonym),
        done=tuple(one.task_id for one in done if not one.more),
        waiting=len(places) - len(done),
    )


async def _round(
    db: Database,
    scope: Scope,
    project: Project,
    known: Known,
    undecided: Undecided,
    pairs: _Pairs,
    each_min: int,
    hold_seconds: int,
) -> list[Decided]:
    """Nobody changes budget or rate between the look at them and what is asked for."""
    project_id = ProjectId(project.project_id)
    async with db.transaction(scope) as tx:
        await projects.lock_changes(tx, project_id)
        now = await projects.find(tx, scope.walls, project_id)
        if now is None or now.state != "open":
            return []
        cost = await projects.cost(tx, scope.walls, project_id)
        decisions = await asyncio.to_thread(_decisions, now, cost.total_minor, known, undecided, pairs, each_min)
        return await collecting.decide(db, scope, project_id, decisions, hold_seconds) if decisions else []


def _known(heard: Heard, classes: tuple[int, ...]) -> Known:
    return Known(heard, classes, tuple(consensus(heard.crowd(asked, count)).posterior for asked, count in enumerate(classes)))


def _decisions(
    project: Project, cost_minor: int, known: Known, undecided: Undecided, pairs: _Pairs, each_min: int
) -> list[Decision]:
    """Pure. Beside the tasks that were heard it numbers those that were not, and the people of whom nothing is known; one more of
    these stands for anybody."""
    rule = rule_of(project)
    assert rule is not None
    heard = known.heard
    tasks = np.union1d(heard.tasks["task_id"], undecided.tasks["task_id"])
    people = np.union1d(heard.people["pseudonym"], pairs.people)
    of_heard, of_person = np.searchsorted(tasks, heard.tasks["task_id"]), np.searchsorted(people, heard.people["pseudonym"])
    standings = []
    for asked, count in enumerate(known.classes):
        crowd = heard.crowd(asked, count)
        task, person = of_heard[crowd.task].astype(np.int32), of_person[crowd.annotator].astype(np.int32)
        posterior = np.full((len(tasks), count), 1 / count)
        posterior[of_heard] = known.posteriors[asked]
        standings.append(Standing.of(Crowd(task, person, crowd.klass, len(tasks), len(people) + 1, count), posterior=posterior))
    pending = np.searchsorted(tasks, undecided.tasks["task_id"]).astype(np.int32)
    task, person = pending[pairs.task], np.searchsorted(people, pairs.people).astype(np.int32)[pairs.person]
    had = undecided.asked[np.isin(undecided.asked["pseudonym"], people)]
    width = np.int64(len(people))
    asked_before = np.searchsorted(tasks, had["task_id"]) * width + np.searchsorted(people, had["pseudonym"])
    free = ~np.isin(task * width + person, asked_before)
    room = np.zeros(len(people) + 1, dtype=np.int32)
    room[np.searchsorted(people, pairs.people)] = pairs.room
    vendors = {vendor: number for number, vendor in enumerate(sorted(set(pairs.brought.values())), start=1)}
    cluster = np.array(
        [vendors[pairs.brought[one]] if one in pairs.brought else 0 for one in uuids(people)] + [0], dtype=np.int32
    )
    if len(set(cluster[np.searchsorted(people, pairs.people)].tolist())) > 1:
        rule = msgspec.structs.replace(rule, clusters_min=CLUSTERS_MIN)
    clusters_heard = np.zeros((len(tasks), len(vendors) + 1), dtype=np.bool_)
    clusters_heard[of_heard[heard.votes["task"]], cluster[of_person[heard.votes["person"]]]] = True
    affordable = None
    if project.budget_minor is not None:
        affordable = max(0, project.budget_minor - cost_minor) // max(1, project.rate_minor)
    found = decide(
        standings,
        pending if project.chosen_among == "present" else np.unique(task[free]),
        Candidates(task[free], person[free], cluster=cluster, clusters_heard=clusters_heard),
        room,
        rule,
        np.random.default_rng(heard.events),
        stranger=len(people),
        each_min=each_min,
        affordable=affordable,
    )
    ids, pseudonyms = list(uuids(tasks)), list(uuids(people))
    answered = dict(zip(pending.tolist(), undecided.tasks["answered"].tolist(), strict=True))
    asked_of = zip(found.task.tolist(), found.annotator.tolist(), strict=True)
    return [
        *(Decision(ids[one], answered[one], True, pseudonyms[of]) for one, of in asked_of),
        *(Decision(ids[one], answered[one], True) for one in found.open.tolist()),
        *(Decision(ids[one], answered[one], False) for one in found.done.tolist()),
    ]
