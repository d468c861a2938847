from typing import Any
from uuid import uuid4

import msgspec
import pytest
import webvtt as others_webvtt
from praatio import textgrid as others_textgrid

from amana.model.errors import AnswerInvalid
from amana.model.form import ShownMedia, Transcript
from amana.model.transcripts import Region
from amana.tasktypes.answers import within_files
from amana.tasktypes.base import OptionRefused, RowRefused, typed_options
from amana.tasktypes.speech_transcription import SPEECH_TRANSCRIPTION, Speech, SpeechTranscriptionOptions, Transcribed

SEGMENT = {"start": 0.5, "end": 1.25, "text": "لا"}


def options_of(**options: object) -> SpeechTranscriptionOptions:
    raws = {name: msgspec.Raw(msgspec.json.encode(value)) for name, value in options.items()}
    made: SpeechTranscriptionOptions = typed_options(SPEECH_TRANSCRIPTION, raws)
    return made


def read(row: dict[str, Any], **options: object) -> Speech:
    typed = options_of(**options)
    return SPEECH_TRANSCRIPTION.read(row, SPEECH_TRANSCRIPTION.guess(list(row), typed), typed)


def element_of(payload: Speech, **options: object) -> Transcript:
    form = SPEECH_TRANSCRIPTION.form(payload, options_of(**options), ())
    [element] = [one for one in form.elements if isinstance(one, Transcript)]
    return element


def test_what_a_row_holds_as_its_transcript_is_shown_to_nobody() -> None:
    row = {"audio": "clips\\a/words.wav", "transcript": "secret", "text": "secret", "segments": [SEGMENT], "lang": "ar"}
    assert read(row) == Speech("words.wav", "ar")


def test_drafts_begin_the_work_in_the_shape_that_is_asked_for() -> None:
    row = {"audio": "a.wav", "draft": "لا تسجيل", "draft_segments": [SEGMENT | {"start": 3, "end": 4}, SEGMENT]}
    regions = (Region(500, 1250, None, "لا"), Region(3000, 4000, None, "لا"))
    assert element_of(read(row)).start == regions
    assert element_of(read(row | {"draft_segments": msgspec.json.encode([SEGMENT]).decode()})).start == regions[:1]
    assert element_of(read(row, timestamps=False), timestamps=False).start_text == "لا تسجيل"
    without_text = read(row | {"draft": None}, timestamps=False)
    assert element_of(without_text, timestamps=False).start_text == "لا\nلا"
    # Who speaks is for the annotator to say, where a draft does not.
    assert [one.speaker for one in read(row, speakers=["Noor"]).segments] == [None, None]
    with pytest.raises(AnswerInvalid, match="no speaker"):
        SPEECH_TRANSCRIPTION.check(read(row, speakers=["Noor"]), options_of(speakers=["Noor"]), (), {})


@pytest.mark.parametrize(
    ("segments", "words"),
    [
        ([SEGMENT | {"end": 0.5}], "ends before it begins"),
        ([SEGMENT | {"start": -1}], "can't be read"),
        ([{"start": 1}], "can't be read"),
        ("[", "can't be read"),
        (3, "can't be read"),
        ([SEGMENT | {"speaker": "x"}], "none of the project's speakers"),
    ],
)
def test_a_draft_that_is_none_is_refused(segments: object, words: str) -> None:
    with pytest.raises(RowRefused, match=words) as caught:
        read({"audio": "a.wav", "draft_segments": segments}, speakers=["Noor"])
    assert caught.value.field == "segments"


@pytest.mark.parametrize("options", [{"speakers": ["a", "a"]}, {"speakers": [" a"]}, {"speakers": ["a"], "timestamps": False}])
def test_speakers_are_names_that_can_be_told_apart_by_times(options: dict[str, object]) -> None:
    with pytest.raises(OptionRefused, match="speakers"):
        options_of(**options)


def test_nothing_is_said_after_the_end_of_the_recording() -> None:
    payload, options = Speech("a.wav"), options_of()
    form = SPEECH_TRANSCRIPTION.form(payload, options, ())
    region = {"start_ms": 500, "end_ms": 1001, "speaker": None, "text": "x"}
    answer = {"transcript": msgspec.Raw(msgspec.json.encode([region]))}
    SPEECH_TRANSCRIPTION.check(payload, options, (), answer)
    shown = ShownMedia(media_id=uuid4(), path="/", media_type="audio/wav", alt="")
    for duration_ms in (None, 1001):
        within_files(msgspec.structs.replace(form, media=(msgspec.structs.replace(shown, duration_ms=duration_ms),)), answer)
    with pytest.raises(AnswerInvalid, match="after the recording, which has 1000 ms"):
        within_files(msgspec.structs.replace(form, media=(msgspec.structs.replace(shown, duration_ms=1000),)), answer)


def test_an_answer_is_as_good_as_its_words() -> None:
    payload, options = Speech("a.wav"), options_of()
    gold = Transcribed((Region(0, 900, None, "لا تسجيل"), Region(900, 1000, None, "يسار")))
    for said, score in (("لاَ تسجيل، يسار.", 1.0), ("لا يسار", 2 / 3), ("نعم نعم نعم نعم نعم", 0.0)):
        answer = Transcribed((Region(0, 10, None, said),))
        assert SPEECH_TRANSCRIPTION.score(payload, options, gold, answer) == pytest.approx(score)
    assert SPEECH_TRANSCRIPTION.score(payload, options, gold, Transcribed(text="لا تسجيل يسار")) == 1


def test_files_are_read_by_others_and_told_apart_by_annotator(tmp_path: Any) -> None:
    options = options_of(speakers=["Noor", "ليلى"])
    regions = (Region(200, 1200, "Noor", "لا <b> & -->"), Region(800, 2204, "ليلى", 'تسجيل "x"'))
    answers = [Transcribed(regions), Transcribed(regions[:1])]
    captions = SPEECH_TRANSCRIPTION.exports["webvtt.zip"].of(Speech("a.wav"), options, (), answers)
    grids = SPEECH_TRANSCRIPTION.exports["textgrid.zip"].of(Speech("a.wav"), options, (), answers)
    assert isinstance(captions, dict)
    assert isinstance(grids, dict)
    assert (list(captions), list(grids)) == ([".1.vtt", ".2.vtt"], [".1.TextGrid", ".2.TextGrid"])
    read_back = others_webvtt.from_string(captions[".1.vtt"]).captions
    assert [(one.voice, one.start, one.end) for one in read_back] == [
        ("Noor", "00:00:00.200", "00:00:01.200"),
        ("ليلى", "00:00:00.800", "00:00:02.204"),
    ]
    file = tmp_path / "x.TextGrid"
    file.write_text(grids[".1.TextGrid"], encoding="utf-8")
    grid = others_textgrid.openTextgrid(str(file), includeEmptyIntervals=False)
    assert {name: [tuple(one) for one in grid.getTier(name).entries] for name in grid.tierNames} == {
        "Noor": [(0.2, 1.2, "لا <b> & -->")],
        "ليلى": [(0.8, 2.204, 'تسجيل "x"')],
    }
    assert list(SPEECH_TRANSCRIPTION.exports["webvtt.zip"].of(Speech("a.wav"), options, (), answers[:1])) == [".vtt"]
