"""Twelve weeks of five runners, from typed-in measurements to a verdict and an export that opens again."""

import csv
import io
import json
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import trochanter as tr
from examples.twelve_weeks import DAYS, STORIES, Life, first_day, kept, lived
from trochanter.cli import calendar, csv_files, export, fhir, people, print_plan, progress_now
from trochanter.cli.main import app
from trochanter.core.errors import TrochanterError
from trochanter.exchange.fhir_reading import read_bundle
from trochanter.exchange.measurement_reading import read_measurement
from trochanter.exchange.plan_pdf import plan_pdf
from trochanter.exchange.plan_result import read_plan
from trochanter.exchange.record_documents import check, without_private
from trochanter.exchange.session_log import read_sessions
from trochanter.findings.screen import limits_of
from trochanter.plan.library import exercise_named
from trochanter.plan.plan import Plan
from trochanter.progress.result import Progress
from trochanter.reporting.sentences import say
from trochanter.store.archives import export_all, import_archive
from trochanter.store.kinds import kind_named
from trochanter.store.opening import open_store
from trochanter.store.store import Store

pytestmark = pytest.mark.needs("fhir", "icalendar", "typst")

TODAY = datetime.now().astimezone().date()
FIRST = first_day(TODAY)
WEEK = timedelta(weeks=1)
PRIVATE = ("birth", "leakage", "vaginal", "pelvic", "female", "weeks after", "postpartum")
HEALTH = ("hip", "pain", "clamshell", "injur", "pregnan", "leak", *PRIVATE)
QUIET = ("--new-signs", "no", "--groin", "no", "--pain", "0")
Run = Callable[..., Result]
Lives = Mapping[str, Life]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("twelve-weeks")


@pytest.fixture(scope="module")
def told() -> list[str]:
    return []


@pytest.fixture(scope="module")
def lives(home: Path, told: list[str]) -> Lives:
    return {name: lived(name, home, FIRST, told.append) for name in STORIES}


@pytest.fixture(scope="module")
def archive(lives: Lives, home: Path) -> Path:
    return kept(list(lives.values()), home)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """A command in a runner's folder."""
    for each in (
        calendar.calendar,
        csv_files.csv_files,
        export.export,
        fhir.fhir,
        people.people,
        print_plan.print_plan,
    ):
        assert each is not None
    assert progress_now.progress_now is not None
    monkeypatch.setenv("TROCHANTER_HOME", str(tmp_path / "home"))

    def invoked(folder: Path, *words: object) -> Result:
        monkeypatch.chdir(folder)
        return CliRunner().invoke(app, [str(each) for each in words])

    return invoked


def words_of(found: Progress) -> str:
    """Everything that is said of verdict, day, share and step, in small letters."""
    said = [found.verdict.says, *found.verdict.why, found.today.says, *found.today.why, found.step.says]
    return " ".join([*said, *found.step.why, *found.adherence.says]).lower()


def verdicts(life: Life) -> list[str]:
    return list(dict.fromkeys(each.verdict.word for each in life.said))


def plans(life: Life) -> list[Plan]:
    assert life.plan is not None
    return [*life.earlier, life.plan]


def paper(path: Path) -> str:
    """The words of a PDF."""
    done = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True, timeout=30)
    return " ".join(done.stdout.decode().lower().split())


def test_every_week_is_told_in_one_line(lives: Lives, told: list[str]) -> None:
    weeks = [line for line in told if line.startswith("  week")]
    assert len(weeks) == len(STORIES) * DAYS // 7
    assert len([line for line in told if line.startswith("  verdict")]) == len(STORIES)
    assert all(len(life.said) == DAYS for life in lives.values())


def test_who_does_it_gets_better_and_is_told_so(lives: Lives) -> None:
    life = lives["improves"]
    found = life.said[-1]
    assert verdicts(life) == ["too little data", "improved"]
    assert "4 to 8 of 10" in found.verdict.says
    assert any("other reasons" in each for each in found.verdict.why)
    assert found.adherence.share == 1.0
    assert not any(each.hand_off for each in life.said)
    assert {"progress", "next stage", "deload"} <= {each.step.kind for each in life.said}
    kinds = {trend.measure: trend for trend in found.trends}
    assert kinds["goal"].direction == kinds["pain"].direction == "better"


def test_every_plan_is_small_and_within_its_screen(lives: Lives) -> None:
    for life in lives.values():
        for plan in plans(life):
            assert 1 <= len(plan.items) <= 4
            assert plan.minutes <= 15.0
        assert plans(life)[0].first_items <= 2
        assert (
            len(plans(life)[0].items_on(next(each.on for each in life.said if plans(life)[0].items_on(each.on)))) <= 2
        )


def test_it_did_not_work_is_never_said_to_who_did_not_do_it(lives: Lives) -> None:
    life = lives["does not do it"]
    assert verdicts(life) == ["too little data", "not done"]
    assert life.said[-1].adherence.share < 0.2
    assert not any(each.hand_off for each in life.said)
    for each in life.said:
        assert each.step.kind not in ("progress", "next stage")
        for word in ("did not work", "does not work", "no detectable change:", "did not help", "fail", "should have"):
            assert word not in words_of(each)


@pytest.mark.needs("pdftotext")
def test_who_gets_worse_is_handed_on_before_week_six(lives: Lives) -> None:
    life = lives["gets worse"]
    first = next(each for each in life.said if each.hand_off)
    assert first.on < FIRST + 6 * WEEK
    assert first.verdict.word == "worse"
    assert "physical therapist" in first.step.says
    assert "earlier" in first.step.says
    rise = next(each for each in life.said if each.step.kind == "screen again")
    assert rise.on == FIRST + 3 * WEEK
    assert rise.today.kind == "none"
    later = [each for each in life.said if each.on >= first.on]
    assert {each.today.kind for each in later} == {"walk"}
    assert not {each.step.kind for each in later} & {"progress", "next stage"}
    text = paper(life.folder / "handoff.pdf")
    assert "run 10 km without thinking of my hip" in text


def test_after_birth_no_running_before_twelve_weeks_and_no_impact_with_symptoms(lives: Lives) -> None:
    life = lives["after birth"]
    looked_at = FIRST + 9 * WEEK  # fifteen weeks after the birth
    for each in life.said:
        if each.on < looked_at:
            assert each.today.kind in ("walk", "none"), each.on
    for plan in plans(life):
        if plan.made_on < looked_at:
            assert plan.run is None
            assert not any(exercise_named(item.exercise).activity.impact for item in plan.items)
            assert not plan.limits.impact
    assert plans(life)[-1].made_on >= looked_at
    assert limits_of(life.screen, looked_at).run  # nothing speaks against it any more, and it begins with its tests
    assert life.said[-1].adherence.share == 1.0
    assert life.said[-1].verdict.word == "improved"


def test_who_is_stopped_gets_no_exercise_and_no_run(lives: Lives) -> None:
    life = lives["stopped"]
    after = [each for each in life.said if each.on >= FIRST + 3 * WEEK]
    assert limits_of(life.screen, FIRST + 3 * WEEK).tier == "B"
    for each in after:
        assert each.today.kind == "none"
        assert "doctor" in each.today.says
        assert each.step.kind == "see somebody"
        assert "run as planned" not in words_of(each)
    assert life.refused
    assert all(plan.made_on < FIRST + 3 * WEEK for plan in plans(life))
    assert life.said[-1].adherence.share == 1.0  # days on which nothing was allowed were not asked for
    made = tr.assess(life.history, life.screen, on=FIRST + 4 * WEEK)
    assert not made.findings
    assert not made.aims
    with pytest.raises(TrochanterError, match="not offered"):
        tr.prescribe(made, life.history, life.screen, on=FIRST + 4 * WEEK)


def test_what_the_commands_hand_on_of_a_stopped_plan_is_nothing(lives: Lives, run: Run, tmp_path: Path) -> None:
    folder = lives["stopped"].folder
    for words in (("print",), ("calendar",), ("fhir", "--plan", "plan.json"), ("csv", "--plan", "plan.json")):
        done = run(folder, *words, "--out", tmp_path / "out.pdf")
        assert done.exit_code == 2, done.output
        assert not (tmp_path / "out.pdf").exists()
    assert not (folder / "plan.pdf").exists()


@pytest.mark.needs("pdftotext")
def test_private_answers_are_on_no_paper_calendar_or_table(lives: Lives, tmp_path: Path) -> None:
    life = lives["after birth"]
    (tmp_path / "first.pdf").write_bytes(plan_pdf(plans(life)[0], life.history.goal.activity))
    foot = " ".join(say("handoff.private").lower().split())  # says that private answers are left out, and names them
    papers = (tmp_path / "first.pdf", life.folder / "plan.pdf", life.folder / "handoff.pdf")
    names = ("plan.csv", "sessions.csv", "measurements.csv", "exercises.ics", "bundle.json", "history.json")
    seen = {path.name: paper(path).replace(foot, "") for path in papers}
    seen |= {name: (life.folder / name).read_text(encoding="utf-8").lower() for name in names}
    for name, text in seen.items():
        assert [word for word in PRIVATE if word in text] == [], name
    assert [word for word in HEALTH if word in seen["exercises.ics"]] == []
    assert plans(life)[0].private_says  # there was something to leave out


@pytest.mark.parametrize("name", STORIES)
def test_the_command_says_the_same_from_the_files(name: str, lives: Lives, run: Run) -> None:
    life = lives[name]
    found = life.said[-1]
    files = {"--earlier-plan": "plan-*.json", "--assessment": "assessment-*.json"}
    given = [word for name, which in files.items() for path in life.folder.glob(which) for word in (name, path)]
    measured = ("--measurement", "measurement.json")
    done = run(life.folder, "progress", "--on", found.on, *given, *measured, *QUIET, "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["adherence"]["share"]["value"] == pytest.approx(found.adherence.share)
    assert said["verdict"]["word"] == found.verdict.word
    assert said["step"]["kind"] == found.step.kind
    assert said["today"]["says"] == found.today.says
    back = read_plan(life.folder / "plan.json")
    assert [(each.exercise, each.dose) for each in back.items] == [
        (each.exercise, each.dose) for each in plans(life)[-1].items
    ]
    assert [each.on for each in read_sessions(life.folder / "sessions.jsonl").sessions] == sorted(
        each.on for each in life.sessions
    )


@pytest.mark.parametrize("name", STORIES)
def test_whoever_types_progress_in_a_folder_of_the_example_gets_its_verdict(name: str, lives: Lives, run: Run) -> None:
    """Earlier plans lie there by their days, as the commands keep them: one course, and not only its last plan."""
    found = lives[name].said[-1]
    done = run(lives[name].folder, "progress", "--on", found.on, *QUIET, "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["verdict"]["says"] == found.verdict.says
    assert said["adherence"]["share"]["value"] == pytest.approx(found.adherence.share)


def test_the_real_commands_hand_on_what_the_example_does(lives: Lives, run: Run, tmp_path: Path) -> None:
    life = lives["improves"]
    folder = shutil.copytree(life.folder, tmp_path / "copy")
    done = [
        run(folder, "print", "--history", "history.json", "--out", "new.pdf"),
        run(folder, "calendar", "--out", "new.ics"),
        run(folder, "fhir", "--measurement", "measurement.json", "--plan", "plan.json", "--out", "new.json"),
        run(folder, "csv", "--sessions", "sessions.jsonl", "--plan", "plan.json", "--out", "tables"),
    ]
    assert [each.exit_code for each in done] == [0, 0, 0, 0], [each.output for each in done]
    assert (folder / "new.pdf").read_bytes() == plan_pdf(plans(life)[-1], life.history.goal.activity, on=TODAY)
    rows = list(csv.DictReader(io.StringIO((folder / "tables" / "plan.csv").read_text())))
    assert {row["exercise"] for row in rows} == {item.exercise for item in plans(life)[-1].items}
    original, back = read_measurement(folder / "measurement.json"), read_bundle((folder / "new.json").read_bytes())
    angles = [[round(end.angle.value, 6) for each in these for end in each.ends] for these in (original, back)]
    assert sorted(angles[0]) == sorted(angles[1])


def bodies(store: Store, *, private: bool = True) -> dict[str, list[object]]:
    """Everybody's documents as objects."""
    return {
        person.name: [
            json.loads(each.body if private else without_private(kind_named(each.kind), each.body))
            for each in store.page_data(person.id).documents
        ]
        for person in store.people()
    }


def test_the_export_opens_again_with_the_same_content(archive: Path, home: Path, run: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as found:
        assert found.testzip() is None
        text = b" ".join(found.read(name) for name in found.namelist()).decode("utf-8", "replace").lower()
    assert "vaginal" not in text
    with open_store(home / "records", check=check, hide=without_private) as old:
        before, shown, chain = bodies(old), bodies(old, private=False), old.verify_audit()
        full = export_all(old, tmp_path / "full.zip", with_private=True)
    assert chain.broken == ()
    for number, (path, content) in enumerate(((archive, shown), (full, before))):
        with open_store(tmp_path / f"new{number}", check=check, hide=without_private) as new:
            taken = import_archive(new, path)
            assert taken.people == len(STORIES)
            assert bodies(new) == content
            assert new.verify_audit().broken == ()
    one = run(tmp_path, "export", "improves", "--store", home / "records", "--out", "one.zip")
    assert one.exit_code == 0, one.output
    again = run(tmp_path, "people", "import", "one.zip")
    assert again.exit_code == 0, again.output
    assert again.stdout.startswith("Taken in: 1 people")
    listed = json.loads(run(tmp_path, "people", "--json").stdout)
    assert [each["documents"] for each in listed["people"]] == [len(before["improves"])]


def test_assess_and_plan_take_less_than_0_3_s(lives: Lives) -> None:
    life = lives["improves"]
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        made = tr.assess(life.history, life.screen, life.checked(), on=TODAY)
        tr.prescribe(made, life.history, life.screen, on=TODAY)
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.3


def test_the_example_runs_as_a_person_runs_it(tmp_path: Path) -> None:
    example = Path(__file__).parents[1] / "examples" / "twelve_weeks.py"
    done = subprocess.run(
        [sys.executable, str(example), str(tmp_path / "out")], capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().rstrip().endswith("records.zip")


def test_it_begins_on_a_monday_and_is_over() -> None:
    for back in range(7):
        first = first_day(date(2026, 11, 22) - timedelta(days=back))
        assert first.weekday() == 0
        assert first + timedelta(days=DAYS) <= date(2026, 11, 22) - timedelta(days=back)
