"""Parameter sets of the deep rotators against the published figures and the rule by which a set may enter."""

import itertools

import numpy as np
import pytest

from trochanter.anatomy.deep_sets import NOMINAL_SET, TENDON_FLOOR, deep_sets, set_parameters
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.lines import deep_stems
from trochanter.anatomy.neutral import neutral_lengths
from trochanter.anatomy.norms import running_band
from trochanter.mechanics.fibers import fiber_state
from trochanter.mechanics.geometry import geometry, make_engine

# 60 N/cm2 times the cross-section of Parvaresh 2019 (doi 10.1186/s12891-019-2995-0), in newtons.
CADAVER_N = {"obtint": 225.6, "obtext": 272.4, "gem_sup": 40.8, "gem_inf": 61.2, "piri": 130.2, "pect": 136.2}


def muscle_force_N(set_name: str, start: str) -> float:
    found = [line.max_isometric_force_N for stem, line in set_parameters(set_name).items() if stem.startswith(start)]
    return sum(found)


@pytest.mark.parametrize(("start", "force_N"), CADAVER_N.items())
def test_cadaver_set_is_60_newtons_per_square_centimetre(start: str, force_N: float) -> None:
    assert muscle_force_N("cadaver", start) == pytest.approx(force_N)
    assert muscle_force_N("young", start) == pytest.approx(2.4 * force_N)


def test_tlem2_set_keeps_its_cross_sections() -> None:
    areas_cm2 = {
        "obtint": 17.5,
        "obtext": 13.5,
        "gem_sup": 2.2,
        "gem_inf": 2.2,
        "quadfem": 11.4,
        "piri": 6.2,
        "pect": 4.0,
    }
    for start, area_cm2 in areas_cm2.items():
        assert muscle_force_N("tlem2", start) == pytest.approx(60.0 * area_cm2)


def test_tlem2_obturator_externus_is_split_by_its_mass() -> None:
    lines = set_parameters("tlem2")
    area_cm2 = {stem: lines[stem].max_isometric_force_N / 60.0 for stem in ("obtext_sup", "obtext_inf")}
    mass_g = 1.056 * (2.4 * area_cm2["obtext_sup"] + 5.9 * area_cm2["obtext_inf"])
    assert mass_g == pytest.approx(41.0, abs=0.1)


def test_substituted_fibre_lengths_are_the_ones_stated() -> None:
    substituted = {name: {s for s, line in set_parameters(name).items() if line.substitution} for name in deep_sets()}
    everywhere = {"quadfem_inf"}
    assert substituted["cadaver"] == substituted[NOMINAL_SET] == everywhere
    assert substituted["tlem2"] == everywhere | {
        "obtint_sup", "obtint_inf", "obtext_sup", "gem_sup", "gem_inf", "quadfem_sup",
    }  # fmt: skip
    for name in deep_sets():
        noticed = {n.where for n in hip_model(name).notices if n.code == "fiber-length-substituted"}
        assert noticed == substituted[name]


@pytest.mark.parametrize("set_name", deep_sets())
def test_tendon_follows_the_neutral_length(set_name: str) -> None:
    body = hip_model(set_name)
    floored = set()
    for stem, line in set_parameters(set_name).items():
        m = body.muscle(f"{stem}_r")
        length_m = neutral_lengths(body, [m])[0]
        fiber_m = line.optimal_fiber_length_m * line.neutral_fiber_norm
        rule_m = length_m - fiber_m * np.cos(line.pennation_rad)
        if rule_m < TENDON_FLOOR * length_m:
            floored.add(stem)
        expected_m = max(rule_m, TENDON_FLOOR * length_m)
        assert body.muscles.tendon_slack_length_m[m] == pytest.approx(expected_m, rel=1e-12)
    assert floored == ({"quadfem_inf", "obtext_inf"} if set_name != "tlem2" else {"quadfem_inf"})


@pytest.mark.parametrize("set_name", deep_sets())
def test_fibres_stay_valid_over_the_band_of_healthy_runners(set_name: str) -> None:
    """0.6 to 1.4 fibre lengths and below 0.2 of maximum passive force, two standard deviations off in 26 directions."""
    body, band = hip_model(set_name), running_band()
    ways = np.array([way for way in itertools.product((-1.0, 0.0, 1.0), repeat=3) if any(way)])
    steps = np.vstack([np.zeros(3), 2.0 * ways / np.linalg.norm(ways, axis=1, keepdims=True)])
    angles = (band.mean_rad[:, None, :] + steps * band.sd_rad[:, None, :]).reshape(-1, 3)
    q = np.tile(body.coordinates.default, (len(angles), 1))
    for k, name in enumerate(("hip_flexion_r", "hip_adduction_r", "hip_rotation_r")):
        q[:, body.coordinate(name)] = angles[:, k]
    length_m = geometry(make_engine(body), q).length_m
    state = fiber_state(body.muscles, length_m, np.zeros_like(length_m))
    for stem in deep_stems():
        m = body.muscle(f"{stem}_r")
        norm = state.length_norm[:, m]
        assert norm.min() >= 0.6, stem
        assert norm.max() <= 1.4, stem
        assert state.passive_N[:, m].max() < 0.2 * body.muscles.max_isometric_force_N[m], stem
