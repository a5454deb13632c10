"""How public pages of documents look before they are public: each public door says so for its kinds, staff ask here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

Page = Callable[[Connection, Any], str]  # a draft as a whole page, in the language of the request

_PAGES: dict[str, Page] = {}


def shows(kind: str) -> Callable[[Page], Page]:
    """Mark the function that makes the public page of a document of this kind."""

    def mark(page: Page) -> Page:
        _PAGES[kind] = page
        return page

    return mark


def page_of(kind: str) -> Page | None:
    return _PAGES.get(kind)
