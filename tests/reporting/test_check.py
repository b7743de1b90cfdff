"""The words and tables of a check: calm, with their error, and silent where nothing may be compared."""

import re
from dataclasses import replace
from functools import cache

import pytest

from tests.kinematics.made_ranges import L_IN, R_IN, R_OUT, USUAL, made_range, stopped, two_set_ups
from tests.reporting.reading import parsed, plain
from tests.reporting.test_sentences import NEVER
from trochanter.core.quality import Notice
from trochanter.core.sides import Side
from trochanter.kinematics.comparing_check import HipCheck, check_hips
from trochanter.reporting.check import check_page, render_check
from trochanter.reporting.check_text import check_text
from trochanter.reporting.figures.check import ranges_figure

PASSIVE = [replace(each, position="prone", mode="passive") for each in two_set_ups()]
# Cut-offs that safety forbids as sentences: 15, 20, 25 and 30 degrees of one direction, 85 in all, 20 of imbalance.
CUT_OFFS = r"normal|restricted|limited range|excessive|deficit|too (much|little)|below average|above average|arthr"
CHECKS: dict[str, list[HipCheck]] = {
    "none": [check_hips(two_set_ups())],
    "found": [check_hips(two_set_ups({**USUAL, L_IN: 52.0}))],
    "limited": [check_hips([stopped(made_range(), R_IN, place="side of the hip"), made_range(set_up="b")])],
    "groin": [check_hips([stopped(made_range(), R_IN, pain=5, place="groin")])],
    "all limited": [check_hips([stopped(made_range({R_IN: 30.0}), R_IN)])],
    "once": [check_hips([made_range(pain=None)], [made_range(day=3, position="prone"), made_range(day=4)])],
    "one side": [check_hips([made_range({R_IN: 30.0, R_OUT: 40.0})])],
    "fair": [check_hips(PASSIVE)],
    "large": [check_hips([made_range({R_IN: 88.0, L_IN: 0.0})])],
    "own": [check_hips(two_set_ups(), [made_range(day=d, set_up=s) for d, s in ((1, "a"), (1, "b"), (2, "a"))])],
    "changed": [check_hips(two_set_ups({**USUAL, R_IN: 48.0}), [made_range(day=2)])],
}


def check_of(name: str) -> HipCheck:
    return CHECKS[name][0]


@cache
def words_of(name: str) -> str:
    return plain(render_check(check_of(name)))


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("pattern", [*NEVER, CUT_OFFS])
def test_no_page_says_what_may_not_be_said(name: str, pattern: str) -> None:
    words = words_of(name)
    said = re.search(pattern, words, re.IGNORECASE)
    assert said is None, words[max(0, said.start() - 60) : said.end() + 60]


@pytest.mark.parametrize("name", CHECKS)
def test_the_terminal_says_the_same_in_narrow_lines(name: str) -> None:
    text = check_text(check_of(name))
    assert max(map(len, text.splitlines())) <= 88
    assert " ".join(check_page(check_of(name)).answer).replace("\u00a0", " ") in " ".join(text.split())


def test_the_first_screen_answers_and_says_how_sure() -> None:
    words = words_of("none")
    assert "No detectable difference between your right and left hip." in words
    assert (
        "Turning in: right 33 degrees, left 37. Turning out: right 38 degrees, left 36. Each give or take 8." in words
    )
    assert "How sure: a single number can be off by 8 degrees" in words
    assert "seated, moved by yourself, goniometer, 2 set-ups, 6 readings each" in words
    assert "Why are 4 and 2 degrees not a difference?" in words
    assert "not the same as “equal”" in words


def test_foot_out_is_turning_in() -> None:
    page = render_check(check_of("none"))
    internal = page.index("↑ Turning in")
    assert internal < page.index("foot swings out") < page.index("↓ Turning out") < page.index("foot swings in")
    assert "the foot swings out (hip turns in)" in words_of("none")


def test_a_difference_names_the_side_that_turns_further() -> None:
    assert check_page(check_of("found")).answer == (
        "Your left hip turns in further than the other, by 19\u00a0degrees, give or take 7.",
    )
    mirrored = check_hips(two_set_ups({**USUAL, R_IN: 52.0, L_IN: 33.0}))
    assert check_page(mirrored).answer == (
        "Your right hip turns in further than the other, by 19\u00a0degrees, give or take 7.",
    )


def test_what_pain_stopped_is_kept_apart_everywhere() -> None:
    page = check_page(check_of("limited"))
    assert page.answer[0] == "Turning in on the right was stopped by pain, so it is kept apart."
    assert page.limited is not None
    assert (
        "Turning in on the right: stopped at 22\u00a0degrees by pain, 3 of 10, side of the hip." in page.limited.text[0]
    )
    assert "it does not become a goal" in page.limited.text[-1]
    rows = {row[0]: row for row in page.rows}
    assert rows["Turning in (internal rotation)"][1] == "22, stopped by pain"
    assert rows["Both together"][1] == "–"
    assert "right 22" not in " ".join(page.lead)
    assert "Turning in is not compared between the sides: the right side was limited by pain." in page.lead
    tree = parsed(render_check(check_of("limited")))
    assert len(tree.xpath("//*[@id='fig-ranges']//*[contains(@class, 'dash')]")) == 2  # wide and narrow
    assert len(tree.xpath("//*[@id='fig-ranges']//*[contains(@class, 'ivR')]")) == 2  # of turning out only


def test_groin_pain_comes_first_and_asks_for_the_screen() -> None:
    page = check_page(check_of("groin"))
    assert page.notes[0][0].startswith("Pain in the groin")
    assert "trochanter screen" in page.notes[0][1]


def test_no_fair_comparison_names_what_differs_and_shows_no_number_of_others() -> None:
    page = check_page(check_of("none"))
    assert page.norms.heading == "Am I in the usual range? No fair comparison exists."
    assert "differs in who moved the leg" in page.norms.text[0]
    assert [(c[0], c[3]) for c in page.norms.conditions] == [
        ("Position", True), ("Leg moved by", False), ("Measured with", True),
    ]  # fmt: skip
    assert "76" not in " ".join([*page.norms.text, *(cell for row in page.norms.conditions for cell in row[:3])])
    assert page.norms.rows == ()


def test_recalled_values_are_labelled() -> None:
    page = check_page(check_of("none"))
    assert page.norms.recalled
    assert all(words.endswith("(recalled, not read)") for words in page.norms.recalled)


def test_a_fair_comparison_stands_beside_both_sides_without_a_verdict() -> None:
    page = check_page(check_of("fair"))
    assert page.norms.heading == "What did others measure in the same way?"
    assert {row[1] for row in page.norms.rows} == {"both together", "turning in"}
    total = next(row for row in page.norms.rows if row[1] == "both together")
    assert total[2] == "95 ± 13"
    assert total[3].startswith("71 (")
    limited = check_page(check_hips([stopped(each, R_IN) for each in PASSIVE]))
    assert {row[3] for row in limited.norms.rows} == {"kept apart"}


def test_own_limit_is_called_own() -> None:
    words = words_of("own")
    assert "could still differ by up to 5 degrees" in words
    assert "it comes from 3 recordings on 2 days" in words


def test_changes_are_told_only_above_the_limit() -> None:
    words = " ".join(check_page(check_of("changed")).changes)
    assert "Turning in on the right is 15 degrees more than then" in words.replace("\u00a0", " ")
    assert "No detectable change in" in words
    apart = check_page(check_of("once")).changes
    assert "The check of 3 November 2026 is kept apart: the position differs: seated and prone." in apart


def test_one_side_alone_is_not_compared() -> None:
    page = check_page(check_of("one side"))
    assert page.answer == ("Measured on the right side only.",)
    assert page.limit is None
    assert {row[2] for row in page.rows} == {"–"}
    assert {side for _, side, *_ in page.readings} == {Side.RIGHT}


def test_words_of_a_person_cannot_become_part_of_the_page() -> None:
    check = check_hips([stopped(made_range(measured_by="<b>me</b>"), R_IN, place="<script>alert(1)</script>")])
    page = render_check(check)
    assert "<script>alert" not in page
    assert "<b>me" not in page


def test_pain_that_nobody_asked_for_is_not_called_no_pain() -> None:
    assert "No pain was reported at any end range." in words_of("none")
    assert "No pain was reported" not in words_of("once")
    assert "Pain was not noted at every end range." in words_of("once")


@pytest.mark.parametrize(("code", "then"), [("screen-reopened", "see a doctor today"), ("screen-again", "--worse")])
def test_pain_that_the_screen_has_to_know_of_stands_above_everything(code: str, then: str) -> None:
    recording = stopped(made_range(), R_OUT, pain=2, place="groin")
    check = check_hips([recording], notices=(Notice(code, "Words of the screen."),))
    page = check_page(check)
    assert page.first == ("Before anything else:", "Words of the screen.")
    assert page.limited is not None
    assert then in page.limited.next_step
    assert not any("groin" in title for title, _ in page.notes)
    html = render_check(check)
    assert html.index("Words of the screen.") < html.index('class="answer"')
    assert html.count("Words of the screen.") == 1
    assert check_text(check).startswith("Before anything else: Words of the screen.")


@pytest.mark.parametrize("angle", [10.0, 34.0, 58.0])
def test_where_pain_stopped_a_turn_the_words_do_not_run_over_its_mark(angle: float) -> None:
    figure = ranges_figure(check_hips([stopped(made_range(), R_IN, angle=angle)]))
    for picture in (figure.wide, figure.narrow):
        mark = re.search(r'class="wh" d="M([\d.]+) ([\d.]+)', picture)
        words = re.search(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>[^<]*stopped by pain', picture)
        assert mark is not None
        assert words is not None
        beside, above = float(words[1]) > float(mark[1]), float(words[2]) < float(mark[2])
        assert beside or above
