"""Transcripts: what is written is read back by others' parsers, and errors are counted as the field counts them."""

import math
from pathlib import Path

import pytest
import webvtt as others_webvtt
from hypothesis import given, settings
from hypothesis import strategies as st
from praatio import textgrid as others_textgrid

from amana.core.transcripts import character_error_rate, textgrid, webvtt, word_error_rate, words, wrong_with
from amana.model.transcripts import Region

SPEAKERS = ("Noor", 'Omar "the <b>"', "ليلى & co")
HOURS = 11 * 3600_000

texts = st.text(st.sampled_from("ab شق١é🙂'\"<&>-\n\r"), min_size=1, max_size=25).filter(lambda text: text.strip() != "")


@st.composite
def transcripts(draw: st.DrawFn, speakers: tuple[str, ...] = SPEAKERS) -> list[Region]:
    """In order, no speaker interrupts themselves, two may speak at once; gaps or none."""
    found, begun = [], draw(st.sampled_from([0, 3, 3_599_990]))
    ends: dict[str | None, int] = {}
    for _ in range(draw(st.integers(0, 6))):
        speaker = draw(st.sampled_from(speakers)) if speakers else None
        begun = max(begun, ends.get(speaker, 0)) + draw(st.sampled_from([0, 1, 250]))
        ends[speaker] = begun + draw(st.integers(1, 70_000))
        found.append(Region(begun, ends[speaker], speaker, draw(texts)))
    return found


def in_one_line(text: str) -> str:
    return " ".join(text.split())


@settings(deadline=None, derandomize=True)
@given(transcripts() | transcripts(()))
def test_captions_are_read_back_as_they_were(regions: list[Region]) -> None:
    speakers = SPEAKERS if any(one.speaker for one in regions) else ()
    assert wrong_with(regions, None, speakers) is None
    read = list(others_webvtt.from_string(webvtt(regions)).captions)
    assert len(read) == len(regions)
    for cue, one in zip(read, regions, strict=True):
        assert (milliseconds(cue.start), milliseconds(cue.end)) == (one.start_ms, one.end_ms)
        raw = cue.raw_text
        if one.speaker is not None:
            voice, _, raw = raw.removesuffix("</v>").partition(">")
            assert unescaped(voice.removeprefix("<v ")) == one.speaker
        assert in_one_line(unescaped(raw)) == in_one_line(one.text)


def milliseconds(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_captions_of_hours_and_voices() -> None:
    said = webvtt([Region(3_600_005, 36_000_000, "A > B", "x < y & z\n\n--> no")])
    assert said == "WEBVTT\n\n01:00:00.005 --> 10:00:00.000\n<v A &gt; B>x &lt; y &amp; z\n--&gt; no</v>\n"


@settings(deadline=None, derandomize=True)
@given(transcripts() | transcripts(()))
def test_textgrids_are_read_back_without_gaps(tmp_path_factory: pytest.TempPathFactory, regions: list[Region]) -> None:
    file: Path = tmp_path_factory.getbasetemp() / "one.TextGrid"
    file.write_text(textgrid(regions, HOURS), encoding="utf-8")
    read = others_textgrid.openTextgrid(str(file), includeEmptyIntervals=True)
    names = list(dict.fromkeys(one.speaker or "transcript" for one in regions)) or ["transcript"]
    assert list(read.tierNames) == names
    for tier, name in zip(read.tiers, names, strict=True):
        reached = 0.0
        for interval in tier.entries:
            assert interval.start == reached
            reached = interval.end
        assert reached == HOURS / 1000
        spoken = [(round(one.start * 1000), round(one.end * 1000), one.label) for one in tier.entries if one.label]
        mine = [one for one in regions if (one.speaker or "transcript") == name]
        assert spoken == [(one.start_ms, one.end_ms, in_one_line(one.text)) for one in mine]


@pytest.mark.parametrize(
    ("regions", "words"),
    [
        ([Region(5, 5, "Noor", "x")], "ends before it begins"),
        ([Region(-1, 5, "Noor", "x")], "begins before the recording"),
        ([Region(9, 12, "Noor", "x"), Region(8, 20, "ليلى & co", "x")], "put them in order"),
        ([Region(0, 12, "Noor", "x"), Region(8, 20, "Noor", "x")], "its speaker"),
        ([Region(0, 1001, "Noor", "x")], "after the recording"),
        ([Region(0, 10, "Sami", "x")], "none of the speakers"),
        ([Region(0, 10, None, "x")], "no speaker"),
        ([Region(0, 10, "Noor", " \n")], "nothing is written"),
    ],
)
def test_what_is_no_transcript_is_said_to_be_none(regions: list[Region], words: str) -> None:
    said = wrong_with(regions, 1000, SPEAKERS)
    assert said is not None
    assert words in said


def test_words_are_counted_in_both_languages() -> None:
    assert words("Don't stop—it’s 3:15!") == ["don't", "stop", "it’s", "3", "15"]
    assert words("إِلْغَاءٌ، خَمْسَـةُ خلف.") == ["الغاء", "خمسة", "خلف"]
    assert words("ﻻ تسجيل") == words("لا تسجيل")
    assert words("مدرسه") != words("مدرسة")


def test_errors_are_those_of_the_cheapest_alignment() -> None:
    assert word_error_rate("فتح ثمانية خيارات", "فَتْحُ ثمانيةٌ خيارات!") == 0
    assert word_error_rate("a b c d", "a x c") == 0.5  # one substituted, one left out
    assert word_error_rate("a", "a b c") == 2
    assert word_error_rate("", "") == 0
    assert word_error_rate("…", "a") == math.inf
    assert character_error_rate("abcd", "abxd") == 0.25


@given(texts, texts, texts)
def test_errors_keep_the_laws_of_a_distance(one: str, other: str, third: str) -> None:
    def errors(reference: str, said: str) -> float:
        count = len(words(reference))
        return word_error_rate(reference, said) * count if count else float(len(words(said)))

    assert errors(one, one) == 0
    assert errors(one, other) == pytest.approx(errors(other, one))
    assert errors(one, third) <= errors(one, other) + errors(other, third) + 1e-9
