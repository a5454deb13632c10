"""The files of a release: made from the release and its questionnaire, always the same, with a checksum for each."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from app.config import PROJECT
from app.domain import voices
from app.domain.exchange.sheet import Cell, csv_file, workbook
from app.domain.open_data.cells import cells
from app.domain.open_data.columns import CELLS, POPULATION, PUBLISHED, Column
from app.domain.open_data.dictionary import columns, dictionary
from app.domain.open_data.inhabitants import inhabitants
from app.domain.open_data.metadata import TITLES, Source, metadata
from app.domain.population import Population
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release, canonical
from app.web.results.data.published import published
from app.web.results.data.words import say_in

Files = Mapping[str, bytes]
METADATA, CHECKSUMS, RELEASE, BEFORE = "cells.csv-metadata.json", "checksums.txt", "release.json", "before.json"
WORKBOOK, ALL = "tables.xlsx", "all.zip"
NAMES = (*TITLES, METADATA, CHECKSUMS, RELEASE, BEFORE, WORKBOOK, ALL)
SCRIPT = PROJECT / "setup" / "recompute.py"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP file can name: no file says when it was made


@dataclass(frozen=True)
class Table:
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    @property
    def head(self) -> list[str]:
        return [column.name for column in self.columns]


@dataclass(frozen=True)
class Issue:
    """A release with the one before, and the newest, which says which texts have not been taken back.

    `people` are the inhabitants it is compared with, where there is a table of them."""

    questionnaire: Questionnaire
    release: Release
    before: Release | None
    newest: Release
    people: Population | None = None

    @cached_property
    def tables(self) -> dict[str, Table]:
        asked, release, people = self.questionnaire, self.release, self.people
        say = partial(say_in, tag=asked.source)
        return {
            "cells.csv": Table(CELLS, list(cells(asked, release, say))),
            "published.csv": Table(PUBLISHED, list(published(asked, release, people, say))),
            "dictionary.csv": Table(columns(asked), list(dictionary(asked, release, say_in))),
            **({"population.csv": Table(POPULATION, list(inhabitants(asked, people, say)))} if people else {}),
        }


def files(issue: Issue, source: Source) -> Files:
    """Every file but the workbook, by its name."""
    described = {name: table.columns for name, table in issue.tables.items()}
    written = {
        **{name: csv_file(table.head, table.rows) for name, table in issue.tables.items()},
        METADATA: metadata(issue.questionnaire, issue.release, described, source),
        RELEASE: canonical(issue.release.document).encode(),
        **({BEFORE: canonical(issue.before.document).encode()} if issue.before else {}),
    }
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in written.items())
    checked = {**written, **_without_withdrawn(issue), CHECKSUMS: sums.encode()}
    return {**checked, ALL: _packed({**checked, SCRIPT.name: SCRIPT.read_bytes()})}


def tables_in_a_workbook(issue: Issue) -> bytes:
    """The same tables for those who open them in a spreadsheet. It has no checksum: its writer may change its bytes."""
    return workbook({name.removesuffix(".csv"): (table.head, table.rows) for name, table in issue.tables.items()})


def _without_withdrawn(issue: Issue) -> dict[str, bytes]:
    """The release documents that held texts which have been taken back since, without their words.

    Their checksums stay those of the whole documents: no hash can be computed of what may not be read."""
    still = {_place(text) for text in issue.newest.document.get(voices.KEY, [])}
    found = {}
    for name, release in ((RELEASE, issue.release), (BEFORE, issue.before)):
        texts: list[dict[str, Any]] = release.document.get(voices.KEY, []) if release else []
        if release and any(_place(text) not in still for text in texts):
            kept = [text if _place(text) in still else {**text, "words": None} for text in texts]
            found[name] = canonical({**release.document, voices.KEY: kept}).encode()
    return found


def _place(text: Mapping[str, Any]) -> tuple[str, str, str]:
    return text["question"], text["part"], text["words"]


def _packed(content: Files) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, inside in content.items():
            packed.writestr(zipfile.ZipInfo(name, EPOCH), inside, zipfile.ZIP_DEFLATED)
    return file.getvalue()
