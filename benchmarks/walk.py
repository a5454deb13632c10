"""One visitor's way from the start to the thanks, as a browser without script sends it, written down to be repeated."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from random import Random
from types import SimpleNamespace
from urllib.parse import urlencode

from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from tests.web.forms import Page

FORM, STAMP = "@form@", "@stamp@"  # in the place of what every sheet has for itself
PACKED = {"Accept-Encoding": "gzip, deflate, br, zstd"}
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "de,en-US;q=0.7,en;q=0.3",
}
POSTING = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
WRITTEN = "Mehr Busse am Abend, und jemand, der uns bei den Formularen hilft."


@dataclass(frozen=True)
class Request:
    """A request as wrk shall send it; `page` is where the visitor stood."""

    path: str
    method: str = "GET"
    body: str = ""
    status: int = 200
    page: str = ""

    @property
    def headers(self) -> dict[str, str]:
        return BROWSER | (POSTING if self.method == "POST" else {})

    def named(self, form: str, stamp: str) -> "Request":
        """The same with the name and the stamp of one sheet."""
        return replace(self, body=self.body.replace(FORM, form).replace(STAMP, stamp))


@dataclass(frozen=True)
class Walk:
    """The requests of one visitor, and the sheet they were first sent with."""

    requests: tuple[Request, ...]
    form: str
    stamp: str


def walked(port: int, questionnaire: Questionnaire, language: str, seed: int) -> Walk:
    """Answer a questionnaire from the start page to the thanks, with invented answers."""
    browser = HTTPConnection("127.0.0.1", port, timeout=60)
    steps = [*_steps(browser, questionnaire, language, Random(seed))]
    browser.close()
    form, stamp = steps[2][1]["_form"][0], steps[2][1]["_made"][0]
    requests = (replace(r, body=r.body.replace(form, FORM).replace(stamp, STAMP)) for r, _ in steps)
    return Walk(tuple(requests), form, stamp)


Fields = dict[str, list[str]]


def _steps(
    browser: HTTPConnection, questionnaire: Questionnaire, language: str, chance: Random
) -> Iterator[tuple[Request, Fields]]:
    questions = {question.id: question for question in questionnaire.unfolded.questions}
    start = Request(f"/s/{questionnaire.slug}?lang={language}", page="start")
    page, go = _sent(browser, start), "begin"
    yield start, {}
    while go != "done":
        fields = page.fields() | _answers([questions[id] for id in page.asked()], chance) | {"_go": [go]}
        here = fields.get("_page", [go])[0]
        request = Request(page.form["action"], "POST", urlencode(fields, doseq=True), 200, here)
        if go == "send":
            request = replace(request, status=303)
        page = _sent(browser, request)
        yield request, fields
        go = _next(page, go)
    thanks = Request(page.response.location, page="thanks")
    _sent(browser, thanks)
    yield thanks, {}


def _next(page: Page, gone: str) -> str:
    if gone == "send":
        return "done"
    return "next" if page.asked() else "send"


def _answers(asked: Sequence[Question], chance: Random) -> Fields:
    fields: Fields = {}
    for question in asked:
        fields |= {question.id: [WRITTEN]} if question.open_ended else question.imagine(chance, chance.uniform(-1, 1))
    return fields


def _sent(browser: HTTPConnection, request: Request) -> Page:
    browser.request(request.method, request.path, request.body or None, request.headers)
    answer = browser.getresponse()
    words = answer.read().decode()
    if answer.status != request.status:
        raise RuntimeError(f"{request.method} {request.path} at {request.page}: {answer.status}")
    return Page(SimpleNamespace(status_code=answer.status, text=words, location=answer.getheader("Location")))
