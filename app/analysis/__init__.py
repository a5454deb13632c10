"""Answers of single people as files for statistics programs. It knows the domain, and no visitor and no database."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from app.domain.dataset import WEIGHT, Dataset
from app.domain.sentence import N_, Sentence


@dataclass(frozen=True)
class Written:
    bytes: bytes
    filename: str
    mimetype: str


@dataclass(frozen=True)
class Format:
    name: Sentence


FORMATS = {"csv": Format(Sentence(N_("CSV, codes")))}


def write(dataset: Dataset, format: str, language: str) -> Written:  # noqa: A002  what everyone calls it
    """The file; raises a Problem where the format cannot hold a dataset, or a library of this server is missing."""
    written, weights = io.StringIO(), dataset.weights
    rows = csv.writer(written, quoting=csv.QUOTE_ALL)
    rows.writerow([variable.name for variable in dataset.variables] + ([WEIGHT] if weights else []))
    for place, row in enumerate(dataset.rows):
        rows.writerow(["" if value is None else value for value in row] + ([weights[place]] if weights else []))
    return Written(written.getvalue().encode("utf-8-sig"), f"{dataset.slug}.csv", "text/csv")
