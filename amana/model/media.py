"""Media: files of a project that its tasks show."""

from datetime import datetime
from uuid import UUID

import msgspec


class MediaFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a project. `destroyed`: with a task that showed it; nothing else of it is known any more."""

    media_id: UUID
    added_at: datetime
    destroyed: bool = False
    file_name: str = ""
    media_type: str = ""
    size_bytes: int = 0
    width: int | None = None
    height: int | None = None


class MediaPage(msgspec.Struct, frozen=True):
    """Files in the order in which they came. `next_after` asks for the next page; None at the end."""

    files: tuple[MediaFile, ...]
    next_after: UUID | None
