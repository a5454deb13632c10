"""Open data: files that hold what a release publishes, a page that explains them, a catalogue that portals can read."""

import csv
import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date

import pandas
import pytest
from bs4 import BeautifulSoup
from lxml import etree

from app.domain.cube import Cube
from app.domain.language import LANGUAGES
from app.domain.open_data.columns import CELLS
from app.domain.open_data.meaning import meanings
from app.domain.open_data.metadata import TITLES
from app.domain.profile import LIVE
from app.domain.release import Edition
from app.domain.release import release as made_of
from app.store import consultations, questionnaires, releases
from app.web.clock import now
from app.web.results.data.catalog import SPOKEN
from app.web.results.data.rdf import NAMES
from tests.domain.open_data import themed
from tests.web.test_results import DAY, ISOLATES, invented, publish

SLUG, PLACE = "gut-leben", "integrationskonzept-ostholstein"
DATA = f"/results/{SLUG}/data"
SHOWN = ("share", "between", "people", "mean", "mean between")  # what stands in the tables of the page


@pytest.fixture
def release(app):
    with app.extensions["engine"].begin() as db:
        questionnaire = questionnaires.published(db, SLUG).questionnaire
        cube = Cube.build(questionnaire, invented(questionnaire, 150, 1, simulated=False), b"k" * 32, LIVE)
        made = themed(questionnaire, made_of(questionnaire, Edition(1, DAY, 1, True), cube, None))
        releases.add(db, SLUG, made, now())
    return made


def table(client, name, slug=SLUG):
    content = client.get(f"/results/{slug}/data/1/{name}").data
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def follow(app, before):
    """A second release, of fifty people more."""
    with app.extensions["engine"].begin() as db:
        questionnaire = questionnaires.published(db, SLUG).questionnaire
        cube = Cube.build(questionnaire, invented(questionnaire, 200, 1, simulated=False), b"k" * 32, LIVE)
        releases.add(db, SLUG, made_of(questionnaire, Edition(2, date(2025, 7, 21), 1, True), cube, before), now())


def asked(app, slug=SLUG):
    with app.extensions["engine"].connect() as db:
        return questionnaires.published(db, slug).questionnaire


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.data, "html.parser")


def test_the_cells_are_those_of_the_release_and_no_others(client, release):
    tables = {}
    for line in table(client, "cells.csv"):
        assert line["withheld"] == ("false" if line["count"] else "true")
        if line["question"] and line["count"] and ":" not in line["question"]:
            at = f"{line['dimension']}:{line['group']}" if line["dimension"] else ""
            counts = tables.setdefault(at, {}).setdefault(line["question"], {"answered": int(line["answered"])})
            counts.setdefault("cells", {})[line["cell"]] = int(line["count"])
    assert tables == release.document["tables"]


def test_what_is_withheld_is_named_without_a_number(client, release):
    lines = [line for line in table(client, "cells.csv") if line["dimension"] == "language" and line["group"] == "ku"]
    assert len(lines) > 5
    assert {line["withheld"] for line in lines} == {"true"}
    assert {line[name] for line in lines for name in ("count", "answered", "base", "share", "share_decimal")} == {""}


def test_pandas_reads_the_same_numbers_and_the_same_words_in_every_language(app, client, release):
    address = f"{DATA}/1"
    cells = pandas.read_csv(
        io.BytesIO(client.get(f"{address}/cells.csv").data), dtype={"cell": str}, keep_default_na=False
    )
    everyone = cells[(cells["dimension"] == "") & (cells["question"] == "gefuehl")]
    counts = release.counts("", "gefuehl")
    assert dict(zip(everyone["cell"], everyone["count"].astype(int), strict=True)) == counts.cells
    assert list(everyone["share_decimal"].astype(float)) == [
        pytest.approx(count / sum(counts.cells.values()), abs=1e-6) for count in counts.cells.values()
    ]
    words = pandas.read_csv(io.BytesIO(client.get(f"{address}/dictionary.csv").data), dtype=str, keep_default_na=False)
    questionnaire = asked(app)
    for tag in questionnaire.languages:
        said = {(line["question"], line["part"], line["id"]): line[tag] for _, line in words.iterrows()}
        for question in questionnaire.questions:
            if question.cells():
                assert said[question.id, "question", question.id] == question.title.words[tag]
            for each in meanings(questionnaire, question):
                for part, id, label in (("row", each.row, each.row_label), ("column", each.column, each.column_label)):
                    if id and hasattr(label, "words"):
                        assert said[question.id, part, id] == label.words[tag]


@pytest.mark.parametrize("filtered", ["", "&by=language&group=ar"])
def test_every_number_of_the_page_is_published_and_the_other_way_round(client, release, filtered):
    shown = page(client, f"/results/{SLUG}?lang=en{filtered}")
    at = ("language", "ar") if filtered else ("", "")
    lines = [line for line in table(client, "published.csv") if (line["dimension"], line["group"]) == at]
    exhibits = shown.select(".exhibit[id^='q-']:has(table):not(:has(.themes)), .themes")
    assert len(exhibits) > 5
    seen = set()
    for exhibit in exhibits:
        id = exhibit["id"].removeprefix("q-").replace("-themes", ":themes")
        if id in ("weeks", "language"):
            continue
        cells = [
            words.translate(ISOLATES).strip("()") for cell in exhibit.select("td") for words in cell.stripped_strings
        ]
        seen.add(id)
        on_page = sorted(words for words in cells if words != "–" and re.search(r"\d|almost|most", words))
        published = [line for line in lines if line["question"] == id]
        assert on_page == sorted(line["value"] for line in published if line["figure"] in SHOWN)
        message = exhibit.select_one(".message").get_text().translate(ISOLATES).replace("\xa0", " ")
        gaps = {line["figure"]: line["value"] for line in published if line["figure"].startswith("message.")}
        said = [
            gaps[f"message.{name}"]
            for name in ("share", "next", "good", "bad", "mean", "yes", "no")
            if f"message.{name}" in gaps
        ]
        assert said
        assert all(value in message for value in said), (message, said)
    assert ("zuerst:themes" in seen) == (not filtered)


def test_the_numbers_of_the_overview_are_published_and_the_other_way_round(client, release):
    shown = page(client, f"/results/{SLUG}?lang=en")
    for label in shown.select(".overview .column, .overview thead, .overview .region, .overview .line > span"):
        label.extract()
    lines = [line for line in table(client, "published.csv") if re.match(r"(where|missing)\.", line["figure"])]
    for id, part, question in [
        ("where", "where", "ort"),
        *((f"missing-{each}", "missing", each) for each in ("ort", "her", "alter")),
    ]:
        cells = [
            words.translate(ISOLATES).replace("\xa0", " ")
            for cell in shown.select(f"#{id} td")
            for words in cell.stripped_strings
        ]
        on_page = [re.sub(r"[(),]|( %)?\)$", "", words).replace(" to ", "–") for words in cells]
        published = [each for each in lines if (each["question"], each["figure"].partition(".")[0]) == (question, part)]
        values = [each["value"] for each in published if ".message." not in each["figure"]]
        assert len(values) > 8
        ignored = ("–", "estimated")
        assert sorted(words for words in on_page if words not in ignored) == sorted(values)
        message = shown.select_one(f"#{id} .message").get_text().translate(ISOLATES).replace("\xa0", " ")
        numbers = [each["value"] for each in published if re.match(r"[\d.]+( %)?$", each["value"])]
        gaps = [each["value"] for each in published if ".message." in each["figure"] and each["value"] in numbers]
        assert gaps or not re.search(r"\d", message)
        assert all(gap in message for gap in gaps), (message, gaps)


def test_the_population_is_handed_out_with_the_groups_it_is_held_to(app, client, release):
    lines = table(client, "population.csv")
    assert sum(int(line["people"]) for line in lines if line["part"] == "where") == 200_936
    assert {line["question"] for line in lines if line["part"] == "missing"} == {"ort", "her", "alter"}
    assert {line["margin"] for line in lines if not line["part"]} == {"gender"}  # nobody is asked for it here
    assert {line["estimate"] for line in lines if line["margin"] == "origin"} == {"true"}
    before = client.get(f"{DATA}/1/cells.csv").headers["ETag"]
    with app.extensions["engine"].begin() as db:
        consultations.bring(db, PLACE, None)
    assert client.get(f"{DATA}/1/population.csv").status_code == 404
    assert client.get(f"{DATA}/1/cells.csv").headers["ETag"] != before
    assert "where." not in client.get(f"{DATA}/1/published.csv").get_data(as_text=True)
    assert not page(client, DATA).select("a[href*='population.csv']")
    assert client.get("/data/catalog.rdf").status_code == 200


def test_what_each_column_means_stands_beside_the_tables(client, release):
    metadata = json.loads(client.get(f"{DATA}/1/cells.csv-metadata.json").data)
    assert metadata["@context"][0] == "http://www.w3.org/ns/csvw"
    assert metadata["dc:license"] == {"@id": "https://www.govdata.de/dl-de/by-2-0"}
    assert metadata["dc:identifier"] == f"sha256:{release.sha256}"
    assert {each["url"] for each in metadata["tables"]} == set(TITLES)
    reads = {
        "integer": int,
        "decimal": float,
        "boolean": ["true", "false"].index,
        "string": str,
        "date": date.fromisoformat,
    }
    for described in metadata["tables"]:
        columns = described["tableSchema"]["columns"]
        head, *lines = csv.reader(
            io.StringIO(client.get(f"{DATA}/1/{described['url']}").data.decode("utf-8-sig"), newline="")
        )
        assert [column["titles"]["und"] for column in columns] == head
        assert all(column["titles"]["de"] and column["titles"]["en"] for column in columns)
        assert all(re.fullmatch(r"[A-Za-z]\w*", column["name"]) for column in columns)
        for line in lines:
            for column, value in zip(columns, line, strict=True):
                assert not value or reads[column["datatype"]](value) is not None
    assert [column["name"] for column in metadata["tables"][0]["tableSchema"]["columns"]] == [c.name for c in CELLS]


def test_the_release_is_handed_out_as_it_is_hashed(client, release):
    content = client.get(f"{DATA}/1/release.json").data
    assert hashlib.sha256(content).hexdigest() == release.sha256
    assert json.loads(content) == release.document


def test_a_file_has_a_strong_tag_and_under_its_full_address_never_changes(client, release):
    address = page(client, DATA).select_one("a[href*='cells.csv?']")["href"]
    first = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    etag = first.headers["ETag"]
    assert not etag.startswith("W/")
    assert first.headers["Content-Encoding"] == "gzip"
    assert "cells.csv-metadata.json" in first.headers["Link"]
    again = client.get(address, headers={"If-None-Match": etag, "Accept-Encoding": "gzip"})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    plain = client.get(address.partition("?")[0])
    assert plain.headers["Cache-Control"] == "public, no-cache"
    assert client.get(f"{DATA}/1/cells.csv?v=0123456789").headers["Cache-Control"] == "public, no-cache"
    assert first.headers["Content-Disposition"] == 'attachment; filename="cells.csv"'
    assert "Set-Cookie" not in first.headers


def test_files_of_a_release_stay_when_the_next_one_comes(app, client, release):
    before = client.get(f"{DATA}/1/cells.csv").data
    follow(app, release)
    assert client.get(f"{DATA}/1/cells.csv").data == before
    assert client.get(f"{DATA}/2/cells.csv").data != before
    shown = page(client, f"{DATA}?lang=en")
    assert [link["href"].partition("?")[0] for link in shown.select("main .tiles a")] == [f"{DATA}/2", f"{DATA}/1"]
    assert shown.select_one("a[href*='/2/before.json']")
    assert not page(client, f"{DATA}/1").select("a[href*='before.json']")


@pytest.mark.parametrize(
    "path",
    [
        "/2",
        "/0",
        "/99999999999999999999",
        "/1/nothing.csv",
        "/1/before.json",
        "/1/..%2fcells.csv",
        "/1/x%0d%0ay",
        "/2/cells.csv",
    ],
)
def test_what_is_not_there_is_not_found(client, release, path):
    assert client.get(f"{DATA}{path}").status_code == 404
    assert client.get("/results/nothing/data").status_code == 404


def test_the_page_is_there_in_every_language_needs_no_script_and_names_licence_and_source(client, release):
    for tag, language in LANGUAGES.items():
        shown = page(client, f"{DATA}?lang={tag}")
        assert (shown.html["lang"], shown.html["dir"]) == (tag, language.direction)
        assert not shown.select("script, [style], style")
        assert len(shown.select("h1")) == 1
        assert shown.select_one("a[rel=license]")["href"] == "https://www.govdata.de/dl-de/by-2-0"
        assert "Kreis Ostholstein, dl-de/by-2-0" in shown.get_text()
        assert release.sha256 in shown.get_text()
        assert all("{" not in words.get_text() and "%(" not in words.get_text() for words in shown.select("main"))
        for link in shown.select("main a[href^='/'], head link[rel=alternate]"):
            assert client.get(link["href"]).status_code == 200, link["href"]
    assert page(client, f"/results/{SLUG}?lang=en").select(f"a[href^='{DATA}']")


def test_before_the_first_release_the_page_says_when_there_will_be_data(client):
    shown = page(client, f"{DATA}?lang=en")
    assert "20" in shown.select_one(".kern-alert").get_text()
    assert not shown.select("a[href*='.csv']")


def test_invented_answers_are_called_so_and_no_portal_hears_of_them(app, client):
    publish(app, SLUG)
    assert page(client, DATA).select(".kern-alert--warning")
    assert (
        "erfunden"
        in json.loads(client.get(f"{DATA}/1/cells.csv-metadata.json").data)["dc:description"][0]["@value"].lower()
    )
    assert b"dcat:Dataset" not in client.get("/data/catalog.rdf").data


# What DCAT-AP.de 3.0 demands, and what it recommends as far as we can know it.
DEMANDED = {
    "dcat:Catalog": "dct:title dct:description dct:publisher dct:license dct:spatial dct:modified dcat:dataset"
    " foaf:homepage",
    "dcat:Dataset": "dct:title dct:description dct:publisher dct:identifier dct:spatial dct:issued dct:modified"
    " dct:language dcat:keyword dcat:theme dcat:contactPoint dcat:landingPage dcat:distribution dcatap:availability"
    " dcatde:contributorID dcatde:politicalGeocodingURI dcatde:politicalGeocodingLevelURI",
    "dcat:Distribution": "dcat:accessURL dcat:downloadURL dct:license dct:title dct:format dct:modified spdx:checksum"
    " dcatde:licenseAttributionByText dcatap:availability adms:status",
    "vcard:Kind": "vcard:fn vcard:hasURL",
    "foaf:Agent": "foaf:name dct:type",
    "spdx:Checksum": "spdx:algorithm spdx:checksumValue",
}
ABOUT, RESOURCE = (f"{{{NAMES['rdf']}}}{name}" for name in ("about", "resource"))


def short(tag):
    space, _, local = tag[1:].partition("}")
    return f"{next(name for name, address in NAMES.items() if address == space)}:{local}"


def test_a_portal_finds_all_that_dcat_ap_de_demands(client, release):
    answer = client.get("/data/catalog.rdf")
    assert answer.content_type == "application/rdf+xml"
    catalog = etree.fromstring(answer.data)
    for kind, demanded in DEMANDED.items():
        things = [thing for thing in catalog.iter() if isinstance(thing.tag, str) and short(thing.tag) == kind]
        assert things, kind
        for thing in things:
            assert set(demanded.split()) <= {short(each.tag) for each in thing}, kind
    links = [each.get(RESOURCE) or each.get(ABOUT) for each in catalog.iter() if each.get(RESOURCE) or each.get(ABOUT)]
    assert all(re.match("https?://", link) for link in links)
    assert "http://dcat-ap.de/def/politicalGeocoding/districtKey/01055" in links
    assert "http://dcat-ap.de/def/licenses/dl-by-de/2.0" in links
    days = {each.text for each in catalog.iter("{*}issued", "{*}modified")}
    assert days == {day.isoformat() for day, _ in release.history}
    for download in catalog.iter("{*}downloadURL"):
        file = client.get(download.get(RESOURCE).removeprefix("http://localhost"))
        distribution = download.getparent()
        assert file.status_code == 200
        assert distribution.findtext("{*}byteSize") == str(len(file.data))
        assert distribution.findtext(".//{*}checksumValue") == hashlib.sha256(file.data).hexdigest()


def test_both_forms_of_the_catalogue_say_the_same(client, release):
    catalog = etree.fromstring(client.get("/data/catalog.rdf").data)
    linked = json.loads(client.get("/data/catalog.jsonld").data)
    assert linked["@context"] == NAMES
    assert sorted(said_in_json(linked)) == sorted(said_in_xml(catalog[0]))
    assert client.get("/data/catalog.pdf").status_code == 404


def said_in_json(node):
    for name, values in node.items():
        if not name.startswith("@"):
            for value in values:
                yield name, value.get("@value") or value.get("@id", "")
                yield from said_in_json(value) if "@type" in value and "@value" not in value else ()


def said_in_xml(node):
    for each in node:
        inner = each[0] if len(each) else None
        link = each.get(RESOURCE) or (inner.get(ABOUT, "") if inner is not None else "")
        yield short(each.tag), (each.text or "").strip() or link
        yield from said_in_xml(inner) if inner is not None else ()


def test_every_language_has_a_name_in_the_lists_of_the_union():
    assert set(SPOKEN) == set(LANGUAGES)


def test_the_address_that_is_set_stands_in_the_catalogue(app, client, release):
    config = app.config["MITSPRACHE"]
    app.config["MITSPRACHE"] = replace(config, address="https://mitsprache.example.org/")
    assert b"https://mitsprache.example.org/results/gut-leben/data" in client.get("/data/catalog.rdf").data
    assert b"localhost" not in client.get("/data/catalog.rdf", headers={"Host": "evil.example"}).data


def test_operators_recompute_at_the_command_line(app, client, release, tmp_path):
    run = app.test_cli_runner().invoke
    for words in (["recompute"], ["recompute", SLUG], ["recompute", SLUG, "1"]):
        done = run(args=words)
        assert (done.exit_code, "agree" in done.output) == (0, True), done.output
    assert run(args=["recompute", SLUG, "7"]).exit_code == 1
    assert "no such release" in run(args=["recompute", SLUG, "7"]).output
    file = tmp_path / "all.zip"
    file.write_bytes(client.get(f"{DATA}/1/all.zip").data)
    assert run(args=["recompute", "--file", str(file)]).exit_code == 0
    folder = tmp_path / "folder"
    zipfile.ZipFile(file).extractall(folder)
    published = folder / "published.csv"
    published.write_bytes(re.sub(rb",(\d+) %", rb",1\1 %", published.read_bytes(), count=1))
    changed = run(args=["recompute", "--file", str(folder)])
    assert changed.exit_code == 1
    assert "is published as" in changed.output
    assert run(args=["recompute", "--file", str(tmp_path / "nothing")]).exit_code == 1


def test_weeks_and_languages_are_published_too(client, release):
    lines = table(client, "published.csv")
    assert {
        line["row_label"]
        for line in lines
        if not line["question"] and line["figure"] == "people" and not line["dimension"]
    } == {date.fromordinal(release.day.toordinal() - release.day.weekday()).isoformat()}
    (arabic,) = [
        line["value"] for line in lines if (line["group"], line["question"], line["figure"]) == ("ar", "", "people")
    ]
    assert int(arabic) == release.groups("language")["ar"]
