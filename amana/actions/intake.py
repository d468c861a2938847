"""Import in two steps: plan (look, count, price; no task is made) and commit (whole or not at all, once).

The file is kept sealed for a day, so the mapping can be changed and the plan committed without sending it again.
"""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import msgspec

from amana.actions.known_media import KnownMedia
from amana.actions.reading import Finding, Reader, Reading, ReadingRoom
from amana.actions.sealed import open_project
from amana.core.collection.choosing import rule_of
from amana.model.errors import (
    BudgetExceeded,
    FileEmpty,
    FileTooLarge,
    PlanNotFound,
    PlanUnread,
    ProjectClosed,
    ProjectNotFound,
    RowsRefused,
)
from amana.model.ids import BatchId, PlanId, ProjectId, WorkspaceId
from amana.model.imports import Batch, Mapping, Plan
from amana.model.projects import Project
from amana.model.scope import Principal, Scope
from amana.outside.seal import Owner, SaltAt, Seal
from amana.store import access_log, imports, media, projects
from amana.store.db import Database
from amana.tasktypes.base import SHARED_FIELDS

FILE_BYTES_MAX = 4 * 1024**3
KEPT_SECONDS = 86_400

# A commit of a large batch keeps a connection of the client pool for seconds: these few can't use it up.
_commits_at_once = asyncio.Semaphore(2)


async def plan(
    db: Database,
    seal: Seal,
    room: ReadingRoom,
    principal: Principal,
    project_id: ProjectId,
    file_name: str,
    content: AsyncIterator[bytes],
) -> Plan:
    """Keep the file sealed for a day, read every row, and say what committing it would do. The mapping is guessed.

    Raises ProjectNotFound, FileEmpty, FileUnreadable, FileBroken, FileTooLarge, LineTooLong, BatchTooLarge, MappingInvalid.
    """
    workspace_id = principal.walls
    await _project(db, principal, project_id)
    plan_id = PlanId(uuid4())
    owner = Owner(workspace_id, project_id)
    [salt] = await asyncio.to_thread(seal.store.new_slots, owner, 1)
    size_bytes = await room.uploads.keep(owner, plan_id, salt, _at_most(content, FILE_BYTES_MAX))
    try:
        if size_bytes == 0:
            raise FileEmpty()
        async with db.transaction(principal.scope) as tx:
            await imports.insert_plan(
                tx,
                workspace_id,
                plan_id,
                project_id,
                body=_sealed(seal, owner, plan_id, salt, Finding(file_name)),
                size_bytes=size_bytes,
                kept_seconds=KEPT_SECONDS,
            )
            await access_log.append(tx, workspace_id, "planned", principal.actor, project_id, f"plan {plan_id}")
        await room.read(Reading(principal, project_id, plan_id, file_name, None), size_bytes)
    except BaseException:
        # "Nothing was kept" is true: what had arrived of a file that makes no plan goes at once.
        await asyncio.shield(_forget(db, room, principal, project_id, plan_id))
        raise
    return await get_plan(db, seal, principal, project_id, plan_id)


async def remap(
    db: Database, seal: Seal, room: ReadingRoom, principal: Principal, project_id: ProjectId, plan_id: PlanId, mapping: Mapping
) -> Plan:
    """Read the kept file again under another mapping; a plan that became a batch stays as it is.

    Raises PlanNotFound, MappingInvalid.
    """
    workspace_id = principal.walls
    stored = await _stored(db, principal, project_id, plan_id)
    if stored.batch_id is None:
        finding = _opened(seal, workspace_id, stored)
        async with db.transaction(principal.scope) as tx:
            await access_log.append(tx, workspace_id, "planned", principal.actor, project_id, f"plan {plan_id}")
        await room.read(Reading(principal, project_id, plan_id, finding.file_name, mapping), stored.size_bytes)
    return await get_plan(db, seal, principal, project_id, plan_id)


async def get_plan(db: Database, seal: Seal, principal: Principal, project_id: ProjectId, plan_id: PlanId) -> Plan:
    """The plan as it stands, with how far its reading is. Raises PlanNotFound."""
    project = await _project(db, principal, project_id)
    stored = await _stored(db, principal, project_id, plan_id)
    finding = _opened(seal, principal.walls, stored)
    kind = open_project(seal, principal.walls, project_id, project.task_type, project.body)
    mapped = {column for columns in finding.mapping.fields.values() for column in columns}
    return Plan(
        plan_id=stored.plan_id,
        project_id=stored.project_id,
        file_name=finding.file_name,
        rows=finding.rows,
        bad_rows=finding.bad_rows,
        first_bad_rows=finding.first_bad_rows,
        duplicates=finding.rows - finding.bad_rows - finding.fresh,
        tasks=finding.fresh,
        columns=finding.columns,
        mapping=finding.mapping,
        fields=kind.task_type.fields(kind.options) | SHARED_FIELDS,
        ignored_columns=tuple(column for column in finding.columns if column not in mapped),
        price_minor=finding.fresh * (project.annotations_min or project.annotations_needed) * project.rate_minor,
        price_most_minor=finding.fresh * project.annotations_needed * project.rate_minor,
        currency=project.currency,
        first_task=finding.first_task,
        expires_at=stored.expires_at,
        rows_done=stored.rows_done,
        batch_id=stored.batch_id,
    )


async def commit(
    db: Database, seal: Seal, principal: Principal, project_id: ProjectId, plan_id: PlanId, *, skip_bad: bool = False
) -> Batch:
    """Make the plan's tasks, all of them or none. Committing a plan again returns the batch it became.

    Exact duplicates, within the file or of a task the project has already, are left out and counted; so are bad rows with
    `skip_bad`. Raises PlanNotFound, PlanUnread, ProjectClosed, RowsRefused, BudgetExceeded.
    """
    workspace_id = principal.walls
    await _project(db, principal, project_id)
    await _stored(db, principal, project_id, plan_id)
    async with _commits_at_once, db.transaction(principal.scope) as tx:
        await projects.lock_changes(tx, project_id)
        await imports.lock_plan(tx, workspace_id, plan_id)
        done = await imports.batch_of_plan(tx, workspace_id, plan_id)
        if done is not None:
            return done
        stored = await imports.plan(tx, workspace_id, plan_id)
        project = await projects.find(
            tx, workspace_id, project_id
        )  # as it is under the lock: its rate may have changed meanwhile
        if stored is None or project is None:
            raise PlanNotFound(plan_id=plan_id)
        if project.state == "closed":
            raise ProjectClosed(project_id=project_id)
        if not stored.is_read:
            raise PlanUnread()
        finding = _opened(seal, workspace_id, stored)
        if finding.bad_rows and not skip_bad:
            worst = finding.first_bad_rows[0]
            raise RowsRefused(bad_rows=finding.bad_rows, rows=finding.rows, row=worst.row, field=worst.field, reason=worst.reason)
        made = await imports.make_tasks(
            tx, workspace_id, project_id, stored.batch_no, project.annotations_needed, rule_of(project)
        )
        left_out = finding.rows - finding.bad_rows - made.tasks
        if left_out:
            await imports.delete_left_out(tx, workspace_id, project_id, stored.batch_no)
        price_minor = made.annotations * project.rate_minor
        if project.budget_minor is not None:
            cost = await projects.cost(tx, workspace_id, project_id)  # with the new tasks
            left_minor = project.budget_minor - cost.total_minor + price_minor
            if price_minor > left_minor:
                raise BudgetExceeded(price_minor=price_minor, left_minor=left_minor, currency=project.currency)
        batch_id = BatchId(uuid4())
        await imports.insert_batch(
            tx,
            workspace_id,
            batch_id,
            project_id,
            plan_id,
            stored.batch_no,
            tasks=made.tasks,
            left_out=left_out,
            price_minor=price_minor,
        )
        await projects.raise_epoch(tx, workspace_id, project_id)
        await access_log.append(tx, workspace_id, "imported", principal.actor, project_id, f"batch {batch_id}")
        batch = await imports.batch_of_plan(tx, workspace_id, plan_id)
        assert batch is not None
    return batch


async def refused_rows(
    db: Database, seal: Seal, room: ReadingRoom, principal: Principal, project_id: ProjectId, plan_id: PlanId
) -> AsyncIterator[bytes]:
    """Every row that can't be imported, as JSON Lines: its number, the field, what to do about it, and the row where it could
    be read. The file is read again for it. Raises PlanNotFound, at once."""
    workspace_id = principal.walls
    project = await _project(db, principal, project_id)
    stored = await _stored(db, principal, project_id, plan_id)
    finding = _opened(seal, workspace_id, stored)
    kind = open_project(seal, workspace_id, project_id, project.task_type, project.body)
    async with db.transaction(principal.scope) as tx:
        await access_log.append(tx, workspace_id, "exported", principal.actor, project_id, f"refused rows of plan {plan_id}")
        files = await media.every(tx, workspace_id, project_id)
    try:
        owner = Owner(workspace_id, project_id)
        file = room.uploads.open(owner, plan_id)
    except FileNotFoundError:
        raise PlanNotFound(plan_id=plan_id) from None

    async def lines() -> AsyncIterator[bytes]:
        with file:
            known = KnownMedia(seal, owner, files)
            refused = Reader(seal, owner, stored.batch_no, kind, known, file, finding.file_name, finding.mapping).refused()
            while (portion := await asyncio.to_thread(next, refused, None)) is not None:
                yield b"".join(
                    msgspec.json.encode(
                        {"row": bad.row, "field": bad.field, "reason": bad.reason, "held": row if isinstance(row, dict) else None}
                    )
                    + b"\n"
                    for bad, row in portion
                )

    return lines()


async def forget_lapsed(db: Database, room: ReadingRoom, engine: Scope) -> int:
    """Forget the plans of a workspace whose day is over and that became no batch, with what was read for them."""
    workspace_id = engine.walls
    async with db.snapshot(engine) as tx:
        lapsed = await imports.lapsed(tx, workspace_id)
    for one in lapsed:
        async with db.transaction(engine) as tx:
            await imports.delete_plan(tx, workspace_id, ProjectId(one.project_id), PlanId(one.plan_id), one.batch_no)
        room.uploads.delete(one.plan_id)
    return len(lapsed)


async def _forget(db: Database, room: ReadingRoom, principal: Principal, project_id: ProjectId, plan_id: PlanId) -> None:
    room.uploads.delete(plan_id)
    async with db.transaction(principal.scope) as tx:
        stored = await imports.plan(tx, principal.walls, plan_id)
        if stored is not None:
            await imports.delete_plan(tx, principal.walls, project_id, plan_id, stored.batch_no)


async def _at_most(content: AsyncIterator[bytes], limit_bytes: int) -> AsyncIterator[bytes]:
    size = 0
    async for piece in content:
        size += len(piece)
        if size > limit_bytes:
            raise FileTooLarge(limit_bytes=limit_bytes)
        yield piece


async def _project(db: Database, principal: Principal, project_id: ProjectId) -> Project:
    async with db.snapshot(principal.scope) as tx:
        project = await projects.find(tx, principal.walls, project_id)
    if project is None:
        raise ProjectNotFound(project_id=project_id)
    return project


async def _stored(db: Database, principal: Principal, project_id: ProjectId, plan_id: PlanId) -> imports.StoredPlan:
    async with db.snapshot(principal.scope) as tx:
        stored = await imports.plan(tx, principal.walls, plan_id)
    if stored is None or stored.project_id != project_id:
        raise PlanNotFound(plan_id=plan_id)
    return stored


def _sealed(seal: Seal, owner: Owner, plan_id: PlanId, salt: SaltAt, finding: Finding) -> bytes:
    return seal.seal("plan", owner, plan_id, msgspec.json.encode(finding), salt=salt)


def _opened(seal: Seal, workspace_id: WorkspaceId, stored: imports.StoredPlan) -> Finding:
    body = seal.open("plan", Owner(workspace_id, stored.project_id), stored.plan_id, stored.body)
    return msgspec.json.decode(body, type=Finding)
