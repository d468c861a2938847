"""Speech transcription: what is said in a recording, by whom and when. A production type: nobody votes, nothing is estimated.

A row names its recording by the file's name, under whatever folders. Transcripts that a row brings are shown as drafts only where
their column says that they are drafts: one called "transcript" may hold the answer, which nobody who is asked should see.
"""

import hashlib
import re
from collections.abc import Mapping as Fields
from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from amana.core import transcripts
from amana.core.transcripts import word_error_rate
from amana.model.desk import Votes
from amana.model.form import Element, Form, Said, TextBlock, Transcript
from amana.model.imports import Mapping
from amana.model.transcripts import Region
from amana.tasktypes.answers import REGIONS_MAX, answered
from amana.tasktypes.base import (
    Example,
    File,
    Files,
    OptionRefused,
    Question,
    RowRefused,
    Rows,
    TaskType,
    guess_first,
    guess_item_id,
    text_of,
)

INSTRUCTION_CHARS_MAX = 300
SPEAKERS_MAX = 9  # a digit each
NAME_CHARS_MAX = 50
TEXT_CHARS_MAX = 200_000
LANGUAGE_CHARS_MAX = 100

_AUDIO_COLUMNS = ("audio", "recording", "sound", "audio_file", "audio_path", "file", "file_name", "filename", "path", "wav")
_DRAFT_COLUMNS = ("draft", "draft_transcript", "hypothesis", "asr", "asr_text", "prediction", "predicted_text")
_SEGMENTS_COLUMNS = ("draft_segments", "suggested_segments", "predicted_segments", "asr_segments")
_LANGUAGE_COLUMNS = ("language", "lang", "locale")
_HOW = 'it is written as [{"start": 0.5, "end": 2.25, "text": "…"}], in seconds'


class Segment(msgspec.Struct, frozen=True):
    """A region as files have it, in seconds."""

    start: Annotated[float, Meta(ge=0, le=86_400)]
    end: Annotated[float, Meta(ge=0, le=86_400)]
    text: str
    speaker: str | None = None


class Speech(msgspec.Struct, frozen=True):
    """The payload: the recording by its file's name, the language spoken in it, and what is drafted of it: a text or segments."""

    audio: str
    language: str | None = None
    draft: str = ""
    segments: tuple[Region, ...] = ()


class SpeechTranscriptionOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`speakers`: the names of those who are told apart; none: nobody is. `timestamps`: whether regions are marked; else one text
    is written of it all. `instruction`: what is asked of the annotator.
    """

    speakers: Annotated[tuple[str, ...], Meta(max_length=SPEAKERS_MAX)] = ()
    timestamps: bool = True
    instruction: Annotated[str, Meta(max_length=INSTRUCTION_CHARS_MAX)] | Said | None = None

    def __post_init__(self) -> None:
        if isinstance(self.instruction, Said) and max(len(self.instruction.en), len(self.instruction.ar)) > INSTRUCTION_CHARS_MAX:
            raise OptionRefused("instruction", f"it has at most {INSTRUCTION_CHARS_MAX} characters.")
        for name in self.speakers:
            if name.strip() != name or not name or not name.isprintable() or len(name) > NAME_CHARS_MAX:
                reason = f"the name {name[:NAME_CHARS_MAX]!r} needs 1 to {NAME_CHARS_MAX} characters that can be printed."
                raise OptionRefused("speakers", reason)
        if len(set(self.speakers)) < len(self.speakers):
            raise OptionRefused("speakers", "a name is there twice.")
        if self.speakers and not self.timestamps:
            raise OptionRefused("speakers", "they are told apart by when they speak; without timestamps there are none.")


class Transcribed(msgspec.Struct, frozen=True):
    """What is said, region by region; without timestamps in `text`, and no regions."""

    regions: tuple[Region, ...] = ()
    text: str | None = None

    @property
    def said(self) -> str:
        """All of it, in order."""
        return " ".join(one.text.strip() for one in self.regions) if self.text is None else self.text


def fields(_: SpeechTranscriptionOptions) -> dict[str, tuple[int, int]]:
    return {"audio": (1, 1), "draft": (0, 1), "segments": (0, 1), "language": (0, 1), "item_id": (0, 1)}


def guess(columns: Sequence[str], _: SpeechTranscriptionOptions) -> Mapping:
    named = {
        "item_id": guess_item_id(columns),
        "draft": guess_first(columns, _DRAFT_COLUMNS),
        "segments": guess_first(columns, _SEGMENTS_COLUMNS),
        "language": guess_first(columns, _LANGUAGE_COLUMNS),
    }
    # Where no column is named like a recording, the first one left: the reader of the plan sees and mends it.
    rest = tuple(name for name in columns if (name,) not in named.values())
    fields = {"audio": guess_first(rest, _AUDIO_COLUMNS) or rest[:1]} | named
    return Mapping({field: mapped for field, mapped in fields.items() if mapped})


def read(row: Fields[str, Any], mapping: Mapping, options: SpeechTranscriptionOptions) -> Speech:
    [column] = mapping.fields["audio"]
    audio = re.split(r"[/\\]", text_of(row, "audio", column) or "")[-1]
    if not audio.strip():
        raise RowRefused("audio", f"there is no file in {column!r}; name one, or leave the row out.")
    language, draft = (_text(row, mapping, field) for field in ("language", "draft"))
    if len(language) > LANGUAGE_CHARS_MAX:
        raise RowRefused("language", f"it has {len(language)} characters; {LANGUAGE_CHARS_MAX} is the limit.")
    if len(draft) > TEXT_CHARS_MAX:
        raise RowRefused("draft", f"it has {len(draft)} characters; {TEXT_CHARS_MAX} is the limit.")
    segments = tuple(one for name in mapping.fields.get("segments", ()) for one in _segments(row.get(name), options))
    # Only what is shown is kept.
    if not options.timestamps:
        return Speech(audio, language or None, draft or "\n".join(one.text for one in segments))
    return Speech(audio, language or None, "" if segments else draft, segments)


def _text(row: Fields[str, Any], mapping: Mapping, field: str) -> str:
    return "".join(text_of(row, field, column) or "" for column in mapping.fields.get(field, ())).strip()


def _segments(value: object, options: SpeechTranscriptionOptions) -> tuple[Region, ...]:
    try:
        if isinstance(value, str):  # a cell of a CSV
            value = msgspec.json.decode(value) if value.strip() else ()
        segments = msgspec.convert(value or (), tuple[Segment, ...])
    except (msgspec.DecodeError, RecursionError) as error:
        raise RowRefused("segments", f"it can't be read ({error}); {_HOW}.") from None
    if len(segments) > REGIONS_MAX:
        raise RowRefused("segments", f"it has {len(segments)} of them; {REGIONS_MAX} is the limit.")
    for one in segments:
        if one.end <= one.start:
            raise RowRefused("segments", f"one from {one.start} to {one.end} ends before it begins; {_HOW}.")
        if options.speakers and one.speaker is not None and one.speaker not in options.speakers:
            raise RowRefused("segments", f"{one.speaker[:NAME_CHARS_MAX]!r} is none of the project's speakers.")
    # Whose name a row leaves open is for the annotator to say.
    regions = [
        Region(round(one.start * 1000), round(one.end * 1000), one.speaker if options.speakers else None, one.text)
        for one in segments
    ]
    return tuple(sorted(regions, key=lambda one: one.start_ms))


def files(payload: Speech) -> tuple[tuple[str, File], ...]:
    return (("audio", File(payload.audio)),)


def texts(payload: Speech) -> tuple[str, ...]:
    """What is heard stands for itself by a hash: names of recordings are alike, and what they hold is not."""
    drafted = "\n".join((payload.draft, *(one.text for one in payload.segments)))
    return (hashlib.sha256(payload.audio.encode()).hexdigest(), *([drafted] if drafted.strip() else []))


def present(_: Speech, __: int) -> tuple[int, ...]:
    return ()


def form(payload: Speech, options: SpeechTranscriptionOptions, _: tuple[int, ...]) -> Form:
    elements: list[Element] = []
    if payload.draft and options.timestamps:
        elements.append(TextBlock(payload.draft, Said("Draft", "مسودة")))
    elements.append(
        Transcript(
            "transcript",
            options.instruction or Said("Write what is said", "اكتب ما يُقال"),
            file=0,
            speakers=options.speakers,
            timestamps=options.timestamps,
            start=payload.segments,
            start_text="" if options.timestamps else payload.draft,
            chars_max=TEXT_CHARS_MAX,
        )
    )
    return Form(tuple(elements))


def check(
    payload: Speech, options: SpeechTranscriptionOptions, order: tuple[int, ...], answer: Fields[str, msgspec.Raw]
) -> Transcribed:
    said = answered(form(payload, options, order), answer)["transcript"]
    return Transcribed(regions=said) if options.timestamps else Transcribed(text=said)


def filled_in(_: Speech, options: SpeechTranscriptionOptions, __: tuple[int, ...], answer: Transcribed) -> dict[str, Any]:
    return {"transcript": msgspec.to_builtins(answer.regions) if options.timestamps else answer.text}


def questions(_: SpeechTranscriptionOptions) -> tuple[Question, ...]:
    return ()


def votes(_: SpeechTranscriptionOptions, __: Transcribed) -> Votes:
    return Votes()


def score(_: Speech, __: SpeechTranscriptionOptions, gold: Transcribed, answer: Transcribed) -> float:
    """1 less the word error rate of all that is said, 0 where errors outnumber words. What a word is: `transcripts.words`."""
    return max(0.0, 1.0 - word_error_rate(gold.said, answer.said))


def rows(
    payload: Speech, _: SpeechTranscriptionOptions, __: tuple[int, ...], answers: Sequence[Transcribed]
) -> list[dict[str, Any]]:
    """A row an annotator, as trainers of recognisers read them: the file, the text, its segments in seconds."""
    return [
        {
            "audio": payload.audio,
            "language": payload.language,
            "text": answer.said,
            "segments": [
                {"start": one.start_ms / 1000, "end": one.end_ms / 1000, "speaker": one.speaker, "text": one.text}
                for one in answer.regions
            ],
        }
        for answer in answers
    ]


def webvtt(
    _: Speech, options: SpeechTranscriptionOptions, __: tuple[int, ...], answers: Sequence[Transcribed]
) -> dict[str, str] | str:
    """Captions, a file an annotator."""
    if not options.timestamps:
        return "no_timestamps"
    return _a_file_each(".vtt", [transcripts.webvtt(answer.regions) for answer in answers])


def textgrid(
    _: Speech, options: SpeechTranscriptionOptions, __: tuple[int, ...], answers: Sequence[Transcribed]
) -> dict[str, str] | str:
    """Tiers for Praat, a file an annotator. They end with the last region: how long the recording is, a task type is not told."""
    if not options.timestamps:
        return "no_timestamps"
    return _a_file_each(".TextGrid", [transcripts.textgrid(answer.regions, 0) for answer in answers])


def _a_file_each(ending: str, made: Sequence[str]) -> dict[str, str]:
    return {ending if len(made) == 1 else f".{number}{ending}": text for number, text in enumerate(made, 1)}


def examples() -> tuple[Example, ...]:
    row = {"item_id": "1", "audio": "clips/words_01.wav", "lang": "ar", "transcript": "لا تسجيل يسار", "segments": []}
    regions = [
        {"start_ms": 200, "end_ms": 1200, "speaker": None, "text": "لا"},
        {"start_ms": 1204, "end_ms": 2204, "speaker": None, "text": "تسجيل"},
    ]
    drafted = row | {"draft": "لا تسجل", "draft_segments": [{"start": 0.2, "end": 1.2, "text": "لا", "speaker": "ليلى"}]}
    return (
        Example(row, {}, {"transcript": regions}),
        Example(drafted, {"speakers": ["Noor", "ليلى"]}, {"transcript": [regions[0] | {"speaker": "Noor"}]}),
        Example(drafted, {"speakers": ["Noor", "ليلى"]}, {}),
        Example(drafted, {"timestamps": False}, {"transcript": "لا تسجيل يسار"}),
    )


SPEECH_TRANSCRIPTION = TaskType(
    name="speech_transcription",
    payload_type=Speech,
    options_type=SpeechTranscriptionOptions,
    answer_type=Transcribed,
    fields=fields,
    guess=guess,
    read=read,
    files=files,
    texts=texts,
    present=present,
    form=form,
    check=check,
    filled_in=filled_in,
    questions=questions,
    votes=votes,
    score=score,
    exports={"transcripts.jsonl": Rows(rows), "webvtt.zip": Files(webvtt), "textgrid.zip": Files(textgrid)},
    examples=examples,
)
