"""What is drawn: strata, streams, spreads, and nothing at all where nothing is uncertain."""

from dataclasses import fields, replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.rotation_errors import HIP_CENTRE as CENTRE_ERROR
from trochanter.anatomy.rotation_errors import KNEE_AXIS, rotation_errors
from trochanter.anatomy.uncertain_inputs import (
    ATTACHMENT,
    BIAS,
    HIP_CENTRE,
    POWER,
    PRESSURE,
    ROTATION,
    SETS,
    STRENGTH,
    TENSION,
    uncertain_inputs,
)
from trochanter.core.errors import BadSetting, UnknownName
from trochanter.mechanics.moment_error import PRESSURE_CENTRE_ERROR_M
from trochanter.mechanics.paths import make_plan
from trochanter.mechanics.sampling import (
    INPUTS,
    Draws,
    Space,
    attachment_areas,
    check_samples,
    chosen_inputs,
    draw,
    hypercube,
    make_space,
    realise,
)

MANY = 6000


@cache
def space() -> Space:
    body = hip_model()
    return make_space(body, np.flatnonzero(make_plan(body).muscle["hip"] >= 0).tolist(), 3, 1, 2)


def parts(draws: Draws) -> dict[str, np.ndarray]:
    return {each.name: getattr(draws, each.name) for each in fields(draws)}


def test_every_stratum_holds_one_sample() -> None:
    points = hypercube(50, 7, np.random.default_rng(1))
    np.testing.assert_array_equal(np.sort((points * 50).astype(int), axis=0), np.tile(np.arange(50)[:, None], 7))
    assert not np.array_equal(np.argsort(points[:, 0]), np.argsort(points[:, 1]))


def test_an_input_has_the_same_numbers_whichever_others_are_on() -> None:
    everything, alone = draw(space(), 40, 5, INPUTS), draw(space(), 40, 5, (ATTACHMENT,))
    np.testing.assert_array_equal(everything.shift_m, alone.shift_m)
    assert not np.any(alone.centre_m)
    assert np.any(everything.centre_m)


def test_the_seed_decides() -> None:
    one, same, other = (draw(space(), 30, seed, INPUTS) for seed in (3, 3, 4))
    for name, values in parts(one).items():
        np.testing.assert_array_equal(values, parts(same)[name])
        assert not np.array_equal(values, parts(other)[name]), name


@pytest.mark.parametrize("how", ["off", "zero spread"])
def test_no_uncertainty_is_the_account_itself_exactly(how: str) -> None:
    assumed = {name: replace(row, spread=0.0) for name, row in uncertain_inputs().items()}
    on = [name for name in INPUTS if name not in (SETS, POWER)]
    draws = realise(space(), {}, 8) if how == "off" else draw(space(), 8, 0, on, assumed)
    assert np.all(draws.set == 1)
    assert np.all(draws.power == 2)
    assert np.all(draws.strength == 1.0)
    for name in ("shift_m", "centre_m", "rotation_rad", "pressure_m", "bias"):
        assert not np.any(getattr(draws, name)), name


def test_spreads_are_those_of_the_table() -> None:
    draws, known = draw(space(), MANY, 0, INPUTS), uncertain_inputs()
    assert np.std(draws.shift_m, axis=0) == pytest.approx(1e-3 * known[ATTACHMENT].spread, rel=0.02)
    assert np.std(draws.centre_m, axis=0) == pytest.approx(1e-3 * known[HIP_CENTRE].spread, rel=0.02)
    assert np.std(draws.rotation_rad, axis=0) == pytest.approx(np.deg2rad(known[ROTATION].spread), rel=0.02)
    assert np.std(draws.pressure_m, axis=0) == pytest.approx(1e-3 * known[PRESSURE].spread, rel=0.02)
    logs = np.log(draws.strength)
    assert np.median(draws.strength) == pytest.approx(1.0, abs=0.02)
    assert np.std(logs[:, 0]) == pytest.approx(np.hypot(known[STRENGTH].spread, known[TENSION].spread), rel=0.05)
    assert (draws.bias.min(), draws.bias.max()) == pytest.approx((0.0, known[BIAS].spread), abs=0.001)
    assert np.bincount(draws.set).tolist() == pytest.approx([MANY / 3] * 3, abs=1)
    assert np.bincount(draws.power)[2:].tolist() == pytest.approx([MANY / 2] * 2, abs=1)


def test_a_person_is_as_strong_on_both_sides_and_every_muscle_has_its_own_strength() -> None:
    draws, names = draw(space(), 20, 0, (STRENGTH,)), hip_model().muscles.names
    line = {name: draws.strength[:, k] for k, name in enumerate(names)}
    np.testing.assert_array_equal(line["obtint_sup_r"], line["obtint_inf_l"])
    assert not np.allclose(line["obtint_sup_r"], line["gem_sup_r"])


def test_points_of_a_muscle_on_a_bone_move_together_and_mirrored() -> None:
    body = hip_model()
    areas = attachment_areas(body, [body.muscle(f"{stem}_{s}") for s in "rl" for stem in ("obtint_sup", "obtint_inf")])
    assert areas.names == (("obturator_internus", "pelvis"), ("obturator_internus", "femur"))
    right, left = (list(body.muscle_points(body.muscle(f"obtint_sup_{s}"))) for s in "rl")
    assert areas.of_point[right].tolist() == areas.of_point[left].tolist() == [0, 0, 1]
    assert areas.mirror[right].tolist() == [1.0] * 3
    assert areas.mirror[left].tolist() == [-1.0] * 3
    assert areas.ends[:, body.muscle("obtint_sup_r")].tolist() == [1.0, 1.0]
    assert np.all(areas.of_point[list(body.muscle_points(body.muscle("piri_r")))] == -1)


def test_the_table_agrees_with_what_else_is_known() -> None:
    known, measured = uncertain_inputs(), rotation_errors()
    assert set(known) == set(INPUTS)
    assert known[HIP_CENTRE].spread == pytest.approx(measured[CENTRE_ERROR].value / np.sqrt(3.0), abs=0.05)
    assert known[ROTATION].spread == measured[KNEE_AXIS].value
    assert known[PRESSURE].spread == 1e3 * PRESSURE_CENTRE_ERROR_M
    for row in known.values():
        assert row.population
        assert row.source.citation
        assert row.status in {"READ (abstract)", "assumption"}
        assert row.distribution in {"normal", "lognormal", "uniform", "choice"}
        assert np.isnan(row.spread) == (row.distribution == "choice")


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(UnknownName, match="did you mean 'attachment'"):
        chosen_inputs(["attachments"])
    assert chosen_inputs(["solver_power", "attachment"]) == (ATTACHMENT, POWER)


@pytest.mark.parametrize("wrong", [19, 10_001, True, 50.5, "many"])
def test_impossible_numbers_of_samples_are_refused(wrong: Any) -> None:
    with pytest.raises(BadSetting, match="a whole number from 20 to 10000"):
        check_samples("samples", wrong, 20)
