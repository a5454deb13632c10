"""A receipt holds the themes somebody ticked and nothing else, and each choice has exactly one code."""

from dataclasses import replace
from inspect import signature
from itertools import islice, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import receipt
from app.domain.code import ALPHABET
from app.domain.outcome import MOST_THEMES, Outcome, Theme
from app.domain.sentence import Problem


def outcome(themes, slug="konzept"):
    return Outcome(slug=slug, themes=tuple(Theme(f"t{n}", number=n) for n in range(1, themes + 1)))


TWELVE, FORTY = outcome(12), outcome(MOST_THEMES)


def of_bits(bits, most):
    return tuple(f"t{n}" for n in range(1, most + 1) if bits >> n - 1 & 1)


def test_every_choice_of_twelve_themes_has_one_code_and_leads_back():
    codes = {}
    for bits in range(1, 2**12):
        chosen = of_bits(bits, 12)
        code = receipt.written(TWELVE, chosen)
        assert len(code) == 7
        assert codes.setdefault(code, chosen) == chosen
        assert receipt.read(TWELVE, code) == chosen
    assert len(codes) == 2**12 - 1


@given(st.integers(1, 2**MOST_THEMES - 1))
def test_so_has_every_choice_of_forty(bits):
    chosen = of_bits(bits, MOST_THEMES)
    code = receipt.written(FORTY, chosen)
    assert len(code) <= 12
    assert receipt.read(FORTY, f" {code[:3].lower()}-{code[3:]} ") == chosen


def test_a_code_is_a_function_of_the_ticks_alone():
    """No place where a number of a paper, a day, a name or chance could get in: so no second code for one choice."""
    assert list(signature(receipt.written).parameters) == ["outcome", "themes"]
    chosen = ["t1", "t5", "t12"]
    codes = {receipt.written(TWELVE, Random(seed).sample(chosen, 3)) for seed in range(20)}
    assert len(codes) == 1
    assert receipt.written(TWELVE, [*chosen, "t1", "nobody", "<script>"]) in codes


def test_no_other_text_is_taken_for_a_code_of_the_same_choice():
    """An operator who prints another spelling, longer or of another version, prints nothing that opens."""
    code = receipt.written(TWELVE, ["t1"])
    body, bound, check = code[1:4], code[4:6], code[6]
    others = [f"{v}{body}{'0' * n}{bound}" for v, n in product(ALPHABET, range(6)) if (v, n) != ("1", 0)]
    others += [f"1{body}{a}{b}" for a, b in product(ALPHABET, ALPHABET) if a + b != bound]
    assert check
    for each in others:
        with pytest.raises(Problem):
            receipt.read(TWELVE, receipt.checked(each))


@pytest.mark.parametrize("made", [TWELVE, FORTY])
def test_a_slip_of_the_pen_is_noticed(made):
    chance = Random(7)
    for _ in range(40):
        code = receipt.written(made, of_bits(chance.getrandbits(len(made.themes)) | 1, len(made.themes)))
        for at, letter in islice(product(range(len(code)), ALPHABET), 400):
            wrong = f"{code[:at]}{letter}{code[at + 1 :]}"
            assert wrong == code or not _opens(made, wrong)
        for at in range(len(code) - 1):
            swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
            assert swapped == code or not _opens(made, swapped)


def _opens(made, code):
    try:
        return bool(receipt.read(made, code))
    except Problem:
        return False


def test_old_codes_keep_their_meaning_when_themes_are_added_moved_or_renamed():
    old = receipt.written(TWELVE, ["t2", "t12"])
    turned = tuple(reversed(FORTY.themes))
    assert receipt.read(replace(FORTY, themes=turned), old) == ("t12", "t2")
    assert receipt.written(FORTY, ["t2", "t12"]) == old


def test_a_code_is_refused_when_its_number_means_another_theme():
    old = receipt.written(TWELVE, ["t2", "t12"])
    taken_over = tuple(replace(theme, id="new") if theme.number == 2 else theme for theme in TWELVE.themes)
    for other in (replace(TWELVE, themes=taken_over), replace(TWELVE, themes=TWELVE.themes[2:]), outcome(12, "wald")):
        with pytest.raises(Problem, match="not one of this page"):
            receipt.read(other, old)


@pytest.mark.parametrize(
    "typed", ["", "-", "1", "0" * 7, "A" * 4000, "\x00", "١٢٣٤٥٦٧", "𝟙" * 9, "1000ABC", "<b>", "ſ" * 7]
)
def test_what_is_no_code_gives_a_sentence(typed):
    with pytest.raises(Problem) as refused:
        receipt.read(TWELVE, typed)
    assert refused.value.where == "code"


def test_none_has_no_code():
    assert receipt.written(TWELVE, []) == receipt.written(TWELVE, ["nobody"]) == ""
