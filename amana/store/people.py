"""People and how they get in: persons, memberships, invitations, keys, sessions. Secrets arrive here as hashes only."""

from uuid import UUID

import msgspec

from amana.model.ids import PersonId, ProjectId, Pseudonym, WorkspaceId
from amana.model.scope import Audience, Principal
from amana.store.db import Database, Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)


class Redeemed(msgspec.Struct, frozen=True):
    """What a redeemed link was an invitation to."""

    audience: Audience
    project_id: UUID | None


async def insert_workspace(tx: Transaction, workspace_id: WorkspaceId, body: bytes) -> None:
    await tx.run(sql.insert_workspace, workspace_id, body)


async def workspace_body(tx: Transaction, workspace_id: WorkspaceId) -> bytes:
    """Sealed: its name."""
    body = await tx.one(bytes, sql.workspace_body, workspace_id)
    assert body is not None
    return body


async def insert_person(tx: Transaction, person_id: PersonId, body: bytes) -> None:
    await tx.run(sql.insert_person, person_id, body)


async def insert_annotator(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, person_id: PersonId, body: bytes, pseudonym: Pseudonym
) -> None:
    """Somebody new, who works in the project under a pseudonym of this workspace alone."""
    await tx.run(sql.join, person_id, body, pseudonym)
    await tx.run(sql.insert_project_member, workspace_id, project_id, pseudonym)


async def insert_invitation(
    tx: Transaction,
    link_hash: bytes,
    person_id: PersonId,
    audience: Audience,
    workspace_id: WorkspaceId,
    project_id: ProjectId | None,
    valid_seconds: int,
) -> None:
    await tx.run(sql.insert_invitation, link_hash, person_id, audience.value, workspace_id, project_id, valid_seconds)


async def insert_credential(tx: Transaction, key_hash: bytes, key_id: UUID, workspace_id: WorkspaceId) -> None:
    await tx.run(sql.insert_credential, key_hash, key_id, workspace_id)


async def redeem(db: Database, link_hash: bytes, session_hash: bytes, session_seconds: int) -> Redeemed:
    """Exchange a one-time link for a session. Raises LinkSpent."""
    [redeemed] = await db.call_gate(_redeemed, Audience.DOOR, "sec.redeem", link_hash, session_hash, session_seconds)
    return redeemed


async def authenticate(db: Database, credential_hash: bytes) -> Principal | None:
    """Who bears this session or key; None if it is unknown, expired or revoked."""

    def principal(audience: str, workspace_id: UUID | None, actor: str) -> Principal:
        return Principal(Audience(audience), WorkspaceId(workspace_id) if workspace_id else None, actor, credential_hash)

    rows = await db.call_gate(principal, Audience.DOOR, "sec.authenticate", credential_hash)
    return rows[0] if rows else None


async def workspaces_of_session(db: Database, session_hash: bytes) -> list[WorkspaceId]:
    """Where the bearer of an annotator's session works."""
    return await db.call_gate(_workspace, Audience.DOOR, "sec.workspaces_of_session", session_hash)


async def end_session(db: Database, session_hash: bytes) -> None:
    await db.call_gate(lambda _: None, Audience.DOOR, "sec.end_session", session_hash)


def _redeemed(audience: str, project_id: UUID | None) -> Redeemed:
    return Redeemed(Audience(audience), project_id)


def _workspace(value: UUID) -> WorkspaceId:
    return WorkspaceId(value)
