"""An import: planned first, committed by the plan's id."""

from datetime import datetime
from uuid import UUID

import msgspec

from amana.model.form import Form


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which columns of the file feed which field of the payload; several columns of one field are joined in order."""

    fields: dict[str, tuple[str, ...]]


class BadRow(msgspec.Struct, frozen=True):
    """A row that can't be imported: its number in the file (from 1), the field, and what to do about it."""

    row: int
    field: str
    reason: str


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What would happen if the plan were committed now. `price_minor`: at the least, where the engine decides how many
    annotations a task gets; else it is the most too."""

    plan_id: UUID
    project_id: UUID
    file_name: str
    rows: int
    bad_rows: int
    first_bad_rows: tuple[BadRow, ...]
    duplicates: int
    tasks: int
    columns: tuple[str, ...]
    mapping: Mapping
    fields: dict[str, tuple[int, int]]  # what columns can feed, with the least and the most columns each takes
    ignored_columns: tuple[str, ...]
    price_minor: int
    price_most_minor: int
    currency: str
    first_task: Form | None
    expires_at: datetime
    rows_done: int = 0
    batch_id: UUID | None = None


class Batch(msgspec.Struct, frozen=True):
    """A committed import: how many tasks were made, how many exact duplicates were left out, and what it costs: at the least,
    where the engine decides how many annotations a task gets."""

    batch_id: UUID
    plan_id: UUID
    tasks: int
    left_out: int
    price_minor: int
    created_at: datetime
