"""The first operators, on the machine itself."""

import asyncio

from amana.cli.terminal import door, out
from amana.client import Refused
from amana.config import Settings
from amana.model.errors import OperatorsEnough


def create(label: str) -> None:
    """Print a one-time link for an operator, while there are fewer than two. Later ones are proposed by one, approved by another.

    Parameters
    ----------
    label
        What other operators call the person; it is sealed.
    """
    from amana import app
    from amana.actions import operators

    async def run() -> str:
        async with app.engine(Settings.from_environment()) as context:
            try:
                return await operators.create(context.db, context.seal, label)
            except OperatorsEnough as error:
                raise Refused(str(error)) from None

    out.print(f"operator link  {door()}{asyncio.run(run())}")
