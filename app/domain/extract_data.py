"""An extract as JSON data and back, as it is kept until its request ends."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from app.domain.dataset import Dataset, Variable
from app.domain.extract import Account, Extract
from app.domain.sentence import Sentence
from app.domain.suppression import Combinations, Loss
from app.domain.tally import Label
from app.domain.text import Text


def dump(extract: Extract) -> dict[str, Any]:
    account = extract.account
    return {
        "answers": _dataset(extract.answers),
        "texts": _dataset(extract.texts) if extract.texts else None,
        "account": {
            "before": asdict(account.before),
            "after": asdict(account.after),
            "losses": [[_label(loss.label), loss.people] for loss in account.losses],
            "coarser": [_label(label) for label in account.coarser],
            "missing": [_label(label) for label in account.missing],
        },
        "margins": dict(extract.margins),
        "marks": {
            name: {str(code): list(those) for code, those in marks.items()} for name, marks in extract.marks.items()
        },
        "simulated": extract.simulated,
    }


def load(data: Any) -> Extract:
    account = data["account"]
    return Extract(
        _to_dataset(data["answers"]),
        _to_dataset(data["texts"]) if data["texts"] else None,
        Account(
            Combinations(**account["before"]),
            Combinations(**account["after"]),
            tuple(Loss(_to_text(label), people) for label, people in account["losses"]),
            tuple(_to_text(label) for label in account["coarser"]),
            tuple(_to_text(label) for label in account["missing"]),
        ),
        data["margins"],
        {name: {int(code): tuple(those) for code, those in marks.items()} for name, marks in data["marks"].items()},
        data["simulated"],
    )


def _dataset(made: Dataset) -> dict[str, Any]:
    return {
        "title": made.title.to_data(names=False),
        "slug": made.slug,
        "source": made.source,
        "languages": list(made.languages),
        "variables": [_variable(variable) for variable in made.variables],
        "rows": made.rows,
    }


def _to_dataset(data: Any) -> Dataset:
    variables = tuple(_to_variable(each) for each in data["variables"])
    rows = data["rows"]
    for at, row in enumerate(rows):  # each in its place: a hundred thousand of them twice are 50 MB
        rows[at] = tuple(row)
    languages = tuple(data["languages"])
    return Dataset(_to_text(data["title"]), data["slug"], data["source"], languages, variables, tuple(rows))


def _variable(variable: Variable) -> dict[str, Any]:
    return {
        "name": variable.name,
        "label": _label(variable.label),
        "type": variable.type,
        "values": {str(code): _label(label) for code, label in variable.values.items()},
        "missing": {str(code): _label(label) for code, label in variable.missing.items()},
        "question": variable.question,
    }


def _to_variable(data: Any) -> Variable:
    values, missing = ({int(c): _to_label(label) for c, label in data[name].items()} for name in ("values", "missing"))
    label = _to_label(data["label"])
    assert not isinstance(label, Sentence)
    return Variable(data["name"], label, data["type"], values, missing, data["question"])


def _label(label: Label) -> Any:
    """Words people wrote as an object by language, ours as a list, a name as it is."""
    if isinstance(label, Text):
        return label.to_data(names=False)
    if isinstance(label, Sentence):
        return [label.message, {name: gap if isinstance(gap, int) else _label(gap) for name, gap in label.gaps.items()}]
    return label


def _to_label(data: Any) -> Label:
    if isinstance(data, list):
        message, gaps = data
        return Sentence(message, {name: gap if isinstance(gap, int) else _to_label(gap) for name, gap in gaps.items()})
    return Text.from_data(data) if isinstance(data, dict) else str(data)


def _to_text(data: Any) -> Text:
    return Text.from_data(data)
