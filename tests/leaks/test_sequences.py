"""Whoever arrives in whatever order (L5): no block is small, nothing about a handful of people can be computed.

The checker is its own: it takes only who was published with whom, and looks at the row space of that matrix."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.attribution import attribute, candidates, extended
from app.domain.cube import Cube
from app.domain.profile import LIVE, RUHIG, SENSIBEL, SMALL
from app.domain.response import LANGUAGE, NONE, Kept
from tests.domain.sample import options, page, questionnaire, single, text

FORM = questionnaire(
    page(
        "one",
        single("a", "x", "y", "z", dimension=True),
        {"kind": "multiple", "id": "b", "title": text("?"), "options": options("p", "q", "r"), "dimension": True},
    )
)
DIMENSIONS = (LANGUAGE, "a", "b")
SHORT, LONG = 200, 10_000  # sequences


@st.composite
def surveys(draw):
    """Batches of people as they might be released: (epoch, groups) of each person, and which releases have groups."""
    profile = draw(st.sampled_from([LIVE, RUHIG, SENSIBEL]))
    batches = draw(st.lists(st.integers(profile.fresh, profile.fresh + 25), min_size=1, max_size=7))
    closing = draw(st.integers(profile.block, profile.block + 5))
    extends = [*draw(st.lists(st.booleans(), min_size=len(batches), max_size=len(batches))), True]
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    skew = draw(st.sampled_from([0.3, 1.0, 3.0]))  # small: nearly everyone in one group, and changing with each batch
    kept = []
    for epoch, size in enumerate([*batches, closing], start=1):
        likely = {name: chance.dirichlet([skew] * number) for name, number in (("language", 3), ("a", 4), ("b", 4))}
        kept += [_person(chance, likely, len(kept) + place, epoch) for place in range(size)]
    return profile, kept, extends


def _person(chance, likely, number, epoch):
    language = ("de", "ar", "uk")[chance.choice(3, p=likely["language"])]
    a = ("x", "y", "z", NONE)[chance.choice(4, p=likely["a"])]
    chosen = {("p", "q", "r", NONE)[chance.choice(4, p=likely["b"])] for _ in range(2)}
    b = sorted(chosen - {NONE}) or [NONE]
    return Kept(str(number), epoch, {"language": [language], "a": [a], "b": b}, {})


def released(profile, kept, extends, how=attribute):
    """The cube and the blocks after each release."""
    blocks = {}
    for epoch, extended_now in enumerate(extends, start=1):
        cube = Cube.build(FORM, [one for one in kept if one.epoch <= epoch], b"k" * 32, profile)
        if extended_now:
            blocks, _ = how(cube, blocks, DIMENSIONS, epoch)
        yield epoch, cube, blocks


def faults(profile, kept, epoch, blocks):
    """What is wrong after a release, worked out from the people and the list of blocks alone."""
    people = [one for one in kept if one.epoch <= epoch]
    sets = [[one.epoch == number for one in people] for number in range(1, epoch + 1)]
    found = []
    for dimension, groups in blocks.items():
        counted = np.zeros(len(people), bool)
        for group, releases in groups.items():
            start = 0
            for place, release in enumerate(releases):
                block = [group in one.groups[dimension] and start < one.epoch <= release for one in people]
                fewest = profile.first if place == 0 else profile.block
                if sum(block) < fewest:
                    found.append(f"a block of {sum(block)} in {dimension}:{group}")
                sets.append(block)
                counted |= np.array(block)
                start = release
        if dimension != "b" and 0 < (~counted).sum() < profile.block:
            found.append(f"a rest of {(~counted).sum()} in {dimension}")
    return found + [f"{size} people can be computed" for size in _computable(np.array(sets, float), profile.block)]


def _computable(matrix, fewest):
    """The sizes of atoms, and of pairs of atoms, below `fewest` that lie in the row space."""
    columns, sizes = np.unique(matrix, axis=1, return_counts=True)
    _, values, basis = np.linalg.svd(columns, full_matrices=False)
    basis = basis[values > 1e-9 * values[0]]
    number = len(sizes)
    inside = basis.T @ basis
    for one in range(number):
        if sizes[one] < fewest and inside[one, one] > 1 - 1e-7:
            yield int(sizes[one])
        for other in range(one):
            length = inside[one, one] + inside[other, other] + 2 * abs(inside[one, other])
            if sizes[one] + sizes[other] < fewest and length > 2 - 1e-6:
                yield int(sizes[one] + sizes[other])


def check(survey):
    profile, kept, extends = survey
    for epoch, cube, blocks in released(profile, kept, extends):
        assert faults(profile, kept, epoch, blocks) == []
        assert not blocks or cube.people >= SMALL


quietly = {"deadline": None, "suppress_health_check": list(HealthCheck), "derandomize": True, "database": None}


@settings(max_examples=SHORT, **quietly)
@given(surveys())
def test_no_sequence_of_arrivals_gives_a_handful_away(survey):
    check(survey)


@pytest.mark.leaks
@settings(max_examples=LONG, **quietly)
@given(surveys())
def test_none_of_ten_thousand_sequences_gives_a_handful_away(survey):
    check(survey)


# -- the checker sees what it should: without the rules it finds something


def everyone_at_once(cube, blocks, dimensions, epoch):
    """No rule at all: whoever waits is counted."""
    new = []
    for name in dimensions:
        cut = cube.cuts[name]
        waiting = cube.epochs[cut.people] > max((r for made in blocks.get(name, {}).values() for r in made), default=0)
        for code, group in enumerate(cut.names):
            if (waiting & (cut.groups == code)).any():
                new.append(_Block(name, group))
    return extended(blocks, new, epoch), []


class _Block:
    def __init__(self, dimension, group):
        self.dimension, self.group = dimension, group


def without_the_gate(cube, blocks, dimensions, epoch):
    """Blocks are large enough each for itself, but nobody looks at what they say together."""
    if cube.people < SMALL:
        return blocks, []
    return extended(blocks, [b for name in dimensions for b in candidates(cube, name, blocks)], epoch), []


def found_by_the_checker(how, surveys_tried):
    found = []

    @settings(max_examples=surveys_tried, **quietly)
    @given(surveys())
    def look(survey):
        profile, kept, extends = survey
        for epoch, _, blocks in released(profile, kept, extends, how):
            found.extend(faults(profile, kept, epoch, blocks))

    look()
    return found


def test_without_any_rule_the_checker_finds_handfuls():
    found = found_by_the_checker(everyone_at_once, 20)
    assert any("can be computed" in fault for fault in found)
    assert any("a block of" in fault for fault in found)


def test_without_the_gate_the_checker_finds_handfuls_in_blocks_that_are_large_enough():
    found = found_by_the_checker(without_the_gate, 80)
    assert any("can be computed" in fault for fault in found)
    assert not any("a block of" in fault for fault in found)
