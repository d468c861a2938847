"""The access log's arithmetic: what a row commits to, recomputed without the database.

Each row carries a random 32-byte salt and `sha256` over the salt and the row's fields, every field preceded by its
length as four big-endian bytes, so that no two different rows share an encoding. `walled.log_commitment` computes the
same in SQL; a test holds the two together.
"""

import hashlib
from datetime import datetime
from typing import Self
from uuid import UUID

import msgspec


class LogRow(msgspec.Struct, frozen=True):
    """One look at content. `actor` is a pseudonym for annotators, a person or key for the client's side."""

    seq: int
    at: datetime
    kind: str
    actor: str
    project_id: UUID | None
    task_id: UUID | None
    assignment_id: UUID | None
    detail: str
    salt: bytes
    commitment: bytes


class ExportedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row as it leaves the walls: JSON-friendly, with the workspace it commits to. `seq` counts that workspace's rows."""

    workspace_id: UUID
    seq: int
    at: datetime
    kind: str
    actor: str
    project_id: UUID | None
    task_id: UUID | None
    assignment_id: UUID | None
    detail: str
    salt: str  # hex
    commitment: str  # hex

    @classmethod
    def of(cls, workspace_id: UUID, seq: int, row: LogRow) -> Self:
        """`row` at position `seq` of its workspace."""
        fields = msgspec.structs.asdict(row)
        return cls(
            **fields | {"workspace_id": workspace_id, "seq": seq, "salt": row.salt.hex(), "commitment": row.commitment.hex()}
        )

    def holds(self) -> bool:
        """Whether the commitment is that of the fields."""
        try:
            salt, committed = bytes.fromhex(self.salt), bytes.fromhex(self.commitment)
        except ValueError:
            return False
        fields = {name: getattr(self, name) for name in LogRow.__struct_fields__}
        row = LogRow(**fields | {"salt": salt, "commitment": committed})
        return commitment(self.workspace_id, row) == committed


def commitment(workspace_id: UUID, row: LogRow) -> bytes:
    """The 32 bytes that `row` must carry if nobody has changed it."""
    fields = (
        str(workspace_id),
        row.kind,
        row.actor,
        _text(row.project_id),
        _text(row.task_id),
        _text(row.assignment_id),
        row.detail,
        str(_microseconds(row.at)),
    )
    digest = hashlib.sha256(row.salt)
    for field in fields:
        encoded = field.encode()
        digest.update(len(encoded).to_bytes(4, "big"))
        digest.update(encoded)
    return digest.digest()


def _text(value: UUID | None) -> str:
    return "" if value is None else str(value)


def _microseconds(at: datetime) -> int:
    # Whole-number arithmetic: a float of seconds since 1970 does not hold every microsecond.
    epoch = datetime(1970, 1, 1, tzinfo=at.tzinfo)
    gap = at - epoch
    return (gap.days * 86_400 + gap.seconds) * 1_000_000 + gap.microseconds
