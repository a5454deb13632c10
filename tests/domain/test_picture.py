"""Which files are taken as pictures, and what is left out of them."""

import struct
import zlib
from base64 import b64encode

import pytest

from app.domain import picture
from app.domain.check import check
from app.domain.questionnaire import dump, load
from app.domain.sentence import Problem
from tests.domain.sample import page, questionnaire, text
from tests.domain.test_offering import several

SECRET = b"54.1373 N 10.6118 E <script>alert(1)</script>"


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width=64, height=48, more=b""):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    dots = zlib.compress(b"".join(b"\0" + b"\x10\x60\xa0" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more + chunk(b"IDAT", dots) + chunk(b"IEND", b"")


def segment(mark, data):
    return bytes([0xFF, mark]) + struct.pack(">H", len(data) + 2) + data


def jpeg(width=64, height=48, more=b""):
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8" + more + segment(0xC0, frame) + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"dots" + b"\xff\xd9"
    )


def webp(width=64, height=48, more=b""):
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    extended = b"VP8X" + struct.pack("<I", 10) + bytes([0b1100, 0, 0, 0]) + sides
    dots = b"VP8L" + struct.pack("<I", 6) + b"\x2f\0\0\0\0\0"
    whole = b"WEBP" + extended + more + dots
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


HIDING = [
    png(more=chunk(b"eXIf", SECRET)) + SECRET,
    png(more=chunk(b"iTXt", SECRET)),
    jpeg(more=segment(0xE1, SECRET) + segment(0xFE, SECRET)) + SECRET,
    webp(more=b"EXIF" + struct.pack("<I", len(SECRET) + 1) + SECRET + b" ") + SECRET,
]


@pytest.mark.parametrize("data", [png(), jpeg(), png(4000, 32)])
def test_a_plain_picture_is_kept_as_it_is(data):
    assert picture.taken(data) == data


@pytest.mark.parametrize("data", HIDING)
def test_neither_places_nor_hidden_ends_are_kept(data):
    kept = picture.taken(data)
    assert b"54.1373" not in kept
    assert b"script" not in kept
    assert picture.taken(kept) == kept
    assert picture.type_of(kept) == picture.type_of(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "not a picture"),
        (b"GIF89a" + b"\0" * 60, "not a picture"),
        (png()[:60], "not a picture"),
        (jpeg()[:30], "not a picture"),
        (jpeg()[:-2], "not a picture"),
        (b"\xff\xd8\xff" + b"\0" * 90_000, "not a picture"),
        (b"RIFF\xff\xff\xff\xffWEBP" + b"VP8X" * 9, "not a picture"),
        (png(more=chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))), "not a picture"),
        (png()[:8] + chunk(b"tEXt", b"\0\0\0\x40\0\0\0\x40") + png(60_000, 1)[8:], "not a picture"),
        (png(8, 8), "32 to 4000 dots"),
        (jpeg(5000, 50), "32 to 4000 dots"),
        (png() + b"\0" * 300_000, "300 KB"),
    ],
)
def test_everything_else_is_refused_with_a_sentence(data, said):
    with pytest.raises(Problem, match=said):
        picture.taken(data)


def test_pictures_travel_in_the_file_of_the_questionnaire_and_are_looked_at_on_the_way_in():
    kept = {"rathaus": b64encode(png()).decode()}
    form = questionnaire(page("one", several("q", "a", "b", "none")), pictures=kept)
    assert load(dump(form)) == form
    hostile = (["x"], {"../x": ""}, {"a": 1}, {"a": "%%%"}, {"a": "PHN2Zz4="}, {"a": "ü"}, {"a" * 41: kept["rathaus"]})
    for pictures in hostile:
        with pytest.raises(Problem):
            load({**dump(form), "pictures": pictures})
    large = b64encode(png(more=chunk(b"PLTE", b"\0" * 290_000))).decode()
    with pytest.raises(Problem, match="1000 KB"):
        load({**dump(form), "pictures": {f"p{i}": large for i in range(4)}})


@pytest.mark.parametrize("data", HIDING)
def test_a_file_of_a_questionnaire_brings_in_nothing_hidden_either(data):
    form = questionnaire(page("one", several("q", "a", "b", "none")))
    loaded = load({**dump(form), "pictures": {"rathaus": b64encode(data).decode()}})
    assert loaded.pictures == {"rathaus": b64encode(picture.taken(data)).decode()}


def test_what_a_picture_shows_must_be_said_in_every_language_unless_it_is_ours():
    options = [{"id": "a", "label": text("a"), "picture": "rathaus"}, {"id": "b", "label": text("b"), "picture": "bus"}]
    asked = {"kind": "single", "id": "q", "title": text("q?"), "options": options}
    with_file = {"pictures": {"rathaus": b64encode(png()).decode()}}
    silent = list(check(questionnaire(page("one", asked), **with_file)))
    assert [problem.where.rpartition("options.")[2] for problem in silent] == ["a.alt.de", "a.alt.ar"]
    options[0]["alt"] = text("Das Rathaus")
    assert list(check(questionnaire(page("one", asked), **with_file))) == []
    (gone,) = check(questionnaire(page("one", asked)))
    assert "no picture called “rathaus”" in str(gone)
