#!/usr/bin/env python3
"""Computes every number of a Mitsprache release once more from its open data, and says where something differs.

    python3 recompute.py FOLDER        the folder with the files, or all.zip, or the address of the release's data

It needs Python 3.10 or newer and nothing else, no part of Mitsprache; it is one file, so that one person can read it.
Shares and means are computed in fractions; where one lies exactly between two numbers, either is right. It ends with 0
when all agrees, 1 when something differs, and 2 when something could not be checked.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import math
import re
import sys
import urllib.error
import urllib.request
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

NEEDED = ("release.json", "cells.csv", "published.csv", "dictionary.csv", "cells.csv-metadata.json")
SUMS, BEFORE, POPULATION = "checksums.txt", "before.json", "population.csv"
Z = 1.959964  # of a hundred intervals 95 hold the true value
NOISE = {"live": 4, "ruhig": 4, "sensibel": 4, "einmal": 2}  # by how much counts are changed, as a mean square
LEAST_IN_A_LINE, SMALL = 20, 50  # people for a line of its own, and below which the ends of the scale are said in words
HALF, NEARLY, HARDLY = Fraction(1, 2), Fraction(95, 100), Fraction(5, 100)
STACKED = ("diverging", "statements")
BY_ROW = (*STACKED, "pairs")  # shares are of those who answered about the thing or the pair of a row
ALIKE = "~"  # neither of a pair
THEMES = ":themes"  # behind the short name of a question: its texts are counted, not people

Table = list[dict[str, str]]
Line = tuple[
    str, str, str, set[str]
]  # the words of a row and of a column, which figure it is, and the values that are right


@dataclass
class Report:
    """What differs, what could not be checked, and how many numbers were computed."""

    differs: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    numbers: int = 0

    def same(self, told: str, published: Any, computed: Any) -> None:
        self.numbers += 1
        if published != computed:
            self.differs.append(f"{told}: {published!r} is published, {computed!r} comes out.")


@dataclass(frozen=True)
class Part:
    """A cell with what the dictionary says of it."""

    row: str
    column: str
    row_label: str
    column_label: str
    role: str
    place: int
    value: Fraction | None
    count: int


def check(files: dict[str, bytes]) -> Report:
    report = Report()
    missing = [name for name in (*NEEDED, SUMS) if name not in files]
    if missing:
        report.unchecked.append(f"Files are missing: {', '.join(missing)}.")
        return report
    _check_sums(files, report)
    try:
        release = json.loads(files["release.json"])
        _check_release(release, files, report)
        cells, shapes = _table(files["cells.csv"]), _table(files["dictionary.csv"])
        _check_counts(cells, release, report)
        _check_themes(cells, shapes, release, report)
        people = _table(files[POPULATION]) if POPULATION in files else []
        _check_numbers(cells, shapes, release, _table(files["published.csv"]), people, report)
    except (ArithmeticError, KeyError, TypeError, ValueError) as error:
        report.differs.append(f"The files do not fit together or cannot be read: {type(error).__name__} {error}.")
    return report


# -- the files themselves


def _check_sums(files: dict[str, bytes], report: Report) -> None:
    """Each file is what its checksum says."""
    lines = files[SUMS].decode(errors="replace").splitlines()
    sums = {name: told for told, _, name in (line.partition("  ") for line in lines)}
    for name in sorted({*NEEDED, *sums, *([BEFORE] if BEFORE in files else [])}):
        if name not in files:
            report.unchecked.append(f"{name} is missing.")
        elif not _withdrawn(name, files):
            report.same(f"Checksum of {name}", hashlib.sha256(files[name]).hexdigest(), sums.get(name))


def _withdrawn(name: str, files: dict[str, bytes]) -> bool:
    """Whether texts of this release were taken back: their words are gone, and the hash with them."""
    try:
        texts = json.loads(files[name]).get("voices", []) if name in ("release.json", BEFORE) else []
    except (AttributeError, ValueError):
        return False
    return any(isinstance(text, dict) and text.get("words", "") is None for text in texts)


def _check_release(release: dict[str, Any], files: dict[str, bytes], report: Report) -> None:
    """The release has the hash that is named, and follows the one before."""
    named = json.loads(files["cells.csv-metadata.json"])["dc:identifier"]
    if _withdrawn("release.json", files):
        report.unchecked.append("Texts of this release were taken back: its hash cannot be computed.")
    else:
        report.same("Hash of the release", f"sha256:{_hash(release)}", named)
        report.same("release.json", files["release.json"], _canonical(release))
    report.same("Last entry of the history", release["history"][-1], [release["day"], release["answers"]])
    if release["previous"] and BEFORE not in files:
        report.unchecked.append(f"{BEFORE}, the release before, is missing: the chain cannot be checked.")
    elif release["previous"]:
        before = json.loads(files[BEFORE])
        if _withdrawn(BEFORE, files):
            report.unchecked.append("Texts of the release before were taken back: the chain cannot be checked.")
        else:
            report.same("Hash of the release before", _hash(before), release["previous"])
        report.same("History until the release before", release["history"][:-1], before["history"])
        report.same("The release before has a lower number", before["number"] < release["number"], True)


def _canonical(document: dict[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _hash(document: dict[str, Any]) -> str:
    return hashlib.sha256(_canonical(document)).hexdigest()


def _table(file: bytes) -> Table:
    """The lines of a CSV file, without the apostrophes that keep spreadsheets from taking a text for a formula."""
    lines = csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline=""))
    return [{name: re.sub(r"(^|[;\t\n])'", r"\1", value) for name, value in line.items()} for line in lines]


# -- cells.csv against the release


def _check_counts(cells: Table, release: dict[str, Any], report: Report) -> None:
    """Every count of the release is in the table, and no other."""
    tables: dict[str, dict[str, Any]] = defaultdict(dict)
    groups: dict[str, dict[str, Any]] = defaultdict(dict)
    for line in (line for line in cells if not line["question"].endswith(THEMES)):
        told, table = _where(line), _name(line)
        report.same(f"{told}: number of the release", line["release"], str(release["number"]))
        report.same(f"{told}: withheld", line["withheld"], "false" if line["count"] else "true")
        if not line["question"]:
            groups[line["dimension"]][line["group"]] = int(line["count"]) if line["count"] else None
        elif line["count"]:
            found = tables[table].setdefault(line["question"], {"answered": int(line["answered"]), "cells": {}})
            report.same(f"{told}: answered", int(line["answered"]), found["answered"])
            found["cells"][line["cell"]] = int(line["count"])
        elif line["question"] in release["tables"].get(table, {}):
            report.differs.append(f"{told}: withheld in cells.csv, but not in the release.")
    report.same("People", groups.pop("", {}).get(""), release["answers"])
    _compare("people", dict(groups), release["groups"], report)
    for table in sorted({*tables, *release["tables"]}):
        _compare(table or "everyone", tables.get(table, {}), release["tables"].get(table, {}), report)


def _check_themes(cells: Table, shapes: Table, release: dict[str, Any], report: Report) -> None:
    """Every theme of texts with its number and its words, and no other."""
    found: dict[str, dict[str, Any]] = {}
    for line in (line for line in cells if line["question"].endswith(THEMES)):
        told, name = _where(line), line["question"].removesuffix(THEMES)
        counted = found.setdefault(name, {"texts": int(line["answered"]), "cells": {}})
        report.same(f"{told}: number of the release", line["release"], str(release["number"]))
        report.same(f"{told}: texts", int(line["answered"]), counted["texts"])
        report.same(f"{told}: for everyone, not withheld", (_name(line), line["withheld"]), ("", "false"))
        counted["cells"][line["cell"]] = int(line["count"])
    released = release.get("themes", {})
    _compare(
        "themes",
        found,
        {name: {key: each[key] for key in ("texts", "cells")} for name, each in released.items()},
        report,
    )
    meant = {(line["question"], line["part"], line["id"]): line for line in shapes}
    for name, each in released.items():
        for theme, labels in each["labels"].items():
            telling = meant[name + THEMES, "row", theme]
            for language in labels.keys() & telling.keys():
                report.same(f"dictionary.csv, {name}, {theme}, {language}", telling[language], labels[language])


def _compare(told: str, found: Any, wanted: Any, report: Report) -> None:
    """Two trees of numbers, leaf by leaf."""
    if not (isinstance(found, dict) and isinstance(wanted, dict)):
        report.same(told, found, wanted)
        return
    for name in sorted({*found, *wanted}):
        _compare(f"{told}, {name}", found.get(name), wanted.get(name), report)


def _name(line: dict[str, str]) -> str:
    return f"{line['dimension']}:{line['group']}" if line["dimension"] else ""


def _where(line: dict[str, str]) -> str:
    named = (_name(line) or "everyone", line["question"], line.get("cell", ""))
    return ", ".join(part for part in named if part)


# -- published.csv against cells.csv


def _check_numbers(
    cells: Table, shapes: Table, release: dict[str, Any], published: Table, people: Table, report: Report
) -> None:
    """Every number the page shows follows from the cells, and every number that follows is shown."""
    meant = {(line["question"], line["part"], line["id"]): line for line in shapes}
    asked: dict[tuple[str, str], Table] = defaultdict(list)
    shown: dict[tuple[str, str], Table] = defaultdict(list)
    for line in cells:
        asked[_name(line), line["question"]].append(line)
    for line in published:
        report.same(f"published.csv, {_where(line)}: number of the release", line["release"], str(release["number"]))
        shown[_name(line), line["question"]].append(line)
    for at in sorted({*asked, *shown}):
        lines = asked.get(at, [])
        told = _where(lines[0] if lines else shown[at][0])
        if not lines or not lines[0]["count"]:
            computed = []
        elif not at[1]:
            computed = _people(at[0], int(lines[0]["count"]), release)
        else:
            asking = meant[at[1], "question", at[1]]
            shape, several = asking["shape"], asking["role"] == "several"
            parts = [_part(line, meant) for line in lines]
            answered = int(lines[0]["answered"])
            computed = figures(shape, parts, answered)
            if computed and not at[1].endswith(THEMES):
                computed += intervals(shape, parts, answered, several, NOISE[release["profile"]])
            for line, part in zip(lines, parts, strict=True):
                _check_share(line, _base(shape, part, parts, answered), report)
        if not at[0] and at[1]:
            computed = computed + overview(at[1], people, lines, NOISE[release["profile"]])
        _match(told.partition(", ")[0] + (f", {at[1]}" if at[1] else ""), shown.get(at, []), computed, report)


def _part(line: dict[str, str], meant: dict[tuple[str, str, str], dict[str, str]]) -> Part:
    telling = meant[line["question"], *(("column", line["column"]) if line["column"] else ("row", line["row"]))]
    value = Fraction(telling["value"]) if telling["value"] else None
    place = int(telling["place"] or 0)
    labels = line["row_label"], line["column_label"]
    return Part(line["row"], line["column"], *labels, telling["role"], place, value, int(line["count"]))


def _check_share(line: dict[str, str], base: int | None, report: Report) -> None:
    """The share that stands beside the cell itself."""
    told, count = f"cells.csv, {_where(line)}", int(line["count"])
    report.same(f"{told}: base", line["base"], str(base) if base is not None else "")
    if base:
        part = min(Fraction(count, base), Fraction(1))
        report.same(f"{told}: share", line["share"] in share(count, base), True)
        close = abs(Fraction(line["share_decimal"] or "-1") - part) <= Fraction(1, 10**6)
        report.same(f"{told}: share_decimal {line['share_decimal']}", close, True)
    else:
        report.same(f"{told}: share", line["share"] + line["share_decimal"], "")


def _base(shape: str, part: Part, parts: list[Part], answered: int) -> int | None:
    if part.role not in ("answer", "remainder") or shape == "budget" or (shape == "ranking" and part.value != 1):
        return None
    if shape == "bars":
        return answered
    if shape == "ranking":
        return answered - _declined(parts)
    beside = [each for each in parts if each.role == "answer" and (shape not in BY_ROW or each.row == part.row)]
    return sum(each.count for each in beside)


def _match(told: str, shown: Table, computed: list[Line], report: Report) -> None:
    """Line by line, wherever it stands; a gap of the sentence need not be there, but must be right."""
    left = list(computed)
    for line in shown:
        named = line["row_label"], line["column_label"], line["figure"]
        about = " ".join(f"“{part}”" if place < 2 else part for place, part in enumerate(named) if part)
        fitting = [each for each in left if each[:3] == named]
        right = next((each for each in fitting if line["value"] in each[3]), fitting[0] if fitting else None)
        report.numbers += 1
        if right is None:
            report.differs.append(
                f"{told}: {about} is published as {line['value']!r}, but nothing of this kind comes out."
            )
        else:
            left.remove(right)
            if line["value"] not in right[3]:
                wanted = " or ".join(sorted(right[3]))
                report.differs.append(f"{told}: {about} is published as {line['value']!r}, {wanted!r} comes out.")
    for row, column, figure, values in left:
        if "message." not in figure and "" not in values:
            about = " ".join(part for part in (row, column, figure) if part)
            report.differs.append(f"{told}: {about} is not published, {' or '.join(sorted(values))!r} comes out.")


# -- the arithmetic


def share(count: int | Fraction, base: int) -> set[str]:
    """How a share is said: whole percent, or words where a number would say too much."""
    if not base or not count:
        return {"at most a few"}
    part, small = min(Fraction(count) / base, Fraction(1)), base < SMALL
    said = set()
    for percent in whole(100 * part):
        for nearly, hardly in ((part > NEARLY, part < HARDLY), (part >= NEARLY, part <= HARDLY)):
            if percent == 100 or (small and nearly):
                said.add("almost all")
            elif percent == 0 or (small and hardly):
                said.add(f"under {5 if small else 1} %")
            else:
                said.add(f"{percent} %")
    return said


def whole(number: Fraction) -> set[int]:
    """The nearest whole number; both, exactly between two."""
    return {math.floor(number + HALF), math.ceil(number - HALF)}


def one_decimal(number: Fraction) -> set[str]:
    return {str(tenths // 10) if tenths % 10 == 0 else str(tenths / 10) for tenths in whole(10 * number)}


def about(people: int) -> set[str]:
    """To the nearest five."""
    return {str(5 * ((people + 2) // 5))}


def _people(table: str, people: int, release: dict[str, Any]) -> list[Line]:
    answers = release["answers"]
    found: list[Line] = [("", "", "answered", about(people))]
    if table.startswith("language:"):
        found += [("", "", "share", share(people, answers)), ("", "", "people", {str(people)})]
    if not table:
        weeks: dict[date, int] = {}
        for day, so_far in release["history"]:
            monday = date.fromisoformat(day) - timedelta(days=date.fromisoformat(day).weekday())
            weeks[monday] = so_far
        before = 0
        for monday, so_far in sorted(weeks.items()):
            found.append((monday.isoformat(), "", "people", {str(max(so_far - before, 0))}))
            before = so_far
    return found


def figures(shape: str, parts: list[Part], answered: int) -> list[Line]:
    """All numbers a question is shown with."""
    lines, message, aside = SHAPES[shape](parts, answered)
    if not lines and shape != "voices":
        return []
    if shape == "voices":
        answered -= _declined(parts)
    found: list[Line] = [("", "", "answered", about(answered))]
    if aside:
        found.append(("", "", "no opinion", about(aside)))
    found += [("", "", f"message.{name}", values) for name, values in message.items()]
    found += lines
    if shape != "bars":
        found += [(p.row_label, "", "people", {str(p.count)}) for p in parts if p.role == "declined" and p.count]
    return found


def _declined(parts: list[Part]) -> int:
    return sum(part.count for part in parts if part.role == "declined")


def _answers(parts: list[Part]) -> list[Part]:
    return [part for part in parts if part.role in ("answer", "remainder")]


def _bars(parts: list[Part], answered: int) -> Any:
    lines = _bar_lines(_answers(parts), answered)
    said = [part for part in parts if part.role == "answer"] or parts
    return lines, _first_two(sorted(said, key=lambda part: -part.count), answered), 0


def _bar_lines(parts: list[Part], base: int) -> list[Line]:
    lines: list[Line] = []
    for part in parts:
        lines.append((part.row_label, "", "share", share(part.count, base)))
        if part.count:
            lines.append((part.row_label, "", "people", {str(part.count)}))
    return lines


def _first_two(ordered: list[Part], base: int) -> dict[str, set[str]]:
    if not base or not ordered:
        return {}
    said = {"first": {ordered[0].row_label}, "share": share(ordered[0].count, base)}
    if len(ordered) > 1 and ordered[1].count:
        said |= {"second": {ordered[1].row_label}, "next": share(ordered[1].count, base)}
    return said


def _spread(parts: list[Part], answered: int) -> Any:
    given = _answers(parts)
    base = sum(part.count for part in given)
    message: dict[str, set[str]] = {}
    if base and all(part.value is not None for part in given):
        message = {"mean": one_decimal(sum((part.value or 0) * part.count for part in given) / Fraction(base))}
    elif base:
        top = max(given, key=lambda part: part.count)
        message = {"first": {top.row_label}, "share": share(top.count, base)}
    return _bar_lines(given, base), message, max(answered - base, 0)


@dataclass(frozen=True)
class Judged:
    """One thing that was judged: people by step from worst to best, and those without an opinion."""

    label: str
    steps: list[Part]
    aside: int

    @property
    def base(self) -> int:
        return sum(step.count for step in self.steps)

    def part(self, *places: int) -> Fraction:
        return Fraction(sum(self.steps[place].count for place in places), self.base)

    def side(self, best: bool) -> Fraction:
        """The share of the better or of the worse half; a middle step is in neither."""
        steps = range(len(self.steps))
        half = len(self.steps) // 2
        return self.part(*(steps[-half:] if best else steps[:half]))


def _judged(parts: list[Part]) -> list[Judged]:
    by_row: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        if part.role in ("answer", "no opinion"):
            by_row[part.row].append(part)
    found = []
    for row, inside in by_row.items():
        steps = sorted((part for part in inside if part.role == "answer"), key=lambda part: part.place)
        one = Judged(inside[0].row_label, steps, sum(part.count for part in inside if part.role == "no opinion"))
        if not row or one.base + one.aside >= LEAST_IN_A_LINE:
            found.append(one)
    return found


def _stacked_lines(judged: list[Judged]) -> list[Line]:
    lines: list[Line] = []
    for one in judged:
        for step in one.steps:
            lines.append((one.label, step.column_label, "share", share(step.count, one.base)))
            if step.count:
                lines.append((one.label, step.column_label, "people", {str(step.count)}))
        if one.aside:
            lines.append((one.label, "", "no opinion", {str(one.aside)}))
    return lines


def _diverging(parts: list[Part], answered: int) -> Any:
    judged = _judged(parts)
    given = [one for one in judged if one.base]
    message: dict[str, set[str]] = {}
    if len(judged) == 1 and given:
        steps = given[0].steps
        message = {"best": {steps[-1].column_label}, "worst": {steps[0].column_label}}
        for name, better in (("good", True), ("bad", False)):
            message[name] = {f"{percent} %" for percent in whole(100 * given[0].side(better))}
    elif given:
        weights = [one.side(True) - one.side(False) for one in given]
        best = [one for one, weight in zip(given, weights, strict=True) if weight == max(weights)]
        worst = [one for one, weight in zip(given, weights, strict=True) if weight == min(weights)]
        message = {
            "best": {one.label for one in best},
            "good": set().union(*(share(one.steps[-1].count, one.base) for one in best)),
            "top": {given[0].steps[-1].column_label},
            "worst": {one.label for one in worst},
            "bad": set().union(*(share(one.steps[0].count, one.base) for one in worst)),
            "bottom": {given[0].steps[0].column_label},
        }
    aside = sum(one.aside for one in judged) + _declined(parts) if len(judged) == 1 else 0
    return _stacked_lines(judged), message, aside


def _statements(parts: list[Part], answered: int) -> Any:
    judged = _judged(parts)
    given = [one for one in judged if one.base]
    message: dict[str, set[str]] = {}
    if given:
        most = max(one.part(2) for one in given)
        agreed = [one for one in given if one.part(2) == most]
        apart = [abs(one.part(2) - one.part(0)) + one.part(1) for one in given]
        divided = [one for one, far in zip(given, apart, strict=True) if far == min(apart)]
        message = {
            "statement": {one.label for one in agreed},
            "share": set().union(*(share(one.steps[2].count, one.base) for one in agreed)),
            "other": {one.label for one in divided},
            "yes": set().union(*(share(one.steps[2].count, one.base) for one in divided)),
            "no": set().union(*(share(one.steps[0].count, one.base) for one in divided)),
        }
    aside = sum(one.aside for one in judged) + _declined(parts) if len(judged) == 1 else 0
    return _stacked_lines(judged), message, aside


def _by_row(parts: list[Part]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = defaultdict(list)
    for part in _answers(parts):
        found[part.row].append(part)
    return found


def _mean(parts: list[Part]) -> Fraction | None:
    people = sum(part.count for part in parts)
    return sum((part.value or 0) * part.count for part in parts) / Fraction(people) if people else None


def _ranking(parts: list[Part], answered: int) -> Any:
    base = answered - _declined(parts)
    lines: list[Line] = []
    ranked = []
    for inside in _by_row(parts).values():
        first = next((part for part in inside if part.value == 1), inside[0])
        mean = _mean(inside)
        lines.append((first.row_label, "", "share", share(first.count, base)))
        if mean is not None:
            lines.append((first.row_label, "", "mean", one_decimal(mean)))
            ranked.append((mean, first))
    best = [first for mean, first in ranked if mean == min(ranked, key=lambda each: each[0])[0]]
    message = {
        "item": {first.row_label for first in best},
        "share": set().union(*(share(first.count, base) for first in best)),
    }
    return lines, message if base and best else {}, _declined(parts)


def _budget(parts: list[Part], answered: int) -> Any:
    lines: list[Line] = []
    rows = list(_by_row(parts).values())
    points = [int(sum((part.value or 0) * part.count for part in inside)) for inside in rows]
    total = sum(points)
    ranked = []
    for inside, given in zip(rows, points, strict=True):
        mean, said = _mean(inside), share(given, total)
        lines.append((inside[0].row_label, "", "share", said))
        if mean is not None:
            lines.append((inside[0].row_label, "", "mean", one_decimal(mean)))
        ranked.append((mean or Fraction(0), inside[0].row_label, said))
    ranked.sort(key=lambda each: -each[0])
    message: dict[str, set[str]] = {}
    for place, (name, number) in enumerate((("first", "share"), ("second", "next"))):
        if total and len(ranked) > place:
            alike = [each for each in ranked if each[0] == ranked[place][0]]
            message |= {name: {label for _, label, _ in alike}, number: set().union(*(said for *_, said in alike))}
    return lines, message, _declined(parts)


# -- choices between two things: app/domain/bradley_terry.py of Mitsprache says what is computed, and why


@dataclass(frozen=True)
class Thing:
    label: str
    chosen: int
    compared: int
    chance: float
    variance: float  # by chance
    changes: float  # for each square by which a count was changed


def _things(parts: list[Part], answered: int) -> list[Thing]:
    """Everything that was compared with its chance, none where the comparisons are too few or fall apart."""
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    labels: dict[str, str] = {}
    for part in _answers(parts):
        first, second = part.row.split("/")
        counts[first, second][part.column] = part.count
        if part.column != ALIKE:
            labels[part.column] = part.column_label
    ids = list(labels)
    compared = {id: sum(sum(given.values()) for pair, given in counts.items() if id in pair) for id in ids}
    if min(compared.values()) < LEAST_IN_A_LINE or not _in_one_piece(ids, counts):
        return []
    chosen = {id: sum(given.get(id, 0) for given in counts.values()) for id in ids}
    people = max(answered - _declined(parts), 0)
    each = sum(compared.values()) / (len(ids) * people) if people else 1.0
    found = zip(ids, _chances(ids, counts, each), strict=True)
    return [Thing(labels[id], chosen[id], compared[id], *exact) for id, exact in found]


def _in_one_piece(ids: list[str], counts: dict[tuple[str, str], dict[str, int]]) -> bool:
    found: set[str] = set(ids[:1])
    for _ in ids:
        found |= {id for pair, given in counts.items() if any(given.values()) and found & set(pair) for id in pair}
    return len(found) == len(ids)


def _chances(
    ids: list[str], counts: dict[tuple[str, str], dict[str, int]], each: float
) -> list[tuple[float, float, float]]:
    """The chance of each thing to be chosen over another, and its two variances; `each` person compared a thing so
    often."""
    others, places = len(ids) - 1, range(len(ids))
    won = [[0.0 if i == j else 0.5 / others for j in places] for i in places]
    met = [(ids.index(first), ids.index(second)) for first, second in counts]
    for (i, j), given in zip(met, counts.values(), strict=True):
        won[i][j] += given[ids[i]] + given[ALIKE] / 2
        won[j][i] += given[ids[j]] + given[ALIKE] / 2
    worth = _worths(won)
    chance = [[worth[i] / (worth[i] + worth[j]) for j in places] for i in places]
    slope = [[0.0 if i == j else chance[i][j] * chance[j][i] for j in places] for i in places]
    inverse = _inverse([[(won[i][j] + won[j][i]) * slope[i][j] for j in places] for i in places])
    found = []
    for i in places:
        # How the chance hangs on what each thing won beyond what was to be expected.
        by = [sum(slope[i][j] * (inverse[i][k] - inverse[j][k]) for j in places) / others for k in places]
        variance = sum(slope[i][j] * (by[i] - by[j]) for j in places) / others
        changes = sum(
            ((1 - chance[j][k]) ** 2 + (0.5 - chance[j][k]) ** 2 + chance[j][k] ** 2) * (by[j] - by[k]) ** 2
            for j, k in met
        )
        mean = sum(chance[i][j] for j in places if j != i) / others
        found.append((mean, variance * (1 + max(each - 1, 0.0) / 3), changes))
    return found


def _worths(won: list[list[float]]) -> list[float]:
    """Those of the greatest likelihood, found as E. Zermelo did in 1929, one thing after the other."""
    places, worth = range(len(won)), [1.0] * len(won)
    for _ in range(100_000):
        before = list(worth)
        for i in places:
            meetings = ((won[i][j] + won[j][i]) / (worth[i] + worth[j]) for j in places if j != i)
            worth[i] = sum(won[i]) / sum(meetings)
        middle = math.exp(sum(map(math.log, worth)) / len(won))
        worth = [value / middle for value in worth]
        if all(abs(now / then - 1) < 1e-13 for now, then in zip(worth, before, strict=True)):
            break
    return worth


def _inverse(weights: list[list[float]]) -> list[list[float]]:
    """What undoes the graph with these weights, for all that adds up to nothing: by elimination, where a constant is
    added to each entry, so that there is an inverse."""
    size = len(weights)
    rows = [
        [(sum(weights[i]) if i == j else -weights[i][j]) + 1.0 for j in range(size)]
        + [float(i == j) for j in range(size)]
        for i in range(size)
    ]
    for place in range(size):
        best = max(range(place, size), key=lambda each: abs(rows[each][place]))
        rows[place], rows[best] = rows[best], rows[place]
        rows[place] = [value / rows[place][place] for value in rows[place]]
        for other in range(size):
            if other != place:
                by = rows[other][place]
                rows[other] = [value - by * top for value, top in zip(rows[other], rows[place], strict=True)]
    return [row[size:] for row in rows]


def _chance_said(thing: Thing) -> set[str]:
    """As a share is said; both, as good as between two."""
    if not thing.chosen:
        return share(0, 1)
    near_by = (Fraction(thing.chance + tiny) for tiny in (-1e-9, 1e-9))
    return set().union(*(share(part * thing.compared, thing.compared) for part in near_by))


def _pairs(parts: list[Part], answered: int) -> Any:
    things = _things(parts, answered)
    lines: list[Line] = []
    for thing in things:
        lines.append((thing.label, "", "share", _chance_said(thing)))
        lines.append((thing.label, "", "comparisons", {str(thing.compared)}))
    message: dict[str, set[str]] = {}
    ordered = sorted(things, key=lambda thing: -thing.chance)
    for place, (name, number) in enumerate((("first", "share"), ("second", "next"))) if things else ():
        alike = [thing for thing in things if abs(thing.chance - ordered[place].chance) < 1e-9]
        message |= {name: {thing.label for thing in alike}, number: set().union(*map(_chance_said, alike))}
    return lines, message, _declined(parts)


def _chance_ranges(things: list[Thing], noise: int) -> list[Line]:
    """The interval of the log odds, beside each chance that is said as a number."""
    lines: list[Line] = []
    for thing in things:
        odds = math.log(thing.chance / (1 - thing.chance))
        half = Z * math.sqrt(thing.variance + noise * thing.changes) / (thing.chance * (1 - thing.chance))
        low, high = (100 / (1 + math.exp(-(odds + side * half))) for side in (-1, 1))
        lines += _said((thing.label, ""), _chance_said(thing), _ends(low, high, near))
    return lines


def _voices(parts: list[Part], answered: int) -> Any:
    return [], {"count": about(answered - _declined(parts))}, 0


SHAPES = {
    "bars": _bars,
    "spread": _spread,
    "diverging": _diverging,
    "statements": _statements,
    "ranking": _ranking,
    "budget": _budget,
    "pairs": _pairs,
    "voices": _voices,
}


# -- how exact the numbers are: docs/decisions and app/domain/uncertainty.py of Mitsprache say why


def intervals(shape: str, parts: list[Part], answered: int, several: bool, noise: int) -> list[Line]:
    """The range beside each share that is said as a number, and beside each mean."""
    lines: list[Line] = []
    given = _answers(parts)
    if shape in ("bars", "spread"):
        base = answered if shape == "bars" else sum(part.count for part in given)
        for part in given:
            lines += _range((part.row_label, ""), part.count, base, None if several else len(given), noise)
    if shape == "spread" and all(part.value is not None for part in given):
        mean, half = _exact_mean(given, noise)
        if half is not None:
            lines += [
                ("", "", "message.low", near_tenth(mean - half)),
                ("", "", "message.high", near_tenth(mean + half)),
            ]
    for one in _judged(parts) if shape in STACKED else ():
        for step in one.steps:
            lines += _range((one.label, step.column_label), step.count, one.base, len(one.steps), noise)
    if shape == "pairs":
        lines += _chance_ranges(_things(parts, answered), noise)
    rows = list(_by_row(parts).values()) if shape in ("ranking", "budget") else []
    points = [int(sum((part.value or 0) * part.count for part in inside)) for inside in rows]
    for inside, all_points in zip(rows, points, strict=True):
        label = inside[0].row_label
        mean, half = _exact_mean(inside, noise)
        if shape == "ranking":
            first = next(part for part in inside if part.value == 1)
            lines += _range((label, ""), first.count, answered - _declined(parts), None, noise)
        elif mean and half is not None:
            whole_part = all_points / sum(points)
            reach = half * whole_part / mean
            values = _ends(100 * (whole_part - reach), 100 * (whole_part + reach), near)
            lines += _said((label, ""), share(all_points, sum(points)), values)
        if half is not None:
            lines.append((label, "", "mean between", _ends(mean - half, mean + half, near_tenth)))
    return lines


def _range(named: tuple[str, str], count: int, base: int, cells: int | None, noise: int) -> list[Line]:
    if not base:
        return []
    low, high = _reach(count, base, cells, noise)
    return _said(named, share(count, base), _ends(100 * low, 100 * high, near))


def _reach(count: int, base: int, cells: int | None, noise: int) -> tuple[float, float]:
    """The score interval (Wilson, 1927) with the variance of the changes added; `cells` are those the base adds up."""
    value = min(count / base, 1.0)
    inside = 1 + value**2 if cells is None else (1 - value) ** 2 + (cells - 1) * value**2
    by = Z * Z / base
    half = math.sqrt(by * value * (1 - value) + by * by / 4 + Z * Z * noise * inside / base**2 * (1 + by))
    low, high = ((value + by / 2 + side * half) / (1 + by) for side in (-1, 1))
    return max(low, 0.0), min(high, 1.0)


def _said(named: tuple[str, str], share: set[str], values: set[str]) -> list[Line]:
    """A range stands beside a number, never beside words."""
    numbers = {said for said in share if said[0].isdigit()}
    return [(*named, "between", values if numbers == share else values | {""})] if numbers else []


def _exact_mean(parts: list[Part], noise: int) -> tuple[float, float | None]:
    people = sum(part.count for part in parts)
    if people < 2:
        return 0.0, None
    valued = [(float(part.value or 0), part.count) for part in parts]
    mean = sum(value * count for value, count in valued) / people
    variance = sum(count * (value - mean) ** 2 for value, count in valued) / (people - 1)
    changes = noise * sum((value - mean) ** 2 for value, _ in valued) / people**2
    return mean, Z * math.sqrt(variance / people + changes)


def _ends(low: float, high: float, written: Any) -> set[str]:
    return {f"{first}–{last}" for first in written(low) for last in written(high)}


def near(number: float) -> set[str]:
    """The nearest whole number; both, as good as between two."""
    return {str(math.floor(number + 0.5 + tiny)) for tiny in (-1e-9, 1e-9)}


def near_tenth(number: float) -> set[str]:
    tenths = {int(each) for each in near(10 * number)}
    return {str(each // 10) if each % 10 == 0 else str(each / 10) for each in tenths} | (
        {"-0"} if 0 in tenths else set()
    )


# -- the overview: those who answered beside the people who live here, everyone together


@dataclass(frozen=True)
class Group:
    """People who live here and those of them who answered, None where they are too few to be shown."""

    label: str
    people: Fraction
    answered: int | None


def overview(question: str, people: Table, lines: Table, noise: int) -> list[Line]:
    counts = {line["cell"]: int(line["count"]) for line in lines if line["count"]}
    where, missing = (_groups(part, question, people, counts) for part in ("where", "missing"))
    return _from_where(list(where.values())) + _missing(missing, counts, noise)


def _groups(part: str, question: str, people: Table, counts: dict[str, int]) -> dict[str, Group]:
    found: dict[str, Group] = {}
    for line in people:
        if (line["part"], line["question"]) == (part, question):
            so_far = found[line["group"]].people if line["group"] in found else Fraction(0)
            count = counts.get(line["group"], 0)
            answered = count if count >= LEAST_IN_A_LINE else None
            found[line["group"]] = Group(line["group_label"], so_far + Fraction(line["people"]), answered)
    return found


def _from_where(groups: list[Group]) -> list[Line]:
    found: list[Line] = []
    rates = []
    for each in groups:
        living = min(whole(each.people))
        found.append((each.label, "", "where.inhabitants", {str(number) for number in whole(each.people)}))
        if each.answered is not None and living:
            rate = Fraction(1000 * each.answered, living)
            rates.append((rate, each.label))
            found.append((each.label, "", "where.answered", about(each.answered)))
            found.append((each.label, "", "where.per thousand", one_decimal(rate)))
    if len(rates) < len(groups):
        shown = {label for _, label in rates}
        return found + [("", "", "where.message.regions", {each.label}) for each in groups if each.label not in shown]
    for end, (name, label) in ((min, ("fewest", "region")), (max, ("most", "other"))) if rates else ():
        rate = end(rates)[0]
        found.append(("", "", f"where.message.{name}", one_decimal(rate)))
        found.append(("", "", f"where.message.{label}", {region for at, region in rates if at == rate}))
    return found


def _missing(groups: dict[str, Group], counts: dict[str, int], noise: int) -> list[Line]:
    base = sum(counts.get(id, 0) for id in groups)
    if len(groups) < 2 or base < LEAST_IN_A_LINE:
        return []
    everyone = sum((each.people for each in groups.values()), Fraction(0))
    found: list[Line] = []
    fewer = []
    for each in groups.values():
        part = each.people / everyone
        lives = {f"{percent} %" for percent in whole(100 * part)}
        found.append((each.label, "", "missing.population", lives))
        if each.answered is None:
            found.append((each.label, "", "missing.difference", {"too few answers"}))
            found.append(("", "", "missing.message.groups", {each.label}))
            continue
        low, high = _reach(each.answered, base, len(groups), noise)
        said, verdicts = share(each.answered, base), _verdicts(float(part), low, high)
        found.append((each.label, "", "missing.share", said))
        found.append((each.label, "", "missing.between", _ends(100 * low, 100 * high, near)))
        found.append((each.label, "", "missing.difference", verdicts))
        if "clearly fewer" in verdicts:
            fewer.append(
                (part - Fraction(each.answered, base), {"group": {each.label}, "population": lives, "answered": said})
            )
    most = [gaps for by, gaps in fewer if by == max(by for by, _ in fewer)]
    names = ("group", "population", "answered") if most else ()
    return found + [("", "", f"missing.message.{name}", set().union(*(gaps[name] for gaps in most))) for name in names]


def _verdicts(part: float, low: float, high: float) -> set[str]:
    """What may be said; both, as good as at the end of the range."""
    said = (
        "clearly fewer" if part + tiny > high else "clearly more" if part + tiny < low else "could be chance"
        for tiny in (-1e-9, 1e-9)
    )
    return set(said)


# -- on the command line


def read(where: str) -> dict[str, bytes]:
    """The files of a folder, of a ZIP file, or below an address."""
    wanted = (*NEEDED, SUMS, BEFORE, POPULATION)
    if where.startswith(("https://", "http://")):
        return dict(_fetched(f"{where.partition('?')[0].rstrip('/')}", wanted))
    path = Path(where)
    if path.is_dir():
        return {name: (path / name).read_bytes() for name in wanted if (path / name).is_file()}
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in wanted if name in packed.namelist()}


def _fetched(address: str, wanted: tuple[str, ...]) -> Any:
    for name in wanted:
        try:
            with urllib.request.urlopen(f"{address}/{name}") as answer:  # noqa: S310  http and https only, see above
                yield name, answer.read()
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise


def tell(report: Report) -> str:
    told = [*report.differs, *(f"Not checked: {sentence}" for sentence in report.unchecked)]
    if report.differs:
        end = f"{len(report.differs)} of {report.numbers} numbers and sums differ."
    else:
        end = f"{report.numbers} numbers and sums agree{', the rest could not be checked' if report.unchecked else ''}."
    return "\n".join([*told, end])


def status(report: Report) -> int:
    return 1 if report.differs else 2 if report.unchecked else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("where", help="a folder, all.zip, or the address of a release's data")
    try:
        files = read(parser.parse_args().where)
    except (OSError, zipfile.BadZipFile) as error:
        print(f"The files cannot be read: {error}")
        return 2
    report = check(files)
    print(tell(report))
    return status(report)


if __name__ == "__main__":
    sys.exit(main())
