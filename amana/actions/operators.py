"""Making somebody an operator: one operator proposes, another approves. The first come from the machine itself. And ending it."""

import asyncio
from uuid import UUID, uuid4

from amana.actions.people import LINK_SECONDS
from amana.model.errors import OperatorsEnough
from amana.model.ids import PersonId
from amana.model.operators import Operator, Operators, Proposal
from amana.outside import secrets
from amana.outside.seal import PEOPLE, Seal
from amana.store import operators
from amana.store.db import Database


async def create(db: Database, seal: Seal, label: str) -> str:
    """On the machine itself, while there are fewer than two operators: a one-time link for one. Raises OperatorsEnough."""
    person_id, link = PersonId(uuid4()), secrets.new_secret()
    body = await _sealed(seal, person_id, label)
    if not await operators.create(db, person_id, body, secrets.hash_of(link), LINK_SECONDS):
        raise OperatorsEnough()
    return link


async def propose(db: Database, seal: Seal, session: bytes, label: str) -> UUID:
    """Raises NoSession."""
    proposal_id, person_id = uuid4(), PersonId(uuid4())
    body = await _sealed(seal, person_id, label)
    await operators.propose(db, session, proposal_id, person_id, body)
    return proposal_id


async def approve(db: Database, session: bytes, proposal_id: UUID) -> str:
    """As another operator than the one who proposed: the one-time link. Raises ProposalNotFound, SecondPersonNeeded."""
    link = secrets.new_secret()
    await operators.approve(db, session, proposal_id, secrets.hash_of(link), LINK_SECONDS)
    return link


async def decline(db: Database, session: bytes, proposal_id: UUID) -> None:
    """Raises ProposalNotFound."""
    await operators.decline(db, session, proposal_id)


async def end(db: Database, session: bytes, person_id: UUID, *, leave_one: bool) -> None:
    """As another operator: somebody is one no longer, at once. Fewer than two are left only if `leave_one` says so.

    Raises OperatorNotFound, AnotherOperatorNeeded, TwoOperatorsNeeded.
    """
    await operators.end(db, session, person_id, leave_one=leave_one)


async def listing(db: Database, seal: Seal, session: bytes) -> Operators:
    """Raises NoSession."""

    def label(person_id: UUID, body: bytes) -> str:
        return seal.open("person", PEOPLE, person_id, body).decode()

    return Operators(
        tuple(
            Operator(person_id=one.person_id, label=label(one.person_id, one.body), since=one.since, mine=one.mine)
            for one in await operators.operators(db, session)
        ),
        tuple(
            Proposal(
                proposal_id=one.proposal_id,
                label=label(one.person_id, one.body),
                proposed_at=one.proposed_at,
                expires_at=one.expires_at,
                mine=one.mine,
            )
            for one in await operators.proposals(db, session)
        ),
    )


async def _sealed(seal: Seal, person_id: PersonId, label: str) -> bytes:
    [salt] = await asyncio.to_thread(seal.store.new_slots, PEOPLE, 1)
    return seal.seal("person", PEOPLE, person_id, label.encode(), salt=salt)
