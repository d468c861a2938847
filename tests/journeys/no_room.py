"""An engine on whose disk a submit finds no room for as long as the file `full` lies in its home: `python -m tests.journeys.no_room up`.

It stands in for a small disk where nobody may mount one. What PostgreSQL reports on a full disk is raised at the door to the data.
"""

from typing import Any

import asyncpg

from amana.cli import main
from amana.config import Settings
from amana.model.scope import Audience
from amana.store import db

_call = db.Database._call


async def _call_without_room(self: db.Database, audience: Audience, function: str, *values: object) -> Any:
    if function == "dispatch.submit" and (Settings.from_environment().home / "full").exists():
        full = asyncpg.DiskFullError("could not extend file: No space left on device")
        async with self._connection(audience) as connection:
            raise db._as_domain_error(full, connection)
    return await _call(self, audience, function, *values)


db.Database._call = _call_without_room  # type: ignore[method-assign]
main()
