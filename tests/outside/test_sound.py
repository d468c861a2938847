"""Listening to files: peaks against a plain computation, files that lie or were cut off, hostile ones."""

import io
import struct
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from amana.outside import listening
from amana.outside.sound import HOURS_MAX, PEAKS_PER_SECOND, TooLong, Unfit, _Peaks, listen, probe
from tests.samples import FLAC, OGG, wav

FORMATS = [("WAV", "PCM_16"), ("FLAC", "PCM_16"), ("MP3", "MPEG_LAYER_III"), ("OGG", "VORBIS"), ("OGG", "OPUS")]


def noise(seconds: float, rate: int = 24_000, channels: int = 1) -> np.ndarray:
    """Louder towards its end."""
    count = int(seconds * rate)
    found = np.random.default_rng(7).uniform(-0.9, 0.9, (count, channels)) * np.linspace(0.1, 1, count)[:, None]
    return found.astype(np.float32)


def written(samples: np.ndarray, format: str, subtype: str, rate: int = 24_000) -> bytes:
    out = io.BytesIO()
    with soundfile.SoundFile(out, "w", rate, samples.shape[1], format=format, subtype=subtype) as file:
        for start in range(0, len(samples), 30_000):
            file.write(samples[start : start + 30_000])
    return out.getvalue()


def plainly(samples: np.ndarray, rate: int, per_second: int) -> list[tuple[float, float]]:
    """The least and the greatest sample of every bucket, a sample at a time."""
    buckets: dict[int, list[float]] = {}
    for number, frame in enumerate(samples):
        buckets.setdefault(number * per_second // rate, []).extend(map(float, frame))
    return [(min(found), max(found)) for _, found in sorted(buckets.items())]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    rate=st.sampled_from([1000, 8000, 11_025, 16_000, 44_100]),
    per_second=st.sampled_from(PEAKS_PER_SECOND),
    frames=st.integers(1, 3000),
    piece=st.integers(1, 700),
)
def test_peaks_are_those_of_a_plain_computation_however_the_sound_comes(
    rate: int, per_second: int, frames: int, piece: int
) -> None:
    samples = noise(frames / 1000, 1000, 2)
    drawing = _Peaks(rate, per_second)
    for start in range(0, len(samples), piece):
        drawing.add(samples[start : start + piece])
    pairs = np.frombuffer(drawing.end(), np.int8).reshape(-1, 2)
    expected = plainly(samples, rate, per_second)
    assert len(pairs) == len(expected)
    for (least, most), (low, high) in zip(pairs, expected, strict=True):
        assert least == np.floor(np.float32(low) * 127)
        assert most == np.ceil(np.float32(high) * 127)


@pytest.mark.parametrize(("format", "subtype"), FORMATS)
def test_a_recording_is_known_drawn_and_made_playable(format: str, subtype: str) -> None:
    content = written(noise(5.5), format, subtype)
    sound = probe(io.BytesIO(content), len(content))
    assert abs(sound.duration_ms - 5500) <= 120  # MP3 ends with a whole frame
    assert (sound.sample_rate, sound.channels) == (24_000, 1)
    assert sound.plays == (format in ("WAV", "OGG"))
    out = io.BytesIO()
    drawn = listen(io.BytesIO(content), out)
    assert [len(one) // 2 for one in drawn.peaks] == [-(-drawn.frames * per_second // 24_000) for per_second in PEAKS_PER_SECOND]
    with soundfile.SoundFile(io.BytesIO(out.getvalue())) as made:
        assert (made.format, made.subtype, made.frames) == ("OGG", "VORBIS", drawn.frames)


@pytest.mark.parametrize(("format", "subtype"), FORMATS)
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_what_was_cut_off_is_refused(format: str, subtype: str, share: float) -> None:
    content = written(noise(5.5), format, subtype)
    cut = content[: int(len(content) * share)]
    with pytest.raises(Unfit, match=r"cut off|damaged"):
        probe(io.BytesIO(cut), len(cut))


def test_a_header_is_not_believed() -> None:
    long = bytearray(wav(1.0))
    place = long.index(b"data") + 4
    long[place : place + 4] = struct.pack("<I", 2 * 8000 * 3600)  # says an hour, has a second
    with pytest.raises(Unfit, match="cut off"):
        probe(io.BytesIO(bytes(long)), len(long))
    slow = bytearray(wav(50.0, 1000))
    slow[24:28] = struct.pack("<I", 1)  # a sample a second
    with pytest.raises(Unfit, match="samples a second"):
        probe(io.BytesIO(bytes(slow)), len(slow))
    for content in (FLAC, OGG, b"RIFF\x00\x00\x00\x00WAVE", b""):
        with pytest.raises(Unfit):
            probe(io.BytesIO(content), len(content))


def test_a_recording_of_more_hours_than_a_day_of_work_is_refused() -> None:
    frames = (HOURS_MAX * 3600 + 1) * 1000
    head = b"RIFF" + struct.pack("<I", 36 + frames) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 1000, 1000, 1, 8) + b"data"
    content = head + struct.pack("<I", frames) + bytes(frames)
    with pytest.raises(TooLong):
        probe(io.BytesIO(content), len(content))


async def test_a_process_of_its_own_asks_for_what_it_needs() -> None:
    content = written(noise(3.0), "FLAC", "PCM_16")

    async def read(start: int, stop: int) -> bytes:
        assert 0 <= start < stop <= len(content)
        return content[start:stop]

    assert await listening.probe(read, len(content)) == probe(io.BytesIO(content), len(content))
    async with listening.listen(read, len(content), make_playable=True) as talk:
        made = b"".join([piece async for piece in talk.pieces()])
        answer = await talk.answer()
    assert answer.drawn == listen(io.BytesIO(content), None)
    with soundfile.SoundFile(io.BytesIO(made)) as played:
        assert played.frames == 72_000


async def test_it_has_neither_settings_nor_time_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hers alone")
    seen: list[bytes] = []
    pids: list[int] = []

    async def read(start: int, stop: int) -> bytes:
        pids.extend(int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit() and is_listener(path))
        seen.extend((Path("/proc") / str(pid) / "environ").read_bytes() for pid in pids)
        raise KeyError(str(uuid4()))

    with pytest.raises(KeyError):
        await listening.probe(read, 1000)
    assert seen
    assert not any(b"hers alone" in one for one in seen)
    assert not any((Path("/proc") / str(pid)).exists() for pid in pids)  # gone with whoever asked
    monkeypatch.setattr(listening, "PROBE_SECONDS_MAX", 0)
    with pytest.raises(listening.TooSlow):
        await listening.probe(read, 1000)


def is_listener(path: Path) -> bool:
    try:
        return b"amana.listener" in (path / "cmdline").read_bytes()
    except OSError:
        return False
