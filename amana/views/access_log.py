"""The auditor's page: who was given, shown, answered and exported what. Names no content."""

from collections.abc import AsyncIterator

import msgspec

from amana.core.access_log import ExportedRow
from amana.model.scope import Principal
from amana.store import access_log
from amana.store.db import Database


async def lines(db: Database, principal: Principal) -> AsyncIterator[bytes]:
    """The whole log as JSON Lines, in the order it was written, each row with its salt and commitment in hex.

    `seq` counts the workspace's own rows from 1; the database's number would tell of other tenants.
    """
    after = position = 0
    while True:
        async with db.snapshot(principal.scope) as tx:
            page = await access_log.page(tx, principal.walls, after)
        if not page:
            return
        text = bytearray()
        for row in page:
            position += 1
            text += msgspec.json.encode(ExportedRow.of(principal.walls, position, row)) + b"\n"
        yield bytes(text)
        after = page[-1].seq
