"""Compute the packaged demo trial from the public recording RBDS001 (needs OpenSim 4.6, for inverse kinematics).

    python -m scripts.make_demo_trial ../shared/data/rbds001 src/trochanter/kinematics/data

What is done and why stands in docs/demo-data.md; the numbers it quotes are what this prints.
Fukuchi, Fukuchi, Duarte 2017, PeerJ 5:e3298, doi 10.7717/peerj.3298, figshare 4543435, CC BY 4.0.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scripts.demo.attach import Pose, stand, with_markers
from scripts.demo.belt import split_belt
from scripts.demo.checks import packaged_motion, print_angles, print_forces, print_standing
from scripts.demo.files import rounded_factors, write_angles, write_body, write_forces
from scripts.demo.labels import exchanged, exchanged_pairs, mean_rigid_misfit_m
from scripts.demo.landmarks import Stance, scale_factors, stance_of
from scripts.demo.marker_fit import fit_markers
from scripts.demo.recording import (
    BODY_MASS_KG,
    FORCE_FILE,
    FORCE_RATE_HZ,
    MARKER_FILE,
    MARKER_RATE_HZ,
    PUBLISHED_FILE,
    STATIC_FILE,
    BeltForce,
    Markers,
    read_belt_force,
    read_markers,
    read_published_angles,
)
from scripts.demo.rigid_hips import rigid_hips
from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.kinematics.belt import BeltSplit
from trochanter.kinematics.scaling import scale

WINDOW_S = (9.7, 15.2)  # six complete strides a side with filter margins, no missing marker, no drop-out of the belt
EVEN_WEIGHTS = dict.fromkeys(("femur", "pelvis", "tibia", "calcn"), 1.0)
Factors = dict[str, tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything up to the marker fit: the body carries the recording's markers; labels of ``run`` are mended."""

    stance: Stance
    factors: Factors
    body: Body
    standing: Pose
    standing_errors_m: dict[str, float]
    labelled: Markers
    run: Markers


def prepare(data: Path) -> Prepared:
    """Read static trial and run, scale the hip model, fix the markers, mend exchanged labels."""
    stance, labelled = stance_of(read_markers(data / STATIC_FILE)), read_markers(data / MARKER_FILE)
    factors = rounded_factors(scale_factors(stance, hip_model()))
    sized = scale(hip_model(), factors=factors, mass_kg=BODY_MASS_KG)
    standing, _, errors = stand(sized, stance)
    run = labelled
    for pair in exchanged_pairs(stance, labelled):
        run = exchanged(run, *pair)
    return Prepared(stance, factors, with_markers(standing, stance, run.names), standing, errors, labelled, run)


def rows_of(window_s: tuple[float, float], rate_hz: float) -> slice:
    """Samples of a closed window of time."""
    return slice(round(window_s[0] * rate_hz), round(window_s[1] * rate_hz) + 1)


def split_window(belt: BeltForce, run: Markers) -> tuple[BeltForce, BeltSplit]:
    """The belt's force over the packaged window, and its split."""
    rows = rows_of(WINDOW_S, FORCE_RATE_HZ)
    part = BeltForce(belt.time_s[rows], belt.force_N[rows], belt.pressure_m[rows], belt.free_moment_Nm[rows])
    return part, split_belt(part, run)


def main(data: Path, folder: Path) -> None:
    """Write the files and print what the documentation quotes."""
    prepared = prepare(data)
    print_standing(prepared.stance, prepared.factors, prepared.standing_errors_m)
    before, after = (1e3 * mean_rigid_misfit_m(prepared.stance, m) for m in (prepared.labelled, prepared.run))
    pairs = exchanged_pairs(prepared.stance, prepared.labelled)
    print(f"exchanged labels {pairs}: rigid segments {before:.1f} -> {after:.1f} mm")
    rows = rows_of(WINDOW_S, MARKER_RATE_HZ)
    window = prepared.run.rows(rows.start, rows.stop)
    write_body(folder, prepared.factors)
    few = prepared.run.rows(rows.start, rows.start + 150), prepared.labelled.rows(rows.start, rows.start + 150)
    for name, markers in zip(("mended", "as labelled"), few, strict=True):
        even = fit_markers(prepared.body, markers, weights=EVEN_WEIGHTS, accuracy=1e-6)
        print(f"model fit with equal weights, one second, labels {name}: {1e3 * even.rms_m:.1f} mm")
    fit = fit_markers(prepared.body, window)
    segments = ", ".join(f"{name} {1e3 * value:.1f}" for name, value in fit.segment_rms_m(prepared.body).items())
    print(f"model fit as packaged: {1e3 * fit.rms_m:.1f} mm, largest {1e3 * np.max(fit.error_m):.1f}; {segments}")
    write_angles(folder, fit.angles, prepared.body)
    part, split = split_window(read_belt_force(data / FORCE_FILE), prepared.run)
    write_forces(folder, part.time_s, split)
    motion = packaged_motion(folder, split)
    print_forces(motion)
    print_angles(motion, rigid_hips(prepared.stance, window), read_published_angles(data / PUBLISHED_FILE))
    for path in sorted(folder.glob("demo_*")):
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
