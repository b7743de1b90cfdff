import math
import re
from html import escape
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.neutral import segment_poses
from trochanter.plan.exercise import Exercise
from trochanter.plan.library import exercise_named, exercises
from trochanter.plan.posture import coordinates_rad
from trochanter.reporting.figures.exercise import (
    FRAMES,
    LONGEST_S,
    SHORTEST_S,
    exercise_figure,
    exercise_moving,
    exercise_still,
)
from trochanter.reporting.figures.exercise_things import scene
from trochanter.reporting.figures.looking import look_from, rounded
from trochanter.reporting.figures.person import person_at
from trochanter.reporting.figures.person_arms import FOREARM_M, UPPER_ARM_M
from trochanter.reporting.look import asset
from trochanter.reporting.standalone import standalone

ALL = pytest.mark.parametrize("each", exercises().values(), ids=lambda each: each.name)
MOVING = [each for each in exercises().values() if each.moves]
FLAT_THINGS = ("band", "band_ankles", "belt", "cushion", "cushion_leg", "paper", "roll", "wall_feet")
SUNK_M = 0.05  # what may press into the floor, or bend, by roundings of a posture


@ALL
def test_legs_are_where_the_joints_of_the_model_are(each: Exercise) -> None:
    body = hip_model()
    person = person_at(each, 1.0)
    _, origin = segment_poses(body, coordinates_rad(body, each, [1.0])[0])
    for side in "rl":
        place = origin[body.segments.names.index(f"femur_{side}")] + person.shift_m
        np.testing.assert_allclose(person.points_m[f"hip_{side}"], place, atol=1e-12)
        shin = person.points_m[f"ankle_{side}"] - person.points_m[f"knee_{side}"]
        assert 0.36 < float(np.linalg.norm(shin)) < 0.44


@ALL
def test_nothing_sinks_into_the_floor(each: Exercise) -> None:
    floor = person_at(each, 0.0).floor_m
    for share in (0.5, 1.0):
        assert person_at(each, share).floor_m > floor - SUNK_M


@ALL
def test_who_stands_has_a_flat_sole_on_the_floor(each: Exercise) -> None:
    if each.load.kind != "body weight":
        return
    lower = 0.13 if "step" in each.picture.things else 0.0
    for share in (0.0, 0.5, 1.0):
        person = person_at(each, share)
        heel, toe = person.points_m["heel_r"], person.points_m["toe_r"]
        assert abs(heel[1] - toe[1]) < 0.03
        assert heel[1] - 0.034 - lower - person_at(each, 0.0).floor_m < SUNK_M


@ALL
def test_nobody_hangs_in_the_air(each: Exercise) -> None:
    person, floor, up = person_at(each, 0.0), person_at(each, 0.0).floor_m, each.up()
    trunk = min(part.lowest_m for part in person.parts if part.role == "trunk")
    things = set(each.picture.things)
    lies = max(abs(up[0]), abs(up[2])) > 0.9 and each.picture.arms != "floor"
    if (lies or "seated" in each.activity.positions) and things <= {"mat", *FLAT_THINGS}:
        assert trunk - floor < SUNK_M + 0.015
    if up[0] < -0.9 and each.picture.arms == "floor":  # on hands and knees
        for name, radius in (("knee_r", 0.056), ("knee_l", 0.056), ("toe_r", 0.022), ("toe_l", 0.022)):
            assert abs(person.points_m[name][1] - radius - floor) < SUNK_M
    if abs(up[2]) > 0.9:  # the lower leg lies on the floor, or on the bench
        lower = "l" if up[2] > 0.0 else "r"
        assert person.points_m[f"knee_{lower}"][1] - 0.056 - trunk < SUNK_M


@ALL
def test_things_stand_on_the_ground_or_under_what_they_carry(each: Exercise) -> None:
    person = person_at(each, 0.0)
    room = scene(each, person)
    (ground,) = (face.corners_m for face in room.faces if face.kind == "ground")
    for part in room.parts:
        if part.end_m[0] == part.start_m[0]:  # a post
            assert np.all((part.start_m > ground.min(axis=0))[[0, 2]] & (part.start_m < ground.max(axis=0))[[0, 2]])
            assert part.lowest_m == pytest.approx(ground[0, 1], abs=1e-9)
    tops = [face.corners_m for face in room.faces if face.kind == "thing"]
    if {"cushion_under", "cushion_leg"} & set(each.picture.things):
        carried = [
            p for p in person.parts if p.role == ("trunk" if "cushion_under" in each.picture.things else "other")
        ]
        assert min(abs(max(float(top[0, 1]) for top in tops) - part.lowest_m) for part in carried) < 1e-9


def test_the_foot_of_a_knee_across_stands_outside_the_other_leg() -> None:
    for share in (0.0, 1.0):
        points = person_at(exercise_named("knee_across_seated"), share).points_m
        along = (points["toe_r"][0] - points["knee_l"][0]) / (points["ankle_l"][0] - points["knee_l"][0])
        other = points["knee_l"][2] + along * (points["ankle_l"][2] - points["knee_l"][2])
        assert 0.0 < along < 1.0
        assert points["toe_r"][2] < other - 0.05


@ALL
def test_what_is_said_to_stay_stays(each: Exercise) -> None:
    names = {"pelvis": "pelvis", "foot": "heel_r", "other_foot": "heel_l", "knee": "knee_r"}
    name = names.get(each.picture.fixed)
    if name is not None:
        ways = [person_at(each, share).points_m[name] for share in (0.0, 0.5, 1.0)]
        np.testing.assert_allclose(np.ptp(ways, axis=0), 0.0, atol=1e-12)


@ALL
def test_arms_keep_their_length(each: Exercise) -> None:
    points = person_at(each, 1.0).points_m
    for side in "rl":
        upper = float(np.linalg.norm(points[f"elbow_{side}"] - points[f"shoulder_{side}"]))
        assert upper == pytest.approx(UPPER_ARM_M, abs=1e-6)
        assert float(np.linalg.norm(points[f"hand_{side}"] - points[f"elbow_{side}"])) <= FOREARM_M + 1e-6


@ALL
@pytest.mark.parametrize("wide", [True, False], ids=["wide", "narrow"])
def test_a_picture_is_whole(each: Exercise, wide: bool) -> None:
    figure = exercise_figure(each)
    text = standalone(figure.wide if wide else figure.narrow)
    assert "nan" not in text
    assert "inf" not in text.replace("infinite", "")
    assert ("The movement" in text) == bool(each.moves)
    assert text.count('class="fr ') == (FRAMES if each.moves else 0)
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert len(text) < 40_000


@pytest.mark.parametrize("each", MOVING, ids=lambda each: each.name)
def test_the_end_differs_from_the_start(each: Exercise) -> None:
    start, end = person_at(each, 0.0), person_at(each, 1.0)
    moved = max(float(np.linalg.norm(end.points_m[name] - place)) for name, place in start.points_m.items())
    assert moved > 0.02


def test_less_movement_and_paper_show_the_end() -> None:
    text = standalone(exercise_figure(exercise_named("clamshell_band")).wide)
    rules = text[text.index("svg .fr {") : text.index("</style>")]
    still, _, moving = rules.partition("@media screen and (prefers-reduced-motion: no-preference) {")
    assert f"svg .fr {{ opacity: 0; }} svg .fr{FRAMES - 1} {{ opacity: 1; }}" in still
    assert "animation" not in still
    assert "svg .fr { animation: " in moving


def test_each_instant_of_the_animation_shows_one_frame() -> None:
    rules = asset("style/motion.css")
    shown: dict[float, int] = {}
    for frame in range(FRAMES):
        rule = re.search(rf"@keyframes s{frame} \{{(.*)\}}$", rules, re.MULTILINE)
        assert rule is not None
        steps = [(float(at), int(seen)) for at, seen in re.findall(r"([\d.]+)% \{ opacity: (\d)", rule.group(1))]
        for k in range(12):
            instant = 100.0 * (k + 0.5) / 12
            seen = [value for at, value in steps if at <= instant][-1]
            shown[instant] = shown.get(instant, 0) + seen
    assert set(shown.values()) == {1}
    assert f"@keyframes s{FRAMES}" not in rules


def test_every_pace_has_its_rule() -> None:
    rules = asset("style/motion.css")
    for seconds in range(round(SHORTEST_S), round(LONGEST_S) + 1):
        assert f"svg .lasts-{seconds} {{ animation-duration: {seconds}s; }}" in rules


@ALL
def test_pictures_for_pages_have_neither_style_nor_script_of_their_own(each: Exercise) -> None:
    still, moving = exercise_still(each, 300.0, 160.0), exercise_moving(each, 358.0, 240.0)
    for text in (still, moving):
        assert not re.search(r"style|script|on\w+=|href|url\(|<animate|nan", text)
        assert text.startswith('<svg class="narrow" viewBox="0 0 ')
        assert f'aria-label="{escape(each.words)}: a figure' in text
        ET.fromstring(text)  # well-formed
    assert "fr0" not in still
    found = re.findall(r'<g class="fr fr(\d) lasts-(\d)">', moving)
    assert [int(frame) for frame, _ in found] == (list(range(FRAMES)) if each.moves else [])
    assert len({seconds for _, seconds in found}) <= 1
    width, height = map(float, moving.split('viewBox="0 0 ')[1].split('"')[0].split())
    assert width == 358.0
    assert height <= 240.1


def test_sides_have_their_own_hue() -> None:
    one, two = (standalone(exercise_figure(exercise_named(name)).wide) for name in ("clamshell_band", "bridge"))
    assert "p-work" in one
    assert "p-left" not in one
    assert "p-left" in two
    assert "p-work" not in standalone(exercise_figure(exercise_named("breathing_on_side")).wide)


@pytest.mark.parametrize("name", ["clamshell_band", "turn_in_seated_band", "standing_turn_arms", "rock_back_strap"])
def test_a_band_gets_longer_where_it_works(name: str) -> None:
    each = exercise_named(name)
    lengths = []
    for share in (0.0, 1.0):
        (band,) = scene(each, person_at(each, share)).bands_m
        lengths.append(float(np.linalg.norm(band[1] - band[0])))
    assert lengths[1] > lengths[0] or each.load.unknown


@pytest.mark.parametrize(
    ("view", "point", "flat"),
    [
        ("0,0", (0.0, 0.0, 1.0), (-1.0, 0.0, 0.0)),  # from the front the person's right is on the left
        ("90,0", (1.0, 0.0, 0.0), (1.0, 0.0, 0.0)),
        ("180,0", (0.0, 0.0, 1.0), (1.0, 0.0, 0.0)),
        ("0,90", (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
        ("front", (0.0, 1.0, 0.0), (0.0, math.cos(math.radians(10)), math.sin(math.radians(10)))),
    ],
)
def test_views(view: str, point: tuple[float, ...], flat: tuple[float, ...]) -> None:
    np.testing.assert_allclose(look_from(view).flat(np.array(point)), flat, atol=1e-12)


def test_a_rounded_part_touches_both_circles_at_their_tangents() -> None:
    data = rounded((0.0, 0.0), (10.0, 0.0), 4.0, 2.0)
    points = [tuple(map(float, pair)) for pair in re.findall(r"(?<=[ML ])(-?[\d.]+) (-?[\d.]+)(?=[ALZ])", data)]
    assert len(points) == 4
    for (x, y), (cx, r) in zip(points, ((0.0, 4.0), (0.0, 4.0), (10.0, 2.0), (10.0, 2.0)), strict=True):
        assert math.hypot(x - cx, y) == pytest.approx(r, abs=0.06)


def test_a_part_within_another_is_one_circle() -> None:
    assert rounded((0.0, 0.0), (1.0, 0.0), 5.0, 2.0) == "M-5 0a5 5 0 1 1 10 0a5 5 0 1 1 -10 0Z"
