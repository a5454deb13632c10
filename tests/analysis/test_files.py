"""Whatever goes into a file for analysts comes back equal, read by the programs analysts have."""

import csv
import io
import json
import re
import sys
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.analysis import FORMATS, write
from app.analysis.r import quoted, script
from app.analysis.table import table
from app.analysis.words import said
from app.domain.dataset import Dataset, Variable
from app.domain.kind import DONT_KNOW
from app.domain.sentence import Problem
from app.domain.text import Text
from tests.analysis import reading
from tests.analysis.sample import ALL, EMPTY, HARDEST, SURVEY, TIGRINYA, WIDE

HERE = Path(__file__).parent


@pytest.fixture(params=ALL)
def dataset(request):
    return ALL[request.param]


# -- values


def test_csv_comes_back_equal(dataset):
    written = write(dataset, "csv", "de")
    reading.same(dataset, reading.csv_rows(dataset, written.bytes))


def test_a_workbook_comes_back_equal(dataset):
    head, *rows = reading.sheets(dataset)["data"]
    assert head == reading.names(dataset)
    # calamine leaves out empty rows at the very end
    rows += [[""] * len(head)] * (len(dataset.rows) - len(rows))
    reading.same(dataset, rows)


def test_spss_comes_back_equal(dataset, tmp_path):
    frame, _ = reading.sav(dataset, tmp_path)
    assert list(frame) == reading.names(dataset)
    reading.same(dataset, reading.frame_rows(frame))


def test_stata_comes_back_equal(dataset, tmp_path):
    frame, _ = reading.dta(dataset, tmp_path)
    assert list(frame) == reading.names(dataset)
    reading.same(dataset, reading.dta_rows(dataset, frame))


def test_parquet_comes_back_equal(dataset):
    read = reading.parquet(dataset)
    assert read.column_names == reading.names(dataset)
    reading.same(dataset, zip(*(column.to_pylist() for column in read.columns), strict=True))


def test_what_r_and_triple_s_read_comes_back_equal(dataset):
    for_r = reading.packed(write(dataset, "r", "de").bytes)
    reading.same(dataset, reading.csv_rows(dataset, for_r[f"{dataset.slug}.csv"]))
    _, data = reading.triple_s(dataset)
    reading.same(dataset, reading.csv_rows(dataset, data))


def test_a_file_does_not_tell_when_it_was_made():
    first = {kind: write(SURVEY, kind, "de").bytes for kind in FORMATS}
    time.sleep(1.1)  # the finest moment any of the formats knows is a second
    assert [kind for kind in FORMATS if write(SURVEY, kind, "de").bytes != first[kind]] == []
    assert b"2000-01-01T00:00:00Z</dcterms:created>" in reading.packed(first["xlsx"])["docProps/core.xml"]


def test_the_head_of_spss_and_stata_names_no_day_and_the_weight(tmp_path):
    weighted, plain = write(SURVEY, "sav", "de").bytes, write(WIDE, "sav", "de").bytes
    assert weighted[76:80] == b"\1\0\0\0"  # the first variable weights
    assert plain[76:80] == b"\0\0\0\0"
    for content in (weighted, plain):
        assert content[92:109] == b"01 Jan 0000:00:00"
    assert b"<timestamp>\x1101 Jan 2000 00:00</timestamp>" in write(SURVEY, "dta", "de").bytes[:400]
    _, meta = reading.sav(SURVEY, tmp_path)
    assert (meta.creation_time.year, meta.file_label) == (2000, "Gut ankommen <in> Ostholstein & überall")


def test_csv_is_made_while_it_is_read():
    """Neither the whole file nor a second copy of the people stands in memory, and its head does not wait for them."""
    many = replace(WIDE, rows=WIDE.rows * (12_000 // len(WIDE.rows)))
    tracemalloc.start()
    parts = iter(write(many, "csv", "de").parts)
    assert next(parts).decode("utf-8-sig").rstrip() == ",".join(f'"{name}"' for name in reading.names(many))
    sizes = [len(part) for part in parts]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < sum(sizes) / 3
    assert max(sizes) < sum(sizes) / 20


@pytest.mark.parametrize("wrong", [True, 1.0, 7, "1"])
def test_no_value_passes_for_another_that_python_calls_equal(wrong):
    with pytest.raises(ValueError, match="schwer cannot be"):
        replace(SURVEY, variables=(HARDEST,), rows=((1,), (2,), (wrong,), (None,)), weights=None)


# -- words


def test_spss_keeps_labels_levels_and_missing_values(tmp_path):
    _, meta = reading.sav(SURVEY, tmp_path, "ar")
    assert meta.variable_value_labels["schwer"][1] == "إيجاد شقة"
    assert meta.variable_value_labels["schwer"][2] == "Arbeit"  # not translated
    assert meta.variable_value_labels["schwer"][-8] == said(DONT_KNOW, "ar") != DONT_KNOW.message
    assert meta.missing_ranges["schwer"] == [{"lo": -9, "hi": -9}, {"lo": -8, "hi": -8}]
    levels = {"weight": "scale", "schwer": "nominal", "zufrieden": "ordinal", "kinder": "scale", "worte": "nominal"}
    assert {name: meta.variable_measure[name] for name in levels} == levels
    _, wide = reading.sav(WIDE, tmp_path)
    assert wide.missing_ranges["v0"] == [{"lo": -9, "hi": -5}]


def test_labels_are_cut_between_characters(tmp_path):
    long = Text({"ti": TIGRINYA * 20, "de": "e\u0323\u0302" * 300})
    people = replace(SURVEY, variables=(replace(HARDEST, label=long, values={1: long, 2: "", 3: "👩‍💻" * 40}),),
                     rows=((1,),), weights=None)  # fmt: skip
    for language in ("ti", "de"):
        _, meta = reading.sav(people, tmp_path, language)
        label, meaning = meta.column_labels[0], meta.variable_value_labels["schwer"][1]
        assert 240 < len(label.encode()) <= 256
        assert 105 < len(meaning.encode()) <= 120
        assert label.endswith("…")
        assert said(long, language).startswith(label[:-1].rstrip())
    assert label[:-1] == said(long, "de")[: len(label) - 1]
    assert meta.variable_value_labels["schwer"][2] == "2"  # no words: the code itself
    assert meta.variable_value_labels["schwer"][3] == "👩‍💻" * 10 + "…"  # 11 bytes each
    _, stata = reading.dta(people, tmp_path, "ti")
    assert len(stata.column_labels[0]) <= 80
    assert stata.variable_value_labels["schwer"][1] == (TIGRINYA * 20).strip()
    assert (TIGRINYA * 20).strip() in write(people, "codebook", "ti").bytes.decode()


def test_stata_says_what_its_letters_mean(tmp_path):
    _, meta = reading.dta(SURVEY, tmp_path, "de")
    assert meta.variable_value_labels["schwer"]["a"] == said(DONT_KNOW, "de")
    assert meta.missing_user_values["schwer"] == ["a", "b"]
    as_pandas = pandas.read_stata(io.BytesIO(write(SURVEY, "dta", "ti").bytes), convert_categoricals=False)
    assert list(as_pandas["sprachen_deutsch"]) == [row[1] for row in SURVEY.rows]


def test_parquet_has_the_words_of_all_languages():
    schema = reading.parquet(SURVEY).schema
    field = schema.field("schwer").metadata
    assert json.loads(field[b"label"])["ti"] == (TIGRINYA * 20).strip()
    assert json.loads(field[b"values"])["1"] == {"de": "Eine Wohnung finden", "ar": "إيجاد شقة", "ti": "ገዛ ምርካብ"}
    assert json.loads(field[b"values"])["3"] == {"und": "Eutin"}
    assert json.loads(field[b"missing"])["-8"]["en"] == "I don’t know"
    assert schema.metadata[b"weight"] == b"weight"
    assert json.loads(schema.metadata[b"title"])["ti"] == "ጽቡቕ ምብጻሕ"


def test_the_csv_of_words_says_what_codes_mean():
    frame = pandas.read_csv(io.BytesIO(write(SURVEY, "csv-labels", "ti").bytes), encoding="utf-8-sig", dtype=str)
    assert list(frame["schwer"][:3]) == ["ገዛ ምርካብ", "Arbeit", "Eutin"]
    assert frame["kinder"][2] == DONT_KNOW.message  # nobody has translated it to Tigrinya: English
    assert frame["kinder"][1] == "3"


def test_the_workbook_says_what_codes_mean_and_has_a_codebook():
    sheets = reading.sheets(SURVEY, "ar")
    assert list(sheets) == ["data", "labels", "codebook"]
    assert sheets["labels"][1][1] == "إيجاد شقة"
    codes = [row for row in sheets["codebook"] if row[0] == "schwer"]
    assert [row[3] for row in codes] == [1, 2, 3, -8, -9]
    assert [bool(row[5]) for row in codes] == [False, False, False, True, True]
    assert codes[0][1] == "ما هو الأصعب؟"
    assert [row[0] for row in sheets["codebook"][1:]].count("worte") == 1


@pytest.mark.parametrize("language", ["de", "ar", "ti"])
def test_the_codebook_is_a_page_in_its_language_that_runs_nothing(language):
    page = write(SURVEY, "codebook", language)
    assert page.filename == f"gut-ankommen-codebook-{language}.html"
    root = etree.HTML(page.bytes.decode())
    assert (root.get("lang"), root.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
    assert not root.xpath("//script | //img | //link | //*[@onclick] | //b | //i")
    assert [each.text for each in root.xpath("//h2/bdi")] == reading.names(SURVEY)
    fallen = root.xpath("//td[1]/following-sibling::td/descendant-or-self::*[text()='Arbeit']")[0]
    assert (fallen.get("lang"), fallen.get("dir")) == ((None, None) if language == "de" else ("de", "ltr"))
    assert root.xpath("//td/bdi[text()='-8 (Stata: .a)']")


# -- the standards


def test_ddi_keeps_to_the_standard_and_says_everything_in_every_language(dataset):
    schema = etree.RelaxNG(etree.parse(HERE / "ddi_subset.rng"))
    root = reading.ddi(dataset)
    assert schema.validate(root), schema.error_log
    assert not root.xpath("//@xml-lang")
    variables = root.xpath("//d:var", namespaces=reading.NAMES)
    assert [each.get("name") for each in variables] == reading.names(dataset)
    ids = {each.get("ID") for each in root.iter() if each.get("ID")}
    pointed = {
        id for each in root.iter() for name in ("var", "files", "wgt-var") for id in (each.get(name) or "").split()
    }
    assert pointed <= ids


def test_ddi_has_questions_codes_and_the_weight():
    root = reading.ddi(SURVEY)
    find = lambda path: root.xpath(path, namespaces=reading.NAMES)  # noqa: E731
    assert find("//d:var[@wgt='wgt']/@name") == ["weight"]
    assert reading.words(find("//d:var[@name='schwer']/d:qstn/d:qstnLit"))["ti"] == (TIGRINYA * 20).strip()
    assert reading.words(find("//d:var[@name='schwer']/d:catgry[d:catValu='1']/d:labl"))["ar"] == "إيجاد شقة"
    assert find("//d:var[@name='schwer']/d:catgry[@missing='Y']/d:catValu/text()") == ["-8", "-9"]
    assert find("//d:var[@name='schwer']/d:invalrng/d:item/@VALUE") == ["-8", "-9"]
    assert find("//d:varGrp[@type='multipleResp']/@name") == ["sprachen"]
    assert find("//d:titl/text()") == ["Gut ankommen <in> Ostholstein & überall"]
    assert reading.words(find("//d:parTitl")) == {"ar": "الوصول الجيد", "ti": "ጽቡቕ ምብጻሕ"}
    assert find("//d:varQnty/text()") == ["8"]


@pytest.mark.parametrize("kind", ["ddi", "codebook"])
def test_a_codebook_says_nothing_about_the_answers(kind):
    other = replace(SURVEY, rows=SURVEY.rows[::-3], weights=(1.0,) * 4)
    assert write(SURVEY, kind, "de").bytes == write(other, kind, "de").bytes


def test_triple_s_keeps_to_the_standard(dataset):
    schema = etree.RelaxNG(etree.parse(HERE / "triple_s_subset.rng"))
    root, _ = reading.triple_s(dataset)
    assert schema.validate(root), schema.error_log
    assert [each.text for each in root.iter("name")][1:] == reading.names(dataset)


def test_triple_s_has_the_words_of_all_languages_and_the_weight():
    root, _ = reading.triple_s(SURVEY)
    assert root.get("languages") == "de ar ti en"
    assert root.xpath("//variable[@use='weight']/name/text()") == ["weight"]
    value = root.xpath("//variable[name='schwer']/values/value[@code='1']")[0]
    assert value.text == "Eine Wohnung finden"
    assert reading.words(value.findall("text")) == {
        "de": "Eine Wohnung finden", "ar": "إيجاد شقة", "ti": "ገዛ ምርካብ"}  # fmt: skip
    assert root.xpath("//variable[name='schwer']/@format") == ["literal"]
    ranges = root.xpath("//variable[name='anteil']/values/range")[0]
    assert dict(ranges.attrib) == {"from": "0.0000001", "to": "123456789.25"}


STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def test_the_script_for_r_is_ascii_and_its_strings_hold():
    text = script(table(SURVEY), "ti")
    assert text.isascii()
    bare = STRING.sub('""', text)
    assert "fett" not in bare
    assert bare.count('"') % 2 == 0
    assert quoted('"; system("x")\\\n\u202eé👍') == r'"\"; system(\"x\")\\\u{000A}\u{202E}\u{00E9}\U{0001F44D}"'
    assert (
        'data$zufrieden <- factor(data$zufrieden, levels = c(1, 2), labels = c("sehr", "kaum"), ordered = TRUE)' in text
    )
    assert "data$kinder[data$kinder %in% c(-8, -9)] <- NA" in text
    assert 'kinder = "numeric"' in text
    assert 'worte = "character"' in text
    alike = replace(HARDEST, values={1: "Ja", 2: "Ja", 3: "Nein"})
    assert 'labels = c("Ja (1)", "Ja (2)", "Nein")' in script(table(replace(EMPTY, variables=(alike,))), "de")


# -- hostile words

NASTY = "=cmd|' /C calc'!A0\x00\x08\u202edrowssap\ud800 <script>alert(1)</script> ]]>"
HOSTILE_EVERYWHERE = Dataset(
    Text({"de": NASTY}),
    "boese",
    "de",
    ("de",),
    (
        Variable("a", Text({"de": NASTY}), "single", {1: Text({"de": NASTY}), 2: "x" * 1_000_000}, {-8: NASTY}, "a"),
        Variable("b", "y" * 1_000_000, "text"),
    ),
    ((1, NASTY), (2, "x" * 30_000), (-8, None)),
)


@pytest.mark.parametrize("kind", FORMATS)
def test_no_words_break_a_file(kind):
    content = write(HOSTILE_EVERYWHERE, kind, "de").bytes
    assert b"\xed\xa0\x80" not in content  # half a surrogate pair
    assert "\u202e".encode() not in content
    if kind == "codebook":
        assert not etree.HTML(content).xpath("//script")


csv.field_size_limit(2_000_000)
FORMULA = re.compile(r"""[\s"]*(?:[=+@＝＋－＠]|-(?!\d))""")


@pytest.mark.parametrize("kind", ["csv", "csv-labels"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])  # Excel in Germany opens CSV files with the second
def test_no_cell_of_a_csv_file_is_a_formula(kind, separator):
    for dataset in (SURVEY, HOSTILE_EVERYWHERE):
        text = write(dataset, kind, "de").bytes.decode("utf-8-sig")
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        assert [cell for row in rows for cell in row if FORMULA.match(cell)] == []
    assert "'=1+1" in text or "'=cmd" in text


def test_no_cell_of_a_workbook_is_a_formula():
    for dataset in (SURVEY, HOSTILE_EVERYWHERE):
        parts = reading.packed(write(dataset, "xlsx", "de").bytes)
        assert not any(b"<f>" in part or b"<f " in part or b"hyperlink" in part for part in parts.values())


def test_a_text_too_long_for_a_format_is_a_problem_and_never_cut():
    for kind, longest in {"xlsx": 32_767, "sav": 32_767, "dta": 1_000_000}.items():
        variable = Variable("b", "b", "text")
        fits = Dataset(Text({"de": "b"}), "b", "de", ("de",), (variable,), (("x" * longest,), ("",)))
        assert len(write(fits, kind, "de").bytes) > 1000
        with pytest.raises(Problem, match="too long"):
            write(replace(fits, rows=(("x" * (longest + 1),),)), kind, "de")


def test_without_the_extra_a_sentence_says_what_to_do(monkeypatch):
    for name in ("pandas", "pyreadstat", "pyarrow"):
        monkeypatch.setitem(sys.modules, name, None)  # what Python takes for a library that is not there
    for kind in ("sav", "dta", "parquet"):
        with pytest.raises(Problem, match="make analysis"):
            write(SURVEY, kind, "de")
    assert write(SURVEY, "xlsx", "de").bytes
    assert write(SURVEY, "ddi", "de").bytes


def test_a_dataset_without_a_variable_is_a_problem():
    with pytest.raises(Problem, match="at least one question"):
        write(Dataset(Text(), "leer", "de", ("de",), (), ()), "csv", "de")


# -- anything

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\t\"'=;,"), max_size=30)
CODES = st.lists(st.integers(0, 500), min_size=1, max_size=5, unique=True)


@st.composite
def datasets(draw):
    variables = []
    for at in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["single", "multiple", "ordered", "number", "text"]))
        coded = {code: draw(TEXTS) for code in draw(CODES)} if kind in ("single", "multiple", "ordered") else {}
        missing = {code: draw(TEXTS) for code in draw(st.sampled_from([(), (-8,), (-8, -9)]))} if kind != "text" else {}
        variables.append(Variable(f"v{at}", Text({"de": draw(TEXTS)}), kind, coded, missing))
    people = draw(st.integers(0, 5))
    rows = tuple(tuple(draw(_values(each)) for each in variables) for _ in range(people))
    weights = draw(st.none() | st.just(tuple(1 + at / 4 for at in range(people))))
    return Dataset(Text({"de": draw(TEXTS)}), "frage", "de", ("de", "ar"), tuple(variables), rows, weights)


def _values(variable):
    numbers = st.integers(0, 2**40) | st.floats(0, 1e12, allow_subnormal=False)
    own = {"number": numbers, "text": TEXTS.map(lambda words: said(words, "de"))}.get(variable.type)
    codes = st.sampled_from([None, *variable.codes])
    return codes if own is None else own | codes


@settings(max_examples=40, deadline=None, derandomize=True)
@given(datasets())
def test_any_dataset_comes_back_equal(tmp_path_factory, people):
    folder = tmp_path_factory.mktemp("any")
    reading.same(people, reading.csv_rows(people, write(people, "csv", "de").bytes))
    reading.same(people, reading.frame_rows(reading.sav(people, folder)[0]))
    read = reading.parquet(people)
    reading.same(people, zip(*(column.to_pylist() for column in read.columns), strict=True))
    reading.same(people, reading.dta_rows(people, reading.dta(people, folder)[0]))
    for file in ("ddi_subset.rng", "triple_s_subset.rng"):
        root = reading.ddi(people) if file.startswith("ddi") else reading.triple_s(people)[0]
        assert etree.RelaxNG(etree.parse(HERE / file)).validate(root)
