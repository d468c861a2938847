"""What a file is, by its bytes: the listed types and no other, however it is called; and bombs, before anything unpacks them."""

import contextlib
import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.model.errors import MediaRefused, MediaTooLarge, PixelsTooMany
from amana.outside.sniff import IMAGE_BYTES_MAX, PIXELS_MAX, SIDE_PIXELS_MAX, TYPES, Sniffed, sniff
from tests.samples import FLAC, HTML, M4A, MP4, OGG, SVG, gif, jpeg, mp3, png, png_text, wav, webp

GOOD = {
    "image/png": png(3, 2),
    "image/jpeg": jpeg(3, 2, comment=b"x" * 300),
    "image/webp": webp(3, 2),
    "image/gif": gif(3, 2, comment=b"hello"),
    "audio/wav": wav(),
    "audio/mpeg": mp3(),
    "audio/ogg": OGG,
    "audio/flac": FLAC,
    "audio/mp4": M4A,
    "video/mp4": MP4,
}
BIG = 8000  # 64 million pixels


def sniffed(content: bytes, size_bytes: int | None = None) -> Sniffed:
    return sniff(io.BytesIO(content), "a file.png", size_bytes or len(content))


def test_every_listed_type_is_known_by_its_bytes() -> None:
    assert set(GOOD) == set(TYPES)
    for media_type, content in GOOD.items():
        found = sniffed(content)
        assert found.media_type == media_type
        assert (found.width, found.height) == ((3, 2) if media_type.startswith("image/") else (None, None)), media_type
    assert sniffed(mp3(tag=b"x" * 1000)).media_type == "audio/mpeg"


@pytest.mark.parametrize(
    "content", [SVG, b"\xef\xbb\xbf  " + SVG, SVG.decode().encode("utf-16"), b"<svg onload=alert(1)>", b"<!-- --><svg/>"]
)
def test_svg_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(MediaRefused, match=r"a file.png can't be taken: it is SVG, which can carry programs. Save it as PNG."):
        sniffed(content)


@pytest.mark.parametrize(
    "content", [HTML, b"\n\n<HTML>", b"<script>alert(1)</script>", b"<?xml version='1.0'?><x/>", HTML.decode().encode("utf-16")]
)
def test_pages_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(MediaRefused, match="HTML or XML"):
        sniffed(content)


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"%PDF-1.7", b"PK\x03\x04", b"BM" + bytes(60), b"\x00\x00\x01\x00", b"II*\x00", b"\xff\xfb\x90\x00" + b"<script>", b"GIF88a" + bytes(9),
     b"RIFF\x00\x00\x00\x00AVI ", b"\x1aE\xdf\xa3", b"#!/bin/sh", b"\x80\x04\x95"],
)  # fmt: skip
def test_anything_else_is_refused_with_what_would_be_taken(content: bytes) -> None:
    with pytest.raises(MediaRefused, match="PNG, JPEG, WebP"):
        sniffed(content)


@pytest.mark.parametrize(
    "content",
    [png(says=(BIG, BIG)), png(says=(SIDE_PIXELS_MAX + 1, 1)), png(says=(2**31, 2**31)), jpeg(BIG, BIG), jpeg(2, 2, twice=(BIG, BIG)), gif(BIG, BIG),
     gif(1, 1, picture=(BIG, BIG)), webp(BIG, BIG), webp(1, 1, picture=(BIG, BIG))],
)  # fmt: skip
def test_an_image_that_unpacks_to_more_than_a_screen_holds_is_refused_before_it_is(content: bytes) -> None:
    assert len(content) < 1000
    with pytest.raises(PixelsTooMany, match=str(PIXELS_MAX)):
        sniffed(content)


def test_an_image_has_fewer_bytes_than_a_recording() -> None:
    with pytest.raises(MediaTooLarge):
        sniffed(png(), IMAGE_BYTES_MAX + 1)
    assert sniffed(wav(), IMAGE_BYTES_MAX + 1).media_type == "audio/wav"


@pytest.mark.parametrize("media_type", ["image/png", "image/jpeg", "image/webp", "image/gif"])
def test_an_image_that_is_cut_off_in_its_headers_is_refused(media_type: str) -> None:
    with pytest.raises(MediaRefused):
        sniffed(GOOD[media_type][:15])
    with pytest.raises(MediaRefused, match="damaged"):
        sniffed(png(says=(0, 5)))


@pytest.mark.parametrize("content", GOOD.values(), ids=GOOD)
def test_whatever_is_cut_off_anywhere_is_refused_or_known(content: bytes) -> None:
    for length in range(120):
        with contextlib.suppress(MediaRefused):
            assert sniffed(content[:length]).media_type in TYPES


@given(
    st.sampled_from(sorted(GOOD.values())),
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 255)), max_size=6),
    st.integers(0, 120),
)
def test_whatever_the_bytes_the_answer_is_a_listed_type_or_a_refusal(
    content: bytes, changes: list[tuple[int, int]], length: int
) -> None:
    altered = bytearray(content)
    for place, value in changes:
        altered[place % len(altered)] = value
    for some in (bytes(altered), bytes(altered[:length])):
        try:
            found = sniffed(some)
        except (MediaRefused, PixelsTooMany):
            continue
        assert found.media_type in TYPES
        assert (found.width or 0) * (found.height or 0) <= PIXELS_MAX


def test_what_stands_inside_an_image_does_not_change_what_it_is() -> None:
    """A file that is two things at once is served as the one that its first bytes say, and nothing else."""
    for content in (png(extra=png_text(HTML)), png() + HTML, gif(comment=b"<script>alert(1)</script>"), jpeg(comment=SVG)):
        assert sniffed(content).media_type.startswith("image/")


def test_a_gif_of_a_million_pictures_is_no_gif() -> None:
    picture = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x00"
    with pytest.raises(MediaRefused):
        sniffed(gif()[:-1] + picture * 100_001)
