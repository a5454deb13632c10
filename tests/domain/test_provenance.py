"""Who reviewed a text is found again for a version, which names nobody, in drafts that say the same."""

from app.domain.edit import moved
from app.domain.provenance import with_names
from app.domain.questionnaire import dump, load, with_words
from tests.domain.sample import page, questionnaire, single

TITLE, LIVES = "title", "pages.one.questions.lives.title"


def form():
    return questionnaire(page("one", single("lives", "yes", "no")), page("two"))


def reviewed(asked, path=LIVES, words="أين؟", who="Rana", day="2026-03-02", state="reviewed"):
    return with_words(asked, "ar", {path: words}, state, who, day)


def published(asked):
    """As it is stored: nobody is named."""
    return load(dump(asked, names=False))


def mark(asked, path=LIVES):
    return {place: text for place, text, _ in asked.texts()}[path].marks["ar"]


def signs(asked, path=LIVES):
    found = mark(asked, path)
    return found.state, found.who, found.day


def test_the_name_comes_from_the_draft_where_original_and_translation_are_the_same():
    draft = reviewed(form())
    again = with_names(published(draft), [draft])
    assert signs(published(draft)) == ("reviewed", "", "")
    assert signs(again) == ("reviewed", "Rana", "2026-03-02")
    assert published(again) == published(draft)
    on = moved(draft, "lives", "two")
    assert signs(with_names(published(draft), [on])) == ("reviewed", "Rana", "2026-03-02")


def test_other_words_have_no_name_to_give():
    draft = reviewed(form())
    other_words = reviewed(form(), words="من أين؟")
    other_original = with_words(with_words(draft, "de", {LIVES: "Wo?"}), "ar", {LIVES: "أين؟"}, "reviewed", "Ole")
    for other in (other_words, other_original, form(), questionnaire(page("one"))):
        assert with_names(published(draft), [other]) == published(draft)
        assert signs(with_names(published(draft), [other])) == ("reviewed", "", "")
        assert signs(with_names(published(draft), [other, draft]))[1] == "Rana"


def test_an_outdated_translation_stays_outdated_and_keeps_its_name():
    draft = with_words(reviewed(form()), "de", {LIVES: "Wo?"})
    again = with_names(published(draft), [draft])
    assert again.question("lives").title.state("ar", "de") == "outdated"
    assert signs(again)[1] == "Rana"
    back = with_names(published(reviewed(form())), [draft])  # its mark still speaks of the words that come back
    assert back.question("lives").title.state("ar", "de") == "reviewed"
    assert signs(back)[1] == "Rana"


def test_a_later_review_of_the_same_words_counts_and_typing_them_again_takes_none_away():
    draft = reviewed(form(), state="draft", who="Ole")
    later = reviewed(form(), who="Rana")
    assert signs(with_names(published(draft), [later, draft]))[:2] == ("reviewed", "Rana")
    assert signs(with_names(published(later), [draft, later]))[:2] == ("reviewed", "Rana")
    assert signs(with_names(published(draft), [draft, later]))[:2] == ("draft", "Ole")  # the review was taken back


def test_drafts_are_looked_at_only_while_a_name_is_missing():
    def drafts():
        for path in marked:
            yield reviewed(draft, path, draft_words[path])
        raise AssertionError

    draft = form()
    draft_words = {path: text.words["ar"] for path, text, _ in draft.texts() if text.words.get("ar")}
    marked = [TITLE, LIVES]
    for path in marked:
        draft = reviewed(draft, path, draft_words[path])
    again = with_names(published(draft), drafts())
    assert {signs(again, path)[1] for path in marked} == {"Rana"}
