"""Guidelines: Markdown in, HTML out in which nothing runs and nothing is loaded.

Three hands, none of which trusts another: the parser makes no HTML of HTML, what it made is cleaned by a list of what may stay,
and the page that shows it cleans it again (ui/src/parts/Html.svelte).
"""

import html
from collections.abc import Sequence
from typing import Any

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


def rendered(text: str) -> str:
    """The text as HTML. Links are https and open apart from the page; an image is the words that stand for it."""
    return nh3.clean(
        _markdown.render(text),
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
