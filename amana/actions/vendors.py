"""Vendors: making one, its people coming and going, and what is attested of anybody."""

import asyncio
from uuid import UUID, uuid4

from amana.actions.people import LINK_SECONDS
from amana.model.errors import RequestInvalid, SuppliedNotFound
from amana.model.ids import PersonId
from amana.model.vendors import Fact
from amana.outside import secrets
from amana.outside.seal import PEOPLE, Seal
from amana.store import account, vendors
from amana.store.db import Database

MANAGER = "manager"


async def create(db: Database, seal: Seal, name: str, *, listed: bool) -> str:
    """On the machine itself: a one-time link for the vendor's manager. `listed`: leads read its name, to raise walls by it."""
    vendor_id, manager_id, link = uuid4(), PersonId(uuid4()), secrets.new_secret()
    salts = await asyncio.to_thread(seal.store.new_slots, PEOPLE, 2)
    body = seal.seal("vendor", PEOPLE, vendor_id, name.encode(), salt=salts[0])
    manager = seal.seal("person", PEOPLE, manager_id, MANAGER.encode(), salt=salts[1])
    await vendors.create(db, vendor_id, body, manager_id, manager, secrets.hash_of(link), LINK_SECONDS, listed=listed)
    return link


async def supply(db: Database, seal: Seal, session: bytes, label: str) -> str:
    """As the vendor's manager: a one-time link that makes an account of the vendor's. Raises NoSession."""
    person_id, link = PersonId(uuid4()), secrets.new_secret()
    [salt] = await asyncio.to_thread(seal.store.new_slots, PEOPLE, 1)
    body = seal.seal("person", PEOPLE, person_id, label.encode(), salt=salt)
    await vendors.supply(db, session, person_id, body, secrets.hash_of(link), LINK_SECONDS)
    return link


async def end(db: Database, session: bytes, person_id: UUID) -> None:
    """As the vendor's manager: somebody comes in no more, from now on. Raises NoSession, SuppliedNotFound."""
    if not await vendors.end(db, session, person_id):
        raise SuppliedNotFound(person_id=person_id)


async def attest(db: Database, session: bytes, person_id: UUID, fact: Fact) -> None:
    """As the vendor's manager, of their own people. Raises NoSession, SuppliedNotFound, RequestInvalid."""
    _require_one(fact)
    if not await vendors.attest(db, session, person_id, fact):
        raise SuppliedNotFound(person_id=person_id)


async def attest_as_operator(db: Database, person_id: UUID, fact: Fact) -> bool:
    """On the machine itself, of anybody; whether there is such a person. Raises RequestInvalid."""
    _require_one(fact)
    return await account.attest(db, person_id, fact)


def _require_one(fact: Fact) -> None:
    if (fact.country is None) == (fact.clearance is None):
        raise RequestInvalid(field="country", reason="say a country or a clearance, one of them")
    if fact.ends_at.tzinfo is None:
        raise RequestInvalid(field="ends_at", reason="say its time zone, as in 2027-01-01T00:00:00Z")
