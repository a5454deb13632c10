"""Questionnaires that need a code, and codes for them, as the tests use them."""

import secrets
from dataclasses import replace

from app.domain import code
from app.store import codes, questionnaires
from app.web.clock import today
from app.web.codes import hashed

WORD = "Sommer-2026"
UNKNOWN = code.grouped(code.made(12345))


def require(app, access, slug="gut-leben"):
    """Publish the questionnaire anew with this access."""
    with app.extensions["engine"].begin() as db:
        draft = questionnaires.draft(db, slug)
        questionnaires.save(db, slug, replace(draft.questionnaire, access=access), draft.revision)
        questionnaires.publish(db, questionnaires.draft(db, slug), today())


def printed(app, count=1, slug="gut-leben"):
    """Codes as they stand on slips of paper."""
    made = [code.made(secrets.randbits(code.BITS)) for _ in range(count)]
    with app.app_context(), app.extensions["engine"].begin() as db:
        codes.add(db, slug, [hashed(slug, each) for each in made], once=True)
    return [code.grouped(each) for each in made]


def agreed(app, word=WORD, slug="gut-leben"):
    """The code of an event."""
    with app.app_context(), app.extensions["engine"].begin() as db:
        codes.add(db, slug, [hashed(slug, code.read("shared", word))], once=False)
    return word


def a_code(app, access, slug="gut-leben"):
    """A good code for this access; "" where none is needed."""
    match access:
        case "single":
            return printed(app, 1, slug)[0]
        case "shared":
            return agreed(app, slug=slug)
        case _:
            return ""
