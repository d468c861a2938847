from collections.abc import Sequence
from functools import partial
from pathlib import Path

import asyncpg
import numpy as np
import pytest

from amana.actions import estimating, estimator, handles
from amana.actions.estimator import Estimator
from amana.estimator import estimate_apart
from amana.model.ids import ProjectId
from amana.outside.postgres.server import DATABASE, Server
from amana.store import estimates
from amana.store.connect import DatabaseAddress
from amana.worker import Place
from tests.lab import Annotator, Lab, row

TASKS, PEOPLE = 9, 3


async def crowd(lab: Lab) -> tuple[ProjectId, list[Annotator]]:
    """A project that three people have answered, each as they please."""
    project_id = await lab.project(tasks=TASKS, annotations_needed=PEOPLE)
    people = await lab.annotators(project_id, PEOPLE)
    rng = np.random.default_rng(5)
    for annotator in people:
        for task in await annotator.claim(TASKS):
            await annotator.submit(task, int(rng.integers(0, 3)))
    return project_id, people


async def left(superuser: asyncpg.Connection, project_id: ProjectId) -> list[Sequence[object]]:
    """What an estimate leaves, without its time."""
    tables = (
        "SELECT task_id, question, base, n_base, doubt FROM walled.estimate WHERE project_id = $1 ORDER BY task_id, question",
        "SELECT pseudonym, log_confusion, annotations FROM walled.confusion WHERE project_id = $1 ORDER BY pseudonym",
        "SELECT question, events, rounds, converged, alpha, alpha_low, alpha_high, alpha_tasks FROM walled.estimation WHERE project_id = $1",
    )
    return [tuple(found) for sql in tables for found in await superuser.fetch(sql, project_id)]


async def forget(superuser: asyncpg.Connection, project_id: ProjectId) -> None:
    for table in ("estimate", "confusion", "estimation"):
        await superuser.execute(f"DELETE FROM walled.{table} WHERE project_id = $1", project_id)


async def test_another_process_estimates_as_this_one_does_to_the_last_bit(
    lab: Lab, superuser: asyncpg.Connection, home: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_id, _ = await crowd(lab)
    assert await lab.context.estimator.reestimate(lab.workspace_id) == 1
    here = await left(superuser, project_id)
    assert len(here) == TASKS + PEOPLE + 1
    await forget(superuser, project_id)
    monkeypatch.setattr(estimator, "APART_FROM_EVENTS", TASKS * PEOPLE)
    place = Place.of(home, DatabaseAddress(str(server.socket_folder), DATABASE))
    apart = Estimator(lab.context.db, lab.context.seal, partial(estimate_apart, place))
    assert await apart.reestimate(lab.workspace_id) == 1
    assert await left(superuser, project_id) == here


async def test_how_many_tasks_are_written_at_once_changes_nothing(
    lab: Lab, superuser: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_id, _ = await crowd(lab)
    await lab.context.estimator.reestimate(lab.workspace_id)
    at_once = await left(superuser, project_id)
    await forget(superuser, project_id)
    monkeypatch.setattr(estimating, "WRITTEN_AT_ONCE", 2)
    await lab.context.estimator.reestimate(lab.workspace_id)
    assert await left(superuser, project_id) == at_once


async def test_an_estimate_that_was_cut_off_is_made_again(
    lab: Lab, superuser: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_id, _ = await crowd(lab)

    async def lost(*_: object) -> None:
        raise RuntimeError("the engine was killed here")

    with monkeypatch.context() as broken:
        broken.setattr(estimates, "put_confusions", lost)
        with pytest.raises(RuntimeError):
            await lab.context.estimator.reestimate(lab.workspace_id)
    assert len(await left(superuser, project_id)) == TASKS
    assert await lab.context.estimator.reestimate(lab.workspace_id) == 1
    assert len(await left(superuser, project_id)) == TASKS + PEOPLE + 1
    assert await lab.context.estimator.reestimate(lab.workspace_id) == 0


async def test_what_was_taken_back_is_seen_and_not_heard(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=2, annotations_needed=2)
    steady, fickle = await lab.annotators(project_id, 2)
    for task in await steady.claim(2):
        await steady.submit(task, 0)
    [task, *_] = await fickle.claim(1)
    receipt = await fickle.submit(task, 2)
    await fickle.undo(receipt.submit_id)
    assert await lab.context.estimator.reestimate(lab.workspace_id) == 1
    found = await left(superuser, project_id)
    assert sorted(one[3] for one in found[:2]) == [1, 3], "an answer and its withdrawal are events of the task"  # type: ignore[type-var]
    assert [(one[0], one[2]) for one in found[2:-1]] == [(steady.pseudonym, 2)]
    assert found[-1][1] == 4


async def test_votes_on_a_withdrawn_task_count_no_longer(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=2, annotations_needed=2)
    await lab.add(project_id, [row(number) for number in range(2, 4)])  # a wrong batch
    crew = await lab.annotators(project_id, 2)
    for number, annotator in enumerate(crew):
        for task in await annotator.claim(4):
            await annotator.submit(task, number)  # they never agree
    assert await lab.context.estimator.reestimate(lab.workspace_id) == 1
    assert (await left(superuser, project_id))[-1][1] == 8
    await handles.withdraw_batch(lab.context.db, lab.principal, project_id, 2)
    assert await lab.context.estimator.reestimate(lab.workspace_id) == 1, "a withdrawal is an event"
    annotations = "SELECT sum(annotations) FROM walled.confusion WHERE project_id = $1"
    assert await superuser.fetchval(annotations, project_id) == 4
    agreed_on = "SELECT alpha_tasks FROM walled.estimation WHERE project_id = $1"
    assert await superuser.fetchval(agreed_on, project_id) == 2
    assert await lab.context.estimator.reestimate(lab.workspace_id) == 0

    await handles.withdraw_batch(lab.context.db, lab.principal, project_id, 1)  # and now there is nothing to agree on
    assert await lab.context.estimator.reestimate(lab.workspace_id) == 1
    assert await superuser.fetchval(agreed_on, project_id) == 0
    assert await superuser.fetchval("SELECT alpha FROM walled.estimation WHERE project_id = $1", project_id) is None
    assert await lab.context.estimator.reestimate(lab.workspace_id) == 0
