"""Deciding on statements, and cards read from files as people bring them."""

import io
from datetime import datetime, timedelta

import pytest
import xlsxwriter

from app.domain import cards
from app.domain.moderation import Opinion, decision
from app.domain.sentence import Problem

NOON = datetime(2025, 6, 1, 12)  # noqa: DTZ001


def said(*opinions):
    return [Opinion(who, verdict, "", NOON + timedelta(hours=i)) for i, (who, verdict) in enumerate(opinions)]


@pytest.mark.parametrize(
    ("opinions", "one", "two", "split"),
    [
        ([], None, None, False),
        ([("a", "accepted")], "accepted", None, False),
        ([("a", "accepted"), ("a", "accepted")], "accepted", None, False),  # the same person twice is one
        ([("a", "accepted"), ("b", "accepted")], "accepted", "accepted", False),
        ([("a", "accepted"), ("b", "refused")], "accepted", None, True),
        ([("a", "accepted"), ("b", "refused"), ("c", "refused")], "accepted", "refused", False),
        ([("a", "accepted"), ("b", "refused"), ("a", "refused")], "refused", "refused", False),  # changed their mind
    ],
)
def test_one_decides_or_two_different_people_who_agree(opinions, one, two, split):
    assert decision(said(*opinions), two_eyes=False).verdict == one
    found = decision(said(*opinions), two_eyes=True)
    assert (found.verdict, found.split) == (two, split)


ROWS = [
    ["Thema", "Idee", "Sprache", "Herkunft"],
    ["Sprache", "  Mehr   Deutschkurse am Abend ", "", "Zukunftskonferenz"],
    ["Wohnen", "نحتاج إلى شقق", "ar", ""],
    ["", "", "", ""],
    ["", "x" * 281, "", ""],
    ["", "Nya idéer", "sv", ""],
]


def workbook(rows):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return file.getvalue()


def table(rows, mark, encoding):
    return "\r\n".join(mark.join(row) for row in rows).encode(encoding)


@pytest.mark.parametrize(
    "file",
    [
        workbook(ROWS),
        table(ROWS, ";", "utf-8-sig"),  # Excel in German
        table(ROWS, "\t", "utf-16"),
        table(ROWS, ",", "utf-8"),
    ],
)
def test_cards_come_from_tables_as_programs_write_them(file):
    found = cards.read(file)
    assert [(card.row, card.words, card.theme, card.origin, card.language) for card in found.cards] == [
        (2, "Mehr Deutschkurse am Abend", "Sprache", "Zukunftskonferenz", "de"),
        (3, "نحتاج إلى شقق", "Wohnen", "", "ar"),
    ]
    assert list(found.problems) == [5, 6]


@pytest.mark.parametrize(
    "file", [b"", b"PK\x03\x04 nothing", b"a;b\n1;2", b"\xff\xfe\xff", b"Idee\n", workbook([["Nummer"], ["1"]])]
)
def test_what_is_no_table_of_cards_is_said(file):
    with pytest.raises(Problem):
        cards.read(file)
