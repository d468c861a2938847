"""Operators: who runs the installation, and how somebody becomes one."""

from datetime import datetime
from uuid import UUID

import msgspec


class Operator(msgspec.Struct, frozen=True, kw_only=True):
    person_id: UUID
    label: str
    since: datetime
    mine: bool


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom one operator would make an operator. `mine`: whoever asks proposed it, and so can't approve it."""

    proposal_id: UUID
    label: str
    proposed_at: datetime
    expires_at: datetime
    mine: bool


class Operators(msgspec.Struct, frozen=True):
    """Everybody who is one, and what is open to decide."""

    operators: tuple[Operator, ...]
    proposals: tuple[Proposal, ...]
