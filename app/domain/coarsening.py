"""Making columns of people coarser before anyone sees them: rare categories become one, ends of numbers are cut.

Categories are merged only where they tell a trait by which people could be recognised (a dimension). Ordered ones join
a neighbour, others become "other answers"; if those are still rarer than allowed they are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
import numpy.typing as npt

from app.domain.microdata import LEFT_OUT, NOTHING, PROTECTED, Column, below
from app.domain.response import LANGUAGE
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label
from app.domain.text import Text

FEWEST = 10  # people in a category of a dimension, and beyond the ends of numbers
FEWEST_SPEAK = 20  # people in a language: as many as a group needs to appear in public results
OTHERS = Sentence(N_("Other answers"))
ELSE = {"de": "anderes", "en": "something else"}


def coarser(columns: Sequence[Column]) -> list[Column]:
    """The columns with nothing in them that is rarer than allowed."""
    found: list[Column] = []
    for dimension, group in groupby(columns, lambda column: (column.dimension, column.variable.question)):
        those = list(group)
        if not dimension[0]:
            found += [_cut(column) if column.measured else column for column in those]
        elif len(those) > 1 or those[0].variable.type == "multiple":
            found += _options_merged(those)
        else:
            found += _merged(those[0])
    return found


def _merged(column: Column) -> list[Column]:
    """One column of a dimension: its rare categories joined, or the ends of its numbers cut; none if all are rare."""
    fewest = FEWEST_SPEAK if column.dimension == LANGUAGE else FEWEST
    if not column.variable.values:
        return [_without_rare_missing(_cut(column), fewest)]
    people = {code: int((column.codes == code).sum()) for code in column.variable.values}
    ordered = column.variable.type == "ordered"
    sets = _neighbours(people, fewest) if ordered else _others(people, fewest)
    return [_without_rare_missing(_joined(column, sets, ordered), fewest)] if sets else []


def _neighbours(people: Mapping[int, int], fewest: int) -> list[list[int]]:
    """Sets of codes side by side, each with enough people: the smallest joins its smaller neighbour."""
    sets = [[code] for code in people]

    def size(at: int) -> int:
        return sum(people[code] for code in sets[at]) if 0 <= at < len(sets) else 2**62

    while len(sets) > 1 and size(least := min(range(len(sets)), key=size)) < fewest:
        first = least - 1 if size(least - 1) <= size(least + 1) else least
        sets[first : first + 2] = [sets[first] + sets[first + 1]]
    return sets


def _others(people: Mapping[int, int], fewest: int) -> list[list[int]]:
    """Codes with enough people each alone, and the rest as one if together they are enough; if not, it is left out."""
    rest = [code for code in people if people[code] < fewest]
    alone = [[code] for code in people if code not in rest]
    return [*alone, rest] if sum(people[code] for code in rest) >= fewest else alone


def _joined(column: Column, sets: Sequence[Sequence[int]], ordered: bool) -> Column:
    """The column with one code for each set."""
    values: dict[int, Label] = {}
    marks: dict[int, tuple[str, ...]] = {}
    before = column.variable.values
    codes = column.codes.copy()
    for code, those in enumerate(sets, start=1):
        values[code] = before[those[0]] if len(those) == 1 else _name([before[each] for each in those], ordered)
        marks[code] = tuple(mark for each in those for mark in column.marks.get(each, ()))
        codes[np.isin(column.codes, those)] = code
    made = replace(column.with_codes(codes, values=values), marks=marks)
    gone = np.isin(column.codes, [code for code in before if not any(code in those for those in sets)])
    return hidden(made, gone) if gone.any() else made


def _name(labels: Sequence[Label], ordered: bool) -> Label:
    """Of neighbours all names, of others a common one."""
    if not ordered:
        return OTHERS
    texts = [label if isinstance(label, Text) else Text({"de": str(label)}) for label in labels]
    tags = dict.fromkeys(tag for text in texts for tag in text.words)
    return Text({tag: " / ".join(text.said(tag).words for text in texts) for tag in tags})


def _options_merged(columns: list[Column]) -> list[Column]:
    """Several columns of one dimension, each chosen or not: rarely chosen ones become one, or none if still rare."""
    people = {place: int((column.codes == 1).sum()) for place, column in enumerate(columns)}
    sets = _others(people, FEWEST)
    kept = [columns[those[0]] if len(those) == 1 else _either([columns[each] for each in those]) for those in sets]
    return [_without_rare_missing(column, FEWEST) for column in kept]


def _either(columns: Sequence[Column]) -> Column:
    """One column for several options: chosen where any of them was."""
    first = columns[0]
    codes = np.max([column.codes for column in columns], axis=0)  # 1 beats 0 beats what is no answer
    label = Text({tag: f"{first.title.said(tag).words} – {words}" for tag, words in ELSE.items()})
    return first.with_codes(codes, name=first.rest, label=label)


def _cut(column: Column) -> Column:
    """Numbers beyond the tenth from either end are given as that one."""
    answered = column.answered
    given = np.sort(column.codes[answered])
    if len(given) < 2 * FEWEST:
        return hidden(column, answered) if len(given) else column
    low, high = given[FEWEST - 1], given[-FEWEST]
    return column.with_codes(np.where(answered, column.codes.clip(low, high), column.codes))


def _without_rare_missing(column: Column, fewest: int) -> Column:
    """What is no answer is a trait, too: kinds of it that are rare are left out together."""
    kinds = [*column.variable.missing, NOTHING]
    rare = [kind for kind in kinds if 0 < (column.codes == kind).sum() < fewest]
    values = [code for code in column.variable.values if 0 < (column.codes == code).sum() < fewest]
    if column.variable.type == "multiple":
        values = []  # that few did not choose what most chose tells of nobody alone; combinations are looked at later
    return hidden(column, np.isin(column.codes, rare + values)) if rare or values else column


def hidden(column: Column, who: npt.NDArray[np.bool_]) -> Column:
    """The column without the answers of these people; where it has a code for that already, with this one."""
    missing = dict(column.variable.missing)
    code = next((known for known, label in missing.items() if label == LEFT_OUT), None)
    if code is None:
        code = PROTECTED - below(column.codes[column.answered])
    return column.with_codes(np.where(who, code, column.codes), missing={**missing, code: LEFT_OUT})
