"""Why a person gets no task and why a task is not settled: to the lead with all numbers, to the person with their own."""

from amana.core import why as reasons
from amana.model.desk import PREFETCH_MAX
from amana.model.errors import PersonNotFound, ProjectNotFound, TaskNotFound
from amana.model.ids import ProjectId, Pseudonym, TaskId
from amana.model.person_walls import KeptOut
from amana.model.scope import Principal, Scope
from amana.model.why import MyWhy, PersonWhy, TaskWhy
from amana.store import projects, why
from amana.store.db import Database, Transaction


async def person(db: Database, principal: Principal, project_id: ProjectId, pseudonym: Pseudonym) -> PersonWhy:
    """Raises ProjectNotFound, PersonNotFound."""
    walls = principal.walls
    async with db.snapshot(principal.scope) as tx:
        await _require_project(tx, principal, project_id)
        member = await why.member(tx, walls, project_id, pseudonym)
        if member is None:
            raise PersonNotFound(pseudonym_id=pseudonym)
        own = await why.own(tx, walls, project_id, pseudonym)
        places = await why.places(tx, walls, project_id, pseudonym, member.skills)
        unsettled = await why.unsettled(tx, walls, project_id)
        presence = await why.presence(tx, pseudonym)
    code, sentence = reasons.person(
        member.project_state,
        ended=member.ended_at is not None,
        signed_in=presence.signed_in,
        person_wall=member.person_wall,
        places={one.place: one.tasks for one in places},
    )
    return PersonWhy(
        pseudonym=pseudonym,
        why=code,
        sentence=sentence,
        project_state=member.project_state,
        added_at=member.added_at,
        ended_at=member.ended_at,
        signed_in=presence.signed_in,
        last_seen_at=max((at for at in (own.last_at, presence.last_shown_at) if at), default=None),
        held=own.held,
        held_max=PREFETCH_MAX,
        held_until=own.held_until,
        answered=own.answered,
        skipped=own.skipped,
        skips_today=own.skips_today,
        skips_a_day_max=member.skips_a_day_max,
        unsettled=unsettled,
        person_wall=member.person_wall,
        places=tuple(places),
    )


async def mine(db: Database, scope: Scope, project_id: ProjectId) -> MyWhy:
    """Raises NoSession, ProjectNotFound."""
    found = await why.mine(db, scope, project_id)
    return MyWhy(
        why=reasons.mine(found.project_state, kept_out=found.walls is not None, open_tasks=found.open, held=found.held),
        project_state=found.project_state,
        open=found.open,
        held=found.held,
        held_until=found.held_until,
        answered=found.answered,
        skipped=found.skipped,
        needs_skill=found.needs_skill,
        with_others=found.with_others,
        choosing=found.choosing,
        kept_out=KeptOut(walls=tuple(found.walls), until=found.walls_until) if found.walls else None,
    )


async def task(db: Database, principal: Principal, project_id: ProjectId, task_id: TaskId) -> TaskWhy:
    """Raises ProjectNotFound, TaskNotFound."""
    async with db.snapshot(principal.scope) as tx:
        await _require_project(tx, principal, project_id)
        found = await why.task(tx, principal.walls, project_id, task_id)
        if found is None:
            raise TaskNotFound(task_id=task_id)
        holders = await why.holders(tx, principal.walls, task_id)
    held = [one.until for one in holders if not one.meant]
    meant = [one.until for one in holders if one.meant]
    code, sentence = reasons.task(
        found.state,
        found.project_state,
        needed=found.needed,
        answered=found.answered,
        slots=found.slots,
        undecided=found.undecided,
        held_until=min(held, default=None),
        meant_until=min(meant, default=None),
        undo_until=found.undo_until,
        now=found.now,
    )
    return TaskWhy(
        task_id=task_id,
        why=code,
        sentence=sentence,
        project_state=found.project_state,
        needed=found.needed,
        answered=found.answered,
        held=len(held),
        meant=len(meant),
        slots=found.slots,
        surplus=found.surplus,
        holders=tuple(holders),
        undo_until=found.undo_until,
        settle_swept_at=found.settle_swept_at,
        settled_at=found.settled_at,
    )


async def _require_project(tx: Transaction, principal: Principal, project_id: ProjectId) -> None:
    if await projects.find(tx, principal.walls, project_id) is None:
        raise ProjectNotFound(project_id=project_id)
