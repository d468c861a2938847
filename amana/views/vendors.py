"""A vendor's one page: its own people, and what they did over all clients together. No client is named or counted."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from amana.model.scope import Audience, Scope
from amana.model.vendors import Month, SuppliedPerson, VendorPage
from amana.outside.seal import PEOPLE, Seal
from amana.store import vendors
from amana.store.db import Database


async def page(db: Database, seal: Seal, session: bytes) -> VendorPage:
    """Of the vendor whose manager bears `session` (its hash). Raises NoSession."""
    vendor = await vendors.vendor(db, session)
    months = await _months(db, session)
    people = tuple(
        SuppliedPerson(
            person_id=one.person_id,
            label=seal.open("person", PEOPLE, one.person_id, one.body).decode(),
            since=one.since,
            came_in=one.came_in,
            working=one.working,
            ended_at=one.ended_at,
            country=one.country,
            country_until=one.country_until,
            clearance=one.clearance,
            clearance_until=one.clearance_until,
            months=months.get(one.person_id, ()),
        )
        for one in await vendors.people(db, session)
    )
    return VendorPage(seal.open("vendor", PEOPLE, vendor.vendor_id, vendor.body).decode(), people)


async def _months(db: Database, session: bytes) -> dict[UUID, tuple[Month, ...]]:
    """Each person's months, the newest first: every look stays inside one client's walls, and only sums leave here."""
    answered: defaultdict[tuple[UUID, date, str], int] = defaultdict(int)
    earned: defaultdict[tuple[UUID, date, str], int] = defaultdict(int)
    for workspace_id in await vendors.workspaces(db, session):
        for one in await vendors.work(db, Scope(Audience.VENDOR, workspace_id, session)):
            key = (one.person_id, one.month, one.currency)
            answered[key] += one.answered
            earned[key] += one.amount_minor
    of_person: defaultdict[UUID, list[Month]] = defaultdict(list)
    for key in sorted(answered, key=lambda key: (key[1], key[2]), reverse=True):
        person_id, month, currency = key
        of_person[person_id].append(Month(month, currency, answered[key], earned[key]))
    return {person_id: tuple(months) for person_id, months in of_person.items()}
