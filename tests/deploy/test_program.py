"""What gunicorn, the program and the job runner say when something goes wrong: where, and not a word anyone sent."""

import os
import socket
import subprocess
import sys
import time

import pytest
from sqlalchemy import text

from app.config import Config
from app.store import tables
from app.web import create_app
from tests.deploy.servers import ROOT, database_url, place
from tests.deploy.visitor import QUERY, TRACES, Browser, Respondent

ANSWER = "Kohlrabi gegen Langeweile"
WORDS = f"zuerst={ANSWER}"


def traces(text):
    return [trace for trace in (*TRACES, ANSWER, "Kohlrabi") if trace in text]


@pytest.fixture(scope="module")
def broken():
    with place() as servers:
        servers.gunicorn({"FLASK_DEBUG": "1"}, program="tests.deploy.broken:app")
        servers.nginx()
        yield servers


@pytest.mark.parametrize(
    ("how", "status", "said"),
    [
        ("view", 500, "LookupError at"),
        ("thread", 200, "Uncaught: ValueError at"),
        ("library", 200, "Something went wrong\nValueError at"),
        ("warning", 200, "UserWarning at"),
    ],
)
def test_an_exception_says_where_and_not_what(broken, how, status, said):
    answer = Browser(broken.port).post(f"/break/{how}?{QUERY}", WORDS)
    assert answer.status_code == status
    assert "Traceback" not in answer.text  # also when someone left FLASK_DEBUG in the surroundings
    log = log_with(broken, said)
    assert "broken.py" in log
    assert traces(log) == []


def test_without_our_formatter_an_exception_quotes_the_answer():
    """The control: the same program under a gunicorn that was not told to keep quiet."""
    with place() as servers:
        bare = ("--config", "/dev/null", "--worker-class", "gthread", "--threads", "2", "--no-control-socket")
        servers.gunicorn({}, *bare, program="tests.deploy.broken:app")
        servers.nginx()
        Browser(servers.port).post(f"/break/view?{QUERY}", WORDS)
        assert "Kohlrabi" in log_with(servers, "LookupError")


def log_with(servers, words):
    """What gunicorn said, as soon as these words are in it."""
    for _ in range(100):
        log = (servers.logs / "gunicorn.log").read_text()
        if words in log:
            break
        time.sleep(0.05)
    assert words in log
    return log


@pytest.mark.parametrize(
    "request_line",
    [
        f"GET /s/x?{QUERY} HTTP/9.9\r\nHost: x\r\n\r\n",
        f"GET /s/x?{QUERY} HTTP/1.1\r\nHost: x\r\n{ANSWER}\r\n\r\n",
        f"POST /s/x?{QUERY} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{ANSWER}\r\n",
        f"GET /s/x?{QUERY}{'x' * 5000} HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
def test_a_malformed_request_is_not_quoted(broken, request_line):
    """Straight to gunicorn: nginx would keep most of them away."""
    with socket.socket(socket.AF_UNIX) as visitor:
        visitor.connect(str(broken.socket))
        visitor.sendall(request_line.encode())
        assert visitor.recv(40).split()[1] in (b"400", b"414", b"505")
    assert traces((broken.logs / "gunicorn.log").read_text()) == []


# -- on the whole site


def test_someone_answers_through_all_servers(site):
    visitor = Respondent(site.port).answer(ANSWER).send()
    assert "/thanks" in visitor.response.request.url
    with site.engine.connect() as db:
        rows = db.execute(tables.inbox.select()).all()
    assert [row.answers["zuerst"] for row in rows] == [ANSWER]
    assert traces(site.written()) == []


@pytest.fixture
def picky(site):
    """A database that does not take this answer."""
    with site.engine.begin() as db:
        db.execute(text("alter table inbox add constraint picky check (answers::text not like '%Kohlrabi%') not valid"))
    yield site
    with site.engine.begin() as db:
        db.execute(text("alter table inbox drop constraint picky"))


def test_an_answer_the_database_refuses_is_nowhere_quoted(picky):
    page = Respondent(picky.port).answer(ANSWER).send()
    assert page.status == 500
    said = picky.written()
    assert "violates check constraint" in said  # PostgreSQL says what happened
    assert "Exception in respond.answer" in said  # and so does the program
    assert traces(said) == []


def sign_in(site, email, address="127.0.0.77"):
    """With cookie and token, as a browser does; without a Referer, which our pages forbid."""
    browser = Browser(site.port, address)
    page = browser.get("/staff/sign-in?lang=en")
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert "Secure" in page.headers["Set-Cookie"]
    return browser.post(
        "/staff/sign-in?lang=en",
        f"csrf_token={token}&email={email}&password=wrong",
        headers={"Cookie": page.headers["Set-Cookie"].partition(";")[0], "Referer": ""},
    )


def test_staff_sign_in_works_behind_https(site):
    """nginx says it is https: then Flask-WTF would want a Referer, which our pages keep browsers from sending."""
    answer = sign_in(site, "anna@example.org")
    assert answer.status_code == 422
    assert "is not right" in answer.text


def test_too_many_sign_ins_from_one_address_hear_a_kind_word(site):
    answers = [sign_in(site, f"{name}@example.org", "127.0.0.78") for name in "abcdefgh"]
    assert [answer.status_code for answer in answers] == [422] * 6 + [429] * 2  # five at once beside the first
    assert "Please wait a minute" in answers[-1].text
    assert sign_in(site, "z@example.org", "127.0.0.79").status_code == 422  # others are not kept out


def test_too_many_pages_from_one_address_keep_their_answers(site):
    """What nginx hands on with its mark (test_nginx.py) comes back with everything that was written."""
    program = create_app(Config(database=database_url(site.postgres), instance=str(site.servers.state)))
    fields = {"_go": "send", "_version": "1", "zuerst": ANSWER}
    answer = program.test_client().post("/s/gut-leben?lang=en", data=fields, headers={"X-Busy": "yes"})
    assert answer.status_code == 429
    assert ANSWER in answer.text
    assert answer.headers["Retry-After"] == "60"


@pytest.mark.leaks
def test_a_flood_of_pages_is_slowed_down_and_leaves_no_line(site):
    """2,400 pages at once go through; then the program gives them back, and nobody is named."""
    browser = Browser(site.port, "127.0.0.80")
    statuses = [browser.post(f"/s/gut-leben?{QUERY}", f"_go=next&_version=1&{WORDS}").status_code for _ in range(3000)]
    assert statuses[:2000] == [statuses[0]] * 2000
    assert statuses[-1] == 429
    assert traces(site.written()) == []
    assert Browser(site.port, "127.0.0.81").get("/s/gut-leben").status_code == 200


def test_health_tells_whether_it_works_and_counts_nothing(site):
    answers = [Browser(site.port).get("/health") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.text for answer in answers] == ["ok\n", "ok\n"]
    for path in ("/metrics", "/status", "/stats", "/nginx_status", "/server-status"):
        assert Browser(site.port).get(path).status_code == 404


def test_static_files_come_from_nginx(site):
    answer = Browser(site.port).get("/static/mitsprache.css")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_job_runner_breaks_without_quoting():
    code = (
        "import logging; from app.traces import keep_quiet; keep_quiet(logging.INFO)\n"
        f"try: int('{ANSWER}')\nexcept ValueError as error: raise KeyError('{ANSWER}') from error"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"PYTHONPATH": "."}, capture_output=True, text=True
    )
    assert run.returncode == 1
    assert "KeyError at" in run.stderr
    assert "ValueError at" in run.stderr
    # the line of code itself may stand there; nobody has sent it
    assert "invalid literal" not in run.stderr
