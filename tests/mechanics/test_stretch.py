"""The stretch finder against brute force, and what it says beside the answer."""

from pathlib import Path

import numpy as np
import pytest

from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.osim import read_osim
from trochanter.core.errors import BadSetting, ImpossibleData, UnknownName
from trochanter.core.sides import Side
from trochanter.mechanics.atlas import posture_atlas
from trochanter.mechanics.atlas_grid import span
from trochanter.mechanics.hip_ranges import HipRanges, model_ranges
from trochanter.mechanics.stretch import FINE_RAD, Stretch, stretch

MUSCLES = ("piriformis", "obturator_internus", "obturator_externus", "gem_inf", "quadratus_femoris", "gluteus_medius")


def ranges(*limits_deg: tuple[float, float]) -> HipRanges:
    flexion, adduction, rotation = ((float(np.radians(a)), float(np.radians(b))) for a, b in limits_deg)
    return HipRanges(flexion, adduction, rotation)


WITHIN = ranges((-10.0, 110.0), (-30.0, 20.0), (-35.0, 35.0))


@pytest.fixture(scope="module", params=MUSCLES)
def found(request: pytest.FixtureRequest) -> Stretch:
    return stretch(hip_model(), request.param, WITHIN)


def test_no_posture_of_a_finer_grid_is_longer(found: Stretch) -> None:
    axes = [span(low, high, np.radians(4.0)) for low, high in WITHIN.all_rad]
    atlas = posture_atlas(hip_model(), *axes, lines=[found.muscle])
    longer = np.where(atlas.valid.all(axis=-1), atlas.longer_m.mean(axis=-1), -np.inf)
    # One step of the fine search in each of three angles, with arms up to 50 mm, is all it can have missed.
    assert longer.max() - found.best.longer_m < 1.5 * FINE_RAD * 0.05
    assert found.left_out == pytest.approx(np.mean(~np.isfinite(longer)), abs=0.03)


def test_at_the_best_posture_no_angle_can_lengthen_it_but_beyond_an_end_or_limit(found: Stretch) -> None:
    if found.at_limit:
        assert found.fiber_norm.max() > 1.48
        return
    atlas = posture_atlas(hip_model(), *([angle] for angle in found.best.posture_rad), lines=[found.muscle])
    slope = -atlas.arm_m[0, 0, 0].mean(axis=0)
    for k, (low, high) in enumerate(WITHIN.all_rad):
        at = float(found.best.posture_rad[k])
        if abs(at - high) < 1e-9:
            assert slope[k] > -1e-3
        elif abs(at - low) < 1e-9:
            assert slope[k] < 1e-3
        else:
            assert abs(slope[k]) < 0.05 * FINE_RAD + 1e-3
        assert found.at_end[k] == (abs(at - high) < 1e-9 or abs(at - low) < 1e-9)


def test_what_it_says_beside_the_answer_is_true(found: Stretch) -> None:
    body, best = hip_model(), found.best
    there = posture_atlas(body, *([angle] for angle in best.posture_rad), lines=[found.muscle])
    assert there.valid.all()
    assert np.allclose(there.longer_m[0, 0, 0], found.lines_m, rtol=0.0, atol=1e-12)
    assert best.longer_m == pytest.approx(found.lines_m.mean())
    assert np.allclose(there.fiber_norm[0, 0, 0], found.fiber_norm, rtol=0.0, atol=1e-9)
    for k in range(3):
        for end in found.near_rad[k]:
            posture = best.posture_rad.copy()
            posture[k] = end
            near = posture_atlas(body, *([angle] for angle in posture), lines=[found.muscle])
            assert near.longer_m.mean() >= best.longer_m - found.near_m - 1e-9
        place = found.single[k]
        assert np.count_nonzero(place.posture_rad) <= 1
        assert place.longer_m <= best.longer_m + 1e-12
    for tie in found.ties:
        assert best.longer_m - found.near_m <= tie.longer_m <= best.longer_m + 1e-4
        assert np.abs(tie.posture_rad - best.posture_rad).max() > np.radians(5.0)


def test_obturator_internus_is_longest_turned_in_as_measured() -> None:
    """McGovern 2017: of single movements, obturator internus lengthens most by internal rotation from neutral."""
    flexion, adduction, rotation = stretch(hip_model(), "obturator_internus", WITHIN).single
    assert rotation.longer_m > max(flexion.longer_m, adduction.longer_m)
    assert rotation.posture_rad[2] == pytest.approx(np.radians(35.0))


def test_both_sides_agree() -> None:
    right, left = (stretch(hip_model(), "gem_sup", WITHIN, side=side) for side in Side)
    assert np.allclose(right.best.posture_rad, left.best.posture_rad, rtol=0.0, atol=1e-12)
    assert left.lines == ("gem_sup_l",)


def test_equal_postures_are_ties() -> None:
    """With a wide margin the whole range hangs together; with a small one both ends of obturator externus are apart."""
    within = ranges((0.0, 105.0), (-30.0, 20.0), (-35.0, 35.0))
    assert stretch(hip_model(), "obturator_externus", within, near_m=1.0).ties == ()
    (tie,) = stretch(hip_model(), "obturator_externus", within, near_m=0.001).ties
    assert abs(tie.posture_rad[0] - np.radians(105.0)) < 1e-9


def test_a_range_of_one_posture_is_that_posture() -> None:
    found = stretch(hip_model(), "piriformis", ranges((90.0, 90.0), (10.0, 10.0), (0.0, 0.0)))
    assert np.allclose(np.degrees(found.best.posture_rad), [90.0, 10.0, 0.0])
    assert (found.at_end, found.near_share, found.ties) == ((False, False, False), 1.0, ())


def test_what_cannot_be_answered_is_refused() -> None:
    with pytest.raises(UnknownName, match="did you mean 'piriformis'"):
        stretch(hip_model(), "pirifromis")
    with pytest.raises(ImpossibleData, match="fibres of 'recfem' stay within"):
        stretch(hip_model(), "recfem", ranges((100.0, 120.0), (0.0, 0.0), (0.0, 0.0)))
    with pytest.raises(BadSetting, match="range of hip flexion"):
        ranges((20.0, 10.0), (0.0, 0.0), (0.0, 0.0))
    with pytest.raises(BadSetting, match="range of hip rotation"):
        ranges((0.0, 10.0), (0.0, 0.0), (0.0, np.nan))


@pytest.mark.needs("shared-data")
def test_a_generic_model_is_searched_where_a_hip_can_go(shared_data: Path) -> None:
    body = read_osim(shared_data / "models" / "gait2392_thelen2003muscle.osim")
    assert np.degrees(body.coordinates.upper[body.coordinate("hip_rotation_r")]) > 100.0
    assert model_ranges(body) == model_ranges(hip_model())
    found = stretch(body, "peri")
    assert found.at_limit  # its fibres are 26 mm long: their limit comes long before the end of the range
    assert 0.02 < found.left_out < 0.5
