"""A new member of staff makes a questionnaire from nothing, has it translated, mends a hole, publishes it, and sees an
answer given in Arabic on the dashboard: by keyboard alone, without JavaScript, and with a pointer.

The short form leaves the last two to the long form (make looks)."""

import io
from random import Random

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from app.domain.imagine import World, respondent
from app.domain.response import Response
from app.store import questionnaires, responses, staff
from app.web.clock import now
from app.web.jobs import Runner
from tests.browser.conftest import served
from tests.browser.hand import Hand, Keyboard
from tests.browser.respondent import fill, send
from tests.browser.test_every_page import barriers
from tests.conftest import copy_database
from tests.web.staff import PASSWORD, password_hash

ADDRESS = "neu@example.org"
STAFF = "/staff/questionnaires"
PAGES = {
    "Ihr Ort": [
        ("single", "Wo wohnen Sie?", ["Fehmarn", "Heiligenhafen", "Eutin"]),
        ("number", "Wie viele Menschen wohnen bei Ihnen?", []),
        ("single", "Wie kommen Sie auf die Insel?", ["Mit dem Bus", "Mit dem Auto", "Mit dem Rad"]),
    ],
    "Ihr Alltag": [
        ("multiple", "Was ist schwierig?", ["Wohnung", "Arbeit", "Sprache"]),
        ("scale", "Wie gut geht es Ihnen hier?", ["schlecht", "mittel", "gut"]),
        ("ranking", "Was soll zuerst kommen?", ["Busse", "Kitas", "Kurse"]),
        ("short_text", "Wie heißt Ihr Verein?", []),
        ("long_text", "Was möchten Sie uns sagen?", []),
    ],
}
QUESTIONS = [question for page in PAGES.values() for question in page]
LANGUAGES = ("ar", "uk")


LATER = [pytest.param(way, marks=pytest.mark.looks) for way in ("plain", "pointer")]


@pytest.fixture(params=["keyboard", *LATER])
def way(request):
    return request.param


@pytest.fixture
def workplace(filled_file, tmp_path):
    copy_database(filled_file, tmp_path / "site.db")
    with served(tmp_path / "site.db", tmp_path) as running:
        with running.engine.begin() as db:
            staff.add(db, ADDRESS, "Neu Hier", "designer", password_hash())
        yield running


class Newcomer:
    """Somebody on their first day, with a browser. Whatever page they come to is looked at for barriers."""

    def __init__(self, site, page, way):
        self.site, self.page, self.way = site, page, way
        self.hand = Keyboard(page) if way == "keyboard" else Hand(page)
        self.errors, self.seen = [], set()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda line: self._heard(line))

    def _heard(self, line):
        """What the console says is wrong, but for the refusal of a form, which is part of the story."""
        if line.type == "error" and "status of 422" not in line.text:
            self.errors.append(line.text)

    def open(self, path):
        self.page.goto(f"{self.site.url}{path}")
        self.look()

    def leave(self, locator):
        self.hand.leave(locator)
        self.look()

    def link(self, name):
        self.leave(self.page.locator("main").get_by_role("link", name=name, exact=True).first)

    def button(self, name):
        self.leave(self.page.locator("main").get_by_role("button", name=name, exact=True).first)

    def tab(self, name):
        self.leave(self.page.locator(".tabs--sections").get_by_role("link", name=name, exact=True))

    def look(self):
        """Axe once for each kind of page, and never a message that says it went wrong in English code."""
        path = self.page.locator("main h1").inner_text()
        if self.way != "plain" and path not in self.seen:
            self.seen.add(path)
            self.errors += barriers(self.page, [(1280, "light")])

    def sign_in(self):
        self.open("/staff/sign-in?lang=en")
        self.hand.write(self.page.locator("main [name=email]"), ADDRESS)
        self.hand.write(self.page.locator("main [name=password]"), PASSWORD)
        self.button("Sign in")

    # -- making it

    def begin(self):
        self.hand.write(self.page.locator("main [name=title]"), "Leben im Norden")
        self.button("Begin")

    def write_frame(self):
        """What stands around the questions: introduction, who asks, privacy, thanks."""
        self.link("Title, introduction and thanks")
        for name in ("intro", "publisher", "privacy", "thanks"):
            self.hand.write(self.page.locator(f"[name='f.{name}.de']"), f"{name} für alle.")
        self.save()
        self.tab("Edit")

    def save(self):
        """With the button; where fields save themselves, by Ctrl+S."""
        if self.way == "plain":
            self.button("Save")
            return
        self.page.keyboard.press("Control+s")
        self.page.locator("#saved:not(:empty)").wait_for()

    def name_first_page(self, title):
        """A new questionnaire has one page already, still without a title."""
        self.leave(self.page.locator(".page-card h2 a"))
        self.hand.write(self.page.locator("[name='f.title.de']"), title)
        self.save()
        self.tab("Edit")

    def add_page(self, title):
        card = self.page.locator(".adding", has=self.page.get_by_role("button", name="Add a page"))
        self.hand.write(card.locator("[name=title]"), title)
        self.button("Add a page")
        self.tab("Edit")

    def add_question(self, page, kind, title, answers):
        section = self.page.locator(".page-card", has=self.page.get_by_role("link", name=page, exact=True))
        self.leave(section.get_by_role("link", name="Add a question"))
        self.hand.write(self.page.locator("main [name=title]"), title)
        self.hand.tick(self.page.locator(f"[name=kind][value={kind}]"))
        self.button("Add")
        if answers:
            self.write_answers(answers)
        self.tab("Edit")

    def write_answers(self, answers):
        """All of them at once, as lines."""
        answers_part = self.page.locator("#things-options")
        lines = answers_part.locator("textarea[name^='lines.'], textarea[name^='add.']").last
        if not lines.is_visible():
            self.hand.press(answers_part.locator("details.lines summary"))
        self.hand.write(lines, "\n".join(answers))
        name = "Take these lines" if lines.get_attribute("name").startswith("lines.") else "Add"
        button = answers_part.get_by_role("button", name=name, exact=True)
        if self.way == "plain":
            self.leave(button)
        else:
            self.hand.press(button)
            self.page.locator(f"textarea[name^='f.']:text-is('{answers[-1]}')").first.wait_for()

    def make_a_rule(self):
        """The third question is for people of Fehmarn and Heiligenhafen."""
        self.leave(self.page.get_by_role("link", name=QUESTIONS[2][1]))
        make = self.page.locator("a[href*='/rule/show_if']")
        if not make.is_visible():
            self.hand.press(self.page.locator("summary", has_text="Rules"))
        self.leave(make)
        rule = self.page.locator(".rule")
        first = self.draft().questions[0].id
        self.hand.pick(rule.locator("select[name$='.about']"), first)
        self.press_in_rule(rule.get_by_role("button", name="Show the answers to choose from"))
        for name in ("fehmarn", "heiligenhafen"):
            self.hand.tick(rule.locator(f"[name$='.answers'][value={name}]"))
        self.leave(self.page.locator("main .nav").get_by_role("button", name="Save", exact=True))
        self.tab("Edit")

    def press_in_rule(self, button):
        if self.way == "plain":
            self.hand.leave(button)
        elif button.is_visible():
            self.hand.press(button)
            self.page.wait_for_load_state("networkidle")

    def draft(self):
        with self.site.engine.connect() as db:
            (made,) = [each for each in questionnaires.drafts(db) if each.state == "draft"]
        self.slug = made.slug
        return made.questionnaire


def translated(file, language, leave_out=()):
    """The spreadsheet as it comes back from a translator, who has missed the rows of `leave_out`."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(file))
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"strings_to_formulas": False})
    for name in book.sheet_names:
        sheet = made.add_worksheet(name)
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        head = rows[0]
        target = next(i for i, title in enumerate(head) if title in ("Translation", "Übersetzung"))
        for number, row in enumerate(rows):
            cells = list(row)
            if number and str(cells[0]) not in leave_out:
                cells[target] = {"ar": "نص", "uk": "Текст"}[language] + f" {number}"
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, str(cell))
    made.close()
    return out.getvalue()


def translate(me, language, tmp_path, leave_out=()):
    me.open(f"{STAFF}/{me.slug}/texts/{language}?lang=en")
    with me.page.expect_download() as download:
        me.hand.press(me.page.get_by_role("link", name="Spreadsheet (XLSX)"))
    file = tmp_path / f"{language}.xlsx"
    file.write_bytes(translated(download.value.path().read_bytes(), language, leave_out))
    me.page.locator("input[type=file]").set_input_files(file)  # the system's own window: neither ours nor testable
    me.button("Show what the file would change")
    me.button("Take the ticked texts")


def answer_in_arabic(site, visit, slug):
    page = visit(javascript=False, language="ar")
    page.goto(f"{site.url}/s/{slug}")
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.locator("button[value=begin]").click()
    for _ in range(len(PAGES) + 1):  # whoever lives on Fehmarn is asked one thing more on the first page
        assert page.locator("html").get_attribute("lang") == "ar"
        fill(page)
        for club in page.locator("[name=wie_heisst_ihr_verein]").all():
            club.fill("TSV Neustadt")
            page.locator("select[name$='.busse']").select_option("1")
            page.locator("select[name$='.kitas']").select_option("2")
        page.locator("main button[name=_go][value=next]").click()
    assert page.locator("input[name=_page]").first.get_attribute("value") == "review"
    send(page)


def others_answer(site, slug):
    """Thirty people more, so that anything may be shown at all."""
    with site.engine.begin() as db:
        version = questionnaires.published(db, slug)
        chance, world = Random(4), World({"de": 1.0})
        for number in range(30):
            given = respondent(version.questionnaire, chance, "de", world)
            responses.add(db, slug, version.number, Response("de", given, True), f"story-{number}")
    Runner(site.engine, site.keys).once(now())


def test_from_nothing_to_an_answer_in_arabic_on_the_dashboard(workplace, visit, way, tmp_path):
    page = visit(javascript=way != "plain", width=1280, language="en")
    me = Newcomer(workplace, page, way)
    me.sign_in()
    me.begin()
    me.write_frame()
    for number, (title, questions) in enumerate(PAGES.items()):
        me.add_page(title) if number else me.name_first_page(title)
        for kind, words, answers in questions:
            me.add_question(title, kind, words, answers)
    draft = me.draft()
    assert [(q.kind, q.title.words["de"]) for q in draft.questions] == [(kind, title) for kind, title, _ in QUESTIONS]
    assert len({q.kind for q in draft.questions}) >= 6
    me.make_a_rule()
    assert me.draft().questions[2].show_if

    me.tab("Try it")
    frame = page.frame_locator("iframe.phone")
    frame.locator("button[value=begin]").click()
    frame.get_by_text(QUESTIONS[0][1]).wait_for()

    hole = next(path for path, text, _ in me.draft().texts() if text.words.get("de") == QUESTIONS[3][1])
    translate(me, "uk", tmp_path)
    translate(me, "ar", tmp_path, leave_out=[hole])
    me.tab("Translate")
    for language in LANGUAGES:
        me.hand.tick(page.locator(f"[name=languages][value={language}]"))
    me.button("Save languages")
    assert "Arab" in page.locator("#errors").inner_text()  # a language goes public whole or not at all
    assert me.draft().languages == ("de",)
    me.open(f"{STAFF}/{me.slug}/texts/ar?lang=en&order=urgent")
    me.hand.write(page.locator(f"textarea[name='t.{hole}']"), "ما هو الصعب؟")
    me.leave(page.get_by_role("button", name="Save", exact=True).last)
    me.tab("Translate")
    for language in LANGUAGES:
        me.hand.tick(page.locator(f"[name=languages][value={language}]"))
    me.button("Save languages")
    assert set(me.draft().languages) == {"de", "ar", "uk"}

    me.tab("Overview")
    me.button("Publish")
    answer_in_arabic(workplace, visit, me.slug)
    others_answer(workplace, me.slug)
    page.goto(f"{workplace.url}/results/{me.slug}?lang=en")
    assert page.get_by_role("heading", name=QUESTIONS[0][1]).is_visible()
    # Folded where there is a chart, which a script may just be putting in its place.
    page.locator("main table", has_text="Fehmarn").first.wait_for(state="attached")
    assert me.errors == []
