"""The front: what is the same for everyone comes from memory, whole and current, and nothing else does."""

import gzip
import re
from dataclasses import replace

import brotli
import pytest
from sqlalchemy import event

from app.domain.consultation import Consultation
from app.domain.language import LANGUAGES
from app.domain.profile import PROFILES
from app.store import consultations, conversation_releases, documents, mark, papers, questionnaires, statements
from app.store.changes import ANSWERS, noticed
from app.store.engine import reading
from app.store.rights import PUBLIC
from app.web import clock, front
from app.web.memory import BESIDES, Memory, Page
from app.web.packing import packing
from app.web.public_pages import KEPT
from app.web.results.lasting import AN_HOUR, BRIEFLY, lasting
from tests.web.forms import Visitor
from tests.web.staff import Colleague
from tests.web.test_access import ROUTES
from tests.web.test_results import publish

SLUG, PLACE = "gut-leben", "integrationskonzept-ostholstein"
START = f"/s/{SLUG}?lang=de"
RESULTS = f"/results/{SLUG}"
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
PAGES = {name: address for name, (_, address, _) in ROUTES.items() if name in KEPT}


@pytest.fixture
def memory(app) -> Memory:
    return app.extensions["front"]


@pytest.fixture
def sheets(app) -> Memory:
    """The memory of what respondents' pages begin and end with."""
    return app.extensions["front of sheets"]


@pytest.fixture
def entered(app):
    """The requests that reached Flask."""
    seen = []
    app.before_request(lambda: seen.append(app) and None)
    return seen


def edit(app, change):
    """Something that staff do, in a transaction of theirs."""
    with app.extensions["engines"].staff.begin() as db:
        change(db)


def test_a_page_that_is_kept_comes_again_without_flask_and_to_the_byte(app, client, entered):
    publish(app, SLUG)
    for endpoint, address in PAGES.items():
        first = client.get(address)
        entered.clear()
        again = client.get(address)
        assert (first.status_code, len(entered)) == (200, 0), endpoint
        assert (again.status, list(again.headers), again.data) == (first.status, list(first.headers), first.data)
        assert "Set-Cookie" not in first.headers
        assert "Cookie" not in first.headers["Vary"]


def test_only_pages_that_are_the_same_for_everyone_are_kept(app, client, memory, sheets):
    publish(app, SLUG)
    for endpoint, (method, address, _) in ROUTES.items():
        if endpoint not in KEPT and endpoint != "results.report":  # takes seconds to draw
            client.open(address, method=method, buffered=True)
            assert len(memory) == len(sheets) == 0, endpoint


def test_pages_of_people_are_never_kept(app, client, sheets, entered):
    visitor = Visitor(client, SLUG)
    kept = len(sheets)
    visitor.press("begin")
    for _ in range(7):
        visitor.press("next")
    assert len(sheets) == kept
    client.post(START, data={"_go": "begin", "_version": "1"})
    client.get(f"/s/{SLUG}?kiosk=1")
    assert client.get(f"/s/{SLUG}?kiosk=1").headers["Cache-Control"] == "no-store"
    Colleague(app, "admin").get("/staff/people")
    client.get(START, headers={"X-Busy": "yes"})
    assert len(sheets) == kept
    assert app in entered


def test_how_long_a_page_takes_does_not_tell_whether_somebody_has_answered_in_a_rare_language(app, client, entered):
    """The first of all fetches start and thanks in every language, and no release makes them forgotten."""
    client.get(START, headers={"Accept-Encoding": "br"})
    publish(app, SLUG)
    noticed()
    client.get(RESULTS)
    entered.clear()
    for tag in LANGUAGES:
        told = {"Accept-Encoding": "br", "Accept-Language": tag}
        for address in (f"/s/{SLUG}", f"/s/{SLUG}?lang={tag}", f"/s/{SLUG}/thanks?lang={tag}"):
            assert client.get(address, headers=told).status_code == 200
    assert entered == []


# -- always current


def test_what_staff_change_shows_at_once(app, client):
    def closed():
        return "closed" in client.get(f"/s/{SLUG}?lang=en").text

    assert not closed()
    edit(app, lambda db: questionnaires.set_state(db, SLUG, "closed"))
    assert closed()
    edit(app, lambda db: questionnaires.set_state(db, SLUG, "open"))
    assert not closed()


def test_a_new_version_shows_at_once(app, client):
    assert 'name="_version" value="1"' in client.get(START).text
    edit(app, lambda db: questionnaires.publish(db, questionnaires.draft(db, SLUG), clock.today()))
    assert 'name="_version" value="2"' in client.get(START).text


def test_a_release_shows_at_once_and_whoever_has_the_page_gets_nothing_until_then(app, client, entered):
    publish(app, SLUG)
    for address in (f"{RESULTS}?lang=de", f"{RESULTS}/release.json"):
        tag = client.get(address).headers["ETag"]
        held = {"If-None-Match": f'"other", {tag}'}
        before = len(entered)
        nothing = client.get(address, headers=held)
        assert (nothing.status_code, nothing.data, nothing.headers["ETag"]) == (304, b"", tag)
        assert "Content-Type" not in nothing.headers
        assert len(entered) == before
    publish(app, SLUG, people=300, number=2)
    assert client.get(f"{RESULTS}?lang=de", headers=held).status_code == 200
    assert client.get(f"{RESULTS}/release.json", headers=held).json == {"release": 2}


def test_what_another_process_changes_shows_after_a_second(app, client, monkeypatch):
    assert "closed" not in client.get(f"/s/{SLUG}?lang=en").text
    monkeypatch.setattr("app.web.memory.SECOND", 0)  # the second is over
    with app.extensions["engine"].connect().execution_options(**{ANSWERS: True}) as db:  # nothing tells the front
        questionnaires.set_state(db, SLUG, "closed")
        db.commit()
        assert "closed" in client.get(f"/s/{SLUG}?lang=en").text


def test_within_a_second_the_database_is_asked_once(app, client, monkeypatch):
    monkeypatch.setattr("app.web.memory.SECOND", 3600)
    client.get(START)
    asked = []
    event.listen(app.extensions["engines"].public, "checkout", lambda *_: asked.append(1))
    assert {client.get(START).status_code for _ in range(20)} == {200}
    assert asked == []


def test_the_mark_changes_with_all_that_public_pages_may_read(app):
    """A table or a column more for the public role needs a thought about the mark."""
    on_pages = {name for name in PUBLIC if name != "alembic_version"}  # the number of the schema, for /health
    around = {"documents", "papers", "consultations", "statements_shown", "conversation_releases"}
    assert on_pages == {"questionnaires", "versions", "releases", *around}
    assert PUBLIC["questionnaires"] == {"select": ("slug", "state", "last_day")}
    changes = [
        lambda db: questionnaires.set_state(db, SLUG, "closed"),
        lambda db: questionnaires.set_last_day(db, SLUG, clock.today()),
        lambda db: questionnaires.publish(db, questionnaires.draft(db, SLUG), clock.today()),
        lambda db: consultations.bring(db, PLACE, None),
        lambda db: consultations.publish(db, consultations.first(db), clock.today()),
        lambda db: documents.set_state(db, Consultation, PLACE, "archived"),
        lambda db: papers.put(db, PLACE, "konzept", "ar", "x.pdf", b"%PDF-1.7"),
        lambda db: statements.save(db, replace(statements.one(db, "bus"), theme="Busse")),
        lambda db: statements.save(db, replace(statements.one(db, "bus"), state="refused", reason="no")),
    ]
    marks = [_mark(app)]
    for change in changes:
        edit(app, change)
        marks.append(_mark(app))
    publish(app, SLUG)
    marks.append(_mark(app))
    with app.extensions["engine"].begin() as db:  # only the job runner may
        conversation_releases.add(db, "aussagen", {"number": 1}, clock.now())
    marks += [_mark(app), _mark(app)]
    assert len(set(marks)) == len(changes) + 3
    assert marks[-1] == marks[-2]


def _mark(app):
    with reading(app.extensions["engines"].public) as db:
        return mark.of_public(db)


def test_while_the_database_is_away_kept_pages_stay(app, client, memory):
    publish(app, SLUG)
    before = client.get(f"{RESULTS}?lang=de").data
    memory._look = lambda: None
    noticed()
    assert client.get(f"{RESULTS}?lang=de").data == before


def test_a_page_begun_before_a_change_is_not_kept_after_it():
    looks = iter("ab")
    memory = Memory(lambda: next(looks), 10**6)
    memory.page(("x",))
    turn = memory.turn
    noticed()
    memory.page(("x",))  # another request has noticed the change
    memory.keep(("x",), Page("200 OK", [], b"old", "t"), turn)
    assert len(memory) == 0


# -- for each its own


@pytest.mark.parametrize("address", ["/", f"/s/{SLUG}", f"/s/{SLUG}/thanks", RESULTS, f"{RESULTS}/data"])
def test_languages_and_packings_are_never_mixed(app, client, address):
    publish(app, SLUG)
    some = ["de", "ar"] if address == RESULTS else LANGUAGES
    wanted = {tag: {"Accept-Language": f"{tag};q=0.9, tlh"} for tag in some}
    for _ in range(2):
        for tag, headers in wanted.items():
            for accepted, how in (("br, gzip", "br"), ("gzip", "gzip"), ("br;q=0", None)):
                answer = client.get(address, headers={**headers, "Accept-Encoding": accepted})
                assert answer.headers.get("Content-Encoding") == how
                assert f'<html lang="{tag}"' in UNPACK[how](answer.data).decode()
                assert {"Accept-Language", "Accept-Encoding"} <= set(answer.headers["Vary"].split(", "))


WISHES = {
    "": "de",
    "tlh": "de",
    "tlh, uk;q=0.5, ar;q=0.7": "ar",
    "de-AT, en;q=0.9": "de",
    "prs": "fa-AF",
    "KMR-latn": "ku",
    "*": "de",
    "en;q=0, pl": "pl",
    ";;,,q=1": "de",
}


def test_the_language_is_what_the_browser_wishes_for_and_the_address_decides_first(client):
    for accepted, tag in [*WISHES.items()] * 2:
        assert f'<html lang="{tag}"' in client.get("/privacy", headers={"Accept-Language": accepted}).text
        for query, told in (("lang=tr", "tr"), ("lang=xx", tag), ("LANG=tr", tag), ("lang=xx&lang=tr", tag)):
            shown = client.get(f"/privacy?{query}", headers={"Accept-Language": accepted}).text
            assert f'<html lang="{told}"' in shown, query


def test_every_packing_has_a_tag_of_its_own(app, client):
    publish(app, SLUG)
    for address in (START, RESULTS, f"{RESULTS}/data/1/cells.csv"):
        answers = [client.get(address, headers={"Accept-Encoding": how}) for how in ("br", "gzip", "identity")]
        tags = {answer.headers["ETag"] for answer in answers}
        assert len(tags) == 3
        assert all(re.fullmatch(r'"[\w-]+"', tag) for tag in tags)


@pytest.mark.parametrize(
    ("accepted", "how"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("", "identity"),
        ("identity", "identity"),
        ("br;q=oops", "identity"),
        ("brr, gzippy", "identity"),
    ],
)
def test_the_packing_is_one_the_browser_takes(accepted, how):
    assert packing(accepted) == how


def test_two_sites_do_not_share_their_pages(client):
    """Addresses in catalogues are those that were asked for, where none is set."""
    for host in ("a.example", "b.example"):
        for scheme in ("http", "https"):
            found = client.get("/data/catalog.rdf", base_url=f"{scheme}://{host}").text
            assert f"{scheme}://{host}/" in found


def test_head_is_get_without_a_body(client, entered):
    before = client.head(START)
    assert len(entered) == 1
    page = client.get(START)
    entered.clear()
    after = client.head(START)
    assert (before.status_code, before.data) == (after.status_code, after.data) == (200, b"")
    assert list(after.headers) == list(page.headers)
    assert entered == []


# -- not for those who invent things


def test_what_visitors_invent_is_answered_and_fills_nothing(app, client, memory):
    publish(app, SLUG)
    for number in range(6):
        for address in (START, f"{RESULTS}?lang=de", "/?lang=de"):
            answer = client.get(f"{address}&x{number}=1")
            assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-cache")
        for twisted in (f"lang=de&lang=x{number}", f"lang=d%65&{number}", f"by=x{number}", f"part=0{number}"):
            assert client.get(f"{RESULTS}?{twisted}").status_code == 200
        client.get(f"/s/nothing{number}")
    assert len(memory) == 0
    tag = client.get(f"{RESULTS}?lang=de").headers["ETag"]
    assert client.get(f"{RESULTS}?lang=de&x=1", headers={"If-None-Match": tag}).status_code == 304


def test_filters_that_results_offer_are_kept(app, client, memory):
    publish(app, SLUG)
    client.get(f"{RESULTS}?by=language&group=ar&lang=en")
    client.get(f"{RESULTS}?lang=en&group=ar&by=language")  # the same in another order
    client.get(f"{RESULTS}?lang=en&part=1")
    assert len(memory) == 2


def test_behind_a_name_pages_are_kept_under_that_name_only(app, client, sheets):
    app.config["MITSPRACHE"] = replace(app.config["MITSPRACHE"], address="https://mitsprache.example")
    for number in range(5):
        assert client.get(START, base_url=f"https://host{number}.example").status_code == 200
    assert len(sheets) == 0
    client.get(START, base_url="https://mitsprache.example")
    assert len(sheets) > 0


def test_the_memory_is_bounded_and_keeps_what_is_asked_for():
    memory = Memory(lambda: "same", room=10 * (BESIDES + 1000))
    memory.page(())
    for number in range(1000):
        memory.keep((str(number),), Page("200 OK", [], bytes(1000), "t"), memory.turn)
        memory.page(("0",))
        assert memory._size == sum(page.size for page in memory._pages.values()) <= memory._room
    assert len(memory) == 10
    assert memory.page(("0",))
    memory.keep(("huge",), Page("200 OK", [], bytes(memory._room), "t"), memory.turn)
    assert memory.page(("huge",)) is None


def test_no_header_a_browser_sends_fills_the_memory_of_wishes():
    assert front._wished.cache_info().maxsize == packing.cache_info().maxsize == 256


# -- how long others may keep them


def test_results_last_until_the_next_release_can_come(app):
    """Times on the clock: a quarter of an hour, an hour. With texts, which may be taken back, half a minute."""
    release = publish(app, SLUG)
    with app.extensions["engine"].connect() as db:
        version = questionnaires.published(db, SLUG)
    last = clock.datetime(2025, 7, 14, 12, 3, 20)
    assert lasting(version, release, last, last) == BRIEFLY
    closed = [page_without_texts(page) for page in version.questionnaire.pages]
    plain = replace(version, questionnaire=replace(version.questionnaire, pages=tuple(closed)))

    def until(minutes, version=plain, profile="live"):
        made = replace(release, document={**release.document, "profile": profile})
        return lasting(version, made, last, last + clock.timedelta(minutes=minutes))

    assert until(0) == until(11) == {"Cache-Control": "public", "Expires": "Mon, 14 Jul 2025 12:15:00 GMT"}
    assert until(12) == BRIEFLY  # the next quarter of an hour: a release can come at any moment
    assert (
        until(0, profile="ruhig")["Expires"] == until(56, profile="ruhig")["Expires"] == "Mon, 14 Jul 2025 13:00:00 GMT"
    )
    assert until(24 * 60, profile="ruhig") == BRIEFLY
    ended = replace(plain, open=False, last_day=last.date())
    assert until(24 * 60, ended) == BRIEFLY  # the closing release may still come
    assert until(3 * 24 * 60, ended) == AN_HOUR
    assert until(3 * 24 * 60, replace(ended, last_day=None)) == BRIEFLY
    assert lasting(plain, None, None, last) == BRIEFLY
    assert all(profile.quiet_until(last, None) == last for profile in PROFILES.values())


def page_without_texts(page):
    closed = [q for q in page.questions if not q.open_ended and not any(o.open for o in getattr(q, "options", ()))]
    return replace(page, questions=tuple(closed))
