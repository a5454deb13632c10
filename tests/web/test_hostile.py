"""Texts that mean harm come out as texts, on pages and in files: markup, turned directions, NUL, a megabyte."""

import io
import zipfile
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from app.domain.option import Option
from app.domain.question import settings
from app.domain.text import Text
from app.store import questionnaires
from app.web.clock import today
from tests.web.staff import ONE, SLUG, Colleague

EVIL = (
    "</textarea></title><script>alert(1)</script><img src=x onerror=alert(2)>\"'>{{ 7 * 7 }}%(x)s\u202e\u2066\x00\x1b"
)
PAGES = [
    ONE,
    f"{ONE}/edit",
    f"{ONE}/edit/question/{{question}}",
    f"{ONE}/edit/texts",
    f"{ONE}/texts/ar",
    f"{ONE}/checks",
    f"{ONE}/try?lang=ar",
    f"{ONE}/versions",
    f"{ONE}/versions/compare",
    f"{ONE}/share?language=ar",
    f"{ONE}/rehearsal?people=10",
    f"/s/{SLUG}?lang=ar",
    f"/results/{SLUG}?lang=ar",
    f"/results/{SLUG}/releases?lang=ar",
    f"/results/{SLUG}/q/wichtig?lang=ar",
    "/?lang=ar",
    "/staff/questionnaires",
]


def _evil(value):
    if isinstance(value, Text):
        return Text({tag: f"{words} {EVIL}" for tag, words in value.words.items()}, value.marks)
    if isinstance(value, tuple) and value and isinstance(value[0], Option):
        return tuple(replace(option, label=_evil(option.label)) for option in value)
    return value


def turned(asked):
    """The questionnaire with something hostile at the end of every text in every language."""
    pages = tuple(replace(page, title=_evil(page.title)) for page in asked.pages)
    head = {name: _evil(getattr(asked, name)) for name in ("title", "intro", "publisher", "privacy", "thanks")}

    def question(one):
        return replace(one, **{f.name: _evil(getattr(one, f.name)) for f in settings(type(one))})

    return replace(asked, **head, pages=pages).replacing(question)


def keep(app, by, publish=True):
    with app.extensions["engine"].begin() as db:
        draft = questionnaires.draft(db, SLUG)
        questionnaires.save(db, SLUG, by(draft.questionnaire), draft.revision)
        if publish:
            questionnaires.publish(db, questionnaires.draft(db, SLUG), today())
        return draft.questionnaire.questions[1].id


@pytest.fixture
def designer(app):
    return Colleague(app, "designer")


def harmless(page):
    """Whether the page says the words and does nothing they ask for."""
    soup = BeautifulSoup(page.text, "html.parser")
    inline = [each for each in soup.select("script") if not each.get("src") and each.get("type") != "application/json"]
    assert inline == []
    assert soup.select("[onerror], [onclick], [onload]") == []
    return "<script>alert(1)</script>" in soup.text


def test_every_page_shows_them_as_words(app, designer):
    question = keep(app, turned)
    for path in PAGES:
        page = designer.get(path.format(question=question))
        assert page.status_code == 200, path
        assert harmless(page), path


def test_a_page_of_questions_shows_them_as_words(app, client):
    keep(app, turned)
    page = client.post(f"/s/{SLUG}?lang=ar", data={"_go": "begin"})
    assert page.status_code == 200
    assert harmless(page)


def test_a_megabyte_in_a_title_holds_nothing_up(app, designer):
    keep(app, lambda q: replace(q, title=Text({**q.title.words, "de": "Wort " * 200_000})))
    for path in (ONE, f"{ONE}/edit", f"{ONE}/versions/compare", f"{ONE}/share?language=de"):
        assert designer.get(path).status_code == 200, path


def test_files_can_be_opened_and_hold_them_as_words(app, designer):
    keep(app, turned)
    for kind in ("xliff", "xlsx"):
        file = designer.get(f"{ONE}/texts/ar/file/{kind}")
        assert file.status_code == 200
        for name, part in parts(kind, file.data):
            assert etree.fromstring(part) is not None, name
    assert "<script>alert(1)" in designer.get(f"{ONE}/texts/ar/file/po").text
    assert "<script>alert(1)" in designer.get(f"{ONE}/download").text


def parts(kind, data):
    """The XML a file is made of, by name."""
    if kind != "xlsx":
        return [(kind, data)]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist() if name.endswith(".xml")]
