"""Break-glass, through the functions of schema `glass`. An operator asks with the hash of their session, a lead of the lab
inside its walls; approving is the door's, as coming in is. What operators read comes sealed, and is in the access log when it
comes."""

from datetime import datetime
from typing import cast
from uuid import UUID

import msgspec

from amana.model.break_glass import GlassStanding, GlassState, StandingGlass, WorkspaceInNumbers
from amana.model.scope import Audience, Principal
from amana.store.db import Database


class Place(msgspec.Struct, frozen=True):
    """Where an operator looks, and with what right: their session, one workspace, their request."""

    session_hash: bytes
    workspace_id: UUID
    request_id: UUID


class RequestRow(msgspec.Struct, frozen=True):
    """A request as it lies in the database; `body` is the sealed reason."""

    request_id: UUID
    number: int
    project_id: UUID | None
    operator_id: UUID
    body: bytes
    asked_at: datetime
    state: GlassState
    seconds_left: int
    decided_by: str | None
    decided_at: datetime | None
    ended_by: str | None
    ended_at: datetime | None
    rows_opened: int


class ProjectRow(msgspec.Struct, frozen=True):
    project_id: UUID
    task_type: str
    state: str
    created_at: datetime
    body: bytes


class GuidelineRow(msgspec.Struct, frozen=True):
    version: int
    body: bytes


class ListedTask(msgspec.Struct, frozen=True):
    task_id: UUID
    batch_no: int
    row_no: int
    state: str
    needed: int
    answered: int
    body: bytes


class TaskRow(msgspec.Struct, frozen=True):
    batch_no: int
    row_no: int
    state: str
    needed: int
    answered: int
    body: bytes
    task_type: str
    project_body: bytes


class AnnotationRow(msgspec.Struct, frozen=True):
    submit_id: UUID
    pseudonym: UUID
    submitted_at: datetime
    guideline_version: int
    taken_back: bool
    body: bytes


# ---- the operator's side ---------------------------------------------------------------------------------------------


async def workspaces(db: Database, session_hash: bytes) -> list[WorkspaceInNumbers]:
    """Every workspace, in no order."""
    return await db.call_gate(_in_numbers, Audience.OPERATOR, "glass.workspaces", session_hash)


async def require_workspace(db: Database, session_hash: bytes, workspace_id: UUID) -> None:
    """Raises WorkspaceNotFound."""
    await db.call_gate(_nothing, Audience.OPERATOR, "glass.require_workspace", session_hash, workspace_id)


async def ask(db: Database, place: Place, project_id: UUID | None, body: bytes) -> int:
    """The number of the request. Raises BreakGlassAsked."""
    asked = (place.session_hash, place.workspace_id, project_id, place.request_id, body)
    [number] = await db.call_gate(int, Audience.OPERATOR, "glass.ask", *asked)
    return number


async def standing_of(db: Database, place: Place) -> GlassStanding:
    """Raises BreakGlassNotFound."""
    [standing] = await db.call_gate(_standing, Audience.OPERATOR, "glass.standing_of", *_where(place))
    return standing


async def leave(db: Database, place: Place) -> None:
    """Raises BreakGlassNotFound."""
    await db.call_gate(_nothing, Audience.OPERATOR, "glass.leave", *_where(place))


async def projects(db: Database, place: Place, most: int) -> list[ProjectRow]:
    """Raises BreakGlassNotFound, BreakGlassClosed, as the others below do; and ProjectNotFound for what it is not for."""
    return await db.call_gate(ProjectRow, Audience.OPERATOR, "glass.projects", *_where(place), most)


async def guideline(db: Database, place: Place, project_id: UUID) -> GuidelineRow:
    [found] = await db.call_gate(GuidelineRow, Audience.OPERATOR, "glass.guideline", *_where(place), project_id)
    return found


async def tasks(db: Database, place: Place, project_id: UUID, after: UUID | None, most: int) -> list[ListedTask]:
    return await db.call_gate(ListedTask, Audience.OPERATOR, "glass.tasks", *_where(place), project_id, after, most)


async def task(db: Database, place: Place, project_id: UUID, task_id: UUID) -> TaskRow:
    """Raises TaskNotFound."""
    [found] = await db.call_gate(TaskRow, Audience.OPERATOR, "glass.task", *_where(place), project_id, task_id)
    return found


async def annotations(db: Database, place: Place, project_id: UUID, task_id: UUID) -> list[AnnotationRow]:
    return await db.call_gate(AnnotationRow, Audience.OPERATOR, "glass.annotations", *_where(place), project_id, task_id)


# ---- the lab's side --------------------------------------------------------------------------------------------------


async def requests(db: Database, principal: Principal, most: int) -> list[RequestRow]:
    """The newest first."""
    return await db.call(RequestRow, principal.scope, "glass.requests", most)


async def standing(db: Database, principal: Principal) -> list[StandingGlass]:
    """What is open or waits."""
    return await db.call(_standing_glass, principal.scope, "glass.standing")


async def decline(db: Database, principal: Principal, request_id: UUID) -> None:
    """Raises BreakGlassNotFound, BreakGlassDecided."""
    await db.call(_nothing, principal.scope, "glass.decline", request_id, principal.actor)


async def end(db: Database, principal: Principal, request_id: UUID) -> None:
    """Raises BreakGlassNotFound."""
    await db.call(_nothing, principal.scope, "glass.end", request_id, principal.actor)


async def approving(db: Database, session_hash: bytes, request_id: UUID) -> list[bytes]:
    """With which passkeys the lead may sign. Raises NoSession, PasskeyMissing, BreakGlassNotFound, BreakGlassDecided."""
    [credential_ids] = await db.call_gate(_as_it_is, Audience.DOOR, "glass.approving", session_hash, request_id)
    return credential_ids


async def approve(
    db: Database, session_hash: bytes, request_id: UUID, credential_id: bytes, seen_count: int, sign_count: int
) -> None:
    """After the signature was checked. Raises as `approving` does, PasskeyRefused, ProjectNotFound, ContentDestroyed."""
    signed = (session_hash, request_id, credential_id, seen_count, sign_count)
    await db.call_gate(_nothing, Audience.DOOR, "glass.approve", *signed)


def _where(place: Place) -> tuple[bytes, UUID, UUID]:
    return place.session_hash, place.workspace_id, place.request_id


def _nothing(_: object) -> None:
    return None


def _as_it_is(value: list[bytes]) -> list[bytes]:
    return value


def _standing(number: int, project_id: UUID | None, state: str, seconds_left: int) -> GlassStanding:
    return GlassStanding(number=number, project_id=project_id, state=cast("GlassState", state), seconds_left=seconds_left)


def _in_numbers(
    workspace_id: UUID,
    created_at: datetime,
    projects: int,
    tasks: int,
    size: int,
    last_at: datetime | None,
    request_id: UUID | None,
    number: int,
    project_id: UUID | None,
    state: str,
    seconds_left: int,
) -> WorkspaceInNumbers:
    return WorkspaceInNumbers(
        workspace_id=workspace_id,
        created_at=created_at,
        projects=projects,
        tasks=tasks,
        bytes=size,
        last_at=last_at,
        request_id=request_id,
        asked=_standing(number, project_id, state, seconds_left) if request_id else None,
    )


def _standing_glass(request_id: UUID, number: int, operator_id: UUID, state: str, seconds_left: int) -> StandingGlass:
    return StandingGlass(
        request_id=request_id,
        number=number,
        operator_id=operator_id,
        state=cast("GlassState", state),
        seconds_left=seconds_left,
    )
