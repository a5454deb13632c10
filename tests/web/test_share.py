"""What staff hand out leads to the questionnaire in the language it was made for, and can be read in it.

The short form looks at the poster in three languages; it leaves the others to the long form (make leaks)."""

import io
import re
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from bs4 import BeautifulSoup
from PIL import Image

from app.domain.language import LANGUAGES
from app.domain.text import Text
from app.store import questionnaires
from app.web.clock import today
from app.web.design.invitation import MOST_INTRO, first_sentences
from tests.services import pango
from tests.web.staff import ONE, SLUG, Colleague
from tests.web.test_slips import inside

SHARE = f"{ONE}/share"
HERE = "http://localhost"
SHORT = ("de", "ar", "uk")


@pytest.fixture
def designer(app):
    return Colleague(app, "designer")


@pytest.fixture(scope="session")
def with_pango():
    return pango.library()


def publish(app, by):
    with app.extensions["engine"].begin() as db:
        draft = questionnaires.draft(db, SLUG)
        questionnaires.save(db, SLUG, by(draft.questionnaire), draft.revision)
        questionnaires.publish(db, questionnaires.draft(db, SLUG), today())


def public(app):
    with app.extensions["engine"].connect() as db:
        return questionnaires.published(db, SLUG).questionnaire


def scanned(picture):
    """What a phone reads, each once."""
    return {each.text for each in zxingcpp.read_barcodes(picture)}


def first_page(data, scale=3):
    file = pypdfium2.PdfDocument(data)
    assert len(file) == 1
    page = file[0]
    return page, page.render(scale=scale).to_pil()


def opens_in(client, address, tag):
    """Whether the address leads to the questionnaire in this language."""
    assert address.startswith(f"{HERE}/")
    page = client.get(address.removeprefix(HERE), follow_redirects=True)
    soup = BeautifulSoup(page.text, "html.parser")
    return page.status_code == 200 and soup.html["lang"] == tag and soup.h1.text


def test_a_scanned_picture_opens_the_questionnaire_in_its_language(app, client, designer):
    for tag in LANGUAGES:
        page = designer.get(f"{SHARE}?language={tag}")
        address = BeautifulSoup(page.text, "html.parser").select_one("#address")["value"]
        png = Image.open(io.BytesIO(designer.get(f"{SHARE}/{tag}/qr.png").data)).convert("L")
        assert scanned(png) == {address}
        assert opens_in(client, address, tag) == public(app).title.words[tag]


def test_the_svg_picture_holds_the_same_squares_as_the_one_that_was_scanned(designer):
    svg = designer.get(f"{SHARE}/uk/qr.svg")
    assert svg.content_type.startswith("image/svg+xml")
    assert scanned(squares(svg.text)) == {f"{HERE}/s/{SLUG}/uk"}
    shown = BeautifulSoup(designer.get(f"{SHARE}?language=uk").text, "html.parser").select_one(".qr-picture svg")
    assert shown.path["d"] == BeautifulSoup(svg.text, "html.parser").path["d"]


def squares(svg):
    """The picture drawn from the strokes of its path: M and m move, h draws a row of squares."""
    size = (
        int(re.search(r'viewBox="0 0 (\d+)', svg)[1]) if "viewBox" in svg else int(re.search(r'width="(\d+)', svg)[1])
    )
    path = re.search(r' d="([^"]+)"', svg)[1]
    picture, x, y = Image.new("L", (size, size), 255), 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(each) for each in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            for column in range(int(values[0])):
                picture.putpixel((int(x) + column, int(y)), 0)
            x += values[0]
        elif command == "M":
            x, y = values
        else:
            x, y = x + values[0], y + values[1]
    return picture.resize((size * 8, size * 8), Image.Resampling.NEAREST)


@pytest.mark.parametrize(
    "tag", [*SHORT, *(pytest.param(tag, marks=pytest.mark.leaks) for tag in LANGUAGES if tag not in SHORT)]
)
def test_a_poster_says_and_shows_where_to_go_in_its_language(app, client, designer, with_pango, tag):
    file = designer.get(f"{SHARE}/{tag}/poster-a4.pdf")
    assert file.headers["Content-Disposition"] == f'attachment; filename="{SLUG}-{tag}-poster-a4.pdf"'
    page, picture = first_page(file.data, 2)
    (address,) = scanned(picture)
    assert opens_in(client, address, tag)
    words = page.get_textpage().get_text_bounded()
    assert address.partition("://")[2] in words
    if LANGUAGES[tag].direction == "ltr":  # the other way letters come out as they are joined
        assert public(app).title.words[tag].split()[0] in words
    assert b"/FontFile" in file.data + inside(file.data)
    assert starts_right(picture) == (LANGUAGES[tag].direction == "rtl")


def starts_right(picture):
    """Whether the QR picture stands in the right half, where reading begins."""
    (found,) = zxingcpp.read_barcodes(picture)
    return found.position.top_left.x > picture.width / 2


@pytest.mark.parametrize(("name", "codes"), [("poster-a5.pdf", 1), ("strips-a4.pdf", 9)])
@pytest.mark.parametrize("tag", SHORT)
def test_every_picture_on_every_sheet_can_be_scanned(designer, with_pango, name, codes, tag):
    _, picture = first_page(designer.get(f"{SHARE}/{tag}/{name}").data, 4)
    found = zxingcpp.read_barcodes(picture)
    assert {each.text for each in found} == {f"{HERE}/s/{SLUG}/{tag}"}
    assert len(found) == codes


def test_strips_name_the_address_on_each(designer, with_pango):
    page, _ = first_page(designer.get(f"{SHARE}/de/strips-a4.pdf").data)
    assert page.get_textpage().get_text_bounded().count(f"/s/{SLUG}/de") == 9


def test_one_poster_leads_everyone_to_their_own_language(client, designer, with_pango):
    _, picture = first_page(designer.get(f"{SHARE}/all/poster-a4.pdf").data, 4)
    assert scanned(picture) == {f"{HERE}/s/{SLUG}/{tag.lower()}" for tag in LANGUAGES}


def test_huge_and_hostile_words_stay_words_on_one_page(app, designer, with_pango):
    evil = '<img src="https://evil.example/">\u202e' + "Wort " * 20_000
    publish(app, lambda q: replace(q, title=Text(dict.fromkeys(LANGUAGES, evil)), intro=Text({"de": evil})))
    for name in ("poster-a4.pdf", "strips-a4.pdf"):
        page, picture = first_page(designer.get(f"{SHARE}/de/{name}").data)
        assert scanned(picture) == {f"{HERE}/s/{SLUG}/de"}
        assert "<img src=" in page.get_textpage().get_text_bounded()
    soup = BeautifulSoup(designer.get(f"{SHARE}?language=de").text, "html.parser")
    assert not soup.select("main img")
    assert "&lt;img" in soup.select_one("#html").text


# -- the short link


@pytest.mark.parametrize(
    ("typed", "tag"), [("ar", "ar"), ("AR", "ar"), ("fa-af", "fa-AF"), ("dari", "fa-AF"), ("de-simple", "de-simple")]
)
def test_a_link_is_typed_in_any_way(client, typed, tag):
    assert opens_in(client, f"{HERE}/s/{SLUG}/{typed}", tag)


def test_capital_letters_a_phone_begins_with_do_no_harm(client):
    assert opens_in(client, f"{HERE}/s/{SLUG.title()}/uk", "uk")


def test_a_language_that_was_switched_off_leads_to_the_choice_of_languages(app, client):
    publish(app, lambda q: replace(q, languages=tuple(tag for tag in q.languages if tag != "ar")))
    page = client.get(f"/s/{SLUG}/ar", follow_redirects=True)
    soup = BeautifulSoup(page.text, "html.parser")
    assert page.status_code == 200
    assert len(soup.select("nav.welcome a")) == 11
    assert not soup.select("nav.welcome a[hreflang=ar]")


@pytest.mark.parametrize("typed", ["xx", "tlh", "a" * 500, "%00", "..%2f"])
def test_a_language_that_does_not_exist_leads_there_too_or_nowhere(client, typed):
    answer = client.get(f"/s/{SLUG}/{typed}")
    assert answer.status_code in (303, 404)
    assert answer.headers.get("Location", f"/s/{SLUG}") == f"/s/{SLUG}"


def test_a_short_link_of_nothing_leads_nowhere(client):
    assert client.get("/s/nothing/de").status_code == 404


def test_the_other_pages_of_the_door_are_no_languages(client):
    assert client.get(f"/s/{SLUG}/thanks").status_code == 200
    assert client.get(f"/s/{SLUG}/kiosk").headers["Location"].endswith("kiosk=1")


# -- words to send


@pytest.mark.parametrize("tag", ["de", "ar", "uk"])
def test_the_message_is_in_the_language_and_ends_with_its_link(app, designer, tag):
    words = BeautifulSoup(designer.get(f"{SHARE}?language={tag}").text, "html.parser").select_one("#words")
    assert (words["lang"], words["dir"]) == (tag, LANGUAGES[tag].direction)
    assert words.text.strip().startswith(public(app).title.words[tag])
    assert words.text.strip().endswith(f"{HERE}/s/{SLUG}/{tag}")


def test_the_card_for_other_pages_loads_nothing(app, designer):
    html = BeautifulSoup(designer.get(f"{SHARE}?language=ar").text, "html.parser").select_one("#html").text
    card = BeautifulSoup(html, "html.parser")
    assert card.a["href"] == f"{HERE}/s/{SLUG}/ar"
    assert card.div["dir"] == "rtl"
    assert not card.select("iframe, script, img, link")


def test_languages_that_are_not_public_have_nothing_to_hand_out(designer):
    for path in (f"{SHARE}?language=tlh", f"{SHARE}/tlh/qr.svg", f"{SHARE}/de/other.pdf", f"{SHARE}/all/qr.svg"):
        assert designer.get(path).status_code == 404, path


def test_the_beginning_of_a_long_text_is_made_of_whole_sentences():
    words = "Das ist ein Satz. " * 40
    short = first_sentences(words)
    assert short.endswith("Satz.")
    assert len(short) <= MOST_INTRO
    assert first_sentences("Ohne Ende " * 1000).endswith("…")
    assert first_sentences("") == ""
