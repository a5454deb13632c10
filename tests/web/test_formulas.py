"""No cell of any file we hand out is ever a formula, header included, and every text can be had back as it was.

exports() makes every CSV and XLSX file of the product: whoever adds a kind of file adds a line. All of them are filled
with HOSTILE texts and opened in LibreOffice as harshly as it can: what looks like a formula is taken for one.
"""

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from app.analysis import FORMATS, write
from app.config import Config
from app.domain.dataset import Dataset, Variable
from app.domain.exchange import xlsx
from app.domain.exchange.entry import Entry, readable
from app.domain.exchange.sheet import csv_file, guarded, recovered, sheet_name, workbook
from app.web import create_app
from app.web.results.data.files import WORKBOOK, Source, files, tables_in_a_workbook
from app.web.visit.workbook import workbook as table_of_weighing
from tests.domain.open_data import HOSTILE, hostile_issue
from tests.services import libreoffice

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
REPEATED = f"{TABLE}number-columns-repeated"


def translators():
    entries = [
        Entry(f"pages.{n}", words, words, where=words, plain=words, state=words) for n, words in enumerate(HOSTILE)
    ]
    return xlsx.written({"ar": entries, "de": entries}, {"ar": HOSTILE[:6], "de": HOSTILE[6:12]})


def microdata():
    """What analysts get: with codes, in words, as a workbook."""
    variables = (
        Variable("q", HOSTILE[0], "single", dict(enumerate(HOSTILE))),
        *(Variable(f"t{n}", words, "text") for n, words in enumerate(HOSTILE[:3])),
    )
    rows = tuple((n, words, words, words) for n, words in enumerate(HOSTILE))
    dataset = Dataset("=1+1", "daten", "de", ("de",), variables, rows)
    kinds = ("csv", "csv-labels", "xlsx")
    return {f"microdata{FORMATS[kind].ending}": write(dataset, kind, "de").bytes for kind in kinds}


def any_table(kind):
    """The writers themselves, with values and headers, and where there are any, names of sheets."""
    rows = [[words, 1, None, words] for words in HOSTILE]
    return csv_file(HOSTILE[:4], rows) if kind == "csv" else workbook(dict.fromkeys(HOSTILE[::4], (HOSTILE[:4], rows)))


def weighing():
    lines = [HOSTILE[at : at + 10] for at in range(0, len(HOSTILE), 10)]
    return table_of_weighing(HOSTILE[0], HOSTILE[:10], lines)


def exports():
    """Every export by its name as a file, with the texts that must be found in it."""
    issue = hostile_issue()
    open_data = {**files(issue, Source("=1+1", "@x")), WORKBOOK: tables_in_a_workbook(issue)}
    published = [name for name in open_data if name.endswith((".csv", ".xlsx"))]
    return {
        **{f"open-data-{name}": open_data[name] for name in published},
        "texts-for-translators.xlsx": translators(),
        **microdata(),
        "weighing.xlsx": weighing(),
        "any-table.csv": any_table("csv"),
        "any-table.xlsx": any_table("xlsx"),
    }


def test_no_cell_of_any_export_is_a_formula_and_every_text_is_there(tmp_path):
    with create_app(Config(secret="for tests only", instance=str(tmp_path))).test_request_context():
        made = exports()
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    tables, books = (sorted(tmp_path.glob(f"*.{ending}")) for ending in ("csv", "xlsx"))
    assert (len(tables), len(books)) == (6, 5)
    opened = [
        *zip(books, libreoffice.converted(books, tmp_path / "books"), strict=True),
        *zip(tables, libreoffice.converted(tables, tmp_path / "commas", separator=","), strict=True),
    ]
    for file, sheet in opened:
        formulas, texts = cells(sheet)
        assert formulas == [], file.name
        wanted = written(file)
        taken_as_values = {text for text in wanted - texts if file.suffix == ".csv" and value(text)}
        assert texts == wanted - taken_as_values - {""}, file.name
        meant = {recovered(text) if file.suffix == ".csv" else text for text in wanted}
        assert len({readable(words) for words in HOSTILE} & meant) > 20, file.name
    control = tmp_path / "control.csv"
    control.write_text("a;=1+1\n")
    *cut, unguarded = libreoffice.converted([*tables, control], tmp_path / "semicolons", separator=";")
    assert [cells(file)[0] for file in cut] == [[]] * len(tables)  # as a German Excel cuts them
    assert cells(unguarded)[0] == ["of:=1+1"]


def written(file):
    """Every text of a file, as programs other than spreadsheets read it."""
    if file.suffix == ".csv":
        return {
            cell for row in csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")) for cell in row
        }
    book = CalamineWorkbook.from_path(str(file))
    rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    return {cell for row in rows for cell in row if isinstance(cell, str)}


def value(text):
    """What a spreadsheet may take for a number, a share, a day or a truth value: none of them does anything."""
    return bool(re.fullmatch(r"-?\d+(\.\d+)?( %)?|\d{4}-\d\d-\d\d|true|false", text))


def cells(file):
    """The formulas of a spreadsheet and its texts."""
    formulas, texts = [], set()
    for _, cell in etree.iterparse(str(file), tag=f"{TABLE}table-cell", huge_tree=True):
        if formula := cell.get(f"{TABLE}formula"):
            formulas.append(formula)
        if cell.get(f"{OFFICE}value-type") == "string":
            texts.add("\n".join(said(line) for line in cell.findall(f"{TEXT}p")))
        cell.clear()
    return formulas, texts


def said(line):
    """The words of a paragraph; runs of spaces and tabs are elements in it."""
    words = [line.text or ""]
    for part in line:
        if part.tag == f"{TEXT}s":
            words.append(" " * int(part.get(f"{TEXT}c", 1)))
        elif part.tag == f"{TEXT}tab":
            words.append("\t")
        else:
            words.append(said(part))
        words.append(part.tail or "")
    return "".join(words)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=30), st.lists(st.sampled_from([*HOSTILE, "'", ";", "\t", "\n", " ", "=", "a"])).map("".join)
    )
)
def test_a_guarded_text_can_be_had_back(words):
    words = readable(words)
    held = guarded(words)
    assert recovered(held) == words
    (row,) = csv.reader(io.StringIO(csv_file([words], []).decode("utf-8-sig"), newline=""))
    assert recovered(row[0]) == words
    assert held.lstrip()[:1] not in tuple("=+-@＝＋－＠%|\t\r")


@pytest.mark.parametrize("words", ["18–29", "Wohnung: ja", "a-b", "3 = 3", "it’s", "مرحبا", "ሰላም"])
def test_an_ordinary_text_stays_as_it_is(words):
    assert guarded(words) == words


def test_numbers_stay_numbers():
    assert (
        csv_file(["a", "b", "c", "d"], [[-5, 0.25, True, None]]).decode("utf-8-sig") == "a,b,c,d\r\n-5,0.25,true,\r\n"
    )


def test_names_of_sheets_are_such_as_spreadsheets_take():
    taken = set()
    names = [sheet_name(words, taken) for words in [*HOSTILE, "a" * 40, "a" * 40, "A" * 40, "'", "[]:*?/\\", ""]]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert not any(name.startswith("'") or name.endswith("'") for name in names)
