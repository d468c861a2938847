"""A guideline changes by another version: what is handed out later is bound to it, and people are told what changed since they read."""

import asyncio
from datetime import UTC, datetime

import pytest

from amana.actions import guidelines
from amana.api.context import Context
from amana.model.errors import GuidelineChanged, KeptOut, ProjectNotFound, VersionNotFound
from amana.model.guidelines import NewGuideline
from amana.model.ids import ProjectId
from amana.model.person_walls import PersonWall
from amana.store import access_log
from amana.views import desk as desk_view
from tests.lab import Annotator, Lab
from tests.store.test_person_walls import raise_wall


async def change(lab: Lab, project: ProjectId, text: str, against: int) -> int:
    return await guidelines.change(lab.context.db, lab.context.seal, lab.principal, project, NewGuideline(text, against))


async def read_and_new(somebody: Annotator) -> tuple[int | None, int]:
    queue = await desk_view.queue(
        somebody.context.db, somebody.context.seal, somebody.scope.subject, datetime(2020, 1, 1, tzinfo=UTC)
    )
    [project] = queue.projects
    return project.guideline_read, project.guideline_version


async def logged(lab: Lab, kind: str) -> list[str]:
    async with lab.context.db.snapshot(lab.principal.scope) as tx:
        rows = await access_log.page(tx, lab.workspace_id, 0)
    return [row.detail for row in rows if row.kind == kind]


async def test_what_is_held_keeps_its_version_and_what_comes_later_has_the_new_one(lab: Lab) -> None:
    project = await lab.project(tasks=2, guideline="Be fair.")
    somebody = await lab.annotator(project)
    [held] = await somebody.claim()
    assert await change(lab, project, "Be fair and short.", 1) == 2
    [later] = await somebody.claim(2, have=(held.assignment_id,))
    assert (held.guideline_version, later.guideline_version) == (1, 2)
    [still] = await somebody.claim(2, have=(later.assignment_id,))
    assert (still.assignment_id, still.guideline_version) == (held.assignment_id, 1)


async def test_two_leads_do_not_overwrite_each_other(lab: Lab) -> None:
    project = await lab.project(guideline="Be fair.")
    both = await asyncio.gather(*(change(lab, project, text, 1) for text in ("A", "B")), return_exceptions=True)
    assert both.count(2) == 1
    [refused] = [one for one in both if isinstance(one, GuidelineChanged)]
    assert refused.version == 2
    # Who heard no reply sends the same again; the same text is no other version.
    said = "AB"[both.index(2)]
    assert await change(lab, project, said, 1) == 2
    assert [one.version for one in await guidelines.listing(lab.context.db, lab.principal, project)] == [2, 1]
    first = await guidelines.show(lab.context.db, lab.context.seal, lab.principal, project, 1)
    assert first.text == "Be fair."
    with pytest.raises(VersionNotFound):
        await guidelines.show(lab.context.db, lab.context.seal, lab.principal, project, 3)


async def test_another_client_has_no_say(lab: Lab, context: Context) -> None:
    project = await lab.project(guideline="Be fair.")
    rival = await Lab.open(context)
    with pytest.raises(ProjectNotFound):
        await change(rival, project, "Be ours.", 1)


async def test_what_changed_since_somebody_read_is_there_until_they_read_again(lab: Lab) -> None:
    project = await lab.project(guideline="One.")
    somebody = await lab.annotator(project)
    assert await read_and_new(somebody) == (None, 1)
    assert (await somebody.guideline()).before is None
    assert await read_and_new(somebody) == (None, 1), "a page that fetches it has not read it"
    await somebody.read(1)
    await change(lab, project, "Two.", 1)
    await change(lab, project, "Three.", 2)
    assert await read_and_new(somebody) == (1, 3)
    to_read = await somebody.guideline()
    assert to_read.before is not None
    assert (to_read.text, to_read.before.version, to_read.before.text) == ("Three.", 1, "One.")
    await somebody.read(2)  # of what another page had fetched
    await somebody.read(7)
    await somebody.read(3)
    await somebody.read(1)
    assert await read_and_new(somebody) == (3, 3)
    assert (await somebody.guideline()).before is None
    assert await logged(lab, "guideline read") == ["version 1", "version 2", "version 3"]
    assert await logged(lab, "guideline released") == ["version 1", "version 3", "version 3"]


async def test_a_person_wall_stands_before_it_unless_there_is_something_to_finish(lab: Lab) -> None:
    project = await lab.project(tasks=1, guideline="One.")
    somebody, idle = await lab.annotators(project, 2)
    [task] = await somebody.claim()
    await somebody.shown(task.assignment_id)
    await raise_wall(lab, project, PersonWall(clearance=3))
    assert (await somebody.guideline()).version == 1
    await somebody.read(1)
    for look in (idle.guideline(), idle.read(1), idle.questions(), idle.ask("May I?")):
        with pytest.raises(KeptOut):
            await look
