"""Who may come in where: every route, every role; and what the session cookie does and does not."""

from datetime import timedelta

import pytest

from app.domain.people import GRANTED, ROLES
from app.store import grants
from app.web import clock
from app.web.access import inside
from tests.web.staff import LIST, ONE, SLUG, Colleague, signed_in, token_of

EVERYONE = {None, *ROLES}
INSIDE = set(ROLES)
STAFF = INSIDE - {"none"}  # who has a role in every questionnaire
READERS = {"admin", "designer", "translator", "analyst"}
TRANSLATORS = {"admin", "designer", "translator"}
DESIGNERS = {"admin", "designer"}
CODERS = {"admin", "designer", "analyst"}
OTHER = "integrationskonzept"
CONSULTATION = "integrationskonzept-ostholstein"  # and what became of it
PROCESS = f"/consultation/{CONSULTATION}"
ITEM = "/staff/bank/sprache-verstehen"
REQUEST = f"{ONE}/analysis/00000000-0000-4000-8000-000000000000"
EVENT = "/staff/organise/event/bungsberg"
GUEST = f"{EVENT}/people/00000000-0000-4000-8000-000000000000"
ORGANISE = "/staff/organise"
PLACE = f"{ORGANISE}/consultation/integrationskonzept-ostholstein"
VOTE = "/staff/organise/conversation/aussagen"
SOMEONE = "/staff/people/00000000-0000-4000-8000-000000000000"

# endpoint: method, an address of it, who may
ROUTES = {
    "static": ("GET", "/static/icon.svg", EVERYONE),
    "visit.home": ("GET", "/", EVERYONE),
    "visit.privacy": ("GET", "/privacy", EVERYONE),
    "visit.accessibility": ("GET", "/accessibility", EVERYONE),
    "visit.imprint": ("GET", "/imprint", EVERYONE),
    "by_mail.ask": ("GET", f"/news-by-mail/{CONSULTATION}", EVERYONE),
    "by_mail.asked": ("POST", f"/news-by-mail/{CONSULTATION}", EVERYONE),
    "by_mail.look": ("GET", "/mail/nobody", EVERYONE),
    "by_mail.confirm": ("POST", "/mail/nobody/confirm", EVERYONE),
    "by_mail.stop": ("POST", "/mail/nobody/stop", EVERYONE),
    "visit.consultation": ("GET", PROCESS, EVERYONE),
    "visit.news": ("GET", f"{PROCESS}/news", EVERYONE),
    "visit.feed": ("GET", f"{PROCESS}/news.atom", EVERYONE),
    "visit.paper": ("GET", f"{PROCESS}/papers/entwurf/de.pdf", EVERYONE),  # 404: the example has none
    "visit.embed": ("GET", f"{PROCESS}/embed", EVERYONE),
    "visit.card": ("GET", f"{PROCESS}/card.svg", EVERYONE),
    "visit.archive": ("GET", "/consultations", EVERYONE),
    "visit.outcome": ("GET", f"/outcome/{CONSULTATION}", EVERYONE),
    "visit.weighing": ("GET", f"/outcome/{CONSULTATION}/table", EVERYONE),
    "visit.weighing_file": ("GET", f"/outcome/{CONSULTATION}/table.xlsx", EVERYONE),
    "visit.receipts": ("GET", "/follow", EVERYONE),
    "visit.follow": ("GET", f"/follow/{CONSULTATION}", EVERYONE),
    "visit.followed": ("POST", f"/follow/{CONSULTATION}", EVERYONE),
    "visit.receipt": ("POST", f"/follow/{CONSULTATION}/receipt", EVERYONE),
    "visit.receipt_paper": ("GET", f"/follow/{CONSULTATION}/paper", EVERYONE),
    "priorities.show": ("GET", "/priorities/integrationskonzept-ostholstein", EVERYONE),
    "health.ready": ("GET", "/health", EVERYONE),
    "health.live": ("GET", "/health/live", EVERYONE),
    "health.measured": ("GET", "/metrics", EVERYONE),  # 404 without the token
    "respond.start": ("GET", f"/s/{SLUG}", EVERYONE),
    "respond.answer": ("POST", f"/s/{SLUG}", EVERYONE),
    "respond.kiosk": ("GET", f"/s/{SLUG}/kiosk", EVERYONE),
    "respond.picture": ("GET", f"/s/{SLUG}/pictures/1/rathaus", EVERYONE),
    "respond.thanks": ("GET", f"/s/{SLUG}/thanks", EVERYONE),
    "respond.short": ("GET", f"/s/{SLUG}/ar", EVERYONE),
    **{
        f"statements.{name}": (method, f"/statements/aussagen{path}", EVERYONE)
        for name, method, path in (
            ("start", "GET", ""),
            ("vote", "POST", ""),
            ("add", "GET", "/add"),
            ("suggest", "POST", "/add"),
            ("added", "GET", "/added"),
            ("results", "GET", "/results"),
            ("as_json", "GET", "/results.json"),
            ("as_csv", "GET", "/results.csv"),
        )
    },
    "results.show": ("GET", f"/results/{SLUG}", EVERYONE),
    "results.one": ("GET", f"/results/{SLUG}/q/wichtig", EVERYONE),
    "results.picture": ("GET", f"/results/{SLUG}/q/gefuehl.svg", EVERYONE),
    "results.report": ("GET", f"/results/{SLUG}/report.pdf", EVERYONE),
    "results.newest": ("GET", f"/results/{SLUG}/release.json", EVERYONE),
    "results.history": ("GET", f"/results/{SLUG}/releases", EVERYONE),
    "results.present": ("GET", f"/results/{SLUG}/present", EVERYONE),
    "data.show": ("GET", f"/results/{SLUG}/data", EVERYONE),
    "data.file": ("GET", f"/results/{SLUG}/data/1/cells.csv", EVERYONE),
    "data.script": ("GET", "/data/recompute.py", EVERYONE),
    "data.portal": ("GET", "/data/catalog.rdf", EVERYONE),
    "events.show": ("GET", "/events/bungsberg", EVERYONE),
    "events.calendar": ("GET", "/events/bungsberg.ics", EVERYONE),
    "events.register": ("GET", "/events/bungsberg/register", EVERYONE),  # over: leads back
    "events.send": ("POST", "/events/bungsberg/register", EVERYONE),
    "events.mine": ("GET", "/events/bungsberg/mine/x", EVERYONE),  # 404 without the link
    "events.my_calendar": ("GET", "/events/bungsberg/mine/x/calendar.ics", EVERYONE),
    "events.change": ("GET", "/events/bungsberg/mine/x/change", EVERYONE),
    "events.save": ("POST", "/events/bungsberg/mine/x/change", EVERYONE),
    "events.cancel": ("GET", "/events/bungsberg/mine/x/cancel", EVERYONE),
    "events.give_back": ("POST", "/events/bungsberg/mine/x/cancel", EVERYONE),
    "account.home": ("GET", "/staff", EVERYONE),
    "account.sign_in": ("GET", "/staff/sign-in", EVERYONE),
    "account.password": ("GET", "/staff/password", INSIDE),
    "account.second_step": ("GET", "/staff/sign-in/code", INSIDE),
    "account.forgotten": ("GET", "/staff/sign-in/forgotten", EVERYONE),
    "account.link": ("GET", "/staff/sign-in/link/x", EVERYONE),
    "account.security": ("GET", "/staff/security", INSIDE),
    "account.prove": ("GET", "/staff/prove", INSIDE),
    "account.app": ("GET", "/staff/security/app", INSIDE),
    "account.begin_passkey": ("POST", "/staff/security/passkeys/begin", INSIDE),
    "account.add_passkey": ("POST", "/staff/security/passkeys", INSIDE),
    "account.remove_passkey": ("POST", "/staff/security/passkeys/remove", INSIDE),
    "account.begin_sign_in": ("POST", "/staff/sign-in/passkey/begin", EVERYONE),
    "account.sign_in_with_passkey": ("POST", "/staff/sign-in/passkey", EVERYONE),
    "account.remove_app": ("POST", "/staff/security/app/remove", INSIDE),
    "account.new_codes": ("POST", "/staff/security/codes", INSIDE),
    "account.sign_out_everywhere": ("POST", "/staff/security/sign-out", INSIDE),
    "account.remove_factors": ("POST", f"{SOMEONE}/factors", {"admin"}),
    "account.journal": ("GET", "/staff/journal", {"admin"}),
    "account.people": ("GET", "/staff/people", {"admin"}),
    "account.add_person": ("POST", "/staff/people", {"admin"}),
    "account.new_password": ("POST", f"{SOMEONE}/password", {"admin"}),
    "account.invite_again": ("POST", f"{SOMEONE}/invitation", {"admin"}),
    "account.change_role": ("POST", f"{SOMEONE}/role", {"admin"}),
    "account.deactivate": ("POST", f"{SOMEONE}/deactivate", {"admin"}),
    "account.reactivate": ("POST", f"{SOMEONE}/reactivate", {"admin"}),
    "bank.browse": ("GET", "/staff/bank", INSIDE),
    "bank.item": ("GET", ITEM, INSIDE),
    "bank.look": ("GET", f"{ITEM}/look", INSIDE),
    "bank.remove": ("POST", f"{ITEM}/remove", set()),  # only what staff put in
    "design.rehearsal": ("GET", f"{ONE}/rehearsal", STAFF),
    "design.rehearsal_results": ("GET", f"{ONE}/rehearsal/results", STAFF),
    "design.banked": ("GET", f"{ONE}/bank", STAFF),
    "design.insert_item": ("POST", f"{ONE}/bank/insert", DESIGNERS),
    "design.take_over": ("POST", f"{ONE}/bank/take-over", DESIGNERS),
    "design.put_into_bank": ("POST", f"{ONE}/bank/put-in", DESIGNERS),
    "design.index": ("GET", LIST, INSIDE),
    "design.show": ("GET", ONE, STAFF),
    "design.new": ("POST", f"{LIST}/_new", DESIGNERS),
    "design.duplicate": ("POST", f"{ONE}/duplicate", DESIGNERS),
    "design.edit": ("GET", f"{ONE}/edit", DESIGNERS),
    "design.edit_order": ("POST", f"{ONE}/edit", DESIGNERS),
    "design.edit_add": ("GET", f"{ONE}/edit/add", DESIGNERS),
    "design.edit_texts": ("GET", f"{ONE}/edit/texts", DESIGNERS),
    "design.edit_page": ("GET", f"{ONE}/edit/page/wohnen", DESIGNERS),
    "design.edit_question": ("GET", f"{ONE}/edit/question/ort", DESIGNERS),
    "design.download": ("GET", f"{ONE}/download", STAFF),
    "design.preview": ("GET", f"{ONE}/preview", STAFF),
    "design.try_start": ("GET", f"{ONE}/try", STAFF),
    "design.try_step": ("POST", f"{ONE}/try", STAFF),
    "design.texts": ("GET", f"{ONE}/texts/ar", READERS),
    "design.translate": ("GET", f"{ONE}/translate", STAFF),
    "design.source": ("POST", f"{ONE}/source", DESIGNERS),
    "design.texts_file": ("GET", f"{ONE}/texts/ar/file/po", READERS),
    "design.all_texts_file": ("GET", f"{ONE}/texts.xlsx", READERS),
    "design.upload_texts": ("POST", f"{ONE}/texts/ar/upload", TRANSLATORS),
    "design.links": ("GET", f"{ONE}/links", DESIGNERS),
    "design.make_link": ("POST", f"{ONE}/links", DESIGNERS),
    "design.revoke_link": ("POST", f"{ONE}/links/nobody/revoke", DESIGNERS),
    "guest.statements": ("GET", "/translate/nobody/statements", EVERYONE),
    "guest.save_statements": ("POST", "/translate/nobody/statements", EVERYONE),
    "organise.statements": ("GET", f"{VOTE}/statements", READERS),
    "organise.decide_statement": ("POST", f"{VOTE}/statements", DESIGNERS),
    "organise.add_statement": ("POST", f"{VOTE}/statements/add", DESIGNERS),
    "organise.statement_languages": ("GET", f"{VOTE}/statements/translate", READERS),
    "organise.statement_words": ("GET", f"{VOTE}/statements/translate/ar", READERS),
    "organise.save_statement_words": ("POST", f"{VOTE}/statements/translate/ar", TRANSLATORS),
    "organise.cards": ("GET", f"{VOTE}/cards", DESIGNERS),
    "organise.look_at_cards": ("POST", f"{VOTE}/cards", DESIGNERS),
    "organise.take_cards": ("POST", f"{VOTE}/cards/take", DESIGNERS),
    "glossary.terms": ("GET", "/staff/glossary", READERS),
    "glossary.keep_term": ("POST", "/staff/glossary", TRANSLATORS),
    "glossary.remove_term": ("POST", "/staff/glossary/remove", TRANSLATORS),
    "glossary.take_starter": ("POST", "/staff/glossary/starter", TRANSLATORS),
    "guest.texts": ("GET", "/translate/nobody", EVERYONE),
    "guest.save_texts": ("POST", "/translate/nobody", EVERYONE),
    "guest.texts_file": ("GET", "/translate/nobody/file/po", EVERYONE),
    "guest.upload_texts": ("POST", "/translate/nobody/upload", EVERYONE),
    "design.save_texts": ("POST", f"{ONE}/texts/ar", TRANSLATORS),
    "design.voices": ("GET", f"{ONE}/voices", DESIGNERS),
    "design.decide": ("POST", f"{ONE}/voices", DESIGNERS),
    "design.quote": ("GET", f"{ONE}/voices/nobody", DESIGNERS),
    "design.translate_quote": ("POST", f"{ONE}/voices/nobody", DESIGNERS),
    "design.coding": ("GET", f"{ONE}/coding", CODERS),
    "design.code_text": ("POST", f"{ONE}/coding", CODERS),
    "design.coded": ("GET", f"{ONE}/coding/mine", CODERS),
    "design.forget_coding": ("POST", f"{ONE}/coding/forget", CODERS),
    "design.codebook": ("GET", f"{ONE}/codebook", CODERS),
    "design.keep_theme": ("POST", f"{ONE}/codebook", CODERS),
    "design.remove_theme": ("POST", f"{ONE}/codebook/remove", CODERS),
    "design.second_coder": ("POST", f"{ONE}/codebook/second", CODERS),
    "design.agreement": ("GET", f"{ONE}/agreement", CODERS),
    "design.settle": ("POST", f"{ONE}/agreement", CODERS),
    "design.releases": ("GET", f"{ONE}/releases", DESIGNERS),
    "design.last_day": ("POST", f"{ONE}/last-day", DESIGNERS),
    "design.languages": ("POST", f"{ONE}/languages", DESIGNERS),
    "design.codes": ("GET", f"{ONE}/codes", DESIGNERS),
    "design.access": ("POST", f"{ONE}/access", DESIGNERS),
    "design.slips": ("POST", f"{ONE}/codes/slips", DESIGNERS),
    "design.word": ("POST", f"{ONE}/codes/word", DESIGNERS),
    "design.void": ("POST", f"{ONE}/codes/void", DESIGNERS),
    "design.upload": ("POST", LIST, DESIGNERS),
    "design.upload_next": ("POST", f"{ONE}/upload", DESIGNERS),
    "design.checks": ("GET", f"{ONE}/checks", STAFF),
    "design.measures": ("GET", f"{ONE}/checks/measures", STAFF),
    "design.rule": ("GET", f"{ONE}/edit/question/alter/rule/show_if", DESIGNERS),
    "design.save_rule": ("POST", f"{ONE}/edit/question/alter/rule/show_if", DESIGNERS),
    "design.rule_part": ("POST", f"{ONE}/edit/page/schluss/rule/show_if/part?prefix=show_if", DESIGNERS),
    "design.pictures": ("GET", f"{ONE}/pictures", DESIGNERS),
    "design.picture": ("GET", f"{ONE}/pictures/rathaus", STAFF),
    "design.change_pictures": ("POST", f"{ONE}/pictures", DESIGNERS),
    "design.protection": ("GET", f"{ONE}/protection", STAFF),
    "design.choose_profile": ("POST", f"{ONE}/protection/profile", DESIGNERS),
    "design.try_protection": ("POST", f"{ONE}/protection/trial", DESIGNERS),
    "design.people": ("GET", f"{ONE}/people", DESIGNERS),
    "design.grant": ("POST", f"{ONE}/people", DESIGNERS),
    "design.take_grant": ("POST", f"{ONE}/people/remove", DESIGNERS),
    "design.journal": ("GET", f"{ONE}/journal", DESIGNERS),
    "organise.outcome_steps": ("GET", f"/staff/organise/outcome/{CONSULTATION}/steps", DESIGNERS),
    "organise.add_outcome_step": ("POST", f"/staff/organise/outcome/{CONSULTATION}/steps", DESIGNERS),
    "organise.outcome_sources": ("GET", f"/staff/organise/outcome/{CONSULTATION}/sources", DESIGNERS),
    "organise.add_outcome_source": ("POST", f"/staff/organise/outcome/{CONSULTATION}/sources", DESIGNERS),
    "analysis.home": ("GET", f"{ONE}/analysis", {"admin", "analyst"}),
    "analysis.ask": ("POST", f"{ONE}/analysis", {"analyst"}),
    "analysis.request": ("GET", REQUEST, {"admin", "analyst"}),
    "analysis.decide": ("POST", f"{REQUEST}/decide", {"admin", "analyst"}),
    "analysis.withdraw": ("POST", f"{REQUEST}/withdraw", {"analyst"}),
    "analysis.file": ("POST", f"{REQUEST}/file", {"analyst"}),
    "analysis.tables": ("GET", f"{REQUEST}/tables", {"analyst"}),
    "analysis.weights": ("GET", f"{REQUEST}/weights", {"analyst"}),
    "organise.event_people": ("GET", f"{EVENT}/people", DESIGNERS),
    "organise.event_people_file": ("GET", f"{EVENT}/people.xlsx", DESIGNERS),
    "organise.event_new": ("GET", f"{EVENT}/people/new", DESIGNERS),
    "organise.event_register": ("POST", f"{EVENT}/people/new", DESIGNERS),
    "organise.event_party": ("GET", GUEST, DESIGNERS),
    "organise.event_change": ("POST", GUEST, DESIGNERS),
    "organise.event_confirm": ("POST", f"{GUEST}/confirm", DESIGNERS),
    "organise.event_cancel": ("POST", f"{GUEST}/cancel", DESIGNERS),
    "organise.event_capacity": ("POST", f"{EVENT}/capacity", DESIGNERS),
    "organise.event_plan": ("GET", f"{EVENT}/plan", DESIGNERS),
    "organise.event_plan_file": ("GET", f"{EVENT}/plan.xlsx", DESIGNERS),
    "organise.check_in": ("GET", f"{EVENT}/check-in", DESIGNERS),
    "organise.note_check_in": ("POST", f"{EVENT}/check-in", DESIGNERS),
    "organise.check_in_state": ("GET", f"{EVENT}/check-in/state", DESIGNERS),
    "organise.check_in_worker": ("GET", f"{EVENT}/check-in/worker.js", DESIGNERS),
    "organise.badges": ("GET", f"{EVENT}/badges", DESIGNERS),
    "organise.badges_file": ("GET", f"{EVENT}/badges.pdf", DESIGNERS),
    "organise.index": ("GET", ORGANISE, STAFF),
    "organise.new": ("POST", f"{ORGANISE}/consultation/_new", DESIGNERS),
    "organise.show": ("GET", PLACE, STAFF),
    "organise.preview": ("GET", f"{PLACE}/preview", STAFF),
    "organise.look": ("GET", f"{PLACE}/look", STAFF),
    "organise.edit": ("GET", f"{PLACE}/edit", DESIGNERS),
    "organise.publish": ("POST", f"{PLACE}/publish", DESIGNERS),
    "organise.turn": ("POST", f"{PLACE}/archive", DESIGNERS),
    "organise.restore": ("POST", f"{PLACE}/restore", DESIGNERS),
    "organise.undo": ("POST", f"{PLACE}/undo", DESIGNERS),
    "organise.redo": ("POST", f"{PLACE}/redo", DESIGNERS),
    "organise.papers": ("GET", f"{PLACE}/papers", STAFF),
    "organise.paper": ("GET", f"{PLACE}/papers/none/de.pdf", STAFF),
    "organise.change_papers": ("POST", f"{PLACE}/papers", DESIGNERS),
    "organise.translate": ("GET", f"{PLACE}/translate", STAFF),
    "organise.languages": ("POST", f"{PLACE}/languages", DESIGNERS),
    "organise.source": ("POST", f"{PLACE}/source", DESIGNERS),
    "organise.texts": ("GET", f"{PLACE}/texts/ar", READERS),
    "organise.save_texts": ("POST", f"{PLACE}/texts/ar", TRANSLATORS),
    "organise.texts_file": ("GET", f"{PLACE}/texts/ar/file/po", READERS),
    "organise.all_texts_file": ("GET", f"{PLACE}/texts.xlsx", READERS),
    "organise.upload_texts": ("POST", f"{PLACE}/texts/ar/upload", TRANSLATORS),
    "organise.links": ("GET", f"{PLACE}/links", DESIGNERS),
    "organise.make_link": ("POST", f"{PLACE}/links", DESIGNERS),
    "organise.revoke_link": ("POST", f"{PLACE}/links/nobody/revoke", DESIGNERS),
    "design.publish": ("POST", f"{ONE}/publish", DESIGNERS),
    "design.versions": ("GET", f"{ONE}/versions", STAFF),
    "design.compare": ("GET", f"{ONE}/versions/compare", STAFF),
    "design.share": ("GET", f"{ONE}/share", STAFF),
    "design.share_file": ("GET", f"{ONE}/share/ar/qr.svg", STAFF),
    "design.undo": ("POST", f"{ONE}/undo", DESIGNERS),
    "design.redo": ("POST", f"{ONE}/redo", DESIGNERS),
    "design.restore": ("POST", f"{ONE}/versions/1/restore", DESIGNERS),
    "design.close": ("POST", f"{ONE}/close", DESIGNERS),
    "design.reopen": ("POST", f"{ONE}/reopen", DESIGNERS),
    "account.sign_out": ("POST", "/staff/sign-out", INSIDE),  # last: nobody is signed in after it
}
FORMS = [path for method, path, _ in ROUTES.values() if method == "POST" and path.startswith("/staff")]
PUBLIC = [path for method, path, who in ROUTES.values() if method == "GET" and not path.startswith("/staff")]


def test_every_route_stands_in_the_table(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ROUTES)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_comes_in_where_the_table_says_and_nowhere_else(app, role):
    colleague = Colleague(app, role)
    open_doors = {name for name in ROUTES if _answer(colleague, name).status_code != 403}
    assert open_doors == {name for name, (_, _, who) in ROUTES.items() if role in who}


@pytest.mark.parametrize("role", GRANTED)
def test_a_role_in_one_questionnaire_opens_its_doors_there_and_no_other(app, role):
    colleague = Colleague(app, "none")
    with app.extensions["engine"].begin() as db:
        grants.give(db, colleague.person.id, SLUG, role)
    names = [name for name, (_, path, _) in ROUTES.items() if path.startswith(ONE)]
    own = {name for name in names if role in ROUTES[name][2]} - {"design.duplicate"}  # a copy is not in this one
    assert {name for name in names if _answer(colleague, name, OTHER).status_code != 403} == set()
    assert {name for name in names if _answer(colleague, name).status_code != 403} == own
    others = {name for name in ROUTES if name not in names and name != "account.sign_out"}
    open_doors = {name for name in others if _answer(colleague, name).status_code != 403}
    assert open_doors == {name for name in others if "none" in ROUTES[name][2]}


def test_strangers_are_asked_to_sign_in_wherever_the_table_does_not_let_them(app):
    stranger = Colleague(app)
    asked = {name for name in ROUTES if "/sign-in" in _answer(stranger, name).headers.get("Location", "")}
    assert asked == {name for name, (_, _, who) in ROUTES.items() if None not in who}


def _answer(colleague, endpoint, slug=SLUG):
    method, path, _ = ROUTES[endpoint]
    path = path.replace(SLUG, slug)
    return colleague.get(path) if method == "GET" else colleague.post(path)


def test_a_staff_form_without_its_token_is_refused(app):
    admin = Colleague(app, "admin")
    without_token = {f"{ONE}/try"}  # keeps nothing, and takes forms of this site only
    for path in FORMS:
        assert admin.client.post(path).status_code == (200 if path in without_token else 400), path
    for path in ("/staff/sign-in", "/staff/password"):
        assert admin.client.post(path).status_code == 400, path
    assert signed_in(admin.get(LIST))


# Whoever has the secret in such an address may press its button, from wherever they are (RFC 8058).
FROM_ANYWHERE = {"by_mail.confirm", "by_mail.stop"}


def test_every_public_form_is_taken_from_our_own_pages_only(app):
    """All there are, by the map of the site: doors without a session are exempt from tokens, one by one."""
    forms = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    public = {name for name in forms if not ROUTES[name][1].startswith("/staff")}
    assert {"events.send", "statements.vote", "guest.save_texts", *FROM_ANYWHERE} < public
    elsewhere = ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"})
    for name in sorted(public - FROM_ANYWHERE):
        path = ROUTES[name][1]
        assert {app.test_client().post(path, headers=each).status_code for each in elsewhere} == {403}, name


def test_an_address_that_no_database_takes_is_no_page(app):
    paths = {path.replace("aussagen", "x%00").replace(CONSULTATION, "%00").replace(SLUG, "%00") for path in PUBLIC}
    found = {path: app.test_client().get(path).status_code for path in paths if "%00" in path}
    assert len(found) > 10
    assert set(found.values()) == {404}


def test_a_preview_takes_no_form_from_another_site(app):
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert Colleague(app, "admin").client.post(f"{ONE}/try", headers=elsewhere).status_code == 403


def test_public_pages_set_no_cookie_even_for_someone_who_is_signed_in(app):
    admin = Colleague(app, "admin")
    for path in PUBLIC:
        answer = admin.get(path)
        assert answer.status_code in (200, 303, 404), path  # a kiosk goes on to its start
        assert "Set-Cookie" not in answer.headers, path
        assert "mitsprache=" not in answer.request.headers.get("Cookie", ""), path


def test_a_public_page_does_not_even_look_at_a_cookie(app):
    admin = Colleague(app, "admin")
    cookie = admin.client.get_cookie("mitsprache", path="/staff").value
    plain, carried = (app.test_client().get("/", headers=each) for each in ({}, {"Cookie": f"mitsprache={cookie}"}))
    assert carried.text == plain.text
    assert "Cookie" not in carried.headers.get("Vary", "")


def test_the_cookie_goes_to_staff_pages_of_this_site_only(app):
    colleague = Colleague(app)
    told = colleague.get("/staff/sign-in").headers["Set-Cookie"]
    assert all(word in told for word in ("Path=/staff", "HttpOnly", "Secure", "SameSite=Lax"))


@pytest.fixture
def pass_time(monkeypatch):
    began = clock.now()

    def later(**passed):
        moment = began + timedelta(**passed)
        monkeypatch.setattr(clock, "now", lambda: moment)

    return later


def test_a_session_ends_when_nobody_works(app, pass_time):
    designer = Colleague(app)
    _sign_in_really(app, designer)
    pass_time(minutes=59)
    assert signed_in(designer.get(LIST))
    pass_time(minutes=59 + 59)
    assert signed_in(designer.get(LIST))
    pass_time(minutes=59 + 59 + 61)
    assert not signed_in(designer.get(LIST))


def test_a_session_ends_after_a_working_day_whatever_happens(app, pass_time):
    designer = Colleague(app)
    _sign_in_really(app, designer)
    for minute in range(0, 10 * 60, 50):
        pass_time(minutes=minute)
        assert signed_in(designer.get(LIST))
    pass_time(hours=10, minutes=1)
    assert not signed_in(designer.get(LIST))


def _sign_in_really(app, colleague):
    person = Colleague(app, "designer").person
    assert colleague.sign_in(person.email).status_code == 303


def test_signing_in_leads_back_to_where_one_wanted_to_go(app):
    person = Colleague(app, "designer").person
    stranger = Colleague(app)
    way = stranger.get(f"{ONE}/texts/ar?order=urgent&lang=de").headers["Location"]
    assert stranger.sign_in(person.email, path=way).headers["Location"] == f"{ONE}/texts/ar?order=urgent&lang=de"


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        ("/staff/people", True),
        ("/staff/questionnaires/gut-leben?lang=fa-AF", True),
        ("https://evil.example/staff/people", False),
        ("//evil.example/staff/", False),
        ("/\\evil.example", False),
        ("/staff/\\evil", False),
        ("/staff/\r\nSet-Cookie: a=b", False),
        ("/staff/people\n", False),
        ("/staff@evil.example", False),
        ("javascript:alert(1)", False),
        ("/", False),
        ("", False),
        (None, False),
    ],
)
def test_only_addresses_of_staff_pages_are_followed_after_signing_in(wanted, taken):
    assert inside(wanted) == (wanted if taken else None)


def test_a_link_cannot_lead_elsewhere_through_the_sign_in(app):
    designer = Colleague(app, "designer")
    assert designer.get("/staff/sign-in?next=https://evil.example/").headers["Location"] == LIST


def test_staff_pages_leave_nothing_in_the_browser(app):
    designer = Colleague(app, "designer")
    for path in (LIST, ONE, f"{ONE}/texts/ar", "/staff/password"):
        assert designer.get(path).headers["Cache-Control"] == "no-store"
    assert token_of(designer.get(ONE))
