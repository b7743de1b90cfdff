"""Twelve weeks of five runners: typed-in measurements, screen, plan, logs and re-tests, to a verdict and an export.

python examples/twelve_weeks.py [folder]
"""

import argparse
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import trochanter as tr
from trochanter.anatomy.measuring import method_named
from trochanter.capture.typed_readings_file import read_typed
from trochanter.core.errors import TrochanterError
from trochanter.core.sides import SIDES
from trochanter.exchange.assessment_result import write_assessment
from trochanter.exchange.history_result import write_history
from trochanter.exchange.measurement_result import measurement_result, measurement_text
from trochanter.exchange.plan_result import write_plan
from trochanter.exchange.screen_result import write_screen
from trochanter.exchange.session_log import append_sessions
from trochanter.exchange.session_result import new_entry
from trochanter.exchange.whole import write_whole
from trochanter.findings.again import SessionAnswers
from trochanter.findings.answers import Answers, Reply, nothing_on
from trochanter.findings.assessment import Assessment
from trochanter.findings.history import Goal, History, Pain, Private, Run
from trochanter.findings.screen import Screen, screened
from trochanter.findings.walk import next_page
from trochanter.kinematics.comparing_check import HipCheck, check_hips
from trochanter.kinematics.rotation_range import RotationRange, mode_named, position_named
from trochanter.kinematics.rotation_range_readings import end_of_readings
from trochanter.plan.plan import Plan
from trochanter.progress.result import Progress
from trochanter.progress.session import Session
from trochanter.progress.targets import as_planned

DAYS = 84
WALKING = ("walk_30", "stand_10s", "squats_10")
RETESTS = (35, 70)
STEPPING = ("next stage", "progress", "step back", "deload", "re-test")
HURTS: Mapping[str, str] = {"pain": "yes"}
CHECK = """position = "seated"
mode = "active"
method = "goniometer"
measured_by = "self"
"""
SET_UP = """
[[set_up]]
name = "{name}"
measured_on = {day}
right_in = "{right} {right_more} pain 0"
right_out = "44 45 pain 0"
left_in = "{left} {left_more} pain 0"
left_out = "46 45 pain 0"
"""


@dataclass
class Life:
    """One runner: what is known of them, the plan they have, and what was said week by week."""

    name: str
    folder: Path
    begun: dt.date
    history: History
    replies: dict[str, str]
    screen: Screen
    plan: Plan | None = None
    earlier: list[Plan] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    checks: list[RotationRange] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    said: list[Progress] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def day(self, k: int) -> dt.date:
        """The k-th day, the first is 0."""
        return self.begun + dt.timedelta(days=k)

    def again(self, k: int, **replies: str) -> None:
        """Answer the questions of the screen again; what is told now stays so."""
        self.replies |= replies
        self.screen = screened(answers_of(self.replies), self.day(k), earlier=self.screen)

    def measure(self, k: int, right_deg: int) -> None:
        """Type in two set-ups of a day."""
        words = {"day": self.day(k), "left": 38, "left_more": 37, "right": right_deg, "right_more": right_deg + 1}
        text = CHECK + "".join(SET_UP.format(name=name, **words) for name in ("first", "second"))
        path = write_whole(self.folder / f"check-{k:02d}.toml", text.encode())
        self.checks += typed_in(path)

    def checked(self) -> tuple[HipCheck, ...]:
        """The last day of measuring, compared with the days before."""
        if not self.checks:
            return ()
        last = max(each.measured_on for each in self.checks)
        now = [each for each in self.checks if each.measured_on == last]
        return (check_hips(now, [each for each in self.checks if each.measured_on != last]),)

    def prescribed(self, k: int, found: Progress | None = None) -> None:
        """Assess, and make the plan of a day; where the screen leaves nothing open, keep what is said instead."""
        on = self.day(k)
        made = tr.assess(self.history, self.screen, self.checked(), on=on)
        try:
            plan = tr.prescribe(
                made, self.history, self.screen, on=on, earlier=self.plan, progress=found.facts if found else None
            )
        except TrochanterError as error:
            self.refused.append(str(error))
            return
        if self.plan is not None:
            self.earlier.append(self.plan)
        self.plan = plan
        self.assessments += [made] if self.history.told_on == on else []

    def progress(self, k: int) -> Progress:
        """What is said in the evening of a day, with the three short questions answered quietly."""
        if self.plan is None:
            raise LookupError(f"{self.name} has no plan")
        pain = next((each.pain_before for each in reversed(self.sessions) if each.pain_before is not None), 1)
        return tr.follow(
            self.plan,
            self.sessions,
            on=self.day(k),
            checks=self.checks,
            assessments=self.assessments,
            runs=self.history.runs,
            earlier=self.earlier,
            screen=self.screen,
            answers=SessionAnswers(self.day(k), Reply.NO, Reply.NO, pain, pain),
        )

    def trained(self, k: int, pain: int, effort: int = 6) -> None:
        """Do what the plan asks for on a day, where it asks for anything."""
        if self.plan is not None and self.plan.items_on(self.day(k)):
            calm = max(pain - 1, 0)
            done = as_planned(self.plan, self.day(k))
            session = Session(self.day(k), "done", done, pain_before=calm, pain_during=pain, pain_next_morning=calm)
            self.sessions.append(replace(session, pain_place="outer_hip" if pain else "", effort=effort))

    def noted(
        self,
        k: int,
        *,
        able: int | None = None,
        km: float | None = None,
        pain: int | None = None,
        passed: tuple[str, ...] = (),
    ) -> None:
        """Note how the goal goes, a run, or tests that were tried and held."""
        self.sessions.append(Session(self.day(k), "noted", able=able, run_km=km, pain_during=pain, passed=passed))


Lives = Callable[[Life, int], None]


def answers_of(replies: Mapping[str, str]) -> Answers:
    """Answers of an adult to whom only what is given applies, asked page by page."""
    answers = Answers({})
    while (page := next_page(answers)) is not None:
        nothing = {page.key: "18_to_44" if page.key == "age" else "no"} if page.choices else nothing_on(page)
        answers = answers.with_replies({name: replies.get(name, reply) for name, reply in nothing.items()})
    return answers


def typed_in(path: Path) -> list[RotationRange]:
    """A file of readings as measurements."""
    found = []
    for typed in read_typed(path):
        method = method_named(typed.method, str(path))
        ends = tuple(
            end_of_readings(end.side, end.direction, end.repeats_deg, method, pain=end.pain) for end in typed.ends
        )
        day = typed.measured_on or dt.date.min
        kind, mode = position_named(typed.position), mode_named(typed.mode)
        found.append(RotationRange(kind, mode, method.name, typed.measured_by, day, typed.name, ends))
    return found


def begun(
    name: str, folder: Path, first: dt.date, *, able: int = 4, private: Private | None = None, **more: str
) -> Life:
    """The first day: screen, measurement, goal and history, assessment, plan."""
    folder.mkdir(parents=True, exist_ok=True)
    told = History(
        told_on=first,
        goal=Goal("run 10 km without thinking of my hip", able),
        limited=("run_distance",),
        pains=(Pain("outer_hip", SIDES[0], 3),),
        ran="no" if private else "yes",
        runs=() if private else (Run(first - dt.timedelta(days=4), 6.0, 40.0),),
        equipment=frozenset({"loop"}),
        minutes=15,
        private=private or Private(),
    )
    replies = {**HURTS, **more}
    life = Life(name, folder, first, told, replies, screened(answers_of(replies), first))
    life.measure(0, 30)
    life.prescribed(0)
    return life


def improves(life: Life, k: int) -> None:
    """Does it, hurts less, runs a little farther."""
    pain = max(3 - k // 14, 0)
    life.trained(k, pain)
    if life.day(k).weekday() == 5:
        life.noted(k, km=5.0 + 0.05 * k, pain=min(pain, 2))
    if k in RETESTS:
        life.again(k)
        life.measure(k, 30 + k // 5)
        life.noted(k, able={35: 7, 70: 8}[k])


def seldom(life: Life, k: int) -> None:
    """Has little time: one session in two weeks; the goal stays where it was."""
    if k % 14 == 0:
        life.trained(k, 2, 5)
    if k in RETESTS:
        life.again(k)
        life.noted(k, able=4)


def worsens(life: Life, k: int) -> None:
    """Does it all, and from the fourth week on it hurts more."""
    life.trained(k, 2 if k < 21 else 5)
    if k in (22, 50):
        life.again(k)
    if k in RETESTS:
        life.noted(k, able=3)


def after_birth(life: Life, k: int) -> None:
    """Gave birth six weeks before; leaks until week ten, then a clinician for the pelvic floor has looked at it."""
    life.trained(k, 1 if k < 42 else 0, 4)
    if k == 42:
        life.again(k, pregnancy="birth_within_year")
        life.noted(k, able=3)
        life.measure(k, 33)
    if k == 63:
        life.again(k, leakage="no")
        told = life.history
        life.history = replace(
            told,
            told_on=life.day(k),
            goal=replace(told.goal, able=5),
            private=replace(told.private, pelvic=(), seen=True),
        )
        life.noted(k, passed=WALKING)
        life.prescribed(k, life.progress(k))


def stops(life: Life, k: int) -> None:
    """Does it for three weeks; then pain in the groin at night, and the screen stops everything."""
    if k == 21:
        life.again(k, groin="yes", groin_night="yes")
    if k < 21:
        life.trained(k, 2)
    if k == 35:
        life.noted(k, able=3)


BIRTH = {"pregnancy": "birth_under_12_weeks", "leakage": "yes", "ever_birth": "yes"}
STORIES: Mapping[str, Lives] = {
    "improves": improves,
    "does not do it": seldom,
    "gets worse": worsens,
    "after birth": after_birth,
    "stopped": stops,
}


def lived(name: str, folder: Path, first: dt.date, tell: Callable[[str], None] = print) -> Life:
    """Twelve weeks of one story: told once a week; what was found goes back into the plan."""
    tell(f"\n{name.upper()}")
    born = Private(sex="female", birth_on=first - dt.timedelta(days=42), birth_how="vaginal", pelvic=("leakage",))
    begin = partial(begun, name, folder / name.replace(" ", "-"), first)
    life = begin(able=2, private=born, **BIRTH) if name == "after birth" else begin()
    for k in range(DAYS):
        STORIES[name](life, k)
        found = life.progress(k)
        life.said.append(found)
        if k % 7 == 6:
            tell(f"  week {k // 7 + 1:2}  {found.verdict.word} | {found.today.says} | {found.step.says}")
            if found.step.kind in STEPPING and k < DAYS - 1:
                life.again(k)
                life.prescribed(k, found)
            elif found.step.kind == "see somebody" and not life.refused:
                life.prescribed(k, found)
                tell(f"           no plan: {life.refused[-1] if life.refused else ''}")
    tell(f"  verdict  {life.said[-1].verdict.says}")
    written(life)
    return life


def written(life: Life) -> None:
    """The files that the commands read and write."""
    plan, on, folder = life.plan, life.day(DAYS - 1), life.folder
    if plan is None:
        return
    write_screen(folder / "screen.json", life.screen, on)
    write_history(folder / "history.json", life.history)
    write_assessment(folder / "assessment.json", life.assessments[-1])
    for made in life.assessments:  # by their days, as the commands keep them; the first tells how the goal went then
        write_assessment(folder / f"assessment-{made.made_on}.json", made)
    for each in life.earlier:
        write_plan(folder / f"plan-{each.made_on}.json", each)
    write_plan(folder / "plan.json", plan)
    (check,) = life.checked()
    write_whole(folder / "measurement.json", measurement_text(measurement_result(check)).encode())
    log = folder / "sessions.jsonl"
    log.unlink(missing_ok=True)
    append_sessions(log, tuple(new_entry(each, _evening(each.on)) for each in life.sessions))
    _pages(life, plan)


def _pages(life: Life, plan: Plan) -> None:
    """What leaves the program: pages, paper, calendar, tables, a bundle; none where the screen stops exercises."""
    from trochanter.exchange.csv_tables import measurements_csv, plan_csv, sessions_csv
    from trochanter.exchange.fhir_bundle import bundle
    from trochanter.exchange.fhir_inputs import measured
    from trochanter.exchange.plan_calendar import calendar_text
    from trochanter.exchange.plan_pdf import handoff_file, plan_pdf
    from trochanter.findings.screen import limits_of
    from trochanter.reporting.progress_page import render_progress

    folder, found = life.folder, life.said[-1]
    now, made = _evening(found.on), life.assessments[-1]
    questions = made.questions[: len(made.questions) - made.private_questions]
    open_now = limits_of(life.screen, found.on).exercises
    write_whole(folder / "progress.html", render_progress(found))
    paper = handoff_file(folder / "handoff.pdf", found, plan, life.screen, questions)
    write_whole(folder / "handoff.pdf", paper)
    measurements = [measured(folder / "measurement.json")]
    text = bundle(measurements, plan if open_now else None, life.history.goal, made_at=now)
    write_whole(folder / "bundle.json", text)
    write_whole(folder / "measurements.csv", measurements_csv(life.checks).encode())
    write_whole(folder / "sessions.csv", sessions_csv(life.sessions).encode())
    if open_now:
        write_whole(folder / "plan.pdf", plan_pdf(plan, life.history.goal.activity, on=found.on))
        write_whole(folder / "plan.csv", plan_csv(plan).encode())
        write_whole(folder / "exercises.ics", calendar_text(plan, made_at=now).encode())


def _evening(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(20), dt.UTC)


def first_day(today: dt.date) -> dt.date:
    """A Monday at least twelve weeks ago."""
    return today - dt.timedelta(days=DAYS + today.weekday())


def kept(lives: list[Life], folder: Path) -> Path:
    """Everybody's files in records, and an export of all of them."""
    from trochanter.exchange.record_documents import check, without_private
    from trochanter.store.archives import export_all
    from trochanter.store.opening import open_store

    names = ("screen", "history", "measurement", "assessment", "plan")
    with open_store(folder / "records", check=check, hide=without_private) as store:
        for life in lives:
            person = store.add_person(life.name).id
            for path in [life.folder / f"{name}.json" for name in names]:
                store.save(person, path.read_text(encoding="utf-8"))
            for line in (life.folder / "sessions.jsonl").read_text(encoding="utf-8").splitlines():
                store.save(person, line)
        return export_all(store, folder / "records.zip")


def main() -> None:
    """All five, into a folder."""
    given = argparse.ArgumentParser(description="Twelve weeks of five runners, written into a folder.")
    given.add_argument("folder", nargs="?", type=Path, default=Path("twelve-weeks"), help="a new one (twelve-weeks)")
    folder = given.parse_args().folder
    if (folder / "records").exists():
        given.error(f"{folder} holds records already: name a new folder")
    first = first_day(dt.datetime.now().astimezone().date())
    lives = [lived(name, folder, first) for name in STORIES]
    print(f"\nExport of all five: {kept(lives, folder)}")


if __name__ == "__main__":
    main()
