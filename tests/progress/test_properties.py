"""Whatever is logged: follow answers, 'not done' is never 'did not work', and no words of blame."""

from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.findings.made_answers import people, screen_of
from tests.progress.made_course import BLAME, GOAL, MONDAY, history, measured, plan_of, words_of
from trochanter.findings.again import SessionAnswers
from trochanter.findings.answers import Reply
from trochanter.findings.history import Goal, Run
from trochanter.findings.screen import screened
from trochanter.progress.follow import follow
from trochanter.progress.goal_trend import GoalToday
from trochanter.progress.session import ENDED, Done, Session
from trochanter.progress.verdict import WORDS

PLAN = plan_of(history(), screen_of(MONDAY, pain="yes"))
NAMES = [item.exercise for item in PLAN.items] + ["an exercise of before"]
days = st.integers(-40, 100).map(lambda k: MONDAY + timedelta(days=k))
pain = st.none() | st.integers(0, 10)
rows = st.lists(
    st.builds(
        Done,
        st.sampled_from(NAMES),
        st.none(),
        st.integers(0, 4),
        st.integers(0, 12),
        st.integers(0, 6),
        st.integers(0, 15),
    ),
    max_size=4,
).map(tuple)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    ended = draw(st.sampled_from(ENDED))
    return Session(
        draw(days),
        ended,
        draw(rows) if ended not in ("missed", "noted") else (),
        draw(pain),
        draw(pain),
        draw(pain),
        draw(st.sampled_from(["", "groin", "outer_hip", "buttock", "front pinch", "pubic", "tingling", "Leiste"])),
        draw(pain),
        draw(st.none() | st.floats(0.1, 60.0)),
        draw(st.none() | st.floats(1.0, 400.0)),
        able=draw(pain),
    )


goals = st.lists(st.builds(GoalToday, days, st.builds(Goal, st.sampled_from([GOAL, "walk"]), st.integers(0, 10))))
checks = st.lists(st.builds(measured, days, st.floats(5.0, 70.0), st.sampled_from("12")), max_size=4)
runs = st.lists(st.builds(Run, days, st.none() | st.floats(0.1, 60.0), st.none()), max_size=6)
answers = st.builds(SessionAnswers, days, st.sampled_from(Reply), st.sampled_from(Reply), pain, pain)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_is_logged_there_is_an_answer_without_blame(data: st.DataObject) -> None:
    logged, on = data.draw(st.lists(sessions(), max_size=30)), data.draw(days)
    asked = data.draw(st.none() | people())
    screen = None if asked is None else screened(asked, data.draw(days))
    found = follow(
        PLAN,
        logged,
        on=on,
        goals=data.draw(goals),
        checks=data.draw(checks),
        runs=data.draw(runs),
        screen=screen,
        answers=data.draw(st.none() | answers),
    )
    assert found.verdict.word in WORDS
    assert 0.0 <= found.adherence.done <= found.adherence.planned
    if not found.adherence.enough:
        assert found.verdict.word != "no detectable change"
        assert found.step.kind not in ("progress", "next stage")
        assert not found.hand_off or found.verdict.word == "worse"
    if screen is None or screen.tier(on) in ("A", "B"):
        assert found.today.kind == "none"
    if screen is not None and screen.tier(on) in ("A", "B") and screen.asked_on <= on:
        assert found.step.kind == "see somebody"
    assert not [word for word in BLAME if word in words_of(found)]


@given(st.lists(sessions(), max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_writing_of_different_days_changes_nothing(logged: list[Session], chance: Random) -> None:
    once = list({each.on: each for each in logged}.values())
    mixed = list(once)
    chance.shuffle(mixed)
    on = MONDAY + timedelta(days=60)
    assert follow(PLAN, once, on=on) == follow(PLAN, mixed, on=on)


@given(st.lists(sessions(), max_size=20))
def test_what_comes_after_the_day_changes_nothing(logged: list[Session]) -> None:
    on = MONDAY + timedelta(days=40)
    until = [each for each in logged if each.on <= on]
    one, two = follow(PLAN, logged, on=on), follow(PLAN, until, on=on)
    assert (one.verdict, one.today, one.adherence, one.step) == (two.verdict, two.today, two.adherence, two.step)


def test_a_plan_of_tomorrow_asks_for_nothing_yet() -> None:
    found = follow(PLAN, [], on=MONDAY - timedelta(days=3))
    assert found.verdict.word == "too little data"
    assert found.adherence.planned == 0
    assert found.week == 0
