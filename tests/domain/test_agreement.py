"""Agreement of coders: the published examples, and what cannot be computed."""

import pytest

from app.domain.agreement import agreement, alpha, kappa, masi, pairs_of_coders, unlike
from app.domain.coding import Work

# K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: four observers, twelve units.
FOUR_OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
# The same, section B: two observers, ten units, binary.
TWO_OBSERVERS = ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")


def units(rows):
    columns = zip(*(row.split() for row in rows), strict=True)
    return [[value for value in column if value != "."] for column in columns]


def table(*rows):
    """Pairs of values from a table of how often each pair occurs."""
    return [(i, j) for i, row in enumerate(rows) for j, times in enumerate(row) for _ in range(times)]


def test_alpha_is_that_of_krippendorffs_examples():
    assert alpha(units(FOUR_OBSERVERS), unlike) == pytest.approx(0.743, abs=0.0005)
    assert alpha(units(TWO_OBSERVERS), unlike) == pytest.approx(0.095, abs=0.0005)


def test_kappa_is_that_of_cohens_tables():
    """J. Cohen (1960), tables 1 (in percent) and 2."""
    assert kappa(table((25, 13, 12), (12, 2, 16), (3, 15, 2))) == pytest.approx(-0.092, abs=0.0005)
    assert kappa(table((88, 14, 18), (10, 40, 10), (2, 6, 12))) == pytest.approx(0.492, abs=0.0005)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("ab", "ab", 0), ("ab", "abcd", 1 - 1 / 2 * 2 / 3), ("ab", "bc", 1 - 1 / 3 * 1 / 3), ("a", "b", 1), ("", "", 0)],
)
def test_masi_weighs_sets_as_passonneau_does(one, other, distance):
    assert masi(frozenset(one), frozenset(other)) == pytest.approx(distance)
    assert masi(frozenset(other), frozenset(one)) == pytest.approx(distance)


def test_where_nobody_said_anything_else_there_is_no_number():
    assert kappa([]) is None
    assert kappa([(True, True)] * 9) is None
    assert alpha([], unlike) is None
    assert alpha([["a"], ["b"]], unlike) is None
    assert alpha([["a", "a"]] * 5, unlike) is None
    assert kappa([(True, False), (False, True)]) == -1
    assert kappa([(True, True), (False, False)]) == 1


def test_agreement_of_two_is_told_theme_by_theme():
    done = {
        "1": Work({"ada": ("bus",), "eve": ("bus",)}),
        "2": Work({"ada": ("bus", "flat"), "eve": ("bus",)}),
        "3": Work({"ada": ("flat",), "eve": ("doctor",)}),
        "4": Work({"ada": ("doctor",), "eve": ("doctor",)}),
        "5": Work({"ada": ("doctor",)}),
        "6": Work({"ada": ("bus",), "kim": ("bus",)}),
    }
    assert pairs_of_coders(done) == {("ada", "eve"): 4, ("ada", "kim"): 1}
    found = agreement(done, ("ada", "eve"), ("bus", "flat", "doctor", "work"))
    assert (found.shared, found.alike) == (4, 2)
    by_theme = {each.theme: (each.both, each.first, each.second, each.neither) for each in found.themes}
    assert by_theme == {"bus": (2, 0, 0, 2), "flat": (0, 2, 0, 2), "doctor": (1, 0, 1, 2)}
    assert [each.kappa for each in found.themes] == [1, 0, 0.5]
    assert found.alpha == pytest.approx(alpha([[frozenset(t) for t in w.by.values()] for w in done.values()], masi))
    assert 0 < found.alpha < 1
