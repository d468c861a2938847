"""A project's guideline and its versions, as leads write and annotators read them."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

GUIDELINE_CHARS_MAX = 100_000
VERSIONS_MAX = 1000

Guideline = Annotated[str, Meta(max_length=GUIDELINE_CHARS_MAX)]
Version = Annotated[int, Meta(ge=1, le=VERSIONS_MAX)]


class NewGuideline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text to be the next version. `against`: the version that its writer had before them."""

    text: Guideline
    against: Version


class GuidelineVersion(msgspec.Struct, frozen=True):
    version: int
    created_at: datetime


class GuidelineText(msgspec.Struct, frozen=True, kw_only=True):
    """A version as it was written, in Markdown, and as HTML that was cleaned: what stands under the headings of examples and of
    counter-examples apart, empty where there is none, and the rest."""

    version: int
    text: str
    html: str
    examples: str
    counter_examples: str


class ReadBefore(msgspec.Struct, frozen=True):
    """What somebody read before, as it was written."""

    version: int
    text: str


class GuidelineToRead(GuidelineText, frozen=True, kw_only=True):
    """The guideline in force, and what this person read last where that is an older version."""

    before: ReadBefore | None


class ReadVersion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The version that somebody has before their eyes."""

    version: Version
