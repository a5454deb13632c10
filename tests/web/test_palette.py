"""The colours of charts differ for every kind of colour vision, in light and dark; measured by CIEDE2000 and WCAG."""

from itertools import pairwise
from pathlib import Path

import pytest

from app import web
from app.web.dashboard.bars import TONES
from tests.web.colours import VISIONS, contrast, seen, themes, unlike

STATIC = Path(web.__file__).parent / "static"
PALETTES = themes(*((STATIC / name).read_text() for name in ("mitsprache.css", "results.css")))
SCALES = {(one, other) for tones in TONES.values() for one, other in pairwise(tones)}
NEIGHBOURS = sorted({*SCALES, ("first", "second")})
APART = 10  # below about 10 two areas that touch are hard to tell apart at a glance; 1 is just noticeable
GRAPHIC = 3.0  # WCAG 2.2, 1.4.11: what is needed to understand a graphic

every_theme = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)


def apart(palette, one, other):
    """How unlike two tones look at least, and to whom."""
    found = {
        vision: unlike(seen(palette[f"tone-{one}"], vision), seen(palette[f"tone-{other}"], vision))
        for vision in VISIONS
    }
    return min(found.values()), min(found, key=found.get)


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_measure_is_the_published_one(one, other, difference):
    """The test data of Sharma, Wu and Dalal (2005), table 1."""
    assert unlike(one, other) == pytest.approx(difference, abs=1e-4)


def test_the_simulated_eyes_see_grey_as_grey_and_confuse_what_they_must():
    for vision in VISIONS:
        assert unlike(seen("#808080", vision), seen("#808080")) < 0.1
    red, green = "#b35a00", "#6e7a00"
    assert unlike(seen(red), seen(green)) > 3 * unlike(seen(red, "deutan"), seen(green, "deutan"))


@every_theme
def test_tones_that_touch_look_different_to_everyone(palette):
    close = {pair: found for pair in NEIGHBOURS if (found := apart(palette, *pair))[0] < APART}
    assert close == {}


@every_theme
def test_the_worse_and_the_better_side_are_never_taken_for_each_other(palette):
    for strength in "123":
        difference, vision = apart(palette, f"n{strength}", f"p{strength}")
        assert difference >= APART, (strength, vision)


@every_theme
def test_bars_that_stand_alone_and_their_whiskers_are_seen(palette):
    for tone in ("tone-plain", "tone-first", "whisker"):
        assert contrast(palette[tone], palette["paper"]) >= GRAPHIC, tone
    for tone in ("plain", "first", "second"):
        assert contrast(palette["whisker"], palette[f"tone-{tone}"]) >= GRAPHIC, tone
    assert contrast(palette["stripes"], palette["tone-second"]) >= GRAPHIC  # by its stripes the second bar is seen
    assert contrast(palette["stripes"], palette["paper"]) >= GRAPHIC
