"""Files of texts: what goes out comes back as it was, and a hostile file gets a sentence and changes nothing."""

import io
import json
import re
import zipfile
from copy import deepcopy
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from app.config import PROJECT
from app.domain.exchange import po, xliff, xlsx
from app.domain.exchange.entry import Entry, compared, entries, readable
from app.domain.exchange.file import read
from app.domain.language import LANGUAGES
from app.domain.plural import needed, resolved, wrong
from app.domain.questionnaire import load
from app.domain.sentence import Problem
from app.domain.text import Mark, Text, fingerprint
from app.domain.translation import Line, lines, pieces

HEADS = ("path", "where", "original", "plain", "translation", "state")
WRITERS = {
    "xliff": lambda entries: xliff.written("slug", "de", "ar", entries),
    "po": lambda entries: po.written("slug", "ar", entries),
    "xlsx": lambda entries: xlsx.written({"ar": entries}, {"ar": HEADS}),
}
SPECIAL = ["=1+1", "+49", "-x", "@SUM(A1)", "\t=2", "<b>&amp;</b>", "{kinder}", "{a}{a}", "_x0041_"]
SPECIAL += [
    "\u202eevil\u202c",
    '"',
    "\\n",
    "a\nb",
    "\x00\x07",
    "\u2028",
    "مرحبا {kinder} Bad Schwartau",
    "]]>",
    "# x",
    "1.0",
    "{offen",
    "\r\nx",
    "{kinder, plural, one {# Kind} other {# Kinder}}",
    "{kinder,plural,=0{}one{{a}}  other\n{<#>} }",
    "{kinder, plural, one {a} zwischen other {b}}",
    "{kinder, plural, one {a} one {b}}",
    "{kinder, plural, other {",
]
words = st.one_of(st.sampled_from(SPECIAL), st.text(max_size=40), st.lists(st.sampled_from(SPECIAL)).map("".join))
texts = st.lists(st.tuples(words, words), min_size=1, max_size=6)


def entry(number, original, translation):
    return Entry(f"pages.p+1.questions.q{number}.title", readable(original), readable(translation), where="Seite › =1")


@pytest.mark.parametrize("form", WRITERS)
@settings(max_examples=60, deadline=None)
@given(given=texts)
def test_what_goes_out_comes_back_as_it_was(form, given):
    entries = [entry(number, *pair) for number, pair in enumerate(given)]
    came_back = read(WRITERS[form](entries), "ar")
    assert [(e.path, e.original, e.words) for e in came_back] == [(e.path, e.original, e.words) for e in entries]


@settings(max_examples=100)
@given(words=words)
def test_words_and_gaps_together_are_the_text(words):
    assert "".join(piece.words for piece in pieces(words)) == words


def test_a_spreadsheet_holds_texts_only_and_reads_from_the_right():
    made = WRITERS["xlsx"]([entry(1, "=1+1", "@SUM(A1)")])
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert 'rightToLeft="1"' in sheet
    assert 'state="frozen"' in sheet
    assert CalamineWorkbook.from_filelike(io.BytesIO(made)).sheet_names == ["ar"]


def test_the_gaps_of_an_xliff_file_are_codes():
    made = WRITERS["xliff"]([entry(1, "Für {kinder}", "لـ {kinder}")]).decode()
    assert made.count('dataRef="d-kinder"') == 2
    assert '<data id="d-kinder">{kinder}</data>' in made
    assert 'srcLang="de" trgLang="ar"' in made


# -- plurals in XLIFF

CHILDREN = "Sie haben {kinder, plural, =0 {kein Kind} one {ein Kind} other {# Kinder in {ort}}}. Wie alt{ort}?"
TARGETS = [tag for tag in LANGUAGES if tag not in ("de", "de-simple")]
TAG = f"{{{xliff.NS}}}"


def agency(file, change=lambda target: None):
    """The file as a tool gives it back: the codes of the source with other words, in a target that may be changed."""
    root = etree.fromstring(file)
    for segment in root.iter(f"{TAG}segment"):
        for old in segment.findall(f"{TAG}target"):
            segment.remove(old)
        target = deepcopy(segment.find(f"{TAG}source"))
        target.tag = f"{TAG}target"
        for element in target.iter():
            element.text, element.tail = (said and said.upper() for said in (element.text, element.tail))
        target.tail = None
        segment.append(target)
        change(target)
    return etree.tostring(root)


def sent(original, language, words=""):
    return xliff.written("s", "de", language, [Entry("a", original, words)])


def spans(element, key):
    """The codes of the forms with this key."""
    return [each for each in element.iter(f"{TAG}pc") if each.get("id").endswith(f".{key}")]


def of(original, language, words=""):
    return Line("a", Text({"de": original, **({language: words} if words else {})}), language, "de")


@pytest.mark.parametrize("language", TARGETS)
def test_every_text_of_the_tour_comes_back_as_it_was_and_with_the_words_of_an_agency(language):
    form = load(json.loads((PROJECT / "examples" / "fragearten" / "fragearten.json").read_text()))
    there = lines(form, language)
    file = xliff.written("s", "de", language, entries(there, {}, "de-simple"))
    assert {finding.kind for finding in compared(there, read(file, language))} == {"same"}
    root = etree.fromstring(file)
    sources = [element for unit in root.iter(f"{TAG}unit") for element in unit.iter(f"{TAG}source")]
    assert not [words for element in sources for words in element.itertext() if set(words) & set("{}#")]
    again = list(compared(there, read(agency(file), language)))
    assert not [finding for finding in again if finding.kind in ("broken", "stale", "foreign", "empty")]
    plurals = [finding.entry.words for finding in again if "plural" in finding.entry.words]
    assert len(plurals) == sum("plural" in line.original for line in there) > 0
    assert all(list(wrong(words, language)) == [] for words in plurals)


@pytest.mark.parametrize("language", TARGETS)
def test_whoever_translates_finds_a_code_for_each_form_of_their_language_and_no_sign_of_its_making(language):
    file = sent(CHILDREN, language)
    (source,) = etree.fromstring(file).iter(f"{TAG}source")
    assert all(len(spans(source, form)) == 1 for form in [*needed(language), "is-0"])
    assert "".join(source.itertext()).count("Kinder in ") == len({*needed(language), "other"} - {"one"})
    ids = [each.get("id") for each in source.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    (back,) = read(agency(file), language)
    assert back.original == CHILDREN
    assert [finding.kind for finding in compared([of(CHILDREN, language)], [back])] == ["new"]
    assert resolved(back.words, language, lambda name: 1).startswith("SIE HABEN EIN KIND. ")
    assert resolved(back.words, language, lambda name: 0).startswith("SIE HABEN KEIN KIND. ")
    assert "{kinder} KINDER IN {ort}" in resolved(back.words, language, lambda name: 100)


def test_a_translation_with_other_forms_than_the_original_keeps_each_of_them():
    arabic = "{kinder, plural, two {طفلان} other {# أطفال}}؟ {ort}"
    (back,) = read(sent(CHILDREN, "ar", arabic), "ar")
    assert (back.original, back.words) == (CHILDREN, arabic)


def emptied(key):
    def change(target):
        for span in spans(target, key):
            span.text = " "
            del span[:]

    return change


def dropped(key):
    def change(target):
        for span in spans(target, key):
            span.getparent().remove(span)

    return change


def unpacked(target):
    """Only the words stay, as after copying them without their codes."""
    words = "".join(target.itertext())
    del target[:]
    target.text = words


def twice(target):
    span = spans(target, "other")[0]
    span.addnext(deepcopy(span))


def between(target):
    spans(target, "one")[0].tail = "und"


def braced(target):
    spans(target, "one")[0].text = "Kind {"


def broken_word(target):
    spans(target, "one")[0].text = "{# Kind}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (dropped("few"), "also need these forms: few"),
        (emptied("many"), "also need these forms: many"),
        (dropped("1"), "The gap {kinder} is missing"),
        (unpacked, "The gap {kinder}, {ort} is missing"),
        (twice, "are written like this"),
        (between, "are written like this"),
        (braced, "are written like this"),
        (broken_word, "are written like this"),
    ],
)
def test_a_plural_that_comes_back_broken_is_told_in_its_row_and_changes_nothing(change, said):
    (finding,) = compared([of(CHILDREN, "uk")], read(agency(sent(CHILDREN, "uk"), change), "uk"))
    assert finding.kind == "broken"
    assert said in str(finding.problem)


def test_a_form_the_language_does_not_need_may_be_dropped():
    back = read(agency(sent(CHILDREN, "tr"), dropped("is-0")), "tr")
    assert [finding.kind for finding in compared([of(CHILDREN, "tr")], back)] == ["new"]


def test_codes_may_come_back_in_halves_under_other_numbers_or_without_their_data():
    file = agency(sent(CHILDREN, "pl")).decode()
    (whole,) = read(file.encode(), "pl")
    renumbered = re.sub(r'"d[.-]([^"]+)"', r'"x\1"', file)
    begun = r'<pc (id="([^"]+)") dataRefStart="([^"]+)" dataRefEnd="([^"]+)" dispStart="([^"]+)"[^>]*>'
    halves = re.sub(begun, r'<sc \1 dataRef="\3" disp="\5"/><was id="\2" ref="\4"/>', file)
    opened = []
    halves = re.sub(r'<was (id="[^"]+" ref="[^"]+")/>|</pc>', lambda found: _closing(found, opened), halves)
    bare = re.sub("<originalData>.*?</originalData>", "", file)
    for other in (renumbered, halves, bare):
        assert other != file
        (back,) = read(other.encode(), "pl")
        assert (back.original, back.words) == (whole.original, whole.words)


def _closing(found, opened):
    """The second half of the span that was begun last."""
    if found[1]:
        opened.append(found[1].split('"')[1::2])
        return ""
    id, ref = opened.pop()
    return f'<ec startRef="{id}" dataRef="{ref}"/>'


def test_markup_of_other_programs_is_not_taken_for_words():
    file = (
        sent(CHILDREN, "pl").decode().replace("Sie haben", '<pc id="1" dataRefStart="b" dataRefEnd="b">Sie haben</pc>')
    )
    file = file.replace("<originalData>", '<originalData><data id="b">&lt;b&gt;</data>')
    (back,) = read(agency(file.encode()), "pl")
    assert back.words.startswith("SIE HABEN {kinder, plural,")


@settings(max_examples=60, deadline=None)
@given(original=words, language=st.sampled_from(TARGETS))
def test_an_agency_that_touches_words_only_breaks_no_plural(original, language):
    original = readable(original)
    (back,) = read(agency(sent(original, language)), language)
    assert back.original == original
    if not list(wrong(original, "de")):
        assert list(wrong(back.words, language)) == []


def test_a_tool_may_cut_a_unit_into_segments():
    file = (
        f'<xliff xmlns="{xliff.NS}" version="2.0" srcLang="de" trgLang="ar"><file id="f"><unit id="title">'
        "<segment><source>Eins.</source><target><mrk id='1'>واحد.</mrk></target></segment>"
        "<ignorable><source> </source></ignorable>"
        "<segment><source>Zwei.</source><target>اثنان.</target></segment></unit></file></xliff>"
    )
    (found,) = read(file.encode("utf-16"), "ar")
    assert (found.path, found.original, found.words) == ("title", "Eins. Zwei.", "واحد. اثنان.")


# -- hostile files


def sheet(fill, name="ar"):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    fill(book.add_worksheet(name), book)
    book.close()
    return file.getvalue()


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 50_000_000)
    return file.getvalue()


def rebuilt(change):
    """A workbook with the parts changed by hand, as no spreadsheet program would write them."""
    parts, file = {}, io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet(lambda work, _: work.write(1, 0, "title")))) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}
    change(parts)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, words in parts.items():
            packed.writestr(name, words)
    return file.getvalue()


def with_rows(parts, rows, name="xl/worksheets/sheet1.xml"):
    head = parts.pop("xl/worksheets/sheet1.xml").split("<sheetData>")[0]
    parts[name] = f"{head}<sheetData>{rows}</sheetData></worksheet>"


def one_text_in_every_cell(parts):
    """20 KB that a reader would unpack to more than a gigabyte."""
    with_rows(parts, "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 3_000)))
    many = "<t>" + "x" * 400_000 + "</t>"
    parts["xl/sharedStrings.xml"] = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>{many}</si></sst>'
    )


def a_sheet_elsewhere(name):
    def change(parts):
        with_rows(parts, '<row r="1000000"><c r="XFD1000000"><v>1</v></c></row>', f"xl/{name}")
        rels = "xl/_rels/workbook.xml.rels"
        parts[rels] = parts[rels].replace("worksheets/sheet1.xml", name)

    return change


def rows_without_numbers(parts):
    with_rows(parts, '<row r="2"><c r="A2"><v>1</v></c></row>' + "<row><c><v>1</v></c></row>" * 10_000)


def dated(work, book):
    work.write(1, 0, "title")
    work.write_datetime(1, 4, date(2026, 1, 2), book.add_format({"num_format": "d.m.yy"}))


ENTITY = (
    '<!DOCTYPE x [<!ENTITY a "{}">]><xliff xmlns="' + xliff.NS + '" version="2.0" srcLang="de" trgLang="ar">&a;</xliff>'
)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"", "no text"),
        (b"\x00" * 100, "Line 1"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"\xe9\xe8", "UTF-8"),
        (b"PK\x03\x04 nothing", "spreadsheet"),
        (bomb(), "too large"),
        (sheet(lambda work, _: work.write(1, 0, "title"), "Tabelle1"), "no sheet called ar. It has: Tabelle1"),
        (sheet(lambda work, _: None), "no text"),
        (sheet(dated), "Row 2: this cell is not a text"),
        (sheet(lambda work, _: work.write(1_048_575, 16_383, "far")), "far away"),
        (rebuilt(one_text_in_every_cell), "too large"),
        (rebuilt(a_sheet_elsewhere("other/sheet.xml")), "far away"),
        (rebuilt(a_sheet_elsewhere("printerSettings/sheet.bin")), "as a spreadsheet"),
        (rebuilt(rows_without_numbers), "far away"),
        (rebuilt(lambda parts: with_rows(parts, "<row>" + "<c><v>1</v></c>" * 27 + "</row>")), "far away"),
        (rebuilt(lambda parts: parts.update({"content.xml": "<x/>"})), "as a spreadsheet"),
        (ENTITY.format("x" * 100).encode(), "DOCTYPE"),
        (ENTITY.replace('"{}"', 'SYSTEM "file:///etc/passwd"').encode(), "DOCTYPE"),
        (b"<xliff", "not complete"),
        (b'<xliff version="1.2"/>', "not XLIFF 2.0"),
        (xliff.written("s", "de", "uk", []), "another language"),
        (po.written("s", "uk", []), "another language"),
        (b'msgctxt "a"\nmsgid "b"\n' * 10_001, "too large"),
        (b"msgid x", "Line 1"),
        (b'"lonely"', "Line 1"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(file, sentence):
    with pytest.raises(Problem, match=sentence):
        read(file, "ar")


def test_numbers_that_excel_made_of_words_are_words_again():
    def fill(work, _):
        work.write_row(1, 0, ["title", "", "3", "", 3.0])

    (found,) = read(sheet(fill), "ar")
    assert found.words == "3"


# -- what a file would change


def line(path, original="Eins", translation="", state=None, made_from=None):
    marks = {"ar": Mark(state, fingerprint(made_from or original))} if state else {}
    return Line(path, Text({"de": original, **({"ar": translation} if translation else {})}, marks), "ar", "de")


@pytest.mark.parametrize(
    ("there", "back", "kind"),
    [
        (line("a"), Entry("a", "Eins", "واحد"), "new"),
        (line("a", translation="x", state="draft"), Entry("a", "Eins", "واحد"), "changed"),
        (line("a", translation="x", state="reviewed"), Entry("a", "Eins", "واحد"), "reviewed"),
        (line("a", translation="x", state="draft"), Entry("a", "Früher", "واحد"), "stale"),
        (line("a", translation="x", state="draft"), Entry("a", "Eins", ""), "empty"),
        (line("a", translation="x", state="reviewed"), Entry("a", "Eins", "x"), "same"),
        (line("a", "{k} Kinder"), Entry("a", "{k} Kinder", "أطفال"), "broken"),
        (line("a"), Entry("b", "Eins", "واحد"), "foreign"),
    ],
)
def test_each_row_says_what_taking_it_would_mean(there, back, kind):
    assert [found.kind for found in compared([there], [back])] == [kind]


def test_a_row_that_stands_twice_counts_once():
    back = [Entry("a", "Eins", "واحد"), Entry("a", "Eins", "اثنان")]
    assert [found.kind for found in compared([line("a")], back)] == ["new", "twice"]
