"""The task types that a client can choose from, and how one row would look in a project of one."""

from typing import Any

import msgspec

from amana.model.errors import ProjectInvalid
from amana.model.form import Form
from amana.tasktypes import TASK_TYPES
from amana.tasktypes.base import OptionRefused, RowRefused, check_mapping, typed_options


class OfferedType(msgspec.Struct, frozen=True, kw_only=True):
    """A task type and its options as a JSON schema. What columns can feed depends on the options: a plan says it."""

    name: str
    options_schema: dict[str, Any]


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row as it stands in a file, and the options that a project might have."""

    row: dict[str, Any]
    options: dict[str, msgspec.Raw] = {}


class Looks(msgspec.Struct, frozen=True, kw_only=True):
    """The form of the row; or None, and by which field the row is refused and why. Files are shown once a project has them."""

    form: Form | None
    field: str | None = None
    reason: str | None = None


def listing() -> list[OfferedType]:
    """Those that come with the engine first, then those of installed packages."""
    return [OfferedType(name=one.name, options_schema=msgspec.json.schema(one.options_type)) for one in TASK_TYPES.values()]


def looks(name: str, sample: Sample) -> Looks:
    """How the row would look to an annotator, by the mapping that its columns' names suggest. Nothing is kept.

    Raises ProjectInvalid, which names the option that does not fit; MappingInvalid; TaskTypeMissing.
    """
    task_type = TASK_TYPES[name]
    try:
        options = typed_options(task_type, sample.options)
    except OptionRefused as refused:
        raise ProjectInvalid(field=f"options.{refused.field}".rstrip("."), reason=refused.reason) from None
    mapping = task_type.guess(list(sample.row), options)
    check_mapping(task_type, options, mapping, list(sample.row))
    try:
        payload = task_type.read(sample.row, mapping, options)
    except RowRefused as refused:
        return Looks(form=None, field=refused.field, reason=refused.reason)
    return Looks(form=task_type.form(payload, options, task_type.present(payload, 0)))
