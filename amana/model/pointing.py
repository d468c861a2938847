"""Places in a text: from `start` up to `end`, counted in Unicode code points of the text as it was imported."""

import msgspec


class Span(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A labelled place; `attributes`: what else is said of it, by name."""

    start: int
    end: int
    label: str
    attributes: dict[str, str] = {}


class Relation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one span is to another, each by its number in the list of spans, from 0."""

    from_: int = msgspec.field(name="from")
    to: int
    label: str


class Marked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody marked in a text. In canonical order: spans by where they begin and end, relations by their spans."""

    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()


class Quoted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place in one of several sources, which are numbered from 0."""

    source: int
    start: int
    end: int
