"""What the tables are, for programs: CSV on the Web. Source: W3C, Metadata Vocabulary for Tabular Data, 2015."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.open_data.columns import Column
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release

FORMAT = "mitsprache-open-data/1"
LICENCE = "https://www.govdata.de/dl-de/by-2-0"
LICENCE_NAME = "Datenlizenz Deutschland – Namensnennung – Version 2.0"
TITLES = {
    "cells.csv": {"de": "Veröffentlichte Zellen", "en": "Published cells"},
    "published.csv": {"de": "Zahlen der Ergebnisseite", "en": "Numbers of the results page"},
    "dictionary.csv": {"de": "Verzeichnis der Fragen und Antworten", "en": "Dictionary of questions and answers"},
    "population.csv": {"de": "Bevölkerung, mit der verglichen wird", "en": "Population that is compared with"},
}
PROTECTED = {
    "de": "Zum Schutz der Menschen, die geantwortet haben, sind alle Zahlen leicht verändert; kleine Gruppen fehlen. "
    "Die Teilnahme war freiwillig: Die Ergebnisse sind nicht repräsentativ.",
    "en": "To protect the people who answered, all numbers are changed a little; small groups are missing. "
    "Taking part was voluntary: the results are not representative.",
}
SIMULATED = {"de": "Erfundene Antworten zum Ausprobieren. ", "en": "Invented answers, to try things out. "}


@dataclass(frozen=True)
class Source:
    """Who publishes a release, and where its data are found."""

    publisher: str
    address: str

    @property
    def attribution(self) -> str:
        """The line the licence asks for: who provides the data, under which licence, where they are."""
        return f"{self.publisher}, dl-de/by-2-0 ({LICENCE}), {self.address}"


def metadata(
    questionnaire: Questionnaire, release: Release, tables: Mapping[str, Sequence[Column]], source: Source
) -> bytes:
    about = {tag: (SIMULATED[tag] if release.simulated else "") + words for tag, words in PROTECTED.items()}
    group = {
        "@context": ["http://www.w3.org/ns/csvw", {"language": "de"}],
        "dc:title": _by_language({tag: questionnaire.title.said(tag).words for tag in questionnaire.languages}),
        "dc:description": _by_language(about),
        "dc:publisher": source.publisher,
        "dc:license": {"@id": LICENCE},
        "dc:rights": source.attribution,
        "dc:source": {"@id": source.address},
        "dc:issued": {"@value": release.day.isoformat(), "@type": "xsd:date"},
        "dc:identifier": f"sha256:{release.sha256}",
        "dc:hasVersion": str(release.number),
        "dc:conformsTo": FORMAT,
        "dc:language": questionnaire.source,
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
        "tables": [_table(name, columns) for name, columns in tables.items()],
    }
    return json.dumps(group, ensure_ascii=False, indent=1).encode() + b"\n"


def _table(name: str, columns: Sequence[Column]) -> dict[str, Any]:
    return {
        "url": name,
        "dc:title": _by_language(TITLES[name]),
        "tableSchema": {"columns": [_column(column) for column in columns]},
    }


def _column(column: Column) -> dict[str, Any]:
    """The heads of the columns are their names, which the processor finds under `titles` in no language."""
    made: dict[str, Any] = {"name": column.name.replace("-", "_"), "titles": {"und": column.name, **column.titles}}
    if column.descriptions:
        made["dc:description"] = _by_language(column.descriptions)
    made["datatype"] = column.datatype
    return made | ({"lang": column.language} if column.language else {})


def _by_language(words: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": said, "@language": tag} for tag, said in words.items()]
