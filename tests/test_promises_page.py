"""PROMISES.md: no promise without a test that is there, a place in the code that is there, and the figure that was measured last."""

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "PROMISES.md"
NOT_PROMISED = "What is not promised"


class Promise(NamedTuple):
    said: str
    text: str


def promises(page: str) -> list[Promise]:
    """Each `###` under the sections that promise something."""
    found = []
    for section in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        if section.startswith(NOT_PROMISED):
            continue
        for part in re.split(r"^### ", section, flags=re.MULTILINE)[1:]:
            said, _, text = part.partition("\n")
            found.append(Promise(said, text))
    return found


def complaints(promise: Promise) -> list[str]:
    """What a promise lacks."""
    tests = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", promise.text)
    wrong = [] if tests else ["there is no test"]
    for file, name in tests:
        if not (ROOT / file).exists() or not re.search(rf"^(async )?def {name}\(", (ROOT / file).read_text(), re.MULTILINE):
            wrong.append(f"there is no {file}::{name}")
    places = re.findall(r"\]\(([^)#]+)\)", promise.text)
    wrong += [] if places else ["it names no place in the code"]
    wrong += [f"there is no {place}" for place in places if not (ROOT / place).exists()]
    for figure, bar, bench in re.findall(r"\*\*([^*]+)\*\* ([^(\n]+) \(`bench (\w+)`\)", promise.text):
        if figure not in measured(bench, bar):
            wrong.append(f"{bar!r} of bench {bench} is not {figure} but {measured(bench, bar)}")
    if "Measured" in promise.text and not re.search(r"\*\*[^*]+\*\* [^(\n]+ \(`bench \w+`\)", promise.text):
        wrong.append("what was measured is not written as **figure** name (`bench part`)")
    return wrong


def measured(bench: str, name: str) -> list[str]:
    rows = [json.loads(line) for line in (ROOT / "bench" / "results" / f"{bench}.jsonl").read_text().splitlines()]
    return [str(row["figure"]) for row in rows if row["name"] == name]


PROMISES = promises(PAGE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.said)
def test_a_promise_has_its_place_its_test_and_its_figure(promise: Promise) -> None:
    assert complaints(promise) == []


def test_the_page_is_not_empty_and_says_as_plainly_what_is_not_promised() -> None:
    assert len(PROMISES) >= 20
    [_, honest] = PAGE.read_text(encoding="utf-8").split(f"## {NOT_PROMISED}")
    assert len(re.findall(r"^- ", honest, re.MULTILINE)) >= 8


@pytest.mark.parametrize(
    "text",
    [
        "",
        "By [a file](SECURITY.md).",
        "By [a file](SECURITY.md). Tested by `tests/test_promises_page.py::test_that_never_was`.",
        "By [a file](nowhere.md). Tested by `tests/test_promises_page.py::complaints`.",
        "By [a file](SECURITY.md). Tested by `tests/test_promises_page.py::complaints`. Measured: **7** database round trips of a claim (`bench thread`).",
        "By [a file](SECURITY.md). Tested by `tests/test_promises_page.py::complaints`. Measured: 0.",
    ],
)
def test_a_promise_that_lacks_something_is_noticed(text: str) -> None:
    assert complaints(Promise("It holds", text))
