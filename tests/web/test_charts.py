"""Figures are plain data Plotly accepts, say words as they are, and are mirrored for those who read from the right."""

import json
import re
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import get_args

import plotly.graph_objects as go
import pytest

from app import web
from app.domain.bradley_terry import Duel, strengths
from app.domain.display import share
from app.domain.question import build
from app.domain.questions import KINDS
from app.domain.sent import Sent
from app.domain.sentence import Sentence
from app.domain.tally import Counts, Row, Shape, Tally
from app.domain.text import Text
from app.web.dashboard import charts
from app.web.dashboard.bars import parts, picture, span, tones
from app.web.dashboard.charts import figure, key, weeks
from app.web.dashboard.notation import Notation
from app.web.dashboard.table import table


def words(label):
    if isinstance(label, Sentence):
        return label.message.format(**{name: words(value) for name, value in label.gaps.items()})
    return label.said("de").words if isinstance(label, Text) else str(label)


PLAIN = Notation(words, str, lambda row, column: words(share(row, column)))
RTL = replace(PLAIN, rtl=True)
STEPS = ("bad", "so-so", "good")
JUDGED = Tally("diverging", 100, (Row("Bus", (10, 20, 70), 100), Row("Train", (50, 40, 10), 100)), STEPS)
VOTED = Tally("statements", 90, (Row("More", (10, 20, 60), 90), Row("Less", (60, 20, 10), 90)), ("no", "-", "yes"))
CHOSEN = Tally("bars", 80, (Row("Flat", (20,), 80), Row("Work", (60,), 80)))
MARKED = Tally("spread", 60, tuple(Row(str(i), (20,), 60) for i in range(3)), ordered=True, mean=1.0)
RANKED = Tally("ranking", 50, (Row("A", (10,), 50, mean=2.5), Row("B", (40,), 50, mean=1.2)), ("First place",))
SHARED = Tally("budget", 50, (Row("A", (100,), 500, mean=2.0), Row("B", (400,), 500, mean=8.0)), ("Points",))
CHOICES = (Duel(0, 1, 40, 5, 15), Duel(0, 2, 30, 10, 20), Duel(1, 2, 25, 5, 30))
PAIRED = Tally(
    "pairs",
    60,
    tuple(Row(n, (50,), 120, strength=s) for n, s in zip("ABC", strengths(CHOICES, 60), strict=True)),
    duels=CHOICES,
)
ALL = (JUDGED, VOTED, CHOSEN, MARKED, RANKED, SHARED, PAIRED)
every_shape = pytest.mark.parametrize("tally", ALL, ids=lambda tally: tally.shape)
both_directions = pytest.mark.parametrize("notation", [PLAIN, RTL], ids=("ltr", "rtl"))


def plain(value):
    """Whether this is what JSON is made of, and no array of numpy."""
    if isinstance(value, dict):
        return all(type(name) is str and plain(item) for name, item in value.items())
    if type(value) is list:
        return all(map(plain, value))
    return value is None or type(value) in (str, int, float, bool)


def said(figure):
    """The texts in a figure without the marks that keep directions apart."""
    texts = [text for trace in figure["data"] for text in trace["text"]]
    return [text.strip("\u2068\u2069") for text in texts if text]


@every_shape
@both_directions
def test_plotly_accepts_the_figure_of_every_shape(tally, notation):
    made = figure(tally, notation)
    assert go.Figure(made).to_plotly_json()["data"]
    assert plain(made)
    assert json.loads(json.dumps(made)) == made
    assert "template" not in made["layout"]
    assert {trace["type"] for trace in made["data"]} == {"bar"}  # a heatmap would break the page's policy


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@both_directions
def test_every_kind_of_question_has_a_chart_with_a_table_or_neither(kind, notation):
    question = build(kind, {"id": "q", "kind": kind.kind, **kind.sample}, "q")
    chance, cells = Random(1), dict.fromkeys(question.cells(), 0)
    for _ in range(40):
        given = question.read(Sent(question.imagine(chance, 0.2)))
        for cell in () if given is None else question.count(question.closed(given)):
            cells[cell] += 1
    tally = question.tally(Counts(40, cells))
    made, numbers = figure(tally, notation), table(tally, notation)
    assert (made is None) == (numbers is None) == (tally.shape == "voices")
    if made:
        go.Figure(made)


@every_shape
def test_a_figure_and_its_table_say_the_same_numbers(tally):
    cells = {cell.number for line in table(tally, PLAIN).lines for cell in line.cells}
    shown = said(figure(tally, PLAIN))
    assert shown
    assert {text.split(" (")[0] for text in shown} <= cells  # behind a ranking's bar stands its place as well


def test_a_ranking_tells_the_first_places_and_the_mean_place():
    assert said(figure(RANKED, PLAIN)) == ["80 % (place 1.2)", "20 % (place 2.5)"]


def test_nothing_to_draw_makes_no_figure():
    assert figure(Tally("voices", 30), PLAIN) is None
    assert figure(Tally("bars", 0, (Row("a", (0,), 0),)), PLAIN) is None
    assert weeks(Tally("spread", 0, ordered=True), PLAIN) is None


@every_shape
def test_words_are_never_read_as_markup(tally):
    evil = "<b>Bus</b> & <a href='//x.example'>Bahn</a>"
    rows = tuple(replace(row, label=evil) for row in tally.rows)
    made = figure(replace(tally, rows=rows, columns=(evil,) * len(tally.columns)), PLAIN)
    drawn = json.dumps(made, ensure_ascii=False).replace("<br>", "")
    assert "<" not in drawn
    assert "&lt;b&gt;Bus&lt;/b&gt; &amp; " in drawn


@every_shape
def test_words_are_kept_apart_from_the_direction_of_the_drawing(tally):
    layout = figure(tally, RTL)["layout"]
    standing = layout["yaxis"].get("ticktext") is None
    labels = layout["xaxis" if standing else "yaxis"]["ticktext"]
    assert all(label.startswith("\u2068") and label.endswith("\u2069") for label in labels)


@every_shape
def test_charts_are_mirrored_for_those_who_read_from_the_right(tally):
    left, right = figure(tally, PLAIN)["layout"], figure(tally, RTL)["layout"]
    assert left["xaxis"]["range"] == right["xaxis"]["range"][::-1]
    assert left["xaxis"]["range"][0] < left["xaxis"]["range"][1]
    if tally.shape != "spread":
        assert (left["yaxis"]["side"], right["yaxis"]["side"]) == ("left", "right")


def test_the_neutral_middle_lies_half_on_either_side_of_zero():
    made = figure(JUDGED, PLAIN)["data"]
    assert [trace["base"][0] for trace in made] == pytest.approx([-0.2, -0.1, 0.1])
    assert span(JUDGED) == pytest.approx((-0.7, 0.8))
    even = Tally("diverging", 10, (Row("", (1, 2, 3, 4), 10),), ("--", "-", "+", "++"))
    assert [part.start for part in parts(even, even.rows[0])] == pytest.approx([-0.3, -0.2, 0, 0.3])


def test_statements_begin_with_those_who_agree_and_fill_the_whole_line():
    made = figure(VOTED, PLAIN)
    assert [trace["name"].strip("\u2068\u2069") for trace in made["data"]] == ["yes", "-", "no"]
    assert sum(trace["x"][0] for trace in made["data"]) == pytest.approx(1)
    assert [name for _, name in key(VOTED)] == ["yes", "-", "no"]


def test_the_mean_lies_between_the_columns_as_between_their_values():
    shapes = figure(MARKED, PLAIN)["layout"]["shapes"]
    assert shapes[0]["x0"] == shapes[0]["x1"] == pytest.approx(1)


def test_pictures_are_mirrored_too():
    from_left = picture(CHOSEN, CHOSEN.rows[0], rtl=False)[0]
    from_right = picture(CHOSEN, CHOSEN.rows[0], rtl=True)[0]
    assert (from_left.x, from_left.width) == (0, pytest.approx(33.33))
    assert from_right.x == pytest.approx(66.67)


@pytest.mark.parametrize("columns", range(1, 12))
def test_tones_go_from_worse_to_better_with_the_middle_neutral(columns):
    strength = [0 if tone == "0" else int(tone[1]) * (1 if tone[0] == "p" else -1) for tone in tones(columns)]
    assert strength == sorted(strength)
    assert len(strength) == columns
    if columns > 1:
        assert strength == [-tone for tone in strength[::-1]]


def test_no_shape_is_forgotten():
    assert {*charts.SHAPES, "voices"} == set(get_args(Shape))


def test_words_on_a_bar_can_be_read_in_light_and_in_dark():
    css = (Path(web.__file__).parent / "static" / "results.css").read_text()
    for theme in re.findall(r":root \{(.*?)\}", css, re.DOTALL):
        paint, words = (dict(re.findall(rf"--{name}-(\w+): (#\w+)", theme)) for name in ("tone", "on"))
        assert set(paint) == set(words) >= {"plain", *tones(7)}
        for tone, colour in paint.items():
            dark, light = sorted((luminance(colour), luminance(words[tone])))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (tone, colour)


def luminance(colour):
    """As WCAG defines it."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
