"""The table of changes (L7): unbiased, of the stated variance, bounded, never 1 or 2; and the same each time."""

import numpy as np
import pytest

from app.domain.perturbation import NEVER_SHOWN, TABLES, draw, person_key, perturbed
from app.domain.profile import PROFILES
from tests.domain.maximum_entropy import rows

KINDS = sorted(TABLES)
KEY = bytes(range(32))
LARGEST_CHI = 1.6  # of chi-square by its degrees of freedom, with 10^6 draws over about 60 cells


def test_every_profile_has_its_table():
    assert {(profile.most, profile.variance) for profile in PROFILES.values()} == set(KINDS)


def faults(table, most, variance):
    """What is wrong with a table of changes."""
    found = []
    changes = np.arange(-most, most + 1)
    for count, row in enumerate(np.array(table)):
        shown = count + changes
        wanted = 0 if count == 0 else max(variance, _least(count))
        if abs(row.sum() - 1) > 1e-6 or row.min() < 0:
            found.append((count, "no distribution"))
        if abs(row @ changes) > 1e-6:
            found.append((count, "biased"))
        if abs(row @ changes**2 - wanted) > 1e-6:
            found.append((count, "variance"))
        if row[(shown < 0) | ((shown >= 1) & (shown <= NEVER_SHOWN))].any():
            found.append((count, "shows what it must not"))
    return found


def _least(count):
    """The least variance of a count that must become 0 or at least three."""
    return count * (NEVER_SHOWN + 1 - count) if count <= NEVER_SHOWN else 0


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_is_unbiased_and_of_the_stated_variance_and_never_shows_one_or_two(kind):
    assert faults(TABLES[kind], *kind) == []
    assert TABLES[kind][0][kind[0]] == 1  # nobody stays nobody


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda row: np.roll(row, 1), "biased"),
        (lambda row: row * 0.9, "no distribution"),
        (lambda row: (row + row[::-1] + np.eye(len(row))[len(row) // 2]) / 3, "variance"),
    ],
)
def test_a_spoilt_table_is_noticed(spoil, fault):
    table = [*TABLES[5, 2][:-1], spoil(np.array(TABLES[5, 2][-1]))]
    assert (len(table) - 1, fault) in faults(table, 5, 2)


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_table_is_what_its_generator_gives(kind):
    made = rows(*kind)
    assert len(made) == len(TABLES[kind])
    np.testing.assert_allclose(np.array(made), np.array(TABLES[kind]), atol=1e-8)


@pytest.mark.parametrize("kind", KINDS)
def test_a_million_draws_follow_the_table(kind):
    """Through the hash: the draws come from keys and sums as they do in a release."""
    most, _ = kind
    table = np.array(TABLES[kind])
    hashed = np.array([draw(KEY, "q", "a", person) for person in range(20_000)])
    assert abs(hashed.mean() - 0.5) < 0.01
    draws = np.concatenate([hashed, np.random.default_rng(7).random(1_000_000 - len(hashed))])
    counts = np.arange(len(draws)) % len(table)
    shown = perturbed(counts, draws, *kind)
    change = shown - counts
    assert np.abs(change).max() <= most
    assert not np.isin(shown, range(1, NEVER_SHOWN + 1)).any()
    chi, cells = 0.0, 0
    for count, row in enumerate(table):
        seen = np.bincount(change[counts == count] + most, minlength=2 * most + 1)
        expected = row * (counts == count).sum()
        usable = expected > 5
        chi += ((seen - expected)[usable] ** 2 / expected[usable]).sum()
        cells += usable.sum() - 1
    assert chi / cells < LARGEST_CHI


def test_the_chi_square_would_notice_a_wrong_table():
    counts = np.full(100_000, 50)
    change = perturbed(counts, np.random.default_rng(7).random(100_000), 7, 4) - counts
    seen = np.bincount(change + 7, minlength=15)[2:-2]
    expected = np.array(TABLES[5, 2][-1]) * 100_000
    assert ((seen - expected) ** 2 / expected).sum() / 10 > LARGEST_CHI


def test_large_counts_use_the_last_row():
    draws = np.random.default_rng(1).random(5_000)
    assert (
        perturbed(np.full(5_000, 8), draws, 5, 2) - 8 == perturbed(np.full(5_000, 10**6), draws, 5, 2) - 10**6
    ).all()


def test_the_same_cell_of_the_same_people_is_changed_alike_and_any_other_is_not():
    people = sum(person_key(KEY, name) for name in ("a", "b", "c")) % 2**64
    again = sum(person_key(KEY, name) for name in ("c", "a", "b")) % 2**64
    assert draw(KEY, "q", "x", people) == draw(KEY, "q", "x", again)
    others = [
        draw(bytes(32), "q", "x", people),
        draw(KEY, "r", "x", people),
        draw(KEY, "q", "y", people),
        draw(KEY, "q", "x", people + 1),
    ]
    assert draw(KEY, "q", "x", people) not in others
    assert len(set(others)) == len(others)
