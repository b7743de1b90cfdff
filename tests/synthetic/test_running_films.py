"""A rendered run through the whole chain: decoded, the person found, both feet followed, steps and angles read."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from tests.property.barrage import SOAK
from tests.synthetic.film import rendered
from tests.synthetic.scene_run import Run
from trochanter.capture.film import open_film
from trochanter.capture.pose import find_person
from trochanter.core.sides import Side
from trochanter.kinematics.appearance import NORMAL_95, Appearance
from trochanter.kinematics.running_picture import RunningView, running_video

VIEWS: tuple[RunningView, ...] = ("side", "rear") if SOAK else ("side",)
SPEED_KMH = 9.4


def number(found: Appearance, name: str, side: Side | None = None) -> tuple[float, float]:
    """A reading and half of its 95 % interval."""
    each = found.number(name, side)
    assert each is not None
    return each.estimate.value, NORMAL_95 * each.estimate.sigma


@pytest.mark.needs("pose-weights", "anny", "osmesa")
@pytest.mark.parametrize("view", VIEWS)
def test_a_rendered_run_is_read(view: RunningView, pose_weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROCHANTER_WEIGHTS", str(pose_weights))
    film, truth = rendered(Run(view=view, rate_hz=30.0, seconds=6.4, size_px=(360, 640)))
    with open_film(film) as opened:
        points = find_person(opened, opened.film)
    found = running_video(points, view, measured_on=dt.date(2026, 11, 22), speed_kmh=SPEED_KMH)
    cadence, _ = number(found, "cadence")
    assert cadence == pytest.approx(float(truth.more["cadence_per_min"]), abs=2.0)
    if view == "rear":
        width_m = float(truth.more["step_width_m"])
        apart = np.median(np.abs((truth.point("hip", "r") - truth.point("hip", "l"))[:, 0]))
        shin = np.median(np.linalg.norm(truth.point("knee", "r") - truth.point("ankle", "r"), axis=1))
        assert number(found, "step_width")[0] == pytest.approx(width_m / 0.43 * shin / apart, abs=0.45)
        return
    assert found.side is Side.RIGHT
    lean, half = number(found, "trunk_lean_forward")
    assert abs(lean - np.degrees(np.mean(truth.more["trunk_lean_rad"]))) < half
    bends = np.degrees(truth.more["knee_flexion_r_rad"])
    contacts_s = truth.more["contacts_r_s"]
    under_s = contacts_s[contacts_s + 0.3 < truth.time_s[-1]] + 0.18 / 2.6
    knee, half = number(found, "knee_mid_stance", Side.RIGHT)
    assert abs(knee - np.median(np.interp(under_s, truth.time_s, bends))) < half
