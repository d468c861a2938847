"""Transcripts of speech: their law, how near one is to another, and the formats in which the field keeps them."""

import math
import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from amana.model.transcripts import Region

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MARKS = re.compile("[\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")  # Arabic vowel signs, and the stroke that lengthens a word
_ALIF = str.maketrans("أإآٱ", "اااا")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\u200e": "&lrm;", "\u200f": "&rlm;", "\u00a0": "&nbsp;"})


def wrong_with(regions: Sequence[Region], duration_ms: int | None, speakers: Sequence[str]) -> str | None:
    """Why these are no transcript of a recording of that length (None: of unknown length) by those speakers; None if they are.

    They come in the order of their beginnings, and one speaker's do not overlap; two speakers may speak at once.
    """
    begun = 0
    ends: dict[str | None, int] = {}
    for number, one in enumerate(regions, 1):
        if one.start_ms < 0 or one.end_ms <= one.start_ms:
            return f"region {number} ends before it begins, or begins before the recording."
        if one.start_ms < begun:
            return f"region {number} begins before the one above it; put them in order."
        if one.start_ms < ends.get(one.speaker, 0):
            return f"region {number} begins before its speaker has ended the one before."
        if duration_ms is not None and one.end_ms > duration_ms:
            return f"region {number} ends after the recording, which has {duration_ms} ms."
        if one.speaker is not None and one.speaker not in speakers:
            return f"region {number} is said by somebody who is none of the speakers."
        if one.speaker is None and speakers:
            return f"region {number} has no speaker."
        if not one.text.strip():
            return f"nothing is written in region {number}."
        begun = one.start_ms
        ends[one.speaker] = one.end_ms
    return None


# ---- how near -----------------------------------------------------------------------------------------------------------------


def words(text: str) -> list[str]:
    """What errors are counted in: runs of letters and digits in compatibility form (NFKC), case folded, without punctuation.

    Of Arabic without vowel signs and tatweel, and with one alif for أ إ آ ٱ, as scoring of Arabic recognisers has it; ى and ي, ة
    and ه stay apart, because they are different letters to a transcriber. What an apostrophe joins is one word.
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_ALIF).casefold()
    return _WORD.findall(plain)


def word_error_rate(reference: str, said: str) -> float:
    """Substitutions, deletions and insertions of the cheapest alignment, by the number of words of the reference.

    As NIST's sclite counts it (Morris, Maier and Green, From WER and RIL to MER and WIL, 2004). It can exceed 1. Of a reference
    without words it is 0 where nothing was said, else infinite.

    >>> word_error_rate("فتح ثمانية خيارات", "فَتْحُ خيارات")
    0.3333333333333333
    """
    return _rate(words(reference), words(said))


def character_error_rate(reference: str, said: str) -> float:
    """The same in characters of the words and the spaces between them: kinder where a word has a wrong ending, as in Arabic."""
    return _rate(" ".join(words(reference)), " ".join(words(said)))


def _rate(reference: Sequence[str], said: Sequence[str]) -> float:
    errors = Levenshtein.distance(reference, said)
    if not errors:
        return 0.0
    return errors / len(reference) if reference else math.inf


# ---- formats ------------------------------------------------------------------------------------------------------------------


def webvtt(regions: Sequence[Region]) -> str:
    """The transcript as WebVTT (https://www.w3.org/TR/webvtt1/): a cue a region, its speaker in a voice tag.

    A blank line would end a cue and "-->" would begin another: a text's lines follow each other without blank ones, > is escaped.
    """
    cues = ["WEBVTT\n"]
    for one in regions:
        text = "\n".join(line for line in _lines(one.text) if line.strip()).translate(_ESCAPES)
        if one.speaker is not None:
            text = f"<v {' '.join(one.speaker.split()).translate(_ESCAPES)}>{text}</v>"
        cues.append(f"{_clock(one.start_ms)} --> {_clock(one.end_ms)}\n{text}\n")
    return "\n".join(cues)


def _clock(at_ms: int) -> str:
    seconds, ms = divmod(at_ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def textgrid(regions: Sequence[Region], duration_ms: int, nobody: str = "transcript") -> str:
    """The transcript as a TextGrid of Praat, in its long text format: a tier of intervals a speaker, in the order in which they
    first speak, without gaps: silence is an interval without text. `nobody`: the tier of what has no speaker.
    """
    tiers: dict[str, list[Region]] = {}
    for one in regions:
        tiers.setdefault(one.speaker if one.speaker is not None else nobody, []).append(one)
    if not tiers:
        tiers[nobody] = []
    end_ms = max([duration_ms, *(one.end_ms for one in regions)])
    said = [
        'File type = "ooTextFile"',
        'Object class = "TextGrid"',
        "",
        "xmin = 0 ",
        f"xmax = {_seconds(end_ms)} ",
        "tiers? <exists> ",
        f"size = {len(tiers)} ",
        "item []: ",
    ]
    for number, (name, spoken) in enumerate(tiers.items(), 1):
        intervals = _without_gaps(spoken, end_ms)
        said += [
            f"    item [{number}]:",
            '        class = "IntervalTier" ',
            f"        name = {_quoted(name)} ",
            "        xmin = 0 ",
            f"        xmax = {_seconds(end_ms)} ",
            f"        intervals: size = {len(intervals)} ",
        ]
        for place, (start_ms, stop_ms, text) in enumerate(intervals, 1):
            said += [
                f"        intervals [{place}]:",
                f"            xmin = {_seconds(start_ms)} ",
                f"            xmax = {_seconds(stop_ms)} ",
                f"            text = {_quoted(text)} ",
            ]
    return "\n".join(said) + "\n"


def _without_gaps(spoken: Sequence[Region], end_ms: int) -> list[tuple[int, int, str]]:
    intervals: list[tuple[int, int, str]] = []
    reached = 0
    for one in spoken:
        if one.start_ms > reached:
            intervals.append((reached, one.start_ms, ""))
        intervals.append((one.start_ms, one.end_ms, one.text))
        reached = one.end_ms
    if reached < end_ms or not intervals:
        intervals.append((reached, end_ms, ""))
    return intervals


def _seconds(at_ms: int) -> str:
    whole, ms = divmod(at_ms, 1000)
    return f"{whole}.{ms:03}".rstrip("0").rstrip(".") if ms else str(whole)


def _quoted(text: str) -> str:
    """Within quotes, which are written twice; in one line, which every reader of the format takes."""
    return '"' + " ".join(text.split()).replace('"', '""') + '"'
