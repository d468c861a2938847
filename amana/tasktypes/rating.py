"""What types that rate have in common: dimensions, and the points of a scale."""

import re
from collections.abc import Sequence

import msgspec

from amana.model.form import KEYS, Option, Said, Words
from amana.tasktypes.base import OptionRefused

LABEL_CHARS_MAX = 100
HELP_CHARS_MAX = 500

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Dimension(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is rated, by the name that answers and exports carry; `label` and `help` are what the annotator reads."""

    name: str
    label: str | Said | None = None
    help: str | Said | None = None


def check_dimensions(field: str, dimensions: Sequence[Dimension], taken: Sequence[str] = ()) -> None:
    """Raises OptionRefused unless every name can be one, is there once and is not `taken`, and all that is read is short."""
    names = set(taken)
    for one in dimensions:
        if not _NAME.fullmatch(one.name):
            raise OptionRefused(field, f"the name {one.name[:60]!r} needs 1 to 40 small letters, digits and _, a letter first.")
        if one.name in names:
            raise OptionRefused(field, f"the name {one.name!r} is there twice, or the type has it already.")
        names.add(one.name)
        check_words(field, f"the label of {one.name!r}", one.label, LABEL_CHARS_MAX)
        check_words(field, f"the help of {one.name!r}", one.help, HELP_CHARS_MAX)


def check_words(field: str, what: str, words: Words | None, chars_max: int) -> None:
    """Raises OptionRefused where something is said that is blank or too long in a language."""
    said = () if words is None else (words,) if isinstance(words, str) else (words.en, words.ar)
    if not all(text.strip() and len(text) <= chars_max for text in said):
        raise OptionRefused(field, f"{what} needs 1 to {chars_max} characters in each language.")


def points(count: int) -> tuple[Option, ...]:
    """The points of a scale that only its numbers name: 1 is the worst."""
    return tuple(Option(value, str(value + 1), KEYS[value]) for value in range(count))
