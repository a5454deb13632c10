"""Texts that mean harm come out as texts, on pages and in files: markup, turned directions, NUL, a megabyte."""

import io
import json
import zipfile
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from app.domain.document import dump, load
from app.domain.documents import KINDS
from app.domain.language import LANGUAGES
from app.domain.option import Option
from app.domain.question import settings
from app.domain.text import Text
from app.store import documents, questionnaires, statements
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


# -- documents: what staff write around the questionnaires, and what people add to a vote

PROCESS = "integrationskonzept-ostholstein"
PUBLIC_PLACES = [
    f"/consultation/{PROCESS}",
    f"/consultation/{PROCESS}/news",
    f"/consultation/{PROCESS}/embed",
    f"/news-by-mail/{PROCESS}",
    f"/outcome/{PROCESS}",
    f"/outcome/{PROCESS}/table",
    f"/follow/{PROCESS}",
    f"/follow/{PROCESS}/paper",
    f"/priorities/{PROCESS}",
    "/events/bungsberg",
    "/statements/aussagen",
    "/statements/aussagen/results",
    "/statements/aussagen/add",
]
STAFF_PLACES = [
    f"/staff/organise/{kind}{page}"
    for kind in (
        f"consultation/{PROCESS}",
        f"outcome/{PROCESS}",
        "event/bungsberg",
        "conversation/aussagen",
    )
    for page in ("", "/edit", "/texts/ar")
]


def hostile(data):
    """The document with something hostile at the end of every text in every language."""
    if isinstance(data, list):
        return [hostile(each) for each in data]
    if not isinstance(data, dict):
        return data
    if data and set(data) <= {*LANGUAGES, "#"}:
        return {tag: said if tag == "#" else f"{said} {EVIL}" for tag, said in data.items()}
    return {name: hostile(value) for name, value in data.items()}


@pytest.fixture
def documents_turned(app):
    """All published documents and statements are hostile. NUL is left out: no database that we use keeps it."""
    with app.extensions["engine"].begin() as db:
        for kind in KINDS.values():
            for found in documents.all_published(db, kind):
                data = json.loads(json.dumps(hostile(dump(found.document))).replace("\\u0000", ""))
                kept = documents.draft(db, kind, found.slug)
                documents.save(db, load(kind, data), kept.revision)
                documents.publish(db, documents.draft(db, kind, found.slug), today())
        for each in statements.all_of(db, "aussagen"):
            words = {tag: f"{said} {EVIL}".replace("\x00", "") for tag, said in each.words.words.items()}
            statements.save(db, replace(each, words=Text(words, each.words.marks), theme=EVIL[:60], origin=EVIL[:60]))


def test_the_pages_of_documents_show_them_as_words(app, designer, documents_turned):
    for path in PUBLIC_PLACES + STAFF_PLACES:
        page = designer.get(f"{path}?lang=ar")
        assert page.status_code == 200, path
        assert harmless(page) or path.startswith("/priorities"), path


def test_the_files_of_documents_can_be_opened_and_hold_them_as_words(client, documents_turned):
    for path in (f"/consultation/{PROCESS}/news.atom", f"/consultation/{PROCESS}/card.svg"):
        made = etree.fromstring(client.get(f"{path}?lang=ar").data)
        assert "script" not in {etree.QName(each).localname for each in made.iter()}, path
        assert "alert(1)" in "".join(made.itertext()), path
    for name, part in parts("xlsx", client.get(f"/outcome/{PROCESS}/table.xlsx").data):
        assert etree.fromstring(part) is not None, name
    lines = client.get("/events/bungsberg.ics?lang=ar").data.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert [line.partition(b":")[0] for line in lines].count(b"BEGIN") == len([x for x in lines if x[:4] == b"END:"])
    snippet = BeautifulSoup(client.get(f"/consultation/{PROCESS}/embed?lang=ar").text, "html.parser").select("textarea")
    assert len(snippet) > 1
    for each in snippet:  # what is pasted into the page of others
        pasted = BeautifulSoup(each.text, "html.parser")
        assert pasted.select("script, [onerror]") == []
        assert pasted.select("a")
