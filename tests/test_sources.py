"""What no source of ours may hold, whoever writes it."""

import re
from collections.abc import Iterator
from pathlib import Path

from amana.core.markdown import TAGS

ROOT = Path(__file__).parent.parent
# Modules whose files run programs when they are read; and the options by which others do the same.
RUNS_WHAT_IT_READS = re.compile(
    r"^\s*(?:import|from)\s+(?:pickle|cPickle|_pickle|dill|cloudpickle|joblib|shelve|marshal|jsonpickle)\b"
    r"|allow_pickle\s*=\s*True|read_pickle|to_pickle|yaml\.(?:unsafe_)?load\(|torch\.load",
    re.MULTILINE,
)
MAKES_HTML = re.compile(
    r"\{@html|\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|createContextualFragment|parseFromString|setHTMLUnsafe"
)
RUNS_TEXT = re.compile(r"\beval\(|new Function\(|set(?:Timeout|Interval)\(\s*['\"`]")


def files(folder: str, *endings: str) -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / folder).rglob("*")):
        inside = path.relative_to(ROOT)
        if path.suffix in endings and "web" not in inside.parts and path != Path(__file__):
            yield inside.as_posix(), path.read_text(encoding="utf-8")


def test_nothing_is_pickled_and_nothing_unpickled() -> None:
    sources = [*files("amana", ".py"), *files("bench", ".py"), *files("tests", ".py")]
    assert len(sources) > 200
    assert [name for name, text in sources if RUNS_WHAT_IT_READS.search(text)] == []


def test_the_rule_against_pickles_would_find_one() -> None:
    for line in (
        "import pickle",
        "    from joblib import load",
        "numpy.load(file, allow_pickle=True)",
        "pandas.read_pickle(x)",
        "import marshal",
    ):
        assert RUNS_WHAT_IT_READS.search(line), line


def test_one_part_of_the_app_makes_html_of_a_string() -> None:
    sources = list(files("ui/src", ".svelte", ".ts"))
    assert len(sources) > 60
    assert [name for name, text in sources if MAKES_HTML.search(text)] == ["ui/src/parts/Html.svelte"]
    assert [name for name, text in sources if RUNS_TEXT.search(text)] == []
    html = (ROOT / "ui/src/parts/Html.svelte").read_text(encoding="utf-8")
    assert MAKES_HTML.findall(html) == ["{@html"]
    assert "{@html DOMPurify.sanitize(html, ALLOWED)}" in html


def test_the_part_that_shows_html_allows_what_the_engine_lets_through() -> None:
    html = (ROOT / "ui/src/parts/Html.svelte").read_text(encoding="utf-8")
    allowed = html.partition("ALLOWED_TAGS: [\n")[2].partition("\n    ],")[0]
    assert set(re.findall(r"'([a-z0-9]+)'", allowed)) == TAGS
