"""Sampled what-ifs: the account's own case as ``what_if`` has it, and differences that common draws keep sharp."""

from dataclasses import replace

import numpy as np
import pytest

from tests.mechanics.test_monte_carlo import account
from trochanter.anatomy.uncertain_inputs import ATTACHMENT, BIAS, PRESSURE
from trochanter.core.errors import BadSetting, UnknownName
from trochanter.core.sides import SIDES, Side
from trochanter.mechanics.monte_carlo import monte_carlo
from trochanter.mechanics.sampled_run import CONTACT, OF_MUSCLES
from trochanter.mechanics.sampled_study import make_study, run
from trochanter.mechanics.sampled_what_if import MEAN_CONTACT, MEAN_FORCE, changed_study, sampled_what_if
from trochanter.mechanics.sampling import INPUTS, draw, realise
from trochanter.mechanics.scenario import Scenario, changes_of
from trochanter.mechanics.uncertainty import HIGH95, LOW95, MEDIAN, PEAK_CONTACT, PEAK_FORCE
from trochanter.mechanics.what_if import what_if

FEW = 8
SCENARIOS = {
    "half": Scenario(strength={"obturator_internus": 0.5}),
    "none": Scenario(removed=("deep_r",)),
    "floor and stiffness": Scenario(floor={"deep": 0.1}, stiffness={"piriformis": 2.0}),
    "bones and tendon": Scenario(anteversion_rad=0.2, pelvic_tilt_rad=0.1, shortened={"gluteus_maximus": 0.05}),
}


@pytest.mark.parametrize("name", list(SCENARIOS))
def test_without_draws_it_is_the_what_if_itself(name: str) -> None:
    scenario, expected = SCENARIOS[name], what_if(account(), SCENARIOS[name])
    study = make_study(account(), most_instants=FEW, every=True)
    changes = changes_of(scenario, account().motion.body.muscles.names)
    nominal = run(changed_study(study, scenario, changes), realise(study.space, {}, 1))
    for k, (leg, at) in enumerate(zip(study.legs, study.instants, strict=True)):
        table = nominal.tables[k][0]
        for j, places in enumerate(leg.watched.values()):
            force = expected.after.force_N[at.frames][:, leg.crossing[places]].sum(axis=1)
            np.testing.assert_allclose(table[:, OF_MUSCLES + 2 * j], force, atol=1e-7)
        size = np.linalg.norm(expected.after.contact_N[at.frames, k], axis=1)
        np.testing.assert_allclose(table[:, CONTACT], size, atol=1e-6)


def test_no_change_changes_nothing() -> None:
    found = sampled_what_if(account(), Scenario(strength={"deep": 1.0}), 20, most_instants=FEW)
    for _, changes in found.sides:
        for change in changes:
            assert change.before == change.after
            assert not np.any(change.change)
            assert change.rises == 0.0


def test_common_draws_keep_a_difference_sharp() -> None:
    scenario = SCENARIOS["half"]
    found = sampled_what_if(account(), scenario, 200, most_instants=FEW)
    study = make_study(account(), most_instants=FEW, every=True)
    plain = [run(study, draw(study.space, 200, seed, INPUTS)).tables[0][:, :, CONTACT].mean(axis=1) for seed in (0, 1)]
    apart = np.percentile(plain[1] - plain[0], [2.5, 97.5]) / (62.0 * 9.80665)
    contact = found.change(Side.RIGHT, MEAN_CONTACT)
    assert contact is not None
    assert np.ptp(contact.change) < 0.1 * np.ptp(apart)


def test_who_gives_less_and_who_takes_over() -> None:
    found = sampled_what_if(account(), SCENARIOS["half"], 100, most_instants=FEW)
    assert [side for side, _ in found.sides] == list(SIDES)
    for side in SIDES:
        less, more = (found.change(side, MEAN_FORCE, m) for m in ("obturator_internus", "quadratus_femoris"))
        assert less is not None
        assert more is not None
        assert less.after < less.before
        assert less.rises == 0.0
        assert less.change[LOW95] < less.change[MEDIAN] < less.change[HIGH95] < 0.0
        assert more.rises > 0.9
        assert np.all(more.standard_error[1:] > 0.0)
        assert found.change(side, PEAK_FORCE, "soleus") is None
        assert found.change(side, PEAK_CONTACT) is not None
    assert (found.samples, found.seed, len(found.inputs), found.sets) == (
        100,
        0,
        len(INPUTS),
        ("cadaver", "young", "tlem2"),
    )


def test_an_account_without_its_ground_forces_says_what_is_left_out() -> None:
    lost = replace(account(), motion=replace(account().motion, loads=()), plate=None)
    whole = monte_carlo(account(), 20, inputs=(ATTACHMENT,), most_instants=FEW)
    found = monte_carlo(lost, 20, inputs=(ATTACHMENT, PRESSURE, BIAS), most_instants=FEW)
    assert [each.name for each in found.inputs] == [ATTACHMENT]
    (notice,) = found.notices
    assert notice.code == "intervals-without-forces"
    assert "intervals are narrower for it" in notice.text
    assert whole.notices == ()
    for one, other in zip(whole.sides, found.sides, strict=True):
        for a, b in zip(one.numbers, other.numbers, strict=True):
            np.testing.assert_allclose(a.percentiles, b.percentiles, rtol=1e-9)
    assert sampled_what_if(lost, SCENARIOS["half"], 20, most_instants=FEW).notices == found.notices


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(UnknownName, match="obturator_internus"):
        sampled_what_if(account(), Scenario(removed=("obturator_interna",)), 20)
    with pytest.raises(BadSetting, match="nothing would be left of its tendon"):
        sampled_what_if(account(), Scenario(shortened={"quadfem_sup": 0.45}), 20)
    with pytest.raises(BadSetting, match="20 to 10000"):
        sampled_what_if(account(), SCENARIOS["half"], 3)
