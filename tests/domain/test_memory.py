"""Glossary and memory: what helps beside a text, and how quickly."""

import json
from pathlib import Path

import pytest

from app.domain.glossary import Term, agreed
from app.domain.language import LANGUAGES
from app.domain.memory import Memory, suggestions
from app.domain.questionnaire import Page, Questionnaire
from app.domain.text import Text, fingerprint

STARTER = Path(__file__).parents[2] / "examples" / "glossary.json"


def memory(*pairs):
    """A questionnaire of (German, Arabic, state)."""
    pages = []
    for number, (german, arabic, state) in enumerate(pairs):
        pages.append(Page(f"p{number}", Text({"de": german}).with_words("ar", arabic, "de", state)))
    return Memory(Questionnaire("other", "de", ("de",), pages=tuple(pages)), "ar")


def test_the_starter_list_has_every_term_in_every_language():
    terms = json.loads(STARTER.read_text(encoding="utf-8"))
    assert len(terms) >= 40
    for term, words in terms.items():
        assert set(words) == set(LANGUAGES) - {"de"}, term
        assert all(words.values()), term


@pytest.mark.parametrize(
    ("german", "found"),
    [("Ihr Kreis", True), ("des Kreises", True), ("Der Kreistag tagt", False), ("Umkreis", False), ("kreisen", False)],
)
def test_a_term_is_found_with_its_endings_only(german, found):
    assert bool(agreed([german], "", "en", [Term("Kreis", {"en": "district"})])) is found


def test_a_translation_without_the_agreed_word_is_noticed_but_not_for_its_endings():
    terms = [Term("Kreis", {"pl": "powiat", "uk": "район (крайс)"})]
    assert agreed(["Im Kreis"], "W powiecie", "pl", terms)[0].used
    assert agreed(["Im Kreis"], "У районі", "uk", terms)[0].used
    assert not agreed(["Im Kreis"], "W okręgu", "pl", terms)[0].used


def test_the_same_original_is_suggested_reviewed_words_first():
    found = suggestions([memory(("Ja", "أجل", "draft"), ("ja ", "نعم", "reviewed"))], "Ja")
    assert [each.known.words for each in found] == ["نعم", "أجل"]


def test_a_similar_original_is_suggested_and_another_is_not():
    known = memory(("Wie lange leben Sie schon hier?", "منذ متى؟", "reviewed"), ("Etwas ganz anderes", "آخر", "draft"))
    found = suggestions([known], "Wie lange leben Sie schon in Ostholstein hier?")
    assert [each.known.words for each in found] == ["منذ متى؟"]
    assert found[0].like < 1


def test_words_whose_gaps_do_not_fit_are_not_suggested():
    assert suggestions([memory(("Für {kinder}", "للأطفال", "draft"))], "Für {kinder}") == []


def test_an_outdated_translation_is_not_remembered_as_one_but_its_original_is_known():
    text = Text({"de": "Alt"}).with_words("ar", "قديم", "de", "reviewed").with_words("de", "Neu", "de", "draft")
    known = Memory(Questionnaire("other", "de", ("de",), title=text), "ar")
    assert suggestions([known], "Neu") == []
    assert known.originals[fingerprint("Neu")] == "Neu"
