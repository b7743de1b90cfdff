import math
import re

import numpy as np
import pytest

from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.neutral import segment_poses
from trochanter.plan.exercise import Exercise
from trochanter.plan.library import exercise_named, exercises
from trochanter.plan.posture import coordinates_rad
from trochanter.reporting.figures.exercise import FRAMES, exercise_figure
from trochanter.reporting.figures.exercise_things import scene
from trochanter.reporting.figures.looking import look_from, rounded
from trochanter.reporting.figures.person import person_at
from trochanter.reporting.figures.person_arms import FOREARM_M, UPPER_ARM_M
from trochanter.reporting.standalone import standalone

ALL = pytest.mark.parametrize("each", exercises().values(), ids=lambda each: each.name)
MOVING = [each for each in exercises().values() if each.moves]
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
    text = exercise_figure(exercise_named("clamshell_band")).wide
    still = text[text.index("<style>") : text.index("@media (prefers-reduced-motion")]
    assert ".fr{opacity:0}" in still
    assert f".fr{FRAMES - 1}{{opacity:1}}" in still
    assert "animation:" not in still
    assert "prefers-reduced-motion:no-preference" in text
    assert "@media screen" in text


def test_each_instant_of_the_animation_shows_one_frame() -> None:
    text = exercise_figure(exercise_named("bridge")).wide
    shown: dict[float, int] = {}
    for frame in range(FRAMES):
        rule = re.search(rf"@keyframes s{frame}\{{(.*?\}})\}}", text)
        assert rule is not None
        steps = [(float(at), int(seen)) for at, seen in re.findall(r"([\d.]+)%\{opacity:(\d)\}", rule.group(1))]
        for k in range(12):
            instant = 100.0 * (k + 0.5) / 12
            seen = [value for at, value in steps if at <= instant][-1]
            shown[instant] = shown.get(instant, 0) + seen
    assert set(shown.values()) == {1}


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
