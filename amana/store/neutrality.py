"""The neutrality record and what is proposed for it, through the functions of the front door."""

from datetime import datetime
from uuid import UUID

import msgspec

from amana.model.ids import WorkspaceId
from amana.model.scope import Audience
from amana.store.db import Database, Transaction
from amana.store.sqlfile import beside

sql = beside(__file__)


class ProposalRow(msgspec.Struct, frozen=True):
    proposal_id: UUID
    body: bytes
    proposed_at: datetime
    expires_at: datetime
    mine: bool


class Following(msgspec.Struct, frozen=True):
    """A proposal and who decides on it, with the entry that its own would follow; None: it would be the first."""

    body: bytes
    proposed_by: UUID
    approved_by: UUID
    last_number: int | None
    last_body: bytes | None


async def entries(db: Database) -> list[bytes]:
    """Every signed entry as it was announced, the first one first."""
    return await db.call_gate(bytes, Audience.DOOR, "door.neutrality")


async def propose(db: Database, session_hash: bytes, proposal_id: UUID, body: bytes) -> None:
    await db.call_gate(_nothing, Audience.DOOR, "door.propose_declaration", session_hash, proposal_id, body)


async def proposals(db: Database, session_hash: bytes) -> list[ProposalRow]:
    """What is open to decide, the oldest first."""
    return await db.call_gate(ProposalRow, Audience.DOOR, "door.declaration_proposals", session_hash)


async def following(db: Database, session_hash: bytes, proposal_id: UUID) -> Following:
    """Raises ProposalNotFound, SecondPersonNeeded."""
    [found] = await db.call_gate(Following, Audience.DOOR, "door.declaration", session_hash, proposal_id)
    return found


async def announce(db: Database, session_hash: bytes, proposal_id: UUID, number: int, body: bytes) -> bool:
    """False if another entry took the number meanwhile. Raises ProposalNotFound."""
    return bool(await db.call_gate(int, Audience.DOOR, "door.announce", session_hash, proposal_id, number, body))


async def decline(db: Database, session_hash: bytes, proposal_id: UUID) -> None:
    """Raises ProposalNotFound."""
    await db.call_gate(_nothing, Audience.DOOR, "door.decline_declaration", session_hash, proposal_id)


async def mark_read(tx: Transaction, workspace_id: WorkspaceId, number: int) -> None:
    """The client's leads have read the record up to that entry."""
    await tx.run(sql.mark_read, workspace_id, number)


def _nothing(_: object) -> None:
    return None
