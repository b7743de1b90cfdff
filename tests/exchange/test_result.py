"""The result of an account: every number with its unit, in six digits, and nothing that tells of somebody's folders."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.reporting.made_account import made_account
from trochanter.anatomy.body import Origin
from trochanter.capture.trial import Table, Trial
from trochanter.core.arrays import frozen
from trochanter.core.quality import Notice
from trochanter.exchange.outputs import inputs_of, result_text
from trochanter.exchange.result import result_of
from trochanter.exchange.schema import Result
from trochanter.exchange.shapes import Curve, Quantity
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.summary import summarise


def sound_account(strides: int, left_scale: float = 1.0) -> MuscleAccount:
    account = made_account(strides, left_scale=left_scale)
    roles = ("free",) * len(account.motion.body.coordinates.names)
    return replace(account, motion=replace(account.motion, roles=roles))


@pytest.fixture(scope="module")
def account() -> MuscleAccount:
    return sound_account(3)


@pytest.fixture(scope="module")
def result(account: MuscleAccount) -> Result:
    return result_of(account)


def quantities(part: Any) -> Iterable[Any]:
    """Everything in a result that stands for itself: quantities and curves whole, bare values one by one."""
    if isinstance(part, Quantity | Curve | str) or not isinstance(part, Iterable):
        yield part
        return
    for child in part.values() if isinstance(part, dict) else part:
        yield from quantities(child[1] if isinstance(child, tuple) else child)


def test_no_measured_number_stands_without_a_unit(account: MuscleAccount, result: Result) -> None:
    bare = [each for each in quantities(result) if isinstance(each, float)]
    # The bands of activations are the only bare lists; their unit is that of the activation beside them.
    bands = sum(
        len(near.low) + len(near.high) for hip in result.hips.values() for m in hip.muscles for near in m.near_optimal
    )
    assert len(bare) == bands > 0
    assert result.parameters["cutoff_hz"] == Quantity(value=15.0, unit="Hz")
    assert result.parameters["person_mass_kg"] == Quantity(value=62.0, unit="kg")
    assert result.strength[1].factor == Quantity(value=2.0, unit="1")
    hip = result.hips["right"]
    assert {each.unit for each in hip.toe_off} == {"percent of stride"}
    assert hip.phases[1].start == hip.phases[0].end
    assert {each.unit for each in hip.muscles[0].doubt.values()} == {"1"}


def test_numbers_carry_six_digits(account: MuscleAccount) -> None:
    text = result_text(result_of(account))
    digits = {len(found.strip("0")) for found in _mantissas(json.loads(text))}
    assert max(digits) == 6


def _mantissas(part: Any) -> Iterable[str]:
    if isinstance(part, float):
        yield repr(part).lstrip("-").split("e")[0].replace(".", "")
    elif isinstance(part, dict | list):
        for child in part.values() if isinstance(part, dict) else part:
            yield from _mantissas(child)


def test_each_stride_stands_beside_its_mean(account: MuscleAccount, result: Result) -> None:
    hip = result.hips["left"]
    for curve in (hip.angle["rotation"], hip.moment["rotation"], hip.contact, hip.muscles[2].activation):
        assert curve.strides is not None
        assert np.array(curve.strides, dtype=float).shape == (3, 101)
        np.testing.assert_allclose(
            np.mean(np.array(curve.strides, dtype=float), axis=0),
            np.array(curve.values, dtype=float),
            rtol=1e-4,
            atol=1e-6,
        )
    assert result_of(sound_account(0)).hips["left"].contact.strides is None


def test_fibres_and_passive_force_are_those_of_the_account(account: MuscleAccount) -> None:
    time_s = account.motion.time_s
    ramp = np.tile(np.linspace(0.8, 1.2, len(time_s))[:, None], (1, len(account.muscles)))
    changed = replace(
        account, fiber_length_norm=frozen(ramp), passive_N=frozen(62.0 * ramp), length_m=frozen(0.1 * ramp)
    )
    for side, hip in result_of(changed).hips.items():
        axis = next(h.axis for h in summarise(changed).hips if h.side.word == side)
        expected = np.interp(axis.times_s, time_s, ramp[:, 0]).mean(axis=0)
        for muscle in hip.muscles:
            for curve, unit, factor in (
                (muscle.fiber_length, "optimal fibre lengths", 1.0),
                (muscle.passive_force, "N/kg", 1.0),
                (muscle.length, "m", 0.1),
            ):
                assert curve.unit == unit
                np.testing.assert_allclose(np.array(curve.values, dtype=float), factor * expected, rtol=1e-4)
            assert set(muscle.fiber_velocity.values) == {0.0}


def test_shares_of_what_turns_the_thigh_add_up_to_one(result: Result) -> None:
    for hip in result.hips.values():
        for name in ("outward_share", "inward_share"):
            shares = np.array([getattr(muscle, name).values for muscle in hip.muscles], dtype=float)
            known = np.isfinite(shares).all(axis=0)
            assert known.sum() > 20
            np.testing.assert_allclose(shares[:, known].sum(axis=0), 1.0, atol=1e-4)
        deep = next(muscle for muscle in hip.muscles if muscle.muscle == "obturator_internus")
        at = int(np.nanargmax(np.array(deep.outward_share.values, dtype=float)))
        low, value, high = (
            curve[at]
            for curve in (
                deep.outward_share.set_low or [],
                deep.outward_share.values,
                deep.outward_share.set_high or [],
            )
        )
        assert low is not None
        assert value is not None
        assert high is not None
        assert low < value < high


def test_the_sides_have_a_verdict(result: Result) -> None:
    assert result.sides.verdict == "not_detectable"
    assert {each.quantity for each in result.sides.differences} == {"net", "deep"}
    assert result_of(sound_account(0)).sides.verdict == "partial"
    apart = result_of(sound_account(4, left_scale=2.5)).sides
    assert apart.verdict == "detectable"
    assert any(each.found for each in apart.differences)


def test_signals_stand_in_the_result_with_those_left_out() -> None:
    account = sound_account(0)
    values = np.stack([account.activation[:, 7], account.activation[:, 7]], axis=1)
    emg = Table("emg", account.motion.time_s, ("gluteus_medius_r", "channel 7"), frozen(values), in_degrees=False)
    found = result_of(account, emg=emg).emg
    assert found is not None
    (signal,) = found.compared
    assert signal.muscles == ["gluteus_medius"]
    assert signal.computed[0].side == "right"
    assert signal.computed[0].correlation.value == pytest.approx(1.0)
    assert signal.on[0].start.unit == "s"
    assert [(each.column, each.reason) for each in found.left_out] == [("channel 7", "unknown")]
    assert result_of(account).emg is None


def test_nothing_tells_of_somebodys_folders(account: MuscleAccount) -> None:
    notice = Notice("made", "2 loads as '/data/my runs/grf.xml' describes them", "/data/my runs/run.mot, row 3")
    (said,) = result_of(replace(account, notices=(notice,))).warnings
    assert (said.text, said.where) == ("2 loads as 'grf.xml' describes them", "run.mot, row 3")


def test_the_models_that_a_body_was_scaled_from_are_inputs(account: MuscleAccount) -> None:
    body = replace(
        account.motion.body,
        source="built-in hip model",
        made_from=(Origin("model, scaled from", "/data/a.osim", "12ab"),),
    )
    scaled = replace(account, motion=replace(account.motion, body=body))
    angles = Table("a", account.motion.time_s, (), frozen(np.zeros((len(account.motion.time_s), 0))), in_degrees=False)
    found = [(each.role, each.name, each.sha256) for each in inputs_of(Trial("a", angles), scaled)]
    assert found[:2] == [("model", "built-in hip model", ""), ("model, scaled from", "a.osim", "12ab")]
