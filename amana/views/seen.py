"""All that one person saw in a workspace, from its access log: an annotator by their pseudonym, a lead or auditor by their id."""

from collections.abc import AsyncIterator
from uuid import UUID

import msgspec

from amana.model.scope import Principal
from amana.model.staff import SeenPage
from amana.outside.seal import Seal
from amana.outside.writers import RowFormat, writer
from amana.store import access_log
from amana.store.db import Database
from amana.views.access_log import names_of_projects

COLUMNS = ("at", "kind", "project_id", "task_id", "detail")


async def page(db: Database, seal: Seal, principal: Principal, who: UUID, most: int) -> SeenPage:
    """The newest `most` rows. Of somebody who never was here there are none."""
    async with db.snapshot(principal.scope) as tx:
        rows = await access_log.newest_of(tx, principal.walls, str(who), most)
        counts = await access_log.counts_of(tx, principal.walls, str(who))
        names = await names_of_projects(tx, seal, principal.walls)
    return SeenPage(tuple(row.seen for row in rows), counts, names)


async def file(db: Database, principal: Principal, who: UUID, format: RowFormat) -> AsyncIterator[bytes]:
    """All of them, in the order they were written."""
    out, after = writer(format, COLUMNS), 0
    while True:
        async with db.snapshot(principal.scope) as tx:
            rows = await access_log.page_of(tx, principal.walls, str(who), after)
        if not rows:
            break
        yield out.rows([msgspec.structs.asdict(row.seen) for row in rows])
        after = rows[-1].seq
    yield out.end()
