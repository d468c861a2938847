"""The form as data: what a page draws without knowing task types. One struct an element, told apart by `element`."""

import msgspec


class Said(msgspec.Struct, frozen=True):
    """A short text of the interface in each of its languages."""

    en: str
    ar: str


class TextBlock(msgspec.Struct, frozen=True, tag_field="element", tag="text"):
    """Content to read. It is never trusted as HTML."""

    text: str
    label: Said | None = None


class Panels(msgspec.Struct, frozen=True, tag_field="element", tag="panels"):
    """Contents side by side, in the order in which this person sees them."""

    label: Said
    items: tuple[str, ...]


class Option(msgspec.Struct, frozen=True):
    """One answer of a choice; `key` is the physical key that picks it (KeyboardEvent.code)."""

    value: int
    label: Said
    key: str


class Choice(msgspec.Struct, frozen=True, tag_field="element", tag="choice"):
    """Exactly one of several; answered under `name` with the option's value."""

    name: str
    label: str | Said
    options: tuple[Option, ...]


class FreeText(msgspec.Struct, frozen=True, tag_field="element", tag="free_text"):
    """Text the annotator writes; answered under `name`."""

    name: str
    label: Said
    required: bool
    chars_max: int


Element = TextBlock | Panels | Choice | FreeText


class Form(msgspec.Struct, frozen=True):
    """What one task looks like to one annotator, top to bottom."""

    elements: tuple[Element, ...]
