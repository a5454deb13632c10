"""What the measured instance holds: the example of 8 questions, and one of 20 questions on 4 pages."""

from datetime import date
from pathlib import Path

from sqlalchemy import Engine, func, select

from app.config import Config
from app.domain.language import LANGUAGES
from app.domain.option import Option
from app.domain.page import Page
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.questions.long_text import LongText
from app.domain.questions.multiple import Multiple
from app.domain.questions.number import Number
from app.domain.questions.scale import Scale
from app.domain.questions.single import Single
from app.store import migrate, questionnaires, tables
from app.store.engine import connect
from app.web import example, secret
from benchmarks.editor import text

SHORT, LONG = "gut-leben", "zwanzig-fragen"
ANSWERS = 5


def prepared(folder: Path) -> Engine:
    """An instance in this folder, ready to be served."""
    config = Config(database=f"sqlite:///{folder}/mitsprache.db", instance=str(folder))
    secret.of(config)
    engine = connect(config.database_url)
    migrate.upgrade(engine)
    example.load_folder(engine)
    publish(engine, long_form())
    return engine


def publish(engine: Engine, questionnaire: Questionnaire) -> None:
    with engine.begin() as db:
        questionnaires.add(db, questionnaire)
        questionnaires.publish(db, questionnaires.draft(db, questionnaire.slug), date(2025, 7, 7))


def long_form() -> Questionnaire:
    """20 questions of five kinds on 4 pages, every text in all languages."""
    pages = tuple(
        Page(f"p{page}", text(f"Seite {page}"), questions=tuple(_question(number) for number in range(page, 20, 4)))
        for page in range(4)
    )
    words = {name: text(f"Worte: {name}") for name in ("title", "intro", "publisher", "privacy", "thanks")}
    return Questionnaire(LONG, "de", tuple(LANGUAGES), **words, pages=pages)


def _question(number: int) -> Question:
    words = {
        "id": f"q{number}",
        "title": text(f"Wie zufrieden sind Sie mit Nummer {number}?"),
        "help": text(f"Denken Sie bei Nummer {number} an das letzte Jahr."),
    }
    match number % 5:
        case 3:
            return Number(**words, largest=120)
        case 4:
            return LongText(**words)
        case place:
            options = tuple(Option(f"a{code}", text(f"Antwort {code} auf Frage {number}")) for code in range(ANSWERS))
            return (Single, Scale, Multiple)[place](**words, options=options)


def waiting(engine: Engine) -> int:
    """How many answers lie in the inbox, counted in the database itself."""
    with engine.connect().execution_options(mitsprache_read=True) as db:
        return db.scalar(select(func.count()).select_from(tables.inbox)) or 0
