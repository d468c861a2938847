"""An answer held against its form: what a widget could send is accepted, nothing else. One function an element that asks."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec

from amana.core.transcripts import wrong_with
from amana.model.errors import AnswerInvalid
from amana.model.form import (
    Asking,
    Choice,
    Choices,
    Form,
    FreeText,
    Quote,
    Rewrite,
    Scale,
    Sources,
    Spans,
    Transcript,
    TreeChoice,
)
from amana.model.pointing import Marked, Quoted, Relation, Span
from amana.model.transcripts import Region

REGIONS_MAX = 10_000
SPANS_MAX = 2_000
RELATIONS_MAX = 2_000

Value = TypeVar("Value")


def answered(form: Form, answer: Mapping[str, msgspec.Raw]) -> dict[str, Any]:
    """What was answered to each element that asks, by its name: None where it is not asked now, or may stay open and was left so.

    A choice, a node and a point are their values, several choices a tuple of them in ascending order. Raises AnswerInvalid, which
    names the element.
    """
    asked = [element for element in form.elements if isinstance(element, Asking)]
    names = {element.name for element in asked}
    for unknown in sorted(set(answer) - names):
        raise AnswerInvalid(field=unknown, reason="this form has no such element.")
    said: dict[str, Any] = {}
    for element in asked:
        sent = answer.get(element.name, _NOTHING)
        if element.when is not None and said.get(element.when.name) not in element.when.values:
            if sent != _NOTHING:
                raise AnswerInvalid(
                    field=element.name, reason=f"it is not asked as {element.when.name} is answered; leave it out."
                )
            said[element.name] = None
        else:
            said[element.name] = _CHECKS[type(element)](form, element, sent)
    return said


_NOTHING = msgspec.Raw(b"null")


def decoded(element: Asking, sent: msgspec.Raw, kind: type[Value], reason: str) -> Value:
    """What was sent, as `kind`. Raises AnswerInvalid with the reason."""
    try:
        return msgspec.json.decode(sent, type=kind)
    except (msgspec.DecodeError, RecursionError):
        raise AnswerInvalid(field=element.name, reason=reason) from None


def _one_of(element: Asking, sent: msgspec.Raw, values: list[int]) -> int:
    reason = f"choose one of its {len(values)} options, by its value from {min(values)} to {max(values)}."
    chosen = decoded(element, sent, int, reason)
    if chosen not in values:
        raise AnswerInvalid(field=element.name, reason=reason)
    return chosen


def _choice(_: Form, element: Choice, sent: msgspec.Raw) -> int:
    return _one_of(element, sent, [option.value for option in element.options])


def _scale(_: Form, element: Scale, sent: msgspec.Raw) -> int:
    return _one_of(element, sent, [point.value for point in element.points])


def _tree(_: Form, element: TreeChoice, sent: msgspec.Raw) -> int:
    return _one_of(element, sent, [node.value for node in element.nodes if node.value is not None])


def _choices(_: Form, element: Choices, sent: msgspec.Raw) -> tuple[int, ...]:
    chosen = () if sent == _NOTHING else decoded(element, sent, tuple[int, ...], "it must be a list of numbers.")
    values = [option.value for option in element.options]
    if not set(chosen) <= set(values):
        raise AnswerInvalid(
            field=element.name, reason=f"there is no such option; they are numbered {min(values)} to {max(values)}."
        )
    if len(set(chosen)) < len(chosen):
        raise AnswerInvalid(field=element.name, reason="it names an option twice.")
    if not element.least <= len(chosen) <= element.most:
        raise AnswerInvalid(field=element.name, reason=f"choose {element.least} to {element.most} of the options.")
    return tuple(sorted(chosen))


def _free_text(_: Form, element: FreeText, sent: msgspec.Raw) -> str | None:
    text = None if sent == _NOTHING else decoded(element, sent, str, "it must be text.")
    if text is not None and len(text) > element.chars_max:
        raise AnswerInvalid(field=element.name, reason=f"it has {len(text)} characters; {element.chars_max} is the limit.")
    if element.required and not (text or "").strip():
        raise AnswerInvalid(field=element.name, reason="nothing is written in it; write it, or skip the task.")
    return text or None


def _rewrite(_: Form, element: Rewrite, sent: msgspec.Raw) -> str:
    text = decoded(element, sent, str, "it must be text.")
    if not text.strip():
        raise AnswerInvalid(field=element.name, reason="nothing is written in it.")
    if not element.chars_min <= len(text) <= element.chars_max:
        limits = f"it takes {element.chars_min} to {element.chars_max}"
        raise AnswerInvalid(field=element.name, reason=f"it has {len(text)} characters; {limits}.")
    if _same(text, element.original):
        raise AnswerInvalid(field=element.name, reason="it is the original, unchanged; change it, or skip the task.")
    return text


def _same(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but the ends of lines and of the text: a browser writes those its own way."""
    return re.sub(r"\r\n?", "\n", one).strip() == re.sub(r"\r\n?", "\n", other).strip()


def _transcript(_: Form, element: Transcript, sent: msgspec.Raw) -> tuple[Region, ...] | str:
    """The regions, or the text where there are no timestamps."""
    if not element.timestamps:
        said = element.start_text if sent == _NOTHING else decoded(element, sent, str, "it must be text.")
        texts = [said]
    else:
        reason = "it must be a list of regions, each with start_ms, end_ms, speaker and text."
        regions = element.start if sent == _NOTHING else decoded(element, sent, tuple[Region, ...], reason)
        if len(regions) > REGIONS_MAX:
            raise AnswerInvalid(field=element.name, reason=f"it has {len(regions)} regions; {REGIONS_MAX} is the limit.")
        if wrong := wrong_with(regions, None, element.speakers):
            raise AnswerInvalid(field=element.name, reason=wrong)
        texts = [one.text for one in regions]
    if not any(text.strip() for text in texts):
        raise AnswerInvalid(field=element.name, reason="nothing is written in it; write what is said, or skip the task.")
    length = sum(map(len, texts))
    if length > element.chars_max:
        raise AnswerInvalid(field=element.name, reason=f"it has {length} characters; {element.chars_max} is the limit.")
    return regions if element.timestamps else said


def within_files(form: Form, answer: Mapping[str, msgspec.Raw]) -> None:
    """What a task type can't check, because only the desk knows the files of a task: that nothing is said after the end of a
    recording of known length. `form` has its files. Raises AnswerInvalid."""
    for element in form.elements:
        if isinstance(element, Transcript) and element.timestamps and (regions := answered(form, answer)[element.name]):
            wrong = wrong_with(regions, form.media[element.file].duration_ms, element.speakers)
            if wrong:
                raise AnswerInvalid(field=element.name, reason=wrong)


def _spans(_: Form, element: Spans, sent: msgspec.Raw) -> Marked:
    if sent == _NOTHING:
        return marked(element, Marked(element.start))
    return marked(element, decoded(element, sent, Marked, "it must be spans and relations, as the form describes them."))


def marked(element: Spans, found: Marked) -> Marked:
    """The same in canonical order: spans by where they begin and end, relations by their spans. Raises AnswerInvalid."""
    if len(found.spans) > SPANS_MAX or len(found.relations) > RELATIONS_MAX:
        raise AnswerInvalid(field=element.name, reason=f"at most {SPANS_MAX} spans and {RELATIONS_MAX} relations can be marked.")
    for span in found.spans:
        if reason := _unfit(element, span):
            raise AnswerInvalid(field=element.name, reason=f"the span from {span.start} to {span.end} {reason}.")
    order = sorted(range(len(found.spans)), key=lambda at: _place(found.spans[at]))
    spans = tuple(found.spans[at] for at in order)
    reach = 0
    for before, span in zip((None, *spans), spans, strict=False):
        if before is not None and _place(before) == _place(span):
            raise AnswerInvalid(field=element.name, reason=f"from {span.start} to {span.end} is marked as {span.label!r} twice.")
        if span.start < reach and not element.overlaps:
            raise AnswerInvalid(field=element.name, reason=f"the span from {span.start} to {span.end} overlaps another one.")
        reach = max(reach, span.end)
    place = {at: number for number, at in enumerate(order)}
    return Marked(spans, _related(element, found, place))


def _place(span: Span) -> tuple[int, int, str]:
    return span.start, span.end, span.label


def _unfit(element: Spans, span: Span) -> str | None:
    """What is wrong with a span by itself; None if nothing is."""
    if not 0 <= span.start < span.end <= len(element.text):
        return f"is no place in a text of {len(element.text)} characters"
    if element.text[span.start : span.end].isspace():
        return "marks nothing but blanks"
    label = next((one for one in element.labels if one.name == span.label), None)
    if label is None:
        return f"has the label {span.label!r:.100}, which there is not"
    for name, value in span.attributes.items():
        attribute = next((one for one in label.attributes if one.name == name), None)
        if attribute is None:
            return f"has an attribute {name!r:.100}, which its label has not"
        if value not in {one.name for one in attribute.values}:
            return f"has {value!r:.100} as its {name!r}, which there is not"
    return None


def _related(element: Spans, found: Marked, place: Mapping[int, int]) -> tuple[Relation, ...]:
    """The relations between spans that are now at other places, in their order. Raises AnswerInvalid."""
    for relation in found.relations:
        known = next((one for one in element.relations if one.name == relation.label), None)
        ends = (relation.from_, relation.to)
        if known is None:
            raise AnswerInvalid(field=element.name, reason=f"there is no relation {relation.label!r:.100}.")
        if not set(ends) <= set(place) or relation.from_ == relation.to:
            raise AnswerInvalid(field=element.name, reason=f"a relation {relation.label!r} does not join two of the spans.")
        head, tail = (found.spans[end].label for end in ends)
        if head not in known.from_labels or tail not in known.to_labels:
            raise AnswerInvalid(field=element.name, reason=f"{relation.label!r} can't lead from {head!r} to {tail!r}.")
    related = [Relation(place[one.from_], place[one.to], one.label) for one in found.relations]
    if len(set(related)) < len(related):
        raise AnswerInvalid(field=element.name, reason="it has a relation twice.")
    return tuple(sorted(related, key=lambda one: (one.from_, one.to, one.label)))


def _quote(form: Form, element: Quote, sent: msgspec.Raw) -> Quoted | None:
    if sent == _NOTHING:
        if element.required:
            raise AnswerInvalid(field=element.name, reason="nothing is quoted; mark the words in a source, or skip the task.")
        return None
    quoted = decoded(element, sent, Quoted, "it must be a source and where in it the quote begins and ends.")
    sources = [source for one in form.elements if isinstance(one, Sources) for source in one.sources]
    if not 0 <= quoted.source < len(sources):
        raise AnswerInvalid(field=element.name, reason=f"there are {len(sources)} sources, numbered from 0.")
    text = sources[quoted.source].text
    if not 0 <= quoted.start < quoted.end <= len(text):
        raise AnswerInvalid(field=element.name, reason=f"it is no place in a source of {len(text)} characters.")
    if text[quoted.start : quoted.end].isspace():
        raise AnswerInvalid(field=element.name, reason="it quotes nothing but blanks.")
    return quoted


_CHECKS: dict[type, Callable[[Form, Any, msgspec.Raw], Any]] = {
    Choice: _choice,
    Choices: _choices,
    TreeChoice: _tree,
    Scale: _scale,
    FreeText: _free_text,
    Rewrite: _rewrite,
    Transcript: _transcript,
    Spans: _spans,
    Quote: _quote,
}
