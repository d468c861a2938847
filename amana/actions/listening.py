"""Listening to the recordings that came: their peaks, and what pages play where they would not play the file itself.

First the blobs, then the row: their names follow from the file's, so what a kill leaves undone is made again in the same place.
"""

from collections.abc import AsyncIterator
from uuid import UUID

import msgspec

from amana.actions.known_media import Facts, Made, opened_facts, peaks_part
from amana.model.errors import ContentDestroyed
from amana.model.ids import WorkspaceId
from amana.model.scope import Audience, Scope
from amana.outside import listening
from amana.outside.blobs import Blobs, made_of
from amana.outside.listening import TooSlow
from amana.outside.seal import Owner, SaltAt, Seal
from amana.outside.sound import PEAKS_PER_SECOND, TooLong, TooMuch, Unfit
from amana.store import media
from amana.store.db import Database
from amana.store.media import Unheard

AT_ONCE_MAX = 20  # of a workspace at a turn, so that nobody waits for another's thousand files


async def listen(db: Database, seal: Seal, blobs: Blobs, workspace_id: WorkspaceId) -> int:
    """Listen to the next files of a workspace, the oldest first; how many. Raises BlobsAway, DiskFull."""
    scope = Scope(Audience.ENGINE, workspace_id)
    async with db.snapshot(scope) as tx:
        found = await media.unheard(tx, workspace_id, AT_ONCE_MAX)
    for one in found:
        body = await _made(seal, blobs, Owner(workspace_id, one.project_id), one)
        async with db.transaction(scope) as tx:
            await media.heard(tx, workspace_id, one.media_id, body)
    return len(found)


async def _made(seal: Seal, blobs: Blobs, owner: Owner, one: Unheard) -> bytes | None:
    """The sealed part of what was made; None where the file is destroyed."""
    try:
        facts = opened_facts(seal, owner, one.media_id, one.body)
        salt = seal.salt_of(one.body)
        try:
            made = await _listened(blobs, owner, one.blob, salt, facts)
        except (Unfit, TooLong, TooMuch) as unfit:
            made = Made(trouble=str(unfit))
        except TooSlow:
            made = Made(trouble="it takes too long to listen to.")
        return seal.seal("made_media", owner, one.media_id, msgspec.json.encode(made), salt=salt)
    except ContentDestroyed:
        return None


async def _listened(blobs: Blobs, owner: Owner, blob: UUID, salt: SaltAt, facts: Facts) -> Made:
    async def read(start: int, stop: int) -> bytes:
        return b"".join([piece async for piece in blobs.read(owner, blob, facts.size_bytes, start, stop)])

    assert facts.sound is not None
    size_bytes = 0

    async def counted(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        nonlocal size_bytes
        async for piece in pieces:
            size_bytes += len(piece)
            yield piece

    make_playable = not facts.sound.plays
    async with listening.listen(read, facts.size_bytes, make_playable=make_playable) as talk:
        if make_playable:
            await blobs.put(owner, made_of(blob, "playable"), salt, counted(talk.pieces()))
        drawn = (await talk.answer()).drawn
    assert drawn is not None
    for per_second, peaks in zip(PEAKS_PER_SECOND, drawn.peaks, strict=True):
        await blobs.put(owner, made_of(blob, peaks_part(per_second)), salt, _whole(peaks))
    return Made(tuple(map(len, drawn.peaks)), size_bytes if make_playable else None)


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content
