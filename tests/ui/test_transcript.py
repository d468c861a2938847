"""What is done to regions in the browser, held to the engine's law of transcripts; which peaks are drawn; which key does what."""

import random
from typing import Any

import numpy as np

from amana.core.transcripts import wrong_with
from amana.model.transcripts import Region
from tests.ui.scripts import called

REGIONS, WAVEFORM, KEYS = (f"form/transcript/{name}.ts" for name in ("regions", "waveform", "keys"))
DURATION = 60_000
SPEAKERS = ["Noor", "ليلى"]


def drawn_regions(chance: random.Random, speakers: list[str]) -> list[dict[str, Any]]:
    """Regions that are right: in order, and no speaker interrupts themselves."""
    found, begun = [], 0
    ends: dict[str | None, int] = {}
    for _ in range(chance.randrange(8)):
        speaker = chance.choice(speakers) if speakers else None
        begun = max(begun, ends.get(speaker, 0)) + chance.choice([0, 1, 700])
        ends[speaker] = begun + chance.randrange(10, 6000)
        found.append({"start_ms": begun, "end_ms": ends[speaker], "speaker": speaker, "text": "قال x"})
    return found


def as_regions(found: list[dict[str, Any]]) -> list[Region]:
    return [Region(one["start_ms"], one["end_ms"], one["speaker"], one["text"] or "…") for one in found]


def test_whatever_is_done_to_regions_leaves_a_transcript() -> None:
    chance = random.Random(7)
    calls: list[list[Any]] = []
    who: list[list[str]] = []
    for _ in range(600):
        speakers = chance.choice([SPEAKERS, []])
        regions = drawn_regions(chance, speakers)
        assert wrong_with(as_regions(regions), DURATION, speakers) is None
        speaker = chance.choice(speakers) if speakers else None
        at, ms, other = chance.randrange(max(1, len(regions))), chance.uniform(-5000, 70_000), chance.uniform(-5000, 70_000)
        wanted: list[list[Any]] = [["drawn", regions, ms, other, speaker, DURATION], ["begun", regions, ms, speaker, DURATION]]
        if regions:
            wanted += [
                ["resized", regions, at, "start", ms, DURATION],
                ["resized", regions, at, "end", ms, DURATION],
                ["moved", regions, at, ms, DURATION],
                ["divided", regions, at, (regions[at]["start_ms"] + regions[at]["end_ms"]) / 2, 4],
            ]
        calls += wanted
        who += [speakers] * len(wanted)
    done = 0
    for call, speakers, edited in zip(calls, who, called(REGIONS, calls), strict=True):
        if edited is None:
            assert call[0] in ("drawn", "begun", "divided")
            continue
        done += 1
        assert wrong_with(as_regions(edited["regions"]), DURATION, speakers) is None, call
        added = {"drawn": 1, "begun": 1, "divided": 1}.get(call[0], 0)
        assert len(edited["regions"]) == len(call[1]) + added
        here = edited["regions"][edited["at"]]
        if call[0] == "moved":
            before = call[1][call[2]]
            assert here["end_ms"] - here["start_ms"] == before["end_ms"] - before["start_ms"]
        if call[0] == "divided":
            assert here["text"] == "x"
            assert "قال" in [one["text"] for one in edited["regions"]]
    assert done > 2000


def test_what_the_engine_would_refuse_is_said_before_it_is_sent() -> None:
    chance = random.Random(11)
    cases = []
    for _ in range(400):
        regions = drawn_regions(chance, SPEAKERS)
        for one in regions:
            if chance.random() < 0.15:
                one[chance.choice(["text", "speaker"])] = chance.choice([" ", "Noor"])
            if chance.random() < 0.15:
                one["end_ms"] += chance.choice([-4000, 1000, 58_000])
        cases.append(regions)
    said = called(REGIONS, [["troubles", regions, SPEAKERS, DURATION] for regions in cases])
    wrongs = 0
    for regions, troubles in zip(cases, said, strict=True):
        as_said = [Region(one["start_ms"], one["end_ms"], one["speaker"], one["text"]) for one in regions]
        wrong = wrong_with(as_said, DURATION, SPEAKERS)
        assert (wrong is None) == all(trouble is None for trouble in troubles), (regions, wrong)
        wrongs += wrong is not None
    assert 50 < wrongs < 350


def test_times_are_written_and_read() -> None:
    moments = [0, 5, 999, 1000, 83_456, 3_600_000, 36_000_001]
    written = called(REGIONS, [["clock", ms] for ms in moments])
    assert written == ["0:00.000", "0:00.005", "0:00.999", "0:01.000", "1:23.456", "1:00:00.000", "10:00:00.001"]
    assert called(REGIONS, [["parsed", one] for one in written]) == moments
    others = ["83.4", " ١:٢٣٫٤٥٦ ", "0:01:23,456", "7", "", "x", "1:", "1:2:3:4", "-1"]
    assert called(REGIONS, [["parsed", one] for one in others]) == [83_400, 83_456, 83_456, 7000, *[None] * 5]


def test_columns_are_the_least_and_the_greatest_of_their_buckets() -> None:
    peaks = np.random.default_rng(3).integers(-128, 128, (3000, 2)).astype(np.int8)
    peaks.sort(axis=1)
    for per_second, start_ms, end_ms, pixels in ((100, 0, 30_000, 300), (100, 10_000, 12_000, 200), (10, 0, 300_000, 100)):
        view = {"from": start_ms, "to": end_ms}
        [found] = called(WAVEFORM, [["columns", {"looked_up": peaks.tolist()}, per_second, view, pixels]])
        a_pixel = (end_ms - start_ms) / 1000 * per_second / pixels
        for pixel in range(pixels):
            first = start_ms / 1000 * per_second + pixel * a_pixel
            seen = peaks[int(first) : max(int(first) + 1, int(np.ceil(first + a_pixel)))]
            assert found[2 * pixel : 2 * pixel + 2] == [seen[:, 0].min(), seen[:, 1].max()]


def test_no_more_is_fetched_than_is_seen() -> None:
    half_an_hour = 1_800_000
    [all_of_it, a_word, blocks, seen, first] = called(
        WAVEFORM,
        [
            ["level", [10, 100], {"from": 0, "to": half_an_hour}, 1200],
            ["level", [10, 100], {"from": 0, "to": 3000}, 1200],
            ["blocks", {"from": 0, "to": half_an_hour}, 10],
            ["blocks", {"from": 59_000, "to": 61_000}, 100],
            ["range", 1],
        ],
    )
    assert (all_of_it, a_word) == (10, 100)
    assert blocks == [0, 1, 2]
    assert seen == [0, 1]
    assert first == [12_000, 23_999]


def test_what_is_seen_stays_within_the_recording_and_shows_the_moment() -> None:
    chance = random.Random(5)
    calls: list[list[Any]] = []
    for _ in range(300):
        width = chance.uniform(500, DURATION)
        start = chance.uniform(0, DURATION - width)
        view, moment = {"from": start, "to": start + width}, chance.uniform(0, DURATION - 1)
        calls += [["showing", view, moment, DURATION], ["zoomed", view, chance.choice([0.5, 2]), moment, DURATION]]
    for call, view in zip(calls, called(WAVEFORM, calls), strict=True):
        assert -1e-6 <= view["from"] < view["to"] <= DURATION + 1e-6
        if call[0] == "showing" or call[1]["from"] <= call[3] <= call[1]["to"]:
            moment = call[2] if call[0] == "showing" else call[3]
            assert view["from"] - 1e-6 <= moment <= view["to"] + 1e-6


def press(code: str, *held: str) -> dict[str, Any]:
    return {"code": code} | {f"{one}Key": one in held for one in ("ctrl", "shift", "alt", "meta")}


def test_keys_do_nothing_to_what_is_written() -> None:
    codes = [
        "Space",
        "Comma",
        "Period",
        "BracketLeft",
        "BracketRight",
        "Semicolon",
        "Quote",
        "Backslash",
        "Digit3",
        "KeyS",
        "ArrowUp",
    ]
    assert called(KEYS, [["action", press(code, *held), True] for code in codes for held in ((), ("shift",))]) == [None] * 22
    # With Alt Gr, which is Ctrl and Alt to a browser, letters are written.
    assert called(KEYS, [["action", press(code, "ctrl", "alt"), True] for code in codes]) == [None] * 11
    with_ctrl = called(KEYS, [["action", press(code, "ctrl"), True] for code in codes])
    expected = ["play", "back", "forward", "start", "end", "new", "divide", "loop", None, None, "previous"]
    assert with_ctrl == expected, "Ctrl and a digit is the browser's"
    assert called(KEYS, [["action", press("Digit3", "ctrl", "shift"), True]]) == [{"speaker": 2}]
    free = called(KEYS, [["action", press(code), False] for code in codes])
    assert free == [*expected[:8], {"speaker": 2}, None, None], "the desk's own keys and the page's arrows stay theirs"
