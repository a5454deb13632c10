"""The journal of the whole house, for those who manage staff."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.store import journal, questionnaires
from app.web.access import allowed
from app.web.account.door import bp
from app.web.db import staff_reading
from app.web.journal import leaf


@bp.get("/journal", endpoint="journal")
@allowed("manage staff")
def show() -> ResponseReturnValue:
    who, about = request.args.get("who", "").replace("\0", ""), request.args.get("about", "").replace("\0", "")
    with staff_reading() as db:
        return render_template(
            "web/account/journal.html",
            leaf=leaf(db, who, about),
            who=who,
            about=about,
            names=journal.people(db),
            titles={draft.slug: draft.questionnaire.title for draft in questionnaires.drafts(db)},
        )
