"""Form: whatever a lead builds from elements. Votes, check, score and export follow from the elements."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Fields
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from rapidfuzz.distance import Levenshtein

from amana.model.desk import Votes
from amana.model.form import (
    KEYS,
    Choice,
    Choices,
    Element,
    FileBlock,
    Form,
    FreeText,
    Option,
    Rewrite,
    Scale,
    SpanLabel,
    Spans,
    TextBlock,
    When,
)
from amana.model.imports import Mapping
from amana.model.pointing import Marked
from amana.tasktypes.answers import answered
from amana.tasktypes.base import (
    Example,
    File,
    Question,
    RowRefused,
    Rows,
    TaskType,
    guess_item_id,
    joined,
)
from amana.tasktypes.contents import Message, Places, as_message, conversation, files, plain
from amana.tasktypes.declared import (
    ELEMENTS_MAX,
    AskChoice,
    AskChoices,
    Asked,
    AskRewrite,
    AskScale,
    AskSpans,
    AskText,
    Declared,
    Given,
    Read,
    ReadConversation,
    ReadFile,
    check_elements,
    names_of,
    offered,
)

TEXTS_MAX = 6

_NO, _YES = 0, 1

# An option's name, several, a point counted from 1, what was written, or what was marked.
Said = str | int | tuple[str, ...] | Marked


class Content(msgspec.Struct, frozen=True, omit_defaults=True):
    """The payload: what the row has for each field."""

    texts: dict[str, str] = {}
    files: dict[str, File] = {}
    conversations: dict[str, tuple[Message, ...]] = {}


class FormOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`elements`: the form, top to bottom. `sensitive`: what is read may hurt and is veiled until the annotator asks for it."""

    elements: Annotated[tuple[Declared, ...], Meta(min_length=1, max_length=ELEMENTS_MAX)]
    sensitive: bool = False

    def __post_init__(self) -> None:
        check_elements(self.elements)


class FormAnswer(msgspec.Struct, frozen=True):
    """What was answered, by the elements' names; an element that was not asked, or left open, is not there."""

    said: dict[str, Said]


def _asked(options: FormOptions) -> list[Asked]:
    return [one for one in options.elements if isinstance(one, Asked)]


def _read(options: FormOptions) -> dict[str, Read | AskRewrite | AskSpans]:
    """The first element of each field; a field is required where one of its elements requires it."""
    found: dict[str, Read | AskRewrite | AskSpans] = {}
    for one in options.elements:
        if isinstance(one, Read | AskRewrite | AskSpans) and (one.field not in found or _required(one)):
            found[one.field] = one
    return found


def _required(one: Read | AskRewrite | AskSpans) -> bool:
    return isinstance(one, AskRewrite | AskSpans) or one.required


def fields(options: FormOptions) -> dict[str, tuple[int, int]]:
    made = {}
    for field, one in _read(options).items():
        many = not isinstance(one, ReadFile | ReadConversation | AskRewrite | AskSpans)
        made[field] = (int(_required(one)), 8 if many else 1)
    return made | {"item_id": (0, 1)}


def guess(columns: Sequence[str], options: FormOptions) -> Mapping:
    """By the fields' names; required fields whose names no column has get the columns that are left, in order."""
    item_id = guess_item_id(columns)
    by_name = {column.lower(): column for column in columns if column not in item_id}
    found = {field: (by_name[field],) for field in _read(options) if field in by_name}
    taken = {column for mapped in found.values() for column in mapped}
    left = [column for column in columns if column not in taken and column not in item_id]
    for field, one in _read(options).items():
        if field not in found and _required(one) and left:
            found[field] = (left.pop(0),)
    return Mapping(found | ({"item_id": item_id} if item_id else {}))


def read(row: Fields[str, Any], mapping: Mapping, options: FormOptions) -> Content:
    content = Content({}, {}, {})
    for field, one in _read(options).items():
        if isinstance(one, ReadFile):
            if (file := _file(row, mapping, field)) is not None:
                content.files[field] = file
        elif isinstance(one, ReadConversation):
            if turns := conversation(row, mapping, field):
                content.conversations[field] = turns
        elif (text := joined(row, mapping, field)) is not None and text.strip():
            content.texts[field] = text
        if _required(one) and not any(field in kept for kept in (content.texts, content.files, content.conversations)):
            columns = ", ".join(repr(column) for column in mapping.fields.get(field, ()))
            raise RowRefused(
                field, f"there is nothing in {columns or 'any column'}; the form shows it, fill it or leave the row out."
            )
    return content


def _file(row: Fields[str, Any], mapping: Mapping, field: str) -> File | None:
    for column in mapping.fields.get(field, ()):
        value = row.get(column)
        if value is None:
            return None
        try:
            return File(value) if isinstance(value, str) else msgspec.convert(value, File)
        except msgspec.ValidationError:
            reason = f"column {column!r} must hold a file's name, or an object as {{'file': …, 'alt': …}}."
            raise RowRefused(field, reason) from None
    return None


def named_files(payload: Content) -> tuple[tuple[str, File], ...]:
    """The conversations' files, and then the fields' own."""
    said = ((field, file) for field, turns in payload.conversations.items() for turn in turns for file in files(turn.content))
    return *said, *payload.files.items()


def texts(payload: Content) -> tuple[str, ...]:
    said = ["\n\n".join(plain(turn.content) for turn in turns) for turns in payload.conversations.values()]
    found = [*payload.texts.values(), *said, *(file.file for file in payload.files.values())]
    if len(found) > TEXTS_MAX:
        found[TEXTS_MAX - 1 :] = ["\n\n".join(found[TEXTS_MAX - 1 :])]
    return tuple(found) or ("",)


def present(_: Content, __: int) -> tuple[int, ...]:
    return ()


def form(payload: Content, options: FormOptions, _: tuple[int, ...]) -> Form:
    places = Places()
    conversations = {field: places.turns(turns, "") for field, turns in payload.conversations.items()}
    own = {field: place for place, field in enumerate(payload.files, len(named_files(payload)) - len(payload.files))}
    choices = {one.name: names_of(one.options) for one in options.elements if isinstance(one, AskChoice)}
    elements: list[Element] = []
    for one in options.elements:
        if isinstance(one, ReadConversation):
            if one.field in conversations:
                elements.append(msgspec.structs.replace(conversations[one.field], label=one.label))
        elif isinstance(one, ReadFile):
            if one.field in own:
                elements.append(FileBlock(own[one.field], one.label))
        elif isinstance(one, Read):
            if one.field in payload.texts:
                elements.append(TextBlock(payload.texts[one.field], one.label))
        else:
            elements.append(_asking(one, payload, _when(one.when, choices)))
    return Form(tuple(elements), sensitive=options.sensitive)


def _when(given: Given | None, choices: Fields[str, list[str]]) -> When | None:
    return None if given is None else When(given.name, tuple(choices[given.name].index(value) for value in given.values))


def _asking(one: Asked, payload: Content, when: When | None) -> Element:
    if isinstance(one, AskChoice):
        return Choice(one.name, one.label, offered(one.options), when)
    if isinstance(one, AskChoices):
        return Choices(one.name, one.label, offered(one.options), one.least, one.most or len(one.options), when)
    if isinstance(one, AskScale):
        points = tuple(Option(value, label, KEYS[value]) for value, label in enumerate(one.points))
        return Scale(one.name, one.label, points, one.help, None, when)
    if isinstance(one, AskText):
        return FreeText(one.name, one.label, one.required, one.chars_max, when)
    if isinstance(one, AskSpans):
        labels = tuple(
            SpanLabel(name, option.label, option.key)
            for name, option in zip(names_of(one.options), offered(one.options), strict=True)
        )
        return Spans(one.name, one.label, payload.texts[one.field], labels, overlaps=one.overlaps, when=when)
    original = payload.texts[one.field]
    return Rewrite(one.name, one.label, original, original if one.start == "original" else "", 1, one.chars_max, when)


def check(payload: Content, options: FormOptions, order: tuple[int, ...], answer: Fields[str, msgspec.Raw]) -> FormAnswer:
    said = answered(form(payload, options, order), answer)
    return FormAnswer({one.name: _said(one, said[one.name]) for one in _asked(options) if said[one.name] is not None})


def _said(one: Asked, value: Any) -> Said:
    if isinstance(one, AskChoice):
        return names_of(one.options)[int(value)]
    if isinstance(one, AskChoices):
        names = names_of(one.options)
        return tuple(names[each] for each in value)
    written: Said = value + 1 if isinstance(one, AskScale) else value
    return written


def filled_in(_: Content, options: FormOptions, __: tuple[int, ...], answer: FormAnswer) -> dict[str, Any]:
    return {one.name: _sent(one, answer.said[one.name]) for one in _asked(options) if one.name in answer.said}


def _sent(one: Asked, said: Any) -> Any:
    if isinstance(one, AskChoice):
        return names_of(one.options).index(said)
    if isinstance(one, AskChoices):
        return [names_of(one.options).index(name) for name in said]
    return said - 1 if isinstance(one, AskScale) else msgspec.to_builtins(said)


def questions(options: FormOptions) -> tuple[Question, ...]:
    return tuple(question for one in _asked(options) for question, _ in _questions(one))


def _questions(one: Asked) -> Iterator[tuple[Question, str | None]]:
    """What inference is asked of an element; of several options each, yes or no, with the option's name."""
    if isinstance(one, AskChoice):
        yield Question(one.name, tuple(names_of(one.options))), None
    elif isinstance(one, AskScale):
        yield Question(one.name, tuple(str(point) for point in range(1, len(one.points) + 1))), None
    elif isinstance(one, AskChoices):
        for name in names_of(one.options):
            yield Question(f"{one.name}: {name}", ("no", "yes")), name


def votes(options: FormOptions, answer: FormAnswer) -> Votes:
    """A vote on each question that was asked: one that was not asked has none."""
    asked, classes, number = [], [], 0
    for one in _asked(options):
        said = answer.said.get(one.name)
        for question, name in _questions(one):
            if said is not None:
                asked.append(number)
                classes.append(_class(question, name, said))
            number += 1
    return Votes(tuple(asked), tuple(classes), (0.0,) * len(asked))


def _class(question: Question, name: str | None, said: Said) -> int:
    if isinstance(said, tuple):
        return _YES if name in said else _NO
    return question.classes.index(str(said))


def score(_: Content, options: FormOptions, gold: FormAnswer, answer: FormAnswer) -> float:
    """The mean over the elements that either answered: of a choice 1 for the right option, of several the F1, of marks the F1 of
    places with their labels, of a scale 1 less the distance of the points on it, of a text 1 less the edit distance in words over
    the longer text's words."""
    near = [_near(one, gold.said.get(one.name), answer.said.get(one.name)) for one in _asked(options)]
    counted = [one for one in near if one is not None]
    return sum(counted) / len(counted) if counted else 1.0


def _near(one: Asked, right: Said | None, said: Said | None) -> float | None:
    if right is None or said is None:
        return None if right is said else 0.0
    if isinstance(right, tuple) and isinstance(said, tuple):
        return 2 * len(set(right) & set(said)) / (len(right) + len(said)) if right or said else 1.0
    if isinstance(right, Marked) and isinstance(said, Marked):
        marks, others = ({(span.start, span.end, span.label) for span in marked.spans} for marked in (right, said))
        return 2 * len(marks & others) / (len(marks) + len(others)) if marks or others else 1.0
    if isinstance(one, AskScale):
        return 1 - abs(int(str(right)) - int(str(said))) / (len(one.points) - 1)
    if isinstance(one, AskText | AskRewrite):
        return Levenshtein.normalized_similarity(str(right).split(), str(said).split())
    return float(right == said)


def answers(payload: Content, options: FormOptions, labels: tuple[int, ...], said: Sequence[FormAnswer]) -> list[dict[str, Any]]:
    """A row a task: its content by field, what is most believed of each question that anybody was asked, and all answers."""
    believed: dict[str, Any] = {}
    label = iter(labels)
    for one in _asked(options):
        classes = [(question, name, next(label)) for question, name in _questions(one)]
        if not any(one.name in answer.said for answer in said):
            continue
        if isinstance(one, AskChoices):
            believed[one.name] = [name for _, name, klass in classes if klass == _YES]
        elif isinstance(one, AskScale):
            believed[one.name] = classes[0][2] + 1
        elif isinstance(one, AskChoice):
            believed[one.name] = classes[0][0].classes[classes[0][2]]
    content = {
        **payload.texts,
        **{field: file.file for field, file in payload.files.items()},
        **{field: [as_message(turn.role, turn.content) for turn in turns] for field, turns in payload.conversations.items()},
    }
    return [{"content": content, "labels": believed, "answers": [_plain(answer) for answer in said]}]


def _plain(answer: FormAnswer) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(answer.said))
    return found


def examples() -> tuple[Example, ...]:
    row = {"item_id": "1", "post": "its raining cats an dogs", "author": "x"}
    chat = {
        "item_id": "2",
        "talk": [{"role": "user", "content": [{"type": "image", "file": "sky.png", "alt": "The sky."}, "Will it rain?"]}],
        "picture": {"file": "map.png", "alt": "A map."},
        "note": None,
    }
    kind = {
        "element": "choice",
        "name": "kind",
        "label": "What is it?",
        "options": ["weather", {"name": "other", "label": "else"}],
    }
    return (
        Example(
            row,
            {
                "elements": [
                    {"element": "text", "field": "post", "label": {"en": "Post", "ar": "منشور"}},
                    kind,
                    {
                        "element": "free_text",
                        "name": "which",
                        "label": "Which?",
                        "when": {"name": "kind", "values": ["other"]},
                    },
                    {"element": "rewrite", "name": "better", "label": "Mend it", "field": "post"},
                    {"element": "spans", "name": "where", "label": "Mark animals", "field": "post", "options": ["animal"]},
                ]
            },
            {
                "kind": 0,
                "better": "It's raining cats and dogs.",
                "where": {"spans": [{"start": 12, "end": 16, "label": "animal"}]},
            },
        ),
        Example(
            chat,
            {
                "elements": [
                    {"element": "conversation", "field": "talk"},
                    {"element": "file", "field": "picture"},
                    {"element": "text", "field": "note", "required": False},
                    {"element": "choices", "name": "marks", "label": "What applies?", "options": ["polite", "clear"], "least": 1},
                    {"element": "scale", "name": "worth", "label": "How useful?", "points": ["not", "somewhat", "very"]},
                ],
                "sensitive": True,
            },
            {"marks": [1], "worth": 2},
        ),
    )


FORM = TaskType(
    name="form",
    payload_type=Content,
    options_type=FormOptions,
    answer_type=FormAnswer,
    fields=fields,
    guess=guess,
    read=read,
    files=named_files,
    texts=texts,
    present=present,
    form=form,
    check=check,
    filled_in=filled_in,
    questions=questions,
    votes=votes,
    score=score,
    exports={"answers.jsonl": Rows(answers)},
    examples=examples,
)
