"""Mails about requests: to those who may confirm one, and to whoever asked. They name staff and nobody else."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.people import Person
from app.store.requests import Request
from app.web import mail
from app.web.access import signed_in
from app.web.mail import Words


def tell_confirmers(db: Connection, slug: str, id: str, people: Sequence[Person]) -> None:
    """The purpose is not in the mail: it may say more than a mail should carry."""
    if mail.works():
        words = mail.letter(mail.address_of("analysis.request", slug=slug, id=id), _asked)
        for person in people:
            mail.enqueue(db, person.email, *words)


def tell_asker(db: Connection, request: Request, confirmed: bool) -> None:
    if mail.works():
        link = mail.address_of("analysis.request", slug=request.slug, id=request.id)
        mail.enqueue(db, request.email, *mail.letter(link, _confirmed if confirmed else _refused))


def _asked() -> Words:
    return (
        gettext("A request for answers waits for you"),
        gettext("%(name)s asks for answers of single people and needs a second person:", name=_me()),
        gettext("Read what they are needed for, then confirm or refuse."),
    )


def _confirmed() -> Words:
    return (
        gettext("Your request for answers is confirmed"),
        gettext("%(name)s has confirmed your request:", name=_me()),
        gettext("The answers are ready within minutes, for seven days."),
    )


def _refused() -> Words:
    return (
        gettext("Your request for answers is refused"),
        gettext("%(name)s has refused your request:", name=_me()),
        gettext("The reason stands on the page."),
    )


def _me() -> str:
    return mail.one_line(signed_in().name)
