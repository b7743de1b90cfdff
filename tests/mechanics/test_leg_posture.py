"""One leg in one posture is what the whole model says there, and what cannot be read is marked."""

import numpy as np
import pytest

from trochanter.core.sides import SIDES, Side
from trochanter.mechanics.geometry import geometry
from trochanter.mechanics.hip_leg import hip, laid_out
from trochanter.mechanics.leg_posture import ROTATION, leg_posture

FLEXIONS_RAD = np.radians([0.0, 45.0, 90.0])


@pytest.mark.parametrize("side", SIDES)
def test_it_is_the_whole_models_posture(side: Side) -> None:
    own, whole = hip(side), laid_out(0)
    found = leg_posture(own, np.radians([45.0, -10.0, 20.0]), 0.3, FLEXIONS_RAD)
    shape = geometry(whole, found.q[None])
    at_hip = own.of_hip.tolist()
    places = [own.of_body[m] for m in at_hip]
    assert np.allclose(found.length_m, shape.length_m[0, list(own.of_body)], atol=1e-12)
    for k, coordinate in enumerate(own.axes):
        assert np.allclose(found.arm_m[at_hip, k], shape.arm_about(coordinate)[0, places], atol=1e-12)
    assert np.allclose(found.over_flexion_m[1, at_hip], found.arm_m[at_hip, ROTATION], atol=1e-12)
    assert found.sampled_m.shape[1:] == (len(at_hip), 3)
    spread = np.std(found.sampled_m[..., ROTATION], axis=0)
    assert np.all((spread > 1e-4) & (spread < 0.03))


def test_a_line_whose_fibres_cannot_pull_is_marked() -> None:
    own = hip(Side.RIGHT)
    standing = leg_posture(own, np.zeros(3), 0.0, FLEXIONS_RAD)
    folded = leg_posture(own, np.radians([120.0, 0.0, 0.0]), 0.0, FLEXIONS_RAD)
    assert not standing.jumps.any()
    assert folded.unfit.sum() > standing.unfit.sum()
