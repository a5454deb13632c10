"""What a setting may hold: the bounds that stand beside its field."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

from app.domain.sentence import N_, Problem


def out_of_bounds(f: dataclasses.Field[Any], value: Any, where: str, taken: Iterable[str]) -> Iterator[Problem]:
    if "least" in f.metadata and not f.metadata["least"] <= value <= f.metadata["most"]:
        yield Problem(
            N_("Choose a number from {least} to {most}."),
            where,
            least=f.metadata["least"],
            most=f.metadata["most"],
        )
    if "among" in f.metadata and value not in f.metadata["among"]:
        yield Problem(N_("Choose one of: {among}."), where, among=", ".join(f.metadata["among"]))
    if isinstance(value, tuple):
        ids = [*taken, *(item if isinstance(item, str) else item.id for item in value)]
        for id in sorted({id for id in ids if ids.count(id) > 1}):
            yield Problem(N_("Two answers have the same short name: {id}."), where, id=id)
