"""The public pages of a consultation: its course on any day, news and their feed, documents, and what others embed."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from app.domain.consultation import Consultation, Contact, News, Paper
from app.domain.document import Document
from app.domain.documents import KINDS
from app.domain.language import LANGUAGES
from app.domain.text import Text
from app.store import consultations, documents, papers, questionnaires
from app.store.changes import noticed
from app.store.documents import Published
from app.web import clock
from app.web.pdf import has_pango
from app.web.visit import links
from app.web.visit.card import HIGH

SLUG = "integrationskonzept-ostholstein"
PAGE = f"/consultation/{SLUG}"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HOSTILE = "<script>alert(1)</script> & \x0b\x00 “x”"


@pytest.fixture
def on(monkeypatch):
    def move(day):
        for place in ("clock", "visit.routes", "visit.consultation", "visit.news", "visit.card"):
            monkeypatch.setattr(f"app.web.{place}.today", lambda: date.fromisoformat(day))
        noticed()  # a day later at the latest, pages in memory are looked at again

    return move


def change(app, **values):
    with app.extensions["engine"].begin() as db:
        consultations.publish(db, replace(consultations.first(db), **values), clock.today())


def page(client, path=PAGE, language="en"):
    answer = client.get(path, query_string={"lang": language})
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.text, "html.parser")


def words(elements):
    return [" ".join(element.text.split()) for element in elements]


# -- the course

DAYS = {
    "2025-03-01": ["Now March 1, 2025"],
    "2025-04-01": ["Now March 26, 2025 to May 23, 2025"],
    "2025-05-28": ["Now May 28, 2025"],  # between two steps, today has a place of its own
    "2025-07-01": ["Now June 1, 2025 to August 31, 2025"],
    "2026-07-01": ["Now from September 1, 2025"],
}


def test_the_course_says_in_words_and_to_screen_readers_where_it_stands(client, on):
    for day, now in DAYS.items():
        on(day)
        shown = page(client)
        assert words(shown.select("ol.course > li[aria-current=step] .when")) == now
        states = [each.split()[0] for each in words(shown.select("ol.course > li .when b"))]
        assert states == sorted(states, key=["Done", "Now", "Still"].index)
        assert len(states) in (5, 6)


def test_a_step_leads_to_its_survey_and_after_the_end_to_results_only(app, client, on):
    on("2025-07-01")
    step = page(client).select_one("#p-umfrage").parent
    assert words(step.select("a")) == ["Answer", "See results"]
    assert {a.get("aria-describedby") for a in step.select("a")} == {"p-umfrage"}
    with app.extensions["engine"].begin() as db:
        questionnaires.set_state(db, "gut-leben", "closed")
    step = page(client).select_one("#p-umfrage").parent
    assert words(step.select("a")) == ["See results"]


@dataclass(frozen=True, kw_only=True)
class Meeting(Document):
    consultation: str = ""

    kind = "event"
    label = "Meeting"


def test_what_a_step_names_is_linked_when_it_is_published_and_has_a_page(app, monkeypatch):
    def found(meeting):
        return links.Around({}, (Published(meeting, "published", date(2025, 1, 1), date(2025, 1, 1)),))

    bungsberg = Meeting(slug="gut-leben", consultation=SLUG, title=Text({"de": "Bungsberg"}))
    with app.test_request_context("/?lang=uk"):
        monkeypatch.setitem(links.PLACES, "event", "/no-such-page/{}")
        assert found(bungsberg).links("event/gut-leben") == []
        monkeypatch.setitem(links.PLACES, "event", "/results/{}")
        (link,) = found(bungsberg).links("event/gut-leben")
        assert link.address == "/results/gut-leben?lang=uk"
        assert link.words == bungsberg.title
        assert found(bungsberg).links("event/another") == []
        assert found(bungsberg).of_kind("event") == [[link]]
        assert found(bungsberg).of_kind("outcome") == []


def test_every_link_leads_somewhere(client):
    for path in (PAGE, "/", f"{PAGE}/news", "/consultations"):
        for href in {a["href"].partition("#")[0] for a in page(client, path).select("main a[href^='/']")}:
            assert client.get(href).status_code == 200, href


def test_its_parts_lead_back_to_it_while_it_is_public(app, client):
    parts, whole = ("/events/bungsberg", "/statements/aussagen", f"/outcome/{SLUG}"), f"main a[href^='{PAGE}']"
    assert all(page(client, part).select(whole) for part in parts)
    with app.extensions["engine"].begin() as db:
        documents.set_state(db, Consultation, SLUG, "draft")
    noticed()
    assert [part for part in parts if page(client, part).select(whole)] == []


def test_what_does_not_exist_is_not_spoken_of(app, client):
    others = [made for made in KINDS.values() if made is not Consultation]
    with app.extensions["engine"].begin() as db:
        for each in documents.published_of(db, others):
            documents.set_state(db, type(each.document), each.slug, "draft")
    shown = page(client)
    hrefs = [a["href"] for a in shown.select("main a")]
    assert not [each for each in hrefs if each.startswith(("/events", "/statements", "/outcome"))]
    assert "There are no documents yet." in shown.text


def test_the_start_page_says_in_short_what_goes_on_and_leads_to_the_whole(client, on):
    on("2025-07-01")
    shown = page(client, "/")
    assert [each.split()[0] for each in words(shown.select(".glance .when"))] == ["Now", "Still"]
    assert f"{PAGE}?lang=en" in [a.get("href") for a in shown.select("main a")]
    assert shown.select(".tiles a")  # it stays the door


def test_an_installation_without_a_consultation_says_so(app, client):
    with app.extensions["engine"].begin() as db:
        documents.set_state(db, Consultation, SLUG, "draft")
    assert "There is no consultation yet." in page(client, "/consultations").text
    assert client.get(PAGE).status_code == client.get(f"{PAGE}/news.atom").status_code == 404
    assert not page(client, "/").select(".glance")


def test_the_archive_names_years_and_an_archived_consultation_says_that_it_is_over(app, client):
    with app.extensions["engine"].begin() as db:
        documents.set_state(db, Consultation, SLUG, "archived")
    shown = page(client, "/consultations")
    assert words(shown.select("h2")) == ["Past consultations"]
    assert words(shown.select(".when")) == ["2025"]
    assert "This consultation is over." in page(client).text
    assert not page(client, "/").select(".glance")


def test_contacts_can_be_called_and_written_to(app, client):
    change(app, contacts=(Contact(id="x", name="Amt", phone="+49 (0)4521 / 788-0", email="a@example.org"),))
    hrefs = [a.get("href") for a in page(client).select(".contacts a")]
    assert hrefs == ["tel:+49045217880", "mailto:a@example.org"]


def test_whoever_reads_another_language_gets_one_it_is_offered_in(app, client):
    change(app, languages=("de", "ar"))
    assert page(client, language="ar").html["lang"] == "ar"
    assert page(client, language="uk").html["lang"] == "de"


# -- news


def test_news_have_an_address_each_and_appear_on_their_day(client, on):
    on("2025-05-31")
    assert [each.get("id") for each in page(client, f"{PAGE}/news").select("article")] == [
        "einladung-bungsberg",
        "erste-ideen",
    ]
    on("2025-06-01")
    assert len(page(client, f"{PAGE}/news").select("article")) == 3
    shown = page(client)
    (first,) = shown.select("article")
    assert first.get("id") == "umfrage-beginnt"
    assert [a.get("href").partition("#")[2] for a in shown.select(".earlier a")] == [
        "einladung-bungsberg",
        "erste-ideen",
    ]


def feed(client, language="en"):
    answer = client.get(f"{PAGE}/news.atom", query_string={"lang": language})
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return etree.fromstring(answer.data)


def one(element, path):
    (found,) = element.findall(path, ATOM)
    return found


def checked(element):
    """What RFC 4287 demands of a feed and of an entry: one id, one title and one moment, in its notation."""
    assert re.fullmatch(r"tag:[a-z0-9.-]+,\d{4}-\d\d-\d\d:[a-z0-9/_-]+", one(element, "a:id").text, re.IGNORECASE)
    assert one(element, "a:title").get("type") == "text"
    assert one(element, "a:title").text
    for name in ("updated", "published"):
        for moment in element.findall(f"a:{name}", ATOM):
            assert datetime.fromisoformat(moment.text).tzinfo, moment.text
    assert one(element, "a:updated").text
    (page_of_it,) = element.findall("a:link[@rel='alternate']", ATOM)
    assert page_of_it.get("href").startswith("http://")
    return one(element, "a:id").text


def test_the_feed_keeps_what_rfc_4287_demands_in_every_language(client, on):
    on("2025-07-01")
    for language in LANGUAGES:
        keeps_the_standard(feed(client, language), language)


def keeps_the_standard(root, language):
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert root.get(LANG) == language
    ids = [checked(root), *(checked(entry) for entry in root.findall("a:entry", ATOM))]
    assert len(set(ids)) == 4
    assert one(root, "a:author/a:name").text  # so that no entry needs one
    assert one(root, "a:link[@rel='self']").get("href").endswith(f"/news.atom?lang={language}")
    updated = [entry.find("a:updated", ATOM).text for entry in root.findall("a:entry", ATOM)]
    assert updated == sorted(updated, reverse=True)
    for entry in root.findall("a:entry", ATOM):
        assert one(entry, "a:content").get("type") == "text"
        assert len(one(entry, "a:content").text) > 80


def test_names_in_the_feed_stay_when_words_change_and_differ_between_languages(app, client, on):
    on("2025-07-01")
    before, others = (
        {e.text for e in feed(client, tag).iter("{http://www.w3.org/2005/Atom}id")} for tag in ("de", "ar")
    )
    with app.extensions["engine"].connect() as db:
        first, *rest = consultations.first(db).news
    change(app, news=(replace(first, title=Text(dict.fromkeys(LANGUAGES, HOSTILE))), *rest))
    after = feed(client, "de")
    assert {e.text for e in after.iter("{http://www.w3.org/2005/Atom}id")} == before
    assert not before & others
    titles = [title.text for title in after.findall("a:entry/a:title", ATOM)]
    assert "<script>alert(1)</script> &  “x”" in titles  # as words; what XML cannot say is left out


def test_words_that_fall_back_say_in_which_language_they_are(app, client):
    told = News(id="neu", title=Text({"de": "Neues"}), text=Text({"de": "Es gibt Neues."}), day=date(2025, 1, 1))
    change(app, news=(told,))
    root = feed(client, "ar")
    assert [one(root, f"a:entry/a:{name}").get(LANG) for name in ("title", "content")] == ["de", "de"]


def test_an_empty_feed_is_whole_too(app, client):
    change(app, news=())
    assert checked(feed(client))
    assert "There is no news yet." in page(client, f"{PAGE}/news").text


def test_programs_find_the_feed_in_the_language_of_the_page(client):
    for path in ("/", PAGE, f"{PAGE}/news"):
        (link,) = page(client, path, "uk").select("link[type='application/atom+xml']")
        assert (link["rel"], link["href"]) == (["alternate"], f"{PAGE}/news.atom?lang=uk")


# -- documents

PDF = b"%PDF-1.7\n" + b"x" * 2500


@pytest.fixture
def with_papers(app):
    two = tuple(Paper(id=id, title=Text(dict.fromkeys(LANGUAGES, id))) for id in ("entwurf", "bericht"))
    change(app, papers=two)
    with app.extensions["engine"].begin() as db:
        for tag in ("en", "ar", "de-simple", "de"):
            papers.put(db, SLUG, "entwurf", tag, f"{tag}.pdf", PDF + tag.encode())
        papers.put(db, SLUG, "bericht", "de", "b.pdf", PDF)
        papers.put(db, SLUG, "alt", "de", "a.pdf", PDF)  # of a document that is not among them any more
    return app


def test_ones_own_language_comes_first_then_german_and_simple_german_side_by_side(with_papers, client):
    draft, report = page(client, language="ar").select(".paper")
    assert [a.get("hreflang") for a in draft.select("a")] == ["ar", "de", "de-simple", "en"]
    own = draft.select("a bdi")[0]
    assert (own.text, own.get("lang"), own.get("dir")) == ("العربية", "ar", "rtl")
    assert "3 KB" in words(draft.select("a"))[0]
    assert not draft.select("p")
    assert report.select("p")  # says that there is none in Arabic


def test_it_is_said_when_there_is_no_file_in_ones_language_or_none_at_all(with_papers, app, client):
    assert "does not exist in your language yet" in words(page(client).select(".paper"))[1]
    with app.extensions["engine"].begin() as db:
        papers.remove(db, SLUG, "bericht", "de")
    assert "There is no file yet." in words(page(client).select(".paper"))[1]


def test_a_document_comes_as_what_it_is_and_only_when_the_browser_has_it_not(with_papers, client):
    href = page(client, language="ar").select(".paper a")[0].get("href")
    answer = client.get(href)
    assert (answer.status_code, answer.content_type, answer.data) == (200, "application/pdf", PDF + b"ar")
    assert answer.headers["Content-Disposition"] == f'inline; filename="{SLUG}-entwurf-ar.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Language"] == "ar"
    assert answer.headers["Cache-Control"] == "public, no-cache"  # it may be taken back at any time
    again = client.get(href, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_what_is_not_public_is_not_handed_out(with_papers, client):
    for name in ("alt/de", "entwurf/uk", "entwurf/xx", "nichts/de"):
        assert client.get(f"{PAGE}/papers/{name}.pdf").status_code == 404, name


# -- on the pages of others


def test_the_card_shows_what_goes_on_in_every_language(client, on):
    on("2025-07-01")
    for language in LANGUAGES:
        answer = client.get(f"{PAGE}/card.svg", query_string={"lang": language})
        assert answer.content_type.startswith("image/svg+xml")
        root = etree.fromstring(answer.data)
        assert root.get(LANG) == language
        assert not {"script", "style", "image"} & {etree.QName(each).localname for each in root.iter()}
        lines = root.findtext("{http://www.w3.org/2000/svg}desc").splitlines()
        assert len(lines) == 2  # what goes on, what comes next
        assert all("2025" in line for line in lines)
        assert all(0 < float(each.get("y")) < HIGH for each in root.iter("{http://www.w3.org/2000/svg}text"))


def test_only_the_card_may_be_loaded_by_other_sites_that_ask_for_leave(client):
    assert client.get(f"{PAGE}/card.svg").headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    for path in ("/", PAGE, f"{PAGE}/news", f"{PAGE}/news.atom", f"{PAGE}/embed"):
        assert "Cross-Origin-Resource-Policy" not in client.get(path).headers


def test_the_card_is_a_png_for_messengers_that_read_no_svg(client):
    assert has_pango()
    answer = client.get(f"{PAGE}/card.png?lang=ar")
    assert answer.data.startswith(b"\x89PNG\r\n")
    assert (int.from_bytes(answer.data[16:20]), int.from_bytes(answer.data[20:24])) == (1200, 630)


def test_what_others_copy_is_plain_html_in_each_language_and_loads_nothing(app, client):
    change(app, title=Text({**dict.fromkeys(LANGUAGES, "Titel"), "uk": '"><script>x</script>'}))
    shown = page(client, f"{PAGE}/embed")
    for tag in LANGUAGES:
        field = shown.select_one(f"#words-{tag}")
        piece = BeautifulSoup(field.text, "html.parser")
        assert piece.section.attrs == {"lang": tag, "dir": LANGUAGES[tag].direction}
        assert {each.name for each in piece.find_all()} == {"section", "h2", "a", "p"}
        assert {name for each in piece.find_all() for name in each.attrs} == {"lang", "dir", "href"}
        assert piece.a["href"] == f"http://localhost{PAGE}?lang={tag}"
        (image,) = BeautifulSoup(shown.select_one(f"#picture-{tag}").text, "html.parser").select("a > img")
        assert image.get("src") == f"http://localhost{PAGE}/card.svg?lang={tag}"
        assert image.get("alt")


def test_messengers_are_told_title_words_and_picture(client):
    shown = page(client, language="tr")
    told = {meta.get("property"): meta.get("content") for meta in shown.select("meta[property]")}
    assert told["og:title"] == "Ostholstein’da birlikte"
    assert told["og:description"].startswith("Ostholstein ilçe yönetimi")
    assert told["og:url"] == f"http://localhost{PAGE}?lang=tr"
    assert told["og:image"] == f"http://localhost{PAGE}/card.png?lang=tr"


def test_the_whole_page_exists_in_every_language_without_words_that_fell_back(client):
    for tag in LANGUAGES:
        shown = page(client, language=tag)
        assert shown.html["lang"] == tag
        assert words(shown.select("main span[lang]")) == []
