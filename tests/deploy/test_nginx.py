"""What nginx does with what it knows: it forgets it."""

import json
import re
import subprocess

import pytest

from setup import deploy
from tests.deploy.servers import place
from tests.deploy.visitor import ADDRESS, QUERY, TRACES, Browser
from tests.services import nginx

ANSWER = "Rosenkohl schmeckt mir nicht"
FORM = f"zuerst={ANSWER}"


@pytest.fixture(scope="module")
def mirrored():
    """nginx and gunicorn as deployed, with a program behind them that shows what it was told."""
    with place() as servers:
        servers.gunicorn({}, program="tests.deploy.mirror:app")
        servers.nginx()
        yield servers


def test_the_program_learns_nothing_about_who_asks(mirrored):
    answer = Browser(mirrored.port).post(f"/s/gut-leben?{QUERY}", FORM, headers={"X-Real-IP": ADDRESS, "DNT": "1"})
    told = json.loads(answer.text)
    assert told["REMOTE_ADDR"] == ""
    assert told["body"] == FORM
    assert told["wsgi.url_scheme"] == "https"
    headers = {name for name in told if name.startswith("HTTP_")}
    assert headers == {"HTTP_HOST", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_X_FORWARDED_PROTO"}
    assert not [
        trace for trace in (ADDRESS, "Seepferdchen", "lesezeichen", "198.51", "spekulatius") if trace in answer.text
    ]


def test_the_cookie_of_staff_reaches_staff_pages_only(mirrored):
    carried = {
        path: "HTTP_COOKIE" in json.loads(Browser(mirrored.port).get(path).text)
        for path in (
            "/",
            "/s/gut-leben",
            "/results/gut-leben",
            "/staffx",
            "/privacy",
            "/staff",
            "/staff/questionnaires",
        )
    }
    assert [path for path, cookie in carried.items() if cookie] == ["/staff", "/staff/questionnaires"]


def test_scripts_of_staff_and_of_translators_may_ask_for_a_short_answer(mirrored):
    wish = {"Accept": "application/json"}
    told = {path: json.loads(Browser(mirrored.port).get(path, headers=wish).text) for path in ("/s/x", "/translate/x")}
    assert {path: each.get("HTTP_ACCEPT") for path, each in told.items()} == {
        "/s/x": None,
        "/translate/x": "application/json",
    }


def test_files_of_staff_may_be_larger_than_forms_of_others(mirrored):
    file = "x=" + "y" * 1_000_000
    paths = ("/staff/organise/consultation/x/papers", "/staff/sign-in", "/s/gut-leben", "/translate/x")
    codes = {path: Browser(mirrored.port).post(path, file).status_code for path in paths}
    assert codes == {paths[0]: 200, **dict.fromkeys(paths[1:], 413)}


def test_nobody_pretends_to_be_nginx(mirrored):
    told = json.loads(Browser(mirrored.port).get("/", headers={"X-Busy": "yes", "X-Forwarded-Proto": "http"}).text)
    assert "HTTP_X_BUSY" not in told
    assert told["HTTP_X_FORWARDED_PROTO"] == "https"


def test_a_whole_form_never_touches_the_disk(mirrored):
    largest = "x=" + "y" * (256 * 1024 - 2)
    before = touched(mirrored.folder / "nginx")
    answer = Browser(mirrored.port).post("/s/gut-leben", largest)
    assert len(answer.text) > len(largest)
    assert touched(mirrored.folder / "nginx") == before


def test_smaller_buffers_would_write_it_down():
    """The control: the same request is seen when it does touch the disk."""
    with place() as servers:
        servers.gunicorn({}, program="tests.deploy.mirror:app")
        servers.nginx(lambda words: words.replace("client_body_buffer_size 320k", "client_body_buffer_size 8k"))
        before = touched(servers.folder / "nginx")
        Browser(servers.port).post("/s/gut-leben", "x=" + "y" * 200_000)
        assert touched(servers.folder / "nginx") != before


def touched(folder):
    """When something was last written in the folder or one below; a file deleted since counts too."""
    return {path: path.stat().st_mtime_ns for path in (folder, *folder.rglob("*"))}


# -- what it writes when something goes wrong


def provoke(servers):
    """Ask for all that can go wrong, from a marked visitor; returns the answers by what was wrong."""
    browser = Browser(servers.port)
    found = {
        "not found": browser.get(f"/static/nothing.css?{QUERY}"),
        "too large": browser.post(f"/s/gut-leben?{QUERY}", FORM + "x" * 300_000),
        "too long": browser.get(f"/s/{'x' * 9000}?{QUERY}"),
        "too often": [browser.post(f"/staff/sign-in?{QUERY}", FORM) for _ in range(8)][-1],
    }
    servers.away()
    servers.socket.touch()  # nobody listens
    found["refused"] = browser.post(f"/s/gut-leben?{QUERY}", FORM)
    servers.socket.unlink()  # not even a socket
    found["no socket"] = browser.post(f"/s/gut-leben?{QUERY}", FORM)
    return found


def written(servers):
    return "\n".join(file.read_text(errors="replace") for file in servers.logs.iterdir())


@pytest.fixture
def servers():
    with place() as made:
        made.gunicorn({}, program="tests.deploy.mirror:app")
        yield made


def test_whatever_goes_wrong_leaves_no_line_about_anyone(servers):
    servers.nginx()
    found = provoke(servers)
    assert {what: answer.status_code for what, answer in found.items()} == {
        "not found": 404,
        "too large": 413,
        "too long": 414,
        "too often": 200,  # the program answers it, see below
        "refused": 502,
        "no socket": 502,
    }
    told = json.loads(found["too often"].text)
    assert (told["HTTP_X_BUSY"], told["body"]) == ("yes", FORM)
    assert [trace for trace in (*TRACES, ANSWER, "gut-leben", "sign-in") if trace in written(servers)] == []
    assert (servers.logs / "nginx-error.log").read_text() == ""


@pytest.mark.parametrize("level", ["crit", "error"])
def test_a_lower_level_would_name_the_visitor(servers, level):
    """The control, and the reason for "emerg": a missing socket is already worth a "crit" with address and path."""
    servers.nginx(lambda words: words.replace("nginx-error.log emerg;", f"nginx-error.log {level};"))
    provoke(servers)
    assert ADDRESS in written(servers)
    assert "plakat-rathaus" in written(servers)


def test_when_the_program_is_away_nginx_speaks_twelve_languages(servers):
    servers.nginx()
    servers.away()
    page = Browser(servers.port).get("/")
    assert page.status_code == 502
    assert page.text.count("<section lang=") == 12
    assert 'dir="rtl"' in page.text
    assert "Set-Cookie" not in page.headers
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert page.headers["Server"] == "nginx"


# -- its settings, as it reads them


@pytest.fixture(scope="module")
def settings():
    """Every directive nginx reads, as it says itself."""
    with place() as servers:
        conf = servers.fill() / "nginx.conf"
        told = subprocess.run(
            [nginx.executable(), "-e", "stderr", "-T", "-c", conf], capture_output=True, text=True, check=True
        )
        yield re.findall(r"^\s*([a-z_]+)((?: [^;{#]*?)?);", told.stdout, re.MULTILINE)


def test_nothing_is_logged_that_has_to_do_with_a_request(settings):
    assert {value for name, value in settings if name == "access_log"} == {" off"}
    levels = [value.split()[-1] for name, value in settings if name == "error_log"]
    assert levels == ["alert", "emerg"]  # nginx itself; requests


def test_addresses_serve_to_slow_down_and_for_nothing_else(settings):
    uses = {name for name, value in settings if "addr" in value or "forwarded_for" in value}
    assert uses == {"limit_req_zone", "limit_conn_zone"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("client_body_buffer_size", "320k"),
        ("proxy_max_temp_file_size", "0"),
        ("proxy_pass_request_headers", "off"),
        ("worker_rlimit_core", "0"),
        ("server_tokens", "off"),
        ("limit_req_status", "429"),
        ("client_header_timeout", "15s"),
        ("client_body_timeout", "30s"),
    ],
)
def test_a_setting_is_as_it_should_be(settings, name, value):
    assert {given.strip() for known, given in settings if known == name} == {value}


def test_the_limits_are_generous(settings):
    zones = {
        re.search(r"zone=(\w+)", value)[1]: value.split("rate=")[1] for n, value in settings if n == "limit_req_zone"
    }
    assert zones == {"forms": "360r/m", "sign_ins": "5r/m", "pages": "50r/s"}


def test_a_value_nobody_knows_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="sitte"):
        deploy.fill(tmp_path, sitte="x")
    deploy.fill(tmp_path)
    assert not [file for file in tmp_path.iterdir() if deploy.WORD.search(file.read_text())]


@pytest.mark.parametrize(
    ("path", "slowed"),
    [
        ("/s/gut-leben", True),
        ("/events/bungsberg/register", True),
        ("/events/bungsberg/mine/x/cancel", True),
        ("/news-by-mail/process", True),
        ("/statements/aussagen/add", True),
        ("/statements/aussagen", False),  # each vote is one, and a hall votes behind one address
        ("/mail/x/stop", False),  # programs of mail providers press this button, many behind one address
    ],
)
def test_what_is_kept_or_mailed_is_slowed_down_as_a_form(path, slowed):
    blocks = re.findall(
        r"location (\S+) (\S+) \{(.*?)\n        \}", (deploy.FILES / "nginx.conf").read_text(), re.DOTALL
    )
    limited = [where if how == "~" else f"^{where}" for how, where, inside in blocks if "zone=forms" in inside]
    assert any(re.search(where, path) for where in limited) == slowed
