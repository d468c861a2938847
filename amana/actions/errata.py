"""Labels that were delivered and have changed since: recalled by name."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

import msgspec

from amana.actions.belief import beliefs
from amana.actions.sealed import ProjectType, open_project
from amana.model.deliveries import TASKS, Erratum, Manifest, SignedManifest
from amana.model.errors import DeliveryNotFound, ProjectNotFound
from amana.model.ids import DeliveryId, ProjectId, WorkspaceId
from amana.model.scope import Principal
from amana.outside.seal import Owner, Seal
from amana.store import deliveries, projects
from amana.store.db import Database, Transaction
from amana.store.deliveries import StoredDelivery

PAGE_TASKS = 500
TOLD_MAX = 1000


def part_of(file_no: int, chunk_no: int) -> int:
    """Which part of a delivery a chunk is sealed as."""
    return file_no << 32 | chunk_no


class Errata(msgspec.Struct, frozen=True, kw_only=True):
    """How many labels of a delivery have changed since, and the first of them."""

    delivery_id: UUID
    changed: int
    first: tuple[Erratum, ...]


async def since(db: Database, seal: Seal, principal: Principal, project_id: ProjectId, delivery_id: DeliveryId) -> Errata:
    """What changed since a delivery. Ids and labels and no content, so that looking at it is no row of the log.

    Raises ProjectNotFound, DeliveryNotFound, ContentDestroyed.
    """
    workspace_id = principal.walls
    changed = 0
    first: list[Erratum] = []
    async with db.snapshot(principal.scope) as tx:
        project = await projects.find(tx, workspace_id, project_id)
        if project is None:
            raise ProjectNotFound(project_id=project_id)
        stored = await deliveries.find(tx, workspace_id, project_id, delivery_id)
        if stored is None:
            raise DeliveryNotFound(delivery_id=delivery_id)
        kind = open_project(seal, workspace_id, project_id, project.task_type, project.body)
        async for one in errata(tx, seal, Owner(workspace_id, project_id), kind, stored):
            changed += 1
            if len(first) < TOLD_MAX:
                first.append(one)
    return Errata(delivery_id=delivery_id, changed=changed, first=tuple(first))


async def errata(tx: Transaction, seal: Seal, owner: Owner, kind: ProjectType, stored: StoredDelivery) -> AsyncIterator[Erratum]:
    """Each label of a delivery that is not what is believed now, in the delivery's own order. Raises ContentDestroyed."""
    page: list[dict[str, Any]] = []
    async for row in _rows(tx, seal, owner, stored):
        page.append(row)
        if len(page) == PAGE_TASKS:
            for one in await _changed(tx, owner, kind, page):
                yield one
            page.clear()
    for one in await _changed(tx, owner, kind, page):
        yield one


async def _changed(tx: Transaction, owner: Owner, kind: ProjectType, page: Sequence[dict[str, Any]]) -> list[Erratum]:
    assert owner.workspace_id is not None
    workspace_id = WorkspaceId(owner.workspace_id)
    ids = [UUID(row["task_id"]) for row in page]
    settled = set(await deliveries.still_settled(tx, workspace_id, ids))
    questions = kind.task_type.questions(kind.options)
    believed = await beliefs(tx, workspace_id, questions, [one for one in ids if one in settled])
    changed = []
    for task_id, row in zip(ids, page, strict=True):
        now = {
            question.name: question.classes[belief.label]
            for question, belief in zip(questions, believed.get(task_id, ()), strict=False)
            if belief.events
        }
        for name, estimate in row["estimates"].items():
            if now.get(name) != estimate["label"]:
                changed.append(
                    Erratum(task_id=task_id, item_id=row["item_id"], question=name, was=estimate["label"], now=now.get(name))
                )
    return changed


async def _rows(tx: Transaction, seal: Seal, owner: Owner, stored: StoredDelivery) -> AsyncIterator[dict[str, Any]]:
    """The rows of a delivery's tasks, a chunk of the file at a time."""
    assert owner.workspace_id is not None
    delivery_id = DeliveryId(stored.delivery_id)
    signed = msgspec.json.decode(seal.open("delivery", owner, delivery_id, stored.body), type=SignedManifest)
    file_no = [file.name for file in msgspec.json.decode(signed.manifest, type=Manifest).files].index(TASKS)
    chunk_no, rest = 0, b""
    while (body := await deliveries.chunk(tx, WorkspaceId(owner.workspace_id), delivery_id, file_no, chunk_no)) is not None:
        piece = seal.open("delivery_chunk", owner, delivery_id, body, part=part_of(file_no, chunk_no))
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield msgspec.json.decode(line)
        chunk_no += 1
