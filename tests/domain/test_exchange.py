"""Files of texts: what goes out comes back as it was, and a hostile file gets a sentence and changes nothing."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from app.domain.exchange import po, xliff, xlsx
from app.domain.exchange.entry import Entry, compared, readable
from app.domain.exchange.file import read
from app.domain.sentence import Problem
from app.domain.text import Mark, Text, fingerprint
from app.domain.translation import Line, pieces

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
