"""The auditor's page: who was given, shown, answered and exported what. Names no content."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import msgspec

from amana.core.access_log import Checkpoint, Digest, ExportedRow
from amana.model.ids import WorkspaceId
from amana.model.projects import ProjectSecrets
from amana.model.scope import Principal
from amana.outside.seal import Owner, Seal
from amana.outside.signing import Signer
from amana.store import access_log, projects
from amana.store.access_log import Asked
from amana.store.db import Database, Transaction


class LogPage(msgspec.Struct, frozen=True):
    """The newest rows first, how many there are of each kind, and the names of the projects they speak of."""

    rows: tuple[ExportedRow, ...]
    counts: dict[str, int]
    project_names: dict[str, str]


async def page(db: Database, seal: Seal, principal: Principal, asked: Asked, most: int) -> LogPage:
    """At most `most` of the rows asked for, newest first."""
    workspace_id = principal.walls
    async with db.snapshot(principal.scope) as tx:
        rows = await access_log.newest(tx, workspace_id, asked, most)
        counts = await access_log.counts(tx, workspace_id, asked.project_id)
        names = await names_of_projects(tx, seal, workspace_id)
    return LogPage(tuple(ExportedRow.of(workspace_id, row.seq, row) for row in rows), counts, names)


async def names_of_projects(tx: Transaction, seal: Seal, workspace_id: WorkspaceId) -> dict[str, str]:
    """By their ids; not those that were destroyed."""
    names = {}
    for project in await projects.newest(tx, workspace_id):
        owner = Owner(workspace_id, project.project_id)
        body = seal.open_unless_destroyed("project", owner, project.project_id, project.body)
        if body is not None:
            names[str(project.project_id)] = msgspec.json.decode(body, type=ProjectSecrets).name
    return names


async def lines(db: Database, signer: Signer, principal: Principal) -> AsyncIterator[bytes]:
    """The whole log as JSON Lines, in the order it was written, each row with its salt and commitment in hex; at the end a
    signed checkpoint, so that a log cut short or made anew is told from a whole one.

    `seq` counts the workspace's own rows from 1; the database's number would tell of other tenants.
    """
    after = 0
    digest = Digest()
    while True:
        async with db.snapshot(principal.scope) as tx:
            page = await access_log.page(tx, principal.walls, after)
        if not page:
            break
        text = bytearray()
        for row in page:
            exported = ExportedRow.of(principal.walls, digest.rows + 1, row)
            digest.add(exported)
            text += msgspec.json.encode(exported) + b"\n"
        yield bytes(text)
        after = page[-1].seq
    now = datetime.now(UTC)
    signature = signer.sign(Checkpoint.content(principal.walls, digest.rows, digest.hex(), now))
    checkpoint = Checkpoint(
        workspace_id=principal.walls, rows=digest.rows, digest=digest.hex(), exported_at=now, signature=signature
    )
    yield msgspec.json.encode(checkpoint) + b"\n"
