"""The results of a conversation: what most agree on, what divides, what few know, and who thinks alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import render_template

from app.domain.display import about, worded
from app.domain.opinion import findings
from app.domain.opinion.box import VARIANCE
from app.domain.opinion.count import Count
from app.domain.opinion.release import StatementRelease
from app.domain.opinion.statistics import Typical
from app.domain.opinion.verdict import REASONS
from app.domain.profile import LIVE
from app.domain.questions.statements import VOTES
from app.domain.results import message
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label, Row, Tally
from app.domain.text import Text
from app.domain.uncertainty import Share
from app.web.dashboard.bars import PLAIN, rect
from app.web.dashboard.exhibit import Exhibit
from app.web.dashboard.notation import Notation, visitors_notation
from app.web.dashboard.table import NONE, Cell, Line, Table, table
from app.web.statements.map import OpinionMap, opinion_map

OTHERS = Sentence(N_("The others"))
Words = Mapping[str, Text]


class Tall(Table):
    """Statements are long: on a phone each number stands below them, behind the name of its column."""

    @property
    def wide(self) -> bool:
        return True


@dataclass(frozen=True)
class Group:
    name: Sentence
    people: int
    exhibit: Exhibit


@dataclass(frozen=True)
class Across:
    """What the groups have in common: what all agree on, and a map of all statements with the same as a table."""

    bridging: Exhibit | None
    map: OpinionMap
    table: Exhibit


def page(
    conversation_title: Text,
    statements: Words,
    release: StatementRelease | None,
    voting: str = "",
    files: Mapping[str, str] | None = None,
) -> str:
    """The whole page; `voting` is the address where one may vote, "" once the conversation is over; `files` are the
    addresses of the same numbers, by the name of the format."""
    notation = visitors_notation()
    return render_template(
        "web/statements/results.html",
        title=conversation_title,
        release=release,
        voting=voting,
        files=files or {},
        profile=LIVE,  # the same strength of changes
        message=_message(statements, release) if release else None,
        exhibits=list(exhibits(statements, release, notation)) if release else (),
        reasons=[Sentence(REASONS[code]) for code in release.reasons] if release else (),
        groups=list(groups(statements, release, notation)) if release else (),
        across=across(statements, release, notation) if release and release.sizes else None,
        everything=_everything(statements, release, notation) if release else None,
    )


def _message(statements: Words, release: StatementRelease) -> Sentence | None:
    everything = findings.tally(release, statements, release.statements)
    return message(everything) if everything.rows else None


def exhibits(statements: Words, release: StatementRelease, notation: Notation) -> Iterator[Exhibit]:
    """The statements that stand out, each kind for itself; where there are none of a kind it is left out."""
    for id, title, found in (
        ("agreed", N_("What most people agree with"), findings.agreed(release)),
        ("refused", N_("What most people disagree with"), findings.agreed(release, "disagree")),
        ("divided", N_("What people are divided over"), findings.divided(release)),
        ("unknown", N_("What many are undecided about"), findings.unknown(release)),
    ):
        tally = findings.tally(release, statements, found)
        if tally.rows:
            yield _of(tally, id, title, notation)


def _of(tally: Tally, id: str, title: str, notation: Notation) -> Exhibit:
    return Exhibit(id, Sentence(title), tally, table(tally, notation))


def _everything(statements: Words, release: StatementRelease, notation: Notation) -> Exhibit:
    ids = [id for id in release.statements if id in release.totals and id in statements]
    by_size = replace(findings.tally(release, statements, ids), ordered=False)
    found = _of(by_size, "everything", N_("All statements"), notation)
    if found.table is None:
        return found
    anchors = [f"s-{id}" for id in ids]
    anchors += [""] * (len(found.table.lines) - len(ids))  # a single statement has a line for each answer
    anchored = (replace(line, anchor=each) for each, line in zip(anchors, found.table.lines, strict=True))
    return replace(found, table=replace(found.table, lines=tuple(anchored)))


def groups(statements: Words, release: StatementRelease, notation: Notation) -> Iterator[Group]:
    """Each group with the statements that are typical of it, beside what the others say."""
    for group, people in enumerate(release.sizes):
        name = findings.group_name(group)
        lines = [
            _beside(statements[it.statement], it, release.by_group[it.statement], group, notation)
            for it in findings.typical_of(release, group)
            if it.statement in statements
        ]
        yield Group(name, about(people), _exhibit(f"group-{group}", name, Tall((name, OTHERS), tuple(lines))))


def _beside(words: Text, it: Typical, counts: Sequence[Count], group: int, notation: Notation) -> Line:
    both = (findings.share(count, it.side) for count in (counts[group], findings.others(counts, group)))
    own, rest = both
    bars = (rect(PLAIN, 0, own.value, notation.rtl),) if own else ()
    label = Sentence.of(N_("“{item}”: {answer}"), item=words, answer=Sentence(VOTES[it.side]))
    return Line(label, bars, (_cell(own, notation), _cell(rest, notation)))


def across(statements: Words, release: StatementRelease, notation: Notation) -> Across:
    ids = [id for id in findings.shared(release) if id in statements and id in release.totals]
    bridging = [id for id in findings.bridging(release) if id in statements]
    names = tuple(findings.group_name(group) for group in range(len(release.sizes)))
    lines = tuple(_of_groups(statements[id], release.by_group[id], notation) for id in bridging)
    places = [(_agree(release.totals[id]), findings.difference(release.by_group[id]), id in bridging) for id in ids]
    head = (Sentence(N_("Agreement of everyone")), Sentence(N_("Difference between groups")))
    numbered = tuple(_numbered(place, id, statements, release, notation) for place, id in enumerate(ids))
    return Across(
        _exhibit("bridging", Sentence(N_("What all groups agree with")), Tall(names, lines)) if lines else None,
        opinion_map(places, notation.rtl),
        _exhibit("map", Sentence(N_("A map of the statements")), Tall(head, numbered)),
    )


def _agree(count: Count) -> float:
    return count.agree / count.seen


def _of_groups(words: Text, counts: Sequence[Count], notation: Notation) -> Line:
    return Line(words, (), tuple(_cell(findings.share(count, "agree"), notation) for count in counts))


def _numbered(place: int, id: str, statements: Words, release: StatementRelease, notation: Notation) -> Line:
    counts = release.by_group[id]
    agreement = _cell(findings.share(release.totals[id], "agree"), notation)
    apart, between = findings.difference(counts), findings.interval_of_difference(counts)
    label = Sentence.of("{number}. {statement}", number=place + 1, statement=statements[id])
    points = Cell(notation.number(round(100 * apart)), between=notation.shares_between(between))
    return Line(label, (), (agreement, points))


def _cell(found: Share | None, notation: Notation) -> Cell:
    """A share in percent with its interval; said in words, as everywhere, where a number would say too much."""
    if found is None:
        return Cell(NONE)
    row = Row("", (round(found.value * found.people),), found.people)
    return Cell(notation.share(row, 0), between="" if worded(row) else notation.shares_between(found.interval))


def _exhibit(id: str, title: Label, table: Table) -> Exhibit:
    return Exhibit(id, title, Tally("bars", 0, noise=VARIANCE), table)
