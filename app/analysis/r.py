"""For R: a CSV file and a script that gives its codes their words.

The script is plain ASCII, every other character written as an escape: so it means the same in each R on each system,
and nothing in a label can end a string or hide what follows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from app.analysis.archive import packed
from app.analysis.csv_file import codes
from app.analysis.table import Column, Table
from app.analysis.words import line

READ = """\
# Reads {csv} from the working directory.
# `codes` holds the numbers as they are in the file, `data` the words they stand for.
# In `data` people without an opinion are NA; in `codes` they have a number below zero.
codes <- read.csv({file}, encoding = "UTF-8", na.strings = "", check.names = FALSE,
                  colClasses = {classes})

# Texts: without the apostrophes that keep spreadsheet programs from taking them for formulas.
for (name in {texts}) {{
  codes[[name]] <- gsub("(^|[;\\\\t\\\\n])'", "\\\\1", codes[[name]], perl = TRUE)
}}

data <- codes
"""
WEIGHT = "# `weight` says how much each person counts, as in survey::svydesign(~1, weights = ~weight, data = data)\n"


def written(table: Table, language: str) -> bytes:
    data = codes(table)
    return packed({f"{table.slug}.csv": data, f"{table.slug}.R": script(table, language).encode("ascii")})


def script(table: Table, language: str) -> str:
    classes = ", ".join(f"{c.name} = {quoted(_class(c))}" for c in table.columns)
    file = f"{table.slug}.csv"
    texts = _all(quoted(column.name) for column in table.columns if column.variable.type == "text")
    read = READ.format(csv=file, file=quoted(file), classes=f"c({classes})", texts=texts)
    steps = "".join(f"{step}\n" for column in table.columns for step in _steps(column, language))
    return read + steps + (WEIGHT if table.weight else "")


def _class(column: Column) -> str:
    return "character" if column.variable.type == "text" else "numeric"


def _steps(column: Column, language: str) -> Iterator[str]:
    name, variable = f"data${column.name}", column.variable
    if variable.coded:
        codes = _all(str(code) for code in variable.values)
        labels = _all(quoted(words) for words in _levels(column, language))
        ordered = ", ordered = TRUE" if variable.type == "ordered" else ""
        yield f"{name} <- factor({name}, levels = {codes}, labels = {labels}{ordered})"
    elif variable.missing:
        yield f"{name}[{name} %in% {_all(str(code) for code in variable.missing)}] <- NA"
    yield f'attr({name}, "label") <- {quoted(line(column.label, language))}'


def _levels(column: Column, language: str) -> list[str]:
    """The words of the codes; R would make one level of two codes with the same words."""
    words = {code: line(label, language) or str(code) for code, label in column.variable.values.items()}
    times = Counter(words.values())
    return [f"{said} ({code})" if times[said] > 1 else said for code, said in words.items()]


def _all(pieces: Iterable[str]) -> str:
    return f"c({', '.join(pieces)})"


def quoted(words: str) -> str:
    """The words as a string of R, in ASCII."""
    return '"' + "".join(_escaped(letter) for letter in words) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    code = ord(letter)
    if 0x20 <= code < 0x7F:
        return letter
    return f"\\u{{{code:04X}}}" if code < 0x10000 else f"\\U{{{code:08X}}}"
