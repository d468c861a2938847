"""The hot path: one database function a call, one round trip, one commit. The functions are in functions/dispatch/."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from amana.model.active_time import Evidence
from amana.model.desk import Receipt, Reopened, TransferState, Votes
from amana.model.ids import AssignmentId, ProjectId, Pseudonym, SubmitId, TaskId
from amana.model.person_walls import WallKind
from amana.model.scope import Scope
from amana.store.db import Database


class ClaimedTask(msgspec.Struct, frozen=True):
    """A held assignment with the sealed bodies of its task and its project, and of its draft if there is one."""

    assignment_id: UUID
    task_id: UUID
    revision: int
    lease_until: datetime
    rate_minor: int
    currency: str
    guideline_version: int
    presentation_seed: int
    body: bytes
    task_type: str
    project_body: bytes
    draft_version: int | None
    draft_age_ms: int | None
    draft_body: bytes | None


class KeptDraft(msgspec.Struct, frozen=True):
    """Whether a draft was kept, and which version now lies here; one that its sender had not seen comes with its sealed body."""

    kept: bool
    version: int
    age_ms: int
    body: bytes | None


class SubmitFacts(msgspec.Struct, frozen=True):
    """What the thinking half of a submit needs; bodies are sealed."""

    task_type: str
    task_id: UUID
    presentation_seed: int
    project_id: UUID
    project_body: bytes
    task_body: bytes
    log_confusion: list[float] | None  # this person's, of every question, flattened; None before the first full estimate


class MyProject(msgspec.Struct, frozen=True):
    """A project somebody is a member of; bodies are sealed. `client_body`: only where the client shows its name."""

    project_id: UUID
    state: str
    rate_minor: int
    currency: str
    guideline_version: int
    body: bytes
    undo_seconds: int
    has_open_tasks: bool
    answered: int
    earned_minor: int
    client_body: bytes | None
    elsewhere_days: int | None
    by_vendor: bool
    clearance: int | None
    countries: list[str] | None
    kept_out: list[WallKind] | None
    kept_out_until: datetime | None
    pace_ms: int | None
    active_ms: int
    guideline_read: int | None
    answers_new: int


class MyLine(msgspec.Struct, frozen=True):
    """A line of somebody's own statement; `body` is the project's, sealed."""

    submit_id: UUID
    project_id: UUID
    body: bytes
    submitted_at: datetime
    amount_minor: int
    currency: str
    state: TransferState


class MyTotal(msgspec.Struct, frozen=True):
    """A sum of somebody's own statement; `body` is the project's, sealed."""

    project_id: UUID
    body: bytes
    currency: str
    state: TransferState
    annotations: int
    amount_minor: int


class ProjectPerson(msgspec.Struct, frozen=True):
    """Somebody who works in a project; `body` is the label this workspace gave them, sealed for `label_person`."""

    pseudonym: UUID
    label_person: UUID
    body: bytes
    added_at: datetime
    ended_at: datetime | None
    held: int
    answered: int
    active_ms: int
    last_at: datetime | None
    pending_minor: int
    posted_minor: int
    stated_ms: int
    corrected: int


class SealedAnswer(msgspec.Struct, frozen=True):
    """A checked answer on its way into the database. `digest` is a keyed hash of what the annotator sent."""

    submit_id: UUID
    assignment_id: UUID
    task_id: UUID
    revision: int
    votes: Votes
    increment: tuple[float, ...]
    active_ms: int
    evidence: Evidence | None
    digest: bytes
    body: bytes


async def claim(db: Database, scope: Scope, project_id: ProjectId, have: Sequence[UUID], want: int) -> list[ClaimedTask]:
    """Bring what the annotator holds up to `want` tasks; return those not among `have`, oldest first."""
    return await db.call(ClaimedTask, scope, "dispatch.claim", project_id, list(have), want)


async def facts(db: Database, engine: Scope, assignment_id: AssignmentId) -> SubmitFacts | None:
    """The facts of an assignment of whoever bears the session that is `engine`'s subject, or None."""
    rows = await db.call_together(SubmitFacts, engine, "dispatch.facts", assignment_id)
    return rows[0] if rows else None


async def submit(
    db: Database, scope: Scope, answer: SealedAnswer, have: Sequence[UUID], want: int
) -> tuple[Receipt, list[ClaimedTask]]:
    """Store the answer once and, in the same commit, claim up to `want` tasks (0: none). Raises the errors of the desk."""
    item = (
        answer.submit_id,
        answer.assignment_id,
        answer.revision,
        answer.votes.question,
        answer.votes.klass,
        answer.votes.value,
        answer.increment,
        answer.active_ms,
        *(msgspec.structs.astuple(answer.evidence) if answer.evidence else (None,) * 4),
        answer.digest,
        answer.body,
        have,
        want,
    )
    # In the order of the tasks, which are locked: so that two commits can't wait for each other.
    rows = await db.call_together(_row, scope, "dispatch.submit", item, order=answer.task_id)
    of_receipt = len(Receipt.__struct_fields__)
    receipt = Receipt(*rows[0][:of_receipt])
    return receipt, [ClaimedTask(*row[of_receipt:]) for row in rows if row[of_receipt] is not None]


async def undo(db: Database, scope: Scope, submit_id: SubmitId) -> Reopened:
    [reopened] = await db.call(Reopened, scope, "dispatch.undo", submit_id)
    return reopened


async def skip(db: Database, scope: Scope, assignment_id: AssignmentId) -> None:
    await db.call(_nothing, scope, "dispatch.skip", assignment_id)


async def shown(db: Database, scope: Scope, assignment_id: AssignmentId) -> None:
    await db.call(_nothing, scope, "dispatch.shown", assignment_id)


async def keep_draft(db: Database, scope: Scope, assignment_id: AssignmentId, revision: int, base: int, body: bytes) -> KeptDraft:
    """Keep a draft in place of version `base`, and of no other. Raises NotInYourHands."""
    [kept] = await db.call(KeptDraft, scope, "dispatch.keep_draft", assignment_id, revision, base, body)
    return kept


async def release(db: Database, scope: Scope, assignments: Sequence[UUID]) -> int:
    """Give back what was prefetched and never shown; says how many were."""
    [released] = await db.call(int, scope, "dispatch.release", list(assignments))
    return released


async def my_projects(db: Database, scope: Scope, since: datetime) -> list[MyProject]:
    """The projects of this workspace that the bearer works in, with what they answered and earned since then."""
    return await db.call(MyProject, scope, "dispatch.my_projects", since)


async def my_statement(db: Database, scope: Scope, most: int) -> list[MyLine]:
    """The bearer's own lines of this workspace's ledger, newest first, at most `most`."""
    return await db.call(MyLine, scope, "dispatch.my_statement", most)


async def my_totals(db: Database, scope: Scope) -> list[MyTotal]:
    return await db.call(MyTotal, scope, "dispatch.my_totals")


async def expire(db: Database, engine: Scope, most: int) -> int:
    """Give back leases that have ended, at most `most`; says how many."""
    [expired] = await db.call(int, engine, "dispatch.expire", most)
    return expired


async def settle(db: Database, engine: Scope, most: int) -> int:
    """Settle tasks that have what they need and post their pay, at most `most`; says how many."""
    [settled] = await db.call(int, engine, "dispatch.settle", most)
    return settled


async def wind_up(db: Database, scope: Scope, most: int) -> int:
    """End what the workspace's closed projects still offer, at most `most` tasks; says how many."""
    [ended] = await db.call(int, scope, "dispatch.wind_up", most)
    return ended


async def direct(
    db: Database,
    scope: Scope,
    project_id: ProjectId,
    pseudonym: Pseudonym,
    tasks: Sequence[TaskId],
    hold_seconds: int,
    actor: str,
) -> list[UUID]:
    """Mean these tasks for one person; returns those that could be, the others being closed or theirs already."""
    return await db.call(_uuid, scope, "dispatch.direct", project_id, pseudonym, list(tasks), hold_seconds, actor, uuid4())


async def people(db: Database, scope: Scope, project_id: ProjectId) -> list[ProjectPerson]:
    """Everybody in the project, those who answered most first."""
    return await db.call(ProjectPerson, scope, "dispatch.people", project_id)


async def invite_again(
    db: Database, scope: Scope, project_id: ProjectId, pseudonym: Pseudonym, link_hash: bytes, valid_seconds: int
) -> None:
    """Another one-time link for somebody who works in the project. Raises PersonNotFound."""
    await db.call(_nothing, scope, "dispatch.invite_again", project_id, pseudonym, link_hash, valid_seconds)


async def shown_name(db: Database, engine: Scope) -> bytes | None:
    """The workspace's sealed name, where annotators may read it; else None."""
    rows = await db.call(bytes, engine, "dispatch.shown_name")
    return rows[0] if rows else None


def _row(*columns: Any) -> tuple[Any, ...]:
    return columns


def _nothing(_: object) -> None:
    return None


def _uuid(value: UUID) -> UUID:
    return value
