"""Letting a lab's own people in, and sending anybody away for good: annotators, leads, auditors."""

import asyncio
from uuid import UUID, uuid4

from amana.actions.people import LINK_SECONDS
from amana.model.scope import Principal
from amana.model.staff import InviteMember, Member, OffBoardedAnnotator, OffBoardedMember
from amana.outside import secrets
from amana.outside.seal import PEOPLE, Seal
from amana.store import staff
from amana.store.db import Database


async def members(db: Database, seal: Seal, principal: Principal) -> list[Member]:
    """Everybody who has access to the workspace, leads first."""
    return [
        Member(
            person_id=one.person_id,
            audience=one.audience,
            label=seal.open("person", PEOPLE, one.person_id, one.body).decode(),
            since=one.since,
            last_used_at=one.last_used_at,
            invited_until=one.invited_until,
            mine=one.mine,
        )
        for one in await staff.members(db, principal)
    ]


async def invite(db: Database, seal: Seal, principal: Principal, wanted: InviteMember) -> str:
    """A one-time link for another lead or auditor. Raises LeadNeeded."""
    person_id, link = uuid4(), secrets.new_secret()
    [salt] = await asyncio.to_thread(seal.store.new_slots, PEOPLE, 1)
    body = seal.seal("person", PEOPLE, person_id, wanted.label.encode(), salt=salt)
    await staff.invite(db, principal, person_id, body, wanted.audience, secrets.hash_of(link), LINK_SECONDS)
    return link


async def off_board_member(db: Database, principal: Principal, person_id: UUID, keep_keys: tuple[UUID, ...]) -> OffBoardedMember:
    """A lead or an auditor has access no longer: whatever they ask for after this has returned is refused. Their account and what
    they do for others stay theirs. Raises LeadNeeded, NobodyHere, LastLead."""
    return OffBoardedMember(await staff.off_board_member(db, principal, person_id, keep_keys))


async def off_board_annotator(db: Database, principal: Principal, pseudonym: UUID) -> OffBoardedAnnotator:
    """Somebody works for this client no longer, in any project. What they earned stays theirs. Twice changes nothing.

    Raises NobodyHere.
    """
    return OffBoardedAnnotator(*await staff.off_board_annotator(db, principal, pseudonym))
