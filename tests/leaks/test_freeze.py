"""No public byte changes because somebody answered: pages change with a release, which waits for many (L4)."""

import hashlib
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from app.domain.language import LANGUAGES
from app.domain.profile import PROFILES
from app.domain.response import Response
from app.store import questionnaires, responses, statements
from app.store.votes import Suggestion, Vote, put_suggestion, put_vote
from app.web.clock import now
from app.web.jobs import Runner
from tests.web.test_access import PUBLIC

SLUGS = ("gut-leben", "integrationskonzept")
NAMED_ANEW = {"/statements/aussagen/add"}  # its form has a random name each time it is asked for
ANSWERS = {"her": "land", "gefuehl": "4", "wichtig": ["wohnen"], "alter": "30-64", "zuerst": "Mehr Busse"}


@pytest.fixture
def runner(app, tmp_path):
    return Runner(app.extensions["engine"], tmp_path / "keys")


def people_answer(app, people, first):
    """Through the door of those who answer, each with a receipt of their own."""
    with app.extensions["engines"].answer.begin() as db:
        for person in range(first, first + people):
            given = Response("de", ANSWERS, simulated=False)
            assert responses.add(db, "gut-leben", 1, given, f"{person:064}") == "kept"


@pytest.fixture
def frozen(client, request):
    """frozen() is a hash of every public page: its status, all its headers with its size, and its body."""
    languages = list(LANGUAGES) if request.config.getoption("leaks") else ["de", "uk", "ar"]
    return lambda: {address: digest(client.get(address, buffered=True)) for address in addresses(client, languages)}


def digest(answer):
    headers = sorted((name, value) for name, value in answer.headers)
    return hashlib.sha256(repr((answer.status_code, headers, answer.data)).encode()).hexdigest()


def addresses(client, languages):
    """All public pages in these languages, with every filter a results page offers."""
    plain = {path for path in PUBLIC if path not in NAMED_ANEW}
    plain |= {*(f"/results/{slug}{what}" for slug in SLUGS for what in ("", "?part=1", "/release.json"))}
    plain |= {f"/results/gut-leben/data/1/{name}" for name in ("cells.csv", "release.json", "all.zip")}
    everywhere = {f"{path}{'&' if '?' in path else '?'}lang={tag}" for path in plain for tag in languages}
    filters = {link for slug in SLUGS for link in links(client.get(f"/results/{slug}?lang=de").text)}
    return plain | everywhere | filters


def links(page):
    return {
        a["href"].partition("#")[0]
        for a in BeautifulSoup(page, "html.parser").select("main a[href^='/results/'][href*='by=']")
    }


def test_nothing_public_changes_until_enough_people_have_answered(app, frozen, runner):
    least, moment = _least(app), now()
    before = frozen()
    people_answer(app, least - 1, first=0)
    assert runner.once(moment) == []
    assert changed(before, frozen()) == []

    # The control: one more person, and everything that shows results is another.
    people_answer(app, 1, first=least)
    assert len(runner.once(moment)) == 1
    news = changed(before, frozen())
    assert {"/results/gut-leben", "/results/gut-leben/release.json", "/results/gut-leben?lang=ar"} <= set(news)
    assert "/results/gut-leben/data/1/cells.csv" in news
    # The catalogue for portals names the newest release, and the list of priorities is made of it.
    made_of_it = ("/results/gut-leben", "/data/catalog", "/priorities/")
    assert [path for path in news if not path.startswith(made_of_it)] == []


def test_filters_do_not_change_either(app, frozen, runner):
    least, moment = _least(app), now()
    people_answer(app, 60, first=0)
    assert len(runner.once(moment)) == 1
    before = frozen()
    assert len([path for path in before if "by=" in path]) >= 3
    people_answer(app, least - 1, first=60)
    assert runner.once(moment + timedelta(days=1)) == []
    assert changed(before, frozen()) == []


def changed(before, after):
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


def _least(app):
    """How many new answers a release waits for."""
    with app.extensions["engine"].connect() as db:
        return PROFILES[questionnaires.published(db, "gut-leben").questionnaire.profile].fresh


def test_votes_and_suggestions_change_nothing_until_enough_are_sealed(app, client, runner):
    """Also not what others are asked next: their pages are drawn from the newest release."""
    paths = sorted({*PUBLIC, "/statements/aussagen/results?lang=ar"} - NAMED_ANEW)
    moment = now()

    def look():
        return {path: digest(client.get(path, buffered=True)) for path in paths}

    def rounds():
        nonlocal moment
        for _ in range(2):
            moment += timedelta(hours=1)
            runner.once(moment)

    runner.once(moment)
    before = look()
    people_vote(app, range(19))
    rounds()
    assert changed(before, look()) == []
    people_vote(app, [19])
    rounds()
    news = changed(before, look())
    assert {"/statements/aussagen/results", "/statements/aussagen/results.json"} <= set(news)
    assert [path for path in news if not path.startswith("/statements/aussagen/results")] == []


def people_vote(app, people):
    with app.extensions["engines"].answer.begin() as db:
        vote, suggest = put_vote(db.dialect.name), put_suggestion(db.dialect.name)
        ids = [each.id for each in shown(app)]
        for person in people:
            for id in ids:
                vote(db.exec_driver_sql, Vote(f"{person:032x}", id, "aussagen", 1))
            suggest(db.exec_driver_sql, Suggestion.of("aussagen", "fa-AF", f"words {person}", f"{person:064x}"))


def shown(app):
    with app.extensions["engine"].connect() as db:
        return statements.shown(db, "aussagen")
