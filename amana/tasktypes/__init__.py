"""One file a task type. Adding one here is writing the file and naming its value below; a package of one's own brings others."""

import re
from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points

from amana.model.errors import TaskTypeMissing, ToldInWords
from amana.tasktypes.base import AnyTaskType, TaskType
from amana.tasktypes.claim_checking import CLAIM_CHECKING
from amana.tasktypes.classification import CLASSIFICATION
from amana.tasktypes.comparison import COMPARISON
from amana.tasktypes.form import FORM
from amana.tasktypes.rewriting import REWRITING
from amana.tasktypes.rubric_rating import RUBRIC_RATING
from amana.tasktypes.speech_transcription import SPEECH_TRANSCRIPTION
from amana.tasktypes.text_spans import TEXT_SPANS

ENTRY_POINTS = "amana.task_types"

BUILT_IN: tuple[AnyTaskType, ...] = (
    COMPARISON,
    RUBRIC_RATING,
    CLASSIFICATION,
    REWRITING,
    CLAIM_CHECKING,
    SPEECH_TRANSCRIPTION,
    TEXT_SPANS,
    FORM,
)


class _Types(dict[str, AnyTaskType]):
    def __missing__(self, name: str) -> AnyTaskType:
        """A project outlives the package that brought its type."""
        raise TaskTypeMissing(task_type=name)


# By name; those of installed packages join at the engine's start, see `outside`. Raises TaskTypeMissing.
TASK_TYPES = _Types({task_type.name: task_type for task_type in BUILT_IN})

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class OutsideTypeRefused(ToldInWords):
    """An installed package brings a task type that can't be used."""


def installed() -> Iterable[EntryPoint]:
    """What the packages of this environment bring."""
    return entry_points(group=ENTRY_POINTS)


def outside(brought: Iterable[EntryPoint]) -> dict[str, AnyTaskType]:
    """The task types that packages bring, by name. Raises OutsideTypeRefused, naming the package and the remedy."""
    found: dict[str, AnyTaskType] = {}
    owners = {task_type.name: "Amana itself" for task_type in BUILT_IN}
    for entry in brought:
        package = entry.dist.name if entry.dist else entry.module
        try:
            task_type = entry.load()
        except Exception as error:  # whatever a foreign module may raise while it is imported
            raise _refused(package, entry, f"can't be loaded ({type(error).__name__}: {error})") from error
        if not isinstance(task_type, TaskType):
            raise _refused(package, entry, f"is {type(task_type).__name__}, not a TaskType")
        if not _NAME.fullmatch(task_type.name):
            raise _refused(package, entry, f"is named {task_type.name!r}; a name has small letters, digits and _")
        if task_type.name in owners:
            raise _refused(package, entry, f"is named {task_type.name!r}, which is taken by {owners[task_type.name]}")
        owners[task_type.name] = f"the package {package!r}"
        found[task_type.name] = task_type
    return found


def _refused(package: str, entry: EntryPoint, what: str) -> OutsideTypeRefused:
    return OutsideTypeRefused(
        f"The task type {entry.name!r} ({entry.value}) of the package {package!r} {what}. "
        f"Mend or update the package, or remove it: pip uninstall {package}."
    )
