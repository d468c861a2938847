"""The annotator's desk: the next tasks, an answer, taking it back, passing it on."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from amana.actions.belief import increments
from amana.actions.sealed import AnnotationBody, annotators_path, open_project, open_task, with_media
from amana.model.active_time import TimeSoFar
from amana.model.desk import (
    DRAFT_BYTES_MAX,
    ClaimOrder,
    Draft,
    DraftKept,
    HeldTask,
    KeepDraft,
    Reopened,
    Submit,
    Submitted,
)
from amana.model.errors import AssignmentNotFound, DraftTooLarge
from amana.model.ids import AssignmentId, ProjectId, SubmitId, WorkspaceId
from amana.model.scope import Audience, Scope
from amana.outside.seal import Owner, Seal
from amana.store import dispatch
from amana.store.db import Database
from amana.tasktypes.answers import within_files


class DraftBody(msgspec.Struct, frozen=True):
    """What is sealed of a draft."""

    device_id: UUID
    answer: msgspec.Raw
    time: TimeSoFar | None = None


async def claim(db: Database, seal: Seal, scope: Scope, project_id: ProjectId, order: ClaimOrder) -> list[HeldTask]:
    """Hold up to `order.want` tasks and return those the page does not have yet, each as the form to draw.

    The database writes a log row *released* for each new one in the same commit. Raises NoSession, ProjectNotFound.
    """
    claimed = await dispatch.claim(db, scope, project_id, order.have, order.want)
    return _as_forms(seal, scope.walls, project_id, claimed)


async def submit(db: Database, seal: Seal, scope: Scope, project_id: ProjectId, sent: Submit) -> Submitted:
    """Check an answer and store it once, with its pending pay and its log row, in one commit; claim the next tasks in the same.

    Thinking happens here, on facts read over the engine's connection; writing is one database function. Sending the same
    submit again returns the same receipt. Raises AnswerInvalid and the conflicts of the desk.
    """
    workspace_id = scope.walls
    facts = await dispatch.facts(db, _engine(scope), AssignmentId(sent.assignment_id))
    if facts is None or facts.project_id != project_id:
        raise AssignmentNotFound(assignment_id=sent.assignment_id)
    kind = open_project(seal, workspace_id, facts.project_id, facts.task_type, facts.project_body)
    owner = Owner(workspace_id, project_id)
    opened = open_task(seal, owner, facts.task_id, facts.task_body)
    payload = msgspec.json.decode(opened.payload, type=kind.task_type.payload_type)
    shown_order = kind.task_type.present(payload, facts.presentation_seed)
    answer = kind.task_type.check(payload, kind.options, shown_order, sent.answer)
    form = kind.task_type.form(payload, kind.options, shown_order)
    within_files(with_media(form, opened.media, annotators_path(project_id, sent.assignment_id)), sent.answer)
    votes = kind.task_type.votes(kind.options, answer)
    encoded = msgspec.json.encode(answer)
    body = msgspec.json.encode(AnnotationBody(msgspec.Raw(encoded), shown_order))
    order = sent.next
    receipt, claimed = await dispatch.submit(
        db,
        scope,
        dispatch.SealedAnswer(
            submit_id=sent.submit_id,
            assignment_id=sent.assignment_id,
            task_id=facts.task_id,
            revision=sent.revision,
            votes=votes,
            increment=increments(kind.task_type.questions(kind.options), facts.log_confusion, votes),
            active_ms=sent.active_ms,
            evidence=sent.time.bounded() if sent.time else None,
            # Of what was answered, not of how it was spelt: the same answer sent again is the same submit.
            digest=seal.digest(owner, sent.submit_id.bytes + encoded),
            body=seal.seal("annotation", owner, sent.submit_id, body, salt=seal.salt_of(facts.task_body)),
        ),
        order.have if order else (),
        order.want if order else 0,
    )
    return Submitted(**msgspec.structs.asdict(receipt), tasks=tuple(_as_forms(seal, workspace_id, project_id, claimed)))


async def keep_draft(db: Database, seal: Seal, scope: Scope, project_id: ProjectId, typed: KeepDraft) -> DraftKept:
    """Keep what somebody typed for a task they hold, sealed under the task's salt, until they answer or lose it.

    Where a version lies here that the page did not see, that one stays and is returned. Raises NotInYourHands, DraftTooLarge.
    """
    answer = msgspec.json.encode(typed.answer)
    if len(answer) > DRAFT_BYTES_MAX:
        raise DraftTooLarge(most=DRAFT_BYTES_MAX)
    assignment_id = AssignmentId(typed.assignment_id)
    facts = await dispatch.facts(db, _engine(scope), assignment_id)
    if facts is None or facts.project_id != project_id:
        raise AssignmentNotFound(assignment_id=typed.assignment_id)
    owner = Owner(scope.walls, project_id)
    body = seal.seal(
        "draft",
        owner,
        assignment_id,
        msgspec.json.encode(DraftBody(typed.device_id, msgspec.Raw(answer), typed.time)),
        salt=seal.salt_of(facts.task_body),
    )
    kept = await dispatch.keep_draft(db, scope, assignment_id, typed.revision, typed.base, body)
    return DraftKept(kept.version, _draft(seal, owner, assignment_id, kept.version, kept.age_ms, kept.body))


async def undo(db: Database, scope: Scope, submit_id: SubmitId) -> Reopened:
    """Take an answer back within the project's window. Undoing it again changes nothing. Raises UndoTooLate."""
    return await dispatch.undo(db, scope, submit_id)


async def skip(db: Database, scope: Scope, assignment_id: AssignmentId) -> None:
    """Pass a task on; it does not come back. Raises SkipLimit."""
    await dispatch.skip(db, scope, assignment_id)


async def shown(db: Database, scope: Scope, assignment_id: AssignmentId) -> None:
    """The page has painted the task: a log row says so, once."""
    await dispatch.shown(db, scope, assignment_id)


async def release(db: Database, scope: Scope, assignments: Sequence[UUID]) -> int:
    """Give back prefetched tasks that were never painted; says how many were."""
    return await dispatch.release(db, scope, assignments)


def _as_forms(
    seal: Seal, workspace_id: WorkspaceId, project_id: ProjectId, claimed: Sequence[dispatch.ClaimedTask]
) -> list[HeldTask]:
    """Each task as the form to draw, in the order in which this person sees what is compared."""
    if not claimed:
        return []
    kind = open_project(seal, workspace_id, project_id, claimed[0].task_type, claimed[0].project_body)
    owner = Owner(workspace_id, project_id)
    held = []
    for task in claimed:
        opened = open_task(seal, owner, task.task_id, task.body)
        payload = msgspec.json.decode(opened.payload, type=kind.task_type.payload_type)
        shown_order = kind.task_type.present(payload, task.presentation_seed)
        form = kind.task_type.form(payload, kind.options, shown_order)
        held.append(
            HeldTask(
                task.assignment_id,
                task.revision,
                task.lease_until,
                task.rate_minor,
                task.currency,
                task.guideline_version,
                with_media(form, opened.media, annotators_path(project_id, task.assignment_id)),
                _draft(seal, owner, task.assignment_id, task.draft_version, task.draft_age_ms, task.draft_body),
            )
        )
    return held


def _draft(
    seal: Seal, owner: Owner, assignment_id: UUID, version: int | None, age_ms: int | None, body: bytes | None
) -> Draft | None:
    if version is None or age_ms is None or body is None:
        return None
    typed = msgspec.json.decode(seal.open("draft", owner, assignment_id, body), type=DraftBody)
    return Draft(version, age_ms, typed.device_id, msgspec.json.decode(typed.answer), typed.time)


def _engine(scope: Scope) -> Scope:
    """The same walls and the same bearer, on the engine's connection: an annotator's own may not read these facts."""
    return Scope(Audience.ENGINE, scope.workspace_id, scope.subject, scope.person)
