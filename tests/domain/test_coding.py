"""Coding: who still has to look at a text, when it is settled, and which texts two people see."""

import uuid
from random import Random

import pytest

from app.domain.codebook import NOTHING, OTHER, Codebook, Theme, short_name
from app.domain.coding import Coding, Work, needed, queue, settled, works
from app.domain.sentence import Problem
from app.domain.text import Text

ONCE, TWICE = Codebook(), Codebook(second=100)
TEXTS = [str(uuid.UUID(int=Random(seed).getrandbits(128), version=4)) for seed in range(2000)]
A, B, C = TEXTS[:3]
BUS, FLAT = ("mobilitaet",), ("wohnen",)


@pytest.mark.parametrize(("percent", "least", "most"), [(0, 0, 0), (20, 330, 470), (100, 2000, 2000)])
def test_a_random_part_of_the_texts_is_seen_by_two(percent, least, most):
    """The bounds are four standard deviations away from what is asked for."""
    assert least <= sum(needed(text, Codebook(second=percent)) == 2 for text in TEXTS) <= most
    assert [needed(text, Codebook(second=percent)) for text in TEXTS] == [
        needed(text, Codebook(second=percent)) for text in TEXTS
    ]


def test_a_queue_does_not_tell_what_others_have_done():
    done = works([Coding(A, "ada", BUS)], {B: FLAT})
    assert queue([A, B, C], {}, TWICE, "eve") == [A, B, C]
    assert queue([A, B, C], done, TWICE, "eve") == [A, C]
    assert queue([A, B, C], done, TWICE, "ada") == [C]
    assert queue([A, B, C], done, ONCE, "eve") == [C]


def test_a_text_is_settled_when_enough_people_agree_or_somebody_has_decided():
    assert Work({"ada": BUS}).settled(1) == BUS
    assert Work({"ada": BUS}).settled(2) is None
    assert Work({"ada": BUS, "eve": BUS}).settled(2) == BUS
    assert Work({"ada": BUS, "eve": FLAT}).settled(1) is None
    assert Work({"ada": BUS, "eve": FLAT}).disputed
    assert Work({"ada": BUS, "eve": FLAT}, FLAT).settled(2) == FLAT
    assert not Work({"ada": BUS, "eve": FLAT}, FLAT).disputed
    done = works([Coding(A, "ada", BUS), Coding(B, "ada", BUS), Coding(B, "eve", FLAT)], {C: FLAT})
    assert settled([A, B, C], done, ONCE) == {A: BUS, C: FLAT}
    assert settled([A, B, C], done, TWICE) == {C: FLAT}


def test_what_stands_alone_stands_alone_and_a_retired_theme_stays_where_it_is():
    old = Theme("parkplaetze", Text({"de": "Parkplätze"}), retired=True)
    codebook = Codebook((old,))
    assert codebook.chosen(["wohnen", "sprache", "nonsense"]) == ("sprache", "wohnen")
    assert codebook.chosen([OTHER]) == (OTHER,)
    assert codebook.chosen(["wohnen", old.id], kept=[old.id]) == ("wohnen", old.id)
    for wrong in ([], [old.id], ["wohnen", OTHER], [OTHER, NOTHING]):
        with pytest.raises(Problem):
            codebook.chosen(wrong)


def test_a_short_name_is_made_from_any_label():
    assert short_name("Große Parkplätze!", ()) == "grosse-parkplaetze"
    assert short_name("Wohnen", ()) == "wohnen-2"
    assert short_name("مواقف", ["thema"]) == "thema-2"
