"""Deliveries: freezing the settled tasks into signed files, and handing those very bytes out again."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from amana.actions import audits
from amana.actions.belief import MODEL, beliefs, estimate_of
from amana.actions.calibrating import Calibrations, calibrations
from amana.actions.errata import errata, part_of
from amana.actions.sealed import AnnotationBody, ProjectType, open_annotation, open_project, open_task
from amana.core.delivery import FORMAT, agreement
from amana.core.inference.belief import Belief
from amana.core.quality import certificate
from amana.core.quality.audit import certify
from amana.core.quality.certificate import AuditRow, Certificate, CertifiedAudit, CountedAnnotation, Figures
from amana.model.deliveries import (
    ANNOTATIONS,
    AUDITS,
    CERTIFICATE,
    ERRATA,
    MANIFEST,
    SIGNATURE,
    TASKS,
    DeliveredFile,
    DeliveredQuestion,
    Delivery,
    Manifest,
    SignedManifest,
    StatedCalibration,
    signature_bytes,
)
from amana.model.errors import ContentDestroyed, DeliveryNotFound, NothingSettled, ProjectNotFound
from amana.model.ids import DeliveryId, ProjectId, WorkspaceId
from amana.model.scope import Principal
from amana.outside.seal import Owner, SaltAt, Seal
from amana.outside.signing import Signer
from amana.outside.zip_stream import ZipOfTexts
from amana.store import access_log, deliveries, projects
from amana.store import audits as audit_store
from amana.store.active_time import evidence_of
from amana.store.audits import StoredAudit
from amana.store.db import Database, Transaction
from amana.store.deliveries import SettledAnnotation, StoredDelivery
from amana.tasktypes.base import Files, Question

PAGE_TASKS = 500
CHUNK_BYTES = 1024 * 1024

_FILE_STEM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


async def freeze(db: Database, seal: Seal, signer: Signer, principal: Principal, project_id: ProjectId) -> Delivery:
    """Write every task that is settled now into files, with a manifest of their hashes signed by the installation's key.

    The files are kept, sealed, as they were signed. Raises ProjectNotFound, NothingSettled.
    """
    workspace_id = principal.walls
    delivery_id = DeliveryId(uuid4())
    async with db.snapshot(principal.scope) as tx:
        project = await projects.find(tx, workspace_id, project_id)
        if project is None:
            raise ProjectNotFound(project_id=project_id)
        settled = await deliveries.settled(tx, workspace_id, project_id)
        ended = [one for one in await audit_store.of_project(tx, workspace_id, project_id) if one.ended_at is not None]
        before = await deliveries.newest(tx, workspace_id, project_id)
    if not settled:
        raise NothingSettled(project_id=project_id)
    kind = open_project(seal, workspace_id, project_id, project.task_type, project.body)
    names = [TASKS, ANNOTATIONS, *(name for name, one in kind.task_type.exports.items() if one.offered(kind.options))]
    names += [ERRATA] if before and kind.task_type.questions(kind.options) else []
    names += [AUDITS, CERTIFICATE] if ended else [CERTIFICATE]
    owner = Owner(workspace_id, project_id)
    [salt] = await asyncio.to_thread(seal.store.new_slots, owner, 1)  # the files go when a task within them is destroyed
    async with db.transaction(principal.scope) as tx:
        # Nothing of the project is destroyed meanwhile: what a delivery holds is known to whoever destroys it.
        await projects.lock_content(tx, project_id)
        files = [_File(tx, seal, workspace_id, project_id, delivery_id, number, name, salt) for number, name in enumerate(names)]
        known = await calibrations(tx, seal, workspace_id)
        rows = _Rows(seal, owner, kind, files, known)
        for start in range(0, len(settled), PAGE_TASKS):
            page = settled[start : start + PAGE_TASKS]
            # On this transaction's own connection: one that waits for a second of the same pool can wait for ever.
            bodies = await deliveries.tasks(tx, workspace_id, page)
            answers = await deliveries.annotations(tx, workspace_id, page)
            believed = await beliefs(tx, workspace_id, rows.questions, page)
            await rows.add(page, bodies, answers, believed)
        await rows.end()
        recalled = None
        for recalling in (file for file in files if file.name == ERRATA):
            recalled = await _recall(tx, seal, owner, kind, before[0], recalling)
        created_at = datetime.now(UTC)
        questions = await asyncio.to_thread(rows.stated)
        certified_questions = await asyncio.to_thread(rows.counted.questions, questions)
        certified = [await _certified(tx, seal, workspace_id, kind, one, rows.counted, files[-2]) for one in ended]
        await _certify(
            files[-1],
            Certificate(
                format=certificate.FORMAT,
                delivery_id=delivery_id,
                project_id=project_id,
                task_type=project.task_type,
                created_at=created_at,
                tasks=rows.counted.tasks,
                annotations=rows.counted.annotations,
                annotators=len(rows.counted.people),
                guideline_versions=dict(rows.counted.versions),
                model=MODEL,
                questions=certified_questions,
                audits=tuple(certified),
                bias=await asyncio.to_thread(rows.counted.preferences.sheet),
            ),
        )
        manifest = Manifest(
            format=FORMAT,
            delivery_id=delivery_id,
            workspace_id=workspace_id,
            project_id=project_id,
            task_type=project.task_type,
            created_at=created_at,
            tasks=len(settled),
            annotations=rows.annotations,
            questions=questions,
            left_out=rows.left_out,
            errata_of=recalled,
            files=tuple([await file.end() for file in files]),
        )
        signed_bytes = msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"
        signed = SignedManifest(signed_bytes, signer.sign(signed_bytes))
        size_bytes = sum(file.bytes for file in manifest.files)
        await deliveries.insert(
            tx,
            workspace_id,
            delivery_id,
            project_id,
            tasks=manifest.tasks,
            annotations=manifest.annotations,
            size_bytes=size_bytes,
            body=seal.seal("delivery", owner, delivery_id, msgspec.json.encode(signed)),
            created_at=manifest.created_at,
        )
        await access_log.append(tx, workspace_id, "delivered", principal.actor, project_id, f"delivery {delivery_id}")
    return _told(signed, size_bytes)


async def _recall(
    tx: Transaction, seal: Seal, owner: Owner, kind: ProjectType, before: StoredDelivery, file: "_File"
) -> UUID | None:
    """Writes what changed since an earlier delivery; returns its id, None where its files were destroyed."""
    try:
        async for one in errata(tx, seal, owner, kind, before):
            await file.row(one)
    except ContentDestroyed:
        return None  # it is refused at its first chunk, so nothing was written
    return before.delivery_id


async def listing(db: Database, seal: Seal, principal: Principal, project_id: ProjectId) -> list[Delivery]:
    """The project's deliveries, newest first. Raises ProjectNotFound."""
    async with db.snapshot(principal.scope) as tx:
        if await projects.find(tx, principal.walls, project_id) is None:
            raise ProjectNotFound(project_id=project_id)
        stored = await deliveries.newest(tx, principal.walls, project_id)
    owner = Owner(principal.walls, project_id)
    return [_told(_opened(seal, owner, one), one.size_bytes) for one in stored]


async def show_certificate(
    db: Database, seal: Seal, principal: Principal, project_id: ProjectId, delivery_id: DeliveryId
) -> Certificate:
    """The certificate as it was signed. It holds figures and no content, so that looking at it is no row of the log.

    Raises ProjectNotFound, DeliveryNotFound (also of a delivery of before there were any), ContentDestroyed.
    """
    async with db.snapshot(principal.scope) as tx:
        if await projects.find(tx, principal.walls, project_id) is None:
            raise ProjectNotFound(project_id=project_id)
        stored = await deliveries.find(tx, principal.walls, project_id, delivery_id)
        if stored is None:
            raise DeliveryNotFound(delivery_id=delivery_id)
        owner = Owner(principal.walls, project_id)
        manifest = msgspec.json.decode(_opened(seal, owner, stored).manifest, type=Manifest)
        names = [file.name for file in manifest.files]
        if CERTIFICATE not in names:
            raise DeliveryNotFound(delivery_id=delivery_id)
        file_no, chunk_no, content = names.index(CERTIFICATE), 0, b""
        while (body := await deliveries.chunk(tx, principal.walls, delivery_id, file_no, chunk_no)) is not None:
            content += seal.open("delivery_chunk", owner, delivery_id, body, part=part_of(file_no, chunk_no))
            chunk_no += 1
    return msgspec.json.decode(content, type=Certificate)


class Download:
    """One look at a delivery's files: `begin` writes the log row, `file` streams. Memory stays at one chunk."""

    def __init__(
        self, db: Database, seal: Seal, principal: Principal, owner: Owner, delivery_id: DeliveryId, signed: SignedManifest
    ) -> None:
        self._db = db
        self._seal = seal
        self._principal = principal
        self._owner = owner
        self._delivery_id = delivery_id
        self._signed = signed
        self._listed = msgspec.json.decode(signed.manifest, type=Manifest).files

    @classmethod
    async def begin(
        cls, db: Database, seal: Seal, principal: Principal, project_id: ProjectId, delivery_id: DeliveryId
    ) -> "Download":
        """Raises ProjectNotFound, DeliveryNotFound, ContentDestroyed: with one of its tasks its kept files were destroyed."""
        async with db.transaction(principal.scope) as tx:
            if await projects.find(tx, principal.walls, project_id) is None:
                raise ProjectNotFound(project_id=project_id)
            stored = await deliveries.find(tx, principal.walls, project_id, delivery_id)
            if stored is None:
                raise DeliveryNotFound(delivery_id=delivery_id)
            await access_log.append(tx, principal.walls, "downloaded", principal.actor, project_id, f"delivery {delivery_id}")
            first = await deliveries.chunk(tx, principal.walls, delivery_id, 0, 0)
        owner = Owner(principal.walls, project_id)
        if first is not None:
            # Refused now, and not in the middle of the files.
            seal.open("delivery_chunk", owner, delivery_id, first, part=part_of(0, 0))
        return cls(db, seal, principal, owner, delivery_id, _opened(seal, owner, stored))

    @property
    def names(self) -> tuple[str, ...]:
        """The manifest, its signature, and the files it lists."""
        return (MANIFEST, SIGNATURE, *(file.name for file in self._listed))

    def file(self, name: str) -> AsyncIterator[bytes]:
        """The bytes of one of `names`, as they were signed. Raises DeliveryNotFound for another name."""
        if name not in self.names:
            raise DeliveryNotFound(delivery_id=self._delivery_id)
        return self._bytes(name)

    async def _bytes(self, name: str) -> AsyncIterator[bytes]:
        if name == MANIFEST:
            yield self._signed.manifest
            return
        if name == SIGNATURE:
            yield signature_bytes(self._signed.signature)
            return
        file_no = [file.name for file in self._listed].index(name)
        chunk_no = 0
        while True:
            async with self._db.snapshot(self._principal.scope) as tx:
                body = await deliveries.chunk(tx, self._principal.walls, self._delivery_id, file_no, chunk_no)
            if body is None:
                return
            part = part_of(file_no, chunk_no)
            yield self._seal.open("delivery_chunk", self._owner, self._delivery_id, body, part=part)
            chunk_no += 1


class _File:
    """A file of a delivery on its way into the database, a chunk at a time."""

    def __init__(
        self,
        tx: Transaction,
        seal: Seal,
        workspace_id: WorkspaceId,
        project_id: ProjectId,
        delivery_id: DeliveryId,
        number: int,
        name: str,
        salt: SaltAt,
    ) -> None:
        self._tx = tx
        self._seal = seal
        self._workspace_id = workspace_id
        self._owner = Owner(workspace_id, project_id)
        self._salt = salt
        self._delivery_id = delivery_id
        self._number = number
        self._waiting = bytearray()
        self._chunks = 0
        self._size = 0
        self._hash = hashlib.sha256()
        self.name = name
        self.rows = 0

    async def row(self, row: object) -> None:
        self.rows += 1
        await self.write(msgspec.json.encode(row) + b"\n")

    async def write(self, piece: bytes) -> None:
        self._size += len(piece)
        self._hash.update(piece)
        self._waiting += piece
        while len(self._waiting) >= CHUNK_BYTES:
            await self._store(bytes(self._waiting[:CHUNK_BYTES]))
            del self._waiting[:CHUNK_BYTES]

    async def end(self) -> DeliveredFile:
        if self._waiting:
            await self._store(bytes(self._waiting))
        return DeliveredFile(self.name, self._size, self.rows, self._hash.hexdigest())

    async def _store(self, piece: bytes) -> None:
        part = part_of(self._number, self._chunks)
        body = self._seal.seal("delivery_chunk", self._owner, self._delivery_id, piece, part, self._salt)
        await deliveries.insert_chunk(self._tx, self._workspace_id, self._delivery_id, self._number, self._chunks, body)
        self._chunks += 1


class _Export:
    """A task type's own file: each task's rows, or its files within a ZIP."""

    def __init__(self, file: _File, kind: ProjectType) -> None:
        self._file = file
        self._kind = kind
        self._export = kind.task_type.exports[file.name]
        self._zip = ZipOfTexts() if isinstance(self._export, Files) else None
        self.name = file.name
        self.left_out: dict[str, int] = {}

    async def add(self, task_id: UUID, item_id: str | None, payload: Any, labels: tuple[int, ...], answers: list[Any]) -> None:
        made = self._export.of(payload, self._kind.options, labels, answers)
        if isinstance(made, str):
            self.left_out[made] = self.left_out.get(made, 0) + 1
        elif isinstance(made, dict):
            assert self._zip is not None
            # By the client's own id where it can be a file's name and no other task has it.
            stem = item_id if item_id and _FILE_STEM.fullmatch(item_id) else str(task_id)
            if any(f"{stem}{ending}" in self._zip for ending in made):
                stem = str(task_id)
            for ending, text in made.items():
                self._file.rows += 1
                await self._file.write(self._zip.add(f"{stem}{ending}", text))
        else:
            for row in made:
                await self._file.row(row)

    async def end(self) -> None:
        if self._zip is not None:
            await self._file.write(self._zip.end())


class _Rows:
    """Turns pages of settled tasks into rows of the files, and remembers what the manifest states of them."""

    def __init__(self, seal: Seal, owner: Owner, kind: ProjectType, files: Sequence[_File], known: Calibrations) -> None:
        self._seal = seal
        self._owner = owner
        self._kind = kind
        self._tasks, self._annotations, *others = files
        self._exports = [_Export(file, kind) for file in others if file.name in kind.task_type.exports]
        self.questions: tuple[Question, ...] = kind.task_type.questions(kind.options)
        assert owner.project_id is not None
        self._calibrations = known.of_project(owner.project_id, len(self.questions))
        self.counted = Figures([question.name for question in self.questions])

    @property
    def annotations(self) -> int:
        """How many were written so far."""
        return self._annotations.rows

    @property
    def left_out(self) -> dict[str, dict[str, int]]:
        """For each of the task type's files, how many tasks it lacks and why."""
        return {export.name: export.left_out for export in self._exports}

    async def end(self) -> None:
        """No more tasks come."""
        for export in self._exports:
            await export.end()

    async def add(
        self,
        page: Sequence[UUID],
        bodies: dict[UUID, bytes],
        answers: Sequence[SettledAnnotation],
        believed: dict[UUID, tuple[Belief, ...]],
    ) -> None:
        item_ids = {}
        answered: dict[UUID, list[Any]] = {task_id: [] for task_id in page}
        bodies_of = [open_annotation(self._seal, self._owner, one.submit_id, one.body) for one in answers]
        for answer, body in zip(answers, bodies_of, strict=True):
            answered[answer.task_id].append(msgspec.json.decode(body.answer, type=self._kind.task_type.answer_type))
        for task_id in page:
            opened = open_task(self._seal, self._owner, task_id, bodies[task_id])
            item_ids[task_id] = opened.item_id
            await self._tasks.row(
                {
                    "task_id": task_id,
                    "item_id": opened.item_id,
                    "payload": opened.payload,
                    "media": [{"id": one.media_id, "file": one.file_name, "alt": one.alt} for one in opened.media],
                    "estimates": {
                        question.name: estimate_of(question, belief, calibration)
                        for question, belief, calibration in zip(
                            self.questions, believed[task_id], self._calibrations, strict=True
                        )
                        if belief.events
                    },
                }
            )
            of_task = {
                question.name: question.classes[belief.label]
                for question, belief in zip(self.questions, believed[task_id], strict=True)
                if belief.events
            }
            self.counted.task(task_id, of_task, msgspec.json.decode(opened.payload))
            payload = msgspec.json.decode(opened.payload, type=self._kind.task_type.payload_type)
            labels = tuple(belief.label for belief in believed[task_id])
            for export in self._exports:
                await export.add(task_id, opened.item_id, payload, labels, answered[task_id])
        for answer, body in zip(answers, bodies_of, strict=True):
            await self._annotations.row(self._annotation_row(answer, body, item_ids[answer.task_id]))

    def _annotation_row(self, answer: SettledAnnotation, body: AnnotationBody, item_id: str | None) -> dict[str, Any]:
        votes = {}
        for asked, klass in zip(answer.vote_question, answer.vote_class, strict=True):
            votes[self.questions[asked].name] = self.questions[asked].classes[klass]
        self.counted.annotation(
            CountedAnnotation(
                answer.task_id,
                answer.pseudonym,
                votes,
                body.shown_order,
                answer.guideline_version,
                answer.active_ms,
                answer.submitted_at,
            )
        )
        return {
            "task_id": answer.task_id,
            "item_id": item_id,
            "annotator": answer.pseudonym,
            "votes": votes,
            "answer": body.answer,
            "shown_order": body.shown_order,
            "guideline_version": answer.guideline_version,
            "active_ms": answer.active_ms,
            "stated_ms": answer.stated_ms,
            "evidence": evidence_of(answer),
            "surplus": answer.surplus,
            "submitted_at": answer.submitted_at,
        }

    def stated(self) -> tuple[DeliveredQuestion, ...]:
        """What the manifest says of each question, from the delivered rows alone."""
        stated = []
        for question, calibration in zip(self.questions, self._calibrations, strict=True):
            alpha = agreement(question.classes, self.counted.votes[question.name])
            stated.append(
                DeliveredQuestion(
                    name=question.name,
                    classes=question.classes,
                    alpha=alpha.value,
                    alpha_low=alpha.low,
                    alpha_high=alpha.high,
                    alpha_tasks=alpha.tasks,
                    model=MODEL,
                    calibrated=calibration.standing == "calibrated",
                    calibration=StatedCalibration(
                        slope=calibration.slope, shift=calibration.shift, gold=calibration.gold, pooled=calibration.pooled
                    ),
                )
            )
        return tuple(stated)


async def _certified(
    tx: Transaction,
    seal: Seal,
    workspace_id: WorkspaceId,
    kind: ProjectType,
    stored: StoredAudit,
    counted: Figures,
    file: _File,
) -> CertifiedAudit:
    """Writes the draws of an ended audit into `file`, and says what they let one claim of the labels that were written."""
    assert stored.ended_at is not None
    question = kind.task_type.questions(kind.options)[stored.question]
    kept = audits.opened(seal, workspace_id, stored)
    judged = await audits.judgements(tx, seal, workspace_id, stored)
    rows = []
    for place, (drawn, draw) in enumerate(zip(kept.drawn, kept.plan.draws, strict=True)):
        answer = judged[place] if place < len(judged) else None
        row = AuditRow(
            audit_id=stored.audit_id,
            place=place,
            task_id=drawn.task_id,
            stratum=draw.stratum,
            confidence=drawn.confidence,
            judged=answer is not None,
            expert=answer.expert if answer else None,
            expert_label=None if answer is None or answer.expert_class is None else question.classes[answer.expert_class],
            answered_at=answer.at if answer else None,
        )
        rows.append(row)
        await file.row(row)
    certified = CertifiedAudit(
        audit_id=stored.audit_id,
        question=question.name,
        begun_at=stored.begun_at,
        ended_at=stored.ended_at,
        speaks_for=kept.plan.tasks,
        expected=kept.plan.expected,
        width_max=kept.width_max,
        strata=kept.plan.strata,
        rules=kept.plan.rules,
        claim=certify(kept.plan, ()),
    )
    return await asyncio.to_thread(certificate.certified, certified, rows, counted.of_task[question.name])


async def _certify(file: _File, stated: Certificate) -> None:
    content = msgspec.json.format(msgspec.json.encode(stated), indent=2) + b"\n"
    file.rows = content.count(b"\n")
    await file.write(content)


def _opened(seal: Seal, owner: Owner, stored: StoredDelivery) -> SignedManifest:
    return msgspec.json.decode(seal.open("delivery", owner, stored.delivery_id, stored.body), type=SignedManifest)


def _told(signed: SignedManifest, size_bytes: int) -> Delivery:
    manifest = msgspec.json.decode(signed.manifest, type=Manifest)
    return Delivery(
        delivery_id=manifest.delivery_id,
        created_at=manifest.created_at,
        tasks=manifest.tasks,
        annotations=manifest.annotations,
        bytes=size_bytes,
        left_out=manifest.left_out,
        files=manifest.files,
        public_key=signed.signature.public_key,
    )
