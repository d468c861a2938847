"""Guidelines: Markdown in, HTML out in which nothing runs and nothing is loaded.

Three hands, none of which trusts another: the parser makes no HTML of HTML, what it made is cleaned by a list of what may stay,
and the page that shows it cleans it again (ui/src/parts/Html.svelte).
"""

import html
from collections.abc import Sequence
from typing import Any

import msgspec
import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    *(
        "p",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "s",
        "a",
    ),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}


# Headings of the second level under which a guideline's examples stand, in small letters.
EXAMPLES = frozenset({"examples", "أمثلة"})
COUNTER_EXAMPLES = frozenset({"counter-examples", "counterexamples", "أمثلة مضادة"})


class Parts(msgspec.Struct, frozen=True):
    """A guideline as HTML: its examples and counter-examples without their headings, empty where there are none, and the rest."""

    rest: str
    examples: str
    counter_examples: str


def rendered(text: str) -> str:
    """The text as HTML. Links are https and open apart from the page; an image is the words that stand for it."""
    return _cleaned(_markdown.render(text))


def parted(text: str) -> Parts:
    """The same in parts. What stands under `## Examples` goes on to the next heading of the first or second level."""
    env: dict[str, Any] = {}
    tokens = _markdown.parse(text, env)
    found: dict[str, list[Token]] = {"rest": [], "examples": [], "counter_examples": []}
    part, heading = "rest", False
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0 and token.tag in ("h1", "h2"):
            part = _part(token.tag, tokens[place + 1].content)
            heading = part != "rest"
        if not heading:
            found[part].append(token)
        elif token.type == "heading_close":
            heading = False
    return Parts(**{name: _cleaned(_markdown.renderer.render(of, _markdown.options, env)) for name, of in found.items()})


def _part(tag: str, heading: str) -> str:
    said = heading.strip().rstrip(":").rstrip().casefold()
    if tag == "h2" and said in EXAMPLES:
        return "examples"
    return "counter_examples" if tag == "h2" and said in COUNTER_EXAMPLES else "rest"


def _cleaned(made: str) -> str:
    return nh3.clean(
        made,
        tags=TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"https"},
        url_relative="deny",  # a link leads to another host, never to a place of ours
        link_rel="noopener noreferrer",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


def _words_for_it(_: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return html.escape(tokens[index].content)


_markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_markdown.add_render_rule("image", _words_for_it)
