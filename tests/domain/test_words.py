"""Languages by any name people use, places by any spelling, and fields without what no one can read."""

import pytest
from babel import Locale

from app.domain.language import LANGUAGES, known
from app.domain.search import find, pick
from app.domain.sent import Sent
from app.domain.sentence import Problem


@pytest.mark.parametrize(
    ("wanted", "tag"),
    [
        ("de", "de"),
        ("de-simple", "de-simple"),
        ("de_SIMPLE", "de-simple"),
        ("AR-sy", "ar"),
        ("prs", "fa-AF"),
        ("fa", "fa-AF"),
        ("fa-ir", "fa-AF"),
        ("kmr", "ku"),
        ("uk-UA", "uk"),
        ("tlh", None),
        ("", None),
        ("../../etc", None),
        ("und", None),
        ("*", None),
    ],
)
def test_a_language_is_known_by_its_names(wanted, tag):
    assert known(wanted) == tag


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=list(LANGUAGES))
def test_the_table_agrees_with_babel(language):
    locale = Locale.parse(language.babel)
    assert locale.text_direction == language.direction
    assert str(locale) == language.babel
    assert set(language.fallbacks) <= set(LANGUAGES) - {language.tag}


def test_there_are_twelve_languages():
    assert len(LANGUAGES) == 12


PLACES = {
    "1": ["Neustadt in Holstein"],
    "2": ["Neukirchen"],
    "3": ["Schönwalde am Bungsberg"],
    "4": ["Göhl"],
    "5": ["Bad Schwartau"],
}


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("neustadt", ["1"]),
        ("neu", ["1", "2"]),
        ("SCHOENWALDE", ["3"]),
        ("bad-schwartau", ["5"]),
        ("Goehl", ["4"]),
        ("Göhl", ["4"]),
        ("bad schwatau", ["5"]),
        ("Paris", []),
        ("!", []),
        ("", []),
    ],
)
def test_a_place_is_found_by_what_people_type(typed, keys):
    assert find(typed, PLACES) == keys


def test_fields_lose_what_no_one_can_read_and_keep_everything_else():
    sent = Sent({"q": ["a\x00b\u202ec\ud800 "], "q.a": ["ی\u200cک"], "qq": ["x"], "e": ["", " "]})
    assert sent.one("q") == "abc"
    assert sent.one("q.a") == "ی\u200cک"  # Persian needs the zero-width non-joiner
    assert sent.all("e") == []
    assert list(sent.belonging_to(["q"])) == [("q", "abc"), ("q.a", "ی\u200cک")]
    assert sent.without(["q"]).all("q.a") == []


NAMES = {key: spelled[0] for key, spelled in PLACES.items()}


@pytest.mark.parametrize(
    ("typed", "listed", "meant"),
    [("", "", None), ("", "4", "4"), ("göhl", "", "4"), ("göhl", "4", "4"), ("neu", "2", "2"), ("Paris", "3", "3")],
)
def test_what_was_typed_and_what_was_chosen_are_settled(typed, listed, meant):
    assert pick(typed, listed, PLACES, NAMES) == meant


@pytest.mark.parametrize(("typed", "listed"), [("neu", ""), ("Paris", ""), ("göhl", "1")])
def test_what_stays_unclear_is_asked_again(typed, listed):
    with pytest.raises(Problem):
        pick(typed, listed, PLACES, NAMES)
