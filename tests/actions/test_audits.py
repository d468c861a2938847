"""Blind audits: who is given what, what is claimed of it, and when."""

import asyncpg
import pytest

from amana import jobs
from amana.actions import audits, people, shredding
from amana.actions.audits import Audit
from amana.model.audits import NewAudit
from amana.model.errors import AuditInvalid, AuditNotFound, AuditRunning, NothingSettled, ProjectNotFound
from amana.model.ids import ProjectId
from amana.model.scope import Audience, Scope
from amana.outside.seal import Owner
from amana.store import dispatch
from tests.lab import Annotator, Lab, panels


async def settle(lab: Lab) -> int:
    return await dispatch.settle(lab.context.db, Scope(Audience.ENGINE, lab.workspace_id), 500)


async def settled_project(lab: Lab, tasks: int, **settings: object) -> tuple[ProjectId, Annotator]:
    """A project whose every task one person said the first response is better in."""
    project_id = await lab.project(tasks=tasks, annotations_needed=1, undo_seconds=0, **settings)
    annotator = await lab.annotator(project_id)
    while held := await annotator.claim(20):
        for task in held:
            await annotator.submit(task, 0 if panels(task.form)[0].startswith("A") else 2)
    assert await settle(lab) == tasks
    return project_id, annotator


async def begin(lab: Lab, project_id: ProjectId, draws: int = 10, width_max: float | None = None) -> ProjectId:
    new = NewAudit(rate_minor=90, draws=draws, width_max=width_max)
    return await audits.begin(lab.context.db, lab.context.seal, lab.principal, project_id, new)


async def judge(lab: Lab, expert: Annotator, most: int, wrong: int = 0) -> int:
    """The expert judges up to so many, of which the first `wrong` as the project's people did not; says how many there were."""
    judged = 0
    while judged < most and (held := await expert.claim()):
        first_is_shown_first = panels(held[0].form)[0].startswith("A")
        agrees = judged >= wrong
        await expert.submit(held[0], 0 if first_is_shown_first == agrees else 2)
        judged += 1
    await settle(lab)
    return judged


async def listed(lab: Lab, project_id: ProjectId) -> list[Audit]:
    return await audits.listing(lab.context.db, lab.context.seal, lab.principal, project_id)


async def sweep(lab: Lab) -> int:
    return await audits.end_what_is_over(lab.context.db, lab.context.seal, lab.workspace_id)


async def test_experts_judge_copies_and_the_answers_make_a_claim(lab: Lab) -> None:
    project_id, _ = await settled_project(lab, 40)
    audit_id = await begin(lab, project_id, draws=12)
    [before] = await listed(lab, project_id)
    assert (before.tasks, before.draws, before.judged, before.claim.estimate) == (40, 12, 0, None)
    expert = await lab.annotator(audit_id)
    assert await judge(lab, expert, most=99, wrong=2) == 12
    assert await sweep(lab) == 1
    [after] = await listed(lab, project_id)
    assert after.ended_at is not None
    assert (after.judged, after.claim.audited, after.claim.right) == (12, 12, 10)
    assert (after.claim.low or 1) < 10 / 12 < (after.claim.high or 0)
    assert await sweep(lab) == 0
    # The experts are paid by the audit's own rate, and the audited project never hears of it.
    progress = await lab.progress(audit_id)
    assert progress.posted_minor == 12 * 90
    assert (await lab.progress(project_id)).answered == 40


async def test_nobody_is_given_a_copy_of_what_they_answered(lab: Lab) -> None:
    project_id, annotator = await settled_project(lab, 12)
    audit_id = await begin(lab, project_id, draws=12)
    other = await lab.annotator(audit_id)
    context = lab.context
    assert await people.bring_in(context.db, lab.principal, audit_id, [annotator.pseudonym]) == 1
    same_person = Annotator(context, annotator.scope, audit_id, annotator.pseudonym, annotator.session)
    assert await same_person.claim(5) == []
    assert len(await other.claim(5)) == 5


async def test_copies_are_given_out_in_the_order_of_the_draws(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id, _ = await settled_project(lab, 30)
    audit_id = await begin(lab, project_id, draws=10)
    expert = await lab.annotator(audit_id)
    await expert.claim(4)
    held = await superuser.fetch(
        "SELECT t.priority FROM walled.task t JOIN walled.assignment a USING (workspace_id, task_id) WHERE t.project_id = $1",
        audit_id,
    )
    assert sorted(row["priority"] for row in held) == [6, 7, 8, 9]


async def test_a_narrow_interval_ends_it_early_at_a_declared_look(lab: Lab) -> None:
    project_id, _ = await settled_project(lab, 80)
    audit_id = await begin(lab, project_id, draws=60, width_max=0.3)
    expert = await lab.annotator(audit_id)
    await judge(lab, expert, most=19)
    assert await sweep(lab) == 0, "nothing is decided between two looks"
    await judge(lab, expert, most=1)
    assert await sweep(lab) == 1
    [audit] = await listed(lab, project_id)
    assert (audit.judged, audit.claim.audited) == (20, 20)
    assert (audit.claim.width or 1) <= 0.3
    assert "sequential" in audit.claim.method
    assert await expert.claim() == [], "it is closed"


async def test_ended_by_hand_it_claims_what_stood_at_a_look_and_is_wider(lab: Lab) -> None:
    project_id, _ = await settled_project(lab, 80)
    audit_id = await begin(lab, project_id, draws=50)
    expert = await lab.annotator(audit_id)
    await judge(lab, expert, most=25)
    [looked] = await listed(lab, project_id)
    ended = await audits.end(lab.context.db, lab.context.seal, lab.principal, project_id, audit_id)
    assert (ended.judged, ended.claim.audited) == (25, 20)
    assert (ended.claim.width or 0) > (looked.claim.width or 1)
    assert "by hand" in ended.claim.method
    again = await audits.end(lab.context.db, lab.context.seal, lab.principal, project_id, audit_id)
    assert again.ended_at == ended.ended_at
    # Another one may be begun now.
    assert await begin(lab, project_id, draws=5) != audit_id


async def test_ended_before_any_look_nothing_is_claimed(lab: Lab) -> None:
    project_id, _ = await settled_project(lab, 30)
    audit_id = await begin(lab, project_id, draws=25)
    expert = await lab.annotator(audit_id)
    await judge(lab, expert, most=10)
    ended = await audits.end(lab.context.db, lab.context.seal, lab.principal, project_id, audit_id)
    assert ended.claim.estimate is None
    assert ended.claim.why_not


async def test_what_nobody_could_judge_is_not_right(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id, _ = await settled_project(lab, 12)
    audit_id = await begin(lab, project_id, draws=3)
    expert = await lab.annotator(audit_id)
    await judge(lab, expert, most=2)
    await superuser.execute("UPDATE walled.task SET state = 'withdrawn' WHERE project_id = $1 AND state = 'open'", audit_id)
    assert await sweep(lab) == 1
    [audit] = await listed(lab, project_id)
    assert (audit.judged, audit.claim.right) == (3, 2)


async def test_what_can_not_be_audited_is_refused_in_words(lab: Lab) -> None:
    empty = await lab.project(tasks=2)
    with pytest.raises(NothingSettled):
        await begin(lab, empty)
    project_id, _ = await settled_project(lab, 5)
    with pytest.raises(AuditInvalid, match="there is no question 'taste'; there is preference"):
        new = NewAudit(rate_minor=1, question="taste")
        await audits.begin(lab.context.db, lab.context.seal, lab.principal, project_id, new)
    rewriting = await lab.project(task_type="rewriting")
    with pytest.raises(AuditInvalid, match="no votes"):
        await begin(lab, rewriting)
    audit_id = await begin(lab, project_id, draws=99)
    assert (await listed(lab, project_id))[0].draws == 5, "there are no more"
    with pytest.raises(AuditRunning, match="0 of 5"):
        await begin(lab, project_id)
    with pytest.raises(AuditNotFound):
        await audits.end(lab.context.db, lab.context.seal, lab.principal, empty, audit_id)


async def test_another_client_finds_neither_audit_nor_project(lab: Lab) -> None:
    other_lab = await Lab.open(lab.context)
    project_id, _ = await settled_project(lab, 5)
    audit_id = await begin(lab, project_id, draws=2)
    with pytest.raises(ProjectNotFound):
        await begin(other_lab, project_id)
    with pytest.raises(ProjectNotFound):
        await listed(other_lab, project_id)
    with pytest.raises(ProjectNotFound):
        await audits.end(other_lab.context.db, other_lab.context.seal, other_lab.principal, project_id, audit_id)


async def test_an_audited_projects_walls_keep_people_out_of_its_audit(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id, _ = await settled_project(lab, 5)
    await superuser.execute("UPDATE walled.project SET wall_clearance = 3 WHERE project_id = $1", project_id)
    audit_id = await begin(lab, project_id, draws=2)
    expert = await lab.annotator(audit_id)
    assert await expert.claim() == []


async def test_destroying_a_task_destroys_its_copies(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id, _ = await settled_project(lab, 4)
    audit_id = await begin(lab, project_id, draws=4)
    expert = await lab.annotator(audit_id)
    await judge(lab, expert, most=1)
    context = lab.context
    task_id = await superuser.fetchval(
        "SELECT audit_of FROM walled.task WHERE project_id = $1 AND state = 'open' LIMIT 1", audit_id
    )
    await shredding.shred_tasks(context.db, context.seal, context.blobs, lab.principal, project_id, [task_id], "P")
    copy = await superuser.fetchrow(
        """SELECT t.task_id, t.state, c.body FROM walled.task t JOIN walled.task_content c USING (workspace_id, task_id)
           WHERE t.audit_of = $1""",
        task_id,
    )
    assert copy is not None
    assert context.seal.open_unless_destroyed("task", Owner(lab.workspace_id, audit_id), copy["task_id"], copy["body"]) is None
    assert copy["state"] == "withdrawn"
    await shredding.shred_project(context.db, context.seal, context.blobs, lab.principal, project_id, "P")
    assert await superuser.fetchval("SELECT shredded_at FROM walled.project WHERE project_id = $1", audit_id) is not None


def test_a_sweep_ends_audits() -> None:
    assert "end audits" in {sweep.name for sweep in jobs.SWEEPS}
