"""Person walls: who may not work in a project, whatever skill they have."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

CLEARANCE_MAX = 9

Days = Annotated[int, Meta(ge=1, le=3650)]
Clearance = Annotated[int, Meta(ge=1, le=CLEARANCE_MAX)]
Country = Annotated[str, Meta(pattern="^[A-Z]{2}$", max_length=2)]  # ISO 3166-1 alpha-2
Vendors = Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=100)]

WallKind = Literal["elsewhere", "vendor", "clearance", "country"]


class PersonWall(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a lead asks of whoever works in a project; a part that is not said asks nothing.

    `elsewhere_days`: nobody who was shown another client's work in so many days. `not_from`, `only_from`: vendors; the in-house
    team is of none. `clearance`, `countries`: as attested, and in force.
    """

    elsewhere_days: Days | None = None
    not_from: Vendors | None = None
    only_from: Vendors | None = None
    clearance: Clearance | None = None
    countries: Annotated[tuple[Country, ...], Meta(min_length=1, max_length=300)] | None = None


class ListedVendor(msgspec.Struct, frozen=True):
    """A vendor that has agreed to be named to leads."""

    vendor_id: UUID
    name: str


class PersonWallPage(msgspec.Struct, frozen=True, kw_only=True):
    """The wall of a project, and the vendors that it may name."""

    wall: PersonWall
    vendors: tuple[ListedVendor, ...]


class WallInWords(msgspec.Struct, frozen=True, kw_only=True):
    """A project's wall as those read it whom it may concern, before they work: which vendors are meant is not said."""

    elsewhere_days: int | None
    by_vendor: bool
    clearance: int | None
    countries: tuple[str, ...] | None


class KeptOut(msgspec.Struct, frozen=True, kw_only=True):
    """What keeps somebody out of a project, to them alone. `until`: when the wall of time lets them in, if nothing else is shown
    to them elsewhere; None where time does not do it."""

    walls: tuple[WallKind, ...]
    until: datetime | None
