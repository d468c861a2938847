"""Destroying content for good: some tasks, a project, a whole workspace. First the signed list, then the keys, then the database.

What a kill leaves undone between them is done by `finish`, before anything is served and by a sweep.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from uuid import UUID

import msgspec

from amana.actions.known_media import PARTS_MADE
from amana.model.errors import BlobsAway, ProjectNotFound, ShredUnconfirmed, TaskNotFound, ToldInWords
from amana.model.ids import ProjectId, WorkspaceId
from amana.model.projects import ProjectSecrets
from amana.model.scope import Audience, Principal, Scope
from amana.model.shreds import SaltAt, Shred, SignedShred
from amana.outside.blobs import Blobs, made_of
from amana.outside.seal import Owner, Seal
from amana.store import audits, media, people, projects, shreds, sweeps
from amana.store.db import Database, Transaction


class ShredListOlder(ToldInWords):
    """The database knows of content that was destroyed and the list of shreds beside the keys does not: the list, or the whole
    key store, is an old copy. Put back the newest keys/shreds.jsonl; until then nothing is served."""


async def shred_tasks(
    db: Database,
    seal: Seal,
    blobs: Blobs,
    principal: Principal,
    project_id: ProjectId,
    task_ids: Sequence[UUID],
    name: str | None,
) -> SignedShred:
    """Destroy tasks with their answers, the media they show (for other tasks too), the files they came in and every delivery's
    files that may hold them; the receipt.

    `name` is the project's, said once more to confirm. Nobody gets the tasks, what was answered is paid. Again gives the same
    receipt. Raises ProjectNotFound, TaskNotFound, ShredUnconfirmed.
    """
    workspace_id = principal.walls
    owner, those = Owner(workspace_id, project_id), tuple(sorted(set(task_ids)))
    async with db.transaction(principal.scope) as tx:
        await _confirm(tx, seal, owner, those, name)
    # Copies that experts judge go too: before the tasks, so that what is cut off here is done again with them, and after, because
    # an audit may have been drawn in between.
    await _destroy_copies(db, seal, blobs, principal, those)
    receipt = await _destroy_tasks(db, seal, blobs, principal, owner, project_id, those)
    await _destroy_copies(db, seal, blobs, principal, those)
    return receipt


async def _destroy_copies(db: Database, seal: Seal, blobs: Blobs, principal: Principal, those: tuple[UUID, ...]) -> None:
    async with db.snapshot(principal.scope) as tx:
        copied = await audits.copies(tx, principal.walls, those)
    for audit_id in sorted({one.audit_id for one in copied}):
        copies = tuple(one.copy_id for one in copied if one.audit_id == audit_id)
        await _destroy_tasks(db, seal, blobs, principal, Owner(principal.walls, audit_id), audit_id, copies)


async def _destroy_tasks(
    db: Database, seal: Seal, blobs: Blobs, principal: Principal, owner: Owner, project_id: ProjectId, those: tuple[UUID, ...]
) -> SignedShred:
    workspace_id = principal.walls
    async with db.transaction(principal.scope) as tx:
        # No delivery is frozen and no audit drawn meanwhile: what is made of these tasks is known.
        await projects.lock_destruction(tx, project_id)
        found = await shreds.tasks(tx, workspace_id, project_id, those)
        missing = set(those) - {task.task_id for task in found}
        if missing:
            raise TaskNotFound(task_id=min(missing))
        bodies = [task.body for task in found] + await shreds.made_of(tx, workspace_id, project_id, those)
        salts = tuple(sorted({seal.salt_of(body) for body in bodies}, key=_place))
        receipt = await asyncio.to_thread(seal.store.shred, owner, those, salts, principal.actor)
    await _finish(db, blobs, principal.scope, receipt.shred)
    return receipt


async def shred_project(
    db: Database, seal: Seal, blobs: Blobs, principal: Principal, project_id: ProjectId, name: str | None
) -> SignedShred:
    """Destroy everything of a project and of its audits: keys and every salt. They are closed for good.

    As `shred_tasks` otherwise.
    """
    owner = Owner(principal.walls, project_id)
    async with db.transaction(principal.scope) as tx:
        await _confirm(tx, seal, owner, (), name)
    await _destroy_audits(db, seal, blobs, principal, project_id)  # before and after, as with the copies of tasks
    receipt = await _destroy_project(db, seal, blobs, principal, project_id)
    await _destroy_audits(db, seal, blobs, principal, project_id)
    return receipt


async def _destroy_audits(db: Database, seal: Seal, blobs: Blobs, principal: Principal, project_id: ProjectId) -> None:
    async with db.snapshot(principal.scope) as tx:
        drawn = await audits.of_project(tx, principal.walls, project_id)
    for one in drawn:
        await _destroy_project(db, seal, blobs, principal, one.audit_id)


async def _destroy_project(db: Database, seal: Seal, blobs: Blobs, principal: Principal, project_id: ProjectId) -> SignedShred:
    owner = Owner(principal.walls, project_id)
    async with db.transaction(principal.scope) as tx:
        await projects.lock_destruction(tx, project_id)
        receipt = await asyncio.to_thread(seal.store.shred, owner, (), (), principal.actor)
    await _finish(db, blobs, principal.scope, receipt.shred)
    return receipt


async def shred_workspace(db: Database, seal: Seal, blobs: Blobs, principal: Principal, name: str | None) -> SignedShred:
    """Destroy everything of a workspace. `name` is the workspace's. As `shred_tasks` otherwise."""
    owner = Owner(principal.walls)
    if seal.store.receipt_of(owner, ()) is None:
        async with db.snapshot(principal.scope) as tx:
            body = await people.workspace_body(tx, principal.walls)
        known = seal.open("workspace", owner, principal.walls, body).decode()
        if name != known:
            raise ShredUnconfirmed(what="the whole workspace", name=known)
    receipt = await asyncio.to_thread(seal.store.shred, owner, (), (), principal.actor)
    await _finish(db, blobs, principal.scope, receipt.shred)
    return receipt


def receipts(seal: Seal, workspace_id: WorkspaceId) -> tuple[SignedShred, ...]:
    """Everything of the workspace that was ever destroyed, in order."""
    return tuple(signed for signed in seal.store.shreds() if signed.shred.workspace_id == workspace_id)


async def finish(db: Database, seal: Seal, blobs: Blobs, workspace_id: WorkspaceId) -> int:
    """Do what entries of the list still ask of the keys and the database; says how many of them. Raises ShredListOlder."""
    await asyncio.to_thread(seal.store.replay)
    engine = Scope(Audience.ENGINE, workspace_id)
    async with db.snapshot(engine) as tx:
        noted = await shreds.noted(tx, workspace_id)
    listed = {signed.shred.number: signed.shred for signed in receipts(seal, workspace_id)}
    if noted - listed.keys():
        raise ShredListOlder(" ".join((ShredListOlder.__doc__ or "").split()))
    left = sorted(listed.keys() - noted)
    for number in left:
        with contextlib.suppress(BlobsAway):  # what lies there opens no more, and is deleted another time
            await _finish(db, blobs, engine, listed[number])
    return len(left)


async def finish_all(db: Database, seal: Seal, blobs: Blobs) -> None:
    """The same for every workspace: nothing may be served before."""
    for workspace_id in await sweeps.workspaces(db):
        await finish(db, seal, blobs, WorkspaceId(workspace_id))


async def _confirm(tx: Transaction, seal: Seal, owner: Owner, tasks: tuple[UUID, ...], name: str | None) -> None:
    """That the project is there and whoever asks knows its name. Of what was destroyed before, no name is known any more."""
    workspace_id, project_id = owner
    assert workspace_id is not None
    assert project_id is not None
    project = await projects.find(tx, WorkspaceId(workspace_id), ProjectId(project_id))
    if project is None:
        raise ProjectNotFound(project_id=project_id)
    if seal.store.receipt_of(owner, tasks) is not None:
        return
    known = msgspec.json.decode(seal.open("project", owner, project_id, project.body), type=ProjectSecrets).name
    if name != known:
        raise ShredUnconfirmed(what=f"{len(tasks)} tasks" if tasks else "the whole project", name=known)


async def _finish(db: Database, blobs: Blobs, scope: Scope, entry: Shred) -> None:
    """What an entry asks of the database and of the store of blobs. Again changes nothing. A database that is older than the
    project has nothing to do. Raises BlobsAway."""
    owner = Owner(entry.workspace_id, entry.project_id)
    async with db.snapshot(scope) as tx:
        here = set(await shreds.projects(tx, scope.walls))
        shown = await media.blobs_of(tx, scope.walls, entry.tasks)
    if not entry.tasks:
        await blobs.delete_all(owner)
    if entry.project_id is not None and entry.project_id not in here:
        return
    if entry.tasks:
        assert entry.project_id is not None
        await shreds.end_tasks(db, scope, entry.project_id, entry.tasks, entry.actor)
        made = [made_of(blob, part) for blob in shown for part in PARTS_MADE]
        await blobs.delete(owner, [*shown, *made])
    else:
        for project_id in sorted(here) if entry.project_id is None else [entry.project_id]:
            await shreds.end_project(db, scope, project_id, entry.actor)
    await shreds.note(db, scope, entry)


def _place(where: SaltAt) -> tuple[int, int]:
    return where.page, where.row
