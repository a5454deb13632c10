"""Pictures that answers carry: which files are taken, and what is left out of them.

Only PNG, JPEG and WebP are taken: nothing in them can run. Of those only the parts that make the picture are kept, so
that neither the place where a photo was taken nor anything hidden behind its end is published.
"""

from __future__ import annotations

import re
import struct
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.sentence import N_, Problem

DRAWINGS = ("house", "bus", "school", "doctor", "work", "language", "people", "park")  # ours, in icons.html
NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
MOST_BYTES, MOST_BYTES_IN_ALL = 300_000, 1_000_000
LEAST_SIDE, MOST_SIDE = 32, 4000

PNG, JPEG, WEBP = "image/png", "image/jpeg", "image/webp"
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_PARTS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP"}
_WEBP_PARTS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"}
_JPEG_TALK = {*range(0xE1, 0xE2), *range(0xE3, 0xEE), 0xEF, 0xFE}  # Exif, XMP, comments; not colours (E2, EE)
_JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def taken(data: bytes) -> bytes:
    """The file as it may be kept; raises Problem when it cannot be taken."""
    if len(data) > MOST_BYTES:
        raise Problem(N_("This picture is too large. It may have {most} KB."), most=MOST_BYTES // 1000)
    try:
        kept, sides = _kept(data)
    except (struct.error, IndexError):
        kept, sides = b"", (0, 0)
    if not kept:
        raise Problem(N_("This file is not a picture that can be shown. Choose a PNG, JPEG or WebP file."))
    if not all(LEAST_SIDE <= side <= MOST_SIDE for side in sides):
        raise Problem(N_("A picture may be {least} to {most} dots wide and high."), least=LEAST_SIDE, most=MOST_SIDE)
    return kept


def type_of(data: bytes) -> str:
    return PNG if data.startswith(_PNG) else JPEG if data.startswith(b"\xff\xd8") else WEBP


def stored(data: Any) -> Mapping[str, str]:
    """The pictures of a questionnaire by name, as it comes in a file: Base64, and each one that can be taken."""
    if not isinstance(data, dict) or not all(
        isinstance(each, str) and NAME.fullmatch(name) for name, each in data.items()
    ):
        raise Problem(N_("Something else was expected here."), "pictures")
    kept = {}
    for name, each in data.items():
        try:
            kept[name] = b64encode(taken(b64decode(each, validate=True))).decode()
        except (NotBase64, ValueError):
            raise Problem(N_("Something else was expected here."), f"pictures.{name}") from None
        except Problem as problem:
            raise problem.at(f"pictures.{name}") from None
    if weight(kept) > MOST_BYTES_IN_ALL:
        raise Problem(N_("All pictures together may have {most} KB."), "pictures", most=MOST_BYTES_IN_ALL // 1000)
    return kept


def weight(pictures: Mapping[str, str]) -> int:
    """How many bytes the pictures have together."""
    return sum(len(each) * 3 // 4 for each in pictures.values())


def _kept(data: bytes) -> tuple[bytes, tuple[int, int]]:
    if data.startswith(_PNG):
        return _png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    return b"", (0, 0)


def _png(data: bytes) -> tuple[bytes, tuple[int, int]]:
    parts, at = [_PNG], len(_PNG)
    width, height = struct.unpack(">II", data[16:24])
    while True:
        length, name = struct.unpack(">I4s", data[at : at + 8])
        part = data[at : at + length + 12]
        if len(part) < length + 12:
            raise IndexError
        if (name == b"IHDR") != (at == len(_PNG)):  # another one could tell of other sides than these
            raise IndexError
        if name in _PNG_PARTS:
            parts.append(part)
        at += length + 12
        if name == b"IEND":
            return b"".join(parts), (width, height)


def _jpeg(data: bytes) -> tuple[bytes, tuple[int, int]]:
    parts, at, sides = [b"\xff\xd8"], 2, (0, 0)
    while True:
        mark, name, length = struct.unpack(">BBH", data[at : at + 4])
        if mark != 0xFF:
            raise IndexError
        if name == 0xDA:  # from here on the picture itself, up to its end
            end = data.index(b"\xff\xd9", at) + 2 if b"\xff\xd9" in data[at:] else 0
            return (b"".join([*parts, data[at:end]]) if end else b""), sides
        if name in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            sides = (width, height)
        if name not in _JPEG_TALK:
            parts.append(data[at : at + 2 + length])
        at += 2 + length


def _webp(data: bytes) -> tuple[bytes, tuple[int, int]]:
    parts, sides = [], (0, 0)
    for name, part in _riff(data):
        body = part[8:]
        if name == b"VP8X":
            sides = (1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little"))
            part = part[:8] + bytes([body[0] & 0b110000]) + body[1:]  # neither Exif nor XMP nor moving pictures
        elif name == b"VP8 " and sides == (0, 0):
            width, height = struct.unpack("<HH", body[6:10])
            sides = (width & 0x3FFF, height & 0x3FFF)
        elif name == b"VP8L" and sides == (0, 0):
            bits = int.from_bytes(body[1:5], "little")
            sides = (1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
        if name in _WEBP_PARTS:
            parts.append(part)
    whole = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole, sides


def _riff(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, end = 12, min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while at + 8 <= end:
        name, length = struct.unpack("<4sI", data[at : at + 8])
        part = data[at : at + 8 + length + length % 2]
        if len(part) < 8 + length:
            raise IndexError
        yield name, part
        at += 8 + length + length % 2
