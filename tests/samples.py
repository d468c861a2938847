"""Media files made by hand, each as small as its format allows, and files that lie about what they are."""

import io
import struct
import wave
import zlib


def png(width: int = 2, height: int = 2, *, says: tuple[int, int] | None = None, extra: bytes = b"") -> bytes:
    """A grey image that any browser shows; `says`: another size in its header than it has."""
    rows = b"".join(b"\x00" + bytes([(x * 7 + y * 13) % 256 for x in range(width)]) for y in range(height))
    header = struct.pack(">IIBBBBB", *(says or (width, height)), 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + extra + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def png_text(text: bytes) -> bytes:
    """A chunk of a PNG in which anything may stand."""
    return _chunk(b"tEXt", b"Comment\x00" + text)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def jpeg(width: int = 2, height: int = 2, *, comment: bytes = b"", twice: tuple[int, int] | None = None) -> bytes:
    """The headers of one, up to its scan; `twice`: a second header that says another size."""
    said = b"".join(b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, *size, 1) + b"\x01\x11\x00" for size in ((height, width),))
    more = b"\xff\xc2" + struct.pack(">HBHHB", 11, 8, twice[1], twice[0], 1) + b"\x01\x11\x00" if twice else b""
    note = b"\xff\xfe" + struct.pack(">H", 2 + len(comment)) + comment if comment else b""
    return b"\xff\xd8" + note + said + more + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00\xff\xd9"


def gif(width: int = 1, height: int = 1, *, picture: tuple[int, int] | None = None, comment: bytes = b"") -> bytes:
    """One picture on its screen; `picture`: of another size."""
    note = b"\x21\xfe" + bytes([len(comment)]) + comment + b"\x00" if comment else b""
    image = b"\x2c" + struct.pack("<HHHHB", 0, 0, *(picture or (width, height)), 0) + b"\x02\x02\x44\x01\x00"
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff" + note + image + b"\x3b"


def webp(width: int = 1, height: int = 1, *, picture: tuple[int, int] | None = None) -> bytes:
    """An extended one whose canvas has this size, with a lossless picture's header."""
    canvas = b"\x00\x00\x00\x00" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    wide, high = picture or (width, height)
    bits = (wide - 1) | (high - 1) << 14
    body = b"VP8X" + struct.pack("<I", 10) + canvas + b"VP8L" + struct.pack("<I", 6) + b"\x2f" + struct.pack("<I", bits) + b"\x00"
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def wav(seconds: float = 0.1, rate: int = 8000) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(bytes(2 * int(seconds * rate)))
    return out.getvalue()


def mp3(*, tag: bytes = b"") -> bytes:
    """Three silent frames of 417 bytes, perhaps after a tag."""
    size = len(tag)
    head = b"ID3\x04\x00\x00" + bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127]) + tag if tag else b""
    return head + (b"\xff\xfb\x90\x00" + bytes(413)) * 3


OGG = b"OggS\x00\x02" + bytes(20) + b"\x01\x1e\x01vorbis" + bytes(23)
FLAC = b"fLaC\x80\x00\x00\x22" + bytes(34)
M4A = b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00isomM4A " + bytes(40)
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42" + bytes(40)

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
