"""Content that wants to run, on every page that shows content: a sample of what `python -m bench walls --only xss` brings whole."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from bench.walls.vectors import vectors
from bench.walls.xss import through_everything, without_cleaning
from tests.journeys.browser import browser_of
from tests.journeys.engine import Engine, engine_in_a_home

pytestmark = pytest.mark.browser

SAMPLE = vectors()[3::19]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        engine.start()
        yield engine


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browser_of("03-hostile-content") as (browser, _):
        yield browser


def test_the_corpus_is_large_and_its_sample_has_some_of_each_kind() -> None:
    assert len(vectors()) >= 300
    assert len(set(vectors())) == len(vectors())
    assert len(SAMPLE) > 15


def test_nothing_runs_and_nobody_else_is_asked(engine: Engine, browser: Browser) -> None:
    annotator, lead, taken = through_everything(browser, engine, SAMPLE)
    for watch in (annotator, lead):
        assert watch.ran == []
        assert watch.asked == []
        assert watch.pages >= 3 * len(SAMPLE)
    assert taken == 0


def test_the_watch_notices_what_runs_where_nothing_is_cleaned(engine: Engine, browser: Browser) -> None:
    caught = without_cleaning(browser, engine.url, SAMPLE)
    assert len(caught) >= len(SAMPLE) // 2, caught
