"""What the columns of the open data mean: their names, titles and descriptions in German and English, their types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Column:
    """`datatype` is one of CSV on the Web (W3C, Metadata Vocabulary for Tabular Data, 5.11)."""

    name: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str] = field(default_factory=dict)
    datatype: str = "string"
    language: str = ""


def _column(name: str, de: str, en: str, about: str = "", about_en: str = "", datatype: str = "string") -> Column:
    return Column(name, {"de": de, "en": en}, {"de": about, "en": about_en} if about else {}, datatype)


WHERE = (
    _column(
        "release", "Veröffentlichung", "Release", "Nummer der Veröffentlichung.", "Number of the release.", "integer"
    ),
    _column(
        "dimension",
        "Merkmal",
        "Dimension",
        "Wonach gefiltert wurde; leer: alle Menschen zusammen.",
        "What was filtered by; empty: everyone together.",
    ),
    _column(
        "group",
        "Gruppe",
        "Group",
        "Die eine Gruppe dieses Merkmals, von der die Zahlen sind.",
        "The one group of this dimension the numbers are of.",
    ),
)
QUESTION = _column(
    "question",
    "Frage",
    "Question",
    "Kurzname der Frage; leer: Zahl der Menschen in der Gruppe. Mit :themes werden ihre Texte nach Themen gezählt.",
    "Short name of the question; empty: number of people in the group. With :themes its texts are counted by theme.",
)
ROW_LABEL = _column(
    "row_label",
    "Zeile, Text",
    "Row, words",
    "In der Originalsprache der Umfrage.",
    "In the language the survey was written in.",
)
COLUMN_LABEL = _column("column_label", "Spalte, Text", "Column, words")

CELLS = (
    *WHERE,
    _column("group_label", "Gruppe, Text", "Group, words"),
    QUESTION,
    _column("question_label", "Frage, Text", "Question, words"),
    _column("cell", "Zelle", "Cell", "Kurzname der gezählten Antwort.", "Short name of the answer that is counted."),
    _column(
        "row",
        "Zeile",
        "Row",
        "Worum es geht, etwa eine Aussage; siehe dictionary.csv.",
        "What it is about, such as a statement; see dictionary.csv.",
    ),
    ROW_LABEL,
    _column("column", "Spalte", "Column", "Die Antwort dazu, etwa eine Stufe.", "The answer to it, such as a step."),
    COLUMN_LABEL,
    _column(
        "count",
        "Anzahl",
        "Count",
        "Veröffentlichte Zahl der Menschen, zum Schutz aller leicht verändert; 0 heißt: niemand oder sehr wenige.",
        "Published number of people, changed a little to protect everyone; 0 means nobody or very few.",
        "integer",
    ),
    _column(
        "answered",
        "Antworten",
        "Answered",
        "Wie viele die Frage beantwortet haben, ebenso verändert.",
        "How many answered the question, changed in the same way.",
        "integer",
    ),
    _column(
        "base",
        "Basis",
        "Base",
        "Wovon der Anteil ein Anteil ist; leer: kein Anteil.",
        "What the share is a share of; empty: there is no share.",
        "integer",
    ),
    _column(
        "share",
        "Anteil, wie veröffentlicht",
        "Share as published",
        "Ganze Prozent, oder at most a few (höchstens vereinzelt), under 5 % (unter 5 %), almost all (fast alle).",
        "Whole percent, or words where a number would say too much.",
    ),
    _column("share_decimal", "Anteil", "Share", "Anzahl durch Basis.", "Count by base.", "decimal"),
    _column(
        "withheld",
        "zurückgehalten",
        "Withheld",
        "true: Von dieser Gruppe wird dazu nichts veröffentlicht.",
        "true: nothing is published about this for this group.",
        "boolean",
    ),
)

PUBLISHED = (
    *WHERE,
    QUESTION,
    ROW_LABEL,
    COLUMN_LABEL,
    _column(
        "figure",
        "Angabe",
        "Figure",
        "share: Anteil; between: wie genau er ist; people: Menschen; mean, mean between: Durchschnitt und wie genau; "
        "answered und no opinion: gerundet; "
        "message.…: Lücke im Satz. where.…: Antworten und Bevölkerung je Region; missing.…: wer fehlt, siehe "
        "population.csv.",
        "share, and between what it lies; people; mean, and mean between; answered and no opinion are rounded; "
        "message.… is a gap of the sentence. where.…: answers and population by region; missing.…: who is missing, see "
        "population.csv.",
    ),
    _column("value", "Wert", "Value", "Wie die Ergebnisseite ihn zeigt.", "As the results page shows it."),
)

DICTIONARY = (
    QUESTION,
    _column(
        "part",
        "Teil",
        "Part",
        "question: die Frage; row: eine Zeile; column: eine Spalte.",
        "The question itself, one of its rows or one of its columns.",
    ),
    _column("id", "Kurzname", "Short name"),
    _column("kind", "Art der Frage", "Kind of question"),
    _column("shape", "Form des Diagramms", "Shape of the chart"),
    _column(
        "role",
        "Rolle",
        "Role",
        "answer: Antwort; remainder: Rest; no opinion: keine Meinung, zählt nicht zur Basis; declined: abgelehnt; "
        "written: eigene Worte. Bei der Frage selbst: several: mehrere Antworten möglich.",
        "An answer; a remainder; no opinion, outside of the base; declined to answer; written in one’s own words. "
        "Of the question itself: several answers may be given.",
    ),
    _column(
        "place", "Platz", "Place", "Von der schlechtesten Stufe (1) an.", "Counted from the worst step (1).", "integer"
    ),
    _column(
        "value",
        "Zahlenwert",
        "Value",
        "Womit die Antwort in einen Durchschnitt eingeht.",
        "What the answer counts in a mean.",
        "decimal",
    ),
)

POPULATION = (
    _column(
        "margin",
        "Zählung",
        "Margin",
        "Wonach gezählt wird: municipality, age, origin, gender.",
        "What is counted by: municipality, age, origin, gender.",
    ),
    _column("id", "Kurzname", "Short name"),
    _column("name", "Name", "Name"),
    _column("people", "Menschen", "People", "Wie viele hier leben.", "How many live here.", "decimal"),
    _column("source", "Quelle", "Source", "Woher die Zahl ist.", "Where the number is from."),
    _column("day", "Stichtag", "Day", datatype="date"),
    _column(
        "estimate",
        "geschätzt",
        "Estimated",
        "true: geschätzt, nicht gezählt.",
        "true: estimated, not counted.",
        "boolean",
    ),
    _column(
        "part",
        "Teil des Überblicks",
        "Part of the overview",
        "where: woher Antworten kamen; missing: wer fehlt; leer: wird mit keiner Gruppe verglichen.",
        "where: from where people answered; missing: who is missing; empty: compared with no group.",
    ),
    _column("question", "Frage", "Question", "Kurzname der Frage.", "Short name of the question."),
    _column("group", "Gruppe", "Group", "Die Zelle der Frage, die diese Menschen sind.", "The cell these people are."),
    _column("group_label", "Gruppe, Text", "Group, words"),
)
