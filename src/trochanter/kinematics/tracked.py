"""How a body follows markers: the recorded choices, and the trial that comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from trochanter.capture.ik_tasks import IkTasks
from trochanter.capture.trial import Table, Trial
from trochanter.kinematics.marker_match import MarkerMatch
from trochanter.kinematics.motion import MarkerFit

LONGEST_GAP_S = 0.1
Weights = Mapping[str, float] | Literal["auto", "both", "proximal", "even"]


@dataclass(frozen=True, slots=True)
class Tracking:
    """Recorded choices of how a body follows markers.

    mapping: recorded names to the body's markers or to landmarks; fix_labels: exchanged labels are put right;
    longest_gap_s: gaps up to it are filled; weights: of the body's markers, 'proximal' (pelvis, then thighs lead where
    the knee is a hinge), 'even', 'both' (even for loads, proximal for hip angles), or 'auto': both for a body whose
    markers were placed on the person, else even; tasks: OpenSim's, instead of weights; targets: table of their values;
    lag_s: by how much the force record is behind; mass_kg: of the person, None to take it from the body.
    """

    mapping: Mapping[str, str] | None = None
    fix_labels: bool = False
    longest_gap_s: float = LONGEST_GAP_S
    weights: Weights = "auto"
    tasks: IkTasks | None = None
    targets: Table | None = None
    lag_s: float = 0.0
    mass_kg: float | None = None


@dataclass(frozen=True, slots=True)
class Tracked:
    """A trial with joint angles and forces by foot instead of markers and plates, and how it came about.

    leading_fit: of the trial's ``leading`` angles; lost_s: spans in which a foot stands without known force; unseen_s:
    spans in which the pelvis is out of view.
    """

    trial: Trial
    fit: MarkerFit
    match: MarkerMatch
    lost_s: tuple[tuple[float, float], ...] = ()
    leading_fit: MarkerFit | None = None
    unseen_s: tuple[tuple[float, float], ...] = ()
