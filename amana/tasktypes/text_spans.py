"""Text spans: places of a text marked with labels, with attributes and relations where the project has them. A judgement type.

Offsets are Unicode code points of the text as it was imported, everywhere: in answers, in suggestions that come with a row, in
every export.

Inference is told nothing (see docs/decisions/0024-pointing-into-text.md): it knows questions with a fixed list of classes, and
where somebody marks is none. So nothing is estimated; an export takes what more than half of the annotators marked in the same
way.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Fields
from itertools import pairwise
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from amana.model.desk import Votes
from amana.model.errors import AnswerInvalid
from amana.model.form import KEYS, Attribute, Form, Named, Said, SpanLabel, SpanRelation, Spans, Words
from amana.model.imports import Mapping
from amana.model.pointing import Marked, Relation, Span
from amana.tasktypes.answers import answered, marked
from amana.tasktypes.base import (
    Example,
    Files,
    OptionRefused,
    Question,
    RowRefused,
    Rows,
    TaskType,
    guess_first,
    guess_item_id,
    no_files,
    text_of,
)

QUESTION_CHARS_MAX = 300
NAME_CHARS_MAX = 100
LABELS_MAX = 50
RELATIONS_MAX = 20
ATTRIBUTES_MAX = 10
VALUES_MAX = 20
TEXT_CHARS_MAX = 100_000

_TEXT_COLUMNS = ("text", "sentence", "content", "body", "message", "document", "post", "comment")
# Only what says that it is a proposal. A column called "spans" may hold somebody's answers, which nobody who is asked should see.
_SUGGESTION_COLUMNS = ("suggestions", "suggested_spans", "predictions", "predicted_spans", "pre_annotations")


class Suggestion(msgspec.Struct, frozen=True):
    """A span as a row brings it. `text`, if it is there, must be what stands at that place."""

    start: int
    end: int
    label: str
    attributes: dict[str, str] = {}
    text: str | None = None


class Text(msgspec.Struct, frozen=True):
    """The payload: the text, and what is marked in it to begin with."""

    text: str
    spans: tuple[Span, ...] = ()


class AttributeOption(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may be said of a span besides its label: one of the values, or nothing. `label`: how the interface says it."""

    name: str
    values: Annotated[tuple[str, ...], Meta(min_length=1, max_length=VALUES_MAX)]
    label: Said | None = None


class LabelOption(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A label by the name that answers and exports carry. `label`: how the interface says it."""

    name: str
    label: Said | None = None
    attributes: Annotated[tuple[AttributeOption, ...], Meta(max_length=ATTRIBUTES_MAX)] = ()


class RelationOption(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A relation between two spans; `from_labels` and `to_labels`: of which labels, of any where nothing is listed."""

    name: str
    label: Said | None = None
    from_labels: tuple[str, ...] = ()
    to_labels: tuple[str, ...] = ()


class TextSpansOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`labels`: names, or names with how they are said and their attributes. `overlaps`: whether two spans may share a character.

    `question`: what is asked of the annotator.
    """

    labels: Annotated[tuple[str | LabelOption, ...], Meta(min_length=1, max_length=LABELS_MAX)]
    relations: Annotated[tuple[RelationOption, ...], Meta(max_length=RELATIONS_MAX)] = ()
    overlaps: bool = False
    question: Annotated[str, Meta(max_length=QUESTION_CHARS_MAX)] | Said | None = None

    def __post_init__(self) -> None:
        if isinstance(self.question, Said) and max(len(self.question.en), len(self.question.ar)) > QUESTION_CHARS_MAX:
            raise OptionRefused("question", f"it has at most {QUESTION_CHARS_MAX} characters.")
        labels = _labels(self)
        _check_names("labels", labels)
        for label in labels:
            _check_names("labels", label.attributes)
            for attribute in label.attributes:
                _check_names("labels", tuple(LabelOption(value) for value in attribute.values))
        _check_names("relations", self.relations)
        known = {label.name for label in labels}
        for relation in self.relations:
            for name in (*relation.from_labels, *relation.to_labels):
                if name not in known:
                    raise OptionRefused("relations", f"{relation.name!r} joins the label {name!r}, which there is not.")


def _labels(options: TextSpansOptions) -> tuple[LabelOption, ...]:
    return tuple(LabelOption(one) if isinstance(one, str) else one for one in options.labels)


def _check_names(field: str, named: Sequence[LabelOption | AttributeOption | RelationOption]) -> None:
    names = [one.name for one in named]
    for one in named:
        # Formats that part their columns by blanks carry every name as it is.
        if not one.name.isprintable() or one.name.split() != [one.name] or len(one.name) > NAME_CHARS_MAX:
            needs = f"needs 1 to {NAME_CHARS_MAX} characters that can be printed, and no blanks"
            raise OptionRefused(field, f"the name {one.name[:NAME_CHARS_MAX]!r} {needs}.")
        if names.count(one.name) > 1:
            raise OptionRefused(field, f"{one.name!r} is there twice.")
        if one.label is not None and not all(0 < len(said) <= NAME_CHARS_MAX for said in (one.label.en, one.label.ar)):
            raise OptionRefused(field, f"the label of {one.name!r} needs 1 to {NAME_CHARS_MAX} characters in each language.")


def fields(_: TextSpansOptions) -> dict[str, tuple[int, int]]:
    return {"text": (1, 1), "suggestions": (0, 1), "item_id": (0, 1)}


def guess(columns: Sequence[str], _: TextSpansOptions) -> Mapping:
    item_id, suggestions = guess_item_id(columns), guess_first(columns, _SUGGESTION_COLUMNS)
    # Where no column is named like a text, the first one left: the reader of the plan sees and mends it.
    rest = tuple(name for name in columns if name not in (*item_id, *suggestions))
    found = {"text": guess_first(columns, _TEXT_COLUMNS) or rest[:1], "suggestions": suggestions, "item_id": item_id}
    return Mapping({field: mapped for field, mapped in found.items() if mapped})


def read(row: Fields[str, Any], mapping: Mapping, options: TextSpansOptions) -> Text:
    [column] = mapping.fields["text"]
    text = text_of(row, "text", column)
    if text is None or not text.strip():
        raise RowRefused("text", f"there is no text in {column!r}; write one, or leave the row out.")
    if len(text) > TEXT_CHARS_MAX:
        raise RowRefused("text", f"it has {len(text)} characters; {TEXT_CHARS_MAX} is the limit.")
    return Text(
        text,
        tuple(span for column in mapping.fields.get("suggestions", ()) for span in _suggested(row.get(column), text, options)),
    )


def _suggested(value: object, text: str, options: TextSpansOptions) -> tuple[Span, ...]:
    try:
        suggestions = msgspec.convert(value or (), tuple[Suggestion, ...])
        found = marked(
            _element(text, (), options), Marked(tuple(Span(one.start, one.end, one.label, one.attributes) for one in suggestions))
        )
    except msgspec.ValidationError as error:
        reason = "it must hold a list of spans, each with start, end and label"
        raise RowRefused("suggestions", f"{reason} ({error}).") from None
    except AnswerInvalid as invalid:
        raise RowRefused("suggestions", invalid.reason) from None
    for one in suggestions:
        there = text[one.start : one.end]
        if one.text is not None and one.text != there:
            reason = f"a span from {one.start} to {one.end} is said to be {one.text[:50]!r}, and {there[:50]!r} stands there"
            raise RowRefused("suggestions", f"{reason}; offsets count Unicode code points from 0.")
    return found.spans


def texts(payload: Text) -> tuple[str, ...]:
    return (payload.text,)


def present(_: Text, __: int) -> tuple[int, ...]:
    return ()


def form(payload: Text, options: TextSpansOptions, _: tuple[int, ...]) -> Form:
    return Form((_element(payload.text, payload.spans, options),))


def _element(text: str, start: tuple[Span, ...], options: TextSpansOptions) -> Spans:
    labels = _labels(options)
    every = tuple(label.name for label in labels)
    return Spans(
        "spans",
        options.question or Said("Mark every place that has a label", "علّم كل موضع له تسمية"),
        text,
        tuple(
            SpanLabel(label.name, _said(label), KEYS[at] if at < len(KEYS) else None, tuple(map(_attribute, label.attributes)))
            for at, label in enumerate(labels)
        ),
        tuple(SpanRelation(one.name, _said(one), one.from_labels or every, one.to_labels or every) for one in options.relations),
        options.overlaps,
        start,
    )


def _attribute(option: AttributeOption) -> Attribute:
    return Attribute(option.name, _said(option), tuple(Named(value, value) for value in option.values))


def _said(option: LabelOption | AttributeOption | RelationOption) -> Words:
    return option.label or option.name


def check(payload: Text, options: TextSpansOptions, order: tuple[int, ...], answer: Fields[str, msgspec.Raw]) -> Marked:
    found: Marked = answered(form(payload, options, order), answer)["spans"]
    return found


def filled_in(_: Text, __: TextSpansOptions, ___: tuple[int, ...], answer: Marked) -> dict[str, Any]:
    return {"spans": msgspec.to_builtins(answer)}


def questions(_: TextSpansOptions) -> tuple[Question, ...]:
    return ()


def votes(_: TextSpansOptions, __: Marked) -> Votes:
    return Votes()


def score(_: Text, __: TextSpansOptions, gold: Marked, answer: Marked) -> float:
    """F1 of the spans that agree in beginning, end and label, as CoNLL's shared tasks score names.

    Attributes and relations do not count.
    """
    right, given = ({_mark(span) for span in one.spans} for one in (gold, answer))
    return 2 * len(right & given) / (len(right) + len(given)) if right or given else 1.0


def agreed(answers: Sequence[Marked]) -> Marked:
    """What more than half of the answers have: spans by place and label, of these the attributes, and the relations between them.

    An attribute's value is that of more than half of those who marked the span. No two spans overlap unless somebody's did.
    """
    marks = Counter(_mark(span) for one in answers for span in one.spans)
    said = Counter((_mark(span), *named) for one in answers for span in one.spans for named in span.attributes.items())
    joined = Counter(
        (_mark(one.spans[relation.from_]), _mark(one.spans[relation.to]), relation.label)
        for one in answers
        for relation in one.relations
    )
    attributes: dict[_Mark, dict[str, str]] = {mark: {} for mark in marks}
    for (mark, name, value), count in sorted(said.items()):
        if 2 * count > marks[mark]:
            attributes[mark][name] = value
    kept = sorted(mark for mark, count in marks.items() if 2 * count > len(answers))
    number = {mark: at for at, mark in enumerate(kept)}
    # Whoever joins two spans marked both: most people's relation has most people's spans.
    relations = sorted(
        (number[head], number[tail], label) for (head, tail, label), count in joined.items() if 2 * count > len(answers)
    )
    return Marked(
        tuple(Span(start, end, label, attributes[start, end, label]) for start, end, label in kept),
        tuple(Relation(head, tail, label) for head, tail, label in relations),
    )


_Mark = tuple[int, int, str]


def _mark(span: Span) -> _Mark:
    return span.start, span.end, span.label


def rows(payload: Text, _: TextSpansOptions, __: tuple[int, ...], answers: Sequence[Marked]) -> list[dict[str, Any]]:
    """The text with its spans, as spaCy's and Hugging Face's readers of JSON take them."""
    found = agreed(answers)
    spans = [msgspec.to_builtins(span) | {"text": payload.text[span.start : span.end]} for span in found.spans]
    return [{"text": payload.text, "spans": spans, "relations": list(map(msgspec.to_builtins, found.relations))}]


def brat(payload: Text, _: TextSpansOptions, __: tuple[int, ...], answers: Sequence[Marked]) -> dict[str, str]:
    """The text and its standoff file, as brat and its many readers have them."""
    found = agreed(answers)
    lines, attributes = [], 0
    for number, span in enumerate(found.spans, 1):
        # A line of the format holds no line end, so that a span over several lines is one of several fragments.
        fragments = [
            (span.start + piece.start(), span.start + piece.end())
            for piece in re.finditer(r"[^\r\n]+", payload.text[span.start : span.end])
        ]
        places = ";".join(f"{start} {end}" for start, end in fragments)
        lines.append(f"T{number}\t{span.label} {places}\t{' '.join(payload.text[start:end] for start, end in fragments)}")
        for name, value in span.attributes.items():
            attributes += 1
            lines.append(f"A{attributes}\t{name} T{number} {value}")
    for number, relation in enumerate(found.relations, 1):
        lines.append(f"R{number}\t{relation.label} Arg1:T{relation.from_ + 1} Arg2:T{relation.to + 1}")
    return {".txt": payload.text, ".ann": "".join(f"{line}\n" for line in lines)}


def conll(payload: Text, _: TextSpansOptions, __: tuple[int, ...], answers: Sequence[Marked]) -> dict[str, str] | str:
    """A token a line: itself, where it begins and ends, and its BIO tag last. An empty line where the text has a line end outside
    of spans.

    Attributes, relations and blanks at the ends of spans have no place in it, and two spans that overlap neither.
    """
    spans = agreed(answers).spans
    if any(before.end > after.start for before, after in pairwise(spans)):
        return "overlapping"
    inside = {at: number for number, span in enumerate(spans) for at in range(span.start, span.end)}
    lines: list[str] = []
    tagged, last = None, 0
    for start, end in tokens(payload.text, {edge for span in spans for edge in (span.start, span.end)}):
        number = inside.get(start)
        if lines and (number is None or number != tagged) and "\n" in payload.text[last:start]:
            lines.append("")
        tag = "O" if number is None else f"{'I' if number == tagged else 'B'}-{spans[number].label}"
        lines.append(f"{payload.text[start:end]} {start} {end} {tag}")
        tagged, last = number, end
    return {".conll": "".join(f"{line}\n" for line in lines)}


def tokens(text: str, edges: set[int]) -> Iterator[tuple[int, int]]:
    """Words and single signs that are neither words nor blanks, each with its marks, cut at the edges too."""
    start, kind = 0, "blank"
    for at, character in enumerate(text):
        now = _kind(character)
        goes_on = now == kind != "sign" or (now == "mark" and kind != "blank")
        if goes_on and at not in edges:
            continue
        if kind != "blank":
            yield start, at
        start, kind = at, "sign" if now == "mark" else now
    if kind != "blank":
        yield start, len(text)


def _kind(character: str) -> str:
    if character.isspace():
        return "blank"
    category = unicodedata.category(character)
    if category[0] == "M" or character in "\u200c\u200d":
        return "mark"
    return "word" if category[0] in "LN" or character == "_" else "sign"


def examples() -> tuple[Example, ...]:
    text = "Maryam met Dr. Otto in 🌉 Basra. قالت مريم: «أهلًا»."
    plain = ["person", "place"]
    labels = [
        {"name": "person", "label": {"en": "person", "ar": "شخص"}, "attributes": [{"name": "known", "values": ["yes", "no"]}]},
        "title",
        "place",
    ]
    met = {"name": "met_in", "from_labels": ["person"], "to_labels": ["place"]}
    suggested = [{"start": 0, "end": 6, "label": "person", "text": "Maryam"}]
    marks = [{"start": 0, "end": 6, "label": "person"}, {"start": 25, "end": 30, "label": "place"}]
    nested = [
        {"start": 11, "end": 19, "label": "person", "attributes": {"known": "no"}},
        {"start": 11, "end": 14, "label": "title"},
        {"start": 25, "end": 30, "label": "place"},
    ]
    return (
        Example({"item_id": "1", "text": text, "model": "x"}, {"labels": plain}, {"spans": {"spans": marks}}),
        Example(
            {"text": text, "suggestions": suggested},
            {"labels": labels, "relations": [met], "overlaps": True, "question": "Who met where?"},
            {"spans": {"spans": nested, "relations": [{"from": 0, "to": 2, "label": "met_in"}]}},
        ),
        Example({"text": "Nobody."}, {"labels": plain}, {}),
    )


TEXT_SPANS = TaskType(
    name="text_spans",
    fields=fields,
    payload_type=Text,
    options_type=TextSpansOptions,
    answer_type=Marked,
    guess=guess,
    read=read,
    files=no_files,
    texts=texts,
    present=present,
    form=form,
    check=check,
    filled_in=filled_in,
    questions=questions,
    votes=votes,
    score=score,
    exports={"spans.jsonl": Rows(rows), "brat.zip": Files(brat), "conll.zip": Files(conll)},
    examples=examples,
)
