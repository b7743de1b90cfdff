"""Every file of an exercise keeps the promises of the library, of the model and of the safety rules."""

import re

import numpy as np
import pytest

from tests.reporting.test_sentences import NEVER
from trochanter.anatomy.claims import claims
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.muscle_choice import choose_lines
from trochanter.core.sides import SIDES, Side
from trochanter.findings.limits import Limits, may
from trochanter.findings.rules import Rule, rules
from trochanter.plan.exercise import STAGES, Exercise
from trochanter.plan.library import exercises, harder_than
from trochanter.plan.plan_rules import symptoms
from trochanter.plan.posture import coordinates_rad
from trochanter.plan.tables import rows, words

ALL = pytest.mark.parametrize("each", exercises().values(), ids=lambda each: each.name)
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
NOT_CLAIMED = {"E20"}
TRIED = {"clamshell_band", "push_out_band", "side_steps_knees", "diagonal_steps"}  # the exercises of tuttle2016
# The symptom behind each rule of the screen that leaves positions out.
SYMPTOM_OF = {
    "D-pregnant": "pregnant",
    "D-pregnant-late": "pregnant_late",
    "D-sitting": "sitting_pain",
    "D-pelvic-ring": "pelvic_ring",
    "D-front-pinch": "front_pinch",
    "D-flexible": "flexible",
}
NO_RELEASE = r"release|trigger point|massage|cure|heal(s|ed)?\b|activate|switch(es|ed)? on (your|the)"


def texts(each: Exercise) -> tuple[str, ...]:
    """All that a person reads of an exercise."""
    notes = tuple(row.note for row in each.doses)
    return (each.words, each.term, *each.how, *each.cues, each.good, *each.cautions, *notes, each.load.unknown)


def highest(each: Exercise, name: str) -> float:
    """The largest value of a coordinate over the movement, of either leg."""
    return max(each.at_deg(share)[leg] for share in SHARES for leg in (name, f"other_{name}"))


def longest_bent(each: Exercise) -> bool:
    """Whether a leg is bent at the hip beyond 60 degrees with a knee that is nearly straight."""
    ends = [each.at_deg(share) for share in SHARES]
    return any(end[f"{leg}hip_flexion"] > 60 and end[f"{leg}knee_angle"] < 30 for end in ends for leg in ("", "other_"))


def test_all_exercises_of_the_texts_are_there_and_no_other_is_claimed() -> None:
    catalogue = rows("catalogue", "key")
    assert list(catalogue) == [f"E{number:02d}" for number in range(1, 23)]
    claimed = {key for each in exercises().values() if not each.same_kind for key in each.claims}
    assert claimed == set(catalogue) - NOT_CLAIMED
    known = {str(claim.number) for claim in claims()}
    assert {number for row in catalogue.values() for number in row["claims"].split()} <= known


def test_turning_out_on_the_side_is_three_exercises() -> None:
    ten = [each for each in exercises().values() if each.claims == ("E10",) and not each.same_kind]
    assert sorted(each.posture_deg["hip_flexion"] for each in ten) == [0.0, 90.0, 90.0]
    assert sum(each.activity.end_range for each in ten) == 1


def test_there_are_about_forty() -> None:
    assert 40 <= len(exercises()) <= 55


def test_no_two_share_posture_and_load() -> None:
    seen = [
        (tuple(sorted(each.at_deg(0.0).items())), each.load.kind, each.load.band, each.load.at)
        for each in exercises().values()
    ]
    assert len(set(seen)) == len(seen)


@ALL
def test_every_claim_is_of_the_catalogue(each: Exercise) -> None:
    assert each.claims
    assert set(each.claims) <= set(rows("catalogue", "key")) - NOT_CLAIMED


@ALL
def test_all_is_told(each: Exercise) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]+", each.name)
    assert 2 <= len(each.how) <= 5
    assert 1 <= len(each.cues) <= 4
    assert all((each.words, each.term, each.good, each.cautions, each.stages, each.aims, each.sources))
    assert list(each.stages) == sorted(each.stages, key=STAGES.index)
    assert each.latin or each.type == "breathing"
    for sentence in (*each.how, *each.cues, each.good, *each.cautions):
        assert re.fullmatch(r"[A-Z0-9].*\.", sentence), sentence
        assert len(sentence) < 200, sentence


@ALL
def test_nothing_is_told_twice(each: Exercise) -> None:
    for found in (
        each.latin,
        each.claims,
        each.stages,
        each.aims,
        each.not_with,
        each.sources,
        each.easier,
        each.harder,
    ):
        assert len(set(found)) == len(found)
    sentences = (*each.how, *each.cues, each.good, *each.cautions)
    assert len(set(sentences)) == len(sentences)


@ALL
def test_words_are_careful(each: Exercise) -> None:
    for text in texts(each):
        for pattern in (*NEVER, NO_RELEASE):
            assert not re.search(pattern, text, re.IGNORECASE), (pattern, text)


@ALL
def test_foot_out_is_always_explained(each: Exercise) -> None:
    if {"internal_rotators", "inward_range"} & set(each.aims) and re.search(r"foot out", " ".join(each.how)):
        assert "(the hip turns in)" in " ".join(each.how)


@ALL
def test_muscles_and_what_is_drawn_are_of_the_model(each: Exercise) -> None:
    for muscle in (*each.latin, *each.picture.seen):
        assert choose_lines(muscle, hip_model().muscles.names, "test")


@ALL
@pytest.mark.parametrize("side", SIDES, ids=lambda side: side.word)
def test_every_posture_lies_inside_the_ranges_of_the_model(each: Exercise, side: Side) -> None:
    q = coordinates_rad(hip_model(), each, SHARES, side)
    assert np.isfinite(q).all()


@ALL
def test_a_movement_moves(each: Exercise) -> None:
    assert all(low != high for low, high in each.moves.values())
    assert each.moves or each.hold_s > 0.0 or each.type == "breathing"
    assert each.seconds > each.hold_s >= 0.0


@ALL
def test_positions_of_lying_are_those_of_the_posture(each: Exercise) -> None:
    positions, up = each.activity.positions, each.up()
    assert ("on_back" in positions) == (up[0] > 0.9)
    assert ("on_belly" in positions) == (up[0] < -0.9 and highest(each, "hip_flexion") < 45.0)
    assert not ({"standing", "seated"} & positions and up[1] < 0.5)
    assert len(positions & {"standing", "seated", "on_back", "on_belly"}) <= 1
    if up[1] > 0.8 and "stretch_to_end" not in positions:
        assert positions & {"standing", "seated"}


@ALL
def test_positions_of_the_hip_are_those_of_the_posture(each: Exercise) -> None:
    positions = each.activity.positions
    apart = max(-each.at_deg(share)["hip_adduction"] - each.at_deg(share)["other_hip_adduction"] for share in SHARES)
    hinge = "standing" in positions and each.at_deg(1.0)["hip_flexion"] > 60.0 and each.at_deg(1.0)["knee_angle"] < 45.0
    hug = each.picture.arms in ("knee", "feet") and highest(each, "hip_flexion") > 100.0
    assert ("hip_bent_over_80" in positions) == (highest(each, "hip_flexion") > 80.0)
    assert ("wide_leg" in positions) == (apart >= 40.0)
    assert ("deep_hinge" in positions) == hinge
    assert ("knee_hug" in positions) == hug
    assert ("long_hamstring_stretch" in positions) == (longest_bent(each) and each.type == "mobility")


@ALL
def test_one_leg_and_one_side_are_named(each: Exercise) -> None:
    positions = each.activity.positions
    assert ("one_sided" in positions) == each.one_sided
    assert "single_leg" in positions or each.load.kind != "body weight"
    alike = all(
        each.at_deg(s)[k] == each.at_deg(s)[f"other_{k}"] for s in SHARES for k in ("hip_flexion", "knee_angle")
    )
    turning = {"hip_rotation", "hip_adduction"} & set(each.moves) and "pelvis_rotation" not in each.moves
    assert each.one_sided or alike or turning


@ALL
def test_stretches_and_far_turns_are_the_end_of_the_range(each: Exercise) -> None:
    far = max(abs(each.at_deg(s)[f"{leg}hip_rotation"]) for s in SHARES for leg in ("", "other_")) >= 35.0
    stretch = each.type == "mobility" and each.hold_s >= 20.0
    assert each.activity.end_range == (far or stretch)
    assert each.activity.end_range == ("stretch_to_end" in each.activity.positions)


@ALL
def test_nothing_lands(each: Exercise) -> None:
    assert not each.activity.impact
    assert each.type != "run"


@ALL
def test_what_the_screen_leaves_out_is_named_as_a_symptom(each: Exercise) -> None:
    wanted = {SYMPTOM_OF[code] for code, rule in rules().items() if rule.excludes & each.activity.positions}
    assert wanted <= set(each.not_with)
    assert "groin_pain" in each.not_with or each.type == "breathing"


def test_rules_and_symptoms_belong_together() -> None:
    assert set(SYMPTOM_OF) == {code for code, rule in rules().items() if rule.excludes}
    named = {symptom for each in exercises().values() for symptom in each.not_with}
    assert named | {each.word for each in symptoms() if each.stops} == set(words("symptoms"))


@pytest.mark.parametrize("rule", [rule for rule in rules().values() if rule.excludes], ids=lambda rule: rule.code)
def test_every_rule_of_the_screen_leaves_enough(rule: Rule) -> None:
    limits = Limits(excluded_positions=rule.excludes)
    left = [each for each in exercises().values() if may(limits, each.activity).allowed]
    assert len(left) >= 8
    assert {stage for each in left for stage in each.stages} >= {"settle", "control", "strengthen"}


def test_somebody_with_a_front_pinch_is_never_offered_more_than_80_degrees_or_a_stretch() -> None:
    limits = Limits(excluded_positions=rules()["D-front-pinch"].excludes)
    for each in exercises().values():
        if may(limits, each.activity).allowed:
            assert highest(each, "hip_flexion") <= 80.0
            assert not each.activity.end_range


def test_late_in_pregnancy_nobody_lies_on_the_back_or_belly() -> None:
    limits = Limits(excluded_positions=rules()["D-pregnant-late"].excludes)
    left = [each for each in exercises().values() if may(limits, each.activity).allowed]
    assert all(abs(each.up()[0]) < 0.9 or each.picture.arms == "floor" for each in left)
    assert any(each.type == "breathing" for each in left)


@ALL
def test_loads_are_complete_or_say_why_they_are_not(each: Exercise) -> None:
    load = each.load
    assert load.unknown or load.kind in ("gravity", "band", "body weight", "floor", "weight")
    assert (load.kind in ("body weight", "floor", "band", "hand")) == bool(load.at)
    if load.direction is not None:
        assert float(np.linalg.norm(load.direction)) == pytest.approx(1.0)
    if load.kind == "band":
        assert all((load.at, load.to, load.band, load.direction))
        for pair in (load.force_N, load.stiffness_N_m):
            assert pair is not None
            assert 0.0 < pair[0] < pair[1]
    if not each.moves and each.load.kind != "body weight":
        assert load.unknown, "nothing moves and nothing is carried: what could be computed?"


@ALL
def test_equipment_is_what_the_load_and_the_picture_need(each: Exercise) -> None:
    loops = {"loop_light", "loop_medium"}
    needed = {"loop"} if each.load.band in loops else {"long_band"} if each.load.band == "long_light" else set()
    needed |= {"strap"} if each.load.band == "strap_heavy" else {"belt"} if each.load.band == "belt" else set()
    assert needed <= each.equipment
    assert not {"loop", "long_band", "strap", "belt"} & (each.equipment - needed)
    drawn = {"chair": "chair", "chair_low": "chair", "high_seat": "high_seat", "step": "step", "bench": "bench"}
    assert {drawn[thing] for thing in each.picture.things if thing in drawn} <= each.equipment


@ALL
def test_doses_stand_side_by_side_with_their_source(each: Exercise) -> None:
    bases = [row.basis for row in each.doses]
    assert each.dose.sets > 0
    assert each.dose.days_a_week > 0
    assert ("seed only, no trial" in bases) == (not each.same_kind)
    for row in each.doses:
        assert row.repeats_most >= row.repeats
        assert (row.source == "texts") == (row.basis == "seed only, no trial")
        assert (row.source == "project") == (row.basis == "opinion, no trial")
        assert row.sets or row.note


@ALL
def test_the_trial_of_three_exercises_counts_for_them_and_their_kind(each: Exercise) -> None:
    for row in each.doses:
        if row.source == "tuttle2016":
            assert (row.basis == "trial") == (each.name in TRIED)
            assert (row.sets, row.repeats, row.days_a_week, row.weeks) == (3, 10, 3, 12)
            assert "had not given birth" in row.note
            assert each.type not in ("mobility", "breathing")


@ALL
def test_an_exercise_fits_into_a_day(each: Exercise) -> None:
    sides = 2 if each.one_sided else 1
    assert each.dose.sets * each.dose.repeats * each.seconds * sides <= 8 * 60


@ALL
def test_nothing_says_that_a_clinician_has_read_it(each: Exercise) -> None:
    assert each.reviewed == "not yet reviewed by a clinician"


@ALL
def test_steps_lead_on_and_never_back(each: Exercise) -> None:
    assert each.name not in harder_than(each.name)
    assert all(each.name in exercises()[other].easier for other in each.harder)
    assert all(each.name in exercises()[other].harder for other in each.easier)
    earliest = STAGES.index(each.stages[0])
    assert all(STAGES.index(exercises()[other].stages[0]) >= earliest for other in each.harder)


def test_every_exercise_is_reached_from_one_that_anybody_could_begin_with() -> None:
    roots = [each for each in exercises().values() if not each.easier]
    assert {each.stages[0] for each in roots} <= {"settle", "control"}
    reached = {name for root in roots for name in (root.name, *harder_than(root.name))}
    assert reached == set(exercises())


def test_no_word_source_point_or_band_lies_about() -> None:
    found = list(exercises().values())
    used = {row.source for each in found for row in each.doses} | {key for each in found for key in each.sources}
    used |= {row["source"] for row in rows("bands", "band").values()}
    assert used == set(rows("sources", "source"))
    assert {each.load.band for each in found} - {""} == set(rows("bands", "band"))
    assert set().union(*(each.aims for each in found)) == set(words("aims")) - {"running"}  # answered by runs
    assert set().union(*(each.equipment for each in found)) == set(words("equipment"))
    assert {each.picture.arms for each in found} == set(words("arms"))
    assert set().union(*(each.picture.things for each in found)) == set(words("things"))
