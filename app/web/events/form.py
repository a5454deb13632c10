"""The page on which one registers or changes it: it keeps all that was typed, and says what is wrong beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.event import Event
from app.domain.needs import BANDS, DIETS, LIFTS
from app.domain.registration import Registration
from app.domain.sent import Sent, clean
from app.domain.sentence import N_, Problem, Sentence
from app.web.answering import FORM, new_form
from app.web.event_letters import KEPT
from app.web.language import here, languages_of

AWAY_AGAIN = {  # status: why a form is given back, and after how many seconds to try again
    429: (
        N_("Very many people are sending right now. Your answers are still here. Please send them again in a minute."),
        60,
    ),
    503: (
        N_("We could not store your answers just now. They are still here. Wait a moment, then send them again."),
        20,
    ),
}


@dataclass(frozen=True)
class Paper:
    """A form in someone's hands: for which event, what stands in it, and which registration it changes, if one."""

    event: Event
    sent: Sent
    waits: bool = False  # there are no places: it leads to the waiting list
    registration: Registration | None = None
    problems: Mapping[str, Problem] = field(default_factory=dict)

    def page(self) -> str:
        return render_template(
            "web/events/form.html",
            paper=self,
            event=self.event,
            form=form_name(),
            given=self.sent.one,
            chosen=self.sent.all,
            problems=self.problems,
            interpreters=languages_of(self.event.interpreters),
            bands=BANDS,
            diets=DIETS,
            lifts=LIFTS,
            rule=KEPT,
            action=action,
        )


def typed() -> Sent:
    """What was sent, without the fields nobody sees."""
    return Sent({name: values for name, values in request.form.lists() if not name.startswith("_")})


def form_name() -> str:
    """The random name of this form, so that sending it twice registers once."""
    given = request.form.get("_form", "")
    return given if FORM.fullmatch(given) else new_form()


def action(**values: str) -> str:
    """Where the form is sent: to the page it stands on, in the language asked for."""
    return url_for(str(request.endpoint), **{"lang": here().tag, **(request.view_args or {}), **values})


def given_back(status: int) -> ResponseReturnValue:
    """All that was sent, to be sent once more."""
    words, seconds = AWAY_AGAIN[status]
    fields = [(name, clean(value)) for name, values in request.form.lists() for value in values if name != "_go"]
    page = render_template("web/events/retry.html", action=action, fields=fields, sentence=Sentence(words))
    return page, status, {"Retry-After": str(seconds)}
