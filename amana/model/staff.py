"""Who has access to a workspace besides its annotators, and what somebody who leaves has seen."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

KEYS_KEPT_MAX = 100

StaffAudience = Literal["client", "auditor"]


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A lead (audience client) or an auditor. Whoever was invited and has not come in has no `since`, and a link until
    `invited_until`."""

    person_id: UUID
    audience: StaffAudience
    label: str
    since: datetime | None
    last_used_at: datetime | None
    invited_until: datetime | None
    mine: bool


class InviteMember(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`label` is what the lab calls the person; it is sealed."""

    audience: StaffAudience
    label: Annotated[str, Meta(min_length=1, max_length=200)]


class OffBoardMember(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The API keys that the person made end with them, but for these."""

    keep_keys: Annotated[tuple[UUID, ...], Meta(max_length=KEYS_KEPT_MAX)] = ()


class OffBoardedMember(msgspec.Struct, frozen=True):
    """How many API keys ended."""

    keys: int


class OffBoardedAnnotator(msgspec.Struct, frozen=True):
    """In how many projects they worked, and how many tasks went back to others."""

    projects: int
    tasks: int


class SeenRow(msgspec.Struct, frozen=True):
    """One look of somebody's, as the access log has it."""

    at: datetime
    kind: str
    project_id: UUID | None
    task_id: UUID | None
    detail: str


class SeenPage(msgspec.Struct, frozen=True):
    """The newest rows first, how many there are of each kind in all, and the names of the projects they speak of."""

    rows: tuple[SeenRow, ...]
    counts: dict[str, int]
    project_names: dict[str, str]
