"""What ``trochanter progress`` follows: the files, and the three short questions of the day."""

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.cli.progress import tell
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.core.quality import Notice
from trochanter.findings.again import SessionAnswers, session_questions
from trochanter.findings.answers import Reply
from trochanter.findings.screen import Screen
from trochanter.plan.plan import Plan
from trochanter.progress.sentences import say
from trochanter.progress.short_answers import last_pain_before

if TYPE_CHECKING:
    from trochanter.findings.assessment import Assessment
    from trochanter.findings.history import History
    from trochanter.kinematics.rotation_range import RotationRange
    from trochanter.progress.result import Progress
    from trochanter.progress.session import Session

_SHORT = {"y": "yes", "n": "no", "?": "not sure"}


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that is followed; before: what was told before the history; notices: of the log."""

    plan: Plan
    earlier: "tuple[Plan, ...]"
    sessions: "tuple[Session, ...]"
    screen: Screen | None
    history: "History | None"
    before: "tuple[History, ...]"
    assessments: "tuple[Assessment, ...]"
    checks: "tuple[RotationRange, ...]"
    notices: tuple[Notice, ...]

    @property
    def questions(self) -> tuple[tuple[str, str], ...]:
        """Questions of the last assessment, without those that follow from private answers."""
        if not self.assessments:
            return ()
        last = self.assessments[-1]
        return last.questions[: len(last.questions) - last.private_questions]

    def followed(self, day: dt.date, given: Mapping[str, str]) -> "Progress":
        """Progress on a day, with the answers of the day as they were typed."""
        from trochanter.progress.follow import follow
        from trochanter.progress.goal_trend import GoalToday

        history = self.history
        told = self.before if history is None else (*self.before, history)
        return follow(
            self.plan,
            self.sessions,
            on=day,
            checks=self.checks,
            goals=[GoalToday(each.told_on, each.goal) for each in told],
            assessments=self.assessments,
            runs=() if history is None else history.runs,
            earlier=self.earlier,
            screen=self.screen,
            answers=answers_of(given, day, self.sessions),
            history=history,
            notices=self.notices,
        )


def inputs_of(
    plan: Path,
    earlier: Sequence[Path] | None,
    sessions: Path,
    screen: Path | None,
    history: Path | None,
    assessments: Sequence[Path] | None,
    measurements: Sequence[Path],
    day: dt.date,
) -> Inputs:
    """Read everything; earlier, assessments: None for what is kept beside the plan, and in the working folder.

    Raises MissingInput, UnreadableFile and others of the family, which name the file.
    """
    from trochanter.cli.progress_kept import assessments_of, histories_before, plans_before
    from trochanter.exchange.history_result import read_history
    from trochanter.exchange.measurement_reading import read_measurement
    from trochanter.exchange.plan_result import read_plan
    from trochanter.exchange.screen_result import read_screen
    from trochanter.exchange.session_log import sessions_if_any

    log = sessions_if_any(sessions)
    checks = [each for path in measurements for each in read_measurement(path)]
    followed, today = read_plan(plan), max(day, dt.datetime.now().astimezone().date())
    told = None if history is None else read_history(history, today)
    before = () if history is None or told is None else histories_before(history, told, today)
    telling = before if told is None else (*before, told)
    return Inputs(
        followed,
        plans_before(plan, followed) if earlier is None else tuple(read_plan(path) for path in earlier),
        log.sessions,
        None if screen is None else read_screen(screen),
        told,
        before,
        assessments_of(assessments, telling),
        tuple(checks),
        log.notices,
    )


def refuse_put_in(given: Inputs, day: dt.date) -> None:
    """Raise NotOffered or ImpossibleData for a plan that holds what its own screen did not leave open: not made so.

    What a later screen leaves out is the next step's to say, and a screen that stops everything comes before the plan.
    """
    from trochanter.findings.screen import limits_of
    from trochanter.plan.plan_check import beyond_screen, refuse_beyond_screen

    plan, screen, told = given.plan, given.screen, given.history
    if screen is None or plan.screened_on != screen.asked_on or not limits_of(screen, day).exercises:
        return
    history = told if told is not None and told.told_on <= plan.made_on else None
    if beyond_screen(plan, screen, plan.made_on, history):
        refuse_beyond_screen(plan, screen, day, history)


def answers_of(given: Mapping[str, str], day: dt.date, sessions: "Sequence[Session]") -> SessionAnswers | None:
    """The answers of a day; None where none was given, and what is left out counts as not sure."""
    if not any(given.values()):
        return None
    last = last_pain_before(sessions, day)
    pain = given.get("pain", "")
    if pain and not (pain.isdecimal() and int(pain) <= 10):
        raise BadSetting("--pain", pain, "a whole number from 0 to 10")
    return SessionAnswers(day, _reply("new_signs", given), _reply("groin", given), int(pain) if pain else None, last)


def asked_answers(given: Mapping[str, str]) -> dict[str, str]:
    """The answers that were not given as options, asked for in the terminal; raises MissingInput where none comes."""
    found = dict(given)
    for name, words in session_questions().items():
        if not found.get(name):
            tell(f"{words} {'' if name == 'pain' else say('log.yes_no')}".rstrip(), prefix="")
            line = sys.stdin.readline()
            if not line:
                raise MissingInput(
                    say("log.no_answer"), valid=say("log.no_answer_valid"), next_step="trochanter progress --help"
                )
            typed = line.strip().lower()
            found[name] = _SHORT.get(typed, typed) or ("" if name == "pain" else "skipped")
    return found


def _reply(name: str, given: Mapping[str, str]) -> Reply:
    word = given.get(name) or Reply.SKIPPED.value
    for reply in Reply:
        if word == reply.value:
            return reply
    raise BadSetting(f"--{name.replace('_', '-')}", word, "yes, no or 'not sure'")
