"""Words that follow a number, held to the rules of CLDR as Babel knows them."""

import pytest
from babel import Locale

from app.domain.check import check
from app.domain.language import LANGUAGES
from app.domain.plural import category, lacking, needed, resolved
from app.domain.text import Text
from app.web.language import say, speak
from tests.domain.sample import page, questionnaire, single, text

KINDER = (
    "Sie haben {kinder, plural, =0 {keine Kinder} one {ein Kind} other {# Kinder}}. "
    "Wie alt {kinder, plural, one {ist es} other {sind sie}}?"
)


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.tag)
def test_the_rules_are_those_of_babel(language):
    babel = Locale.parse(language.babel.partition("@")[0]).plural_form
    assert [category(language.tag, n) for n in range(2500)] == [babel(n) for n in range(2500)]
    assert needed(language.tag) == list(dict.fromkeys(babel(n) for n in range(201)))
    assert category(language.tag, 2.5) == babel(2.5)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "Sie haben keine Kinder. Wie alt sind sie?"),
        (1, "Sie haben ein Kind. Wie alt ist es?"),
        (2, "Sie haben {kinder} Kinder. Wie alt sind sie?"),
        (None, "Sie haben {kinder} Kinder. Wie alt sind sie?"),
    ],
)
def test_the_form_follows_the_number(number, said):
    assert resolved(KINDER, "de", lambda name: number) == said


def test_a_form_that_is_missing_falls_back_to_other_or_the_last():
    assert resolved("{n, plural, one {# dom} other {# domów}}", "pl", lambda name: 3) == "{n} domów"
    assert resolved("{n, plural, one {# dom} few {# domy}}", "pl", lambda name: 7) == "{n} domy"


@pytest.mark.parametrize(
    ("words", "language", "found"),
    [
        ("{n, plural, one {#} other {#}}", "de", []),
        ("{n, plural, one {#} other {#}}", "pl", [("n", "many, few")]),
        ("{n, plural, one {#} few {#} many {#}}", "pl", []),
        ("{n, plural, one {a {x} b} other {#}}", "en", []),
        ("{n, plural, other {#}}", "ar", [("n", "zero, one, two, few, many")]),
        ("{n, plural, one {#}", "de", [("", "")]),
        ("{n, plural, one}", "de", [("", "")]),
        ("{n, number}", "de", [("", "")]),
        ("A, b and {n}, c", "de", []),
    ],
)
def test_what_a_plural_lacks_is_named(words, language, found):
    assert list(lacking(words, language)) == found


def test_hostile_words_are_read_quickly():
    for words in ("{n, plural, one {" * 60_000, "{n, plural, " + "one {a} " * 120_000, "{" * 1_000_000):
        assert list(lacking(words, "de")) in ([], [("", "")])


def test_missing_forms_keep_a_questionnaire_from_being_published():
    number = {"kind": "number", "id": "kinder", "title": text("kinder?")}
    asked = single("q", "a", "b", "ka")
    arabic = "{kinder, plural, one {طفل} other {# أطفال}}"
    form = questionnaire(page("one", number), page("two", {**asked, "title": {"de": KINDER, "ar": arabic}}))
    (problem,) = check(form)
    assert problem.where == "pages.two.questions.q.title.ar"
    assert "zero, two, few, many" in str(problem)


def test_a_page_says_it_in_the_language_of_the_words(app):
    title = Text({"de": KINDER, "pl": "{kinder, plural, one {# dziecko} few {# dzieci<b>} many {# dzieci}}"})
    with app.test_request_context("/"):
        assert say(title, {"kinder": ["2"]}) == "Sie haben <bdi>2</bdi> Kinder. Wie alt sind sie?"
        assert say(title, {"kinder": ["<b>"]}) == "Sie haben <bdi>&lt;b&gt;</bdi> Kinder. Wie alt sind sie?"
        assert "<bdi>…</bdi> Kinder" in say(title, {})
        speak("pl")
        assert say(title, {"kinder": ["3"]}) == "<bdi>3</bdi> dzieci&lt;b&gt;"
        speak("ar")
        assert say(title, {"kinder": ["1"]}).endswith('dir="ltr">Sie haben ein Kind. Wie alt ist es?</span>')
