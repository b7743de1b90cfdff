"""Commands that also save into somebody's records: what is there afterwards, and what is never kept unasked."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from tests.cli.made_trial import RUNNER
from tests.findings.made_answers import answered
from trochanter.cli.assess import today
from trochanter.cli.main import app
from trochanter.exchange.screen_result import write_screen
from trochanter.findings.screen import screened
from trochanter.store.opening import open_store
from trochanter.store.records import PageData

Run = Callable[..., Result]
GOAL = '[goal]\nactivity = "run 10 km"\nable = 4\n'
BUTTOCK = '[[pains]]\nplace = "buttock"\nside = "right"\nworst = 3\n'
PRIVATE = '[private]\npelvic = ["leakage"]\n'
READINGS = ("--right-in", "33, 34", "--right-out", "40, 41", "--left-in", "35", "--left-out", "42")
CHECK = ("measure", "--manual", "--position", "seated", "--mode", "active", "--method", "goniometer")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command in a folder with a screen of today, and a person Ann in records of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TROCHANTER_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TROCHANTER_STORE", raising=False)
    told(tmp_path)

    def command(*words: object) -> Result:
        return RUNNER.invoke(app, [str(each) for each in words])

    assert command("people", "add", "Ann").exit_code == 0
    return command


def told(folder: Path, answers: str = GOAL + BUTTOCK, **replies: str) -> None:
    """A screen of today, and answers on goal and history, in a folder."""
    asked = screened(answered(**{"pain": "yes", **replies}), today())
    write_screen(folder / "screen.json", asked, today(), keep_private=True)
    (folder / "a.toml").write_text(answers)


def page(folder: Path) -> PageData:
    with open_store(folder / "home" / "records", create=False) as store:
        return store.page_data("Ann")


def same(body: str, file: Path) -> bool:
    """Whether a document in the records is what its file holds."""
    there: Any = json.loads(body)
    return bool(there == json.loads(file.read_text()))


def test_an_assessment_is_saved_with_goal_and_history(run: Run, tmp_path: Path) -> None:
    done = run("assess", "--answers", "a.toml", "--for", "Ann")
    assert done.exit_code == 0, done.stderr
    assert "saved in the records of Ann: history\n" in done.stderr
    assert "saved in the records of Ann: assessment\n" in done.stderr
    found = page(tmp_path)
    assert [each.kind for each in found.documents] == ["history", "assessment"]
    assert same(found.histories[0].body, tmp_path / "history.json")
    assert same(found.assessments[0].body, tmp_path / "assessment.json")
    again = run("assess", "--for", "Ann", "--json")
    assert json.loads(again.stdout)["schema"] == "trochanter.assessment/1"
    assert [each.kind for each in page(tmp_path).documents] == ["history", "assessment", "assessment"]


def test_private_answers_are_saved_only_by_choice(run: Run, tmp_path: Path) -> None:
    told(tmp_path, GOAL + PRIVATE, leakage="yes")
    assert run("assess", "--answers", "a.toml", "--for", "Ann").exit_code == 0
    assert not any("leak" in each.body for each in page(tmp_path).documents)
    assert run("assess", "--answers", "a.toml", "--for", "Ann", "--keep-private").exit_code == 0
    assert [each.kind for each in page(tmp_path).documents if "leak" in each.body] == ["history", "assessment"]


def test_a_screen_that_is_due_again_is_due_in_the_records_too(run: Run, tmp_path: Path) -> None:
    told(tmp_path, GOAL + BUTTOCK.replace("buttock", "groin"), other_bleeding="no")
    assert run("assess", "--answers", "a.toml", "--for", "Ann").exit_code == 0
    (screen,) = page(tmp_path).screens
    assert screen.value()["complete"] is False
    assert page(tmp_path).assessments[0].value()["again"]


def test_who_is_not_there_is_told_before_any_question(run: Run, tmp_path: Path) -> None:
    done = run("assess", "--for", "Anne")
    assert done.exit_code == 2
    assert "there is no person in the records 'Anne'" in done.stderr
    assert "Question" not in done.stderr
    assert not (tmp_path / "assessment.json").exists()
    done = run("assess", "--answers", "a.toml", "--store", tmp_path / "home" / "records")
    assert done.exit_code == 2
    assert "beside --for" in done.stderr


def test_without_a_person_nothing_is_saved(run: Run, tmp_path: Path) -> None:
    assert run("assess", "--answers", "a.toml").exit_code == 0
    assert run(*CHECK, "--measured-by", "self", *READINGS).exit_code == 0
    assert page(tmp_path).documents == ()


def test_a_check_is_saved_with_the_file_it_came_from(run: Run, tmp_path: Path) -> None:
    done = run(*CHECK, "--measured-by", "self", *READINGS, "--for", "Ann")
    assert done.exit_code == 0, done.stderr
    found = page(tmp_path)
    assert [each.kind for each in found.documents] == ["measurement"]
    assert same(found.measurements[0].body, tmp_path / "trochanter-check" / "measurement.json")
    lines = ["position,mode,method,measured_by,side,direction,set_up,degrees"]
    lines += [
        f"seated,active,goniometer,self,{side},{way},1,{angle}"
        for side, way, angle in (("right", "in", 33), ("right", "out", 40), ("left", "in", 35), ("left", "out", 42))
    ]
    (tmp_path / "readings.csv").write_text("\n".join(lines) + "\n")
    done = run("measure", "readings.csv", "--manual", "--for", "Ann")
    assert done.exit_code == 0, done.stderr
    assert "saved in the records of Ann: measurement, with readings.csv" in done.stderr
    (kept,) = page(tmp_path).recordings
    assert (kept.name, kept.document_id) == ("readings.csv", page(tmp_path).measurements[1].id)


def test_pain_in_a_check_is_in_the_records_screen_too(run: Run, tmp_path: Path) -> None:
    words = ("--right-in", "33 pain 4 groin", "--left-in", "35")
    done = run(*CHECK, "--measured-by", "self", *words, "--for", "Ann")
    assert done.exit_code == 0, done.stderr
    found = page(tmp_path)
    assert [each.kind for each in found.documents] == ["screen", "measurement"]
    assert found.screens[0].value()["limits"]["tier"] == "B"
    assert "leakage" in (tmp_path / "screen.json").read_text()
    assert "leakage" not in found.screens[0].body  # a private answer stays in the file that was to keep it


def test_pain_in_a_check_that_could_not_be_measured_is_in_the_records_screen(run: Run, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("time,angle\n0,1\n")
    done = run("measure", "--right", "log.csv", "--position", "seated", "--right-in", "pain 4 groin", "--for", "Ann")
    assert done.exit_code == 2
    assert [each.kind for each in page(tmp_path).documents] == ["screen"]
    assert page(tmp_path).screens[0].value()["limits"]["tier"] == "B"


def test_a_plan_and_every_entry_of_the_log_are_saved(run: Run, tmp_path: Path) -> None:
    assert run("assess", "--answers", "a.toml").exit_code == 0
    done = run("plan", "--no-physics", "--for", "Ann")
    assert done.exit_code == 0, done.stderr
    assert "saved in the records of Ann: plan\n" in done.stderr
    for words in (("--done", "--pain-during", "1"), ("--undo",), ("--missed",)):
        done = run("log", *words, "--for", "Ann")
        assert done.exit_code == 0, done.stderr
        assert "saved in the records of Ann: session\n" in done.stderr
    found = page(tmp_path)
    assert same(found.plans[0].body, tmp_path / "plan.json")
    lines = (tmp_path / "sessions.jsonl").read_text().splitlines()
    assert [each.value() for each in found.sessions] == [json.loads(line) for line in lines]
    assert len(lines) == 3
    assert run("plan", "--no-physics", "--leave-out", "x", "--reason", "y", "--for", "Anne").exit_code == 2
    assert run("log", "--done", "--for", "Anne").exit_code == 2
    assert len((tmp_path / "sessions.jsonl").read_text().splitlines()) == 3


def test_private_sentences_of_a_plan_are_saved_only_by_choice(run: Run, tmp_path: Path) -> None:
    told(tmp_path, GOAL + PRIVATE + "birth_on = 2020-05-03\n", leakage="yes", ever_birth="yes")
    done = run("assess", "--answers", "a.toml", "--keep-private")
    assert done.exit_code == 0, done.stderr
    assert run("plan", "--no-physics", "--for", "Ann").exit_code == 0
    assert page(tmp_path).plans[0].value()["private_says"] == []
    assert run("plan", "--no-physics", "--for", "Ann", "--keep-private").exit_code == 0
    assert page(tmp_path).plans[1].value()["private_says"] != []


def test_the_demo_is_nobodys_check(run: Run, tmp_path: Path) -> None:
    done = run("measure", "--demo", "--for", "Ann")
    assert done.exit_code == 2
    assert "the demo shows nobody" in done.stderr
    assert page(tmp_path).documents == ()


@pytest.mark.needs("sh")
@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("measure --manual --position seated --mode active --method goniometer --measured-by self --right-in 33",
         ["measurement"]),
        ("assess --answers a.toml", ["history", "assessment"]),
        ("plan --no-physics", ["plan"]),
        ("log --done --pain-during 1", ["session"]),
    ],
)  # fmt: skip
def test_a_reader_that_goes_away_takes_nothing_out_of_the_records(
    run: Run, tmp_path: Path, words: str, kinds: list[str]
) -> None:
    """As with ``| head``: what is in the file is in the records too, whoever still reads."""
    for before in ("assess --answers a.toml", "plan --no-physics"):
        if not words.startswith(before.split(maxsplit=1)[0]):
            run(*before.split())
    program = f"{sys.executable} -m trochanter {words} --for Ann"
    subprocess.run(["sh", "-c", f"{{ sleep 0.2; {program}; }} | true"], check=True, capture_output=True)
    assert {each.kind for each in page(tmp_path).documents} == set(kinds)
