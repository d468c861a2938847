"""People and how they get in: persons, memberships, invitations, keys, sessions. Secrets arrive here as hashes only."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from amana.model.account import Device
from amana.model.ids import PersonId, ProjectId, Pseudonym, WorkspaceId
from amana.model.scope import Audience, Principal, Verb
from amana.store.db import Database, Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)


class Redeemed(msgspec.Struct, frozen=True):
    """What a redeemed link was an invitation to, and the session that it opened."""

    audience: Audience
    expires_at: datetime
    must_enrol: bool
    project_id: UUID | None


class BroughtIn(msgspec.Struct, frozen=True):
    pseudonym: UUID
    is_new: bool


class SignedInAs(msgspec.Struct, frozen=True):
    """As whom a session lives. `must_enrol`: it opens nothing but one's own account until a passkey is made."""

    audience: Audience
    must_enrol: bool


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


async def bring_in(
    tx: Transaction, workspace_id: WorkspaceId, project_id: ProjectId, pseudonyms: Sequence[Pseudonym]
) -> dict[Pseudonym, bool]:
    """People of the workspace's other projects work in this one too. Whether that is new, of those who work in any."""
    found = await tx.all(BroughtIn, sql.bring_in, workspace_id, project_id, list(pseudonyms))
    return {Pseudonym(one.pseudonym): one.is_new for one in found}


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


async def redeem(
    db: Database, link_hash: bytes, session_hash: bytes, passkey_for: Collection[Audience], device: Device
) -> Redeemed | None:
    """Exchange a one-time link for a session; None if it is spent, has lapsed, or never was."""
    values = (link_hash, session_hash, [*passkey_for], device.browser, device.system)
    rows = await db.call_gate(_redeemed, Audience.DOOR, "door.redeem", *values)
    return rows[0] if rows else None


async def authenticate(db: Database, credential_hash: bytes) -> Principal | None:
    """Who bears this session or key; None if it is unknown, expired or revoked."""

    def principal(
        audience: str, workspace_id: UUID | None, actor: str, verbs: list[str] | None, projects: list[UUID] | None
    ) -> Principal:
        return Principal(
            Audience(audience),
            WorkspaceId(workspace_id) if workspace_id else None,
            actor,
            credential_hash,
            frozenset(Verb) if verbs is None else frozenset(map(Verb, verbs)),
            None if projects is None else frozenset(projects),
        )

    rows = await db.call_gate(principal, Audience.DOOR, "door.authenticate", credential_hash)
    return rows[0] if rows else None


async def signed_in_as(db: Database, session_hash: bytes) -> SignedInAs | None:
    """None if the session does not live."""
    rows = await db.call_gate(_signed_in_as, Audience.DOOR, "door.lives", session_hash)
    return rows[0] if rows else None


async def workspaces_of_session(db: Database, session_hash: bytes) -> list[WorkspaceId]:
    """Where the bearer of an annotator's session works."""
    return await db.call_gate(_workspace, Audience.DOOR, "door.workspaces_of_session", session_hash)


async def end_session(db: Database, session_hash: bytes) -> None:
    await db.call_gate(lambda _: None, Audience.DOOR, "door.end_session", session_hash)


def _signed_in_as(audience: str, must_enrol: bool) -> SignedInAs:
    return SignedInAs(Audience(audience), must_enrol)


def _redeemed(audience: str, expires_at: datetime, must_enrol: bool, project_id: UUID | None) -> Redeemed:
    return Redeemed(Audience(audience), expires_at, must_enrol, project_id)


def _workspace(value: UUID) -> WorkspaceId:
    return WorkspaceId(value)
