"""Hints on a draft: answers that say the same, hard sentences, and the minutes it takes."""

import pytest

from app.domain.advice import hard_texts, wrong_minutes
from app.domain.check import check
from app.domain.minutes import minutes
from app.domain.readability import hard_spots, score, sentences_of, syllables
from tests.domain.sample import long_text, page, questionnaire, single, text, walk


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("Haus", 1),
        ("Straße", 2),
        ("Theater", 3),
        ("Quelle", 2),
        ("Integrationskonzept", 7),
        ("Bürgerinnen", 4),
        ("Ei", 1),
        ("Pst", 1),
    ],
)
def test_syllables_are_groups_of_vowels(word, count):
    assert syllables(word) == count


def test_abbreviations_and_dates_end_no_sentence():
    assert sentences_of("Am 1. Mai gibt es z. B. Kuchen. Kommen Sie?\nJa!") == [
        "Am 1. Mai gibt es z. B. Kuchen",
        "Kommen Sie",
        "Ja",
    ]


EASY = "Wir fragen Sie. Sie sagen uns, was gut ist. Wir lesen alles. Dann machen wir einen Plan. Der hilft allen hier."
HARD = (
    "Die Inanspruchnahme integrationsbezogener Beratungsangebote unterliegt verwaltungsrechtlichen Voraussetzungen, "
    "deren Erfüllung durch die zuständige Ausländerbehörde im Rahmen einer Einzelfallprüfung festgestellt werden muss, "
    "bevor Leistungen gewährt werden können."
)


def test_plain_words_score_higher_than_the_language_of_offices():
    assert score(EASY) > 80 > 20 > score(HARD)
    assert score("Wie geht es Ihnen?") is None


def said(text, language):
    return [str(problem) for problem in hard_spots(text, language, "intro")]


def test_the_hard_sentence_is_pointed_at():
    assert said(EASY, "de") == []
    assert any("Die Inanspruchnahme" in each for each in said(HARD, "de"))
    assert any("hard to read" in each for each in said(HARD, "de"))


def test_plain_german_has_shorter_sentences_divided_words_and_says_who_acts():
    thirteen = "Wir fragen alle Leute hier im Kreis nach guten Ideen für das Leben"
    assert any("13 words" in each for each in said(thirteen, "de-simple"))
    assert said(thirteen, "de") == []
    assert any("Migrationsberatung" in each for each in said("Die Migrationsberatung hilft.", "de-simple"))
    assert said("Die Migrations-Beratung hilft. Das Migrations·management auch.", "de-simple") == []
    assert any("who does it" in each for each in said("Ihre Antworten werden gelöscht und gespeichert.", "de-simple"))
    assert said("Wir werden alt.", "de-simple") == []


def test_other_languages_and_endless_texts_get_no_advice_on_german():
    assert said(HARD, "ar") == []
    assert said("wird " * 100_000, "de-simple") == []


def test_hints_name_the_field():
    form = questionnaire(page("one", long_text("q", title=text(HARD))))
    assert {problem.where for problem in hard_texts(form)} == {"pages.one.questions.q.title.de"}


def test_more_questions_take_longer_and_rules_make_paths_of_different_length():
    short = questionnaire(page("one", single("a", "x", "y")))
    long = questionnaire(page("one", single("a", "x", "y"), long_text("b"), long_text("c")))
    assert minutes(long, "de").usual > minutes(short, "de").usual + 1
    assert minutes(short, "de").usual == minutes(short, "de").longest
    rule = {"==": [{"answer": "a"}, "x"]}
    branching = questionnaire(
        page("one", single("a", "x", "y")), page("two", *(long_text(f"t{i}") for i in range(4)), show_if=rule)
    )
    found = minutes(branching, "de")
    assert found.longest >= found.usual
    assert found.longest > 2


def test_a_promise_that_cannot_be_kept_is_named():
    assert [problem.where for problem in wrong_minutes(1, minutes(walk(), "de"))] == []
    long = questionnaire(page("one", *(long_text(f"t{i}") for i in range(8))))
    assert [problem.where for problem in wrong_minutes(3, minutes(long, "de"))] == ["minutes"]


# -- what blocks publishing


def problems(form):
    return {problem.where: str(problem) for problem in check(form)}


@pytest.mark.parametrize("other", ["ja", "JA ", "Já", "J a"])
def test_answers_that_say_the_same_in_one_language_are_named(other):
    labels = [{"id": "a", "label": text("Ja", "نعم")}, {"id": "b", "label": text(other, "لا")}]
    form = questionnaire(page("one", {**single("q"), "options": labels}))
    assert list(problems(form)) == ["pages.one.questions.q.options.b.label.de"]


def test_answers_that_differ_are_left_alone():
    labels = [{"id": i, "label": text(i, f"{i} ن")} for i in ("schon", "schön", "1–2", "12", "?", "!")]
    form = questionnaire(page("one", {**single("q"), "options": labels}))
    assert [where for where in problems(form) if "label" in where] == []


def test_a_scale_with_the_same_word_at_both_ends_is_named():
    rating = {"kind": "rating", "id": "r", "title": text("?"), "low": text("gut", "ا"), "high": text("Gut", "ب")}
    assert list(problems(questionnaire(page("one", rating)))) == ["pages.one.questions.r.high.de"]


def test_a_scale_without_words_at_its_ends_is_named():
    rating = {"kind": "rating", "id": "r", "title": text("?")}
    assert {"pages.one.questions.r.low.de", "pages.one.questions.r.high.ar"} <= set(
        problems(questionnaire(page("one", rating)))
    )


def test_a_question_nobody_can_be_asked_is_named():
    only = {"==": [{"answer": "q"}, "a"]}
    other = {"==": [{"answer": "q"}, "b"]}
    form = questionnaire(
        page("one", single("q", "a", "b")), page("two", long_text("t", show_if=other), long_text("u"), show_if=only)
    )
    assert list(problems(form)) == ["pages.two.questions.t.show_if"]
