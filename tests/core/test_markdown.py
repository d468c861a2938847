"""Guidelines become HTML in which nothing runs, nothing is loaded, and links lead to other hosts alone."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.core.markdown import TAGS, parted, rendered

PIECES = st.sampled_from(
    ["<script>", "</script>", "<img src=x onerror=alert(1)>", "[a](", "javascript:alert(1)", ")", "![x](https://a.b/c.png)", "`", "```\n", "<!--", "-->", "\n",
     "&lt;", "&#x6A;avascript:", "<svg/onload=alert(1)>", "<a href='https://a.b'>", "https://a.b", "<https://a.b>", '"', "'", "|a|b|\n|-|-|\n", "\x00", "\u202e", "*", "_", "]"]
)  # fmt: skip


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def seen(text: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Seen()
    parser.feed(rendered(text))
    return parser.tags


def test_markdown_is_what_it_is_elsewhere() -> None:
    assert rendered("# عنوان\n\n- **one**\n- `two`\n\n> said") == (
        "<h1>عنوان</h1>\n<ul>\n<li><strong>one</strong></li>\n<li><code>two</code></li>\n</ul>\n<blockquote>\n<p>said</p>\n</blockquote>\n"
    )
    assert [tag for tag, _ in seen("|a|b|\n|-|-|\n|1|2|")] == ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]


@given(st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join))
def test_whatever_is_written_only_what_may_stay_stays(text: str) -> None:
    for tag, attributes in seen(text):
        assert tag in TAGS
        assert set(attributes) <= ({"href", "rel", "target"} if tag == "a" else {"start"} if tag == "ol" else set())
        if tag == "a":
            assert attributes.get("href", "https://").startswith("https://")  # type: ignore[union-attr]
            assert (attributes["rel"], attributes["target"]) == ("noopener noreferrer", "_blank")


@pytest.mark.parametrize(
    "to", ["javascript:alert(1)", "data:text/html,x", "http://a.b", "/desk", "//a.b", "?x", "#x", "vbscript:x", "https:a.b/../x"]
)
def test_a_link_leads_to_https_or_nowhere(to: str) -> None:
    leads = [attributes.get("href") for tag, attributes in seen(f"[x]({to}) <a href='{to}'>y</a> [z]: {to}\n\n[z]") if tag == "a"]
    assert set(leads) <= {None, "https://a.b/../x", "https:a.b/../x"}, leads


def test_an_image_is_its_words() -> None:
    assert not re.search("<img|a.b", rendered("![a <b>scan</b>](https://a.b/c.png)"))
    assert "scan" in rendered("![a <b>scan</b>](https://a.b/c.png)")


def test_a_guidelines_examples_stand_under_headings_of_theirs() -> None:
    parts = parted(
        "Be [fair].\n\n## Examples\n\nThis one.\n\n### Another\n\nToo, [see][fair].\n\n## Counter-Examples:\n\n- Not this\n\n"
        "## Else\n\nMore.\n\n> ## Examples\n> quoted\n\n```\n## Examples\n```\n\n[fair]: https://example.org/fair\n"
    )
    assert "This one." in parts.examples
    assert "<h3>Another</h3>" in parts.examples
    assert 'href="https://example.org/fair"' in parts.examples
    assert parts.counter_examples.split() == ["<ul>", "<li>Not", "this</li>", "</ul>"]
    assert [heading in parts.rest for heading in ("fair</a>", "<h2>Else</h2>", "quoted", "## Examples")] == [True] * 4
    assert "This one." not in parts.rest


def test_in_arabic_too_and_without_examples_all_of_it_is_the_rest() -> None:
    parts = parted("أنصِف.\n\n## أمثلة\n\nهذا.\n\n## أمثلة مضادة\n\nليس هذا.\n")
    assert (parts.rest, parts.examples, parts.counter_examples) == ("<p>أنصِف.</p>\n", "<p>هذا.</p>\n", "<p>ليس هذا.</p>\n")
    assert parted("# Examples\n\nx").examples == ""


@given(st.text(max_size=300))
def test_parts_are_as_clean_as_the_whole(text: str) -> None:
    parts = parted(text)
    if not (parts.examples or parts.counter_examples):
        assert parts.rest == rendered(text)
