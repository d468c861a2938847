"""The access log's arithmetic: what a row commits to, recomputed without the database.

Each row carries a random 32-byte salt and `sha256` over the salt and the row's fields, every field preceded by its
length as four big-endian bytes, so that no two different rows share an encoding. `walled.log_commitment` computes the
same in SQL; a test holds the two together.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Self
from uuid import UUID

import msgspec

from amana.model.deliveries import Signature


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


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """The last line of an exported log: how many rows came before it, a digest of their commitments in order, signed.

    A row's own commitment can be made anew by whoever holds the file; the signature over all of them can not.
    """

    workspace_id: UUID
    rows: int
    digest: str  # hex
    exported_at: datetime
    signature: Signature

    @staticmethod
    def content(workspace_id: UUID, rows: int, digest: str, exported_at: datetime) -> bytes:
        """The bytes that are signed."""
        return f"amana access log 1|{workspace_id}|{rows}|{digest}|{_microseconds(exported_at)}".encode()

    def signed_content(self) -> bytes:
        return self.content(self.workspace_id, self.rows, self.digest, self.exported_at)


class Digest:
    """Over the commitments of a log's rows, in order; fed row by row."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.rows = 0

    def add(self, row: ExportedRow) -> None:
        self._hash.update(bytes.fromhex(row.commitment))
        self.rows += 1

    def hex(self) -> str:
        return self._hash.hexdigest()


class ExportedLog(msgspec.Struct, frozen=True):
    """A log as it was exported; `checkpoint` is None if its last line is missing or something else."""

    rows: tuple[ExportedRow, ...]
    checkpoint: Checkpoint | None

    @classmethod
    def read(cls, lines: Sequence[str | bytes]) -> Self:
        """From its lines. Raises msgspec.DecodeError for a line that is neither a row nor, at the end, a checkpoint."""
        checkpoint = None
        if lines:
            try:
                checkpoint = msgspec.json.decode(lines[-1], type=Checkpoint)
            except msgspec.ValidationError:
                checkpoint = None
        rows = lines[:-1] if checkpoint else lines
        return cls(tuple(msgspec.json.decode(line, type=ExportedRow) for line in rows), checkpoint)

    def complaints(self) -> list[str]:
        """What does not fit, but for the signature itself."""
        complaints = []
        altered = [row.seq for row in self.rows if not row.holds()]
        if altered:
            complaints.append(f"{len(altered)} of {len(self.rows)} rows were altered; first: row {altered[0]}")
        misplaced = [number for number, row in enumerate(self.rows, start=1) if row.seq != number]
        if misplaced:
            complaints.append(f"rows are missing or out of order from row {misplaced[0]}")
        if self.checkpoint is None:
            return [*complaints, "the last line is no checkpoint: the end of the log was cut off"]
        if any(row.workspace_id != self.checkpoint.workspace_id for row in self.rows):
            complaints.append("rows of another workspace are among them")
        digest = Digest()
        for row in self.rows:
            digest.add(row)
        if digest.rows != self.checkpoint.rows:
            complaints.append(f"there are {digest.rows} rows, the checkpoint says {self.checkpoint.rows}")
        elif digest.hex() != self.checkpoint.digest:
            complaints.append("the commitments are not those that the checkpoint was signed over")
        return complaints


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
