"""Blind audits: drawing the tasks, giving copies of them to experts, and saying what their answers let one claim.

An audit is a project of its own, whose people are the experts. Its tasks are copies, so that what is believed of the audited
project never hears of the answers; nobody is given a copy of what they answered. The plan is sealed before the first answer and
never changes.
"""

import asyncio
import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
import numpy as np

from amana.actions.belief import beliefs
from amana.actions.sealed import ProjectType, TaskBody, open_project, open_task
from amana.core.inference.belief import Belief
from amana.core.quality import stopping
from amana.core.quality.accuracy import Claim
from amana.core.quality.audit import Plan
from amana.core.quality.certificate import claim_of, rule_of
from amana.core.quality.stopping import Stop
from amana.model.audits import NewAudit
from amana.model.errors import AuditInvalid, AuditNotFound, AuditRunning, NothingSettled, ProjectNotFound
from amana.model.ids import BatchId, PlanId, ProjectId, WorkspaceId
from amana.model.projects import NewProject, Project, ProjectSecrets
from amana.model.scope import Audience, Principal, Scope
from amana.outside.seal import Owner, Seal
from amana.store import access_log, audits, deliveries, guidelines, handles, imports, projects
from amana.store.audits import Judgement, StoredAudit
from amana.store.db import Database, Transaction
from amana.store.imports import Contents
from amana.tasktypes import TASK_TYPES

PAGE_TASKS = 500


class Drawn(msgspec.Struct, frozen=True):
    """An audited task, its copy, and the confidence in its label when it was drawn. `label`: which class that was; None in audits
    of before it was kept."""

    task_id: UUID
    copy_id: UUID
    confidence: float
    label: int | None = None


class AuditPlan(msgspec.Struct, frozen=True, kw_only=True):
    """The sealed part. The plan's draws number the entries of `drawn`, which are in their order."""

    plan: Plan
    drawn: tuple[Drawn, ...]
    width_max: float | None


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """An audit as its client sees it. `judged`: how many draws, in their order, are over; what comes after a gap waits for it.

    `claim` is what the answers let one say of the labels as they are now. Before the audit ended it is a look,
    which no delivery says.
    """

    audit_id: UUID
    question: str
    tasks: int
    draws: int
    judged: int
    width_max: float | None
    begun_at: datetime
    ended_at: datetime | None
    claim: Claim


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A draw that is over: `expert_class` is None where nobody could judge it."""

    drawn: Drawn
    expert_class: int | None
    expert: UUID | None
    at: datetime | None


async def begin(db: Database, seal: Seal, principal: Principal, project_id: ProjectId, new: NewAudit) -> ProjectId:
    """Draw tasks of what is settled now and open them to experts; returns the project in which those answer.

    It has the type, guideline and walls of the audited project, nobody's answers, and no people until some are invited.
    Raises ProjectNotFound, NothingSettled, AuditInvalid, AuditRunning.
    """
    workspace_id = principal.walls
    async with db.snapshot(principal.scope) as tx:
        project = await projects.find(tx, workspace_id, project_id)
        if project is None:
            raise ProjectNotFound(project_id=project_id)
        kind = open_project(seal, workspace_id, project_id, project.task_type, project.body)
        question = _question(kind, new.question)
        guideline = await guidelines.in_force(tx, workspace_id, project_id)
        population, confidence, labels = await _population(tx, workspace_id, project_id, kind, question)
        if not population:
            raise NothingSettled(project_id=project_id)
        plan = Plan.of(confidence, new.draws, np.random.default_rng(secrets.randbits(128)))
    text = seal.open("guideline", Owner(workspace_id, project_id), project_id, guideline.body, part=guideline.version)
    audit_id = ProjectId(uuid4())
    await asyncio.to_thread(seal.store.add_key, Owner(workspace_id, audit_id))
    drawn = tuple(Drawn(population[draw.task], uuid4(), float(confidence[draw.task]), labels[draw.task]) for draw in plan.draws)
    kept = AuditPlan(plan=plan, drawn=drawn, width_max=new.width_max)
    name = new.name or f"{kind.secrets.name[:180]} – audit"
    async with db.transaction(principal.scope) as tx:
        await projects.lock_changes(tx, project_id)
        # Nobody destroys what was drawn until the copies are kept; what was destroyed before does not open.
        await projects.lock_content(tx, project_id)
        bodies = await _bodies(tx, seal, workspace_id, project_id, [one.task_id for one in drawn])
        if any(body.media for body in bodies):
            raise AuditInvalid(
                field="project", reason="its tasks show files, which can't be given to the experts of an audit yet."
            )
        await _require_none_running(tx, seal, workspace_id, project_id, kind, question)
        await _insert_project(tx, seal, workspace_id, audit_id, project, kind, name, text, new.rate_minor, len(drawn))
        await audits.insert(
            tx,
            workspace_id,
            audit_id,
            project_id,
            question=question,
            tasks=len(population),
            draws=len(drawn),
            body=seal.seal("audit", Owner(workspace_id, project_id), audit_id, msgspec.json.encode(kept)),
        )
        await _insert_copies(tx, seal, workspace_id, audit_id, drawn, bodies)
        await handles.note(tx, principal, project_id, "audit", became=len(drawn))
        await projects.set_state(tx, workspace_id, audit_id, "open")
        await handles.note(tx, principal, audit_id, "state", was="draft", became="open")
        await access_log.append(tx, workspace_id, "imported", principal.actor, audit_id, f"copies for the audit of {project_id}")
    return audit_id


async def listing(db: Database, seal: Seal, principal: Principal, project_id: ProjectId) -> list[Audit]:
    """The audits of a project as they stand, the oldest first. Raises ProjectNotFound."""
    workspace_id = principal.walls
    async with db.snapshot(principal.scope) as tx:
        kind = await _kind(tx, seal, workspace_id, project_id)
        stored = await audits.of_project(tx, workspace_id, project_id)
        return [await _told(tx, seal, workspace_id, kind, one) for one in stored]


async def end(db: Database, seal: Seal, principal: Principal, project_id: ProjectId, audit_id: ProjectId) -> Audit:
    """End an audit where it stands; an ended one stays as it ended. Its claim then says how it was ended.

    Raises ProjectNotFound, AuditNotFound.
    """
    workspace_id = principal.walls
    async with db.transaction(principal.scope) as tx:
        kind = await _kind(tx, seal, workspace_id, project_id)
        stored = await audits.find(tx, workspace_id, audit_id)
        if stored is None or stored.project_id != project_id:
            raise AuditNotFound(audit_id=audit_id)
        if stored.ended_at is None:
            judged = await judgements(tx, seal, workspace_id, stored)
            await _end(tx, workspace_id, stored, len(judged))
            stored = await audits.find(tx, workspace_id, audit_id)
            assert stored is not None
        return await _told(tx, seal, workspace_id, kind, stored)


async def end_what_is_over(db: Database, seal: Seal, workspace_id: WorkspaceId) -> int:
    """End the audits whose rule says so: everything judged, or narrow enough at a look that was declared; says how many."""
    engine = Scope(Audience.ENGINE, workspace_id)
    async with db.snapshot(engine) as tx:
        running = await audits.running(tx, workspace_id)
    ended = 0
    for stored in running:
        async with db.transaction(engine) as tx:
            kept = opened(seal, workspace_id, stored)
            judged = await judgements(tx, seal, workspace_id, stored)
            if not judged:
                continue
            kind = await _kind(tx, seal, workspace_id, stored.project_id)
            right = await _right(tx, workspace_id, kind, stored.question, judged)
            decision = stopping.decide(kept.plan, right, rule_of(kept.plan, kept.width_max))
            if isinstance(decision, Stop):
                await _end(tx, workspace_id, stored, decision.claim.audited)
                ended += 1
    return ended


def opened(seal: Seal, workspace_id: WorkspaceId, stored: StoredAudit) -> AuditPlan:
    """The plan as it was sealed before the first answer."""
    body = seal.open("audit", Owner(workspace_id, stored.project_id), stored.audit_id, stored.body)
    return msgspec.json.decode(body, type=AuditPlan)


async def judgements(tx: Transaction, seal: Seal, workspace_id: WorkspaceId, stored: StoredAudit) -> list[Judged]:
    """The draws that are over, in their order up to the first gap; of an audit that ended, those it rests on."""
    kept = opened(seal, workspace_id, stored)
    found = await audits.judgements(tx, workspace_id, [one.copy_id for one in kept.drawn], stored.question)
    judged = []
    for drawn in kept.drawn if stored.judged is None else kept.drawn[: stored.judged]:
        judgement = found[drawn.copy_id]
        if judgement.state == "open":
            break
        judged.append(_judged(drawn, judgement))
    return judged


def _judged(drawn: Drawn, judgement: Judgement) -> Judged:
    if judgement.state == "withdrawn":
        return Judged(drawn=drawn, expert_class=None, expert=None, at=None)
    return Judged(drawn=drawn, expert_class=judgement.klass, expert=judgement.expert, at=judgement.at)


async def _told(tx: Transaction, seal: Seal, workspace_id: WorkspaceId, kind: ProjectType, stored: StoredAudit) -> Audit:
    kept = opened(seal, workspace_id, stored)
    judged = await judgements(tx, seal, workspace_id, stored)
    right = await _right(tx, workspace_id, kind, stored.question, judged)
    return Audit(
        audit_id=stored.audit_id,
        question=kind.task_type.questions(kind.options)[stored.question].name,
        tasks=stored.tasks,
        draws=stored.draws,
        judged=len(judged),
        width_max=kept.width_max,
        begun_at=stored.begun_at,
        ended_at=stored.ended_at,
        claim=await asyncio.to_thread(claim_of, kept.plan, kept.width_max, right, ended=stored.ended_at is not None),
    )


async def _right(
    tx: Transaction, workspace_id: WorkspaceId, kind: ProjectType, question: int, judged: Sequence[Judged]
) -> list[bool]:
    """Whether each judged task's label, as it is now, is what its expert said; one that nobody could judge is not."""
    labels = await _labels(tx, workspace_id, kind, question, judged)
    return [one.expert_class == labels[one.drawn.task_id] for one in judged]


async def labels_now(
    tx: Transaction, seal: Seal, workspace_id: WorkspaceId, stored: StoredAudit, judged: Sequence[Judged]
) -> dict[UUID, int]:
    """What the engine believes now of the tasks of an audit; of none where the audited project's type is missing."""
    project = await projects.find(tx, workspace_id, stored.project_id)
    if project is None or project.task_type not in TASK_TYPES:
        return {}
    kind = open_project(seal, workspace_id, stored.project_id, project.task_type, project.body)
    return await _labels(tx, workspace_id, kind, stored.question, judged)


async def _labels(
    tx: Transaction, workspace_id: WorkspaceId, kind: ProjectType, question: int, judged: Sequence[Judged]
) -> dict[UUID, int]:
    believed = await beliefs(tx, workspace_id, kind.task_type.questions(kind.options), [one.drawn.task_id for one in judged])
    return {task_id: int(of_task[question].label) for task_id, of_task in believed.items()}


async def _end(tx: Transaction, workspace_id: WorkspaceId, stored: StoredAudit, judged: int) -> None:
    """Nobody is given more of its tasks; what is held may be finished and is paid."""
    await audits.end(tx, workspace_id, stored.audit_id, judged)
    await projects.set_state(tx, workspace_id, stored.audit_id, "closed")


async def _kind(tx: Transaction, seal: Seal, workspace_id: WorkspaceId, project_id: ProjectId) -> ProjectType:
    project = await projects.find(tx, workspace_id, project_id)
    if project is None:
        raise ProjectNotFound(project_id=project_id)
    return open_project(seal, workspace_id, project_id, project.task_type, project.body)


def _question(kind: ProjectType, name: str | None) -> int:
    names = [question.name for question in kind.task_type.questions(kind.options)]
    if not names:
        raise AuditInvalid(field="project", reason="its answers are no votes, so there is no label to check.")
    if name is None:
        return 0
    if name not in names:
        raise AuditInvalid(field="question", reason=f"there is no question {name!r}; there is {', '.join(names)}.")
    return names.index(name)


async def _population(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, kind: ProjectType, question: int
) -> tuple[list[UUID], np.ndarray, list[int]]:
    """The settled tasks that were asked the question, the confidence in the label of each, and the label."""
    settled = await deliveries.settled(tx, workspace_id, project_id)
    questions = kind.task_type.questions(kind.options)
    believed: dict[UUID, Belief] = {}
    for start in range(0, len(settled), PAGE_TASKS):
        page = await beliefs(tx, workspace_id, questions, settled[start : start + PAGE_TASKS])
        believed |= {task_id: of_task[question] for task_id, of_task in page.items() if of_task[question].events}
    confidence = np.array([1.0 - belief.doubt for belief in believed.values()])
    return list(believed), confidence, [int(belief.label) for belief in believed.values()]


async def _bodies(
    tx: Transaction, seal: Seal, workspace_id: WorkspaceId, project_id: ProjectId, tasks: Sequence[UUID]
) -> list[TaskBody]:
    sealed = await deliveries.tasks(tx, workspace_id, tasks)
    owner = Owner(workspace_id, project_id)
    return [open_task(seal, owner, task_id, sealed[task_id]) for task_id in tasks]


async def _require_none_running(
    tx: Transaction, seal: Seal, workspace_id: WorkspaceId, project_id: ProjectId, kind: ProjectType, question: int
) -> None:
    for stored in await audits.of_project(tx, workspace_id, project_id):
        if stored.ended_at is None and stored.question == question:
            raise AuditRunning(judged=len(await judgements(tx, seal, workspace_id, stored)), draws=stored.draws)


async def _insert_project(
    tx: Transaction,
    seal: Seal,
    workspace_id: WorkspaceId,
    audit_id: ProjectId,
    audited: Project,
    kind: ProjectType,
    name: str,
    guideline: bytes,
    rate_minor: int,
    draws: int,
) -> None:
    new = NewProject(
        name=name,
        task_type=audited.task_type,
        rate_minor=rate_minor,
        currency=audited.currency,
        annotations_needed=1,
        budget_minor=draws * rate_minor,
        lease_seconds=audited.lease_seconds,
        undo_seconds=audited.undo_seconds,
        skips_a_day_max=audited.skips_a_day_max,
        purpose=kind.secrets.purpose,
        options=kind.secrets.options,
    )
    owner = Owner(workspace_id, audit_id)
    kept = ProjectSecrets(name=new.name, purpose=new.purpose, options=new.options)
    body = seal.seal("project", owner, audit_id, msgspec.json.encode(kept))
    await projects.insert(tx, workspace_id, audit_id, new, body)
    await guidelines.insert(tx, workspace_id, audit_id, 1, seal.seal("guideline", owner, audit_id, guideline, part=1))


async def _insert_copies(
    tx: Transaction,
    seal: Seal,
    workspace_id: WorkspaceId,
    audit_id: ProjectId,
    drawn: Sequence[Drawn],
    bodies: Sequence[TaskBody],
) -> None:
    owner = Owner(workspace_id, audit_id)
    batch_no = await imports.next_batch_no(tx, workspace_id, audit_id)
    seal_task, digest = seal.sealer("task", owner, batch_no), seal.digester(owner)
    contents = Contents()
    for row_no, (one, body) in enumerate(zip(drawn, bodies, strict=True), start=1):
        contents.task_ids.append(one.copy_id)
        contents.rows.append(row_no)
        contents.digests.append(digest(body.payload))
        contents.items.append(None)  # whose row it is is known by the audited task; an expert's project does not repeat it
        contents.bodies.append(seal_task(one.copy_id, row_no, msgspec.json.encode(TaskBody(body.payload))))
    await imports.insert_contents(tx, workspace_id, audit_id, batch_no, contents)
    copies, tasks = [one.copy_id for one in drawn], [one.task_id for one in drawn]
    await audits.insert_copies(tx, workspace_id, audit_id, batch_no, copies, tasks, contents.digests)
    await imports.insert_batch(
        tx,
        workspace_id,
        BatchId(uuid4()),
        audit_id,
        PlanId(uuid4()),
        batch_no,
        tasks=len(drawn),
        left_out=0,
        price_minor=0,
    )
    await projects.raise_epoch(tx, workspace_id, audit_id)
