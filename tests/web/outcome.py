"""What the tests about what became of it share: the invented example, published."""

import json

from bs4 import BeautifulSoup

from app.config import PROJECT
from app.domain.document import load
from app.domain.outcome import Outcome
from app.store import documents
from app.web.clock import today

FILE = PROJECT / "examples" / "ostholstein" / "ergebnis-beispiel.json"
PROCESS = "integrationskonzept-ostholstein"
PAGE, FOLLOW = f"/outcome/{PROCESS}", f"/follow/{PROCESS}"
TICKED = ["behoerden", "mobilitaet"]
HOME = {"Sec-Fetch-Site": "same-origin"}


def invented():
    return load(Outcome, json.loads(FILE.read_text(encoding="utf-8")))


def shows(app, outcome):
    """Publish this outcome instead of the one that is there, and give it back."""
    with app.extensions["engine"].begin() as db:
        documents.save(db, outcome, documents.draft(db, Outcome, PROCESS).revision)
        documents.publish(db, documents.draft(db, Outcome, PROCESS), today())
    return outcome


def drafted(app):
    with app.extensions["engine"].connect() as db:
        return documents.draft(db, Outcome, PROCESS).document


def soup(answer, status=200):
    assert answer.status_code == status
    return BeautifulSoup(answer.data, "html.parser")
