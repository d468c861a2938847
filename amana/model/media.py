"""Media: files of a project that its tasks show."""

from datetime import datetime
from uuid import UUID

import msgspec


class MediaFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a project. `destroyed`: with a task that showed it; nothing else of it is known any more.

    Of a recording: how long it is, what a page plays, and where its peaks are, a pair of int8 a bucket under `…/peaks/10` and
    `…/peaks/100`. `is_ready`: a sweep has made what is made of it; `trouble`: why it could not.
    """

    media_id: UUID
    added_at: datetime
    destroyed: bool = False
    file_name: str = ""
    media_type: str = ""
    size_bytes: int = 0
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    sample_rate: int | None = None
    channels: int | None = None
    codec: str | None = None
    playable_path: str | None = None
    peaks_path: str | None = None
    peaks_per_second: tuple[int, ...] = ()
    is_ready: bool = True
    trouble: str = ""


class MediaPage(msgspec.Struct, frozen=True):
    """Files in the order in which they came. `next_after` asks for the next page; None at the end."""

    files: tuple[MediaFile, ...]
    next_after: UUID | None
