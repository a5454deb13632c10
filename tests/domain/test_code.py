"""Codes on paper: made from randomness, read however they are typed, and misspelt ones seen at once."""

import itertools
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.code import ALPHABET, BITS, LENGTH, WORDS, grouped, made, plain, read, word

RANDOM = Random(7)
SOME = [made(RANDOM.getrandbits(BITS)) for _ in range(100)]


def test_a_code_has_eleven_random_characters_and_one_that_checks_them():
    assert len(set(SOME)) == 100
    assert all(len(code) == LENGTH and set(code) <= set(ALPHABET) for code in SOME)
    assert not set("ILOU") & set(ALPHABET)
    assert made(0) == "0" * 12
    assert len({made(1 << bit) for bit in range(BITS)}) == BITS  # every bit is used
    for place in range(LENGTH):
        assert len({code[place] for code in SOME}) > 24


@given(st.integers(0, 2**BITS - 1))
def test_every_code_is_read_as_it_was_made(bits):
    assert read("single", grouped(made(bits))) == made(bits)


def test_one_wrong_character_is_seen_whichever_it_is():
    wrong = 0
    for code in SOME[:40]:
        for place, other in itertools.product(range(LENGTH), ALPHABET):
            changed = code[:place] + other + code[place + 1 :]
            assert (read("single", changed) is None) == (other != code[place])
            wrong += changed != code
    assert wrong == 40 * 12 * 31


def test_two_characters_in_each_others_place_are_seen():
    for code in SOME:
        for one, two in itertools.combinations(range(LENGTH), 2):
            swapped = list(code)
            swapped[one], swapped[two] = code[two], code[one]
            assert (read("single", "".join(swapped)) is None) == (code[one] != code[two])


def test_a_code_too_short_or_too_long_is_seen():
    for code in SOME:
        assert read("single", code[:-1]) is None
        assert read("single", code + "0") is None
        assert read("single", code[1:]) is None


def test_something_made_up_is_nearly_always_seen():
    guesses = ["".join(RANDOM.choices(ALPHABET, k=LENGTH)) for _ in range(32_000)]
    assert 800 < sum(read("single", guess) is not None for guess in guesses) < 1_200  # one in 32


HARD = next(code for code in SOME if {"0", "1"} <= set(code))
CYRILLIC = dict(zip("ABEKMHPCTX", "АВЕКМНРСТХ", strict=True))


@pytest.mark.parametrize(
    "typed",
    [
        HARD,
        HARD.lower(),
        grouped(HARD),
        " ".join(HARD.lower()),
        f"  {grouped(HARD)}\t\r\n",
        HARD.replace("0", "O").replace("1", "I"),
        HARD.replace("0", "o").replace("1", "l"),
        HARD.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        HARD.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        "".join(CYRILLIC.get(char, char) for char in HARD),
        "".join(CYRILLIC.get(char, char) for char in HARD).lower(),
        "\u200e" + grouped(HARD).replace("-", "\u2013") + "\u200f",
        "".join(chr(ord(char) + 0xFEE0) for char in HARD),  # as wide as Chinese characters
        grouped(HARD).replace("-", "."),
    ],
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert read("single", typed) == HARD


@pytest.mark.parametrize("typed", ["", " ", "-", "0" * 11, "x" * 100_000, "ü" * 12, "\x00" * 12, "🙂" * 12, "²" * 9])
def test_what_is_no_code_is_none(typed):
    assert read("single", typed) is None


@given(st.text())
def test_nothing_that_is_typed_breaks_the_reading(typed):
    for access in ("single", "shared"):
        code = read(access, typed)
        assert code is None or plain(code) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("sommer26", "S0MMER26"),
        ("Sommer 26", "S0MMER26"),
        ("SOMMER-٢٦", "S0MMER26"),
        ("Eutin", None),
        ("", None),
        ("x" * 41, None),
        ("Küste im Mai", None),  # nobody finds an ü on an Arabic keyboard
        ("مهرجان-الصيف", None),
    ],
)
def test_a_shared_code_is_read_with_the_same_forgiveness(typed, code):
    assert read("shared", typed) == code


def test_a_word_can_be_said_aloud_and_each_number_gives_another():
    words = {word(RANDOM.randrange(WORDS)) for _ in range(2_000)}
    assert len(words) > 1_990
    assert {read("shared", each) for each in words} == {plain(each) for each in words}
    assert len({plain(each) for each in words}) == len(words)
    assert (word(0), word(WORDS - 1)) == ("BABABABA", "ZUZUZUZU")
