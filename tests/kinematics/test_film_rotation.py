"""How far a hip turns, from filmed legs with known truth."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from tests.kinematics.made_film import Camera, any_camera, any_person, filmed_leg, filmed_person
from tests.kinematics.made_phone import Course
from trochanter.capture.leg_track import LegTrack
from trochanter.core.arrays import frozen
from trochanter.core.errors import BadSetting, ImpossibleData
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.film_legs import legs_of, turned_round
from trochanter.kinematics.film_rotation import FilmMeasured, film_measured
from trochanter.kinematics.film_turns import film_turns
from trochanter.kinematics.rotation_range import Position

DAY = dt.date(2026, 1, 31)
RECORDINGS = 200
LEFT_COURSE = Course(internal_deg=(25.0, 25.0, 25.0), external_deg=(48.0, 48.0, 48.0))


def measured(
    track: LegTrack, position: Position = "seated", *, side: Side | None = None, mirrored: bool | None = None
) -> FilmMeasured:
    return film_measured({track.side: track}, position, measured_on=DAY, side=side, mirrored=mirrored)


def ends_deg(found: FilmMeasured, side: Side) -> tuple[float, float]:
    turned_in, turned_out = found.found.end(side, "internal"), found.found.end(side, "external")
    assert turned_in is not None
    assert turned_out is not None
    return turned_in.angle.value, turned_out.angle.value


def codes(found: FilmMeasured) -> set[str]:
    return {notice.code for notice in found.found.quality}


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("shin_down", [True, False])
def test_foot_out_is_internal_rotation_in_every_view(side: Side, shin_down: bool) -> None:
    track = filmed_leg(side=side, camera=Camera(shin_down=shin_down))
    tapped = replace(track, found_by="taps")
    found = measured(tapped, position="seated" if shin_down else "prone", side=side)
    np.testing.assert_allclose(ends_deg(found, side), (32.0, 41.0), atol=0.2)
    assert found.found.method == "tapped_video"
    assert not codes(found)
    if shin_down:
        np.testing.assert_allclose(ends_deg(measured(track, position="supine", side=side), side), (32, 41), atol=0.2)


def test_all_repetitions_of_all_recordings_are_found() -> None:
    off: list[float] = []
    for seed in range(RECORDINGS):
        chance = np.random.default_rng(seed)
        course, camera, side = any_person(chance), any_camera(chance), SIDES[seed % 2]
        turns = film_turns(filmed_leg(course, side, camera, seed))
        turned_in, turned_out = turns.repeats_deg("internal"), turns.repeats_deg("external")
        assert (len(turned_in), len(turned_out)) == (3, 3), f"recording {seed}"
        off += [*np.subtract(turned_in, course.internal_deg), *np.subtract(turned_out, course.external_deg)]
    assert abs(np.mean(off)) < 0.1
    assert np.std(off) < 0.5


@pytest.mark.parametrize(
    ("camera", "off_deg"),
    [
        (Camera(yaw_deg=10.0), 0.5),
        (Camera(yaw_deg=20.0), 1.9),
        (Camera(pitch_deg=20.0), 1.9),
        (Camera(roll_deg=5.0), 0.1),
        (Camera(knee_deg=70.0), 0.1),
    ],
)
def test_what_a_camera_that_is_off_costs(camera: Camera, off_deg: float) -> None:
    found = ends_deg(measured(filmed_leg(camera=camera), side=Side.RIGHT), Side.RIGHT)
    assert np.abs(np.subtract(found, (32.0, 41.0))).max() == pytest.approx(off_deg, abs=0.25)


def test_a_camera_from_aside_with_an_open_knee_is_told_and_widens_the_bar() -> None:
    square = measured(filmed_leg(), side=Side.RIGHT)
    askew = measured(filmed_leg(camera=Camera(yaw_deg=20.0, pitch_deg=-15.0, knee_deg=72.0)), side=Side.RIGHT)
    assert "film-length" not in codes(square)
    assert "film-length" in codes(askew)
    assert askew.found.ends[0].angle.sigma > 1.3 * square.found.ends[0].angle.sigma
    off = np.abs(np.subtract(ends_deg(askew, Side.RIGHT), (32.0, 41.0)))
    assert np.all(off < 1.96 * askew.found.ends[0].angle.sigma)


def test_an_error_bar_knows_how_the_leg_was_found() -> None:
    track = filmed_leg()
    sizes = {}
    for found_by in ("heavy", "full", "taps"):
        found = measured(replace(track, found_by=found_by), side=Side.RIGHT)
        sizes[found.found.method] = found.found.ends[0].angle.sigma
    assert list(sizes) == ["video", "video_full", "tapped_video"]
    assert sizes["video"] < sizes["tapped_video"] < sizes["video_full"]
    above = measured(track, position="supine", side=Side.RIGHT)
    assert above.found.ends[0].angle.sigma > sizes["video"]


def test_the_leg_that_moves_is_the_one_that_is_measured() -> None:
    for side in SIDES:
        legs = legs_of(filmed_person({side: Course()}))
        found = film_measured(legs, "seated", measured_on=DAY)
        assert {end.side for end in found.found.ends} == {side}
        np.testing.assert_allclose(ends_deg(found, side), (32.0, 41.0), atol=0.7)
        assert codes(found) == {"film-side-unsaid"}
        assert not codes(film_measured(legs, "seated", measured_on=DAY, side=side))


def test_legs_one_after_the_other_each_with_their_own_rest() -> None:
    courses = {Side.RIGHT: Course(), Side.LEFT: LEFT_COURSE}
    found = film_measured(legs_of(filmed_person(courses, apart_s=2.0)), "seated", measured_on=DAY, mirrored=False)
    np.testing.assert_allclose(ends_deg(found, Side.RIGHT), (32.0, 41.0), atol=0.7)
    np.testing.assert_allclose(ends_deg(found, Side.LEFT), (25.0, 48.0), atol=0.7)
    assert [len(end.repeats_deg) for end in found.found.ends] == [3, 3, 3, 3]
    assert found.legs[1].turns.shin.time_s[0] > found.legs[0].turns.shin.time_s[-1] - 0.1
    only = film_measured(legs_of(filmed_person(courses, apart_s=2.0)), "seated", measured_on=DAY, side=Side.LEFT)
    assert {end.side for end in only.found.ends} == {Side.LEFT}


def test_both_legs_at_once_are_told() -> None:
    courses = {Side.RIGHT: Course(), Side.LEFT: LEFT_COURSE}
    found = film_measured(legs_of(filmed_person(courses)), "seated", measured_on=DAY, mirrored=False)
    assert codes(found) == {"film-legs-together"}


def test_a_leg_that_moves_along_is_not_measured() -> None:
    along = Course(internal_deg=(20.0, 20.0, 20.0), external_deg=(24.0, 24.0, 24.0))
    found = film_measured(
        legs_of(filmed_person({Side.RIGHT: Course(), Side.LEFT: along})), "seated", measured_on=DAY, mirrored=False
    )
    assert {end.side for end in found.found.ends} == {Side.RIGHT}
    assert codes(found) == {"film-other-leg"}


def test_a_side_that_the_film_contradicts_is_refused_and_mirrored_is_asked_for() -> None:
    legs = legs_of(filmed_person({Side.LEFT: Course()}))
    with pytest.raises(ImpossibleData, match="the film shows the left leg moving, and the right one") as caught:
        film_measured(legs, "seated", measured_on=DAY, side=Side.RIGHT)
    assert "--mirrored" in caught.value.next_step


def test_a_mirrored_film_would_show_the_other_leg_and_the_same_direction() -> None:
    points = filmed_person({Side.RIGHT: Course()})
    flipped = np.array(points.xy_px)
    flipped[..., 0] = points.width_px - 1.0 - flipped[..., 0]
    swapped = replace(points, xy_px=frozen(flipped[:, _exchanged_names()]))
    seen = film_measured(legs_of(swapped), "seated", measured_on=DAY)
    np.testing.assert_allclose(ends_deg(seen, Side.LEFT), (32.0, 41.0), atol=0.7)
    assert "film-side-unsaid" in codes(seen)
    with pytest.raises(ImpossibleData, match="the right one was said"):
        film_measured(legs_of(swapped), "seated", measured_on=DAY, side=Side.RIGHT)


def _exchanged_names() -> list[int]:
    from trochanter.capture.keypoints import POINTS

    other = {"_r": "_l", "_l": "_r"}
    return [POINTS.index(name[:-2] + other[name[-2:]]) if name[-2:] in other else k for k, name in enumerate(POINTS)]


def test_a_tapped_leg_of_a_mirrored_film_would_turn_the_other_way() -> None:
    track = filmed_leg(side=Side.RIGHT)
    knee, ankle = (frozen(np.array([719.0, 0.0]) + xy * [-1.0, 1.0]) for xy in (track.knee_px, track.ankle_px))
    with pytest.raises(ImpossibleData, match="foot inwards") as caught:
        measured(replace(track, knee_px=knee, ankle_px=ankle, found_by="taps"), side=Side.RIGHT)
    assert "--mirrored" in caught.value.next_step
    seen = replace(track, knee_px=knee, ankle_px=ankle, found_by="taps")
    found = measured(turned_round(seen), side=Side.RIGHT, mirrored=True)
    np.testing.assert_allclose(ends_deg(found, Side.RIGHT), (32.0, 41.0), atol=0.2)


def test_who_begins_inwards_has_to_say_so() -> None:
    track = filmed_leg(Course(inwards_first=True))
    with pytest.raises(ImpossibleData, match="begins with the foot outwards") as caught:
        measured(track, side=Side.RIGHT)
    assert "--not-mirrored" in caught.value.next_step
    found = measured(track, side=Side.RIGHT, mirrored=False)
    np.testing.assert_allclose(ends_deg(found, Side.RIGHT), (32.0, 41.0), atol=0.2)
    assert codes(found) == {"film-first-inwards"}


def test_names_that_jump_between_the_legs_are_left_out() -> None:
    points = filmed_person({Side.RIGHT: Course()})
    xy = np.array(points.xy_px)
    some = np.r_[200:204, 400:430, 610:612]
    xy[some] = xy[some][:, _exchanged_names()]
    legs = legs_of(replace(points, xy_px=frozen(xy)))
    assert np.flatnonzero(np.isnan(legs[Side.RIGHT].knee_px[:, 0])).tolist() == some.tolist()
    found = film_measured(legs, "seated", measured_on=DAY, side=Side.RIGHT)
    np.testing.assert_allclose(ends_deg(found, Side.RIGHT), (32.0, 41.0), atol=0.7)


def test_a_crossing_foot_is_no_exchange() -> None:
    points = filmed_person({Side.RIGHT: Course(external_deg=(55.0, 55.0, 55.0), move_s=0.4)})
    assert np.isfinite(legs_of(points)[Side.RIGHT].knee_px).all()


def test_prone_needs_taps() -> None:
    with pytest.raises(BadSetting, match="tap knee and ankle"):
        measured(filmed_leg(camera=Camera(shin_down=False)), position="prone")


def test_an_end_that_is_missing_is_told() -> None:
    track = filmed_leg(Course(external_deg=(3.0, 3.0, 3.0)))
    found = measured(track, side=Side.RIGHT)
    assert [end.direction for end in found.found.ends] == ["internal"]
    assert "film-end-missing" in codes(found)
