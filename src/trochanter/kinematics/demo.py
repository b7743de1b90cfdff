"""The packaged running trial: six strides a side on a treadmill at 2.5 m/s, and the hip model in the runner's size.

Made from recorded markers and the belt's force by this package itself (``scripts/make_demo_trial.py``).
Computed from the public recording RBDS001 (Fukuchi, Fukuchi, Duarte 2017, doi 10.7717/peerj.3298, CC BY 4.0) as
``docs/demo-data.md`` tells. Nothing is filtered yet; the cut-off to use is DEMO_CUTOFF_HZ.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from trochanter.anatomy.body import Body, Markers
from trochanter.anatomy.deep_sets import NOMINAL_SET
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.loads import read_forces
from trochanter.capture.tables import read_table
from trochanter.capture.trial import Trial
from trochanter.core.arrays import frozen
from trochanter.kinematics.scaling import scale

DEMO_CUTOFF_HZ = 15.0
DEMO_MASS_KG = 62.0
DEMO_NAME = "Demo: running at 2.5 m/s (RBDS001)"
DEMO_CREDIT = (
    "Figures computed from the recording RBDS001 of Fukuchi, Fukuchi and Duarte 2017, PeerJ 5:e3298, "
    "doi 10.7717/peerj.3298, data doi 10.6084/m9.figshare.4543435, CC BY 4.0"
)
DEMO_FOLDER = Path(__file__).parent / "data"


def demo_trial(set_name: str = NOMINAL_SET, folder: Path = DEMO_FOLDER) -> tuple[Trial, Body]:
    """The trial, as recorded with its plate's bias, and the runner's body; raises UnknownName for an unknown set.

    Its joint angles meet all markers alike; hip angles are read from a second fit that pelvis and thighs lead.

    ``folder``: where the script that makes the files has written them, if not into the package.
    """
    trial = Trial(
        name=DEMO_NAME,
        coordinates=read_table(folder / "demo_coordinates.mot"),
        forces=read_forces(folder / "demo_forces.xml"),
        leading=read_table(folder / "demo_hip_angles.mot"),
    )
    return trial, demo_body(set_name, folder)


def demo_body(set_name: str = NOMINAL_SET, folder: Path = DEMO_FOLDER) -> Body:
    """The hip model in the runner's size, with a parameter set of its deep rotators and the recording's markers.

    Raises UnknownName for an unknown set.
    """
    content = json.loads((folder / "demo_body.json").read_text(encoding="utf-8"))
    factors = {name: (x, y, z) for name, (x, y, z) in content["scale_factors"].items()}
    body = scale(hip_model(set_name), factors=factors, mass_kg=DEMO_MASS_KG)
    return replace(
        body,
        name=f"{body.name} in the size of RBDS001",
        credits=f"{body.credits}; {DEMO_CREDIT}",
        markers=_markers(body, content["markers_m"]),
    )


def _markers(body: Body, placed: Mapping[str, tuple[str, float, float, float]]) -> Markers:
    """Markers from their segment and place in it, by name."""
    segments = [body.segment(segment) for segment, *_ in placed.values()]
    places = [place for _, *place in placed.values()]
    return Markers(tuple(placed), frozen(segments, np.int64), frozen(places))
