"""A file to read: what is taken as PDF. Only its size and its first bytes are looked at."""

from __future__ import annotations

from app.domain.sentence import N_, Problem

MOST_BYTES = 5_000_000
_HEAD = 1024  # readers look for the mark within so many bytes


def taken(data: bytes) -> bytes:
    """The file as it may be kept; raises Problem when it cannot be taken."""
    if len(data) > MOST_BYTES:
        raise Problem(N_("This file is too large. It may have {most} MB."), most=MOST_BYTES // 1_000_000)
    if b"%PDF-" not in data[:_HEAD]:
        raise Problem(N_("This file is not a PDF."))
    return data
