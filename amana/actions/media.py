"""Media of a project: bringing a file, and every look at one.

First the row, which says under which salt the file is sealed, then the blob, then the row says that it is there: so two who bring
the same file at once write the same blob, and what a kill leaves undone is finished by bringing it again.
"""

import asyncio
import hmac
from collections.abc import AsyncIterator
from typing import BinaryIO
from uuid import UUID, uuid4

import msgspec

from amana.actions.known_media import Facts, Made, name_digest, opened_facts, peaks_part
from amana.actions.reading import ReadingRoom
from amana.actions.sealed import leads_path, playable_path
from amana.core.ranges import Range
from amana.model.errors import (
    ContentDestroyed,
    MediaLimit,
    MediaNameTaken,
    MediaNotFound,
    MediaNotReady,
    MediaRefused,
    MediaTooLarge,
    ProjectNotFound,
    RecordingTooLong,
    RecordingTooSlow,
    UnpacksTooLarge,
)
from amana.model.ids import AssignmentId, MediaId, ProjectId
from amana.model.media import MediaFile, MediaPage
from amana.model.scope import Principal, Scope
from amana.outside import listening
from amana.outside.blobs import Blobs, blob_name, made_of
from amana.outside.listening import TooSlow
from amana.outside.seal import Owner, SaltAt, Seal
from amana.outside.sniff import MEDIA_BYTES_MAX, Sniffed, sniff
from amana.outside.sound import HOURS_MAX, PEAKS_PER_SECOND, UNPACKED_BYTES_MAX, Sound, TooLong, TooMuch, Unfit
from amana.store import access_log, media, projects
from amana.store.db import Database
from amana.store.media import Held, StoredMedia

FILES_MAX = 100_000  # of a project; an import looks its rows' files up among all of them
PAGE_FILES_MAX = 500
NAME_CHARS_MAX = 255
_PIECE_BYTES = 1024 * 1024
HEARD = {"audio/wav", "audio/mpeg", "audio/ogg", "audio/flac"}  # what our decoder knows: no AAC (see decision 25)
PLAYABLE_TYPE = "audio/ogg"
PEAKS_TYPE = "application/octet-stream"

Part = str  # of a file: "original", "playable", "peaks-10" or "peaks-100"


class Looked(msgspec.Struct, frozen=True):
    """A file, or a range of it, to be sent as it is opened."""

    media_type: str
    size_bytes: int
    range: Range
    pieces: AsyncIterator[bytes]


class Shelf(msgspec.Struct, frozen=True):
    """What media need of the engine."""

    db: Database
    seal: Seal
    room: ReadingRoom
    blobs: Blobs


async def add(
    shelf: Shelf, principal: Principal, project_id: ProjectId, file_name: str, content: AsyncIterator[bytes]
) -> MediaFile:
    """Keep a file for tasks to show. The same file under the same name again returns the first one.

    Raises ProjectNotFound, MediaRefused, MediaTooLarge, PixelsTooMany, RecordingTooLong, RecordingTooSlow, UnpacksTooLarge,
    MediaNameTaken, MediaLimit, BlobsAway, ContentDestroyed.
    """
    _check_name(file_name)
    async with shelf.db.snapshot(principal.scope) as tx:
        if await projects.find(tx, principal.walls, project_id) is None:
            raise ProjectNotFound(project_id=project_id)
    owner, media_id = Owner(principal.walls, project_id), MediaId(uuid4())
    [salt] = await asyncio.to_thread(shelf.seal.store.new_slots, owner, 1)
    uploads, hashed = shelf.room.uploads, shelf.seal.hasher(owner)
    size_bytes = await uploads.keep(owner, media_id, salt, _hashed(content, hashed, file_name))
    try:
        if size_bytes == 0:
            raise MediaRefused(file_name=file_name, reason="it is empty.")
        with uploads.open(owner, media_id) as file:
            sniffed = await asyncio.to_thread(sniff, file, file_name, size_bytes)
            sound = await _sound(file, file_name, size_bytes) if sniffed.media_type in HEARD else None
            blob = blob_name(hashed.digest())
            facts = _facts(file_name, size_bytes, sniffed, sound)
            stored, is_there = await _reserve(shelf, principal, project_id, media_id, facts, blob, salt)
            if not is_there:
                await shelf.blobs.put(owner, blob, shelf.seal.salt_of(stored.body), _pieces(file))
        if stored.kept_at is None:
            async with shelf.db.transaction(principal.scope) as tx:
                await media.kept(tx, principal.walls, stored.media_id)
                detail = f"media {stored.media_id}"
                await access_log.append(tx, principal.walls, "media added", principal.actor, project_id, detail)
    finally:
        uploads.delete(media_id)
    return _told(shelf.seal, owner, stored)


async def listing(
    db: Database, seal: Seal, principal: Principal, project_id: ProjectId, after: MediaId | None, most: int
) -> MediaPage:
    """At most `most` files of the project after one of them. Raises ProjectNotFound."""
    async with db.snapshot(principal.scope) as tx:
        if await projects.find(tx, principal.walls, project_id) is None:
            raise ProjectNotFound(project_id=project_id)
        found = await media.page(tx, principal.walls, project_id, after, most)
    files = tuple(_told_unless_destroyed(seal, Owner(principal.walls, project_id), one) for one in found)
    return MediaPage(files, files[-1].media_id if len(files) == most else None)


async def look(
    shelf: Shelf, principal: Principal, project_id: ProjectId, media_id: MediaId, asked: str | None, part: Part = "original"
) -> Looked:
    """A lead's look at a file or at what was made of it, or at the range that a header asks for; each is a row of the log.

    Raises MediaNotFound, MediaNotReady, RangeNotThere, ContentDestroyed, BlobMissing, BlobsAway.
    """
    async with shelf.db.transaction(principal.scope) as tx:
        found = await media.find(tx, principal.walls, project_id, media_id)
        if found is None:
            raise MediaNotFound(media_id=media_id)
        await access_log.append(tx, principal.walls, "media read", principal.actor, project_id, f"media {media_id}")
    return await _looked(shelf, Owner(principal.walls, project_id), media_id, found, asked, part)


async def look_at_desk(
    shelf: Shelf,
    scope: Scope,
    project_id: ProjectId,
    assignment_id: AssignmentId,
    media_id: MediaId,
    asked: str | None,
    part: Part = "original",
) -> Looked:
    """The same for an annotator, of a task that they hold or answered. The log's *released* tells of the file while they hold
    it, a row of its own each time afterwards. Raises NoSession and as `look`."""
    found = await media.at_desk(shelf.db, scope, project_id, assignment_id, media_id)
    return await _looked(shelf, Owner(scope.walls, project_id), media_id, found, asked, part)


async def _looked(
    shelf: Shelf, owner: Owner, media_id: MediaId, found: StoredMedia | Held, asked: str | None, part: Part
) -> Looked:
    facts = opened_facts(shelf.seal, owner, media_id, found.body)
    blob, media_type, size_bytes = found.blob, facts.media_type, facts.size_bytes
    if part != "original":
        blob = made_of(found.blob, part)
        media_type, size_bytes = _made(shelf.seal, owner, media_id, facts, found.made, part)
    within = Range.of(asked, size_bytes)
    pieces = shelf.blobs.read(owner, blob, size_bytes, within.start, within.stop)
    first = await anext(pieces)  # what can't be opened is refused before anything is sent

    async def all_of_it() -> AsyncIterator[bytes]:
        yield first
        async for piece in pieces:
            yield piece

    return Looked(media_type, size_bytes, within, all_of_it())


def _made(seal: Seal, owner: Owner, media_id: MediaId, facts: Facts, body: bytes | None, part: Part) -> tuple[str, int]:
    """The type and size of what was made of a recording. Raises MediaNotFound, MediaNotReady."""
    if facts.sound is None or (part == "playable" and facts.sound.plays):
        raise MediaNotFound(media_id=media_id)
    if body is None:
        raise MediaNotReady()
    made = msgspec.json.decode(seal.open("made_media", owner, media_id, body), type=Made)
    if made.trouble:
        raise MediaNotFound(media_id=media_id)
    if part == "playable":
        assert made.playable_bytes is not None
        return PLAYABLE_TYPE, made.playable_bytes
    return PEAKS_TYPE, made.peaks_bytes[[peaks_part(one) for one in PEAKS_PER_SECOND].index(part)]


async def _sound(file: BinaryIO, file_name: str, size_bytes: int) -> Sound:
    """What a recording is, said by a process of its own."""

    def piece(start: int, stop: int) -> bytes:
        file.seek(start)
        return file.read(stop - start)

    try:
        return await listening.probe(lambda start, stop: asyncio.to_thread(piece, start, stop), size_bytes)
    except Unfit as unfit:
        raise MediaRefused(file_name=file_name, reason=str(unfit)) from None
    except TooLong:
        raise RecordingTooLong(file_name=file_name, limit_hours=HOURS_MAX) from None
    except TooMuch:
        raise UnpacksTooLarge(limit_bytes=UNPACKED_BYTES_MAX) from None
    except TooSlow:
        raise RecordingTooSlow(file_name=file_name, limit_seconds=listening.PROBE_SECONDS_MAX) from None


async def _reserve(
    shelf: Shelf, principal: Principal, project_id: ProjectId, media_id: MediaId, facts: Facts, blob: UUID, salt: SaltAt
) -> tuple[StoredMedia, bool]:
    """The row of the file, made if it is new, and whether its blob is there already."""
    workspace_id, owner = principal.walls, Owner(principal.walls, project_id)
    digest = name_digest(shelf.seal, owner, facts.file_name)
    async with shelf.db.transaction(principal.scope) as tx:
        await projects.lock_changes(tx, project_id)  # of two who bring the same content, the second finds the first one's salt
        twin = await media.twin(tx, workspace_id, project_id, blob)
        is_there = twin is not None and twin.is_kept
        known = await media.by_name(tx, workspace_id, project_id, digest)
        if known is not None:
            if known.blob != blob:
                raise MediaNameTaken(file_name=facts.file_name)
            return known, is_there
        if await media.count(tx, workspace_id, project_id) >= FILES_MAX:
            raise MediaLimit(most=FILES_MAX)
        if twin is not None:
            salt = shelf.seal.salt_of(twin.body)
        body = shelf.seal.seal("media", owner, media_id, msgspec.json.encode(facts), salt=salt)
        await media.insert(tx, workspace_id, media_id, project_id, digest, blob, body, is_sound=facts.sound is not None)
        made = await media.by_name(tx, workspace_id, project_id, digest)
        assert made is not None
    return made, is_there


def _facts(file_name: str, size_bytes: int, sniffed: Sniffed, sound: Sound | None) -> Facts:
    return Facts(
        file_name=file_name,
        media_type=sniffed.media_type,
        size_bytes=size_bytes,
        width=sniffed.width,
        height=sniffed.height,
        sound=sound,
    )


def _told(seal: Seal, owner: Owner, stored: StoredMedia) -> MediaFile:
    facts = opened_facts(seal, owner, stored.media_id, stored.body)
    path, sound = f"{leads_path(owner.project_id)}/{stored.media_id}", facts.sound
    told = MediaFile(
        media_id=stored.media_id,
        added_at=stored.added_at,
        file_name=facts.file_name,
        media_type=facts.media_type,
        size_bytes=facts.size_bytes,
        width=facts.width,
        height=facts.height,
    )
    if sound is None:
        return told
    made = None
    if stored.made is not None:
        made = msgspec.json.decode(seal.open("made_media", owner, stored.media_id, stored.made), type=Made)
    return msgspec.structs.replace(
        told,
        duration_ms=sound.duration_ms,
        sample_rate=sound.sample_rate,
        channels=sound.channels,
        codec=sound.codec,
        playable_path=playable_path(path, sound),
        peaks_path=f"{path}/peaks",
        peaks_per_second=PEAKS_PER_SECOND,
        is_ready=made is not None,
        trouble=made.trouble if made else "",
    )


def _told_unless_destroyed(seal: Seal, owner: Owner, stored: StoredMedia) -> MediaFile:
    try:
        return _told(seal, owner, stored)
    except ContentDestroyed:
        return MediaFile(media_id=stored.media_id, added_at=stored.added_at, destroyed=True)


def _check_name(file_name: str) -> None:
    if not file_name.strip() or len(file_name) > NAME_CHARS_MAX or not file_name.isprintable() or set(file_name) & {"/", "\\"}:
        raise MediaRefused(
            file_name=repr(file_name[:NAME_CHARS_MAX]),
            reason=f"its name needs 1 to {NAME_CHARS_MAX} characters that can be printed, without / and \\.",
        )


async def _hashed(content: AsyncIterator[bytes], hashed: hmac.HMAC, file_name: str) -> AsyncIterator[bytes]:
    size = 0
    async for piece in content:
        size += len(piece)
        if size > MEDIA_BYTES_MAX:
            raise MediaTooLarge(file_name=file_name, limit_bytes=MEDIA_BYTES_MAX)
        hashed.update(piece)
        yield piece


async def _pieces(file: BinaryIO) -> AsyncIterator[bytes]:
    file.seek(0)
    while piece := await asyncio.to_thread(file.read, _PIECE_BYTES):
        yield piece
