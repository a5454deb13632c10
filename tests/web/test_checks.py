"""The list of what keeps a draft from being published: every finding leads to its field."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from app.domain.language import LANGUAGES
from app.domain.questionnaire import dump, load, with_words
from app.store import questionnaires
from tests.web.staff import ONE, SLUG, Colleague

CHECKS = f"{ONE}/checks"


@pytest.fixture
def designer(app):
    return Colleague(app, "designer")


@pytest.fixture
def change(app):
    def changed(by):
        with app.extensions["engine"].begin() as db:
            draft = questionnaires.draft(db, SLUG)
            questionnaires.save(db, SLUG, by(draft.questionnaire), draft.revision)

    return changed


def without(path, language):
    def by(questionnaire):
        data = dump(with_words(questionnaire, language, {path: ""}))
        return load(data)

    return by


def links(page):
    return {each.text: each["href"] for each in BeautifulSoup(page.text, "html.parser").select(".found a")}


def test_a_whole_draft_may_be_published(designer):
    assert "Nothing is missing." in designer.get(CHECKS).text


def test_a_hole_in_arabic_is_found_under_arabic_and_leads_to_its_field(designer, change):
    change(without("pages.wohnen.questions.her.title", "ar"))
    page = designer.get(f"{CHECKS}?language=ar")
    (link,) = [link for words, link in links(page).items() if "Words are missing" in words]
    assert link == f"{ONE}/edit/question/her?target=ar#pages.wohnen.questions.her.title.ar"
    field = link.partition("#")[2]
    assert f'id="{field}"' in designer.get(link).text
    assert "Words are missing" not in designer.get(f"{CHECKS}?language=uk").text


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("intro", "/edit/texts?target=ar#intro.ar"),
        ("pages.wohnen.title", "/edit/page/wohnen?target=ar#pages.wohnen.title.ar"),
        (
            "pages.wohnen.questions.her.options.land.label",
            "/edit/question/her?target=ar#pages.wohnen.questions.her.options.land.label.ar",
        ),
    ],
)
def test_every_sort_of_text_is_found_at_its_field(designer, change, path, where):
    change(without(path, "ar"))
    (link,) = links(designer.get(f"{CHECKS}?language=ar")).values()
    assert link == f"{ONE}{where}"
    assert f'id="{link.partition("#")[2]}"' in designer.get(link).text


def test_a_rule_that_looks_ahead_leads_to_the_rule(designer, change):
    change(lambda q: q.with_question(replace(q.question("her"), show_if={"answered": "alter"})))
    assert f"{ONE}/edit/question/her/rule/show_if" in links(designer.get(CHECKS)).values()


def test_translators_are_led_to_the_texts_and_others_are_only_told(app, change):
    change(without("intro", "ar"))
    assert f"{ONE}/texts/ar?text=intro#intro" in links(Colleague(app, "translator").get(CHECKS)).values()
    council = Colleague(app, "council").get(CHECKS)
    assert "Words are missing" in council.text
    assert links(council) == {}


def test_hard_sentences_are_hints_and_keep_nothing_from_being_published(designer, change):
    hard = "Wir möchten von Ihnen allen ganz genau wissen und dann auch lange behalten was Sie hier im Kreis so denken"
    change(lambda q: with_words(q, "de-simple", {"intro": hard}))
    page = designer.get(f"{CHECKS}?language=de-simple")
    assert "This sentence has 20 words" in page.text
    assert "can be published" in page.text


def test_the_overview_shows_the_first_findings_and_leads_here(designer, change):
    change(lambda q: replace(q, title=replace(q.title, words={"de": q.title.words["de"]})))
    page = designer.get(ONE)
    assert "11 things keep this draft from being published." in page.text
    assert len(links(page)) == 6
    assert f'href="{CHECKS}"' in page.text


def test_a_language_nobody_knows_is_not_found(designer):
    assert designer.get(f"{CHECKS}?language=tlh").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_opens_in_every_language(designer, language):
    assert designer.get(f"{CHECKS}?lang={language}").status_code == 200


def test_markup_in_a_text_comes_out_as_text(designer, change):
    evil = "<script>alert(1)</script> \u202e" + "wort " * 30
    change(lambda q: with_words(q, "de", {"intro": evil}))
    page = designer.get(CHECKS).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_minutes_and_the_weight_of_pages_are_measured_in_every_language(designer, change):
    page = designer.get(f"{CHECKS}/measures?lang=de")
    soup = BeautifulSoup(page.text, "html.parser")
    sizes = [float(row.select("td")[1].text.split()[0].replace(",", ".")) for row in soup.select("tbody tr")]
    assert len(sizes) == len(LANGUAGES)
    assert all(1 < size < 15 for size in sizes)
    assert len(set(sizes)) > 3  # each is drawn in its own language
    assert '<html lang="de"' in page.text
    assert links(page) == {}
    change(lambda q: replace(q, minutes=1))
    (link,) = links(designer.get(f"{CHECKS}/measures")).values()
    assert link.endswith("/edit/texts#minutes")
    assert 'id="minutes"' in designer.get(link).text


def test_two_hundred_questions_in_twelve_languages_are_checked_at_once(designer, change):
    def many(questionnaire):
        data = dump(questionnaire)
        asked = data["pages"][0]["questions"][1]
        data["pages"] = [
            {**data["pages"][0], "id": f"p{p}", "questions": [{**asked, "id": f"q{p}-{i}"} for i in range(10)]}
            for p in range(20)
        ]
        return with_words(load(data), "ar", {f"pages.p{p}.title": "" for p in range(20)})

    change(many)
    page = designer.get(CHECKS)
    assert "20 things keep this draft from being published." in page.text
    assert len(page.data) < 120_000
