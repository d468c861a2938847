"""Letting people and programs in: workspaces, links, keys, sessions."""

import asyncio
from collections.abc import Sequence
from uuid import uuid4

import msgspec

from amana.config import Origin
from amana.core.sign_in import must_have_a_passkey
from amana.model.account import Device, Entered
from amana.model.errors import LinkSpent, PersonUnknown, ProjectNotFound
from amana.model.ids import PersonId, ProjectId, Pseudonym, WorkspaceId
from amana.model.scope import Audience, Principal, Scope
from amana.outside import secrets
from amana.outside.seal import PEOPLE, Owner, SaltAt, Seal
from amana.store import dispatch, handles, people, projects
from amana.store.db import Database, Transaction

LINK_SECONDS = 7 * 86_400


class NewWorkspace(msgspec.Struct, frozen=True):
    """A workspace just opened. The key and the links are shown once; only their hashes are kept."""

    workspace_id: WorkspaceId
    key: str
    client_link: str
    auditor_link: str


class Invitation(msgspec.Struct, frozen=True):
    """A one-time link for a person, good for LINK_SECONDS. The pseudonym is what the workspace knows them by."""

    link: str
    pseudonym: Pseudonym


async def open_workspace(db: Database, seal: Seal, name: str) -> NewWorkspace:
    """As the operator: open a client's workspace with its first API key and links for its researcher and its auditor."""
    workspace_id = WorkspaceId(uuid4())
    key, key_id = secrets.new_key(), uuid4()
    owner = Owner(workspace_id)
    await asyncio.to_thread(seal.store.add_key, owner)
    salts = await asyncio.to_thread(seal.store.new_slots, PEOPLE, 2)
    async with db.transaction(Scope(Audience.OPERATOR, workspace_id)) as tx:
        await people.insert_workspace(tx, workspace_id, seal.seal("workspace", owner, workspace_id, name.encode()))
        await people.insert_credential(tx, secrets.hash_of(key), key_id, workspace_id)
        client_link = await _invite(tx, seal, salts[0], workspace_id, Audience.CLIENT, "researcher")
        auditor_link = await _invite(tx, seal, salts[1], workspace_id, Audience.AUDITOR, "auditor")
    return NewWorkspace(workspace_id, key, client_link, auditor_link)


async def invite_annotators(
    db: Database, seal: Seal, principal: Principal, project_id: ProjectId, labels: Sequence[str]
) -> list[Invitation]:
    """As the client: let people into a project, all or none. A label is what the lead calls somebody; it is sealed.

    Raises ProjectNotFound.
    """
    invitations = []
    salts = await asyncio.to_thread(seal.store.new_slots, PEOPLE, len(labels))
    async with db.transaction(principal.scope) as tx:
        if await projects.find(tx, principal.walls, project_id) is None:
            raise ProjectNotFound(project_id=project_id)
        for label, salt in zip(labels, salts, strict=True):
            person_id, pseudonym, link = PersonId(uuid4()), Pseudonym(uuid4()), secrets.new_secret()
            body = seal.seal("person", PEOPLE, person_id, label.encode(), salt=salt)
            await people.insert_annotator(tx, principal.walls, project_id, person_id, body, pseudonym)
            await people.insert_invitation(
                tx, secrets.hash_of(link), person_id, Audience.ANNOTATOR, principal.walls, project_id, LINK_SECONDS
            )
            await handles.note(tx, principal, project_id, "invited", pseudonym=pseudonym)
            invitations.append(Invitation(link, pseudonym))
    return invitations


async def invite_annotator(db: Database, seal: Seal, principal: Principal, project_id: ProjectId, label: str) -> Invitation:
    """The same for one person. Raises ProjectNotFound."""
    [invitation] = await invite_annotators(db, seal, principal, project_id, [label])
    return invitation


async def bring_in(db: Database, principal: Principal, project_id: ProjectId, pseudonyms: Sequence[Pseudonym]) -> int:
    """As the client: people who work in other projects of the workspace work in this one too, with the account they have. All or
    none. Who works here already stays; who was sent away from here stays away. Says how many are new.

    Raises ProjectNotFound, PersonUnknown.
    """
    async with db.transaction(principal.scope) as tx:
        if await projects.find(tx, principal.walls, project_id) is None:
            raise ProjectNotFound(project_id=project_id)
        found = await people.bring_in(tx, principal.walls, project_id, pseudonyms)
        for pseudonym in pseudonyms:
            if pseudonym not in found:
                raise PersonUnknown(pseudonym_id=pseudonym)
        brought = [pseudonym for pseudonym, is_new in found.items() if is_new]
        for pseudonym in brought:
            await handles.note(tx, principal, project_id, "invited", pseudonym=pseudonym)
    return len(brought)


async def end_membership(db: Database, principal: Principal, project_id: ProjectId, pseudonym: Pseudonym) -> None:
    """As the client: somebody gets no new task of the project. What they hold they may submit until its lease ends; what they
    earned stays theirs. Twice changes nothing. Raises PersonNotFound."""
    await handles.end_membership(db, principal, project_id, pseudonym)


async def let_back(db: Database, principal: Principal, project_id: ProjectId, pseudonym: Pseudonym) -> None:
    """As the client: somebody who was sent away works in the project again. Twice changes nothing. Raises PersonNotFound."""
    await handles.let_back(db, principal, project_id, pseudonym)


async def invite_again(db: Database, principal: Principal, project_id: ProjectId, pseudonym: Pseudonym) -> Invitation:
    """As the client: another link for somebody who works in the project. What they did and what waits on their devices stays
    theirs. Raises PersonNotFound."""
    link = secrets.new_secret()
    await dispatch.invite_again(db, principal.scope, project_id, pseudonym, secrets.hash_of(link), LINK_SECONDS)
    return Invitation(link, pseudonym)


async def redeem(db: Database, origin: Origin, link: str, device: Device) -> tuple[Entered, ProjectId | None]:
    """Exchange a one-time link for a session; the project it invited to, if to one. Raises LinkSpent."""
    session, passkey_for = secrets.new_secret(), must_have_a_passkey(origin)
    redeemed = await people.redeem(db, secrets.hash_of(link), secrets.hash_of(session), passkey_for, device)
    if redeemed is None:
        raise LinkSpent()
    entered = Entered(session=session, audience=redeemed.audience, expires_at=redeemed.expires_at, must_enrol=redeemed.must_enrol)
    return entered, ProjectId(redeemed.project_id) if redeemed.project_id else None


async def signed_in_as(db: Database, session: str) -> people.SignedInAs | None:
    """As whom somebody is signed in with this session; None if it does not live."""
    return await people.signed_in_as(db, secrets.hash_of(session))


async def sign_out(db: Database, session: str) -> None:
    """End the session at once. Ending one that does not live does nothing."""
    await people.end_session(db, secrets.hash_of(session))


async def _invite(tx: Transaction, seal: Seal, salt: SaltAt, workspace_id: WorkspaceId, audience: Audience, label: str) -> str:
    person_id, link = PersonId(uuid4()), secrets.new_secret()
    await people.insert_person(tx, person_id, seal.seal("person", PEOPLE, person_id, label.encode(), salt=salt))
    await people.insert_invitation(tx, secrets.hash_of(link), person_id, audience, workspace_id, None, LINK_SECONDS)
    return link
