"""How the desk counts active time: what it adds up to, and the laws that hold whatever happens on a page."""

import random
from typing import Any

from tests.ui.scripts import called

COUNTING = "desk/counting.ts"
NONE = {"active_ms": 0, "focus_ms": 0, "input_ms": 0, "playing_ms": 0, "paused_ms": 0}
SECOND, MINUTE = 1000, 60_000
# When something came to be known, what, and whether it is a sign of the person.
Event = tuple[int, dict[str, Any], bool]


def counts(histories: list[list[Event]]) -> list[dict[str, int]]:
    """The sums at the end of each history of a task that came onto a page with focus at 0."""
    calls: list[list[Any]] = []
    ends = []
    for history in histories:
        calls.append(["begun", NONE, 0])
        calls.append(["counted", {"returned_by": len(calls) - 1}, 0, {"focused": True}, False])
        for at, news, sign in history:
            calls.append(["counted", {"returned_by": len(calls) - 1}, at, news, sign])
        calls.append(["sums", {"returned_by": len(calls) - 1}])
        ends.append(len(calls) - 1)
    returned = called(COUNTING, calls)
    return [returned[end] for end in ends]


def count(*history: Event) -> dict[str, int]:
    return counts([list(history)])[0]


def test_less_than_a_minute_between_two_signs_counts_and_more_does_not() -> None:
    seen = count((10 * SECOND, {}, True), (69 * SECOND, {}, True), (129 * SECOND, {}, True), (130 * SECOND, {}, True))
    assert seen == NONE | {"active_ms": 70 * SECOND, "input_ms": 70 * SECOND, "focus_ms": 130 * SECOND}


def test_what_comes_after_the_last_sign_is_nobodys() -> None:
    assert count((5 * SECOND, {}, True), (50 * SECOND, {}, False))["active_ms"] == 5 * SECOND


def test_focus_is_counted_apart_and_makes_nothing_active() -> None:
    seen = count((5 * SECOND, {"focused": False}, False), (65 * SECOND, {"focused": True}, False), (70 * SECOND, {}, True))
    assert seen == NONE | {"focus_ms": 10 * SECOND}


def test_a_recording_counts_as_long_as_it_is_without_a_sign() -> None:
    five = 5 * MINUTE
    heard = count((0, {"plays_ms": five}, True), (five, {"plays_ms": 0}, True))
    assert heard == NONE | {"active_ms": five, "playing_ms": five, "focus_ms": five}
    # Repeated by the person it counts again; going round by itself it does not.
    again = count(
        (0, {"plays_ms": five}, True), (five, {"plays_ms": 0}, True), (five, {"plays_ms": five}, True), (2 * five, {}, True)
    )
    assert again["active_ms"] == again["playing_ms"] == 2 * five
    alone = count((0, {"plays_ms": five}, True), (10 * five, {"plays_ms": 0}, True))
    assert alone["active_ms"] == alone["playing_ms"] == five


def test_typing_while_it_plays_is_not_counted_twice() -> None:
    typed: list[Event] = [(at * 10 * SECOND, {}, True) for at in range(1, 13)]
    seen = count((0, {"plays_ms": 10 * MINUTE}, True), *typed)
    assert (seen["active_ms"], seen["input_ms"], seen["playing_ms"]) == (2 * MINUTE, 2 * MINUTE, 2 * MINUTE)


def test_a_break_is_a_break() -> None:
    seen = count(
        (SECOND, {"paused": True}, True),
        (10 * MINUTE, {}, True),
        (11 * MINUTE, {"paused": False}, True),
        (11 * MINUTE + SECOND, {}, True),
    )
    assert seen == NONE | {
        "active_ms": 2 * SECOND,
        "input_ms": 2 * SECOND,
        "focus_ms": 2 * SECOND,
        "paused_ms": 11 * MINUTE - SECOND,
    }


def test_a_clock_that_goes_back_takes_nothing_away_and_a_week_is_a_day() -> None:
    assert count((10 * SECOND, {}, True), (SECOND, {}, True), (20 * SECOND, {}, True))["active_ms"] == 20 * SECOND
    assert count((7 * 24 * 60 * MINUTE, {}, False))["focus_ms"] == 24 * 60 * MINUTE


def test_whatever_happens_the_sums_fit_together() -> None:
    chance = random.Random(27)
    histories = []
    for _ in range(400):
        at = 0
        history: list[Event] = []
        for _ in range(chance.randrange(1, 25)):
            at += chance.choice([0, 7, 900, 30_000, 59_999, 60_000, 61_000, 400_000])
            news: dict[str, Any] = chance.choice(
                [{}, {}, {"focused": True}, {"focused": False}, {"paused": True}, {"paused": False}]
            )
            news = chance.choice([news, news, {"plays_ms": 0}, {"plays_ms": 90_000}, {"plays_ms": 300_000}])
            history.append((at, news, "paused" in news or "plays_ms" in news or chance.random() < 0.5))
        histories.append(history)
    active = 0
    for history, seen in zip(histories, counts(histories), strict=True):
        whole = history[-1][0]
        assert seen["input_ms"] <= seen["active_ms"] <= seen["input_ms"] + seen["playing_ms"]
        assert seen["active_ms"] + seen["paused_ms"] <= whole
        assert max(seen["focus_ms"], seen["playing_ms"]) + seen["paused_ms"] <= whole
        active += seen["active_ms"] > 0
    assert active > 200
