"""The form as data: what a page draws without knowing task types. One struct an element, told apart by `element`."""

from uuid import UUID

import msgspec

# The physical keys (KeyboardEvent.code) that pick options, in order. U and S are the desk's own: undo and skip.
KEYS = (*(f"Digit{digit}" for digit in "1234567890"), *(f"Key{letter}" for letter in "ABCDEFGHIJKLMNOPQRTVWXYZ"))


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
    """One answer of a choice; `key` is the physical key that picks it (KeyboardEvent.code), None where keys have run out."""

    value: int
    label: str | Said
    key: str | None


class Choice(msgspec.Struct, frozen=True, tag_field="element", tag="choice"):
    """Exactly one of several; answered under `name` with the option's value."""

    name: str
    label: str | Said
    options: tuple[Option, ...]


class Choices(msgspec.Struct, frozen=True, tag_field="element", tag="choices"):
    """At least `least` and at most `most` of several; answered under `name` with the list of their values."""

    name: str
    label: str | Said
    options: tuple[Option, ...]
    least: int
    most: int


class TreeNode(msgspec.Struct, frozen=True):
    """A node of a tree that is listed from top to bottom; `value` is None where the annotator must go deeper."""

    label: str | Said
    depth: int
    value: int | None


class TreeChoice(msgspec.Struct, frozen=True, tag_field="element", tag="tree"):
    """One node of a tree, found level by level; answered under `name` with the node's value."""

    name: str
    label: str | Said
    nodes: tuple[TreeNode, ...]


class FreeText(msgspec.Struct, frozen=True, tag_field="element", tag="free_text"):
    """Text the annotator writes; answered under `name`."""

    name: str
    label: Said
    required: bool
    chars_max: int


class Rewrite(msgspec.Struct, frozen=True, tag_field="element", tag="rewrite"):
    """A text to read and, beside it, one to write that begins as `start`; answered under `name` with what was written.

    The answer is not the original, and has `chars_min` to `chars_max` characters that are not all blank.
    """

    name: str
    label: str | Said
    original: str
    start: str
    chars_min: int
    chars_max: int


Element = TextBlock | Panels | Choice | Choices | TreeChoice | FreeText | Rewrite


class ShownMedia(msgspec.Struct, frozen=True, kw_only=True):
    """A file that the task shows above its elements, and where this reader finds it. `alt`: what it is, for who can't see it."""

    media_id: UUID
    path: str
    media_type: str
    alt: str
    width: int | None = None
    height: int | None = None


class Form(msgspec.Struct, frozen=True):
    """What one task looks like to one annotator, top to bottom."""

    elements: tuple[Element, ...]
    media: tuple[ShownMedia, ...] = ()
