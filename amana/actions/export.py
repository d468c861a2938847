"""Streaming what was answered out of the walls, to its owner."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec

from amana.actions.active_time import reason
from amana.actions.sealed import AnnotationBody, open_annotation, open_project, open_task
from amana.model.errors import AnnotationNotFound, ContentDestroyed, ProjectNotFound
from amana.model.ids import ProjectId, SubmitId
from amana.model.projects import Project
from amana.model.scope import Principal
from amana.outside.seal import Owner, Seal
from amana.outside.writers import RowFormat, Writer, writer
from amana.store import access_log, annotations, projects
from amana.store.active_time import evidence_of
from amana.store.annotations import Event, StoredAnnotation, Which
from amana.store.db import Database, Transaction

COLUMNS = (
    "submit_id", "item_id", "task_id", "task_state", "annotator", "votes", "answer", "shown_order", "guideline_version",
    "active_ms", "stated_ms", "stated_why", "evidence", "surplus", "submitted_at", "payload", "destroyed_on",
)  # fmt: skip


class Exporter:
    """One export, as of its beginning: `begin` writes the log row and fixes how far it goes. Memory stays at one page.

    What is left of one that was cut off comes with `after`, the last row that arrived, and `up_to`, how far it went.
    """

    def __init__(
        self, db: Database, seal: Seal, principal: Principal, project: Project, which: Which, after: int, up_to: Event
    ) -> None:
        self.up_to = up_to.submit_id
        self._db = db
        self._seal = seal
        self._principal = principal
        self._project = project
        self._which = which
        self._after = after
        self._last = up_to.event_no
        self._owner = Owner(principal.walls, project.project_id)
        self._type = open_project(seal, principal.walls, project.project_id, project.task_type, project.body)

    @classmethod
    async def begin(
        cls,
        db: Database,
        seal: Seal,
        principal: Principal,
        project_id: ProjectId,
        which: Which = Which(),  # noqa: B008 - frozen
        after: SubmitId | None = None,
        up_to: SubmitId | None = None,
    ) -> "Exporter":
        """The look is in the access log before the first row leaves. Raises ProjectNotFound, AnnotationNotFound."""
        async with db.transaction(principal.scope) as tx:
            project = await projects.find(tx, principal.walls, project_id)
            if project is None:
                raise ProjectNotFound(project_id=project_id)
            start = await cls._event(tx, principal, project_id, after) if after else Event(0, None)
            end = (
                await cls._event(tx, principal, project_id, up_to)
                if up_to
                else await annotations.newest(tx, principal.walls, project_id)
            )
            await access_log.append(tx, principal.walls, "exported", principal.actor, project_id)
        return cls(db, seal, principal, project, which, start.event_no, end)

    @staticmethod
    async def _event(tx: Transaction, principal: Principal, project_id: ProjectId, submit_id: SubmitId) -> Event:
        found = await annotations.event(tx, principal.walls, project_id, submit_id)
        if found is None:
            raise AnnotationNotFound(submit_id=submit_id)
        return found

    async def file(self, format: RowFormat) -> AsyncIterator[bytes]:
        """The rows as a file of that format; a CSV that goes on after a row has no header again."""
        out = writer(format, COLUMNS, header=self._after == 0)
        after = self._after
        while page := await self._page(after):
            # Off the event loop: opening and writing a page takes as long as some fifty next tasks.
            yield await asyncio.to_thread(self._written, out, page)
            after = page[-1].event_no
        yield await asyncio.to_thread(out.end)

    async def _page(self, after: int) -> list[StoredAnnotation]:
        async with self._db.snapshot(self._principal.scope) as tx:
            return await annotations.page(
                tx, self._principal.walls, ProjectId(self._project.project_id), self._which, after, self._last
            )

    def _written(self, out: Writer, page: Sequence[StoredAnnotation]) -> bytes:
        return out.rows([self._row(row) for row in page])

    def _row(self, row: StoredAnnotation) -> dict[str, Any]:
        """Task, payload, answer in the file's order, votes by question, who and when; of what was destroyed only who and when."""
        try:
            item_id, payload, body, votes = self._opened(row)
            answer, shown_order, destroyed_on = body.answer, body.shown_order, None
        except ContentDestroyed as gone:
            item_id = payload = votes = answer = shown_order = None  # type: ignore[assignment]
            destroyed_on = gone.destroyed_on
        return {
            "submit_id": row.submit_id,
            "item_id": item_id,
            "task_id": row.task_id,
            "task_state": row.task_state,
            "annotator": row.pseudonym,
            "votes": votes,
            "answer": answer,
            "shown_order": shown_order,
            "guideline_version": row.guideline_version,
            "active_ms": row.active_ms,
            "stated_ms": row.stated_ms,
            "stated_why": reason(self._seal, self._owner, row.correction_id, row.reason) or None,
            "evidence": evidence_of(row),
            "surplus": row.surplus,
            "submitted_at": row.submitted_at,
            "payload": payload,
            "destroyed_on": destroyed_on,
        }

    def _opened(self, row: StoredAnnotation) -> tuple[str | None, msgspec.Raw, AnnotationBody, dict[str, str]]:
        """The client's own id, the payload, the answer, the votes. Raises ContentDestroyed."""
        kind, owner = self._type, self._owner
        questions = kind.task_type.questions(kind.options)
        task = open_task(self._seal, owner, row.task_id, row.task_body)
        body = open_annotation(self._seal, owner, row.submit_id, row.body)
        votes = kind.task_type.votes(kind.options, msgspec.json.decode(body.answer, type=kind.task_type.answer_type))
        said = {
            questions[question].name: questions[question].classes[klass]
            for question, klass in zip(votes.question, votes.klass, strict=True)
        }
        return task.item_id, task.payload, body, said
