"""The form as data: what a page draws without knowing task types. One struct an element, told apart by `element`.

Elements that are read have no `name`. Elements that ask are answered under their `name`; one with `when` is asked only while the
choice that it names stands at one of its values. What fits as an answer to which element is in `tasktypes/answers.py`.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import msgspec

from amana.model.pointing import Span
from amana.model.transcripts import Region

# The physical keys (KeyboardEvent.code) that pick options, in order. The desk's own are undo (U), skip (S),
# the ways out (N, O, G), pause (P), what lies beside the task (H) and the veil (B).
KEYS = (*(f"Digit{digit}" for digit in "1234567890"), *(f"Key{letter}" for letter in "ACDEFIJKLMQRTVWXYZ"))


class Said(msgspec.Struct, frozen=True):
    """A short text of the interface in each of its languages."""

    en: str
    ar: str


Words = str | Said


class TextPart(msgspec.Struct, frozen=True, tag_field="part", tag="text"):
    """A text within content."""

    text: str


class FilePart(msgspec.Struct, frozen=True, tag_field="part", tag="file"):
    """A file within content, by its place in `Form.media`."""

    file: int


Part = TextPart | FilePart


class TextBlock(msgspec.Struct, frozen=True, tag_field="element", tag="text"):
    """Content to read. It is never trusted as HTML."""

    text: str
    label: Words | None = None


class FileBlock(msgspec.Struct, frozen=True, tag_field="element", tag="file"):
    """A file to look at or listen to, by its place in `Form.media`."""

    file: int
    label: Words | None = None


class Turn(msgspec.Struct, frozen=True):
    """What one side of a conversation says. `role`: user, assistant, system, or a name of the client's own."""

    role: str
    parts: tuple[Part, ...]


class Conversation(msgspec.Struct, frozen=True, tag_field="element", tag="conversation"):
    """A conversation to read, from its beginning."""

    turns: tuple[Turn, ...]
    label: Words | None = None


class Panels(msgspec.Struct, frozen=True, tag_field="element", tag="panels"):
    """Contents side by side, each of parts, in the order in which this person sees them."""

    label: Words
    items: tuple[tuple[Part, ...], ...]


class When(msgspec.Struct, frozen=True):
    """The choice `name` of the same form stands at one of `values`."""

    name: str
    values: tuple[int, ...]


class Option(msgspec.Struct, frozen=True):
    """One answer of a choice; `key` is the physical key that picks it (KeyboardEvent.code), None where keys have run out."""

    value: int
    label: Words
    key: str | None


class Choice(msgspec.Struct, frozen=True, tag_field="element", tag="choice"):
    """Exactly one of several; answered under `name` with the option's value."""

    name: str
    label: Words
    options: tuple[Option, ...]
    when: When | None = None


class Choices(msgspec.Struct, frozen=True, tag_field="element", tag="choices"):
    """At least `least` and at most `most` of several; answered under `name` with the list of their values."""

    name: str
    label: Words
    options: tuple[Option, ...]
    least: int
    most: int
    when: When | None = None


class TreeNode(msgspec.Struct, frozen=True):
    """A node of a tree that is listed from top to bottom; `value` is None where the annotator must go deeper."""

    label: Words
    depth: int
    value: int | None


class TreeChoice(msgspec.Struct, frozen=True, tag_field="element", tag="tree"):
    """One node of a tree, found level by level; answered under `name` with the node's value."""

    name: str
    label: Words
    nodes: tuple[TreeNode, ...]
    when: When | None = None


class Scale(msgspec.Struct, frozen=True, tag_field="element", tag="scale"):
    """A rating: one point of an ordered few, each with what it stands for; answered under `name` with the point's value.

    `help`: what is rated, in a sentence. `panel`: which of the panels is rated, by its place; None: all that is read.
    """

    name: str
    label: Words
    points: tuple[Option, ...]
    help: Words | None = None
    panel: int | None = None
    when: When | None = None


class FreeText(msgspec.Struct, frozen=True, tag_field="element", tag="free_text"):
    """Text the annotator writes; answered under `name`."""

    name: str
    label: Words
    required: bool
    chars_max: int
    when: When | None = None


class Rewrite(msgspec.Struct, frozen=True, tag_field="element", tag="rewrite"):
    """A text to read and, beside it, one to write that begins as `start`; answered under `name` with what was written.

    The answer is not the original, and has `chars_min` to `chars_max` characters that are not all blank.
    """

    name: str
    label: Words
    original: str
    start: str
    chars_min: int
    chars_max: int
    when: When | None = None


class Named(msgspec.Struct, frozen=True):
    """Something that answers carry by its `name`, and how people read it."""

    name: str
    label: Words


class Attribute(msgspec.Struct, frozen=True):
    """What may be said of a span besides its label: one of the values, or nothing."""

    name: str
    label: Words
    values: tuple[Named, ...]


class SpanLabel(msgspec.Struct, frozen=True):
    """What a place can be marked as; `key` is the physical key that marks it, None where keys have run out."""

    name: str
    label: Words
    key: str | None
    attributes: tuple[Attribute, ...] = ()


class SpanRelation(msgspec.Struct, frozen=True):
    """What a span that has one of the labels `from_labels` can be to one that has one of `to_labels`."""

    name: str
    label: Words
    from_labels: tuple[str, ...]
    to_labels: tuple[str, ...]


class Spans(msgspec.Struct, frozen=True, tag_field="element", tag="spans"):
    """A text to mark places in; answered under `name` with what is marked (`Marked`).

    `overlaps`: whether two spans may have a character in common. `start`: what is marked to begin with, and is the answer of
    whoever changes nothing.
    """

    name: str
    label: Words
    text: str
    labels: tuple[SpanLabel, ...]
    relations: tuple[SpanRelation, ...] = ()
    overlaps: bool = False
    start: tuple[Span, ...] = ()
    when: When | None = None


class Source(msgspec.Struct, frozen=True):
    """A document to read and quote from."""

    text: str
    label: Words | None = None


class Sources(msgspec.Struct, frozen=True, tag_field="element", tag="sources"):
    """Documents to read, beside what is asked; at most one such element a form. Quotes are places in them."""

    label: Words
    sources: tuple[Source, ...]


class Quote(msgspec.Struct, frozen=True, tag_field="element", tag="quote"):
    """A place in one of the form's sources; answered under `name` with it (`Quoted`), or with null where it is not required.

    `key` is the physical key that takes what is selected in the sources for the first quote that is asked and still open.
    """

    name: str
    label: Words
    required: bool
    key: str | None = None
    when: When | None = None


class Transcript(msgspec.Struct, frozen=True, tag_field="element", tag="transcript"):
    """What is said in a recording, to be written down; answered under `name` with the list of its regions in order, or, without
    `timestamps`, with one text. Left as it begins it is answered too.

    `file`: the recording, by its place in `Form.media`. `speakers`: the names of those who are told apart; none: nobody is.
    `start`, `start_text`: what is written to begin with. `chars_max`: of all that is written together.
    """

    name: str
    label: Words
    file: int
    speakers: tuple[str, ...]
    timestamps: bool
    start: tuple[Region, ...]
    start_text: str
    chars_max: int
    when: When | None = None


Reading = TextBlock | FileBlock | Conversation | Panels | Sources
Asking = Choice | Choices | TreeChoice | Scale | FreeText | Rewrite | Transcript | Spans | Quote
Element = Reading | Asking


class ShownMedia(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a task, and where this reader finds it. `alt`: what it is, for who can't see it.

    `playable_path`: what a page plays. Of a recording, under `peaks_path` and one of `peaks_per_second` (`…/peaks/100`) are a
    pair of int8 a bucket, the least and the greatest sample of it, once a sweep has made them.
    """

    media_id: UUID
    path: str
    media_type: str
    alt: str
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    playable_path: str | None = None
    peaks_path: str | None = None
    peaks_per_second: tuple[int, ...] = ()


class Form(msgspec.Struct, frozen=True):
    """What one task looks like to one annotator, top to bottom.

    `media`: the files of the task; those that no element refers to are drawn above the elements. `sensitive`: what is read may
    hurt, and is veiled until the reader asks for it.
    """

    elements: tuple[Element, ...]
    media: tuple[ShownMedia, ...] = ()
    sensitive: bool = False


def by_appearance(form: Form) -> tuple[Form, tuple[int, ...]]:
    """The form with its files' places counted as they appear from top to bottom, and the former place of each.

    Responses are shown in an order that is drawn; the files' own order would tell whoever looks which of them came first.
    """
    elements = msgspec.to_builtins(form.elements)
    former: list[int] = []
    for holder in _holders(elements):
        if holder["file"] not in former:
            former.append(holder["file"])
        holder["file"] = former.index(holder["file"])
    return msgspec.structs.replace(form, elements=msgspec.convert(elements, tuple[Element, ...])), tuple(former)


def _holders(node: Any) -> Iterator[dict[str, Any]]:
    """The parts and elements that refer to a file, from top to bottom."""
    if isinstance(node, dict):
        if isinstance(node.get("file"), int):
            yield node
        node = tuple(node.values())
    if isinstance(node, list | tuple):
        for inner in node:
            yield from _holders(inner)
