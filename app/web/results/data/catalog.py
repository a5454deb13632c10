"""The catalogue an open-data portal harvests, as DCAT-AP.de 3.0: a dataset for each survey with its files.

Source: GovData, DCAT-AP.de specification 3.0, https://www.dcat-ap.de/def/dcatde/3.0/spec/. All days in it are those of
releases.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from app.config import Config
from app.domain.language import LANGUAGES
from app.domain.open_data.metadata import PROTECTED, TITLES, Source
from app.web.results.data.files import ALL, CHECKSUMS, METADATA, RELEASE, Files, Issue
from app.web.results.data.links import absolute
from app.web.results.data.rdf import Link, Thing, Words

EU = "http://publications.europa.eu/resource/authority/"
DE = "http://dcat-ap.de/def/"
LICENCE = Link(f"{DE}licenses/dl-by-de/2.0")
AVAILABLE = Link(f"{EU}planned-availability/AVAILABLE")
COUNTY = Link(f"{DE}politicalGeocoding/Level/administrativeDistrict")
THEMES = ("SOCI", "GOVE")
KEYWORDS = ("Beteiligung", "Umfrage", "Ergebnisse")
# By the codes of the EU's list of languages; it has none for plain German.
SPOKEN = {
    "de": "DEU", "de-simple": "DEU", "uk": "UKR", "ar": "ARA", "en": "ENG", "fa-AF": "PRS", "tr": "TUR", "pl": "POL",
    "ro": "RON", "bg": "BUL", "ru": "RUS", "ku": "KUR",
}  # fmt: skip
# What a portal shows of each file: its title, its type by the EU's list, its media type.
SHOWN: Mapping[str, tuple[Mapping[str, str], str, str]] = {
    **{name: (titles, "CSV", "text/csv") for name, titles in TITLES.items()},
    METADATA: (
        {"de": "Beschreibung der Tabellen (CSVW)", "en": "Description of the tables (CSVW)"},
        "JSON_LD",
        "application/ld+json",
    ),
    RELEASE: (
        {"de": "Die Veröffentlichung, wie sie gehasht ist", "en": "The release as it is hashed"},
        "JSON",
        "application/json",
    ),
    CHECKSUMS: ({"de": "Prüfsummen", "en": "Checksums"}, "TXT", "text/plain"),
    ALL: ({"de": "Alle Dateien", "en": "All files"}, "ZIP", "application/zip"),
}

Says = Iterator[tuple[str, Words | Link | Thing]]


def catalog(datasets: Sequence[Thing], days: Sequence[date], config: Config) -> Thing:
    home = absolute("visit.home")
    says: list[tuple[str, Words | Link | Thing]] = [
        ("dct:title", Words(f"Umfragen und Ergebnisse: {config.site_name}", "de")),
        ("dct:description", Words("Die veröffentlichten Zahlen aller Umfragen auf dieser Seite.", "de")),
        ("dct:publisher", _publisher(config)),
        ("dct:license", LICENCE),
        ("foaf:homepage", Link(home)),
        ("dct:language", Link(f"{EU}language/DEU")),
        ("dct:spatial", _area(config)),
        ("dcat:themeTaxonomy", Link(f"{EU}data-theme")),
        *(("dct:modified", _day(day)) for day in sorted(days)[-1:]),
        *(("dcat:dataset", each) for each in datasets),
    ]
    return Thing("dcat:Catalog", says, absolute("data.portal", form="rdf"))


def dataset(slug: str, issue: Issue, made: Files, source: Source, config: Config) -> Thing:
    return Thing("dcat:Dataset", list(_of_dataset(slug, issue, made, source, config)), f"{source.address}#dataset")


def _of_dataset(slug: str, issue: Issue, made: Files, source: Source, config: Config) -> Says:
    asked, release = issue.questionnaire, issue.release
    for tag in asked.languages:
        if words := asked.title.words.get(tag):
            yield "dct:title", Words(words, tag)
    for tag, words in PROTECTED.items():
        intro = asked.intro.said(tag)
        yield "dct:description", Words(f"{intro.words} {words}" if intro.language == tag else words, tag)
    yield "dct:publisher", _publisher(config)
    yield "dct:identifier", Words(source.address)
    if config.contributor:
        yield "dcatde:contributorID", Link(config.contributor)
    yield (
        "dcat:contactPoint",
        Thing(
            "vcard:Kind",
            [("vcard:fn", Words(config.site_name)), ("vcard:hasURL", Link(absolute("visit.imprint")))],
        ),
    )
    yield "dcat:landingPage", Link(source.address)
    yield "dct:issued", _day(release.history[0][0])
    yield "dct:modified", _day(release.day)
    yield "dcat:version", Words(str(release.number))
    yield "dcatde:politicalGeocodingLevelURI", COUNTY
    yield "dcatde:politicalGeocodingURI", _area(config)
    yield "dct:spatial", _area(config)
    yield "dct:accessRights", Link(f"{EU}access-right/PUBLIC")
    yield "dct:accrualPeriodicity", Link(f"{EU}frequency/IRREG")
    yield "dcatap:availability", AVAILABLE
    yield from (("dcat:theme", Link(f"{EU}data-theme/{theme}")) for theme in THEMES)
    yield from (("dcat:keyword", Words(word, "de")) for word in KEYWORDS)
    yield from (("dct:language", Link(f"{EU}language/{code}")) for code in _spoken(asked.languages))
    yield from (
        ("dcat:distribution", _distribution(slug, issue, name, made[name], source)) for name in SHOWN if name in made
    )


def _spoken(tags: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(SPOKEN[tag] for tag in LANGUAGES if tag in tags))


def _distribution(slug: str, issue: Issue, name: str, content: bytes, source: Source) -> Thing:
    titles, kind, media = SHOWN[name]
    where = absolute("data.file", slug=slug, number=issue.release.number, name=name)
    says: list[tuple[str, Words | Link | Thing]] = [
        *(("dct:title", Words(words, tag)) for tag, words in titles.items()),
        ("dcat:accessURL", Link(where)),
        ("dcat:downloadURL", Link(where)),
        ("dct:license", LICENCE),
        ("dcatde:licenseAttributionByText", Words(source.attribution, "de")),
        ("dct:format", Link(f"{EU}file-type/{kind}")),
        ("dcat:mediaType", Link(f"https://www.iana.org/assignments/media-types/{media}")),
        ("dcat:byteSize", Words(str(len(content)), datatype="xsd:nonNegativeInteger")),
        ("spdx:checksum", _checksum(content)),
        ("dct:issued", _day(issue.release.day)),
        ("dct:modified", _day(issue.release.day)),
        ("dcatap:availability", AVAILABLE),
        ("adms:status", Link(f"{EU}distribution-status/COMPLETED")),
    ]
    return Thing("dcat:Distribution", says, f"{where}#distribution")


def _checksum(content: bytes) -> Thing:
    sha256 = Words(hashlib.sha256(content).hexdigest(), datatype="xsd:hexBinary")
    algorithm = Link("http://spdx.org/rdf/terms#checksumAlgorithm_sha256")
    return Thing("spdx:Checksum", [("spdx:algorithm", algorithm), ("spdx:checksumValue", sha256)])


def _publisher(config: Config) -> Thing:
    kind = Link("http://purl.org/adms/publishertype/LocalAuthority")
    return Thing("foaf:Agent", [("foaf:name", Words(config.site_name)), ("dct:type", kind)], absolute("visit.imprint"))


def _area(config: Config) -> Link:
    return Link(f"{DE}politicalGeocoding/districtKey/{config.district}")


def _day(day: date) -> Words:
    return Words(day.isoformat(), datatype="xsd:date")
