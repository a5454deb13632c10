"""What every staff page keeps: one heading, no barrier axe can find, no scrolling sideways, in both directions.

The short form looks at each page once, at one half of them in German and at the other in Arabic; it leaves each page in
the other language, and all in Ukrainian and Dari, to the long form (make looks)."""

from dataclasses import replace

import pytest

from app.domain.glossary import Term
from app.domain.quota import Quota
from app.domain.registration import Party
from app.domain.statement import Statement
from app.domain.text import Text
from app.store import glossary, journal, questionnaires, registrations, statements
from tests.browser.test_every_page import barriers, sideways, some
from tests.store.test_journal import act
from tests.web.staff import LIST, ONE, SLUG
from tests.web.test_access import CONSULTATION, EVENT, GUEST, ORGANISE, PLACE, ROUTES, VOTE

FILES = {"design.download", "design.texts_file", "design.all_texts_file", "design.picture", "design.share_file"}
FILES |= {f"organise.{name}" for name in ("event_people_file", "event_plan_file", "badges_file", "check_in_state")}
FILES |= {"organise.check_in_worker"}
FILES |= {"organise.texts_file", "organise.all_texts_file", "organise.paper", "organise.look"}
BEFORE_SIGNING_IN = {"home", "sign_in", "second_step", "forgotten", "link", "app"}  # in test_account_pages.py
ASKED = {
    "bank.browse": "?q=kurs",
    "bank.item": f"?to={SLUG}",
    "design.share": "?language=ar",
    "design.rehearsal": "?people=10",
    "design.rehearsal_results": "?people=60&language=de",
    "design.edit_question": "?target=ar",
    "organise.edit": "/phases?target=ar",
}
PAGES = [
    f"{path}{ASKED.get(name, '')}"
    for name, (method, path, _) in ROUTES.items()
    if method == "GET" and path.startswith("/staff")
    if name not in FILES | {f"account.{each}" for each in BEFORE_SIGNING_IN}
] + [
    f"{LIST}/integrationskonzept/versions/compare?language=",
    f"{LIST}/integrationskonzept/edit/texts",
    f"{LIST}/integrationskonzept/preview?full=genug",
    f"{ONE}/try",
    f"{ONE}/edit/question/her?target=ar",
]
OUTCOME = f"{ORGANISE}/outcome/{CONSULTATION}"
PARTS = {
    PLACE: ("background", "papers", "news", "contacts"),
    OUTCOME: ("themes", "demands", "measures", "steps", "evidence"),
}
# Pages that all kinds of documents share stand above for the consultation alone.
PAGES += [
    *(
        f"{place}{page}"
        for place in (EVENT, VOTE, OUTCOME)
        for page in ("", "/edit?target=ar", "/translate", "/preview")
    ),
    *(f"{place}/edit/{part}" for place, parts in PARTS.items() for part in parts),
    *(f"{VOTE}/statements?state={state}" for state in ("accepted", "merged", "refused")),
    f"{VOTE}/links",
]
LOOKS = {"de": [(360, "dark"), (1280, "light")], "ar": [(1280, "dark"), (360, "light")]}
LOOKS |= {"uk": LOOKS["de"], "fa-AF": LOOKS["ar"]}
LONG_FORM = [("de", 1), ("ar", 0), ("uk", 0), ("uk", 1), ("fa-AF", 0), ("fa-AF", 1)]


@pytest.fixture(scope="module")
def worked(site):
    """Something to see: a title that changed and a question less, a quota, a term, an entry of the journal, a guest of
    an event, and statements to decide on, one of them changed by staff."""
    with site.engine.begin() as db:
        draft = questionnaires.draft(db, "integrationskonzept")
        words = {tag: f"{said} 2026" for tag, said in draft.questionnaire.title.words.items()}
        changed = replace(draft.questionnaire, pages=draft.questionnaire.pages[:-1])
        asked = next(question for question in changed.questions if len(question.groups()) > 2)
        quota = Quota("genug", asked.id, tuple(asked.groups())[:2], 60, changed.title)
        changed = replace(changed, title=replace(changed.title, words=words), quotas=(quota,))
        questionnaires.save(db, draft.slug, changed, draft.revision)
        glossary.put(db, [Term("Kreis", {"ar": "مقاطعة"})])
        registrations.add(
            db, GUEST.rpartition("/")[2], "bungsberg", "hash", "waiting", Party("Олена", 2, language="uk")
        )
        for id, words, source, original in (("a", "نريد دورات", "ar", ""), ("b", "Mehr Busse", "de", "Mer Busse")):
            said = Text({source: words})
            made = Statement(id=id, conversation="aussagen", words=said, source=source, original=original)
            statements.add(db, made)
        journal.add(db, act(1, "Ada", "Gave an account to {name}", name="Eve"), SLUG)


@pytest.mark.parametrize(
    ("language", "half"),
    [("de", 0), ("ar", 1), *(pytest.param(*other, marks=pytest.mark.looks) for other in LONG_FORM)],
)
def test_every_staff_page(at_work, site, worked, language, half):
    page, found = at_work("admin"), []
    for place, path in enumerate(PAGES[half::2]):
        page.goto(f"{site.url}{path}{'&' if '?' in path else '?'}lang={language}")
        assert page.locator("h1").count() == 1, path
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        found += barriers(page, [LOOKS[language][place % 2]]) + sideways(page)
    assert found == []
    page.locator("nav.work form button").click()  # the check-in kept what it knows; signing out leaves nothing behind
    page.wait_for_url("**/staff/sign-in**")


def test_the_page_for_a_translator_without_account(at_work, site, visit, request):
    page = at_work()
    page.goto(f"{site.url}{ONE}/links?lang=de")
    page.locator("main input[name=name]").fill("Büro Sonne")
    page.locator("main form button").first.click()
    guest = page.locator("main code").inner_text()
    stranger = visit(language="ar")
    stranger.goto(f"{guest}?lang=ar")
    assert stranger.locator("h1").count() == 1
    assert barriers(stranger, some(request, 0, LOOKS["ar"])) + sideways(stranger) == []
