"""Free texts in a release: after a person's yes, ten at a time, in an order that tells nothing."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from app.domain.release import Release, sha256
from app.domain.response import Voice
from app.domain.voices import LEAST, chosen, due, of, published

KEY = b"k" * 32


def texts(count, start=0, question="wish", part="", language="uk"):
    return [Voice(question, part, language, f"text {number}") for number in range(start, start + count)]


def words(shown):
    return [text["words"] for text in shown]


def released(number=1, languages=("de",), **more):
    groups = {"language": {tag: 30 if tag in languages else None for tag in ("de", "uk", "ar")}}
    document = {"number": number, "groups": groups, **more}
    return Release(document, sha256(document))


def test_nine_texts_wait_and_ten_appear():
    assert LEAST == 10
    assert chosen([], texts(9), (), Random(1)) == []
    assert sorted(words(chosen([], texts(10), (), Random(1)))) == sorted(voice.words for voice in texts(10))


def test_nine_new_ones_wait_beside_those_that_are_out():
    before = chosen([], texts(10), (), Random(1))
    assert chosen(before, texts(19), (), Random(2)) == before
    assert len(chosen(before, texts(20), (), Random(2))) == 20


def test_ten_texts_of_two_questions_wait_for_they_may_be_of_one_person():
    mixed = texts(5) + texts(5, question="fear") + texts(5, part="other")
    assert chosen([], mixed, (), Random(1)) == []
    assert {text["question"] for text in chosen([], mixed + texts(10, 20), (), Random(1))} == {"wish"}


def test_with_every_change_all_are_shuffled_so_that_no_place_tells_the_new_ones():
    """Where a new text comes to stand: over many publications at every place equally often."""
    before = chosen([], texts(10), (), Random(0))
    places = Counter()
    for seed in range(600):
        after = words(chosen(before, texts(20), (), Random(seed)))
        places.update(place for place, text in enumerate(after) if int(text.split()[1]) >= 10)
        stayed = [text for text in after if int(text.split()[1]) < 10]
        assert seed or stayed != words(before)
    assert all(230 <= places[place] <= 370 for place in range(20)), places  # 300 ± 6 standard deviations


def test_the_order_does_not_depend_on_the_order_in_which_texts_are_read():
    assert chosen([], texts(30), (), Random(7)) == chosen([], texts(30)[::-1], (), Random(7))


def test_nothing_new_leaves_the_page_as_it_is():
    before = chosen([], texts(12), (), Random(1))
    assert chosen(before, texts(12)[::-1], (), Random(2)) == before


def test_the_same_words_from_several_people_count_for_each():
    same = [Voice("wish", "", "de", "Mehr Busse")] * 12
    before = chosen([], same, (), Random(1))
    assert words(before) == ["Mehr Busse"] * 12
    assert len(chosen(before, same * 2, (), Random(1))) == 24


def test_a_text_that_is_refused_later_goes_at_once():
    before = chosen([], texts(12), (), Random(1))
    after = chosen(before, texts(12)[1:], (), Random(2))
    assert "text 0" not in words(after)
    assert len(after) == 11


def test_a_language_is_named_only_where_the_results_name_it():
    both = texts(10) + texts(10, 10, language="de")
    shown = chosen([], both, {"de"}, Random(1))
    assert Counter(text["language"] for text in shown) == {"de": 10, "": 10}


def test_a_text_carries_its_question_and_language_and_nothing_else():
    made = published(released(), None, texts(10), KEY)
    assert {frozenset(text) for text in made.document["voices"]} == {
        frozenset(("question", "part", "words", "language"))
    }
    assert len(of(made, "wish")) == 10
    assert of(made, "fear") == []
    assert made.sha256 == sha256(made.document) != released().sha256


def test_a_release_made_again_is_the_same_and_the_next_is_shuffled_anew():
    first = published(released(1), None, texts(10), KEY)
    assert published(released(1), None, texts(10), KEY) == first
    next_one = published(released(2), first, texts(20), KEY)
    assert published(released(2), first, texts(20), b"x" * 32) != next_one
    assert published(released(2), first, texts(10), KEY).document["voices"] == first.document["voices"]


@pytest.mark.parametrize(("reviewed", "is_due"), [(10, False), (19, False), (20, True), (9, True), (0, True)])
def test_a_release_is_due_when_other_texts_would_be_shown(reviewed, is_due):
    before = published(released(1), None, texts(10), KEY)
    assert due(before, texts(reviewed)) is is_due
    assert not due(None, texts(reviewed))
    assert due(published(released(1), None, (), KEY), texts(reviewed)) is (reviewed >= 10)


def test_a_language_the_results_begin_to_show_is_named_with_the_next_release():
    first = published(released(1), None, texts(10), KEY)
    second = published(released(2, languages=("de", "uk")), first, texts(10), KEY)
    assert {text["language"] for text in first.document["voices"]} == {""}
    assert {text["language"] for text in second.document["voices"]} == {"uk"}
    assert replace(second).number == 2
