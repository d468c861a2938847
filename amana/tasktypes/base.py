"""What a task type is: one value, made in one file, checked by one contract test over all of them."""

import re
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Fields
from typing import Any, Generic, TypeVar

import msgspec

from amana.model.desk import Votes
from amana.model.errors import AnswerInvalid, MappingInvalid
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


class OptionRefused(ValueError):
    """An option does not fit its task type. `field` is the option by its path, `reason` says what to do.

    A ValueError, so that an options struct raises it in `__post_init__` like any other complaint of its own.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class Example(msgspec.Struct, frozen=True):
    """A row of a file, a project's options, and an answer to the row as somebody sees it in the first order."""

    row: dict[str, Any]
    options: dict[str, Any]
    answer: dict[str, Any]


class Question(msgspec.Struct, frozen=True):
    """One thing a judgement is about, and the classes an answer to it may have, in order."""

    name: str
    classes: tuple[str, ...]


class TaskType(msgspec.Struct, Generic[Payload, Options, Answer], frozen=True, kw_only=True):
    """A kind of work. Every function is pure; `order` is a permutation of what is shown side by side, empty if nothing is.

    - `fields`: what a row's columns can be mapped to, with the least and the most columns each takes.
    - `guess(columns)`: the mapping a reader would choose from the column names.
    - `read(row, mapping)`: the payload of a decoded row; raises RowRefused.
    - `texts(payload)`: one to six texts, all that people read of it, an empty response among them: two tasks are near-duplicates
      where each text of one is nearly one of the other's.
    - `present(payload, seed)`: the order in which this annotator sees what is compared.
    - `form(payload, options, order)`: the page, as elements.
    - `check(payload, options, order, answer)`: the answer in canonical order; raises AnswerInvalid.
    - `questions(options)`, `votes(options, answer)`: what inference is told, in canonical order. A production type asks
      nothing that has a truth: it has no questions, its answers have no votes, and nothing is estimated of its tasks.
    - `exports`: by file name, the rows of a settled task in another tool's format, or in one word why that file leaves it out;
      from the payload, the options, the most believed class of each question, and the answers in canonical order.
    - `examples()`: at least one; between them they show every mode the type has.
    """

    name: str
    fields: dict[str, tuple[int, int]]
    payload_type: type[Payload]
    options_type: type[Options]
    answer_type: type[Answer]
    guess: Callable[[Sequence[str]], Mapping]
    read: Callable[[Fields[str, Any], Mapping], Payload]
    texts: Callable[[Payload], tuple[str, ...]]
    present: Callable[[Payload, int], tuple[int, ...]]
    form: Callable[[Payload, Options, tuple[int, ...]], Form]
    check: Callable[[Payload, Options, tuple[int, ...], Fields[str, msgspec.Raw]], Answer]
    questions: Callable[[Options], tuple[Question, ...]]
    votes: Callable[[Options, Answer], Votes]
    exports: dict[str, Callable[[Payload, Options, tuple[int, ...], Sequence[Answer]], list[dict[str, Any]] | str]]
    examples: Callable[[], tuple[Example, ...]]


AnyTaskType = TaskType[Any, Any, Any]

# What rows of every type may have besides: the files that a task shows (see actions/reading.py).
SHARED_FIELDS = {"media": (0, 1)}

_PLACE = re.compile(r"^(?P<reason>.*) - at `\$\.?(?P<field>.*)`$", re.DOTALL)
_NAMED = re.compile(r"field `(?P<field>[^`]+)`")


def typed_options(task_type: AnyTaskType, options: Fields[str, msgspec.Raw]) -> Any:
    """The options as the task type's own struct. Raises OptionRefused."""
    try:
        return msgspec.convert({name: msgspec.json.decode(raw) for name, raw in options.items()}, task_type.options_type)
    except RecursionError:
        raise OptionRefused("", "they are nested too deeply.") from None
    except msgspec.ValidationError as error:
        if isinstance(error.__cause__, OptionRefused):
            raise error.__cause__ from None
        placed = _PLACE.match(str(error))
        reason = placed["reason"] if placed else str(error)
        path = [placed["field"]] if placed and placed["field"] else []
        path += [named["field"] for named in _NAMED.finditer(reason)]
        raise OptionRefused(".".join(path), f"{reason}.") from None


def guess_first(columns: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """The one column that has the foremost of `names`, whatever its capitals; none if no column has one."""
    by_name = {column.lower(): column for column in columns}
    return next(((by_name[name],) for name in names if name in by_name), ())


def guess_item_id(columns: Sequence[str]) -> tuple[str, ...]:
    """The column that holds the client's own id of the row, if one is named like that."""
    return guess_first(columns, ("item_id", "id", "task_id", "uid", "external_id"))


def guess_shared(columns: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The mapping of the fields that rows of every type may have."""
    found = {field: guess_first(columns, (field,)) for field in SHARED_FIELDS}
    return {field: mapped for field, mapped in found.items() if mapped}


def guess_prompt(columns: Sequence[str]) -> tuple[str, ...]:
    """The columns of what was asked. An instruction comes before its input, a topic before its question, whatever their order."""
    rank = ("topic", "description", "context", "prompt", "instruction", "question", "input")
    return tuple(sorted((name for name in columns if name.lower() in rank), key=lambda name: rank.index(name.lower())))


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


def only(answer: Fields[str, msgspec.Raw], *names: str) -> None:
    """Raises AnswerInvalid for an answer to an element that the form does not have."""
    for unknown in sorted(set(answer) - set(names)):
        raise AnswerInvalid(field=unknown, reason="this form has no such element.")


def option_answer(answer: Fields[str, msgspec.Raw], name: str, count: int) -> int:
    """The option chosen under `name`, of `count` that are numbered from 0. Raises AnswerInvalid."""
    try:
        chosen = msgspec.json.decode(answer.get(name, msgspec.Raw(b"null")), type=int)
    except msgspec.DecodeError:
        chosen = -1
    if not 0 <= chosen < count:
        raise AnswerInvalid(field=name, reason=f"choose one of the {count} options, by its number from 0 to {count - 1}.")
    return chosen


def text_answer(answer: Fields[str, msgspec.Raw], name: str, chars_max: int) -> str | None:
    """What was written under `name`; None if nothing was. Raises AnswerInvalid."""
    try:
        text = msgspec.json.decode(answer.get(name, msgspec.Raw(b"null")), type=str | None)
    except msgspec.DecodeError:
        raise AnswerInvalid(field=name, reason="it must be text.") from None
    if text is not None and len(text) > chars_max:
        raise AnswerInvalid(field=name, reason=f"it has {len(text)} characters; {chars_max} is the limit.")
    return text


def check_mapping(task_type: AnyTaskType, mapping: Mapping, columns: Sequence[str]) -> None:
    """Raises MappingInvalid unless every field is known, has as many columns as it takes, and each column exists."""
    fields = task_type.fields | SHARED_FIELDS
    for field, mapped in mapping.fields.items():
        if field not in fields:
            known = ", ".join(fields)
            raise MappingInvalid(field=field, reason=f"a {task_type.name} has no such field; it has {known}.")
        if len(set(mapped)) < len(mapped):
            raise MappingInvalid(field=field, reason="it names a column twice.")
        absent = [column for column in mapped if column not in columns]
        if absent:
            raise MappingInvalid(field=field, reason=f"the file has no column {absent[0]!r}; it has {', '.join(columns)}.")
    for field, (least, most) in fields.items():
        count = len(mapping.fields.get(field, ()))
        if not least <= count <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise MappingInvalid(field=field, reason=f"it takes {wanted} columns and is mapped to {count}.")


def _kind(value: object) -> str:
    return {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}.get(
        type(value), type(value).__name__
    )
