"""The libraries of the extra [analysis], loaded when a file needs them: a server without analysts has none."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from app.domain.sentence import N_, Problem


def extra(name: str) -> Any:
    """The library; raises a Problem where it is missing."""
    try:
        return import_module(name)
    except ImportError:
        # Translators: “make analysis” is a command and stays as it is.
        missing = N_("This server cannot make files of this kind yet: its operator has to run “make analysis” once.")
        raise Problem(missing) from None
