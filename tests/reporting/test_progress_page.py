"""The page of progress and the page for a therapist, as their readers meet them."""

from datetime import timedelta

import pytest

from tests.findings.made_answers import screen_of
from tests.progress.made_course import BLAME, GOAL, MONDAY, history, measured, plan_of
from tests.reporting.reading import parsed, plain
from trochanter.findings.history import Goal
from trochanter.findings.screen import limits_of
from trochanter.progress.follow import follow
from trochanter.progress.goal_trend import GoalToday
from trochanter.progress.result import Progress
from trochanter.progress.session import Session
from trochanter.progress.targets import as_planned
from trochanter.reporting.handoff import handoff_page, render_handoff
from trochanter.reporting.progress_page import render_progress
from trochanter.reporting.progress_text import progress_text

PLAN = plan_of(history(), screen_of(MONDAY, pain="yes"))
ON = MONDAY + timedelta(days=45)
SCREEN = screen_of(ON, pain="yes")
KINDS = ["unchanged", "empty", "not done"]


def progress(kind: str) -> Progress:
    sessions = []
    for k in range(0 if kind == "empty" else 45):
        day = MONDAY + timedelta(days=k)
        if PLAN.items_on(day) and (kind != "not done" or k % 21 == 0):
            sessions.append(Session(day, "done", as_planned(PLAN, day), 1, 3 - k // 25, 1, "outer_hip", 6))
        if day.weekday() == 5:
            sessions.append(Session(day, "noted", run_km=5.0, pain_during=1, pain_place="outer_hip"))
    told = [GoalToday(MONDAY + timedelta(days=k), Goal(GOAL, 4 + k // 35)) for k in (0, 38)]
    checks = [measured(MONDAY, 30.0), measured(MONDAY + timedelta(days=38), 37.0)]
    empty = kind == "empty"
    return follow(
        PLAN, sessions, on=MONDAY if empty else ON, goals=told[:1] if empty else told, checks=[] if empty else checks,
        screen=SCREEN,
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_answer_comes_first_and_nobody_is_blamed(kind: str) -> None:
    found = progress(kind)
    page = render_progress(found)
    words = plain(page)
    assert parsed(page).xpath("//h1")[0].text_content().strip() == found.verdict.says
    assert words.index(found.verdict.says) < words.index(found.today.says) < words.index("How does your goal go?")
    assert "not yet reviewed by a clinician" in words
    for text in (words.lower(), progress_text(found).lower(), plain(render_handoff(found, PLAN, SCREEN)).lower()):
        assert not [word for word in BLAME if word in text and word != "bad "]


def test_figures_show_every_point_with_its_interval_and_their_numbers() -> None:
    found = progress("unchanged")
    goal, done, pain = parsed(render_progress(found)).xpath("//figure")
    assert [len(each.xpath(".//*[@class='pg-mark']")) for each in (goal, pain)] == [4, 14]  # drawn twice
    assert "2026-09-07,4.00,1.88,6.12" in goal.xpath(".//a/@href")[0]
    assert "7 Sep: 4 of 10" in goal.xpath(".//svg/@aria-label")[0]
    planned = found.adherence.planned
    assert len(done.xpath(".//*[@class='pg-field']")) == 2 * planned


def test_a_week_in_parts_is_drawn_in_parts() -> None:
    one = follow(PLAN, [Session(MONDAY, "part")], on=MONDAY + timedelta(days=1), screen=SCREEN)
    (field,) = parsed(render_progress(one)).xpath("//figure[@id='fig-done']//svg[@class='wide']//*[@class='pg-full']")
    assert field.get("width") == "10"


def test_the_page_for_a_therapist_holds_plan_goal_range_screen_and_questions() -> None:
    found = progress("unchanged")
    assert found.hand_off
    words = plain(render_handoff(found, PLAN, SCREEN, (("physical therapist", "How should I sit?"),)))
    for part in (GOAL, "90 % interval", "Clamshell", "right hip, turning in", "How should I sit?", "no diagnosis"):
        assert part in words
    table = next(part for part in handoff_page(found, PLAN, SCREEN).parts if part.heading == "Hip rotation at rest")
    assert all(cell.count("\u00b0") == (3 if "(" in cell else 1) for row in table.rows for cell in row[1:])
    assert "outside of the hip" in words


def test_text_has_no_line_beyond_its_width() -> None:
    assert max(map(len, progress_text(progress("unchanged")).splitlines())) <= 88


def test_the_page_for_a_therapist_does_not_show_what_private_answers_limit() -> None:
    found = progress("empty")
    plain_screen, private = screen_of(ON), screen_of(ON, pregnancy="birth_under_12_weeks", leakage="yes")
    assert limits_of(private, ON).stopped
    assert plain(render_handoff(found, PLAN, private)) == plain(render_handoff(found, PLAN, plain_screen))


def test_the_page_for_a_therapist_counts_weeks_that_have_passed() -> None:
    leads = [
        handoff_page(follow(PLAN, [], on=MONDAY + timedelta(days=n), screen=SCREEN), PLAN).lead for n in (1, 8, 15)
    ]
    assert [lead.partition(" plan for ")[2].partition(" and ")[0] for lead in leads] == [
        "less than a week",
        "a week",
        "2 weeks",
    ]


STOPPED = {
    "B": screen_of(ON, pain="yes", groin="yes", groin_night="yes"),
    "A": screen_of(ON, numb_saddle="yes"),
    "D": screen_of(ON, surgery="other"),
}


def stopped(tier: str) -> Progress:
    found = progress("unchanged")
    checks = [measured(MONDAY, 30.0), measured(MONDAY + timedelta(days=38), 37.0)]
    told = [GoalToday(MONDAY, Goal(GOAL, 4)), GoalToday(MONDAY + timedelta(days=38), Goal(GOAL, 5))]
    sessions = [one for each in found.days for one in each.sessions]
    after = Session(ON + timedelta(days=3), "noted", pain_during=6, pain_place="groin")
    on = ON + timedelta(days=5)
    return follow(PLAN, [*sessions, after], on=on, goals=told, checks=checks, screen=STOPPED[tier])


@pytest.mark.parametrize("tier", STOPPED)
def test_who_is_stopped_takes_a_page_to_a_doctor(tier: str) -> None:
    found, screen = stopped(tier), STOPPED[tier]
    assert not limits_of(screen, found.on).exercises
    asked = (("physical therapist", "Which exercise suits?"), ("a doctor", "Is it the bone?"))
    page = handoff_page(found, PLAN, screen, asked)
    words = plain(render_handoff(found, PLAN, screen, asked))
    assert page.title == {"A": "For the emergency department", "B": "For a doctor"}.get(
        tier, "For a doctor or physical therapist"
    )
    headings = [each.heading for each in page.parts]
    assert headings[0] == "What was noted"
    assert "Until exercises were stopped" in headings
    for said in ("stopped all exercises and running", "what has to be ruled out", "begin again", GOAL, "37\u00b0"):
        assert said in words
    for said in ("keep, change or leave out", "Which exercise suits?", "asks for an examination", "interval"):
        assert said not in words
    assert "detectable" not in words
    assert "after exercises were stopped: 6 of 10" in words
    if tier == "B":
        assert "MRI" in words
        assert "See a doctor today." in words


def test_while_all_is_stopped_no_trend_and_no_gate_is_told() -> None:
    found = stopped("B")
    text, page = progress_text(found), plain(render_progress(found))
    for words in (text, page):
        assert "The plan has been paused since 22 October 2026" in " ".join(words.split())
        for said in ("interval 1", "can be told from chance)", "For the next stage", "What does the next stage take"):
            assert said not in words
    assert "of 10 (" not in text


def test_private_flags_stay_off_the_page_for_a_doctor() -> None:
    both = screen_of(ON, surgery="other", pregnancy="birth_under_12_weeks", leakage="yes")
    found = stopped("D")
    assert "birth" not in plain(render_handoff(found, PLAN, both)).replace("(pregnancy, birth, pelvis)", "")
