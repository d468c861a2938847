"""What a task type is: one value, made in one file, checked by one contract test over all of them."""

import re
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


class File(msgspec.Struct, frozen=True):
    """A file of the project as a row names it, with words for who can't see or hear it."""

    file: str
    alt: str = ""


class Rows(msgspec.Struct, Generic[Payload, Options, Answer], frozen=True):
    """An export of rows, NAME.jsonl: those of a settled task, or in one word why the file leaves it out.

    From the payload, the options, the most believed class of each question, and the answers in canonical order. A project whose
    options give it nothing to hold is not `offered` the file.
    """

    of: Callable[[Payload, Options, tuple[int, ...], Sequence[Answer]], list[dict[str, Any]] | str]
    offered: Callable[[Options], bool] = lambda _: True


class Files(msgspec.Struct, Generic[Payload, Options, Answer], frozen=True):
    """An export in a format that has a file for each task, NAME.zip: the texts by their file names' endings (".vtt", ".1.vtt"),
    or in one word why it leaves the task out. From the same as `Rows`."""

    of: Callable[[Payload, Options, tuple[int, ...], Sequence[Answer]], dict[str, str] | str]
    offered: Callable[[Options], bool] = lambda _: True


def as_stored(_: object, __: object, ___: tuple[int, ...], answer: Any) -> dict[str, Any]:
    """Of an answer whose fields are the form's elements, with the values that the page sends."""
    return {name: value for name, value in msgspec.to_builtins(answer).items() if value is not None}


class TaskType(msgspec.Struct, Generic[Payload, Options, Answer], frozen=True, kw_only=True):
    """A kind of work. Every function is pure; `order` is a permutation of what is shown side by side, empty if nothing is.

    - `fields(options)`: what a row's columns can be mapped to, with the least and the most columns each takes.
    - `guess(columns, options)`: the mapping a reader would choose from the column names.
    - `read(row, mapping, options)`: the payload of a decoded row; raises RowRefused.
    - `files(payload)`: the files that the form's elements refer to, each with the field that names it. They are the first of
      `Form.media`, in this order.
    - `texts(payload)`: one to six texts, all that people read of it, an empty response among them: two tasks are near-duplicates
      where each text of one is nearly one of the other's.
    - `present(payload, seed)`: the order in which this annotator sees what is compared.
    - `form(payload, options, order)`: the page, as elements.
    - `check(payload, options, order, answer)`: the answer in canonical order; raises AnswerInvalid.
    - `filled_in(payload, options, order, answer)`: what the page had in its form when it sent this answer: `check` of it is the
      answer again.
    - `questions(options)`, `votes(options, answer)`: what inference is told, in canonical order. A production type asks
      nothing that has a truth: it has no questions, its answers have no votes, and nothing is estimated of its tasks.
    - `score(payload, options, gold, answer)`: how good an answer is where `gold` is known to be right, by the measure that is
      usual for the type: 1 for the same answer, 0 for one that has nothing of it.
    - `exports`: by file name, a settled task in another tool's format.
    - `examples()`: at least one; between them they show every mode the type has.
    """

    name: str
    payload_type: type[Payload]
    options_type: type[Options]
    answer_type: type[Answer]
    fields: Callable[[Options], dict[str, tuple[int, int]]]
    guess: Callable[[Sequence[str], Options], Mapping]
    read: Callable[[Fields[str, Any], Mapping, Options], Payload]
    files: Callable[[Payload], tuple[tuple[str, File], ...]]
    texts: Callable[[Payload], tuple[str, ...]]
    present: Callable[[Payload, int], tuple[int, ...]]
    form: Callable[[Payload, Options, tuple[int, ...]], Form]
    check: Callable[[Payload, Options, tuple[int, ...], Fields[str, msgspec.Raw]], Answer]
    filled_in: Callable[[Payload, Options, tuple[int, ...], Answer], dict[str, Any]]
    questions: Callable[[Options], tuple[Question, ...]]
    votes: Callable[[Options, Answer], Votes]
    score: Callable[[Payload, Options, Answer, Answer], float]
    exports: dict[str, Rows[Payload, Options, Answer] | Files[Payload, Options, Answer]]
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
    raise RowRefused(field, f"column {column!r} holds {kind_of(value)}; it must hold text.")


def joined(row: Fields[str, Any], mapping: Mapping, field: str) -> str | None:
    """The texts of every column mapped to `field`, joined by an empty line; None if all are null."""
    parts = [text for column in mapping.fields.get(field, ()) if (text := text_of(row, field, column))]
    return "\n\n".join(parts) if parts else None


def no_files(_: object) -> tuple[tuple[str, File], ...]:
    """Of a type whose elements show no files of their own."""
    return ()


def check_mapping(task_type: AnyTaskType, options: Any, mapping: Mapping, columns: Sequence[str]) -> None:
    """Raises MappingInvalid unless every field is known, has as many columns as it takes, and each column exists."""
    fields = task_type.fields(options) | SHARED_FIELDS
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


def kind_of(value: object) -> str:
    """What a value of a row is, as a sentence says it."""
    return {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}.get(
        type(value), type(value).__name__
    )
