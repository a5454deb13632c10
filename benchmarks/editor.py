"""How fast the workshop answers on a long questionnaire: 200 questions, 12 languages, all translated and marked.

    python -m benchmarks.editor [QUESTIONS]

prints for each action the median and the slowest of some tries, how long the processor was busy, and its size.
"""

import gzip
import re
import statistics
import sys
import tempfile
import time

from app.config import Config
from app.domain.language import LANGUAGES
from app.domain.option import Option
from app.domain.page import Page
from app.domain.questionnaire import Questionnaire
from app.domain.questions.single import Single
from app.domain.text import Text, fingerprint
from app.store import migrate, questionnaires
from app.web import create_app
from benchmarks import report
from tests.web.staff import Colleague

TRIES = 12
ON_A_PAGE = 10
SLUG = "lang"
ONE = f"/staff/questionnaires/{SLUG}"


def text(words: str) -> Text:
    made = Text({"de": words})
    for tag in LANGUAGES:
        if tag != "de":
            made = made.with_words(
                tag, f"{words} ({tag}) und noch einige Wörter", "de", "reviewed", "Kim", "2025-06-01"
            )
    return made


def long_one(questions: int) -> Questionnaire:
    asked = [
        Single(
            id=f"q{n}",
            title=text(f"Wie zufrieden sind Sie mit Nummer {n}?"),
            help=text(f"Denken Sie bei Nummer {n} an das letzte Jahr."),
            options=tuple(Option(f"a{k}", text(f"Antwort {k} auf Frage {n}")) for k in range(6)),
        )
        for n in range(questions)
    ]
    pages = tuple(
        Page(f"p{start}", text(f"Seite {start}"), questions=tuple(asked[start : start + ON_A_PAGE]))
        for start in range(0, questions, ON_A_PAGE)
    )
    words = {name: text(name) for name in ("title", "intro", "publisher", "privacy", "thanks")}
    return Questionnaire(SLUG, "de", tuple(LANGUAGES), **words, pages=pages)


def forget_newest():
    questionnaires._known.popitem()


def measured(name, action, before=lambda: None):
    times, busy, size = [], [], 0
    for number in range(TRIES):
        before()
        begun, worked = time.perf_counter(), time.process_time()
        answer = action(number)
        times.append((time.perf_counter() - begun) * 1000)
        busy.append((time.process_time() - worked) * 1000)
        assert answer.status_code in (200, 303), (name, answer.status_code)
        size = len(gzip.compress(answer.data))
    times, busy = times[1:], busy[1:]  # the first compiles the templates
    middle, worked = statistics.median(times), statistics.median(busy)
    print(f"| {name} | {middle:.0f} | {max(times):.0f} | {worked:.0f} | {size / 1024:.1f} |", flush=True)


def main(questions: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        config = Config(database=f"sqlite:///{folder}/bench.db", instance=folder, secret="for measuring only")
        app = create_app(config)
        engine = app.extensions["engine"]
        migrate.upgrade(engine)
        with engine.begin() as db:
            questionnaires.add(db, long_one(questions))
        someone = Colleague(app, "designer")
        token = re.search(r'name="csrf_token" value="([^"]+)"', someone.get("/staff/password").text)[1]
        said = ["Wie zufrieden sind Sie mit Nummer 5?"]
        seen = [""]
        theirs = ["Wie zufrieden sind Sie mit Nummer 7? (ar) und noch einige Wörter"]

        def post(path, data, **headers):
            return someone.client.post(path, data={"csrf_token": token, **data}, headers=headers)

        def translated(number):
            was, theirs[0] = fingerprint(theirs[0]), f"Satz {number}"
            at = "pages.p0.questions.q7.title"
            data = {
                f"t.{at}": theirs[0],
                f"w.{at}": was,
                f"f.{at}": fingerprint("Wie zufrieden sind Sie mit Nummer 7?"),
            }
            return post(f"{ONE}/texts/ar", data, Accept="application/json")

        def look():
            seen[0] = re.search(r'name="revision" value="(\d+)"', someone.get(f"{ONE}/versions").text)[1]

        def field(number):
            was, said[0] = fingerprint(said[0]), f"Wie zufrieden sind Sie? Fassung {number}"
            data = {"f.title.de": said[0], "was.title.de": was}
            return post(f"{ONE}/edit/question/q5?target=ar", data, Accept="application/json")

        report.heading(
            f"How fast does the workshop answer with {questions} questions in {len(LANGUAGES)} languages?",
            f"All translated and marked, SQLite, one process without a network; {TRIES - 1} tries each.",
        )
        print("| action | median, ms | slowest, ms | processor, ms | KB packed |\n|---|---:|---:|---:|---:|")
        measured("outline", lambda _: someone.get(f"{ONE}/edit"))
        measured("form of a question", lambda _: someone.get(f"{ONE}/edit/question/q5?target=ar"))
        measured("texts of the whole", lambda _: someone.get(f"{ONE}/edit/texts?target=ar"))
        measured("picker", lambda _: someone.get(f"{ONE}/edit/add?page=p0"))
        measured("a field saves itself", field)
        measured("question down", lambda n: post(f"{ONE}/edit", {"do": f"question-{('down', 'up')[n % 2]}:q5"}))
        measured("duplicate a question", lambda n: post(f"{ONE}/edit", {"do": "question-duplicate:q5"}))
        measured("delete a question", lambda n: post(f"{ONE}/edit", {"do": f"question-delete:q{questions - 1 - n}"}))
        measured("undo", lambda _: post(f"{ONE}/undo", {"revision": seen[0]}), look)
        measured("a save of the other process is read", lambda _: someone.get(f"{ONE}/edit/texts"), forget_newest)
        measured("preview at a page", lambda _: someone.get(f"{ONE}/try?lang=ar&page=p0"))
        measured("desk of a translator", lambda _: someone.get(f"{ONE}/texts/ar"))
        measured("desk, missing and outdated first", lambda _: someone.get(f"{ONE}/texts/ar?order=urgent"))
        measured("a translation saves itself", translated)
        measured("how far the languages are", lambda _: someone.get(f"{ONE}/translate"))
        measured("overview", lambda _: someone.get(ONE))
        measured("checks", lambda _: someone.get(f"{ONE}/checks"))
        measured("versions and steps", lambda _: someone.get(f"{ONE}/versions"))
        measured("rehearsal of 100 people", lambda _: someone.get(f"{ONE}/rehearsal?people=100&language=de"))
        engine.dispose()
        app.extensions["engines"].dispose()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
