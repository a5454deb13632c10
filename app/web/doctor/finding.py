"""What the doctor looks at, and what a check has found there. It speaks German, to the people who run the server."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Engine

from app.config import PROJECT, Config
from app.web.db import Engines


class State(StrEnum):
    OK = "ok"
    HINT = "Hinweis"
    WRONG = "Fehler"


@dataclass(frozen=True)
class Finding:
    state: State
    said: str


@dataclass(frozen=True)
class Installation:
    """An installation: its settings and engines, its program and its machine; `offline` asks no other machine."""

    config: Config
    owner: Engine
    engines: Engines
    offline: bool = False
    project: Path = PROJECT
    root: Path = Path("/")


Check = Callable[[Installation], Iterable[Finding]]


def ok(said: str) -> Finding:
    return Finding(State.OK, said)


def hint(said: str) -> Finding:
    return Finding(State.HINT, said)


def wrong(said: str) -> Finding:
    return Finding(State.WRONG, said)
