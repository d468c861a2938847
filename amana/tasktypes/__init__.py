"""One file a task type. Adding one is writing the file and naming its value here."""

from amana.tasktypes.base import AnyTaskType
from amana.tasktypes.comparison import COMPARISON

TASK_TYPES: dict[str, AnyTaskType] = {task_type.name: task_type for task_type in (COMPARISON,)}
