"""Tables of two variables: exact numbers of an extract, for whoever asked for it and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.crosstab import Crosstab, comparable, crosstab
from app.domain.sentence import N_
from app.domain.tally import Label
from app.web.access import allowed, unproved
from app.web.analysis.door import bp, find, note, opened
from app.web.analysis.weights import weights_of
from app.web.db import begin

SHARES = {"row": N_("of each row"), "column": N_("of each column"), "none": N_("none")}
NOTES = {False: N_("Looked at a table: {row}, {column}"), True: N_("Looked at a weighted table: {row}, {column}")}


@dataclass(frozen=True)
class Line:
    """A row of the page: a count for each column, with its share in percent if one is wanted, and their sum."""

    label: Label
    cells: tuple[tuple[float, float | None], ...]
    sum: float


@bp.get("/<uuid:id>/tables", endpoint="tables")
@allowed("analyse")
def show_table(slug: str, id: UUID) -> ResponseReturnValue:
    """Every look is noted with the names of the variables."""
    if ask := unproved():
        return ask
    with begin() as db:
        asked, extract = opened(db, slug, id)
        if extract is None:
            return redirect(url_for(".request", slug=slug, id=id), 303)
        variables = {variable.name: variable for variable in comparable(extract.answers)}
        row, column = (variables.get(request.args.get(name, "")) for name in ("row", "column"))
        weights = weights_of(db, slug, extract)
        use = weights if request.args.get("weighted") else None
        table = None
        if row and column:
            table = crosstab(extract.answers, row.name, column.name, use.raked.weights if use else None)
            note(db, asked, slug, NOTES[bool(use)], row=row.name, column=column.name)
        share = request.args.get("share", "row")
        return render_template(
            "web/analysis/tables.html",
            draft=find(db, slug),
            asked=asked,
            extract=extract,
            variables=list(variables.values()),
            row=row,
            column=column,
            weights=weights,
            use=use,
            share=share,
            shares=SHARES,
            table=table,
            lines=_lines(table, share) if table else [],
            sums=table.counts.sum(axis=0).tolist() if table else [],
        )


def _lines(table: Crosstab, share: str) -> list[Line]:
    shares = {"row": table.row_shares, "column": table.column_shares}.get(share)
    percents = [[None] * len(table.columns) for _ in table.rows] if shares is None else (shares * 100).tolist()
    return [
        Line(label, tuple(zip(counts, percent, strict=True)), sum(counts))
        for label, counts, percent in zip(table.rows, table.counts.tolist(), percents, strict=True)
    ]
