"""Charts as drawings: every shape in both directions says its numbers as text, and no words lie over others."""

import re
from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest
from lxml import etree

from app.domain import uncertainty
from app.domain.question import build
from app.domain.questions import KINDS
from app.domain.sent import Sent
from app.domain.tally import Counts, Row, Tally
from app.web.dashboard import paint
from app.web.dashboard.bars import parts, span, tones
from app.web.dashboard.letters import FSI, MOST, PDI, clean, from_right, lines, plain, width
from app.web.dashboard.lines import WIDE
from app.web.dashboard.marks import SWATCH, Box, Whisker
from app.web.dashboard.sheet import Around, described, sheet
from app.web.dashboard.table import table
from app.web.dashboard.vector import chart, drawing
from tests.web.test_charts import ALL, CHOSEN, JUDGED, MARKED, PLAIN, RANKED, SHARED, both_directions, luminance

LONG = (
    "Ich finde in meiner Gemeinde schnell eine Wohnung, die ich mir leisten kann und die groß genug für uns alle ist",
    "أجد بسرعة شقة أستطيع دفع إيجارها وهي كبيرة بما يكفي لعائلتي في بلديتي (Gemeinde)",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungsverordnungsentwurf",
    "Kurz",
)
STEPS = ("sehr schlecht", "eher schlecht", "teils, teils", "eher gut", "sehr gut")
NARROW = ((1, 4, 25, 40, 30), (20, 30, 20, 20, 10), (50, 30, 15, 4, 1), (0, 0, 0, 0, 0))
WORST = Tally("diverging", 100, tuple(Row(*row, 100) for row in zip(LONG, NARROW, strict=True)), STEPS)
ALONE = Tally("diverging", 100, (Row("", NARROW[0], 100),), STEPS)
AGES = Tally(
    "spread", 100, tuple(Row(f"{n}–{n + 9} years", (n,), 100) for n in range(10, 90, 10)), ordered=True, mean=4.2
)
VALUES = {0: 10, 2: 20, 8: 15, 10: 5}
WEEKS = Tally("spread", 900, tuple(Row(f"{n} July", (90 + n,), 900) for n in range(30)), ordered=True)
EVIL = "</text><script>alert(1)</script><img src=x onerror=1>\"'&amp;{{ 7 }}javascript:\u202e\u2066\x00\x1b\ud800"


def _long(tally):
    return replace(tally, rows=tuple(replace(row, label=LONG[n % 4]) for n, row in enumerate(tally.rows)))


EXACT = [
    *(replace(tally, noise=4) for tally in (CHOSEN, MARKED, RANKED, AGES)),
    replace(SHARED, rows=tuple(replace(row, values=VALUES) for row in SHARED.rows), noise=4),
]
HARD = [*ALL, *map(_long, ALL), WORST, ALONE, AGES, WEEKS, *EXACT, *map(_long, EXACT)]
every_case = pytest.mark.parametrize("tally", HARD, ids=[f"{tally.shape}-{place}" for place, tally in enumerate(HARD)])
AROUND = Around(LONG[0], LONG[1], ("Simulated",), ("About 100 answers.",), (" ".join(LONG),))


def overlap(one, other):
    left, top, right, bottom = one
    return left < other[2] - 0.01 and other[0] < right - 0.01 and top < other[3] - 0.01 and other[1] < bottom - 0.01


def whiskers(drawn):
    return [mark for mark in drawn.marks if isinstance(mark, Whisker)]


def said(drawn):
    return " ".join(word.text for word in drawn.words)


@every_case
@both_directions
def test_no_words_lie_over_others_or_beyond_the_edge(tally, notation):
    for drawn in (drawing(tally, notation), sheet(chart(tally, notation), AROUND, notation.rtl)):
        boxes = [word.box for word in drawn.words]
        assert boxes
        assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
        assert not [pair for pair in product(boxes, [whisker.box for whisker in whiskers(drawn)]) if overlap(*pair)]
        assert all(left >= -0.01 and right <= drawn.width + 0.01 for left, _, right, _ in boxes)
        assert all(top >= -0.01 and bottom <= drawn.height + 0.01 for _, top, _, bottom in boxes)


@every_case
@both_directions
def test_every_number_of_the_table_stands_in_the_drawing_and_in_its_description(tally, notation):
    drawn, told = said(drawing(tally, notation)), described(tally, notation)
    for row in tally.rows:
        for column in range(max(len(tally.columns), 1)) if tally.shape in ("diverging", "statements") else (0,):
            if row.counts[column]:
                assert notation.share(row, column) in drawn
            assert notation.share(row, column) in told
    assert {cell.number for line in table(tally, notation).lines for cell in line.cells if "%" in cell.number}


@every_case
def test_bars_are_as_long_as_their_numbers(tally):
    lengths = sorted(part.share for row in tally.rows for part in parts(tally, row) if part.share)
    boxes = [mark for mark in drawing(tally, PLAIN).marks if isinstance(mark, Box) and mark.height != SWATCH]
    bars = [box for box in boxes if box.tone != "paper"]
    standing = bars[0].tone == "plain" and len({box.x for box in bars}) > 1
    found = sorted(box.height if standing else box.width for box in bars)
    assert [each / found[-1] for each in found] == pytest.approx([each / lengths[-1] for each in lengths])


@pytest.mark.parametrize("tally", [*EXACT, *map(_long, EXACT)], ids=range(2 * len(EXACT)))
@both_directions
def test_a_whisker_lies_over_the_range_and_ends_within_the_drawing(tally, notation):
    drawn = drawing(tally, notation)
    rows = tally.rows if tally.shape == "spread" else tally.by_size
    bars = [mark for mark in drawn.marks if isinstance(mark, Box) and mark.tone == "plain"]
    assert len(whiskers(drawn)) == len(bars) == len(rows)
    for row, bar, whisker in zip(rows, bars, whiskers(drawn), strict=True):
        interval, left = uncertainty.interval(tally, row), bar.x + bar.width if notation.rtl else bar.x
        if whisker.standing:
            unit, foot = bar.height / row.share(), bar.bottom
            low, high = (foot - whisker.y - whisker.length) / unit, (foot - whisker.y) / unit
            assert whisker.x == pytest.approx(bar.x + bar.width / 2)
        else:
            unit = bar.width / row.share()
            low, high = sorted(abs(end - left) / unit for end in (whisker.x, whisker.x + whisker.length))
            assert bar.y < whisker.y < bar.bottom
        assert (low, high) == pytest.approx((max(interval.low, 0), interval.high))
        assert min(whisker.box) >= 0
        assert whisker.box[2] <= drawn.width
        assert notation.shares_between(interval) in described(tally, notation)
    assert paint.svg(drawn, "T", "D", "de").count(b"<path ") == len(rows)


@pytest.mark.parametrize("tally", [*ALL, WEEKS], ids=range(len(ALL) + 1))
def test_there_is_no_whisker_where_no_range_is_said(tally):
    assert whiskers(drawing(tally, PLAIN)) == []
    few = replace(CHOSEN, rows=(Row("Flat", (0,), 80), Row("Work", (40,), 80)), noise=4)
    assert len(whiskers(drawing(few, PLAIN))) == 1  # "at most a few" has none


@every_case
def test_a_drawing_is_mirrored_for_those_who_read_from_the_right(tally):
    left, right = drawing(tally, PLAIN), drawing(tally, replace(PLAIN, rtl=True))
    boxes = [[mark for mark in each.marks if isinstance(mark, Box)] for each in (left, right)]
    assert [box.x for box in boxes[0]] == pytest.approx([left.width - box.x - box.width for box in boxes[1]])


@every_case
@both_directions
def test_a_drawing_is_well_formed_and_says_what_it_shows(tally, notation):
    drawn = sheet(chart(tally, notation), AROUND, notation.rtl)
    root = etree.fromstring(paint.svg(drawn, "Title", "1 %", "ar"))
    assert [child.tag.rpartition("}")[2] for child in root[:2]] == ["title", "desc"]
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert len(root.findall("{*}text")) == len(drawn.words)
    assert not root.xpath(
        "//@style | //*[local-name() = 'style' or local-name() = 'script']"
    )  # the policy forbids them
    assert etree.HTML(paint.html(drawn, "Title")).xpath("//svg/title/text()") == ["Title"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_of_question_has_a_drawing_where_it_has_a_chart(kind):
    question = build(kind, {"id": "q", "kind": kind.kind, **kind.sample}, "q")
    chance, cells = Random(1), dict.fromkeys(question.cells(), 0)
    for _ in range(40):
        given = question.read(Sent(question.imagine(chance, 0.2)))
        for cell in () if given is None else question.count(question.closed(given)):
            cells[cell] += 1
    tally = question.tally(Counts(40, cells))
    assert (drawing(tally, PLAIN) is None) == (table(tally, PLAIN) is None)


@both_directions
@pytest.mark.parametrize("tally", ALL, ids=lambda tally: tally.shape)
def test_words_that_mean_harm_come_out_as_words(tally, notation):
    rows = tuple(replace(row, label=EVIL) for row in tally.rows)
    hostile = replace(tally, rows=rows, columns=(EVIL,) * len(tally.columns))
    around = Around(EVIL, plain(EVIL), (), (), (plain(EVIL),))
    made = paint.svg(sheet(chart(hostile, notation), around, notation.rtl), EVIL, described(hostile, notation), "de")
    root = etree.fromstring(made)
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
        "svg",
        "title",
        "desc",
        "rect",
        "line",
        "text",
    }
    assert "<script>alert(1)" in root.findtext("{*}title")
    assert not re.search("[\u202a-\u202e\u2066\u2068\x00\x1b]", made.decode())
    shown = etree.HTML(paint.html(sheet(chart(hostile, notation), around, notation.rtl), EVIL))
    assert not shown.xpath("//script | //img | //@onerror")


def test_a_megabyte_in_a_label_takes_a_moment_and_ends_in_dots():
    rows = tuple(replace(row, label="Wort " * 200_000) for row in CHOSEN.rows)
    drawn = drawing(replace(CHOSEN, rows=rows), PLAIN)
    assert said(drawn).count("…") == 2
    assert drawn.height < 400


def test_numbers_too_wide_for_their_part_stand_below_it():
    (one,) = [word for word in drawing(ALONE, PLAIN).words if word.text == "1 %"]
    (forty,) = [word for word in drawing(ALONE, PLAIN).words if word.text == "40 %"]
    assert one.y > forty.y
    assert forty.ink == tones(5)[3]
    assert span(ALONE)[0] < 0


def test_columns_lie_down_where_their_labels_do_not_fit():
    upright, lying = drawing(AGES, PLAIN), drawing(_long(AGES), PLAIN)
    assert len({box.x for box in upright.marks if isinstance(box, Box) and box.tone == "plain"}) == 8
    assert len({box.x for box in lying.marks if isinstance(box, Box) and box.tone == "plain"}) == 1


def test_a_ranking_says_the_place_and_a_spread_its_mean():
    assert "40 % (place" not in said(drawing(RANKED, PLAIN))
    assert "80 % (place 1.2)" in said(drawing(RANKED, PLAIN))
    assert "On average about 1.0." in said(drawing(MARKED, PLAIN))


def test_the_tones_are_those_of_the_page_and_words_on_them_can_be_read():
    assert set(tones(7)) | {"plain", "paper", "first", "second"} == set(paint.TONES)
    for tone in (*tones(7), "plain"):
        dark, light = sorted((luminance(paint.TONES[tone]), luminance(paint.INKS[tone])))
        assert (light + 0.05) / (dark + 0.05) >= 4.5
    assert (1.05) / (luminance(paint.INKS["quiet"]) + 0.05) >= 4.5


def test_lines_break_between_words_keep_isolates_whole_and_fit():
    for words in LONG:
        broken = lines(words, 13, 120, most=20)
        assert "".join(broken).replace(" ", "") == words.replace(" ", "")
        assert all(width(line, 13) <= 120 for line in broken)
    for line in lines(f"Am besten: {FSI}Begegnung, Vereine und Ehrenamt{PDI} und mehr", 13, 120):
        assert line.count(FSI) == line.count(PDI)
    assert len(clean("x" * 10_000)) == MOST


@pytest.mark.parametrize(
    ("words", "right"),
    [("مدرسة (Schule)", True), ("Schule مدرسة", False), ("12 %", None), (f"{FSI}Amt{PDI} مكتب", True), ("", None)],
)
def test_the_first_letter_with_a_direction_decides(words, right):
    for otherwise in (True, False):
        assert from_right(words, otherwise) == (otherwise if right is None else right)


def test_a_drawing_is_as_wide_as_the_text_of_a_page():
    assert {drawing(tally, PLAIN).width for tally in HARD} == {WIDE}
    assert JUDGED in HARD
