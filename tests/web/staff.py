"""Staff for the tests: someone of any role with a browser, signed in or about to be."""

import re
from functools import cache

from app.domain.people import Person
from app.store import staff
from app.web import clock
from app.web.access import TOKEN
from app.web.account.passwords import hashed

PASSWORD = "Kartoffel im Regen 7"
SLUG = "gut-leben"
LIST = "/staff/questionnaires"
ONE = f"{LIST}/{SLUG}"


@cache
def password_hash():
    return hashed(PASSWORD)


def employ(app, role="designer", email=None) -> Person:
    with app.extensions["engine"].begin() as db:
        return staff.add(db, email or f"{role}@example.org", f"Kim {role}", role, password_hash())


class Colleague:
    """A browser that fills in the hidden token of every form, as people's browsers do."""

    def __init__(self, app, role=None, email=None):
        self.client = app.test_client()
        self.person = None
        self.token = self.cookie = None
        if role:
            self.person = employ(app, role, email)
            _begin(app, self.client, self.person)

    def get(self, path, **given):
        return self.client.get(path, buffered=True, **given)

    def post(self, path, data=None, **given):
        return self.client.post(path, data={"csrf_token": self._token(), **(data or {})}, **given)

    def _token(self):
        """It lies in the session: any page of the same visitor holds a valid one, which is good until that changes."""
        if self.cookie is None or self._cookie() != self.cookie:
            self.token = token_of(self.client.get("/staff/password", follow_redirects=True))
            self.cookie = self._cookie()
        return self.token

    def _cookie(self):
        kept = self.client.get_cookie("mitsprache", path="/staff")
        return kept and kept.value

    def sign_in(self, email, password=PASSWORD, path="/staff/sign-in"):
        return self.post(path, {"email": email, "password": password})


def _begin(app, client, person):
    """A session as after signing in, without the slow check of a password."""
    token = f"session of {person.id}"
    with app.extensions["engine"].begin() as db:
        now = clock.now()
        staff.begin_session(db, token, person.id, now, now.replace(year=now.year + 1))
    with client.session_transaction("/staff/") as session:
        session[TOKEN] = token


def token_of(page):
    return re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]


def revision_of(page):
    return re.search(r'name="revision" value="(\d+)"', page.text)[1]


def signed_in(response):
    """Whether the answer is a page and not the way to the sign-in."""
    return "/staff/sign-in" not in response.headers.get("Location", "") and response.status_code == 200
