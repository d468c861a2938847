"""A whole workspace as one archive, for a client that leaves or keeps its own copy: everything that is the client's, readable
without Amana, under a signed list of hashes."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import msgspec

from amana.actions import active_time, delivery, shredding, workspaces
from amana.actions.delivery import Download
from amana.actions.export import Exporter
from amana.actions.known_media import opened_facts
from amana.actions.sealed import open_task_unless_destroyed
from amana.model.deliveries import MANIFEST, SIGNATURE, signature_bytes
from amana.model.errors import ContentDestroyed
from amana.model.ids import DeliveryId, ProjectId, TaskId
from amana.model.projects import Project, ProjectSecrets
from amana.model.scope import Principal
from amana.model.tasks import TasksWanted
from amana.model.workspaces import ArchivedFile, ArchiveManifest, Workspace
from amana.outside.blobs import Blobs
from amana.outside.seal import PEOPLE, Owner, Seal
from amana.outside.signing import Signer
from amana.store import access_log, annotations, dispatch, guidelines, handles, media, projects, tasks
from amana.store.db import Database

PAGE_TASKS = 500
_EVENTS_MAX = 1_000_000

Pieces = AsyncIterator[bytes]


class Archive:
    """One archive: `begin` writes the log row and says what there is, `file` streams. Memory stays at one page.

    The manifest and its signature come last, when every file has gone by.
    """

    def __init__(
        self, db: Database, seal: Seal, blobs: Blobs, signer: Signer, principal: Principal, workspace: Workspace
    ) -> None:
        self._db = db
        self._seal = seal
        self._blobs = blobs
        self._signer = signer
        self._principal = principal
        self._workspace = workspace
        self._began_at = datetime.now(UTC)
        self._projects = 0
        self._files: dict[str, Callable[[], Pieces]] = {}
        self._left_out: list[str] = []
        self._gone_by: list[ArchivedFile] = []
        self._add("workspace.json", _json, workspace)
        self._add("shreds.json", _json, shredding.receipts(seal, principal.walls))

    @classmethod
    async def begin(cls, db: Database, seal: Seal, blobs: Blobs, signer: Signer, principal: Principal, log: Pieces) -> "Archive":
        """`log`: the access log as it is exported."""
        workspace = await workspaces.show(db, seal, principal)
        made = cls(db, seal, blobs, signer, principal, workspace)
        async with db.transaction(principal.scope) as tx:
            found = await projects.every(tx, principal.walls)
            await access_log.append(tx, principal.walls, "archived", principal.actor, None)
        for project in found:
            await made._add_project(project)
        made._files["access-log.jsonl"] = lambda: log  # after what the archive itself leaves in it
        return made

    @property
    def names(self) -> tuple[str, ...]:
        """In the order in which they have to be read."""
        return (*self._files, MANIFEST, SIGNATURE)

    async def file(self, name: str) -> Pieces:
        """The bytes of one of `names`."""
        if name == MANIFEST:
            yield self._manifest()
            return
        if name == SIGNATURE:
            yield signature_bytes(self._signer.sign(self._manifest()))
            return
        digest, size = hashlib.sha256(), 0
        async for piece in self._files[name]():
            digest.update(piece)
            size += len(piece)
            yield piece
        self._gone_by.append(ArchivedFile(name, size, digest.hexdigest()))

    def _manifest(self) -> bytes:
        made = ArchiveManifest(
            workspace_id=self._workspace.workspace_id,
            name=self._workspace.name,
            made_at=self._began_at,
            frozen_at=self._workspace.frozen_at,
            projects=self._projects,
            left_out=tuple(self._left_out),
            files=tuple(self._gone_by),
        )
        return msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"

    def _add(self, name: str, read: Callable[..., Pieces], *values: object) -> None:
        self._files[name] = partial(read, *values)

    async def _add_project(self, project: Project) -> None:
        project_id, owner = ProjectId(project.project_id), Owner(self._principal.walls, project.project_id)
        folder = f"projects/{project_id}"
        self._projects += 1
        body = self._seal.open_unless_destroyed("project", owner, project_id, project.body)
        secrets = msgspec.json.decode(body, type=ProjectSecrets) if body is not None else None
        self._add(f"{folder}/project.json", _json, _told(project, secrets))
        self._add(f"{folder}/history.jsonl", self._history, project_id)
        self._add(f"{folder}/people.jsonl", self._people, project_id)
        self._add(f"{folder}/ledger.jsonl", self._ledger, project_id)
        if secrets is None:
            return
        async with self._db.snapshot(self._principal.scope) as tx:
            for one in await guidelines.every(tx, self._principal.walls, project_id):
                text = self._seal.open("guideline", owner, project_id, one.body, part=one.version)
                self._add(f"{folder}/guideline-{one.version}.md", _whole, text)
        self._add(f"{folder}/tasks.jsonl", self._tasks, project_id, owner)
        self._add(f"{folder}/annotations.jsonl", self._annotations, project_id)
        self._add(f"{folder}/time-corrections.jsonl", self._time_corrections, project_id, owner)
        await self._add_media(project_id, owner, folder)
        for kept in await delivery.listing(self._db, self._seal, self._principal, project_id):
            try:
                files = await Download.begin(self._db, self._seal, self._principal, project_id, DeliveryId(kept.delivery_id))
            except ContentDestroyed:
                self._left_out.append(str(kept.delivery_id))
                continue
            for name in files.names:
                self._add(f"{folder}/deliveries/{kept.delivery_id}/{name}", files.file, name)

    async def _add_media(self, project_id: ProjectId, owner: Owner, folder: str) -> None:
        """Each file under its id; what it was called is beside it, and in the tasks that show it."""
        async with self._db.snapshot(self._principal.scope) as tx:
            found = await media.every(tx, self._principal.walls, project_id)
        told = []
        for one in found:
            try:
                facts = opened_facts(self._seal, owner, one.media_id, one.body)
            except ContentDestroyed:
                continue
            told.append({"media_id": one.media_id, "added_at": one.added_at} | msgspec.structs.asdict(facts))
            self._add(f"{folder}/media/{one.media_id}", self._blobs.read, owner, one.blob, facts.size_bytes, 0, facts.size_bytes)
        if told:
            self._add(f"{folder}/media.jsonl", _whole, _lines(told))

    async def _tasks(self, project_id: ProjectId, owner: Owner) -> Pieces:
        after: TaskId | None = None
        while True:
            async with self._db.snapshot(self._principal.scope) as tx:
                page = await tasks.page(tx, self._principal.walls, project_id, TasksWanted(), after, PAGE_TASKS)
            if not page:
                return
            yield await asyncio.to_thread(self._written, owner, page)
            after = TaskId(page[-1].task_id)

    def _written(self, owner: Owner, page: list[tasks.StoredTask]) -> bytes:
        return _lines(self._task(owner, task) for task in page)

    def _task(self, owner: Owner, task: tasks.StoredTask) -> dict[str, Any]:
        opened = open_task_unless_destroyed(self._seal, owner, task.task_id, task.body)
        kept = {name: value for name, value in msgspec.structs.asdict(task).items() if name != "body"}
        return kept | {
            "destroyed": opened is None,
            "item_id": opened and opened.item_id,
            "payload": opened and opened.payload,
        }

    async def _annotations(self, project_id: ProjectId) -> Pieces:
        export = await Exporter.begin(self._db, self._seal, self._principal, project_id)
        async for piece in export.file("jsonl"):
            yield piece

    async def _time_corrections(self, project_id: ProjectId, owner: Owner) -> Pieces:
        after = 0
        while True:
            async with self._db.snapshot(self._principal.scope) as tx:
                page = await annotations.corrections(tx, self._principal.walls, project_id, after)
            if not page:
                return
            yield _lines(
                {
                    "correction_id": one.correction_id,
                    "submit_id": one.submit_id,
                    "annotator": one.pseudonym,
                    "stated_ms": one.stated_ms,
                    "why": active_time.reason(self._seal, owner, one.correction_id, one.reason) or None,
                    "corrected_at": one.corrected_at,
                }
                for one in page
            )
            after = page[-1].event_no

    async def _history(self, project_id: ProjectId) -> Pieces:
        async with self._db.snapshot(self._principal.scope) as tx:
            yield _lines(reversed(await handles.history(tx, self._principal.walls, project_id, _EVENTS_MAX)))

    async def _people(self, project_id: ProjectId) -> Pieces:
        found = await dispatch.people(self._db, self._principal.scope, project_id)
        yield _lines(
            {
                "annotator": one.pseudonym,
                "label": self._seal.open("person", PEOPLE, one.label_person, one.body).decode(),
                "added_at": one.added_at,
                "ended_at": one.ended_at,
                "answered": one.answered,
                "active_ms": one.active_ms,
                "stated_ms": one.stated_ms,
                "pending_minor": one.pending_minor,
                "posted_minor": one.posted_minor,
            }
            for one in found
        )

    async def _ledger(self, project_id: ProjectId) -> Pieces:
        after = 0
        while True:
            async with self._db.snapshot(self._principal.scope) as tx:
                page = await annotations.transfers(tx, self._principal.walls, project_id, after)
            if not page:
                return
            yield _lines(
                {
                    "transfer_id": one.transfer_id,
                    "kind": one.kind,
                    "pending_id": one.pending_id,
                    "submit_id": one.submit_id,
                    "annotator": one.pseudonym,
                    "amount_minor": one.amount_minor,
                    "currency": one.currency,
                    "created_at": one.created_at,
                }
                for one in page
            )
            after = page[-1].event_no


def _told(project: Project, secrets: ProjectSecrets | None) -> dict[str, Any]:
    """A project's settings; of one that was destroyed, what was never sealed."""
    kept = {name: value for name, value in msgspec.structs.asdict(project).items() if name != "body"}
    return kept | (msgspec.structs.asdict(secrets) if secrets else {})


async def _json(value: object) -> Pieces:
    yield msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


async def _whole(content: bytes) -> Pieces:
    yield content


def _lines(rows: Any) -> bytes:
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
