"""How many statements a page costs: a table of the most each may ask, so that a question asked in a loop shows up.

A page asked for once more finds in memory what never changes; the table is about that, and not about the first time.
"""

from app.store import questionnaires
from app.store.patience import THREADS
from tests.store.statements import at_once, engines_of, overheard
from tests.web.forms import Page, Visitor
from tests.web.staff import LIST, ONE, SLUG, Colleague, token_of
from tests.web.test_editor_conflicts import opened
from tests.web.test_results import publish

RESULTS = f"/results/{SLUG}"
TALK = "/statements/aussagen"
QUESTION = f"{ONE}/edit/question/her"

MOST = {
    "home": 3,  # whether all that is kept is still so
    "consultation anew": 7,  # three of them the same as above; events and votes around it are one
    "news anew": 4,
    "start page": 1,
    "first question page": 1,
    "next question page": 1,
    "check before sending": 1,
    "submission": 3,  # which version is open, twice; and the call of submit()
    "submission on sqlite": 4,  # which has no functions: a receipt and an answer
    "thanks": 1,
    "start of a vote": 3,  # the conversation, its statements, its newest release: once a second
    "first statement": 3,
    "vote": 4,  # and the call of submit_vote()
    "results of a vote": 4,
    "results anew": 3,
    "results from memory": 3,
    "is there a newer release": 1,
    "what became of it": 7,  # the document, and two for each questionnaire it rests on
    "table of weighing": 7,
    "receipts": 1,
    "themes to follow": 1,
    "receipt": 1,
    "themes followed": 7,
    "health": 4,  # each part asks what only it may, and the newest schema
    "overview of staff": 6,  # three of them ask who is signed in, as on all pages below
    "questionnaire of staff": 6,
    "editor": 6,
    "editor, save": 8,
}


def test_no_page_asks_more_than_it_needs(app, backend):
    publish(app, SLUG)
    walks = (visit, look_at_results, work)
    for walk in walks:  # once for what stays in memory
        for _, ask in walk(app):
            ask()
    app.extensions.pop("shelves", None)
    asked = {}
    for name, ask in (step for walk in walks for step in walk(app)):
        with overheard(engines_of(app)) as said, at_once(engines_of(app)) as held:
            ask()
        asked[f"{name} on sqlite" if (name, backend) == ("submission", "sqlite") else name] = said
        for engine, most in held.items():  # more, and threads wait for each other's connections
            assert most * THREADS <= engine.pool.size() or backend == "sqlite", name
    assert asked.keys() | {"submission", "submission on sqlite"} == MOST.keys()
    assert {name: said for name, said in asked.items() if len(said) > MOST[name]} == {}


def test_a_question_in_a_loop_is_seen(app):
    """The control: the list of forms as it was once made."""
    with overheard(engines_of(app)) as said, app.extensions["engines"].public.connect() as db:
        assert [questionnaires.published(db, slug) for slug in questionnaires.slugs_published(db)]
    assert len(said) > MOST["home"]


def visit(app):
    client = app.test_client()
    yield "home", lambda: client.get("/?lang=de")
    process = "/consultation/integrationskonzept-ostholstein"
    yield "consultation anew", lambda: client.get(f"{process}?lang=de&anew=1")  # not an address of ours: not kept
    yield "news anew", lambda: client.get(f"{process}/news?lang=de&anew=1")
    yield "start page", lambda: client.get(f"/s/{SLUG}?lang=de")
    visitor = Visitor(client)
    yield "first question page", lambda: visitor.press("begin")
    yield "next question page", lambda: visitor.press("next", her="hier", alter="30-64")
    while visitor.page.asked():
        visitor.press("next")
    fields = visitor.page.fields()
    yield "check before sending", lambda: visitor.post({**fields, "_go": "next"})
    sent = {**fields, "_go": ["send"]}
    yield "submission", lambda: post(client, sent)
    yield "thanks", lambda: client.get(f"/s/{SLUG}/thanks?lang=de")
    yield "start of a vote", lambda: client.get(f"{TALK}?lang=de")
    voted = Page(ours(client, TALK, {"_go": "begin"}))
    yield "first statement", lambda: ours(client, TALK, {"_go": "begin"})
    yield "vote", lambda: ours(client, TALK, {**voted.fields(), "_go": "agree"})
    yield "results of a vote", lambda: client.get(f"{TALK}/results?lang=de")
    process = "integrationskonzept-ostholstein"
    yield "what became of it", lambda: client.get(f"/outcome/{process}?lang=de")
    yield "table of weighing", lambda: client.get(f"/outcome/{process}/table?lang=de")
    yield "receipts", lambda: client.get("/follow")
    yield "themes to follow", lambda: client.get(f"/follow/{process}?lang=de")
    yield "receipt", lambda: client.post(f"/follow/{process}/receipt", data={"theme": ["wohnen"]})
    yield "themes followed", lambda: client.post(f"/follow/{process}", data={"code": "1800-EZ1"})
    yield "health", lambda: client.get("/health")


def post(client, fields):
    assert ours(client, f"/s/{SLUG}", fields).status_code == 303


def ours(client, path, fields):
    return client.post(f"{path}?lang=de", data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def look_at_results(app):
    client = app.test_client()
    yield "results anew", lambda: client.get(RESULTS)
    yield "results from memory", lambda: client.get(RESULTS)
    yield "is there a newer release", lambda: client.get(f"{RESULTS}/release.json")


def work(app):
    designer = app.extensions.get("designer") or Colleague(app, "designer")
    app.extensions["designer"] = designer
    yield "overview of staff", lambda: designer.get(LIST)
    yield "questionnaire of staff", lambda: designer.get(ONE)
    yield "editor", lambda: designer.get(QUESTION)
    form = opened(designer)
    words = form["f.title.de-simple"] + "?"
    token = token_of(designer.get("/staff/password", follow_redirects=True))
    changed = {**form, "f.title.de-simple": words, "csrf_token": token}
    yield "editor, save", lambda: designer.client.post(f"{QUESTION}?target=ar", data=changed)
    with app.extensions["engine"].connect() as db:
        assert questionnaires.draft(db, SLUG).questionnaire.question("her").title.words["de-simple"] == words
