"""Documents as staff work on them: two at one form, translating, publishing whole or not at all, putting away."""

import io
import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from app.domain import items
from app.domain.consultation import Consultation
from app.domain.documents import KINDS
from app.domain.paper import MOST_BYTES, taken
from app.domain.sentence import Problem
from app.domain.setting import changeable
from app.domain.text import Text, fingerprint
from app.store import documents, guests, journal, papers, steps
from app.web import clock
from app.web.organise.sections import EXAMPLES
from tests.web.staff import Colleague, revision_of

SLUG = "integrationskonzept-ostholstein"
NAME = f"consultation/{SLUG}"
ONE = f"/staff/organise/{NAME}"
TEXTS = f"{ONE}/texts/ar"
JSON = {"Accept": "application/json"}
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@pytest.fixture
def designer(app):
    return Colleague(app, "designer")


@pytest.fixture
def stored(app):
    def now():
        with app.extensions["engine"].connect() as db:
            return documents.draft(db, Consultation, SLUG)

    return now


@pytest.fixture
def shown(app):
    def now():
        with app.extensions["engine"].connect() as db:
            return documents.published(db, Consultation, SLUG)

    return now


@pytest.fixture
def change(app):
    def changed(by):
        with app.extensions["engine"].begin() as db:
            draft = documents.draft(db, Consultation, SLUG)
            documents.save(db, by(draft.document), draft.revision)

    return changed


def field(path, words, was):
    return {f"f.{path}": words, f"was.{path}": fingerprint(was)}


def act(colleague, name, do="", on=ONE):
    return colleague.post(f"{on}/{name}", {"revision": revision_of(colleague.get(f"{ONE}/translate")), "do": do})


def typed(page, path):
    """What a browser without script would send for one text of the desk."""
    soup = BeautifulSoup(page.text, "html.parser")
    given = {f"{mark}.{path}": soup.select_one(f"input[name='{mark}.{path}']")["value"] for mark in "wf"}
    return {f"t.{path}": soup.select_one(f"textarea[name='t.{path}']").text.removeprefix("\n"), **given}


# -- translating


def test_a_translation_that_came_without_a_mark_is_outdated_too_when_the_original_changes(designer, stored):
    was = stored().document.states("ar").get("outdated", 0)
    designer.post(f"{ONE}/edit/phases", field("phases.umfrage.title.de", "Umfrage im Sommer", "Umfrage für alle"))
    assert (was, stored().document.states("ar")["outdated"]) == (0, 1)


def test_a_translation_is_outdated_when_the_original_has_changed_and_says_what_it_was(app, designer, stored):
    path = "phases.umfrage.title"
    kim = Colleague(app, "translator")
    given = {**typed(kim.get(TEXTS), path), f"t.{path}": "استطلاع", "reviewed": path}
    assert kim.post(TEXTS, given).status_code == 303
    text = {at: text for at, text, _ in stored().document.texts()}[path]
    assert (text.words["ar"], text.state("ar", "de"), text.marks["ar"].who) == ("استطلاع", "reviewed", "Kim translator")
    designer.post(f"{ONE}/edit/phases", field(f"{path}.de", "Umfrage im Sommer", "Umfrage für alle"))
    assert stored().document.states("ar")["outdated"] == 1
    desk = BeautifulSoup(kim.get(f"{TEXTS}?order=urgent&lang=en").text, "html.parser")
    first = desk.select_one("li.pair")
    assert first["id"] == path
    assert first.select_one(".before del").text == "Umfrage für alle"
    assert "Umfrage im Sommer" in first.select_one(".original").text


def test_two_translators_at_one_text_lose_no_word(app, stored):
    first, path = Colleague(app, "translator"), "intro"
    page = first.get(TEXTS)
    mine = {**typed(page, path), f"t.{path}": "كلماتي"}
    theirs = {**typed(page, path), f"t.{path}": "كلماتهم"}
    assert first.post(TEXTS, theirs, headers=JSON).status_code == 200
    refused = first.post(TEXTS, mine)
    assert refused.status_code == 409
    assert "كلماتي" in refused.text
    assert "كلماتهم" in refused.text
    assert stored().document.intro.words["ar"] == "كلماتهم"


def test_the_texts_go_out_and_come_back_as_a_file(app, stored):
    kim = Colleague(app, "translator")
    po = kim.get(f"{TEXTS}/file/po").get_data(as_text=True)
    old = stored().document.phases[0].title.words["ar"]
    file = (io.BytesIO(po.replace(old, "مؤتمر جديد").encode()), "ar.po")
    look = kim.post(f"{TEXTS}/upload", {"file": file}, content_type="multipart/form-data")
    hidden = BeautifulSoup(look.text, "html.parser").select("form input[name]")
    given = {each["name"]: each.get("value", "") for each in hidden if each["name"] not in ("as", "take")}
    given["take"] = [each["value"] for each in hidden if each["name"] == "take"]
    assert kim.post(TEXTS, given).status_code == 303
    assert stored().document.phases[0].title.words["ar"] == "مؤتمر جديد"


def test_a_guest_translates_a_document_by_a_link_until_it_is_taken_back(app, designer, client, stored):
    wanted = {"language": "tr", "name": "Verein Nord", "last_day": str(clock.today())}
    token = re.search(r"/translate/([\w-]+)<", designer.post(f"{ONE}/links", wanted).text)[1]
    page = client.get(f"/translate/{token}")
    assert "/staff/organise" not in page.text
    client.post(f"/translate/{token}", data={**typed(page, "title"), "t.title": "Birlikte"})
    assert stored().document.title.words["tr"] == "Birlikte"
    with app.extensions["engine"].connect() as db:
        (link,) = guests.of(db, NAME)
    designer.post(f"{ONE}/links/{link.id}/revoke")
    assert client.get(f"/translate/{token}").status_code == 404


def test_what_questionnaires_say_helps_to_translate_documents(app, designer, change):
    def by(document):
        return replace(document, intro=Text({"de": "Wie alt sind Sie?"}))

    change(by)
    desk = BeautifulSoup(designer.get(TEXTS).text, "html.parser")
    assert desk.select_one("#intro .before-now .written").text.strip()


# -- editing


def test_two_at_one_form_keep_what_both_wrote_and_choose_where_they_collide(app, designer, stored):
    before = stored().document
    was = before.title.words["de"]
    assert designer.post(f"{ONE}/edit", field("title.de", "Mitreden", was)).status_code == 303
    late = {**field("title.de", "Anders reden", was), **field("intro.de", "Neu", before.intro.words["de"])}
    refused = designer.post(f"{ONE}/edit", late)
    assert refused.status_code == 409
    assert all(words in refused.text for words in ("Mitreden", "Anders reden"))
    assert (stored().document.title.words["de"], stored().document.intro.words["de"]) == ("Mitreden", "Neu")
    taken = field("title.de", "Anders reden", "Mitreden")
    assert designer.post(f"{ONE}/edit", taken, headers=JSON).get_json()["undo"]
    assert stored().document.title.words["de"] == "Anders reden"


def test_things_are_added_ordered_and_taken_away_without_script(designer, stored):
    phases = f"{ONE}/edit/phases"
    designer.post(phases, {"do": "item-add::phases", "add.phases": "Auswertung\nBeschluss"})
    assert [phase.id for phase in stored().document.phases][-2:] == ["auswertung", "beschluss"]
    assert stored().document.phases[-1].start == clock.today()
    designer.post(phases, {"do": "item-up::phases:beschluss"})
    designer.post(phases, {"do": "item-delete::phases:auswertung"})
    assert [phase.id for phase in stored().document.phases][-1] == "beschluss"
    designer.post(phases, field("phases.beschluss.start", "2026-01-31", str(clock.today())))
    refused = designer.post(phases, field("phases.beschluss.start", "morgen", "2026-01-31"))
    assert (refused.status_code, "morgen" in refused.text) == (422, True)
    assert str(stored().document.phases[-1].start) == "2026-01-31"
    act(designer, "undo")
    assert stored().document.phases[-1].start == clock.today()
    act(designer, "redo")
    assert str(stored().document.phases[-1].start) == "2026-01-31"


def test_a_new_document_begins_empty_or_like_another(app, designer, stored):
    new = {"title": "Radwege im Kreis", "source": "de"}
    designer.post("/staff/organise/consultation/_new", new)
    designer.post("/staff/organise/consultation/_new", {**new, "like": SLUG})
    designer.post("/staff/organise/consultation/_new", {**new, "like": "ostholstein/consultation.json"})
    assert designer.post("/staff/organise/consultation/_new", {**new, "slug": SLUG}).status_code == 422
    with app.extensions["engine"].connect() as db:
        made = {draft.slug: draft.document for draft in documents.drafts(db, Consultation)}
        noted = [str(entry.act.what.message) for entry in journal.entries(db, "", "", 3, 0)]
    assert made["radwege-im-kreis"].phases == ()
    assert made["radwege-im-kreis2"].title.words == made["radwege-im-kreis3"].title.words == {"de": "Radwege im Kreis"}
    assert made["radwege-im-kreis2"].phases == made["radwege-im-kreis3"].phases == stored().document.phases
    assert noted == ["Began “{title}”"] * 3


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_a_form_for_all_its_fields(designer, kind):
    one = f"/staff/organise/{kind}/etwas-neues"
    designer.post(f"/staff/organise/{kind}/_new", {"title": "Etwas Neues", "source": "de"})
    made = KINDS[kind](slug="x")
    parts = {f.name for f in items.lists(made)}
    fields_there = _fields(designer.get(f"{one}/edit"), "")
    assert {f.name for f in changeable(made)} - parts <= fields_there | {"questionnaires", "interpreters"}
    for part in parts:
        designer.post(f"{one}/edit/{part}", {f"add.{part}": "Neu", "do": f"item-add::{part}"})
        fields_there = _fields(designer.get(f"{one}/edit/{part}"), f"{part}.neu.")
        named = {f.name for f in changeable(items.kind_of(made, part)) if "names" not in f.metadata}
        assert fields_there >= named


def _fields(page, begins):
    soup = BeautifulSoup(page.text, "html.parser")
    names = {field["name"].removeprefix("was.") for field in soup.select("form input[name^='was.']")}
    return {name.removeprefix(begins).partition(".")[0] for name in names if name.startswith(begins)}


@pytest.mark.parametrize(("kind", "file"), [(kind, file) for kind in sorted(EXAMPLES) for file in EXAMPLES[kind]])
def test_a_new_one_may_begin_like_each_example(designer, kind, file):
    new = {"title": "Wie das Beispiel", "source": "de", "like": file}
    assert designer.post(f"/staff/organise/{kind}/_new", new).status_code == 303


def test_a_draft_is_seen_as_its_public_page_before_it_is_public(designer, stored):
    designer.post(f"{ONE}/edit", field("title.ar", "معا الآن", stored().document.title.words["ar"]))
    look = designer.get(f"{ONE}/look?lang=ar")
    assert (look.status_code, "معا الآن" in look.text) == (200, True)
    assert look.headers["Cache-Control"] == "no-store"
    assert f'src="{ONE}/look?lang=ar"' in designer.get(f"{ONE}/preview?language=ar").text
    assert designer.get(f"{ONE}/look").headers["Content-Security-Policy"].endswith("frame-src 'self'")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_draft_of_every_kind_has_a_preview_even_when_it_is_all_but_empty(designer, kind):
    designer.post(f"/staff/organise/{kind}/_new", {"title": "Noch fast leer", "source": "de"})
    look = designer.get(f"/staff/organise/{kind}/noch-fast-leer/look")
    assert (look.status_code, "Noch fast leer" in look.text, "9000" in look.text) == (200, True, False)
    # nothing in it leads away: what it leads to need not be public yet
    assert '<base target="_blank">' in look.text
    assert (
        '<iframe class="look" sandbox="allow-same-origin"'
        in designer.get(f"/staff/organise/{kind}/noch-fast-leer/preview").text
    )


# -- what everyone sees


def test_publishing_refuses_holes_and_leads_to_each(designer, stored, shown):
    designer.post(f"{ONE}/edit/news", {"do": "item-add::news", "add.news": "Es geht los"})
    assert act(designer, "publish").status_code == 422
    page = BeautifulSoup(designer.get(f"{ONE}?lang=en").text, "html.parser")
    links = [link["href"] for link in page.select(".found a")]
    assert (
        "23 things" in page.select_one("section[aria-labelledby=publishing]").text
    )  # a title and a text, 12 languages
    assert any(link.endswith("#news.es_geht_los.text.ar") and "target=ar" in link for link in links)
    assert "es_geht_los" not in {each.id for each in shown().document.news}
    designer.post(f"{ONE}/edit/news", {"do": "item-delete::news:es_geht_los"})
    designer.post(f"{ONE}/edit", field("title.de", "Mitreden!", stored().document.title.words["de"]))
    assert act(designer, "publish").status_code == 303
    assert (shown().document.title.words["de"], stored().fresh) == ("Mitreden!", False)


def test_a_language_is_switched_on_whole_or_not_at_all(designer, stored, change):
    change(lambda document: replace(document, languages=("de", "uk")))
    revision = {"revision": revision_of(designer.get(f"{ONE}/translate"))}
    assert designer.post(f"{ONE}/languages", {**revision, "languages": ["uk", "tr"]}).status_code == 303
    assert stored().document.languages == ("de", "uk", "tr")
    change(lambda document: replace(document, intro=Text({"de": "Neu", "uk": "Нове", "tr": "Yeni"})))
    revision = {"revision": revision_of(designer.get(f"{ONE}/translate"))}
    assert designer.post(f"{ONE}/languages", {**revision, "languages": ["uk", "tr", "ar"]}).status_code == 422
    assert stored().document.languages == ("de", "uk", "tr")


def test_the_draft_goes_back_to_what_is_public_and_keeps_who_translated(app, designer, stored, shown):
    kim = Colleague(app, "translator")
    kim.post(TEXTS, {**typed(kim.get(TEXTS), "title"), "t.title": "معا", "reviewed": "title"})
    act(designer, "publish")
    assert shown().document.title.marks["ar"].who == ""
    designer.post(f"{ONE}/edit", field("intro.de", "Ein Irrtum", stored().document.intro.words["de"]))
    act(designer, "restore")
    assert stored().document == shown().document
    assert stored().document.title.marks["ar"].who == "Kim translator"


def test_a_document_goes_into_the_archive_and_out_of_it_or_away_from_everyone(app, designer, shown):
    assert SLUG in app.test_client().get("/?lang=de").text
    act(designer, "archive", "archive")
    assert shown().archived
    assert SLUG not in app.test_client().get("/?lang=de").text
    act(designer, "archive", "again")
    act(designer, "archive", "withdraw")
    assert shown() is None
    act(designer, "publish")
    assert shown().state == "published"
    assert act(designer, "archive", "burn").status_code == 400


def test_a_file_belongs_to_a_paper_and_a_language_and_is_a_pdf(app, designer):
    def upload(paper, content, language="ar"):
        given = {"paper": paper, "language": language, "file": (io.BytesIO(content), "plan.pdf")}
        return designer.post(f"{ONE}/papers", given, content_type="multipart/form-data")

    designer.post(f"{ONE}/edit/papers", {"do": "item-add::papers", "add.papers": "Der Plan"})
    assert upload("der_plan", b"MZ, not to be read").status_code == 422
    with pytest.raises(Problem, match="too large"):
        taken(PDF + b"0" * MOST_BYTES)
    assert upload("another", PDF).status_code == 400
    assert upload("der_plan", PDF).status_code == 303
    answer = designer.get(f"{ONE}/papers/der_plan/ar.pdf")
    assert (answer.data, answer.content_type, answer.headers["Cache-Control"]) == (PDF, "application/pdf", "no-store")
    assert "plan.pdf" in designer.get(f"{ONE}/papers").text
    designer.post(f"{ONE}/edit/papers", {"do": "item-delete::papers:der_plan"})
    act(designer, "publish")
    with app.extensions["engine"].connect() as db:
        assert papers.of(db, SLUG) == []


def test_what_another_has_saved_meanwhile_is_not_published(designer, change):
    revision = revision_of(designer.get(f"{ONE}/translate"))
    change(lambda document: replace(document, title=Text({**document.title.words, "de": "Später"})))
    refused = designer.post(f"{ONE}/publish", {"revision": revision})
    assert (refused.status_code, f'href="{ONE}"' in refused.text) == (409, True)


def test_the_history_names_who_changed_what(app, designer, stored):
    designer.post(f"{ONE}/edit", field("title.de", "Mitreden", stored().document.title.words["de"]))
    with app.extensions["engine"].connect() as db:
        (step,) = steps.all_of(db, NAME)
    assert (step.act.who, step.act.what.gaps) == ("Kim designer", {"title": "Mitreden"})
    assert "Mitreden" in designer.get(ONE).text
    designer.post(f"{ONE}/edit/phases", {"do": "item-delete::phases:umfrage"})
    assert "Changed “Phases”" in designer.get(f"{ONE}?lang=en").text
