"""The files that rows refer to, found by their names among those of the project."""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Fields
from typing import Any
from uuid import UUID

import msgspec

from amana.actions.sealed import TaskMedia
from amana.model.imports import Mapping
from amana.outside.seal import Owner, Seal
from amana.outside.sound import PEAKS_PER_SECOND, Sound
from amana.store.media import StoredMedia
from amana.tasktypes.base import File, RowRefused

FIELD = "media"
OF_A_TASK_MAX = 20
ALT_CHARS_MAX = 1000
_HOW = 'it is written as [{"file": "xray-17.png", "alt": "what it shows"}], with "id" in place of "file" if you like.'


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The sealed part of a file."""

    file_name: str
    media_type: str
    size_bytes: int
    width: int | None
    height: int | None
    sound: Sound | None = None  # of a recording that can be listened to


def peaks_part(per_second: int) -> str:
    """Which part of a recording the peaks of so many buckets a second are."""
    return f"peaks-{per_second}"


PARTS_MADE = ("playable", *map(peaks_part, PEAKS_PER_SECOND))


class Made(msgspec.Struct, frozen=True):
    """The sealed part of what was made of a recording; `trouble`: why nothing was, in words."""

    peaks_bytes: tuple[int, ...] = ()
    playable_bytes: int | None = None
    trouble: str = ""


class Reference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file as a row names it: by its name or its id, with words for who can't see or hear it."""

    file: str | None = None
    id: UUID | None = None
    alt: str | None = None


class KnownMedia:
    """The files of a project."""

    def __init__(self, seal: Seal, owner: Owner, stored: Iterable[StoredMedia]) -> None:
        self._seal = seal
        self._owner = owner
        self._bodies: dict[UUID, bytes] = {}
        self._ids: dict[bytes, UUID] = {}
        for one in stored:
            self._bodies[one.media_id] = one.body
            self._ids[one.name_digest] = one.media_id

    def of_task(self, files: Sequence[tuple[str, File]], row: Fields[str, Any], mapping: Mapping) -> tuple[TaskMedia, ...]:
        """The files of a row's task: those its elements refer to, each with the field that names it, and then those the row has
        besides, in their order. Raises RowRefused."""
        columns = mapping.fields.get(FIELD, ())
        above = _references(row.get(columns[0])) if columns else []
        if len(files) + len(above) > OF_A_TASK_MAX:
            field = files[0][0] if files else FIELD
            raise RowRefused(field, f"it names {len(files) + len(above)} files; a task shows at most {OF_A_TASK_MAX}.")
        shown_above = tuple(self._found(FIELD, one) for one in above)
        if len({one.media_id for one in shown_above}) < len(above):
            raise RowRefused(FIELD, "it names a file twice.")
        return *(self._found(field, Reference(file=one.file, alt=one.alt)) for field, one in files), *shown_above

    def _found(self, field: str, named: Reference) -> TaskMedia:
        if (named.file is None) == (named.id is None):
            raise RowRefused(field, f"a file is named by its name or by its id, one of the two; {_HOW}")
        if len(named.alt or "") > ALT_CHARS_MAX:
            raise RowRefused(field, f"the text for who can't see it has at most {ALT_CHARS_MAX} characters.")
        media_id = named.id if named.file is None else self._ids.get(name_digest(self._seal, self._owner, named.file))
        body = None if media_id is None else self._bodies.get(media_id)
        content = (
            None if body is None or media_id is None else self._seal.open_unless_destroyed("media", self._owner, media_id, body)
        )
        if content is None or media_id is None:
            said = repr(named.file) if named.file is not None else str(named.id)
            raise RowRefused(field, f"the project has no file {said}. Add it first (amana media add), or mend its name.")
        facts = msgspec.json.decode(content, type=Facts)
        return TaskMedia(
            media_id=media_id,
            file_name=facts.file_name,
            media_type=facts.media_type,
            alt=named.alt or "",
            width=facts.width,
            height=facts.height,
            sound=facts.sound,
        )


def name_digest(seal: Seal, owner: Owner, file_name: str) -> bytes:
    """By what a file is found under its name."""
    return seal.digest(owner, b"media|" + file_name.encode())


def opened_facts(seal: Seal, owner: Owner, media_id: UUID, body: bytes) -> Facts:
    """What is known of a file. Raises ContentDestroyed."""
    return msgspec.json.decode(seal.open("media", owner, media_id, body), type=Facts)


def _references(value: object) -> list[Reference]:
    """What a column says: a list of files, one of them, or a bare name; in CSV the same as JSON."""
    if isinstance(value, str) and value.lstrip().startswith(("[", "{")):
        try:
            value = msgspec.json.decode(value.encode())
        except (msgspec.DecodeError, RecursionError):
            raise RowRefused(FIELD, f"it is not JSON; {_HOW}") from None
    if value is None or value == "":
        return []
    return [_reference(one) for one in (value if isinstance(value, list) else [value])]


def _reference(value: object) -> Reference:
    if isinstance(value, str):
        return Reference(file=value)
    if isinstance(value, dict):
        value = {name: said for name, said in value.items() if said is not None}  # Parquet says null for what is not said
    try:
        return msgspec.convert(value, Reference)
    except msgspec.ValidationError:
        raise RowRefused(FIELD, f"it can't be read; {_HOW}") from None
