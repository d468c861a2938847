"""Streaming what was answered out of the walls, to its owner."""

from collections.abc import AsyncIterator

import msgspec

from amana.actions.sealed import open_annotation, open_project, open_task
from amana.model.errors import ProjectNotFound
from amana.model.ids import ProjectId
from amana.model.projects import Project
from amana.model.scope import Principal
from amana.outside.seal import Seal
from amana.store import access_log, annotations, projects
from amana.store.db import Database


class Exporter:
    """One export: `begin` writes the log row and fixes how far it goes, `lines` streams. Memory stays at one page."""

    def __init__(self, db: Database, seal: Seal, principal: Principal, project: Project, up_to: int) -> None:
        self._db = db
        self._seal = seal
        self._principal = principal
        self._project = project
        self._up_to = up_to

    @classmethod
    async def begin(cls, db: Database, seal: Seal, principal: Principal, project_id: ProjectId) -> "Exporter":
        """Raises ProjectNotFound. The look is in the access log before the first row leaves."""
        async with db.transaction(principal.scope) as tx:
            project = await projects.find(tx, principal.walls, project_id)
            if project is None:
                raise ProjectNotFound(project_id=project_id)
            up_to = await annotations.newest_event(tx, principal.walls, project_id)
            await access_log.append(tx, principal.walls, "exported", principal.actor, project_id)
        return cls(db, seal, principal, project, up_to)

    async def lines(self) -> AsyncIterator[bytes]:
        """JSON Lines, an annotation a line: task, payload, answer in the file's order, votes by question, who and when."""
        workspace_id, project = self._principal.walls, self._project
        kind = open_project(self._seal, workspace_id, project.project_id, project.task_type, project.body)
        questions = kind.task_type.questions(kind.options)
        after = 0
        while True:
            async with self._db.snapshot(self._principal.scope) as tx:
                page = await annotations.page(tx, workspace_id, ProjectId(project.project_id), after, self._up_to)
            if not page:
                return
            lines = bytearray()
            for row in page:
                task = open_task(self._seal, workspace_id, row.task_id, row.task_body)
                body = open_annotation(self._seal, workspace_id, row.submit_id, row.body)
                answer = msgspec.json.decode(body.answer, type=kind.task_type.answer_type)
                votes = kind.task_type.votes(kind.options, answer)
                lines += msgspec.json.encode(
                    {
                        "item_id": task.item_id,
                        "task_id": row.task_id,
                        "annotator": row.pseudonym,
                        "votes": {
                            questions[question].name: questions[question].classes[klass]
                            for question, klass in zip(votes.question, votes.klass, strict=True)
                        },
                        "answer": body.answer,
                        "shown_order": body.shown_order,
                        "guideline_version": row.guideline_version,
                        "active_ms": row.active_ms,
                        "surplus": row.surplus,
                        "submitted_at": row.submitted_at,
                        "payload": task.payload,
                    }
                )
                lines += b"\n"
            yield bytes(lines)
            after = page[-1].event_no
