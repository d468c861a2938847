"""A vendor and its own people, as its manager sees them: nothing here names a client or says how good work is."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from amana.model.person_walls import Clearance, Country


class Fact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing said of a person: a country or a level of clearance, and until when it counts."""

    country: Country | None = None
    clearance: Clearance | None = None
    ends_at: datetime


class Month(msgspec.Struct, frozen=True):
    """What somebody did in a month (UTC) over all clients, and what it pays; amounts of one currency."""

    month: date
    currency: str
    answered: int
    amount_minor: int


class SuppliedPerson(msgspec.Struct, frozen=True, kw_only=True):
    """One of the vendor's people, by the label the vendor gave. `working`: a task was on their page a moment ago. `months`: the
    newest first."""

    person_id: UUID
    label: str
    since: datetime
    came_in: bool
    working: bool
    ended_at: datetime | None
    country: str | None
    country_until: datetime | None
    clearance: int | None
    clearance_until: datetime | None
    months: tuple[Month, ...]


class VendorPage(msgspec.Struct, frozen=True):
    """Everything a vendor's manager sees."""

    name: str
    people: tuple[SuppliedPerson, ...]
