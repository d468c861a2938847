"""What a file really is, by its own bytes: never by its name, nor by what its sender says. Nothing is decoded.

Only the headers that say how large an image is are read, and of JPEG, GIF and WebP every one that could say it again. So a file
that unpacks to more than a screen can hold is refused before anything unpacks it, and no decoder of images runs in the engine.
"""

import struct
from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec

from amana.model.errors import MediaRefused, MediaTooLarge, PixelsTooMany

MEDIA_BYTES_MAX = 1024**3
IMAGE_BYTES_MAX = 50_000_000
PIXELS_MAX = 50_000_000  # 200 MB once it is unpacked
SIDE_PIXELS_MAX = 16_384
_HEADERS_MAX = 100_000  # of one file
_HEAD_BYTES = 4096
_MP3_TAG_BYTES_MAX = 16 * 1024 * 1024

TYPES = (
    *("image/png", "image/jpeg", "image/webp", "image/gif"),
    *("audio/wav", "audio/mpeg", "audio/ogg", "audio/flac", "audio/mp4", "video/mp4"),
)
KNOWN = "PNG, JPEG, WebP, GIF, WAV, MP3, Ogg, FLAC or MP4"


class Sniffed(msgspec.Struct, frozen=True):
    """A file's type; of an image how large it is."""

    media_type: str
    width: int | None = None
    height: int | None = None


class _Malformed(Exception):
    """The bytes begin like one of the types and do not go on like it."""


Sizes = Iterator[tuple[int, int]]


def sniff(file: BinaryIO, file_name: str, size_bytes: int) -> Sniffed:
    """What the file is. Raises MediaRefused for anything that is not in TYPES, MediaTooLarge, PixelsTooMany."""
    head = _at(file, 0, _HEAD_BYTES)
    try:
        for begins, media_type, sizes in _IMAGES:
            if begins(head):
                if size_bytes > IMAGE_BYTES_MAX:
                    raise MediaTooLarge(file_name=file_name, limit_bytes=IMAGE_BYTES_MAX)
                return Sniffed(media_type, *_largest(file_name, sizes(file)))
        sound = _sound(file, head)
    except (_Malformed, struct.error):
        raise MediaRefused(
            file_name=file_name, reason="it is damaged: its first bytes promise what the next ones do not keep."
        ) from None
    if sound is None:
        raise MediaRefused(file_name=file_name, reason=_why_not(head))
    return Sniffed(sound)


def _largest(file_name: str, sizes: Sizes) -> tuple[int, int]:
    """Of every size that a header says, the one with the most pixels."""
    found: list[tuple[int, int]] = []
    for width, height in sizes:
        if width * height > PIXELS_MAX or max(width, height) > SIDE_PIXELS_MAX:
            raise PixelsTooMany(file_name=file_name, limit_pixels=PIXELS_MAX, limit_side=SIDE_PIXELS_MAX)
        found.append((width, height))
        if len(found) > _HEADERS_MAX:
            raise _Malformed
    if not found or not all(width and height for width, height in found):
        raise _Malformed
    return max(found, key=lambda size: size[0] * size[1])


# ---- images -----------------------------------------------------------------------------------------------------------------


def _png(file: BinaryIO) -> Sizes:
    head = _at(file, 8, 16)
    if head[4:8] != b"IHDR":
        raise _Malformed
    yield struct.unpack(">II", head[8:16])


def _jpeg(file: BinaryIO) -> Sizes:
    """Every frame header before the first scan; a JPEG has one."""
    place = 2
    for _ in range(_HEADERS_MAX):
        marker = _at(file, place, 4)
        if len(marker) < 4 or marker[0] != 0xFF:
            raise _Malformed
        if marker[1] == 0xFF:  # fill
            place += 1
            continue
        kind, length = marker[1], int.from_bytes(marker[2:4])
        if kind == 0xDA:
            return
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", _at(file, place + 5, 4))
            yield width, height
        if length < 2 or 0xD0 <= kind <= 0xD9:
            raise _Malformed
        place += 2 + length
    raise _Malformed


def _gif(file: BinaryIO) -> Sizes:
    """The screen, and every picture on it."""
    width, height, packed = struct.unpack("<HHB", _at(file, 6, 5))
    yield width, height
    place, pictures = 13 + _colours(packed), 0
    while (kind := _at(file, place, 1)) == b"\x2c" or kind == b"\x21":
        if kind == b"\x2c":
            width, height, packed = struct.unpack("<HHB", _at(file, place + 5, 5))
            yield width, height
            place += 10 + _colours(packed) + 1
            pictures += 1
        else:
            place += 2
        file.seek(place)
        while size := file.read(1):  # blocks of up to 255 bytes, the last one empty
            place += 1 + size[0]
            if size == b"\x00":
                break
            file.seek(place)
    if not pictures:
        raise _Malformed


def _colours(packed: int) -> int:
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0


def _webp(file: BinaryIO) -> Sizes:
    """The canvas, and every picture on it."""
    end = 8 + int.from_bytes(_at(file, 4, 4), "little")
    place = 12
    while place < end and len(chunk := _at(file, place, 34)) >= 8:
        name, length, body = chunk[:4], int.from_bytes(chunk[4:8], "little"), chunk[8:]
        if name == b"VP8X":
            yield _24(body[4:7]) + 1, _24(body[7:10]) + 1
        elif name == b"ANMF":
            yield _24(body[6:9]) + 1, _24(body[9:12]) + 1
            length = 16  # what follows are the chunks of the picture itself
        elif name == b"VP8 ":
            width, height = struct.unpack("<HH", body[6:10])
            yield width & 0x3FFF, height & 0x3FFF
        elif name == b"VP8L":
            bits = int.from_bytes(body[1:5], "little")
            yield (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        place += 8 + length + (length & 1)


def _24(three: bytes) -> int:
    if len(three) != 3:
        raise _Malformed
    return int.from_bytes(three, "little")


_IMAGES: tuple[tuple[Callable[[bytes], bool], str, Callable[[BinaryIO], Sizes]], ...] = (
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), "image/png", _png),
    (lambda head: head.startswith(b"\xff\xd8\xff"), "image/jpeg", _jpeg),
    (lambda head: head[:6] in (b"GIF87a", b"GIF89a"), "image/gif", _gif),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", "image/webp", _webp),
)


# ---- sound and film ---------------------------------------------------------------------------------------------------------


def _sound(file: BinaryIO, head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "audio/wav"
    if head[:4] == b"fLaC" and head[4:5] in (b"\x00", b"\x80"):
        return "audio/flac"
    if head[:5] == b"OggS\x00":
        return "audio/ogg"
    if head[4:8] == b"ftyp":
        return "audio/mp4" if head[8:12] in (b"M4A ", b"M4B ") else "video/mp4"
    if head[:3] == b"ID3":
        after = 10 + sum((byte & 0x7F) << 7 * (3 - at) for at, byte in enumerate(head[6:10]))
        if after > _MP3_TAG_BYTES_MAX or _mp3_frame_bytes(_at(file, after, 4)) is None:
            raise _Malformed
        return "audio/mpeg"
    # Eleven set bits begin many a file: a second frame has to follow where the first one says it ends.
    first = _mp3_frame_bytes(head)
    return "audio/mpeg" if first and _mp3_frame_bytes(_at(file, first, 4)) else None


_KILOBITS = {  # of MPEG 1, and of MPEG 2 and 2.5, layer III
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_HERTZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _mp3_frame_bytes(head: bytes) -> int | None:
    """How long the frame of layer III is that begins here; None if none does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, rate, hertz = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in (0, 15) or hertz == 3:
        return None
    first = version == 3
    return (144 if first else 72) * _KILOBITS[first][rate] * 1000 // _HERTZ[version][hertz] + (head[2] >> 1 & 1)


# ---- and what it is not -----------------------------------------------------------------------------------------------------


def _why_not(head: bytes) -> str:
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace(b"\x00", b"").lower()
    if b"<svg" in text:
        return "it is SVG, which can carry programs. Save it as PNG."
    if text.startswith((b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<!--", b"<?xml", b"<math")):
        return "it is a page of HTML or XML, which can carry programs. Send the image or the sound itself."
    return f"it is not {KNOWN}. Save it as one of these."


def _at(file: BinaryIO, place: int, size: int) -> bytes:
    file.seek(place)
    return file.read(size)
