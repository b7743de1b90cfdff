"""Where a muscle changes its action, and how sure that is."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from revalidation.hips import sign_change_deg
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.osim import read_osim
from trochanter.core.arrays import Floats
from trochanter.core.errors import BadSetting, UnknownName
from trochanter.core.sides import Side
from trochanter.mechanics.atlas import posture_atlas
from trochanter.mechanics.atlas_samples import ArmSamples, sampled_arms
from trochanter.mechanics.crossings import changing_share, crossings, muscle_crossings

FLEXION = np.radians(np.arange(-20.0, 121.0, 2.5))


@pytest.fixture(scope="module")
def deep() -> ArmSamples:
    return sampled_arms(hip_model(), FLEXION, lines=["deep"], samples=300)


def made(rows: Floats, nominal: Floats) -> ArmSamples:
    """Samples of one line of rotation arms over -1, 0 and 1 rad, by hand."""
    x = np.array([-1.0, 0.0, 1.0])
    return ArmSamples(hip_model(), Side.RIGHT, x, ("made",), _axes(nominal)[:, None], _axes(rows)[:, :, None], 0.005, 0)


def _axes(arms: Floats) -> Floats:
    return np.stack([np.ones_like(arms), np.ones_like(arms), arms], axis=-1)


def test_the_piriformis_turns_over_where_its_arm_passes_zero(deep: ArmSamples) -> None:
    (found,) = (change for change in crossings(deep, "rotation") if change.line == "piri_r")
    assert found.rising
    assert np.degrees(found.flexion_rad) == pytest.approx(sign_change_deg("piri_r"), abs=0.1)
    assert np.degrees(found.low_rad) < np.degrees(found.flexion_rad) < np.degrees(found.high_rad)
    assert found.changing == 1.0
    arm = posture_atlas(hip_model(), [found.flexion_rad], lines=["piri"]).arm_m[0, 0, 0, 0, 2]
    assert abs(arm) < 1e-5
    paths = dict(found.variants)
    assert set(paths) == {"dostal1981", "rajagopal_via"}
    assert np.degrees(paths["rajagopal_via"]) == pytest.approx(46.5, abs=1.0)


def test_the_nominal_arms_are_those_of_the_atlas(deep: ArmSamples) -> None:
    atlas = posture_atlas(hip_model(), FLEXION, lines=["deep"])
    assert deep.lines == atlas.lines
    assert np.allclose(deep.nominal_m, atlas.arm_m[:, 0, 0], rtol=0.0, atol=1e-13)


def test_the_knee_bends_with_the_samples() -> None:
    arms = sampled_arms(hip_model(), FLEXION, samples=1, sigma_m=0.0, lines=["hamstring"], knee_rad=1.4)
    atlas = posture_atlas(hip_model(), FLEXION, lines=["hamstring"], knee_rad=1.4)
    straight = posture_atlas(hip_model(), FLEXION, lines=["hamstring"])
    assert np.allclose(arms.sampled_m[0], atlas.arm_m[:, 0, 0], rtol=0.0, atol=1e-13)
    assert np.abs(atlas.arm_m - straight.arm_m).max() > 0.002


def test_a_larger_error_widens_the_interval_and_none_closes_it() -> None:
    widths = []
    for sigma_m in (0.0, 0.002, 0.005):
        arms = sampled_arms(hip_model(), FLEXION, lines=["piri"], samples=200, sigma_m=sigma_m)
        (found,) = crossings(arms, "rotation")
        widths.append(found.high_rad - found.low_rad)
    assert widths[0] < 1e-12
    assert 0.02 < widths[1] < 0.6 * widths[2]


def test_samples_repeat_with_their_seed_and_mirror_across() -> None:
    def arms(side: Side = Side.RIGHT, seed: int = 3) -> Floats:
        return sampled_arms(hip_model(), FLEXION[::8], lines=["deep"], samples=20, seed=seed, side=side).sampled_m

    assert np.array_equal(arms(), arms())
    assert np.allclose(arms(Side.LEFT), arms(), rtol=0.0, atol=1e-12)
    assert not np.allclose(arms(seed=4), arms())


def test_all_points_of_a_muscle_on_a_bone_move_together(deep: ArmSamples) -> None:
    """Both lines of obturator internus turn at one notch and end at one point, and so they do in every sample."""
    upper, lower = (deep.lines.index(f"obtint_{part}_r") for part in ("sup", "inf"))
    same = np.isclose(deep.sampled_m[:, :, upper], deep.sampled_m[:, :, lower], rtol=0.0, atol=1e-4)
    assert same.mean() > 0.95  # where the capsule touches one of them and not the other they part
    gem = deep.lines.index("gem_sup_r")
    assert np.corrcoef(deep.sampled_m[:, 0, upper, 2], deep.sampled_m[:, 0, gem, 2])[0, 1] < 0.3


def test_a_sample_that_does_not_change_counts_as_one_beyond_the_end() -> None:
    nominal = np.array([-1.0, -0.5, 0.5])
    always_before, always_after, within = -np.ones(3), np.ones(3), np.array([-1.0, 1.0, 1.0])
    found = crossings(made(np.array([always_before] * 2 + [within] * 8), nominal), "rotation")[0]
    assert found.changing == 0.8
    assert found.high_rad == np.inf
    assert found.low_rad == pytest.approx(-0.5)
    found = crossings(made(np.array([always_after] * 2 + [within] * 8), nominal), "rotation")[0]
    assert found.low_rad == -np.inf
    assert found.high_rad == pytest.approx(-0.5)
    assert found.flexion_rad == pytest.approx(0.5)
    assert (found.least_m, found.most_m) == (-1.0, 0.5)


def test_a_change_both_ways_is_told_twice_with_its_own_interval() -> None:
    nominal = np.array([-1.0, 1.0, -1.0])
    first, second = crossings(made(np.tile(nominal, (10, 1)), nominal), "rotation")
    assert (first.rising, second.rising) == (True, False)
    assert [first.flexion_rad, second.flexion_rad] == pytest.approx([-0.5, 0.5])
    assert [first.low_rad, second.high_rad] == pytest.approx([-0.5, 0.5])


def test_an_arm_without_a_change_has_none() -> None:
    assert crossings(made(np.ones((4, 3)), np.ones(3)), "rotation") == ()
    assert changing_share(made(np.array([[1.0, 1, 1], [1, -1, 1]]), np.ones(3)), "rotation") == {"made": 0.5}


def test_a_muscles_change_is_that_of_its_lines_mean(deep: ArmSamples) -> None:
    found = {change.line: change for change in muscle_crossings(deep, "flexion")}
    lines = [deep.lines.index(f"obtext_{part}_r") for part in ("sup", "inf")]
    mean = deep.nominal_m[:, lines, 0].mean(axis=1)
    at = found["obturator_externus"].flexion_rad
    assert abs(np.interp(at, FLEXION, mean)) < 1e-9
    assert "piriformis" not in found


def test_flipping_a_muscle_flips_its_change(deep: ArmSamples) -> None:
    turned = replace(deep, nominal_m=-deep.nominal_m, sampled_m=-deep.sampled_m)
    before = {(c.line, c.rising) for c in crossings(deep, "rotation")}
    after = {(c.line, not c.rising) for c in crossings(turned, "rotation")}
    assert before == after
    assert before


@pytest.mark.needs("shared-data")
def test_other_models_have_changes_but_no_other_paths(shared_data: Path) -> None:
    body = read_osim(shared_data / "models" / "gait2392_thelen2003muscle.osim")
    found = crossings(sampled_arms(body, FLEXION, lines=["peri", "gem"], samples=50), "rotation")
    assert {change.line for change in found} == {"peri_r", "gem_r"}
    assert all(change.variants == () for change in found)
    # gait2392's piriformis path is the one that Delp's values were fitted with.
    (peri,) = (change for change in found if change.line == "peri_r")
    assert np.degrees(peri.low_rad) < 57.0 < np.degrees(peri.high_rad)


def test_impossible_samples_are_refused() -> None:
    with pytest.raises(BadSetting, match="attachment error"):
        sampled_arms(hip_model(), FLEXION, sigma_m=np.nan)
    with pytest.raises(BadSetting, match="attachment error"):
        sampled_arms(hip_model(), FLEXION, sigma_m=-0.001)
    with pytest.raises(BadSetting, match="number of samples"):
        sampled_arms(hip_model(), FLEXION, samples=0)
    with pytest.raises(UnknownName, match="hip axis"):
        crossings(made(np.ones((4, 3)), np.ones(3)), "twist")
