"""Tables of two variables against values others have published, and weights against what raking must keep."""

import numpy as np
import pytest

from app.domain.chi_square import p_value
from app.domain.crosstab import Crosstab, crosstab
from app.domain.dataset import Dataset, Variable
from app.domain.raking import Margin, effective, rake
from app.domain.text import Text

# Tables as R shows them in the help of chisq.test (Agresti 2007, p. 39) and its data sets HairEyeColor and mtcars.
PARTY = [[762, 327, 468], [484, 239, 477]]
HAIR_EYES = [[68, 20, 15, 5], [119, 84, 54, 29], [26, 17, 14, 14], [7, 94, 10, 16]]
AM_VS = [[12, 7], [6, 7]]


def table(counts):
    counts = np.array(counts, float)
    rows, columns = counts.shape
    people = int(counts.sum())
    return Crosstab(tuple(map(str, range(rows))), tuple(map(str, range(columns))), counts, people, float(people))


@pytest.mark.parametrize(
    ("counts", "chi_square", "degrees", "p"),
    [(PARTY, 30.07, 2, 2.954e-07), (HAIR_EYES, 138.29, 9, 2.325e-25), (AM_VS, 0.90688, 1, 0.3409)],
)
def test_chi_square_is_what_r_says(counts, chi_square, degrees, p):
    made = table(counts)
    assert made.chi_square == pytest.approx(chi_square, rel=2e-4)
    assert made.degrees == degrees
    assert made.p == pytest.approx(p, rel=2e-3)


@pytest.mark.parametrize("degrees", [1, 2, 10, 100])
@pytest.mark.parametrize(
    ("p", "quantiles"),
    [
        (0.05, {1: 3.841458821, 2: 5.991464547, 10: 18.30703805, 100: 124.3421134}),
        (0.001, {1: 10.82756617, 2: 13.81551056, 10: 29.58829845, 100: 149.4492528}),
        (0.95, {1: 0.003932140, 2: 0.1025865888, 10: 3.940299136, 100: 77.92946517}),
    ],
)
def test_the_tail_has_the_tabulated_quantiles(degrees, p, quantiles):
    assert p_value(quantiles[degrees], degrees) == pytest.approx(p, rel=1e-6)


def test_cramers_v_is_bergsmas():
    """Worked by hand from his formulas: phi^2 - (r-1)(c-1)/(n-1), divided by the smaller corrected side less one."""
    n, phi, side = 592, 138.2898 / 592, 4 - 9 / 591
    assert table(HAIR_EYES).cramers_v == pytest.approx(((phi - 9 / (n - 1)) / (side - 1)) ** 0.5, rel=1e-5)
    assert table(HAIR_EYES).cramers_v == pytest.approx(0.2705, abs=5e-5)
    assert table(AM_VS).cramers_v == 0  # less than chance alone makes; uncorrected it is 0.168
    assert table([[30, 0], [0, 30]]).cramers_v == pytest.approx(1)


def test_too_small_expectations_are_noticed():
    assert table(AM_VS).few is False
    assert table([[9, 1], [9, 1]]).few is True


def dataset(rows):
    values = {1: "a", 2: "b", 3: "nobody"}
    variables = (
        Variable("x", "x", "single", values, {-8: "dk"}),
        Variable("y", "y", "multiple", {0: "no", 1: "yes"}),
        Variable("n", "n", "number", {}, {-8: "dk"}),
    )
    return Dataset(Text(), "q", "de", ("de",), variables, tuple(rows))


def test_a_table_counts_who_answered_both_and_leaves_empty_categories_out():
    made = crosstab(dataset([(1, 0, 5), (1, 1, 5), (2, 1, -8), (-8, 1, 5), (None, 0, 5), (2, None, 5)]), "x", "y")
    assert (made.rows, made.columns) == (("a", "b"), ("no", "yes"))
    assert made.counts.tolist() == [[1, 1], [0, 1]]
    assert made.people == 3
    assert crosstab(dataset([(None, 1, 1)]), "x", "y") is None


def test_weights_move_the_shares_and_lessen_how_many_people_count():
    rows = [(1, 0, 1)] * 30 + [(1, 1, 1)] * 10 + [(2, 0, 1)] * 10 + [(2, 1, 1)] * 30
    plain, same = crosstab(dataset(rows), "x", "y"), crosstab(dataset(rows), "x", "y", np.ones(80))
    assert same.chi_square == pytest.approx(plain.chi_square)
    weights = np.array([3.0] * 40 + [0.5] * 40)
    heavy = crosstab(dataset(rows), "x", "y", weights)
    assert heavy.row_shares.tolist() == plain.row_shares.tolist()
    assert heavy.effective == pytest.approx(effective(weights))
    assert heavy.chi_square < plain.chi_square


def test_many_different_numbers_are_put_into_bands_of_about_as_many_people():
    made = crosstab(dataset([(1, 1, n) for n in range(100)] + [(1, 1, -8)]), "n", "x")
    assert made.counts.ravel().tolist() == [25, 25, 25, 25]
    assert made.rows[0].gaps == {"low": "0", "high": "24"}


# Ardilly & Tillé (2006), the example of margins: a table, and the totals it shall have.
GIVEN = np.array([[80, 170, 150], [90, 80, 210], [10, 80, 130]])
ROWS, COLUMNS = np.array([430, 360, 210]), np.array([150, 300, 550])


def raked_table(largest=100.0):
    rows, columns = (np.repeat(each.ravel(), GIVEN.ravel()) for each in np.indices(GIVEN.shape))
    raked = rake([Margin(rows, ROWS / 1000), Margin(columns, COLUMNS / 1000)], 1000, largest)
    made = np.zeros(GIVEN.shape)
    np.add.at(made, (rows, columns), raked.weights)
    return made, raked


def test_raking_reaches_the_margins_and_keeps_all_odds_ratios():
    """These two determine the table (Deming & Stephan 1940; Fienberg 1970)."""
    made, raked = raked_table()
    assert raked.arrived
    assert made.sum(axis=1) == pytest.approx(ROWS, abs=1e-3)
    assert made.sum(axis=0) == pytest.approx(COLUMNS, abs=1e-3)
    odds, before = (t[:-1, :-1] * t[1:, 1:] / (t[:-1, 1:] * t[1:, :-1]) for t in (made, GIVEN))
    assert odds == pytest.approx(before, rel=1e-6)


def test_one_margin_gives_the_ratio_and_the_design_effect_of_kish():
    codes = np.array([0] * 90 + [1] * 10)
    raked = rake([Margin(codes, np.array([0.5, 0.5]))], 100)
    assert raked.weights[[0, -1]] == pytest.approx([50 / 90, 5.0])
    assert raked.design_effect == pytest.approx(100 * (90 * (5 / 9) ** 2 + 10 * 25) / 100**2)


def test_trimmed_weights_stay_within_bounds_and_say_what_they_miss():
    codes = np.array([0] * 97 + [1] * 3)
    raked = rake([Margin(codes, np.array([0.5, 0.5]))], 100)
    assert raked.weights.max() <= 5.001
    assert raked.weights.mean() == pytest.approx(1)
    assert raked.trimmed == 3
    assert not raked.arrived
    assert raked.off == pytest.approx(0.5 - 3 * 5 / 100, abs=0.01)


def test_who_is_in_no_category_keeps_their_weight():
    codes = np.array([0] * 60 + [1] * 20 + [-1] * 20)
    weights = rake([Margin(codes, np.array([0.5, 0.5]))], 100).weights
    assert weights[-1] == pytest.approx(1)
    assert weights[:60].sum() == pytest.approx(weights[60:80].sum())
