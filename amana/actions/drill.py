"""The loss drill: would a backup of the keys open what the database holds? Samples are opened and thrown away."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID, uuid4

import msgspec

from amana.model.errors import ContentDestroyed, KeysMissing
from amana.model.ids import WorkspaceId
from amana.model.scope import Audience, Scope
from amana.outside.seal import Owner, Seal, SealBroken
from amana.store import shreds, sweeps
from amana.store.db import Database

SAMPLE_A_WORKSPACE = 200

Verdict = Literal["opened", "destroyed", "newer", "broken"]


class Drilled(msgspec.Struct):
    """How many bodies of the sample opened under the backup, were destroyed on purpose, were sealed under keys or salts made
    since then, and do not open though they should."""

    opened: int = 0
    destroyed: int = 0
    newer: int = 0
    broken: int = 0


async def drill(db: Database, backup: Seal) -> Drilled:
    """Try the backup on every project and on some tasks of every workspace."""
    found = Drilled()
    for workspace_id in map(WorkspaceId, await sweeps.workspaces(db)):
        async with db.snapshot(Scope(Audience.ENGINE, workspace_id)) as tx:
            sample = await shreds.sample(tx, workspace_id, uuid4(), SAMPLE_A_WORKSPACE)
        _try(backup, workspace_id, sample, found)
    return found


def _try(backup: Seal, workspace_id: WorkspaceId, sample: Sequence[shreds.Sampled], found: Drilled) -> None:
    for one in sample:
        verdict = _verdict(backup, Owner(workspace_id, one.project_id), one)
        setattr(found, verdict, getattr(found, verdict) + 1)


def _verdict(backup: Seal, owner: Owner, one: "shreds.Sampled") -> Verdict:
    kind: Literal["project", "task"] = "task" if one.task_id else "project"
    row_id: UUID = one.task_id or one.project_id
    try:
        backup.open(kind, owner, row_id, one.body)
    except ContentDestroyed:
        return "destroyed"
    except KeysMissing:
        return "newer"
    except SealBroken:
        return "broken"
    return "opened"
