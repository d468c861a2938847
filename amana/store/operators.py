"""Operators and proposals, through the functions of the front door. Who asks, is said by the hash of their session."""

from datetime import datetime
from uuid import UUID

import msgspec

from amana.model.scope import Audience
from amana.store.db import Database


class OperatorRow(msgspec.Struct, frozen=True):
    person_id: UUID
    body: bytes
    since: datetime
    mine: bool


class ProposalRow(msgspec.Struct, frozen=True):
    proposal_id: UUID
    person_id: UUID
    body: bytes
    proposed_at: datetime
    expires_at: datetime
    mine: bool


async def create(db: Database, person_id: UUID, body: bytes, link_hash: bytes, valid_seconds: int) -> bool:
    """On the machine itself; False if there are two already."""
    [created] = await db.call_gate(bool, Audience.OPERATOR, "door.create_operator", person_id, body, link_hash, valid_seconds)
    return created


async def propose(db: Database, session_hash: bytes, proposal_id: UUID, person_id: UUID, body: bytes) -> None:
    await db.call_gate(_nothing, Audience.DOOR, "door.propose_operator", session_hash, proposal_id, person_id, body)


async def approve(db: Database, session_hash: bytes, proposal_id: UUID, link_hash: bytes, valid_seconds: int) -> None:
    """Raises ProposalNotFound, SecondPersonNeeded."""
    decision = (session_hash, proposal_id, True, link_hash, valid_seconds)
    await db.call_gate(_nothing, Audience.DOOR, "door.decide_operator", *decision)


async def decline(db: Database, session_hash: bytes, proposal_id: UUID) -> None:
    """Raises ProposalNotFound."""
    await db.call_gate(_nothing, Audience.DOOR, "door.decide_operator", session_hash, proposal_id, False, None, None)


async def end(db: Database, session_hash: bytes, person_id: UUID, *, leave_one: bool) -> None:
    """Raises OperatorNotFound, AnotherOperatorNeeded, TwoOperatorsNeeded."""
    await db.call_gate(_nothing, Audience.DOOR, "door.end_operator", session_hash, person_id, leave_one)


async def operators(db: Database, session_hash: bytes) -> list[OperatorRow]:
    """The first first."""
    return await db.call_gate(OperatorRow, Audience.DOOR, "door.operators", session_hash)


async def proposals(db: Database, session_hash: bytes) -> list[ProposalRow]:
    """What is open to decide, the oldest first."""
    return await db.call_gate(ProposalRow, Audience.DOOR, "door.proposals", session_hash)


def _nothing(_: object) -> None:
    return None
