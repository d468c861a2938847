"""The guideline of a project: a lead's next version, and what an annotator has to read of it."""

import asyncio
from uuid import UUID

import msgspec

from amana.core.markdown import parted
from amana.model.errors import GuidelineChanged, ProjectNotFound, TooManyVersions, VersionNotFound
from amana.model.guidelines import (
    VERSIONS_MAX,
    GuidelineText,
    GuidelineToRead,
    GuidelineVersion,
    NewGuideline,
    ReadBefore,
)
from amana.model.ids import ProjectId
from amana.model.scope import Principal, Scope
from amana.outside.seal import Owner, Seal
from amana.store import access_log, guidelines, handles, projects
from amana.store.db import Database


async def change(db: Database, seal: Seal, principal: Principal, project_id: ProjectId, new: NewGuideline) -> int:
    """Put the next version in force for whatever is handed out from now on; says which. The same text is no other version.

    Raises ProjectNotFound; GuidelineChanged where another is in force than its writer had before them; TooManyVersions.
    """
    owner = Owner(principal.walls, project_id)
    async with db.transaction(principal.scope) as tx:
        if await projects.lock(tx, principal.walls, project_id) is None:
            raise ProjectNotFound(project_id=project_id)
        newest = await guidelines.in_force(tx, principal.walls, project_id)
        if _opened(seal, owner, newest.version, newest.body) == new.text:
            return newest.version
        if newest.version != new.against:
            raise GuidelineChanged(version=newest.version)
        if newest.version == VERSIONS_MAX:
            raise TooManyVersions(most=VERSIONS_MAX)
        version = newest.version + 1
        body = seal.seal("guideline", owner, project_id, new.text.encode(), part=version)
        await guidelines.insert(tx, principal.walls, project_id, version, body)
        await guidelines.put_in_force(tx, principal.walls, project_id, version)
        await handles.note(tx, principal, project_id, "guideline", was=newest.version, became=version)
    return version


async def listing(db: Database, principal: Principal, project_id: ProjectId) -> list[GuidelineVersion]:
    """Every version, the newest first, which is the one in force. Raises ProjectNotFound."""
    async with db.snapshot(principal.scope) as tx:
        if await projects.find(tx, principal.walls, project_id) is None:
            raise ProjectNotFound(project_id=project_id)
        return await guidelines.listing(tx, principal.walls, project_id)


async def show(db: Database, seal: Seal, principal: Principal, project_id: ProjectId, version: int) -> GuidelineText:
    """One version, to a lead; the log says so. Raises ProjectNotFound, VersionNotFound."""
    async with db.transaction(principal.scope) as tx:
        if await projects.find(tx, principal.walls, project_id) is None:
            raise ProjectNotFound(project_id=project_id)
        found = await guidelines.find(tx, principal.walls, project_id, version)
        if found is None:
            raise VersionNotFound(version=version)
        await access_log.append(tx, principal.walls, "guideline read", principal.actor, project_id, f"version {version}")
    return await _drawn(version, _opened(seal, Owner(principal.walls, project_id), version, found.body))


async def to_read(db: Database, seal: Seal, scope: Scope, project_id: ProjectId) -> GuidelineToRead:
    """The guideline in force, and what this person read before it; the log says that it was released. Raises ProjectNotFound,
    KeptOut."""
    found = await guidelines.to_read(db, scope, project_id)
    owner = Owner(scope.walls, project_id)
    drawn = await _drawn(found.version, _opened(seal, owner, found.version, found.body))
    before = None
    if found.read_version is not None and found.read_body is not None:
        before = ReadBefore(found.read_version, _opened(seal, owner, found.read_version, found.read_body))
    return GuidelineToRead(**msgspec.structs.asdict(drawn), before=before)


async def note_read(db: Database, scope: Scope, project_id: ProjectId, version: int) -> None:
    """Somebody has this version before their eyes: it is no news to them. Raises ProjectNotFound, KeptOut."""
    await guidelines.note_read(db, scope, project_id, version)


def _opened(seal: Seal, owner: Owner, version: int, body: bytes) -> str:
    assert isinstance(owner.project_id, UUID)
    return seal.open("guideline", owner, owner.project_id, body, part=version).decode()


async def _drawn(version: int, text: str) -> GuidelineText:
    parts = await asyncio.to_thread(parted, text)
    return GuidelineText(
        version=version, text=text, html=parts.rest, examples=parts.examples, counter_examples=parts.counter_examples
    )
