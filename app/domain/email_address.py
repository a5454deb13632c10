"""E-mail addresses as far as they can be checked without writing to them."""

from __future__ import annotations

import re

from app.domain.sentence import N_, Problem

ADDRESS = r"[^@\s,;:<>\"()\0]+@[^@\s,;:<>\"()\0]+"  # anything stricter turns away real ones
MOST_LETTERS = 200


def address_of(written: str, where: str = "email") -> str:
    """The address as it was written, without what stands around it; raises Problem."""
    address = written.strip()
    if len(address) > MOST_LETTERS or not re.fullmatch(ADDRESS, address) or not address.isprintable():
        raise Problem(N_("Enter an e-mail address such as name@example.org."), where)
    return address
