"""Links for those who translate a questionnaire without an account."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.web.access import allowed
from app.web.design.door import bp
from app.web.translating import links
from app.web.translating.shelves import QUESTIONNAIRES


@bp.get("/<slug>/links", endpoint="links")
@allowed("design")
def show_links(slug: str) -> ResponseReturnValue:
    return links.show(QUESTIONNAIRES, slug)


@bp.post("/<slug>/links", endpoint="make_link")
@allowed("design")
def make_link(slug: str) -> ResponseReturnValue:
    return links.make(QUESTIONNAIRES, slug)


@bp.post("/<slug>/links/<id>/revoke", endpoint="revoke_link")
@allowed("design")
def revoke_link(slug: str, id: str) -> ResponseReturnValue:
    return links.revoke(QUESTIONNAIRES, slug, id)
