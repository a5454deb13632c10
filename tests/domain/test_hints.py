"""Hints on personal data: how much is found and how often in vain, in sentences of all twelve languages."""

import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.hints import LABELS, Hint, find

HERE = Path(__file__).parent
LEAST_RECALL, LEAST_PRECISION = 0.95, 0.95
LEAST_UNSEEN = 0.75


def lines(name):
    return [line for line in (HERE / name).read_text().splitlines() if line and not line.startswith("#")]


WITH = [tuple(line.split(" ", 1)) for line in lines("hints_with.txt")]
WITHOUT = lines("hints_without.txt")


def test_most_is_found_and_little_in_vain():
    found = [(what, text) for what, text in WITH if what in {hint.what for hint in find(text)}]
    in_vain = [text for text in WITHOUT if find(text)]
    recall, precision = len(found) / len(WITH), len(found) / (len(found) + len(in_vain))
    print(f"\n{len(WITH)} texts with personal data, {len(WITHOUT)} without any")
    print(f"recall {recall:.3f}, precision {precision:.3f}")
    print("missed:", *[f"\n  {what}: {text}" for what, text in WITH if (what, text) not in found])
    print("in vain:", *[f"\n  {text}: {find(text)}" for text in in_vain])
    assert len(WITH) >= 150
    assert len(WITHOUT) >= 150
    assert recall >= LEAST_RECALL
    assert precision >= LEAST_PRECISION


def test_every_kind_is_found_nearly_always():
    every, missed = Counter(what for what, _ in WITH), Counter()
    for what, text in WITH:
        missed[what] += what not in {hint.what for hint in find(text)}
    assert set(every) == set(LABELS)
    assert [what for what in every if missed[what] > 0.15 * every[what]] == []


@pytest.mark.parametrize(
    ("text", "what", "marked"),
    [
        ("Rufen Sie an: 0176 / 123 45 678, bitte!", "phone", "0176 / 123 45 678"),
        ("هاتفي ٠١٧٦١٢٣٤٥٦٧٨ مساء", "phone", "٠١٧٦١٢٣٤٥٦٧٨"),
        ("Konto DE89 3704 0044 0532 0130 00 bei der Bank", "account", "DE89 3704 0044 0532 0130 00"),
        ("Ich heiße Gerd Petersen und", "name", "Gerd Petersen"),
        ("In der Lübecker Straße 41 fehlt Licht", "address", "Lübecker Straße 41"),
        ("Mail: a.b@example.org.", "mail", "a.b@example.org"),
        ("Ayşe'nin evi", "name", "Ayşe'nin"),
    ],
)
def test_the_place_is_exact(text, what, marked):
    assert [(hint.what, text[hint.start : hint.end]) for hint in find(text)] == [(what, marked)]


def test_an_account_number_with_a_wrong_digit_is_none():
    assert [hint.what for hint in find("DE89 3704 0044 0532 0130 00")] == ["account"]
    assert "account" not in {hint.what for hint in find("DE89 3704 0044 0532 0130 01")}


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text):
    for hint in find(text):
        assert isinstance(hint, Hint)
        assert 0 <= hint.start < hint.end <= len(text)


@pytest.mark.parametrize("piece", ["a", "a-", "1.1.", "A1 ", "0 ", "ul. ", "ich heiße ", "DE89 ", "шоссе а ", "tel "])
def test_a_long_text_without_end_takes_no_long_time(piece):
    """No pattern may grow with the square of a text: someone might send one to keep the reader's page busy."""
    text = piece * (20_000 // len(piece))
    began = time.perf_counter()
    find(text)
    assert time.perf_counter() - began < 1.5  # measured: 0.1 to 0.4 s; the square would be half a minute


def test_in_texts_the_patterns_were_not_made_for_most_is_found_too():
    """The other two collections were read while the patterns were written; this one was not."""
    unseen = [tuple(line.split(" ", 1)) for line in lines("hints_unseen.txt")]
    there = [(what, text) for what, text in unseen if what != "-"]
    found = [(what, text) for what, text in there if what in {hint.what for hint in find(text)}]
    in_vain = [text for what, text in unseen if what == "-" and find(text)]
    recall, precision = len(found) / len(there), len(found) / (len(found) + len(in_vain))
    print(f"\n{len(there)} unseen texts with personal data, {len(unseen) - len(there)} without any")
    print(f"recall {recall:.3f}, precision {precision:.3f}")
    print("missed:", *[f"\n  {what}: {text}" for what, text in there if (what, text) not in found])
    print("in vain:", *[f"\n  {text}: {find(text)}" for text in in_vain])
    assert recall >= LEAST_UNSEEN
    assert precision >= LEAST_UNSEEN
