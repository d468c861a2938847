"""Vendors and what is attested of people, on the machine itself."""

import asyncio
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from amana.cli.terminal import door, out
from amana.client import Refused
from amana.config import Settings

if TYPE_CHECKING:
    from amana.model.vendors import Fact


def create(name: str, *, listed: bool = False) -> None:
    """Make a vendor, an organisation that supplies annotators, and print a one-time link for its manager.

    Parameters
    ----------
    name
        What it is called; it is sealed.
    listed
        Leads read its name, to raise person walls by it.
    """
    from amana import app
    from amana.actions import vendors

    async def run() -> str:
        async with app.engine(Settings.from_environment()) as context:
            return await vendors.create(context.db, context.seal, name, listed=listed)

    out.print(f"manager link  {door()}{asyncio.run(run())}")


def attest(person_id: UUID, *, until: datetime, country: str | None = None, clearance: int | None = None) -> None:
    """Say a person's country or clearance, for person walls. The newest counts, until its end; the person reads it.

    Parameters
    ----------
    person_id
        The person's id; `amana account events` shows it.
    until
        The last day on which it counts, as 2027-01-31 (UTC).
    country
        Two letters, ISO 3166-1.
    clearance
        1 to 9; what a level means is this installation's own.
    """
    from amana import app
    from amana.actions import vendors
    from amana.model.errors import RequestInvalid
    from amana.model.vendors import Fact

    async def run(fact: "Fact") -> bool:
        async with app.engine(Settings.from_environment()) as context:
            return await vendors.attest_as_operator(context.db, person_id, fact)

    ends_at = datetime.combine(until.date(), time.max, UTC)
    try:
        fact = msgspec.convert({"country": country, "clearance": clearance, "ends_at": ends_at}, Fact)
        known = asyncio.run(run(fact))
    except (msgspec.ValidationError, RequestInvalid) as error:
        raise Refused(str(error)) from None
    if not known:
        raise Refused(f"There is no person {person_id}. `amana account events` shows ids.")
    out.print("attested")
