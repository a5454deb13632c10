"""What nginx keeps: pages that are the same for everyone, each in its language, also when all else is away."""

import re
import time

import pytest

from app.domain.language import LANGUAGES
from app.web.front import _wished
from app.web.packing import packing
from app.web.public_pages import BRIEFLY, KEPT
from setup import deploy
from tests.deploy.conftest import deployed_database
from tests.deploy.servers import place
from tests.deploy.visitor import Browser
from tests.web.test_access import ROUTES

RESULTS = "/results/gut-leben"
CONF = (deploy.FILES / "nginx.conf").read_text()
WISHES = (
    """
de|DE-at,de;q=0.9|de-simple,de|de-leicht|uk-UA,uk;q=0.9,en;q=0.8|fa-IR, en|prs|fa;q=0.1|en;q=0.3, ar|tlh, ar
ku-Latn,tr|kmr|zh,en-US;q=0.7|*|de_AT|ru , en|en-US-x foo,de|rom|deu,en|ar;q=1,de|pl,|,pl|bg-BG,bg|ro-
tr-TR-u-co-phonebk,en;q=2|
""".strip()
    .replace("\n", "|")
    .split("|")
)
PACKINGS = ["", "gzip, deflate, br, zstd", "gzip", "br;q=0, gzip", "gzip;q=1.0, *;q=0", "brotli", "x-gzip", "BR"]


def lines_of(variable):
    """What nginx makes of a header, line by line: a pattern and what it stands for."""
    block = re.search(rf"map \S+ \${variable} {{\n(.*?)\n    }}", CONF, re.DOTALL)[1]
    return re.findall(r'^\s*"~(\*?)(.*)" (\S+);$', block, re.MULTILINE)


def mapped(variable, header):
    for insensitive, pattern, value in lines_of(variable):
        found = re.search(pattern.replace("(?<", "(?P<"), header, re.IGNORECASE if insensitive else 0)
        if found:
            return found["wish"] if value == "$wish" else header if value.startswith("$") else value.strip('"')
    return None


@pytest.mark.parametrize("header", WISHES)
def test_nginx_understands_a_wish_as_the_program_does_or_leaves_it_as_it_is(header):
    said = mapped("language", header) or header
    assert _wished(said) == _wished(header)


def test_every_language_of_the_table_has_its_place_in_the_lines():
    for tag in LANGUAGES:
        assert _wished(mapped("language", f"{tag}, tlh") or tag) == tag
        assert mapped("said_by_browser", f"by=x&lang={tag}&part=1") == ""
    few = {mapped("language", f"{tag}-XX,{tag};q=0.9,en;q=0.8") for tag in LANGUAGES if "-" not in tag}
    assert few == {tag for tag in LANGUAGES if "-" not in tag}


@pytest.mark.parametrize(
    "args",
    ["", "lang=xx&lang=de", "l%61ng=uk&lang=de", "LANG=uk", "lang=DE", "xlang=de", "x=lang=de", "x=+&lang=de", "lang"],
)
def test_an_address_that_does_not_plainly_say_a_language_leaves_it_to_the_browser(args):
    assert mapped("said_by_browser", args) is None


@pytest.mark.parametrize("header", PACKINGS)
def test_nginx_asks_for_a_packing_the_browser_takes(header):
    asked = mapped("packing", header) or "identity"
    assert asked == "identity" or packing(header.lower()) in (asked, "br")
    assert asked != "br" or packing(header.lower()) == "br"


@pytest.fixture(scope="module")
def generous():
    with place() as servers:
        servers.gunicorn({}, program="tests.deploy.generous:app")
        servers.nginx()
        yield servers


def number(answer):
    return int(answer.text.split()[0])


def again(servers, path, ask="get", **headers):
    """Whether a second visitor gets what the first got."""
    browser = Browser(servers.port)
    first, second = (number(getattr(browser, ask)(path, headers=headers)) for _ in range(2))
    return first == second


def test_what_nginx_keeps_are_pages_the_program_knows_as_the_same_for_everyone(generous):
    kept = {name for name, (method, path, _) in ROUTES.items() if method == "GET" and _again(generous, name, path)}
    assert kept == {name for name in KEPT if KEPT[name] == BRIEFLY}


def _again(servers, name, path):
    return name != "static" and again(servers, path)


def test_nothing_that_was_sent_and_nothing_of_staff_is_kept(generous):
    for path in ("/s/gut-leben", "/statements/aussagen", RESULTS, "/", "/staff/sign-in", "/staff", "/staff/results/x"):
        assert not again(generous, path, "post")
    for path in ("/staff", "/staff/questionnaires", "/staffx", "/s/gut-leben/thanks", "/translate/x", "/health"):
        assert not again(generous, path)


def test_each_language_and_packing_is_kept_apart(generous):
    browser, seen = Browser(generous.port), {}
    for language in ("de", "uk-UA,uk;q=0.9", "ar", "tlh;q=0.5, pl"):
        for accepted in ("br, gzip", "gzip", "identity"):
            headers = {"Accept-Language": language, "Accept-Encoding": accepted}
            for path in ("/privacy", "/privacy?lang=tr"):
                seen.setdefault(browser.get(path, headers=headers).text, set()).add((path, language, accepted))
    # Twelve for those who leave it to the browser; where the address says the language, one for each packing.
    assert len(seen) == 12 + 3
    for told, asked in seen.items():
        assert len({(accepted.partition(",")[0]) for _, _, accepted in asked}) == 1
        assert told.split("|")[1] == next(iter(asked))[2].partition(",")[0]


def test_whoever_has_a_page_gets_nothing_and_it_is_kept_whole(generous):
    browser = Browser(generous.port)
    held = browser.get("/imprint", headers={"If-None-Match": '"kept"', "Accept-Language": "bg"})
    assert (held.status_code, held.text) == (304, "")
    assert browser.get("/imprint", headers={"Accept-Language": "bg"}).text.endswith("bg|identity|")


@pytest.mark.slow
@pytest.mark.postgres
def test_results_stay_readable_when_the_program_is_away():
    """The deployed files, but pages grow old in a second instead of half a minute."""
    with deployed_database() as site:
        site.servers.gunicorn(site.environment)
        site.servers.nginx(_grown_old_in_a_second)
        browser = Browser(site.port)
        before = {tag: browser.get(f"{RESULTS}?lang={tag}") for tag in ("de", "ar")}
        assert {answer.status_code for answer in before.values()} == {200}
        assert 'dir="rtl"' in before["ar"].text
        assert browser.get("/s/gut-leben?lang=de").status_code == 200
        site.servers.away()
        time.sleep(1.2)
        for tag, answer in before.items():
            old = browser.get(f"{RESULTS}?lang={tag}")
            assert (old.status_code, old.text) == (200, answer.text)
        for path in ("/s/gut-leben?lang=de", "/staff/sign-in", f"{RESULTS}?lang=uk"):
            assert browser.get(path).status_code == 502
            assert browser.get(path).text.count("<section lang=") == 12
        site.servers.gunicorn(site.environment)
        assert browser.get("/s/gut-leben?lang=de").status_code == 200


def _grown_old_in_a_second(conf):
    keep = "proxy_ignore_headers Vary;"
    assert keep in conf
    return conf.replace(keep, "proxy_ignore_headers Vary Cache-Control; proxy_cache_valid 200 1s;")
