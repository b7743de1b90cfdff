"""``trochanter log`` and ``trochanter progress`` as people run them: twelve weeks out of the real files."""

import datetime as dt
import json
import re
from contextlib import chdir
from pathlib import Path

import pytest
from typer.testing import Result

from tests.capture.made_fit import activity, fit, session
from tests.cli.made_trial import RUNNER
from tests.findings.made_answers import screen_of
from tests.progress.made_course import MONDAY, history, measured, plan_of
from trochanter.cli.main import app
from trochanter.cli.progress_kept import keep_measured
from trochanter.exchange.history_result import write_history
from trochanter.exchange.measurement_result import measurement_result, measurement_text
from trochanter.exchange.plan_result import write_plan
from trochanter.exchange.progress_shapes import ProgressResult
from trochanter.exchange.screen_result import write_screen
from trochanter.exchange.session_log import append_sessions, read_sessions
from trochanter.exchange.session_result import new_entry
from trochanter.findings.history import Run
from trochanter.kinematics.comparing_check import check_hips
from trochanter.progress.session import Session
from trochanter.progress.targets import as_planned

TODAY = dt.datetime.now().astimezone().date()
START = TODAY - dt.timedelta(days=(TODAY - MONDAY).days % 7 + 42)  # a Monday, six weeks ago or a little more


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    told = history(on=START)
    write_history(tmp_path / "history.json", told)
    screen = screen_of(START, pain="yes")
    write_plan(tmp_path / "plan.json", plan_of(told, screen, START))
    write_screen(tmp_path / "screen.json", screen_of(TODAY, pain="yes"), TODAY)
    return tmp_path


def ran(folder: Path, *words: str, typed: str = "") -> Result:
    with chdir(folder):
        return RUNNER.invoke(app, list(words), input=typed)


def done(folder: Path, *words: str, typed: str = "") -> str:
    found = ran(folder, *words, typed=typed)
    assert found.exit_code == 0, found.stderr
    return found.stdout


def refused(folder: Path, *words: str, typed: str = "") -> str:
    found = ran(folder, *words, typed=typed)
    assert found.exit_code == 2, (found.stdout, found.stderr)
    assert "Traceback" not in found.stderr
    return found.stderr


def test_one_key_is_everything_as_planned_and_undo_takes_it_back(folder: Path) -> None:
    found = ran(folder, "log", typed="\n")
    assert "done as planned" in found.stdout
    assert "3 x 10" in found.stderr  # the target stands beside it
    (one,) = read_sessions(folder / "sessions.jsonl").sessions
    assert one.on == TODAY
    assert one.done
    assert all(row.share == 1.0 for row in one.done)
    assert "Taken back" in done(folder, "log", "--undo")
    log = read_sessions(folder / "sessions.jsonl")
    assert log.sessions == ()
    assert len(log.entries) == 2
    assert "none" in refused(folder, "log", "--undo")


def test_done_on_a_day_without_exercise_says_what_was_noted(folder: Path) -> None:
    before = (START - dt.timedelta(days=1)).isoformat()  # a Sunday
    found = ran(folder, "log", "--done", "--on", before)
    assert "a day without exercise in the plan: noted as all of its exercises" in found.stderr
    assert "without exercise" not in ran(folder, "log", "--missed", "--on", before).stderr


def test_on_the_first_day_it_is_said_once_that_no_day_has_passed(folder: Path) -> None:
    text = done(folder, "progress", "--on", START.isoformat())
    assert "\n\n\n" not in text
    said = " ".join(text.split())
    assert said.lower().count("no exercise day of the plan has passed yet") == 2  # the verdict, and what was done


def test_a_part_is_asked_for_target_beside_done(folder: Path) -> None:
    rows = len(read_plan_rows(folder))
    typed = "p\n" + "2x5\n" + "\n" * (rows - 1) + "3\nouter hip\n6\n"
    assert "a part done, pain during 3, outer hip, effort 6" in done(folder, "log", typed=typed)
    (one,) = read_sessions(folder / "sessions.jsonl").sessions
    assert (one.done[0].sets, one.done[0].repeats) == (2, 5)
    assert one.done[0].share < 1.0
    assert "ended before" in refused(folder, "log", typed="p\n")


def test_where_it_begins_to_hurt_is_kept(folder: Path) -> None:
    said = done(folder, "log", "--run-km", "26", "--pain-from-km", "24.1", "--pain-during", "3", "--place", "outer hip")
    assert "began to hurt after 24.1 km" in said
    (one,) = read_sessions(folder / "sessions.jsonl").sessions
    assert one.pain_onset_km == 24.1
    found = json.loads(done(folder, "progress", "--json"))
    assert [each["distance"]["value"] for each in found["onset"]["onsets"]] == [24.1]
    assert "after 24.1 km" in " ".join(found["onset"]["says"])


def read_plan_rows(folder: Path) -> tuple[object, ...]:
    from trochanter.exchange.plan_result import read_plan

    return as_planned(read_plan(folder / "plan.json"), TODAY)


def test_options_are_enough_and_the_next_morning_belongs_to_the_day_before(folder: Path) -> None:
    yesterday = (TODAY - dt.timedelta(days=1)).isoformat()
    done(folder, "log", "--done", "--on", yesterday, "--pain-before", "2", "--pain-during", "3", "--effort", "5")
    assert "next morning 2" in done(folder, "log", "--next-morning", "2")
    (one,) = read_sessions(folder / "sessions.jsonl").sessions
    assert (one.pain_before, one.pain_during, one.pain_next_morning, one.effort) == (2, 3, 2, 5)
    said = done(folder, "log", "--goal", "6", "--run-km", "4.2", "--passed", "stand_10s", "--json")
    assert json.loads(said)["schema"] == "trochanter.session/1"
    assert read_sessions(folder / "sessions.jsonl").sessions[-1].passed == ("stand_10s",)


@pytest.mark.parametrize(
    "words",
    [
        ("--done", "--missed"),
        ("--pain-before", "11"),
        ("--on", "2026-13-01"),
        ("--on", "2199-01-01"),
        ("--passed", "hop"),
        ("--runs", "plan.json"),
        ("--next-morning", "2"),
        ("--run-km", "-3"),
        ("--pain-from-km", "0"),
        ("--run-km", "5", "--pain-from-km", "6"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(folder: Path, words: tuple[str, ...]) -> None:
    assert "Next:" in refused(folder, "log", *words)
    assert not (folder / "sessions.jsonl").exists()


@pytest.mark.needs("fitdecode")
def test_runs_of_a_watch_go_in_once(folder: Path) -> None:
    start = dt.datetime.combine(TODAY - dt.timedelta(days=1), dt.time(12), tzinfo=dt.UTC)
    (folder / "run.fit").write_bytes(fit(session(start), activity(start, 0)))
    assert "5.02 km" in done(folder, "log", "--runs", "run.fit")
    assert "already" in ran(folder, "log", "--runs", "run.fit").stderr
    assert len(read_sessions(folder / "sessions.jsonl").sessions) == 1


def test_groin_pain_has_the_questions_asked_again(folder: Path) -> None:
    found = ran(folder, "log", "--done", "--pain-during", "1", "--place", "groin")
    assert "trochanter screen --worse" in found.stderr
    said = json.loads(done(folder, "progress", "--json"))
    assert (said["today"]["kind"], said["today"]["ask"]) == ("none", "screen")


def six_weeks(folder: Path) -> None:
    from trochanter.exchange.plan_result import read_plan

    plan = read_plan(folder / "plan.json")
    for k in range((TODAY - START).days):
        day = START + dt.timedelta(days=k)
        if plan.items_on(day):
            one = Session(day, "done", as_planned(plan, day), 1, 2, 1, "outer_hip", 6, able=4 if k == 35 else None)
            append_sessions(folder / "sessions.jsonl", (new_entry(one, None),))
    last = TODAY - dt.timedelta(days=2)
    done(folder, "log", "--on", last.isoformat(), "--run-km", "5.5", "--goal", "5", "--pain-during", "1")


def test_week_6_without_a_change_is_one_page_for_a_therapist(folder: Path) -> None:
    six_weeks(folder)
    found = ran(folder, "progress", "--page", "progress.html", "--handoff", "handoff.html")
    assert found.exit_code == 0, found.stderr
    first = found.stdout.splitlines()[0]
    assert first.startswith("No detectable change:")
    assert "Today: Run as planned: up to 6 km" in found.stdout
    assert "no second list" in " ".join(found.stdout.split())
    page, hand = ((folder / name).read_text("utf-8") for name in ("progress.html", "handoff.html"))
    assert "No detectable change" in page
    assert "For a physical therapist" in hand
    for text in (page, hand):
        assert " src=" not in text
        assert set(re.findall(r'href="(.)', text)) <= {"#", "d"}  # places in the page, and numbers in the link itself
    said = ProgressResult.model_validate_json(done(folder, "progress", "--json"))
    assert (said.verdict.word, said.step.kind) == ("no detectable change", "hand off")
    assert said.adherence.share.value == 1.0
    assert said.today.most is not None
    assert said.today.most.value == 6.0


def test_an_old_screen_asks_the_three_questions_in_the_terminal(folder: Path) -> None:
    asked_on = TODAY - dt.timedelta(days=10)
    write_screen(folder / "screen.json", screen_of(asked_on, pain="yes"), asked_on)
    append_sessions(
        folder / "sessions.jsonl", (new_entry(Session(TODAY - dt.timedelta(days=9), "noted", run_km=6.0), None),)
    )
    assert "three short questions" in done(folder, "progress")
    assert "Run as planned" in done(folder, "progress", "--ask", typed="n\nn\n1\n")
    assert "answer the questions of the screen" in done(
        folder, "progress", "--new-signs", "yes", "--groin", "no"
    ).replace("\n", " ")
    assert "yes, no" in refused(folder, "progress", "--groin", "perhaps")
    assert "ended before" in refused(folder, "progress", "--ask", typed="n\n")


def test_files_that_are_not_there_are_told(folder: Path) -> None:
    (folder / "plan.json").unlink()
    assert "plan.json" in refused(folder, "progress")
    assert "plan.json" in refused(folder, "log")
    assert "Saved" in done(folder, "log", "--done")  # what was done is kept, with or without a plan


def test_private_words_stay_off_the_page_for_a_therapist(folder: Path) -> None:
    done(folder, "log", "--done", "--pain-during", "1", "--place", "heaviness in the pelvis")
    done(folder, "progress", "--handoff", "handoff.html")
    assert "heaviness" not in (folder / "handoff.html").read_text("utf-8")


def test_the_history_s_runs_count() -> None:
    assert history().runs == (Run(MONDAY - dt.timedelta(days=4), 6.0, 40.0),)


def test_what_was_done_all_the_same_is_kept_and_the_stop_said_again(folder: Path) -> None:
    write_screen(folder / "screen.json", screen_of(TODAY, one_calf="yes"), TODAY)
    with chdir(folder):
        said = RUNNER.invoke(app, ["log", "--done"])
    assert said.exit_code == 0
    assert len(read_sessions(folder / "sessions.jsonl").sessions) == 1
    assert "exercises" in said.stderr
    assert "today" in said.stderr  # tier B: the same day


def test_no_exercise_is_shown_where_the_screen_stops_them(folder: Path) -> None:
    write_screen(folder / "screen.json", screen_of(TODAY, one_calf="yes"), TODAY)
    said = refused(folder, "log")
    assert "pain and missed days can still be noted" in said
    assert "Clamshell" not in said
    assert "no exercise" in done(folder, "log", "--missed")


def test_what_does_not_go_together_says_so_in_words(folder: Path) -> None:
    said = refused(folder, "log", "--done", "--missed")
    assert "--done and --missed are given" in said
    assert "True" not in said
    assert "no entry to take back" in refused(folder, "log", "--undo")
    assert "no session of a day before" in refused(folder, "log", "--next-morning", "2")


def test_a_measurement_beside_the_plan_is_found_and_named(folder: Path) -> None:
    def written(path: Path, k: int, inward: float) -> None:
        path.parent.mkdir(exist_ok=True)
        check = check_hips([measured(START + dt.timedelta(days=k), inward)])
        keep_measured(path, START + dt.timedelta(days=k))
        path.write_text(measurement_text(measurement_result(check)), "utf-8")

    six_weeks(folder)
    assert "measurements" not in ran(folder, "progress").stderr
    place = folder / "trochanter-check" / "measurement.json"
    written(place, 0, 30.0)
    written(place, 35, 45.0)
    found = ran(folder, "progress", "--json")
    names = [str(Path("trochanter-check", name)) for name in (f"measurement-{START}.json", "measurement.json")]
    assert f"measurements: {', '.join(names)}" in found.stderr
    ranges = [each for each in ProgressResult.model_validate_json(found.stdout).trends if each.measure == "range"]
    assert [each.change.value for each in ranges] == [15.0, 0.0, 15.0, 0.0]
    written(folder / "other.json", 0, 30.0)
    given = ran(folder, "progress", "--measurement", "other.json", "--json")
    assert "measurements:" not in given.stderr
    assert len(ProgressResult.model_validate_json(given.stdout).trends[2].points) == 1
    place.write_text("{}")
    assert "measurement.json" in refused(folder, "progress")
    with chdir(folder.parent):  # beside the plan, not where somebody stands
        written(place, 0, 30.0)
        away = RUNNER.invoke(app, ["progress", "--plan", str(folder / "plan.json")])
    assert "measurement.json" in away.stderr


def test_the_page_of_somebody_who_is_stopped_is_for_a_doctor(folder: Path) -> None:
    six_weeks(folder)
    write_screen(folder / "screen.json", screen_of(TODAY, pain="yes", groin="yes", groin_night="yes"), TODAY)
    assert "the page for a doctor" in ran(folder, "progress").stderr
    done(folder, "progress", "--handoff", "handoff.html")
    assert "For a doctor" in (folder / "handoff.html").read_text("utf-8")
