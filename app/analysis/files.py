"""Files for analysts: one dataset in the format somebody works with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.analysis import codebook, csv_file, ddi, parquet, r, spss, stata, triple_s, xlsx
from app.analysis.table import Table, table
from app.domain.dataset import Dataset
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label

_Whole = bytes


@dataclass(frozen=True)
class Written:
    """`parts` can be read once; some formats make each part only then."""

    parts: Iterable[_Whole]
    filename: str
    mimetype: str

    @property
    def bytes(self) -> _Whole:
        return b"".join(self.parts)


@dataclass(frozen=True)
class Format:
    """`ending` comes after the short name; where words stand in one language only, `spoken`, it is part of the name."""

    name: Label
    make: Callable[[Table, str], bytes | Iterable[bytes]]
    ending: str
    mimetype: str
    spoken: bool = True


ZIP = "application/zip"
FORMATS = {
    "csv": Format(Sentence(N_("CSV, codes")), csv_file.with_codes, ".csv", "text/csv", spoken=False),
    "csv-labels": Format(Sentence(N_("CSV, words")), csv_file.with_labels, "-labels.csv", "text/csv"),
    "xlsx": Format(
        Sentence(N_("Excel: codes, words and codebook")),
        xlsx.written,
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "sav": Format("SPSS", spss.written, ".sav", "application/x-spss-sav"),
    "dta": Format(Sentence(N_("Stata 14 and later")), stata.written, ".dta", "application/x-stata-dta"),
    "r": Format(Sentence(N_("R: data and script")), r.written, "-r.zip", ZIP),
    "parquet": Format("Parquet", parquet.written, ".parquet", "application/vnd.apache.parquet", spoken=False),
    "triple-s": Format("Triple-S 2.0", triple_s.written, "-triple-s.zip", ZIP, spoken=False),
    "ddi": Format("DDI-Codebook 2.5", ddi.written, "-ddi.xml", "application/xml", spoken=False),
    "codebook": Format(Sentence(N_("Codebook, to read and print")), codebook.page, "-codebook.html", "text/html"),
}


def write(dataset: Dataset, format: str, language: str) -> Written:  # noqa: A002  what everyone calls it
    """The file; raises a Problem where the format cannot hold a dataset, or a library of this server is missing."""
    chosen = FORMATS[format]
    stem, dot, suffix = chosen.ending.partition(".")
    spoken = f"-{language}" if chosen.spoken else ""
    made = chosen.make(table(dataset), language)
    parts = (made,) if isinstance(made, bytes) else made
    return Written(parts, f"{dataset.slug}{stem}{spoken}{dot}{suffix}", chosen.mimetype)
