from dataclasses import replace

import numpy as np
import pytest

from tests.kinematics.made_rotation import fitted, made_motion
from tests.reporting.made_account import made_account
from tests.reporting.reading import parsed, plain
from trochanter.core.quality import Notice
from trochanter.kinematics.demo import demo_trial
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.solve import solve
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.explain import Settings, explain
from trochanter.mechanics.summary import Summary, summarise
from trochanter.reporting.build import render
from trochanter.reporting.turning import TurningPart, turning_part

QUICK = Settings(slacks=(), sets=(), strength_cases=())


def with_motion(motion: Motion) -> MuscleAccount:
    """The made account, as if its motion were another with as many instants: rotation is read off the motion alone."""
    made = made_account(6)
    n = len(made.motion.time_s)
    shifted = replace(made.motion, q=motion.q[:n], fit=motion.fit, body=motion.body, strides=motion.strides)
    return replace(made, motion=shifted)


def part(motion: Motion) -> TurningPart:
    return turning_part(summary_of(motion), ())


def summary_of(motion: Motion) -> Summary:
    return summarise(with_motion(motion))


def words(found: TurningPart) -> str:
    return " ".join(found.text).replace("\u00a0", " ")


def test_like_sides_are_told_with_what_could_have_been_seen() -> None:
    found = words(part(made_motion()))
    assert "No detectable difference between right and left." in found
    assert "a difference below 16 could not be told" in found


@pytest.mark.parametrize("code", ["knee-axis-guessed", "markers-from-movement", "markers-generic"])
def test_an_average_without_a_knee_axis_is_no_measurement(code: str) -> None:
    account = with_motion(made_motion())
    seen = words(turning_part(summarise(account), ()))
    guessed = words(turning_part(summarise(replace(account, notices=(*account.notices, Notice(code, "so")))), ()))
    for text, measured in ((seen, True), (guessed, False)):
        assert ("It rests on where two markers at the knee sat" in text) == measured
        assert ("Read the course of the curves, not their height" in text) != measured


BLURRED = "That is more than the whole range shown here: this recording cannot tell the sides apart."


def test_a_detectable_difference_beyond_the_whole_range_is_called_so_and_not_promised() -> None:
    """16 degrees must lie between the sides to be seen; the ranges are 10 and 24."""
    narrow, wide = made_motion(), made_motion(amplitude_deg=(12.0, 12.0))
    assert BLURRED in words(part(narrow))
    assert BLURRED not in words(part(wide))
    assert BLURRED not in words(part(made_motion(amplitude_deg=(15.0, 4.0))))
    pages = [plain(render(with_motion(motion))).replace("\u00a0", " ") for motion in (narrow, wide)]
    assert ["Whether the two sides differ by more than" in page for page in pages] == [False, True]
    assert ["Whether the moments of the two sides differ" in page for page in pages] == [True, False]
    assert ["Whether one thigh turns further than the other" in page for page in pages] == [True, False]


def test_a_difference_of_the_curves_alone_is_told_as_such() -> None:
    found = words(part(made_motion(amplitude_deg=(6.0, 4.0), spread_deg=0.2)))
    assert "No detectable difference" in found
    assert "whether the bones do, skin leaves open" in found
    assert "The ranges lie 3.8 degrees apart" in found


def test_a_large_difference_is_told_with_both_numbers() -> None:
    found = words(part(made_motion(amplitude_deg=(15.0, 4.0))))
    assert "Right and left differ in their range by 22 degrees, more than the 16 that could be seen" in found


def test_offsets_are_shown_and_never_compared() -> None:
    found = part(made_motion(offset_deg=(14.0, -12.0)))
    assert "is 14 degrees right and −12 left" in words(found)
    assert "never compared" in words(found)
    assert "No detectable difference" in words(found)
    assert found.rows[2][1].startswith("14\u00a0(")


def test_few_strides_have_no_verdict() -> None:
    summary = summarise(made_account(2))
    assert "Fewer than 3 strides on one side" in words(turning_part(summary, ()))


def test_a_partial_record_says_so_and_shows_nothing() -> None:
    found = turning_part(summarise(made_account(0)), ())
    assert "no complete stride" in words(found)
    assert (found.figures, found.rows, found.phases, found.errors) == ((), (), (), ())


def test_a_thigh_without_markers_gives_no_comparison_and_says_why() -> None:
    motion = fitted(made_motion())
    assert motion.fit is not None
    thigh = motion.fit.segment == motion.body.segment("femur_r")
    blind = replace(motion, fit=replace(motion.fit, weight=np.where(thigh, 0.0, 1.0)))
    found = part(blind)
    assert words(found).startswith("No comparison of sides. 0 markers lead the right thigh")
    assert found.figures == ()
    assert "nan" not in str(found)


def test_the_budget_lists_every_cause_and_the_knee_axis_only_in_the_offset() -> None:
    rows = {row[0]: row[1:] for row in part(fitted(made_motion())).errors}
    knee = rows["which way the axis of the knee is taken to point"]
    assert knee == ("5.1", "0.0", "0.0")
    assert "how far the model's thigh stays from its markers" in rows
    total = rows["All together"]
    assert float(total[0]) == pytest.approx(np.hypot(8.0, 0.0), abs=1.5)
    assert float(total[1]) >= float(rows["skin and muscle that slide over the bones"][1])


def test_the_rhythm_of_the_steps_is_told() -> None:
    even = words(part(made_motion()))
    assert "167 steps a minute" in even
    assert "in the air for 0.10 s" in even
    trial, body = demo_trial()
    demo = explain(solve(trial, body, cutoff_hz=15.0), settings=QUICK)
    found = words(turning_part(summarise(demo), ()))
    assert "156 steps a minute" in found
    assert "A step onto the right foot takes 9 ms less than one onto the left" in found


def test_a_walkers_feet_are_told_to_stand_together() -> None:
    assert "both feet are on the ground for 0.07 s" in words(part(made_motion(stance=0.6)))


def test_the_section_stands_in_the_report_with_its_figure() -> None:
    page = parsed(render(made_account()))
    assert page.xpath("//section[@aria-labelledby='h-turning']//figure[@id='fig-turning']")
    assert page.xpath("//section[@aria-labelledby='h-turning']//table/caption")
    assert "Benoit" in plain(render(made_account()))
    assert "Benoit" not in plain(render(made_account(0)))
