"""What files are made of: names every program takes, words cut between characters, cells that are no formulas."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis import write
from app.analysis.cut import characters, cut, in_bytes
from app.analysis.table import digits
from app.analysis.words import in_each, said, spoken
from app.domain.dataset import Dataset, Variable
from app.domain.exchange.sheet import harmless, recovered
from app.domain.kind import DONT_KNOW
from app.domain.sentence import Sentence
from app.domain.text import Text
from app.domain.variable_name import RESERVED, variable_names


def test_names_are_made_from_ids():
    ids = ["wohnen", "Wohnen", "größe.ähnlich", "1a", "str5", "with", "weight", "NA", "سؤال", "ጽን", ""]
    assert list(variable_names([*ids, "x" * 40, "x" * 41]).values()) == [
        "wohnen", "wohnen_2", "groesse_aehnlich", "v_1a", "v_str5", "with_2", "weight_2", "na_2", "v", "v_2", "v_3",
        "x" * 28, "x" * 26 + "_2",
    ]  # fmt: skip


@settings(max_examples=50)
@given(st.lists(st.text(max_size=40), max_size=20))
def test_any_ids_become_different_names_a_variable_can_have(ids):
    names = variable_names(ids)
    variables = [Variable(name, "", "number") for name in names.values()]  # raises where a name is not valid
    assert len({variable.name.lower() for variable in variables}) == len({*ids})
    assert not {*names.values()} & RESERVED


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("e\u0323\u0302x", ["e\u0323\u0302", "x"]),
        ("👩‍💻🇩🇪🇺🇦👍🏽", ["👩‍💻", "🇩🇪", "🇺🇦", "👍🏽"]),
        ("ሰላም", ["ሰ", "ላ", "ም"]),
        ("كَتَبَ", ["كَ", "تَ", "بَ"]),
        ("", []),
    ],
)
def test_a_character_is_what_a_reader_takes_for_one(words, whole):
    assert list(characters(words)) == whole


@given(st.text(max_size=80), st.integers(3, 100))
def test_words_are_cut_to_what_fits_and_never_within_a_character(words, most):
    short = cut(words, most, in_bytes)
    assert in_bytes(short) <= most
    if short and short != words:
        kept = short[:-1]
        assert words.startswith(kept)
        rest = words[len(kept) :].lstrip()
        assert not rest or not unicodedata.category(words[len(kept)]).startswith("M")


@given(st.text("ab'\"=+-@;\n\t ", max_size=12))
def test_a_harmless_cell_can_be_had_back(words):
    assert recovered(harmless(words)) == words
    assert not any(
        cell.strip(' "\t')[:1] in [*"=+-@"] for line in harmless(words).split("\n") for cell in line.split(";")
    )


def test_numbers_have_no_exponent():
    assert [digits(each) for each in (1e-7, 1e20, 0.1, -8, 2.0)] == [
        "0.0000001",
        "100000000000000000000",
        "0.1",
        "-8",
        "2.0",
    ]


def test_labels_speak_the_language_or_say_which_they_fell_back_to():
    assert spoken(Text({"de": "Ja"}), "ar").language == "de"
    assert spoken(DONT_KNOW, "ti").language == "en"
    assert said(DONT_KNOW, "de") == "Weiß nicht"
    assert said(Sentence.of("{n} of {what}", n=3, what=Text({"ar": "نعم"})), "ar") == "3 of نعم"
    assert set(in_each(DONT_KNOW, ["de", "ar", "ti"])) == {"de", "ar"}
    assert in_each(Text({"uk": "так"}), ["de"]) == {"uk": "так"}
    assert in_each("Eutin", ["de", "ar"]) == {"und": "Eutin"}


TWO = {1: "a", 2: "b"}


WRONG = {
    "a digit first": lambda: Variable("1a", "", "number"),
    "not ascii": lambda: Variable("ä", "", "number"),
    "too long a name": lambda: Variable("x" * 33, "", "number"),
    "a code is two things": lambda: Variable("a", "", "single", TWO, {2: "c"}),
    "nothing to choose": lambda: Variable("a", "", "single", {}, {-8: "c"}),
    "a text with codes": lambda: Variable("a", "", "text", {}, {-8: "c"}),
    "two alike": lambda: _people(("a", "A"), ((1, 1),)),
    "a value too many": lambda: _people(("a",), ((1, 2),)),
    "an unknown code": lambda: _people(("a",), ((3,),)),
    "a text for a code": lambda: _people(("a",), (("1",),)),
    "true for one": lambda: _people(("a",), ((True,),)),
    "a weight of nothing": lambda: _people(("a",), ((1,),), (0.0,)),
    "a weight too many": lambda: _people(("a",), ((1,),), (1.0, 1.0)),
    "weight twice": lambda: _people(("weight",), ((1,),), (1.0,)),
    "not a number": lambda: Dataset(Text(), "a", "de", (), (Variable("n", "", "number"),), ((float("nan"),),)),
    "no file name": lambda: Dataset(Text(), "a/b", "de", (), (), ()),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_dataset_that_would_lie_cannot_be_made(name):
    with pytest.raises(ValueError, match=r"."):
        WRONG[name]()


def _people(names, rows, weights=None):
    variables = tuple(Variable(name, "", "single", TWO) for name in names)
    return Dataset(Text(), "a", "de", ("de",), variables, rows, weights)


def test_stata_takes_many_variables_with_long_names():
    """Its library calls each set of labels by the variable and a number: together they must not be too long."""
    names = variable_names([f"{'x' * 40}{n}" for n in range(120)]).values()
    variables = tuple(Variable(name, name, "single", {1: "a", 2: "b"}) for name in names)
    made = write(Dataset(Text({"de": "t"}), "s", "de", ("de",), variables, ((1,) * 120,)), "dta", "de")
    assert made.filename == "s-de.dta"
