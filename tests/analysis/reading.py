"""Reads each format back with the library its users have, as rows of values without a meaning lost."""

import io
import math
import zipfile

import pandas
import pyarrow.parquet
import pyreadstat
from lxml import etree
from python_calamine import CalamineWorkbook

from app.analysis import write
from app.domain.dataset import WEIGHT
from app.domain.exchange.sheet import recovered

NAMES = {"d": "ddi:codebook:2_5"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def expected(dataset):
    """What every format must give back: weights first, an empty text and none are the same."""
    weights = [(weight,) for weight in dataset.weights] if dataset.weights is not None else [()] * len(dataset.rows)
    return [weight + row for weight, row in zip(weights, dataset.rows, strict=True)]


def names(dataset):
    return [*([WEIGHT] if dataset.weights is not None else []), *(each.name for each in dataset.variables)]


def plain(value):
    """A number as it was, whole or not; whatever says that nothing is there is None."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, str):
        return value
    return int(value) if float(value).is_integer() else float(value)


def frame_rows(frame):
    return [tuple(plain(value) for value in row) for row in frame.astype(object).itertuples(index=False)]


def same(dataset, rows):
    assert [tuple(plain(value) for value in row) for row in rows] == [
        tuple(plain(value) for value in row) for row in expected(dataset)
    ]


def csv_rows(dataset, content):
    texts = {each.name: str for each in dataset.variables if each.type == "text"}
    frame = pandas.read_csv(io.BytesIO(content), encoding="utf-8-sig", dtype=texts, na_values=[""],
                            keep_default_na=False)  # fmt: skip
    assert list(frame) == names(dataset)
    for name in texts:
        frame[name] = [recovered(value) if isinstance(value, str) else None for value in frame[name]]
    return frame_rows(frame)


def packed(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert all(each.date_time == (1980, 1, 1, 0, 0, 0) for each in archive.infolist())
        return {each.filename: archive.read(each) for each in archive.infolist()}


def from_path(reader, content, tmp_path, **options):
    file = tmp_path / "file"
    file.write_bytes(content)
    return reader(file, **options)


def sav(dataset, tmp_path, language="de"):
    return from_path(pyreadstat.read_sav, write(dataset, "sav", language).bytes, tmp_path, user_missing=True)


def dta(dataset, tmp_path, language="de"):
    return from_path(pyreadstat.read_dta, write(dataset, "dta", language).bytes, tmp_path, user_missing=True)


def dta_rows(dataset, frame):
    """The rows of a Stata file with -8 for .a, -9 for .b and so on."""
    codes = sorted({code for each in dataset.variables for code in each.missing}, reverse=True)
    letters = dict(zip("abcde", codes, strict=False))
    for variable in dataset.variables:
        if variable.missing:
            frame[variable.name] = frame[variable.name].astype(object).map(lambda value: letters.get(value, value))
    return frame_rows(frame)


def parquet(dataset):
    return pyarrow.parquet.read_table(io.BytesIO(write(dataset, "parquet", "de").bytes))


def sheets(dataset, language="de"):
    book = CalamineWorkbook.from_filelike(io.BytesIO(write(dataset, "xlsx", language).bytes))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def ddi(dataset):
    return etree.fromstring(write(dataset, "ddi", "de").bytes)


def triple_s(dataset):
    files = packed(write(dataset, "triple-s", "de").bytes)
    return etree.fromstring(files[f"{dataset.slug}.sss"]), files[f"{dataset.slug}.csv"]


def words(elements):
    return {element.get(LANG): element.text for element in elements}
