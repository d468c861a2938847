"""The neutrality record: who owns the installation's operator, and which clients and vendors are related to it."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from amana.model.deliveries import Signature

FORMAT = "amana-neutrality-1"
NOTICE_DAYS = 30
PARTIES_MAX = 200

Name = Annotated[str, Meta(min_length=1, max_length=200)]


class Owner(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who holds above 5% of the operator. `share_bp`: hundredths of a percent. `is_client`, `is_vendor`: of this one."""

    name: Name
    share_bp: Annotated[int, Meta(gt=500, le=10_000)]
    is_client: bool = False
    is_vendor: bool = False


class Related(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A client or vendor of the installation that is related to its operator, and how. Named only where it wishes to be."""

    name: Name
    what: Literal["client", "vendor"]
    how: Annotated[str, Meta(min_length=1, max_length=500)]


class Declaration(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said from a day on. `why_late`: why it is announced less than NOTICE_DAYS days before that day."""

    operator: Name
    owners: tuple[Owner, ...] = ()
    related: tuple[Related, ...] = ()
    says: Annotated[str, Meta(max_length=2000)] = ""
    takes_effect_on: date
    why_late: Annotated[str, Meta(max_length=500)] | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A declaration as it was announced. Numbered from 1 and chained: `before` is the SHA-256 of the entry before, in hex."""

    format: str = FORMAT
    number: int
    declaration: Declaration
    announced_at: datetime
    proposed_by: UUID
    approved_by: UUID
    before: str

    @property
    def content(self) -> bytes:
        """What is signed: the same bytes for the same entry."""
        return msgspec.json.encode(self, order="deterministic")


class SignedEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    entry: Entry
    signature: Signature


class DeclarationProposal(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration that one operator would announce. `mine`: whoever asks proposed it, and so can't approve it."""

    proposal_id: UUID
    declaration: Declaration
    proposed_at: datetime
    expires_at: datetime
    mine: bool
