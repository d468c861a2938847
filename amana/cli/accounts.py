"""What an operator does about people's accounts, on the machine itself: reading the trail, ending a lost device's sessions."""

import asyncio
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from cyclopts import Parameter
from cyclopts.validators import Number

from amana.cli.terminal import out
from amana.config import Settings

if TYPE_CHECKING:
    from amana.model.account import SomebodysEvent


def events(*, most: Annotated[int, Parameter(validator=Number(gte=1, lte=10_000))] = 100) -> None:
    """Print what happened with everybody's accounts, newest first: sign-ins, refusals, ended sessions. People by their ids.

    Parameters
    ----------
    most
        How many lines at most.
    """
    from amana import app
    from amana.store import account

    async def run() -> "list[SomebodysEvent]":
        async with app.engine(Settings.from_environment()) as context:
            return await account.all_events(context.db, most)

    for one in asyncio.run(run()):
        device = "/".join(part for part in (one.device.browser, one.device.system) if part)
        out.print(
            f"{one.at:%Y-%m-%d %H:%M:%S}  {one.person_id or '-'!s:<36}  {one.kind:<12} {one.method or '-':<10} {device or '-'}"
        )


def end(person_id: UUID) -> None:
    """End every session of a person, at once: their device is lost. They come back by another link or by what they enrolled.

    Parameters
    ----------
    person_id
        The person's id; `amana account events` shows it.
    """
    from amana import app
    from amana.store import account

    async def run() -> int:
        async with app.engine(Settings.from_environment()) as context:
            return await account.end_all_of(context.db, person_id)

    out.print(f"{asyncio.run(run())} sessions ended")
