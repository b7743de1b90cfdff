"""What the packaged trial is worth: stance, forces and hip angles against what physics and the publication say."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from scripts.demo.landmarks import SIDES, Stance, hara_hip_m, harrington_hip_m
from trochanter.core.arrays import Floats
from trochanter.core.sides import Side
from trochanter.kinematics.belt import BeltSplit
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, DEMO_MASS_KG, demo_trial
from trochanter.kinematics.motion import Motion, Stride
from trochanter.kinematics.solve import solve
from trochanter.kinematics.strides import normalise, strides_of
from trochanter.kinematics.tree import poses
from trochanter.mechanics.plate import check_plate

ANGLES = {"hip_flexion": "hipAngZ25", "hip_adduction": "hipAngX25", "hip_rotation": "hipAngY25"}
FIRM_N = 200.0
STANCE_PERCENT = 36


def print_standing(stance: Stance, factors: dict[str, tuple[float, float, float]], errors_m: dict[str, float]) -> None:
    """Joint centres, scale factors and what the standing model misses."""
    for side in SIDES:
        apart = 1e3 * np.linalg.norm(hara_hip_m(stance, side) - harrington_hip_m(stance, side))
        print(f"{side}: two regressions of the hip centre differ by {apart:.1f} mm")
    print("scale factors:", {name: xyz for name, xyz in factors.items() if not name.endswith("_l")})
    print("standing misfit, mm:", {name: round(1e3 * value, 1) for name, value in errors_m.items()})


def packaged_motion(folder: Path, split: BeltSplit) -> Motion:
    """The packaged trial, filtered, with its strides."""
    trial, body = demo_trial(folder=folder)
    motion = solve(trial, body, cutoff_hz=DEMO_CUTOFF_HZ)
    strides = strides_of(split.contacts, float(motion.time_s[0]), float(motion.time_s[-1]))
    return replace(motion, strides=strides)


def print_forces(motion: Motion) -> None:
    """Strides, weight, free moment, lag, and where the centre of pressure lies under the model's foot."""
    for side in Side:
        own = usable_strides(motion, side)
        lasts = [s.next_contact_s - s.contact_s for s in own]
        stance = np.mean([s.toe_off_s - s.contact_s for s in own])
        spread = f"{np.mean(lasts):.3f} s (SD {np.std(lasts, ddof=1):.3f})"
        print(f"{side.word}: {len(own)} complete strides of {spread}, stance {stance:.3f} s")
    print("plate:", check_plate(motion, DEMO_MASS_KG))
    rotation, origin = poses(motion.body, motion.q)
    for load in motion.loads:
        firm = load.force_N[:, 1] > FIRM_N
        local = np.einsum("nji,nj->ni", rotation[firm, load.segment], load.point_m[firm] - origin[firm, load.segment])
        low, high = 1e3 * np.percentile(local[:, [0, 2]], [5, 95], axis=0)
        print(f"{load.name}: pressure in the foot, 5 to 95 %: {low.round()} to {high.round()} mm forward and right")
        fore, up = load.force_N[:, 0], load.force_N[:, 1]
        print(f"{load.name}: fore-aft {fore.min():.0f} to {fore.max():.0f} N, vertical up to {up.max():.0f} N")


def usable_strides(motion: Motion, side: Side) -> list[Stride]:
    """Complete strides of a side that enter averages."""
    return [s for s in motion.strides if s.side is side and s.complete and s.usable]


def print_angles(motion: Motion, rigid_deg: dict[Side, Floats], published: dict[str, Floats]) -> None:
    """Mean hip angles over the strides beside the published ones and beside those of free rigid segments."""
    for side in Side:
        strides = usable_strides(motion, side)
        for k, (name, column) in enumerate(ANGLES.items()):
            ours_deg = np.degrees(motion.q[:, motion.body.coordinate(f"{name}_{side}")])
            ours = mean_curve(ours_deg, motion, strides)
            rigid = mean_curve(rigid_deg[side][:, k], motion, strides)
            theirs = published[f"{side.value.upper()}{column}"]
            print(f"{name}_{side} against published: {likeness(ours, theirs)}")
            print(f"{name}_{side} against free segments: {likeness(ours, rigid)}")
            print(f"{name}_{side}, free segments against published: {likeness(rigid, theirs)}")


def mean_curve(values: Floats, motion: Motion, strides: list[Stride]) -> Floats:
    """Mean (101,) of values (n,) over strides."""
    curve: Floats = np.mean([normalise(values, motion.time_s, s) for s in strides], axis=0)
    return curve


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two mean curves over the stride: correlation of the whole and of stance, mean difference, what it leaves (SD)."""

    correlation: float
    stance_correlation: float
    offset_deg: float
    remaining_deg: float
    range_deg: float
    other_range_deg: float

    def __str__(self) -> str:
        return (
            f"r {self.correlation:.2f} (stance {self.stance_correlation:.2f}), offset {self.offset_deg:+.1f}, "
            f"remaining {self.remaining_deg:.1f}, range {self.range_deg:.1f} against {self.other_range_deg:.1f} deg"
        )


def likeness(ours: Floats, theirs: Floats) -> Likeness:
    """Compare two curves (101,) in degrees."""
    parts = (slice(None), slice(STANCE_PERCENT))
    whole, stance = (float(np.corrcoef(ours[part], theirs[part])[0, 1]) for part in parts)
    apart = ours - theirs
    ranges = float(np.ptp(ours)), float(np.ptp(theirs))
    return Likeness(whole, stance, float(np.mean(apart)), float(np.std(apart)), *ranges)
