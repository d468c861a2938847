"""One file a task type. Adding one is writing the file and naming its value here."""

from typing import Any

import msgspec

from amana.tasktypes.base import AnyTaskType
from amana.tasktypes.comparison import COMPARISON

TASK_TYPES: dict[str, AnyTaskType] = {task_type.name: task_type for task_type in (COMPARISON,)}


def typed_options(task_type: AnyTaskType, options: dict[str, msgspec.Raw]) -> Any:
    """The options as the task type's own struct. Raises msgspec.ValidationError, which names the path."""
    return msgspec.convert({name: msgspec.json.decode(raw) for name, raw in options.items()}, task_type.options_type)
