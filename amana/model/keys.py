"""API keys: programs' way in, each for some verbs of some projects."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from amana.model.scope import Verb

PROJECTS_MAX = 100


class NewKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a key is for. `projects` null: every project there is and will be, and the workspace itself."""

    label: Annotated[str, Meta(min_length=1, max_length=200)]
    verbs: Annotated[tuple[Verb, ...], Meta(min_length=1, max_length=len(Verb))]
    projects: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=PROJECTS_MAX)] | None = None


class MadeKey(msgspec.Struct, frozen=True):
    """The key itself, shown this once: only its hash is kept."""

    key_id: UUID
    key: str


class KeySummary(msgspec.Struct, frozen=True, kw_only=True):
    """A key as its workspace's leads see it. `label` is null for the first key of a workspace, which came with it."""

    key_id: UUID
    label: str | None
    verbs: tuple[Verb, ...]
    projects: tuple[UUID, ...] | None
    made_by: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
