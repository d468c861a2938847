"""Making API keys and revoking them, as a client's lead or a program that may manage."""

from uuid import UUID, uuid4

from amana.model.errors import KeyLacksVerb, KeyLimit, KeyNotFound, ProjectNotFound
from amana.model.ids import ProjectId, WorkspaceId
from amana.model.keys import KeySummary, MadeKey, NewKey
from amana.model.scope import Principal, Verb
from amana.outside import secrets
from amana.outside.seal import Owner, Seal
from amana.store import keys, projects
from amana.store.db import Database

KEYS_MAX = 100  # that open something; more are refused with `key_limit`
LISTED_MAX = 500


async def make(db: Database, seal: Seal, principal: Principal, wanted: NewKey) -> MadeKey:
    """A key that may do no more than whoever makes it. Raises KeyLacksVerb, ProjectNotFound, KeyLimit."""
    for verb in wanted.verbs:
        if verb not in principal.verbs:
            raise KeyLacksVerb(verb=verb)
    made = MadeKey(uuid4(), secrets.new_key())
    body = seal.seal("key", Owner(principal.walls), made.key_id, wanted.label.encode())
    async with db.transaction(principal.scope) as tx:
        for project_id in wanted.projects or ():
            if await projects.find(tx, principal.walls, ProjectId(project_id)) is None:
                raise ProjectNotFound(project_id=project_id)
        if await keys.live(tx, principal.walls) >= KEYS_MAX:
            raise KeyLimit(most=KEYS_MAX)
        await keys.insert(tx, principal, made.key_id, secrets.hash_of(made.key), wanted.verbs, wanted.projects, body)
    return made


async def listing(db: Database, seal: Seal, principal: Principal) -> list[KeySummary]:
    """The newest LISTED_MAX keys of the workspace, those that open something first; never the keys themselves."""
    async with db.snapshot(principal.scope) as tx:
        rows = await keys.newest(tx, principal.walls, LISTED_MAX)
    return [
        KeySummary(
            key_id=row.key_id,
            label=_label(seal, principal.walls, row.key_id, row.body) if row.body else None,
            verbs=tuple(map(Verb, row.verbs)),
            projects=tuple(row.projects) if row.projects else None,
            made_by=row.made_by,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
            revoked_at=row.revoked_at,
        )
        for row in rows
    ]


async def revoke(db: Database, principal: Principal, key_id: UUID) -> None:
    """It opens nothing from now on. Twice changes nothing. Raises KeyNotFound."""
    async with db.transaction(principal.scope) as tx:
        if not await keys.revoke(tx, principal.walls, key_id):
            raise KeyNotFound(key_id=key_id)


def _label(seal: Seal, workspace_id: WorkspaceId, key_id: UUID, body: bytes) -> str:
    """Nothing, where the workspace's content was destroyed."""
    opened = seal.open_unless_destroyed("key", Owner(workspace_id), key_id, body)
    return opened.decode() if opened is not None else ""
