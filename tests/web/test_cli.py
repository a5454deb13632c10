"""What operators do at the command line, and what it says when something is wrong."""

import json

import pytest

from app.config import PROJECT
from app.store import consultations, questionnaires, staff

EXAMPLE = PROJECT / "examples" / "ostholstein"


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda *words, **more: runner.invoke(args=list(words), **more)


def test_a_questionnaire_goes_out_and_comes_back_unchanged(run, app, tmp_path):
    out = run("questionnaire", "export", "gut-leben")
    assert json.loads(out.output) == json.loads((EXAMPLE / "gut-leben.json").read_text())
    file = tmp_path / "back.json"
    file.write_text(out.output)
    assert run("questionnaire", "import", str(file), "--publish").exit_code == 0
    with app.extensions["engine"].begin() as db:
        assert questionnaires.published(db, "gut-leben").number == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "not a questionnaire"),
        ('{"format": 1}', "not a questionnaire"),
    ],
)
def test_a_broken_file_is_refused_in_a_sentence(run, tmp_path, content, said):
    file = tmp_path / "broken.json"
    file.write_text(content)
    done = run("questionnaire", "import", str(file))
    assert done.exit_code == 1
    assert said in done.output
    assert "Traceback" not in done.output


def test_what_blocks_publishing_is_listed(run, tmp_path):
    data = json.loads((EXAMPLE / "gut-leben.json").read_text())
    del data["pages"][0]["title"]["ar"]
    file = tmp_path / "hole.json"
    file.write_text(json.dumps(data))
    done = run("questionnaire", "import", str(file), "--publish")
    assert done.exit_code == 1
    assert "pages.wohnen.title.ar" in done.output


def test_closing_takes_no_more_answers(run, app):
    assert run("questionnaire", "close", "gut-leben").exit_code == 0
    with app.extensions["engine"].begin() as db:
        assert not questionnaires.published(db, "gut-leben").open


def test_the_consultation_can_be_loaded_again(run, client):
    assert run("consultation", "import", str(EXAMPLE / "consultation.json")).exit_code == 0
    assert "Zukunftskonferenz" in client.get("/consultation/integrationskonzept-ostholstein?lang=de").text


def test_an_account_is_added_once_and_not_with_a_short_password(run, app):
    words = ("staff", "add", "--email", "a@example.org", "--name", "A", "--role", "designer", "--password")
    assert run(*words, "short").exit_code == 1
    assert run(*words, "long enough to keep").exit_code == 0
    assert "already" in run(*words, "long enough to keep").output
    with app.extensions["engine"].begin() as db:
        assert staff.by_email(db, "a@example.org").person.role == "designer"


def test_jobs_run_once_for_a_timer(run):
    assert run("jobs", "--once").exit_code == 0


def test_a_population_table_is_kept_with_the_consultation(run, app, tmp_path):
    table = json.loads((EXAMPLE / "population.json").read_text(encoding="utf-8"))
    file = tmp_path / "people.json"
    file.write_text(json.dumps({**table, "area": "Anderswo"}), encoding="utf-8")
    assert "Anderswo: 200,936 people" in run("population", "import", str(file)).output
    with app.extensions["engine"].connect() as db:
        assert consultations.first(db).population.area == "Anderswo"
    file.write_text("{}", encoding="utf-8")
    assert run("population", "import", str(file)).exit_code == 1
