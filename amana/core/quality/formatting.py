"""How much of a text is markdown's formatting, for the bias sheet: people may prefer the look of an answer to the answer."""

import re

# Fences are taken out first, so that a comment in code is no heading.
_FENCE = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(`+)(?!`)[^\n]+?(?<!`)\1(?!`)")
_BOLD = re.compile(r"(\*\*|__)(?=\S)[^\n]+?(?<=\S)\1")
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d{1,9}[.)])[ \t]+\S")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+\S")

MARKS = ("lists", "bold", "headings", "code")


def marks_of(text: str) -> dict[str, float]:
    """By mark, the share of a text in it, from 0 to 1: of the lines for lists and headings, of the characters for bold, code.

    An empty text has none. It looks for how markdown is written, not how one renderer would show it.
    """
    code = sum(len(found.group()) for found in _FENCE.finditer(text))
    prose = _FENCE.sub("", text)
    code += sum(len(found.group()) for found in _INLINE.finditer(prose))
    prose = _INLINE.sub("", prose)
    bold = sum(len(found.group()) for found in _BOLD.finditer(prose))
    lines = [line for line in text.splitlines() if line.strip()]
    said = [line for line in prose.splitlines() if line.strip()]
    characters, rows = max(len(text), 1), max(len(lines), 1)
    return {
        "lists": sum(_ITEM.match(line) is not None for line in said) / rows,
        "bold": bold / characters,
        "headings": sum(_HEADING.match(line) is not None for line in said) / rows,
        "code": code / characters,
    }
