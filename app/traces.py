"""How the servers say that something went wrong: what kind of thing and where, without a word anyone sent.

An exception may quote an answer, in its own words or in those of its cause. So none of its words is written.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
import warnings
from types import TracebackType
from typing import Any, TextIO


def told(error: BaseException | None) -> str:
    """An exception and what led to it: their kinds, and the lines of code they came through."""
    parts = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        parts.append("".join([f"{type(error).__name__} at\n", *traceback.format_tb(error.__traceback__)]))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "after ".join(parts).rstrip()


class Formatter(logging.Formatter):
    """Writes log lines, their exceptions without words."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another formatter may have left its own there
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802  logging calls it so
        return told(ei[1])


def keep_quiet(level: int = logging.WARNING) -> None:
    """Let this process say on stderr what goes wrong in this way and in no other."""
    handler = logging.StreamHandler()
    handler.setFormatter(Formatter("%(message)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    warnings.showwarning = _warned
    sys.excepthook = _uncaught
    threading.excepthook = lambda args: _say(args.exc_value)
    sys.unraisablehook = lambda args: _say(args.exc_value)


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    logging.getLogger("mitsprache").warning("%s at %s:%d", category.__name__, filename, lineno)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        _say(error)


def _say(error: BaseException | None) -> None:
    logging.getLogger("mitsprache").error("Uncaught: %s", told(error))
