"""The elements of a form as a lead declares them: what is read names a field of the row, what is asked has a name and options."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from amana.model.form import KEYS, Option, Said, Words
from amana.tasktypes.base import SHARED_FIELDS, OptionRefused
from amana.tasktypes.rating import LABEL_CHARS_MAX, check_words

ELEMENTS_MAX = 40
OPTIONS_MAX = 50
QUESTION_CHARS_MAX = 300
TEXT_CHARS_MAX = 50_000

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An option by the name that answers and exports carry. `label`: how the annotator reads it."""

    name: str
    label: str | Said | None = None


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The element is asked only while the choice `name`, which stands above it, has one of the options `values`."""

    name: str
    values: Annotated[tuple[str, ...], Meta(min_length=1)]


class _Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="element"):
    pass


class ReadText(_Declared, frozen=True, tag="text"):
    """A text of the row."""

    field: str
    label: str | Said | None = None
    required: bool = True


class ReadFile(_Declared, frozen=True, tag="file"):
    """A file that the row names."""

    field: str
    label: str | Said | None = None
    required: bool = True


class ReadConversation(_Declared, frozen=True, tag="conversation"):
    """A conversation of the row."""

    field: str
    label: str | Said | None = None
    required: bool = True


class AskChoice(_Declared, frozen=True, tag="choice"):
    """Exactly one of the options."""

    name: str
    label: str | Said
    options: Annotated[tuple[str | Answer, ...], Meta(min_length=2, max_length=OPTIONS_MAX)]
    when: Given | None = None


class AskChoices(_Declared, frozen=True, tag="choices"):
    """At least `least` and at most `most` of the options; `most` None: all of them."""

    name: str
    label: str | Said
    options: Annotated[tuple[str | Answer, ...], Meta(min_length=2, max_length=OPTIONS_MAX)]
    least: Annotated[int, Meta(ge=0)] = 0
    most: Annotated[int, Meta(ge=1)] | None = None
    when: Given | None = None


class AskScale(_Declared, frozen=True, tag="scale"):
    """A point of a scale; `points`: what each stands for, the worst first."""

    name: str
    label: str | Said
    points: Annotated[tuple[str | Said, ...], Meta(min_length=2, max_length=10)] = ("1", "2", "3", "4", "5")
    help: str | Said | None = None
    when: Given | None = None


class AskText(_Declared, frozen=True, tag="free_text"):
    """A text to write."""

    name: str
    label: str | Said
    required: bool = False
    chars_max: Annotated[int, Meta(ge=1, le=TEXT_CHARS_MAX)] = 4000
    when: Given | None = None


class AskRewrite(_Declared, frozen=True, tag="rewrite"):
    """A text of the row to write anew, beside its original."""

    name: str
    label: str | Said
    field: str
    start: Literal["original", "empty"] = "original"
    chars_max: Annotated[int, Meta(ge=1, le=TEXT_CHARS_MAX)] = 10_000
    when: Given | None = None


class AskSpans(_Declared, frozen=True, tag="spans"):
    """A text of the row to mark places in, each with one of the options. `overlaps`: whether two may share a character."""

    name: str
    label: str | Said
    field: str
    options: Annotated[tuple[str | Answer, ...], Meta(min_length=1, max_length=OPTIONS_MAX)]
    overlaps: bool = False
    when: Given | None = None


Read = ReadText | ReadFile | ReadConversation
Asked = AskChoice | AskChoices | AskScale | AskText | AskRewrite | AskSpans
Declared = Read | Asked


def names_of(options: Sequence[str | Answer]) -> list[str]:
    """The options by their names."""
    return [option if isinstance(option, str) else option.name for option in options]


def offered(options: Sequence[str | Answer]) -> tuple[Option, ...]:
    """The options as a form offers them."""
    labels: list[Words] = [option if isinstance(option, str) else option.label or option.name for option in options]
    return tuple(Option(value, label, KEYS[value] if value < len(KEYS) else None) for value, label in enumerate(labels))


def check_elements(elements: Sequence[Declared]) -> None:
    """Raises OptionRefused, naming the element by its place from 0, unless the elements make a form."""
    if not any(isinstance(one, Asked) for one in elements):
        raise OptionRefused("elements", "nothing is asked; add an element that asks, a choice for instance.")
    choices: dict[str, list[str]] = {}
    names: set[str] = set()
    kinds: dict[str, type] = {}
    for place, one in enumerate(elements):
        for part, reason in _wrong(one, choices, names, kinds):
            raise OptionRefused(f"elements[{place}].{part}", reason)
        if isinstance(one, Asked):
            names.add(one.name)
        if isinstance(one, AskChoice):
            choices[one.name] = names_of(one.options)
        if not isinstance(one, AskChoice | AskChoices | AskScale | AskText):
            kinds[one.field] = _kind(one)


def _kind(one: Read | AskRewrite | AskSpans) -> type:
    return ReadText if isinstance(one, AskRewrite | AskSpans) else type(one)


def _wrong(
    one: Declared, choices: Mapping[str, list[str]], names: set[str], kinds: Mapping[str, type]
) -> Iterator[tuple[str, str]]:
    """What is wrong with an element, given those above it: the part of it, and why."""
    if isinstance(one, Read | AskRewrite | AskSpans):
        if not _NAME.fullmatch(one.field):
            yield "field", f"the name {one.field[:60]!r} needs 1 to 40 small letters, digits and _, a letter first."
        if one.field in ("item_id", *SHARED_FIELDS):
            yield "field", f"{one.field!r} is a field that every row has; choose another name."
        if kinds.get(one.field, _kind(one)) is not _kind(one):
            yield "field", f"{one.field!r} is read as something else by an element above."
    if isinstance(one, Asked):
        if not _NAME.fullmatch(one.name):
            yield "name", f"the name {one.name[:60]!r} needs 1 to 40 small letters, digits and _, a letter first."
        if one.name in names:
            yield "name", f"the name {one.name!r} is taken by an element above."
        yield from _wrong_when(one.when, choices)
    yield from _too_long("label", one.label, QUESTION_CHARS_MAX)
    if isinstance(one, AskChoice | AskChoices | AskSpans):
        yield from _wrong_options(one.options)
    if isinstance(one, AskScale):
        yield from _too_long("help", one.help, QUESTION_CHARS_MAX)
        for point in one.points:
            yield from _too_long("points", point, LABEL_CHARS_MAX)
    if isinstance(one, AskChoices):
        most = one.most or len(one.options)
        if most > len(one.options):
            yield "most", f"it is {most}, and there are {len(one.options)} options."
        if one.least > most:
            yield "least", f"it is {one.least}, more than the {most} that are allowed at most."


def _wrong_when(when: Given | None, choices: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    if when is None:
        return
    if when.name not in choices:
        yield "when", f"there is no choice {when.name!r} above it."
    for value in when.values:
        if value not in choices.get(when.name, []):
            yield "when", f"the choice {when.name!r} has no option {value[:60]!r}."


def _wrong_options(options: Sequence[str | Answer]) -> Iterator[tuple[str, str]]:
    seen = set()
    for name in names_of(options):
        if not name.strip() or not name.isprintable() or len(name) > LABEL_CHARS_MAX:
            yield "options", f"the name {name[:60]!r} needs 1 to {LABEL_CHARS_MAX} characters that can be printed."
        if name in seen:
            yield "options", f"{name!r} is there twice."
        seen.add(name)
    for option in options:
        if isinstance(option, Answer):
            yield from _too_long("options", option.label, LABEL_CHARS_MAX)


def _too_long(part: str, words: Words | None, chars_max: int) -> Iterator[tuple[str, str]]:
    try:
        check_words(part, "it", words, chars_max)
    except OptionRefused as refused:
        yield part, refused.reason
