"""The stories behind this project: what is said to each person, and never too much."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.findings.made_answers import DAY, answered, screen_of
from tests.findings.made_history import GOAL, HURTS, PLAIN, all_said, forbidden, rules_of
from tests.kinematics.made_ranges import L_IN, R_IN, R_OUT, USUAL, made_range, stopped, two_set_ups
from trochanter.core.sides import Side
from trochanter.findings.assess import assess
from trochanter.findings.assessment import Assessment
from trochanter.findings.assessment_words import assessment_lines
from trochanter.findings.clearance import Clearance
from trochanter.findings.history import Goal, History, Injury, Pain, Private, Run
from trochanter.findings.screen import screened
from trochanter.kinematics.comparing_check import check_hips

HURT = {"pain": "yes"}


def of(history: History, **screen: str) -> Assessment:
    return assess(history, screen_of(**HURT | screen), on=DAY)


def test_with_pain_in_the_groin_no_aim_is_named_as_if_it_were_for_now() -> None:
    """The plan loads nothing before somebody has looked: the page before it may not sound otherwise."""
    told = replace(PLAIN, pains=(Pain("groin", Side.LEFT, 3),))
    said = " ".join(assessment_lines(of(told, groin="yes")).split())
    assert "What a plan can aim at once the pain in the groin has been looked at: muscles" in said
    cleared = Clearance("Dr A. Berg", DAY, frozenset({"C4"}), frozenset({"run", "impact", "end_range"}), None)
    screen = screened(answered(**HURT, groin="yes"), DAY, clearances=(cleared,))
    after = " ".join(assessment_lines(assess(told, screen, on=DAY)).split())
    assert "What a plan can aim at: muscles" in after


def never_too_much(made: Assessment) -> None:
    assert forbidden(all_said(made)) == []
    assert not re.search(r"because your|is caused by|comes from your", all_said(made))


def test_41_to_43_years_of_trouble_on_one_side_are_looked_at_as_a_whole_and_energy_is_asked() -> None:
    """Hamstring, foot, labrum and back on the right over years, after a second child; then a year of hip pain."""
    made = of(
        replace(
            HURTS,
            injuries=(
                Injury("hamstring", Side.RIGHT, 2015),
                Injury("foot", Side.RIGHT, 2017),
                Injury("labrum", Side.RIGHT, 2018, "mri"),
                Injury("back", None, 2019),
            ),
            turns_in="right",
            private=Private(birth_on=DAY - timedelta(days=2000), pelvic=("leakage",)),
        ),
        leakage="yes",
        ever_birth="yes",
    )
    assert {"several", "picture", "turns_in_felt", "birth_signs"} <= set(rules_of(made))
    asked = dict(made.questions)
    assert "Do I eat and rest enough for what I do" in " ".join(ask for _, ask in made.questions)
    assert "a pelvic-floor physical therapist" in asked
    assert "hip, back and pelvis as a whole" in " ".join(ask for who, ask in made.questions if "physical" in who)
    several = made.finding("several")
    assert several is not None
    assert "does not say which part is behind it" in several.says
    never_too_much(made)


def test_47_a_month_of_rest_and_hardly_able_to_walk_is_for_today_and_nothing_else() -> None:
    made = of(HURTS, hardly_walk="yes")
    assert made.limits.tier == "B"
    assert (made.findings, made.unknown, made.aims) == ((), (), ())
    (who, ask), *more = made.questions
    assert not more
    assert who.startswith("a doctor")
    assert "also with weight taken off the leg" in ask
    assert "I rested for" in ask


def test_48_what_feels_like_a_hamstring_may_come_from_the_joint() -> None:
    made = of(replace(PLAIN, pains=(Pain("sit_bone", Side.RIGHT, 3),)))
    found = made.finding("hamstring_like")
    assert found is not None
    assert "it can also come from the hip joint" in found.says
    assert found.side is Side.RIGHT
    assert "bending_range" in found.not_aims
    assert any("Can the hip joint be examined too?" in ask for _, ask in made.questions)
    never_too_much(made)


def test_49_a_picture_is_respected_and_nothing_is_promised() -> None:
    """Cyclist and runner, falls and a crash; MRI with wear; pain at the start, gone after half a mile, then back."""
    made = of(
        replace(
            PLAIN,
            pains=(Pain("buttock", None, 3),),
            onset="start",
            injuries=(Injury("wear", None, 2025, "mri"), Injury("fall", Side.RIGHT, 2022)),
        ),
        age="45_to_64",
        activity_pain="yes",
    )
    picture, start = made.finding("picture"), made.finding("start_eases")
    assert picture is not None
    assert start is not None
    assert "taken as it is" in picture.says
    assert "Wear of the hip joint, 2025, MRI." in picture.evidence
    assert "no all-clear and no alarm" in start.says
    assert rules_of(made).index("picture") < rules_of(made).index("start_eases") < rules_of(made).index("general")
    assert not {"inward_range", "outward_range", "bending_range"} & set(made.aims)
    assert any("may I run?" in ask for _, ask in made.questions)
    assert not re.search(r"won't hurt|not hurt a|safe|harmless", all_said(made))
    never_too_much(made)


def test_171_pain_at_mile_15_and_silence_at_rest_is_followed_by_its_distance() -> None:
    quiet = check_hips(two_set_ups())
    history = replace(PLAIN, pains=(Pain("buttock", Side.RIGHT, 3),), onset="later", onset_km=24.1)
    made = assess(history, screen_of(**HURT), (quiet,), on=DAY)
    found = made.finding("onset_far")
    assert found is not None
    assert found.says.startswith("It comes after about 24.1 km and not at rest.")
    assert "A test at rest says nothing about that" in found.says
    assert "Note the distance at every run" in found.test
    assert "a run ends before it" in found.test
    assert rules_of(made).index("onset_far") < rules_of(made).index("alike")
    assert "inward_range" not in made.aims
    never_too_much(made)


def test_a_leg_that_feels_as_if_it_turned_in_is_a_feeling() -> None:
    made = of(replace(HURTS, turns_in="right"))
    found = made.finding("turns_in_felt")
    assert found is not None
    assert "noted as a feeling" in found.says
    assert "One camera cannot tell it" in found.says
    assert "markers" in found.test
    never_too_much(made)


def test_groin_pain_goes_to_a_doctor_first_and_is_not_stretched() -> None:
    history = replace(PLAIN, pains=(Pain("groin", Side.LEFT, 4),))
    made = of(history, groin="yes")
    assert made.limits.tier == "C"
    assert rules_of(made)[0] == "groin"
    assert "Please do not hop to test it." in all_said(made)
    assert "running" not in made.aims
    assert not {"inward_range", "outward_range", "bending_range"} & set(made.aims)
    assert any("Do I need an MRI?" in ask for _, ask in made.questions)
    flare = made.finding("flare")
    assert flare is not None
    assert "until there is none, also the next day" in flare.says
    assert "Running waits" not in made.findings[0].says
    never_too_much(made)


PELVIS = {"wide_leg", "single_leg", "one_sided"}


def test_pain_at_the_pubic_bone_is_looked_at_and_both_legs_work_alike() -> None:
    """A runner with pain at the pubic bone, which the screen was not asked about by name."""
    made = of(replace(PLAIN, pains=(Pain("pubic", None, 4),), onset="always", limited=("car",)))
    found = made.finding("pubic")
    assert found is not None
    assert "or from the bone" in found.says
    assert "stays at 0 pain, also the next day" in found.says
    assert "Please do not hop to test it." in found.test
    assert "no running, and a doctor the same day" in found.test
    assert made.limits.excluded_positions == PELVIS
    assert "single_leg_control" not in made.aims
    asked = dict(made.questions)
    assert "do I need an MRI?" in asked["a doctor"]
    assert any("both legs alike" in ask for _, ask in made.questions)
    assert "pelvic_ring" not in rules_of(made)
    never_too_much(made)


@pytest.mark.parametrize(
    ("pains", "screen", "where"),
    [
        ((Pain("back_pelvis", Side.LEFT, 3),), {}, "Pain at the back of the pelvis can"),
        ((), {"pelvic_ring": "yes"}, "Pain at the pubic bone or the back of the pelvis can"),
    ],
)
def test_pain_of_the_pelvis_leaves_out_one_leg_wide_legs_and_one_side(
    pains: tuple[Pain, ...], screen: dict[str, str], where: str
) -> None:
    made = of(replace(PLAIN, pains=pains), **screen)
    found = made.finding("pelvic_ring")
    assert found is not None
    assert found.says.startswith(where)
    assert found.side is (Side.LEFT if pains else None)
    assert made.limits.excluded_positions >= PELVIS
    assert "single_leg_control" not in made.aims
    assert any(where[5:-4] in ask for who, ask in made.questions if who == "a physical therapist")
    never_too_much(made)


def test_tingling_down_one_leg_goes_on_with_limits_and_says_when_it_cannot_wait() -> None:
    made = of(replace(PLAIN, pains=(Pain("buttock", Side.RIGHT, 3),)), tingling="yes")
    assert made.limits.tier == "D"
    found = made.finding("tingling")
    assert found is not None
    assert rules_of(made)[0] == "tingling"
    assert "changed or stopped, whatever a plan says" in found.says
    assert "a foot that drops: the same day" in found.test
    assert "Both legs, numb between the legs" in found.test
    assert "bending_range" not in made.aims
    assert made.limits.exercises
    assert made.aims
    assert any("Can you test the nerves" in ask for who, ask in made.questions if who == "a physical therapist")
    never_too_much(made)


def test_numbness_between_the_legs_is_no_finding_but_an_emergency() -> None:
    made = of(PLAIN, tingling="yes", numb_saddle="yes")
    assert made.limits.tier == "A"
    assert made.findings == ()


def test_pain_of_the_pelvis_where_the_screen_was_told_of_none_is_asked_again() -> None:
    for place in ("pubic", "back_pelvis"):
        made = assess(replace(PLAIN, pains=(Pain(place, None, 2),)), screen_of(), on=DAY)
        assert made.again == ("you told of pain, and the screen says that there is none",)


@pytest.mark.parametrize(
    ("history", "screen", "word"),
    [
        (replace(PLAIN, pains=(Pain("groin", None, 2),)), {}, "groin"),
        (replace(PLAIN, pains=(Pain("groin", None, 2),), at_night=True), {"groin": "yes"}, "night"),
        (replace(PLAIN, injuries=(Injury("stress_fracture"),)), {}, "stress fracture"),
        (replace(PLAIN, injuries=(Injury("hip_surgery", Side.LEFT),)), {}, "surgery"),
        (replace(PLAIN, private=Private(weeks_pregnant=20)), {}, "sets limits"),
        (replace(PLAIN, private=Private(weeks_pregnant=20)), {"pregnancy": "before_week_14"}, "sets limits"),
        (replace(PLAIN, private=Private(birth_on=DAY - timedelta(days=40))), {}, "sets limits"),
        (replace(PLAIN, private=Private(pelvic=("bleeding",))), {}, "sets limits"),
        (replace(PLAIN, private=Private(birth_on=DAY - timedelta(days=400), pelvic=("leakage",))), {}, "sets limits"),
    ],
)
def test_what_the_screen_does_not_know_is_asked_before_anything_is_said(
    history: History, screen: dict[str, str], word: str
) -> None:
    made = of(history, **screen)
    assert word in " ".join(made.again)
    assert (made.findings, made.aims, made.unknown) == ((), (), ())
    assert len(made.limits.stopped) == 6


def test_what_the_screen_knows_is_not_asked_again() -> None:
    made = of(replace(PLAIN, private=Private(weeks_pregnant=20)), pregnancy="from_week_14")
    assert made.again == ()
    assert rules_of(made)[0] == "pregnant"
    assert set(made.aims) & {"calm"}
    assert "running" not in made.aims


def test_pain_where_the_screen_was_told_of_none_is_asked_again() -> None:
    made = assess(HURTS, screen_of(), on=DAY)
    assert made.again == ("you told of pain, and the screen says that there is none",)


def test_an_old_screen_is_asked_again() -> None:
    screen = screened(answered(), DAY - timedelta(days=43))
    assert "more than six weeks ago" in assess(PLAIN, screen, on=DAY).again[0]


def test_cleared_by_a_clinician_it_goes_on() -> None:
    screen = screen_of(pain="yes", groin="yes", groin_limp="yes")
    record = Clearance("Dr K", DAY, frozenset({"B1"}), frozenset({"exercises", "readings"}), None)
    made = assess(replace(PLAIN, pains=(Pain("groin", None, 1),)), screen.with_clearances((record,)), on=DAY)
    assert made.again == ("they were not finished, or something new came after them",)
    through = screened(
        answered(frozenset({"B1"}), pain="yes", groin="yes", groin_limp="yes"), DAY, clearances=(record,)
    )
    made = assess(replace(PLAIN, pains=(Pain("groin", None, 1),)), through, on=DAY)
    assert made.again == ()
    assert {"groin_seen", "general"} <= set(rules_of(made))
    assert "abductors" in made.aims


def test_nothing_hurts_and_the_sides_differ_is_no_reason_for_anything() -> None:
    apart = check_hips(two_set_ups({**USUAL, R_IN: 20.0, L_IN: 40.0}))
    made = assess(PLAIN, screen_of(), (apart,), on=DAY)
    found = made.finding("differ_quietly")
    assert found is not None
    assert found.side is Side.RIGHT
    assert "no reason to change anything" in found.says
    assert "inward_range" not in made.aims
    never_too_much(made)


def test_a_hip_that_hurts_and_turns_in_less_is_tried_gently() -> None:
    apart = check_hips(two_set_ups({**USUAL, R_IN: 20.0, L_IN: 40.0}))
    made = assess(HURTS, screen_of(**HURT), (apart,), on=DAY)
    found = made.finding("turns_in_less")
    assert found is not None
    assert found.side is Side.RIGHT
    assert found.says.startswith("At rest your right hip turns in 20 degrees less far than the other; the smallest")
    assert "right 20, left 40 degrees, in 2 set-ups a side" in found.evidence[0]
    assert {"the shape of the bones"} <= set(found.instead)
    assert "inward_range" in made.aims
    never_too_much(made)


def test_below_what_can_be_seen_no_difference_is_named() -> None:
    made = assess(HURTS, screen_of(**HURT), (check_hips(two_set_ups()),), on=DAY)
    found = made.finding("alike")
    assert found is not None
    assert "not the same as equal" in found.says
    assert not {"turns_in_less", "turns_out_less", "differ_quietly", "in_and_out_unlike"} & set(rules_of(made))


def test_one_set_up_is_not_compared() -> None:
    made = assess(HURTS, screen_of(**HURT), (check_hips([made_range({**USUAL, R_IN: 5.0})]),), on=DAY)
    assert rules_of(made).count("not_comparable") == 1
    assert "In turning in and out the sides are not compared: the right side has 1 of the 2" in all_said(made)
    assert any("could not be compared" in text for text in made.unknown)
    assert "turns_in_less" not in rules_of(made)


def test_what_pain_stopped_is_compared_with_nothing_and_no_goal() -> None:
    recordings = [stopped(each, R_IN, place="side") for each in two_set_ups({**USUAL, L_IN: 60.0})]
    made = assess(HURTS, screen_of(**HURT), (check_hips(recordings),), on=DAY)
    found = made.finding("stopped_by_pain")
    assert found is not None
    assert "compared with nothing" in found.says
    assert "inward_range" not in made.aims
    assert "turns_in_less" not in rules_of(made)
    never_too_much(made)


def test_of_a_large_imbalance_only_that_is_said_which_may_be_said() -> None:
    check = check_hips(two_set_ups({**USUAL, R_IN: 10.0, R_OUT: 65.0}))
    made = assess(HURTS, screen_of(**HURT), (check,), on=DAY)
    found = made.finding("in_and_out_unlike")
    assert found is not None
    assert found.says == (
        "Your right hip turns out much further than in. The shape of the bones is one reason, and a picture tells. "
        "Do not stretch against a hard stop."
    )
    assert found.not_aims == ("inward_range",)
    assert "inward_range" not in made.aims
    never_too_much(made)


def test_a_long_run_after_short_ones_is_named_with_its_study() -> None:
    told = [(2, 16.0), (9, 10.0), (20, 8.0)]
    runs = tuple(Run(DAY - timedelta(days=back), km, None) for back, km in told)
    found = of(replace(HURTS, ran="yes", runs=runs)).finding("load_jump")
    assert found is not None
    assert "16 km on 20 November 2026 was 60 % longer" in found.says
    assert "5205 runners" in found.says
    within = tuple(Run(DAY - timedelta(days=back), km, None) for back, km in [(2, 10.9), (9, 10.0)])
    assert "load_jump" not in rules_of(of(replace(HURTS, ran="yes", runs=within)))
    alone = (Run(DAY - timedelta(days=2), 16.0, None),)
    assert "load_jump" not in rules_of(of(replace(HURTS, ran="yes", runs=alone)))


def test_after_30_days_without_a_run_it_begins_with_walking() -> None:
    assert "no_recent_run" in rules_of(of(replace(HURTS, ran="no")))
    old = (Run(DAY - timedelta(days=31), 10.0, None),)
    assert "no_recent_run" in rules_of(of(replace(HURTS, runs=old)))
    assert "no_recent_run" not in rules_of(of(HURTS))


def test_where_running_waits_no_test_asks_for_a_run() -> None:
    made = of(replace(HURTS, onset="start", turns_in="left", ran="no"), locking="yes")
    assert made.limits.tier == "C"
    assert {"start_eases", "no_recent_run", "turns_in_felt"} <= set(rules_of(made))
    for code in ("start_eases", "no_recent_run", "turns_in_felt"):
        found = made.finding(code)
        assert found is not None
        assert found.test.startswith("Running waits for now")
    assert "running" not in made.aims
    assert "step_rate" not in rules_of(made)


def test_back_after_a_birth_both_agreements_are_told() -> None:
    private = Private(birth_on=DAY - timedelta(days=100), birth_how="caesarean", seen=True)
    made = of(replace(PLAIN, private=private), pregnancy="birth_within_year")
    found = made.finding("after_birth")
    assert found is not None
    assert found.private
    assert "after 12 weeks" in found.says
    assert "from 3 weeks on" in found.says
    assert "14 weeks ago" in found.says
    never_too_much(made)


def test_the_pelvic_floor_has_its_own_therapists_and_consent_is_told() -> None:
    made = of(replace(PLAIN, private=Private(sex="male", pelvic=("leakage", "pelvic_pain"))), leakage="yes")
    found = made.finding("pelvic_floor")
    assert found is not None
    assert "in any sex" in found.says
    assert "nothing internal is needed, and you can stop at any time" in found.test
    assert made.private_questions == 1
    assert made.questions[-1][0] == "a pelvic-floor physical therapist"
    never_too_much(made)


def test_somebody_with_only_a_goal_is_told_what_is_known_and_what_is_not() -> None:
    made = assess(History(DAY, Goal("walk to work", 7)), screen_of(), on=DAY)
    assert rules_of(made) == ["general"]
    assert made.aims == ("abductors", "external_rotators", "extensors", "pelvis_control", "single_leg_control")
    assert len(made.unknown) >= 4
    assert made.questions == ()


def test_a_race_is_near() -> None:
    made = of(replace(HURTS, goal=replace(GOAL, able=3), race_on=DAY + timedelta(days=30)))
    found = made.finding("race_near")
    assert found is not None
    assert "in 4 weeks" in found.says
    assert "race_near" not in rules_of(of(replace(HURTS, race_on=DAY + timedelta(days=200))))


def test_groin_pain_that_was_looked_at_says_by_whom_and_when() -> None:
    told = replace(PLAIN, pains=(Pain("groin", Side.LEFT, 2),))
    given = Clearance("Dr A. Berg, sports doctor", DAY, frozenset({"C4"}), frozenset({"run", "impact"}), None)
    screen = screened(answered(**HURT, groin="yes"), DAY, clearances=(given,))
    made = assess(told, screen, on=DAY)
    assert made.finding("groin") is None
    found = made.finding("groin_seen")
    assert found is not None
    assert "by Dr A. Berg, sports doctor, on 22 November 2026" in found.says
    assert "0 pain" in found.says
    assert "comes before training it" not in all_said(made)
    assert "Dr A. Berg, sports doctor" in dict(made.questions)
    over = replace(screen, clearances=(replace(given, until=DAY),))
    later = assess(told, over, on=DAY + timedelta(days=1))
    assert later.finding("groin_seen") is None
    assert later.finding("groin") is not None
    never_too_much(made)


def test_pain_at_the_pubic_bone_leaves_running_out_until_somebody_has_looked() -> None:
    told = replace(HURTS, pains=(Pain("pubic", None, 1),), onset="always")
    made = of(told)
    found = made.finding("pubic")
    assert found is not None
    assert "one possibility" in found.says
    assert not made.limits.run
    assert not made.limits.impact
    assert "running" not in made.aims
    assert made.finding("throughout") is None
    never_too_much(made)
    allows = frozenset({"run", "impact"})
    given = Clearance("Dr A. Berg", DAY - timedelta(days=2), frozenset({"D-pelvic-ring"}), allows, None)
    seen = assess(told, screened(answered(**HURT), DAY, clearances=(given,)), on=DAY)
    assert seen.limits.run
    assert seen.finding("pubic") is None
    after = seen.finding("pubic_seen")
    assert after is not None
    assert "by Dr A. Berg, on 20 November 2026" in after.says
    never_too_much(seen)
