"""The task types a lead can choose from."""

from typing import Any

import msgspec

from amana.tasktypes import TASK_TYPES


class OfferedType(msgspec.Struct, frozen=True, kw_only=True):
    """A task type: what columns can feed, with the least and the most each takes, and its options as a JSON schema."""

    name: str
    fields: dict[str, tuple[int, int]]
    options_schema: dict[str, Any]


def listing() -> list[OfferedType]:
    """Those that come with the engine first, then those of installed packages."""
    return [
        OfferedType(name=one.name, fields=one.fields, options_schema=msgspec.json.schema(one.options_type))
        for one in TASK_TYPES.values()
    ]
