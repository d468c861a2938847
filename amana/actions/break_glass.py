"""Break-glass: asking as an operator, deciding as a lead of the lab, and what the operator then reads.

The database says at each look whether the approval lives, and has logged what it hands out; here it is only opened.
"""

import hashlib
from typing import Any
from uuid import UUID, uuid4

import msgspec

from amana.actions.sealed import open_annotation, open_project, open_task, open_task_unless_destroyed
from amana.config import Origin
from amana.model.account import Device
from amana.model.break_glass import (
    AskedBreakGlass,
    BreakGlass,
    NewBreakGlass,
    OpenedTask,
    SeenAnnotation,
    SeenGuideline,
    SeenProject,
    SeenTask,
)
from amana.model.errors import LeadNeeded, PasskeyRefused
from amana.model.projects import ProjectSecrets
from amana.model.scope import Principal
from amana.outside import passkeys
from amana.outside.seal import Owner, Seal
from amana.store import account, break_glass
from amana.store.break_glass import Place
from amana.store.db import Database

REQUESTS_LISTED_MAX = 200
PROJECTS_LISTED_MAX = 200

# ---- asking and deciding ---------------------------------------------------------------------------------------------


async def ask(db: Database, seal: Seal, session: bytes, workspace_id: UUID, wanted: NewBreakGlass) -> AskedBreakGlass:
    """As an operator. Raises WorkspaceNotFound, BreakGlassAsked, ContentDestroyed."""
    await break_glass.require_workspace(db, session, workspace_id)
    place = Place(session, workspace_id, uuid4())
    body = seal.seal("reason", Owner(workspace_id), place.request_id, wanted.reason.encode())
    return AskedBreakGlass(place.request_id, await break_glass.ask(db, place, wanted.project_id, body))


async def listing(db: Database, seal: Seal, principal: Principal) -> list[BreakGlass]:
    """As the lab: the newest REQUESTS_LISTED_MAX requests with their reasons."""
    return [
        BreakGlass(
            request_id=one.request_id,
            number=one.number,
            project_id=one.project_id,
            operator_id=one.operator_id,
            reason=_reason(seal, principal.walls, one.request_id, one.body),
            asked_at=one.asked_at,
            state=one.state,
            seconds_left=one.seconds_left,
            decided_by=one.decided_by,
            decided_at=one.decided_at,
            ended_by=one.ended_by,
            ended_at=one.ended_at,
            rows_opened=one.rows_opened,
        )
        for one in await break_glass.requests(db, principal, REQUESTS_LISTED_MAX)
    ]


async def begin_approving(db: Database, origin: Origin, principal: Principal, request_id: UUID) -> dict[str, Any]:
    """What a lead's browser has to sign, for this request and no other, within minutes.

    Raises LeadNeeded, PasskeyMissing, BreakGlassNotFound, BreakGlassDecided.
    """
    if principal.is_program:
        raise LeadNeeded()
    known = await break_glass.approving(db, principal.subject, request_id)
    challenge = passkeys.new_challenge()
    await account.ask(db, _of_this_request(principal.subject, request_id), challenge)
    return passkeys.to_sign(origin, challenge, known, must_be_verified=True)


async def approve(
    db: Database, origin: Origin, principal: Principal, request_id: UUID, brought: dict[str, Any], device: Device
) -> None:
    """With what the browser brought back, by a passkey of the very lead, whom it verified.

    Raises PasskeyRefused, and what `begin_approving` raises; ProjectNotFound, ContentDestroyed where nothing could be read.
    """
    if principal.is_program:
        raise LeadNeeded()
    credential_id = passkeys.credential_id_of(brought)
    try:
        challenge = await account.asked(db, _of_this_request(principal.subject, request_id))
        passkey = await account.passkey(db, credential_id)
        if challenge is None or passkey is None:
            raise PasskeyRefused()
        count = passkeys.new_sign_count(origin, challenge, brought, passkey.public_key, passkey.sign_count, must_be_verified=True)
        await break_glass.approve(db, principal.subject, request_id, credential_id, passkey.sign_count, count)
    except PasskeyRefused:
        await account.refuse_passkey(db, credential_id, device)
        raise


async def decline(db: Database, principal: Principal, request_id: UUID) -> None:
    """As the lab. Raises BreakGlassNotFound, BreakGlassDecided."""
    await break_glass.decline(db, principal, request_id)


async def end(db: Database, principal: Principal, request_id: UUID) -> None:
    """As the lab: nothing more is opened once this has returned. What is not open is left as it is. Raises BreakGlassNotFound."""
    await break_glass.end(db, principal, request_id)


async def leave(db: Database, place: Place) -> None:
    """As the operator: what is open ends, what waits is withdrawn. Twice changes nothing. Raises BreakGlassNotFound."""
    await break_glass.leave(db, place)


def _of_this_request(session: bytes, request_id: UUID) -> bytes:
    """Under what the challenge is kept: one that was asked for by another session, or for another request, is not found."""
    return hashlib.sha256(b"break-glass|" + session + request_id.bytes).digest()


def _reason(seal: Seal, workspace_id: UUID, request_id: UUID, body: bytes) -> str | None:
    opened = seal.open_unless_destroyed("reason", Owner(workspace_id), request_id, body)
    return None if opened is None else opened.decode()


# ---- reading, as the operator ----------------------------------------------------------------------------------------


async def projects(db: Database, seal: Seal, place: Place) -> list[SeenProject]:
    """Raises BreakGlassNotFound, BreakGlassClosed; so do all below."""
    found = await break_glass.projects(db, place, PROJECTS_LISTED_MAX)
    return [_project(seal, place, one) for one in found]


async def guideline(db: Database, seal: Seal, place: Place, project_id: UUID) -> SeenGuideline:
    """Raises ProjectNotFound, ContentDestroyed."""
    found = await break_glass.guideline(db, place, project_id)
    owner = Owner(place.workspace_id, project_id)
    return SeenGuideline(found.version, seal.open("guideline", owner, project_id, found.body, found.version).decode())


async def tasks(db: Database, seal: Seal, place: Place, project_id: UUID, after: UUID | None, most: int) -> list[SeenTask]:
    """At most `most` after one of them. Raises ProjectNotFound."""
    owner = Owner(place.workspace_id, project_id)
    seen = []
    for one in await break_glass.tasks(db, place, project_id, after, most):
        opened = open_task_unless_destroyed(seal, owner, one.task_id, one.body)
        seen.append(_task(one.task_id, opened.item_id if opened else None, one))
    return seen


async def task(db: Database, seal: Seal, place: Place, project_id: UUID, task_id: UUID) -> OpenedTask:
    """In the file's own order. Raises ProjectNotFound, TaskNotFound, ContentDestroyed."""
    owner = Owner(place.workspace_id, project_id)
    found = await break_glass.task(db, place, project_id, task_id)
    kind = open_project(seal, place.workspace_id, project_id, found.task_type, found.project_body)
    opened = open_task(seal, owner, task_id, found.body)
    payload = msgspec.json.decode(opened.payload, type=kind.task_type.payload_type)
    form = kind.task_type.form(payload, kind.options, kind.task_type.present(payload, 0))
    annotations = tuple(
        SeenAnnotation(
            submit_id=one.submit_id,
            pseudonym=one.pseudonym,
            submitted_at=one.submitted_at,
            guideline_version=one.guideline_version,
            taken_back=one.taken_back,
            answer=open_annotation(seal, owner, one.submit_id, one.body).answer,
        )
        for one in await break_glass.annotations(db, place, project_id, task_id)
    )
    return OpenedTask(_task(task_id, opened.item_id, found), form, annotations)


def _project(seal: Seal, place: Place, row: break_glass.ProjectRow) -> SeenProject:
    owner = Owner(place.workspace_id, row.project_id)
    body = seal.open_unless_destroyed("project", owner, row.project_id, row.body)
    secrets = None if body is None else msgspec.json.decode(body, type=ProjectSecrets)
    return SeenProject(
        project_id=row.project_id,
        name=secrets.name if secrets else None,
        purpose=secrets.purpose if secrets else None,
        task_type=row.task_type,
        state=row.state,
        created_at=row.created_at,
    )


def _task(task_id: UUID, item_id: str | None, row: break_glass.ListedTask | break_glass.TaskRow) -> SeenTask:
    return SeenTask(
        task_id=task_id,
        item_id=item_id,
        batch_no=row.batch_no,
        row=row.row_no,
        state=row.state,
        needed=row.needed,
        answered=row.answered,
    )
