"""The committee paper and pictures of charts: the numbers of one release, in every language, made once and harmless."""

import io
import re
import threading
import time
import zipfile
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image

from app.config import Config
from app.domain.release import FORMAT, Release, sha256
from app.store import migrate, questionnaires, releases
from app.store.engine import connect
from app.web import create_app
from app.web.clock import now
from app.web.press import Press
from app.web.results.word_parts import pieces
from tests.conftest import InEnglish
from tests.domain.sample import long_text, options, page, questionnaire, single, text
from tests.services import pango
from tests.web.test_hostile import turned
from tests.web.test_results import publish
from tests.web.test_slips import inside

LANGUAGES = ["de", "ar", "uk", "fa-AF"]
CELLS = {"lives": {"yes": 217, "no": 83, "far": 31}, "feels": {"1": 41, "2": 97, "3": 173}}
ASKED = {id: sum(cells.values()) for id, cells in CELLS.items()}
PEOPLE = {"de": 190, "ar": 97, "uk": 44, "fa-AF": None}
VOICES = ["Mehr Busse <b>bitte</b>", "نحتاج إلى حافلات", "Schluss \u202e mit {{ 7 * 7 }}"]
PERCENT = re.compile(r"(\d+)\s*[%٪]|[%٪]\s*(\d+)")
PDF, DOCX = "report.pdf", "report.docx"


def asked():
    feels = {"kind": "scale", "id": "feels", "title": text("feels?"), "options": options("1", "2", "3")}
    pages = (page("one", single("lives", "yes", "no", "far"), feels), page("two", long_text("wish")))
    return questionnaire(*pages, languages=LANGUAGES)


def document(number, cells, **more):
    """A release with these cells, as the release job would publish it."""
    table = {id: {"answered": sum(each.values()), "cells": each} for id, each in cells.items()}
    table |= {"wish": {"answered": 60, "cells": {"": 60}}}
    return {
        "format": FORMAT, "number": number, "day": "2025-07-14", "version": 1, "profile": "live", "simulated": True,
        "answers": 331, "history": [["2025-07-07", 200], ["2025-07-14", 331]], "groups": {"language": PEOPLE},
        "tables": {"": table, "language:ar": {"feels": table["feels"]}}, "blocks": {}, "asked_of_some": {},
        "previous": "", **more,
    }  # fmt: skip


def keep(engine, form, *documents):
    with engine.begin() as db:
        questionnaires.add(db, form)
        questionnaires.publish(db, questionnaires.draft(db, form.slug), date(2025, 7, 1))
        for each in documents:
            releases.add(db, form.slug, Release(each, sha256(each)), now())


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Two releases of a small questionnaire, the second with published texts; and the same in hostile words."""
    folder = tmp_path_factory.mktemp("report")
    url = f"sqlite:///{folder}/report.db"
    engine = connect(url)
    migrate.upgrade(engine)
    voices = [{"question": "wish", "part": "", "words": words, "language": ""} for words in VOICES]
    one, two = document(1, CELLS), document(2, {**CELLS, "lives": {"yes": 117, "no": 183, "far": 31}}, voices=voices)
    keep(engine, asked(), {**one, "voices": voices}, two)
    evil = turned(replace(asked(), slug="evil"))
    megabyte = replace(evil.questions[1], title=replace(evil.questions[1].title, words={"de": "Wort " * 200_000}))
    keep(engine, evil.with_question(megabyte), {**one, "voices": voices})
    engine.dispose()
    made = create_app(Config(database=url, instance=str(folder), secret="for tests only"))
    made.testing, made.test_client_class = True, InEnglish
    pango.library()
    yield made
    made.extensions["engine"].dispose()
    made.extensions["engines"].dispose()


@pytest.fixture(scope="module")
def get(site):
    """Each file is asked for once."""
    client, files = site.test_client(), {}

    def found(path):
        if path not in files:
            files[path] = client.get(f"/results/{path}")
        return files[path]

    return found


def words_of_pdf(answer):
    assert answer.status_code == 200
    with pypdfium2.PdfDocument(answer.data) as file:
        return [page.get_textpage().get_text_range() for page in file]


def words_of_docx(answer):
    assert answer.status_code == 200
    return "\n".join(each.text or "" for each in Document(io.BytesIO(answer.data)).element.iter(qn("w:t"), qn("w:p")))


def percentages(words):
    return {int(before or after) for before, after in PERCENT.findall(words)}


def published(cells):
    """All percentages that these cells make, by hand: shares, and those on either side of a scale of three."""
    of = [(count, sum(each.values())) for each in cells.values() for count in each.values()]
    of += [(people, 331) for people in PEOPLE.values() if people]  # by language
    of += [(200, 331), (131, 331)]  # by week
    return {round(100 * part / whole) for part, whole in of}


@pytest.mark.parametrize("language", ["de", "ar"])
def test_all_percentages_are_those_of_the_named_release_and_no_other(get, language):
    for number, lives in ((1, CELLS["lives"]), (2, {"yes": 117, "no": 183, "far": 31})):
        expected = published({**CELLS, "lives": lives})
        query = f"?lang={language}&release={number}"
        assert percentages("\n".join(words_of_pdf(get(f"test/{PDF}{query}")))) == expected
        assert percentages(words_of_docx(get(f"test/{DOCX}{query}"))) == expected


def test_each_table_of_the_word_file_holds_the_cells_of_its_question(get):
    tables = Document(io.BytesIO(get(f"test/{DOCX}?lang=de&release=1").data)).tables
    numbers = [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]
    rows = [(share, people) for table in numbers for _, share, people in (row for row in table if len(row) == 3)]
    for id, cells in CELLS.items():
        for count in cells.values():
            assert (f"{round(100 * count / ASKED[id])}\u00a0%", str(count)) in [
                (share.replace(" ", "\u00a0"), people) for share, people in rows
            ]


@pytest.mark.parametrize(("language", "kind"), [("de", "pdf"), ("ar", "docx"), ("uk", "docx"), ("fa-AF", "pdf")])
def test_the_report_is_there_in_every_language(get, language, kind):
    answer = get(f"test/report.{kind}?lang={language}")
    assert answer.status_code == 200
    assert f'filename="test-release-2-{language}.{kind}"' in answer.headers["Content-Disposition"]
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, no-cache"


def test_every_page_of_the_pdf_says_that_answers_are_invented(get):
    for number, words in enumerate(words_of_pdf(get(f"test/{PDF}?lang=de&release=1"))):
        assert "Simuliert" in words, number


def test_the_pdf_is_tagged_and_knows_its_language_title_and_outline(get):
    with pypdfium2.PdfDocument(get(f"test/{PDF}?lang=ar").data) as file:
        assert file.is_tagged()
        assert "كلمات title" in file.get_metadata_value("Title")
        outline = [mark.get_title() for mark in file.get_toc()]
    assert len(outline) == len(set(outline)) >= 8
    parts = inside(get(f"test/{PDF}?lang=ar").data)
    assert b'pdfuaid:part="1"' in parts
    assert re.search(rb"/Lang\s*\(ar\)", parts)


def test_the_word_file_has_headings_head_rows_and_directions(get):
    file = Document(io.BytesIO(get(f"test/{DOCX}?lang=ar").data))
    body = file.element
    levels = {lines.style.name for lines in file.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "Quote"} <= levels
    heads = [table for table in file.tables if table._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader")]
    assert len(heads) == len(file.tables) - 2  # all but the two lists of facts
    assert len(body.xpath("//w:bidiVisual")) == len(file.tables)
    assert len(body.xpath("//w:p[w:pPr/w:bidi]")) > 30
    assert {each.get(qn("w:bidi")) for each in body.xpath("//w:r/w:rPr/w:lang")} == {"ar"}
    assert body.xpath("//w:sectPr/w:bidi")
    assert "PAGE" in file.sections[0].footer._element.xpath("//w:fldSimple")[0].get(qn("w:instr"))
    assert "محاكاة" in file.sections[0].header.paragraphs[0].text
    assert file.core_properties.language == "ar"


ORDER = {  # what Word wants first; a file with another order may be called broken
    "pPr": "pStyle keepNext keepLines numPr bidi spacing ind jc rPr",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs rtl lang",
    "tblPr": "tblStyle bidiVisual tblW jc tblLayout tblLook",
    "sectPr": "headerReference footerReference pgSz pgMar cols bidi docGrid",
}


def test_the_parts_of_the_word_file_stand_in_the_order_of_the_format(get):
    with zipfile.ZipFile(io.BytesIO(get(f"test/{DOCX}?lang=ar").data)) as archive:
        roots = [etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("document", "header1", "footer1")]
    for name, order in ORDER.items():
        found = [each for root in roots for each in root.iter(qn(f"w:{name}"))]
        assert found or name == "sectPr"
        for properties in found:
            places = [order.split().index(child.tag.rpartition("}")[2]) for child in properties]
            assert places == sorted(places), etree.tostring(properties)


def test_charts_in_the_word_file_are_vectors_with_a_picture_and_words(get):
    data = get(f"test/{DOCX}?lang=uk").data
    file = Document(io.BytesIO(data))
    blips = list(file.element.iter(qn("a:blip")))
    assert len(blips) == 4  # weeks, languages, and two questions
    for blip in blips:
        (vector,) = blip.xpath(".//*[local-name() = 'svgBlip']")
        part = file.part.related_parts[vector.get(qn("r:embed"))]
        assert part.content_type == "image/svg+xml"
        assert etree.fromstring(part.blob).findtext("{*}title")
        assert file.part.related_parts[blip.get(qn("r:embed"))].content_type == "image/png"
    described = [each.get("descr") for each in file.element.iter(qn("wp:docPr"))]
    assert all("%" in words or "приблизно" in words for words in described)


@pytest.mark.parametrize("kind", ["svg", "png"])
@pytest.mark.parametrize("language", ["de", "ar"])
def test_each_chart_is_a_picture_that_stands_alone(get, kind, language):
    answer = get(f"test/q/feels.{kind}?lang={language}")
    assert (answer.status_code, answer.content_type.partition(";")[0]) == (
        200,
        {"svg": "image/svg+xml", "png": "image/png"}[kind],
    )
    assert f'filename="test-feels-release-2-{language}.{kind}"' in answer.headers["Content-Disposition"]
    if kind == "png":
        assert Image.open(io.BytesIO(answer.data)).size[0] == 2 * 688
        return
    words = " ".join(etree.fromstring(answer.data).itertext())
    assert percentages(words) == {round(100 * each / ASKED["feels"]) for each in CELLS["feels"].values()}
    assert "dl-de/by-2-0" in words
    assert "2025" in words
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_picture_of_a_group_names_it(get):
    words = " ".join(etree.fromstring(get("test/q/feels.svg?lang=de&by=language&group=ar").data).itertext())
    assert "nur diese Gruppe: Arabisch" in words


@pytest.mark.parametrize(
    "path",
    [
        "test/q/wish.svg",  # nothing to draw
        "test/q/nothing.svg",
        "test/q/lives.svg?by=language&group=ar",  # withheld
        "test/q/lives.svg?by=language&group=fa-AF",  # too few
        "test/q/weeks.svg?by=language&group=ar",  # when a group answered is not published
        "test/q/lives.svg?by=language&group=xx",
        "test/q/lives.svg?by=inbox&group=ar",
        "test/q/lives.png?release=3",
        "test/report.pdf?release=3",
        "test/report.docx?release=x",
        "test/report.odt",
        "nothing/report.pdf",
    ],
)
def test_what_is_not_published_is_no_file(get, path):
    assert get(path).status_code == 404


def test_texts_stand_in_the_newest_release_only(get):
    assert "Mehr Busse <b>bitte</b>" in "\n".join(words_of_pdf(get(f"test/{PDF}?lang=de")))
    assert "Mehr Busse <b>bitte</b>" in words_of_docx(get(f"test/{DOCX}?lang=de"))
    assert "Mehr Busse" not in "\n".join(words_of_pdf(get(f"test/{PDF}?lang=de&release=1")))


def test_hostile_words_come_out_as_words(get):
    for path, read in ((PDF, lambda answer: "\n".join(words_of_pdf(answer))), (DOCX, words_of_docx)):
        words = read(get(f"evil/{path}?lang=de"))
        assert "<script>alert(1)</script>" in words.replace("\n", "").replace("\r", ""), path
        assert "{{ 7 * 7 }}" in words
        assert not re.search("[\u202e\x00\x1b]", words)
        assert len(words) < 100_000  # of a title of a megabyte
    assert b"/JavaScript" not in get(f"evil/{PDF}?lang=de").data
    with zipfile.ZipFile(io.BytesIO(get(f"evil/{DOCX}?lang=de").data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels", ".svg")):
                assert etree.fromstring(archive.read(name)) is not None
                assert not name.endswith(".rels") or b"External" not in archive.read(name)
    root = etree.fromstring(get("evil/q/lives.svg?lang=de").data)
    assert "<script>alert(1)</script>" in root.findtext("{*}title")
    assert not root.xpath("//*[local-name() = 'script']")
    assert get("evil/q/feels.png?lang=de").status_code == 200  # a megabyte


def test_a_file_is_made_once_and_nothing_is_sent_to_who_has_it(site, get):
    client, path = site.test_client(), f"/results/test/{PDF}?lang=de"
    etag = get(f"test/{PDF}?lang=de").headers["ETag"]
    press = site.extensions["press"]
    with press._machine:  # nothing can be made now
        again = client.get(path)
        assert (again.data, again.headers["ETag"]) == (get(f"test/{PDF}?lang=de").data, etag)
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
    assert client.get(f"{path}&whatever=1&by=", headers={"If-None-Match": etag}).status_code == 304
    assert client.get(path.replace("lang=de", "lang=en"), headers={"If-None-Match": etag}).headers["ETag"] == etag


def test_the_press_makes_one_file_at_a_time_and_lets_only_few_wait():
    press, made, began, go_on = Press(seats=2), [], threading.Event(), threading.Event()

    def make():
        made.append(1)
        began.set()
        assert go_on.wait(5)
        return b"file"

    answers = []
    threads = [threading.Thread(target=lambda: answers.append(press.file("a", make))) for _ in range(2)]
    threads[0].start()
    assert began.wait(5)
    threads[1].start()
    deadline = time.monotonic() + 5
    while press.file("b", lambda: b"other") is not None and time.monotonic() < deadline:  # until the second waits
        time.sleep(0.01)
    assert press.file("b", make) is None
    go_on.set()
    for thread in threads:
        thread.join(5)
    assert (answers, made) == ([b"file", b"file"], [1])
    assert press.file("b", lambda: b"other") == b"other"


def test_the_press_keeps_as_many_bytes_as_it_has_room_for_and_no_failure():
    press, made = Press(room=10), []

    def make(name):
        made.append(name)
        return name.encode() * 4

    for name in ("a", "b", "a", "c", "a", "b"):
        assert press.file(name, lambda name=name: make(name)) == name.encode() * 4
    assert made == ["a", "b", "c", "b"]
    with pytest.raises(ZeroDivisionError):
        press.file("d", lambda: 1 // 0)
    assert press.file("d", lambda: b"d") == b"d"


@pytest.mark.parametrize(
    ("words", "rtl", "runs"),
    [
        ("مكتب (Amt) 12", True, [("مكتب (", True), ("Amt", False), (") 12", True)]),
        ("Amt مكتب ok", False, [("Amt ", False), ("مكتب", True), (" ok", False)]),
        ("Amt für Bus 12", True, [("Amt für Bus", False), (" 12", True)]),
    ],
)
def test_word_gets_runs_of_one_direction(words, rtl, runs):
    assert [(piece.words, piece.rtl) for piece in pieces(words, "ar", rtl)] == runs


def test_pictures_and_reports_of_both_databases_are_linked(app, client):
    publish(app, "gut-leben")
    shown = client.get("/results/gut-leben?lang=en").text
    links = re.findall(r'href="(/results/gut-leben/(?:q/|report)[^"]+)"', shown)
    kinds = {kind: [link for link in links if f".{kind}?" in link] for kind in ("svg", "png", "pdf", "docx")}
    assert len(kinds["svg"]) == len(kinds["png"]) == shown.count('<div class="plot"') > 5
    assert len(kinds["pdf"]) == len(kinds["docx"]) == 1
    for link in kinds["svg"]:
        assert client.get(link.replace("&amp;", "&")).status_code == 200
