"""What a task type is: one value, made in one file, checked by one contract test over all of them."""

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Fields
from typing import Any, Generic, TypeVar

import msgspec

from amana.model.desk import Votes
from amana.model.errors import MappingInvalid
from amana.model.form import Form
from amana.model.imports import Mapping

Payload = TypeVar("Payload", bound=msgspec.Struct)
Options = TypeVar("Options", bound=msgspec.Struct)
Answer = TypeVar("Answer", bound=msgspec.Struct)


class RowRefused(Exception):
    """A row of a file does not make a payload. `field` is the payload's field, `reason` says what to do."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class Question(msgspec.Struct, frozen=True):
    """One thing a judgement is about, and the classes an answer to it may have, in order."""

    name: str
    classes: tuple[str, ...]


class TaskType(msgspec.Struct, Generic[Payload, Options, Answer], frozen=True, kw_only=True):
    """A kind of work. Every function is pure; `order` is a permutation of what is shown side by side.

    - `fields`: what a row's columns can be mapped to, with the least and the most columns each takes.
    - `guess(columns)`: the mapping a reader would choose from the column names.
    - `read(row, mapping)`: the payload of a decoded row; raises RowRefused.
    - `present(payload, seed)`: the order in which this annotator sees what is compared.
    - `form(payload, options, order)`: the page, as elements.
    - `check(payload, options, order, answer)`: the answer in canonical order; raises AnswerInvalid.
    - `exports`: by file name, the row of a settled task in another tool's format, or in one word why that file leaves it out;
      from the payload, the options and the most believed class of each question.
    - `questions(options)`, `votes(options, answer)`: what inference is told, in canonical order.
    """

    name: str
    fields: dict[str, tuple[int, int]]
    payload_type: type[Payload]
    options_type: type[Options]
    answer_type: type[Answer]
    guess: Callable[[Sequence[str]], Mapping]
    read: Callable[[Fields[str, Any], Mapping], Payload]
    present: Callable[[Payload, int], tuple[int, ...]]
    form: Callable[[Payload, Options, tuple[int, ...]], Form]
    check: Callable[[Payload, Options, tuple[int, ...], Fields[str, msgspec.Raw]], Answer]
    questions: Callable[[Options], tuple[Question, ...]]
    votes: Callable[[Options, Answer], Votes]
    exports: dict[str, Callable[[Payload, Options, tuple[int, ...]], dict[str, Any] | str]]
    example: Callable[[], tuple[dict[str, Any], dict[str, Any]]]


AnyTaskType = TaskType[Any, Any, Any]


def text_of(row: Fields[str, Any], field: str, column: str) -> str | None:
    """The text in `column`; None where it is null or absent. Raises RowRefused if it is something else."""
    value = row.get(column)
    if value is None or isinstance(value, str):
        return value
    raise RowRefused(field, f"column {column!r} holds {_kind(value)}; it must hold text.")


def joined(row: Fields[str, Any], mapping: Mapping, field: str) -> str | None:
    """The texts of every column mapped to `field`, joined by an empty line; None if all are null."""
    parts = [text for column in mapping.fields.get(field, ()) if (text := text_of(row, field, column))]
    return "\n\n".join(parts) if parts else None


def check_mapping(task_type: AnyTaskType, mapping: Mapping, columns: Sequence[str]) -> None:
    """Raises MappingInvalid unless every field is known, has as many columns as it takes, and each column exists."""
    for field, mapped in mapping.fields.items():
        if field not in task_type.fields:
            known = ", ".join(task_type.fields)
            raise MappingInvalid(field=field, reason=f"a {task_type.name} has no such field; it has {known}.")
        if len(set(mapped)) < len(mapped):
            raise MappingInvalid(field=field, reason="it names a column twice.")
        absent = [column for column in mapped if column not in columns]
        if absent:
            raise MappingInvalid(field=field, reason=f"the file has no column {absent[0]!r}; it has {', '.join(columns)}.")
    for field, (least, most) in task_type.fields.items():
        count = len(mapping.fields.get(field, ()))
        if not least <= count <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise MappingInvalid(field=field, reason=f"it takes {wanted} columns and is mapped to {count}.")


def _kind(value: object) -> str:
    return {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}.get(
        type(value), type(value).__name__
    )
