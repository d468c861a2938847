"""Listening to a file: how long it is, its peaks, and another file that every browser plays and finds its way in.

This is where somebody else's bytes meet a decoder (libsndfile), so it runs in a process of its own (see listening.py) and is told
nothing but the bytes. What a header says is believed as far as the file itself bears it out.
"""

from collections.abc import Iterator
from typing import BinaryIO

import msgspec
import numpy as np
import soundfile
from numpy.typing import NDArray

PEAKS_PER_SECOND = (10, 100)  # to see all of a recording by, and to see a word by
HOURS_MAX = 12
CHANNELS_MAX = 8
HERTZ_MAX = 192_000
UNPACKED_BYTES_MAX = 32 * 1024**3
PLAIN_BITS_PER_SECOND_MAX = 768_000  # of what is played as it was brought: 48,000 samples of 16 bits, one channel
_BLOCK_FRAMES = 65_536
_MP3_HEAD_BYTES = 64 * 1024  # within which the header of the length lies, after a tag with no picture
_END_SECONDS = 1
_PLAYED = {"VORBIS", "OPUS"}
_PLAIN = {"PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "ULAW", "ALAW"}
_TAIL_BYTES = 65_536
_OGG_END = 4  # the flag of a stream's last page

Samples = NDArray[np.float32]


class Sound(msgspec.Struct, frozen=True):
    """What is known of a recording. `plays`: browsers play it as it is, and find any place in it."""

    duration_ms: int
    sample_rate: int
    channels: int
    codec: str
    plays: bool


class Unfit(Exception):
    """The bytes are no recording that can be listened to; in words, after "can't be taken"."""


class TooLong(Exception):
    """Longer than HOURS_MAX."""


class TooMuch(Exception):
    """More than UNPACKED_BYTES_MAX once it is unpacked."""


def probe(file: BinaryIO, size_bytes: int) -> Sound:
    """What the file is, by its headers, its first second and its last one. Raises Unfit, TooLong, TooMuch."""
    if not _says_it_is_whole(file, size_bytes):
        raise Unfit("it is cut off: it ends before its own header says.")
    file.seek(0)
    try:
        with soundfile.SoundFile(file) as sound:
            _within_limits(sound)
            for at in (0, max(0, sound.frames - _END_SECONDS * sound.samplerate)):
                sound.seek(at)
                wanted = min(sound.frames - at, _END_SECONDS * sound.samplerate)
                heard = len(sound.read(wanted, dtype="float32"))
                if heard != wanted and (heard == 0 or not _is_estimated(sound, file)):
                    raise Unfit("it is cut off: it ends before its own header says.")
            return _said(sound)
    except (soundfile.SoundFileError, ValueError, OverflowError) as error:
        raise Unfit("it is damaged, or made in a way that can't be played.") from error


def _within_limits(sound: soundfile.SoundFile) -> None:
    if not 0 < sound.channels <= CHANNELS_MAX:
        raise Unfit(f"it has {sound.channels} channels; {CHANNELS_MAX} is the limit.")
    if not 1000 <= sound.samplerate <= HERTZ_MAX:
        raise Unfit(f"it has {sound.samplerate} samples a second; 1000 to {HERTZ_MAX} can be played.")
    if sound.frames <= 0:
        raise Unfit("there is no sound in it.")
    if sound.frames > HOURS_MAX * 3600 * sound.samplerate:
        raise TooLong
    if sound.frames * sound.channels * 4 > UNPACKED_BYTES_MAX:
        raise TooMuch


def _said(sound: soundfile.SoundFile) -> Sound:
    bits = {"PCM_U8": 8, "ULAW": 8, "ALAW": 8, "PCM_16": 16, "PCM_24": 24}.get(sound.subtype, 32)
    plain = sound.format in ("WAV", "WAVEX") and sound.subtype in _PLAIN
    return Sound(
        duration_ms=max(1, round(1000 * sound.frames / sound.samplerate)),
        sample_rate=sound.samplerate,
        channels=sound.channels,
        codec=sound.subtype.lower(),
        plays=sound.subtype in _PLAYED or (plain and bits * sound.samplerate * sound.channels <= PLAIN_BITS_PER_SECOND_MAX),
    )


def _says_it_is_whole(file: BinaryIO, size_bytes: int) -> bool:
    """Whether the file has the bytes that its own headers promise. libsndfile plays what is there, and says nothing."""
    head = _at(file, 0, 4096)
    if head[:4] == b"RIFF":
        place = 12
        while len(chunk := _at(file, place, 8)) == 8:
            length = int.from_bytes(chunk[4:], "little")
            if chunk[:4] == b"data":
                # A recorder that streams does not know the length when it writes the header.
                return length in (0, 0xFFFFFFFF) or place + 8 + length <= size_bytes
            place += 8 + length + (length & 1)
        return False
    if head[:4] == b"OggS":
        tail = _at(file, max(0, size_bytes - _TAIL_BYTES), _TAIL_BYTES)
        last = tail.rfind(b"OggS")
        return last >= 0 and len(tail) > last + 5 and bool(tail[last + 5] & _OGG_END)
    begins = 10 + sum((byte & 0x7F) << 7 * (3 - at) for at, byte in enumerate(head[6:10])) if head[:3] == b"ID3" else 0
    first = _at(file, begins, 256)
    for name in (b"Xing", b"Info"):  # how many bytes of MP3 there are, from its own first frame on
        if (place := first.find(name)) >= 0 and first[place + 7 : place + 8] and first[place + 7] & 3 == 3:
            return begins + int.from_bytes(first[place + 12 : place + 16]) <= size_bytes
    return True


def _at(file: BinaryIO, place: int, size: int) -> bytes:
    file.seek(place)
    return file.read(size)


class Drawn(msgspec.Struct, frozen=True):
    """`peaks`: for each of PEAKS_PER_SECOND the least and the greatest sample of every bucket, as int8. `frames`: as counted."""

    peaks: tuple[bytes, ...]
    frames: int


def _is_estimated(sound: soundfile.SoundFile, file: BinaryIO) -> bool:
    """Whether the length is only what a decoder guesses: an MP3 without a header that says it, perhaps with tags at its end."""
    if sound.format != "MP3":
        return False
    file.seek(0)
    head = file.read(_MP3_HEAD_BYTES)
    return not any(mark in head for mark in (b"Xing", b"Info", b"VBRI"))


def listen(file: BinaryIO, playable: BinaryIO | None) -> Drawn:
    """The peaks of a recording; `playable`: where the same is written as Ogg Vorbis, whose pages say when they sound.

    Raises Unfit where less can be heard than the headers say.
    """
    try:
        with soundfile.SoundFile(file) as sound:
            _within_limits(sound)
            rate, channels = sound.samplerate, min(2, sound.channels)
            drawing = [_Peaks(rate, per_second) for per_second in PEAKS_PER_SECOND]
            out = soundfile.SoundFile(playable, "w", rate, channels, format="OGG", subtype="VORBIS") if playable else None
            heard = 0
            for block in _blocks(sound):
                heard += len(block)
                for one in drawing:
                    one.add(block)
                if out is not None:
                    out.write(block if block.shape[1] == channels else block.mean(axis=1, keepdims=True).repeat(channels, axis=1))
            if out is not None:
                out.close()
            if heard != sound.frames and (heard == 0 or not _is_estimated(sound, file)):
                raise Unfit("it is cut off: it ends before its own header says.")
    except (soundfile.SoundFileError, ValueError, OverflowError) as error:
        raise Unfit("it is damaged, or made in a way that can't be played.") from error
    return Drawn(tuple(one.end() for one in drawing), heard)


def _blocks(sound: soundfile.SoundFile) -> Iterator[Samples]:
    while len(block := sound.read(_BLOCK_FRAMES, dtype="float32", always_2d=True)):
        yield np.nan_to_num(block)


class _Peaks:
    """The least and the greatest sample of each bucket, over all channels, as they come. A bucket begins at the first sample
    of its time: with 44,100 samples and 100 buckets a second at every 441st, with 11,025 at 0, 111, 221, …"""

    def __init__(self, rate: int, per_second: int) -> None:
        self._rate = rate
        self._per_second = per_second
        self._frames = 0
        self._least = np.zeros(0, np.float32)
        self._most = np.zeros(0, np.float32)
        self._done: list[bytes] = []

    def add(self, block: Samples) -> None:
        first = self._frames * self._per_second // self._rate
        # Where the buckets of this block begin, counted from its own first sample.
        after = (self._frames + len(block) - 1) * self._per_second // self._rate + 1
        starts = -(-np.arange(first, after, dtype=np.int64) * self._rate // self._per_second) - self._frames
        began_before = starts[0] < 0
        starts[0] = max(0, starts[0])
        least = np.minimum.reduceat(block.min(axis=1), starts)
        most = np.maximum.reduceat(block.max(axis=1), starts)
        if began_before:
            least[0], most[0] = min(least[0], self._least[-1]), max(most[0], self._most[-1])
            self._least, self._most = self._least[:-1], self._most[:-1]
        self._keep(np.concatenate([self._least, least]), np.concatenate([self._most, most]))
        self._frames += len(block)

    def _keep(self, least: Samples, most: Samples) -> None:
        self._done.append(_small(least[:-1], most[:-1]))
        self._least, self._most = least[-1:], most[-1:]

    def end(self) -> bytes:
        return b"".join([*self._done, _small(self._least, self._most)])


def _small(least: Samples, most: Samples) -> bytes:
    pairs = np.empty(2 * len(least), np.int8)
    pairs[0::2] = np.floor(np.clip(least, -1, 1) * 127)
    pairs[1::2] = np.ceil(np.clip(most, -1, 1) * 127)
    return pairs.tobytes()
