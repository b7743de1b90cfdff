"""The recorded run of RBDS001 as a camera would see it, and when its feet were on the belt by the force plate."""

from functools import cache
from pathlib import Path

import numpy as np

from tests.kinematics.made_appearance import Seen, filmed
from tests.kinematics.rbds001 import mended_run
from trochanter import read
from trochanter.capture.ground import read_ground
from trochanter.capture.keypoints import POINTS, Keypoints
from trochanter.capture.trial import Plates, Trajectories, Trial
from trochanter.core.arrays import Floats
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.plate_contacts import plate_contacts
from trochanter.kinematics.running_picture import RunningView

LENGTHENED_M = {"ankle": 0.11, "knee": 0.22}  # from the shin's markers along the shin
HIP_BELOW_M = 0.09  # the hip below the markers of the pelvis


@cache
def recording(data: Path, speed: str) -> tuple[Trajectories, Plates]:
    """Markers and force plate at 2.5 m/s ('25') or 3.5 m/s ('35')."""
    if speed == "25":
        plates = read_ground(data / "rbds001" / "RBDS001runT25forces.txt", rate_hz=300.0)
        assert isinstance(plates, Plates)
        return mended_run(data), plates
    trial = read(data / "rbds001" / "RBDS001runT35.c3d")
    assert isinstance(trial, Trial)
    assert isinstance(trial.markers, Trajectories)
    assert trial.plates is not None
    return trial.markers, trial.plates


@cache
def run_points_m(data: Path, speed: str = "25") -> tuple[Floats, Floats]:
    """Times (n,) and points (n, 33, 3) in metres: x forwards, y up, z to the runner's right; a trunk is made up."""
    run, _ = recording(data, speed)
    found = np.zeros((len(run.time_s), len(POINTS), 3))
    for side in SIDES:
        name = side.word[0].upper()

        def marker(what: str, name: str = name) -> Floats:
            path = np.array(run.of(f"{name}.{what}"))
            for column in path.T:
                seen = np.isfinite(column)
                column[:] = np.interp(np.arange(len(column)), np.flatnonzero(seen), column[seen])
            return path

        top, bottom = (
            0.5 * (marker(f"Shank.{end}.Lateral") + marker(f"Shank.{end}.Medial")) for end in ("Top", "Bottom")
        )
        along = (bottom - top) / np.linalg.norm(bottom - top, axis=1)[:, None]
        hip = 0.6 * marker("ASIS") + 0.4 * marker("PSIS") - np.array([0.0, HIP_BELOW_M, 0.0])
        places = {
            "hip": hip,
            "ankle": bottom + LENGTHENED_M["ankle"] * along,
            "knee": top - LENGTHENED_M["knee"] * along,
            "heel": marker("Heel.Bottom"),
            "toe": 0.5 * (marker("MT1") + marker("MT5")),
            "shoulder": hip + np.array([0.03, 0.5, 0.08 if side is Side.RIGHT else -0.08]),
        }
        for what, place in places.items():
            found[:, POINTS.index(f"{what}_{side}")] = place
    head = found[:, [POINTS.index("hip_r"), POINTS.index("hip_l")]].mean(axis=1) + np.array([0.06, 0.7, 0.0])
    found[:, : POINTS.index("mouth_r") + 1] = head[:, None]
    middle = np.median(found[:, POINTS.index("hip_r")], axis=0)
    return np.array(run.time_s), found - np.array([middle[0], 0.0, middle[2]])


def run_film(
    data: Path, view: RunningView = "side", rate_hz: float = 60.0, noise_px: float = 1.0, speed: str = "25"
) -> Keypoints:
    """The film of it at a frame rate."""
    time_s, points_m = run_points_m(data, speed)
    times = np.arange(time_s[0], time_s[-1], 1.0 / rate_hz)
    flat = points_m.reshape(len(time_s), -1)
    there = np.stack([np.interp(times, time_s, column) for column in flat.T], axis=1).reshape(len(times), -1, 3)
    x, y, z = np.moveaxis(there, 2, 0)
    seen = np.stack((z, y, -x) if view == "rear" else (x, y, z), axis=2)
    return filmed(times, seen, Seen(), noise_px=noise_px, near=Side.RIGHT if view == "side" else None)


@cache
def belt_contacts(data: Path, speed: str = "25") -> tuple[tuple[Side, float, float], ...]:
    """Side, contact and toe-off by the force plate: 20 N, the side whose ankle is lower in the middle."""
    _, plates = recording(data, speed)
    time_s, points_m = run_points_m(data, speed)
    found = []
    for each in plate_contacts(plates.time_s, plates.loads[0].force_N[:, 1]):
        if np.isnan(each.duration_s):
            continue  # begins or ends outside the record
        middle = int(np.argmin(np.abs(time_s - 0.5 * (each.start_s + each.end_s))))
        heights = {side: points_m[middle, POINTS.index(f"ankle_{side}"), 1] for side in SIDES}
        found.append((min(SIDES, key=lambda side: heights[side]), each.start_s, each.end_s))
    return tuple(found)
