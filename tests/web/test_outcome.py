"""What became of it, in public and at work: the page, the table of weighing, and what staff add to them."""

import io
from dataclasses import replace

import pytest
from pypdfium2 import PdfDocument
from python_calamine import CalamineWorkbook

from app.domain.language import LANGUAGES
from app.domain.outcome import STATUSES, Outcome
from app.domain.question import settings
from app.domain.weighing import rows
from app.store import documents
from app.web.clock import today
from tests.web.outcome import FOLLOW, HOME, PAGE, PROCESS, TICKED, drafted, invented, shows, soup
from tests.web.staff import Colleague
from tests.web.test_hostile import EVIL, _evil, harmless
from tests.web.test_results import publish

STEPS, SOURCES = (f"/staff/organise/outcome/{PROCESS}/{name}" for name in ("steps", "sources"))


@pytest.fixture
def decided(app):
    return shows(app, invented())


def test_nothing_is_decided_in_the_real_example_and_the_page_says_so(client):
    page = soup(client.get(f"{PAGE}?lang=en"))
    assert "Nothing has been decided yet" in page.main.text
    assert len(page.select(".themes li .status--discussed")) == 12
    assert page.select("form, .demand") == []
    assert "Nothing has been decided yet" in soup(client.get(f"{PAGE}/table?lang=en")).main.text


def test_the_page_is_there_in_every_language(client, decided):
    for tag in LANGUAGES:
        _whole(soup(client.get(f"{PAGE}?lang={tag}")), decided, tag)


def _whole(page, decided, tag):
    assert (page.html["lang"], page.html["dir"]) == (tag, LANGUAGES[tag].direction)
    assert page.h1.text == decided.title.words[tag]
    assert page.select("main h1, main h2, main h3, main h4")
    assert page.select_one(".why--not").text.endswith(decided.steps[-1].reason.words[tag])
    assert page.select("script, [style]") == []
    ids = [each["id"] for each in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {f"m-{measure.id}" for measure in decided.measures} <= set(ids)
    assert all(place["href"][1:] in ids for place in page.select("main a[href^='#']"))


def test_each_status_is_said_in_words_with_a_sign(client, decided):
    page = soup(client.get(f"{PAGE}?lang=en"))
    for name, words in STATUSES.items():
        shown = page.select(f".status--{name}")
        assert shown, name
        assert all(each.svg and each.text.strip() == words for each in shown)


FILTERS = {
    "": 7,
    "?theme=behoerden": 2,
    "?state=declined": 1,
    "?theme=behoerden&state=examined": 1,
    "?q=Briefe&lang=de": 1,
    "?q=bus&lang=en": 1,
    "?q=nirgends": 0,
    "?theme=nobody&state=perhaps": 7,
}


def test_a_plain_address_filters_the_page_and_the_table(client, decided):
    for asked, found in FILTERS.items():
        assert len(soup(client.get(PAGE + asked)).select(".demand")) == found, asked
        numbers = {row.th.text for row in soup(client.get(f"{PAGE}/table{asked}")).select("tbody tr")}
        assert len(numbers) == found, asked


def test_sources_name_what_the_newest_release_says_and_lead_there(app, client, decided):
    before = soup(client.get(f"{PAGE}?lang=en")).select_one("#d-briefe .origin")
    assert before.select("a") == []  # no release yet: nothing to lead to
    publish(app, "integrationskonzept")
    first = soup(client.get(f"{PAGE}?lang=en")).select_one("#d-briefe .origin li")
    assert first.a["href"] == "/results/integrationskonzept/q/behoerde_hilft?lang=en"
    chart = soup(client.get(first.a["href"]))
    assert first.select_one(".quiet").text in chart.main.text
    assert "%" in first.select_one(".quiet").text


def test_the_table_is_a_workbook_that_reads_from_its_own_side(client, decided):
    for tag in ("de", "ar"):
        file = client.get(f"{PAGE}/table.xlsx?lang={tag}")
        assert file.status_code == 200
        head, *lines = CalamineWorkbook.from_filelike(io.BytesIO(file.data)).get_sheet_by_index(0).to_python()
        assert len(head) == 10
        assert [line[2] for line in lines] == [row.demand.title.words[tag] for row in rows(decided)]
    filtered = client.get(f"{PAGE}/table.xlsx?state=declined&lang=de")
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(filtered.data)).get_sheet_by_index(0).to_python()) == 2


def test_the_table_is_a_paper_across_with_its_head_on_every_page(app, client, decided):
    many = tuple(replace(demand, id=f"{demand.id}-{n}") for n in range(6) for demand in decided.demands)
    shows(app, replace(decided, demands=(*decided.demands, *many)))
    file = client.get(f"{PAGE}/table.pdf?lang=de")
    assert file.data.startswith(b"%PDF")
    with PdfDocument(file.data) as paper:
        assert len(paper) > 1
        for page in paper:
            wide, high = page.get_size()
            assert round(wide) == 842
            assert round(high) == 595
            assert "Thema" in page.get_textpage().get_text_range()


def test_texts_that_mean_harm_come_out_as_words_everywhere(app, client, decided):
    def evil(things):
        return tuple(
            replace(each, **{f.name: _evil(getattr(each, f.name)) for f in settings(type(each))}) for each in things
        )

    lists = {name: evil(getattr(decided, name)) for name in ("themes", "demands", "measures", "steps", "evidence")}
    shows(app, replace(decided, title=_evil(decided.title), intro=_evil(decided.intro), **lists))
    for path in (PAGE, f"{PAGE}/table", FOLLOW, f"{FOLLOW}/paper", "/follow"):
        assert harmless(client.get(path, follow_redirects=True)), path
    made = soup(client.post(f"{FOLLOW}/receipt", data={"theme": TICKED}, headers=HOME))
    answer = client.post(FOLLOW, data={"code": made.select_one(".receipt").text}, headers=HOME)
    assert harmless(answer)
    designer = Colleague(app, "designer")
    assert harmless(designer.get(STEPS))
    assert harmless(designer.get(SOURCES))
    refused = client.post(FOLLOW, data={"code": EVIL, "since": EVIL}, headers=HOME)
    assert refused.status_code == 422
    assert "<script>alert(1)" not in refused.text


# -- at work


def test_staff_say_what_became_of_it_and_publishing_shows_it(app, client, decided):
    designer = Colleague(app, "designer")
    step = {
        "of": "schutz",
        "status": "declined",
        "day": "2025-11-20",
        "reason": "Das macht schon das Land.",
        "decision": "",
    }
    assert designer.post(STEPS, step).status_code == 303
    assert drafted(app).steps_of("schutz")[0].reason.words == {"de": "Das macht schon das Land."}
    assert "Das macht schon das Land." in designer.get(STEPS).text
    assert "Das macht schon das Land." not in client.get(f"{PAGE}?lang=de").text
    with app.extensions["engine"].begin() as db:
        documents.publish(db, documents.draft(db, Outcome, PROCESS), today())
    preview = designer.get(f"/staff/organise/outcome/{PROCESS}/look?lang=de")
    assert soup(preview).select_one("#d-schutz .why--not")
    shown = soup(client.get(f"{PAGE}?lang=de")).select_one("#d-schutz")
    assert "Das macht schon das Land." in shown.select_one(".why--not").text


def test_a_refusal_without_a_reason_is_not_kept_and_loses_no_words(app, decided):
    designer = Colleague(app, "designer")
    step = {"of": "schutz", "status": "declined", "day": "2025-11-20", "decision": "Kreistag"}
    page = soup(designer.post(STEPS, step), 422)
    assert page.select_one("#of-schutz [name=decision]")["value"] == "Kreistag"
    assert drafted(app) == decided


def test_a_demand_is_made_of_published_results_with_its_source(app, decided):
    publish(app, "gut-leben")
    designer = Colleague(app, "designer")
    offered = soup(designer.get(SOURCES)).select("[name=source]")
    assert {"question/gut-leben/wichtig"} <= {each["value"] for each in offered}
    form = {"source": "question/gut-leben/wichtig", "theme": "wohnen", "title": "Wohnungen, die man bezahlen kann"}
    assert designer.post(SOURCES, form).status_code == 303
    made = drafted(app).demands[-1]
    assert (made.theme, made.title.words["de"]) == ("wohnen", form["title"])
    assert drafted(app).evidence_of(made.id)[0].source == form["source"]
    other = {"address": "https://example.org/statements/was-fehlt/results#s-3", "demand": made.id, "note": "Aussage 3"}
    assert designer.post(SOURCES, other).status_code == 303
    assert [each.source for each in drafted(app).evidence_of(made.id)][1] == "statement/was-fehlt/3"


def test_staff_are_told_when_a_theme_takes_over_a_number(app, decided):
    first, second, *others = decided.themes
    changed = (replace(first, number=20), replace(second, number=1), *others)
    with app.extensions["engine"].begin() as db:
        kept = documents.draft(db, Outcome, PROCESS)
        documents.save(db, replace(decided, themes=changed), kept.revision)
    assert (
        second.title.words["en"] in soup(Colleague(app, "designer").get(STEPS)).select_one(".kern-alert--danger").text
    )
