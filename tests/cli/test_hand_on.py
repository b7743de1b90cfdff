"""``trochanter print``, ``calendar``, ``fhir`` and ``csv``: what leaves the program, and what the screen holds back."""

import csv
import datetime as dt
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import Result

from tests.cli.made_trial import RUNNER
from tests.exchange.made_plan import made_item, made_plan
from tests.findings.made_answers import answered
from tests.kinematics.made_ranges import made_range
from trochanter.cli import calendar, csv_files, fhir, print_plan
from trochanter.cli.assess import today
from trochanter.cli.main import app
from trochanter.exchange.history_result import write_history
from trochanter.exchange.measurement_result import measurement_result, measurement_text
from trochanter.exchange.plan_result import write_plan
from trochanter.exchange.screen_result import write_screen
from trochanter.exchange.session_log import append_sessions
from trochanter.exchange.session_result import new_entry
from trochanter.findings.history import Goal, History, Pain, Private
from trochanter.findings.screen import limits_of, screened
from trochanter.kinematics.comparing_check import check_hips
from trochanter.plan.library import exercise_named
from trochanter.plan.plan import Dose, Plan
from trochanter.progress.session import Session

Run = Callable[..., Result]
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def screen(folder: Path, **replies: str) -> None:
    write_screen(folder / "screen.json", screened(answered(**replies), today()), today())


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Any command in a folder with screen, plan, history, measurement and a log."""
    assert all((calendar.calendar, csv_files.csv_files, fhir.fhir, print_plan.print_plan))
    monkeypatch.chdir(tmp_path)
    screen(tmp_path)
    write_plan(tmp_path / "plan.json", made_plan("clamshell_band", "bridge", made_on=today()))
    told = History(today(), Goal("run 10 km again", 4), private=Private(sex="female", pelvic=("leakage",)))
    write_history(tmp_path / "history.json", told, keep_private=True)
    check = check_hips([made_range(), made_range(set_up="second")])
    (tmp_path / "measurement.json").write_text(measurement_text(measurement_result(check)), encoding="utf-8")
    append_sessions(tmp_path / "sessions.jsonl", (new_entry(Session(today(), "done", note="=2+2"), NOON),))
    return lambda *words: RUNNER.invoke(app, words)


def test_a_page_of_the_plan_needs_no_extra(run: Run, tmp_path: Path) -> None:
    done = run("print", "--out", "plan.html", "--history", "history.json")
    assert done.exit_code == 0, done.stderr
    page = (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert "For: run 10 km again." in page
    assert "leakage" not in page
    wrong = run("print", "--out", "plan.doc")
    assert wrong.exit_code == 2
    assert ".pdf or .html" in wrong.stderr


@pytest.mark.needs("typst")
def test_the_sheet_as_a_pdf(run: Run, tmp_path: Path) -> None:
    done = run("print", "--paper", "letter")
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF-")
    assert run("print", "--paper", "a5").exit_code == 2


@pytest.mark.needs("icalendar")
def test_a_calendar(run: Run, tmp_path: Path) -> None:
    done = run("calendar", "--at", "18:00", "--zone", "Europe/Berlin", "--remind", "10", "--whose", "me")
    assert done.exit_code == 0, done.stderr
    text = (tmp_path / "exercises.ics").read_bytes().decode()
    assert "SUMMARY:Exercises\r\n" in text
    assert "TZID=Europe/Berlin" in text
    for wrong in (
        ("--zone", "Europe/Berlin"),
        ("--at", "6 pm"),
        ("--at", "18:00", "--zone", "Berlin"),
        ("--title", ""),
    ):
        refused = run("calendar", *wrong, "--out", "other.ics")
        assert refused.exit_code == 2, wrong
        assert "Traceback" not in refused.stderr
    assert not (tmp_path / "other.ics").exists()


@pytest.mark.needs("fhir")
def test_a_bundle_with_and_without_what_is_private(run: Run, tmp_path: Path) -> None:
    from trochanter.exchange.fhir_reading import read_bundle

    given = ("--measurement", "measurement.json", "--plan", "plan.json", "--history", "history.json")
    done = run("fhir", *given, "--person", str(uuid4()))
    assert done.exit_code == 0, done.stderr
    text = (tmp_path / "bundle.json").read_text(encoding="utf-8")
    assert [each.set_up for each in read_bundle(text)] == ["first", "second"]
    assert {"CarePlan", "Goal", "Observation"} <= {e["resource"]["resourceType"] for e in json.loads(text)["entry"]}
    assert "leakage" not in text
    assert run("fhir", *given, "--with-private").exit_code == 0
    assert "leakage" in (tmp_path / "bundle.json").read_text(encoding="utf-8")
    for wrong in ((), ("--plan", "none.json"), ("--measurement", "plan.json"), (*given, "--person", "me")):
        refused = run("fhir", *wrong)
        assert refused.exit_code == 2, wrong
        assert "Traceback" not in refused.stderr
    assert run("fhir", "--measurement", "measurement.json", "--with-private").exit_code == 2


def test_tables(run: Run, tmp_path: Path) -> None:
    done = run(
        "csv",
        "--measurement",
        "measurement.json",
        "--sessions",
        "sessions.jsonl",
        "--plan",
        "plan.json",
        "--with-private",
    )
    assert done.exit_code == 0, done.stderr
    found = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "trochanter-csv").iterdir()}
    assert set(found) == {"measurements.csv", "sessions.csv", "plan.csv"}
    counts = {name: len(list(csv.DictReader(text.splitlines()))) for name, text in found.items()}
    assert counts == {"measurements.csv": 8, "sessions.csv": 1, "plan.csv": 2}
    assert "'=2+2" in found["sessions.csv"]
    assert run("csv").exit_code == 2
    assert run("csv", "--plan", "plan.json", "--out", "plan.json").exit_code == 2


PLAN_COMMANDS = (
    ("print", "--out", "out.html"),
    ("calendar", "--out", "out.ics"),
    ("fhir", "--plan", "plan.json", "--out", "out.json"),
    ("csv", "--plan", "plan.json", "--out", "out"),
)


@pytest.mark.parametrize("command", PLAN_COMMANDS)
@pytest.mark.parametrize(
    ("replies", "words"),
    [
        ({"chest": "yes"}, ""),
        ({"pain": "yes", "groin": "yes", "limp": "yes"}, ""),
        (None, "trochanter screen"),
    ],
)
def test_a_plan_is_held_back_where_the_screen_of_now_stops_it(
    run: Run, tmp_path: Path, command: tuple[str, ...], replies: dict[str, str] | None, words: str
) -> None:
    (tmp_path / "screen.json").unlink()
    if replies is not None:
        screen(tmp_path, **replies)
    done = run(*command)
    assert done.exit_code == 2
    assert words in done.stderr
    assert not list(tmp_path.glob("out*"))


def with_pigeon() -> Plan:
    """A plan of an exercise that goes to the end of the range, as long as a plan may be."""
    plan = made_plan("pigeon", made_on=today())
    dose = Dose(2, 1, 30.0, (0, 2, 4))
    return replace(plan, items=(replace(plan.items[0], dose=dose),))


@pytest.mark.parametrize("command", PLAN_COMMANDS)
@pytest.mark.parametrize(("told", "name"), [("screen", "clamshell_band"), ("history", "pivot_wall")])
def test_what_does_not_go_with_what_was_told_is_held_back(
    run: Run, tmp_path: Path, command: tuple[str, ...], told: str, name: str
) -> None:
    """No limit of the screen leaves it out, and a symptom, told in either place, does."""
    item = replace(made_item(name), dose=Dose(1, 3, 0.0, (0,)))
    write_plan(tmp_path / "plan.json", replace(made_plan(made_on=today()), items=(item,), run=None))
    if told == "screen":
        screen(tmp_path, pain="yes", groin="yes")
    else:
        write_history(tmp_path / "history.json", History(today(), Goal("run", 4), pains=(Pain("knee", None, 3),)))
    done = run(*command)
    assert done.exit_code == 2
    assert "does not go with what was told" in done.stderr
    assert "make the plan again" in done.stderr
    assert not list(tmp_path.glob("out*"))


DOORS = (*PLAN_COMMANDS, ("log",), ("progress",), ("progress", "--json"), ("plan", "--no-physics", "--out", "out.json"))


@pytest.mark.parametrize("command", DOORS)
def test_a_plan_changed_by_hand_beyond_its_own_limits_is_refused_everywhere(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    screen(tmp_path, flexible="yes")
    limits = limits_of(screened(answered(flexible="yes"), today()), today())
    write_plan(tmp_path / "plan.json", replace(with_pigeon(), limits=limits))
    given = ("--earlier", "plan.json") if command[0] == "plan" else ()
    if given:
        assert RUNNER.invoke(app, ["assess"]).exit_code == 0
    done = run(*command, *given)
    assert done.exit_code == 2
    assert "its own limits leave out" in done.stderr
    assert exercise_named("pigeon").words in done.stderr
    assert "put this file aside" in done.stderr
    assert not list(tmp_path.glob("out*"))
    noted = run("log", "--pain-during", "3")  # pain can be noted, whatever the plan is
    assert noted.exit_code == 0
    assert "its own limits leave out" in noted.stderr


def test_progress_and_log_refuse_what_was_put_past_the_screen_with_its_limits(run: Run, tmp_path: Path) -> None:
    """Whoever changes the exercises and the limits of the file does not change the screen."""
    screen(tmp_path, flexible="yes")
    write_plan(tmp_path / "plan.json", with_pigeon())
    for command in ("progress", "log"):
        done = run(command)
        assert done.exit_code == 2, done.stdout
        assert "make the plan again" in done.stderr
        assert done.stdout == ""
    noted = run("log", "--done")  # what was done is kept, and what is not to be done again is told
    assert noted.exit_code == 0
    assert "Leave out" in noted.stderr
    assert exercise_named("pigeon").words in noted.stderr
    screen(tmp_path, one_calf="yes")  # what cannot wait is told first, whatever the plan holds
    done = run("progress")
    assert done.exit_code == 0
    assert "today" in done.stdout


@pytest.mark.parametrize("command", PLAN_COMMANDS)
def test_an_exercise_whose_position_is_now_left_out_is_held_back(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    write_plan(tmp_path / "plan.json", with_pigeon())
    screen(tmp_path, flexible="yes")
    done = run(*command)
    assert done.exit_code == 2
    assert "make the plan again" in done.stderr
    assert not list(tmp_path.glob("out*"))


@pytest.mark.parametrize(
    ("command", "package", "extra"),
    [
        (("print",), "typst", "pdf"),
        (("calendar",), "icalendar", "calendar"),
        (("fhir", "--plan", "plan.json"), "fhir.resources.R4B.bundle", "fhir"),
    ],
)
def test_without_its_extra_a_command_says_how_to_get_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], package: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)  # what an import finds where it is not installed
    done = run(*command)
    assert done.exit_code == 2
    assert f"pip install 'trochanter[{extra}]'" in done.stderr
    assert "Traceback" not in done.stderr
